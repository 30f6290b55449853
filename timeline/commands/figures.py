"""`timeline figures`."""

from typing import Annotated

import typer

from timeline.commands import wording
from timeline.commands.options import FILTERS, OUTPUT, takes
from timeline.commands.output import Column, Output, cell, emit
from timeline.commands.screen import say
from timeline.commands.session import open_log
from timeline.projection.lookup import known_measure
from timeline.views.figures import FIELDS, figures, totals
from timeline.views.filters import Filters, pick, understand

COLUMNS = (
    Column("Measure", lambda row: str(row["measure"]), weight=4),
    Column("Value", wording.figure),
    Column("Type", lambda row: str(row["type"]), from_width=90),
    Column("By", lambda row: wording.split(row["by"]), weight=1),
    Column("Date", wording.happening_date, weight=3),
    Column("What", wording.what, weight=5, from_width=90),
    Column("Id", lambda row: wording.short(row["happening"])),
)


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[MEASURE]", show_default=False, help="What is counted.")
    ] = "",
    *,
    filters: Filters,
    output: Output,
) -> None:
    """Print the figures that sources state, or those of one measure.

    Only figures of type actual add up; their totals are told at the end. A target, a baseline or
    a level (a stock at a time) stands for itself.
    """
    session = open_log(ctx, quiet=output.quiet)
    db = session.opened.db
    wanted = known_measure(db, name) if name else None
    asked = understand(db, filters)
    pick(db, asked)
    rows = list(figures(db, asked, wanted))
    emit(rows, output, COLUMNS, cell, FIELDS)
    say(wording.counted(len(rows), "figure"), quiet=output.quiet)
    for total in totals(db, wanted):
        if total["count"] != 1:
            told = wording.figure({**total, "value": total["total"]})
            say(f"{total['measure']}, {total['count']} figures: {told}", quiet=output.quiet)
