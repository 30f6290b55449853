"""`timeline declare`."""

from collections.abc import Callable
from typing import Annotated

import typer

from timeline.cli import values
from timeline.cli.ask.confirming import record_or_ask
from timeline.cli.command_names import PLAIN
from timeline.cli.fields import options_of
from timeline.cli.missing_values import Command
from timeline.cli.options import DRY_RUN, EXACT, NEW, QUIET, takes
from timeline.cli.session import folder_of, recorder
from timeline.cli.show.outcomes import print_amendment, print_outcomes
from timeline.cli.show.output import Output
from timeline.cli.show.screen import say
from timeline.event.types import DECLARATIONS, TYPES
from timeline.projection.lookup import shown_by
from timeline.recording.declare import prepare_declaration, record_declaration

_ARTICLE = {"actor": "an", "program": "a", "place": "a", "source": "a"}

app = typer.Typer(help="Say what the key of an actor, program, place or source means.", **PLAIN)


def _declarer(namespace: str) -> Callable[..., None]:
    """The command that declares one of the four kinds."""
    cls = TYPES[namespace]
    shown = shown_by(namespace)

    @takes(options_of(cls, but=(shown,)), QUIET)
    def command(
        ctx: typer.Context,
        name: Annotated[
            str,
            typer.Argument(metavar=shown.upper(), show_default=False, help=f"The {shown} to show."),
            values.keys(namespace),
        ],
        *,
        key: Annotated[
            str,
            typer.Option(
                metavar="KEY",
                show_default=False,
                help="Lower-case letters, digits and hyphens; made from the name if not given.",
            ),
        ] = "",
        unset: Annotated[
            list[str] | None,
            typer.Option(metavar="FIELD", help="When correcting: take a field away."),
            values.optional_fields(namespace),
        ] = None,
        reason: Annotated[
            str,
            typer.Option("--reason", "-r", metavar="TEXT", help="When correcting: why."),
        ] = "",
        new: Annotated[bool, NEW] = False,
        new_exact: Annotated[bool, EXACT] = False,
        dry_run: Annotated[bool, DRY_RUN] = False,
        said: dict[str, object],
        output: Output,
    ) -> None:
        folder, by = folder_of(ctx), recorder()
        found = prepare_declaration(folder, namespace, name, said, key=key, unset=unset or ())
        known = found.known
        if known is not None:
            told = f"{namespace} {known.body[namespace]} is declared as {known.body[shown]}"
            say(f"{told}; this corrects it", quiet=output.quiet)
        report = record_or_ask(
            lambda new: record_declaration(
                folder, found, by, reason=reason, new=new, dry_run=dry_run
            ),
            new=new,
            new_exact=new_exact,
        )
        if known is not None:
            print_amendment(report, known, dry_run=dry_run, quiet=output.quiet)
            return
        if not key:
            say(f"new {namespace}: {name} ({found.key})", quiet=output.quiet)
        print_outcomes(report, dry_run=dry_run, quiet=output.quiet)

    command.__doc__ = (
        f"Declare {_ARTICLE[namespace]} {namespace}, or correct its declaration if it is known.\n\n"
        "When correcting, what is given replaces what stood there, and items are added to lists."
    )
    return command


for _namespace in DECLARATIONS:
    app.command(name=_namespace, cls=Command)(_declarer(_namespace))
