"""The temporary table `picked`: the happenings that answer, with how surely they do."""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Match
from timeline.projection.dates import date_of
from timeline.projection.settings import hemisphere_of
from timeline.views.query import Query

_PICKED = """
    CREATE TEMP TABLE picked (
        ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, match INTEGER NOT NULL,
        unbounded INTEGER NOT NULL DEFAULT 0
    )
"""


class Aside(NamedTuple):
    """How many happenings match only by a side of their dates that is open or unknown.

    Those `before` begin at an open or unknown time, which alone reaches the days asked for; those
    `after` end at one.
    """

    before: int = 0
    after: int = 0


def pick(db: sqlite3.Connection, query: Query) -> Aside:
    """Fill the temporary table `picked` with the happenings asked for, in order of their dates.

    Its `match` is 2 for what certainly answers and 1 for what possibly does; `unbounded` is 1 for
    what does so only by an open or unknown side of its date.

    Returns:
        How many of those were left out, as `query.bounded` says.
    """
    where = " AND ".join(f"({clause.sql})" for clause in query.clauses) or "1"
    values = [value for clause in query.clauses for value in clause.values]
    sql = f"""
        SELECT h.id, h.date, h.last_seen, h.told_by,
               h.starts_from, h.starts_by, h.ends_from, h.ends_by, h.counts_from, h.counts_by
        FROM happenings AS h WHERE {where}
        ORDER BY h.sort_from, h.sort_to, h.date, h.id
    """  # noqa: S608 (the conditions are fixed texts with ? for values)
    nothing_picked(db)
    hemisphere = hemisphere_of(db)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO picked (id, match, unbounded) VALUES (?, ?, ?)",
        _matching(db.execute(sql, values), query, hemisphere),
    )
    aside = Aside()
    if query.bounded and query.ranges:
        sql = "SELECT count(*) FROM picked WHERE unbounded = ?"
        aside = Aside._make(db.execute(sql, (side,)).fetchone()[0] for side in _SIDES)
        db.execute("DELETE FROM picked WHERE unbounded")
    db.execute("COMMIT")
    return aside


def nothing_picked(db: sqlite3.Connection) -> None:
    """Make the temporary table `picked`, empty."""
    db.execute("DROP TABLE IF EXISTS temp.picked")
    db.execute(_PICKED)


def picked(db: sqlite3.Connection) -> int:
    """How many happenings were picked."""
    return int(db.execute("SELECT count(*) FROM picked").fetchone()[0])


def _matching(
    rows: sqlite3.Cursor, query: Query, hemisphere: edtf.Hemisphere
) -> Iterator[tuple[str, int, int]]:
    for id_, text, last_seen, told_by, *numbers, counts_from, counts_by in rows:
        match = Match.CERTAIN
        seen = None if query.held and told_by is not None else last_seen
        if query.tests:
            date = tested(text, seen, told_by, numbers, hemisphere)
            match = min(test(date) for test in query.tests)
        if query.as_of is not None and counts_by > query.as_of:
            match = min(match, Match.POSSIBLE)
        if match is Match.CERTAIN:
            yield id_, int(match), 0
        elif match is Match.POSSIBLE and not query.certain:
            unbounded = 0
            if told_by is None and query.as_of is not None and math.isinf(counts_from):
                unbounded = _BEFORE
            elif math.isinf(numbers[0]) or math.isinf(numbers[3]):
                date = date_of(text, seen, told_by, hemisphere)
                unbounded = unbounded_side(date, _of(query, planned=told_by is None))
            yield id_, int(match), unbounded


_SIDES = _BEFORE, _AFTER = 1, 2
"""The side of a date by which alone it matches: its beginning or its end is open or unknown."""


def _of(query: Query, *, planned: bool) -> Sequence[tuple[float, float]]:
    """The days that its date is asked about: a plan is there as of when it was announced."""
    return query.ranges[:-1] if planned and query.as_of is not None else query.ranges


def unbounded_side(date: edtf.Date, ranges: Iterable[tuple[float, float]]) -> int:
    """By which open or unknown side alone a date that possibly matches does so; 0 by none.

    It is by such a side alone where no day of a range lies between two days that the date names.
    """
    for first, last in ranges:
        if not date.names_day_in(first, last):
            return _AFTER if date.names_day_in(-math.inf, first) else _BEFORE
    return 0


def tested(
    text: str,
    last_seen: int | None,
    told_by: int | None,
    numbers: Sequence[float],
    hemisphere: edtf.Hemisphere,
) -> edtf.Date | Bounds:
    """What to test of a happening: its four bounds, or the members of a set.

    Args:
        text: its date.
        last_seen: the day until which its open end is certain.
        told_by: the day by which it had begun.
        numbers: starts_from, starts_by, ends_from and ends_by.
        hemisphere: for the seasons 21 to 24.
    """
    if text[0] not in "[{":
        return Bounds(*numbers)
    return date_of(text, last_seen, told_by, hemisphere)
