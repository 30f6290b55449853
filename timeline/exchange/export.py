"""Which events an export holds, and in which order: whatever the log, the same for the same events.

What was asked for is exported with all that it needs to mean the same elsewhere: corrections, the
declarations of what it names, and the happenings that it is part or outcome of.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from timeline.event.references import references
from timeline.event.schema import fields_of
from timeline.event.types import CORRECTIONS, TYPES

Body = Mapping[str, object]

FORMATS = ("jsonl", "csv")
"""The formats in which events are exported."""


def select_events(db: sqlite3.Connection, *, whole: bool) -> None:
    """Put the ids of what is exported into the temporary table `exported`, with their order.

    An event comes after those that it corrects; among such as do not correct each other the one
    recorded earlier comes first, then the one of the lesser id.

    Args:
        db: a projection; happenings were picked in it.
        whole: export all events, not only those picked and what they need.
    """
    db.execute("DROP TABLE IF EXISTS temp.exported")
    db.execute(
        "CREATE TEMP TABLE exported"
        " (depth, recorded_at, id, document, PRIMARY KEY (depth, recorded_at, id)) WITHOUT ROWID"
    )
    ids = None if whole else json.dumps(sorted(_needed(db)))
    # An event that lies at several places is the same at each.
    db.execute(f"INSERT OR IGNORE INTO exported SELECT 0, {_WANTED} AND event NOT {_FIX}", (ids,))
    places = dict[str, tuple[str, int]]()
    before: dict[str, list[str]] = {}
    query = "SELECT body FROM bodies WHERE document = ?"
    for at, id_, document in db.execute(f"SELECT {_WANTED} AND event {_FIX}", (ids,)):
        body = json.loads(*db.execute(query, (document,)).fetchone())
        places[id_] = at, document
        before[id_] = [*body["after"], body.get("amends") or body["retracts"]]
    depths = _depths(before).items()
    rows = ((depth, places[id_][0], id_, places[id_][1]) for id_, depth in depths)
    db.executemany("INSERT INTO exported VALUES (?, ?, ?, ?)", rows)


_WANTED = """
    recorded_at, id, document FROM documents
    WHERE (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))
"""
_FIX = f"IN ({', '.join(repr(kind) for kind in CORRECTIONS)})"


def count_selected(db: sqlite3.Connection) -> int:
    """How many events were selected."""
    (count,) = db.execute("SELECT count(*) FROM exported").fetchone()
    return int(count)


def read_selected(db: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """The events that were selected, whole, in their order."""
    query = """
        SELECT b.body FROM exported AS e CROSS JOIN bodies AS b ON b.document = e.document
        ORDER BY e.depth, e.recorded_at, e.id
    """
    for (text,) in db.execute(query):
        yield json.loads(text)


def keys_in_use(db: sqlite3.Connection) -> set[str]:
    """The keys that any of the selected events has."""
    query = """
        SELECT DISTINCT j.key FROM exported AS e
        JOIN bodies AS b ON b.document = e.document, json_each(b.body) AS j
    """
    return {key for (key,) in db.execute(query)}


def _depths(before: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many corrections, one after the other, lead up to each correction, itself included.

    Args:
        before: for each correction, the ids of what it comes after.
    """
    found: dict[str, int] = {}
    pending = list(before)
    while pending:
        id_ = pending[-1]
        # An id follows from what an event names, so no two can name each other.
        missing = [i for i in before[id_] if i in before and i not in found]
        if missing and id_ not in found:
            pending += missing
            continue
        found[id_] = 1 + max(found.get(i, 0) for i in before[id_])
        pending.pop()
    return found


def _needed(db: sqlite3.Connection) -> set[str]:
    """The ids of what was picked, and of all that it needs."""
    pending = [id_ for (id_,) in db.execute("SELECT id FROM picked")]
    found: set[str] = set()
    while pending:
        id_ = pending.pop()
        if id_ in found:
            continue
        found.add(id_)
        for (other,) in db.execute("SELECT id FROM corrections WHERE root = ?", (id_,)):
            pending.append(other)
        for body in _bodies(db, id_):
            pending += _named(db, body)
            if body["event"] == "amendment":
                pending += _named(db, _set_by(db, body))
    return found


def _set_by(db: sqlite3.Connection, amendment: Body) -> Body:
    """What an amendment sets, as the event that it amends would say it, though later ones did not.

    It was so for a time, and as of then it must mean the same elsewhere.
    """
    query = "SELECT event FROM states WHERE id = ?"
    (event,) = db.execute(query, (amendment["amends"],)).fetchone() or ("amendment",)
    fields = fields_of(TYPES[event])
    changed = amendment.get("set")
    said = changed if isinstance(changed, dict) else {}
    return {"event": event, **{name: value for name, value in said.items() if name in fields}}


def _bodies(db: sqlite3.Connection, id_: str) -> Iterator[Body]:
    """An event as recorded and as corrected."""
    query = "SELECT body FROM documents WHERE id = ?1 UNION SELECT body FROM states WHERE id = ?1"
    for (text,) in db.execute(query, (id_,)).fetchall():
        yield json.loads(text)


def _named(db: sqlite3.Connection, body: Body) -> Iterator[str]:
    """The ids of what an event names, and of what declares the keys that it names."""
    for _, must_be, typed in references(body):
        if must_be.kind == "id":
            yield typed
        else:
            query = "SELECT id FROM states WHERE event = ? AND key = ?"
            yield from (id_ for (id_,) in db.execute(query, (must_be.of, typed)))
