"""A fault on top of a fault: while what a killed command left is put right, it happens again."""

from pathlib import Path

import pytest

from support.failing_calls import calls, failing, needs_failing_calls, watched
from support.faults import (
    COMMANDS,
    WHOLE,
    claims,
    copy,
    is_settled,
    make_base,
    recording_at,
    some,
    tell,
)
from support.running import here

pytestmark = needs_failing_calls
NEXT = ("list", "-f", "json")
SECOND = ("EIO", "ENOSPC", "KILL")


@WHOLE
@pytest.mark.parametrize("name", ["rebuild", "add", "add --file", "pack", "seal", "archive"])
def test_a_fault_while_a_fault_is_put_right_leads_to_no_wrong_answer(
    place: Path, name: str, *, whole: bool
) -> None:
    words = COMMANDS[name].words
    base, done = make_base(place), place / "done"
    with recording_at(1):
        here(*words, cwd=copy(base, "done"))
    before, after = claims(base), claims(done)
    here("list", "--from", "x", cwd=done)  # loads what tells of an error
    here(*NEXT, cwd=done)
    first = calls(watched(copy(base, "seen"), words).trace)
    kills = some([one for one in first if one.changes], whole=whole, share=2, most=20)
    tried = 0
    for number, kill in enumerate(kills):
        follow = NEXT if number % 2 else words
        injected = kill.fails("KILL")
        folder = copy(base, "twice")
        with recording_at(1):
            assert watched(folder, words, injected).ran.code == -9
        with recording_at(2):
            steps = calls(watched(folder, follow).trace)
        assert len(steps) > 50
        for error in SECOND:
            possible = [one for one in steps if one.changes or error in one.errors]
            for step in some(possible, whole=whole, share=1, most=10):
                folder = copy(base, "twice")
                with recording_at(1):
                    watched(folder, words, injected)
                on = failing(steps, step, error, on=bool(number % 3))
                how = step.fails("KILL") if error == "KILL" else on
                with recording_at(2):
                    again = watched(folder, follow, how)
                what = (kill, step, error, again.ran)
                assert "bug in timeline" not in again.ran.err, what
                assert claims(folder) in (before, after), what
                assert is_settled(folder), what
                with recording_at(3):
                    assert here(*words, cwd=folder).code == 0, what
                assert claims(folder) == after, what
                tried += again.hits > 0
    assert tried > 4
    tell(f"faults after a fault: {name}", tried)
