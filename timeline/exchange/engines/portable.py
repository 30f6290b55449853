"""What of a projection goes to other engines: which tables, which views, and what they stand on.

Numbers are given anew, so that the same log gives the same files however its projection grew.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.exchange.engines.dialects import Engine, import_sqlglot, translate

OF_STATS = ("folders", "added_files", "folder_times", "last_look")
"""Tables of the stats of files on this machine."""
_OF_THIS_PLACE = (*OF_STATS, "faults", "lost", "meta")
"""Tables that say how the log lies here, not what it says: no view needs them."""


class Column(NamedTuple):
    """A column of a table, with the type that SQLite was told."""

    name: str
    type: str


class Table(NamedTuple):
    """A table as it goes to other engines: its columns, and the query for its rows.

    Where rows are those of happenings, `by_year` is true and the last column is the year in which
    the happening begins, else the one in which it ends; null when both are open or unknown. Rows
    come by year then.
    """

    name: str
    columns: Sequence[Column]
    query: str
    by_year: bool


def number_anew(db: sqlite3.Connection) -> None:
    """Make the temporary tables of new numbers, which the queries of tables need."""
    for table in ("new_happenings", "new_documents", "new_files"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute("""
        CREATE TEMP TABLE new_happenings AS
        SELECT n AS old, row_number() OVER (ORDER BY n) AS n, CAST(
            substr(day, 1, instr(substr(day, 2), '-')) AS INTEGER
        ) AS year
        FROM (SELECT n, coalesce(earliest, latest) AS day FROM main.happenings_versions)
    """)
    db.execute("""
        CREATE TEMP TABLE new_documents AS
        SELECT d.document AS old, row_number() OVER (ORDER BY d.id, f.path, d.line) AS document
        FROM main.document_rows AS d JOIN main.files AS f ON f.file = d.file
    """)
    db.execute("""
        CREATE TEMP TABLE new_files AS
        SELECT file AS old, row_number() OVER (ORDER BY path) AS file FROM main.files
    """)
    db.execute("CREATE UNIQUE INDEX temp.new_happenings_old ON new_happenings (old)")
    db.execute("CREATE UNIQUE INDEX temp.new_documents_old ON new_documents (old)")
    db.execute("CREATE UNIQUE INDEX temp.new_files_old ON new_files (old)")


def table_names(db: sqlite3.Connection) -> list[str]:
    """The names of all tables of a projection, without those that SQLite keeps for an index."""
    names = db.execute("""
        SELECT name FROM main.sqlite_master
        WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'word_index%'
            AND name NOT LIKE 'sqlite_%'
        ORDER BY name
    """)
    return [name for (name,) in names]


def tables(db: sqlite3.Connection) -> Iterator[Table]:
    """The tables that views need; spells are those of the clock that was entered."""
    for name in table_names(db):
        if name not in _OF_THIS_PLACE:
            yield _table(db, name)


def _table(db: sqlite3.Connection, name: str) -> Table:
    info = db.execute("SELECT name, type, pk FROM pragma_table_info(?, 'main')", (name,)).fetchall()
    columns = [Column(column, type_) for column, type_, _ in info]
    if name == "files":
        columns = [column for column in columns if column.name in ("file", "path")]
    renewed = {"n": "y.n", "document": "d.document", "file": "f.file"}
    joins = {
        "n": "JOIN temp.new_happenings AS y ON y.old = t.n",
        "document": "JOIN temp.new_documents AS d ON d.old = t.document",
        "file": "JOIN temp.new_files AS f ON f.old = t.file",
    }
    taken = [column.name for column in columns]
    values = [renewed.get(one, f't."{one}"') for one in taken]
    sources = [f'"{name}" AS t', *(join for one, join in joins.items() if one in taken)]
    by_year = "n" in taken
    order = [str(taken.index(one) + 1) for one, _, pk in sorted(info, key=lambda i: i[2]) if pk]
    if by_year:
        values.append("y.year")
        columns.append(Column("year", "INTEGER"))
        order.insert(0, str(len(columns)))
    query = f"SELECT {', '.join(values)} FROM {' '.join(sources)} ORDER BY {', '.join(order)}"  # noqa: S608 (own names)
    return Table(name, columns, query, by_year)


def views(db: sqlite3.Connection, engine: Engine) -> Iterator[tuple[str, str]]:
    """The views, each with its query for an engine, in an order in which they can be made.

    What stands is asked of `clock`, a view of one row: `instant` in microseconds since 1970 (UTC),
    and the same as `written`.
    """
    sqlglot = import_sqlglot()
    found = db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'view'")
    for name, sql in found.fetchall():
        if _is_versioned(db, name):
            yield name, _STANDING.format(name)
            continue
        query = sqlglot.parse_one(translate(sql, engine), read=engine).expression
        if name == "documents":
            query = query.where(_KNOWN, dialect=engine)
        yield name, query.sql(engine, pretty=True, comments=False)


def _is_versioned(db: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?"
    return db.execute(query, (f"{name}_versions",)).fetchone() is not None


_STANDING = """\
SELECT *
FROM {}_versions
WHERE
  known_from <= (SELECT instant FROM clock) AND known_until > (SELECT instant FROM clock)"""
_KNOWN = "d.recorded_at <= (SELECT written FROM clock)"
