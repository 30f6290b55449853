"""`timeline list`."""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated

import typer

from timeline.commands import colours, wording
from timeline.commands.columns import BLOCKS, HAPPENINGS
from timeline.commands.options import FILTERS, OUTPUT, takes
from timeline.commands.output import Output, columns_of, deliver, emit
from timeline.commands.screen import say
from timeline.commands.session import ask
from timeline.commands.tables import Column
from timeline.errors import UsageError
from timeline.views.chronology import FIELDS, LISTS, chronology
from timeline.views.filters import Filters, picked

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
    wanted = columns_of(columns or [], FIELDS)
    if sort:
        columns_of([sort], [name for name in FIELDS if name not in LISTS], "order by")
    if ids and output.format not in ("table", "plain"):
        remedy = f"leave out --ids, and print the column: --columns id --format {output.format}"
        raise UsageError(f"--ids prints nothing but ids, and so no {output.format}", remedy)
    db, _, asked = ask(ctx, filters, quiet=output.quiet)
    by_date = sort in ("", "date")
    found = chronology(db, asked, reverse=by_date and reverse)
    # Rows are made as they are taken: the first ones need not wait for the rest.
    rows: list[Row] = list(islice(found, limit if by_date else None))
    matching = picked(db)
    if not by_date:
        rows.sort(key=lambda row: _order(sort, row[sort]))
        rows = (rows[::-1] if reverse else rows)[:limit]
    if ids:
        deliver("\n".join(str(row["id"]) for row in rows), output)
        return
    said = rows
    if wanted and not output.for_people:
        said = [{name: row[name] for name in wanted} for row in rows]
    emit(said, output, _columns(wanted, output), cell, wanted or FIELDS)
    say(summary(rows, matching), quiet=output.quiet)


def _order(field: str, value: object) -> tuple[bool, list[int], str]:
    """Where a value stands: numbers and days by their size, texts by their letters, none last."""
    numbers = [value] if isinstance(value, int) else []
    if value and field in ("earliest", "latest", "last_seen"):
        numbers = [int(part) for part in str(value).rsplit("-", 2)]
    return value is None, numbers, str(value)


def _columns(wanted: Sequence[str], output: Output) -> Sequence[Column]:
    """The columns for people."""
    if not wanted:
        return BLOCKS if output.format == "plain" else HAPPENINGS

    def column(name: str) -> Column:
        if name == "date":
            return Column("Date", wording.happening_date, weight=1, paint=colours.date)
        weight = 2 if name in (*LISTS, "title", "summary") else 0
        return Column(name.capitalize(), lambda row: cell(name, row[name]), weight)

    return [column(name) for name in wanted]


def cell(field: str, value: object) -> str:
    """A field as text: lists as compact items separated by `; `."""
    if field in LISTS:
        from timeline.compact import write  # noqa: PLC0415 (CSV and chosen columns only)

        return "; ".join(write(field, item) for item in wording.listed(value))
    return "" if value is None else str(value)


def summary(rows: Sequence[Row], matching: int) -> str:
    """How many rows are shown, of how many, and how many of them only possibly answer."""
    if not matching:
        return "no happening matches"
    possible = sum(row["match"] == "possible" for row in rows)
    counted = wording.counted(matching, "happening")
    counted = counted if len(rows) == matching else f"{len(rows):,} of {counted}"
    return f"{counted}, {possible} of them only possibly (?)" if possible else counted
