"""`timeline sources`."""

import shlex
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.options import FILTERS, LIMIT, NAMED_ROWS
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import ask_state, log_of, open_state
from timeline.cli.show import colours, wording
from timeline.cli.show.columns import of_dates
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Named, Output, emit, emit_pages
from timeline.cli.show.pages import source_page
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.log.folder import unwritable
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
    compare: Annotated[
        str,
        Option(
            "--compare",
            metavar="FILE",
            show_default=False,
            help="Of one source: what a newer copy changed, and what rests on that.",
        ),
        values.FILES,
    ] = "",
    filters: Filters,
    output: Output,
) -> None:
    """Print the sources and how many happenings cite each, or one of them with what cites it.

    Of one source also its quotes, with where each stands in the copy that timeline archive keeps.
    With --compare, the paragraphs of that copy that are not as they were in a newer one, the events
    that rest on each, and the quotes that are gone.
    """
    _refuse_misuse(name, {"--coverage": coverage, "--compare": bool(compare)}, filters)
    state = open_state(run, filters, quiet=output.quiet)
    db, key, query, aside = ask_state(state, output, namespace="source", name=name)
    if key and coverage:
        paragraphs = covered(db, key)
        fields, title = COVERAGE_FIELDS, f"Coverage of {key}"
        emit(paragraphs, output, _PARAGRAPHS, cell, fields, title=title, named=Named(db))
        print_message(_describe_coverage(db, key, paragraphs), quiet=output.quiet)
        return
    if key and compare:
        _compare(run, db, key, compare, output)
        return
    rows = [source_with_quotes(db, log_of(run), query, key)] if key else sources(db, query)
    if key and output.for_people:
        emit_pages([source_page(db, rows[0], state.filters, limit)], output)
        if any(one["found"] == "not archived" for one in rows[0]["quotes"] or ()):
            print_message(_describe_missing_copy(key), quiet=output.quiet)
        return
    emit(rows[:limit], output, COLUMNS, cell, FIELDS, title="Sources")
    if not key:
        print_message(
            wording.with_unlisted(wording.shown_of(len(rows), "source", limit), aside),
            quiet=output.quiet,
        )


def _refuse_misuse(name: str, given: Mapping[str, bool], filters: Filters) -> None:
    """Refuse options of one source where none is named, and filters beside them.

    Raises:
        UsageError: they cannot be used so.
    """
    options = [option for option, is_given in given.items() if is_given]
    for option in options:
        if not name:
            how = f"{option} FILE" if option == "--compare" else option
            raise UsageError(f"{option} needs one source", f"name it: timeline sources NAME {how}")
        if filters != Filters(as_recorded=filters.as_recorded):
            problem = f"{option} shows a whole source"
            raise UsageError(problem, "leave out all filters but --as-recorded")
    if len(options) > 1:
        raise UsageError("--coverage or --compare, not both", "give one of them")


def _compare(run: Run, db: sqlite3.Connection, key: str, file: str, output: Output) -> None:
    """Print what a newer copy of a source changed."""
    from timeline.cli.show.comparison import (  # noqa: PLC0415 (texts are read for it)
        comparison_pages,
        describe_comparison,
    )
    from timeline.texts.read import MAX_BYTES  # noqa: PLC0415
    from timeline.views.copies_compared import FIELDS as COMPARED_FIELDS  # noqa: PLC0415
    from timeline.views.copies_compared import compare_copy  # noqa: PLC0415

    folder = log_of(run)
    if folder is None:
        raise UsageError(
            "copies of sources are in the log, not in a database", "leave --projection out"
        )
    try:
        with Path(file).open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise unwritable(error, Path(file)) from error
    found = compare_copy(db, folder, key, data, file)
    if output.for_people:
        emit_pages(comparison_pages(found), output)
    else:
        emit(found.rows, output, (), cell, COMPARED_FIELDS, title=f"Changes of {key}")
    print_message(describe_comparison(found, file, key), quiet=output.quiet)


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
