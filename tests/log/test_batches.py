"""Events recorded together enter the log in one step, whoever dies or looks meanwhile."""

import errno
import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from timeline.base.errors import TimelineError
from timeline.log import folder as log
from timeline.log.staging import Additions
from timeline.recording import pack as packing

from support.helpers import Ledger
from support.properties import sample
from support.running import MAIN, environment, here

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


# --- who dies meanwhile


class Point(NamedTuple):
    """A call to the system that changes a file: its name, and the how-manieth of that name."""

    call: str
    when: int


CHANGING = ("openat", "write", "link", "unlink", "mkdir", "rmdir", "rename", "fsync")
COMMANDS = {
    "add --file": (["add", "--file", "in.yaml"], 3),
    "add --new": (
        ["add", "2017", "A visit", "-k", "inspection", "-a", "host=MoI", "-l", "Osh", "--new"],
        3,
    ),
}


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if not found:
        assert not os.environ.get("CI"), "strace is missing"
        pytest.skip("strace is missing")
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_writer_killed_at_any_call_leaves_all_or_nothing(
    tmp_path: Path, strace: str, name: str
) -> None:
    words, events = COMMANDS[name]
    base = tmp_path / "base"
    base.mkdir()
    assert here("init", cwd=base).code == 0
    (base / "in.yaml").write_text(BATCH, encoding="utf-8")
    found_points = list(points(strace, base, words))
    assert len(found_points) > 20
    tried = [found_points[0], *sample(found_points[1:-1]), found_points[-1]]
    kill = functools.partial(killed, strace, base, words)
    seen: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(kill, tried))
    # How often a young file is read once more depends on the clock: few calls may be missing.
    assert folders.count(None) <= len(tried) // 10
    for point, folder in zip(tried, folders, strict=True):
        if folder is None:
            continue
        found = here("export", "jsonl", "-q", cwd=folder)
        assert len(found.lines) in (0, events), point
        assert found.err == "", point
        seen.append(len(found.lines))
        checked = here("check", "-q", cwd=folder)
        assert (checked.code, checked.out, checked.err) == (0, "", ""), point
        assert here(*words, cwd=folder).code == 0
        assert len(here("export", "jsonl", "-q", cwd=folder).lines) == events, point
    assert set(seen) == {0, events}
    assert seen == sorted(seen)


def killed(strace: str, base: Path, words: list[str], point: Point) -> Path | None:
    """A copy of a folder in which the command was killed at a call, before this did anything.

    None if it was over before that call.
    """
    folder = base.with_name(f"{point.call}-{point.when}")
    shutil.copytree(base, folder, ignore=shutil.ignore_patterns(".timeline"))
    inject = f"inject={point.call}:signal=KILL:when={point.when}"
    return folder if traced(strace, folder, words, inject).returncode else None


def points(strace: str, base: Path, words: list[str]) -> Iterator[Point]:
    """The calls by which a command changes the log, from a run in which nothing happens."""
    folder = base.with_name("traced")
    shutil.copytree(base, folder)
    traced(strace, folder, words, f"trace={','.join(CHANGING)}")
    counts = dict.fromkeys(CHANGING, 0)
    inside = False
    for line in (folder / "trace").read_text("utf-8", "replace").splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None:
            continue
        counts[call[1]] += 1
        inside = inside or f'"{folder}/events/' in line or '"events/' in line
        if inside and not ("openat(" in line and "O_CREAT" not in line):
            yield Point(call[1], counts[call[1]])


def traced(
    strace: str, folder: Path, words: list[str], what: str
) -> subprocess.CompletedProcess[bytes]:
    command = [strace, "-f", "--seccomp-bpf", "-s", "300", "-o", str(folder / "trace"), "-e", what]
    return subprocess.run(  # noqa: S603 (our own program)
        [*command, sys.executable, "-c", MAIN, *words],
        cwd=folder,
        env=environment(PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0"),
        capture_output=True,
        check=False,
        timeout=60,
    )
