"""Commands on a log of ten events, and what has to be true of the log whatever befell them."""

import datetime as dt
import hashlib
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, TypeVar
from unittest import mock

import pytest

from timeline.log import folder as log
from timeline.projection import database, stamp
from timeline.recording import append

from support.helpers import tables
from support.properties import IN_CI
from support.running import Ran, here

Point = TypeVar("Point")
Told = TypeVar("Told")
WHOLE = pytest.mark.parametrize(
    "whole",
    [False, pytest.param(True, marks=pytest.mark.faults_whole)],
    ids=["share", "whole"],
)
"""A test of which a share is done by default, and the whole with `-m faults_whole`."""
CAUSES = {
    "EIO": ("input/output error", "disk I/O error", "locking protocol", "image is malformed"),
    "EACCES": ("permission denied", "unable to open database file"),
    "EMFILE": ("too many open files", "unable to open database file"),
    "ENOSPC": ("no space left on device", "database or disk is full"),
}
"""How the system, and how SQLite, call what they refuse."""
BATCH = "".join(f"--- {{date: {year}, kind: visit, title: B{year}}}\n" for year in (2016, 2017))
ROWS = "Date,Title,Kind,Actor\n" + "".join(f"2{n:03},R{n},visit,host=MoI\n" for n in range(1, 4))
MANY = "Date,Title,Kind\n" + "".join(f"2{n:03},M{n},visit\n" for n in range(501))


class Command(NamedTuple):
    """A command line whose faults are looked for.

    `adds` is how many more events the log has after it; `again` what it says on stderr where it
    was done before; `first` what is done to the log of ten events before all that.
    """

    words: tuple[str, ...]
    adds: int = 0
    again: str = ""
    first: tuple[tuple[str, ...], ...] = ()


SEALED = (("archive", "guide", "../guide.txt"), ("seal", "--name", "first"))


COMMANDS = {
    "add": Command(("add", "2020", "New", "-k", "visit"), 1, "already recorded"),
    "add known": Command(("add", "2015", "Loose 1", "-k", "visit"), 0, "already recorded"),
    "add --new": Command(
        ("add", "2020", "New", "-k", "sortie", "-a", "host=Osh Police", "-l", "Naryn", "--new"),
        3,
        "already recorded",
    ),
    "add --file": Command(("add", "--file", "../in.yaml"), 2, "already recorded"),
    "amend": Command(("amend", "Loose 1", "--summary", "S", "--reason", "r"), 1, "says so already"),
    "retract": Command(("retract", "Loose 2", "--reason", "r"), 1, "is retracted already"),
    "import": Command(("import", "csv", "../rows.csv"), 3, "nothing to record"),
    "import many": Command(("import", "csv", "../many.csv"), 501, "nothing to record"),
    "pack": Command(("pack",)),
    "seal": Command(("seal",), 1, "nothing to seal"),
    "seal later": Command(
        ("seal",), 1, "nothing to seal", (*SEALED, ("add", "2019", "Late", "-k", "visit"))
    ),
    "archive": Command(("archive", "guide", "../guide.txt"), 1, "already archived"),
    "rebuild": Command(("rebuild",)),
}
"""Commands that change the log or its projection."""
QUESTIONS = {
    "list": Command(("list", "-f", "json")),
    "check": Command(("check",)),
    "verify": Command(("verify",)),
    "verify --since": Command(("verify", "--since", "first"), first=SEALED),
}


def make_base(folder: Path, first: Sequence[Sequence[str]] = ()) -> Path:
    """A folder with a log of ten events, three of them in a pack, and its projection.

    Args:
        folder: where it is made, and files that commands read.
        first: command lines that are run on it then.
    """
    base = folder / "base"
    base.mkdir()
    (folder / "in.yaml").write_text(BATCH, encoding="utf-8")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    (folder / "many.csv").write_text(MANY, encoding="utf-8")
    (folder / "guide.txt").write_text("A guide", encoding="utf-8")
    with recording_at(0):
        done = [here("init", cwd=base)]
        done += [_add(base, f"Packed {n}", 2010 + n) for n in (1, 2)]
        done.append(here("declare", "actor", "MoI", cwd=base))
        done.append(here("pack", cwd=base))
        done += [_add(base, f"Loose {n}", 2014 + n % 2) for n in (1, 2, 3, 4)]
        done.append(here("declare", "source", "A guide", "--key", "guide", cwd=base))
        done.append(here("amend", "Loose 3", "--summary", "More", "--reason", "r", cwd=base))
        done.append(here("retract", "Loose 4", "--reason", "r", cwd=base))
        assert len(claims(base)) == 10
        done += [here(*words, cwd=base) for words in first]
    assert [one for one in done if one.code] == []
    return base


def _add(base: Path, title: str, year: int) -> Ran:
    return here("add", str(year), title, "-k", "visit", cwd=base)


def copy(base: Path, name: str, *, projected: bool = True) -> Path:
    """A copy of a folder with a log, with its projection or without."""
    made = base.with_name(name)
    shutil.rmtree(made, ignore_errors=True)
    ignored = None if projected else shutil.ignore_patterns(".timeline")
    shutil.copytree(base, made, ignore=ignored)
    for folder in made.rglob("*/"):
        os.utime(folder)  # what is synced depends on how long ago a folder changed
    if projected:
        path = made / ".timeline" / "events.db"
        with stamp.writing(path):
            stamp.put(path, made / "events")
    time.sleep(1.5 * log.STEP_NS / 1e9)  # a folder is listed again if it changed just before
    return made


def once(read: Callable[[Path], Told]) -> Callable[[Path], Told]:
    """Let logs of the same files be read once."""
    known: dict[bytes, Told] = {}

    def told(folder: Path) -> Told:
        digest = _digest(folder)
        if digest not in known:
            known[digest] = read(folder)
        return known[digest]

    return told


def _digest(folder: Path) -> bytes:
    found = hashlib.sha256()
    for path in sorted((folder / "events").rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return found.digest()


@once
def claims(folder: Path) -> list[str]:
    """What the events of a log claim, read anew; none of its files may be at fault or partial.

    Of a seal it is that there is one: `verify` tells what else there is to know of it.
    """
    opened = database.open_aside(folder / "events")
    with closing(opened.db) as db:
        assert (opened.faults, opened.unread) == ((), ())
        rows = db.execute("SELECT DISTINCT id, claim FROM documents").fetchall()
    seals = ["a seal" for _ in (folder / "events" / "seals").glob("*.yaml")]
    return sorted([*seals, *(str(claim) for _, claim in rows)])


@once
def answer(folder: Path) -> str:
    """What `list` answers of a log from a projection made anew."""
    return listed(copy(folder, f"{folder.name}-anew", projected=False))


@contextmanager
def recording_at(minute: int) -> Iterator[None]:
    """Let events be recorded at the same instant in each run, so that the same files come of it."""
    at = dt.datetime(2025, 1, 1, 0, minute, tzinfo=dt.UTC)
    clock = SimpleNamespace(now=lambda _: at)
    steady = SimpleNamespace(datetime=clock, UTC=dt.UTC, timedelta=dt.timedelta)
    with mock.patch.object(append, "dt", steady):
        yield


def some(points: Sequence[Point], *, whole: bool, share: int, most: int = 0) -> Sequence[Point]:
    """A share of the points of a harness, so many, from the first to the last of them.

    Where the tests do not run in CI the share is a third of that, and another one each time.

    Args:
        points: all of them.
        whole: all, or so many as `most` says where it does.
        share: how many otherwise.
        most: how many are the whole, where the points of one test are tried at those of another.
    """
    if whole and not most:
        return points
    step = max(1, len(points) // (most if whole else share if IN_CI else max(share // 3, 1)))
    start = 0 if IN_CI or whole else random.randrange(step)  # noqa: S311
    return list(dict.fromkeys([*points[start::step], points[-1]]))


def tell(harness: str, tried: int) -> None:
    """Note how many faults a harness tried, in the file that TIMELINE_FAULTS names, if it does."""
    if name := os.environ.get("TIMELINE_FAULTS"):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(f"{harness}\t{tried}\n")


def listed(folder: Path) -> str:
    """What `list` answers, without a warning."""
    ran = here("list", "-f", "json", "-q", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def files(folder: Path) -> dict[str, bytes]:
    """The files of a log, without what a writer left aside."""
    found = (path for path in (folder / "events").rglob("[!.]*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def is_settled(folder: Path) -> bool:
    """Whether `list` answers from the projection as it lies what it answers from one made anew."""
    ran = here("list", "-f", "json", "-q", cwd=folder)
    return (ran.code, ran.err) == (0, "") and ran.out == answer(folder)


def what_is_known(folder: Path) -> bytes:
    """What decides what a command does next: the files of a settled log, and its projection."""
    db = sqlite3.connect(folder / ".timeline" / "events.db")
    with closing(db):
        return _digest(folder) + hashlib.sha256(repr(tables(db)).encode()).digest()
