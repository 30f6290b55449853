"""The program as its users meet it: run as a process, on a terminal, or in this process."""

import contextlib
import csv
import fcntl
import io
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from wcwidth import wcswidth

from timeline.cli.command_line import run

ROOT = Path(__file__).resolve().parents[2]
MAIN = "from timeline.cli import main; main()"


class Ran(NamedTuple):
    """What came of a command line."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def csv(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out, newline="")))


def environment(**more: str) -> dict[str, str]:
    """An environment in which nothing of the person who tests is seen, and output is bare.

    `COLUMNS` and `LINES` would count for more than the size of a test's terminal. Settings of the
    user lie in a folder that `conftest.py` makes.
    """
    own = ("TIMELINE_", "COLUMNS", "LINES", "PYTHONUNBUFFERED")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    bare = {"NO_COLOR": "1", "PAGER": ""}
    return kept | {"TIMELINE_BY": "Aida", "PYTHONUTF8": "1"} | bare | more


def process(
    *words: str,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    prepare: Callable[[], None] | None = None,
) -> Ran:
    """Run the program as a process of its own, which begins with what `prepare` does."""
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=cwd,
        input=stdin,
        env=environment(**(env or {})),
        preexec_fn=prepare,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Typed(io.TextIOWrapper):
    """Standard input with the bytes of a pipe."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def here(
    *words: str,
    cwd: Path,
    stdin: bytes = b"",
    width: int = 0,
    env: Mapping[str, str] | None = None,
    work: Callable[[Sequence[str]], int] = run,
) -> Ran:
    """Run the program in this process; on a terminal when `width`, its columns, is given."""
    out: io.StringIO = _Screen() if width else io.StringIO()
    err = io.StringIO()
    surroundings = environment(**(env or {})) | ({"COLUMNS": str(width)} if width else {})
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(cwd))
        stack.enter_context(mock.patch.dict(os.environ, surroundings, clear=True))
        stack.enter_context(mock.patch.object(sys, "stdin", _Typed(stdin)))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        code = work(words)
    return Ran(code, out.getvalue(), err.getvalue())


def on_terminal(*words: str, cwd: Path, width: int) -> str:
    """What the program shows on a real terminal of so many columns, stderr included."""
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
    ) as started:
        os.close(other)
        shown = bytearray()
        with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
            while chunk := os.read(own, 65536):
                shown += chunk
        os.close(own)
    assert started.returncode == 0, shown.decode()
    return shown.decode().replace("\r\n", "\n")


CONTROL = re.compile("\x1b\\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78]")
DEADLINE = 60
"""Seconds until a program that says nothing is given up."""


def typing(
    *words: str,
    cwd: Path,
    steps: Sequence[tuple[str, str]],
    width: int = 100,
    env: Mapping[str, str] | None = None,
    stdin: Path | None = None,
) -> Ran:
    """Run the program with somebody at a terminal; its stdout apart, as in `id=$(timeline add)`.

    Args:
        words: its arguments.
        cwd: where.
        steps: what is waited for on the screen, each with what is then typed.
        width: of the terminal.
        env: more of the environment.
        stdin: a file for standard input, in place of the terminal.

    Returns:
        The exit code, stdout, and what the terminal showed, without control sequences.
    """
    own, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    surroundings = {"TERM": "xterm", **(env or {})}
    keys_from = os.open(stdin, os.O_RDONLY) if stdin else other
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=cwd,
        env=environment(**surroundings),
        stdin=keys_from,
        stdout=subprocess.PIPE,
        stderr=other,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(2, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (for Ctrl-C)
    ) as started:
        for descriptor in {other, keys_from}:
            os.close(descriptor)
        screen = _Screened(own, dumb=surroundings["TERM"] == "dumb")
        try:
            for awaited, keys in steps:
                screen.wait(awaited)
                os.write(own, keys.encode())
            screen.wait(None)
        finally:
            if screen.late:
                started.kill()
        assert started.stdout is not None
        out = started.stdout.read().decode()
    os.close(own)
    return Ran(started.returncode, out, screen.text)


class _Screened:
    """What a terminal is sent; asked where its cursor is, it answers, unless it is dumb."""

    def __init__(self, terminal: int, *, dumb: bool) -> None:
        self._terminal, self._raw, self._seen, self._dumb = terminal, b"", 0, dumb
        self.text, self.late = "", False

    def wait(self, awaited: str | None) -> None:
        """Read until something is shown that was not before; to the end when it is None."""
        until = time.monotonic() + DEADLINE
        while awaited is None or self.text.find(awaited, self._seen) < 0:
            if time.monotonic() > until:
                self.late = True
                raise AssertionError(
                    f"waited for {awaited!r}; there is {self.text[self._seen :]!r}"
                )
            if select.select([self._terminal], [], [], 0.1)[0] and not self._read():
                assert awaited is None, f"waited for {awaited!r}; there is {self.text!r}"
                return
        self._seen = self.text.find(awaited, self._seen) + len(awaited)

    def _read(self) -> bool:
        """Read what there is; False at the end."""
        try:
            more = os.read(self._terminal, 65536)
        except OSError:  # how a terminal says that nobody writes to it any more
            return False
        for _ in range(more.count(b"\x1b[6n")):
            os.write(self._terminal, b"\x1b[1;1R")
        self._raw += more
        text = self._raw.decode(errors="ignore").replace("\r", "")
        self.text = text if self._dumb else CONTROL.sub("", text)
        return True


def columns(line: str) -> int:
    """How many columns of a terminal a line takes."""
    width: int = wcswidth(line)
    assert width >= 0, f"{line!r} steers a terminal"
    return width
