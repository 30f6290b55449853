"""`timeline figures`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.base.amount_words import format_amount
from timeline.cli import values
from timeline.cli.options import FILTERS, LIMIT, NAMED_ROWS
from timeline.cli.parameters import Argument, takes
from timeline.cli.session import ask
from timeline.cli.show import colours, wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.figures import FIELDS, FigureRow, TotalRow, figures, totals
from timeline.views.known_words import find_words
from timeline.views.query import Filters


def _measure(row: FigureRow) -> str:
    """What is counted, with the part of a split: `people trained, sex female`."""
    return ", ".join(filter(None, (row["measure"], wording.split(row["by"]))))


COLUMNS: Sequence[Column[FigureRow]] = (
    Column("Measure", _measure, weight=4, leads=True),
    Column("Value", format_amount, weight=4, leads=True),
    Column("Type", lambda row: row["type"]),
    of_dates("Date", wording.happening_date, weight=4, paint=colours.date),
    Column("What", wording.what, weight=5, from_width=90, paint=colours.what),
    Column("Id", lambda row: wording.short(row["happening"]), paint=colours.faint),
)


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    name: Annotated[
        str,
        Argument(metavar="[MEASURE]", show_default=False, help="What is counted."),
        values.MEASURES,
    ] = "",
    *,
    limit: Annotated[int | None, LIMIT] = None,
    filters: Filters,
    output: Output,
) -> None:
    """Print the figures that sources state, or those of one measure.

    Only figures of type actual add up; their totals are told at the end. A target, a baseline or
    a level (a stock at a time) stands for itself.
    """
    db, _, query, aside = ask(run, filters, output)
    wanted = find_words(db, "measure", [name]) if name else query.measures
    rows = list(figures(db, query, wanted))
    named = Named(db, {"program": "program", "programs": "program"})
    emit(rows[:limit], output, COLUMNS, cell, FIELDS, title="Figures", named=named)
    told = wording.shown_of(len(rows), "figure", limit)
    print_message(wording.with_unlisted(told, aside), quiet=output.quiet)
    for total in totals(db, wanted):
        if total["count"] != 1 or total["possible"] is not None:
            print_message(_describe_total(total), quiet=output.quiet)


def _describe_total(total: TotalRow) -> str:
    """A total in words: `people trained, 3 figures: at least 310 person, possibly 60 more`."""
    words = format_amount({"value": total["total"], "bound": total["bound"], "unit": total["unit"]})
    mark = "? " if total["match"] == "possible" else ""
    more = f", possibly {total['possible']:,} more" if total["possible"] is not None else ""
    counted = wording.with_noun(total["count"], "figure")
    return f"{mark}{total['measure']}, {counted}: {words}{more}"
