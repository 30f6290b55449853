"""`timeline declare`."""

import sqlite3
from collections.abc import Callable
from typing import Annotated

import typer

from timeline.base.errors import UsageError
from timeline.base.names import key_of
from timeline.cli.app import PLAIN
from timeline.cli.fields import options_of
from timeline.cli.missing_values import Command
from timeline.cli.options import QUIET, takes
from timeline.cli.reports import DRY_RUN, EXACT, NEW, accepting, recorder, tell, tell_change
from timeline.cli.session import folder_of
from timeline.cli.show.output import Output
from timeline.cli.show.screen import say
from timeline.event.document import Document
from timeline.event.types import DECLARATIONS, TYPES
from timeline.projection import states
from timeline.projection.lookup import Unknown, declared_by, find_key, shown_by
from timeline.recording import amend, append
from timeline.recording.append import projection
from timeline.recording.change import change_of

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
        folder = folder_of(ctx)
        chosen, by = _key(namespace, name, key), recorder()
        with projection(folder) as db:
            known = _declared(db, namespace, chosen, "" if key else name)
            if known is not None:
                aliased = shown == "name" and not key
                fields = said if aliased else {shown: name, **said}
                change = change_of(db, known, fields, unset=unset or [])
        if known is None:
            offered = Document({"event": namespace, namespace: chosen, shown: name, **said})
            report = accepting(
                lambda new: append.append(folder, [offered], by, new=new, dry_run=dry_run),
                new=new,
                new_exact=new_exact,
            )
            if not key:
                say(f"new {namespace}: {name} ({chosen})", quiet=output.quiet)
            tell(report, dry_run=dry_run, quiet=output.quiet)
            return
        told = f"{namespace} {known.body[namespace]} is declared as {known.body[shown]}"
        told += "; this corrects it"
        say(told, quiet=output.quiet)
        why = reason.strip() or "declared again"
        report = accepting(
            lambda new: amend.amend(folder, known, change, why, by, new=new, dry_run=dry_run),
            new=new,
            new_exact=new_exact,
        )
        tell_change(report, known, dry_run=dry_run, quiet=output.quiet)

    command.__doc__ = (
        f"Declare {_ARTICLE[namespace]} {namespace}, or correct its declaration if it is known.\n\n"
        "When correcting, what is given replaces what stood there, and items are added to lists."
    )
    return command


def _declared(db: sqlite3.Connection, namespace: str, key: str, name: str) -> states.Current | None:
    """The live declaration of a key, else of what a name leads to; None if there is none."""
    id_ = declared_by(db, namespace, key)
    if id_ is None and name:
        found = find_key(db, namespace, name)
        if not isinstance(found, Unknown):
            id_ = declared_by(db, namespace, found)
    return states.current(db, id_) if id_ else None


def _key(namespace: str, name: str, given: str) -> str:
    found = given or key_of(name)
    if not found:
        problem = f"no key can be made of the {namespace}'s name `{name}`"
        raise UsageError(problem, "give one: --key KEY")
    return found


for _namespace in DECLARATIONS:
    app.command(name=_namespace, cls=Command)(_declarer(_namespace))
