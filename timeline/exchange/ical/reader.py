"""Events of an iCalendar file (RFC 5545, `.ics`) as happenings.

What is taken from each property is told in docs/formats-in.md.
"""

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from timeline.base import days
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, UsageError
from timeline.event.document import Document
from timeline.exchange import carried
from timeline.exchange.entry import Entry, Items
from timeline.exchange.ical.blocks import Block, blocks
from timeline.exchange.ical.carrying import carried_by, digest, with_carried
from timeline.exchange.ical.event import Component, external_id, find_problem, happening, time_of
from timeline.exchange.ical.texts import EVENT, NAME, unescape
from timeline.exchange.reader_tools import one_line, read_text

MOST = 1_000
"""How many times of one event that repeats are taken."""
_LINE = "X-TIMELINE-LINE"
"""The property in which components carry the line that they begin in."""
_AGAIN = "mend it in the calendar that it comes from, and export it again"
_UNTIL = call("", until="DATE")
_TOO_OFTEN = {"FREQ=SECONDLY", "FREQ=MINUTELY"}


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
    text, faults = read_text(str(path), data)
    yield from faults
    if faults:
        return
    reader = _Reader(str(path), days.today() if today is None else today, until, most)
    reader.zone = _zone_of(text)
    zones: list[Block] = []
    series: dict[str, list[Block]] = {}
    for block in blocks(text, str(path)):
        if isinstance(block, Fault):
            faults.append(block)
        elif block.name == EVENT:
            events = carried.parse_events(unescape(block.value(EVENT)))
            yield from carried.read_events(events, str(path), block.number)
        elif block.has(NAME) and (told := carried_by(block)) and told.shown == digest(block):
            yield from carried.read_events(told.events, str(path), block.number)
        elif block.has(NAME) and block.name == "VJOURNAL":
            faults.append(block.fault(str(path), *_CHANGED))
        elif block.name == "VTIMEZONE":
            zones.append(block)
        elif block.name == "VEVENT":
            # Without a UID, which some programs forget, an event stands for itself.
            series.setdefault(block.value("UID") or f" {block.number}", []).append(block)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library guesses at zones, and says so
        reader.know(zones)
    for parts in series.values():
        yield from reader.series(parts)
    yield from faults


_CHANGED = (
    "an entry without a date was changed since it was exported",
    "correct it in the log",
)


def _require() -> None:
    try:
        import icalendar  # noqa: F401, PLC0415 (an extra)
        import recurring_ical_events  # noqa: F401, PLC0415
    except ImportError:
        remedy = "pip install 'timeline-ledger[ical]'"
        raise UsageError("iCalendar files need a library that is not installed", remedy) from None


class _Reader:
    def __init__(self, path: str, today: int, until: int | None, most: int) -> None:
        self.path, self.today, self.until, self.most = path, today, until, most
        self.zone: dt.tzinfo | None = None

    def know(self, zones: Sequence[Block]) -> None:
        """Have the library know the zones that the file defines."""
        import icalendar  # noqa: PLC0415 (an extra)

        for zone in zones:
            text = f"BEGIN:VCALENDAR\r\n{zone.text}END:VCALENDAR\r\n"
            try:
                icalendar.Calendar.from_ical(text)
            except Exception:  # noqa: BLE001, S112 (what it is of stays a time without a zone)
                continue

    def series(self, parts: Sequence[Block]) -> Items:
        """What the components of one UID say: a single event, or one that repeats."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            components: list[tuple[Block, Component]] = []
            found: list[Entry | Fault] = []
            for block in parts:
                component = self._component(block)
                if isinstance(component, Fault):
                    found.append(component)
                else:
                    components.append((block, component))
            if any(_repeats(block) for block, _ in components):
                found += self._times(components)
            else:
                found += self._once(components)
        yield from found

    def _component(self, block: Block) -> Component | Fault:
        """The component that a block holds, or what is wrong with it."""
        import icalendar  # noqa: PLC0415 (an extra)

        try:
            event = icalendar.Event.from_ical(block.text)
        except Exception as error:  # noqa: BLE001 (whatever the library makes of it)
            problem = f"not readable as an event: {one_line(str(error))}"
            return block.fault(self.path, problem, _AGAIN)
        if not isinstance(event, icalendar.Event):
            return block.fault(self.path, "not readable as an event", _AGAIN)
        at_fault = find_problem(event, block)
        if at_fault:
            name, problem = at_fault
            called = one_line(block.value("SUMMARY"))
            named = f" (`{called}`)" if called else ""
            return block.fault(self.path, f"{problem}{named}", _AGAIN, name)
        event[_LINE] = str(block.number)
        found: Component = event
        return found

    def _once(self, components: Sequence[tuple[Block, Component]]) -> Iterator[Entry | Fault]:
        """The one event of a UID; others that claim to be it are at fault."""
        for block, component in components[:1]:
            yield self._entry(block, component)
        for block, _ in components[1:]:
            problem = f"the event in line {components[0][0].number} has this UID, too"
            yield block.fault(self.path, problem, _AGAIN, "UID")

    def _times(self, components: Sequence[tuple[Block, Component]]) -> Iterator[Entry | Fault]:
        """Each time of an event that repeats, up to where it is cut."""
        import icalendar  # noqa: PLC0415 (an extra)
        import recurring_ical_events  # noqa: PLC0415

        master = next((block for block, _ in components if block.has("RRULE")), components[0][0])
        rule = {part.strip().upper() for part in master.value("RRULE").split(";")}
        if rule & _TOO_OFTEN:
            problem = "what repeats every second or minute is not read"
            yield master.fault(self.path, problem, "leave it out of the calendar", "RRULE")
            return
        ends = not rule - {""} or any(part.startswith(("UNTIL=", "COUNT=")) for part in rule)
        last = self.until if self.until is not None else None if ends else self.today
        calendar: Any = icalendar.Calendar()
        by_line = {str(block.number): block for block, _ in components}
        for _, component in components:
            calendar.add_component(component)
        first = min(days.civil(time_of(component).first) for _, component in components)
        count = 0
        try:
            query = recurring_ical_events.of(calendar)
            for one in islice(query.after(first), self.most + 1):
                if last is not None and time_of(one).first > last:
                    break
                count += 1
                if count > self.most:
                    break
                yield self._entry(by_line[str(one[_LINE])], one, repeats=True)
        except Exception as error:  # noqa: BLE001 (whatever the library makes of it)
            problem = f"what repeats cannot be told: {one_line(str(error))}"
            yield master.fault(self.path, problem, _AGAIN, "RRULE")
            return
        if count > self.most:
            problem = f"this repeats more than {self.most:,} times; the rest is left out"
            yield master.fault(self.path, problem, Advice("take less of it", _UNTIL), "RRULE")
        elif not ends and self.until is None:
            problem = "this repeats without end; what is to come after today is left out"
            yield master.fault(self.path, problem, Advice("say until when", _UNTIL), "RRULE")

    def _entry(self, block: Block, event: Component, *, repeats: bool = False) -> Entry:
        body = happening(event, self.today, self.zone)
        told = carried_by(block)
        if told is not None:
            body = with_carried(body, told)
        document = Document(body, self.path, start=block.number)
        return Entry(document, external_id(event, repeats=repeats))


def _zone_of(text: str) -> dt.tzinfo | None:
    """The zone that a calendar names for all of its times, as Google's do."""
    import zoneinfo  # noqa: PLC0415 (few calendars name one)

    found = re.search(r"^X-WR-TIMEZONE:[ \t]*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    try:
        return zoneinfo.ZoneInfo(found[1]) if found else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _repeats(block: Block) -> bool:
    return any(block.has(name) for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
