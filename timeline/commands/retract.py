"""`timeline retract`."""

from typing import Annotated

import typer

from timeline import correcting
from timeline.commands.options import EVENT, QUIET, takes
from timeline.commands.output import Output
from timeline.commands.recorded import DRY_RUN, REASON, recorder
from timeline.commands.screen import put, say
from timeline.commands.session import folder_of
from timeline.errors import UsageError
from timeline.projection.database import open_fresh
from timeline.projection.lookup import candidate, find_event


@takes(QUIET)
def command(
    ctx: typer.Context,
    event: Annotated[str, EVENT],
    *,
    reason: Annotated[str, REASON] = "",
    instead: Annotated[
        str,
        typer.Option(metavar="ID", help="The event that stands in its place.", show_default=False),
    ] = "",
    dry_run: Annotated[bool, DRY_RUN] = False,
    output: Output,
) -> None:
    """Withdraw an event. It stays in the log with the reason; a retraction can be retracted too."""
    if not reason.strip():
        raise UsageError("a retraction needs a reason", 'say why: --reason "..."')
    folder = folder_of(ctx)
    db = open_fresh(folder).db
    known = correcting.target(db, find_event(db, event))
    other = find_event(db, instead) if instead else ""
    called = f"{known.id}: {candidate(db, known.id).title}"
    db.close()
    report = correcting.retract(folder, known, reason, recorder(), instead=other, dry_run=dry_run)
    outcome = report.outcomes[0]
    if not outcome.new:
        say(f"{known.id} is retracted already, by {outcome.id}", quiet=output.quiet)
    elif dry_run:
        say(f"would retract {called}", quiet=output.quiet)
    else:
        put(outcome.id)
        say(f"retracted {called}", quiet=output.quiet)
