"""What the commands that record have in common: who records, and telling what came of it."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from timeline.base import system
from timeline.base.errors import TimelineError
from timeline.cli.show import terminal, wording
from timeline.cli.show.screen import put, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.base.errors import Fault
    from timeline.event.date_details import StaleDateError
    from timeline.projection.states import Current
    from timeline.recording.amend import Change
    from timeline.recording.append import Outcome, Report
    from timeline.recording.resolve import New


def recorder() -> str:
    """Who records."""
    from timeline.log.recorder import recorder_name  # noqa: PLC0415 (reads YAML; help and completion need none)

    return recorder_name(os.environ)


def put_ids(ids: Sequence[str]) -> None:
    """Print the ids of what was recorded, each on a line of stdout.

    Raises:
        TimelineError: they cannot be printed; what was recorded is recorded all the same.
    """
    try:
        put("\n".join(ids))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
        problem = f"recorded as {', '.join(ids[:_NAMED])}{more}, which cannot be printed"
        remedy = f"nothing has to be recorded again; see: timeline show {ids[0]}"
        raise TimelineError(f"{problem}: {system.reason(error)}", remedy) from error


_NAMED = 3
"""How many ids a message names."""


def accepting(record: "Callable[[New], Report]", *, new: bool, new_exact: bool) -> "Report":
    """Record, and on a terminal ask about new names that resemble known ones.

    Args:
        record: records, given what of the unknown is taken as new.
        new: take what is unknown as new.
        new_exact: also what resembles a known name or word.

    Raises:
        TimelineError: it is refused, or the user does not take such names as new.
    """
    try:
        return record("exact" if new_exact else new)
    except TimelineError as error:
        near = all(fault.accept == NEW_EXACT for fault in error.faults)
        if not (new and near and terminal.answers() and _is_meant(error.faults)):
            raise
    return record("exact")


def decided(known: "Current", change: "Change", error: "StaleDateError") -> "Change":
    """Ask what becomes of fields that describe the old date of an event.

    Args:
        known: the event as it stands.
        change: gives it another date.
        error: names the fields.

    Raises:
        StaleDateError: the user decides on neither.
    """
    from timeline.cli.ask.prompting import asker  # noqa: PLC0415 (only who asks pays for it)

    say(error.faults[0].problem)
    keep, gone = [*change.keep], [*change.unset]
    with asker() as somebody:
        for name in error.fields:
            somebody.tell(f"{name}: {known.body[name]}")
            choice = somebody.choose(f"{name} with the new date?", ("cancel", "keep", "remove"))
            if choice == "cancel":
                raise error
            (keep if choice == "keep" else gone).append(name)
    return change._replace(keep=tuple(keep), unset=tuple(gone))


def _is_meant(faults: "tuple[Fault, ...]") -> bool:
    from timeline.cli.ask.prompting import asker  # noqa: PLC0415 (only who asks pays for it)

    for fault in faults:
        say(f"{fault.problem}\n  {fault.remedy}")
    with asker() as somebody:
        return somebody.confirm("Take as new all the same?")


def tell(report: "Report", *, dry_run: bool, quiet: bool) -> None:
    """Print the ids of what was recorded on stdout, and the rest on stderr."""
    for note in report.notes:
        say(note, quiet=quiet)
    new = [outcome for outcome in (*report.declared, *report.outcomes) if outcome.new]
    for outcome in report.outcomes:
        if not outcome.new:
            say(f"already recorded as {outcome.id}", quiet=quiet)
        elif dry_run:
            say(f"would record {_called(outcome)}", quiet=quiet)
    ids = [outcome.id for outcome in report.outcomes if outcome.new]
    if ids and not dry_run:
        put_ids(ids)
    if dry_run:
        say(f"dry run: {wording.counted(len(new), 'event')} would be recorded", quiet=quiet)
    elif len(report.outcomes) > 1 or report.declared:
        say(f"recorded {wording.counted(len(new), 'event')}", quiet=quiet)


def tell_change(report: "Report", known: "Current", *, dry_run: bool, quiet: bool) -> None:
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
        put_ids([outcome.id])
        say(f"amended {called}", quiet=quiet)


def _called(outcome: "Outcome") -> str:
    body = outcome.body
    event = str(body["event"])
    named = body.get("title") or body.get("name") or body.get(event) or body.get("reason")
    return f"{event}: {named}"


DRY_RUN = typer.Option("--dry-run", help="Say what would be recorded, and record nothing.")
NEW = typer.Option("--new", help="Accept unknown words, and declare unknown names on the spot.")
NEW_EXACT = "--new-exact"
EXACT = typer.Option(NEW_EXACT, help="As --new, and also what resembles a known name or word.")
EDIT = typer.Option("--edit", help="Write it in your editor (VISUAL or EDITOR).")
REASON = typer.Option("--reason", "-r", metavar="TEXT", help="Why.", show_default=False)
