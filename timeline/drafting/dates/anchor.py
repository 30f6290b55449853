"""The day that "last year" and "on Monday" count from: that of the source."""

from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, Hemisphere

_DAYS_OF_UNIT = {"day": 1, "week": 7}


class Anchor(NamedTuple):
    """When a source came out: its EDTF, that without marks, and the days that it may be."""

    marked: str
    text: str
    first: int
    last: int
    hemisphere: Hemisphere = "north"

    @property
    def day(self) -> int | None:
        """The number of the day, where it is known to the day."""
        return self.first if self.first == self.last else None

    @property
    def until(self) -> str:
        """EDTF of its end, as it can stand behind `..` in a set, where an interval cannot."""
        return iso(self.last) if "/" in self.text or self.text[:1] in "[{" else self.text

    @property
    def year(self) -> int | None:
        """The year, where it is known."""
        first, last = days.civil(self.first)[0], days.civil(self.last)[0]
        return first if first == last else None

    @property
    def month(self) -> tuple[int, int] | None:
        """Year and month, where they are known."""
        first, last = days.civil(self.first)[:2], days.civil(self.last)[:2]
        return first if first == last else None


def anchor_of(date: Date, hemisphere: Hemisphere) -> Anchor | None:
    """The anchor that a date of publication gives; None if it does not say when it began or ended.

    An approximate month still is a month to count from: marks are left out.
    """
    text = "".join(sign for sign in date.text if sign not in "?~%")
    bounds = edtf.parse(text, hemisphere).nominal
    if abs(bounds.earliest_start) == float("inf") or abs(bounds.latest_end) == float("inf"):
        return None
    return Anchor(date.text, text, int(bounds.earliest_start), int(bounds.latest_end), hemisphere)


def moved(day: int, count: int, unit: str) -> int:
    """The day so many days, weeks, months or years on; the last of a month that is too short."""
    if unit in _DAYS_OF_UNIT:
        return day + count * _DAYS_OF_UNIT[unit]
    year, month, of_month = days.civil(day)
    more, month = divmod(month - 1 + count * (12 if unit == "year" else 1), 12)
    longest = days.days_in_month(year + more, month + 1)
    return days.day_number(year + more, month + 1, min(of_month, longest))


def iso(day: int) -> str:
    """A day as EDTF."""
    year, month, of_month = days.civil(day)
    return f"{year:04d}-{month:02d}-{of_month:02d}"
