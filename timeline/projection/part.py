"""The projection of some events of a log alone, in memory, made from that of all of them.

It answers as the projection of a log would that holds these events and no others.
"""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from timeline.projection import tables
from timeline.projection.projecting import project

_AT_ONCE = 1_000
_AS_THEY_ARE = ("files", "meta", "log_events")
"""The tables of files, settings and seals, which are copied whole."""


def project_part(db: sqlite3.Connection, folder: Path, ids: Iterable[str]) -> sqlite3.Connection:
    """A projection in memory of some events.

    Args:
        db: the projection of the whole log, with any clock entered.
        folder: the log, to find the lines of what cannot be applied.
        ids: of the events.
    """
    part = sqlite3.connect(":memory:", isolation_level=None)
    try:
        part.execute("BEGIN")
        tables.create(part)
        indexes = tables.drop_indexes(part, ("document_rows",))
        for table in _AS_THEY_ARE:
            _copy(db, part, table, "", ())
        wanted = (json.dumps([*ids]),)
        documents = "SELECT document FROM main.document_rows WHERE id IN (SELECT value FROM chosen)"
        _copy(db, part, "document_rows", "WHERE id IN (SELECT value FROM chosen)", wanted)
        _copy(db, part, "bodies", f"WHERE document IN ({documents})", wanted)
        tables.create_indexes(part, indexes)
        project(part, folder)
        part.execute("COMMIT")
    except BaseException:
        part.close()
        raise
    return part


def _copy(
    db: sqlite3.Connection,
    part: sqlite3.Connection,
    table: str,
    where: str,
    values: tuple[str, ...],
) -> None:
    """Copy rows of a table; `chosen` holds the ids of the events that are wanted."""
    chosen = "WITH chosen AS MATERIALIZED (SELECT value FROM json_each(?))" if values else ""
    rows = db.execute(f"{chosen} SELECT * FROM main.{table} {where}", values)  # noqa: S608 (own names)
    marks = ", ".join("?" * len(rows.description))
    while some := rows.fetchmany(_AT_ONCE):
        part.executemany(f"INSERT INTO {table} VALUES ({marks})", some)  # noqa: S608 (likewise)
