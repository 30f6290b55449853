"""Instants of recording that no good clock can have given."""

import datetime as dt
import sqlite3
from collections.abc import Iterator

from timeline.base.advice import Advice, call, lift
from timeline.event.schema import Wrong

_TOLERANCE = dt.timedelta(minutes=5)
"""How far the clocks of two machines may be apart without a word."""


def recorded_ahead(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Events recorded later than now, by their ids, with what is wrong with them."""
    now = (dt.datetime.now(dt.UTC) + _TOLERANCE).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    query = "SELECT DISTINCT id, recorded_at FROM documents WHERE recorded_at > ? ORDER BY id"
    for id_, at in db.execute(query, (now,)).fetchall():
        problem = f"recorded in the future, at {at}: a clock was ahead, or is behind now"
        remedy = Advice("set the clock; until then leave it out", call("", as_recorded=...))
        yield id_, Wrong(("recorded",), problem, remedy)


def corrected_too_early(db: sqlite3.Connection) -> Iterator[tuple[str, Wrong]]:
    """Corrections that stand and were recorded before what they correct, with what is wrong."""
    for id_, target, at in db.execute(_TOO_EARLY).fetchall():
        problem = f"recorded before what it corrects: {target} was recorded at {at}"
        remedy = lift(id_, "a clock was wrong; withdraw this, and correct again")
        yield id_, Wrong(("recorded",), problem, remedy)


_TOO_EARLY = """
    SELECT c.id, d.id, max(d.recorded_at)
    FROM corrections AS s
    JOIN documents AS c ON c.id = s.id, json_each(c.body, '$.after') AS a
    JOIN documents AS d ON d.id = a.value
    WHERE s.retracted_by IS NULL AND c.recorded_at < d.recorded_at
    GROUP BY c.id ORDER BY c.id
"""
