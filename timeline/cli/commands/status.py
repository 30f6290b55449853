"""`timeline status`."""

from timeline.base import days
from timeline.cli.options import OUTPUT
from timeline.cli.parameters import takes
from timeline.cli.session import open_log
from timeline.cli.show import wording
from timeline.cli.show.layout import Fact, Page
from timeline.cli.show.output import Output, emit_one, emit_pages
from timeline.cli.show.run import Run
from timeline.views.status import status


@takes(OUTPUT)
def command(run: Run, *, output: Output) -> None:
    """Say where the log is, what it holds and how its projection is."""
    session = open_log(run, quiet=output.quiet)
    found = status(session.opened, session.folder, days.today())
    if not output.for_people:
        emit_one(found, output)
        return
    recorded, faults = found["recorded"], found["faults"]
    no_place = "in memory, for want of a folder that can be written"
    newest = f"{recorded['at']} by {recorded['by']}, most recently" if recorded else ""
    facts = [
        Fact("log", str(session.folder.resolve())),
        Fact("holds", wording.log_contents(found)),
        Fact("recorded", newest),
        Fact("projection", found["projection"] or no_place),
        Fact("faults", f"{faults:,}" if faults else "none"),
        Fact("sealed", wording.sealed(found["sealed"]) if found["sealed"] else ""),
    ]
    emit_pages([Page("Status", facts)], output)
