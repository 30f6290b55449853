"""Which happenings a question is about: filters and the happened clock.

`pick` puts the answer into the temporary table `picked`; every view is then plain SQL over it.
What people type becomes a parameter, never SQL.
"""

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from timeline import date_words, edtf
from timeline.edtf import Bounds, Match
from timeline.errors import TimelineError
from timeline.projection import lookup
from timeline.projection.database import hemisphere_of


class Filters(NamedTuple):
    """What a reading command is asked for, as typed. Values of one field are alternatives.

    `from_`, `to`, `during`, `within` and `as_of` are EDTF or words. `actor` holds names, or
    `ROLE=NAME` for one participation. Parts of a named body, program or place are included
    unless `no_parts`.
    """

    from_: str = ""
    to: str = ""
    during: str = ""
    within: str = ""
    certain: bool = False
    actor: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    no_parts: bool = False
    as_of: str = ""


class Clause(NamedTuple):
    """A condition on happenings `h`, with its parameters."""

    sql: str
    values: tuple[object, ...]


Test = Callable[[edtf.Date | Bounds], Match]


class Asked(NamedTuple):
    """Filters with their names and dates understood.

    `filtered` says that something other than a clock chooses among happenings, `dated` that a
    date was asked for, so that rows match certainly or possibly.
    """

    clauses: tuple[Clause, ...]
    tests: tuple[Test, ...]
    as_of: int | None
    certain: bool
    filtered: bool
    dated: bool


def last_day(db: sqlite3.Connection, typed: str) -> int:
    """The last day of a date as typed: what "as of 2016" and "to 2016" mean.

    Raises:
        TimelineError: the text is no date, or it has no last day.
    """
    date = date_words.read(typed, hemisphere=hemisphere_of(db))
    if math.isinf(date.latest):
        raise TimelineError(f"`{typed}` has no last day", "give a date such as 2016 or 2016-06-30")
    return int(date.latest)


def understand(db: sqlite3.Connection, filters: Filters) -> Asked:
    """Resolve what was typed.

    Raises:
        TimelineError: a name or date that means nothing, with the nearest that does.
    """
    clauses = list(_clauses(db, filters))
    tests: list[Test] = []
    for first, last, name in _ranges(db, filters):
        clauses.append(Clause("h.starts_from <= ? AND h.ends_by >= ?", (last, first)))
        tests.append(_test(name, first, last))
    filtered = bool(clauses)
    as_of = last_day(db, filters.as_of) if filters.as_of else None
    if as_of is not None:
        clauses.append(Clause("h.counts_from <= ?", (as_of,)))
    dated = bool(tests) or as_of is not None
    return Asked(tuple(clauses), tuple(tests), as_of, filters.certain, filtered, dated)


def _test(name: str, first: float, last: float) -> Test:
    if name == "within":
        return lambda date: date.within(first, last)
    return lambda date: date.overlaps(first, last)


def _ranges(db: sqlite3.Connection, filters: Filters) -> Iterator[tuple[float, float, str]]:
    hemisphere = hemisphere_of(db)

    def read(typed: str) -> edtf.Date:
        return date_words.read(typed, hemisphere=hemisphere)

    if filters.from_ or filters.to:
        first = read(filters.from_).earliest if filters.from_ else -math.inf
        last = read(filters.to).latest if filters.to else math.inf
        if first > last:
            problem = f"--from {filters.from_} is later than --to {filters.to}"
            raise TimelineError(problem, "no day lies between them")
        yield first, last, "overlaps"
    for typed, name in ((filters.during, "overlaps"), (filters.within, "within")):
        if typed:
            date = read(typed)
            yield date.earliest, date.latest, name


def _clauses(db: sqlite3.Connection, filters: Filters) -> Iterator[Clause]:
    if filters.actor or filters.role:
        yield _participation(db, filters)
    if filters.program or filters.phase:
        yield _program(db, filters)
    if filters.place:
        keys = _keys(db, "place", filters.place, parts=not filters.no_parts)
        yield _having("happening_places", f"x.place IN ({_marks(keys)})", keys)
    if filters.source:
        keys = _keys(db, "source", filters.source, parts=False)
        yield _having("citations", f"x.source IN ({_marks(keys)})", keys)
    if filters.kind:
        words = [_known(lookup.find_word(db, "kind", typed)) for typed in filters.kind]
        yield Clause(f"h.kind IN ({_marks(words)})", tuple(words))
    if filters.tag:
        yield _having("happening_tags", f"x.tag IN ({_marks(filters.tag)})", filters.tag)
    if filters.measure:
        condition = f"x.measure COLLATE NOCASE IN ({_marks(filters.measure)})"
        yield _having("happening_figures", condition, filters.measure)
    for column, typed in (("status", filters.status), ("confidence", filters.confidence)):
        if typed:
            yield Clause(f"h.{column} IN ({_marks(typed)})", typed)


def _participation(db: sqlite3.Connection, filters: Filters) -> Clause:
    roles = [_known(lookup.find_word(db, "role", typed)) for typed in filters.role]
    if not filters.actor:
        return _having("participations", f"x.role IN ({_marks(roles)})", roles)
    alternatives: list[str] = []
    values: list[str] = []
    for typed in filters.actor:
        role, equals, name = (part.strip() for part in typed.partition("="))
        keys = _keys(db, "actor", [name if equals else typed], parts=not filters.no_parts)
        condition = f"x.actor IN ({_marks(keys)})"
        values += keys
        wanted = [_known(lookup.find_word(db, "role", role))] if equals else roles
        if wanted:
            condition += f" AND x.role IN ({_marks(wanted)})"
            values += wanted
        alternatives.append(f"({condition})")
    return _having("participations", f"({' OR '.join(alternatives)})", values)


def _program(db: sqlite3.Connection, filters: Filters) -> Clause:
    conditions: list[str] = []
    values: list[str] = []
    if filters.program:
        keys = _keys(db, "program", filters.program, parts=not filters.no_parts)
        conditions.append(f"x.program IN ({_marks(keys)})")
        values += keys
    if filters.phase:
        conditions.append(f"x.phase COLLATE NOCASE IN ({_marks(filters.phase)})")
        values += list(filters.phase)
    return _having("program_parts", " AND ".join(conditions), values)


def _keys(
    db: sqlite3.Connection, namespace: str, typed: Sequence[str], *, parts: bool
) -> list[str]:
    keys = [_known(lookup.find_key(db, namespace, name)) for name in typed]
    if not parts:
        return keys
    query = "SELECT part FROM parts WHERE namespace = ? AND whole = ?"
    return list(dict.fromkeys(p for key in keys for (p,) in db.execute(query, (namespace, key))))


def _known(found: str | lookup.Unknown) -> str:
    if isinstance(found, lookup.Unknown):
        raise TimelineError(found.problem, found.remedy)
    return found


def _having(table: str, condition: str, values: Sequence[object]) -> Clause:
    sql = f"EXISTS (SELECT 1 FROM {table} AS x WHERE x.happening = h.id AND {condition})"  # noqa: S608
    return Clause(sql, tuple(values))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_PICKED = """
    CREATE TEMP TABLE picked (
        ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, match INTEGER NOT NULL
    )
"""


def pick(db: sqlite3.Connection, asked: Asked) -> None:
    """Fill the temporary table `picked` with the happenings asked for, in order of their dates.

    Its `match` is 2 for what certainly answers and 1 for what possibly does.
    """
    where = " AND ".join(f"({clause.sql})" for clause in asked.clauses) or "1"
    values = [value for clause in asked.clauses for value in clause.values]
    query = f"""
        SELECT h.id, h.date, h.last_seen,
               h.starts_from, h.starts_by, h.ends_from, h.ends_by, h.counts_by
        FROM happenings AS h WHERE {where}
        ORDER BY h.sort_from, h.sort_to, h.date, h.id
    """  # noqa: S608 (the conditions are fixed texts with ? for values)
    db.execute("DROP TABLE IF EXISTS temp.picked")
    db.execute(_PICKED)
    hemisphere = hemisphere_of(db)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO picked (id, match) VALUES (?, ?)",
        _matching(db.execute(query, values), asked, hemisphere),
    )
    db.execute("COMMIT")


def _matching(
    rows: sqlite3.Cursor, asked: Asked, hemisphere: edtf.Hemisphere
) -> Iterator[tuple[str, int]]:
    for id_, text, last_seen, *numbers, counts_by in rows:
        match = Match.CERTAIN
        if asked.tests:
            date = _set_or_bounds(text, last_seen, numbers, hemisphere)
            match = min(test(date) for test in asked.tests)
        if asked.as_of is not None and counts_by > asked.as_of:
            match = min(match, Match.POSSIBLE)
        if match is Match.CERTAIN or (match is Match.POSSIBLE and not asked.certain):
            yield id_, int(match)


def _set_or_bounds(
    text: str, last_seen: int | None, numbers: Sequence[float], hemisphere: edtf.Hemisphere
) -> edtf.Date | Bounds:
    """What to test: the four bounds say all of a date but for a set, whose members count."""
    if text[0] not in "[{":
        return Bounds(*numbers)
    date = edtf.parse(text, hemisphere)
    return date if last_seen is None else date.seen_until(last_seen)


def match_word(match: int | None, asked: Asked) -> str | None:
    """How a row answers: `certain` or `possible`; None when no date was asked for."""
    return Match(match).word if asked.dated and match is not None else None
