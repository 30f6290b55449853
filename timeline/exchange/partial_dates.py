"""Dates for formats that know a year, a month or a day, and no more: never sharper than ours."""

import math
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere


class PartialDates(NamedTuple):
    """The year, month or day in which something begins, and that in which it ends.

    None where there is none, as where it may begin in one year or in another. They are `whole` if
    nothing that the date says is missing.
    """

    start: str | None
    end: str | None
    whole: bool


Years = tuple[int, int]
"""The first and the last year that a format knows."""
ISO: Years = (1, 9999)


def partial_dates(text: str, hemisphere: Hemisphere = "north", years: Years = ISO) -> PartialDates:
    """The beginning and the end of a date, each as the shortest time that surely holds it.

    Args:
        text: EDTF.
        hemisphere: which one the seasons 21 to 24 are of.
        years: those that can be written.

    Raises:
        EdtfError: the text is no date.
    """
    bounds = edtf.parse(text, hemisphere).tested
    start = shortest_around(bounds.earliest_start, bounds.latest_start, years)
    end = shortest_around(bounds.earliest_end, bounds.latest_end, years)
    return PartialDates(start, end, text in (start, f"{start}/{end}") and None not in (start, end))


def shortest_around(first: float, last: float, years: Years = ISO) -> str | None:
    """The day, else the month, else the year in which two days lie, as ISO 8601; else None."""
    if not (math.isfinite(first) and math.isfinite(last)):
        return None
    one, other = days.civil(int(first)), days.civil(int(last))
    if one[0] != other[0] or not years[0] <= one[0] <= years[1]:
        return None
    if one == other:
        return f"{one[0]:04d}-{one[1]:02d}-{one[2]:02d}"
    return f"{one[0]:04d}-{one[1]:02d}" if one[1] == other[1] else f"{one[0]:04d}"
