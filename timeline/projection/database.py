"""The life of the projection: found, judged, opened, made anew.

A reading command opens the projection here. When no file of the log has changed since it was
made, that is all that happens; the code that reads and writes YAML is not even imported.
"""

import contextlib
import fcntl
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import log
from timeline.edtf import Hemisphere
from timeline.errors import Fault, TimelineError

APPLICATION_ID = 0x74_69_6D_65
"""Marks a SQLite file as a projection of this program ("time")."""
FORMAT = 1
"""Grows when the rows computed from the same log change while the tables do not."""
RACY_NS = 1_000_000_000
"""A file changed this shortly before it was read may change again without its stat showing it."""
_BUSY_SECONDS = 60
_HERE = Path(__file__).parent


class Opened(NamedTuple):
    """A fresh projection.

    `faults` are those of files that could not be read or corrections that could not be applied,
    with paths below the log; `notices` say what was found and done on opening.
    """

    db: sqlite3.Connection
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]


def schema() -> str:
    """The SQL of all tables and views."""
    return (_HERE / "tables.sql").read_text("utf-8") + (_HERE / "views.sql").read_text("utf-8")


def version_of(sql: str) -> int:
    """The number by which a projection is known to be of this version."""
    return zlib.crc32(f"{FORMAT} {sql}".encode()) & 0x7FFF_FFFF


def place(folder: Path) -> Path | None:
    """Where the projection of a log lies: beside it in `.timeline`, else in the user's cache.

    None when neither can be written; the projection is then made in memory.
    """
    folder = folder.resolve()
    beside = folder.parent / ".timeline"
    if _usable(beside):
        return beside / f"{folder.name}.db"
    import hashlib  # noqa: PLC0415 (rarely needed, as all in this branch)

    from platformdirs import user_cache_path  # noqa: PLC0415

    cache = user_cache_path("timeline")
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return cache / f"{folder.name}-{name}.db" if _usable(cache) else None


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
    try:
        return _open(folder, None, notice)
    except _UnfitError as error:
        raise TimelineError(f"the projection cannot be made: {error}") from error


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


def _connect(path: Path | None) -> tuple[sqlite3.Connection, "_State"]:
    """The database and what it was made from; a file that is removed meanwhile is not opened."""
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None), _State()
    with _folder_lock(path.parent, fcntl.LOCK_SH):
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            found = _state(db)
            _check_stamp(path)
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


def _stamp_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-stat")


def _stamp(path: Path) -> str:
    """What the stamp says, empty when there is none."""
    try:
        return _stamp_of(path).read_text("utf-8")
    except FileNotFoundError:
        return ""


def _stat_line(path: Path) -> str:
    seen = path.stat()
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}\n"


def _check_stamp(path: Path) -> None:
    """See that nothing but this program has written to the database, as far as can be known.

    SQLite does not notice when a byte of a text changes. So the stat of its file is kept beside
    it, but while somebody writes; where it is missing, SQLite's own log is relied on.
    """
    while stamp := _stamp(path):
        if stamp == _stat_line(path):
            return
        # A writer may have come between the two; then the stamp is gone by now, or another.
        if stamp == _stamp(path):
            raise _UnfitError("changed by something else")


def break_stamp(path: Path) -> None:
    """Say that the database is about to change; the caller holds its write lock."""
    _stamp_of(path).unlink(missing_ok=True)


def stamp(db: sqlite3.Connection, path: Path) -> None:
    """Note the stat of the database, if all that was written to it is in its file."""
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        with contextlib.suppress(OSError):
            if path.with_name(f"{path.name}-wal").stat().st_size == 0:
                aside = path.with_name(f"{path.name}-stat-{os.getpid()}")
                aside.write_text(_stat_line(path), "utf-8")
                aside.replace(_stamp_of(path))
    finally:
        db.execute("ROLLBACK")


_FAULTS = 'SELECT problem, remedy, path, line, "column", excerpt FROM faults'


class _State(NamedTuple):
    fingerprint: str = ""
    scanned_at: int = 0

    def is_fresh(self, stats: Sequence[log.FileStat]) -> bool:
        newest = max((stat.ctime_ns for stat in stats), default=0)
        return newest < self.scanned_at - RACY_NS and fingerprint(stats) == self.fingerprint


def _state(db: sqlite3.Connection) -> _State:
    application, version, tables = db.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if not tables and not application:
        return _State()
    if application != APPLICATION_ID:
        raise _UnfitError("not one of this program")
    if version != version_of(schema()):
        raise _UnfitError("made by another version")
    meta = dict(
        db.execute("SELECT name, value FROM meta WHERE name IN ('fingerprint', 'scanned_at')")
    )
    return _State(meta.get("fingerprint", ""), int(meta.get("scanned_at", 0)))


def fingerprint(stats: Sequence[log.FileStat]) -> str:
    """The stats of all files as one text: equal when no file has changed.

    It is compared whole. A hash of it would be shorter, but to import one takes longer than to
    read a megabyte from the projection.
    """
    lines = (f"{s.path}\t{s.size}\t{s.mtime_ns}\t{s.ctime_ns}\t{s.inode}\n" for s in stats)
    return "".join(lines)


def settings_stat(folder: Path) -> list[log.FileStat]:
    """The stat of the log's settings file; nothing when there is none."""
    try:
        seen = (folder / log.SETTINGS).stat()
    except OSError:
        return []
    times = (seen.st_mtime_ns, seen.st_ctime_ns)
    return [log.FileStat(log.SETTINGS, seen.st_size, *times, seen.st_ino)]


def hemisphere_of(db: sqlite3.Connection) -> Hemisphere:
    """The hemisphere that the log's settings name."""
    row = db.execute("SELECT value FROM meta WHERE name = 'hemisphere'").fetchone()
    return "south" if row and row[0] == "south" else "north"


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
