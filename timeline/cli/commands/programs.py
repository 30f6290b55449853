"""`timeline programs`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.cli import values
from timeline.cli.options import FILTERS, KEY, LIMIT, NAMED_ROWS
from timeline.cli.parameters import takes
from timeline.cli.session import ask_state, open_state
from timeline.cli.show import colours, wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit, emit_pages
from timeline.cli.show.pages import program_page
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.programs import FIELDS, Depth, ProgramRow, programs
from timeline.views.query import Filters
from timeline.views.states import filter_by_state, without_states

COLUMNS: Sequence[Column[ProgramRow]] = (
    Column("Program", lambda row: row["name"], weight=5, leads=True, brief=wording.short_name),
    Column("Key", lambda row: row["program"], from_width=140),
    Column("Type", lambda row: row["type"] or "", from_width=110),
    of_dates("Declared", wording.declared_status, weight=3, from_width=90),
    of_dates("On record", wording.program_state, weight=3, paint=colours.possible),
    of_dates("Since", lambda row: wording.date(row["since"]), weight=3),
    of_dates("Until", lambda row: wording.date(row["until"]), weight=3, from_width=90),
)


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    name: Annotated[str, KEY, values.keys("program")] = "",
    *,
    limit: Annotated[int | None, LIMIT] = None,
    filters: Filters,
    output: Output,
) -> None:
    """Print the programs and the phase each is in, or one of them.

    What is declared stands beside what the record shows. Without --as-of, a program is in the
    phases that have no end on record; with it, in those it was in on that day, marked ? where
    that is only possible. Of what has no end on record it is told when it was last seen, unless
    --open-ends held takes it to go on. Filters choose which programs are shown, not how they are
    judged; --phase and --state those that are in that phase or state.
    """
    whole = without_states(filters)
    state = open_state(run, whole, quiet=output.quiet)
    db, key, query, _ = ask_state(
        state, output, namespace="program", name=name, counting=not output.for_people
    )
    depth: Depth = "evidence"
    if output.for_people:
        depth = "phases" if key or whole != filters else "states"
    filters = filters._replace(as_recorded=state.filters.as_recorded)
    rows = filter_by_state(db, programs(db, query, key, depth=depth), filters)
    if key and output.for_people:
        pages = [program_page(db, rows[0], filters, limit)] if rows else []
        emit_pages(pages, output)
        return
    named = Named(db, {"part_of": "program"})
    emit(rows[:limit], output, COLUMNS, cell, FIELDS, title="Programs", named=named)
    if not key:
        print_message(wording.shown_of(len(rows), "program", limit), quiet=output.quiet)
