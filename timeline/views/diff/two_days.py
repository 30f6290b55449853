"""What may differ between two days, so that no more than that is read where counts are wanted."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.views.clause import ANY, Clause, Numbers
from timeline.views.counts import Counted, named_rows
from timeline.views.query import Filters, Query


class Examples(NamedTuple):
    """How to choose happenings of the time before two days, that stand for all of it.

    `first` is the first day; `actors` are those to be known beside the ones that happenings name;
    `numbers` are the happenings, once they are chosen.
    """

    first: int
    actors: Iterable[str]
    numbers: tuple[int, ...] | None = None


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


def find_differing(
    db: sqlite3.Connection, table: str, column: str, changing: Numbers, days: tuple[int, int]
) -> set[str]:
    """The keys of which more surely happened by the last of two days: their counts differ.

    Args:
        db: a projection, its clocks entered.
        table: with rows of what happenings name.
        column: that of the key.
        changing: what is not surely there on both days.
        days: the first and the last day.
    """
    sql = f"""
        SELECT DISTINCT x.{column} FROM ({changing.sql}) AS c
        CROSS JOIN happenings AS h ON h.n = c.n CROSS JOIN {table} AS x ON x.n = h.n
        WHERE h.status = 'occurred' AND h.counts_by > ? AND h.counts_by <= ?
    """  # noqa: S608 (our own names)
    return {key for (key,) in db.execute(sql, (*changing.values, *days))}


def find_examples(
    db: sqlite3.Connection, query: Query, changing: Numbers, wanted: Examples, *, parts: bool
) -> Examples:
    """One happening that was surely there, for each thing that one that changes names.

    With these alone beside what changes, rows of views differ between the days where they do with
    all: what was there before is there before, and whatever else is counted is the same on both.
    Levels are told from their newest statement, so all that may state such a one are there.

    Args:
        db: a projection with `picked` filled, as of either day.
        query: what was asked for.
        changing: what is not surely there on both days.
        wanted: which to choose; those that are chosen already are kept.
        parts: parts count for the whole.
    """
    if wanted.numbers is not None:
        return wanted
    sql = _LEVELS.format(changing=changing.sql)
    found = {n for (n,) in db.execute(sql, changing.values)}
    found.update(_of_measures(db, changing, wanted.first))
    among = query.rows.get("participation_rows", ANY)
    found.update(_of_keys(db, "actor", among, changing, wanted, parts=parts))
    found.update(_of_keys(db, "place", ANY, changing, wanted, parts=parts))
    found.update(_of_keys(db, "program", ANY, changing, wanted, parts=False))
    return wanted._replace(numbers=tuple(found))


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


def with_examples(changing: Numbers, examples: Examples) -> Numbers:
    """What changes, and the happenings that stand for what does not."""
    sql = f"{changing.sql} UNION ALL SELECT value FROM json_each(?)"  # noqa: S608 (fixed texts)
    return Numbers(sql, (*changing.values, json.dumps(examples.numbers)))


def _of_keys(
    db: sqlite3.Connection,
    namespace: Counted,
    among: Clause,
    changing: Numbers,
    wanted: Examples,
    *,
    parts: bool,
) -> Iterator[int]:
    named = named_rows(namespace, parts=parts, among=among)
    touched = f"""
        WITH picked AS (SELECT DISTINCT n, 2 AS match, 0 AS unbounded FROM ({changing.sql}))
        SELECT DISTINCT whole FROM ({named.sql})
    """  # noqa: S608 (fixed texts)
    keys = {key for (key,) in db.execute(touched, (*changing.values, *named.values))}
    for key in keys | set(wanted.actors if namespace == "actor" else ()):
        named = named_rows(namespace, parts=parts, among=among, whole=key)
        sql = f"""
            SELECT h.n FROM ({named.sql}) AS n CROSS JOIN happenings AS h ON h.n = n.n
            WHERE h.status = 'occurred' AND h.counts_by <= ? LIMIT 1
        """  # noqa: S608 (fixed texts)
        for (n,) in db.execute(sql, (*named.values, wanted.first)):
            yield n


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
