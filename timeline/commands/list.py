"""`timeline list`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from timeline.commands import wording
from timeline.commands.options import FILTERS, OUTPUT, takes
from timeline.commands.output import Column, Output, columns_of, deliver, emit
from timeline.commands.pages import HAPPENINGS
from timeline.commands.screen import say
from timeline.commands.session import open_log
from timeline.errors import UsageError
from timeline.views.chronology import FIELDS, LISTS, chronology
from timeline.views.filters import Filters, pick, understand

Row = dict[str, object]


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    *,
    sort: Annotated[
        str,
        typer.Option(
            metavar="FIELD", help="Order by a field instead of the date.", show_default=False
        ),
    ] = "",
    reverse: Annotated[bool, typer.Option("--reverse", help="Newest first.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Print at most so many.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD,...", help="Print only these fields.", show_default=False),
    ] = None,
    ids: Annotated[bool, typer.Option("--ids", help="Print ids only.")] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Print the timeline, whole or filtered.

    Rows are in order of their dates. A date filter keeps what certainly or possibly answers it;
    what only possibly does is marked ?. Different filters must all be met; of one that is
    repeated any.
    """
    session = open_log(ctx, quiet=output.quiet)
    db = session.opened.db
    asked = understand(db, filters)
    wanted = columns_of(columns or [], FIELDS)
    pick(db, asked)
    rows: list[Row] = list(chronology(db, asked))
    if sort:
        _sort(rows, sort)
    if reverse:
        rows.reverse()
    rows = rows[:limit]
    if ids:
        deliver("\n".join(str(row["id"]) for row in rows), output)
        return
    if wanted:
        rows = [{name: row[name] for name in wanted} for row in rows]
    emit(rows, output, _table(wanted), cell, wanted or FIELDS)
    if not wanted:
        say(summary(rows), quiet=output.quiet)


def _sort(rows: list[Row], field: str) -> None:
    if field not in FIELDS or field in LISTS:
        known = [name for name in FIELDS if name not in LISTS]
        columns_of([field], known)
        raise UsageError(f"no order by `{field}`", f"one of {', '.join(known)}")
    if field != "date":
        rows.sort(key=lambda row: (row[field] is None, str(row[field])))


def _table(wanted: Sequence[str]) -> Sequence[Column]:
    if not wanted:
        return HAPPENINGS

    def column(name: str) -> Column:
        if name == "date":
            return Column("Date", wording.happening_date, weight=1)
        weight = 2 if name in (*LISTS, "title", "summary") else 0
        return Column(name.capitalize(), lambda row: cell(name, row[name]), weight)

    return [column(name) for name in wanted]


def cell(field: str, value: object) -> str:
    """A field as text: lists as compact items separated by `; `."""
    if field in LISTS:
        from timeline.compact import write  # noqa: PLC0415 (CSV and chosen columns only)

        return "; ".join(write(field, item) for item in wording.listed(value))
    return "" if value is None else str(value)


def summary(rows: Sequence[Row]) -> str:
    """How many rows there are, and how many only possibly answer."""
    if not rows:
        return "no happening matches"
    possible = sum(row["match"] == "possible" for row in rows)
    counted = wording.counted(len(rows), "happening")
    return f"{counted}, {possible} of them only possibly (?)" if possible else counted
