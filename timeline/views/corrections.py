"""What amendments and retractions changed, field by field, in the order of recording."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from timeline.projection.history import instant, written
from timeline.views.query import Query
from timeline.views.typed_dates import instants_of
from timeline.views.versions import past, versions

Row = dict[str, object]

FIELDS = (
    *("recorded_at", "recorded_by", "id", "event", "corrects", "corrects_event", "name", "reason"),
    *("field", "old", "new", "added", "removed", "retracted_by"),
)


def recorded_between(
    db: sqlite3.Connection, since: str, until: str
) -> tuple[int | None, int | None]:
    """The first and the last instant of two dates or instants as typed; None for an empty one.

    Raises:
        TimelineError: a text that is neither.
    """
    first = instants_of(db, since)[0] if since else None
    return first, instants_of(db, until)[1] if until else None


def corrections(
    db: sqlite3.Connection, query: Query, span: tuple[int | None, int | None] = (None, None)
) -> Iterator[Row]:
    """One row a field that a correction changed; one without a field where it changed none.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, only corrections of the happenings it leaves.
        span: the first and the last instant of recording, in microseconds since 1970 (UTC), both
            included; None for no limit.

    Returns:
        Rows in the order of recording: recorded_at, recorded_by, id and event (of the correction),
        corrects (the id of the event that it corrects in the end), corrects_event (its kind), name
        (of that event as it stands), reason, field, old and new (None where there is none), added
        and removed (items of a list), retracted_by (what withdrew the correction).
    """
    first, last = span
    since = "" if first is None or first < _FIRST else written(first)
    until = "~" if last is None or last > _LAST else written(last)
    made = db.execute(_MADE, (since, until, query.filtered)).fetchall()
    changes = _changes(db, {root for _, root, *_ in made})
    for id_, root, body, *known in made:
        named = _named(json.loads(body))
        values = zip(
            ("recorded_at", "recorded_by", "event", "reason", "retracted_by"), known, strict=True
        )
        whole: Row = {"id": id_, "corrects": root, **named, **dict(values)}
        for change in changes[id_] or [{}]:
            yield {name: (whole | change).get(name) for name in FIELDS}


_FIRST, _LAST = instant("0001-01-01T00:00:00.000000Z"), instant("9999-12-31T23:59:59.999999Z")
"""Beyond these nothing is recorded, and texts of instants are in another order."""
_MADE = """
    SELECT c.id, c.root, s.body, c.recorded_at, c.recorded_by, c.event, c.reason, c.retracted_by
    FROM corrections AS c JOIN states AS s ON s.id = c.root
    WHERE c.recorded_at >= ?1 AND c.recorded_at <= ?2
      AND (NOT ?3 OR c.root IN (SELECT id FROM picked))
    ORDER BY c.recorded_at, c.id
"""


def _named(body: Mapping[str, object]) -> Row:
    return {"name": body.get("title") or body.get("name"), "corrects_event": body["event"]}


def _changes(db: sqlite3.Connection, roots: set[str]) -> Mapping[str, list[Row]]:
    """What each correction of some events changed, by its id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for root in sorted(roots):
        for version in versions(past(db, root)):
            made = version["changes"]
            found[str(version["id"])] += made if isinstance(made, list) else []
    return found
