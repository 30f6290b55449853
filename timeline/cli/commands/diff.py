"""`timeline diff`."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.diff import words
from timeline.cli.diff.options import OPTIONS, Wanted, check
from timeline.cli.exits import Exit
from timeline.cli.options import FILTERS, NAMED_ROWS
from timeline.cli.parameters import Argument, takes
from timeline.cli.session import Session, open_log, state_of, warnings
from timeline.cli.show.output import Named, Output, deliver, emit, emit_one, emit_pages, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.log.folder import is_log
from timeline.views.diff import diff as diff_view
from timeline.views.diff.diff import Diff
from timeline.views.diff.machine import FIELDS, as_json, diff_rows
from timeline.views.query import Filters
from timeline.views.sealed_state import State


@takes(OPTIONS, FILTERS, NAMED_ROWS)
def command(
    run: Run,
    before: Annotated[
        str,
        Argument(
            metavar="BEFORE",
            show_default=False,
            help="A date, whose end counts; on the clock of recording also an instant or a seal.",
        ),
        values.SEALS,
    ] = "",
    after: Annotated[
        str,
        Argument(metavar="[AFTER]", show_default=False, help="Likewise; today if not given."),
        values.SEALS,
    ] = "",
    *,
    wanted: Wanted,
    filters: Filters,
    output: Output,
) -> None:
    """Compare what had happened by the end of one date with what had by the end of another.

    Happenings, actors, programs and the totals of figures: + what is new, - what is gone, ~ what
    changed, ? what is new but only possibly there. Filters hold on both sides.

    With --against, + is what this log has beyond the other, and - what only the other has.
    """
    wanted = wanted._replace(before=before, after=after)
    check(wanted, filters, output)
    if run.projection and wanted.against and not is_log(Path(wanted.against)):
        raise UsageError(f"no log {wanted.against}", "a database is compared with a folder")
    session = open_log(run, quiet=output.quiet)
    if wanted.periods:
        from timeline.cli.diff import periods  # noqa: PLC0415 (each question pays for itself)

        db, filters = state_of(session, filters, quiet=output.quiet)[:2]
        periods.print_periods(db, (before, after), wanted.shown(), filters, output)
        return
    bounded = output.for_people and not filters.unbounded
    state = state_of(session, filters, quiet=output.quiet)
    if wanted.against is None:
        found = _compare(session, state, wanted, bounded=bounded, quiet=output.quiet)
    else:
        found = _compare_logs(session, state, wanted, filters, bounded=bounded)
    if wanted.ids:
        deliver("\n".join(_ids(found)), output)
    elif wanted.summary or wanted.stat:
        from timeline.cli.diff import counts as diff_counts  # noqa: PLC0415 (likewise)

        diff_counts.print_counts(found, wanted.shown(), output, stat=wanted.stat)
    else:
        _show(state.db, found, output)
    if output.for_people and not wanted.ids:
        aside = words.describe_left_out(found) if bounded else ""
        print_message("\n".join(filter(None, (words.summarise(found), aside))), quiet=output.quiet)
    if wanted.exit_code and found.differs:
        raise Exit(1)


def _compare(session: Session, state: State, wanted: Wanted, *, bounded: bool, quiet: bool) -> Diff:
    clock, dates = wanted.on_clock(), (wanted.before, wanted.after)
    states: Sequence[State] = ()
    if clock == "recorded":
        states = [
            state_of(session, state.filters._replace(as_recorded=at), quiet=quiet) for at in dates
        ]
    return diff_view.diff(
        state.db,
        *dates,
        state.filters,
        clock=clock,
        views=wanted.compared(),
        counts=wanted.summary,
        bounded=bounded,
        states=states,
    )


def _compare_logs(
    session: Session, state: State, wanted: Wanted, filters: Filters, *, bounded: bool
) -> Diff:
    """Compare another log with this one; a seal that is named is looked for in each."""
    from timeline.log.revision import other_log  # noqa: PLC0415
    from timeline.projection.database import open_aside  # noqa: PLC0415 (two logs only)

    with other_log(session.folder, str(wanted.against)) as folder:
        other = open_aside(folder)
        for line in warnings(folder, other):
            print_message(line)
        theirs = state_of(Session(folder, other), filters)
        found = diff_view.against(
            theirs, state, wanted.compared(), counts=wanted.summary, bounded=bounded
        )
    return found._replace(before=str(wanted.against), after=os.path.relpath(session.folder))


def _ids(found: Diff) -> Iterator[str]:
    """The ids of happenings that differ: those that are new, that changed, and that are gone."""
    compared = found.chronology
    yield from (row["id"] for row in compared.added)
    yield from (row["id"] for row in compared.changed)
    yield from (row["id"] for row in compared.removed)


def _show(db: sqlite3.Connection, found: Diff, output: Output) -> None:
    match output.format:
        case "json" | "yaml":
            emit_one(as_json(found), output)
        case "jsonl" | "csv" | "tsv" | "xlsx":
            from timeline.cli.show.machine import cell  # noqa: PLC0415 (tables do without)

            emit(diff_rows(found), output, (), cell, FIELDS, named=Named(db))
        case "table":
            from timeline.cli.diff.lines import draw_lines  # noqa: PLC0415 (likewise)

            deliver(draw_lines(words.sections(found), look_of(output)), output)
        case _:
            from timeline.cli.diff.lines import diff_page  # noqa: PLC0415 (likewise)

            emit_pages([diff_page(words.title(found), words.sections(found))], output)
