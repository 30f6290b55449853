"""An erasure that is stopped anywhere takes no other event with it; the same again finishes it."""

from contextlib import closing
from pathlib import Path

import pytest

from timeline.projection import database

from support.failing_calls import calls, needs_failing_calls, watched
from support.faults import WHOLE, claims, copy, make_base, some, tell
from support.running import here

pytestmark = needs_failing_calls
STOPS = ("KILL", "EIO", "ENOSPC")


def held(folder: Path) -> set[str]:
    """What the events of a log claim, although some of its files may be named as faults."""
    opened = database.open_aside(folder / "events")
    with closing(opened.db) as db:
        assert opened.unread == ()
        return {str(claim) for (claim,) in db.execute("SELECT claim FROM documents")}


def traces(folder: Path, title: str) -> list[Path]:
    """The files of a log and of its projection that hold a title."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if title.encode() in path.read_bytes()]


@WHOLE
@pytest.mark.parametrize("how", STOPS)
@pytest.mark.parametrize("title", ["Packed 1", "Loose 3"])
def test_an_erasure_that_is_stopped_is_finished_by_the_same_again(
    place: Path, title: str, how: str, *, whole: bool
) -> None:
    base, done = make_base(place), place / "done"
    (id_,) = here("list", "--text", title, "--ids", cwd=base).lines
    words = ("erase", id_, "--reason", "court order", "--yes")
    before = held(base)
    assert here(*words, cwd=copy(base, "done")).code == 0
    others = set(claims(done))
    assert others < before
    assert traces(done, title) == []
    here("list", "--from", "x", cwd=done)  # loads what tells of an error
    seen = watched(copy(base, "seen"), words)
    points = [call for call in calls(seen.trace, r"/events(?!\.db)") if call.changes]
    assert len(points) > 10
    tried = some(points, whole=whole, share=5)
    stopped = 0
    for point in tried:
        folder = copy(base, "stopped")
        ran = watched(folder, words, point.fails(how)).ran
        stopped += ran.code != 0
        assert "bug in timeline" not in ran.err, (point, ran)
        assert others <= held(folder) <= before, (point, ran)
        assert ran.code or traces(folder, title) == [], (point, ran)
        again = here(*words, cwd=folder)
        assert again.code == 0, (point, ran, again)
        assert set(claims(folder)) == others, (point, ran, again)
        assert traces(folder, title) == [], (point, ran, again)
        assert here("check", "-q", cwd=folder).code == 0, point
        assert here("verify", "-q", cwd=folder).code == 0, point
    assert stopped or not whole
    tell(f"erasing stopped by {how}: {title}", len(tried))
