"""The moment of an event of Timesketch or Plaso, by the names of its fields.

`datetime` is ISO 8601, `timestamp` counts microseconds since 1970. Whatever stands for no time is
told as that: what Plaso says of a moment that it could not find, and the first day of FILETIME.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.dates.edtf import EdtfError, parse
from timeline.event.schema import brief
from timeline.exchange.reader_tools import one_line
from timeline.exchange.timesketch.values import plain_text


class Moment(NamedTuple):
    """A moment as EDTF, and the column that says it; `notes` are what another column says."""

    date: str
    column: str
    notes: tuple[str, ...] = ()


class _Column(NamedTuple):
    """What a column says: a moment, or what is wrong with it; neither if it says nothing."""

    date: str = ""
    fault: Fault | None = None


_NO_TIMES = ("not a time", "not set", "never", "invalid", "nat")
"""How Plaso and pandas say that there is no time, as a description or in place of one."""
_NO_CLASSES = ("InvalidTime", "Never", "NotSet", "SemanticTime")
"""What Plaso's JSON calls a time that is none."""
_EMPTY = ("", "-", "none", "null", "nan")
_ZERO = re.compile(
    r"(?:0000-00-00|1601-01-01)(?:[T ]00:00(?::00(?:\.0*)?)?\s*(?:Z|UTC|[+-]00:?00)?)?"
)
"""The moment of a clock that was never set; 1601 begins the FILETIME of Windows."""
_FILETIME_ZERO = -11_644_473_600 * 10**6
_NOTHING = "leave the event out, or give it its time in `datetime`"
_ISO = "write it as 2015-07-24T19:01:01+00:00, or leave it out where `timestamp` has the moment"
_MICROSECONDS = "write whole microseconds since 1970, or leave it out and write `datetime`"
_COUNT = re.compile(r"(-?\d{1,20})(?:\.0*)?", re.ASCII)
_FORM = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d)(?P<second>:\d\d)?(?:[.,](?P<part>\d{1,30}))?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)


def find_moment(fields: Mapping[str, object]) -> Moment | Fault:
    """The moment of an event: `datetime` as it is written, else `timestamp` in UTC.

    Args:
        fields: of the event, by their names.

    Returns:
        The moment, or the fault that there is none, without file and line.
    """
    described = one_line(plain_text(fields.get("timestamp_desc")))
    if described.casefold() in _NO_TIMES:
        return _no_time("timestamp_desc", described)
    semantic = fields.get("date_time")
    if isinstance(semantic, dict):
        said = plain_text(semantic.get("string")).strip()
        if said.casefold() in _NO_TIMES or semantic.get("__class_name__") in _NO_CLASSES:
            return _no_time("date_time", said or plain_text(semantic.get("__class_name__")))
    stamp = plain_text(fields.get("timestamp")).strip()
    written = _written(plain_text(fields.get("datetime")).strip())
    if written.fault:
        return written.fault
    counted = _counted(stamp)
    if written.date:
        differs = counted.fault is not None or not _same(written.date, counted.date)
        notes = (f"timestamp: {stamp}",) if stamp and differs else ()
        return Moment(written.date, "datetime", notes)
    if counted.date:
        return Moment(counted.date, "timestamp")
    return counted.fault or Fault("an event without datetime", _MAPPED)


_MAPPED = "give it one: the columns needed are message, datetime and timestamp_desc"


def otherwise(stamp: str) -> str:
    """What a count would be in seconds or milliseconds, if that is a moment of our time.

    Args:
        stamp: what `timestamp` says, whose microseconds then lie in January 1970.
    """
    count = _COUNT.fullmatch(stamp)
    for unit, factor in (("seconds", 10**6), ("milliseconds", 10**3)):
        if count and _OURS[0] <= int(count[1]) * factor < _OURS[1]:
            return f"in {unit} it would be {_since_1970(int(count[1]) * factor)}"
    return ""


_OURS = (946_684_800 * 10**6, 2_208_988_800 * 10**6)
"""From 2000 up to 2040, in microseconds since 1970."""


def _no_time(column: str, text: str) -> Fault:
    return Fault(f"no time: column {column} says {brief(text)}", _NOTHING)


def _written(text: str) -> _Column:
    """What `datetime` says."""
    if text.casefold() in _EMPTY:
        return _Column()
    if text.casefold() in _NO_TIMES or _ZERO.fullmatch(text):
        return _Column(fault=_no_time("datetime", text))
    count = _COUNT.fullmatch(text)
    if count and len(count[1]) in _MICROSECOND_DIGITS:
        return _Column(_since_1970(int(count[1])))
    if count:
        problem = f"column datetime: {brief(text)} is a number without a unit"
        return _Column(fault=Fault(problem, _ISO))
    date = _iso(text)
    if date:
        return _Column(date)
    return _Column(fault=Fault(f"column datetime: {brief(text)} is not a moment", _ISO))


_MICROSECOND_DIGITS = (15, 16)
"""How many digits microseconds have since 1973; fewer or more may be of any unit."""


def _counted(text: str) -> _Column:
    """What `timestamp` says."""
    if text.casefold() in _EMPTY:
        return _Column()
    count = _COUNT.fullmatch(text)
    if count is None:
        date = _iso(text)
        if date:
            return _Column(date)
        problem = f"column timestamp: {brief(text)} is not a whole number of microseconds"
        return _Column(fault=Fault(problem, _MICROSECONDS))
    if int(count[1]) == _FILETIME_ZERO:
        return _Column(fault=_no_time("timestamp", "1601-01-01"))
    date = _since_1970(int(count[1]))
    if date:
        return _Column(date)
    problem = f"column timestamp: {brief(text)} microseconds lead out of the years 1 to 9999"
    return _Column(fault=Fault(problem, _MICROSECONDS))


def _iso(text: str) -> str:
    """A moment in EDTF, with every digit of its seconds; empty if it is none."""
    found = _FORM.fullmatch(text)
    try:
        if found is None:
            at = dt.datetime.fromisoformat(text)
            if len(text) <= len("2015-07-24"):
                return at.date().isoformat()
            return parse(at.isoformat().replace("+00:00", "Z")).text
        part = (found["part"] or "").rstrip("0")
        second = (found["second"] or ":00") + (f".{part}" if part else "")
        return parse(f"{found['day']}T{found['time']}{second}{_zone(found['zone'] or '')}").text
    except (ValueError, EdtfError):
        return ""


def _zone(text: str) -> str:
    """A zone as EDTF writes it."""
    if not text:
        return ""
    digits = f"{text.replace(':', '')[1:]}00"[:4]
    return f"{text[0]}{digits[:2]}:{digits[2:]}" if digits.strip("0GMTCZ") else "Z"


def _since_1970(count: int) -> str:
    """The moment that lies so many microseconds after 1970; empty if it is none of a calendar."""
    try:
        at = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=count)  # noqa: DTZ001 (UTC)
    except OverflowError:
        return ""
    return _iso(f"{at.isoformat()}Z")


def _same(written: str, counted: str) -> bool:
    """Whether two moments lie in one second, as far as both say when they do."""
    try:
        first, second = (dt.datetime.fromisoformat(date) for date in (written, counted))
    except ValueError:
        return written == counted
    if first.tzinfo is None:
        first = first.replace(tzinfo=dt.UTC)
    return abs((first - second).total_seconds()) < 1
