"""What one event of a calendar tells: when it takes place, who is named, and the rest."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from timeline.base import days
from timeline.exchange.entry import ExternalId
from timeline.exchange.html import to_markdown
from timeline.exchange.ical.blocks import Block
from timeline.exchange.reader_tools import one_line, several_lines, title_and_summary, web_reference

Component = Mapping[str, Any]
"""A component as the library has it: its properties by name."""
_TIMES = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE")
_OFTEN = ("RRULE", "RDATE", "EXDATE")
"""What may stand more than once in an event."""
_ROLES = {"CHAIR": "facilitator", "NON-PARTICIPANT": ""}
_NOBODY = ("ROOM", "RESOURCE")


class Time(NamedTuple):
    """When an event takes place: `start` and `end` as written, `end` the last day of days."""

    start: dt.date
    end: dt.date

    def told_in(self, zone: dt.tzinfo | None) -> "Time":
        """The same with times in UTC told in the zone of the calendar, if it names one."""
        if zone is None:
            return self
        return Time(*(_in_zone(at, zone) for at in self))

    @property
    def first(self) -> int:
        """The number of the first day."""
        first = _day(self.start)
        return days.day_number(first.year, first.month, first.day)

    @property
    def last(self) -> dt.date:
        """The last day; an event that ends at midnight ends on the day before."""
        if not isinstance(self.end, dt.datetime):
            return self.end
        if self.end.time() == dt.time() and self.end.date() > _day(self.start):
            return self.end.date() - dt.timedelta(days=1)
        return self.end.date()

    @property
    def edtf(self) -> str:
        """The days in EDTF, or the moment at which it begins if it takes place on one."""
        first = _day(self.start)
        if self.last > first:
            return f"{first.isoformat()}/{self.last.isoformat()}"
        if isinstance(self.start, dt.datetime):
            return _moment(self.start)
        return first.isoformat()

    @property
    def hours(self) -> str:
        """The time of day in words, with the zone, when it has an end."""
        if not isinstance(self.start, dt.datetime) or not isinstance(self.end, dt.datetime):
            return ""
        if self.end == self.start:
            return ""
        zone = f", {self.start.tzinfo}" if self.start.tzinfo else ""
        day = "" if self.last == self.start.date() else f"{self.end:%Y-%m-%d} "
        return f"{self.start:%H:%M} to {day}{self.end:%H:%M}{zone}"


def _in_zone(at: dt.date, zone: dt.tzinfo) -> dt.date:
    if not isinstance(at, dt.datetime) or at.tzinfo is None or at.utcoffset():
        return at
    try:
        return at.astimezone(zone) if str(at.tzinfo) == "UTC" else at
    except OverflowError:  # before the year 1, or after 9999
        return at


def _day(of: dt.date) -> dt.date:
    return of.date() if isinstance(of, dt.datetime) else of


def _moment(at: dt.datetime) -> str:
    """A date-time in EDTF; an offset with seconds, as before 1900, cannot be written."""
    offset = at.utcoffset()
    text = at.replace(tzinfo=None).isoformat(timespec="seconds")
    if offset is None or offset % dt.timedelta(minutes=1):
        return text
    return f"{text}Z" if not offset else at.isoformat(timespec="seconds")


def find_problem(event: Component, block: Block) -> tuple[str, str] | None:
    """What is wrong with an event: the property at fault, if it is one, and the problem."""
    return _wrong_property(event, block) or _wrong_time(event)


def _wrong_property(event: Component, block: Block) -> tuple[str, str] | None:
    """Which property is broken or missing, and what is wrong with it."""
    errors = getattr(event, "errors", ())
    broken = {str(name) for name, _ in errors}
    for name in _TIMES:
        if name in broken:
            return name, f"{name} cannot be read"
        if name not in _OFTEN and isinstance(event.get(name), list):
            return name, f"an event with several {name}"
    for name in ("DTSTART", "SUMMARY"):
        if not one_line(block.value(name)):
            return "", f"an event without {name}"
    return None


def _wrong_time(event: Component) -> tuple[str, str] | None:
    """Which property says a time that cannot be, and what is wrong with it."""
    try:
        time = time_of(event)
    except Exception as error:  # noqa: BLE001 (whatever the library makes of it)
        return "DTSTART", f"not readable as a time: {one_line(str(error))}"
    before = time.last < _day(time.start)
    if isinstance(time.start, dt.datetime) and isinstance(time.end, dt.datetime):
        aware = time.start.tzinfo is not None and time.end.tzinfo is not None
        start, end = (time.start, time.end) if aware else map(_naive, (time.start, time.end))
        before = end < start
    name = "DURATION" if "DURATION" in event else "DTEND"
    return (name, "an event that ends before it begins") if before else None


def _naive(at: dt.datetime) -> dt.datetime:
    return at.replace(tzinfo=None)


def time_of(event: Component) -> Time:
    """When an event takes place; DTEND of days names the day after (RFC 5545, 3.6.1)."""
    start = event["DTSTART"].dt
    if not isinstance(start, dt.date):
        raise TypeError("no day")
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        return Time(start, start)
    if not isinstance(end, dt.datetime) and end != start:
        end -= dt.timedelta(days=1)
    return Time(start, end)


def happening(event: Component, today: int, zone: dt.tzinfo | None) -> dict[str, object]:
    """The draft of the happening that an event tells.

    Args:
        event: the component.
        today: the number of the day after which what begins is planned.
        zone: that of the calendar, which some programs write all times of in UTC.
    """
    time = time_of(event).told_in(zone)
    status = _status(str(event.get("STATUS", "")).upper(), time, today)
    address = web_reference(_text(event, "URL"))
    place = one_line(_text(event, "LOCATION"))
    joined = web_reference(place)
    said: dict[str, object] = {
        "date": time.edtf,
        "date_text": time.hours,
        "status": "" if status == "occurred" else status,
        **title_and_summary(
            one_line(_text(event, "SUMMARY")), to_markdown(_text(event, "DESCRIPTION"))
        ),
        "places": [] if joined else [place],
        "actors": list(_actors(event)),
        "refs": [part for part in (address, joined) if part],
        "tags": _tags(event),
    }
    return {key: value for key, value in said.items() if value not in ("", [], [""])}


def _status(stated: str, time: Time, today: int) -> str:
    if stated == "CANCELLED":
        return "cancelled"
    ahead = stated == "TENTATIVE" or time.first > today
    return "planned" if ahead else "occurred"


def _text(event: Component, name: str) -> str:
    value = event.get(name, "")
    return several_lines(str(value[0] if isinstance(value, list) else value))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _tags(event: Component) -> list[str]:
    found = chain.from_iterable(
        getattr(part, "cats", ()) for part in _listed(event.get("CATEGORIES"))
    )
    return list(dict.fromkeys(filter(None, (one_line(str(tag)) for tag in found))))


def _actors(event: Component) -> Iterator[dict[str, str]]:
    """Who is named by a name; addresses of people are not taken."""
    named: set[str] = set()
    for name, default in (("ORGANIZER", "organiser"), ("ATTENDEE", "participant")):
        for part in _listed(event.get(name)):
            said = getattr(part, "params", {})
            actor = one_line(str(said.get("CN", ""))).strip("'\"")
            role = _ROLES.get(str(said.get("ROLE", "")).upper(), default)
            declined = str(said.get("PARTSTAT", "")).upper() == "DECLINED"
            person = str(said.get("CUTYPE", "")).upper() not in _NOBODY
            if not actor or "@" in actor or actor in named or declined or not (role and person):
                continue
            named.add(actor)
            yield {"actor": actor, "role": role if name == "ATTENDEE" else default}


def external_id(event: Component, *, repeats: bool) -> ExternalId | None:
    """The UID, and of what repeats the time at which it was to begin."""
    uid = one_line(_text(event, "UID"))
    if not uid:
        return None
    due = event.get("RECURRENCE-ID") if repeats else None
    if due is None:
        return ExternalId("ical", uid)
    at = due.dt
    basic = "%Y%m%dT%H%M%S" if isinstance(at, dt.datetime) else "%Y%m%d"
    return ExternalId("ical", f"{uid}/{at.strftime(basic)}")
