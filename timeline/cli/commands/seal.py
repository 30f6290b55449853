"""`timeline seal`."""

from typing import Annotated

from timeline.cli.parameters import Option, takes
from timeline.cli.recording_options import RECORDING_KNOWN, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show import wording
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_data, print_message
from timeline.recording import seal


@takes(RECORDING_KNOWN)
def command(
    run: Run,
    *,
    name: Annotated[
        str,
        Option(
            "--name",
            metavar="NAME",
            show_default=False,
            help="What to call it, such as annual-report; seal-1, seal-2, ... without it.",
        ),
    ] = "",
    recording: Recording,
) -> None:
    """Fix the state of the log: its events, its kept sources and its settings.

    Prints the id and the digest of the seal. Keep the digest where nobody who can write to the log
    can change it, such as in a letter: whoever has it can verify later that nothing was changed or
    lost. A log that is sealed already is not sealed again, unless you give a new name.
    """
    folder = folder_of(run)
    done = seal.seal(folder, recorder(), name, dry_run=recording.dry_run)
    for note in [_LOST] if done.lost else []:
        print_message(note, quiet=recording.quiet)
    if not done.new:
        print_data(f"{done.id} {done.digest}")
        message = f"nothing to seal: {done.name} covers all that the log holds"
        print_message(message, quiet=recording.quiet)
        return
    what = wording.with_noun(done.events, "event")
    if done.sources:
        what = f"{what}, {wording.with_noun(done.sources, 'kept source')}"
    what = f"{what} and the settings as {done.name}"
    if recording.dry_run:
        print_message(f"would seal {what}", quiet=recording.quiet)
        return
    print_data(f"{done.id} {done.digest}")
    print_message(f"sealed {what}", quiet=recording.quiet)


_LOST = "warning: the log does not hold all that earlier seals cover; see: timeline verify"
