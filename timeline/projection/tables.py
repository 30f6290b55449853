"""The tables and views of the projection, and the marks by which its file is known."""

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

APPLICATION_ID = 0x74_69_6D_65
"""Marks a SQLite file as a projection of this program ("time")."""
FORMAT = 1
"""Grows when the rows computed from the same log change while the tables do not."""
_HERE = Path(__file__).parent


def schema() -> str:
    """The SQL of all tables and views."""
    return (_HERE / "tables.sql").read_text("utf-8") + (_HERE / "views.sql").read_text("utf-8")


def version_of(sql: str) -> int:
    """The number by which a projection is known to be of this version."""
    return zlib.crc32(f"{FORMAT} {sql}".encode()) & 0x7FFF_FFFF


def create(db: sqlite3.Connection) -> None:
    """Make all tables and views in an empty database, and mark it."""
    sql = schema()
    for statement in _statements(sql):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version_of(sql)}")


def _statements(sql: str) -> Iterator[str]:
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
