"""The life of the projection: found, judged, opened, made anew.

A reading command opens the projection here. When no file of the log has changed since it was
made, that is all that happens; the code that reads and writes YAML is not even imported.
"""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from timeline import log
from timeline.errors import Fault, TimelineError
from timeline.projection import stamp, tables
from timeline.projection.meta import MadeFrom, made_from, settings_stat

_BUSY_SECONDS = 60


class Opened(NamedTuple):
    """A fresh projection.

    `faults` are those of files that could not be read or corrections that could not be applied,
    with paths below the log; `notices` say what was found and done on opening.
    """

    db: sqlite3.Connection
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]


def place(folder: Path) -> Path | None:
    """Where the projection of a log lies: beside it in `.timeline`, else in the user's cache.

    None when neither can be written; the projection is then made in memory.
    """
    folder = folder.resolve()
    beside = folder.parent / ".timeline"
    if not link_at_place(folder) and _usable(beside):
        return beside / f"{folder.name}.db"
    import hashlib  # noqa: PLC0415 (rarely needed, as all in this branch)

    from platformdirs import user_cache_path  # noqa: PLC0415

    cache = user_cache_path("timeline")
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    path = cache / f"{folder.name}-{name}.db"
    return path if _usable(cache) and not path.is_symlink() else None


def link_at_place(folder: Path) -> Path | None:
    """The link that stands where the projection would lie beside its log, if there is one.

    Nothing is written through it: it may lead to a file that is no projection.
    """
    folder = folder.resolve()
    beside = folder.parent / ".timeline"
    for path in (beside, beside / f"{folder.name}.db"):
        if path.is_symlink():
            return path
    return None


def _usable(folder: Path) -> bool:
    if not folder.is_dir():
        try:
            folder.mkdir(parents=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError:
            return False
    return os.access(folder, os.W_OK | os.X_OK)


def open_fresh(folder: Path) -> Opened:
    """The projection of a log, brought up to date if the log has changed.

    Raises:
        TimelineError: the projection can be neither read nor made.
    """
    path = place(folder)
    try:
        return _open(folder, path)
    except _UnfitError as unfit:
        why = str(unfit)
    try:
        _remove(path)
        return _open(folder, path, f"projection rebuilt: the old one was {why}")
    except (_UnfitError, OSError) as error:
        notice = f"projection made in memory: {path} cannot be used: {error}"
    return open_aside(folder, notice)


def open_aside(folder: Path, notice: str = "") -> Opened:
    """The projection of a log, made in memory: nothing is written beside it.

    Raises:
        TimelineError: it cannot be made.
    """
    try:
        return _open(folder, None, notice)
    except _UnfitError as error:
        raise TimelineError(f"the projection cannot be made: {error}") from error


def as_it_lies(folder: Path) -> sqlite3.Connection | None:
    """The projection of a log, fresh or not, to be read only; None where there is none.

    Nothing is made, and nothing waits for others who write.
    """
    path = place(folder) if (folder.resolve().parent / ".timeline").is_dir() else None
    if path is None or not path.is_file():
        return None
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0)


class _UnfitError(Exception):
    """The file is damaged, foreign, of another version, or not to be had."""


def _open(folder: Path, path: Path | None, notice: str = "") -> Opened:
    db = None
    try:
        db, found = _connect(path)
        notices = [notice] if notice else []
        files, odd = log.scan(folder)
        stats = [*files, *settings_stat(folder)]
        if not found.is_fresh(stats):
            from timeline.projection.update import update  # noqa: PLC0415 (reads YAML)

            said = update(db, folder, path)
            notices = notices or said
        faults = [*odd, *(Fault(*row) for row in db.execute(_FAULTS))]
    except BaseException as error:
        if db is not None:
            db.close()
        # SQLite reports what a damaged file leads to in many ways, and a text that is no UTF-8,
        # a number that is none or too little memory are among them.
        if isinstance(error, sqlite3.Error | ValueError | MemoryError):
            raise _UnfitError(_damage(error)) from error
        raise
    faults.sort(key=lambda fault: (fault.path, fault.line, fault.column))
    return Opened(db, tuple(faults), tuple(notices))


def _damage(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return "damaged"
    return f"not usable ({error})"


def _connect(path: Path | None) -> tuple[sqlite3.Connection, MadeFrom]:
    """The database and what it was made from; a file that is removed meanwhile is not opened."""
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None), MadeFrom()
    with _folder_lock(path.parent, fcntl.LOCK_SH):
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            found = _state(db, path)
        except BaseException:
            db.close()
            raise
    return db, found


@contextlib.contextmanager
def _folder_lock(folder: Path, how: int) -> Iterator[None]:
    """Keep others from removing a projection while it is opened, or from opening it meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


_FAULTS = 'SELECT problem, remedy, path, line, "column", excerpt FROM faults'


def _state(db: sqlite3.Connection, path: Path) -> MadeFrom:
    application, version, count = db.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if not count and not application:
        return MadeFrom()
    if application != tables.APPLICATION_ID:
        raise _UnfitError("not one of this program")
    if version != tables.version_of(tables.schema()):
        raise _UnfitError("made by another version")
    if not stamp.check(path):
        raise _UnfitError("changed by something else")
    return made_from(db)


def _remove(path: Path | None) -> None:
    if path is None:
        return
    with _folder_lock(path.parent, fcntl.LOCK_EX):
        for ending in ("-stat", "", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def remove(folder: Path) -> Path | None:
    """Delete the projection of a log, so that the next command makes it anew; where it lay."""
    path = place(folder)
    _remove(path)
    return path
