"""Seals that have one name, as two copies of a log made them before they were merged."""

import sqlite3
from collections.abc import Iterator

from timeline.base.advice import Advice, call
from timeline.event.schema import Wrong


def seals_of_one_name(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Each seal that has the name of an earlier one, by its id, with what is wrong."""
    first: dict[str, str] = {}
    for id_, name in db.execute(_SEALS):
        earlier = first.setdefault(name, id_)
        if earlier != id_:
            problem = f"the seals {earlier} and {id_} are both called `{name}`, which means neither"
            seal_anew = Advice("or seal again by another name", call("seal", name="OTHER-NAME"))
            how = call("list", as_recorded=id_)
            remedy = Advice("no seal can be renamed; ask for one by its id", how, seal_anew)
            yield id_, Wrong(("name",), problem, remedy)


_SEALS = """
    SELECT id, body ->> 'name' FROM log_events WHERE event = 'seal'
    GROUP BY id ORDER BY recorded_at, id
"""
