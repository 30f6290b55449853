"""Timesketch: events with the moment of each, as CSV or as JSON Lines.

What is taken from each is told in docs/formats-in.md.
"""

import codecs
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from timeline.base.errors import Fault
from timeline.base.json_cursor import JsonCursor, JsonError
from timeline.dates.edtf import EdtfError, parse
from timeline.event.document import Document
from timeline.event.schema import brief
from timeline.exchange.entry import Entry, ExternalId, Items
from timeline.exchange.reader_tools import (
    Line,
    one_line,
    read_lines,
    several_lines,
    status_of,
    title_and_summary,
)
from timeline.exchange.tables.csv import rows

_COLUMNS = {
    "date": "datetime",
    "date_basis": "timestamp_desc",
    "title": "message",
    "summary": "message",
    "tags": "tag",
}
_OWN = ("message", "datetime", "timestamp", "timestamp_desc", "tag", "label")
_INNER = re.compile(r"_.*|timesketch_label|.*__ts_.*")
"""What Timesketch keeps for itself; `_id` alone is taken, as the identity."""
_MAPPED = "give it one: the columns needed are message, datetime and timestamp_desc"
_ISO = "write it as 2015-07-24T19:01:01+00:00, or leave it out where `timestamp` has the moment"


def read(path: Path, data: BinaryIO, *, today: int | None = None) -> Items:
    """The events of an export, in the order of the file, read a line at a time.

    Args:
        path: the file as faults name it.
        data: its bytes, UTF-8.
        today: the number of the day after which what begins is planned.
    """
    is_json = data.read(_START).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    data.seek(0)
    for found in _of_json(path, data) if is_json else _of_table(path, data):
        if isinstance(found, Fault):
            yield found
        else:
            yield _entry(*found, str(path), today)


_Fields = Mapping[str, object]
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
    message = _text(fields.get("message"))
    if not message.strip():
        return Fault("an event without message", _MAPPED, path, line)
    moment = _moment(fields)
    if isinstance(moment, Fault):
        return moment._replace(path=path, line=line)
    tags = _tags(fields.get("tag"))
    tags += [tag for tag in _tags(fields.get("label")) if not _INNER.fullmatch(tag)]
    status = status_of(moment, today)
    body: dict[str, object] = {
        "date": moment,
        "date_basis": several_lines(_text(fields.get("timestamp_desc"))).strip(),
        "status": "" if status == "occurred" else status,
        **title_and_summary(message),
        "tags": list(dict.fromkeys(tags)),
        "note": "\n".join(_others(fields)),
    }
    body = {key: value for key, value in body.items() if value not in ("", [])}
    id_ = one_line(_text(fields.get("_id")))
    document = Document(body, path, start=line, columns=_COLUMNS)
    return Entry(document, ExternalId("timesketch", id_) if id_ else None)


def _tags(value: object) -> list[str]:
    """Tags as a list, or as a text with commas between them, in brackets or not."""
    if not isinstance(value, list):
        value = re.sub(r"[\[\]\"']", "", _text(value)).split(",")
    found = [one_line(_text(part)) for part in value]
    return [tag for tag in found if tag not in ("", "-")]


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case list():
            return ", ".join(map(_text, value))
        case dict():
            return "; ".join(f"{key}: {_text(part)}" for key, part in value.items())
    return str(value)


def _others(fields: _Fields) -> Iterator[str]:
    """Whatever else is known of an event, a line each."""
    for name, value in fields.items():
        text = one_line(_text(value))
        if text and name not in _OWN and not _INNER.fullmatch(name):
            yield f"{name}: {text}"


def _moment(fields: _Fields) -> str | Fault:
    """The moment of an event in EDTF: `datetime` as written, else `timestamp` in UTC."""
    written = _text(fields.get("datetime")).strip()
    stamp = _text(fields.get("timestamp")).strip()
    for text in (written, stamp):
        if re.fullmatch(r"\d{1,20}(?:\.0*)?", text, re.ASCII):
            return _since_1970(int(text.partition(".")[0])) or _unfit(text)
        if text:
            return _iso(text) or _unfit(text)
    return Fault("an event without datetime", _MAPPED)


def _unfit(text: str) -> Fault:
    return Fault(f"column datetime: {brief(text)} is not a moment", _ISO)


def _iso(text: str) -> str:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if len(text) == len("2015-07-24"):
        return at.date().isoformat()
    found = at.isoformat(timespec="microseconds" if at.microsecond else "seconds")
    found = re.sub(r"(\.\d*?[1-9])0+(?=[^\d]|$)", r"\1", found).replace("+00:00", "Z")
    try:
        return parse(found).text
    except EdtfError:
        return ""


_UNITS = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3), (-1, 1))
"""How many of a unit make a second, for numbers above a bound; so Timesketch tells them apart."""


def _since_1970(count: int) -> str:
    """The moment that lies so many seconds, milli-, micro- or nanoseconds after 1970."""
    unit = next(unit for bound, unit in _UNITS if count > bound)
    seconds, rest = divmod(count, unit)
    try:
        at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(
            seconds=seconds, microseconds=rest * 10**6 // unit
        )
    except OverflowError:
        return ""
    return _iso(at.isoformat())
