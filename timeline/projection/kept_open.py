"""A projection that one process keeps open from one turn at adding events to the next.

To open a database, SQLite reads its schema and compiles each query anew, which takes longer than
to add an event. While it stays open, what was added last may lie in its `-wal`, as the stamp says.
"""

import contextlib
import os
import sqlite3
import time
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.projection import database, freshness, stamp
from timeline.projection.database import Opened


class _Database(NamedTuple):
    """A database that is open: to change it, and by `guard` only to read it.

    Who closes a database last removes its `-wal`, by its path, where another may lie by then. Who
    may only read it removes nothing, so `guard` is closed last.
    """

    db: sqlite3.Connection
    guard: sqlite3.Connection
    path: Path
    folder: Path
    inode: tuple[int, int]
    process: int


class _OwnTimes(NamedTuple):
    """The times of folders after this process wrote to them, when the projection said `mark`.

    Another program could have added a file just then, which does not show in them. So they serve
    this process alone, and no longer than a second `since` the folders were listed.
    """

    times: freshness.Times
    mark: str
    since: int


_NO_TIMES = _OwnTimes({}, "", 0)


class KeptOpen:
    """The projection of a log, kept open by this object after it was asked for a second time.

    Args:
        folder: the log.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._was_asked_for = False
        self._open: _Database | None = None
        self._state = freshness.NOTHING
        self._own = _NO_TIMES
        self._finalizer: weakref.finalize[..., KeptOpen] | None = None

    def __reduce__(self) -> tuple[type["KeptOpen"], tuple[Path]]:
        """A copy opens the projection on its own."""
        return KeptOpen, (self.folder,)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Opened | None]:
        """The projection if it is open and fresh, for who only adds events; else None.

        The caller holds the lock of the log. Until the end nobody else changes the projection.
        """
        with contextlib.ExitStack() as stack:
            yield self._ready(stack)

    def _ready(self, stack: contextlib.ExitStack) -> Opened | None:
        with contextlib.ExitStack() as tried, contextlib.suppress(OSError, *database.SUSPICIOUS):
            held = self._held()
            if held is None:
                return None
            tried.enter_context(stamp.writing(held.path))
            if _inode(held.path) == held.inode and stamp.matches(held.path, self.folder):
                self._state = freshness.read_state(held.db, self._state)
                age = time.time_ns() - self._own.since
                if self._own.mark != self._state.mark or not 0 <= age < freshness.RACY_NS:
                    self._own = _NO_TIMES
                times = {**self._state.times, **self._own.times}
                known = self._state._replace(times=times)
                look = freshness.look_for_new(held.db, self.folder, known)
                seen = freshness.Seen(self._state, look) if look else None
                if seen and freshness.is_fresh(held.db, self.folder, seen):
                    stack.push(tried.pop_all())
                    return database.as_opened(held.db, seen.look, ())._replace(state=self._state)
                return None
        self.close()
        return None

    def _held(self) -> _Database | None:
        """The database, opened where it is asked for again; None the first time."""
        if self._open and self._open.process == os.getpid():
            return self._open
        if not self._was_asked_for:
            self._was_asked_for = True
            return None
        path = database.place(self.folder)
        if path is None or not path.is_file():
            return None
        with stamp.writing(path):
            if not stamp.matches(path, self.folder):
                return None
            self._open = held = _open(path, self.folder)
        self._finalizer = weakref.finalize(self, _close, held)
        return held

    def follow(self, opened: Opened, written: Sequence[str]) -> None:
        """Add the events of files that were just written, as `timeline.projection.database` does.

        Args:
            opened: what `opened` gave, which has not ended.
            written: the paths below the log of the files that were added.
        """
        held = self._open
        if held is None or not written:
            return
        with contextlib.suppress(*database.SUSPICIOUS, OSError, database.UnfitError):
            before = opened.look.without_times(self._own.times)
            look = freshness.look_at_written(self.folder, self._state, before, written)
            seen = freshness.Seen(self._state, look)
            if database.is_few(seen):
                stamp.begin(held.path, self.folder)
                database.bring_up_to_date(held.db, self.folder, (), seen)
                stamp.put(held.path, self.folder)
                self._state = freshness.read_state(held.db, self._state)
                own = {**self._own.times, **freshness.times_of_folders(self.folder, written)}
                self._own = _OwnTimes(own, self._state.mark, self._own.since or opened.look.at)

    def close(self) -> None:
        """Close the projection, if it is open; it is opened again when it is asked for."""
        if self._finalizer is not None:
            self._finalizer()
        self._open, self._state = None, freshness.NOTHING


def _open(path: Path, folder: Path) -> _Database:
    guard = database.read_only(path, 0)
    try:
        guard.execute("PRAGMA user_version").fetchone()  # until then it holds nothing
        db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        db.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
    except BaseException:
        guard.close()
        raise
    return _Database(db, guard, path, folder, _inode(path), os.getpid())


_PAGES = 4_000
"""So many pages of the `-wal`, 16 MB, are moved to the database at once."""


def _inode(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_dev, found.st_ino


def _close(held: _Database) -> None:
    """Close a database, and leave nothing beside it where it is still that of its log."""
    if held.process != os.getpid():
        return
    with contextlib.suppress(OSError, *database.SUSPICIOUS), stamp.writing(held.path):
        if _inode(held.path) == held.inode and stamp.matches(held.path, held.folder):
            stamp.begin(held.path, held.folder)
            held.db.execute("PRAGMA busy_timeout = 0")
            held.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            stamp.put(held.path, held.folder)
    held.db.close()
    held.guard.close()
