"""Declarations that are not recorded yet, for a preview to call keys by their names.

As clocks do, temporary views take the place of the tables, so that no question need know of it.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from timeline.event.types import DECLARATIONS


def foresee(db: sqlite3.Connection, bodies: Iterable[Mapping[str, object]]) -> None:
    """Let a connection know the keys and names of declarations as if they were recorded.

    Args:
        db: a projection in which no clock was entered.
        bodies: events; those that declare nothing are passed over.
    """
    for body in bodies:
        namespace = str(body["event"])
        if namespace in DECLARATIONS:
            _add(db, namespace, body)


def _add(db: sqlite3.Connection, namespace: str, body: Mapping[str, object]) -> None:
    table, shown = f"{namespace}s", "title" if namespace == "source" else "name"
    made = "SELECT 1 FROM temp.sqlite_master WHERE type = 'view' AND name = ?"
    if not db.execute(made, (table,)).fetchone():
        same = f"SELECT * FROM main.{table}"  # noqa: S608 (own names)
        db.execute(f"CREATE TEMP TABLE foreseen_{table} AS {same} WHERE 0")
        both = f"{same} UNION ALL SELECT * FROM temp.foreseen_{table}"  # noqa: S608
        db.execute(f"CREATE TEMP VIEW {table} AS {both}")
    insert = f"INSERT INTO temp.foreseen_{table} ({namespace}, {shown}) VALUES (?, ?)"  # noqa: S608
    db.execute(insert, (body[namespace], body[shown]))
