"""Whatever call to the system fails on the files of a log, no answer is wrong in silence."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from timeline.log import folder as log

from support.helpers import Ledger, happening
from support.properties import IN_CI, sample
from support.running import MAIN, Ran, environment, process

pytestmark = pytest.mark.skipif(
    not shutil.which("strace") and "CI" not in os.environ, reason="needs strace"
)
CALLS = "openat,getdents64,newfstatat,read"
AT_MOST = 100


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a log that has a pack and events in files of their own."""
    ledger = Ledger(tmp_path / "events")
    ledger.add("{date: 2016, kind: visit, title: Packed 1}")
    ledger.add("{date: 2017, kind: visit, title: Packed 2}")
    assert process("pack", cwd=tmp_path).code == 0
    ledger.put("happenings/2018/a.yaml", happening("2018", "Loose 1"))
    ledger.put("happenings/2019/b.yaml", happening("2019", "Loose 2"))
    ledger.settle()
    return tmp_path


class Failed(NamedTuple):
    """What a command did when a call failed, and whether any did."""

    ran: Ran
    hit: bool


def failing(*words: str, cwd: Path, at: int, code: str = "EIO", calls: str = CALLS) -> Failed:
    """Run a command of which the `at`-th call that touches the log fails."""
    trace = cwd / "trace"
    touched = [cwd / "events", *(cwd / "events").rglob("*")]
    ran = subprocess.run(  # noqa: S603 (our own program)
        [
            *("strace", "-f", "--seccomp-bpf", "-o", str(trace), "-e", f"trace={calls}"),
            *("-e", f"inject={calls}:error={code}:when={at}"),
            *(f"--trace-path={path}" for path in touched),
            *(sys.executable, "-c", MAIN, *words),
        ],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    hit = "(INJECTED)" in trace.read_text("utf-8", errors="replace")
    return Failed(Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode()), hit)


def points(
    *words: str, cwd: Path, new: bool, code: str = "EIO", step: int = 1
) -> Iterator[tuple[int, Ran]]:
    """What a command does when a call fails: the how-manieth it was, and what came of it.

    Args:
        words: of the command line.
        cwd: where it is run.
        new: whether it has to make the projection.
        code: of the error.
        step: 1 to try each call, 2 to try every other, and so on.
    """
    for at in sample(range(1, AT_MOST, step)):
        if new:
            shutil.rmtree(cwd / ".timeline", ignore_errors=True)
        done = failing(*words, cwd=cwd, at=at, code=code)
        if not done.hit:
            return
        yield at, done.ran
    pytest.fail(f"more than {AT_MOST} calls")


@pytest.mark.parametrize(
    ("code", "new"), [("EIO", True), ("EMFILE", True), ("EIO", False)], ids=["new", "many", "fresh"]
)
def test_an_answer_that_differs_is_never_given_without_a_warning(
    place: Path, code: str, *, new: bool
) -> None:
    true = process("list", "-q", cwd=place)
    last = warned = 0
    for at, ran in points("list", "-q", cwd=place, new=new, code=code):
        last = at
        warned += "warning: " in ran.err
        assert ran.code == 2 or ran.out == true.out or "cannot be read: " in ran.err, ran
        assert "Traceback" not in ran.err
        assert "fault of timeline" not in ran.err
    # What could not be read is tried again, and nothing of it counts as lost.
    assert process("list", "-q", cwd=place) == true

    assert last > (10 if new else 5)
    assert warned > (3 if IN_CI else 0)


def test_check_fails_wherever_a_part_of_the_log_cannot_be_read(place: Path) -> None:
    true = process("check", "-q", cwd=place)
    assert true.code == 0
    last = 0
    for at, ran in points("check", cwd=place, new=True, step=2):
        last = at
        assert ran.code in (1, 2) or "4 events, no errors" in ran.err, ran

    assert last > 10


def test_nothing_is_recorded_twice_wherever_a_part_of_the_log_cannot_be_read(place: Path) -> None:
    recorded = ("add", "2016", "Packed 1", "-k", "visit")
    before = {path: path.read_bytes() for path in (place / "events").rglob("*.yaml")}
    last = refused = 0
    for at, ran in points(*recorded, cwd=place, new=True, step=3):
        last = at
        refused += "nothing is recorded: the log cannot be read whole" in ran.err
        assert ran.code in (1, 2) or "already recorded" in ran.err, ran
        assert {p: p.read_bytes() for p in (place / "events").rglob("*.yaml")} == before

    assert last > 15
    assert refused > (2 if IN_CI else 0)


def test_only_what_could_not_be_read_is_tried_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.__new__(Ledger)
    ledger.folder = place / "events"
    file = ledger.folder / "happenings" / "2018" / "a.yaml"
    real, refused, asked = log.open_file, [True], []

    def watching(folder: Path, path: str) -> object:
        asked.append(path)
        if refused and path == "happenings/2018/a.yaml":
            raise OSError(5, os.strerror(5))
        return real(folder, path)

    monkeypatch.setattr(log, "open_file", watching)
    os.utime(file)
    ledger.open().db.close()
    ledger.settle()
    asked.clear()
    refused.clear()
    opened = ledger.open()
    assert asked == ["happenings/2018/a.yaml"]
    assert opened.unread == ()
    assert opened.db.execute("SELECT count(*) FROM happenings").fetchone() == (4,)
