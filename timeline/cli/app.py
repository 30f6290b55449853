"""The application as Typer has it: what tells help and errors, and reads what is unusual."""

import importlib
import inspect
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from timeline.base.errors import UsageError
from timeline.cli.command_names import COMMANDS, SPELLINGS
from timeline.cli.common_options import COMMON, start_run
from timeline.cli.empty_values import CheckedCommand, refuse_empty
from timeline.cli.exits import Exit
from timeline.cli.find_command import find_command
from timeline.cli.options import FILTERS
from timeline.cli.parameters import REQUIRED, Command, Parameter
from timeline.cli.saved_queries import QueryCommand

_PLAIN: dict[str, Any] = {
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "add_completion": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
"""Plain help and errors for every part of the application."""


class _Commands(TyperGroup):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the group's interface)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (the group's interface)
        found = find_command(cmd_name)
        if found is None:
            return None
        name = SPELLINGS.get(cmd_name, cmd_name)
        if isinstance(found, Command):
            one = typer.Typer(**_PLAIN)
            _add_command(one, name, found)
        else:
            one = typer.Typer(help=found.about, **_PLAIN)
            for inner, command in found.commands.items():
                _add_command(one, inner, command)
        return typer.main.get_command(one)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 (the interface)
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        refuse_empty(self, ctx)
        return rest

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and not args[0].startswith("-") and args[0] not in {**COMMANDS, **SPELLINGS}:
            from timeline.cli.hints import hint_for_command  # noqa: PLC0415 (only a mistake needs it)
            from timeline.event.schema import nearest  # noqa: PLC0415

            if hint := hint_for_command(args):
                raise UsageError(f"no command `{args[0]}`", hint)
            close = nearest(args[0], list(COMMANDS), 3)
            hint = f"did you mean {' or '.join(close)}?" if close else "see: timeline --help"
            raise UsageError(f"no command `{args[0]}`", hint)
        return super().resolve_command(ctx, args)


def _add_command(to: typer.Typer, name: str, command: Command) -> None:
    """Add a command to an application of Typer."""

    def call(ctx: typer.Context, **given: Any) -> None:
        command.call(ctx.obj, given)

    cls = QueryCommand if FILTERS in command.groups else CheckedCommand
    to.command(name=name, cls=cls, help=command.about)(_with_signature(call, command.parameters))


def _with_signature(function: Any, parameters: Sequence[Parameter]) -> Any:
    """A function with the signature from which Typer reads parameters."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    found = [inspect.Parameter("ctx", keyword, annotation=typer.Context)]
    for one in parameters:
        parts = (one.kind, _as_typer_has_it(one))
        annotation: Any = Annotated.__class_getitem__(parts)  # type: ignore[attr-defined]
        default = inspect.Parameter.empty if one.default is REQUIRED else one.default
        found.append(inspect.Parameter(one.name, keyword, default=default, annotation=annotation))
    function.__signature__ = inspect.Signature(found)
    function.__annotations__ = {one.name: one.annotation for one in found}
    return function


def _as_typer_has_it(parameter: Parameter) -> Any:
    if parameter.flags:
        return typer.Option(*parameter.flags, **parameter.settings)
    return typer.Argument(**parameter.settings)


def _common(ctx: typer.Context, **given: Any) -> None:
    """A timeline that is a ledger: immutable YAML events, asked and compared.

    Without a command: the log at a glance. The log is --log, else TIMELINE_LOG, else the
    nearest folder `events` upward from here that is a log.
    """
    source = ctx.get_parameter_source("log") if given["log"] else None
    log_from = {"COMMANDLINE": "option", "ENVIRONMENT": "environment"}
    del given["version"]  # its callback has handled it
    name = ctx.invoked_subcommand or ""
    ctx.obj = start_run(name, log_from[source.name] if source else "", **given)
    if not name:
        importlib.import_module("timeline.cli.commands.at_a_glance").overview(ctx.obj)


app = typer.Typer(cls=_Commands, invoke_without_command=True, **_PLAIN)
app.callback()(_with_signature(_common, COMMON))


def run_with_typer(args: Sequence[str]) -> None:
    """Read a command line with Typer, and run it.

    Raises:
        Exit: it ends before its end, as with --help.
        Exception: what the command raises, and Typer's own for a line that is wrong.
    """
    command = typer.main.get_command(app)
    try:
        # Not `main`, which would exit with 1 when the reader of a pipe goes away.
        with command.make_context("timeline", list(args)) as ctx:
            command.invoke(ctx)
    except typer.Exit as done:
        raise Exit(done.exit_code) from done
