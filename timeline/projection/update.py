"""Bringing the projection up to date: files that changed are read, and what they say projected."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from timeline.base.collector import without_collector
from timeline.base.errors import Fault
from timeline.event import document, yaml_text
from timeline.event.held import Held
from timeline.event.types import ABOUT_LOG
from timeline.log import files, settings
from timeline.log import folder as log
from timeline.log.paths import FOLDERS
from timeline.projection import freshness, tables
from timeline.projection.documents import put_documents, put_log_events, remove_documents
from timeline.projection.erasures import Sieve, read_gone, read_left_out
from timeline.projection.extending import extend
from timeline.projection.lost import Lost
from timeline.projection.projecting import project, put_faults

_PATIENCE = 60
"""For how many seconds another process is waited for."""
_CHUNK = 1_000
"""So many events of a pack are put into the database at once."""


class Updated(NamedTuple):
    """What came of bringing a projection up to date.

    `look` is what the log's folder held, its `unread` with the files that were found and could not
    be read; `notices` say that the projection was made.
    """

    look: freshness.Look
    notices: tuple[str, ...]


def update(
    db: sqlite3.Connection,
    folder: Path,
    known: Sequence[Lost] = (),
    seen: freshness.Seen | None = None,
) -> Updated:
    """Read what changed in the log since the projection was made, and project it.

    Several processes may do this at once: one writes, the others wait and find it done.

    Args:
        db: the projection.
        folder: the log.
        known: events that the log held before, if the projection does not know.
        seen: what the projection said of the files, and a look at them after that, if there was
            one; it serves as long as nobody else has updated the projection.

    Raises:
        ErasedError: what it holds, or held, was erased: it has to be made anew.
    """
    _prepare(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            tables.create(db)
        updated = _update(db, folder, known, seen, ())
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return updated


def make(
    db: sqlite3.Connection, folder: Path, known: Sequence[Lost] = (), erased: Collection[str] = ()
) -> Updated:
    """Make the projection of a log in an empty database, which is of no use if that fails.

    Args:
        db: the database, which nobody else uses.
        folder: the log.
        known: events that the log held before.
        erased: digests of events that must not get into the database.

    Raises:
        ErasedError: something got into the database before it was known that it was erased: it has
            to be made once more, without what the error names.
    """
    db.execute("BEGIN")
    tables.create(db)
    with without_collector():
        look, _ = _update(db, folder, known, None, erased)
    db.execute("COMMIT")
    count = db.execute("SELECT count(*) FROM document_rows").fetchone()[0]
    made = f"projection made from {count:,} event{'s' * (count != 1)}"
    return Updated(look, (made,) if count else ())


def _prepare(db: sqlite3.Connection) -> None:
    """Let readers go on while there is a writer. SQLite does not wait for the lock it needs."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _update(
    db: sqlite3.Connection,
    folder: Path,
    known: Sequence[Lost],
    seen: freshness.Seen | None,
    erased: Collection[str],
) -> Updated:
    state = freshness.read_state(db, seen.state if seen else freshness.NOTHING)
    look = seen.look if seen and state is seen.state else freshness.look(folder)
    new = not db.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
    changes = _Changes(Sieve(db, erased), all_new=new)
    changes.dropped = {event.id: (event.path, event.called) for event in known}
    folders = state.folders
    indexes = tables.drop_indexes(db, ("document_rows",)) if new else ()
    while True:
        changes.unread = list(look.scan.unread)
        differing = freshness.compare(folders, look.scan.folders)
        whole = _read_changed(db, folder, differing, changes)
        unread = {fault.path for fault in changes.unread}
        if whole:
            break
        folders = freshness.folders_read(look, folders, unread)
        look = freshness.look(folder)
    changes.sieve.finish(all_new=new)
    tables.create_indexes(db, indexes)
    lost = _note_lost(db, changes)
    if new or changes.deep or lost or not _extended(db, changes):
        project(db, folder)
    freshness.put_state(db, state, look, unread)
    scan = look.scan._replace(unread=tuple(changes.unread))
    return Updated(look._replace(scan=scan), ())


def _extended(db: sqlite3.Connection, changes: "_Changes") -> bool:
    """Whether nothing is new, or all that is new could be added to what was there."""
    fresh = [id_ for id_ in changes.read if id_ not in changes.known]
    if not changes.read and not changes.dropped:
        return True
    if db.execute(_INCOMPLETE).fetchone():
        return False  # what was missing or where it lies may have changed
    if len(fresh) > _FEW:
        (count,) = db.execute("SELECT count(*) FROM document_rows").fetchone()
        if len(fresh) * _DEARER > count:
            return False
    return not fresh or extend(db, fresh)


_INCOMPLETE = """
    SELECT 1 FROM faults WHERE stage = 'fold'
    UNION ALL SELECT 1 FROM meta WHERE name = 'orphans' AND value = '1'
"""
_FEW = 100
_DEARER = 3
"""So many times what it takes to project an event with all others it takes to add it alone."""


def _set_meta(db: sqlite3.Connection, **values: str) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


class _Changes:
    """What reading the files that changed has brought.

    `read` are the ids of events, `known` those of them that the log held before; both are not
    asked for, and empty, where the projection is `all_new`. `dropped` are events whose files went
    or changed, with path and name; `unread` are the faults of what could not be read; `deep` says
    that the settings changed. `sieve` keeps out what was erased.
    """

    def __init__(self, sieve: Sieve, *, all_new: bool) -> None:
        self.sieve, self.all_new = sieve, all_new
        self.read: dict[str, None] = {}
        self.known: set[str] = set()
        self.dropped: dict[str, tuple[str, str]] = {}
        self.unread: list[Fault] = []
        self.deep = False


def _read_changed(
    db: sqlite3.Connection, folder: Path, differing: freshness.Changes, changes: _Changes
) -> bool:
    """Read the files whose stat changed or was too young to trust.

    Returns:
        Whether all were there. What goes away meanwhile may have moved into a pack or out of one:
        then the log has to be scanned again.
    """
    for path in differing.gone:
        _forget(db, path, changes)
    known = _hashes(db, differing.unsure)
    whole = True
    changed: list[str] = []
    for path in differing.unsure:
        with _Guard(db, path, changes) as guard:
            if path in known:
                if _content(folder, path).sha256 == known[path]:
                    continue
                _forget(db, path, changes)
            changed.append(path)
        whole = whole and not guard.gone
    # What was erased is better known before what may be that is read.
    changed.sort(key=lambda path: not path.startswith(_ERASURES))
    for path in changed:
        with _Guard(db, path, changes) as guard:
            content = _content(folder, path)
            db.execute("INSERT INTO files (path, sha256) VALUES (?, ?)", (path, content.sha256))
            _take(db, folder, path, content, changes)
        whole = whole and not guard.gone
    return whole


def _hashes(db: sqlite3.Connection, paths: Sequence[str]) -> dict[str, str]:
    """The SHA-256 of each file that was read before, of few paths or of all."""
    query = "SELECT path, sha256 FROM files"
    if len(paths) > _FEW:
        return dict(db.execute(query))
    query += " WHERE path IN (SELECT value FROM json_each(?))"
    return dict(db.execute(query, (json.dumps(paths),)))


_ERASURES = f"{FOLDERS['erasure']}/"


class _Guard:
    """Leaves out a file that goes away while it is read, or that the system does not let be read.

    What was read of it before or in part is dropped. `gone` says that it went away.
    """

    def __init__(self, db: sqlite3.Connection, path: str, changes: _Changes) -> None:
        self.db, self.path, self.changes = db, path, changes
        self.gone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if not isinstance(error, OSError):
            return False
        _forget(self.db, self.path, self.changes)
        self.gone = isinstance(error, FileNotFoundError)
        if not self.gone:
            self.changes.unread.append(log.unreadable(error, self.path))
            self.changes.deep = True
        return True


class _Content(NamedTuple):
    """What a file holds; of a pack, which may be large, not the data."""

    data: bytes
    sha256: str
    is_pack: bool = False


def _content(folder: Path, path: str) -> _Content:
    """The content of a file.

    Raises:
        OSError: the system refuses.
    """
    with log.open_file(folder, path) as file:
        data = file.read(yaml_text.MAX_BYTES + 1)
        sha256 = hashlib.sha256(data)
        if not files.is_pack(data):
            return _Content(data, sha256.hexdigest())
        while more := file.read(yaml_text.MAX_BYTES):
            sha256.update(more)
    return _Content(b"", sha256.hexdigest(), is_pack=True)


def _take(
    db: sqlite3.Connection, folder: Path, path: str, content: _Content, changes: _Changes
) -> None:
    """Take the events of a file, or the settings.

    Raises:
        OSError: a pack cannot be read to its end.
    """
    if path == log.SETTINGS:
        changes.deep = True
        _read_settings(db, content.data)
    elif content.is_pack:
        if fault := files.fault_of_name(path, content.sha256):
            put_faults(db, [fault], "file")
        _read_pack(db, folder, path, changes)
    else:
        held, faults = files.read_file(content.data, path)
        put_faults(db, faults, "file")
        if held is not None:
            _put_events(db, path, [held], changes)


def _read_pack(db: sqlite3.Connection, folder: Path, path: str, changes: _Changes) -> None:
    with log.open_file(folder, path) as file:
        found = files.read_pack(file, path)
        while some := list(islice(found, _CHUNK)):
            put_faults(db, (one for one in some if isinstance(one, Fault)), "file")
            _put_events(db, path, [one for one in some if isinstance(one, Held)], changes)


def _forget(db: sqlite3.Connection, path: str, changes: _Changes) -> None:
    """Drop a file and what was read from it."""
    for id_, place, called in db.execute(_IN_FILE, (path,)).fetchall():
        changes.dropped[id_] = (place, called)
    remove_documents(db, path)
    changes.sieve.forget(path)
    db.execute("DELETE FROM faults WHERE path = ? AND stage = 'file'", (path,))
    db.execute("DELETE FROM files WHERE path = ?", (path,))
    if path == log.SETTINGS:
        changes.deep = True
        db.execute("DELETE FROM meta WHERE name <> 'unread'")


_IN_FILE = """
    SELECT id, located, coalesce(body ->> 'title', body ->> 'name', event)
    FROM documents WHERE path = ?1
    UNION ALL
    SELECT e.id, ?1, e.event || coalesce(' ' || (e.body ->> 'name'), '')
    FROM log_events AS e JOIN files AS f ON f.file = e.file WHERE f.path = ?1
"""


def _read_settings(db: sqlite3.Connection, data: bytes) -> None:
    text, faults = document.decode(data, log.SETTINGS)
    found, wrong = settings.read(text, log.SETTINGS) if not faults else (settings.Settings(), [])
    put_faults(db, [*faults, *wrong], "file")
    names = ("kinds", "roles", "queries", "formats")
    words = {"hemisphere": found.hemisphere, "open_ends": found.open_ends}
    _set_meta(db, **words, **{n: json.dumps(getattr(found, n)) for n in names})


def _put_events(
    db: sqlite3.Connection, path: str, found: Sequence[Held], changes: _Changes
) -> None:
    about_log = [held for held in found if held.kind in ABOUT_LOG]
    if about_log:
        put_log_events(db, path, about_log)
        changes.sieve.note(about_log)
        found = [held for held in found if held.kind not in ABOUT_LOG]
    found = changes.sieve.sift(path, found)
    if not changes.all_new:
        ids = [held.id for held in found]
        changes.known.update(id_ for id_ in _held_before(db, ids) if id_ not in changes.read)
        changes.read.update(dict.fromkeys(ids))
    put_documents(db, path, found)


def _held_before(db: sqlite3.Connection, ids: Sequence[str]) -> Iterator[str]:
    """The events that the projection knows already, be their files here or moved."""
    query = """
        WITH asked (id) AS (SELECT value FROM json_each(?1))
        SELECT id FROM standing_versions WHERE id IN (SELECT id FROM asked)
        UNION SELECT id FROM corrections_versions WHERE id IN (SELECT id FROM asked)
    """
    for (id_,) in db.execute(query, (json.dumps(ids),)):
        yield id_


def _note_lost(db: sqlite3.Connection, changes: _Changes) -> bool:
    """Note the events that were in the log and are not now; whether any was not noted before.

    What lies in a file or folder that cannot be read is not lost, as far as is known.
    """
    there = """
        SELECT 1 FROM document_rows AS d WHERE d.id = lost.id
        UNION ALL SELECT 1 FROM log_events AS e WHERE e.id = lost.id
    """
    erased = {*read_gone(db), *(one.id for one in read_left_out(db))}
    db.execute(f"DELETE FROM lost WHERE EXISTS ({there})")  # noqa: S608 (a fixed text)
    query = """
        SELECT 1 FROM document_rows WHERE id = ?1 UNION ALL SELECT 1 FROM log_events WHERE id = ?1
        UNION ALL SELECT 1 FROM lost WHERE id = ?1
    """
    gone = [id_ for id_ in changes.dropped if id_ not in erased]
    gone = [id_ for id_ in gone if not db.execute(query, (id_,)).fetchone()]
    rows = [(id_, *changes.dropped[id_]) for id_ in gone]
    db.executemany("INSERT INTO lost (id, path, called, unread) VALUES (?, ?, ?, 0)", rows)
    db.execute(
        """
        UPDATE lost SET unread = EXISTS (
            SELECT 1 FROM json_each(?) AS unread
            WHERE unread.value IN ('.', lost.path)
                OR substr(lost.path, 1, length(unread.value) + 1)
                    IN (unread.value || '/', unread.value || ':')
        )
        """,
        (json.dumps([fault.path for fault in changes.unread]),),
    )
    return bool(gone)
