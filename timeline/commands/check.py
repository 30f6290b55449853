"""`timeline check`."""

import typer

from timeline.check import check
from timeline.commands import wording
from timeline.commands.options import OUTPUT, takes
from timeline.commands.output import Output, cell, deliver, emit
from timeline.commands.screen import safe, say
from timeline.commands.session import located, open_log
from timeline.errors import Fault


@takes(OUTPUT)
def command(ctx: typer.Context, *, output: Output) -> None:
    """Look for what is wrong in the log: every fault of every file, with what to do about it.

    Exit code 1 if there is any.
    """
    session = open_log(ctx, quiet=output.quiet, warn=False)
    db = session.opened.db
    faults = [located(session.folder, f) for f in check(db, session.folder, session.opened.faults)]
    if output.format == "table":
        deliver("\n".join(safe(str(fault)) for fault in faults), output)
    else:
        emit([fault._asdict() for fault in faults], output, (), cell, Fault._fields)
    events = db.execute("SELECT count(DISTINCT id) FROM documents").fetchone()[0]
    checked = wording.counted(events, "event")
    if faults:
        say(f"{checked}, {wording.counted(len(faults), 'error')}", quiet=output.quiet)
        raise typer.Exit(1)
    say(f"{checked}, no errors", quiet=output.quiet)
