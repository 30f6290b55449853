"""Whatever call the system refuses on a log or its projection, no answer is wrong in silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.faults import (
    COMMANDS,
    QUESTIONS,
    WHOLE,
    Command,
    State,
    claims,
    copy,
    files,
    make_base,
    some,
    tell,
)
from support.running import Ran, here
from support.traced import LOOKING_ON, calls, command, failing, needs_strace, traced

pytestmark = needs_strace
ALL = {**COMMANDS, **QUESTIONS}
CAUSES = {
    "EIO": ("input/output error", "disk I/O error", "locking protocol", "image is malformed"),
    "EACCES": ("permission denied", "unable to open database file"),
    "EMFILE": ("too many open files", "unable to open database file"),
    "ENOSPC": ("no space left on device", "database or disk is full"),
}
"""How the system, and how SQLite, call what they refuse."""


@WHOLE
@pytest.mark.parametrize("error", CAUSES)
@pytest.mark.parametrize("name", ALL)
def test_a_call_that_fails_once_or_for_ever_leads_to_no_wrong_answer(
    place: Path, name: str, error: str, *, whole: bool
) -> None:
    asked = ALL[name]
    base, done = make_base(place), place / "done"
    copy(base, "done")
    true = here(*asked.words, cwd=done)
    before, after = State(base), State(done)
    here("list", "--from", "x", cwd=done)  # loads what tells of an error
    seen = traced(copy(base, "seen"), command(asked.words), *LOOKING_ON)
    points = calls(seen.trace)
    possible = [point for point in points if error in point.errors]
    assert len(possible) > (5 if error == "EMFILE" else 10)
    tried = [(p, on) for p in some(possible, whole=whole, share=3) for on in (False, True)]
    hits = 0
    wrong = []
    for point, on in tried:
        folder = copy(base, "failed")
        failed = traced(folder, command(asked.words), *failing(points, point, error, on=on))
        hits += failed.hit
        left = before.claims_of(folder)
        if left not in (before.claims, after.claims):
            wrong.append(("the log is partial", point, on, failed.ran))
        if failed.ran.code and not on and left == before.claims and files(folder) != before.files:
            wrong.append(("something is left behind", point, on, failed.ran))
        if failed.ran.code == 0 and left != after.claims:
            wrong.append(("acknowledged and lost", point, on, failed.ran))
        wrong += [(what, point, on, failed.ran) for what in _faults(asked, failed.ran, true, error)]
        if not before.is_settled(folder):
            wrong.append(("the next answer is another", point, on, failed.ran))
        again = here(*asked.words, cwd=folder)
        if again.code or len(claims(folder)) != len(after.claims):
            wrong.append(("it cannot be done again", point, on, failed.ran))
    assert not wrong, f"{len(wrong)} of {len(tried)}; the first: {wrong[:3]}"
    assert hits >= len(tried) / 2  # how often a young file is read again depends on the clock
    tell(f"refused with {error}: {name}", hits)


def _faults(asked: Command, ran: Ran, true: Ran, error: str) -> Iterator[str]:
    """What is wrong with what a command said when a call failed."""
    if "Traceback" in ran.err or "bug in timeline" in ran.err or ran.code < 0:
        yield "it broke"
    elif ran.code:
        if not any(cause in ran.out + ran.err for cause in CAUSES[error]):
            yield "the cause is not named"
        if "what is read" in ran.err:
            yield "the file is not named"
    elif not asked.adds and "cannot be read" not in ran.err:
        told = (true.err.splitlines() or [""])[-1]
        if ran.out != true.out or (told not in ran.err and asked in QUESTIONS.values()):
            yield "a wrong answer in silence"
