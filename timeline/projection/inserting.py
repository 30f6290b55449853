"""Rows put into the tables of a projection."""

import itertools
import sqlite3
from collections.abc import Iterable

from timeline.projection.declared import Row
from timeline.projection.rows import Values, Version
from timeline.projection.tables import OF_HAPPENING, versioned


def insert_declared(db: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Insert the rows of declarations, each with its table, many of a table at once."""
    of_tables: dict[str, list[Row]] = {}
    for table, row in rows:
        found = of_tables.setdefault(table, [])
        found.append(row)
        if len(found) == _MANY:
            insert_rows(db, table_of(table), found)
            found.clear()
    for table, found in of_tables.items():
        insert_rows(db, table_of(table), found)


_MANY = 1_000


def table_of(name: str) -> str:
    """The table that holds rows, of all their versions."""
    return f"{name}_versions" if name in versioned() else name


def insert(db: sqlite3.Connection, table: str, rows: Iterable[Values]) -> None:
    """Insert rows with a value for each column of a table."""
    found = list(rows)
    if found:
        marks = ", ".join("?" * len(found[0]))
        db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)  # noqa: S608 (own names)


def insert_rows(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows that name their columns."""
    for columns, alike in itertools.groupby(rows, key=tuple):
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        values = (tuple(row.values()) for row in alike)
        db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608


def insert_versions(db: sqlite3.Connection, versions: Iterable[tuple[int, Version]]) -> None:
    """Insert versions of happenings with their parts, by their numbers."""
    happenings: list[Values] = []
    of_tables: list[list[Values]] = [[] for _ in OF_HAPPENING]
    for number, version in versions:
        happenings.append((number, *version.row))
        for found, parts in zip(of_tables, version.parts, strict=True):
            found += [(number, *part) for part in parts]
    insert(db, "happenings_versions", happenings)
    for table, found in zip(OF_HAPPENING, of_tables, strict=True):
        insert(db, table, found)
