"""The tables and views of the projection, and the marks by which its file is known."""

import functools
import re
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from timeline.base import system

APPLICATION_ID = 0x74_69_6D_65
"""Marks a SQLite file as a projection of this program ("time")."""
FORMAT = 1
"""Grows when the rows computed from the same log change while the tables do not."""
NOW = 2**63 - 1
"""Until when a row stands that nothing has replaced."""
OF_LOG = (
    *("folders", "added_files", "folder_times", "last_look", "files"),
    *("document_rows", "bodies", "log_events", "left_out", "faults", "lost", "meta"),
)
"""The tables that follow the files; all others are computed from these."""
OF_HAPPENING = (
    *("participation_rows", "program_part_rows", "happening_place_rows", "happening_tag_rows"),
    *("happening_figure_rows", "citation_rows", "text_rows"),
)
"""The tables whose rows are parts of happenings, and name the version of one in a column `n`."""
_HERE = Path(__file__).parent
_VERSIONED = r"^CREATE TABLE (\w+)_versions"


def schema() -> str:
    """The SQL of all tables and views."""
    return _text("tables.sql") + "\n".join(_standing()) + _text("views.sql")


@functools.cache
def _text(name: str) -> str:
    try:
        return (_HERE / name).read_text("utf-8")
    except OSError as error:
        raise ImportError(f"{_HERE / name}: {system.reason(error)}") from error


def versioned() -> list[str]:
    """The names of what is kept in versions, as questions name it."""
    return re.findall(_VERSIONED, _text("tables.sql"), re.MULTILINE)


def _standing() -> Iterator[str]:
    """Views of what stands now, one a table of versions."""
    for name in versioned():
        yield f"CREATE VIEW {name} AS SELECT * FROM {name}_versions WHERE known_until = {NOW};\n"  # noqa: S608


def views() -> list[str]:
    """The statements of views.sql, each making one view."""
    return list(_statements(_text("views.sql")))


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


def drop_indexes(db: sqlite3.Connection, of_tables: Collection[str]) -> Sequence[str]:
    """Drop the indexes of some tables, before many rows come.

    Returns:
        The statements that make them again, for `create_indexes`.
    """
    query = """
        SELECT name, tbl_name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL
    """
    statements = []
    for name, table, sql in db.execute(query).fetchall():
        if table in of_tables:
            db.execute(f"DROP INDEX main.{name}")
            statements.append(sql)
    return statements


def create_indexes(db: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Make indexes that were dropped: to sort all their entries at once takes less time."""
    for statement in statements:
        db.execute(statement)


def _statements(sql: str) -> Iterator[str]:
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
