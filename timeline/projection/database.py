"""The life of the projection: found, judged, opened, made anew.

A reading command opens the projection here. When no file of the log has changed since it was
made, that is all that happens; the code that reads and writes YAML is not even imported.
"""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
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
    made_by = f"{FORMAT} {sql}"
    return int.from_bytes(hashlib.sha256(made_by.encode()).digest()[:4]) & 0x7FFF_FFFF


def place(folder: Path) -> Path | None:
    """Where the projection of a log lies: beside it in `.timeline`, else in the user's cache.

    None when neither can be written; the projection is then made in memory.
    """
    folder = folder.resolve()
    beside = folder.parent / ".timeline"
    if _usable(beside):
        return beside / f"{folder.name}.db"
    from platformdirs import user_cache_path  # noqa: PLC0415 (rarely needed)

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
        try:
            return _open(folder, path)
        except _UnfitError as unfit:
            _remove(path)
            return _open(folder, path, f"projection rebuilt: the old one was {unfit}")
    except sqlite3.Error as error:
        problem = f"the projection cannot be used: {error}"
        remedy = "it holds nothing of its own: delete it, and it is made anew"
        raise TimelineError(Fault(problem, remedy, str(path or folder))) from error


class _UnfitError(Exception):
    """The file is damaged, foreign or of another version."""


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _open(folder: Path, path: Path | None, notice: str = "") -> Opened:
    db = sqlite3.connect(path or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        notices = [notice] if notice else []
        found = _state(db)
        files, odd = log.scan(folder)
        stats = [*files, *settings_stat(folder)]
        if not found.is_fresh(stats):
            from timeline.projection.update import update  # noqa: PLC0415 (reads YAML)

            said = update(db, folder)
            notices = notices or said
        faults = [*odd, *(Fault(*row) for row in db.execute(_FAULTS))]
    except sqlite3.Error as error:
        db.close()
        if error.sqlite_errorcode & 0xFF in _DAMAGED:
            raise _UnfitError("damaged") from error
        raise
    except BaseException:
        db.close()
        raise
    faults.sort(key=lambda fault: (fault.path, fault.line, fault.column))
    return Opened(db, tuple(faults), tuple(notices))


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
    meta = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('fingerprint', 'scanned_at')"))
    return _State(meta["fingerprint"], int(meta["scanned_at"]))


def fingerprint(stats: Sequence[log.FileStat]) -> str:
    """What the stats of all files amount to: equal when no file has changed."""
    lines = "\n".join(
        f"{s.path}\0{s.size}\0{s.mtime_ns}\0{s.ctime_ns}\0{s.inode}" for s in stats
    )
    return hashlib.sha256(os.fsencode(lines)).hexdigest()


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
    with log.locked(path.parent):
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def remove(folder: Path) -> Path | None:
    """Delete the projection of a log, so that the next command makes it anew; where it lay."""
    path = place(folder)
    _remove(path)
    return path
