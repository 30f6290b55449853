"""`timeline config`."""

import os
from collections.abc import Sequence

from timeline.base.errors import UsageError
from timeline.cli.effective_settings import FIELDS, CommandLine, SettingRow, list_settings
from timeline.cli.options import ROWS
from timeline.cli.parameters import takes
from timeline.cli.show import wording
from timeline.cli.show.advice import fault_text
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.log import personal_settings
from timeline.log.find import current_folder, find_log

_COLUMNS: Sequence[Column[SettingRow]] = (
    Column("Setting", lambda row: row["setting"], leads=True),
    Column("Value", lambda row: wording.join_texts(row["value"]), weight=4, leads=True),
    Column("From", lambda row: row["from"]),
    Column("Where", lambda row: row["where"] or "", weight=3),
)


@takes(ROWS)
def command(run: Run, *, output: Output) -> None:
    """Print every setting with its value, and where that comes from.

    Options come before the environment, that before your own settings in `config.yaml`, those
    before the log's in `timeline.yaml`, and these before what is built in.
    """
    rows, faults = list_settings(os.environ, _read_options(run))
    run.log_formats = lambda: _formats(rows)
    emit(rows, output, _COLUMNS, cell, FIELDS, title="Settings")
    for fault in faults:
        print_message(f"warning: {fault_text(fault)}")
    own = personal_settings.file_of(os.environ)
    print_message(
        f"your own settings: {own}{'' if own.exists() else ' (none yet)'}", quiet=output.quiet
    )


def _formats(rows: Sequence[SettingRow]) -> dict[str, str]:
    found = {row["setting"].partition("."): str(row["value"]) for row in rows}
    return {name: value for (setting, _, name), value in found.items() if setting == "formats"}


def _read_options(run: Run) -> CommandLine:
    """What the command line says; that there is no log is no error here."""
    try:
        folder = find_log(run.log, current_folder())
    except UsageError:
        if run.log:
            raise
        return CommandLine(None, "", run.color, run.pager)
    return CommandLine(folder, run.log_from or "nearest", run.color, run.pager)
