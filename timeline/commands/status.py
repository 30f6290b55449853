"""`timeline status`."""

import typer

from timeline import days
from timeline.commands.options import OUTPUT, takes
from timeline.commands.output import Output, deliver, emit_one, hanging, width_of
from timeline.commands.overview import contents
from timeline.commands.screen import safe
from timeline.commands.session import open_log
from timeline.projection import database
from timeline.views.overview import overview


@takes(OUTPUT)
def command(ctx: typer.Context, *, output: Output) -> None:
    """Say where the log is, what it holds and how its projection is."""
    session = open_log(ctx, quiet=output.quiet)
    place = database.place(session.folder)
    found = overview(session.opened.db, days.today())
    found |= {
        "log": str(session.folder),
        "projection": str(place) if place else None,
        "bytes": place.stat().st_size if place else None,
        "faults": len(session.faults),
    }
    if output.format != "table":
        emit_one(found, output)
        return
    recorded = found["recorded"]
    facts = [
        ("log", str(session.folder.resolve())),
        ("holds", contents(found)),
        ("projection", str(place or "in memory, for want of a folder that can be written")),
        ("faults", str(len(session.faults) or "none")),
    ]
    if isinstance(recorded, dict):
        facts.insert(2, ("recorded", f"{recorded['at']} by {recorded['by']}, most recently"))
    width = width_of(output)
    lines = [
        line
        for label, text in facts
        for line in hanging(label, safe(text), len("projection  "), width)
    ]
    deliver("\n".join(lines), output)
