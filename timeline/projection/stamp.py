"""A stamp beside the database: what this program last left there, and of which log.

SQLite notices neither that a byte of a text changed in its file, nor that a file was put in its
place. So a database is believed only with its stamp: the stats of its file and of its `-wal`, and
the log that it was made from. Who writes holds a lock that dies with the process; a database
without its stamp is in work as long as somebody holds the lock, and otherwise of unknown origin.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


def file_of(path: Path) -> Path:
    """Where the stamp of a database lies."""
    return path.with_name(f"{path.name}-stat")


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-lock")


def is_ours(path: Path, folder: Path) -> bool:
    """Whether a database is as this program left it, or is changing it now, for this log.

    Args:
        path: the database.
        folder: the log.
    """
    while (stamp := _read(path)) is not None:
        if stamp == _text(path, folder) or (stamp == _said(_IN_WORK, folder) and _is_locked(path)):
            return True
        # A writer may have come or gone between the two; then the stamp is another by now.
        if stamp == _read(path):
            return False
    return False


def matches(path: Path, folder: Path) -> bool:
    """Whether a database is as this program left it; the caller holds the lock."""
    return _read(path) == _text(path, folder)


def was_ours(path: Path, folder: Path) -> bool:
    """Whether a database was made from this log, in whatever state it was left."""
    states = {_said(state, folder) for state in (_IN_WORK, _DAMAGED)}
    return matches(path, folder) or _read(path) in states


def _read(path: Path) -> str | None:
    try:
        return file_of(path).read_text("utf-8", "surrogateescape").rstrip(" ")
    except FileNotFoundError:
        return None


_IN_WORK = "in work"
_DAMAGED = "damaged"


def _said(state: str, folder: Path) -> str:
    return f"{state}\n{os.path.realpath(folder)}\n"


def _text(path: Path, folder: Path) -> str:
    wal = path.with_name(f"{path.name}-wal")
    return f"{_stat(path)}\n{_stat(wal, ctime=False)}\n{os.path.realpath(folder)}\n"


def _stat(path: Path, *, ctime: bool = True) -> str:
    """The stat of a file as one line; an empty file is as good as none.

    The ctime of a `-wal` says nothing: where root opens one, be it to read, SQLite sets its owner
    once more. Each page in it has a sum to check it by.
    """
    try:
        seen = path.stat()
    except FileNotFoundError:
        return "-"
    if not seen.st_size:
        return "-"
    changed = f" {seen.st_ctime_ns}" if ctime else ""
    return f"{seen.st_size} {seen.st_mtime_ns}{changed} {seen.st_ino}"


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the lock of those who change or remove a database; it is waited for.

    Raises:
        OSError: the lock cannot be had.
    """
    descriptor = os.open(_lock_of(path), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(_lock_of(path), os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def begin(path: Path, folder: Path) -> None:
    """Say that a database is about to change; the caller holds the lock."""
    _write(path, _said(_IN_WORK, folder))


def condemn(path: Path, folder: Path) -> None:
    """Say that a database is damaged, so that nobody believes it; the caller holds the lock."""
    _write(path, _said(_DAMAGED, folder))


def why_unfit(path: Path, folder: Path) -> str:
    """What is known of a database that is not as this program left it."""
    state = _read(path)
    if state == _said(_IN_WORK, folder):
        return "left unfinished"
    return "damaged" if state == _said(_DAMAGED, folder) else "changed by something else"


def put(path: Path, folder: Path) -> None:
    """Note what a database is now; the caller holds the lock, and has closed it."""
    _write(path, _text(path, folder))


def _write(path: Path, text: str) -> None:
    """Write the stamp over what it was, in one call; where that fails half-way, it matches nothing.

    A new file in its place would be written to the disk each time, which takes long.
    """
    data = text.encode("utf-8", "surrogateescape")
    data += b" " * (-len(data) % _SIZE)
    descriptor = os.open(file_of(path), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        os.write(descriptor, data)
        if os.fstat(descriptor).st_size > len(data):
            os.ftruncate(descriptor, len(data))
    finally:
        os.close(descriptor)


_SIZE = 512
"""The stamp is as long as so many bytes, or a multiple, so that its length hardly ever changes."""
