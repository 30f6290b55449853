"""Which happenings a question is about: filters and the happened clock.

`pick` puts the answer into the temporary table `picked`; every view is then plain SQL over it.
What the user types becomes a parameter, never SQL.
"""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from timeline.base import days
from timeline.base.advice import Advice, call
from timeline.base.errors import UsageError
from timeline.projection import clocks
from timeline.projection.clocks import Clocks
from timeline.projection.reaches import ANY_REACH, REACHES
from timeline.projection.settings import hemisphere_of, open_ends_of
from timeline.views.actor_query import read_actor_query
from timeline.views.clause import Clause, Numbers
from timeline.views.conditions import NAMES, How, clauses, row_conditions
from timeline.views.known_words import find_words
from timeline.views.query import OPEN_ENDS, Filters, Query, Test
from timeline.views.typed_dates import days_of, instant_of, last_day

if TYPE_CHECKING:
    from timeline.views.context import Context


def enter_clocks(db: sqlite3.Connection, filters: Filters) -> None:
    """Let the connection answer as of the clocks that filters name, and as of no others.

    Raises:
        TimelineError: a date or an instant that means nothing.
        UsageError: no way to take open ends.
    """
    if filters.open_ends and filters.open_ends not in OPEN_ENDS:
        raise UsageError(
            f"`{filters.open_ends}` is no way to take open ends", " or ".join(OPEN_ENDS)
        )
    held = (filters.open_ends or open_ends_of(db)) == "held"
    recorded = instant_of(db, filters.as_recorded) if filters.as_recorded else None
    published = last_day(db, filters.as_published) if filters.as_published else None
    clocks.enter(db, Clocks(recorded, published, held))


def understand(db: sqlite3.Connection, filters: Filters) -> Query:
    """Resolve what was typed, and enter its clocks.

    Raises:
        TimelineError: a name or date that means nothing, with the nearest that does.
    """
    filters = _storable(filters)
    enter_clocks(db, filters)
    as_of = last_day(db, filters.as_of) if filters.as_of else None
    how = How(parts=not filters.no_parts, day=as_of)
    conditions = list(_conditions(db, filters, how))
    context = _context(db, filters)
    tests = [*_tests(db, filters)]
    if context:
        tests.append(Test("overlaps", context.first, context.last))
    conditions += [_within_reach(first, last) for _, first, last in tests]
    filtered = bool(conditions)
    if as_of is not None:
        conditions.append(Clause("h.counts_from <= ?", (as_of,), _counting(as_of)))
    first, last = sorted(
        (
            max((test.first for test in tests), default=-math.inf),
            min((test.last for test in tests), default=math.inf),
        )
    )
    return Query(
        tuple(conditions),
        tuple(tests),
        tuple(_looked_at(tests, as_of)),
        as_of,
        filters.certain,
        filtered,
        dated=bool(tests) or as_of is not None,
        span=(first, last),
        around=context.id if context else None,
        measures=tuple(find_words(db, "measure", filters.measure)) if filters.measure else (),
        held=clocks.is_held(db),
        rows=row_conditions(db, {name: getattr(filters, name) for name in NAMES}, how),
        actors=read_actor_query(db, filters),
    )


def _within_reach(first: float, last: float) -> Clause:
    """The condition that a date can have anything to do with days, both included.

    Dates are looked up by how far they reach, so that those of a day are found by their day alone.
    """
    found = [
        f"SELECT n FROM happenings_versions WHERE reach = {reach} AND starts_from >= ? - {reach}"  # noqa: S608
        " AND starts_from <= ? AND ends_by >= ?"
        for reach in REACHES
    ]
    further = f"SELECT n FROM happenings_versions WHERE reach = {ANY_REACH}"  # noqa: S608
    sql = " UNION ALL ".join([*found, f"{further} AND starts_from <= ? AND ends_by >= ?"])
    values = (first, last, first) * len(REACHES) + (last, first)
    sides = "h.starts_from <= ? AND h.ends_by >= ?"
    return Clause(sides, (last, first), Numbers(sql, values))


def _counting(day: int) -> Numbers:
    return Numbers("SELECT n FROM happenings_versions WHERE counts_from <= ?", (day,))


def _looked_at(tests: Sequence[Test], as_of: int | None) -> Iterator[tuple[float, float]]:
    yield from ((test.first, test.last) for test in tests)
    if as_of is not None:
        yield -math.inf, as_of


def _storable(filters: Filters) -> Filters:
    """Filters in which nothing is left that no text of the log holds and SQLite would not take."""
    return Filters._make(
        tuple(map(_clean, value)) if isinstance(value, tuple) else _clean(value)
        for value in filters
    )


def _clean(typed: str | bool) -> str | bool:
    if isinstance(typed, bool) or typed.isascii():
        return typed
    return typed.encode(errors="replace").decode()


def _tests(db: sqlite3.Connection, filters: Filters) -> Iterator[Test]:
    if filters.from_ or filters.to:
        first = days_of(db, filters.from_)[0] if filters.from_ else -math.inf
        last = days_of(db, filters.to)[1] if filters.to else math.inf
        if first > last:
            problem = f"from {filters.from_} to {filters.to} is no range"
            raise UsageError(problem, "no day lies between them")
        yield Test("overlaps", first, last)
    if filters.during:
        yield Test("overlaps", *days_of(db, filters.during))
    if filters.within:
        yield Test("within", *days_of(db, filters.within))


def _context(db: sqlite3.Connection, filters: Filters) -> "Context | None":
    if filters.window and not filters.around:
        problem = "a window is how far around a happening to look"
        raise UsageError(problem, Advice("name it", call("", around="ID", window="30d")))
    if not filters.around:
        return None
    from timeline.views.context import WINDOW, find_context  # noqa: PLC0415 (only a context needs it)

    return find_context(db, filters.around, filters.window or WINDOW, hemisphere_of(db))


def _conditions(db: sqlite3.Connection, filters: Filters, how: How) -> Iterator[Clause]:
    """What filters by names, words and texts ask for."""
    wanted, unwanted = (
        {name: getattr(filters, f"{before}{name}") for name in NAMES} for before in ("", "not_")
    )
    yield from clauses(db, wanted, unwanted, how, all_match=filters.all_match)
    yield from clauses(db, {"text": filters.words}, {}, how, all_match=True)
    if filters.overdue and filters.as_of:
        day = last_day(db, filters.as_of)
        yield overdue(day + 1, day)
    elif filters.overdue:
        yield overdue(days.today())


def overdue(today: int, as_of: int | None = None) -> Clause:
    """The condition that something planned was surely over before a day, without an outcome.

    Args:
        today: the day.
        as_of: only what may have happened by the end of this day is an outcome.
    """
    sql = """
        h.status = 'planned' AND h.ends_by < ? AND NOT EXISTS (
            SELECT 1 FROM happenings AS o WHERE o.outcome_of = h.id AND o.counts_from <= ?
        )
    """
    planned = f"SELECT h.n FROM happenings_versions AS h WHERE h.status <> 'occurred' AND {sql}"  # noqa: S608 (fixed texts)
    values = today, math.inf if as_of is None else as_of
    return Clause(sql, values, Numbers(planned, values))
