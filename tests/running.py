"""The program as its users meet it: run as a process, on a terminal, or in this process."""

import contextlib
import csv
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from wcwidth import wcswidth

from timeline.commands.app import run

ROOT = Path(__file__).resolve().parent.parent
MAIN = "from timeline.commands import main; main()"


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
    """An environment in which nothing of the person who tests is seen, and output is bare."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TIMELINE_", "COLUMNS"))}
    bare = {"NO_COLOR": "1", "PAGER": "", "XDG_CONFIG_HOME": str(ROOT / "tests" / "nobody")}
    return kept | {"TIMELINE_BY": "Aida", "PYTHONUTF8": "1"} | bare | more


def process(
    *words: str, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run the program as a process of its own."""
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=cwd,
        input=stdin,
        env=environment(**(env or {})),
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
        code = run(words)
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


def columns(line: str) -> int:
    """How many columns of a terminal a line takes."""
    width: int = wcswidth(line)
    assert width >= 0, f"{line!r} steers a terminal"
    return width
