"""The axis of time: which days it spans, where they lie, and where it has ticks."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.base.days import civil, day_number
from timeline.dates.vocabulary import MONTHS
from timeline.showing.chart.content import Stretch

_PAD = 0.015
"""How much of the span is left free before the first day and after the last."""
_SHORTEST = 14
"""How many days an axis spans at least."""


def span(
    stretches: Iterable[Stretch], asked: tuple[float, float], moments: Iterable[float] = ()
) -> tuple[float, float]:
    """The first and the last day of an axis: those asked for, else of what is there.

    Args:
        stretches: of all that is shown.
        asked: the days that filters leave, infinite where they leave all.
        moments: further days that are to be seen.
    """
    days = [
        day
        for one in stretches
        for day in (one.first, one.last)
        if math.isfinite(day) and asked[0] <= day <= asked[1]
    ]
    days += [day for day in moments if asked[0] <= day <= asked[1]]
    inside = [day for day in asked if math.isfinite(day)]
    first, last = min(days or inside or [0]), max(days or inside or [0])
    first, last = (min(first, last), max(first, last))
    room = max((last - first) * _PAD, (_SHORTEST - (last - first)) / 2, 1)
    return (
        asked[0] if math.isfinite(asked[0]) else first - room,
        asked[1] + 1 if math.isfinite(asked[1]) else last + 1 + room,
    )


class Scale(NamedTuple):
    """Days onto a line: the day `first` begins at `left`, and `last` lies at `right`."""

    first: float
    last: float
    left: float
    right: float

    def at(self, day: float) -> float:
        """Where a day begins, whether on the line or not."""
        return self.left + (day - self.first) * (self.right - self.left) / (self.last - self.first)

    def kept(self, day: float) -> float:
        """Where a day begins, at an end of the line if it lies beyond."""
        if day <= self.first:
            return self.left
        return self.right if day >= self.last else self.at(day)


class Tick(NamedTuple):
    """A line of the axis; `major` ones begin a year, or what is more than the rest."""

    day: int
    label: str
    major: bool


def ticks(scale: Scale, room: float) -> list[Tick]:
    """Ticks that are at least so far from each other, from decades to days.

    Args:
        scale: the axis.
        room: how wide a label is at most, with some space.
    """
    days = (scale.last - scale.first) * room / max(scale.right - scale.left, 1)
    first, last = math.ceil(scale.first), math.floor(scale.last)
    for step in (1, 2, 7):
        if days <= step:
            return list(_days(first, last, step))
    for months in (1, 2, 3, 6):
        if days <= months * 28:
            return list(_months(first, last, months))
    years = next(step for step in _year_steps() if days <= step * 365)
    return list(_years(first, last, years))


def _year_steps() -> Iterator[int]:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


_MONDAY = 4
"""The first one after 1970-01-01: weeks begin on it."""


def _days(first: int, last: int, step: int) -> Iterator[Tick]:
    begin = first + (_MONDAY - first) % step
    for i, day in enumerate(range(begin, last + 1, step)):
        year, month, of_month = civil(day)
        major = i == 0 or (month == 1 and of_month <= step)
        label = f"{of_month} {MONTHS[month - 1][:3]}"
        yield Tick(day, f"{label} {year_text(year)}" if major else label, major)


def _months(first: int, last: int, step: int) -> Iterator[Tick]:
    year, month, _ = civil(first)
    month = (month - 1) // step * step + 1
    begun = False
    while (day := day_number(year, month, 1)) <= last:
        if day >= first:
            major = month == 1 or not begun
            label = MONTHS[month - 1][:3]
            yield Tick(day, f"{label} {year_text(year)}" if major else label, month == 1)
            begun = True
        month += step
        if month > 12:
            year, month = year + 1, month - 12


def _years(first: int, last: int, step: int) -> Iterator[Tick]:
    year = civil(first)[0] // step * step
    while (day := day_number(year, 1, 1)) <= last:
        if day >= first:
            yield Tick(day, year_text(year), year % (step * 10) == 0 or step == 1)
        year += step


def year_text(year: int) -> str:
    """A year as an axis has it: `2017`, `44 BC`."""
    return str(year) if year > 0 else f"{1 - year} BC"
