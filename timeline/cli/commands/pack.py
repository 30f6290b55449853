"""`timeline pack`."""

from typing import Annotated

from timeline.cli.options import QUIET
from timeline.cli.parameters import Option, takes
from timeline.cli.paths import path_from_here
from timeline.cli.session import folder_of
from timeline.cli.show import wording
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_data, print_message
from timeline.recording import pack


@takes(QUIET)
def command(
    run: Run,
    *,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Say what would be packed, and change nothing.")
    ] = False,
    output: Output,
) -> None:
    """Put all events that have files of their own into one file, which is faster to read.

    The events stay what they are, with the same ids; only where they lie changes. A pack is text,
    an event a line, and is merged with git as files are: two packs stand side by side.
    """
    folder = folder_of(run)
    done = pack.pack(folder, dry_run=dry_run)
    events = wording.with_noun(done.events, "event")
    if not done.files:
        print_message("nothing to pack: no event has a file of its own", quiet=output.quiet)
    elif dry_run:
        print_message(f"would pack {events} and remove {_files(done.files)}", quiet=output.quiet)
    else:
        print_message(f"packed {events}; removed {_files(done.files)}", quiet=output.quiet)
        if done.path:
            print_data(path_from_here(folder, done.path))


def _files(count: int) -> str:
    return wording.with_noun(count, "file")
