"""The numbers of happenings, in the order of a chronology: by days, date and id.

A number begins with the day on which a happening begins, and room is left between those of one day,
so that one that comes later finds its place among them. What begins more than a million years
away shares the first or the last day.
"""

import math
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypeVar

_LOW_BITS = 32
_ROOM = 1 << _LOW_BITS
_FAR = 1 << 29
_STEP = 1 << 12
"""What is left after the last number of a day, so that many more can follow it."""
V = TypeVar("V")


class Place(NamedTuple):
    """By what versions of happenings are ordered: sort key, id, and since when it stood."""

    sort_from: float
    sort_to: float
    date: str
    id: str
    known_from: int = 0


def day_of(sort_from: float) -> int:
    """The first number of the day on which something begins."""
    day = int(min(max(sort_from, -_FAR), _FAR - 1)) if math.isfinite(sort_from) else _far(sort_from)
    return (day + _FAR) << _LOW_BITS


def _far(endless: float) -> int:
    return -_FAR if endless < 0 else _FAR - 1


def spread(placed: Iterable[tuple[Place, V]]) -> Iterator[tuple[int, V]]:
    """Numbers for what has a place, as far from each other as their day leaves room for.

    Args:
        placed: in the order of the places.
    """
    for first, group in groupby(placed, key=lambda one: day_of(one[0].sort_from)):
        members = list(group)
        gap = _ROOM // (len(members) + 1)
        for i, (_, value) in enumerate(members, 1):
            yield first + i * gap, value


def number_for(db: sqlite3.Connection, place: Place) -> int | None:
    """A number between those that stand before and after a place; None where no room is left.

    Args:
        db: a projection.
        place: of a version that is not there.
    """
    first = day_of(place.sort_from)
    low, high = first, first + _ROOM
    before = _neighbour(db, place, first)
    if before is not None:
        low = before
    after = db.execute(_NEXT, (low, high)).fetchone()
    if after:
        high = after[0]
    if high - low < 2:
        return None
    if before is not None and not after:
        return low + min((high - low) // 2, _STEP)
    return (low + high) // 2


_NEXT = "SELECT n FROM happenings_versions WHERE n > ? AND n < ? ORDER BY n LIMIT 1"


def _neighbour(db: sqlite3.Connection, place: Place, first: int) -> int | None:
    """The number of the last version of a day that stands before a place, found by halving."""
    low, high = first, first + _ROOM
    found = None
    while low < high:
        middle = (low + high) // 2
        row = db.execute(_FROM, (middle, high)).fetchone()
        if row is not None and Place(*row[1:]) < place:
            found, low = row[0], row[0] + 1
        else:
            high = middle
    return found


_FROM = """
    SELECT n, sort_from, sort_to, date, id, known_from FROM happenings_versions
    WHERE n >= ? AND n < ? ORDER BY n LIMIT 1
"""
