"""When an event of a calendar takes place: values of properties, and what two of them say."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from timeline.base import days
from timeline.exchange.ical.zones import Zones, is_known

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ](\d\d):?(\d\d):?(\d\d)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ANY_ZONES = dt.timedelta(hours=26)
"""How far apart the clocks of two places may be."""


AnyTime = TypeVar("AnyTime", bound=dt.date)


class TimeError(ValueError):
    """A value is not what its property asks for."""


def time_value(text: str, params: Mapping[str, str], zones: Zones) -> dt.date:
    """A day or a moment as a property says it, a moment in the zone that it names.

    Args:
        text: of one value.
        params: of the property.
        zones: of the file.

    Raises:
        TimeError: it is neither.
    """
    found = _TIME.fullmatch(text.strip())
    try:
        if found is None:
            raise TimeError(text)
        year, month, day = (int(part) for part in found.groups()[:3])
        midnight = found.group(4, 5, 6) == ("00", "00", "00")
        if not found[4] or (midnight and params.get("VALUE", "").upper() == "DATE"):
            return dt.date(year, month, day)
        # A second that is put in counts as the one before it (RFC 5545, 3.3.12).
        second = min(int(found[6]), 59)
        at = dt.datetime(year, month, day, int(found[4]), int(found[5]), second)  # noqa: DTZ001 (set below)
    except ValueError:
        raise TimeError(text) from None
    name = params.get("TZID", "").strip()
    zone = zones.find(name) if name else None
    if found[7]:
        return _from_offset(at, found[7], zone)
    return at.replace(tzinfo=zone)


def _from_offset(at: dt.datetime, written: str, zone: dt.tzinfo | None) -> dt.datetime:
    """A moment whose offset from UTC is written, told in its zone, where that is known."""
    digits = written[1:].replace(":", "")
    offset: dt.tzinfo = dt.UTC
    if digits:
        hours, minutes = int(digits[:2]), int(digits[2:])
        if hours > _LARGEST or minutes > _MINUTES:
            raise TimeError(written)
        after = dt.timedelta(hours=hours, minutes=minutes)
        offset = dt.timezone(-after if written[0] == "-" else after)
    at = at.replace(tzinfo=offset)
    return in_zone(at, zone) if zone is not None and is_known(zone) else at


_LARGEST, _MINUTES = 23, 59


class Duration(NamedTuple):
    """A length: days as the calendar counts them, and an exact time."""

    days: int
    time: dt.timedelta

    def after(self, start: dt.date) -> dt.date:
        """What is so much later.

        Raises:
            OverflowError: it is after the year 9999, or before 1.
        """
        on = start + dt.timedelta(days=self.days)
        if not isinstance(on, dt.datetime) or not self.time:
            return on
        return shift_moment(on, self.time)


def duration_value(text: str) -> Duration:
    """A length such as `P3D` or `PT1H30M`.

    Raises:
        TimeError: it is none.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise TimeError(text)
    weeks, whole, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    time = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Duration(sign * (weeks * 7 + whole), sign * time)


def shift_moment(at: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """A moment so much later, by a clock that nobody puts forward or back."""
    if at.utcoffset() is None:
        return at + by
    return (at.astimezone(dt.UTC) + by).astimezone(at.tzinfo)


def naive(at: dt.date) -> dt.datetime:
    """What a clock on the wall shows; of a day its beginning."""
    if isinstance(at, dt.datetime):
        return at.replace(tzinfo=None)
    return dt.datetime(at.year, at.month, at.day)  # noqa: DTZ001 (of the wall)


def day_of(at: dt.date) -> dt.date:
    """The day of a moment, as it is written."""
    return at.date() if isinstance(at, dt.datetime) else at


def is_aware(at: dt.date) -> bool:
    """Whether it is known how far from UTC a moment is."""
    return isinstance(at, dt.datetime) and at.utcoffset() is not None


def in_zone(at: AnyTime, zone: dt.tzinfo) -> AnyTime:
    """A moment told in another zone, where both are known."""
    if not isinstance(at, dt.datetime) or not is_aware(at) or not is_known(zone):
        return at
    try:
        told: AnyTime = at.astimezone(zone)
    except OverflowError:  # before the year 1, or after 9999
        return at
    return told


class Time(NamedTuple):
    """When an event takes place: `start` and `end` as written, `end` the last day of days."""

    start: dt.date
    end: dt.date

    def told_in(self, zone: dt.tzinfo | None) -> "Time":
        """The same with times in UTC told in the zone of the calendar, if it names one."""
        if zone is None:
            return self
        return Time(*(in_zone(at, zone) if _in_utc(at) else at for at in self))

    def moved_to(self, start: dt.date) -> "Time":
        """The same length from another start.

        Raises:
            OverflowError: it ends after the year 9999, or before 1.
        """
        if not isinstance(start, dt.datetime) or not isinstance(self.end, dt.datetime):
            return Time(start, day_of(start) + (day_of(self.end) - day_of(self.start)))
        zone = getattr(self.start, "tzinfo", None)
        if zone is self.end.tzinfo:
            return Time(start, start + (naive(self.end) - naive(self.start)))
        if isinstance(self.start, dt.datetime) and is_aware(start) and is_aware(self.end):
            length = self.end - self.start
            return Time(start, shift_moment(start, length).astimezone(self.end.tzinfo))
        end = naive(start) + (naive(self.end) - naive(self.start))
        return Time(start, end.replace(tzinfo=self.end.tzinfo))

    @property
    def first(self) -> int:
        """The number of the first day."""
        first = day_of(self.start)
        return days.day_number(first.year, first.month, first.day)

    @property
    def last(self) -> dt.date:
        """The last day; an event that ends at midnight ends on the day before.

        One that crosses into an earlier day, as a flight over the date line may, ends on its first.
        """
        first, last = day_of(self.start), day_of(self.end)
        midnight = isinstance(self.end, dt.datetime) and self.end.time() == dt.time()
        if midnight and last > first:
            last -= dt.timedelta(days=1)
        return max(first, last)

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether it does, by the clocks of its zones where these are known."""
        start, end = self
        if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
            return day_of(end) < day_of(start)
        if is_aware(start) and is_aware(end):
            return end < start
        same = start.tzinfo is end.tzinfo
        return naive(start) - naive(end) > (dt.timedelta() if same else _ANY_ZONES)

    @property
    def edtf(self) -> str:
        """The days in EDTF, or the moment at which it begins if it takes place on one."""
        first = day_of(self.start)
        if self.last > first:
            return f"{first.isoformat()}/{self.last.isoformat()}"
        if isinstance(self.start, dt.datetime):
            return _moment(self.start)
        return first.isoformat()

    @property
    def hours(self) -> str:
        """The hours in words, with their zones, when there is an end, or a zone that EDTF lacks."""
        if not isinstance(self.start, dt.datetime):
            return ""
        begun = f"{self.start:%H:%M}"
        if not isinstance(self.end, dt.datetime) or self.end == self.start:
            hidden = self.start.tzinfo is not None and not _has_offset(self.start)
            return f"{begun}, {self.start.tzinfo}" if hidden else ""
        within = day_of(self.start) == self.last <= day_of(self.end)
        day = "" if within else f"{self.end.date().isoformat()} "
        ended = f"{day}{self.end:%H:%M}"
        zones = [str(at.tzinfo or "no zone") for at in (self.start, self.end)]
        if zones[0] != zones[1]:
            return f"{begun}, {zones[0]}, to {ended}, {zones[1]}"
        return f"{begun} to {ended}" + (f", {zones[0]}" if self.start.tzinfo else "")


def _in_utc(at: dt.date) -> bool:
    return isinstance(at, dt.datetime) and at.tzinfo is dt.UTC


def _has_offset(at: dt.datetime) -> bool:
    """Whether EDTF can write how far from UTC a moment is; seconds, as before 1900, it cannot."""
    offset = at.utcoffset()
    return offset is not None and not offset % dt.timedelta(minutes=1)


def _moment(at: dt.datetime) -> str:
    """A moment in EDTF, with its offset if that can be written."""
    if not _has_offset(at):
        return at.replace(tzinfo=None).isoformat(timespec="seconds")
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
