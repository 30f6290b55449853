"""`retract --last`: what somebody recorded last, shown before it is withdrawn."""

import re
from pathlib import Path

import pytest

from support.running import Ran, here, typing

VISIT = ["add", "2017", "A visit", "-k", "visit", "-q"]
ROUNDTABLE = "prospects roundtable"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "events").rglob("*.yaml")}


def last(*words: str, cwd: Path, **env: str) -> Ran:
    return here("retract", "--last", "-r", "twice", *words, cwd=cwd, env=env)


def withdrawn(done: Ran, cwd: Path) -> str:
    """The id of what a retraction withdrew."""
    assert done.code == 0, done.err
    found = here("show", done.out.strip(), "-f", "json", cwd=cwd).json["body"]
    assert found["reason"] == "twice"
    return str(found["retracts"])


def test_it_is_shown_and_withdrawn(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    done = last(cwd=copy)
    assert withdrawn(done, copy) == id_
    assert re.fullmatch(
        "\nA visit\n"
        r"  date      2017 \(2017\)\n"
        "  kind      visit\n"
        f"  id        {id_}\n"
        r"  recorded  [-0-9]{10} [:0-9]{8} UTC by Aida\n"
        f"  file      events/happenings/2017/a-visit-{id_}.yaml\n"
        f"\nretracted {id_}: A visit\n",
        done.err,
    )


def test_one_step_back_after_the_other(fresh: Path) -> None:
    declared = here("declare", "actor", "Jane", "-q", cwd=fresh).out.strip()
    visit = here(*VISIT, "-a", "host=Bek", "--new", cwd=fresh).out.strip()
    amendment = here("amend", visit, "-k", "meeting", "-r", "x", "-q", cwd=fresh).out.strip()
    bek = here("show", "bek", "-f", "json", cwd=fresh).json["declaration"]["id"]
    withdrawing = [withdrawn(last("-q", cwd=fresh), fresh) for _ in range(4)]
    assert withdrawing == [amendment, visit, bek, declared]
    remedy = "name it: timeline retract ID; TIMELINE_BY sets who records"
    nothing = f"error: nothing that Aida recorded stands\n  {remedy}\n"
    assert last(cwd=fresh) == (1, "", nothing)


def test_what_others_recorded_and_what_was_withdrawn_is_passed_over(copy: Path) -> None:
    first = here(*VISIT, cwd=copy).out.strip()
    second = here("add", "2018", "B", "-k", "visit", "-q", cwd=copy).out.strip()
    here("add", "2019", "C", "-k", "visit", "-q", cwd=copy, env={"TIMELINE_BY": "Bek"})
    here("amend", second, "-k", "meeting", "-r", "x", "-q", cwd=copy)
    here("retract", second, "-r", "x", "-q", cwd=copy, env={"TIMELINE_BY": "Bek"})
    assert withdrawn(last(cwd=copy), copy) == first


def test_what_stands_again_counts_again(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    retraction = last(cwd=copy).out.strip()
    here("retract", retraction, "-r", "not so", "-q", cwd=copy, env={"TIMELINE_BY": "Bek"})
    assert withdrawn(last(cwd=copy), copy) == id_


def test_an_amendment_and_a_declaration_are_shown_as_what_they_are(copy: Path) -> None:
    here("amend", ROUNDTABLE, "-k", "meeting", "-r", "a slip", "-q", cwd=copy)
    done = last("--dry-run", cwd=copy)
    assert done.err.startswith("\namendment\n  amends    Challenges and prospects roundtable")
    assert "  reason    a slip\n" in done.err
    assert "kind: roundtable → meeting" in done.err
    here("declare", "place", "Ош шаары", "--type", "city", "-q", cwd=copy)
    done = last("--dry-run", cwd=copy)
    assert done.err.startswith("\nplace: Ош шаары (osh-shaary, city)\n")


def test_a_dry_run_withdraws_nothing(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    before = files(copy)
    done = last("--dry-run", cwd=copy)
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith(f"would retract {id_}: A visit\n")
    assert files(copy) == before


def test_a_declaration_that_others_need_stays(copy: Path) -> None:
    here("declare", "actor", "Jane", "-q", cwd=copy)
    here(*VISIT, "-a", "host=Jane", cwd=copy, env={"TIMELINE_BY": "Bek"})
    done = last(cwd=copy)
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(
        "error: 1 other event names the actor jane\n"
        "  amend them first, or make it the same as another: timeline merge jane KEY --reason ...\n"
    )


def test_it_is_one_or_the_other(copy: Path) -> None:
    remedy = "  an id, its beginning, words of a title, or --last\n"
    done = here("retract", "x", "--last", "-r", "x", cwd=copy)
    assert done == (2, "", f"error: retract takes an ID or --last, not both\n{remedy}")
    done = here("retract", "-r", "x", cwd=copy)
    assert done == (2, "", f"error: retract needs an ID\n{remedy}")
    here(*VISIT, cwd=copy)
    done = here("retract", "--last", cwd=copy)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: a retraction needs a reason; it is of ")
    assert done.err.endswith('\n  say why: timeline retract --last --reason "..."\n')


def test_on_a_terminal_it_is_asked_for_with_its_reason(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    steps = [
        ("A visit\n  date      2017 (2017)", ""),
        ("Withdraw it? [y/N]:", "y\r"),
        ("Reason:", "\r"),
        ("Reason:", "twice\r"),
    ]
    done = typing("retract", "--last", cwd=copy, steps=steps)
    assert withdrawn(done, copy) == id_
    assert done.err.endswith(f"\nretracted {id_}: A visit\n")


def test_of_what_is_named_the_reason_is_asked_on_a_terminal(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    steps = [
        ("A visit\n  date      2017 (2017)", ""),
        ("Withdraw it? [y/N]:", "y\r"),
        ("Reason:", "twice\r"),
    ]
    done = typing("retract", id_, cwd=copy, steps=steps)
    assert withdrawn(done, copy) == id_
    none = typing("retract", "zzzz", cwd=copy, steps=[])
    assert (none.code, "no event has the id `zzzz`" in none.err) == (1, True)


def test_a_reason_that_was_given_is_not_asked_for(copy: Path) -> None:
    id_ = here(*VISIT, cwd=copy).out.strip()
    steps = [("Withdraw it?", "y\r")]
    done = typing("retract", "--last", "-r", "twice", cwd=copy, steps=steps)
    assert withdrawn(done, copy) == id_


@pytest.mark.parametrize(("key", "code"), [("\r", 0), ("n\r", 0), ("\x03", 130), ("\x04", 130)])
def test_without_a_yes_nothing_is_withdrawn(key: str, code: int, copy: Path) -> None:
    here(*VISIT, cwd=copy)
    before = files(copy)
    done = typing("retract", "--last", cwd=copy, steps=[("Withdraw it?", key)])
    assert (done.code, done.out) == (code, "")
    assert done.err.endswith("\nnothing was withdrawn\n")
    assert files(copy) == before
