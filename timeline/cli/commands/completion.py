"""`timeline completion`."""

from typing import Annotated

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.complete.scripts import SHELLS, script
from timeline.cli.parameters import Argument, takes
from timeline.cli.show.screen import print_data


@takes()
def command(
    shell: Annotated[
        str,
        Argument(metavar="SHELL", show_default=False, help="bash, zsh or fish."),
        values.one_of(SHELLS),
    ],
) -> None:
    """Print the script by which a shell completes commands, options, names and ids.

    Its first lines say where to put it. What the log knows is offered as it stood when a command
    last read it.
    """
    if shell not in SHELLS:
        raise UsageError(f"no completion for the shell `{shell}`", f"one of {', '.join(SHELLS)}")
    print_data(script(shell).rstrip("\n"))
