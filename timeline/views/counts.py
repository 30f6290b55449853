"""How often what was picked names an actor or a place: certainly, and possibly besides."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from timeline.dates.edtf import Match
from timeline.views.clause import ANY, Clause


class Counts(NamedTuple):
    """Picked happenings: how many, the first and the last (EDTF), in which roles.

    `first`, `last` and `roles` are those of the certain ones, or of the possible ones where
    nothing is certain; `possible_roles` are those of the possible ones. Only actors have roles.
    `through` says in how many of all an actor took part only through who holds its offices.
    `unbounded` are those that answer only by an open or unknown side of their dates; they do not
    count as possible.
    """

    certain: int
    possible: int
    first: str | None
    last: str | None
    roles: tuple[str, ...]
    possible_roles: tuple[str, ...] = ()
    through: int = 0
    unbounded: int = 0


NOTHING = Counts(0, 0, None, None, ())

Counted = Literal["actor", "program", "place", "kind"]
_NAMED: Mapping[Counted, str] = {
    "actor": "participation_rows",
    "program": "program_part_rows",
    "place": "happening_place_rows",
    "kind": "happenings",
}


def count_named(
    db: sqlite3.Connection,
    namespace: Counted,
    *,
    parts: bool,
    occurred: bool = True,
    among: Clause = ANY,
    whole: str | None = None,
    only: Collection[str] | None = None,
) -> Mapping[str, Counts]:
    """The counts of every key, or kind, that something picked has.

    Args:
        db: a fresh projection with `picked` filled.
        namespace: what to count.
        parts: count what names a part for the whole, too, and what somebody did for a body for
            the body; a kind has no parts.
        occurred: count only what has occurred.
        among: a condition on the rows `x` in which happenings name what is counted.
        whole: count for this key alone.
        only: count for these keys alone.
    """
    key = None if whole is None else Clause("?", (whole,))
    named = named_rows(namespace, parts=parts, among=among, whole=key)
    if only is not None:
        some = f"SELECT * FROM ({named.sql}) WHERE whole IN (SELECT value FROM json_each(?))"  # noqa: S608
        named = Clause(some, (*named.values, json.dumps([*only])))
    query = _QUERY.format(named=named.sql)
    values = (*named.values, occurred)
    found: dict[str, Counts] = {}
    for key, level, count, direct, first, last, roles in db.execute(query, values):
        before = found.get(key, NOTHING)
        had = tuple(json.loads(roles))
        through = before.through + count - direct
        told = before._replace(first=first, last=last, roles=had, through=through)
        match level:
            case Match.CERTAIN:
                found[key] = told._replace(certain=count)
            case Match.POSSIBLE:
                found[key] = told._replace(possible=count, possible_roles=had)
            case _:
                found[key] = told._replace(unbounded=count)
    return found


def named_rows(
    namespace: Counted, *, parts: bool, among: Clause = ANY, whole: Clause | None = None
) -> Clause:
    """The SQL of what is named by what was picked, as `count_named` counts it, with its values.

    Its columns are the number n and level of the happening (its match, 0 if it is unbounded), named
    (the key that it names), whole (that for which this counts), role, and through (1 where
    somebody took part for the body).

    Args:
        namespace: what is named.
        parts: as for `count_named`.
        among: likewise.
        whole: only what counts for the key that this expression gives.

    The plus sign keeps SQLite from reading all parts of a namespace for each row.
    """
    role = "x.role" if namespace == "actor" else "NULL"
    named = _naming(namespace, f"x.{namespace}", f"{role} AS role, 0 AS through", among, whole)
    if not parts:
        only = ANY if whole is None else Clause(f"named = {whole.sql}", whole.values)
        sql = f"SELECT *, named AS whole FROM ({named.sql}) WHERE {only.sql}"  # noqa: S608
        return Clause(sql, named.values + only.values)
    if namespace == "actor":
        through = _naming(namespace, 'x."for"', "x.role, 1", among, whole)
        named = Clause(f"{named.sql} UNION ALL {through.sql}", named.values + through.values)
    only = ANY if whole is None else Clause(f"w.whole = {whole.sql}", whole.values)
    sql = f"""
        SELECT n.*, w.whole FROM ({named.sql}) AS n
        CROSS JOIN parts AS w ON +w.namespace = '{namespace}' AND w.part = n.named AND {only.sql}
    """  # noqa: S608
    return Clause(sql, named.values + only.values)


def _naming(
    namespace: Counted, column: str, more: str, among: Clause, whole: Clause | None
) -> Clause:
    """The rows in which what was picked names a key in a column, with further columns.

    For one key SQLite begins with the rows that name it, not with all that was picked.
    """
    order, only = "picked AS k CROSS JOIN {0} AS x", Clause("1", ())
    if whole is not None:
        order = "{0} AS x CROSS JOIN picked AS k"
        parts = f"SELECT part FROM parts WHERE namespace = '{namespace}' AND whole = {whole.sql}"  # noqa: S608
        lies_in = f"{column} IN ({parts} UNION ALL SELECT {whole.sql})"
        only = Clause(lies_in, whole.values * 2)
    sql = f"""
        SELECT k.n, iif(k.unbounded, 0, k.match) AS level, {column} AS named, {more}
        FROM {order.format(_NAMED[namespace])} ON x.n = k.n
        WHERE {column} IS NOT NULL AND {only.sql} AND ({among.sql})
    """  # noqa: S608 (fixed texts)
    return Clause(sql, only.values + among.values)


_QUERY = """
    WITH counted AS (
        SELECT n.whole, n.level, count(DISTINCT n.n) AS count,
               count(DISTINCT n.n) FILTER (WHERE NOT n.through) AS direct,
               min(n.n) AS first, max(n.n) AS last,
               json_group_array(DISTINCT n.role) AS roles
        FROM ({named}) AS n
        CROSS JOIN happenings AS h ON h.n = n.n AND (h.status = 'occurred' OR NOT ?)
        GROUP BY 1, 2
    )
    SELECT c.whole, c.level, c.count, c.direct, first.date, last.date, c.roles
    FROM counted AS c
    JOIN happenings AS first ON first.n = c.first JOIN happenings AS last ON last.n = c.last
    ORDER BY c.level
"""
