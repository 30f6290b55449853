"""TimelineJS: its JSON, and the table from which it makes one (columns Year, Month, Day, ...).

What is taken from each is told in docs/formats-in.md.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from timeline.base.errors import Fault
from timeline.dates.edtf import EdtfError
from timeline.event.document import Document
from timeline.exchange.carried import KEY, exact_date, kind_of, read_events
from timeline.exchange.dates import join_dates
from timeline.exchange.entry import Entry, Items, Note, WholeEvent
from timeline.exchange.html import to_bare_text, to_markdown
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
from timeline.exchange.timelinejs import old_json
from timeline.exchange.timelinejs.carrying import carried_by, digest
from timeline.exchange.timelinejs.dates import date_of, is_blank, parts_of_date, parts_of_time
from timeline.exchange.timelinejs.slides import Slide, SlideError, text_of

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
    text = _without_script(text)
    is_json = text.lstrip().startswith(("{", "["))
    for slide in _of_json(text, str(path)) if is_json else _of_table(path, data):
        yield _entry(slide, str(path), today) if isinstance(slide, Slide) else slide


_SCRIPT = re.compile(r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*(?P<sign>[=(])\s*(?=\{)")
"""What stands before the JSON of old timelines, so that a page can load it as a script."""


def _without_script(text: str) -> str:
    """A text without the script around its JSON, which keeps its lines."""
    found = _SCRIPT.match(text)
    if found is None:
        return text
    rest = text[found.end() :].rstrip().removesuffix(";").rstrip()
    rest = rest.removesuffix(")") if found["sign"] == "(" else rest
    return "\n" * found[0].count("\n") + rest


def _entry(slide: Slide, path: str, today: int | None) -> Entry | Fault:
    try:
        body = _body(slide, today)
    except SlideError as wrong:
        at = ", ".join(filter(None, (slide.at, wrong.at)))
        problem = f"{at}: {wrong.problem}" if at else wrong.problem
        return Fault(problem, wrong.remedy, path, slide.line)
    document = Document(body, path, start=slide.line, columns=slide.columns)
    return Entry(document, id_within_file("timelinejs", path, slide.id))


def _body(slide: Slide, today: int | None) -> dict[str, object]:
    start_at, end_at = slide.names
    if not slide.start:
        raise SlideError(*(("", f"no {start_at}") if slide.at else (start_at, "no year")), _UNDATED)
    start = date_of(slide.start, start_at)
    date = start
    if not is_blank(slide.end):
        end = date_of(slide.end, end_at)
        try:
            date = join_dates(start, end)
        except EdtfError as error:
            raise SlideError(end_at, error.problem, error.remedy) from None
    tags = slide.tags
    if slide.told:
        date = exact_date(slide.told, date) or date
        kind = kind_of(slide.told)
        tags = tuple(tag for tag in tags if tag != kind)
    url, caption, credit = map(to_markdown, slide.media)
    titles, links = _titles(slide, caption)
    if not titles["title"]:
        raise SlideError("", "an event without headline or text", "say what happened")
    address = web_reference(url)
    refs = [address, *map(web_reference, links)]
    about = f"{caption} ({credit})" if caption and credit else caption or credit
    notes = [f"Media: {about}" if about else "", "" if address else url]
    status = status_of(date, today)
    body: dict[str, object] = {
        "date": date,
        "date_text": one_line(to_bare_text(slide.shown).text),
        "status": "" if status == "occurred" else status,
        **titles,
        "kind": kind_of(slide.told) if slide.told else "",
        "tags": list(tags),
        "refs": [ref for at, ref in enumerate(refs) if ref and ref not in refs[:at]],
        "note": "\n\n".join(filter(None, notes)),
    }
    return {key: value for key, value in body.items() if value not in ("", [])}


_UNDATED = "give it a date"


def _titles(slide: Slide, caption: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """Title and summary of a slide, and where the words of its title lead to."""
    text = to_markdown(slide.text)
    headline = to_bare_text(slide.headline)
    if headline.text.strip():
        return title_and_summary(headline.text, text), headline.links
    # Without a headline it is called by the first line of its text.
    titles = title_and_summary(to_bare_text(slide.text).text or caption)
    return {**titles, "summary": (text or caption) if titles["summary"] else ""}, ()


def _of_json(text: str, path: str) -> Iterator[Slide | Entry | WholeEvent | Fault | Note]:
    keys: set[str] = set()
    for item in read_object(text, path, within=old_json.KEY):
        if isinstance(item, Fault):
            yield item
            return
        if item.key in old_json.NOT_TAKEN and item.key not in keys:
            yield Note(f"`{item.key}` is not taken", path, item.line)
        keys.add(item.key)
        if item.key in old_json.LISTS and item.value != []:
            yield old_json.slide_of(item, path)
        if item.key == KEY and isinstance(item.value, dict):
            yield from read_events([item.value], path, item.line)
        if item.key not in ("events", "eras") or item.value == []:
            continue
        if item.at == item.key:
            yield Fault(f"{item.key}: this must be a list", "write [...]", path, item.line)
        else:
            yield from _slides(item, path)
    if not keys & {"events", "date"}:
        remedy = "a timeline of TimelineJS is an object with a list `events`"
        yield Fault("no `events` in this object", remedy, path, 1)


def _slides(item: Item, path: str) -> Iterator[Slide | Entry | WholeEvent | Fault | Note]:
    """The slide of an item, or the events that it carries, if it is as it was exported."""
    found = item.value
    told = carried_by(found) if isinstance(found, dict) else None
    if told and isinstance(found, dict) and told.shown == digest(found):
        yield from read_events(told.events, path, item.line)
        return
    slide = _slide(item, path)
    yield slide._replace(told=told) if isinstance(slide, Slide) else slide


def _slide(item: Item, path: str) -> Slide | Fault:
    found = item.value
    if not isinstance(found, dict):
        return _no_map(item.at, path, item.line)
    for name in ("start_date", "end_date", "text", "media"):
        if found.get(name) and not isinstance(found[name], dict):
            return _no_map(f"{item.at}, {name}", path, item.line)
    start, end = found.get("start_date") or {}, found.get("end_date") or {}
    text, media = found.get("text") or {}, found.get("media") or {}
    shown = [text_of(part.get("display_date")) for part in (start, end)]
    group = one_line(to_bare_text(text_of(found.get("group"))).text)
    return Slide(
        item.line,
        item.at,
        ("start_date", "end_date"),
        start,
        end,
        text_of(found.get("display_date")) or " to ".join(filter(None, shown)),
        text_of(text.get("headline")),
        text_of(text.get("text")),
        tuple(filter(None, ("era" * (item.key == "eras"), group))),
        (text_of(media.get("url")), text_of(media.get("caption")), text_of(media.get("credit"))),
        one_line(text_of(found.get("unique_id"))),
    )


def _no_map(at: str, path: str, line: int) -> Fault:
    return Fault(f"{at}: this must be an object", "write {...}", path, line)


def _of_table(path: Path, data: BinaryIO) -> Iterator[Slide | Fault]:
    for row in rows(path, data, ("Year", "Start Date"), _KNOWN):
        if isinstance(row, Fault):
            yield row
            continue
        if row.cell("Type").lower() == "title":
            continue
        try:
            yield _row_slide(row)
        except SlideError as wrong:
            yield Fault(f"{wrong.at}: {wrong.problem}", wrong.remedy, str(path), row.line)


def _row_slide(row: Row) -> Slide:
    return Slide(
        row.line,
        "",
        ("column Year", "column End Year"),
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
        return parts_of_date(written, f"column {column}", "12/31/2017")
    parts = {name.lower(): row.cell(which + name) for name in ("Year", "Month", "Day")}
    time = row.cell(f"{which}Time")
    if not any(parts.values()) and not time:
        return {}
    return {**parts, **(parts_of_time(time, f"column {which}Time") if time else {})}
