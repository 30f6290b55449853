"""`timeline init`."""

from pathlib import Path
from typing import Annotated

from timeline.cli import values
from timeline.cli.parameters import Argument, takes
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.log import folder as log
from timeline.log import settings


@takes()
def command(
    run: Run,
    folder: Annotated[
        str,
        Argument(metavar="[DIR]", show_default=False, help="The folder; `events` if not given."),
        values.FOLDERS,
    ] = "",
) -> None:
    """Make a new log: a folder with its settings in `timeline.yaml`."""
    target = folder or run.log or "events"
    log.create(Path(target), settings.starter())
    print_message(
        f"a new log in {target}\n  next: timeline add, which asks;"
        " or timeline draft FILE --edit; or timeline import csv FILE"
    )
