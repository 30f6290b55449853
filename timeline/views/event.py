"""One event whole: as it stands, what corrected it, and where it is stored."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Annotated, NamedTuple, TypedDict

from timeline.event.types import CORRECTIONS
from timeline.views.overview import HappeningItem
from timeline.views.versions import Fork, Version, fork, read_past, versions


class CorrectionItem(TypedDict):
    """A correction of an event."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "amendment or retraction"]
    target: Annotated[str, "the id of what it corrects"]
    reason: Annotated[str, "why"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    retracted_by: Annotated[str | None, "the id of what withdrew it"]
    set: Annotated[dict[str, object], "the fields that it gives, with their values"]
    unset: Annotated[list[str], "the fields that it takes away"]
    path: Annotated[str, "the file that it is in, below the log"]


class EventDetail(TypedDict):
    """One event whole."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "what kind of event it is"]
    path: Annotated[str, "the file that it is in"]
    digest: Annotated[str, "its full hash"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    state: Annotated[str, "recorded, amended or retracted"]
    retracted_by: Annotated[str | None, "the id of what withdrew it"]
    forked: Annotated[bool, "whether corrections of it did not know of each other"]
    body: Annotated[dict[str, object], "what it says, as corrected; of a correction its own"]
    original: Annotated[dict[str, object] | None, "what it said when recorded, if it was corrected"]
    corrections: Annotated[list[CorrectionItem], "its corrections, in their order"]
    corrects: Annotated[str | None, "of a correction: what kind of event it corrects in the end"]
    versions: Annotated[list[Version], "what it was after each; of a correction, the one it made"]
    fork: Annotated[Fork | None, "the sides of a fork"]


def event_detail(db: sqlite3.Connection, id_: str) -> EventDetail:
    """An event as it stands, with every correction of it.

    Args:
        db: a fresh projection.
        id_: an id that the log holds.
    """
    query = "SELECT event, path, digest, recorded_at, recorded_by, body FROM events WHERE id = ?"
    event, path, digest, recorded_at, recorded_by, text = db.execute(query, (id_,)).fetchone()
    body = json.loads(text)
    found = _correction(db, id_) if event in CORRECTIONS else _corrected(db, id_)
    return {
        "id": id_,
        "event": event,
        "path": path,
        "digest": digest,
        "recorded_at": recorded_at,
        "recorded_by": recorded_by,
        "state": found.state,
        "retracted_by": found.retracted_by,
        "forked": found.fork is not None,
        "body": body if found.body is None else found.body,
        "original": body if found.is_changed else None,
        "corrections": list(found.corrections),
        "corrects": found.corrects,
        "versions": found.versions,
        "fork": found.fork,
    }


class _Standing(NamedTuple):
    """How an event stands. A correction has no body but its own, and may correct something."""

    state: str
    retracted_by: str | None
    versions: list[Version]
    corrections: Sequence[CorrectionItem] = ()
    body: dict[str, object] | None = None
    is_changed: bool = False
    fork: Fork | None = None
    corrects: str | None = None


def _corrected(db: sqlite3.Connection, id_: str) -> _Standing:
    own = read_past(db, id_)
    state = own.after(own.corrections)
    return _Standing(
        state.standing,
        state.retracted_by or None,
        versions(own),
        _corrections(db, id_),
        body=dict(state.body),
        is_changed=bool(state.applied),
        fork=fork(own, state),
    )


def _correction(db: sqlite3.Connection, id_: str) -> _Standing:
    query = "SELECT root, retracted_by FROM corrections WHERE id = ?"
    # There is no row of a correction of what the log does not hold.
    root, retracted_by = db.execute(query, (id_,)).fetchone() or (None, None)
    event = read_past(db, root) if root else None
    return _Standing(
        "retracted" if retracted_by else "recorded",
        retracted_by,
        [one for one in versions(event) if one["id"] == id_] if event else [],
        corrects=event.root.event.EVENT if event else None,
    )


def _corrections(db: sqlite3.Connection, id_: str) -> list[CorrectionItem]:
    query = """
        SELECT c.id, c.event, c.target, c.reason, c.recorded_at, c.recorded_by, c.retracted_by,
               d.body ->> 'set', d.body ->> 'unset', min(d.located)
        FROM corrections AS c JOIN documents AS d ON d.id = c.id
        WHERE c.root = ? GROUP BY c.id ORDER BY c.ordinal
    """
    found: list[CorrectionItem] = []
    for own, event, target, reason, at, by, retracted_by, *made in db.execute(query, (id_,)):
        changed, unset, path = made
        found.append(
            {
                "id": own,
                "event": event,
                "target": target,
                "reason": reason,
                "recorded_at": at,
                "recorded_by": by,
                "retracted_by": retracted_by,
                "set": json.loads(changed) if changed else {},
                "unset": json.loads(unset) if unset else [],
                "path": path,
            }
        )
    return found


def parts_of(db: sqlite3.Connection, id_: str) -> list[HappeningItem]:
    """The happenings that are part of one, in order of their dates."""
    query = """
        SELECT id, date, title FROM happenings WHERE part_of = ?
        ORDER BY sort_from, sort_to, date, id
    """
    return [
        {"id": part, "date": date, "title": title}
        for part, date, title in db.execute(query, (id_,))
    ]


def body_of(db: sqlite3.Connection, id_: str) -> dict[str, object]:
    """An event that is no correction as it stands, as a map of its fields."""
    (text,) = db.execute("SELECT body FROM states WHERE id = ?", (id_,)).fetchone()
    body: dict[str, object] = json.loads(text)
    return body
