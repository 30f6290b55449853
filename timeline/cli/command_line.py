"""Runs one command line, and tells what goes wrong with it."""

import contextlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from timeline.base.errors import TimelineError, UsageError
from timeline.base.text import masked
from timeline.cli.command_names import COMMANDS
from timeline.cli.common_options import print_version, start_run
from timeline.cli.exits import Exit
from timeline.cli.front_door import PlainLine, read_line
from timeline.cli.show.run import current, one_run
from timeline.cli.show.screen import print_error
from timeline.log.find import current_folder, find_log
from timeline.log.folder import unwritable


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
            # What is written cannot be taken back, but the next answer is from one made anew.
            damaged = _is_projection_damaged(error)
            if watched.written or not damaged:
                raise
            if "-" in args:  # standard input cannot be read twice
                raise TimelineError("the projection was damaged", "do the same again") from error
        return _run_once(args)


def _is_projection_damaged(error: Exception) -> bool:
    """Whether damage of the projection may be behind an error; it is made anew in that case."""
    from timeline.projection.database import SUSPICIOUS, condemn  # noqa: PLC0415 (failures only)

    if isinstance(error, UnicodeEncodeError) or not isinstance(error, SUSPICIOUS):
        return False
    if current().projection:
        from timeline.projection.served import remove_copies  # noqa: PLC0415 (as above)

        return remove_copies()
    try:
        return condemn(find_log(current().log, current_folder()))
    except (TimelineError, OSError):
        return False


def _run_once(args: Sequence[str]) -> int:
    line = read_line(args, os.environ)
    try:
        if line is None:
            from timeline.cli.app import run_with_typer  # noqa: PLC0415 (see `front_door`)

            run_with_typer(args)
        else:
            _run_plain(line)
        sys.stdout.flush()
    except Exit as done:
        return done.code
    return 0


def _run_plain(line: PlainLine) -> None:
    common = dict(line.common)
    if common.pop("version"):
        print_version()
    run = start_run(line.name, line.log_from, **common)
    if line.command is None:
        from timeline.cli.commands.at_a_glance import overview  # noqa: PLC0415 (as any command)

        overview(run)
    else:
        line.command.call(run, line.given)


def _describe_error(error: BaseException, args: Sequence[str]) -> tuple[str, int]:
    """What to say of a failure, and its exit code."""
    if isinstance(error, TimelineError):
        from timeline.cli.show.advice import error_text  # noqa: PLC0415 (only a failure needs it)

        return error_text(error), error.exit_code
    if told := _describe_system_error(error) or _describe_refused_projection(error):
        return told
    # Typer's own usage errors; where its classes live differs between its versions.
    if hasattr(error, "format_message"):
        return _describe_usage_error(error, args), UsageError.exit_code
    return _describe_fault(error), 1


def _describe_fault(error: BaseException) -> str:
    if "TIMELINE_DEBUG" in os.environ:
        raise error
    if isinstance(error, ImportError):
        return f"a part of timeline cannot be loaded: {masked(str(error))}\n  {_INSTALL}"
    problem = f"this is a bug in timeline: {type(error).__name__}: {masked(str(error))}"
    return f"{problem}\n  please report it; TIMELINE_DEBUG=1 shows where it happened"


_INSTALL = "reinstall it: pip install --force-reinstall timeline-ledger; or free some memory"
_LESS = "end other programs, and do the same again; or ask for less, such as --from 2017 --to 2018"


_OF_MEMORY = ("can't allocate ", "error return without exception set")
"""How Python itself tells in places that it was refused memory."""


def _describe_system_error(error: BaseException) -> tuple[str, int] | None:
    """What to say of a failure of the system or the user's terminal; None of any other."""
    match error:
        case MemoryError():
            return f"out of memory\n  {_LESS}", 1
        case RuntimeError() | SystemError() if str(error).startswith(_OF_MEMORY):
            return f"out of memory\n  {_LESS}", 1
        case KeyboardInterrupt():
            return "interrupted", 130
        case OSError():
            return str(unwritable(error, Path("what is read"))), 1
        case UnicodeEncodeError():
            remedy = "type it again, or set your terminal to UTF-8"
            return (
                f"`{masked(error.object)}` is not text in UTF-8\n  {remedy}",
                UsageError.exit_code,
            )
    return None


def _describe_refused_projection(error: BaseException) -> tuple[str, int] | None:
    """What to say where the system refuses the projection its files; None of any other failure."""
    from timeline.projection.database import SUSPICIOUS, refused  # noqa: PLC0415 (failures only)

    if not isinstance(error, SUSPICIOUS):
        return None
    try:
        told = refused(find_log(current().log, current_folder()), error)
    except (TimelineError, OSError) as other:
        return _describe_error(other, ())
    return (str(told), told.exit_code) if told else None


def _explain_usage_error(error: Any, args: Sequence[str]) -> str:
    """What to say of a slip that is understood, with what to type; empty of any other."""
    from timeline.cli import hints  # noqa: PLC0415 (only a mistake needs it)

    option = str(getattr(error, "option_name", None) or "")
    if option and (hint := hints.hint_for_option(option, args)):
        return f"no such option: {masked(option)}\n  {masked(hint)}"
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    problem = remedy = ""
    if getattr(parameter, "param_type_name", "") == "argument":
        command, *rest = [word for word in args if not word.startswith("-")] or [""]
        if command == "import":
            problem, remedy = hints.hint_for_import(rest)
    elif str(getattr(parameter.type, "name", "")).startswith("int"):
        problem, remedy = hints.hint_for_number(parameter.opts[0], args)
    return f"{masked(problem)}\n  {masked(remedy)}" if problem else ""


def _describe_usage_error(error: Any, args: Sequence[str]) -> str:
    if told := _explain_usage_error(error, args):
        return told
    ctx = getattr(error, "ctx", None)
    message = masked(error.format_message())
    command = next((word for word in args if word in COMMANDS), "")
    about = ctx.command_path if ctx else f"timeline {command}".rstrip()
    hint = f"  see: {about} --help"
    if str(getattr(error, "option_name", ""))[1:2].isdigit():
        hint = f"  a date that begins with - comes last, after --: {about} [OPTIONS] -- DATE ..."
    elif command == "list" and re.match("-[^-]", str(getattr(error, "option_name", ""))):
        hint = f"  a word that begins with - comes last, after --: {about} [OPTIONS] -- WORD ..."
    before = {
        "--log": "--log DIR",
        "--projection": "--projection URL",
        "--color": "--color WHEN",
        "--no-pager": "--no-pager",
    }
    option = before.get(getattr(error, "option_name", ""))
    if command and option:
        message = message.partition(" (")[0]  # others that this command has lead away from it
        hint = f"  it stands before the command: timeline {option} {command} ..."
    return f"{message[:1].lower()}{message[1:].rstrip('.')}\n{hint}"
