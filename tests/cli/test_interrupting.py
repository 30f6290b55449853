"""Ctrl-C while a file is written: nothing of it is left, and what was there stays."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.running import MAIN, environment

_STOPS = """
import os, sys, time

def wait(_):
    print("begun", flush=True)
    time.sleep(60)

os.fsync = wait
"""
"""Stops where all is written, aside, and has not got its name yet."""
_NATIVE = """
import hashlib
from timeline.base.interruptible import run_interruptibly

print("begun", flush=True)
run_interruptibly(lambda: hashlib.pbkdf2_hmac("sha256", b"", b"", 1 << 30))
"""
WORDS = [
    ("list", "-o", "x.csv"),
    ("list", "-o", "x.xlsx"),
    ("list", "-o", "x.html"),
    *(("export", name, "-o", "x.out") for name in ("jsonl", "csv", "ical", "jsonld", "xlsx")),
    ("chart", "-o", "x.svg"),
    ("chart", "-o", "x.png"),
    *(("report", "--during", "2011", "-o", f"x.{end}") for end in ("md", "html", "docx", "pdf")),
]


def interrupt(code: str, *words: str, cwd: Path) -> tuple[int, str]:
    """Send SIGINT once a program prints `begun`; its exit code, and what it tells then."""
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", code, *words],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        return process.returncode, told


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_ctrl_c_leaves_nothing_half_written(
    words: tuple[str, ...], example: Path, tmp_path: Path
) -> None:
    file = tmp_path / words[-1]
    file.write_text("before")
    code, told = interrupt(_STOPS + MAIN, "--log", str(example / "events"), *words, cwd=tmp_path)
    assert (code, told) == (130, "error: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text() == "before"


def test_ctrl_c_is_heeded_while_other_code_runs(tmp_path: Path) -> None:
    code, told = interrupt(_NATIVE, cwd=tmp_path)
    assert code != 0
    assert told.endswith("KeyboardInterrupt\n")
