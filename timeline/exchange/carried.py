"""Events of a log that another format carries beside what it shows, so that they come back whole.

An entry of such a file carries the exact date, the events that tell it, and a digest of what it
shows. When it comes back as it was written, these events are taken over, as those of an export in
JSON lines are. Where somebody changed what it shows, what it shows counts; of its date the exact
one, if the days are those that were written for it.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from timeline.dates.edtf import EdtfError
from timeline.event.document import Document, tidy_map
from timeline.exchange.entry import Items
from timeline.exchange.jsonl import read_document
from timeline.exchange.material import Body
from timeline.exchange.outer_days import outer_days

KEY = "timeline"
"""What the part of an entry is called that carries events."""


class Carried(NamedTuple):
    """What an entry carries: the date in EDTF, the digest of what it shows, and the events."""

    date: str
    shown: str
    events: Sequence[Body]


def digest_of(shown: Sequence[str]) -> str:
    """A digest of what an entry shows, whatever blanks its program puts around and within."""
    text = "\n".join(" ".join(part.split()) for part in shown)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(carried: Carried) -> str:
    """What is carried as JSON on one line, in ASCII."""
    return json.dumps(carried._asdict(), separators=(",", ":"))


def write_events(events: Sequence[Body]) -> str:
    """Events that no entry tells, likewise."""
    return json.dumps(events, separators=(",", ":"))


def parse_events(text: str) -> list[object]:
    """The events in a JSON list; none if it is nothing of ours."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def parse(value: object) -> Carried | None:
    """What is carried, from JSON or what JSON was parsed to; None if it is nothing of ours."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, dict):
        return None
    date, shown, events = (value.get(name) for name in Carried._fields)
    if not (isinstance(date, str) and isinstance(shown, str) and isinstance(events, list)):
        return None
    return Carried(date, shown, [one for one in events if isinstance(one, dict)])


def read_events(events: Sequence[Any], path: str, line: int) -> Items:
    """The events that are carried, each checked as one of an export in JSON lines is.

    Args:
        events: as JSON has them.
        path: the file as faults name it.
        line: where they stand.
    """
    for body in events:
        yield from read_document(Document(tidy_map(body), path, start=line))


def kind_of(carried: Carried) -> str:
    """The kind of the happening that an entry carries, as it was recorded."""
    return next((str(one.get("kind", "")) for one in carried.events), "")


def exact_date(carried: Carried, shown: str) -> str:
    """The exact date, if the days that an entry shows are those written for it; else empty.

    Args:
        carried: what the entry carries.
        shown: the date that it shows, EDTF.
    """
    days = outer_days(shown)[:2]
    for hemisphere in ("north", "south"):
        try:
            found = outer_days(carried.date, hemisphere)
        except EdtfError:
            return ""
        if found[:2] == days:
            return carried.date
    return ""
