"""Messages about what was recorded, or on a dry run would be."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline.base import system
from timeline.base.errors import TimelineError
from timeline.cli.show import wording
from timeline.cli.show.screen import print_data, print_message

if TYPE_CHECKING:
    from timeline.projection.states import Current
    from timeline.recording.append import Outcome, Report


def print_ids(ids: Sequence[str]) -> None:
    """Print the ids of what was recorded, each on a line of stdout.

    Raises:
        TimelineError: they cannot be printed; what was recorded is recorded all the same.
    """
    try:
        print_data("\n".join(ids))
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


def print_outcomes(report: "Report", *, dry_run: bool, quiet: bool) -> None:
    """Print the ids of what was recorded on stdout, and the rest on stderr."""
    for note in report.notes:
        print_message(note, quiet=quiet)
    new = [outcome for outcome in (*report.declared, *report.outcomes) if outcome.new]
    for outcome in report.outcomes:
        if not outcome.new:
            print_message(f"already recorded as {outcome.id}", quiet=quiet)
        elif dry_run:
            print_message(f"would record {_called(outcome)}", quiet=quiet)
    ids = [outcome.id for outcome in report.outcomes if outcome.new]
    if ids and not dry_run:
        print_ids(ids)
    events = wording.with_noun(len(new), "event")
    if dry_run:
        print_message(f"dry run: {events} would be recorded", quiet=quiet)
    elif len(report.outcomes) > 1 or report.declared:
        print_message(f"recorded {events}", quiet=quiet)


def print_amendment(report: "Report", known: "Current", *, dry_run: bool, quiet: bool) -> None:
    """Print the id of an amendment, or that there was nothing to amend."""
    for note in report.notes:
        print_message(note, quiet=quiet)
    outcome = report.outcomes[0]
    title = known.body.get("title") or known.body.get("name")
    called = f"{known.id}: {title}"
    if not outcome.new:
        print_message(f"nothing to correct: {known.id} says so already", quiet=quiet)
    elif dry_run:
        print_message(f"would amend {called}", quiet=quiet)
    else:
        print_ids([outcome.id])
        print_message(f"amended {called}", quiet=quiet)


def _called(outcome: "Outcome") -> str:
    body = outcome.body
    event = str(body["event"])
    named = body.get("title") or body.get("name") or body.get(event) or body.get("reason")
    return f"{event}: {named}"
