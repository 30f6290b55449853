"""The events of a log as the projection holds them: one row for each place at which one lies."""

import sqlite3
from typing import NamedTuple

from timeline.event.types import Event


class Document(NamedTuple):
    """An event at one place of the log.

    `line` is that in a pack, 0 where the event has its file alone. `digest` and `claim` are SHA-256
    in hexadecimal digits; `body` is the event as JSON.
    """

    event: Event
    line: int
    digest: str
    claim: str
    body: str


def put_document(db: sqlite3.Connection, path: str, document: Document) -> None:
    """Add an event that lies in a file which is there already.

    Args:
        db: a projection, in a transaction.
        path: of the file, below the log.
        document: the event.
    """
    event, line, digest, claim, body = document
    put = db.execute(
        """
        INSERT INTO document_rows (file, line, id, event, digest, claim, recorded_at, recorded_by)
        SELECT file, ?, ?, ?, ?, ?, ?, ? FROM files WHERE path = ?
        """,
        (
            *(line, event.id, event.EVENT, bytes.fromhex(digest), bytes.fromhex(claim)),
            *(event.recorded.at, event.recorded.by, path),
        ),
    )
    db.execute("INSERT INTO bodies VALUES (?, ?)", (put.lastrowid, body))


def remove_documents(db: sqlite3.Connection, path: str) -> None:
    """Drop the events that lie in a file."""
    of_file = "FROM document_rows WHERE file = (SELECT file FROM files WHERE path = ?)"
    db.execute(f"DELETE FROM bodies WHERE document IN (SELECT document {of_file})", (path,))  # noqa: S608
    db.execute(f"DELETE {of_file}", (path,))


CLAIMED = "SELECT id FROM document_rows WHERE substr(claim, 1, 8) = substr(?1, 1, 8) AND claim = ?1"
"""SQL that gives the ids of events that make the claim of a hash, given as bytes."""
