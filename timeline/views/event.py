"""One event whole: as it stands, what corrected it, and where it is stored."""

import json
import sqlite3

from timeline.event.types import CORRECTIONS
from timeline.views.versions import fork, past, versions

Row = dict[str, object]


def event_detail(db: sqlite3.Connection, id_: str) -> Row:
    """An event as it stands, with every correction of it.

    Args:
        db: a fresh projection.
        id_: an id that the log holds.

    Returns:
        id, event, path (below the log), digest, recorded_at, recorded_by, state (recorded,
        amended, retracted), retracted_by, forked, body (as corrected; of a correction, its own),
        original (as recorded; None when nothing changed it), corrections (in their order),
        corrects (of a correction: what kind of event it corrects in the end), versions (of a
        correction, the one that it made) and fork, as `timeline.views.versions` gives them.
    """
    query = "SELECT event, path, digest, recorded_at, recorded_by, body FROM events WHERE id = ?"
    event, path, digest, recorded_at, recorded_by, text = db.execute(query, (id_,)).fetchone()
    whole: Row = {"id": id_, "event": event, "path": path, "digest": digest}
    whole |= {"recorded_at": recorded_at, "recorded_by": recorded_by}
    original = json.loads(text)
    if event in CORRECTIONS:
        return whole | _correction(db, id_, original)
    own = past(db, id_)
    state = own.after(own.corrections)
    return whole | {
        "state": state.standing,
        "retracted_by": state.retracted_by or None,
        "forked": state.forked,
        "body": state.body,
        "original": original if state.applied else None,
        "corrections": _corrections(db, id_),
        "corrects": None,
        "versions": versions(own),
        "fork": fork(own, state),
    }


def _correction(db: sqlite3.Connection, id_: str, body: Row) -> Row:
    query = "SELECT root, retracted_by FROM corrections WHERE id = ?"
    # There is no row of a correction of what the log does not hold.
    root, retracted_by = db.execute(query, (id_,)).fetchone() or (None, None)
    event = past(db, root) if root else None
    return {
        "state": "retracted" if retracted_by else "recorded",
        "retracted_by": retracted_by,
        "forked": False,
        "body": body,
        "original": None,
        "corrections": [],
        "corrects": event.root.event.EVENT if event else None,
        "versions": [one for one in versions(event) if one["id"] == id_] if event else [],
        "fork": None,
    }


def _corrections(db: sqlite3.Connection, id_: str) -> list[Row]:
    query = """
        SELECT c.id, c.event, c.target, c.reason, c.recorded_at, c.recorded_by, c.retracted_by,
               d.body ->> 'set', d.body ->> 'unset', min(d.located)
        FROM corrections AS c JOIN documents AS d ON d.id = c.id
        WHERE c.root = ? GROUP BY c.id ORDER BY c.ordinal
    """
    fields = ("id", "event", "target", "reason", "recorded_at", "recorded_by", "retracted_by")
    found: list[Row] = []
    for *values, changed, unset, path in db.execute(query, (id_,)):
        row: Row = dict(zip(fields, values, strict=True))
        row["set"] = json.loads(changed) if changed else {}
        row["unset"] = json.loads(unset) if unset else []
        row["path"] = path
        found.append(row)
    return found


def parts_of(db: sqlite3.Connection, id_: str) -> list[Row]:
    """The happenings that are part of one, in order of their dates."""
    query = """
        SELECT id, date, title FROM happenings WHERE part_of = ?
        ORDER BY sort_from, sort_to, date, id
    """
    fields = ("id", "date", "title")
    return [dict(zip(fields, row, strict=True)) for row in db.execute(query, (id_,))]


def body_of(db: sqlite3.Connection, id_: str) -> Row:
    """An event that is no correction as it stands, as a map of its fields."""
    (text,) = db.execute("SELECT body FROM states WHERE id = ?", (id_,)).fetchone()
    body: Row = json.loads(text)
    return body
