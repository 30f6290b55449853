"""`timeline sql`."""

import sqlite3
import sys
from collections.abc import Sequence
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.base.text import masked
from timeline.cli.options import CLOCKS, ROWS
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import open_log, state_of
from timeline.cli.show import wording
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column, Row
from timeline.event.yaml_text import MAX_INPUT
from timeline.views.filters import understand
from timeline.views.query import Filters
from timeline.views.sql import Answer, Relation, relations, sql

# What had happened by a day is a condition that a query says itself.
_CLOCKS = CLOCKS._replace(options=[o for o in CLOCKS.options if o.name != "as_of"])
_RELATIONS: Sequence[Column[Row]] = (
    Column("Name", lambda row: str(row["name"])),
    Column("Columns", lambda row: wording.join_texts(row["columns"]), weight=3),
    Column("Rows", lambda row: str(row["about"] or ""), weight=2, from_width=90),
)
_EXAMPLE = "timeline sql \"SELECT date, title FROM chronology WHERE kind = 'training'\""


@takes(_CLOCKS, ROWS)
def command(
    run: Run,
    query: Annotated[
        str | None,
        Argument(metavar="[QUERY]", show_default=False, help="A query; - for standard input."),
    ] = None,
    *,
    timeout: Annotated[float, Option(metavar="SECONDS", help="Stop the query after so long.")] = 30,
    filters: Filters,
    output: Output,
) -> None:
    """Ask the projection in SQL; without a query, print its views, its tables and their columns.

    A query can read everything and change nothing. With --projection it is one of PostgreSQL.
    """
    if not timeout > 0:
        raise UsageError("--timeout must be more than 0", "give seconds, such as --timeout 60")
    session = open_log(run, quiet=output.quiet)
    if query is None:
        db = session.opened.db
        rows = [relation._asdict() for relation in _relations(run, db)]
        emit(rows, output, _RELATIONS, cell, Relation._fields)
        print_message(f"such as: {_EXAMPLE}", quiet=output.quiet)
        return
    state = state_of(session, filters, quiet=output.quiet)
    understand(state.db, state.filters)
    answer = _answer(run, state.db, _read() if query == "-" else query, timeout)
    emit(answer.rows, output, [_column(name) for name in answer.columns], cell, answer.columns)
    print_message(wording.with_noun(len(answer.rows), "row"), quiet=output.quiet)


def _relations(run: Run, db: sqlite3.Connection) -> list[Relation]:
    if not run.projection:
        return relations(db)
    from timeline.views.served_sql import served_relations  # noqa: PLC0415 (few ask a server)

    return served_relations(db, run.projection)


def _answer(run: Run, db: sqlite3.Connection, query: str, seconds: float) -> Answer:
    if not run.projection:
        return sql(db, query, seconds)
    from timeline.views.served_sql import served_sql  # noqa: PLC0415 (as above)

    return served_sql(db, run.projection, query, seconds)


def _read() -> str:
    return sys.stdin.buffer.read(MAX_INPUT).decode(errors="replace")


def _column(name: str) -> Column[Row]:
    return Column(masked(name), lambda row: cell(name, row[name]), weight=1)
