"""Bringing the projection up to date: files that changed are read, and what they say projected."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import document, files, log, settings, yaml_text
from timeline.errors import Fault
from timeline.projection import meta, stamp, tables
from timeline.projection.projecting import Read, extend, project, put_faults

_PATIENCE = 60
"""For how many seconds another process is waited for."""
_SHOWN = 3
"""How many vanished or changed events are named."""


def update(db: sqlite3.Connection, folder: Path, path: Path | None = None) -> list[str]:
    """Read what changed in the log since the projection was made, and project it.

    Several processes may do this at once: one writes, the others wait and find it done.

    Args:
        db: the projection.
        folder: the log.
        path: the file of the projection; None in memory.

    Returns:
        Notices: that the projection was made, and events that vanished or changed.
    """
    _prepare(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        if path:
            stamp.remove(path)
        notices = _update(db, folder)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    if path:
        stamp.put(db, path)
    return notices


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


def _update(db: sqlite3.Connection, folder: Path) -> list[str]:
    new = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if new:
        tables.create(db)
    row = db.execute("SELECT value FROM meta WHERE name = 'scanned_at'").fetchone()
    before = int(row[0]) if row else 0
    changes = _Changes()
    while True:
        scanned_at = time.time_ns()
        scanned, _ = log.scan(folder)
        stats = [*scanned, *meta.settings_stat(folder)]
        if _read_changed(db, folder, stats, before, changes):
            break
    lost = _gone(db, changes.dropped)
    db.executemany("INSERT OR REPLACE INTO lost (path, id, called) VALUES (?, ?, ?)", lost)
    db.execute("DELETE FROM lost WHERE id IN (SELECT id FROM documents)")
    if new or changes.deep or lost or not _extended(db, changes):
        project(db, folder, changes.read)
    _set_meta(db, fingerprint=meta.fingerprint(stats), scanned_at=str(scanned_at))
    if new:
        count = db.execute("SELECT count(*) FROM documents").fetchone()[0]
        return [f"projection made from {count:,} event{'s' * (count != 1)}"] if count else []
    return _lost(folder, lost)


def _extended(db: sqlite3.Connection, changes: "_Changes") -> bool:
    """Whether nothing is new, or all that is new could be added to what was there."""
    fresh = [id_ for id_ in changes.read if id_ not in changes.known]
    if not changes.read and not changes.dropped:
        return True
    if db.execute("SELECT 1 FROM faults WHERE stage = 'fold'").fetchone():
        return False  # what was missing or where it lies may have changed
    return not fresh or extend(db, fresh, changes.read)


def _set_meta(db: sqlite3.Connection, **values: str) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


class _Changes:
    """What reading the files that changed has brought.

    `read` are events by their ids, `known` those of them that the log held before; `dropped` are
    events whose files went or changed, with path and name; `deep` says that the settings changed.
    """

    def __init__(self) -> None:
        self.read: dict[str, Read] = {}
        self.known: set[str] = set()
        self.dropped: dict[str, tuple[str, str]] = {}
        self.deep = False


def _read_changed(
    db: sqlite3.Connection,
    folder: Path,
    stats: Sequence[log.FileStat],
    scanned_at: int,
    changes: _Changes,
) -> bool:
    """Read the files whose stat changed or is too young to trust.

    Returns:
        Whether all were there. What goes away meanwhile may have moved, as it does into a pack:
        then the log has to be scanned again.
    """
    known = {row[0]: (log.FileStat(*row[:5]), row[5]) for row in db.execute("SELECT * FROM files")}
    whole = True
    for path in known.keys() - {stat.path for stat in stats}:
        _forget(db, path, changes)
        db.execute("DELETE FROM files WHERE path = ?", (path,))
    found: list[tuple[str, _Content]] = []
    for stat in stats:
        before, sha256_before = known.get(stat.path, (None, ""))
        if before == stat and stat.ctime_ns < scanned_at - meta.RACY_NS:
            continue
        try:
            content = _content(folder, stat.path)
        except FileNotFoundError:
            whole = False
            continue
        sha256 = content.sha256
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", (*stat, sha256))
        if not sha256_before == sha256 != "":
            if before:
                _forget(db, stat.path, changes)
            found.append((stat.path, content))
    for path, content in found:
        _take(db, folder, path, content, changes)
    return whole


class _Content(NamedTuple):
    """What a file holds, or why it cannot be read; of a pack, which may be large, not the data."""

    data: bytes = b""
    sha256: str = ""
    fault: Fault | None = None
    is_pack: bool = False


def _content(folder: Path, path: str) -> _Content:
    try:
        with log.opened(folder, path) as file:
            data = file.read(yaml_text.MAX_BYTES + 1)
            sha256 = hashlib.sha256(data)
            if not files.is_pack(data):
                return _Content(data, sha256.hexdigest())
            while more := file.read(yaml_text.MAX_BYTES):
                sha256.update(more)
    except FileNotFoundError:
        raise
    except OSError as error:
        return _Content(fault=log.unreadable(error, path))
    return _Content(sha256=sha256.hexdigest(), is_pack=True)


def _take(
    db: sqlite3.Connection, folder: Path, path: str, content: _Content, changes: _Changes
) -> None:
    if path == log.SETTINGS:
        changes.deep = True
    if content.fault:
        put_faults(db, [content.fault], "file")
    elif path == log.SETTINGS:
        _read_settings(db, content.data)
    elif content.is_pack:
        _read_pack(db, folder, path, changes)
    else:
        held, faults = files.read_file(content.data, path)
        put_faults(db, faults, "file")
        if held is not None:
            _put_event(db, path, held, changes)


def _read_pack(db: sqlite3.Connection, folder: Path, path: str, changes: _Changes) -> None:
    try:
        with log.opened(folder, path) as file:
            for found in files.read_pack(file, path):
                if isinstance(found, Fault):
                    put_faults(db, [found], "file")
                else:
                    _put_event(db, path, found, changes)
    except OSError as error:
        put_faults(db, [log.unreadable(error, path)], "file")


def _forget(db: sqlite3.Connection, path: str, changes: _Changes) -> None:
    """Drop what was read from a file."""
    query = """
        SELECT id, located, coalesce(body ->> 'title', body ->> 'name', event)
        FROM documents WHERE path = ?
    """
    for id_, place, called in db.execute(query, (path,)).fetchall():
        changes.dropped[id_] = (place, called)
    db.execute("DELETE FROM documents WHERE path = ?", (path,))
    db.execute("DELETE FROM faults WHERE path = ? AND stage = 'file'", (path,))
    if path == log.SETTINGS:
        changes.deep = True
        db.execute("DELETE FROM meta WHERE name NOT IN ('fingerprint', 'scanned_at')")


def _read_settings(db: sqlite3.Connection, data: bytes) -> None:
    text, faults = document.decode(data, log.SETTINGS)
    found, wrong = settings.read(text, log.SETTINGS) if not faults else (settings.Settings(), [])
    put_faults(db, [*faults, *wrong], "file")
    names = ("kinds", "roles", "queries", "formats")
    words = {"hemisphere": found.hemisphere, "open_ends": found.open_ends}
    _set_meta(db, **words, **{n: json.dumps(getattr(found, n)) for n in names})


def _put_event(db: sqlite3.Connection, path: str, held: files.Held, changes: _Changes) -> None:
    event, body, line = held
    if event.id not in changes.read and _holds(db, event.id):
        changes.known.add(event.id)
    changes.read[event.id] = Read(event, body)
    recorded = (event.recorded.at, event.recorded.by)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    hashes = (document.digest(body), document.claim(body))
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (path, line, event.id, event.EVENT, *hashes, *recorded, text),
    )


def _holds(db: sqlite3.Connection, id_: str) -> bool:
    """Whether the projection knows an event, be its file here or moved."""
    query = """
        SELECT 1 FROM states_versions WHERE id = ?1
        UNION ALL SELECT 1 FROM corrections_versions WHERE id = ?1
    """
    return db.execute(query, (id_,)).fetchone() is not None


def _gone(
    db: sqlite3.Connection, dropped: Mapping[str, tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """Of events whose files went or changed, those that are found nowhere: path, id and name."""
    query = "SELECT 1 FROM documents WHERE id = ?"
    lost = [id_ for id_ in dropped if not db.execute(query, (id_,)).fetchone()]
    return sorted((dropped[id_][0], id_, dropped[id_][1]) for id_ in lost)


def _lost(folder: Path, lost: Sequence[tuple[str, str, str]]) -> list[str]:
    """What to say of events that were in the log and are not any more: it should only grow."""
    said = [
        f"warning: {folder / path}: the event {id_} ({called}) was changed or removed; "
        "the log should only grow. See: timeline check"
        for path, id_, called in lost[:_SHOWN]
    ]
    if len(lost) > _SHOWN:
        said.append(f"warning: and {len(lost) - _SHOWN:,} more events were changed or removed")
    return said
