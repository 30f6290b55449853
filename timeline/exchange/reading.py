"""A file of some format opened for an import: what it holds, and how it was understood."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.exchange.entry import Entry, Found
from timeline.exchange.tables import cells
from timeline.exchange.tables.csv import Table
from timeline.exchange.tables.mapping import Columns
from timeline.exchange.tables.plan import Given

FORMATS = ("csv", "tsv", "xlsx", "jsonl", "ical", "timelinejs", "markwhen", "timesketch")
TABLES = ("csv", "tsv", "xlsx")
"""Formats with columns, which can be mapped."""
_IN_FOLDERS = {"ical": "ical.reader", "markwhen": "markwhen.reader"}


class Asked(NamedTuple):
    """How a file is to be read: a mapping and what stands beside it, and of tables the shape.

    `until` is the last day on which something that repeats may begin.
    """

    columns: Columns | None = None
    given: Given = Given()
    encoding: str = ""
    header: int = 1
    sheet: str = ""
    until: int | None = None


class Opened(NamedTuple):
    """What a file holds, and notes on how its columns were understood."""

    found: Found
    notes: tuple[str, ...] = ()


def opened(format_: str, path: Path, data: BinaryIO, asked: Asked) -> Opened:
    """What a file of a format holds.

    Raises:
        TimelineError: it cannot be read at all.
        UsageError: what was asked for does not fit the file.
    """
    if format_ in TABLES:
        return _table(format_, path, data, asked)
    return Opened(_with_constants(_found(format_, path, data, asked), asked.given.constants))


def _found(format_: str, path: Path, data: BinaryIO, asked: Asked) -> Found:
    reader = reader_of(format_)
    found: Found = (
        reader.read(path, data, until=asked.until) if format_ == "ical" else reader.read(path, data)
    )
    return found


def reader_of(format_: str) -> ModuleType:
    """The module that reads a format without columns, imported when it is asked for."""
    return importlib.import_module(f"timeline.exchange.{_IN_FOLDERS.get(format_, format_)}")


def _table(format_: str, path: Path, data: BinaryIO, asked: Asked) -> Opened:
    from timeline.exchange.tables import csv, own_csv  # noqa: PLC0415 (each format pays for itself)
    from timeline.exchange.tables.entries import entries  # noqa: PLC0415
    from timeline.exchange.tables.plan import ignored, plan, taken  # noqa: PLC0415

    if format_ == "xlsx":
        from timeline.exchange.tables import xlsx  # noqa: PLC0415

        table = xlsx.read(path, data, sheet=asked.sheet, header=asked.header)
    else:
        separator = "\t" if format_ == "tsv" else ""
        table = csv.read(
            path, data, encoding=asked.encoding, header=asked.header, separator=separator
        )
    if own_csv.is_own(table.header):
        return Opened(own_csv.read(table, str(path)))
    found = plan(asked.columns, asked.given, table.header)
    missing = [name for name in _needed(found.event) if name not in found.fields]
    if missing:
        raise UsageError(f"no column for {' and '.join(missing)}", _remedy(table, missing[0]))
    used = taken(found)
    notes = [f"columns: {'; '.join(used)}"] if used else []
    if unused := ignored(found, table.header):
        notes.append(f"not taken: {', '.join(unused)}")
    return Opened(entries(table.rows, table.header, found, str(path)), tuple(notes))


def _needed(event: str) -> list[str]:
    from timeline.exchange.tables.mapping import event_fields  # noqa: PLC0415

    return [name for name, field in event_fields(event).items() if field.required]


def _remedy(table: Table, field: str) -> str:
    columns = ", ".join(column or "(no name)" for column in table.header)
    remedy = (
        f"the columns are {columns}\n"
        f"  say which it is: --map {field}=COLUMN, or the same for all: --set {field}=...\n"
        "  or which row names the columns, if it is not this one: --header N"
    )
    if table.others:
        remedy += f"\n  or which sheet it is, if not the first: --sheet; {', '.join(table.others)}"
    return remedy


def _with_constants(found: Found, constants: Mapping[str, str]) -> Found:
    """Entries with fields that are the same for all, where they do not say them themselves."""
    for item in found:
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


def mapping_in(path: Path) -> Columns:
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
