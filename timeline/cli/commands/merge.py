"""`timeline merge`."""

from typing import Annotated

from timeline.cli import values
from timeline.cli.options import REASON
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import wording
from timeline.cli.show.advice import typed
from timeline.cli.show.outcomes import print_ids
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.event.types import DECLARATIONS
from timeline.recording import merge

_HELP = "A key, name or alias; of an actor, program, place or source."


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    key: Annotated[str, Argument(metavar="KEY", show_default=False, help=_HELP), values.ANY_KEY],
    into: Annotated[
        str,
        Argument(metavar="INTO", show_default=False, help="Likewise: what is shown."),
        values.ANY_KEY,
    ],
    *,
    reason: Annotated[str, REASON] = "",
    kind: Annotated[
        str,
        Option(
            "--as",
            metavar="KIND",
            show_default=False,
            help="actor, program, place or source, if both are known as several of these.",
        ),
        values.one_of(DECLARATIONS),
    ] = "",
    recording: Recording,
) -> None:
    """Make two keys one: what was recorded of either is told of INTO from now on.

    Events keep the key that they were written with, so that the two can be parted again.
    """
    folder = folder_of(run)
    done = merge.merge(folder, key, into, reason, recorder(), kind=kind, dry_run=recording.dry_run)
    for note in done.report.notes:
        print_message(note, quiet=recording.quiet)
    outcome = done.report.outcomes[0]
    if not outcome.new:
        print_message(f"already the same: {key} is {done.into}", quiet=recording.quiet)
        return
    events = wording.with_noun(done.events, "other event")
    what = (
        f"{done.namespace} {done.key} into {done.into}; {events} name{'s' * (done.events == 1)} it"
    )
    if recording.dry_run:
        print_message(f"would merge {what}", quiet=recording.quiet)
        return
    print_ids([outcome.id])
    assert done.parting is not None  # noqa: S101 (they were two)
    print_message(
        f"merged {what}\nto separate them again: {typed(done.parting)}", quiet=recording.quiet
    )
