"""How much was picked, and how it is spread: groups, with the times between that have nothing."""

import sqlite3
from itertools import pairwise

from timeline.dates.edtf import Match
from timeline.views.groups import By, between, nothing

Row = dict[str, object]

_LONG = 5
"""How many years or quarters without anything are told as one row."""


def totals(db: sqlite3.Connection) -> Row:
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
            SELECT h.*, k.match, k.unbounded FROM picked AS k JOIN happenings AS h USING (id)
        )
        SELECT count(*) FILTER (WHERE match = ?1),
            count(*) FILTER (WHERE match = ?2 AND NOT unbounded),
            count(*) FILTER (WHERE unbounded),
            (SELECT earliest FROM found WHERE earliest IS NOT NULL ORDER BY sort_from LIMIT 1),
            (SELECT latest FROM found WHERE latest IS NOT NULL ORDER BY sort_to DESC LIMIT 1),
            (SELECT count(DISTINCT source) FROM citations JOIN found ON id = happening),
            (SELECT count(*) FROM corrections JOIN found ON found.id = root)
        FROM found
    """
    fields = ("happenings", "possible", "unbounded", "first", "last", "sources", "corrections")
    values = db.execute(query, (int(Match.CERTAIN), int(Match.POSSIBLE))).fetchone()
    return dict(zip(fields, values, strict=True))


def with_gaps(rows: list[Row], by: By) -> list[Row]:
    """Groups of time with the years or quarters between them in which there is nothing.

    Where these are many, one row stands for all: its `key` is None and its `name` says how many.
    """
    found = rows[:1]
    for before, after in pairwise(rows):
        missing = between(str(before["key"]), str(after["key"]), by)
        if len(missing) > _LONG:
            found.append({"key": None, "name": f"… {len(missing):,} {by}s without"})
        else:
            found += [nothing(period, by) for period in missing]
        found.append(after)
    return found
