"""What was picked, as writers of other formats are given it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from timeline.event.types import DECLARATIONS
from timeline.exchange.export import select_events
from timeline.exchange.material import Body, Happening, Material
from timeline.projection.settings import hemisphere_of
from timeline.views.chronology import ChronologyRow, chronology
from timeline.views.programs import programs
from timeline.views.query import Filters, Query
from timeline.views.quotations import Copies, cited_quote

_AT_ONCE = 512


def is_whole(filters: Filters) -> bool:
    """Whether filters leave nothing out; then what no happening needs is exported, too."""
    return filters._replace(as_recorded="", open_ends="", unbounded=False) == Filters()


def material(
    db: sqlite3.Connection, query: Query, *, whole: bool, folder: Path | None = None
) -> Material:
    """What was picked, for writers of other formats.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        whole: nothing was filtered: what no happening needs is exported, too.
        folder: the log, which keeps copies of sources; None where only a database is at hand.
    """
    copies = Copies(db, folder)
    select_events(db, whole=whole)
    return Material(
        _happenings(db, query),
        _declarations(db),
        hemisphere_of(db),
        lambda: _others(db),
        lambda: programs(db, query),
        lambda cited: copies.selector(cited_quote(cited)),
    )


def _declarations(db: sqlite3.Connection) -> Mapping[str, Mapping[str, Body]]:
    found: dict[str, dict[str, Body]] = {kind: {} for kind in DECLARATIONS}
    query = """
        SELECT event, key, body FROM states
        WHERE event IN (SELECT value FROM json_each(?)) AND retracted_by IS NULL ORDER BY key
    """
    for event, key, body in db.execute(query, (json.dumps(DECLARATIONS),)):
        found[event].setdefault(key, json.loads(body))
    return found


def _happenings(db: sqlite3.Connection, query: Query) -> Iterator[Happening]:
    rows = iter(chronology(db, query))
    while some := list(islice(rows, _AT_ONCE)):
        yield from _with_events(db, some)


def _with_events(db: sqlite3.Connection, rows: Sequence[ChronologyRow]) -> Iterator[Happening]:
    ids = json.dumps([row["id"] for row in rows])
    sql = "SELECT id, body FROM states WHERE id IN (SELECT value FROM json_each(?))"
    bodies = {id_: json.loads(body) for id_, body in db.execute(sql, (ids,))}
    corrections: dict[str, list[str]] = defaultdict(list)
    sql = """
        SELECT DISTINCT root, id, ordinal FROM corrections
        WHERE root IN (SELECT value FROM json_each(?)) ORDER BY root, ordinal
    """
    for root, id_, _ in db.execute(sql, (ids,)):
        corrections[root].append(id_)
    for row in rows:
        id_ = row["id"]
        corrected = corrections.get(id_, [])
        events = [_recorded(db, one) for one in (id_, *corrected)] if corrected else [bodies[id_]]
        yield Happening(dict(row), bodies[id_], events)


def _others(db: sqlite3.Connection) -> Iterator[Body]:
    """The events selected that tell none of the happenings picked, in the order of an export."""
    picked = {id_ for (id_,) in db.execute("SELECT id FROM picked")}
    sql = """
        SELECT DISTINCT e.id, coalesce(c.root, e.id), e.depth, e.recorded_at
        FROM exported AS e LEFT JOIN corrections AS c ON c.id = e.id
        ORDER BY e.depth, e.recorded_at, e.id
    """
    for id_, root, *_ in db.execute(sql).fetchall():
        if root not in picked:
            yield _recorded(db, id_)


def _recorded(db: sqlite3.Connection, id_: str) -> dict[str, Any]:
    """An event as it was recorded."""
    sql = "SELECT body FROM documents WHERE id = ? ORDER BY located LIMIT 1"
    body: dict[str, Any] = json.loads(db.execute(sql, (id_,)).fetchone()[0])
    return body
