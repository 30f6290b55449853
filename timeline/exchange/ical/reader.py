"""Events of an iCalendar file (RFC 5545, `.ics`) as happenings.

What is taken from each property is told in docs/formats-in.md.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from timeline.base import days
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, UsageError
from timeline.event.document import Document, decode
from timeline.event.schema import brief
from timeline.exchange import carried
from timeline.exchange.entry import Entry, Items, Note
from timeline.exchange.ical.blocks import CALENDAR, Block, blocks
from timeline.exchange.ical.carrying import carried_by, digest, with_carried
from timeline.exchange.ical.event import (
    Around,
    Event,
    PropertyError,
    event_of,
    external_id,
    happening,
    unknown_status,
)
from timeline.exchange.ical.lines import content_lines
from timeline.exchange.ical.properties import text_of
from timeline.exchange.ical.series import Occurrence, Series, repeats
from timeline.exchange.ical.texts import EVENT, NAME, unescape
from timeline.exchange.ical.times import naive
from timeline.exchange.ical.zones import Zones, is_known
from timeline.exchange.reader_tools import MAX_WHOLE, empty_file_fault, one_line

MOST = 1_000
"""How many times of one event that repeats are taken."""
_AGAIN = "mend it in the calendar that it comes from, and export it again"
_UNTIL = call("", until="DATE")


def read(
    path: Path,
    data: BinaryIO,
    *,
    today: int | None = None,
    until: int | None = None,
    most: int = MOST,
) -> Items:
    """The events of a calendar, each time of those that repeat, in the order of the file.

    Args:
        path: the file as faults name it.
        data: its bytes, UTF-8.
        today: the number of the day until which what is written down counts as past.
        until: the number of the last day on which a time of what repeats may begin; without
            one, what repeats without end is taken up to today, and a fault says so.
        most: how many times of one event are taken; of one with more, a fault says so.

    Raises:
        UsageError: the library is not installed.
    """
    _require()
    whole = data.read(MAX_WHOLE + 1)
    if len(whole) > MAX_WHOLE or not whole.strip():
        yield from decode(whole, str(path), MAX_WHOLE)[1] or [empty_file_fault(str(path))]
        return
    reader = _Reader(str(path), days.today() if today is None else today, until, most)
    faults: list[Fault] = []
    events: list[Block] = []
    for block in blocks(content_lines(whole, str(path)), str(path)):
        if isinstance(block, Fault):
            faults.append(block)
        elif block.name == EVENT:
            found = carried.parse_events(unescape(block.value(EVENT)))
            yield from carried.read_events(found, str(path), block.number)
        elif block.has(NAME) and (told := carried_by(block)) and told.shown == digest(block):
            yield from carried.read_events(told.events, str(path), block.number)
        elif block.has(NAME) and block.name == "VJOURNAL":
            faults.append(block.fault(str(path), *_CHANGED))
        elif block.name == "VTIMEZONE":
            reader.zone_blocks.append(block)
        elif block.name == CALENDAR:
            reader.calendars[block.calendar] = block
        elif block.name == "VEVENT":
            events.append(block)
        else:
            yield Note(f"{brief(block.name)} is not taken", str(path), block.number)
    yield from reader.items(events)
    yield from faults


_CHANGED = (
    "an entry without a date was changed since it was exported",
    "correct it in the log",
)


def _require() -> None:
    try:
        import dateutil.rrule  # noqa: F401, PLC0415 (an extra)
        import icalendar  # noqa: F401, PLC0415
    except ImportError:
        remedy = "pip install 'timeline-ledger[ical]'"
        raise UsageError("iCalendar files need a library that is not installed", remedy) from None


class _Reader:
    def __init__(self, path: str, today: int, until: int | None, most: int) -> None:
        self.path, self.today, self.until, self.most = path, today, until, most
        self.zone_blocks: list[Block] = []
        self.calendars: dict[int, Block] = {}

    def items(self, found: Iterable[Block]) -> Items:
        """What the events of a file say, those of one UID together."""
        zones = Zones(self.zone_blocks)
        around: dict[int, Around] = {}
        groups: dict[str, list[Block]] = {}
        for block in found:
            if block.calendar not in around:
                calendar = self.calendars.get(block.calendar)
                around[block.calendar] = self.around(calendar, zones)
                yield from self.notes_of(calendar, around[block.calendar])
            # Without a UID, which some programs forget, an event stands for itself.
            groups.setdefault(block.value("UID").strip() or f" {block.number}", []).append(block)
        for blocks_ in groups.values():
            events: list[Event] = []
            for block in blocks_:
                try:
                    events.append(event_of(block, around[block.calendar]))
                except PropertyError as error:
                    yield self.fault(block, error)
            yield from self.group(events)

    def around(self, calendar: Block | None, zones: Zones) -> Around:
        """What a calendar says of all of its events."""
        if calendar is None:
            return Around(self.today, zones)
        named = calendar.first("X-WR-TIMEZONE")
        zone = zones.find(text_of(named)) if named and named.value.strip() else None
        return Around(
            self.today,
            zones,
            zone if zone is not None and is_known(zone) else None,
            old=calendar.value("VERSION").strip() == "1.0",
            cancelled=calendar.value("METHOD").strip().upper() == "CANCEL",
        )

    def notes_of(self, calendar: Block | None, around: Around) -> Iterator[Note]:
        """What a calendar says of itself that is not understood."""
        if calendar is None:
            return
        offset = calendar.first("TZ")
        if around.old and offset and offset.value.strip():
            problem = f"TZ {brief(offset.value.strip())} is not taken: times stay without a zone"
            yield Note(problem, self.path, offset.line.number)
        named = calendar.first("X-WR-TIMEZONE")
        if named and named.value.strip() and around.zone is None:
            problem = f"no zone {brief(one_line(named.value))}: times in UTC stay in UTC"
            yield Note(problem, self.path, named.line.number)

    def fault(self, block: Block, error: PropertyError) -> Fault:
        called = one_line(block.value("SUMMARY"))
        named = f" (`{called}`)" if called else ""
        return block.fault(self.path, f"{error.problem}{named}", _AGAIN, error.name)

    def group(self, events: Sequence[Event]) -> Items:
        """What the events of one UID say: one event, or one that repeats, in its newest version."""
        masters: list[Event] = []
        changed: list[Event] = []
        versions: dict[object, list[Event]] = {}
        for event in events:
            versions.setdefault(_version_key(event), []).append(event)
        for alike in versions.values():
            newest = max(alike, key=_version)
            (masters if newest.recurrence is None else changed).append(newest)
        for event in (*masters, *changed):
            if status := unknown_status(event):
                number = next(event.block.properties("STATUS")).line.number
                yield Note(f"STATUS {brief(status)} is not known", self.path, number)
        if masters and (repeats(masters[0]) or changed):
            yield from self.series(masters[0], changed)
        else:
            for event in (*masters, *changed):
                one = Occurrence(event, event.time, event.time.start)
                yield self.entry(one, event.recurrence)
        for alike in versions.values():
            yield from self.other_versions(max(alike, key=_version), alike)

    def other_versions(self, newest: Event, alike: Sequence[Event]) -> Iterator[Fault | Note]:
        """What is said of versions that are not taken; a fault if none is the newest."""
        for event in alike:
            if event is newest:
                continue
            line = newest.block.number
            if _version(event) < _version(newest):
                text = "an older version of an event is not taken"
                yield Note(text, self.path, event.block.number)
            elif _content(event) == _content(newest):
                text = "the same event stands above"
                yield Note(text, self.path, event.block.number)
            else:
                what = "UID" if event.recurrence is None else "UID and RECURRENCE-ID"
                problem = f"the event in line {line} has this {what}, too"
                yield event.block.fault(self.path, problem, _AGAIN, "UID")

    def series(self, master: Event, changed: Sequence[Event]) -> Items:
        """Each time of an event that repeats, up to where it is cut."""
        try:
            series = Series(master, changed)
            last = self.until if self.until is not None else None if series.ends else self.today
            times = list(islice(series.occurrences(last), self.most + 1))
        except PropertyError as error:
            yield self.fault(master.block, error)
            return
        except OverflowError:
            beyond = PropertyError("DTSTART", "this repeats out of the years 1 to 9999")
            yield self.fault(master.block, beyond)
            return
        yield from self.notes_of_series(series)
        for one in sorted(times[: self.most], key=lambda one: naive(one.time.start)):
            if last is None or one.time.first <= last:
                yield self.entry(one, one.due)
        if len(times) > self.most:
            problem = f"this repeats more than {self.most:,} times; the rest is left out"
            remedy = Advice("take less of it", _UNTIL)
            yield master.block.fault(self.path, problem, remedy, "RRULE")
        elif not series.ends and self.until is None:
            problem = "this repeats without end; what is to come after today is left out"
            yield master.block.fault(self.path, problem, Advice("say until when", _UNTIL), "RRULE")

    def notes_of_series(self, series: Series) -> Iterator[Note]:
        """What is said of how an event repeats that has no effect."""
        for rule in series.rules:
            if rule.ends_before_it_begins:
                text = "UNTIL lies before DTSTART: the event is taken once"
                number = next(series.master.block.properties("RRULE")).line.number
                yield Note(text, self.path, number)
        for event in series.left_out:
            text = "what this says of a time that EXDATE leaves out is not taken"
            yield Note(text, self.path, event.block.number)
        for event in series.outdated:
            text = "what this says of a time is older than the series, which has no such time"
            yield Note(text, self.path, event.block.number)

    def entry(self, one: Occurrence, due: dt.date | None) -> Entry:
        block = one.event.block
        body = happening(one.event, one.time)
        told = carried_by(block)
        if told is not None:
            body = with_carried(body, told)
        document = Document(body, self.path, start=block.number)
        return Entry(document, external_id(one.event, due))


def _version_key(event: Event) -> object:
    """By what versions of one event, or of one time of it, are told from others."""
    due = event.recurrence
    if due is None:
        return None
    return naive(due), isinstance(due, dt.datetime), event.and_later


def _version(event: Event) -> tuple[int, str, str]:
    """How new an event is (RFC 5546, 2.1.5)."""
    changed, stamp = (event.block.value(name).strip() for name in ("LAST-MODIFIED", "DTSTAMP"))
    return event.sequence, changed, stamp


def _content(event: Event) -> list[str]:
    return [line.text for line in event.block.lines]
