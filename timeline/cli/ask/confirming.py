"""Questions that a command asks on a terminal before it records what would else be refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from timeline.base.errors import Fault, TimelineError
from timeline.cli.recording_options import Recording
from timeline.cli.show import terminal
from timeline.cli.show.advice import remedy_text
from timeline.cli.show.screen import print_message

if TYPE_CHECKING:  # a command that only prints its help imports none of these
    from timeline.event.date_details import StaleDateError
    from timeline.projection.states import Current
    from timeline.recording.amend import Change
    from timeline.recording.append import Report


def record_or_ask(record: "Callable[[Recording], Report]", recording: Recording) -> "Report":
    """Record, and on a terminal ask about new names that resemble known ones.

    Args:
        record: records, as it is told to.
        recording: how the user wants it.

    Raises:
        TimelineError: it is refused, or the user does not take such names as new.
    """
    try:
        return record(recording)
    except TimelineError as error:
        near = recording.new is True and all(f.reason.accept == "exact" for f in error.faults)
        if not (near and terminal.can_ask() and _confirm_new(error.faults)):
            raise
    return record(recording._replace(new="exact"))


def ask_about_date_details(known: "Current", change: "Change", error: "StaleDateError") -> "Change":
    """Ask what becomes of fields that describe the old date of an event.

    Args:
        known: the event as it stands.
        change: gives it another date.
        error: names the fields.

    Raises:
        StaleDateError: the user decides on neither.
    """
    from timeline.cli.ask.prompting import open_asker  # noqa: PLC0415 (only who asks pays for it)

    print_message(error.faults[0].problem)
    keep, gone = [*change.keep], [*change.unset]
    with open_asker() as asker:
        for name in error.fields:
            asker.tell(f"{name}: {known.body[name]}")
            choice = asker.choose(f"{name} with the new date?", ("cancel", "keep", "remove"))
            if choice == "cancel":
                raise error
            (keep if choice == "keep" else gone).append(name)
    return change._replace(keep=tuple(keep), unset=tuple(gone))


def _confirm_new(faults: tuple[Fault, ...]) -> bool:
    from timeline.cli.ask.prompting import open_asker  # noqa: PLC0415 (only who asks pays for it)

    for fault in faults:
        print_message(f"{fault.problem}\n  {remedy_text(fault.remedy)}")
    with open_asker() as asker:
        return asker.confirm("Take as new all the same?")
