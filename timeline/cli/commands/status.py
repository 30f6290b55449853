"""`timeline status`."""

import typer

from timeline.base import days
from timeline.cli.options import OUTPUT, takes
from timeline.cli.session import open_log
from timeline.cli.show import wording
from timeline.cli.show.layout import Fact, Page
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.projection import database
from timeline.views.checks.errors import check
from timeline.views.overview import overview


@takes(OUTPUT)
def command(ctx: typer.Context, *, output: Output) -> None:
    """Say where the log is, what it holds and how its projection is."""
    session = open_log(ctx, quiet=output.quiet)
    faults = check(session.opened, session.folder)
    place = database.place(session.folder)
    found = overview(session.opened.db, days.today())
    found |= {
        "log": str(session.folder),
        "projection": str(place) if place else None,
        "bytes": place.stat().st_size if place else None,
        "faults": len(faults),
    }
    if not output.for_people:
        emit_one(found, output)
        return
    recorded = found["recorded"]
    facts = [
        Fact("log", str(session.folder.resolve())),
        Fact("holds", wording.log_contents(found)),
        Fact("projection", str(place or "in memory, for want of a folder that can be written")),
        Fact("faults", f"{len(faults):,}" if faults else "none"),
    ]
    if isinstance(recorded, dict):
        newest = f"{recorded['at']} by {recorded['by']}, most recently"
        facts.insert(2, Fact("recorded", newest))
    emit_pages([Page("Status", facts)], output)
