"""SQL that the user typed, asked of a database, whose clocks are temporary views there as here."""

import contextlib
import datetime as dt
import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from timeline.exchange.engines.dialects import import_sqlglot, translate
from timeline.exchange.engines.postgresql.reading import figure
from timeline.exchange.engines.postgresql.server import (
    EXTRA,
    connect,
    copy_in,
    telling,
    type_of,
)


@contextlib.contextmanager
def asking(address: str, db: sqlite3.Connection) -> Iterator[Any]:
    """A session with a database that answers as of the clocks that were entered on its copy.

    Args:
        address: of the database.
        db: its copy, with the spells of its clocks.

    Raises:
        TimelineError: the server is not to be had, or refuses.
        UsageError: a library is not installed.
    """
    link = connect(address)
    with contextlib.closing(link):
        with telling(link):
            _enter(link, db)
            link.commit()
        yield link


def _enter(link: Any, db: sqlite3.Connection) -> None:
    found = "SELECT name, sql FROM temp.sqlite_master WHERE type = ? ORDER BY rowid"
    tables = [name for name, _ in db.execute(found, ("table",)) if name in ("out_by", "derived")]
    for name in tables:
        info = db.execute("SELECT name, type FROM pragma_table_info(?, 'temp')", (name,)).fetchall()
        columns = ", ".join(f'"{column}" {type_of(_FULL[type_])}' for column, type_ in info)
        link.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        rows = db.execute(f"SELECT * FROM temp.{name}")  # noqa: S608 (own names)
        copy_in(link, name, [column for column, _ in info], rows)
    schema = link.execute("SELECT current_schema()").fetchone()[0]
    for _, sql in db.execute(found, ("view",)).fetchall():
        link.execute(_temporary(sql, schema))


_FULL = {"INT": "INTEGER", "INTEGER": "INTEGER", "REAL": "REAL", "TEXT": "TEXT"}
"""Types as SQLite words them in a table that is made by a query."""


def _temporary(sql: str, schema: str) -> str:
    """The statement for a temporary view of a projection as one for a database."""
    sqlglot = import_sqlglot(EXTRA)
    exp = sqlglot.exp
    tree = sqlglot.parse_one(translate(sql, "postgres"), read="postgres")
    for table in list(tree.find_all(exp.Table)):
        if table.db:
            table.set("db", exp.to_identifier(schema, quoted=True) if table.db == "main" else None)
    for number in list(tree.find_all(exp.Literal)):
        if number.this == "9e999":
            number.replace(
                sqlglot.parse_one("CAST('Infinity' AS DOUBLE PRECISION)", read="postgres")
            )
    return str(tree.sql("postgres")).replace("CREATE VIEW", "CREATE TEMPORARY VIEW", 1)


def plain(value: object) -> object:
    """A value as a text, a number or a truth, as formats say it; a blob as it is in SQL."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case None | bool() | int() | float() | str():
            return value
        case Decimal() if value.is_finite():
            return figure(value)
        case bytes():
            return f"x'{value.hex()}'"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
        case _:
            return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def relations(link: Any) -> Sequence[tuple[str, str, list[str]]]:
    """What a query can ask of a database: name, table or view, and columns."""
    query = """
        SELECT c.relname, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END,
            array_agg(a.attname::text ORDER BY a.attnum)
        FROM timeline_relations AS t
        JOIN pg_class AS c
            ON c.relname = t.relation AND c.relnamespace = current_schema()::regnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relname !~ '_versions$' AND c.relname NOT IN ('exported', 'spells_now')
        GROUP BY c.relname, c.relkind
    """
    return list(link.execute(query).fetchall())
