"""What one event of a calendar tells: when it takes place, who is named, and the rest."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from timeline.exchange.entry import ExternalId
from timeline.exchange.html import to_markdown
from timeline.exchange.ical.blocks import Block
from timeline.exchange.ical.properties import Property, TextError, text_of, texts_of
from timeline.exchange.ical.times import (
    Time,
    TimeError,
    duration_value,
    time_value,
)
from timeline.exchange.ical.zones import Zones
from timeline.exchange.reader_tools import one_line, several_lines, title_and_summary, web_reference

_SINGLE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
_TEXTS = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CATEGORIES")
_ROLES = {"CHAIR": "facilitator", "NON-PARTICIPANT": ""}
_NOBODY = ("ROOM", "RESOURCE")
_STATUSES = ("", "CONFIRMED", "TENTATIVE", "CANCELLED")


class Around(NamedTuple):
    """What holds for the events of a calendar.

    `today` is the number of the day after which what begins is planned, `zones` those of the file,
    `zone` the one in which a calendar tells what it writes in UTC. `old` is vCalendar 1.0, and
    `cancelled` says that the calendar calls its events off.
    """

    today: int
    zones: Zones
    zone: dt.tzinfo | None = None
    old: bool = False
    cancelled: bool = False


class Event(NamedTuple):
    """An event: its component, when it takes place, and which time of a series it stands for.

    With `and_later` it stands for all that come after that time, too.
    """

    block: Block
    around: Around
    time: Time
    recurrence: dt.date | None = None
    and_later: bool = False

    @property
    def uid(self) -> str:
        """What it is called in all calendars; empty without it."""
        return one_line(_text(self.block, "UID"))

    @property
    def sequence(self) -> int:
        """How often it was revised."""
        number = self.block.value("SEQUENCE").strip()
        return int(number) if number.isdecimal() else 0


class PropertyError(ValueError):
    """A component is no event, and which property is to blame; empty for none of them."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name, self.problem = name, problem


def event_of(block: Block, around: Around) -> Event:
    """The event that a component is.

    Raises:
        PropertyError: it is none.
    """
    for name in _SINGLE:
        found = list(block.properties(name))
        if len(found) > 1 and len({(one.value, *one.params.items()) for one in found}) > 1:
            raise PropertyError(name, f"an event with several {name}")
    for name in _TEXTS:
        try:
            _text(block, name)
        except TextError as error:
            raise PropertyError(name, f"{name} is {error}") from None
    for name in ("DTSTART", "SUMMARY"):
        if not one_line(block.value(name)):
            raise PropertyError("", f"an event without {name}")
    time = _time_of(block, around.zones)
    if time.ends_before_it_begins:
        name = "DTEND" if block.has("DTEND") else "DURATION"
        raise PropertyError(name, "an event that ends before it begins")
    due = block.first("RECURRENCE-ID")
    if due is None:
        return Event(block, around, time)
    range_ = due.params.get("RANGE", "").upper()
    if range_ not in ("", "THISANDFUTURE"):
        raise PropertyError("RECURRENCE-ID", f"RANGE={range_} is not read")
    return Event(block, around, time, _value(due, around.zones), bool(range_))


def _value(found: Property, zones: Zones) -> dt.date:
    try:
        return time_value(found.value, found.params, zones)
    except TimeError:
        raise PropertyError(found.name, f"{found.name} cannot be read") from None


def _time_of(block: Block, zones: Zones) -> Time:
    """When an event takes place; DTEND of days names the day after (RFC 5545, 3.6.1)."""
    begun, ended, length = (block.first(name) for name in ("DTSTART", "DTEND", "DURATION"))
    if begun is None:
        raise PropertyError("", "an event without DTSTART")
    start = _value(begun, zones)
    try:
        if ended is not None and ended.value.strip():
            end = _value(ended, zones)
        elif length is not None:
            end = duration_value(length.value).after(start)
        else:
            return Time(start, start)
        if not isinstance(end, dt.datetime) and end != start:
            end -= dt.timedelta(days=1)
    except TimeError:
        raise PropertyError("DURATION", "DURATION cannot be read") from None
    except OverflowError:
        name = "DTEND" if ended else "DURATION"
        raise PropertyError(name, f"{name} leads out of the years 1 to 9999") from None
    return Time(start, end)


def happening(event: Event, time: Time | None = None) -> dict[str, object]:
    """The draft of the happening that an event tells.

    Args:
        event: the event.
        time: when it takes place, if it is one time of several.
    """
    block, around = event.block, event.around
    told = (time or event.time).told_in(around.zone)
    status = _status(event, told)
    address = web_reference(_text(block, "URL"))
    place = one_line(_text(block, "LOCATION"))
    joined = web_reference(place)
    body: dict[str, object] = {
        "date": told.edtf,
        "date_text": told.hours,
        "status": "" if status == "occurred" else status,
        **title_and_summary(
            one_line(_text(block, "SUMMARY")), to_markdown(_text(block, "DESCRIPTION"))
        ),
        "places": [] if joined else [place],
        "actors": list(_actors(block)),
        "refs": [part for part in (address, joined) if part],
        "tags": _tags(event),
    }
    return {key: value for key, value in body.items() if value not in ("", [], [""])}


def unknown_status(event: Event) -> str:
    """A status that events of calendars have not; empty if it is one of theirs."""
    stated = one_line(_text(event.block, "STATUS"))
    return "" if event.around.old or stated.upper() in _STATUSES else stated


def _status(event: Event, time: Time) -> str:
    stated = one_line(_text(event.block, "STATUS")).upper()
    if stated in ("CANCELLED", "CANCELED") or event.around.cancelled:
        return "cancelled"
    ahead = stated == "TENTATIVE" or time.first > event.around.today
    return "planned" if ahead else "occurred"


def _text(block: Block, name: str) -> str:
    found = block.first(name)
    return several_lines(text_of(found)) if found else ""


def _tags(event: Event) -> list[str]:
    tags = (
        one_line(tag)
        for found in event.block.properties("CATEGORIES")
        for tag in texts_of(found, old=event.around.old)
    )
    return list(dict.fromkeys(filter(None, tags)))


def _actors(block: Block) -> Iterator[dict[str, str]]:
    """Who is named by a name; addresses of people are not taken."""
    named: set[str] = set()
    for name, default in (("ORGANIZER", "organiser"), ("ATTENDEE", "participant")):
        for found in block.properties(name):
            said = found.params
            actor = one_line(unescape_name(said.get("CN", ""))).strip("'\"")
            role = _ROLES.get(said.get("ROLE", "").upper(), default)
            declined = said.get("PARTSTAT", "").upper() == "DECLINED"
            person = said.get("CUTYPE", "").upper() not in _NOBODY
            if not actor or "@" in actor or actor in named or declined or not (role and person):
                continue
            named.add(actor)
            yield {"actor": actor, "role": role if name == "ATTENDEE" else default}


def unescape_name(name: str) -> str:
    """A name in a parameter, in which some programs write commas as in a text."""
    return name.replace("\\,", ",").replace("\\;", ";")


def external_id(event: Event, due: dt.date | None) -> ExternalId | None:
    """The UID, and of what repeats the time at which it was to begin."""
    if not event.uid:
        return None
    if due is None:
        return ExternalId("ical", event.uid)
    at = due.replace(tzinfo=None) if isinstance(due, dt.datetime) else due
    basic = at.isoformat().replace("-", "").replace(":", "")
    return ExternalId("ical", f"{event.uid}/{basic}")
