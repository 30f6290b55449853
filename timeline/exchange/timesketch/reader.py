"""Timesketch: events with the moment of each, as CSV or as JSON Lines.

What is taken from each is told in docs/formats-in.md.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from timeline.base.errors import Fault
from timeline.base.json_cursor import JsonCursor, JsonError
from timeline.event.document import Document
from timeline.exchange.entry import Entry, ExternalId, Items, Note
from timeline.exchange.reader_tools import (
    Line,
    one_line,
    read_lines,
    several_lines,
    status_of,
    title_and_summary,
)
from timeline.exchange.tables.csv import rows
from timeline.exchange.timesketch.moments import find_moment, otherwise
from timeline.exchange.timesketch.values import plain_text, tag_comment, tags_of

_COLUMNS = {
    "date_basis": "timestamp_desc",
    "title": "message",
    "summary": "message",
    "tags": "tag",
}
_OWN = ("message", "datetime", "timestamp", "timestamp_desc", "tag", "label")
_INNER = re.compile(r"_.*|timesketch_label|.*__ts_.*")
"""What Timesketch keeps for itself; `_id` is taken as the identity, and the timeline is noted."""
_MAPPED = "give it one: the columns needed are message, datetime and timestamp_desc"


_Fields = Mapping[str, object]


def read(path: Path, data: BinaryIO, *, today: int | None = None) -> Items:
    """The events of an export, in the order of the file, read a line at a time.

    Args:
        path: the file as faults name it.
        data: its bytes, UTF-8.
        today: the number of the day after which what begins is planned.
    """
    is_json = data.read(_START).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    data.seek(0)
    doubtful = False
    for found in _of_json(path, data) if is_json else _of_table(path, data):
        if isinstance(found, Fault):
            yield found
            continue
        entry = _entry(*found, str(path), today)
        if not doubtful and isinstance(entry, Entry) and (doubt := _doubt(found[1], entry)):
            doubtful = True
            yield Note(doubt, str(path), found[0])
        yield entry


def _doubt(fields: _Fields, entry: Entry) -> str:
    """What is said of a moment that would be another one in seconds or milliseconds."""
    document = entry.document
    stamp = plain_text(fields.get("timestamp")).strip()
    other = "" if document.columns["date"] == "datetime" else otherwise(stamp)
    if not other:
        return ""
    return f"`timestamp` {stamp} counts microseconds: {document.body['date']}; {other}"


_START = 100
"""How many bytes tell JSON from a table."""


def _of_json(path: Path, data: BinaryIO) -> Iterator[tuple[int, _Fields] | Fault]:
    for line in read_lines(str(path), data):
        if isinstance(line, Fault):
            yield line
        elif line.text.strip():
            yield _object(line, str(path))


def _object(line: Line, path: str) -> tuple[int, _Fields] | Fault:
    cursor = JsonCursor(line.text)
    try:
        value = cursor.value()
        cursor.finish("object")
    except JsonError as error:
        remedy = "each line is one object; export the file again"
        return cursor.fault(error, path)._replace(line=line.number, remedy=remedy)
    if not isinstance(value, dict):
        return Fault("an event is an object", 'write {"message": ...}', path, line.number)
    return line.number, value


def _of_table(path: Path, data: BinaryIO) -> Iterator[tuple[int, _Fields] | Fault]:
    for row in rows(path, data, ("datetime", "timestamp"), _OWN):
        yield row if isinstance(row, Fault) else (row.line, row.cells)


def _entry(line: int, fields: _Fields, path: str, today: int | None) -> Entry | Fault:
    message = plain_text(fields.get("message"))
    if not message.strip():
        return Fault("an event without message", _MAPPED, path, line)
    moment = find_moment(fields)
    if isinstance(moment, Fault):
        return moment._replace(path=path, line=line)
    status = status_of(moment.date, today)
    body: dict[str, object] = {
        "date": moment.date,
        "date_basis": several_lines(plain_text(fields.get("timestamp_desc"))).strip(),
        "status": "" if status == "occurred" else status,
        **title_and_summary(message),
        "tags": list(dict.fromkeys(_tags(fields))),
        "note": "\n".join((*moment.notes, *_others(fields))),
    }
    body = {key: value for key, value in body.items() if value not in ("", [])}
    id_ = one_line(plain_text(fields.get("_id")))
    columns = {"date": moment.column, **_COLUMNS}
    document = Document(body, path, start=line, columns=columns)
    return Entry(document, ExternalId("timesketch", id_) if id_ else None)


def _tags(fields: _Fields) -> Iterator[str]:
    blanks = any(name in fields for name in _PLASO)
    for tag in tags_of(fields.get("tag"), blanks=blanks):
        yield one_line(tag)
    for tag in tags_of(fields.get("label"), blanks=False):
        if not _INNER.fullmatch(tag):
            yield one_line(tag)


_PLASO = ("__container_type__", "parser", "source_long")
"""Fields of events as Plaso writes them, whose labels have no blanks."""


def _others(fields: _Fields) -> Iterator[str]:
    """Whatever else is known of an event, a line each."""
    names = _TIMELINES[:1] if "_id" in fields else _TIMELINES
    told = (one_line(plain_text(fields.get(name))) for name in names)
    timeline = next(filter(None, told), "")
    if timeline:
        yield f"timeline: {timeline}"
    if comment := tag_comment(fields.get("tag")):
        yield f"tag comment: {one_line(comment)}"
    for name, value in fields.items():
        text = one_line(plain_text(value))
        if text and name not in _OWN and not _INNER.fullmatch(name):
            yield f"{name}: {text}"


_TIMELINES = ("__ts_timeline_id", "_index")
"""What tells the timelines of a sketch apart; what has an identity is told apart by that."""
