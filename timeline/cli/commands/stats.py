"""`timeline stats`."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, ROWS
from timeline.cli.parameters import Option, takes
from timeline.cli.session import ask
from timeline.cli.show import wording
from timeline.cli.show.bars import Bar, draw_bars
from timeline.cli.show.group_columns import of_groups
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, deliver, emit, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import fold, print_message
from timeline.cli.show.tables import Column
from timeline.dates.words.printer import format_day
from timeline.views.grouping import BY, STATES_BY, TIMES, StatesBy, group_of
from timeline.views.groups import FIELDS, GroupRow, groups, named
from timeline.views.query import Filters
from timeline.views.stats import Gap, PickedTotals, totals, with_gaps
from timeline.views.typed_dates import one_day


@takes(FILTERS, ROWS)
def command(
    run: Run,
    *,
    by: Annotated[
        str,
        Option(
            "--by",
            metavar="GROUP",
            show_default=False,
            help=f"{', '.join((*BY, *STATES_BY))}; year if not given.",
        ),
        values.one_of(BY),
    ] = "year",
    on: Annotated[
        str,
        Option(
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
        _print_states(run, state, on, filters, output)
        return
    chosen = group_of(by, STATES_BY)
    if on:
        problem = f"--on is for {', '.join(STATES_BY)}, not for {chosen}"
        raise UsageError(problem, "to choose a time: --during DAY")
    db, _, query, aside = ask(run, filters, output)
    rows = groups(db, query, chosen, parts=not filters.no_parts)
    if output.format != "table":
        emit(rows, output, of_groups(chosen), cell, FIELDS)
    elif rows:
        width = look_of(output).width
        shown = with_gaps(rows, chosen) if chosen in TIMES else rows
        head = _head(totals(db))
        lines = fold(head, width) if width else [head]
        deliver("\n".join([*lines, "", draw_bars(list(_bars(shown, chosen)), width)]), output)
    told = wording.with_noun(named(rows), chosen) if rows else "no happening matches"
    print_message(wording.with_unlisted(told, aside), quiet=output.quiet)


def _print_states(run: Run, by: StatesBy, on: str, filters: Filters, output: Output) -> None:
    from timeline.views.state_groups import FIELDS as STATE_FIELDS  # noqa: PLC0415 (only these)
    from timeline.views.state_groups import StateGroupRow, state_groups  # noqa: PLC0415

    db, _, query, _ = ask(run, filters, output)
    day = one_day(db, on) if on else query.as_of
    rows = state_groups(db, query, by, day)
    columns: Sequence[Column[StateGroupRow]] = (
        Column(by.capitalize(), lambda row: row["name"], weight=4, leads=True),
        Column("Programs", lambda row: _count(row["programs"], row["possible_programs"])),
        Column("Happenings", lambda row: _count(row["happenings"], row["possible"])),
        Column("Actors", lambda row: _count(row["actors"], row["possible_actors"])),
    )
    emit(rows, output, columns, cell, STATE_FIELDS, title="Counts")
    when = "after all that is on record" if day is None else f"on {format_day(day)}"
    print_message(f"{wording.with_noun(len(rows), by)} {when}", quiet=output.quiet)


def _count(certain: int, possible: int) -> str:
    return f"{certain} +{possible}?" if possible else str(certain)


def _head(found: PickedTotals) -> str:
    """What was picked, in a line."""
    possible = found["possible"]
    counted = wording.with_noun(found["happenings"] + possible, "happening")
    first, last = wording.date(found["first"]), wording.date(found["last"])
    parts = [
        counted + (f" ({possible} of them only possibly)" if possible else ""),
        f"from {first or 'an unknown day'} to {last or 'an unknown day'}",
        wording.with_noun(found["sources"], "source"),
        wording.with_noun(found["corrections"], "correction"),
    ]
    return ", ".join(parts)


def _bars(rows: Sequence[GroupRow | Gap], by: str) -> Iterator[Bar]:
    for row in rows:
        if isinstance(row, Gap):
            yield Bar(row.name)
            continue
        name = (row["name"] or "") if row["key"] else f"no {by}"
        yield Bar(name, row["happenings"], row["possible"], wording.participations(row))
