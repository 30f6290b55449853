"""A file of some format opened for an import: what it holds, and how it was understood."""

import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.exchange.entry import Entry, Items
from timeline.exchange.tables import cells
from timeline.exchange.tables.csv import Table
from timeline.exchange.tables.mapping import Columns
from timeline.exchange.tables.plan import MappingOptions

FORMATS = ("csv", "tsv", "xlsx", "jsonl", "ical", "timelinejs", "markwhen", "timesketch")
TABLES = ("csv", "tsv", "xlsx")
"""Formats with columns, which can be mapped."""
_IN_FOLDERS = {
    "ical": "ical.reader",
    "markwhen": "markwhen.reader",
    "timelinejs": "timelinejs.reader",
    "timesketch": "timesketch.reader",
}


class ReadOptions(NamedTuple):
    """How a file is to be read.

    `columns` is the mapping of a file, `like` one that comes with the program, `given` that of
    options; `encoding`, `header` (row, from 1; 0 for none) and `sheet` say where the table is;
    `until` is the number of the last day on which a time of an event that repeats may begin.
    """

    columns: Columns | None = None
    given: MappingOptions = MappingOptions()
    encoding: str = ""
    header: int | None = None
    sheet: str = ""
    until: int | None = None
    like: str = ""


class FileContent(NamedTuple):
    """What a file holds, and notes on how its columns were understood."""

    items: Items
    notes: tuple[str, ...] = ()


def open_file(format_: str, path: Path, data: BinaryIO, options: ReadOptions) -> FileContent:
    """What a file of a format holds.

    Args:
        format_: one of `FORMATS`.
        path: the file as faults name it.
        data: its bytes.
        options: how to read it.

    Raises:
        TimelineError: it cannot be read at all.
        UsageError: what was asked for does not fit the file.
    """
    if format_ in TABLES:
        return _open_table(format_, path, data, options)
    reader = find_reader(format_)
    until = {"until": options.until} if format_ == "ical" else {}
    items: Items = reader.read(path, data, **until)
    return FileContent(_add_constants(items, options.given.constants))


def find_reader(format_: str) -> ModuleType:
    """The module that reads a format without columns, imported when it is asked for."""
    return importlib.import_module(f"timeline.exchange.{_IN_FOLDERS.get(format_, format_)}")


def _open_table(format_: str, path: Path, data: BinaryIO, options: ReadOptions) -> FileContent:
    from timeline.exchange.tables import own_csv, presets  # noqa: PLC0415 (each format pays for itself)
    from timeline.exchange.tables.entries import entries  # noqa: PLC0415
    from timeline.exchange.tables.plan import describe_columns, make_plan, unused_columns  # noqa: PLC0415

    columns = presets.preset(options.like) if options.like else options.columns
    table = _read_table(format_, path, data, options, columns)
    if own_csv.is_own(table.header):
        return FileContent(own_csv.read(table, str(path)))
    fit = (presets.fit_plan,) if options.like else ()
    plan = make_plan(columns, options.given, table.header, *fit)
    missing = [name for name in _required_fields(plan.event) if name not in plan.fields]
    if missing:
        raise UsageError(
            f"no column for {' and '.join(missing)}", _missing_column_remedy(table, missing[0])
        )
    used = describe_columns(plan)
    notes = [*table.notes, *([f"columns: {'; '.join(used)}"] if used else [])]
    if unused := unused_columns(plan, table.header):
        notes.append(f"not taken: {', '.join(unused)}")
    return FileContent(entries(table.rows, table.header, plan, str(path)), tuple(notes))


def suggest_file(format_: str, path: Path, data: BinaryIO, options: ReadOptions) -> str:
    """The text of a mapping file by which a table would be read, to be changed.

    Args:
        format_: one of `TABLES`.
        path: the file as faults name it.
        data: its bytes.
        options: how to read it.

    Raises:
        TimelineError: it cannot be read at all.
        UsageError: what was asked for does not fit the file.
    """
    from timeline.exchange.tables import suggest  # noqa: PLC0415
    from timeline.exchange.tables.plan import make_plan  # noqa: PLC0415

    table = _read_table(format_, path, data, options, options.columns)
    plan = make_plan(options.columns, options.given, table.header)
    return suggest.suggest_mapping(table, plan)


def _read_table(
    format_: str, path: Path, data: BinaryIO, options: ReadOptions, columns: Columns | None
) -> Table:
    """The table in a file, below the row that an option or else the mapping names."""
    named = columns.header if columns else ""
    header = options.header if options.header is not None else int(named or 1)
    if format_ == "xlsx":
        from timeline.exchange.tables import xlsx  # noqa: PLC0415

        return xlsx.read(path, data, sheet=options.sheet, header=header)
    from timeline.exchange.tables import csv  # noqa: PLC0415

    separator = "\t" if format_ == "tsv" else ""
    return csv.read(path, data, encoding=options.encoding, header=header, separator=separator)


def _required_fields(event: str) -> list[str]:
    from timeline.exchange.tables.mapping import event_fields  # noqa: PLC0415

    return [name for name, field in event_fields(event).items() if field.required]


_IN_ROW = re.compile(r"[0-9]{4}|[0-9]{1,4}([./-][0-9]{1,4}){1,2}")
"""A date as it stands in a row, and hardly in a name of a column."""


def _missing_column_remedy(table: Table, field: str) -> Advice:
    columns = ", ".join(column or "(no name)" for column in table.header)
    others = ", ".join(table.others)
    in_sheet = Advice(f"or which sheet it is, if not the first: {others}", call("", sheet=...))
    row = "or which row names the columns, if it is not this one"
    in_row = Advice(row, call("", header="N"), in_sheet if others else "")
    if any(_IN_ROW.fullmatch(cell) for cell in table.header):
        in_row = Advice(
            "or that no row names the columns, which are A, B, C then", call("", header=0), in_row
        )
    for_all = Advice("or the same for all", call("", set=f"{field}=..."), in_row)
    which = f"the columns are {columns}\n  say which it is"
    return Advice(which, call("", map=f"{field}=COLUMN"), for_all)


def _add_constants(items: Items, constants: Mapping[str, str]) -> Items:
    """Entries with fields that are the same for all, where they do not say them themselves."""
    for item in items:
        if not (isinstance(item, Entry) and constants):
            yield item
            continue
        body = dict(item.document.body)
        event = str(body.get("event", "happening"))
        for name, text in constants.items():
            value = cells.read(event, name, text)
            before = body.get(name)
            if isinstance(before, list) and isinstance(value, list):
                body[name] = [*before, *value]
            elif before in (None, "", []):
                body[name] = value
        yield item._replace(document=item.document._replace(body=body))


def read_mapping(path: Path) -> Columns:
    """The mapping in a file.

    Raises:
        TimelineError: the file cannot be read, or all that is wrong with it.
    """
    from timeline.exchange.tables import mapping  # noqa: PLC0415 (only a mapping file needs it)

    try:
        data = path.read_bytes()
    except OSError as error:
        raise TimelineError(Fault(str(error.strerror).lower(), "", str(path))) from error
    return mapping.read_file(data, str(path))
