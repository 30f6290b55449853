"""`timeline declare`."""

from pathlib import Path
from typing import Annotated

from timeline.cli import values
from timeline.cli.ask.confirming import record_or_ask
from timeline.cli.command_names import COMMANDS
from timeline.cli.fields import options_of
from timeline.cli.parameters import Argument, Command, CommandGroup, Option, takes
from timeline.cli.recording_options import RECORDING, Recording
from timeline.cli.session import folder_of, recorder
from timeline.cli.show.outcomes import print_amendment, print_outcomes
from timeline.cli.show.run import Run
from timeline.cli.show.screen import print_message
from timeline.event.types import DECLARATIONS, TYPES
from timeline.log.kept_copies import path_from_log
from timeline.projection.lookup import shown_by
from timeline.recording.append import Report
from timeline.recording.declare import Declaration, prepare_declaration, record_declaration

_ARTICLE = {"actor": "an", "program": "a", "place": "a", "source": "a"}


def _declarer(namespace: str) -> Command:
    """The command that declares one of the four kinds."""
    cls = TYPES[namespace]
    shown = shown_by(namespace)

    @takes(options_of(cls, but=(shown,)), RECORDING)
    def command(
        run: Run,
        name: Annotated[
            str,
            Argument(metavar=shown.upper(), show_default=False, help=f"The {shown} to show."),
            values.keys(namespace),
        ],
        *,
        key: Annotated[
            str,
            Option(
                metavar="KEY",
                show_default=False,
                help="Lower-case letters, digits and hyphens; made from the name if not given.",
            ),
        ] = "",
        unset: Annotated[
            list[str] | None,
            Option(metavar="FIELD", help="When correcting: take a field away."),
            values.optional_fields(namespace),
        ] = None,
        reason: Annotated[
            str,
            Option("--reason", "-r", metavar="TEXT", help="When correcting: why."),
        ] = "",
        said: dict[str, object],
        recording: Recording,
    ) -> None:
        folder = folder_of(run)
        if isinstance(archive := said.get("archive"), str) and Path(archive).is_file():
            said = {**said, "archive": path_from_log(archive, folder)}
        found = prepare_declaration(folder, namespace, name, said, key=key, unset=unset or ())
        if found.known is not None:
            known = found.known.body
            told = f"{namespace} {known[namespace]} is declared as {known[shown]}"
            print_message(f"{told}; this corrects it", quiet=recording.quiet)
        report = _record(folder, found, reason, recording)
        if found.known is not None:
            dry_run, quiet = recording.dry_run, recording.quiet
            print_amendment(report, found.known, dry_run=dry_run, quiet=quiet)
            return
        if not key:
            print_message(f"new {namespace}: {name} ({found.key})", quiet=recording.quiet)
        print_outcomes(report, dry_run=recording.dry_run, quiet=recording.quiet)

    about = (
        f"Declare {_ARTICLE[namespace]} {namespace}, or correct its declaration if it is known.\n\n"
        "When correcting, what is given replaces what stood there, and items are added to lists."
    )
    return command._replace(about=about)


def _record(folder: Path, found: Declaration, reason: str, recording: Recording) -> Report:
    by = recorder()
    return record_or_ask(
        lambda how: record_declaration(
            folder, found, by, reason=reason, new=how.new, dry_run=how.dry_run
        ),
        recording,
    )


command = CommandGroup(COMMANDS["declare"], {name: _declarer(name) for name in DECLARATIONS})
