"""`timeline amend`."""

from typing import Annotated

import typer

from timeline import correcting
from timeline.changes import change_of
from timeline.commands.fields import options_of
from timeline.commands.options import EVENT, QUIET, takes
from timeline.commands.output import Output
from timeline.commands.recorded import DRY_RUN, NEW, REASON, recorder
from timeline.commands.screen import put, say
from timeline.commands.session import folder_of
from timeline.correcting import Current
from timeline.errors import UsageError
from timeline.event import Happening
from timeline.projection.database import open_fresh
from timeline.projection.lookup import find_event
from timeline.recording import Report

_SAID = options_of(Happening)


@takes(_SAID, QUIET)
def command(
    ctx: typer.Context,
    event: Annotated[str, EVENT],
    *,
    reason: Annotated[str, REASON] = "",
    remove: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Take an item out of a list: actor=NAME, program=NAME, place=NAME, source=NAME, "
            "tag=WORD, figure=MEASURE.",
        ),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="Take a whole field away.")
    ] = None,
    new: Annotated[bool, NEW] = False,
    dry_run: Annotated[bool, DRY_RUN] = False,
    said: dict[str, object],
    output: Output,
) -> None:
    """Correct a happening: what is given replaces what stood there, items are added to lists.

    The correction is an event of its own, with the reason; what stood there before can be seen
    with `timeline show`.
    """
    if not reason.strip():
        raise UsageError("an amendment needs a reason", 'say why: --reason "..."')
    folder = folder_of(ctx)
    db = open_fresh(folder).db
    known = correcting.current(db, find_event(db, event))
    if known.event != "happening":
        key = known.body[known.event]
        problem = f"{known.id} declares the {known.event} {key}"
        raise UsageError(
            problem, f"correct it: timeline declare {known.event} NAME --key {key} ..."
        )
    change = change_of(db, known, said, unset=unset or [], remove=remove or [])
    db.close()
    if not (change.set or change.unset or known.forked):
        raise UsageError("nothing to correct was given", "see: timeline amend --help")
    report = correcting.amend(folder, known, change, reason, recorder(), new=new, dry_run=dry_run)
    tell_change(report, known, dry_run=dry_run, quiet=output.quiet)


def tell_change(report: Report, known: Current, *, dry_run: bool, quiet: bool) -> None:
    """Print the id of an amendment, or that there was nothing to amend."""
    for note in report.notes:
        say(note, quiet=quiet)
    outcome = report.outcomes[0]
    title = known.body.get("title") or known.body.get("name")
    called = f"{known.id}: {title}"
    if not outcome.new:
        say(f"nothing to correct: {known.id} says so already", quiet=quiet)
    elif dry_run:
        say(f"would amend {called}", quiet=quiet)
    else:
        put(outcome.id)
        say(f"amended {called}", quiet=quiet)
