"""How often what was picked names an actor or a place: certainly, and possibly besides."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeline.edtf import Match


class Tally(NamedTuple):
    """Picked happenings: how many, the first and the last (EDTF), in which roles.

    `first`, `last` and `roles` are those of the certain ones, or of the possible ones where
    nothing is certain. Only actors have roles. `unbounded` are those that answer only by an open
    or unknown side of their dates; they do not count as possible.
    """

    certain: int
    possible: int
    first: str | None
    last: str | None
    roles: tuple[str, ...]
    unbounded: int = 0


NOTHING = Tally(0, 0, None, None, ())

Counted = Literal["actor", "program", "place", "kind"]
_NAMED: Mapping[Counted, tuple[str, str]] = {
    "actor": ("participations", "json_group_array(DISTINCT p.role)"),
    "program": ("program_parts", "'[]'"),
    "place": ("happening_places", "'[]'"),
    "kind": ("(SELECT id AS happening, kind FROM happenings)", "'[]'"),
}


def tally(
    db: sqlite3.Connection, namespace: Counted, *, parts: bool, occurred: bool = True
) -> Mapping[str, Tally]:
    """The tally of every key, or kind, that something picked has.

    Args:
        db: a fresh projection with `picked` filled.
        namespace: what to count.
        parts: count what names a part for the whole, too; a kind has no parts.
        occurred: count only what has occurred.
    """
    table, roles = _NAMED[namespace]
    whole, joined = f"p.{namespace}", ""
    if parts:
        whole = "w.whole"
        joined = f"JOIN parts AS w ON w.namespace = '{namespace}' AND w.part = p.{namespace}"
    query = f"""
        WITH counted AS (
            SELECT {whole} AS whole, iif(k.unbounded, 0, k.match) AS level,
                   count(DISTINCT k.id) AS count,
                   min(k.ordinal) AS first, max(k.ordinal) AS last, {roles} AS roles
            FROM picked AS k
            JOIN happenings AS h ON h.id = k.id AND (h.status = 'occurred' OR NOT ?)
            JOIN {table} AS p ON p.happening = k.id {joined}
            GROUP BY 1, 2
        )
        SELECT c.whole, c.level, c.count, first.date, last.date, c.roles
        FROM counted AS c
        JOIN picked AS kf ON kf.ordinal = c.first JOIN happenings AS first ON first.id = kf.id
        JOIN picked AS kl ON kl.ordinal = c.last JOIN happenings AS last ON last.id = kl.id
        ORDER BY c.level
    """  # noqa: S608 (fixed texts)
    found: dict[str, Tally] = {}
    for key, level, count, first, last, found_roles in db.execute(query, (occurred,)):
        before = found.get(key, NOTHING)
        told = first, last, tuple(json.loads(found_roles))
        match level:
            case Match.CERTAIN:
                found[key] = Tally(count, before.possible, *told, before.unbounded)
            case Match.POSSIBLE:
                found[key] = Tally(0, count, *told, before.unbounded)
            case _:
                found[key] = Tally(0, 0, *told, count)
    return found
