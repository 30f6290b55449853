"""What may differ between two days, so that no more than that is read where counts are wanted."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from timeline.views.clause import ANY, Clause, Numbers, joined
from timeline.views.counts import Counted, named_rows
from timeline.views.query import Filters, Query


class Told(NamedTuple):
    """What tells which rows differ on two days.

    `differing` are, by what they are keys of, those of which something surely happened by the first
    day and more by the last one, so that their rows differ, whatever else these say; `unsure` are
    the others whose rows may differ. `examples` are happenings of the time before, that stand for
    all of it.
    """

    differing: Mapping[Counted, frozenset[str]]
    unsure: Mapping[Counted, frozenset[str]]
    examples: tuple[int, ...]


def depends_on_day(filters: Filters) -> bool:
    """Whether what was there on a first day may answer otherwise on another, or only possibly."""
    dates = filters.from_, filters.to, filters.during, filters.within, filters.around
    return any(dates) or bool(filters.state or filters.not_state or filters.overdue)


def changing_between(db: sqlite3.Connection, first: int, last: int) -> Numbers:
    """What was not surely there on the first of two days, and what was planned for after it.

    It is looked up once and listed, since much is asked of it.
    """
    sql = """
        SELECT n FROM happenings_versions WHERE counts_by > ?1 AND counts_from <= ?2
        UNION SELECT n FROM happenings_versions
        WHERE status <> 'occurred' AND status = 'planned' AND starts_from <= ?2 AND ends_by > ?1
    """
    found = [n for (n,) in db.execute(sql, (first, last))]
    return Numbers("SELECT value AS n FROM json_each(?)", (json.dumps(found),))


def find_told(
    db: sqlite3.Connection,
    query: Query,
    changing: Numbers,
    days: tuple[int, int],
    actors: Collection[str],
    *,
    parts: bool,
) -> Told:
    """What tells which rows of views differ on two days.

    With what changes and the examples alone, rows differ where they do with all happenings: what
    was there before is there before, and whatever else is counted is the same on both days. Levels
    are told from their newest statement, so all that may state such a one are examples. How a
    program stands may change where nothing that was asked for happens in it.

    Args:
        db: a projection with `picked` filled, as of either day.
        query: what was asked for, as of that day.
        changing: what is not surely there on both days.
        days: the first and the last day.
        actors: those of which something else may change.
        parts: parts count for the whole.
    """
    first = days[0]
    programs = frozenset(key for (key,) in db.execute("SELECT program FROM programs"))
    others: dict[Counted, frozenset[str]] = {"actor": frozenset(actors), "program": programs}
    examples = {n for (n,) in db.execute(_LEVELS.format(changing=changing.sql), changing.values)}
    examples.update(_of_measures(db, changing, first))
    among = query.rows.get("participation_rows", ANY)
    sought: tuple[tuple[Counted, Clause, bool], ...] = (
        ("actor", among, parts),
        ("place", ANY, parts),
        ("program", ANY, False),
    )
    differing: dict[Counted, frozenset[str]] = {}
    unsure: dict[Counted, frozenset[str]] = {}
    for namespace, rows, whole in sought:
        more = _changed_keys(db, namespace, rows, (query, changing, days), parts=whole)
        keys = more.keys() | others.get(namespace, frozenset())
        before = _examples_of(db, namespace, rows, keys, first, parts=whole)
        differing[namespace] = frozenset(k for k, sure in more.items() if sure and k in before)
        unsure[namespace] = frozenset(keys) - differing[namespace]
        examples.update(n for key, n in before.items() if key in unsure[namespace])
    return Told(differing, unsure, tuple(examples))


_LEVELS = """
    WITH levels AS MATERIALIZED (
        SELECT f.n, f.measure, f.unit,
               (SELECT min(x.place) FROM happening_place_rows AS x WHERE x.n = f.n) AS place
        FROM happening_figure_rows AS f WHERE f.type = 'level'
    )
    SELECT l.n FROM levels AS l JOIN (
        SELECT DISTINCT measure, unit, place FROM levels WHERE n IN ({changing})
    ) AS c ON c.measure = l.measure AND c.unit IS l.unit AND c.place IS l.place
"""


def with_examples(changing: Numbers, examples: Iterable[int]) -> Numbers:
    """What changes, and the happenings that stand for what does not."""
    sql = f"{changing.sql} UNION ALL SELECT value FROM json_each(?)"  # noqa: S608 (fixed texts)
    return Numbers(sql, (*changing.values, json.dumps([*examples])))


def _changed_keys(
    db: sqlite3.Connection,
    namespace: Counted,
    among: Clause,
    asked: tuple[Query, Numbers, tuple[int, int]],
    *,
    parts: bool,
) -> dict[str, int]:
    """The keys that something names that changes, with whether any of it surely happens between."""
    query, changing, days = asked
    clauses = query.clauses if query.as_of is None else query.clauses[:-1]
    where = joined("AND", clauses) if clauses else ANY
    named = named_rows(namespace, parts=parts, among=among)
    sql = f"""
        WITH picked AS MATERIALIZED (
            SELECT h.n, 0 AS unbounded,
                   h.status = 'occurred' AND h.counts_by > ? AND h.counts_by <= ? AS match
            FROM (SELECT DISTINCT n FROM ({changing.sql})) AS c
            CROSS JOIN happenings AS h ON h.n = c.n WHERE {where.sql}
        )
        SELECT whole, max(level) FROM ({named.sql}) GROUP BY whole
    """  # noqa: S608 (fixed texts)
    values = (*days, *changing.values, *where.values, *named.values)
    return dict(db.execute(sql, values).fetchall())


def _examples_of(
    db: sqlite3.Connection,
    namespace: Counted,
    among: Clause,
    keys: Iterable[str],
    first: int,
    *,
    parts: bool,
) -> dict[str, int]:
    """A picked happening that was surely there by a day, for each key of which there is one."""
    named = named_rows(namespace, parts=parts, among=among, whole=Clause("asked.value", ()))
    sql = f"""
        SELECT asked.value, (
            SELECT h.n FROM ({named.sql}) AS n CROSS JOIN happenings AS h ON h.n = n.n
            WHERE h.status = 'occurred' AND h.counts_by <= ? LIMIT 1
        ) FROM json_each(?) AS asked
    """  # noqa: S608 (fixed texts)
    found = db.execute(sql, (*named.values, first, json.dumps([*keys])))
    return {key: n for key, n in found if n is not None}


def _of_measures(db: sqlite3.Connection, changing: Numbers, first: int) -> Iterator[int]:
    measures = f"""
        SELECT DISTINCT measure, unit FROM happening_figure_rows
        WHERE type = 'actual' AND n IN ({changing.sql})
    """  # noqa: S608 (fixed texts)
    sql = """
        SELECT h.n FROM happening_figure_rows AS f CROSS JOIN picked AS k ON k.n = f.n
        CROSS JOIN happenings AS h ON h.n = f.n
        WHERE f.measure = ? AND f.unit IS ? AND f.type = 'actual'
          AND h.status = 'occurred' AND h.counts_by <= ? LIMIT 1
    """
    for measure, unit in db.execute(measures, changing.values).fetchall():
        for (n,) in db.execute(sql, (measure, unit, first)):
            yield n
