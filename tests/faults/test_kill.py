"""Whatever call a command is killed at, the log has all of what it adds or nothing of it."""

from pathlib import Path

import pytest

from timeline.log import folder as log

from support.failing_calls import calls, needs_failing_calls, watched
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
LATER = ("add", "2021", "Later", "-k", "visit")


@WHOLE
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_leaves_all_or_nothing(
    place: Path, name: str, *, whole: bool
) -> None:
    words, adds, again, first = COMMANDS[name]
    base = make_base(place, first)
    done = copy(base, "done")
    with recording_at(1):
        assert here(*words, cwd=done).code == 0
    before, after = claims(base), claims(done)
    assert len(after) == len(before) + adds
    seen = watched(copy(base, "seen"), words)
    points = [call for call in calls(seen.trace) if call.changes]
    assert len(points) > 20
    found, missed = [], 0
    tried = some(points, whole=whole, share=8)
    for point in tried:
        folder = copy(base, "killed")
        with recording_at(1):
            killed = watched(folder, words, point.fails("KILL"))
        if killed.ran.code == 0:  # how often a young file is read again depends on the clock
            missed += 1
            continue
        left = claims(folder)
        assert left in (before, after), point
        assert left == after or not killed.ran.out, point
        found.append(left == after)
        assert is_settled(folder), point
        assert here("check", "-q", cwd=folder) == (0, "", ""), point
        with recording_at(2):
            repeated = here(*words, cwd=folder)
        assert repeated.code == 0, (point, repeated)
        assert again in repeated.err or left == before, (point, repeated)
        assert claims(folder) == after, point
        with recording_at(3):
            assert here(*LATER, cwd=folder).code == 0, point
        assert log.scan(folder / "events").aside == (), point
        assert here("verify", "-q", cwd=folder).code == 0, point
        assert len(claims(folder)) == len(after) + 1, point
    assert missed <= len(tried) // 10
    assert found == sorted(found)
    assert not (adds and whole) or set(found) == {False, True}
    tell(f"killed: {name}", len(found))
