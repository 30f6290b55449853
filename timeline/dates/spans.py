"""Which days the parts of a date allow: from digits, seasons and marks to bounds."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base.days import civil, day_number, days_in_month
from timeline.dates.bounds import Bounds, Match
from timeline.dates.tree import Edge, Hemisphere, Interval, Mark, Node, Range, SetOf, Single

_UNKNOWN_DIGITS = "XX"
# First month and length in months of each season that does not depend on a setting (EDTF level
# 2, sub-year groupings). One that begins in December ends in the next year.
_NORTH = {25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3)}
_SOUTH = {29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3)}
_QUARTERS = {33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)}
_THIRDS = {37: (1, 4), 38: (5, 4), 39: (9, 4)}
_HALVES = {40: (1, 6), 41: (7, 6)}
_SEASONS = _NORTH | _SOUTH | _QUARTERS | _THIRDS | _HALVES
# The seasons 21 to 24 (EDTF level 1) belong to no hemisphere; the reader's setting gives them one.
_TO_HEMISPHERE = {"north": 4, "south": 8}


class Season(NamedTuple):
    """First month and length in months of a season."""

    month: int
    length: int


def season_months(season: int, hemisphere: Hemisphere = "north") -> Season:
    """The months of a season 21 to 41; the hemisphere counts for 21 to 24 only."""
    return Season(*_SEASONS[season + _TO_HEMISPHERE[hemisphere] if season < 25 else season])


def years_of(year: str) -> list[int]:
    """The years that four digits with an optional minus can stand for, in rising order.

    A year -0000 does not exist, so it is not among them.
    """
    years = [0]
    for digit in year.lstrip("-"):
        digits = range(10) if digit == "X" else (int(digit),)
        years = [10 * year + digit for year in years for digit in digits]
    return [-year for year in reversed(years) if year] if year.startswith("-") else years


def numbers_of(digits: str, highest: int) -> list[int]:
    """The months or days, 1 to `highest`, that two digits can stand for; none written: all."""
    if not digits:
        return list(range(1, highest + 1))
    tens, ones = digits[0], digits[1]
    return [
        number
        for number in range(1, highest + 1)
        if tens in ("X", str(number // 10)) and ones in ("X", str(number % 10))
    ]


def days_of(year: str, month: str, day: str) -> tuple[int, int] | None:
    """The first and last day that digits with `X` can stand for; None if no such day exists.

    Only days of the calendar count: 156X-02-29 is 1560-02-29 at the earliest and 1568-02-29 at
    the latest (EDTF level 2, unspecified digits).
    """
    if "X" not in year and "X" not in month and "X" not in day:
        return _days_of_digits(int(year), month, day)
    months, days = numbers_of(month, 12), numbers_of(day, 31)
    if _first_day([2000], months, days) is None:
        return None  # not even in a leap year: saves looking through up to 10,000 years
    years = years_of(year)
    first = _first_day(years, months, days)
    last = _first_day(years[::-1], months[::-1], days[::-1])
    return None if first is None or last is None else (first, last)


def _days_of_digits(year: int, month: str, day: str) -> tuple[int, int] | None:
    if not month:
        return day_number(year, 1, 1), day_number(year, 12, 31)
    month_number = int(month)
    if not 1 <= month_number <= 12:
        return None
    length = days_in_month(year, month_number)
    first = day_number(year, month_number, 1)
    if not day:
        return first, first + length - 1
    if not 1 <= int(day) <= length:
        return None
    first += int(day) - 1
    return first, first


def _first_day(years: list[int], months: list[int], days: list[int]) -> int | None:
    for year in years:
        for month in months:
            length = days_in_month(year, month)
            for day in days:
                if day <= length:
                    return day_number(year, month, day)
    return None


def days_of_season(year: str, season: int, hemisphere: Hemisphere) -> tuple[int, int]:
    """The first and last day of a season, in the earliest and latest year of the digits."""
    years = years_of(year)
    month, length = season_months(season, hemisphere)
    last_year, end_month = divmod(years[-1] * 12 + month - 1 + length, 12)
    return day_number(years[0], month, 1), day_number(last_year, end_month + 1, 0)


def days_of_years(year: int, significant: int) -> tuple[int, int]:
    """The first and last day of the years that share a year's first `significant` digits.

    0 stands for all digits (EDTF level 2, significant digits: 1950S2 is 1900 to 1999).
    """
    unit = years_in_doubt(year, significant)
    low = abs(year) // unit * unit
    high = low + unit - 1
    if year < 0:
        low, high = -high, -low
    return day_number(low, 1, 1), day_number(high, 12, 31)


def years_in_doubt(year: int, significant: int) -> int:
    """How many years share the first `significant` digits (0: all) of a year."""
    return 10 ** max(0, len(str(abs(year))) - significant) if significant else 1


def widened(single: Single) -> tuple[int, int]:
    """The first and last day of a date, moved apart as far as its marks tell.

    By one unit for `?` and `~`, two for `%`. The unit is the finest part written when all parts
    are marked; else the coarsest marked part, because what is left of it stands in doubt while
    what is right of it does not.
    """
    months, days = _margin(single)
    if not months:
        return single.first - days, single.last + days
    # The last day of a month moves to the last day of another month, unless a day is named.
    keeps_end = not single.day or "X" in single.day
    return _moved(single.first, -months), _moved(single.last, months, to_end=keeps_end)


def _moved(day: int, months: int, *, to_end: bool = False) -> int:
    year, month, of_month = civil(day)
    at_end = to_end and of_month == days_in_month(year, month)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    length = days_in_month(year, month + 1)
    return day_number(year, month + 1, length if at_end else min(of_month, length))


def _margin(single: Single) -> tuple[int, int]:
    """By how many months and days the marks of a date move its ends."""
    marks = single.marks[: single.parts]
    if not any(marks):
        return 0, 0
    units = _units_of(single)
    if all(marks):
        # A part that is all X says nothing, so it is not the precision: 2004-XX? means the year.
        known = [unit for unit, digits in units if digits != _UNKNOWN_DIGITS]
        times = 2 if "%" in marks else 1
        months = known[-1]
    else:
        coarsest = next(index for index, mark in enumerate(marks) if mark)
        times = _times(marks[coarsest])
        months = units[coarsest][0]
    return (months * times, 0) if months else (0, times)


def _times(mark: Mark) -> int:
    return 2 if mark == "%" else 1


def _units_of(single: Single) -> list[tuple[int, str]]:
    """The written parts of a date: the length of the unit in months (0: one day), its digits."""
    if single.significant:
        years = years_in_doubt(single.year_number or 0, single.significant)
    else:
        years = 10 ** (len(single.year) - len(single.year.rstrip("X")))
    parts = [(12 * years, single.year)]
    if single.season:
        parts.append((season_months(single.season).length, ""))
    elif single.month:
        parts.append((1, single.month))
    if single.day:
        parts.append((0, single.day))
    return parts


def units(node: Node, seen: float = math.inf, *, widen: bool = False) -> tuple[Bounds, ...]:
    """The bounds of each member of a set, or the bounds of a date that is no set.

    `seen` is the day up to which an open end is certain. With `widen` the marks count.
    """
    if isinstance(node, Single):
        first, last = widened(node) if widen else (node.first, node.last)
        return (Bounds(first, last, first, last),)
    if isinstance(node, Interval):
        return (_interval(node.start, node.end, seen, widen=widen),)
    return tuple(_member(member, node.kind, seen, widen=widen) for member in node.members)


def _member(member: Single | Range, kind: str, seen: float, *, widen: bool) -> Bounds:
    if isinstance(member, Single):
        return units(member, widen=widen)[0]
    start: Single | Edge = member.first or "open"
    end: Single | Edge = member.last or "open"
    if kind == "all":
        return _interval(start, end, seen, widen=widen)
    # One of a range is one date between its ends, not a span: both its bounds are as wide.
    first, _ = _ends(start, -math.inf, widen=widen)
    _, last = _ends(end, math.inf, widen=widen)
    return Bounds(first, last, first, last)


def _ends(side: Single | Edge, edge: float, *, widen: bool) -> tuple[float, float]:
    """First and last day of one side of an interval; `edge` is where it is without a limit."""
    if not isinstance(side, Single):
        return edge, edge
    return widened(side) if widen else (side.first, side.last)


def _interval(start: Single | Edge, end: Single | Edge, seen: float, *, widen: bool) -> Bounds:
    es, ls = _ends(start, -math.inf, widen=widen)
    ee, le = _ends(end, math.inf, widen=widen)
    # A side that is not known is bounded by the other one only; nothing ends before it starts.
    if end == "open":
        ee = seen
    elif end == "unknown":
        ee = es
    if start == "unknown":
        ls = le
    return Bounds(es, min(ls, le), max(ee, es), le)


def begun_by(node: Node, members: tuple[Bounds, ...], day: float) -> tuple[Bounds, ...]:
    """The bounds of a date that had begun by a day, from those that `units` gives.

    What is one moment was over by then, too. A member that can only have begun later keeps its
    bounds, and is left out of "one of" as long as others remain.
    """
    parts: Sequence[Node | Range] = node.members if isinstance(node, SetOf) else (node,)
    one_of = isinstance(node, SetOf) and node.kind == "one"
    able = [
        _begun_by(bounds, day, moment=one_of or isinstance(part, Single))
        for part, bounds in zip(parts, members, strict=True)
        if bounds.earliest_start <= day or not one_of
    ]
    return tuple(able) or members


def _begun_by(bounds: Bounds, day: float, *, moment: bool) -> Bounds:
    if bounds.earliest_start > day:
        return bounds
    start_from, start_by, end_from, end_by = bounds
    return Bounds(start_from, min(start_by, day), end_from, min(end_by, day) if moment else end_by)


def named_days(node: Node, members: tuple[Bounds, ...]) -> tuple[float, float]:
    """The first and the last day that a date names; the last comes first if it names none.

    Args:
        node: what the date is made of.
        members: the bounds of its members; those that are finite count, too.
    """
    ends: list[float] = [day for single in _singles(node) for day in widened(single)]
    ends += [day for bounds in members for day in bounds if math.isfinite(day)]
    return min(ends, default=math.inf), max(ends, default=-math.inf)


def _singles(node: Node) -> Iterator[Single]:
    """The dates that a date is written with."""
    parts = node.members if isinstance(node, SetOf) else (node,)
    for part in parts:
        ends = (part,) if isinstance(part, Single) else part[:2]
        yield from (end for end in ends if isinstance(end, Single))


def combined(node: Node, members: tuple[Bounds, ...]) -> Bounds:
    """The bounds of a date from those of its members, as `units` gives them."""
    if len(members) == 1:
        return members[0]
    starts, latest_starts, ends, latest_ends = zip(*members, strict=True)
    if isinstance(node, SetOf) and node.kind == "one":
        return Bounds(min(starts), max(latest_starts), min(ends), max(latest_ends))
    return Bounds(min(starts), min(latest_starts), max(ends), max(latest_ends))


def all_cover(members: tuple[Bounds, ...], a: float, b: float) -> Match:
    """Whether the members of an all-of set together cover every day of a to b."""
    sure = [(member.latest_start, member.earliest_end) for member in members]
    if _cover(sure, a, b):
        return Match.CERTAIN
    at_most = [(member.earliest_start, member.latest_end) for member in members]
    return Match.POSSIBLE if _cover(at_most, a, b) else Match.IMPOSSIBLE


def _cover(spans: list[tuple[float, float]], a: float, b: float) -> bool:
    missing = a
    for first, last in sorted(spans):
        if first > missing:
            return False
        if last >= b:
            return True
        missing = max(missing, last + 1)
    return False
