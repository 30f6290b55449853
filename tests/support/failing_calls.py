"""Calls of the system that fail, or kill the process that makes them, while a command runs.

A filter of the system stops the process at each call that touches files, and a few lines of C let
it go on or fail, as strace would; but no second process looks on, and a command is run in a third
of the time. Calls are named and counted: the same ones come in the same order in each run.
"""

import ctypes
import functools
import gc
import os
import platform
import posix
import re
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

import pytest

from timeline.cli.command_line import run

from support.at_once import at_once
from support.running import Ran, here
from support.traced import forked

Result = TypeVar("Result")
COMPILER = shutil.which("cc") if platform.machine() == "x86_64" else None
needs_failing_calls = pytest.mark.skipif(
    COMPILER is None and "CI" not in os.environ, reason="there is no C compiler for x86-64"
)
ERRORS = {"KILL": -1, "EIO": 5, "EACCES": 13, "EMFILE": 24, "ENOSPC": 28}
CHANGING = (
    *("link", "unlink", "mkdir", "rmdir", "rename", "symlink"),
    *("fsync", "fdatasync", "ftruncate", "write", "pwrite64"),
)
_BY_PATH = ("openat", "newfstatat", "access", "link", "unlink", "mkdir", "rmdir", "rename")
_FOR_EVER = 2**31 - 1
_SECONDS = 60


class Fault(NamedTuple):
    """Calls of one name that fail, from the how-manieth to the how-manieth."""

    name: str
    first: int
    last: int
    error: str


class Call(NamedTuple):
    """A call of the system: its name, the how-manieth of that name, and its line in the trace."""

    name: str
    nth: int
    line: str = ""

    @property
    def errors(self) -> list[str]:
        """The errors that it may have."""
        by_path = self.name in _BY_PATH and not re.match(r"\w+\(\d", self.line)
        may = {
            "EIO": True,
            "EACCES": by_path,
            "EMFILE": self.name == "openat",
            "ENOSPC": self.changes and self.name not in ("unlink", "rmdir"),
        }
        return [error for error, possible in may.items() if possible]

    @property
    def changes(self) -> bool:
        """Whether it may change what lies on the disk."""
        return self.name in CHANGING or (self.name == "openat" and "O_CREAT" in self.line)

    def fails(self, error: str) -> list[Fault]:
        """This call alone fails; or it ends the process, with `KILL`."""
        return [Fault(self.name, self.nth, self.nth, error)]


class Watched(NamedTuple):
    """What came of a run, how many calls were made to fail, and all calls, line by line."""

    ran: Ran
    hits: int = 0
    trace: Sequence[str] = ()


def calls(trace: Sequence[str], touching: str = r"/(events|\.timeline)\b") -> list[Call]:
    """The calls of a trace that touch certain files, by a pattern that their lines match."""
    counts: dict[str, int] = {}
    found = []
    for line in trace:
        name = line.partition("(")[0]
        counts[name] = counts.get(name, 0) + 1
        if re.search(touching, line):
            found.append(Call(name, counts[name], line))
    return found


def failing(points: Sequence[Call], first: Call, error: str, *, on: bool) -> list[Fault]:
    """Let a call fail once, or `on` all calls that may fail so from it.

    Locks of files fail once alone: SQLite takes one that it never gets for one that others hold,
    and waits for a minute each time.
    """
    if not on:
        return first.fails(error)
    later: dict[str, Fault] = {}
    for point in points[points.index(first) :]:
        if error in point.errors and point.name != "fcntl":
            later.setdefault(point.name, Fault(point.name, point.nth, _FOR_EVER, error))
    return list(later.values())


def watched(cwd: Path, words: Sequence[str], faults: Iterable[Fault] = ()) -> Watched:
    """Run a command line in a fork of this process, which may die of a fault.

    Args:
        cwd: the folder in which it is run; its outputs and its trace lie beside it.
        words: the command line.
        faults: calls that fail, or kill it.
    """
    library, seen = _library(), cwd.with_name(f"{cwd.name}.trace")
    seen.unlink(missing_ok=True)

    def work() -> int:
        _start()
        code = _run(words, faults)
        seen.write_bytes(b"%d\n%s" % (library.stop(), library.seen()))
        return code

    ran = forked(cwd, work)
    if not seen.is_file():
        return Watched(ran, int(ran.code < 0))
    hits, *trace = seen.read_text("utf-8", "replace").splitlines()
    return Watched(ran, int(hits), trace)


def watched_here(cwd: Path, words: Sequence[str], faults: Iterable[Fault] = ()) -> Watched:
    """Run a command line in this process, which `in_a_fork` prepared; no fault may kill it."""
    gc.collect()  # closes what the last one left open
    signal.signal(signal.SIGALRM, _hang)
    signal.alarm(_SECONDS)
    try:
        ran = here(*words, cwd=cwd, work=lambda given: _run(given, faults))
    except BaseException:  # noqa: BLE001 (told as what the command did)
        ran = Ran(70, "", traceback.format_exc())
    signal.alarm(0)
    return Watched(
        ran, _library().stop(), _library().seen().decode("utf-8", "replace").splitlines()
    )


def in_a_fork(work: Callable[[], Result]) -> Result:
    """Do work in a fork of this process, where calls are watched as often as one likes."""
    _library()

    def prepared() -> Result:
        os.fsync = posix.fsync
        gc.freeze()  # so that what there is now is not looked through before each command
        _start()
        return work()

    (result,) = at_once([prepared], seconds=0)
    return result  # type: ignore[no-any-return]


class HangError(BaseException):
    """A command does not end; no `except Exception` keeps it."""


def _hang(*_: object) -> NoReturn:
    raise HangError(f"it takes more than {_SECONDS} seconds")


def _run(words: Sequence[str], faults: Iterable[Fault]) -> int:
    """Run a command line with its faults."""
    library = _library()
    library.watch()
    for fault in faults:
        place = _places().index(fault.name)
        library.let_fail(place, fault.first, fault.last, ERRORS[fault.error])
    try:
        return run(words)
    finally:
        library.stop()


def _start() -> None:
    assert _library().start() == 0, "the system lets no process watch its calls"


@functools.cache
def _places() -> list[str]:
    """The names of the calls that are watched, in the order of the library."""
    places: list[str] = []
    while name := _library().name_of(len(places)):
        places.append(name.decode())
    return places


@functools.cache
def _library() -> Any:
    source = Path(__file__).with_name("failing_calls.c")
    with tempfile.TemporaryDirectory() as aside:
        built = Path(aside) / "failing_calls.so"
        subprocess.run([str(COMPILER), "-O2", "-shared", "-fPIC", "-o", built, source], check=True)  # noqa: S603
        library = ctypes.CDLL(str(built))
    library.seen.restype = library.name_of.restype = ctypes.c_char_p
    return library
