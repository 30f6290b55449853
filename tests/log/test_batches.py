"""Events recorded together enter the log in one step, whoever dies or looks meanwhile."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.log import folder as log
from timeline.log.staging import Additions
from timeline.recording import pack as packing

from support.helpers import Ledger

YEARS = (2016, 2017, 2018)
BATCH = "".join(f"--- {{date: {year}, kind: visit, title: V{year}}}\n" for year in YEARS)


def paths(folder: Path) -> list[str]:
    scan = log.scan(folder)
    assert (scan.odd, scan.unread) == ((), ())
    return [file.path.rpartition("-")[0] or file.path for file in scan.files]


def titles(ledger: Ledger) -> list[str]:
    opened = ledger.open()
    assert not opened.faults
    found = [title for (title,) in opened.db.execute("SELECT title FROM happenings ORDER BY 1")]
    opened.db.close()
    return found


def test_a_batch_leaves_a_file_an_event_and_no_folder_of_packs(ledger: Ledger) -> None:
    ledger.add(BATCH)
    assert paths(ledger.folder) == [f"happenings/{y}/v{y}" for y in YEARS]
    assert not (ledger.folder / "packs").exists()


def failing(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let files get names until the one that is counted."""
    count, link = 0, os.link

    def refused(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count >= at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, str(target))
        link(source, target)

    monkeypatch.setattr(os, "link", refused)


def test_a_batch_that_the_system_refuses_records_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        failing(patched, 1)
        with pytest.raises(TimelineError, match="no space left on device") as raised:
            ledger.add(BATCH)
    assert "nothing was recorded" in str(raised.value)
    assert paths(ledger.folder) == []
    assert len(ledger.add(BATCH)) == 3
    assert len(titles(ledger)) == 3


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_batch_whose_events_get_no_files_of_their_own_is_recorded_as_a_pack(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    with monkeypatch.context() as patched:
        failing(patched, at)
        ids = ledger.add(BATCH)
    (pack,) = paths(ledger.folder)
    assert pack.startswith("packs/")
    assert titles(ledger) == ["V2016", "V2017", "V2018"]
    assert ledger.add(BATCH) == ids


# --- who looks meanwhile


@pytest.mark.parametrize("folder", ["", "happenings/2016", "happenings/2017", "happenings/2018"])
@pytest.mark.parametrize("packs", [False, True])
def test_who_lists_the_log_while_a_batch_enters_sees_all_of_it_or_none(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, folder: str, packs: bool
) -> None:
    for year in YEARS:
        (ledger.folder / "happenings" / str(year)).mkdir(parents=True)
    if packs:
        (ledger.folder / "packs").mkdir()
    real, done = os.scandir, False

    def racing(path: Path) -> object:
        nonlocal done
        entries = real(path)
        if Path(path) == ledger.folder / folder and not done:
            done = True
            ledger.add(BATCH)
        return entries

    monkeypatch.setattr(os, "scandir", racing)
    assert len(paths(ledger.folder)) in (0, 3)


def test_who_lists_the_log_while_it_is_packed_misses_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add(BATCH)
    real, done = os.scandir, False

    def racing(path: Path) -> object:
        nonlocal done
        entries = real(path)
        if not done:
            done = True
            packing.pack(ledger.folder)
        return entries

    monkeypatch.setattr(os, "scandir", racing)
    (pack,) = paths(ledger.folder)
    assert pack.startswith("packs/")


@pytest.mark.parametrize("opening", [1, 2])
def test_a_pack_that_is_unpacked_while_it_is_read_is_read_as_files(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, opening: int
) -> None:
    with monkeypatch.context() as patched:
        failing(patched, 2)
        ledger.add(BATCH)
    (pack,) = (ledger.folder / "packs").iterdir()
    real, count = log.open_file, 0

    def racing(folder: Path, path: str) -> object:
        nonlocal count
        if path.startswith("packs/"):
            count += 1
            if count == opening:
                unpack(ledger.folder, pack)
        return real(folder, path)

    monkeypatch.setattr(log, "open_file", racing)
    shutil.rmtree(ledger.folder.parent / ".timeline")
    assert titles(ledger) == ["V2016", "V2017", "V2018"]


def unpack(folder: Path, pack: Path) -> None:
    """Give each event of a pack a file, as somebody who finishes a batch would."""
    lines = pack.read_text("utf-8").splitlines()
    for i, line in enumerate(lines):
        (folder / f"{i}.yaml").write_text(line + "\n", encoding="utf-8")
    pack.unlink()


def test_a_log_that_never_rests_is_not_said_to_be_read_whole(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(1000))
    monkeypatch.setattr(log, "_times_of_packs", lambda _: [next(ticks)])
    (fault,) = log.scan(ledger.folder).unread
    assert str(fault) == (
        ".: changes faster than it can be read\n  do the same again when nobody writes to it"
    )


def test_a_batch_of_one_is_no_pack(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    link = os.link

    def linked(source: Path, target: Path) -> None:
        named.append(target.parent.name)
        link(source, target)

    monkeypatch.setattr(os, "link", linked)
    ledger.add("{date: 2016, kind: visit, title: T}")
    assert named == ["2016"]
    assert Additions().write(ledger.folder) == ""
