"""CSV of whole events, which is read back as it is: a row an event, a column a field."""

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.base.errors import Fault, TimelineError
from timeline.base.spreadsheets import guard_cell, unguard_cell
from timeline.event import document
from timeline.event.document import Document
from timeline.event.schema import Wrong, fields_of
from timeline.event.types import TYPES
from timeline.exchange.entry import Items
from timeline.exchange.export import keys_in_use
from timeline.exchange.jsonl import read_document
from timeline.exchange.tables import cells
from timeline.exchange.tables.csv import Table

_RECORDED = {"recorded_at": "at", "recorded_by": "by", "recorded_entered": "entered"}
HEAD = ("id", "schema", "event", *_RECORDED)
"""The columns by which an export is told from other tables."""


def columns_of(db: sqlite3.Connection) -> list[str]:
    """The columns of the events that were selected: those that any of them fills."""
    used = keys_in_use(db)
    names = [name for cls in TYPES.values() for name in fields_of(cls)]
    return [*HEAD, *(n for n in dict.fromkeys(names) if n in used and n not in (*HEAD, "recorded"))]


def write(events: Iterable[Mapping[str, object]], columns: Sequence[str]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, with LF), the names of the columns first."""
    yield _line(columns)
    for body in events:
        event, recorded = str(body["event"]), document.recording_of(body)
        values = {**body, **{name: recorded.get(key) for name, key in _RECORDED.items()}}
        yield _line([_cell(event, name, values.get(name)) for name in columns])


def _cell(event: str, name: str, value: object) -> str:
    return "" if value is None else guard_cell(cells.write(event, name, value))


def _line(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


def is_own(columns: Iterable[str]) -> bool:
    """Whether a table with these columns is an export of events."""
    return set(HEAD[:4]) <= set(columns)


def read(table: Table, path: str) -> Items:
    """The events in the rows of a table, and what is wrong with them."""
    for row in table.rows:
        if isinstance(row, Fault):
            yield row
        elif any(row.cells):
            yield from _event(dict(zip(table.header, row.cells, strict=False)), path, row.number)


def _event(row: Mapping[str, str], path: str, number: int) -> Items:
    event = row.get("event", "")
    body: dict[str, object] = {}
    recorded = {key: row[name] for name, key in _RECORDED.items() if row.get(name)}
    draft = Document({}, path, start=number, columns={name: name for name in row})
    for name, guarded in row.items():
        if guarded and name not in _RECORDED:
            try:
                body[name] = cells.read(event, name, unguard_cell(guarded))
            except TimelineError as error:
                fault = error.faults[0]
                yield draft.fault(Wrong((name,), fault.problem, fault.remedy))
                return
    tidied = document.tidy_map(body | {"recorded": recorded})
    yield from read_document(draft._replace(body=tidied))
