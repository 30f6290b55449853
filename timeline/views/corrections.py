"""What amendments and retractions changed, field by field, in the order of recording."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, TypedDict

from timeline.base.advice import call
from timeline.projection.history import instant, written
from timeline.views.query import Query
from timeline.views.typed_dates import comparing, instants_of
from timeline.views.versions import Change, read_past, versions


class CorrectionRow(TypedDict):
    """A field that a correction changed; or a correction that changed none."""

    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    id: Annotated[str, "the id of the correction"]
    event: Annotated[str, "amendment or retraction"]
    corrects: Annotated[str, "the id of the event that it corrects in the end"]
    corrects_event: Annotated[str, "what kind of event that is"]
    name: Annotated[str | None, "the title or name of that event, as it stands"]
    reason: Annotated[str, "why"]
    field: Annotated[str | None, "the field that it changed"]
    old: Annotated[object, "its value before; null where there was none"]
    new: Annotated[object, "its value after; null where there is none"]
    added: Annotated[list[object] | None, "of a list: the items that came"]
    removed: Annotated[list[object] | None, "of a list: the items that went"]
    retracted_by: Annotated[str | None, "the id of what withdrew the correction"]


FIELDS = tuple(CorrectionRow.__annotations__)


def recorded_between(
    db: sqlite3.Connection, since: str, until: str
) -> tuple[int | None, int | None]:
    """The first and the last instant of two dates or instants as typed; None for an empty one.

    Args:
        db: a fresh projection.
        since: the first; EDTF, words or an instant.
        until: the last, likewise, which is included.

    Raises:
        TimelineError: a text that is neither.
    """
    with comparing(call("diff", since, *filter(None, [until]), clock="recorded")):
        first = instants_of(db, since)[0] if since else None
    return first, instants_of(db, until)[1] if until else None


def corrections(
    db: sqlite3.Connection, query: Query, span: tuple[int | None, int | None] = (None, None)
) -> Iterator[CorrectionRow]:
    """One row a field that a correction changed; one without a field where it changed none.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, only corrections of the happenings it leaves.
        span: the first and the last instant of recording, in microseconds since 1970 (UTC), both
            included; None for no limit.

    Returns:
        Rows in the order of recording.
    """
    first, last = span
    since = "" if first is None or first < _FIRST else written(first)
    until = "~" if last is None or last > _LAST else written(last)
    made = db.execute(_MADE, (since, until, query.filtered)).fetchall()
    changes = _changes(db, {root for _, root, *_ in made})
    for id_, root, body, at, by, event, reason, retracted_by in made:
        said = json.loads(body)
        for change in changes[id_] or [_NONE]:
            yield {
                "recorded_at": at,
                "recorded_by": by,
                "id": id_,
                "event": event,
                "corrects": root,
                "corrects_event": said["event"],
                "name": said.get("title") or said.get("name"),
                "reason": reason,
                "field": change["field"] or None,
                "old": change["old"],
                "new": change["new"],
                "added": change.get("added"),
                "removed": change.get("removed"),
                "retracted_by": retracted_by,
            }


_NONE: Change = {"field": "", "old": None, "new": None}
"""What a correction changed that changed nothing."""


_FIRST, _LAST = instant("0001-01-01T00:00:00.000000Z"), instant("9999-12-31T23:59:59.999999Z")
"""Beyond these nothing is recorded, and texts of instants are in another order."""
_MADE = """
    SELECT c.id, c.root, s.body, c.recorded_at, c.recorded_by, c.event, c.reason, c.retracted_by
    FROM corrections AS c JOIN states AS s ON s.id = c.root
    WHERE c.recorded_at >= ?1 AND c.recorded_at <= ?2
      AND (NOT ?3 OR c.root IN (SELECT id FROM picked))
    ORDER BY c.recorded_at, c.id
"""


def _changes(db: sqlite3.Connection, roots: set[str]) -> Mapping[str, list[Change]]:
    """What each correction of some events changed, by its id."""
    found: dict[str, list[Change]] = defaultdict(list)
    for root in sorted(roots):
        for version in versions(read_past(db, root)):
            found[version["id"]] += version["changes"]
    return found
