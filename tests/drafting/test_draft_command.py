"""`timeline draft`: what it prints, that `add` takes it back, and every refusal."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import TimelineError
from timeline.drafting.draft import STDIN, make_draft
from timeline.drafting.source.source_draft import SourceDetails
from timeline.drafting.yaml_draft import format_draft
from timeline.event.document import read_input

from support.editors import Editor, replace
from support.helpers import projected
from support.running import ROOT, Ran, here

NAMES = ROOT / "tests" / "drafting" / "texts" / "names.yaml"
RELEASE = "donor-release.txt"


@pytest.fixture
def log(fresh: Path) -> Path:
    """A folder with a log that knows the names of the texts, and with one of them."""
    assert here("add", "--file", str(NAMES), "-q", cwd=fresh).code == 0
    shutil.copy(NAMES.parent / RELEASE, fresh)
    return fresh


def flat(text: str) -> str:
    """A draft with each comment on one line, wherever it was wrapped."""
    return re.sub(r"\n#+ *", " ", f"\n{text}")


def of(text: str, log: Path, *options: str) -> Ran:
    return here("draft", "-", *options, cwd=log, stdin=text.encode())


def test_a_release_is_drafted(log: Path) -> None:
    done = here("draft", RELEASE, cwd=log)
    assert done.code == 0
    assert done.err.splitlines()[-1] == (
        "6 happenings proposed, 1 field left to decide; nothing is recorded"
    )
    documents = done.out.split("---\n")
    assert documents[0] == (
        "# A draft from donor-release.txt: 6 happenings proposed, none recorded.\n"
        "# Correct what is wrong, fill in what is left empty, delete what is not to be\n"
        "# recorded; then save it and leave the editor, or else: timeline add --file\n"
        "# THIS-FILE\n#\n"
        "# Kinds that the log knows: agreement, appointment, assistance, campaign,\n"
        "# conference, decision, delivery, dialogue, establishment, launch, law,\n"
        "# meeting, presentation, procurement, publication, research, roundtable,\n"
        "# situation, statement, training, visit, works, workshop.\n"
    )
    assert documents[1] == (
        "event: source\nsource: nordic-fund-2019-03-12\n"
        "title: Nordic Fund renews support for river basins\n"
        "publisher: Nordic Fund  # a guess: named first in the heading\n"
        'published: 2019-03-12  # "12 March 2019" in para 3\nlanguage: en\nparagraphs: 9\n'
        f"archive: ../donor-release.txt\nsha256: {documents[1].rpartition('sha256: ')[2]}"
    )
    assert documents[2] == (
        "# para 3:\n"
        "#   STOCKHOLM, 12 March 2019 – The Nordic Fund for Rivers and the State Water\n"
        "#   Agency signed an agreement today on the second phase of the River Basins\n"
        "#   Programme. The Fund will provide 4.5 million EUR between 2019 and 2022.\n"
        '# - also dated: "between 2019 and 2022" = [2019..2022]\n'
        'event: happening\ndate: 2019-03-12  # "today"\ndate_text: today\n'
        'date_basis: The source of 12 March 2019 says "today".\ndated: stated\n'
        'kind: agreement  # a guess from "signed an agreement"\n'
        "title: The Nordic Fund for Rivers and the State Water Agency signed an agreement\n"
        "actors:\n"
        '# Nordic Fund for Rivers; role from "signed"\n'
        "- {actor: nordic-fund, role: partner}\n"
        '# State Water Agency; role from "signed"\n'
        "- {actor: water-agency, role: partner}\n"
        "programs:\n- {program: river-basins}\nfigures:\n"
        '# "4.5 million EUR"; what it measures is a guess\n'
        "- {measure: amount, value: 4500000, unit: EUR}\n"
        "sources:\n- {source: nordic-fund-2019-03-12, at: para 3}\n"
    )
    assert documents[-1].endswith(
        "#\n# Nothing is proposed of\n# - para 1-2: heading, date or label\n"
        "# - para 9: whom to ask\n"
    )


def test_add_takes_a_draft_once_it_is_decided(log: Path) -> None:
    done = here("draft", RELEASE, "-o", "draft.yaml", cwd=log)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == ("  next: edit it, then timeline add --file draft.yaml")
    refused = here("add", "--file", "draft.yaml", cwd=log)
    assert refused.code == 1
    assert refused.err.count("a happening needs `kind`") == 1
    assert here("sources", "-f", "json", cwd=log).json == []  # nothing entered without a yes
    file = log / "draft.yaml"
    decided = file.read_text(encoding="utf-8").replace("\nkind:\n", "\nkind: delivery\n")
    file.write_text(decided, encoding="utf-8")
    added = here("add", "--file", "draft.yaml", cwd=log)
    assert added.code == 0, added.err
    assert len(added.lines) == 7
    (source,) = here("sources", "-f", "json", cwd=log).json
    assert (source["happenings"], source["paragraphs"]) == (6, 9)
    assert here("check", cwd=log).code == 0


def test_a_draft_is_recorded_from_the_editor_once_it_is_decided(log: Path, editor: Editor) -> None:
    plan = editor.plan(
        replace(("\nlanguage: en\n", "\n")), replace(("\nkind:\n", "\nkind: delivery\n"))
    )
    done = here("draft", RELEASE, "--edit", cwd=log, env=plan)
    assert done.code == 0, done.err
    assert len(done.lines) == 7
    first, second = editor.shown
    assert first.startswith("# A draft from donor-release.txt: 6 happenings proposed")
    assert "#! a happening needs `kind`" in second
    (source,) = here("sources", "-f", "json", cwd=log).json
    assert (source["happenings"], source["language"]) == (6, None)
    assert editor.kept == []


def test_a_draft_that_is_left_unsaved_is_not_recorded(log: Path, editor: Editor) -> None:
    done = here("draft", RELEASE, "--edit", cwd=log, env=editor.plan())
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("left without saving; nothing was recorded\n")
    assert here("sources", "-f", "json", cwd=log).json == []


def test_a_draft_is_not_edited_and_written_at_once(log: Path) -> None:
    done = here("draft", RELEASE, "--edit", "-o", "x.yaml", cwd=log)
    assert (done.code, done.err) == (
        2,
        (
            "error: a draft is edited, or written to a file, not both\n"
            "  write it to a file, edit that, then: timeline add --file FILE\n"
        ),
    )


def test_a_source_that_the_log_has_is_not_declared_again(log: Path) -> None:
    here("draft", RELEASE, "-o", "draft.yaml", "-q", cwd=log)
    first = (log / "draft.yaml").read_text(encoding="utf-8").split("---\n")[1]
    assert here("add", "--file", "-", cwd=log, stdin=first.encode()).code == 0
    again = here("draft", RELEASE, cwd=log).out
    assert "event: source" not in again
    assert (
        "the log has this source as nordic-fund-2019-03-12: Nordic Fund renews support for river "
        "basins\n"
    ) in flat(again)
    assert again.count("source: nordic-fund-2019-03-12, at:") == 6


def test_what_the_log_has_taken_in_is_not_proposed_again(log: Path) -> None:
    here("draft", RELEASE, "-o", "draft.yaml", "-q", cwd=log)
    file = log / "draft.yaml"
    decided = file.read_text(encoding="utf-8").replace("\nkind:\n", "\nkind: delivery\n")
    file.write_text(decided, encoding="utf-8")
    ids = here("add", "--file", "draft.yaml", cwd=log).lines[1:]
    again = here("draft", RELEASE, cwd=log)
    assert again.out.count("event: ") == 0
    assert again.out.startswith("# A draft from donor-release.txt: 0 happenings proposed, none ")
    assert (
        "the log has this source as nordic-fund-2019-03-12: Nordic Fund renews support for river "
        "basins 6 paragraphs are cited by happenings of the log, and not proposed again; see the "
        "end"
    ) in flat(again.out)
    assert (f"- para 3: cited by {ids[0][:8]}, The Nordic Fund for Rivers and the State") in flat(
        again.out
    )
    assert again.out.count(": cited by ") == 6
    assert again.err.splitlines() == [
        "0 happenings proposed; nothing is recorded",
        "6 paragraphs of it in the log already, and not proposed again",
    ]
    # What is retracted, or cites nothing any more, is proposed again.
    assert here("retract", ids[0], "-r", "a slip", cwd=log).code == 0
    assert here("amend", ids[1], "--unset", "sources", "-r", "x", cwd=log).code == 0
    again = here("draft", RELEASE, cwd=log)
    assert again.out.count("event: happening\n") == 2
    assert "# 4 paragraphs are cited by happenings of the log" in again.out


LISTED = """\
A title
3 May 2019
The State Water Agency did three things:
1. The State Water Agency met in Osh.
2. It rebuilt 38 gauging stations.
3. It printed flood maps for 14 villages.
The State Water Agency met again on Monday. It was long.
"""


@pytest.mark.parametrize(
    ("at", "told", "left"),
    [
        ("para 7", ["para 7: cited by ID, It"], ["paras 3-6"]),
        ("paras 3-6", ["para 3-6: cited by ID, It"], ["para 7"]),
        ("para 6, 7", ["para 6-7: cited by ID, It"], ["paras 3-5"]),
        ("paragraphs 3 to 5 and 7", ["para 3-5, 7: cited by ID, It"], ["para 6"]),
        ("heading", [], ["paras 3-6", "para 7"]),
        ("para 1", ["para 1: cited by ID, It"], ["paras 3-6", "para 7"]),
    ],
)
def test_paragraphs_are_cited_as_coverage_counts_them(
    log: Path, at: str, told: list[str], left: list[str]
) -> None:
    here("declare", "source", "A title", "--key", "mine", cwd=log)
    id_ = here("add", "2019", "It", "-k", "visit", "-s", f"mine@{at}", cwd=log).out.strip()
    lines = of(LISTED, log).out.splitlines()
    assert [line for line in lines if ": cited by " in line] == [
        f"# - {one}".replace("ID", id_[:8]) for one in told
    ]
    cites = "- {source: mine, at: "
    assert [x.removeprefix(cites)[:-1] for x in lines if x.startswith(cites)] == left


def test_of_many_that_cite_a_paragraph_some_are_named(log: Path) -> None:
    here("declare", "source", "A title", "--key", "mine", cwd=log)
    for number in range(5):
        here("add", f"201{number}", "It", "-k", "visit", "-s", "mine@7", cwd=log)
    here("declare", "place", "Karasuu", "--source", "mine@3", cwd=log)  # which is no happening
    text = flat(of(LISTED, log).out)
    assert (
        "1 paragraph is cited by happenings of the log, and not proposed again; see the end" in text
    )
    (told,) = (line for line in text.split(" - para ") if ": cited by " in line)
    told = told.strip()
    assert (told.count(", It"), told.rpartition(";")[2]) == (3, " and by 2 more")


@pytest.mark.parametrize(
    ("declared", "given", "same"),
    [
        (("A title", "--key", "mine", "--published", "2019-05-03"), (), True),
        (("A TITLE", "--key", "mine"), (), True),
        (("A title", "--key", "mine", "--published", "2018-05-03"), (), False),
        (("Another", "--key", "mine", "--url", "https://a.example"), ("--url", "https://a.example"),
         True),
        (("Another", "--key", "mine"), ("--key", "mine"), True),
        (("A title", "--key", "mine", "--published", "2019-05-03"), ("--key", "other"), False),
    ],
)  # fmt: skip
def test_by_what_a_source_is_known(
    log: Path, declared: tuple[str, ...], given: tuple[str, ...], same: bool
) -> None:
    assert here("declare", "source", *declared, cwd=log).code == 0
    text = "A title\n3 May 2019\nThe State Water Agency met on Monday. It was long.\n"
    done = of(text, log, *given)
    assert ("the log has this source as mine" in done.out) == same
    assert ("event: source" not in done.out) == same


def test_the_day_of_a_known_source_counts(log: Path) -> None:
    here("declare", "source", "A title", "--key", "mine", "--published", "2022-07~", cwd=log)
    done = of("A title\nLast year the State Water Agency met in Osh. It was long.\n", log)
    assert '\ndate: 2021  # "Last year"\n' in done.out
    assert "The source of c. July 2022 says" in done.out


def test_a_key_that_is_taken_gets_a_number(log: Path) -> None:
    here("declare", "source", "Another", "--key", "swa-2019-05-03", "--published", "2019-05-03",
         cwd=log)  # fmt: skip
    done = of("SWA meets\n3 May 2019\nThe State Water Agency met. It was long.\n", log)
    assert (
        "the log has swa-2019-05-03, of the same day; if it is this one: --key swa-2019-05-03\n"
        "source: swa-2019-05-03-2\n"
    ) in flat(done.out)


def test_what_the_person_says_counts(log: Path) -> None:
    done = of(
        "The State Water Agency met last year.\n", log, "--published", "May 2019",
        "--publisher", "A paper", "--title", "A title", "--url", "https://a.example",
        "--key", "mine", "--language", "en-GB", "-q",
    )  # fmt: skip
    assert done.err == ""
    assert done.out.split("---\n")[1].partition("sha256")[0] == (
        "event: source\nsource: mine\ntitle: A title\npublisher: A paper\npublished: 2019-05\n"
        "url: https://a.example\nlanguage: en-GB\nparagraphs: 1\n"
    )
    assert "\ndate: 2018  #" in done.out


def test_without_a_date_what_counts_from_it_is_left(log: Path) -> None:
    done = of("A title\nLast year the State Water Agency met. It was long.\n", log)
    assert done.code == 0
    assert (
        "# decide: the text bears no date; draft it again with --published DATE\npublished:\n"
        in (done.out)
    )
    assert (
        'decide: "Last year"; it counts from the day of the source, which is not known\ndate:\n'
    ) in flat(done.out)
    assert "the text bears no date: draft it again with --published DATE" in done.err
    assert "\nsource: a-title\n" in done.out


def test_what_has_two_readings_is_left_with_both(log: Path) -> None:
    done = of("3 May 2020\nThe State Water Agency met on 03/04/2020. It was long.\n", log)
    assert (
        'decide: "on 03/04/2020": 2020-04-03 or 2020-03-04; the day or the month may come first\n'
        "date:\ndate_text: on 03/04/2020\n"
    ) in flat(done.out)


def test_what_is_planned_is_announced(log: Path) -> None:
    done = of("3 May 2020\nThe State Water Agency will meet on Monday. It will be long.\n", log)
    assert "date: 2020-05-04" in done.out
    assert 'status: planned  # a guess from "will"\n' in done.out
    assert "announced: 2020-05-03\n" in done.out


def test_a_statement_is_of_its_speaker(log: Path) -> None:
    text = (
        "3 May 2020\n“The Red Crescent trained 40 people last year, and we thank it”, said Anna"
        " Lindqvist, Director of the Nordic Fund.\n"
    )
    done = of(text, log)
    assert "kind: statement" in done.out
    assert "date: 2020-05-03?  # a guess: no word of the paragraph says when\n" in done.out
    assert '# - also dated: "last year" = 2019\n' in done.out
    assert "title: 'Anna Lindqvist: The Red Crescent trained 40 people last year" in done.out
    assert (
        "- {actor: anna-lindqvist, role: speaker, capacity: Director, for: nordic-fund}\n"
    ) in done.out
    assert "{actor: red-crescent, role: subject}" in done.out


def test_a_list_is_one_with_what_introduces_it(log: Path) -> None:
    text = "3 May 2020\nWork goes on since 2019 in:\n1. Aksuu;\n2. Karasai.\nThis is another.\n"
    done = of(text, log)
    assert "# para 2:\n" in done.out
    assert "# para 4:\n#   2. Karasai.\n" in done.out
    assert "places: [aksuu, karasai]\n" in done.out
    assert "at: paras 2-4}" in done.out


def test_a_role_that_the_log_does_not_know_is_left(log: Path) -> None:
    settings = log / "events" / "timeline.yaml"
    kept = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(i for i, line in enumerate(kept) if line.startswith("roles:"))
    settings.write_text("".join(kept[:start]) + "roles: [guest]\n", encoding="utf-8")
    done = of("3 May 2020\nCourses were organized by the Nordic Fund.\n", log)
    assert "- {actor: nordic-fund, role: ''}  # Nordic Fund; decide the role: guest\n" in done.out
    refused = here("add", "--file", "-", "--dry-run", cwd=log, stdin=done.out.encode())
    assert "an item of `actors` needs `role`" in refused.err


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("38 wells were dug.", "{actor: NAME, role: organiser}"),
        ("38 wells were shown, said Mr Bek Usenov.", '{actor: "Bek Usenov", role: speaker}'),
        ("38 wells are dry, Bek Usenov, a farmer, noted.", '{actor: "Bek Usenov", role: speaker}'),
        ("The UNX said 38 wells are dry.", '{actor: "UNX", role: speaker}'),
        ("Officials said 38 wells are dry.", "{actor: NAME, role: organiser}"),
        ("He said 38 wells are dry.", "{actor: NAME, role: organiser}"),
        (
            "38 people met, organized by the Board of Wells in Osh.",
            '{actor: "Board of Wells", role: organiser}',
        ),
        (
            "38 people met, in a talk led by Bek Usenov in Osh.",
            '{actor: "Bek Usenov", role: facilitator}',
        ),
        (
            "The Ministry of Wells and Science said 38 wells are dry.",
            "{actor: NAME, role: organiser}",
        ),
        ('38 wells were dug. "Led by Bek Usenov," it says.', "{actor: NAME, role: organiser}"),
        ("38 колодцев, сообщил Бек Усенов.", '{actor: "Бек Усенов", role: speaker}'),
    ],
)
def test_where_nobody_is_known_an_actor_is_there_to_fill_in(
    sentence: str, line: str, fresh: Path
) -> None:
    done = of(f"A title\n3 May 2020\n{sentence}\n", fresh)
    told = (
        "Where nobody whom the log knows is named, a line #actors shows how to say who took part:"
    )
    assert told in flat(done.out)
    (found,) = (one for one in done.out.splitlines() if one.startswith("#actors:"))
    assert found == f"#actors: [{line}]"
    documents, faults = read_input(done.out.replace("\n#actors", "\nactors").encode(), "in.yaml")
    assert not faults
    assert documents[-1].body["actors"]


def test_an_actor_to_fill_in_has_a_role_that_the_log_knows(fresh: Path) -> None:
    settings = fresh / "events" / "timeline.yaml"
    known = settings.read_text(encoding="utf-8").replace("organiser", "arranger")
    settings.write_text(known.replace("speaker", "voice"), encoding="utf-8")
    done = of("A title\n3 May 2020\nThe UNX said 38 wells are dry.\n", fresh)
    assert '#actors: [{actor: "UNX", role: ROLE}]\n' in done.out


def test_an_actor_that_is_filled_in_is_declared_when_that_is_accepted(
    fresh: Path, editor: Editor
) -> None:
    (fresh / "in.txt").write_text("A title\n3 May 2020\nThe UNX said 38 wells are dry.\n")
    done = here("draft", "in.txt", "-o", "draft.yaml", "-q", cwd=fresh)
    text = (fresh / "draft.yaml").read_text(encoding="utf-8")
    (fresh / "draft.yaml").write_text(text.replace("\npublisher:\n", "\n"), encoding="utf-8")
    plan = editor.plan(replace(("#actors", "actors")))
    done = here("add", "--edit", "--new", "--file", "draft.yaml", cwd=fresh, env=plan)
    assert done.code == 0, done.err
    (row,) = here("actors", "-f", "json", cwd=fresh).json
    assert (row["name"], row["roles"]) == ("UNX", ["speaker"])


def test_the_text_can_be_a_page(log: Path) -> None:
    shutil.copy(NAMES.parent / "page.html", log)
    done = here("draft", "page.html", cwd=log)
    assert done.out.split("---\n")[1].partition("language")[0] == (
        "event: source\nsource: lake-observers-mission-2021-02-18\n"
        "title: Voters' lists checked in the Lake region\npublisher: Lake Observers Mission\n"
        "published: 2021-02-18  # the page says so in its head\n"
        "url: https://observers.example/news/voters-lists\n"
    )


def test_a_text_with_nothing_in_it_is_only_declared(log: Path) -> None:
    done = of("3 May 2020\nIt was a dark night. Nobody knew why.\n", log)
    assert done.code == 0
    assert done.out.count("event: ") == 1
    assert "# - para 2: no date, known name or figure in it\n" in done.out
    assert "0 happenings proposed; nothing is recorded" in done.err


def test_text_steers_no_terminal(log: Path) -> None:
    done = of("3 May 2020\nThe State Water\u202e Agency \x1b[31mmet. It was long.\n", log)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_what_is_stated_of_a_source_steers_no_terminal(log: Path) -> None:
    name = "in\x1b[31m\u202e.txt"
    (log / name).write_text("3 May 2020\nThe State Water Agency met.\n")
    done = here("draft", name, "--title", "A\u202eB", "--publisher", "C\u2066", cwd=log)
    assert done.code == 0, done.err
    assert not {"\x1b", "\u202e", "\u2066"} & set(done.out + done.err)
    assert "# A draft from in\\x1b[31m\\u202e.txt: 1 happening" in done.out
    (source, *_), faults = read_input(done.out.encode(), "draft.yaml")
    assert not faults
    assert (source.body["title"], source.body["publisher"]) == ("A\u202eB", "C\u2066")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("none.txt",), 1, "error: none.txt: no such file or directory\n"),
        (("events",), 1, "error: events: is a directory\n"),
        (
            ("-",),
            1,
            (
                "error: <stdin>: there is no text in it\n"
                "  give the text of a source, as plain text or HTML\n"
            ),
        ),
        (
            (RELEASE, "--published", "04/05/2011"),
            2,
            (
                "error: --published: the day or the month may come first\n"
                "  write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)\n"
            ),
        ),
        (
            (RELEASE, "--key", "A B"),
            2,
            (
                "error: --key: `A B` is not a key\n"
                "  up to 64 of a-z, 0-9 and -, such as osce-2011-10-04\n"
            ),
        ),
        (
            (RELEASE, "--title", " "),
            2,
            "error: --title: this is blank\n  write what it is, or leave it out\n",
        ),
        (
            (RELEASE, "--publisher", "x" * 1001),
            2,
            (
                "error: --publisher: longer than 1,000 characters\n"
                "  put the rest into `summary` or `note`\n"
            ),
        ),
        (
            (RELEASE, "--language", "???"),
            2,
            (
                "error: --language: `???` is no language\n"
                "  a language is a tag such as en or ky-Latn\n"
            ),
        ),
        ((), 2, "error: missing argument 'FILE'\n  see: timeline draft --help\n"),
    ],
)
def test_refusals(log: Path, words: tuple[str, ...], code: int, message: str) -> None:
    done = here("draft", *words, cwd=log)
    assert (done.code, done.out) == (code, "")
    assert done.err.removeprefix("projection made from 30 events\n") == message


DB = projected(one.body for one in read_input(NAMES.read_bytes(), "")[0])
PIECES = [
    "The State Water Agency",
    "Нордический",
    "said",
    "“",
    "”",
    '"',
    ", ",
    ". ",
    "\n",
    "\n\n",
    ": ",
    "in May 2017",
    "last year",
    "03/04/2020",
    "250 inspectors",
    "$5",
    "organized by",
    "Nordic Fund",
    "Anna Lindqvist",
    ", Head of the ",
    "1. ",
    "- ",
    "#",
    "---",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "!",
    "%",
    "'",
    "will",
    "3 May 2020 – ",
    "Osh, 3 May 2020",
    "For more information contact",
    "\u2028",
    "\x00",
    "\u200b",
    "Ａ",
    "é",
    "women's councils",
    "with the support of",
    "до конца года",
    "а",
]


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_refused_or_makes_a_draft_that_reads_back(text: str) -> None:
    try:
        found = make_draft(DB, text.encode(errors="ignore"), STDIN, SourceDetails())
    except TimelineError:
        return
    documents, faults = read_input(format_draft(found).encode(), "draft.yaml")
    assert not faults
    assert len(documents) == len(found.proposals) + 1
    assert documents[0].body["event"] == "source"
    for one, proposal in zip(documents[1:], found.proposals, strict=True):
        kept = {key for key, value in proposal.body.items() if value != ""}
        assert set(one.body) == kept


def test_the_copy_of_a_source_is_named_from_the_log(log: Path) -> None:
    (log / "below").mkdir()
    done = here("draft", f"../{RELEASE}", cwd=log / "below")
    assert "\narchive: ../donor-release.txt\n" in done.out
    words = ("declare", "source", "A release", "--archive", f"../{RELEASE}")
    assert here(*words, cwd=log / "below").code == 0
    (row,) = [r for r in here("sources", "-f", "json", cwd=log).json if r["title"] == "A release"]
    assert row["archive"] == "../donor-release.txt"
