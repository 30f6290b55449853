"""`timeline programs`."""

from typing import Annotated

import typer

from timeline.commands import colours, wording
from timeline.commands.machine import cell
from timeline.commands.options import FILTERS, KEY, OUTPUT, takes
from timeline.commands.output import Output, emit, emit_pages
from timeline.commands.pages import program_page
from timeline.commands.screen import say
from timeline.commands.session import ask
from timeline.commands.tables import Column
from timeline.views.filters import Filters
from timeline.views.programs import FIELDS, programs

Row = dict[str, object]


COLUMNS = (
    Column("Program", lambda row: str(row["name"]), weight=5, leads=True),
    Column("Key", lambda row: str(row["program"]), from_width=140),
    Column("Type", lambda row: str(row["type"] or ""), from_width=110),
    Column("Declared", wording.declared, weight=3, from_width=90),
    Column("On record", wording.program_state, weight=3, paint=colours.possible),
    Column("Since", lambda row: wording.date(row["since"]), weight=3),
    Column("Until", lambda row: wording.date(row["until"]), weight=3, from_width=90),
)


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    name: Annotated[str, KEY] = "",
    *,
    filters: Filters,
    output: Output,
) -> None:
    """Print the programs and the phase each is in, or one of them.

    What is declared stands beside what the record shows. Without --as-of, a program is in the
    phases that have no end on record; with it, in those it was in on that day, marked ? where
    that is only possible. Of what has no end on record it is told when it was last seen, unless
    --open-ends held takes it to go on. Filters choose which programs are shown, not how they are
    judged.
    """
    db, key, asked, _ = ask(ctx, filters, output, namespace="program", name=name)
    rows = programs(db, asked, key)
    if key and output.for_people:
        emit_pages([program_page(db, rows[0], filters)], output)
        return
    emit(rows, output, COLUMNS, cell, FIELDS, title="Programs")
    if not key:
        say(wording.counted(len(rows), "program"), quiet=output.quiet)
