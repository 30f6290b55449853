"""`timeline rebuild`."""

from timeline.cli.options import QUIET
from timeline.cli.parameters import takes
from timeline.cli.session import folder_of, open_log
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.wording import with_noun
from timeline.projection import database


@takes(QUIET)
def command(run: Run, *, output: Output) -> None:
    """Delete the projection and make it anew from the log, as it is now.

    Events that were in the log and are not now are accepted as gone: nothing names them after
    that. Switching to another branch of git is a reason to do so.
    """
    folder = folder_of(run)
    lost = database.remove(folder)
    if lost:
        print_message(
            f"accepted that {with_noun(lost, 'event')} changed or went", quiet=output.quiet
        )
    open_log(run, quiet=output.quiet)
