"""Times as markwhen counts them: minutes on a scale of days, and the amounts to add to them."""

import re
from typing import NamedTuple

from timeline.base import days
from timeline.exchange.dates import compose_date, date_error

DAY = 24 * 60
"""Minutes of a day."""
_MOST = 100_000
"""How much of a unit is counted."""
_UNITS = {"w": 7 * DAY, "d": DAY, "h": 60, "mi": 1, "s": 0, "ms": 0}
UNIT = (
    r"(?:milliseconds|ms|seconds?|secs?|minutes?|mins?|hours?|(?:week|work|business)\s*(?:days?|d)"
    r"|days?|weeks?|months?|years?|[shdwy])(?![a-z])"
)
"""The names of units."""
AMOUNTS = rf"(?:-?\d+\s*{UNIT}[\s,]*)+"
"""What may be added to a time, as `1 year 6 months`."""
_AMOUNT = re.compile(rf"(?P<count>-?\d+)\s*(?P<unit>{UNIT})", re.IGNORECASE | re.ASCII)


class Span(NamedTuple):
    """From a minute up to another, that left out. Minute 0 begins day 0 of `timeline.base.days`."""

    start: int
    end: int

    @property
    def edtf(self) -> str:
        """The days that it touches, as EDTF.

        Raises:
            EdtfError: it ends before it begins.
        """
        first, last = self.start // DAY, max(self.end - 1, self.start) // DAY
        if self.end < self.start:
            raise date_error("", "this ends before it begins", "write the earlier date first")
        begun = compose_date(*days.civil(first))
        return begun if first == last else f"{begun}/{compose_date(*days.civil(last))}"


def add_amounts(minute: int, amounts: str, direction: int = 1) -> int:
    """A minute with amounts added to it, or taken away.

    Args:
        minute: counted from the beginning of day 0.
        amounts: such as `1 year 6 months`.
        direction: 1 to add them, -1 to take them away.

    Raises:
        EdtfError: an amount is too large to be counted.
    """
    for found in _AMOUNT.finditer(amounts):
        count = int(found["count"][:12]) * direction
        if abs(count) > _MOST:
            problem = f"`{found[0]}` is more than is counted"
            raise date_error(amounts, problem, "write the date itself")
        minute = _added(minute, count, " ".join(found["unit"].lower().split()))
    return minute


def _added(minute: int, count: int, unit: str) -> int:
    if unit.startswith(("year", "y", "month")):
        months = count * (1 if unit.startswith("month") else 12)
        return _months(minute, months)
    if unit.startswith(("work", "business")) or re.match("week *d", unit):
        return _week_days(minute, count)
    short = next(name for name in ("ms", "mil", "mi", "s", "h", "d", "w") if unit.startswith(name))
    return minute + count * _UNITS.get(short, 0)


def _months(minute: int, count: int) -> int:
    day, rest = divmod(minute, DAY)
    year, month, of_month = days.civil(day)
    more, month = divmod(year * 12 + month - 1 + count, 12)
    last = days.days_in_month(more, month + 1)
    return days.day_number(more, month + 1, min(of_month, last)) * DAY + rest


def _week_days(minute: int, count: int) -> int:
    """So many days from Monday to Friday on, or back."""
    day, rest = divmod(minute, DAY)
    step = 1 if count > 0 else -1
    while count:
        passed = day if step > 0 else day - 1
        day += step
        # Day 0 was a Thursday.
        count -= step if (passed + 3) % 7 < 5 else 0
    return day * DAY + rest
