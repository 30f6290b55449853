"""What messages tell people to type works when it is typed."""

import datetime as dt
import re
import shlex

import pytest

from timeline.base.errors import Fault
from timeline.cli.show.advice import remedy_text
from timeline.views.checks.errors import check

from support.helpers import Ledger, happening
from support.running import here


def faults(ledger: Ledger) -> list[Fault]:
    opened = ledger.open()
    found = check(opened, ledger.folder)
    opened.db.close()
    return found


def commands(remedy: str) -> list[list[str]]:
    """The commands in a remedy, with a reason given."""
    found = re.findall(r"`?timeline ((?:[^`\n;]|(?<=\S);(?=\S))+)", remedy)
    return [
        shlex.split(one.replace("--reason ...", "--reason why"), comments=True) for one in found
    ]


def now() -> str:
    """The instant at which somebody else records what a test writes into a file."""
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def run(ledger: Ledger, words: list[str]) -> str:
    done = here(*words, cwd=ledger.folder.parent)
    assert done.code == 0, (words, done.err)
    return done.out


def correction(id_: str, *, after: str, retraction: bool = False) -> dict[str, object]:
    verb = "retracts" if retraction else "amends"
    body: dict[str, object] = {
        "event": "retraction" if retraction else "amendment",
        verb: id_,
        "after": [after],
        "reason": after,
    }
    return body if retraction else {**body, "set": {"title": f"{after} otherwise"}}


def test_a_fork_is_settled_by_the_command_that_is_named(ledger: Ledger) -> None:
    id_ = ledger.one("{date: 2017, kind: visit, title: A visit}")
    for name, summary in (("a", "One."), ("b", "Two.")):
        said = correction(id_, after=id_) | {"set": {"summary": summary}}
        ledger.put(f"{name}.yaml", said, at=now())
    (fault,) = faults(ledger)
    for words in commands(remedy_text(fault.remedy)):
        run(ledger, words)
    assert faults(ledger) == []


def forked_retraction(ledger: Ledger) -> tuple[str, list[list[str]]]:
    id_ = ledger.one("{date: 2017, kind: visit, title: A visit}")
    ledger.put("a.yaml", correction(id_, after=id_), at=now())
    ledger.put("b.yaml", correction(id_, after=id_, retraction=True), at=now())
    (fault,) = faults(ledger)
    return id_, commands(remedy_text(fault.remedy))


@pytest.mark.parametrize(("choice", "left"), [(0, False), (1, True)])
def test_a_fork_of_a_retraction_is_settled_either_way(
    ledger: Ledger, choice: int, left: bool
) -> None:
    _, found = forked_retraction(ledger)
    assert len(found) == 2
    run(ledger, found[choice])
    assert faults(ledger) == []
    assert bool(run(ledger, ["list", "--ids"]).strip()) is left


def test_two_bodies_under_one_key_get_a_key_each_by_the_commands_that_are_named(
    ledger: Ledger,
) -> None:
    said = {"event": "actor", "actor": "moj", "type": "organisation"}
    ledger.put("a.yaml", said | {"name": "Ministry of Justice"}, "2026-01-01T00")
    ledger.put("b.yaml", said | {"name": "Ministry of Jobs"}, "2026-01-02T00")
    actors = [{"actor": "moj", "role": "speaker", "capacity": "Minister"}]
    id_ = ledger.put("c.yaml", happening(actors=actors, title="Of jobs"))
    ledger.put("d.yaml", happening(actors=actors, title="Of justice"))
    (fault,) = faults(ledger)
    assert "Ministry of Justice, in a.yaml" in fault.problem
    assert "Ministry of Jobs" in fault.problem
    two = remedy_text(fault.remedy).partition("if they are two")[2]
    for words in commands(two):
        run(ledger, [id_ if word == "ID" else word for word in words])
    assert faults(ledger) == []
    for key, title in (("moj-2", "Of jobs"), ("moj", "Of justice")):
        (row,) = here("list", "--actor", key, "-f", "json", cwd=ledger.folder.parent).json
        assert row["title"] == title
        assert (row["actors"][0]["role"], row["actors"][0]["capacity"]) == ("speaker", "Minister")


def test_one_body_declared_twice_is_one_by_the_commands_that_are_named(ledger: Ledger) -> None:
    for name, called in (("a", "Ministry of Justice"), ("b", "Justice Ministry of the Republic")):
        body = {"event": "actor", "actor": "moj", "name": called}
        ledger.put(f"{name}.yaml", body, f"2026-01-0{1 + (name == 'b')}T00")
    (fault,) = faults(ledger)
    one = remedy_text(fault.remedy).partition("if they are two")[0]
    for words in commands(one):
        run(ledger, words)
    assert faults(ledger) == []
    run(ledger, ["actors", "Justice Ministry of the Republic"])


def test_a_circle_of_parts_is_opened_by_the_command_that_is_named(ledger: Ledger) -> None:
    for key, whole in (("a", "b"), ("b", "a")):
        body = {"event": "actor", "actor": key, "name": f"The {key}", "part_of": whole}
        ledger.put(f"{key}.yaml", body)
    (fault,) = faults(ledger)
    for words in commands(remedy_text(fault.remedy)):
        run(ledger, words)
    assert faults(ledger) == []


def refusal(ledger: Ledger, *words: str) -> str:
    done = here(*words, cwd=ledger.folder.parent)
    assert done.code == 1, (words, done)
    return str(done.err)


@pytest.fixture
def described(ledger: Ledger) -> str:
    return ledger.one(
        "{date: 2017-22, kind: visit, title: A visit, date_text: in summer, dated: inferred}"
    )


def test_a_new_date_beside_what_describes_the_old_one_is_refused(
    ledger: Ledger, described: str
) -> None:
    assert refusal(ledger, "amend", described, "--date", "2018", "-r", "x") == (
        "error: date_text and dated describe the old date, 2017-22\n"
        "  date_text: in summer; dated: inferred\n"
        '  say what holds now: --date-text "..." --dated stated\n'
        "  take away what does not: --unset date_text --unset dated\n"
        "  or keep what still holds: --keep date_text --keep dated\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--date-text", "in 2018", "--dated", "stated"],
        ["--unset", "date_text", "--unset", "dated"],
        ["--keep", "date_text", "--keep", "dated"],
        ["--date-text", "in summer", "--keep", "dated"],
    ],
)
def test_what_describes_a_date_is_said_anew_taken_away_or_kept(
    ledger: Ledger, described: str, words: list[str]
) -> None:
    run(ledger, ["amend", described, "--date", "2018", "-r", "x", *words])
    told = here("check", "--strict", cwd=ledger.folder.parent).out
    assert "earlier date" not in told


def test_what_stayed_from_an_earlier_date_is_found_and_can_be_kept(
    ledger: Ledger, described: str
) -> None:
    amendment = {"event": "amendment", "amends": described, "after": [described], "reason": "x"}
    ledger.put("a.yaml", amendment | {"set": {"date": "2018"}}, "2099-01-01T00")
    told = here("check", "--strict", cwd=ledger.folder.parent).out
    assert "`date_text` was written for an earlier date of this" in told
    for words in commands(told):
        if "--keep" in words:
            run(ledger, words)
    assert "earlier date" not in here("check", "--strict", cwd=ledger.folder.parent).out


def test_a_near_name_is_taken_only_exactly(ledger: Ledger) -> None:
    ledger.add("{event: actor, actor: moi, name: Interior Ministry}")
    ledger.add("{event: actor, actor: ceim-service, name: CEIM}")
    for name, like in (
        ("Interior Ministery", "Interior Ministry (moi)"),
        ("CEIM Service", "ceim-service"),
    ):
        add = ["add", "2017", name, "-k", "visit", "-a", f"partner={name}", "--new"]
        remedy = f"did you mean {like}; or accept it as new: --new-exact"
        assert remedy in refusal(ledger, *add)
        run(ledger, [*add, "--new-exact"])
    assert "resembles Interior Ministry (moi)" in refusal(
        ledger, "declare", "actor", "Interior Ministries"
    )
    run(ledger, ["declare", "actor", "Interior Ministries", "--new-exact"])


def test_a_scale_in_a_stored_unit_is_found_and_corrected(ledger: Ledger) -> None:
    figures = [{"measure": "cost", "value": "515", "unit": "million USD"}]
    ledger.put("a.yaml", happening(figures=figures))
    told = here("check", "--strict", cwd=ledger.folder.parent).out
    (words,) = (words for words in commands(told) if "--remove" in words)
    run(ledger, words)
    (row,) = here("figures", "-f", "json", cwd=ledger.folder.parent).json
    assert (row["value"], row["unit"]) == (515000000, "USD")


def test_a_happening_that_was_recorded_twice_is_found_after_one_is_corrected(
    ledger: Ledger,
) -> None:
    first = ledger.put("a.yaml", happening(summary="One."))
    later = ledger.put("b.yaml", happening(summary="Two."), "2026-01-02T00")
    ledger.amend(first, date="2018", title="Another visit")
    told = here("check", "--strict", cwd=ledger.folder.parent).out
    assert f"the same date and title as {first}, as first recorded" in told
    (words,) = (words for words in commands(told) if "--instead" in words)
    assert words[:4] == ["retract", later, "--instead", first]
    run(ledger, words)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["2017"], "2017"),
        (["July 2017"], "'July 2017'"),
        (["a", "visit", "summer", "2017"], "'summer 2017'"),
        (["2016..2018"], "2016/2018"),
        (["May"], ""),
        (["2017", "-q"], ""),
    ],
)
def test_a_time_among_words_is_told_how_to_ask_for(
    ledger: Ledger, words: list[str], hint: str
) -> None:
    ledger.add("{date: 2017, kind: visit, title: A visit in 2017}")
    done = here("list", *words, cwd=ledger.folder.parent)
    told = f"searched as words; to search by time: --during {hint}\n"
    assert done.err.endswith(told) if hint else "--during" not in done.err
    if hint:
        run(ledger, ["list", "--during", *shlex.split(hint)])
