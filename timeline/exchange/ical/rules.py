"""Rules by which events repeat (RFC 5545, 3.3.10), in the time that clocks show at their start.

The library that expands them asks for ends in UTC; here an end is told in the zone of the start, so
that a day means the whole of it there.
"""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from timeline.exchange.ical.times import TimeError, day_of, in_zone, is_aware, naive, time_value
from timeline.exchange.ical.zones import Zones, is_known
from timeline.exchange.reader_tools import one_line

_LAST = dt.datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 (of the wall)
_HOURLY = dt.timedelta(days=36_525)
"""How far a rule by hours is followed, which may meet none of its other conditions for long."""
_TOO_OFTEN = ("SECONDLY", "MINUTELY")


class RuleError(ValueError):
    """A rule cannot be read, or not be followed."""


class Rule:
    """A rule, from a start.

    Args:
        text: as the property has it.
        start: the first time.
        zones: of the file.
        zone: in which times in UTC are told, if there is one.

    Raises:
        RuleError: it cannot be read.
    """

    def __init__(
        self, text: str, start: dt.date, zones: Zones, zone: dt.tzinfo | None = None
    ) -> None:
        parts = [part.strip().upper() for part in text.split(";") if part.strip()]
        if not parts or not all("=" in part for part in parts):
            raise RuleError("RRULE cannot be read")
        named = (part.partition("=") for part in parts)
        self._parts = {name: value.rstrip(",") for name, _, value in named}
        if self._parts.get("RSCALE") == "GREGORIAN":  # which every other is
            del self._parts["RSCALE"]
        self.start = start
        frequency = self._parts.get("FREQ", "")
        if frequency in _TOO_OFTEN:
            raise RuleError("what repeats every second or minute is not read")
        count = self._parts.pop("COUNT", "")
        if count and not re.fullmatch(r"-?\d{1,9}", count):
            raise RuleError(f"COUNT={count} is not a number")
        self.count = int(count) if count and int(count) > 0 else None
        until = self._parts.pop("UNTIL", "")
        self.until = _until(until, start, zones, zone) if until else None
        self._hourly = frequency == "HOURLY"

    @property
    def ends(self) -> bool:
        """Whether it does."""
        return self.count is not None or self.until is not None

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether its last day lies before its first."""
        return self.until is not None and self.until < naive(self.start)

    def times(self, last: dt.datetime | None) -> Iterator[dt.datetime]:
        """Its times, as clocks show them, in their order; the start is the first of them.

        Args:
            last: what comes after this is not asked for.

        Raises:
            RuleError: it cannot be followed.
        """
        from dateutil.rrule import rrulestr  # noqa: PLC0415 (comes with an extra)

        begin = naive(self.start)
        ends = [end for end in (self.until, last) if end is not None]
        if self._hourly and begin < _LAST - _HOURLY:
            ends.append(begin + _HOURLY)
        until = min(ends, default=_LAST)
        text = ";".join(f"{name}={value}" for name, value in self._parts.items())
        try:
            rule = rrulestr(text, dtstart=begin).replace(until=until)
            found = (at for at in rule if at > begin)
            # The start counts as one of them, whether it fits the rule or not (3.8.5.3).
            yield from islice(found, None if self.count is None else self.count - 1)
        except Exception as error:  # noqa: BLE001 (whatever the library makes of it)
            raise RuleError(f"this rule is not read: {one_line(str(error))}") from None


def _until(text: str, start: dt.date, zones: Zones, zone: dt.tzinfo | None) -> dt.datetime:
    """The last time at which a rule may repeat, as clocks show it where it starts."""
    try:
        until = time_value(text, {}, zones)
    except TimeError:
        raise RuleError(f"UNTIL={text} is no date") from None
    if not isinstance(until, dt.datetime):
        end = dt.datetime.combine(until, dt.time(23, 59, 59))
        if zone is None or not isinstance(start, dt.datetime) or start.tzinfo is not dt.UTC:
            return end
        # What the calendar tells in its zone ends with the day there.
        told = end.replace(tzinfo=zone)
        return naive(in_zone(told, dt.UTC))
    if not isinstance(start, dt.datetime):
        return naive(day_of(until))
    if is_aware(until) and start.tzinfo is not None:
        if is_known(start.tzinfo):
            return naive(in_zone(until, start.tzinfo))
        # The last time is on the day of this, or on the one before or after.
        return naive(until) + _ZONES
    return naive(until)


_ZONES = dt.timedelta(hours=14)
"""How far ahead of UTC a clock may be."""
