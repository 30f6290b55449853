"""The events of a log as the projection holds them: one row for each place at which one lies."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from timeline.event.fold import Stored, bridge, event_in
from timeline.event.held import Held
from timeline.projection.erasures import read_gone


def put_documents(db: sqlite3.Connection, path: str, events: Sequence[Held]) -> None:
    """Add events that lie in a file which is there already.

    Args:
        db: a projection, in a transaction.
        path: of the file, below the log.
        events: what the file holds.
    """
    (file,) = db.execute("SELECT file FROM files WHERE path = ?", (path,)).fetchone()
    (last,) = db.execute("SELECT coalesce(max(document), 0) FROM document_rows").fetchone()
    rows = [
        (
            *(number, file, held.line, held.id, held.kind),
            *(bytes.fromhex(held.forms.digest), bytes.fromhex(held.forms.claim)),
            *(held.recorded_at, held.recorded_by),
        )
        for number, held in enumerate(events, last + 1)
    ]
    db.executemany("INSERT INTO document_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    bodies = [(number, held.text) for number, held in enumerate(events, last + 1)]
    db.executemany("INSERT INTO bodies VALUES (?, ?)", bodies)


def put_log_events(db: sqlite3.Connection, path: str, events: Sequence[Held]) -> None:
    """Add seals and erasures that lie in a file which is there already; see `put_documents`."""
    (file,) = db.execute("SELECT file FROM files WHERE path = ?", (path,)).fetchone()
    rows = [
        (
            *(file, held.line, held.id, held.kind, bytes.fromhex(held.forms.digest)),
            *(held.recorded_at, held.recorded_by, held.text),
        )
        for held in events
    ]
    db.executemany("INSERT INTO log_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def remove_documents(db: sqlite3.Connection, path: str) -> None:
    """Drop the events that lie in a file."""
    of_file = "FROM document_rows WHERE file = (SELECT file FROM files WHERE path = ?)"
    db.execute(f"DELETE FROM bodies WHERE document IN (SELECT document {of_file})", (path,))  # noqa: S608
    db.execute(f"DELETE {of_file}", (path,))
    query = "DELETE FROM log_events WHERE file = (SELECT file FROM files WHERE path = ?)"
    db.execute(query, (path,))


CLAIMED = "SELECT id FROM document_rows WHERE substr(claim, 1, 8) = substr(?1, 1, 8) AND claim = ?1"
"""SQL that gives the ids of events that make the claim of a hash, given as bytes."""


_STORED = """
    SELECT d.id, d.body, min(d.located), d.digest, d.claim FROM documents AS d
    WHERE {} GROUP BY d.id ORDER BY d.id
"""
_OF_IDS = _STORED.format("d.id IN (SELECT value FROM json_each(?))")
_CORRECTED_OR_DECLARED = _STORED.format("""
    d.event <> 'happening' OR d.id IN (
        SELECT coalesce(b.body ->> 'amends', b.body ->> 'retracts')
        FROM document_rows AS c JOIN bodies AS b ON b.document = c.document
        WHERE c.event IN ('amendment', 'retraction')
        UNION SELECT a.value
        FROM document_rows AS c
        JOIN bodies AS b ON b.document = c.document, json_each(b.body, '$.after') AS a
        WHERE c.event IN ('amendment', 'retraction')
    )
""")


def read_events(db: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Stored]:
    """Some events of the log, each once, in the order of their ids."""
    return _read(db, _OF_IDS, (json.dumps(ids),))


def read_corrected_or_declared(db: sqlite3.Connection) -> Iterator[Stored]:
    """Declarations, corrections and all that these name, each once, in the order of their ids."""
    return _read(db, _CORRECTED_OR_DECLARED)


def _read(db: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> Iterator[Stored]:
    gone = read_gone(db)
    for _, text, place, digest, claim in db.execute(query, values):
        event, body = event_in(text)
        yield Stored(bridge(event, gone) if gone else event, body, place, digest, claim)


def read_bodies(db: sqlite3.Connection, documents: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The bodies of the events of some documents, by their numbers."""
    query = "SELECT document, body FROM bodies WHERE document IN (SELECT value FROM json_each(?))"
    found = db.execute(query, (json.dumps(documents),))
    return {document: json.loads(body) for document, body in found}
