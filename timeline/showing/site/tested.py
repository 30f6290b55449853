"""The days that tests of dates go by, of what was picked."""

import math
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from timeline.dates.edtf import Bounds, Hemisphere
from timeline.projection.dates import date_of


class Tested(NamedTuple):
    """What decides whether a happening overlaps some days, and how surely.

    `bounds` are its four bounds. Of a set `members` has those of each member, `all_of` says that it
    is all of them. `named` are the first and the last day that a date names whose side is open or
    unknown: what it matches beyond them it does by that side alone; None for other dates.
    """

    bounds: Bounds
    members: tuple[Bounds, ...] = ()
    all_of: bool = False
    named: tuple[float, float] | None = None


def tested_days(db: sqlite3.Connection, hemisphere: Hemisphere) -> Mapping[str, Tested]:
    """What tests of dates go by, for each happening that was picked, by its id.

    Args:
        db: a projection with `picked` filled.
        hemisphere: for the seasons 21 to 24.
    """
    found: dict[str, Tested] = {}
    for id_, text, last_seen, told_by, *days in db.execute(_PICKED):
        bounds = Bounds._make(days)
        tested = Tested(bounds)
        open_side = math.isinf(bounds.earliest_start) or math.isinf(bounds.latest_end)
        if open_side or text[0] in "[{":
            date = date_of(text, last_seen, told_by, hemisphere)
            if text[0] in "[{":
                tested = tested._replace(members=tuple(date.members), all_of=text[0] == "{")
            if open_side:
                tested = tested._replace(named=date.named_range)
        found[id_] = tested
    return found


_PICKED = """
    SELECT k.id, k.date, k.last_seen, k.told_by, k.starts_from, k.starts_by, k.ends_from, k.ends_by
    FROM picked_happenings AS k
"""
