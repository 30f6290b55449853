"""`timeline check`."""

from typing import Annotated

import typer

from timeline import days
from timeline.check import check
from timeline.commands import wording
from timeline.commands.options import OUTPUT, takes
from timeline.commands.output import Output, cell, deliver, emit
from timeline.commands.screen import safe, say
from timeline.commands.session import located, open_log
from timeline.errors import Fault
from timeline.strict import warnings
from timeline.views.overview import events


@takes(OUTPUT)
def command(
    ctx: typer.Context,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Look for what deserves a second look, too.")
    ] = False,
    output: Output,
) -> None:
    """Look for what is wrong in the log: every fault of every file, with what to do about it.

    With --strict also warnings: happenings without a source or a paragraph, actors never used,
    names that two share, terms used once that resemble another, phases that nothing is recorded
    or planned in, planned happenings past without an outcome, figures without a unit, paragraphs
    of sources that nothing cites. Exit code 1 if there is any.
    """
    session = open_log(ctx, quiet=output.quiet, warn=False)
    db = session.opened.db
    faults = [located(session.folder, f) for f in check(db, session.folder, session.opened.faults)]
    found = [("error", fault) for fault in faults]
    if strict:
        suspect = warnings(db, session.folder, days.today())
        found += [("warning", located(session.folder, fault)) for fault in suspect]
    if output.format == "table":
        deliver("\n".join(safe(_told(tier, fault)) for tier, fault in found), output)
    else:
        rows = [{"tier": tier, **fault._asdict()} for tier, fault in found]
        emit(rows, output, (), cell, ("tier", *Fault._fields))
    checked = wording.counted(events(db), "event")
    counts = [wording.counted(len(faults), "error") if faults else "no errors"]
    if strict:
        suspected = len(found) - len(faults)
        counts.append(wording.counted(suspected, "warning") if suspected else "no warnings")
    say(f"{checked}, {', '.join(counts)}", quiet=output.quiet)
    if found:
        raise typer.Exit(1)


def _told(tier: str, fault: Fault) -> str:
    return (
        str(fault) if tier == "error" else str(fault._replace(problem=f"warning: {fault.problem}"))
    )
