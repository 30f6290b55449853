"""`timeline import`."""

import contextlib
import math
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from timeline import date_words, importing
from timeline.additions import kept_aside
from timeline.commands.imported import Teller, report
from timeline.commands.options import QUIET, takes
from timeline.commands.output import Output
from timeline.commands.recorded import NEW, recorder
from timeline.commands.screen import folded, say
from timeline.commands.session import open_log
from timeline.errors import UsageError
from timeline.exchange.entry import Found
from timeline.exchange.mapping import ORDERS
from timeline.exchange.opening import FORMATS, TABLES, Asked, mapping_in, opened
from timeline.exchange.planning import Given
from timeline.importing import Wanted
from timeline.log import unwritable


def _option(name: str, metavar: str, about: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        name, metavar=metavar, show_default=False, help=about
    )
    return found


@takes(QUIET)
def command(
    ctx: typer.Context,
    format_: Annotated[
        str,
        typer.Argument(metavar="FORMAT", show_default=False, help=f"One of {', '.join(FORMATS)}."),
    ],
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", show_default=False, help="The file; - for standard input."),
    ],
    *,
    map_: Annotated[
        list[str] | None,
        _option("--map", "FIELD=COLUMN", "Of tables: which column is a field."),
    ] = None,
    mapping: Annotated[
        str, _option("--mapping", "FILE", "Of tables: how columns become fields, in YAML.")
    ] = "",
    set_: Annotated[
        list[str] | None,
        _option("--set", "FIELD=VALUE", "A field for all that do not say it themselves."),
    ] = None,
    external_id: Annotated[
        str,
        _option(
            "--external-id",
            "[SCHEME=]COLUMN",
            "Of tables: the id in the other system, by which a later import knows what changed.",
        ),
    ] = "",
    recorded_at: Annotated[
        str,
        _option("--recorded-at", "COLUMN", "Of tables: when the other system recorded each row."),
    ] = "",
    operation: Annotated[
        str,
        _option(
            "--operation",
            "COLUMN",
            "Of tables: whether a row adds, corrects or retracts what has its id.",
        ),
    ] = "",
    refers_to: Annotated[
        str,
        _option("--refers-to", "COLUMN", "Of tables: the id of what a row corrects or retracts."),
    ] = "",
    dates: Annotated[
        str,
        _option(
            "--dates",
            "ORDER",
            "Of tables: how days are written in numbers: dmy, mdy, ymd, or serial for counts.",
        ),
    ] = "",
    encoding: Annotated[
        str, _option("--encoding", "NAME", "Of tables: such as cp1252; UTF-8 if not given.")
    ] = "",
    header: Annotated[
        int, typer.Option(metavar="N", min=1, help="Of tables: the row that names the columns.")
    ] = 1,
    sheet: Annotated[
        str, _option("--sheet", "NAME", "Of workbooks: the sheet; the first if not given.")
    ] = "",
    until: Annotated[
        str, _option("--until", "DATE", "Of calendars: up to when to take what repeats.")
    ] = "",
    new: Annotated[bool, NEW] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each, and record nothing.")
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Record what is good although others are refused.")
    ] = False,
    retract_missing: Annotated[
        bool,
        typer.Option(
            "--retract-missing", help="Withdraw what an earlier import had and this one has not."
        ),
    ] = False,
    reason: Annotated[
        str, _option("--reason", "TEXT", "Why, for corrections that the file leads to.")
    ] = "",
    output: Output,
) -> None:
    """Take in a file of another program: a table, a calendar, or events of another log.

    All that it holds is recorded, or nothing if anything is refused. What was recorded before is
    not recorded again, so importing a file twice adds nothing. Of entries with an id in another
    system, what changed since an earlier import becomes an amendment, and what is gone is listed.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no format `{format_}` to import", f"one of {', '.join(FORMATS)}")
    for_tables = {
        "--map": map_,
        "--mapping": mapping,
        "--external-id": external_id,
        "--recorded-at": recorded_at,
        "--operation": operation,
        "--refers-to": refers_to,
        "--dates": dates,
        "--header": header > 1,
    }
    _refuse_misplaced(format_, TABLES, "tables", for_tables)
    _refuse_misplaced(format_, ("csv", "tsv"), "tables in text", {"--encoding": encoding})
    _refuse_misplaced(format_, ("xlsx",), "workbooks", {"--sheet": sheet})
    _refuse_misplaced(format_, ("ical",), "calendars", {"--until": until})
    if dates and dates not in ORDERS:
        raise UsageError(f"--dates is not `{dates}`", f"one of {', '.join(ORDERS)}")
    asked = Asked(
        mapping_in(Path(mapping)) if mapping else None,
        Given(
            _pairs("--map", "COLUMN", map_ or ()),
            _pairs("--set", "VALUE", set_ or ()),
            external_id,
            recorded_at,
            operation,
            refers_to,
            dates or None,  # type: ignore[arg-type]  # it is one of them
        ),
        encoding,
        header,
        sheet,
        _last_day(until) if until else None,
    )
    wanted = Wanted(new, dry_run, keep_going, retract_missing, reason or f"import of {file}")
    log = open_log(ctx, quiet=output.quiet)
    log.opened.db.close()
    with _open(file) as data:
        with _blaming(file):
            source = opened(format_, Path("<stdin>" if file == "-" else file), data, asked)
        for note in source.notes:
            say("\n  ".join(folded(note, _WIDTH)), quiet=output.quiet)
        with Teller(data, wanted, quiet=output.quiet) as teller:
            done = importing.take_in(
                log.folder, _read(source.found, file), recorder(), wanted, teller.told
            )
    report(done, wanted, quiet=output.quiet)


def _last_day(typed: str) -> int:
    """The last day of a date as typed."""
    date = date_words.read(typed)
    if math.isinf(date.latest):
        raise UsageError(f"--until `{typed}` has no last day", "give a date such as 2027")
    return int(date.latest)


def _refuse_misplaced(
    format_: str, fit: Sequence[str], called: str, options: Mapping[str, object]
) -> None:
    given = next((name for name, value in options.items() if value), "")
    if given and format_ not in fit:
        raise UsageError(f"{given} is for {called}: {', '.join(fit)}", "leave it out")


def _pairs(option: str, right: str, typed: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in typed:
        field, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not field or not value:
            raise UsageError(
                f"{option} `{text}` is not of the form FIELD={right}", _EXAMPLES[option]
            )
        if field in found:
            remedy = "say it once; items of a list stand in one text, with ; between them"
            raise UsageError(f"{option} says what `{field}` is twice", remedy)
        found[field] = value
    return found


_WIDTH = 96
"""Of what is said of columns, which may be many."""
_EXAMPLES = {"--map": "such as --map date=Day", "--set": "such as --set kind=training"}


@contextlib.contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    """The file; what comes through a pipe is kept aside, since it may have to be read twice."""
    with contextlib.ExitStack() as stack:
        with _blaming(file):
            piped = file == "-"
            data: BinaryIO = (
                sys.stdin.buffer if piped else stack.enter_context(Path(file).open("rb"))
            )
            if piped or not stat.S_ISREG(os.fstat(data.fileno()).st_mode):
                data = stack.enter_context(_kept(data))
        yield data


def _kept(pipe: BinaryIO) -> BinaryIO:
    import shutil  # noqa: PLC0415 (only a pipe needs these)
    import tempfile  # noqa: PLC0415

    with kept_aside():
        kept: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who asked for it)
        shutil.copyfileobj(pipe, kept)
        kept.seek(0)
    return kept


@contextlib.contextmanager
def _blaming(file: str) -> Iterator[None]:
    """Tell what the system refuses in here as a trouble with the file."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, Path(file)) from error


def _read(found: Found, file: str) -> Found:
    """What is found in a file, where the trouble may be the file or what is done with it."""
    while True:
        with _blaming(file):
            item = next(found, None)
        if item is None:
            return
        yield item
