import errno
import fcntl
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline.base.errors import TimelineError
from timeline.log import folder as log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "events"
    log.create(folder, "schema: 1\n")
    return folder


def seen(folder: Path) -> dict[str, bytes]:
    """What readers of the log see: the event files and what is in them."""
    return {file.path: (folder / file.path).read_bytes() for file in log.scan(folder).files}


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# --- finding and making


def test_a_new_log_has_its_settings_and_tells_git_to_leave_its_bytes_alone(folder: Path) -> None:
    assert everything(folder) == {"timeline.yaml", ".gitattributes"}
    assert (folder / ".gitattributes").read_text() == "*.yaml -text\n"
    assert not log.scan(folder).files


def test_a_log_is_not_made_twice(folder: Path) -> None:
    with pytest.raises(TimelineError, match="is a log already"):
        log.create(folder, "schema: 1\n")


def test_a_log_can_be_made_in_a_folder_that_has_files_and_keeps_them(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("mine\n")
    log.create(tmp_path, "schema: 1\n")
    assert (tmp_path / ".gitattributes").read_text() == "mine\n"
    assert log.is_log(tmp_path)


def test_a_log_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TimelineError, match="file"):
        log.create(tmp_path / "file" / "events", "schema: 1\n")


# --- reading


def test_events_are_listed_by_path_and_dots_and_other_files_passed_over(folder: Path) -> None:
    for path in ("b.yaml", "a/c.yaml", "a.yaml", ".new-0f", "notes.md", ".git/x.yaml", "a/.b.yaml"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("x")
    scan = log.scan(folder)
    files, faults = scan.files, scan.odd
    assert [file.path for file in files] == ["a.yaml", "a/c.yaml", "b.yaml"]
    assert not faults


def test_what_looks_like_an_event_and_is_none_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "e.yaml").write_text("x")
    (folder / "link.yaml").symlink_to(tmp_path / "elsewhere" / "e.yaml")
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "loop").symlink_to("loop")
    (folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "short.yml").write_text("x")
    (folder / "LOUD.YAML").write_text("x")
    os.mkfifo(folder / "pipe.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.yaml"))
    scan = log.scan(folder)
    files, faults = scan.files, scan.odd
    assert not files
    assert {fault.path: fault.problem for fault in faults} == {
        "LOUD.YAML": "not read: events are files named .yaml",
        "dangling.yaml": "a link: not read",
        "link.yaml": "a link: not read",
        "linked": "a link: not read",
        "pipe.yaml": "no regular file: not read",
        "short.yml": "not read: events are files named .yaml",
        "socket.yaml": "no regular file: not read",
    }
    assert all(fault.remedy for fault in faults)


def test_a_name_that_is_not_utf8_is_named_and_does_not_hide_the_rest(folder: Path) -> None:
    for name in (b"caf\xe9.yaml", b"good.yaml"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")
    scan = log.scan(folder)
    files, (fault,) = scan.files, scan.odd
    assert [file.path for file in files] == ["good.yaml"]
    assert str(fault) == "caf\\xe9.yaml: not read: its name is not UTF-8\n  rename it"


def test_a_file_that_goes_away_while_the_scan_runs_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (folder / f"{name}.yaml").write_text("x")
    real = os.scandir

    class Racing:
        def __init__(self, path: Path) -> None:
            self.entries = sorted(real(path), key=lambda entry: entry.name)
            (folder / "b.yaml").unlink(missing_ok=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Racing)
    scan = log.scan(folder)
    files, faults = scan.files, scan.odd
    assert [file.path for file in files] == ["a.yaml", "c.yaml"]
    assert not faults


def test_no_more_than_the_limit_is_read(folder: Path) -> None:
    (folder / "a.yaml").write_bytes(b"x" * 100)
    assert log.read_bytes(folder, "a.yaml", 10) == (b"x" * 11, None)


@pytest.mark.parametrize("make", ["link", "fifo", "missing"])
def test_what_is_no_file_is_not_read_and_does_not_hang(folder: Path, make: str) -> None:
    path = folder / "a.yaml"
    if make == "link":
        path.symlink_to("/etc/passwd")
    elif make == "fifo":
        os.mkfifo(path)
    data, fault = log.read_bytes(folder, "a.yaml", 10)
    assert data == b""
    assert make == "fifo" or fault is not None


# --- writing


def test_files_are_appended_in_new_folders_with_ordinary_permissions(folder: Path) -> None:
    mask = os.umask(0o022)
    try:
        with log.locked(folder):
            log.write(folder, {"a/b/c.yaml": b"c", "d.yaml": b"d"})
    finally:
        os.umask(mask)
    assert seen(folder) == {"a/b/c.yaml": b"c", "d.yaml": b"d"}
    assert (folder / "a/b/c.yaml").stat().st_mode & 0o777 == 0o644
    assert not list(folder.rglob(".new-*"))


def test_nothing_is_ever_written_over(folder: Path) -> None:
    log.write(folder, {"a.yaml": b"first"})
    with pytest.raises(TimelineError) as raised:
        log.write(folder, {"b.yaml": b"other", "a.yaml": b"second"})
    assert seen(folder) == {"a.yaml": b"first"}
    assert str(raised.value) == (
        f"{folder}/a.yaml: cannot be written: file exists\n"
        "  nothing was recorded; set this right and do the same again"
    )


def test_a_folder_that_is_a_link_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "happenings").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(TimelineError, match="a link, not a folder"):
        log.write(folder, {"happenings/2017/a.yaml": b"x"})
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_log_that_is_itself_reached_by_a_link_is_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(folder, target_is_directory=True)
    log.write(tmp_path / "shortcut", {"a.yaml": b"x"})
    assert seen(folder) == {"a.yaml": b"x"}


def test_what_a_dead_writer_left_is_never_read_and_is_cleared_by_the_next(folder: Path) -> None:
    (folder / "happenings").mkdir()
    for left in (folder / ".new-0123456789abcdef", folder / "happenings/.new-fedcba9876543210"):
        left.write_bytes(b"half an ev")
    assert seen(folder) == {}
    log.sweep(folder, log.scan(folder))
    log.write(folder, {"happenings/a.yaml": b"x"})
    assert everything(folder) == {
        "timeline.yaml",
        ".gitattributes",
        "happenings/a.yaml",
    }


CAUSES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE, errno.EDQUOT, errno.EROFS)


class Failing:
    """Fails the n-th call to the system that writes, once or from then on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, code: int, *, on: bool) -> None:
        self.count, self.at, self.code, self.on = 0, at, code, on
        self.failed: list[str] = []
        for name in ("fsync", "link", "mkdir", "rename", "unlink", "open"):
            monkeypatch.setattr(os, name, self.wrapped(name, getattr(os, name)))
        # pathlib opens by io.open, whatever os.open is.
        opened = Path.open
        monkeypatch.setattr(Path, "open", self.wrapped("Path.open", opened))

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.on and self.count > self.at):
                self.failed.append(name)
                raise OSError(self.code, os.strerror(self.code), str(args[0]))
            return real(*args, **kwargs)

        return call


BATCH = {"a/1.yaml": b"one", "a/2.yaml": b"two", "b/3.yaml": b"three"}


def refusal(folder: Path) -> str:
    """What is said when the batch is refused; empty when it is appended."""
    try:
        log.write(folder, BATCH)
    except TimelineError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("code", CAUSES, ids=errno.errorcode.get)
def test_whichever_call_fails_nothing_partial_is_seen_and_a_retry_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    points: dict[int, list[str]] = {}
    for at in range(1, 100):
        folder = tmp_path / f"{at}" / "events"
        log.create(folder, "schema: 1\n")
        log.write(folder, {"before.yaml": b"before"})
        with monkeypatch.context() as patched:
            failing = Failing(patched, at, code, on=False)
            said = refusal(folder)
        if said:
            assert os.strerror(code).lower() in said
            assert ".new-" not in said
        expected = {"before.yaml": b"before"} if said else {"before.yaml": b"before", **BATCH}
        if not failing.failed:
            break
        points[at] = failing.failed
        assert seen(folder) == expected
        again = {path: data for path, data in BATCH.items() if path not in expected}
        later = {"a/4.yaml": b"four", "b/5.yaml": b"five"}
        log.sweep(folder, log.scan(folder))
        log.write(folder, again | later)
        assert seen(folder) == {"before.yaml": b"before", **BATCH, **later}
        assert not list(folder.rglob(".new-*"))
    assert len(points) > 15
    assert {name for failed in points.values() for name in failed} >= {
        "Path.open",
        "fsync",
        "link",
        "mkdir",
        "open",
        "unlink",
    }


def test_when_every_call_fails_from_some_point_on_each_event_seen_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = 0
    for at in range(1, 100):
        folder = tmp_path / f"{at}" / "events"
        log.create(folder, "schema: 1\n")
        with monkeypatch.context() as patched:
            failing = Failing(patched, at, errno.EIO, on=True)
            refused += bool(refusal(folder))
        if not failing.failed:
            break
        assert seen(folder).items() <= BATCH.items()
    assert refused > 15


def test_a_short_write_is_not_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = log._write_synced  # noqa: SLF001 (the one place where bytes are written)

    def full(path: Path, content: bytes) -> None:
        real(path, content[:3])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(log, "_write_synced", full)
    with pytest.raises(TimelineError, match="no space left on device"):
        log.write(folder, {"a.yaml": b"a whole event"})
    assert everything(folder) == {"timeline.yaml", ".gitattributes"}


def test_a_real_device_that_is_full_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open
    monkeypatch.setattr(
        Path, "open", lambda self, mode: real(Path("/dev/full") if mode == "xb" else self, "wb")
    )
    with pytest.raises(TimelineError, match="no space left on device"):
        log.write(folder, {"a.yaml": b"x"})
    assert seen(folder) == {}


def test_an_interruption_takes_back_what_was_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link
    calls = []

    def interrupted(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises(KeyboardInterrupt):
        log.write(folder, BATCH)
    assert seen(folder) == {}
    assert not list(folder.rglob(".new-*"))


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK])
def test_where_there_are_no_hard_links_files_are_appended_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refused)
    log.write(folder, BATCH)
    assert seen(folder) == BATCH
    with pytest.raises(TimelineError, match="file exists"):
        log.write(folder, {"a/1.yaml": b"other"})
    assert seen(folder) == BATCH
    assert not list(folder.rglob(".new-*"))


def test_events_are_synced_before_they_get_their_names_and_folders_after(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, link = os.fsync, os.link

    def synced(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        done.append("sync file" if name.startswith(log.ASIDE) else f"sync {name}")
        sync(descriptor)

    def linked(source: Path, target: Path) -> None:
        done.append(f"name {target.name}")
        link(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    log.write(folder, {"a/1.yaml": b"one", "a/2.yaml": b"two"})
    assert done == [
        "sync events",  # the new folder
        "sync file",
        "sync file",
        "name 1.yaml",
        "name 2.yaml",
        "sync a",
    ]


# --- the lock


def test_only_one_writer_at_a_time_holds_the_lock(folder: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with log.locked(folder):
            order.append("other")

    with log.locked(folder):
        waiting = threading.Thread(target=other)
        waiting.start()
        time.sleep(0.05)
        order.append("first")
    waiting.join(5)
    assert order == ["first", "other"]


def test_the_lock_goes_with_an_exception_and_leaves_no_file(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), log.locked(folder):
        raise ZeroDivisionError
    with log.locked(folder):
        pass
    assert everything(folder) == {"timeline.yaml", ".gitattributes"}


def test_the_lock_goes_with_its_process(folder: Path) -> None:
    ready, told = os.pipe()
    child = os.fork()
    if not child:
        with log.locked(folder):
            os.write(told, b"x")
            os._exit(1)
    os.read(ready, 1)
    os.waitpid(child, 0)
    with log.locked(folder):
        pass


def test_a_folder_that_cannot_be_locked_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TimelineError, match="no such file"), log.locked(folder / "missing"):
        pass

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(TimelineError, match="no locks available"), log.locked(folder):
        pass
