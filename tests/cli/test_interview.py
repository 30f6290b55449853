"""`add` on a terminal: what is asked, how answers are understood, and what comes of it."""

import functools
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.key_binding.defaults import load_key_bindings
from prompt_toolkit.output import DummyOutput

from timeline.cli.ask.prompting import Asker
from timeline.cli.ask.questions import Questions
from timeline.recording.resolve import New

from support.editors import Editor, replace
from support.helpers import declared, happening, projected
from support.running import Ran, columns, here, typing

ID = re.compile("[0-9a-hjkmnp-tv-z]{16}")
CLEAR = "\x15"
"""Ctrl-U, which takes away what stands there."""
BACK = "\x03"
"""Ctrl-C."""
GIVE_UP = "\x04"
"""Ctrl-D."""
NONE = [""] * 6
"""No places, actors, programs, figures, sources and summary."""


_bindings = functools.cache(load_key_bindings)
"""What keys do, made once: it takes a third of a question."""


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("prompt_toolkit.application.application.load_key_bindings", _bindings)


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    phases = [{"phase": "one", "name": "First steps"}, {"phase": "two"}]
    return projected(
        [
            declared("actor", "moi", name="Ministry of Interior", names=["MoI", "Министерство"]),
            declared("actor", "unodc", name="UNODC"),
            declared("actor", "first", name="Board"),
            declared("actor", "second", name="Board"),
            declared("place", "osh", name="Osh"),
            declared("program", "peace", name="Peace", phases=phases),
            declared("program", "plain", name="Plain"),
            declared("source", "r-2017", title="A release"),
            happening(
                kind="visit",
                actors=[{"actor": "moi", "role": "host"}, {"actor": "moi", "role": "speaker"}],
                figures=[{"measure": "guests", "value": "3"}],
            ),
        ]
    )


class Said(NamedTuple):
    """What somebody was told, and what came of the answers."""

    body: dict[str, object]
    declared: list[dict[str, object]]
    words: set[tuple[str, str]]
    told: list[str]


@pytest.fixture
def ask(db: sqlite3.Connection, capsys: pytest.CaptureFixture[str]) -> "Ask":
    return Ask(db, capsys)


class Ask:
    """Answers the questions about a happening."""

    def __init__(self, db: sqlite3.Connection, capsys: pytest.CaptureFixture[str]) -> None:
        self._db, self._capsys = db, capsys

    def __call__(self, *answers: str, new: New = False, cited: str = "") -> Said:
        keys = "".join(f"{answer}\r" for answer in answers)
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=DummyOutput()),
        ):
            pipe.send_text(f"{keys}{CLEAR}{GIVE_UP}")
            questions = Questions(self._db, Asker(), new=new)
            body = questions.happening(cited)
        told = self._capsys.readouterr().err.splitlines()
        return Said(body, questions.declared, questions.resolver.words, told)

    def about(
        self, field: str, *answers: str, new: New = False, cited: str = ""
    ) -> tuple[object, Said]:
        """The answers to one of the questions; all that can be left out is."""
        order = ("places", "actors", "programs", "figures", "sources", "summary")
        place = order.index(field)
        before, after = [""] * place, [""] * (len(order) - place - 1)
        done = self("2017", "A visit", "visit", *before, *answers, *after, new=new, cited=cited)
        return done.body.get(field), done


def test_what_is_needed_is_asked_and_the_rest_left_out_with_enter(ask: Ask) -> None:
    done = ask("4-5 October 2011", "A visit", "visit", *NONE)
    assert done == (
        {"date": "2011-10-04/2011-10-05", "title": "A visit", "kind": "visit"},
        [],
        set(),
        ["  4-5 October 2011 = 2011-10-04/2011-10-05"],
    )


def test_what_is_needed_is_asked_until_it_is_there(ask: Ask) -> None:
    done = ask("", " ", "2017", "", "T", "", "visit", *NONE)
    assert done.body == {"date": "2017", "title": "T", "kind": "visit"}
    assert done.told == ["  this is needed; Ctrl-C gives up"] * 4


@pytest.mark.parametrize(
    ("typed", "told", "better", "date"),
    [
        (
            "04/05/2011",
            [
                "  the day or the month may come first",
                "  write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)",
            ],
            "2011-05-04",
            "2011-05-04",
        ),
        (
            "soon",
            [
                '  "soon" is not a part of a date',
                (
                    "  write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 "
                    "or since 2020"
                ),
            ],
            "summer 2017",
            "2017-22",
        ),
    ],
)
def test_a_date_that_is_not_clear_is_asked_again(
    typed: str, told: list[str], better: str, date: str, ask: Ask
) -> None:
    done = ask(typed, f"{CLEAR}{better}", "T", "visit", *NONE)
    assert done.body["date"] == date
    assert done.told[: len(told)] == told


def test_a_refused_answer_stands_there_to_be_changed(ask: Ask) -> None:
    # The end of the ambiguous date is taken away, and another one typed.
    done = ask("04/05/2011", "\x7f" * 8 + " October 2011", "T", "visit", *NONE)
    assert done.body["date"] == "2011-10-04"


def test_the_status_is_asked_when_the_date_is_yet_to_come(ask: Ask) -> None:
    assert ask("9998", "T", "visit", "", *NONE).body["status"] == "planned"
    done = ask("9998", "T", "visit", f"{CLEAR}post", *NONE)
    assert done.body["status"] == "postponed"
    done = ask("9998", "T", "visit", f"{CLEAR}maybe", f"{CLEAR}cancelled", *NONE)
    assert done.body["status"] == "cancelled"
    assert done.told == [
        "  not `maybe`",
        "  one of planned, occurred, postponed, cancelled",
    ]
    assert "status" not in ask("2017/..", "T", "visit", *NONE).body


def test_kinds_and_roles_may_be_typed_in_any_case(ask: Ask) -> None:
    assert ask("2017", "T", "VISIT", *NONE).body["kind"] == "visit"


def test_an_unknown_word_is_taken_as_new_only_after_a_yes(ask: Ask) -> None:
    told = ["  no kind `vist`"]
    done = ask("2017", "T", "vist", "y", *NONE)  # did you mean visit?
    assert (done.body["kind"], done.words, done.told) == ("visit", set(), told)
    done = ask("2017", "T", "vist", "n", "n", f"{CLEAR}visit", *NONE)
    assert (done.body["kind"], done.words, done.told) == ("visit", set(), told)
    done = ask("2017", "T", "vist", "n", "y", *NONE)
    assert (done.body["kind"], done.words, done.told) == ("vist", {("kind", "vist")}, told)
    told += ["  did you mean visit?"]
    done = ask("2017", "T", "vist", *NONE, new="exact")
    assert (done.body["kind"], done.words, done.told) == ("vist", {("kind", "vist")}, told)
    done = ask("2017", "T", "vist", "y", *NONE, new=True)
    assert (done.body["kind"], done.words, done.told) == ("visit", set(), told[:1])
    done = ask("2017", "T", "a, b", f"{CLEAR}visit", *NONE)
    assert done.told == [
        "  `a, b` is not a word",
        "  letters, digits, spaces and hyphens, such as training or co-organiser",
    ]


def test_names_in_any_script_lead_to_keys_and_what_they_lead_to_is_said(ask: Ask) -> None:
    found, done = ask.about("places", "Osh", "osh", "")
    assert (found, done.told) == (["osh"], [])
    said = ("министерство", "host", "moi", "speaker", "MoI", "host", "")
    found, done = ask.about("actors", *said)
    assert found == [{"actor": "moi", "role": "host"}, {"actor": "moi", "role": "speaker"}]
    assert done.told == ["  Ministry of Interior (moi)"]


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        (["UNODC", "host"], {"actor": "unodc", "role": "host"}),
        (["host=UNODC"], {"actor": "unodc", "role": "host"}),
        (
            ["UNODC | Head | MoI", "host"],
            {"actor": "unodc", "role": "host", "capacity": "Head", "for": "moi"},
        ),
        (
            ["speaker=UNODC | Head"],
            {"actor": "unodc", "role": "speaker", "capacity": "Head"},
        ),
        (
            ["{actor: UNODC, role: host, effect: starts}"],
            {"actor": "unodc", "role": "host", "effect": "starts"},
        ),
    ],
)
def test_an_actor_may_be_typed_in_one_line_or_bit_by_bit(
    answers: list[str], item: dict[str, object], ask: Ask
) -> None:
    assert ask.about("actors", *answers, "")[0] == [item]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "a | b | c | d",
            [
                "  `ROLE=a | b | c | d` has too many parts between |",
                '  the form is "ROLE=NAME | CAPACITY | FOR"',
            ],
        ),
        (
            "host= | b",
            [
                "  `host= | b` does not say who took part in which role",
                '  the form is "ROLE=NAME | CAPACITY | FOR", such as "partner=Interior Ministry"',
            ],
        ),
        (
            "Board",
            [
                "  actor `Board` may be several",
                "  give the key: first (Board) or second (Board)",
            ],
        ),
    ],
)
def test_an_actor_that_is_not_clear_is_asked_again(typed: str, told: list[str], ask: Ask) -> None:
    found, done = ask.about("actors", typed, f"{CLEAR}host=UNODC", "")
    assert found == [{"actor": "unodc", "role": "host"}]
    assert done.told[: len(told)] == told


def test_a_role_is_needed(ask: Ask) -> None:
    found, done = ask.about("actors", "unodc", "", "hst", "", "", "", "y", "")
    assert found == [{"actor": "unodc", "role": "host"}]
    # As it was typed it is asked about again: without an answer it does not go on.
    assert done.told == [
        "  this is needed; Ctrl-C goes back",
        "  no role `hst`",
        "  no role `hst`",
    ]


def test_an_unknown_name_is_declared_after_a_yes(ask: Ask) -> None:
    found, done = ask.about("actors", "Жаңы уюм", "y", "", "", "org", "host", "")
    assert found == [{"actor": "zhangy-uyum", "role": "host"}]
    assert done.declared == [
        {
            "event": "actor",
            "actor": "zhangy-uyum",
            "name": "Жаңы уюм",
            "type": "organisation",
        }
    ]
    assert done.told == [
        "  no actor `Жаңы уюм`",
        "  new actor: Жаңы уюм (zhangy-uyum)",
    ]


def test_what_was_declared_is_known_from_then_on(ask: Ask) -> None:
    said = ("Jane", "y", "", "", "person", "host", "jane", "speaker", "Joe | | JANE", "y")
    found, done = ask.about("actors", *said, "", "", "person", "host", "")
    assert found == [
        {"actor": "jane", "role": "host"},
        {"actor": "jane", "role": "speaker"},
        {"actor": "joe", "role": "host", "for": "jane"},
    ]
    assert [body["actor"] for body in done.declared] == ["jane", "joe"]


def test_a_near_name_is_pointed_out(ask: Ask) -> None:
    found, done = ask.about("actors", "Ministry of Interor", "y", "host", "")
    assert found == [{"actor": "moi", "role": "host"}]
    assert (done.declared, done.told) == ([], ["  no actor `Ministry of Interor`"])
    found, done = ask.about("actors", "Ministry of Interor", "", "", f"{CLEAR}host=moi", "")
    assert found == [{"actor": "moi", "role": "host"}]
    assert (done.declared, done.told) == ([], ["  no actor `Ministry of Interor`"])


def test_a_name_that_another_script_spells_as_a_key_is_pointed_out(ask: Ask) -> None:
    found, done = ask.about("places", "Ош", "y", "")
    assert (found, done.declared, done.told) == (["osh"], [], ["  no place `Ош`"])


def test_name_and_key_of_a_declaration_may_be_changed_and_are_checked(ask: Ask) -> None:
    found, done = ask.about(
        "places",
        "Нарын",
        "c",
        f"{CLEAR}Naryn",
        f"{CLEAR}OSH!",
        CLEAR + "osh",
        f"{CLEAR}nar",
        "x",
        f"{CLEAR}city",
        "",
    )
    assert found == ["nar"]
    assert done.declared == [{"event": "place", "place": "nar", "name": "Naryn", "type": "city"}]
    assert done.told == [
        "  no place `Нарын`",
        "  `OSH!` is not a key",
        "  up to 64 of a-z, 0-9 and -, such as osce-2011-10-04",
        "  place osh is there already",
        "  choose another key",
        "  not `x`",
        "  one of country, region, city, village, site",
        "  new place: Naryn (nar)",
    ]


def test_of_a_new_source_the_publisher_the_day_and_the_address_are_asked(ask: Ask) -> None:
    said = (
        "Another release@4",
        "n",
        "y",
        "",
        "",
        "UNDP",
        "15 October 2021",
        "https://example.org",
        "",
    )
    found, done = ask.about("sources", *said)
    assert found == [{"source": "another-release", "at": "para 4"}]
    assert done.declared == [
        {
            "event": "source",
            "source": "another-release",
            "title": "Another release",
            "publisher": "UNDP",
            "published": "2021-10-15",
            "url": "https://example.org",
        }
    ]


def test_new_declares_and_takes_words_without_asking(ask: Ask) -> None:
    found, done = ask.about("actors", "chair=Jane | | Union", "", new=True)
    assert found == [{"actor": "jane", "role": "chair", "for": "union"}]
    assert [body["actor"] for body in done.declared] == ["jane", "union"]
    assert done.words == {("role", "chair")}
    assert "  new actor: Jane (jane)" in done.told


def test_what_no_key_can_be_made_of_is_asked_for_all_the_same(ask: Ask) -> None:
    found, done = ask.about("places", "!!!", "y", "", "", "x-1", "", "", new=True)
    assert found == ["x-1"]
    assert done.declared == [{"event": "place", "place": "x-1", "name": "!!!"}]


def test_a_declaration_that_an_answer_no_longer_needs_is_dropped(ask: Ask) -> None:
    said = ("bad, role=Jane", "y", "", "", "", f"{CLEAR}host=UNODC", "")
    found, done = ask.about("actors", *said)
    assert (found, done.declared) == ([{"actor": "unodc", "role": "host"}], [])


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        (["Plain", ""], {"program": "plain"}),
        (["plain", "starts"], {"program": "plain", "effect": "starts"}),
        (["starts=Plain"], {"program": "plain", "effect": "starts"}),
        (["peace", "first STEPS", "ends"], {"program": "peace", "phase": "one", "effect": "ends"}),
        (["ends=peace | two"], {"program": "peace", "phase": "two", "effect": "ends"}),
        (["peace | two", ""], {"program": "peace", "phase": "two"}),
        (["peace", "", ""], {"program": "peace"}),
        (["peace", "three", "y", ""], {"program": "peace", "phase": "three"}),
        (["peace", "tow", "n", "n", f"{CLEAR}two", ""], {"program": "peace", "phase": "two"}),
        (["peace", "tow", "y", ""], {"program": "peace", "phase": "two"}),
    ],
)
def test_a_program_may_be_typed_in_one_line_or_bit_by_bit(
    answers: list[str], item: dict[str, object], ask: Ask
) -> None:
    assert ask.about("programs", *answers, "")[0] == [item]


def test_an_unknown_phase_and_an_unknown_effect_are_told(ask: Ask) -> None:
    said = ("peace", "tow", "n", "y", "begins", "n", f"{CLEAR}starts", "")
    found, done = ask.about("programs", *said)
    assert found == [{"program": "peace", "phase": "tow", "effect": "starts"}]
    assert done.told == ["  no phase `tow` of peace", "  not `begins`"]
    answers = ("peace", "tow", "begins", "n", f"{CLEAR}starts", "")
    found, done = ask.about("programs", *answers, new=True)
    assert found == [{"program": "peace", "phase": "tow", "effect": "starts"}]
    assert done.told == ["  no phase `tow` of peace", "  did you mean two?", "  not `begins`"]


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        (
            ["guests", "about 1,250 person"],
            {"measure": "guests", "value": "1250", "unit": "person", "bound": "about"},
        ),
        (["guests=3"], {"measure": "guests", "value": "3"}),
        (
            ["guests", "many", f"{CLEAR}3 | target"],
            {"measure": "guests", "value": "3", "type": "target"},
        ),
        (
            ["{measure: guests, value: 3, by: {sex: female}}"],
            {"measure": "guests", "value": "3", "by": {"sex": "female"}},
        ),
    ],
)
def test_a_figure_may_be_typed_in_one_line_or_bit_by_bit(
    answers: list[str], item: dict[str, object], ask: Ask
) -> None:
    assert ask.about("figures", *answers, "")[0] == [item]


def test_a_measure_without_a_number_is_asked_again(ask: Ask) -> None:
    found, done = ask.about("figures", "guests", "many", CLEAR, CLEAR)
    assert found is None
    assert done.told == [
        "  `many` is not a number",
        "  write 60 person, about 250, over 120,000 USD or 400 person | level",
    ]


@pytest.mark.parametrize("typed", ["circa", "3 | level | x", "| target"])
def test_how_many_is_refused_with_its_own_form(typed: str, ask: Ask) -> None:
    found, done = ask.about("figures", "guests", typed, f"{CLEAR}circa 250", "")
    assert found == [{"measure": "guests", "value": "250", "bound": "about"}]
    assert done.told == [
        f"  `{typed}` is not a number",
        "  write 60 person, about 250, over 120,000 USD or 400 person | level",
    ]


def test_an_unknown_type_of_figure_is_told(ask: Ask) -> None:
    _, done = ask.about("figures", "guests", "3 | plan", f"{CLEAR}3 | target", "")
    assert done.told == [
        "  `plan` is no type of figure",
        "  one of actual, target, baseline, level",
    ]


def test_what_was_refused_is_left_out_when_it_stays_as_it_is(ask: Ask) -> None:
    found, done = ask.about("places", "Нарын", "n", "")
    assert (found, done.declared) == (None, [])
    assert done.told == ["  no place `Нарын`", "  left out: Нарын"]
    found, done = ask.about("figures", "guests", "many", "", "")
    assert (found, done.told[-2:]) == (None, ["  left out: many", "  left out: guests"])


def test_ctrl_c_in_a_declaration_goes_back_to_the_question(ask: Ask) -> None:
    # At the name, the key, the type, and before any of them; then the name is made right.
    mended = f"{BACK}\x7f\x7fh"
    for before in ([], [""], ["", ""]):
        found, done = ask.about("places", "Osch", "n", "c", *before, mended, "")
        assert (found, done.declared) == (["osh"], [])
        assert done.told == ["  no place `Osch`", "  back to: place"]
    found, done = ask.about("places", "Osch", mended, "")
    assert (found, done.declared) == (["osh"], [])


def test_ctrl_c_goes_back_one_question(ask: Ask) -> None:
    # From the new role to the role, from there to the actor, which is another one then.
    found, done = ask.about("actors", "unodc", f"chair\r{BACK}{BACK}{CLEAR}moi", "host", "")
    assert found == [{"actor": "moi", "role": "host"}]
    assert done.told[-2:] == ["  back to: role", "  back to: actor"]


def test_a_new_place_needs_one_enter(ask: Ask) -> None:
    found, done = ask.about("places", "Нарын", "", "")
    assert found == ["naryn"]
    assert done.declared == [{"event": "place", "place": "naryn", "name": "Нарын"}]
    found, done = ask.about("places", "Нарын", "n", f"{CLEAR}osh", "")
    assert (found, done.declared) == (["osh"], [])


def test_without_a_name_nothing_is_declared(ask: Ask) -> None:
    found, done = ask.about("places", "Нарын", "c", CLEAR, f"{CLEAR}osh", "")
    assert (found, done.declared) == (["osh"], [])


def test_a_name_that_is_there_already_is_no_second_one(ask: Ask) -> None:
    said = ("Kyrgyzstan", "c", "", "", "country", "Kirgistan", "c", f"{CLEAR}kyrgyzstan", "")
    found, done = ask.about("places", *said)
    assert found == ["kyrgyzstan"]
    assert [one["place"] for one in done.declared] == ["kyrgyzstan"]
    assert done.told[-1] == "  kyrgyzstan (kyrgyzstan) is there already"
    several = ("Panel", "y", f"{CLEAR}Board", f"{CLEAR}host=unodc", "")
    found, done = ask.about("actors", *several)
    assert (found, done.declared) == ([{"actor": "unodc", "role": "host"}], [])
    assert done.told[-2:] == [
        "  actor `Board` may be several",
        "  give the key: first (Board) or second (Board)",
    ]


@pytest.mark.parametrize(
    ("answers", "items"),
    [
        (["A release", "4"], [{"source": "r-2017", "at": "para 4"}]),
        (["r-2017@4"], [{"source": "r-2017", "at": "para 4"}]),
        (["r-2017", ""], [{"source": "r-2017"}]),
        (["r-2017", "page 7"], [{"source": "r-2017", "at": "page 7"}]),
        (
            ["r-2017", "3, 5"],
            [{"source": "r-2017", "at": "para 3"}, {"source": "r-2017", "at": "para 5"}],
        ),
    ],
)
def test_a_source_may_be_typed_in_one_line_or_bit_by_bit(
    answers: list[str], items: list[dict[str, object]], ask: Ask
) -> None:
    assert ask.about("sources", *answers, "")[0] == items


def test_the_source_of_the_happening_before_is_offered(ask: Ask) -> None:
    found, _ = ask.about("sources", "", "2", "", cited="r-2017")
    assert found == [{"source": "r-2017", "at": "para 2"}]
    assert ask.about("sources", CLEAR, cited="r-2017")[0] is None


def test_a_summary_is_kept_as_it_is(ask: Ask) -> None:
    assert ask.about("summary", "In *short*: all")[0] == "In *short*: all"


# The program itself, on a terminal.

NOTHING = "nothing was recorded\n"
STEPS = [
    ("when: summer 2017", "summer 2017\r"),
    ("Title:", "Обучение\r"),
    ("Kind:", "training\r"),
    ("Place:", "\r"),
    ("Actor:", "partner=MoI | Head\r"),
    ("Another actor:", "\r"),
    ("Program:", "\r"),
    ("Figure:", "\r"),
    ("Source:", "unodc-2017-08-30@3\r"),
    ("Another source:", "\r"),
    ("Summary:", "\r"),
]
PAGE = """
Обучение
  date     summer 2017 (2017-22)
  kind     training
  actors   partner: Ministry of Interior of the Kyrgyz Republic (moi-kg), Head
  sources  UNODC initiates discussions on the role of women in preventing violent extremism in
           Kyrgyzstan (unodc-2017-08-30), para 3
"""


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "events").rglob("*")}


def add(*words: str, cwd: Path, steps: Sequence[tuple[str, str]], **more: object) -> Ran:
    return typing("add", *words, cwd=cwd, steps=steps, **more)  # type: ignore[arg-type]


def test_a_happening_is_asked_for_shown_and_recorded_after_a_yes(copy: Path) -> None:
    steps = [*STEPS, ("Record this?", "\r"), ("Another happening? [y/N]:", "\r")]
    done = add(cwd=copy, steps=steps)
    assert done.code == 0, done.err
    assert ID.fullmatch(done.out.strip())  # alone on stdout
    assert (
        "A new happening: Enter skips, and in the end all of it can be edited.\n"
        "Ctrl-C goes back from an indented question, and at others gives up.\n"
    ) in done.err
    assert "  summer 2017 = 2017-22, 1 June to 31 August 2017\n" in done.err
    assert PAGE in done.err
    shown = here("show", done.out.strip(), "-f", "json", cwd=copy).json["body"]
    assert shown["actors"] == [{"actor": "moi-kg", "role": "partner", "capacity": "Head"}]


def test_one_after_the_other_with_the_same_source(copy: Path) -> None:
    second = [
        *(("when:", "2018\r"), ("Title:", "B\r"), ("Kind:", "visit\r"), ("Place:", "\r")),
        *(("Actor:", "\r"), ("Program:", "\r"), ("Figure:", "\r")),
        *(("Source: unodc-2017-08-30", "\r"), ("Where in it:", "4\r"), ("Another source:", "\r")),
        *(("Summary:", "\r"), ("Record this?", "\r"), ("Another happening?", "y\r")),
        ("when:", "\x03"),
    ]
    steps = [*STEPS, ("Record this?", "\r"), ("Another happening?", "y\r"), *second]
    done = add(cwd=copy, steps=steps)
    assert (done.code, len(done.lines)) == (130, 2)
    assert done.err.endswith("nothing more was recorded\n")
    cited = here("show", done.lines[1], "-f", "json", cwd=copy).json["body"]["sources"]
    assert cited == [{"source": "unodc-2017-08-30", "at": "para 4"}]


@pytest.mark.parametrize("count", [0, 1, 4, len(STEPS)])
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_leave_nothing_behind(count: int, key: str, copy: Path) -> None:
    before = files(copy)
    awaited = [*STEPS, ("Record this?", "")][count][0]
    done = add(cwd=copy, steps=[*STEPS[:count], (awaited, key)])
    assert (done.code, done.out) == (130, "")
    assert done.err.endswith(f"\n{NOTHING}")
    assert files(copy) == before


def test_it_may_be_cancelled(copy: Path) -> None:
    before = files(copy)
    done = add(cwd=copy, steps=[*STEPS, ("Record this?", "c\r")])
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"\n{NOTHING}")
    assert files(copy) == before


def test_what_was_told_may_be_edited_before_it_is_recorded(copy: Path, editor: Editor) -> None:
    steps = [
        *STEPS[:4],
        ("Actor:", "host=Жаңы уюм\r"),
        ("Declare `Жаңы уюм` as an actor? [y/N]:", "y\r"),
        *(("Name: Жаңы уюм", "\r"), ("Key: zhangy-uyum", "\r"), ("Type:", "unit\r")),
        *STEPS[5:],
        ("new actor: Жаңы уюм (zhangy-uyum, unit)", ""),
        ("Record this?", "e\r"),
        ("title is changed", ""),
        ("Record this?", "\r"),
        ("Another happening?", "\r"),
    ]
    env = editor.plan(replace(("title: Обучение", "title: The title is changed")))
    done = add(cwd=copy, steps=steps, env=env)
    assert (done.code, len(done.lines)) == (0, 2), done.err
    assert editor.shown[0].startswith(
        "event: actor\nactor: zhangy-uyum\nname: Жаңы уюм\ntype: unit\n---\n# Fill in"
    )
    assert editor.kept == []
    assert here("show", "title is changed", cwd=copy).code == 0


def test_left_in_the_editor_as_it_is_it_is_shown_again(copy: Path, editor: Editor) -> None:
    steps = [*STEPS, ("Record this?", "e\r"), ("Обучение\n", ""), ("Record this?", "c\r")]
    done = add(cwd=copy, steps=steps, env=editor.plan())
    assert (done.code, done.out) == (0, "")
    (kept,) = editor.kept
    assert done.err.endswith(
        f"\n{NOTHING}what was typed is kept in {kept}\n"
        f"  go on with it: timeline add --edit --file {kept}\n"
    )


def test_answers_are_not_lost_where_there_is_no_editor(copy: Path, editor: Editor) -> None:
    env = editor.plan() | {"VISUAL": "no-such-editor"}
    done = add(cwd=copy, steps=[*STEPS, ("Record this?", "e\r")], env=env)
    assert (done.code, done.out) == (2, "")
    assert (
        "error: the editor `no-such-editor` cannot be run: no such file or directory\n" in done.err
    )
    (kept,) = editor.kept
    assert f"what was typed is kept in {kept}\n" in done.err
    again = here("add", "--file", str(kept), "-q", cwd=copy)
    assert (again.code, len(again.lines)) == (0, 1)


def test_a_dry_run_asks_and_shows_and_writes_nothing(copy: Path) -> None:
    before = files(copy)
    done = add("--dry-run", cwd=copy, steps=STEPS)
    assert (done.code, done.out) == (0, "")
    assert PAGE in done.err
    assert done.err.endswith(
        "\nwould record happening: Обучение\ndry run: 1 event would be recorded\n"
    )
    assert files(copy) == before


def test_new_asks_for_no_leave(copy: Path) -> None:
    steps = [
        *STEPS[:4],
        ("Actor:", "chair=Jane\r"),
        *STEPS[5:],
        ("new actor: Jane (jane)", ""),
        ("Record this?", "\r"),
        ("Another happening?", "\r"),
    ]
    done = add("--new", cwd=copy, steps=steps)
    assert (done.code, len(done.lines)) == (0, 1)
    assert "recorded 2 events\n" in done.err
    assert here("actors", "Jane", cwd=copy).code == 0


def test_what_is_recorded_already_is_said(copy: Path) -> None:
    said = ["--actor", "partner=MoI | Head", "-s", "unodc-2017-08-30@3"]
    id_ = here("add", "2017-22", "Обучение", "-k", "training", *said, cwd=copy).out.strip()
    done = add(cwd=copy, steps=[*STEPS, ("Record this?", "\r"), ("Another", "\r")])
    assert (done.code, done.out) == (0, "")
    assert f"already recorded as {id_}\n" in done.err


def test_what_cannot_be_recorded_may_be_edited_or_cancelled(copy: Path, editor: Editor) -> None:
    said = ["--actor", "partner=MoI | Head", "-s", "unodc-2017-08-30@3"]
    id_ = here("add", "2017-22", "Обучение", "-k", "training", *said, cwd=copy).out.strip()
    retraction = here("retract", id_, "-r", "x", cwd=copy).out.strip()
    refused = f"`Обучение` was recorded as {id_} and retracted by {retraction}"
    choice = "Record this? [E]dit, [c]ancel:"
    done = add(cwd=copy, steps=[*STEPS, (refused, ""), (choice, "c\r")])
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"\n{NOTHING}")
    steps = [*STEPS, (choice, "\r"), ("Record this? [Y]es", "\r"), ("Another", "\r")]
    env = editor.plan(replace(("title: Обучение", "title: Another")))
    done = add(cwd=copy, steps=steps, env=env)
    assert (done.code, len(done.lines)) == (0, 1)


def test_names_are_offered_while_somebody_types(copy: Path) -> None:
    here("list", cwd=copy)
    steps = [
        *STEPS[:4],
        ("Actor:", "kyrgyz interior"),
        ("Kyrgyz Interior Ministry", "\x1b[B\r"),  # the arrow down, and Enter
        ("Role:", "train"),
        ("trainer", "\t\r"),
        *STEPS[5:8],
        ("Source:", "discussions role"),
        ("unodc-2017-08-30", "\t\r"),
        ("Where in it:", "3\r"),
        *STEPS[9:],
        ("Record this?", "\r"),
        ("Another", "\r"),
    ]
    done = add(cwd=copy, steps=steps)
    assert done.code == 0, done.err
    said = here("show", done.out.strip(), "-f", "json", cwd=copy).json["body"]
    assert said["actors"] == [{"actor": "moi-kg", "role": "trainer"}]
    assert said["sources"] == [{"source": "unodc-2017-08-30", "at": "para 3"}]


def test_what_is_typed_steers_no_terminal(copy: Path) -> None:
    title = "A\u202eB"
    steps = [
        STEPS[0],
        ("Title:", f"{title}\r"),
        *STEPS[2:],
        ("Record this?", "\r"),
        ("Another", "\r"),
    ]
    done = add(cwd=copy, steps=steps)
    assert done.code == 0, done.err
    assert "A\N{REPLACEMENT CHARACTER}B" in done.err
    assert "\u202e" not in done.err
    assert here("show", done.out.strip(), "-f", "json", cwd=copy).json["body"]["title"] == title


@pytest.mark.parametrize("env", [{}, {"TERM": "dumb"}])
def test_a_narrow_terminal_and_a_dumb_one(env: dict[str, str], copy: Path) -> None:
    refused = ("or since 2020", "")  # before it, the question may be drawn again as it stood
    steps = [("when:", "soon\r"), refused, ("Date:", f"{CLEAR}2017\r"), *STEPS[1:]]
    if env:  # which cannot show what stood there
        steps = [("Date:", "2017\r"), *STEPS[1:]]
    steps += [("Record this?", "\r"), ("Another", "\r")]
    done = add(cwd=copy, steps=steps, width=60, env=env)
    assert done.code == 0, done.err
    page = done.err[done.err.index("\nОбучение\n") :].partition("Record")[0]
    assert all(columns(line) <= 60 for line in page.splitlines())
    if env:
        assert "  (what happened, on one line)\nTitle: " in done.err
        assert "\x1b" not in done.err
    else:
        assert (
            '  "soon" is not a part of a date\n'
            "  write for example 2017, July 2022, 4-5 October 2011,\n"
            "  summer 2017, c. 2017 or since 2020\n"
        ) in done.err


def test_on_a_dumb_terminal_what_is_proposed_stands_in_brackets(copy: Path) -> None:
    steps = [
        *(("Date:", "soon\r"), ("Date: ", "9998\r"), ("Title:", "T\r"), ("Kind:", "visit\r")),
        *(("Status [planned]: ", "\r"), ("Place:", "Naryn\r"), ("Did you", "n\r")),
        ("Declare `Naryn` as a place? [Y]es, [c]hange, [n]o:", "c\r"),
        *(("Name [Naryn]: ", "\r"), ("Key [naryn]: ", "nar\r"), ("Type:", "\r")),
        *(("Another place:", "\r"), ("Actor:", "\r"), ("Program:", "\r"), ("Figure:", "\r")),
        *(("Source:", "\r"), ("Summary:", "\r"), ("Record this?", "\r"), ("Another", "\r")),
    ]
    done = add(cwd=copy, steps=steps, env={"TERM": "dumb"})
    assert done.code == 0, done.err
    said = here("show", done.out.strip(), "-f", "json", cwd=copy).json["body"]
    assert (said["status"], said["places"]) == ("planned", ["nar"])


def test_where_nobody_can_be_asked_it_is_wrong_usage(copy: Path) -> None:
    example = (
        'such as: timeline add "4-5 October 2011" "Workshop on community policing" -k workshop'
    )
    for words in ([], ["--new"], ["--dry-run"]):
        done = here("add", *words, cwd=copy)
        assert done == (2, "", f"error: add needs DATE and TITLE\n  {example}\n")
    done = typing("add", "-k", "visit", cwd=copy, steps=[])
    assert (done.code, done.err) == (2, f"error: add needs DATE and TITLE\n  {example}\n")
