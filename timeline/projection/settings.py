"""The settings of the log that a projection was made with."""

import json
import sqlite3
from typing import Literal

from timeline.dates.edtf import Hemisphere


def hemisphere_of(db: sqlite3.Connection) -> Hemisphere:
    """The hemisphere that the log's settings name."""
    row = db.execute("SELECT value FROM meta WHERE name = 'hemisphere'").fetchone()
    return "south" if row and row[0] == "south" else "north"


def open_ends_of(db: sqlite3.Connection) -> Literal["seen", "held"]:
    """How the log's settings take what has begun and has no end on record."""
    row = db.execute("SELECT value FROM meta WHERE name = 'open_ends'").fetchone()
    return "held" if row and row[0] == "held" else "seen"


def queries_of(db: sqlite3.Connection) -> dict[str, str]:
    """The queries that the log's settings save: options as typed, by name."""
    return _map(db, "queries")


def formats_of(db: sqlite3.Connection) -> dict[str, str]:
    """The formats that the log's settings name, by command."""
    return _map(db, "formats")


def _map(db: sqlite3.Connection, name: str) -> dict[str, str]:
    row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return dict(json.loads(row[0])) if row else {}
