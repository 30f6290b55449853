"""`timeline places`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.cli import values
from timeline.cli.options import FILTERS, KEY, LIMIT, NAMED_ROWS
from timeline.cli.parameters import takes
from timeline.cli.session import ask_state, open_state
from timeline.cli.show import wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit, emit_pages
from timeline.cli.show.pages import place_page
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.places import FIELDS, PlaceRow, places
from timeline.views.query import Filters

COLUMNS: Sequence[Column[PlaceRow]] = (
    Column("Place", lambda row: row["name"], weight=5, leads=True, brief=wording.short_name),
    Column("Key", lambda row: row["place"], from_width=90),
    Column("Type", lambda row: row["type"] or "", from_width=90),
    Column("In", lambda row: row["part_of"] or "", from_width=140),
    Column("Happenings", wording.participations),
    of_dates("First", lambda row: wording.date(row["first"]), weight=3, from_width=70),
    of_dates("Last", lambda row: wording.date(row["last"]), weight=3),
)


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    name: Annotated[str, KEY, values.keys("place")] = "",
    *,
    limit: Annotated[int | None, LIMIT] = None,
    filters: Filters,
    output: Output,
) -> None:
    """Print the places and how much happened in each, or one of them with what happened there.

    What happened in a place counts for every place in which it lies.
    """
    state = open_state(run, filters, quiet=output.quiet)
    db, key, query, aside = ask_state(state, output, namespace="place", name=name)
    rows = places(db, query, key, parts=not filters.no_parts)
    if key and output.for_people:
        emit_pages([place_page(db, rows[0], state.filters, limit)], output)
        return
    named = Named(db, {"part_of": "place"})
    emit(rows[:limit], output, COLUMNS, cell, FIELDS, title="Places", named=named)
    if not key:
        print_message(
            wording.with_unlisted(wording.shown_of(len(rows), "place", limit), aside),
            quiet=output.quiet,
        )
