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


_COUNTED = """
    SELECT count(*) FILTER (WHERE match = ?1), count(*) FILTER (WHERE match = ?2 AND NOT unbounded),
           count(*) FILTER (WHERE unbounded)
    FROM picked
"""
_SURE_AND_POSSIBLE = (int(Match.CERTAIN), int(Match.POSSIBLE))
_FIRST = "SELECT earliest FROM picked_happenings WHERE earliest IS NOT NULL ORDER BY n LIMIT 1"
_LAST = """
    SELECT latest FROM picked_happenings WHERE latest IS NOT NULL ORDER BY sort_to DESC LIMIT 1
"""
_SOURCES = """
    SELECT count(DISTINCT c.source) FROM picked AS k CROSS JOIN citation_rows AS c ON c.n = k.n
"""
_CORRECTIONS = "SELECT count(*) FROM picked AS k CROSS JOIN corrections AS c ON c.root = k.id"
# Of many, most sources are cited soon, and few are corrected.
_SOURCES_OF_MANY = """
    WITH RECURSIVE cited (source) AS (
        SELECT min(source) FROM citation_rows
        UNION ALL
        SELECT (SELECT min(c.source) FROM citation_rows AS c WHERE c.source > s.source)
        FROM cited AS s WHERE s.source IS NOT NULL
    )
    SELECT count(*) FROM cited AS s WHERE EXISTS (
        SELECT 1 FROM citation_rows AS c CROSS JOIN picked AS k ON k.n = c.n
        WHERE c.source = s.source
    )
"""
_CORRECTIONS_OF_MANY = """
    SELECT count(*) FROM corrections AS c CROSS JOIN picked AS k ON k.id = c.root
"""
_MANY = 4
"""To how many happenings a source there are many of them."""


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
    happenings, possible, unbounded = db.execute(_COUNTED, _SURE_AND_POSSIBLE).fetchone()
    (first,) = db.execute(_FIRST).fetchone() or (None,)
    (last,) = db.execute(_LAST).fetchone() or (None,)
    (known,) = db.execute("SELECT count(*) FROM sources").fetchone()
    many = happenings + possible + unbounded > _MANY * known
    (sources,) = db.execute(_SOURCES_OF_MANY if many else _SOURCES).fetchone()
    (corrections,) = db.execute(_CORRECTIONS_OF_MANY if many else _CORRECTIONS).fetchone()
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
