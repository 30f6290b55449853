"""`timeline rebuild`."""

import typer

from timeline.cli.options import QUIET, takes
from timeline.cli.session import folder_of, open_log
from timeline.cli.show.output import Output
from timeline.cli.show.screen import print_message
from timeline.cli.show.wording import with_noun
from timeline.projection import database


@takes(QUIET)
def command(ctx: typer.Context, *, output: Output) -> None:
    """Delete the projection and make it anew from the log, as it is now.

    Events that were in the log and are not now are accepted as gone: nothing names them after
    that. Switching to another branch of git is a reason to do so.
    """
    folder = folder_of(ctx)
    lost = database.remove(folder)
    if lost:
        print_message(
            f"accepted that {with_noun(lost, 'event')} changed or went", quiet=output.quiet
        )
    open_log(ctx, quiet=output.quiet)
