"""The temporary table `picked`: the happenings that answer, with how surely they do."""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Match
from timeline.projection.dates import date_of
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import Clause
from timeline.views.query import Query, Test

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
    match, side = _match(query), _side(query)
    where = _all_of(query.clauses)
    sql = f"""
        INSERT INTO picked (id, match, unbounded)
        SELECT h.id, h.match, {side.sql}
        FROM (SELECT h.*, {match.sql} AS match FROM happenings AS h WHERE {where.sql}) AS h
        WHERE h.match >= ?
        ORDER BY h.sort_from, h.sort_to, h.date, h.id
    """  # noqa: S608 (the conditions are fixed texts with ? for values)
    least = Match.CERTAIN if query.certain else Match.POSSIBLE
    clear_picked(db)
    _define_functions(db, query)
    db.execute("BEGIN")
    db.execute(sql, (*side.values, *match.values, *where.values, int(least)))
    aside = Aside()
    if query.bounded and query.ranges:
        sql = "SELECT count(*) FROM picked WHERE unbounded = ?"
        aside = Aside._make(db.execute(sql, (side,)).fetchone()[0] for side in _SIDES)
        db.execute("DELETE FROM picked WHERE unbounded")
    db.execute("COMMIT")
    return aside


def _all_of(clauses: Sequence[Clause]) -> Clause:
    where = " AND ".join(f"({clause.sql})" for clause in clauses) or "1"
    return Clause(where, tuple(value for clause in clauses for value in clause.values))


def _match(query: Query) -> Clause:
    """How surely a happening `h` answers, as a number of `Match`.

    Its four bounds decide, but for sets, whose members are looked at one by one.
    """
    tests = [_BY_BOUNDS[test.name] for test in query.tests]
    values = [value for test in query.tests for value in _bounds_asked(test)]
    found = f"min({', '.join(('2', '2', *tests))})"
    if tests:
        found = f"iif(substr(h.date, 1, 1) IN ('[', '{{'), match_of_set({_DATE}), {found})"
    if query.as_of is not None:
        found, values = f"min({found}, iif(h.counts_by > ?, 1, 2))", [*values, query.as_of]
    return Clause(found, tuple(values))


_DATE = "h.date, h.last_seen, h.told_by"
_BY_BOUNDS: Mapping[str, str] = {
    "overlaps": """
        CASE WHEN h.starts_by <= ? AND h.ends_from >= ? THEN 2
             WHEN h.starts_from > ? OR h.ends_by < ? THEN 0 ELSE 1 END
    """,
    "within": """
        CASE WHEN h.starts_from >= ? AND h.ends_by <= ? THEN 2
             WHEN h.starts_by < ? OR h.ends_from > ? THEN 0 ELSE 1 END
    """,
}
"""The tests of `timeline.dates.bounds.Bounds` of the same names, in SQL."""


def _bounds_asked(test: Test) -> tuple[float, ...]:
    if test.name == "within":
        return test.first, test.last, test.first, test.last
    return test.last, test.first, test.last, test.first


def _side(query: Query) -> Clause:
    """By which open or unknown side of its date alone a happening `h` answers; 0 by none."""
    if not query.ranges:
        return Clause("0", ())
    planned = "h.told_by IS NULL AND h.counts_from = -9e999" if query.as_of is not None else "0"
    sql = f"""
        CASE WHEN h.match = 2 THEN 0 WHEN {planned} THEN {_BEFORE}
             WHEN h.starts_from = -9e999 OR h.ends_by = 9e999 THEN side_of_date({_DATE})
             ELSE 0 END
    """
    return Clause(sql, ())


def _define_functions(db: sqlite3.Connection, query: Query) -> None:
    """Let SQL ask of a happening what its bounds do not decide."""
    hemisphere = hemisphere_of(db)

    def date(text: str, last_seen: int | None, told_by: int | None) -> edtf.Date:
        seen = None if query.held and told_by is not None else last_seen
        return date_of(text, seen, told_by, hemisphere)

    def match_of_set(text: str, last_seen: int | None, told_by: int | None) -> int:
        found = date(text, last_seen, told_by)
        return int(min(test.of(found) for test in query.tests))

    def side_of_date(text: str, last_seen: int | None, told_by: int | None) -> int:
        ranges = _ranges_of(query, planned=told_by is None)
        return unbounded_side(date(text, last_seen, told_by), ranges)

    db.create_function("match_of_set", 3, match_of_set, deterministic=True)
    db.create_function("side_of_date", 3, side_of_date, deterministic=True)


def clear_picked(db: sqlite3.Connection) -> None:
    """Make the temporary table `picked`, empty."""
    db.execute("DROP TABLE IF EXISTS temp.picked")
    db.execute(_PICKED)


def count_picked(db: sqlite3.Connection) -> int:
    """How many happenings were picked."""
    return int(db.execute("SELECT count(*) FROM picked").fetchone()[0])


_SIDES = _BEFORE, _AFTER = 1, 2
"""The side of a date by which alone it matches: its beginning or its end is open or unknown."""


def _ranges_of(query: Query, *, planned: bool) -> Sequence[tuple[float, float]]:
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


def tested_date(
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
