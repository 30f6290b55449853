"""Numbers of happenings in a database: in the order of a chronology, and kept as they are there."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

_ROOM = 1 << 32
"""So many numbers has a day, as in a projection (timeline.projection.numbers)."""
_END = 1 << 63


class Numbered(NamedTuple):
    """A version of a happening by its numbers in the projection and, if there, in the database."""

    here: int
    there: int | None


def numbers_for(versions: Sequence[Numbered]) -> list[int] | None:
    """The number of each version in the database: its own there, else one between its neighbours.

    The numbers that versions have in the projection are taken where they fit.

    Args:
        versions: in the order of a chronology.

    Returns:
        The numbers; None where they would not rise, or no room is left between two.
    """
    found: list[int] = []
    kept = [i for i, version in enumerate(versions) if version.there is not None]
    low = -1
    for before, after in pairwise([-1, *kept, len(versions)]):
        last = versions[after].there if after < len(versions) else None
        high = _END if last is None else last
        new = [version.here for version in versions[before + 1 : after]]
        for day, of_day in groupby(new, key=lambda number: number - number % _ROOM):
            some = _between(max(low + 1, day), min(high, day + _ROOM), list(of_day))
            if some is None:
                return None
            found += some
            low = some[-1]
        if last is not None:
            if last <= low:
                return None
            found.append(last)
            low = last
    return found


def _between(first: int, end: int, wanted: Sequence[int]) -> Sequence[int] | None:
    """As many rising numbers as are wanted, from `first` to before `end`; those if they fit."""
    if first <= wanted[0] and wanted[-1] < end:
        return wanted
    gap = (end - first) // (len(wanted) + 1)
    return [first + gap * i for i in range(1, len(wanted) + 1)] if gap > 0 else None
