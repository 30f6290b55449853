"""What was picked: the happenings that answer, with how surely they do.

It is asked for as `picked`, a temporary view with the number and id of each, its match, and whether
it answers only by an open or unknown side of its date; `picked_happenings` has these beside all
columns of `happenings`. Numbers are in the order of time.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Match
from timeline.projection.dates import date_of
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import Clause, Numbers
from timeline.views.query import Query, Test

_PICKS = """
    CREATE TEMP TABLE picks (
        n INTEGER PRIMARY KEY, match INTEGER NOT NULL, unbounded INTEGER NOT NULL DEFAULT 0
    )
"""


class _Kept(NamedTuple):
    """Where what was picked is to be found: SQL of its rows, and of how many they are."""

    rows: str
    total: str


_WRITTEN_DOWN = _Kept(
    "SELECT h.*, p.match, p.unbounded FROM picks AS p CROSS JOIN happenings AS h ON h.n = p.n",
    "SELECT count(*) FROM picks",
)
_ALL = _Kept(
    "SELECT h.*, 2 AS match, 0 AS unbounded FROM happenings AS h",
    "SELECT count(*) FROM happenings",
)


def _there_by(day: int | None) -> _Kept:
    """What was surely there by a day, and of what possibly was that which is written down.

    The plus sign keeps SQLite from sorting all of these, where they are in order as they lie.
    """
    sure = f"h.counts_by <= {day}"
    match, unbounded = (
        f"iif({sure}, {of_sure}, (SELECT p.{name} FROM picks AS p WHERE p.n = h.n)) AS {name}"  # noqa: S608 (our own names)
        for name, of_sure in (("match", 2), ("unbounded", 0))
    )
    return _Kept(
        f"SELECT h.*, {match}, {unbounded} FROM happenings AS h"  # noqa: S608 (as above)
        f" WHERE +{sure} OR h.n IN (SELECT n FROM picks)",
        f"SELECT (SELECT count(*) FROM happenings AS h WHERE {sure}) + count(*) FROM picks",  # noqa: S608
    )


class Aside(NamedTuple):
    """How many happenings match only by a side of their dates that is open or unknown.

    Those `before` begin at an open or unknown time, which alone reaches the days asked for; those
    `after` end at one.
    """

    before: int = 0
    after: int = 0


def is_everything(query: Query) -> bool:
    """Whether all that stands answers, and surely."""
    return not query.clauses and not query.tests and query.as_of is None


def pick(db: sqlite3.Connection, query: Query) -> Aside:
    """Let `picked` hold the happenings asked for.

    Its `match` is 2 for what certainly answers and 1 for what possibly does; `unbounded` is 1 for
    what does so only by an open or unknown side of its date. Where all that stands answers, nothing
    is written down; where all that was there by a day does, only what possibly was.

    Returns:
        How many of those were left out, as `query.bounded` says.
    """
    if is_everything(query):
        clear_picked(db, _ALL)
        return Aside()
    alone = query.as_of is not None and len(query.clauses) == 1 and not query.tests
    clear_picked(db, _there_by(query.as_of) if alone else _WRITTEN_DOWN)
    _define_functions(db, query)
    db.execute("BEGIN")
    if not alone:
        _fill(db, query, query.clauses)
    elif not query.certain:
        _fill(db, query, (_possibly_there(query.as_of),))
    aside = Aside()
    if query.bounded and query.ranges:
        sql = "SELECT count(*) FROM picks WHERE unbounded = ?"
        aside = Aside._make(db.execute(sql, (side,)).fetchone()[0] for side in _SIDES)
        db.execute("DELETE FROM picks WHERE unbounded")
    db.execute("COMMIT")
    return aside


def _possibly_there(day: int | None) -> Clause:
    sql = "SELECT n FROM happenings_versions WHERE counts_by > ? AND counts_from <= ?"
    return Clause("h.counts_by > ? AND h.counts_from <= ?", (day, day), Numbers(sql, (day, day)))


def _fill(db: sqlite3.Connection, query: Query, clauses: Sequence[Clause]) -> None:
    match, side = _match(query), _side(query)
    first = _narrowest(db, clauses)
    rest = [clause for clause in clauses if clause is not first]
    source = "happenings AS h"
    values: tuple[object, ...] = ()
    if first is not None and first.numbers is not None:
        # To look at a happening takes longer than to ask tables and indexes of its number.
        by_number = _all_of([clause for clause in rest if clause.by_number])
        rest = [clause for clause in rest if not clause.by_number]
        numbers = f"""
            SELECT h.n FROM (SELECT DISTINCT n FROM ({first.numbers.sql})) AS h
            WHERE {by_number.sql}
        """  # noqa: S608 (fixed texts)
        source = f"({numbers}) AS f CROSS JOIN {source} ON h.n = f.n"
        values = (*first.numbers.values, *by_number.values)
    where = _all_of(rest)
    sql = f"""
        INSERT INTO picks (n, match, unbounded)
        SELECT h.n, h.match, {side.sql}
        FROM (SELECT h.*, {match.sql} AS match FROM {source} WHERE {where.sql}) AS h
        WHERE h.match >= ?
    """  # noqa: S608 (the conditions are fixed texts with ? for values)
    least = Match.CERTAIN if query.certain else Match.POSSIBLE
    db.execute(sql, (*side.values, *match.values, *values, *where.values, int(least)))


def _narrowest(db: sqlite3.Connection, clauses: Sequence[Clause]) -> Clause | None:
    """The condition that leaves the fewest happenings, by an index; None where none tells.

    Of many it is enough to know that they are more than another leaves.
    """
    able = [(clause, clause.numbers) for clause in clauses if clause.numbers]
    if len(able) < 2:
        return able[0][0] if able else None
    narrowest, fewest = able[0][0], _MANY
    for clause, numbers in able:
        found = _count(db, numbers, fewest)
        if found < fewest:
            narrowest, fewest = clause, found
    return narrowest


def _count(db: sqlite3.Connection, numbers: Numbers, most: int) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({numbers.sql}) LIMIT {most})"  # noqa: S608
    return int(db.execute(sql, numbers.values).fetchone()[0])


_MANY = 20_000
"""So many happenings at most are counted of those that meet a condition."""


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
    """By which open or unknown side of its date alone a happening `h` answers; 0 by none.

    Of a date such as `2010/..` its bounds tell, as far as they are not cut by what tells of it.
    """
    if not query.ranges:
        return Clause("0", ())
    planned = "h.told_by IS NULL AND h.counts_from = -9e999" if query.as_of is not None else "0"
    beyond = ""
    values: list[float] = []
    for i, (first, last) in enumerate(query.ranges):
        of_day = query.as_of is not None and i == len(query.ranges) - 1
        asked = "h.told_by IS NOT NULL AND " if of_day else ""
        beyond += f"""
            WHEN {asked}(h.starts_from > ? OR {_NAMED_UNTIL} < ?) THEN
                CASE WHEN h.starts_by IS h.told_by THEN side_of_date({_DATE})
                     WHEN h.starts_from <= ? THEN {_AFTER} ELSE {_BEFORE} END
        """
        values += (last, first, first)
    sql = f"""
        CASE WHEN h.match = 2 THEN 0 WHEN {planned} THEN {_BEFORE}
             WHEN h.starts_from > -9e999 AND h.ends_by < 9e999 THEN 0
             WHEN h.starts_from = -9e999 OR h.date NOT LIKE '%/..' THEN side_of_date({_DATE})
             {beyond}
             ELSE 0 END
    """
    return Clause(sql, tuple(values))


_NAMED_UNTIL = "max(h.starts_by, iif(h.ends_from = 9e999, h.starts_by, h.ends_from))"
"""The last day that a date names which ends with `/..`: of its beginning, or when last seen."""


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


def clear_picked(db: sqlite3.Connection, kept: _Kept = _WRITTEN_DOWN) -> None:
    """Let `picked` hold nothing but what is found without being written down.

    Args:
        db: a projection.
        kept: where that is found.
    """
    for view in ("picked", "picked_happenings", "picked_count"):
        db.execute(f"DROP VIEW IF EXISTS temp.{view}")
    db.execute("DROP TABLE IF EXISTS temp.picks")
    db.execute(_PICKS)
    db.execute(f"CREATE TEMP VIEW picked_happenings AS {kept.rows}")
    db.execute(f"CREATE TEMP VIEW picked_count AS {kept.total}")
    db.execute("CREATE TEMP VIEW picked AS SELECT n, id, match, unbounded FROM picked_happenings")


def put_picked(db: sqlite3.Connection, matches: Mapping[str, int]) -> None:
    """Let `picked` hold some happenings, by their ids, with how each matches."""
    clear_picked(db)
    sql = "INSERT INTO picks (n, match) SELECT n, ?2 FROM happenings WHERE id = ?1"
    db.execute("BEGIN")
    db.executemany(sql, matches.items())
    db.execute("COMMIT")


def narrow_picked(db: sqlite3.Connection, numbers: Numbers) -> None:
    """Let `picked` hold, of what it holds, only the happenings of some numbers."""
    sql = f"""
        SELECT k.n, k.match, k.unbounded FROM (SELECT DISTINCT n FROM ({numbers.sql})) AS c
        CROSS JOIN picked AS k ON k.n = c.n
    """  # noqa: S608 (fixed texts)
    kept = db.execute(sql, numbers.values).fetchall()
    clear_picked(db)
    db.execute("BEGIN")
    db.executemany("INSERT INTO picks (n, match, unbounded) VALUES (?, ?, ?)", kept)
    db.execute("COMMIT")


def count_picked(db: sqlite3.Connection) -> int:
    """How many happenings were picked."""
    return int(db.execute("SELECT * FROM picked_count").fetchone()[0])


def count_unbounded(db: sqlite3.Connection) -> int:
    """How many of them answer only by an open or unknown side of their dates."""
    return int(db.execute("SELECT count(*) FROM picks WHERE unbounded").fetchone()[0])


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
