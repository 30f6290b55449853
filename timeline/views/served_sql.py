"""SQL that the user typed, asked of a database: in its own dialect, and only to read."""

import sqlite3
from itertools import chain
from typing import Any

from timeline.base.errors import TimelineError, UsageError
from timeline.exchange.engines.postgresql import asking
from timeline.exchange.engines.postgresql.server import telling
from timeline.projection.spell_rows import derive
from timeline.views.sql import (
    RECORD,
    SEE,
    Answer,
    Relation,
    distinct,
    rows_within_limits,
    sort_relations,
    too_slow,
)


def served_sql(db: sqlite3.Connection, address: str, query: str, seconds: float) -> Answer:
    """The answer of a database to one query.

    Args:
        db: the copy of the database, its clocks entered.
        address: of the database.
        query: one statement of PostgreSQL.
        seconds: how long it may take.

    Raises:
        UsageError: it is no query, or would do something else than read.
        TimelineError: it takes too long or gives too much, or the server is not to be had.
    """
    import psycopg  # noqa: PLC0415 (the copy could not have been made without it)

    derive(db)
    with asking.asking(address, db) as link:
        link.read_only = True
        with telling(link):
            limit = f"{max(int(seconds * 1000), 1)}ms"
            link.execute("SELECT set_config('statement_timeout', %s, true)", (limit,))
        try:
            return _answer(link, query)
        except psycopg.errors.QueryCanceled:
            raise too_slow(seconds) from None
        except psycopg.errors.ReadOnlySqlTransaction:
            raise UsageError("sql only reads: to change anything is refused", RECORD) from None
        except psycopg.OperationalError as error:
            raise TimelineError(f"the database went away: {error}") from None
        except psycopg.Error as error:
            if error.sqlstate is None:  # nothing came back
                raise UsageError("no query was given", SEE) from None
            said = error.diag.message_primary or str(error)
            hint = error.diag.message_hint
            raise UsageError(f"the query cannot be run: {said}", hint or SEE) from None


def _answer(link: Any, query: str) -> Answer:
    with link.cursor() as cursor:
        rows = cursor.stream(query)
        first = next(rows, None)
        if first is None:  # then the cursor does not tell columns
            cursor.execute(query, prepare=True)
        columns = distinct([column.name for column in cursor.description])
        found = () if first is None else chain([first], rows)
        return Answer(columns, rows_within_limits(found, columns, asking.plain))


def served_relations(db: sqlite3.Connection, address: str) -> list[Relation]:
    """What a query can ask of a database; see `timeline.views.sql.relations`.

    Args:
        db: the copy of the database.
        address: of the database.

    Raises:
        TimelineError: the server is not to be had.
    """
    with asking.asking(address, db) as link, telling(link):
        return sort_relations(asking.relations(link))
