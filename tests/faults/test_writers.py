"""Many who write at once: nothing is lost, nobody sees an error, one of two corrections wins."""

import os
import posix
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from timeline import Log
from timeline.base.errors import ConflictError
from timeline.log import folder as log
from timeline.projection import database, states
from timeline.projection.find_event import find_recorded
from timeline.projection.states import Current
from timeline.recording import amend
from timeline.recording.amend import Change

from support.at_once import at_once
from support.faults import WHOLE, copy, is_settled, make_base, tell
from support.running import here, process

WRITERS = 8


def titles(folder: Path) -> list[str]:
    opened = database.open_aside(folder / "events")
    assert (opened.faults, opened.unread) == ((), ())
    found = [title for (title,) in opened.db.execute("SELECT title FROM happenings ORDER BY title")]
    opened.db.close()
    return found


def writing(folder: Path, writer: int, count: int) -> Callable[[], None]:
    """So many appends, each of one event, with real syncs."""

    def work() -> None:
        os.fsync = posix.fsync
        opened = Log(folder / "events", by="Aida")
        for number in range(count):
            opened.append({"date": "2020", "kind": "visit", "title": f"{writer}-{number:04}"})

    return work


@WHOLE
def test_what_many_append_at_once_is_all_there(fresh: Path, *, whole: bool) -> None:
    each = 1_000 if whole else 30
    began = time.monotonic()
    at_once([writing(fresh, writer, each) for writer in range(WRITERS)], seconds=3_600)
    seconds = time.monotonic() - began
    assert titles(fresh) == [f"{w}-{n:04}" for w in range(WRITERS) for n in range(each)]
    assert log.scan(fresh / "events").aside == ()
    assert is_settled(fresh)
    tell("appends of 8 writers at once", WRITERS * each)
    tell("seconds they took", round(seconds))


@WHOLE
def test_what_many_processes_add_at_once_is_all_there(fresh: Path, *, whole: bool) -> None:
    each = 50 if whole else 2

    def adding(writer: int) -> Callable[[], list[tuple[int, str]]]:
        return lambda: [_add(fresh, f"{writer}-{number:04}") for number in range(each)]

    ran = at_once([adding(writer) for writer in range(WRITERS)], seconds=3_600)
    assert {one for of_writer in ran for one in of_writer} == {(0, "")}
    assert titles(fresh) == [f"{w}-{n:04}" for w in range(WRITERS) for n in range(each)]
    tell("processes of 8 writers at once", WRITERS * each)


def _add(folder: Path, title: str) -> tuple[int, str]:
    ran = process("add", "2020", title, "-k", "visit", cwd=folder)
    return ran.code, ran.err


@WHOLE
def test_the_same_claim_from_many_at_once_is_one_event(place: Path, *, whole: bool) -> None:
    base = make_base(place)
    rounds = 20 if whole else 3
    for _ in range(rounds):
        folder = copy(base, "same")
        add = partial(here, "add", "2020", "Same", "-k", "visit", cwd=folder)
        ran = at_once([add] * WRITERS)
        assert {one.code for one in ran} == {0}
        (id_,) = [one.out for one in ran if one.out]
        known = [one.err for one in ran if not one.out]
        assert known == [f"already recorded as {id_}"] * (WRITERS - 1)
        assert titles(folder).count("Same") == 1
    tell("rounds of 8 who add the same", rounds)


@WHOLE
def test_of_many_corrections_of_one_version_one_wins(place: Path, *, whole: bool) -> None:
    """All know the same version, as who looked at it before the others wrote does."""
    base = make_base(place)
    rounds = 20 if whole else 3
    for _ in range(rounds):
        folder = copy(base, "corrected")
        opened = database.open_fresh(folder / "events")
        known = states.current(opened.db, find_recorded(opened.db, "Loose 1"))
        opened.db.close()
        codes = at_once([correcting(folder, known, number) for number in range(WRITERS)])
        assert sorted(codes) == [0] + [3] * (WRITERS - 1)
        assert here("check", "-q", cwd=folder) == (0, "", "")
    tell("rounds of 8 who correct one version", rounds)


def correcting(folder: Path, known: Current, number: int) -> Callable[[], int]:
    """An amendment of a version; what it does is its exit code."""

    def work() -> int:
        change = Change({"summary": f"Said {number}"})
        try:
            amend.amend(folder / "events", known, change, "r", "Aida")
        except ConflictError as conflict:
            return conflict.exit_code
        return 0

    return work
