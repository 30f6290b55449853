"""`timeline rebuild`."""

import typer

from timeline.commands.options import QUIET, takes
from timeline.commands.output import Output
from timeline.commands.session import folder_of, open_log
from timeline.projection import database


@takes(QUIET)
def command(ctx: typer.Context, *, output: Output) -> None:
    """Delete the projection and make it anew from the log. Nothing but time can be lost."""
    database.remove(folder_of(ctx))
    open_log(ctx, quiet=output.quiet)
