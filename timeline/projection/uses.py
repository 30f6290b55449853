"""How many events name a key."""

import json
import sqlite3
from collections.abc import Mapping

from timeline.event.references import references


def count_uses(db: sqlite3.Connection, namespace: str, key: str) -> int:
    """How many events name a key, as they are written: not by another key that is the same.

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        key: in any of their declarations, which do not count themselves.
    """
    query = "SELECT body FROM states WHERE retracted_by IS NULL AND instr(body, ?)"
    bodies = (json.loads(text) for (text,) in db.execute(query, (f'"{key}"',)))
    return sum(_names(body, namespace, key) for body in bodies)


def _names(body: Mapping[str, object], namespace: str, key: str) -> bool:
    return any(
        (must_be.kind, must_be.of, text) == ("key", namespace, key)
        for _, must_be, text in references(body)
    )
