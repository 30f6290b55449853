"""How much was picked, and how it is spread: groups, with the times between that have nothing."""

import sqlite3
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, NamedTuple, TypedDict

from timeline.dates.edtf import Match
from timeline.views.grouping import By
from timeline.views.groups import GroupRow, between, nothing


class PickedTotals(TypedDict):
    """How much was picked."""

    happenings: Annotated[int, "how many happenings match certainly"]
    possible: Annotated[int, "how many more match possibly"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    first: Annotated[str | None, "the first day, as far as dates are bounded"]
    last: Annotated[str | None, "the last day, likewise"]
    sources: Annotated[int, "how many sources they cite"]
    corrections: Annotated[int, "how many corrections of them there are"]


class Gap(NamedTuple):
    """Years or quarters in which there is nothing, told as one."""

    name: str


_LONG = 5
"""How many years or quarters without anything are told as one row."""


def totals(db: sqlite3.Connection) -> PickedTotals:
    """How much was picked.

    Args:
        db: a fresh projection with `picked` filled.

    Returns:
        happenings (the certain ones), possible, unbounded (those that answer only by an open
        or unknown side of their dates), first and last (the days between which all lies,
        as far as it is bounded), sources (that it cites), corrections (of it).
    """
    query = """
        WITH found AS (
            SELECT h.*, k.match, k.unbounded FROM picked AS k JOIN happenings AS h ON h.n = k.n
        )
        SELECT count(*) FILTER (WHERE match = ?1),
            count(*) FILTER (WHERE match = ?2 AND NOT unbounded),
            count(*) FILTER (WHERE unbounded),
            (SELECT earliest FROM found WHERE earliest IS NOT NULL ORDER BY sort_from LIMIT 1),
            (SELECT latest FROM found WHERE latest IS NOT NULL ORDER BY sort_to DESC LIMIT 1),
            (SELECT count(DISTINCT c.source) FROM citation_rows AS c JOIN found ON found.n = c.n),
            (SELECT count(*) FROM corrections JOIN found ON found.id = root)
        FROM found
    """
    values = db.execute(query, (int(Match.CERTAIN), int(Match.POSSIBLE))).fetchone()
    happenings, possible, unbounded, first, last, sources, corrections = values
    return {
        "happenings": happenings,
        "possible": possible,
        "unbounded": unbounded,
        "first": first,
        "last": last,
        "sources": sources,
        "corrections": corrections,
    }


def with_gaps(rows: Sequence[GroupRow], by: By) -> list[GroupRow | Gap]:
    """Groups of time with the years or quarters between them in which there is nothing.

    Where these are many, a gap stands for all, whose name says how many.
    """
    found: list[GroupRow | Gap] = [*rows[:1]]
    for before, after in pairwise(rows):
        missing = between(before["key"] or "", after["key"] or "", by)
        if len(missing) > _LONG:
            found.append(Gap(f"… {len(missing):,} {by}s without"))
        else:
            found += [nothing(period, by) for period in missing]
        found.append(after)
    return found
