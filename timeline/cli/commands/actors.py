"""`timeline actors`."""

from collections.abc import Sequence
from typing import Annotated

from timeline.cli import values
from timeline.cli.options import FILTERS, KEY, LIMIT, NAMED_ROWS
from timeline.cli.parameters import Option, takes
from timeline.cli.session import ask
from timeline.cli.show import wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit, emit_pages
from timeline.cli.show.pages import actor_page
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.actors import FIELDS, ActorRow, actors
from timeline.views.offices import FIELDS as OFFICE_FIELDS
from timeline.views.offices import HeldOffice, actor_detail, holders
from timeline.views.query import Filters
from timeline.views.typed_dates import span_of

COLUMNS: tuple[Column[ActorRow], ...] = (
    Column("Actor", lambda row: row["name"], weight=5, leads=True, brief=wording.short_name),
    Column("Key", lambda row: row["actor"], from_width=140),
    Column("Type", lambda row: row["type"] or "", from_width=160),
    Column("Took part", wording.participations),
    of_dates("First", lambda row: wording.date(row["first"]), weight=3, from_width=70),
    of_dates("Last", lambda row: wording.date(row["last"]), weight=3),
    Column("Roles", lambda row: wording.join_texts(row["roles"]), weight=4, from_width=90),
)
IN_ROLE: Sequence[Column[ActorRow]] = (
    *COLUMNS[:3],
    Column("Roles", wording.matching_roles, weight=2),
    Column("What", wording.activities, weight=6),
)
"""Those of actors in a role or an office that was asked for."""


def _offices(days: tuple[int, int]) -> tuple[Column[HeldOffice], ...]:
    return (
        Column("Office", lambda row: row["office"], weight=3),
        Column("For", lambda row: row["for_name"] or "", weight=3),
        Column("Who", lambda row: row["name"], weight=4),
        Column("That day" if days[0] == days[1] else "Then", wording.on_day),
        of_dates("From", wording.beginning, weight=3, from_width=70),
        of_dates("Until", wording.ending_before, weight=4, from_width=70),
        Column("Evidence", wording.evidence, from_width=110),
    )


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    name: Annotated[str, KEY, values.keys("actor")] = "",
    *,
    on: Annotated[
        str,
        Option(
            metavar="DAY",
            show_default=False,
            help="Who held which office on this day, or at any time in this month or year.",
        ),
    ] = "",
    limit: Annotated[int | None, LIMIT] = None,
    filters: Filters,
    output: Output,
) -> None:
    """Print the actors, or the history of one.

    Counts, first and last are over what has occurred, and include what an actor's parts took
    part in, and who holds its offices; what only possibly answers a date is counted apart, as
    +N?. With filters, only actors that took part in what they leave; with --role or --office,
    only those that had it, and what they did in it.

    With --on, the offices that were certainly held then, those that possibly were, and those in
    which somebody was last seen before, with how long before; with NAME all that it held and that
    were held for it. Filters choose offices by what they are known from.
    """
    db, key, query, aside = ask(run, filters, output, namespace="actor", name=name)
    parts = not filters.no_parts
    if on:
        days = span_of(db, on)
        found = holders(db, query, days, key, parts=parts)
        emit(found[:limit], output, _offices(days), cell, OFFICE_FIELDS)
        print_message(wording.shown_of(len(found), "term", limit), quiet=output.quiet)
        return
    rows = actors(db, query, key, parts=parts)
    if key and output.for_people:
        emit_pages([actor_page(db, rows[0], query, parts=parts, limit=limit)], output)
        return
    if key:
        rows = [actor_detail(db, query, key, parts=parts)]
    columns = IN_ROLE if filters.role or filters.office else COLUMNS
    named = Named(db, {"part_of": "actor"})
    emit(rows[:limit], output, columns, cell, FIELDS, title="Actors", named=named)
    if not key:
        print_message(
            wording.with_unlisted(wording.shown_of(len(rows), "actor", limit), aside),
            quiet=output.quiet,
        )
