"""When a source came out: the day that "last year" and "on Monday" in it count from."""

from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, Hemisphere

_DAYS_OF_UNIT = {"day": 1, "week": 7}


class Publication(NamedTuple):
    """When a source came out.

    Attributes:
        edtf: the date.
        unmarked: its EDTF without marks.
        first: the first day that it may be.
        last: the last day that it may be.
        hemisphere: the one that seasons are of.
    """

    edtf: str
    unmarked: str
    first: int
    last: int
    hemisphere: Hemisphere = "north"

    @property
    def day(self) -> int | None:
        """The number of the day, where it is known to the day."""
        return self.first if self.first == self.last else None

    @property
    def until(self) -> str:
        """EDTF of its end that can follow `..` in a set, as an interval cannot."""
        return (
            iso(self.last) if "/" in self.unmarked or self.unmarked[:1] in "[{" else self.unmarked
        )

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


def make_publication(date: Date, hemisphere: Hemisphere) -> Publication | None:
    """Make a publication of a date; None if the date is open or unknown on a side.

    Marks are left out: an approximate month is a month to count from all the same.
    """
    text = "".join(sign for sign in date.text if sign not in "?~%")
    bounds = edtf.parse(text, hemisphere).nominal
    if abs(bounds.earliest_start) == float("inf") or abs(bounds.latest_end) == float("inf"):
        return None
    return Publication(
        date.text, text, int(bounds.earliest_start), int(bounds.latest_end), hemisphere
    )


def add_time(day: int, count: int, unit: str) -> int:
    """Add units of time to a day; where the month is too short, to its last day.

    Args:
        day: a day number.
        count: how many units; negative to go back.
        unit: day, week, month or year.
    """
    if unit in _DAYS_OF_UNIT:
        return day + count * _DAYS_OF_UNIT[unit]
    year, month, of_month = days.civil(day)
    more, month = divmod(month - 1 + count * (12 if unit == "year" else 1), 12)
    longest = days.days_in_month(year + more, month + 1)
    return days.day_number(year + more, month + 1, min(of_month, longest))


def iso(day: int) -> str:
    """The EDTF of a day number."""
    year, month, of_month = days.civil(day)
    return f"{year:04d}-{month:02d}-{of_month:02d}"
