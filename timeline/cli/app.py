"""The application: which commands there are, and what is common to all."""

import contextlib
import importlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

import typer
from typer.core import TyperGroup

import timeline
from timeline.base.errors import TimelineError, UsageError
from timeline.cli import values
from timeline.cli.command_names import COMMANDS, PLAIN, SPELLINGS
from timeline.cli.empty_values import Command, refuse_empty
from timeline.cli.show.run import Run, one_run, start
from timeline.cli.show.screen import print_error, print_message
from timeline.log.find import current_folder, find_log
from timeline.log.folder import unwritable
from timeline.log.formats import COLOR


class _Commands(TyperGroup):
    """Imports a command's module when the command is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the group's interface)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (the group's interface)
        name = SPELLINGS.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        # A module cannot be called like a word of Python.
        called = f"{name}_" if name == "import" else name
        module = importlib.import_module(f"timeline.cli.commands.{called}")
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        one = typer.Typer(**PLAIN)
        cls = Command
        if getattr(module.command, "takes_filters", False):
            cls = importlib.import_module("timeline.cli.saved_queries").QueryCommand
        one.command(name=name, cls=cls)(module.command)
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
            from timeline.event.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)

            close = nearest(args[0], list(COMMANDS), 3)
            hint = f"did you mean {' or '.join(close)}?" if close else "see: timeline --help"
            raise UsageError(f"no command `{args[0]}`", hint)
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=_Commands, invoke_without_command=True, **PLAIN)


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"timeline {timeline.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    ctx: typer.Context,
    log: Annotated[
        str | None,
        typer.Option(
            "--log", metavar="DIR", envvar="TIMELINE_LOG", help="The log to use.", show_envvar=False
        ),
        values.FOLDERS,
    ] = None,
    color: Annotated[
        str,
        typer.Option("--color", metavar="WHEN", help="auto, always or never.", show_default=False),
        values.one_of(COLOR),
    ] = "",
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Print long answers without a pager.")
    ] = False,
    version: Annotated[  # noqa: ARG001 (handled by its callback)
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(asked=value),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """A timeline that is a ledger: immutable YAML events, asked and compared.

    Without a command: the log at a glance. The log is --log, else TIMELINE_LOG, else the
    nearest folder `events` upward from here that is a log.
    """
    if color and color not in COLOR:
        raise UsageError(f"--color is not `{color}`", f"one of {', '.join(COLOR)}")
    name = ctx.invoked_subcommand or ""
    name = SPELLINGS.get(name, name)
    warn = None if name == "config" else print_message  # `config` itself lists all that is wrong
    ctx.obj = start(Run(log, color, pager=not no_pager, command=name, warn=warn))
    if ctx.invoked_subcommand is None:
        importlib.import_module("timeline.cli.commands.at_a_glance").overview(ctx)


def run(args: Sequence[str]) -> int:
    """Run one command line; its exit code. Errors are printed on stderr, never a traceback.

    Raises:
        BrokenPipeError: whoever reads the output has gone.
    """
    with one_run():
        try:
            return _run_with_retry(args)
        except BrokenPipeError:
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (told here and nowhere else)
            message, code = _describe_error(error, args)
            print_error(message)
            return code


class _WatchedOutput:
    """Standard output that knows whether anything was written to it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.written = False

    def write(self, text: str) -> int:
        """Write a text."""
        self.written = True
        return self.stream.write(text)

    def writelines(self, texts: Iterable[str]) -> None:
        """Write texts as they come."""
        for text in texts:
            self.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _run_with_retry(args: Sequence[str]) -> int:
    """Run a command; once more if damage of the projection may be why it failed."""
    watched = _WatchedOutput(sys.stdout)
    with contextlib.redirect_stdout(cast(TextIO, watched)):
        try:
            return _run_once(args)
        except Exception as error:
            if watched.written or not _is_projection_damaged(error, args):
                raise
            if "-" in args:  # standard input cannot be read twice
                raise TimelineError("the projection was damaged", "do the same again") from error
        return _run_once(args)


def _is_projection_damaged(error: Exception, args: Sequence[str]) -> bool:
    """Whether damage of the projection may be behind an error; it is made anew in that case."""
    from timeline.projection.database import SUSPICIOUS, condemn  # noqa: PLC0415 (failures only)

    if isinstance(error, UnicodeEncodeError) or not isinstance(error, SUSPICIOUS):
        return False
    command = typer.main.get_command(app)
    try:
        with command.make_context("timeline", list(args)) as ctx:
            return condemn(find_log(ctx.params["log"], current_folder()))
    except (TimelineError, OSError):
        return False


def _run_once(args: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    try:
        # Not `main`, which would exit with 1 when the reader of a pipe goes away.
        with command.make_context("timeline", list(args)) as ctx:
            command.invoke(ctx)
        sys.stdout.flush()
    except typer.Exit as done:
        return done.exit_code
    return 0


def _describe_error(error: BaseException, args: Sequence[str]) -> tuple[str, int]:
    """What to say of a failure, and its exit code."""
    if isinstance(error, TimelineError):
        from timeline.cli.show.advice import error_text  # noqa: PLC0415 (only a failure needs it)

        return error_text(error), error.exit_code
    if told := _describe_system_error(error):
        return told
    # Typer's own usage errors; where its classes live differs between its versions.
    if hasattr(error, "format_message"):
        return _describe_usage_error(error, args), UsageError.exit_code
    return _describe_fault(error), 1


def _describe_fault(error: BaseException) -> str:
    if "TIMELINE_DEBUG" in os.environ:
        raise error
    if isinstance(error, ImportError):
        return f"a part of timeline cannot be loaded: {error}\n  {_INSTALL}"
    problem = f"this is a bug in timeline: {type(error).__name__}: {error}"
    return f"{problem}\n  please report it; TIMELINE_DEBUG=1 shows where it happened"


_INSTALL = "reinstall it: pip install --force-reinstall timeline-ledger; or free some memory"
_LESS = "ask for less, such as --from 2017 --to 2018; or end other programs"


def _describe_system_error(error: BaseException) -> tuple[str, int] | None:
    """What to say of a failure of the system or the user's terminal; None of any other."""
    match error:
        case MemoryError():
            return f"out of memory\n  {_LESS}", 1
        case KeyboardInterrupt():
            return "interrupted", 130
        case OSError():
            return str(unwritable(error, Path("what is read"))), 1
        case UnicodeEncodeError():
            remedy = "type it again, or set your terminal to UTF-8"
            return f"`{error.object}` is not text in UTF-8\n  {remedy}", UsageError.exit_code
    return None


def _describe_usage_error(error: Any, args: Sequence[str]) -> str:
    ctx = getattr(error, "ctx", None)
    message = error.format_message()
    command = next((word for word in args if word in COMMANDS), "")
    about = ctx.command_path if ctx else f"timeline {command}".rstrip()
    hint = f"  see: {about} --help"
    if str(getattr(error, "option_name", ""))[1:2].isdigit():
        hint = f"  a date that begins with - comes last, after --: {about} [OPTIONS] -- DATE ..."
    elif command == "list" and re.match("-[^-]", str(getattr(error, "option_name", ""))):
        hint = f"  a word that begins with - comes last, after --: {about} [OPTIONS] -- WORD ..."
    before = {"--log": "--log DIR", "--color": "--color WHEN", "--no-pager": "--no-pager"}
    option = before.get(getattr(error, "option_name", ""))
    if command and option:
        message = message.partition(" (")[0]  # others that this command has lead away from it
        hint = f"  it stands before the command: timeline {option} {command} ..."
    return f"{message[:1].lower()}{message[1:].rstrip('.')}\n{hint}"
