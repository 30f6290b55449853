"""The days that a date allows: from digits, seasons and marks to bounds."""

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
    """The first month of a season (1 to 12) and its length in months."""

    month: int
    length: int


def season_months(season: int, hemisphere: Hemisphere = "north") -> Season:
    """The months of a season 21 to 41; the hemisphere has an effect on 21 to 24 only."""
    return Season(*_SEASONS[season + _TO_HEMISPHERE[hemisphere] if season < 25 else season])


def list_years(year: str) -> list[int]:
    """List the years that four digits with an optional minus can stand for, in rising order.

    A year -0000 does not exist, so it is not among them.
    """
    years = [0]
    for digit in year.lstrip("-"):
        digits = range(10) if digit == "X" else (int(digit),)
        years = [10 * year + digit for year in years for digit in digits]
    return [-year for year in reversed(years) if year] if year.startswith("-") else years


def list_numbers(digits: str, highest: int) -> list[int]:
    """List the months or days, 1 to `highest`, that two digits can stand for; all if empty."""
    if not digits:
        return list(range(1, highest + 1))
    tens, ones = digits[0], digits[1]
    return [
        number
        for number in range(1, highest + 1)
        if tens in ("X", str(number // 10)) and ones in ("X", str(number % 10))
    ]


def find_day_range(year: str, month: str, day: str) -> tuple[int, int] | None:
    """Find the first and last day that digits with `X` can stand for; None if there is none.

    Only days of the calendar count: 156X-02-29 is 1560-02-29 at the earliest and 1568-02-29 at
    the latest (EDTF level 2, unspecified digits).
    """
    if "X" not in year and "X" not in month and "X" not in day:
        return _find_exact_range(int(year), month, day)
    months, days = list_numbers(month, 12), list_numbers(day, 31)
    if _find_first_day([2000], months, days) is None:
        return None  # not even in a leap year: saves looking through up to 10,000 years
    years = list_years(year)
    first = _find_first_day(years, months, days)
    last = _find_first_day(years[::-1], months[::-1], days[::-1])
    return None if first is None or last is None else (first, last)


def _find_exact_range(year: int, month: str, day: str) -> tuple[int, int] | None:
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


def _find_first_day(years: list[int], months: list[int], days: list[int]) -> int | None:
    for year in years:
        for month in months:
            length = days_in_month(year, month)
            for day in days:
                if day <= length:
                    return day_number(year, month, day)
    return None


def find_season_range(year: str, season: int, hemisphere: Hemisphere) -> tuple[int, int]:
    """Find the first day of a season in the earliest year and its last day in the latest year.

    Args:
        year: four digits, `X` among them or not, with an optional minus.
        season: a code from 21 to 41.
        hemisphere: which one the seasons 21 to 24 are of.
    """
    years = list_years(year)
    month, length = season_months(season, hemisphere)
    last_year, end_month = divmod(years[-1] * 12 + month - 1 + length, 12)
    return day_number(years[0], month, 1), day_number(last_year, end_month + 1, 0)


def find_year_range(year: int, significant: int) -> tuple[int, int]:
    """Find the first and last day of the years that share the first `significant` digits.

    0 stands for all digits (EDTF level 2, significant digits: 1950S2 is 1900 to 1999).
    """
    unit = count_years_in_doubt(year, significant)
    low = abs(year) // unit * unit
    high = low + unit - 1
    if year < 0:
        low, high = -high, -low
    return day_number(low, 1, 1), day_number(high, 12, 31)


def count_years_in_doubt(year: int, significant: int) -> int:
    """Count the years that share the first `significant` digits (0: all) of a year."""
    return 10 ** max(0, len(str(abs(year))) - significant) if significant else 1


def widen_by_marks(single: Single) -> tuple[int, int]:
    """Move the first and last day of a date apart as far as its marks require.

    By one unit for `?` and `~`, two for `%`. The unit is the finest part written when all parts
    are marked; else the coarsest marked part, because what is left of it stands in doubt while
    what is right of it does not.
    """
    months, days = _measure_margin(single)
    if not months:
        return single.first - days, single.last + days
    # The last day of a month moves to the last day of another month, unless a day is named.
    keeps_end = not single.day or "X" in single.day
    return _add_months(single.first, -months), _add_months(single.last, months, to_end=keeps_end)


def _add_months(day: int, months: int, *, to_end: bool = False) -> int:
    year, month, of_month = civil(day)
    at_end = to_end and of_month == days_in_month(year, month)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    length = days_in_month(year, month + 1)
    return day_number(year, month + 1, length if at_end else min(of_month, length))


def _measure_margin(single: Single) -> tuple[int, int]:
    """How many months and days the marks of a date move its ends by."""
    marks = single.marks[: single.parts]
    if not any(marks):
        return 0, 0
    units = _list_units(single)
    if all(marks):
        # A part that is all X says nothing, so it is not the precision: 2004-XX? means the year.
        known = [unit for unit, digits in units if digits != _UNKNOWN_DIGITS]
        times = 2 if "%" in marks else 1
        months = known[-1]
    else:
        coarsest = next(index for index, mark in enumerate(marks) if mark)
        times = _count_units(marks[coarsest])
        months = units[coarsest][0]
    return (months * times, 0) if months else (0, times)


def _count_units(mark: Mark) -> int:
    return 2 if mark == "%" else 1


def _list_units(single: Single) -> list[tuple[int, str]]:
    """The written parts of a date: the length of the unit in months (0: one day), its digits."""
    if single.significant:
        years = count_years_in_doubt(single.year_number or 0, single.significant)
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


def bound_members(node: Node, seen: float = math.inf, *, widen: bool = False) -> tuple[Bounds, ...]:
    """Find the bounds of each member of a set, or of a date that is not a set.

    Args:
        node: what the date is made of.
        seen: the day number until which, included, an open end is certain.
        widen: whether the marks move the bounds.
    """
    if isinstance(node, Single):
        first, last = widen_by_marks(node) if widen else (node.first, node.last)
        return (Bounds(first, last, first, last),)
    if isinstance(node, Interval):
        return (_bound_interval(node.start, node.end, seen, widen=widen),)
    return tuple(_bound_member(member, node.kind, seen, widen=widen) for member in node.members)


def _bound_member(member: Single | Range, kind: str, seen: float, *, widen: bool) -> Bounds:
    if isinstance(member, Single):
        return bound_members(member, widen=widen)[0]
    start: Single | Edge = member.first or "open"
    end: Single | Edge = member.last or "open"
    if kind == "all":
        return _bound_interval(start, end, seen, widen=widen)
    # One of a range is one date between its ends, not a span: both its bounds are as wide.
    first, _ = _bound_side(start, -math.inf, widen=widen)
    _, last = _bound_side(end, math.inf, widen=widen)
    return Bounds(first, last, first, last)


def _bound_side(side: Single | Edge, edge: float, *, widen: bool) -> tuple[float, float]:
    """First and last day of one side of an interval; `edge` for both where it has no date."""
    if not isinstance(side, Single):
        return edge, edge
    return widen_by_marks(side) if widen else (side.first, side.last)


def _bound_interval(
    start: Single | Edge, end: Single | Edge, seen: float, *, widen: bool
) -> Bounds:
    es, ls = _bound_side(start, -math.inf, widen=widen)
    ee, le = _bound_side(end, math.inf, widen=widen)
    # A side that is not known is bounded by the other one only; nothing ends before it starts.
    if end == "open":
        ee = seen
    elif end == "unknown":
        ee = es
    if start == "unknown":
        ls = le
    return Bounds(es, min(ls, le), max(ee, es), le)


def limit_to_begun(node: Node, members: tuple[Bounds, ...], day: float) -> tuple[Bounds, ...]:
    """Limit the bounds of a date that had begun by the end of a day.

    A single moment was over by then, too. A member that can only have begun later keeps its
    bounds, and is left out of "one of" as long as others remain.

    Args:
        node: what the date is made of.
        members: its bounds, as `bound_members` gives them.
        day: the day number by the end of which it had begun.
    """
    parts: Sequence[Node | Range] = node.members if isinstance(node, SetOf) else (node,)
    one_of = isinstance(node, SetOf) and node.kind == "one"
    able = [
        _limit_bounds(bounds, day, moment=one_of or isinstance(part, Single))
        for part, bounds in zip(parts, members, strict=True)
        if bounds.earliest_start <= day or not one_of
    ]
    return tuple(able) or members


def _limit_bounds(bounds: Bounds, day: float, *, moment: bool) -> Bounds:
    if bounds.earliest_start > day:
        return bounds
    start_from, start_by, end_from, end_by = bounds
    return Bounds(start_from, min(start_by, day), end_from, min(end_by, day) if moment else end_by)


def find_named_range(node: Node, members: tuple[Bounds, ...]) -> tuple[float, float]:
    """Find the first and last day that a date names; (inf, -inf) if it names none.

    Args:
        node: what the date is made of.
        members: the bounds of its members; finite ones count as named.
    """
    ends: list[float] = [day for single in _list_singles(node) for day in widen_by_marks(single)]
    ends += [day for bounds in members for day in bounds if math.isfinite(day)]
    return min(ends, default=math.inf), max(ends, default=-math.inf)


def _list_singles(node: Node) -> Iterator[Single]:
    """The single dates that a date is written with."""
    parts = node.members if isinstance(node, SetOf) else (node,)
    for part in parts:
        ends = (part,) if isinstance(part, Single) else part[:2]
        yield from (end for end in ends if isinstance(end, Single))


def combine_bounds(node: Node, members: tuple[Bounds, ...]) -> Bounds:
    """Combine the bounds of the members, as `bound_members` gives them."""
    if len(members) == 1:
        return members[0]
    starts, latest_starts, ends, latest_ends = zip(*members, strict=True)
    if isinstance(node, SetOf) and node.kind == "one":
        return Bounds(min(starts), max(latest_starts), min(ends), max(latest_ends))
    return Bounds(min(starts), min(latest_starts), max(ends), max(latest_ends))


def match_joint_cover(members: tuple[Bounds, ...], a: float, b: float) -> Match:
    """Whether the members of an all-of set together cover every day of a to b.

    Args:
        members: the bounds of the members.
        a: the first day number of the range.
        b: its last day number, included.
    """
    sure = [(member.latest_start, member.earliest_end) for member in members]
    if _cover_range(sure, a, b):
        return Match.CERTAIN
    at_most = [(member.earliest_start, member.latest_end) for member in members]
    return Match.POSSIBLE if _cover_range(at_most, a, b) else Match.IMPOSSIBLE


def _cover_range(spans: list[tuple[float, float]], a: float, b: float) -> bool:
    missing = a
    for first, last in sorted(spans):
        if first > missing:
            return False
        if last >= b:
            return True
        missing = max(missing, last + 1)
    return False
