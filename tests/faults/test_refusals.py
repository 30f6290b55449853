"""Whatever call the system refuses on a log or its projection, no answer is wrong in silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.failing_calls import (
    Call,
    calls,
    failing,
    in_a_fork,
    needs_failing_calls,
    watched,
    watched_here,
)
from support.faults import (
    CAUSES,
    COMMANDS,
    QUESTIONS,
    WHOLE,
    Command,
    claims,
    copy,
    files,
    is_settled,
    make_base,
    recording_at,
    some,
    tell,
    what_is_known,
)
from support.running import Ran, here

pytestmark = needs_failing_calls
ALL = {**COMMANDS, **QUESTIONS}
HIT = "a call failed"


@WHOLE
@pytest.mark.parametrize("error", CAUSES)
@pytest.mark.parametrize("name", ALL)
def test_a_call_that_fails_once_or_for_ever_leads_to_no_wrong_answer(
    place: Path, name: str, error: str, *, whole: bool
) -> None:
    asked = ALL[name]
    base, done = make_base(place, asked.first), place / "done"
    copy(base, "done")
    with recording_at(1):
        true = here(*asked.words, cwd=done)
    before, after = claims(base), claims(done)
    unchanged = files(base)
    here("list", "--from", "x", cwd=done)  # loads what tells of an error
    with recording_at(1):
        points = calls(watched(copy(base, "seen"), asked.words).trace)
    possible = [point for point in points if error in point.errors]
    assert len(possible) > (5 if error == "EMFILE" else 10)
    tried = [(p, on) for p in some(possible, whole=whole, share=3) for on in (False, True)]
    ready: set[bytes] = set()

    def try_one(point: Call, *, on: bool) -> Iterator[str]:
        """What is wrong after a call failed, or `hit` where it did."""
        folder = copy(base, "failed")
        with recording_at(1):
            failed = watched_here(folder, asked.words, failing(points, point, error, on=on))
        ran, left = failed.ran, claims(folder)
        if failed.hits:
            yield HIT
        if left not in (before, after):
            yield f"the log is partial: {ran}"
        if ran.code and not on and left == before and files(folder) != unchanged:
            yield f"something is left behind: {ran}"
        if ran.code == 0 and left != after:
            yield f"acknowledged and lost: {ran}"
        yield from (f"{fault}: {ran}" for fault in _faults(asked, ran, true, error))
        if not is_settled(folder):
            yield f"the next answer is another: {ran}"
        elif (known := what_is_known(folder)) not in ready:  # else the same was done again before
            with recording_at(2):
                again = here(*asked.words, cwd=folder)
            if again.code or claims(folder) != after:
                yield f"it cannot be done again: {ran}, {again}"
            else:
                ready.add(known)

    def try_all() -> list[tuple[str, Call, bool]]:
        return [(what, p, on) for p, on in tried for what in try_one(p, on=on)]

    found = in_a_fork(try_all)
    wrong = [one for one in found if one[0] != HIT]
    assert not wrong, f"{len(wrong)} of {len(tried)}; the first: {wrong[:3]}"
    hits = len(found)
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
