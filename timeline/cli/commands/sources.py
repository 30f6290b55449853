"""`timeline sources`."""

import shlex
import sqlite3
from collections.abc import Sequence
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, LIMIT, NAMED_ROWS
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import ask, log_of
from timeline.cli.show import colours, wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit, emit_pages
from timeline.cli.show.pages import source_page
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.projection.lookup import name_of
from timeline.views.coverage import FIELDS as COVERAGE_FIELDS
from timeline.views.coverage import ParagraphRow, number_of
from timeline.views.coverage import coverage as covered
from timeline.views.query import Filters
from timeline.views.sources import FIELDS, SourceRow, source_with_quotes, sources

COLUMNS: Sequence[Column[SourceRow]] = (
    of_dates(
        "Published",
        lambda row: wording.date(row["published"]),
        weight=3,
        paint=colours.date,
        leads=True,
    ),
    Column("Source", lambda row: row["title"], weight=6, link=lambda row: row["url"], leads=True),
    Column("Publisher", lambda row: row["publisher"] or "", weight=3, from_width=90),
    Column("Key", lambda row: row["source"]),
    Column("Cited by", lambda row: str(row["happenings"]), from_width=90),
)

_PARAGRAPHS: Sequence[Column[ParagraphRow]] = (
    Column("Para", lambda row: str(row["paragraph"] or "other")),
    Column("Events", lambda row: str(len(row["events"]) or "none")),
    Column("What cites it", wording.citing_events, weight=1),
)


@takes(FILTERS, NAMED_ROWS)
def command(
    run: Run,
    name: Annotated[
        str,
        Argument(metavar="[NAME]", show_default=False, help="A key or title."),
        values.keys("source"),
    ] = "",
    *,
    limit: Annotated[int | None, LIMIT] = None,
    coverage: Annotated[
        bool,
        Option("--coverage", help="Of one source: each paragraph, with what cites it."),
    ] = False,
    filters: Filters,
    output: Output,
) -> None:
    """Print the sources and how many happenings cite each, or one of them with what cites it."""
    if coverage and not name:
        problem = "--coverage needs one source"
        raise UsageError(problem, "name it: timeline sources NAME --coverage")
    if coverage and filters != Filters(as_recorded=filters.as_recorded):
        problem = "--coverage shows a whole source"
        raise UsageError(problem, "leave out all filters but --as-recorded")
    db, key, query, aside = ask(run, filters, output, namespace="source", name=name)
    if key and coverage:
        paragraphs = covered(db, key)
        fields, title = COVERAGE_FIELDS, f"Coverage of {key}"
        emit(paragraphs, output, _PARAGRAPHS, cell, fields, title=title, named=Named(db))
        print_message(_describe_coverage(db, key, paragraphs), quiet=output.quiet)
        return
    rows = [source_with_quotes(db, log_of(run), query, key)] if key else sources(db, query)
    if key and output.for_people:
        emit_pages([source_page(db, rows[0], filters, limit)], output)
        if any(one["found"] == "not archived" for one in rows[0]["quotes"] or ()):
            print_message(_describe_missing_copy(key), quiet=output.quiet)
        return
    emit(rows[:limit], output, COLUMNS, cell, FIELDS, title="Sources")
    if not key:
        print_message(
            wording.with_unlisted(wording.shown_of(len(rows), "source", limit), aside),
            quiet=output.quiet,
        )


def _describe_missing_copy(source: str) -> str:
    how = f"timeline archive {source} FILE"
    return f"no copy of it is kept, in which its quotes could be looked for\n  keep one: {how}"


def _describe_coverage(
    db: sqlite3.Connection, source: str, paragraphs: Sequence[ParagraphRow]
) -> str:
    """How much is covered, in words: `7 paragraphs, 2 of which nothing cites`."""
    numbered = [row for row in paragraphs if row["paragraph"]]
    counted = wording.with_noun(len(numbered), "paragraph")
    if not number_of(db, source):
        title = shlex.quote(name_of(db, "source", source))
        how = f"timeline declare source {title} --key {source} --paragraphs NUMBER"
        return f"{counted} cited; how many it has is not on record\n  say it: {how}"
    bare = sum(not row["events"] for row in numbered)
    cited = f"{bare} of which nothing cites" if bare else "all of them cited"
    return f"{counted}, {cited}"
