"""`timeline actors`."""

from typing import Annotated

import typer

from timeline.commands import wording
from timeline.commands.machine import cell
from timeline.commands.options import FILTERS, KEY, OUTPUT, takes
from timeline.commands.output import Output, emit, emit_pages
from timeline.commands.pages import actor_page
from timeline.commands.screen import say
from timeline.commands.session import ask
from timeline.commands.tables import Column
from timeline.views.actors import FIELDS, actors, history
from timeline.views.filters import Filters, one_day
from timeline.views.offices import FIELDS as OFFICE_FIELDS
from timeline.views.offices import holders

Row = dict[str, object]

COLUMNS = (
    Column("Actor", lambda row: str(row["name"]), weight=5, leads=True),
    Column("Key", lambda row: str(row["actor"]), from_width=140),
    Column("Type", lambda row: str(row["type"] or ""), from_width=160),
    Column("Took part", wording.took_part),
    Column("First", lambda row: wording.date(row["first"]), weight=3, from_width=70),
    Column("Last", lambda row: wording.date(row["last"]), weight=3),
    Column("Roles", lambda row: wording.joined(row["roles"]), weight=4, from_width=90),
)
OFFICES = (
    Column("Office", lambda row: str(row["office"]), weight=3),
    Column("For", lambda row: str(row["for_name"] or ""), weight=3),
    Column("Who", lambda row: str(row["name"]), weight=4),
    Column("That day", wording.on_day),
    Column("From", wording.begun, weight=3, from_width=70),
    Column("Until", wording.ended, weight=4, from_width=70),
    Column("Evidence", wording.evidence, from_width=110),
)


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    name: Annotated[str, KEY] = "",
    *,
    on: Annotated[
        str,
        typer.Option(metavar="DAY", show_default=False, help="Who held which office on this day."),
    ] = "",
    filters: Filters,
    output: Output,
) -> None:
    """Print the actors, or the history of one.

    Counts, first and last are over what has occurred, and include what an actor's parts took
    part in; what only possibly answers a date is counted apart, as +N?. With filters, only
    actors that took part in what they leave.

    With --on, the offices that were certainly or possibly held on a day; with NAME those that it
    held and that were held for it, also when not on that day. Filters choose offices by what
    they are known from.
    """
    db, key, asked, aside = ask(ctx, filters, output, namespace="actor", name=name)
    if on:
        found = holders(db, asked, one_day(db, on), key, parts=not filters.no_parts)
        emit(found, output, OFFICES, cell, OFFICE_FIELDS)
        say(wording.counted(len(found), "term"), quiet=output.quiet)
        return
    rows = actors(db, asked, key, parts=not filters.no_parts)
    if key and output.for_people:
        emit_pages([actor_page(db, rows[0], asked, parts=not filters.no_parts)], output)
        return
    if key:
        rows = [rows[0] | {"history": list(history(db, key, asked, parts=not filters.no_parts))}]
    emit(rows, output, COLUMNS, cell, FIELDS, title="Actors")
    if not key:
        say(wording.with_left_out(wording.counted(len(rows), "actor"), aside), quiet=output.quiet)
