"""`timeline status`."""

import typer

from timeline import days
from timeline.commands.options import OUTPUT, takes
from timeline.commands.output import Output, as_json, deliver
from timeline.commands.overview import contents
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
        deliver(as_json(found), output)
        return
    recorded = found["recorded"]
    lines = [
        f"log         {session.folder.resolve()}",
        f"holds       {contents(found)}",
        f"projection  {place or 'in memory, for want of a folder that can be written'}",
        f"faults      {len(session.faults) or 'none'}",
    ]
    if isinstance(recorded, dict):
        lines.insert(2, f"recorded    {recorded['at']} by {recorded['by']}, most recently")
    deliver("\n".join(lines), output)
