"""The days within which a date lies, for formats that know days and not EDTF.

They contain all days that the date may mean: a season is three months, `2017~` is widened by its
mark, and of a set they hold all members and what lies between these.
"""

import math
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, Hemisphere, Interval, Single


class OuterDays(NamedTuple):
    """The first and the last day, by their numbers; None where there is none.

    They are `exact` if the date says the same: it takes place on all of these days, and no other.
    """

    first: int | None
    last: int | None
    exact: bool

    def within(self, first_year: int, last_year: int) -> tuple[int, int] | None:
        """Both days, if there are both and they lie in some years; else None."""
        if self.first is None or self.last is None:
            return None
        low, high = days.day_number(first_year, 1, 1), days.day_number(last_year, 12, 31)
        return (self.first, self.last) if low <= self.first and self.last <= high else None


def outer_days(text: str, hemisphere: Hemisphere = "north") -> OuterDays:
    """The days within which a date lies.

    Args:
        text: EDTF.
        hemisphere: which one the seasons 21 to 24 are of.

    Raises:
        EdtfError: the text is no date.
    """
    date = edtf.parse(text, hemisphere)
    first = min(date.tested.earliest_start, date.nominal.earliest_start)
    last = max(date.tested.latest_end, date.nominal.latest_end)
    return OuterDays(_finite(first), _finite(last), _is_exact(date))


def plain_date(text: str) -> str | None:
    """A date that ISO 8601 writes as a year, a month or a day of four-digit years, else None.

    Raises:
        EdtfError: the text is no date.
    """
    node = edtf.parse(text).node
    if not isinstance(node, Single) or any(node.marks) or node.time or node.season:
        return None
    return text if len(text) in (4, 7, 10) and text.replace("-", "").isdigit() else None


def _is_exact(date: Date) -> bool:
    node = date.node
    if isinstance(node, Interval):
        ends = [end for end in node if isinstance(end, Single)]
    else:
        ends = [node] if isinstance(node, Single) else []
    return (
        len(ends) == (2 if isinstance(node, Interval) else 1)
        and not any(any(end.marks) or end.time for end in ends)
        and date.nominal.earliest_start == date.nominal.latest_start
        and date.nominal.earliest_end == date.nominal.latest_end
    )


def _finite(day: float) -> int | None:
    return int(day) if math.isfinite(day) else None
