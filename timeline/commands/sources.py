"""`timeline sources`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from timeline.commands import wording
from timeline.commands.options import FILTERS, OUTPUT, takes
from timeline.commands.output import Column, Output, Row, cell, deliver, emit, width_of
from timeline.commands.pages import source_page
from timeline.commands.screen import say
from timeline.commands.session import ask
from timeline.errors import UsageError
from timeline.views.coverage import coverage as covered
from timeline.views.filters import Filters
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
    Column("Para", lambda line: str(line["paragraph"])),
    Column("Events", lambda line: str(line["events"])),
    Column("What cites it", lambda line: str(line["cited by"]), weight=1),
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
    if coverage and filters != Filters():
        raise UsageError("--coverage is of a whole source", "leave the filters out")
    db, key, asked = ask(ctx, filters, namespace="source", name=name, quiet=output.quiet)
    if key and coverage:
        paragraphs = covered(db, key)
        lines = _lines(paragraphs) if output.format == "table" else paragraphs
        emit(lines, output, _PARAGRAPHS, cell, _COVERED)
        say(_told(paragraphs), quiet=output.quiet)
        return
    rows = sources(db, asked, key)
    if key and output.format == "table":
        deliver(source_page(db, rows[0], filters, width_of(output)), output)
        return
    emit(rows, output, COLUMNS, cell, FIELDS)
    if not key:
        say(wording.counted(len(rows), "source"), quiet=output.quiet)


def _lines(paragraphs: Iterable[Row]) -> Iterator[Row]:
    """A line an event, since a column that is folded keeps no lines of its own."""
    for row in paragraphs:
        number = str(row["paragraph"] or "other")
        count = str(len(wording.listed(row["events"])) or "none")
        for line in wording.citing(row).split("\n"):
            yield {"paragraph": number, "events": count, "cited by": line}
            number = count = ""


def _told(paragraphs: Sequence[Row]) -> str:
    """How much is covered, in words: `7 paragraphs, 2 of which nothing cites`."""
    numbered = [row for row in paragraphs if row["paragraph"]]
    bare = sum(not row["events"] for row in numbered)
    cited = f"{bare} of which nothing cites" if bare else "all of them cited"
    counted = wording.counted(len(numbered), "paragraph")
    return f"{counted}, {cited}" if numbered else counted
