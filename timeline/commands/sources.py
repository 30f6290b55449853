"""`timeline sources`."""

from typing import Annotated

import typer

from timeline.commands import wording
from timeline.commands.options import FILTERS, OUTPUT, takes
from timeline.commands.output import Column, Output, cell, deliver, emit, width_of
from timeline.commands.pages import source_page
from timeline.commands.screen import say
from timeline.commands.session import open_log
from timeline.errors import UsageError
from timeline.projection.lookup import known_key
from timeline.views.coverage import coverage as covered
from timeline.views.filters import Filters, pick, understand
from timeline.views.sources import FIELDS, sources

COLUMNS = (
    Column("Published", lambda row: wording.date(row["published"]), weight=3),
    Column("Source", lambda row: str(row["title"]), weight=6),
    Column("Publisher", lambda row: str(row["publisher"] or ""), weight=3, from_width=90),
    Column("Key", lambda row: str(row["source"])),
    Column("Cited by", lambda row: str(row["happenings"])),
)

_COVERED = ("paragraph", "events")
_PARAGRAPHS = (
    Column("Para", lambda row: str(row["paragraph"] or "other")),
    Column("Events", lambda row: str(len(wording.listed(row["events"])) or "none")),
    Column("What cites it", wording.citing, weight=1),
)


@takes(FILTERS, OUTPUT)
def command(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", show_default=False, help="A key or title.")
    ] = "",
    *,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Of one source: each paragraph, with what cites it."),
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Print the sources and how many happenings cite each, or one of them with what cites it."""
    if coverage and not name:
        problem = "--coverage is of one source"
        raise UsageError(problem, "name it: timeline sources NAME --coverage")
    session = open_log(ctx, quiet=output.quiet)
    db = session.opened.db
    key = known_key(db, "source", name) if name else None
    if key and coverage:
        emit(list(covered(db, key)), output, _PARAGRAPHS, cell, _COVERED)
        return
    asked = understand(db, filters)
    pick(db, asked)
    rows = sources(db, asked, key)
    if key and output.format == "table":
        deliver(source_page(db, rows[0], filters, width_of(output)), output)
        return
    emit(rows, output, COLUMNS, cell, FIELDS)
    if not key:
        say(wording.counted(len(rows), "source"), quiet=output.quiet)
