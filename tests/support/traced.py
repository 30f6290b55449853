"""The program run in a process forked from this one, with strace beside it that tells its calls.

A fork has all modules loaded, so that what a test counts are calls on files of the log and of its
projection, and a run takes a twentieth of a second. The calls are the same from run to run.
"""

import ctypes
import gc
import io
import os
import posix
import select
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, Self

import pytest

from timeline.cli.command_line import run

from support.running import Ran, environment

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(
    STRACE is None and "CI" not in os.environ, reason="strace is not installed"
)
_ANY = ctypes.c_ulong(-1).value
_SET_PTRACER = 0x59616D61


class Traced(NamedTuple):
    """What came of a run: `code` is negative where a signal ended it; the trace, line by line."""

    ran: Ran
    trace: list[str]


def traced(cwd: Path, work: Callable[[], int], *options: str) -> Traced:
    """Do some work in a fork of this process while strace looks on.

    Args:
        cwd: the folder in which it is done; the outputs and the trace lie beside it.
        work: what is done; its result is the exit code.
        options: of strace.
    """
    trace = cwd.with_name(f"{cwd.name}.trace")
    with (
        _Fork(cwd, work) as fork,
        subprocess.Popen(  # noqa: S603 (strace)
            [str(STRACE), "-p", str(fork.child), "-o", str(trace), *options],
            stderr=subprocess.PIPE,
        ) as strace,
    ):
        assert strace.stderr
        said = strace.stderr.readline()
        assert b"attached" in said, said
        ran = fork.ran()
    return Traced(ran, trace.read_text("utf-8", "replace").splitlines())


def forked(cwd: Path, work: Callable[[], int]) -> Ran:
    """Do some work in a fork of this process; the code is negative where a signal ended it."""
    with _Fork(cwd, work) as fork:
        return fork.ran()


class _Fork:
    """A fork of this process that waits until it may begin with its work."""

    def __init__(self, cwd: Path, work: Callable[[], int]) -> None:
        self.cwd, self.work = cwd, work
        self.out, self.err = (cwd.with_name(f"{cwd.name}.{name}") for name in ("out", "err"))

    def __enter__(self) -> Self:
        ready, self.go = os.pipe()
        prepared, told = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.collect()  # closes databases, of which the fork would see that they are open
        if not gc.get_freeze_count():
            gc.freeze()  # to look through all modules each time would take longer than the work
        self.child = os.fork()
        if not self.child:
            os.close(self.go)
            self._run(ready, told)
        os.close(ready)
        os.close(told)
        os.read(prepared, 1)  # so that strace sees no call of the preparation
        os.close(prepared)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.go)

    def ran(self) -> Ran:
        """Let the work be done; what came of it."""
        os.write(self.go, b"x")
        _, status = os.waitpid(self.child, 0)
        out, err = (file.read_text("utf-8", "replace") for file in (self.out, self.err))
        return Ran(os.waitstatus_to_exitcode(status), out, err)

    def _run(self, ready: int, told: int) -> NoReturn:
        code = 70
        try:
            ctypes.CDLL(None).prctl(_SET_PTRACER, ctypes.c_ulong(_ANY), 0, 0, 0)
            os.fsync = posix.fsync
            os.chdir(self.cwd)
            surroundings = environment()
            os.environ.clear()
            os.environ.update(surroundings)
            sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (dies with it)
            sys.stdout, sys.stderr = _Told(self.out, 1).text(), _Told(self.err, 2).text()
            signal.alarm(60)
            os.write(told, b"x")
            os.close(told)
            select.select([ready], [], [])  # a call that is never made to fail
            code = self.work()
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:  # noqa: BLE001 (the fork must not go on as a test)
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)


def command(words: Sequence[str]) -> Callable[[], int]:
    """A command line, as work to be done."""
    return lambda: run(words)


class _Told(io.RawIOBase):
    """A file that is written by a call that nothing else uses, so that no fault reaches it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.descriptor = descriptor
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return os.writev(self.descriptor, [data])

    def text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedWriter(self), encoding="utf-8", errors="replace")
