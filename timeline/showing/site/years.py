"""Under which years the happenings of a site are listed."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from timeline.base.days import civil
from timeline.showing.site.content import Happening

_LONGEST = 10
"""In so many years at most something is listed that began in one of them."""


class Year(NamedTuple):
    """A year: what began in it, and what may have, each in the order of a chronology."""

    number: int
    sure: tuple[Happening, ...]
    perhaps: tuple[Happening, ...]


class Years(NamedTuple):
    """All years in which something began or may have, and what can be put under none.

    `undated` are happenings of which it is open when they began, or in which of many years.
    """

    years: tuple[Year, ...]
    undated: tuple[Happening, ...]


def by_year(happenings: Iterable[Happening]) -> Years:
    """Happenings under the years in which they began; in each in which they may have begun."""
    sure: dict[int, list[Happening]] = {}
    perhaps: dict[int, list[Happening]] = {}
    undated = []
    for one in happenings:
        years = years_of(one)
        if not years:
            undated.append(one)
        for year in years:
            found = sure if len(years) == 1 else perhaps
            found.setdefault(year, []).append(one)
    return Years(
        tuple(
            Year(number, tuple(sure.get(number, ())), tuple(perhaps.get(number, ())))
            for number in sorted({*sure, *perhaps})
        ),
        tuple(sorted(undated, key=lambda one: one.years.order)),
    )


def years_of(one: Happening) -> range:
    """The years in which a happening may have begun; none where they are open, or many."""
    first, last = one.began
    if math.isinf(first) or math.isinf(last):
        return range(0)
    years = range(civil(int(first))[0], civil(int(last))[0] + 1)
    return years if len(years) <= _LONGEST else range(0)
