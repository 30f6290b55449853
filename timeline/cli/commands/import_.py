"""`timeline import`."""

import contextlib
import os
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn

from timeline.base.errors import UsageError
from timeline.cli import values
from timeline.cli.import_options import READING, RECORDING, Reading
from timeline.cli.options import QUIET
from timeline.cli.parameters import Argument, Option, takes
from timeline.cli.session import open_log, recorder
from timeline.cli.show.import_report import print_report, report_entries
from timeline.cli.show.output import Output
from timeline.cli.show.run import Run
from timeline.cli.show.screen import fold, print_data, print_message
from timeline.exchange.entry import Items
from timeline.exchange.reading import FORMATS, TABLES, ReadOptions, open_file, suggest_file
from timeline.log.folder import unwritable
from timeline.log.staging import kept_aside
from timeline.recording.imports import take_in
from timeline.recording.imports.take_in import Wanted


@takes(READING, RECORDING, QUIET)
def command(
    run: Run,
    format_: Annotated[
        str,
        Argument(metavar="FORMAT", show_default=False, help=f"One of {', '.join(FORMATS)}."),
        values.one_of(FORMATS),
    ],
    file: Annotated[
        str,
        Argument(metavar="FILE", show_default=False, help="The file; - for standard input."),
        values.FILES,
    ] = "",
    *,
    suggest: Annotated[
        bool,
        Option("--suggest", help="Of tables: print the mapping that it would use, to be changed."),
    ] = False,
    reading: Reading,
    wanted: Wanted,
    output: Output,
) -> None:
    """Take in a file of another program: a table, a calendar, or events of another log.

    All that it holds is recorded, or nothing if anything is refused. What was recorded before is
    not recorded again, so importing a file twice adds nothing. Of entries with an id in another
    system, what changed since an earlier import becomes an amendment, and what is gone is listed.
    """
    has_mapping = suggest and bool(reading.like)
    if format_ not in FORMATS or not (file or has_mapping):
        _explain(format_, file)
    asked = reading.asked(format_)
    if suggest:
        _suggest(format_, file, asked)
        return
    wanted = wanted._replace(reason=wanted.reason or f"import of {file}")
    log = open_log(run, quiet=output.quiet)
    log.opened.db.close()
    with _open(file) as data:
        with _blame(file):
            source = open_file(format_, Path("<stdin>" if file == "-" else file), data, asked)
        for note in source.notes:
            print_message("\n  ".join(fold(note, _WIDTH)), quiet=output.quiet)
        with report_entries(data, wanted, quiet=output.quiet) as teller:
            done = take_in.take_in(
                log.folder, _read(source.items, file), recorder(), wanted, teller.told
            )
    print_report(done, wanted, teller.refusals, quiet=output.quiet)


def _explain(format_: str, file: str) -> NoReturn:
    """Say what an import lacks, or that a format is none, with what to type."""
    from timeline.cli.hints import hint_for_format, hint_for_import  # noqa: PLC0415 (mistakes only)

    if not file:
        raise UsageError(*hint_for_import([format_]))
    hint = hint_for_format(format_, file) or f"one of {', '.join(FORMATS)}"
    raise UsageError(f"no format `{format_}` to import", hint)


def _suggest(format_: str, file: str, asked: ReadOptions) -> None:
    """Print the mapping by which a table would be read."""
    if format_ not in TABLES:
        problem = f"--suggest is for {', '.join(TABLES)}, not {format_}"
        raise UsageError(problem, "leave it out")
    if asked.like:
        from timeline.exchange.tables.presets import preset_text  # noqa: PLC0415 (it alone)

        text = preset_text(asked.like)
    else:
        with _open(file) as data, _blame(file):
            text = suggest_file(format_, Path("<stdin>" if file == "-" else file), data, asked)
    named = shlex.quote(file) if file else "FILE"
    again = f"timeline import {format_} {named} --mapping mapping.yaml"
    print_data(f"# Keep this as mapping.yaml, change it, then: {again}\n{text.rstrip()}")


_WIDTH = 96
"""Of what is said of columns, which may be many."""


@contextlib.contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    """The file; what comes through a pipe is kept aside, since it may have to be read twice."""
    with contextlib.ExitStack() as stack:
        with _blame(file):
            piped = file == "-"
            data: BinaryIO = (
                sys.stdin.buffer if piped else stack.enter_context(Path(file).open("rb"))
            )
            if piped or not stat.S_ISREG(os.fstat(data.fileno()).st_mode):
                data = stack.enter_context(_keep_aside(data))
        yield data


def _keep_aside(pipe: BinaryIO) -> BinaryIO:
    import shutil  # noqa: PLC0415 (only a pipe needs these)
    import tempfile  # noqa: PLC0415

    with kept_aside():
        kept: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who asked for it)
        shutil.copyfileobj(pipe, kept)
        kept.seek(0)
    return kept


@contextlib.contextmanager
def _blame(file: str) -> Iterator[None]:
    """Tell what the system refuses in here as a trouble with the file."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, Path(file)) from error


def _read(found: Items, file: str) -> Items:
    """What is found in a file, where the trouble may be the file or what is done with it."""
    with _blame(file):  # what is done with it raises outside of here
        yield from found
