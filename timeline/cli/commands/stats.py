"""`timeline stats`."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated

import typer

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, OUTPUT, takes
from timeline.cli.session import ask
from timeline.cli.show import wording
from timeline.cli.show.bars import Bar, drawn
from timeline.cli.show.columns import of_groups
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, deliver, emit, look_of
from timeline.cli.show.screen import folded, say
from timeline.cli.show.tables import Column
from timeline.dates.words.printer import format_day
from timeline.views.groups import BY, FIELDS, TIMES, group_of, groups, named
from timeline.views.query import Filters
from timeline.views.state_groups import BY as STATES_BY
from timeline.views.state_groups import FIELDS as STATE_FIELDS
from timeline.views.state_groups import By as StatesBy
from timeline.views.state_groups import state_groups
from timeline.views.stats import totals, with_gaps
from timeline.views.typed_dates import one_day

Row = Mapping[str, object]


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="GROUP",
            show_default=False,
            help=f"{', '.join((*BY, *STATES_BY))}; year if not given.",
        ),
        values.one_of(BY),
    ] = "year",
    on: Annotated[
        str,
        typer.Option(
            metavar="DAY",
            show_default=False,
            help="By phase, office or state: what is in it on this day; as --as-of if not given.",
        ),
    ] = "",
    filters: Filters,
    output: Output,
) -> None:
    """Draw how many happenings there are a year, or in each of other groups.

    What is certain is solid, what is only possible is light. A happening counts in every group
    that it belongs to: in each year that it overlaps, for each actor that it names.

    By phase, office or state: how many programs are in it on a day, or actors hold it, with the
    happenings told of it.
    """
    state = next((one for one in STATES_BY if one == by.lower()), None)
    if state:
        _print_states(ctx, state, on, filters, output)
        return
    chosen = group_of(by, STATES_BY)
    if on:
        problem = f"--on is of {', '.join(STATES_BY)}, not of {chosen}"
        raise UsageError(problem, "what lies in a time: --during DAY")
    db, _, query, aside = ask(ctx, filters, output)
    rows = groups(db, query, chosen, parts=not filters.no_parts)
    if output.format != "table":
        emit(rows, output, of_groups(chosen), cell, FIELDS)
    elif rows:
        width = look_of(output).width
        shown = with_gaps(rows, chosen) if chosen in TIMES else rows
        head = _head(totals(db))
        lines = folded(head, width) if width else [head]
        deliver("\n".join([*lines, "", drawn(list(_bars(shown, chosen)), width)]), output)
    told = wording.counted(named(rows), chosen) if rows else "no happening matches"
    say(wording.with_left_out(told, aside), quiet=output.quiet)


def _print_states(
    ctx: typer.Context, by: StatesBy, on: str, filters: Filters, output: Output
) -> None:
    db, _, query, _ = ask(ctx, filters, output)
    day = one_day(db, on) if on else query.as_of
    rows = state_groups(db, query, by, day)
    columns = (
        Column(by.capitalize(), lambda row: str(row["name"]), weight=4, leads=True),
        *(
            Column(name.capitalize(), partial(_count, name, possible))
            for name, possible in (
                ("programs", "possible_programs"),
                ("happenings", "possible"),
                ("actors", "possible_actors"),
            )
        ),
    )
    emit(rows, output, columns, cell, STATE_FIELDS, title="Counts")
    when = "after all that is on record" if day is None else f"on {format_day(day)}"
    say(f"{wording.counted(len(rows), by)} {when}", quiet=output.quiet)


def _count(name: str, possible: str, row: Row) -> str:
    more = f" +{row[possible]}?" if row[possible] else ""
    return f"{row[name]}{more}"


def _head(found: Row) -> str:
    """What was picked, in a line."""
    certain, possible = (int(str(found[name])) for name in ("happenings", "possible"))
    counted = wording.counted(certain + possible, "happening")
    first, last = (wording.date(found[name]) for name in ("first", "last"))
    parts = [
        counted + (f" ({possible} of them only possibly)" if possible else ""),
        f"from {first or 'an unknown day'} to {last or 'an unknown day'}",
        wording.counted(int(str(found["sources"])), "source"),
        wording.counted(int(str(found["corrections"])), "correction"),
    ]
    return ", ".join(parts)


def _bars(rows: list[dict[str, object]], by: str) -> Iterator[Bar]:
    for row in rows:
        if "happenings" not in row:
            yield Bar(str(row["name"]))
            continue
        name = str(row["name"]) if row["key"] else f"no {by}"
        certain, possible = (int(str(row[count])) for count in ("happenings", "possible"))
        yield Bar(name, certain, possible, wording.took_part(row))
