"""Bringing the projection up to date: files that changed are read, the rest is computed anew."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import document, log, settings, yaml_text
from timeline.errors import Fault
from timeline.event import TYPES, Event
from timeline.fold import Folded, Stored, fold
from timeline.projection import database
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.rows import Vocabulary, rows, spell_rows
from timeline.schema import build

_SHOWN = 3
"""How many vanished or changed events are named."""
_OF_LOG = ("files", "documents", "faults", "meta")
"""Tables that follow the files; all others are computed from these."""


def update(db: sqlite3.Connection, folder: Path) -> list[str]:
    """Read what changed in the log since the projection was made, and project it.

    Several processes may do this at once: one writes, the others wait and find it done.

    Returns:
        Notices: that the projection was made, and events that vanished or changed.
    """
    if not db.in_transaction:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        notices = _update(db, folder)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return notices


def _update(db: sqlite3.Connection, folder: Path) -> list[str]:
    new = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if new:
        _create(db)
    scanned_at = time.time_ns()
    files, _ = log.scan(folder)
    stats = [*files, *database.settings_stat(folder)]
    meta = dict(db.execute("SELECT name, value FROM meta"))
    old = _events(db)
    changed = _read_changed(db, folder, stats, int(meta.get("scanned_at", 0)))
    if changed or new:
        _project(db, folder)
    _set_meta(db, fingerprint=database.fingerprint(stats), scanned_at=str(scanned_at))
    if new:
        count = db.execute("SELECT count(*) FROM documents").fetchone()[0]
        return [f"projection made from {count:,} event{'s' * (count != 1)}"] if count else []
    return _lost(old, _events(db)) if changed else []


def _create(db: sqlite3.Connection) -> None:
    sql = database.schema()
    for statement in _statements(sql):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {database.version_of(sql)}")


def _statements(sql: str) -> Iterator[str]:
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _set_meta(db: sqlite3.Connection, **values: str) -> None:
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


class _Known(NamedTuple):
    stat: log.FileStat
    sha256: str


def _read_changed(
    db: sqlite3.Connection, folder: Path, stats: Sequence[log.FileStat], scanned_at: int
) -> bool:
    """Read the files whose stat changed or is too young to trust; whether any content changed."""
    known = {row[0]: _Known(log.FileStat(*row[:5]), row[5]) for row in db.execute("SELECT * FROM files")}
    gone = known.keys() - {stat.path for stat in stats}
    for path in gone:
        _forget(db, path)
    changed = bool(gone)
    for stat in stats:
        before = known.get(stat.path)
        if before and before.stat == stat and stat.ctime_ns < scanned_at - database.RACY_NS:
            continue
        data, fault = log.read_bytes(folder, stat.path, yaml_text.MAX_BYTES)
        sha256 = hashlib.sha256(data).hexdigest() if fault is None else ""
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", (*stat, sha256))
        if before and before.sha256 == sha256 != "":
            continue
        changed = True
        _forget(db, stat.path, and_file=False)
        if fault:
            _put_faults(db, [fault], "file")
        elif stat.path == log.SETTINGS:
            _read_settings(db, data)
        else:
            _read_event(db, stat.path, data)
    return changed


def _forget(db: sqlite3.Connection, path: str, *, and_file: bool = True) -> None:
    db.execute("DELETE FROM documents WHERE path = ?", (path,))
    db.execute("DELETE FROM faults WHERE path = ? AND stage = 'file'", (path,))
    if and_file:
        db.execute("DELETE FROM files WHERE path = ?", (path,))


def _put_faults(db: sqlite3.Connection, faults: Iterable[Fault], stage: str) -> None:
    found = [(f.path, f.line, f.column, f.problem, f.remedy, f.excerpt, stage) for f in faults]
    db.executemany("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", found)


def _read_settings(db: sqlite3.Connection, data: bytes) -> None:
    text, faults = document.decode(data, log.SETTINGS)
    found, wrong = settings.read(text, log.SETTINGS) if not faults else (settings.Settings(), [])
    _put_faults(db, [*faults, *wrong], "file")
    words = {"kinds": json.dumps(found.kinds), "roles": json.dumps(found.roles)}
    _set_meta(db, hemisphere=found.hemisphere, **words)


def _read_event(db: sqlite3.Connection, path: str, data: bytes) -> None:
    event, body, faults = read_file(data, path)
    _put_faults(db, faults, "file")
    if event is None:
        return
    recorded = (event.recorded.at, event.recorded.by)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    hashes = (document.digest(body), document.claim(body))
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (path, event.id, event.EVENT, *hashes, *recorded, text),
    )


def read_file(data: bytes, path: str) -> tuple[Event | None, dict[str, object], list[Fault]]:
    """The event in a file of the log with its body, or all that is wrong with the file."""
    text, faults = document.decode(data, path)
    if faults:
        return None, {}, faults
    found, faults = document.read_yaml(text, path)
    if faults:
        return None, {}, faults
    if len(found) != 1:
        what = "no event" if not found else f"{len(found)} documents"
        return None, {}, [Fault(f"{what}: a file of the log holds one event", "", path)]
    event, faults = document.event_of(found[0])
    if event is None:
        return None, {}, faults
    fault = document.fault_of_id(found[0])
    return (None, {}, [fault]) if fault else (event, found[0].body, [])


def _project(db: sqlite3.Connection, folder: Path) -> None:
    import sqlite_utils  # noqa: PLC0415 (only a changed log pays for it)

    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table not in _OF_LOG:
            db.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name from our own schema)
    db.execute("DELETE FROM faults WHERE stage = 'fold'")
    meta = dict(db.execute("SELECT name, value FROM meta"))
    default = settings.Settings()
    hemisphere = meta.get("hemisphere", default.hemisphere)
    words = Vocabulary(
        json.loads(meta.get("kinds", json.dumps(default.kinds))),
        json.loads(meta.get("roles", json.dumps(default.roles))),
    )
    stored = list(stored_events(db))
    folded = fold(stored)
    _put_faults(db, _misfits(folded, folder), "fold")
    target = sqlite_utils.Database(db)
    for table, found in rows(folded, stored, words, hemisphere).items():
        target.table(table).insert_all(found)
    runs = spell_rows(program_runs(db, hemisphere), office_runs(db, hemisphere), hemisphere)
    target.table("spells").insert_all(runs)


def stored_events(db: sqlite3.Connection) -> Iterator[Stored]:
    """Every event of the log once, in the order of their ids."""
    query = "SELECT id, body, min(path), digest, claim FROM documents GROUP BY id ORDER BY id"
    for _, text, path, digest, claim in db.execute(query):
        body = json.loads(text)
        event, _ = build(TYPES[body["event"]], body)
        assert event is not None  # noqa: S101 (it was checked when the file was read)
        yield Stored(event, body, path, digest, claim)


def _misfits(folded: Folded, folder: Path) -> Iterator[Fault]:
    for stored, wrong in folded.misfits:
        data, _ = log.read_bytes(folder, stored.path, yaml_text.MAX_BYTES)
        found, _ = document.read_yaml(data.decode(errors="replace"), stored.path)
        if found:
            yield found[0].fault(wrong)


def _events(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    query = "SELECT id, path, coalesce(body ->> 'title', body ->> 'name', event) FROM documents"
    return {id_: (path, called) for id_, path, called in db.execute(query)}


def _lost(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> list[str]:
    """What to say of events that were in the log and are not any more: it should only grow."""
    lost = [(path, id_, called) for id_, (path, called) in old.items() if id_ not in new]
    said = [
        f"warning: {path}: the event {id_} ({called}) was changed or removed; "
        "the log should only grow"
        for path, id_, called in sorted(lost)[:_SHOWN]
    ]
    if len(lost) > _SHOWN:
        said.append(f"warning: and {len(lost) - _SHOWN:,} more events were changed or removed")
    return said
