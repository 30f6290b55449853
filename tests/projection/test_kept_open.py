"""Who appends through one `Log` keeps its projection open, and nobody notices."""

import copy
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from timeline.api import Log
from timeline.log import staging
from timeline.projection import database, stamp
from timeline.projection.kept_open import KeptOpen

from support.helpers import Ledger, happening, later, tables
from support.running import here


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A log whose settings are old enough for their stat to be trusted."""
    made = Ledger(tmp_path / "events")
    made.settle()
    return made


def wal(ledger: Ledger) -> Path:
    return ledger.path.with_name("events.db-wal")


def visit(title: str) -> dict[str, str]:
    return {"date": "2017", "kind": "visit", "title": title}


def fill(log: Log, *titles: str) -> list[bool]:
    """Whether each was new, appended one after the other."""
    return [outcome.new for title in titles for outcome in log.append(visit(title))]


@pytest.fixture
def kept(ledger: Ledger) -> Iterator[Log]:
    """A log of three happenings, whose projection is open."""
    log = Log(ledger.folder, by="Aida")
    assert fill(log, "a", "b", "c") == [True] * 3
    assert wal(ledger).stat().st_size > 0  # as long as it is open
    yield log
    assert_is_right(ledger)


def inode(ledger: Ledger) -> int:
    return ledger.path.stat().st_ino


def assert_is_right(ledger: Ledger) -> None:
    """The projection answers as one made anew, and is not made anew for it."""
    before = inode(ledger)
    opened, anew = ledger.open(), database.open_aside(ledger.folder)
    assert tables(opened.db) == tables(anew.db)
    assert opened.notices == ()
    opened.db.close()
    anew.db.close()
    assert inode(ledger) == before


def test_it_stays_the_same_file_and_its_stamp_holds(ledger: Ledger, kept: Log) -> None:
    before = inode(ledger)
    assert fill(kept, *"defgh") == [True] * 5
    assert fill(kept, *"afh") == [False] * 3
    assert inode(ledger) == before
    assert stamp.matches(ledger.path, ledger.folder)


def test_it_is_opened_when_it_is_asked_for_again(ledger: Ledger) -> None:
    one = KeptOpen(ledger.folder)
    for is_open in (False, True, True):
        with one.opened() as opened:
            assert (opened is not None) == is_open
    one.close()
    assert_is_right(ledger)


@pytest.mark.parametrize("other", ["here", "log"])
def test_what_others_append_meanwhile_is_known(ledger: Ledger, kept: Log, other: str) -> None:
    if other == "here":
        here("add", "2017", "d", "-k", "visit", cwd=ledger.folder.parent)
    else:
        fill(Log(ledger.folder, by="Bek"), *"dxyz")
    assert fill(kept, "d", "e") == [False, True]


def test_what_a_merge_brings_meanwhile_is_known(ledger: Ledger, kept: Log) -> None:
    ledger.put("happenings/2017/merged.yaml", happening(title="d"))
    assert fill(kept, "d", "e") == [False, True]


def test_what_another_program_adds_while_it_is_written_to_is_known_after_a_second(
    ledger: Ledger, kept: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = staging.write

    def write(folder: Path, events: Iterable[staging.Addition]) -> str:
        pack = real(folder, events)
        ledger.put("happenings/2017/merged.yaml", happening(title="merged"))
        return pack

    fill(kept, "d")
    with monkeypatch.context() as patched:
        patched.setattr(staging, "write", write)
        fill(kept, "e")
    assert fill(Log(ledger.folder, by="Bek"), "merged") == [False]
    with later():
        assert fill(kept, "merged", "f") == [False, True]


def test_what_is_corrected_meanwhile_is_known(kept: Log) -> None:
    kept.amend("a", "a slip", {"summary": "At noon"})
    kept.retract("b", "a mistake")
    assert fill(kept, "a", "c", "d") == [False, False, True]
    assert {row["title"] for row in kept.chronology()} == {"a", "c", "d"}


def test_a_draft_at_fault_leaves_it_as_it_is(ledger: Ledger, kept: Log) -> None:
    before = inode(ledger)
    with pytest.raises(Exception, match="no kind"):
        kept.append({**visit("d"), "kind": "vist"})
    assert fill(kept, "a", "d") == [False, True]
    assert inode(ledger) == before


def test_one_that_is_made_anew_meanwhile_is_opened_and_nothing_of_it_is_removed(
    ledger: Ledger, kept: Log
) -> None:
    database.remove(ledger.folder)
    other = Log(ledger.folder, by="Bek")
    fill(other, *"def")  # what it added last lies beside the new database
    before = inode(ledger)
    assert fill(kept, "a", "f", "g", "h") == [False, False, True, True]
    assert inode(ledger) == before


def test_one_that_is_damaged_meanwhile_is_made_anew(ledger: Ledger, kept: Log) -> None:
    data = bytearray(ledger.path.read_bytes())
    data[len(data) // 2] ^= 1
    ledger.path.write_bytes(data)
    assert fill(kept, "a", "d", "e") == [False, True, True]


def test_what_is_erased_meanwhile_is_refused(ledger: Ledger, kept: Log) -> None:
    (erased,) = (row["id"] for row in kept.chronology() if row["title"] == "b")
    here("erase", str(erased), "--reason", "a court", "--yes", cwd=ledger.folder.parent)
    with pytest.raises(Exception, match="was recorded as"):
        kept.append(visit("b"))
    assert fill(kept, "a", "d", "e") == [False, True, True]


def test_threads_share_it(kept: Log) -> None:
    threads = [
        threading.Thread(target=fill, args=(kept, *(f"{number}-{i}" for i in range(5))))
        for number in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(kept.chronology()) == 3 + 20


def test_a_process_that_is_forked_opens_its_own(kept: Log) -> None:
    child = os.fork()
    if not child:
        done = 1
        try:
            done = 0 if fill(kept, "a", "d", "e", "f") == [False, True, True, True] else 1
        finally:
            os._exit(done)
    assert os.waitpid(child, 0)[1] == 0
    assert fill(kept, "d", "g") == [False, True]


def test_a_copy_opens_its_own(kept: Log) -> None:
    for other in (copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))):  # noqa: S301 (our own)
        assert fill(other, "a", "b", "c") == [False] * 3
        assert other.folder == kept.folder


def test_when_its_log_goes_nothing_is_left_beside_it(ledger: Ledger) -> None:
    log = Log(ledger.folder, by="Aida")
    fill(log, *"abc")
    assert wal(ledger).stat().st_size > 0
    del log
    assert wal(ledger).stat().st_size == 0
    assert_is_right(ledger)


_APPENDING = """
import os, signal, sys
from timeline.api import Log
from timeline.log import staging
log = Log(sys.argv[1], by="Aida")
for title in "abcd":
    log.append({"date": "2017", "kind": "visit", "title": title})
if sys.argv[2] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("how", "code"), [("killed", -signal.SIGKILL), ("ended", 0)])
def test_when_its_process_goes_it_is_not_made_anew(ledger: Ledger, how: str, code: int) -> None:
    command = (sys.executable, "-c", _APPENDING, str(ledger.folder), how)
    assert subprocess.run(command, check=False).returncode == code  # noqa: S603 (our own words)
    assert_is_right(ledger)
    assert fill(Log(ledger.folder, by="Bek"), "a", "d", "e") == [False, False, True]
    assert_is_right(ledger)
