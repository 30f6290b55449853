"""TimelineJS: its JSON, and the table from which it makes one (columns Year, Month, Day, ...).

What is taken from each is told in docs/formats-in.md.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base.errors import Fault
from timeline.dates.edtf import EdtfError
from timeline.event.document import Document
from timeline.event.schema import brief
from timeline.exchange.carried import KEY, Carried, exact_date, kind_of, read_events
from timeline.exchange.dates import compose_date, join_dates
from timeline.exchange.entry import Entry, Items, WholeEvent
from timeline.exchange.html import to_markdown
from timeline.exchange.json_items import Item, read_object
from timeline.exchange.reader_tools import (
    id_within_file,
    one_line,
    read_text,
    status_of,
    title_and_summary,
    web_reference,
)
from timeline.exchange.tables.csv import Row, rows
from timeline.exchange.timelinejs.carrying import carried_by, digest

_COLUMNS = {
    "date": "Year",
    "date_text": "Display Date",
    "title": "Headline",
    "summary": "Text",
    "tags": "Group",
    "note": "Media Caption",
    "refs": "Media",
}
_KNOWN = (
    *("Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "End Date"),
    *("Display Date", "Headline", "Text", "Media", "Media Credit", "Media Caption"),
    *("Type", "Group", "Tag"),
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY = re.compile(r"(?:(?P<month>\d{1,2})/)?(?:(?P<day>\d{1,2})/)?(?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>-?\d{1,6})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?", re.ASCII)


def read(path: Path, data: BinaryIO, *, today: int | None = None) -> Items:
    """The events and eras of a timeline, JSON or table, in the order of the file.

    Args:
        path: the file as faults name it.
        data: its bytes, UTF-8.
        today: the number of the day after which what begins is planned.
    """
    text, faults = read_text(str(path), data)
    yield from faults
    if faults:
        return
    is_json = text.lstrip().startswith(("{", "["))
    for slide in _of_json(text, str(path)) if is_json else _of_table(path, data):
        yield _entry(slide, str(path), today) if isinstance(slide, _Slide) else slide


class _Slide(NamedTuple):
    """An event or era, as either form has it; dates by their parts, `at` how faults name it."""

    line: int
    at: str
    start: Mapping[str, object] = {}
    end: Mapping[str, object] = {}
    said: str = ""
    headline: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[str, str, str] = ("", "", "")
    id: str = ""
    columns: Mapping[str, str] = {}
    told: Carried | None = None


class _Wrong(Exception):  # noqa: N818 (told as a fault)
    def __init__(self, at: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.at, self.problem, self.remedy = at, problem, remedy


def _entry(slide: _Slide, path: str, today: int | None) -> Entry | Fault:
    try:
        body = _body(slide, today)
    except _Wrong as wrong:
        at = ", ".join(filter(None, (slide.at, wrong.at)))
        problem = f"{at}: {wrong.problem}" if at else wrong.problem
        return Fault(problem, wrong.remedy, path, slide.line)
    document = Document(body, path, start=slide.line, columns=slide.columns)
    return Entry(document, id_within_file("timelinejs", path, slide.id))


def _body(slide: _Slide, today: int | None) -> dict[str, object]:
    start_at, end_at = (
        ("start_date", "end_date") if slide.at else ("column Year", "column End Year")
    )
    if not slide.start:
        raise _Wrong("" if slide.at else start_at, f"no {_MISSING[start_at]}", "give it a date")
    start = _date(slide.start, start_at)
    date = start
    if slide.end:
        end = _date(slide.end, end_at)
        try:
            date = join_dates(start, end)
        except EdtfError as error:
            raise _Wrong(end_at, error.problem, error.remedy) from None
    tags = slide.tags
    if slide.told:
        date = exact_date(slide.told, date) or date
        kind = kind_of(slide.told)
        tags = tuple(tag for tag in tags if tag != kind)
    url, caption, credit = map(to_markdown, slide.media)
    titles = title_and_summary(to_markdown(slide.headline), to_markdown(slide.text))
    if not titles["title"]:
        titles = title_and_summary(to_markdown(slide.text) or caption)
    if not titles["title"]:
        raise _Wrong("", "an event without headline or text", "say what happened")
    address = web_reference(url)
    about = f"{caption} ({credit})" if caption and credit else caption or credit
    notes = [f"Media: {about}" if about else "", "" if address else url]
    status = status_of(date, today)
    body: dict[str, object] = {
        "date": date,
        "date_text": one_line(to_markdown(slide.said)),
        "status": "" if status == "occurred" else status,
        **titles,
        "kind": kind_of(slide.told) if slide.told else "",
        "tags": list(tags),
        "refs": [address] if address else [],
        "note": "\n\n".join(filter(None, notes)),
    }
    return {key: value for key, value in body.items() if value not in ("", [])}


_MISSING = {"start_date": "start_date", "column Year": "year"}


def _date(parts: Mapping[str, object], at: str) -> str:
    """A date by its parts, as EDTF; years before the first are negative, and there is no year 0."""
    numbers = {}
    for name in _PARTS:
        text = re.sub(r"[\s,]", "", _text(parts.get(name)))
        if text and not _NUMBER.fullmatch(text):
            raise _Wrong(at, f"{name} {brief(text)} is not a whole number", "write it in digits")
        numbers[name] = int(text) if text else 0
    year, month, day = numbers["year"], numbers["month"], numbers["day"]
    if not _text(parts.get("year")).strip():
        raise _Wrong(at, "a date without a year", "write its year")
    if not year:
        raise _Wrong(at, "there is no year 0", "write -1 for the year 1 BC")
    if day and not month:
        raise _Wrong(at, "a day without a month", "write its month, or leave out the day")
    if -9999 <= year < 0:
        year += 1  # ages of millions of years are not counted so closely
    time = ""
    if _text(parts.get("hour")).strip():
        time = "{hour:02d}:{minute:02d}:{second:02d}".format(**numbers)
    try:
        return compose_date(year, month, day, time)
    except EdtfError as error:
        raise _Wrong(at, error.faults[0].problem, "write a date that there is") from None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _of_json(text: str, path: str) -> Iterator[_Slide | Entry | WholeEvent | Fault]:
    keys: set[str] = set()
    for item in read_object(text, path):
        if isinstance(item, Fault):
            yield item
            return
        keys.add(item.key)
        if item.key == KEY and isinstance(item.value, dict):
            yield from read_events([item.value], path, item.line)
        if item.key not in ("events", "eras") or item.value == []:
            continue
        if item.at == item.key:
            yield Fault(f"{item.key}: this must be a list", "write [...]", path, item.line)
        else:
            yield from _slides(item, path)
    if "events" not in keys:
        remedy = "a timeline of TimelineJS is an object with a list `events`"
        yield Fault("no `events` in this object", remedy, path, 1)


def _slides(item: Item, path: str) -> Iterator[_Slide | Entry | WholeEvent | Fault]:
    """The slide of an item, or the events that it carries, if it is as it was exported."""
    found = item.value
    told = carried_by(found) if isinstance(found, dict) else None
    if told and isinstance(found, dict) and told.shown == digest(found):
        yield from read_events(told.events, path, item.line)
        return
    slide = _slide(item, path)
    yield slide._replace(told=told) if isinstance(slide, _Slide) else slide


def _slide(item: Item, path: str) -> _Slide | Fault:
    found = item.value
    if not isinstance(found, dict):
        return _no_map(item.at, path, item.line)
    for name in ("start_date", "end_date", "text", "media"):
        if found.get(name) and not isinstance(found[name], dict):
            return _no_map(f"{item.at}, {name}", path, item.line)
    start, end = found.get("start_date") or {}, found.get("end_date") or {}
    text, media = found.get("text") or {}, found.get("media") or {}
    shown = [_text(part.get("display_date")) for part in (start, end)]
    group = one_line(to_markdown(_text(found.get("group"))))
    return _Slide(
        item.line,
        item.at,
        start,
        end,
        _text(found.get("display_date")) or " to ".join(filter(None, shown)),
        _text(text.get("headline")),
        _text(text.get("text")),
        tuple(filter(None, ("era" * (item.key == "eras"), group))),
        (_text(media.get("url")), _text(media.get("caption")), _text(media.get("credit"))),
        one_line(_text(found.get("unique_id"))),
    )


def _no_map(at: str, path: str, line: int) -> Fault:
    return Fault(f"{at}: this must be an object", "write {...}", path, line)


def _of_table(path: Path, data: BinaryIO) -> Iterator[_Slide | Fault]:
    for row in rows(path, data, ("Year", "Start Date"), _KNOWN):
        if isinstance(row, Fault):
            yield row
            continue
        if row.cell("Type").lower() == "title":
            continue
        try:
            yield _row_slide(row)
        except _Wrong as wrong:
            yield Fault(f"{wrong.at}: {wrong.problem}", wrong.remedy, str(path), row.line)


def _row_slide(row: Row) -> _Slide:
    return _Slide(
        row.line,
        "",
        _row_date(row, ""),
        _row_date(row, "End "),
        row.cell("Display Date"),
        row.cell("Headline"),
        row.cell("Text"),
        tuple(
            filter(
                None,
                ("era" * (row.cell("Type").lower() == "era"), row.cell("Group"), row.cell("Tag")),
            )
        ),
        (row.cell("Media"), row.cell("Media Caption"), row.cell("Media Credit")),
        columns=_COLUMNS,
    )


def _row_date(row: Row, which: str) -> Mapping[str, object]:
    """The parts of the date in a row that begins or ends it; none without one."""
    column = f"{which or 'Start '}Date"
    written = row.cell(column)
    if written:
        found = _DAY.fullmatch(written) or _ISO.fullmatch(written)
        if found is None:
            raise _Wrong(
                f"column {column}", f"{brief(written)} is not a date", "write it as 12/31/2017"
            )
        return found.groupdict()
    parts = {name.lower(): row.cell(which + name) for name in ("Year", "Month", "Day")}
    time = row.cell(f"{which}Time")
    if not any(parts.values()) and not time:
        return {}
    return {**parts, **(_time(time, which) if time else {})}


def _time(text: str, which: str) -> dict[str, str]:
    found = _TIME.fullmatch(text)
    hour = int(found["hour"]) if found else 24
    half = (found["half"] or "").lower()[:1] if found else ""
    if half:
        hour = 24 if hour > 12 else hour % 12 + 12 * (half == "p")
    if found is None or hour > 23:
        problem = f"{brief(text)} is not a time of day"
        raise _Wrong(f"column {which}Time", problem, "write it as 15:30")
    return {"hour": str(hour), "minute": found["minute"] or "", "second": found["second"] or ""}
