"""The jobs that are measured, each beside a peer, a floor or another job, with its goal."""

import functools
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from scaling import peers
from scaling.logs import PROGRAM, Recipe, make_log
from scaling.measure import Command, run

Kind = Literal["example", "packs", "files"]


class Place(NamedTuple):
    """Where jobs of one log run: a copy of it, with a projection, that jobs may change.

    `kept` is the folder with what is made once, `home` that of the copy.
    """

    size: int
    kept: Path
    home: Path

    @property
    def log(self) -> Path:
        """The log."""
        return self.home / "events"

    @property
    def database(self) -> Path:
        """Its projection."""
        return self.home / ".timeline" / "events.db"

    def ours(self, *words: str, before: Callable[[], object] = lambda: None) -> Command:
        """A command of ours, run in the place."""
        return Command([PROGRAM, *words], self.home, before)

    def floor(self, *words: str) -> Command:
        """A program of `floors.py`."""
        return Command([sys.executable, peers.FLOORS, *words], self.home)

    def bare(self) -> Command:
        """A bare Typer command with one query of the projection."""
        return self.floor("query", str(self.database))

    def filter(self) -> Command:
        """The question that others are measured by: a year, an actor, 50 rows."""
        return self.ours("list", "--during", "2010", "--actor", "actor-3", "--limit", "50")


class Goal(NamedTuple):
    """What is wanted: at most this ratio, so many seconds on the clock, so many megabytes."""

    ratio: float | None = None
    seconds: float | None = None
    megabytes: float | None = None


NONE = Goal()


class Job(NamedTuple):
    """A row of the table; without a command of `ours` the sizes of database and log are compared.

    `of` says which log it runs on: example, packs or files. `title` is for people; `by` names what
    it is measured by. `goal` is what is wanted at a size. `sizes` are the least and the largest
    at which it is run.
    """

    name: str
    of: Kind
    title: str
    ours: Callable[[Place], Command] | None
    by: str = ""
    peer: Callable[[Place], Command] | None = None
    goal: Callable[[int], Goal] = lambda _: NONE
    sizes: tuple[int, int] = (0, 10**9)
    warm: bool = True


_TYPER = "a bare Typer command with one query"
_FILTER = "the filter"
_LARGE = 1_000_000
_RECORDED = ("--as-recorded", "2023-01-01")


def _ratio(most: float) -> Callable[[int], Goal]:
    return lambda _: Goal(most)


def _view(size: int) -> Goal:
    """What is wanted of the views: three times the filter, and at a million two seconds."""
    return Goal(seconds=2) if size >= _LARGE else Goal(3)


_VIEWS: dict[str, tuple[str, Sequence[str]]] = {
    "actor": ("one actor", ("actors", "actor-3", "--limit", "50")),
    "program": ("one programme", ("programs", "program-2", "--limit", "50")),
    "programs": ("programs as of a day", ("programs", "--as-of", "2010-06-15")),
    "diff": ("diff of two years, counted", ("diff", "2009", "2010", "--summary")),
    "stats": ("stats, by year", ("stats",)),
}
_LISTS: dict[str, tuple[str, Sequence[str]]] = {
    "first": ("the first 50 rows", ("list", "--limit", "50")),
    "month": ("one month, 50 rows", ("list", "--during", "2010-06", "--limit", "50")),
    "words": ("two words, 50 rows", ("list", "water", "judges", "--limit", "50")),
}


def _question(name: str, title: str, words: Sequence[str], goal: Callable[[int], Goal]) -> Job:
    return Job(name, "packs", title, lambda place: place.ours(*words), _FILTER, Place.filter, goal)


def _as_recorded(name: str, title: str, words: Sequence[str]) -> Job:
    return Job(
        f"{name}-recorded",
        "packs",
        f"{title}, as recorded",
        lambda place: place.ours(*words, *_RECORDED),
        "the same, as of now",
        lambda place: place.ours(*words),
        _ratio(1.5),
    )


_FIRST = ("list", "--limit", "50")


def _settle(place: Place) -> None:
    """Let the time pass in which a file may have changed unseen, and let it be noted."""
    time.sleep(1.2)
    run(place.ours(*_FIRST))


def _append(place: Place) -> None:
    _settle(place)
    title = f"Meeting at {time.time_ns()}"
    run(
        place.ours(
            "add", "2010-06-15", title, "--kind", "meeting", "--actor", "participant=actor-3", "-q"
        )
    )


def _after_append(of: Kind) -> Job:
    return Job(
        f"append-{of}",
        of,
        f"list after one was added, {of}",
        lambda place: place.ours(*_FIRST, before=lambda: _append(place)),
        "the same, nothing added",
        lambda place: place.ours(*_FIRST, before=lambda: _settle(place)),
        _ratio(1.5),
        (0, 100_000 if of == "files" else 10**9),
        warm=False,
    )


def _sqlite_utils(place: Place) -> Command:
    database = peers.make_indexed(place.kept / f"{place.size}.indexed.db", place.size)
    sql = (
        "SELECT id, date, kind, title FROM happenings"
        " WHERE actor = 'actor-3' AND date BETWEEN '2010' AND '2011' ORDER BY date LIMIT 50"
    )
    return Command([peers.SQLITE_UTILS, "query", str(database), sql, "--table"], place.home)


def _git(place: Place) -> Command:
    peers.make_repository(place.home)
    return Command(["git", "status", "--short"], place.home)


def _rebuild_packs(place: Place) -> Command:
    """What is measured of files, too: the packs of the same events, and their projection."""
    packs = prepare("packs", place.size, place.kept)
    return packs.floor("rebuild", str(packs.database), str(packs.log))


def _import(place: Place) -> Command:
    table = peers.make_table(place.kept / f"{place.size}.csv", place.size)
    log = place.home / "imported"

    def empty() -> None:
        shutil.rmtree(log, ignore_errors=True)
        run(Command([PROGRAM, "init", str(log / "events")], place.home))

    return Command(
        [PROGRAM, "--log", str(log / "events"), "import", "csv", str(table), "--new"],
        place.home,
        empty,
    )


def _insert(place: Place) -> Command:
    table = peers.make_table(place.kept / f"{place.size}.csv", place.size)
    database = place.home / "inserted.db"
    words = [peers.SQLITE_UTILS, "insert", str(database), "rows", str(table), "--csv"]
    return Command(words, place.home, lambda: database.unlink(missing_ok=True))


def _rebuild_goal(size: int) -> Goal:
    return Goal(2, 90, 1024) if size >= _LARGE else Goal(2)


def _stream_goal(size: int) -> Goal:
    return Goal(seconds=3 if size == 100_000 else None, megabytes=150)


JOBS: tuple[Job, ...] = (
    Job(
        "start",
        "example",
        "list --during 2017",
        lambda place: place.ours("list", "--during", "2017"),
        _TYPER,
        Place.bare,
        _ratio(1.25),
    ),
    Job(
        "version",
        "example",
        "--version",
        lambda place: place.ours("--version"),
        _TYPER,
        Place.bare,
        _ratio(0.6),
    ),
    Job(
        "complete",
        "example",
        "completion of an option",
        lambda place: place.ours("--complete", "zsh", "list", "--du"),
        _TYPER,
        Place.bare,
        _ratio(1.0),
    ),
    Job(
        "complete-ids",
        "packs",
        "completion of an id",
        lambda place: place.ours("--complete", "zsh", "show", "k3f"),
        _TYPER,
        Place.bare,
        _ratio(1.0),
    ),
    Job(
        "filter",
        "packs",
        "a year and an actor, 50 rows",
        Place.filter,
        "sqlite-utils query",
        _sqlite_utils,
        lambda size: Goal(0.9 if size >= _LARGE else 0.8),
    ),
    *(_question(name, *what, _ratio(1.5)) for name, what in _LISTS.items()),
    *(_question(name, *what, _view) for name, what in _VIEWS.items()),
    *(_as_recorded(name, *what) for name, what in (_LISTS | _VIEWS).items()),
    _after_append("packs"),
    _after_append("files"),
    Job(
        "unchanged",
        "files",
        "list --limit 50, nothing changed, files",
        lambda place: place.ours(*_FIRST),
        "git status",
        _git,
        lambda size: Goal(3) if size == 100_000 else NONE,
        (0, 100_000),
    ),
    Job(
        "list-jsonl",
        "packs",
        "list -f jsonl, all rows",
        lambda place: place.ours("list", "-f", "jsonl", "-q"),
        goal=_stream_goal,
    ),
    Job(
        "export-jsonl",
        "packs",
        "export jsonl",
        lambda place: place.ours("export", "jsonl", "-q"),
        goal=_stream_goal,
    ),
    Job(
        "rebuild",
        "packs",
        "rebuild, packs",
        lambda place: place.ours("rebuild", "-q"),
        "reading the packs and inserting the same rows",
        _rebuild_packs,
        _rebuild_goal,
        warm=False,
    ),
    Job(
        "rebuild-files",
        "files",
        "rebuild, files",
        lambda place: place.ours("rebuild", "-q"),
        "that of the packs",
        _rebuild_packs,
        _ratio(4),
        (0, 100_000),
        warm=False,
    ),
    Job(
        "import",
        "packs",
        "import csv --new",
        _import,
        "sqlite-utils insert",
        _insert,
        _ratio(3),
        (0, 100_000),
        warm=False,
    ),
    Job("disk", "packs", "database on disk", None, "the log", goal=_ratio(4)),
)


@functools.cache
def prepare(of: Kind, size: int, kept: Path) -> Place:
    """A copy of a log to run jobs on, with a fresh projection; the same one when asked again."""
    if of == "example":
        home, source = kept / "run-example", Path(__file__).resolve().parents[3] / "events"
    else:
        recipe = Recipe(size, loose=of == "files")
        home, source = kept / f"run-{recipe.name}", make_log(recipe, kept)
    place = Place(size, kept, home)
    if not place.log.exists():
        home.mkdir(exist_ok=True)
        shutil.copytree(source, place.log)
    _settle(place)
    return place
