"""`timeline diff`."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli.diff import words
from timeline.cli.diff.options import OPTIONS, Wanted, check
from timeline.cli.exits import Exit
from timeline.cli.options import FILTERS, NAMED_ROWS
from timeline.cli.parameters import Argument, takes
from timeline.cli.session import Session, open_log, warnings
from timeline.cli.show.output import Named, Output, deliver, emit, emit_one, emit_pages, look_of
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.log.folder import is_log
from timeline.views.diff import diff as diff_view
from timeline.views.diff.diff import Diff
from timeline.views.diff.machine import FIELDS, as_json, diff_rows
from timeline.views.query import Filters


@takes(OPTIONS, FILTERS, NAMED_ROWS)
def command(
    run: Run,
    before: Annotated[
        str,
        Argument(
            metavar="BEFORE",
            show_default=False,
            help="A date, whose end counts; or an instant of recording.",
        ),
    ] = "",
    after: Annotated[
        str,
        Argument(metavar="[AFTER]", show_default=False, help="Likewise; today if not given."),
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

        periods.print_periods(session.opened.db, (before, after), wanted.shown(), filters, output)
        return
    bounded = output.for_people and not filters.unbounded
    found = _compare(session, wanted, filters, bounded=bounded)
    if wanted.ids:
        deliver("\n".join(_ids(found)), output)
    elif wanted.summary or wanted.stat:
        from timeline.cli.diff import counts as diff_counts  # noqa: PLC0415 (likewise)

        diff_counts.print_counts(found, wanted.shown(), output, stat=wanted.stat)
    else:
        _show(session.opened.db, found, output)
    if output.for_people and not wanted.ids:
        aside = words.describe_left_out(found) if bounded else ""
        print_message("\n".join(filter(None, (words.summarise(found), aside))), quiet=output.quiet)
    if wanted.exit_code and found.differs:
        raise Exit(1)


def _compare(session: Session, wanted: Wanted, filters: Filters, *, bounded: bool) -> Diff:
    db, views = session.opened.db, wanted.compared()
    if wanted.against is None:
        dates = wanted.before, wanted.after
        clock, counts = wanted.on_clock(), wanted.summary
        return diff_view.diff(
            db, *dates, filters, clock=clock, views=views, counts=counts, bounded=bounded
        )
    from timeline.log.revision import other_log  # noqa: PLC0415
    from timeline.projection.database import open_aside  # noqa: PLC0415 (two logs only)

    with other_log(session.folder, wanted.against) as folder:
        other = open_aside(folder)
        for line in warnings(folder, other):
            print_message(line)
        counts = wanted.summary
        found = diff_view.against(other.db, db, filters, views, counts=counts, bounded=bounded)
    return found._replace(before=wanted.against, after=os.path.relpath(session.folder))


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
