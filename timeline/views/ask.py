"""A question to a projection: filters understood, a name found, and the answer picked."""

import sqlite3
from typing import NamedTuple

from timeline.views.filters import understand
from timeline.views.picked import Aside, clear_picked, pick
from timeline.views.query import Filters, Query


class Question(NamedTuple):
    """What views are asked: of which projection, about which key, and what was picked for it.

    `key` is None where no name was given; `aside` counts what was left out as unbounded.
    """

    db: sqlite3.Connection
    key: str | None
    query: Query
    aside: Aside


def ask(
    db: sqlite3.Connection,
    filters: Filters,
    *,
    namespace: str = "",
    name: str = "",
    bounded: bool = False,
    counting: bool = True,
) -> Question:
    """Understand filters, find the key that a name leads to, and pick what the filters leave.

    Args:
        db: a fresh projection; the clocks of the filters are entered on it.
        filters: as typed.
        namespace: actor, program, place or source; of the name.
        name: a key, name or alias; empty for none.
        bounded: leave out what matches only by an open or unknown side of its date.
        counting: without it, nothing is picked where only a clock was asked for.

    Of a key only what names it, or a part of it, is picked.

    Raises:
        TimelineError: a name, word or date that means nothing, with the nearest that does.
    """
    query = understand(db, filters)._replace(bounded=bounded)
    key, sought = None, query
    if name:
        from timeline.projection.lookup import known_key  # noqa: PLC0415 (only a name needs it)
        from timeline.views.conditions import naming  # noqa: PLC0415 (likewise)

        key = known_key(db, namespace, name)
        sought = query._replace(clauses=(*query.clauses, naming(namespace, key)))
    if counting or query.filtered:
        return Question(db, key, query, pick(db, sought))
    clear_picked(db)
    return Question(db, key, query, Aside())
