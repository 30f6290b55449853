"""What a database holds, brought into the tables of a projection: all of it, or what changed."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from timeline.base.errors import TimelineError
from timeline.exchange.engines.postgresql import layout, units
from timeline.exchange.engines.postgresql.layout import NAMES, Mark, Relation
from timeline.exchange.engines.postgresql.server import connect, telling
from timeline.exchange.engines.postgresql.writing import refuse_newer

_TOGETHER = 10_000
"""So many rows are inserted at once."""


class Held(NamedTuple):
    """A database that is read as it was at one instant, and what it says of itself."""

    link: Any
    mark: Mark


@contextlib.contextmanager
def reading(address: str, program: str, layout_: int) -> Iterator[Held]:
    """A database that holds a timeline, read in one transaction that changes nothing.

    Args:
        address: of the database.
        program: the version of this program.
        layout_: the number of the tables and views of its projections.

    Raises:
        TimelineError: the server is not to be had, or the database holds no timeline, or one that
            another version of this program has made.
        UsageError: psycopg is not installed, or the address is none.
    """
    link = connect(address)
    with contextlib.closing(link), telling(link):
        link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        mark = layout.read_mark(link)
        name = link.info.dbname
        if mark is None:
            raise TimelineError(
                f"the database {name} holds no timeline",
                "bring one there, where the log is: timeline export postgresql://...",
            )
        if mark.layout != layout.number(layout_):
            refuse_newer(link, mark, program)
            made = f"timeline {mark.program}, this is {program}, with other tables"
            raise TimelineError(
                f"the database {name} was made by {made}",
                "bring the log there anew: timeline export postgresql://...",
            )
        yield Held(link, mark)


def bring(held: Held, db: sqlite3.Connection, since: int) -> list[int]:
    """Bring what a database holds into the tables of a projection.

    The index of words loses what is removed, and gets nothing.

    Args:
        held: the database.
        db: a projection in a transaction: empty, or as the database was at a revision.
        since: that revision; -1 for an empty one.

    Returns:
        The numbers of the versions of happenings that came.
    """
    tables = {table.name: table for table in layout.relations(db)}
    of_happening = units.of_happening(db)
    if since >= 0:
        _remove_events(held.link, db, since)
        _remove_happenings(held.link, db, since, of_happening)
    changed = f"SELECT key, n FROM exported WHERE revision > {since} AND kind"  # noqa: S608 (a number)
    for name, table in tables.items():
        source = f'"{NAMES.get(name, name)}" AS t'
        if name == "bodies":
            source += " JOIN document_rows AS d ON d.document = t.document"
            source += f" JOIN ({changed} = 'event') AS x ON x.key = d.id"
        elif name in units.OF_EVENT:
            source += f" JOIN ({changed} = 'event') AS x ON x.key = t.id"
        elif name in of_happening:
            source += f" JOIN ({changed} = 'happening') AS x ON x.n = t.n"
        else:
            db.execute(f'DELETE FROM "{name}"')  # noqa: S608 (own names)
        _insert(db, table, _copied(held.link, table, source))
    query = "SELECT n FROM exported WHERE kind = 'happening' AND revision > %s"
    return [number for (number,) in held.link.execute(query, (since,))]


def _remove_events(link: Any, db: sqlite3.Connection, since: int) -> None:
    """Remove the rows of events that are gone from a database, or were written anew."""
    kept = _kept(link, "event", since)
    here = {id_ for (id_,) in db.execute("SELECT id FROM document_rows")}
    gone = [(id_,) for id_ in here if id_ not in kept]
    db.executemany(
        "DELETE FROM bodies WHERE document IN (SELECT document FROM document_rows WHERE id = ?)",
        gone,
    )
    for table in units.OF_EVENT:
        if table != "bodies":
            db.executemany(f"DELETE FROM {table} WHERE id = ?", gone)  # noqa: S608 (own names)


def _remove_happenings(
    link: Any, db: sqlite3.Connection, since: int, of_happening: Sequence[str]
) -> None:
    """Remove the rows of versions of happenings likewise, and their words from the index."""
    kept = _kept(link, "happening", since)
    here = db.execute("SELECT id || ' ' || known_from, n FROM happenings_versions")
    gone = [(number,) for key, number in here if key not in kept]
    db.executemany(
        """
        INSERT INTO word_index (word_index, rowid, folded)
        SELECT 'delete', n, folded FROM text_rows WHERE n = ?
        """,
        gone,
    )
    for table in of_happening:
        db.executemany(f"DELETE FROM {table} WHERE n = ?", gone)  # noqa: S608 (own names)


def _kept(link: Any, kind: str, since: int) -> set[str]:
    """The keys of what a database holds as it was at a revision."""
    query = "SELECT key FROM exported WHERE kind = %s AND revision <= %s"
    return {key for (key,) in link.execute(query, (kind, since))}


def _copied(link: Any, table: Relation, source: str) -> Iterator[Sequence[Any]]:
    """The rows of a table of a database, as SQLite is given them."""
    columns = ", ".join(f't."{column}"' for column in table.columns)
    figures = [i for i, type_ in enumerate(table.columns.values()) if type_ == "NUMERIC"]
    copy = f"COPY (SELECT {columns} FROM {source}) TO STDOUT"  # noqa: S608 (own names)
    with link.cursor() as cursor, cursor.copy(copy) as rows:
        rows.set_types([_TYPES[type_] for type_ in table.columns.values()])
        for row in rows.rows():
            yield _with_figures(row, figures) if figures else row


_TYPES: Mapping[str, str] = {
    "INTEGER": "int8",
    "REAL": "float8",
    "NUMERIC": "numeric",
    "TEXT": "text",
    "BLOB": "bytea",
}


def _with_figures(row: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    found = list(row)
    for place in places:
        found[place] = figure(found[place])
    return found


def figure(value: Decimal) -> int | float:
    """A number as SQLite has it: whole where it is one that 64 bits hold."""
    whole = value == value.to_integral_value() and abs(value) < _LARGE
    return int(value) if whole else float(value)


_LARGE = 1 << 63


def _insert(db: sqlite3.Connection, table: Relation, rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO main."{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 (own names)
    rows = iter(rows)
    while some := list(islice(rows, _TOGETHER)):
        db.executemany(statement, some)
