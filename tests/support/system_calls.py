"""Calls of the system that the program makes on a log, and what comes of one that fails."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.running import MAIN, Ran, environment

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(
    STRACE is None and "CI" not in os.environ, reason="strace is not installed"
)
PROGRAM = [sys.executable, "-c", MAIN]


def calls(words: Sequence[str], cwd: Path, names: str, touching: str) -> list[tuple[str, int]]:
    """The calls that a command makes on certain files: their names, and the how-many-th each is.

    Args:
        words: of the command line.
        cwd: where it is run.
        names: of the calls of the system, with commas between them.
        touching: a pattern that the line of a call matches, paths of its files included.
    """
    traced = cwd / "trace"
    _strace([f"trace={names}"], words, cwd, ["-y", "-o", str(traced)])
    counts: dict[str, int] = {}
    found = []
    for line in traced.read_text("utf-8", errors="replace").splitlines():
        if called := re.match(r"\d+\s+(\w+)\(", line):
            counts[called[1]] = counts.get(called[1], 0) + 1
            if re.search(touching, line):
                found.append((called[1], counts[called[1]]))
    traced.unlink()
    return found


def failing(point: tuple[str, int], how: str, words: Sequence[str], cwd: Path) -> Ran:
    """Run a command of which one call fails; `how` is `error=EIO`, or `signal=KILL` to die."""
    call, count = point
    inject = [f"trace={call}", f"inject={call}:{how}:when={count}"]
    done = _strace(inject, words, cwd, ["-o", os.devnull])
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))


def _strace(
    asked: Sequence[str], words: Sequence[str], cwd: Path, more: Sequence[str]
) -> "subprocess.CompletedProcess[bytes]":
    options = [option for one in asked for option in ("-e", one)]
    return subprocess.run(  # noqa: S603 (our own program)
        [str(STRACE), "-f", "--seccomp-bpf", *more, *options, *PROGRAM, *words],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
