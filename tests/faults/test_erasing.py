"""An erasure that is stopped anywhere takes no other event with it; the same again finishes it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from timeline.projection import database

from support.failing_calls import (
    Call,
    calls,
    failing,
    in_a_fork,
    needs_failing_calls,
    watched,
    watched_here,
)
from support.faults import CAUSES, WHOLE, claims, copy, make_base, once, recording_at, some, tell
from support.running import Ran, here

pytestmark = needs_failing_calls
HIT = "it stopped"
TITLES = ("Packed 1", "Loose 3")


@once
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


class Erasure:
    """An erasure of one event, and the log before and after it."""

    def __init__(self, place: Path, title: str) -> None:
        self.title, self.base = title, make_base(place)
        (id_,) = here("list", "--text", title, "--ids", cwd=self.base).lines
        self.words = ("erase", id_, "--reason", "court order", "--yes")
        self.before = held(self.base)
        done = copy(self.base, "done")
        with recording_at(1):
            assert here(*self.words, cwd=done).code == 0
        self.others = set(claims(done))
        assert self.others < self.before
        assert traces(done, title) == []
        here("list", "--from", "x", cwd=done)  # loads what tells of an error
        with recording_at(1):
            self.points = calls(watched(copy(self.base, "seen"), self.words).trace)

    def faults(self, folder: Path, ran: Ran, error: str = "") -> Iterator[str]:
        """What is wrong after it was stopped, and after it was done again."""
        if "bug in timeline" in ran.err or "Traceback" in ran.err:
            yield "it broke"
        if ran.code == 1 and not any(cause in ran.err for cause in CAUSES.get(error, ())):
            yield "the cause is not named"
        if not self.others <= held(folder) <= self.before:
            yield "it took something else with it"
        if ran.code == 0 and traces(folder, self.title):
            yield "it is not gone"
        with recording_at(2):
            again = here(*self.words, cwd=folder)
        if again.code or set(claims(folder)) != self.others:
            yield f"it is not finished by the same again: {again}"
        if traces(folder, self.title):
            yield "it is not gone after all"
        for words in (("check", "-q"), ("verify", "-q")):
            if (told := here(*words, cwd=folder)).code:
                yield f"the log is at fault: {told}"


@WHOLE
@pytest.mark.parametrize("title", TITLES)
def test_an_erasure_that_is_killed_is_finished_by_the_same_again(
    place: Path, title: str, *, whole: bool
) -> None:
    erasure = Erasure(place, title)
    points = [point for point in erasure.points if point.changes]
    assert len(points) > 10
    tried = some(points, whole=whole, share=5)
    killed = 0
    for point in tried:
        folder = copy(erasure.base, "stopped")
        with recording_at(1):
            ran = watched(folder, erasure.words, point.fails("KILL")).ran
        killed += ran.code < 0
        assert list(erasure.faults(folder, ran)) == [], (point, ran)
    assert killed >= len(tried) * 0.9  # how often a young file is read depends on the clock
    tell(f"erasing killed: {title}", killed)


@WHOLE
@pytest.mark.parametrize("error", CAUSES)
@pytest.mark.parametrize("title", TITLES)
def test_an_erasure_that_fails_is_finished_by_the_same_again(
    place: Path, title: str, error: str, *, whole: bool
) -> None:
    erasure = Erasure(place, title)
    possible = [point for point in erasure.points if error in point.errors]
    assert len(possible) > 10
    tried = [(p, on) for p in some(possible, whole=whole, share=2) for on in (False, True)]

    def try_one(point: Call, *, on: bool) -> Iterator[str]:
        folder = copy(erasure.base, "stopped")
        with recording_at(1):
            how = failing(erasure.points, point, error, on=on)
            stopped = watched_here(folder, erasure.words, how)
        if stopped.hits:
            yield HIT
        yield from (f"{what}: {stopped.ran}" for what in erasure.faults(folder, stopped.ran, error))

    def try_all() -> list[tuple[str, Call, bool]]:
        return [(what, p, on) for p, on in tried for what in try_one(p, on=on)]

    found = in_a_fork(try_all)
    wrong = [one for one in found if one[0] != HIT]
    assert not wrong, f"{len(wrong)} of {len(tried)}; the first: {wrong[:3]}"
    assert len(found) >= len(tried) / 2
    tell(f"erasing refused with {error}: {title}", len(found))
