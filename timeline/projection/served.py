"""The projection in a database server, as this machine asks it: a copy, kept and renewed.

The commands ask SQLite, and what they ask is written for it. So the rows of the database are copied
into a projection here, which lies in the user's cache folder under the name of the state that it
was copied in. The next command asks the server for its state, and copies only what has changed.
"""

import contextlib
import fcntl
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

from timeline.exchange.engines.postgresql.layout import earlier_states
from timeline.exchange.engines.postgresql.reading import Held, bring, reading
from timeline.log import folder as log
from timeline.projection import tables
from timeline.projection.database import Opened, as_opened, folder_lock
from timeline.projection.freshness import Look


class Served(NamedTuple):
    """A projection as it is in a database, and the name of the folder of its log."""

    opened: Opened
    folder: Path


def open_served(address: str, program: str) -> Served:
    """The projection that a database holds.

    Args:
        address: of the database.
        program: the version of this program.

    Raises:
        TimelineError: the database cannot be reached or asked, or holds no timeline.
        UsageError: psycopg is not installed, or the address is none.
    """
    with reading(address, program, tables.version_of(tables.schema())) as held:
        db = _copy(held)
    return Served(as_opened(db, Look(log.Scan(), 0), ()), Path(held.mark.folder))


def remove_copies() -> bool:
    """Delete what was copied from servers; whether there was anything.

    Raises:
        OSError: the system does not let a copy be deleted.
    """
    try:
        found = list(_folder().glob("*.db"))
    except RuntimeError:  # a user without a home
        return False
    for path in found:
        path.unlink(missing_ok=True)
    return bool(found)


def _folder() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 (only a server needs it)

    return user_cache_path("timeline") / "servers"


def _copy(held: Held) -> sqlite3.Connection:
    folder = _folder()
    path = folder / f"{held.mark.state}.db"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            with folder_lock(folder, fcntl.LOCK_EX):
                if not path.exists():  # nobody made it meanwhile
                    _renew(held, path)
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    except OSError:  # no place for a copy
        db = sqlite3.connect(":memory:", isolation_level=None)
        tables.create(db)
        _fill(held, db, -1)
        return db


def _renew(held: Held, path: Path) -> None:
    """Make the copy of a database, from an older one where there is one; its folder is locked."""
    aside = path.with_name(_ASIDE)
    older = _older(held, path.parent)
    begun = older if older and _has_erasures(held, older.path) else None
    try:
        aside.unlink(missing_ok=True)  # of a process that died
        aside.touch(mode=0o600)
        if begun:
            shutil.copyfile(begun.path, aside)
        with contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            if not begun:
                tables.create(db)
            _fill(held, db, begun.revision if begun else -1)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    if older:
        older.path.unlink(missing_ok=True)


_ASIDE = "new"


class _Older(NamedTuple):
    path: Path
    revision: int


def _older(held: Held, folder: Path) -> _Older | None:
    """The newest copy of an earlier state of a database."""
    for revision, state in earlier_states(held.link):
        path = folder / f"{state}.db"
        if path.is_file():
            return _Older(path, revision)
    return None


def _has_erasures(held: Held, path: Path) -> bool:
    """Whether a copy knows all that was erased; else it is not used, not even in part."""
    query = "SELECT id FROM log_events WHERE event = 'erasure'"
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            known = set(db.execute(query))
    except sqlite3.Error:
        return False
    return known == set(held.link.execute(query).fetchall())


def _fill(held: Held, db: sqlite3.Connection, since: int) -> None:
    """Bring rows into a copy, and their words into the index."""
    db.execute("BEGIN")
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    indexes = tables.drop_indexes(db, names) if since < 0 else ()
    new = bring(held, db, since)
    tables.create_indexes(db, indexes)
    if since < 0:
        db.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
    else:
        db.executemany(
            "INSERT INTO word_index (rowid, folded) SELECT n, folded FROM text_rows WHERE n = ?",
            ((number,) for number in new),
        )
    db.execute("COMMIT")
