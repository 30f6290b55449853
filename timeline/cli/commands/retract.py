"""`timeline retract`."""

import shlex
import sqlite3
from typing import Annotated

from timeline.base.errors import TimelineError, UsageError
from timeline.cli import values
from timeline.cli.exits import Exit
from timeline.cli.options import EVENT, REASON
from timeline.cli.parameters import Option, takes
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import terminal
from timeline.cli.show.outcomes import print_ids
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.projection import states
from timeline.projection.find_event import candidate, find_event, find_recorded
from timeline.recording import retract
from timeline.recording.append import projection


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    event: Annotated[str, EVENT, values.EVENTS] = "",
    *,
    last: Annotated[
        bool,
        Option(
            "--last", help="What you recorded last and still stands, shown before it is withdrawn."
        ),
    ] = False,
    reason: Annotated[str, REASON] = "",
    instead: Annotated[
        str,
        Option(metavar="ID", help="The event that stands in its place.", show_default=False),
        values.EVENTS,
    ] = "",
    recording: Recording,
) -> None:
    """Withdraw an event. It stays in the log with the reason; a retraction can be retracted too.

    With --last it is what you recorded last. On a terminal that is shown, and withdrawn after a
    yes; so is what you name without a reason, for which you are then asked.
    """
    if bool(event) == last:
        problem = "retract takes an ID or --last, not both" if last else "retract needs an ID"
        raise UsageError(problem, "an id, its beginning, words of a title, or --last")
    has_reason = bool(reason.strip())
    asks = (last or not has_reason) and not recording.dry_run and terminal.can_ask()
    folder, by = folder_of(run), recorder()
    with projection(folder) as db:
        known = states.target(db, _find_newest(db, by) if last else find_recorded(db, event))
        other = find_event(db, instead) if instead else ""
        called = f"{known.id}: {candidate(db, known.id).title}"
        if not (has_reason or asks):
            named = "--last" if last else shlex.quote(event)
            how = f'say why: timeline retract {named} --reason "..."'
            raise UsageError(f"a retraction needs a reason; it is of {called}", how)
        if last or asks:
            from timeline.cli.show.preview import show_recorded  # noqa: PLC0415 (only it shows)

            show_recorded(folder, db, known.id)
    if asks:
        reason = _ask_for_reason(reason)
    report = retract.retract(folder, known, reason, by, instead=other, dry_run=recording.dry_run)
    outcome = report.outcomes[0]
    if not outcome.new:
        print_message(f"{known.id} is retracted already, by {outcome.id}", quiet=recording.quiet)
    elif recording.dry_run:
        print_message(f"would retract {called}", quiet=recording.quiet)
    else:
        print_ids([outcome.id])
        print_message(f"retracted {called}", quiet=recording.quiet)


def _find_newest(db: sqlite3.Connection, by: str) -> str:
    found = states.newest(db, by)
    if found is None:
        remedy = "name it: timeline retract ID; TIMELINE_BY sets who records"
        raise TimelineError(f"nothing that {by} recorded stands", remedy)
    return found


def _ask_for_reason(reason: str) -> str:
    """Ask whether to withdraw the event, and why if no reason is given; the reason.

    Raises:
        Exit: the user says no.
    """
    from timeline.cli.ask.prompting import open_asker  # noqa: PLC0415 (its library is slow)

    try:
        with open_asker() as asker:
            if asker.confirm("Withdraw it?"):
                while not reason.strip():
                    reason = asker.ask("Reason", "why it is withdrawn; it stays in the log")
                return reason
    except (KeyboardInterrupt, EOFError) as error:
        print_message("nothing was withdrawn")
        raise Exit(130) from error
    print_message("nothing was withdrawn")
    raise Exit
