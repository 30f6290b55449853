"""One event whole: as it stands, what corrected it, and where it is stored."""

import json
import sqlite3

from timeline.views.versions import fork, past, versions

Row = dict[str, object]


def record(db: sqlite3.Connection, id_: str) -> Row:
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
    state = db.execute(_STATE, (id_,)).fetchone()
    whole: Row = {"id": id_, "event": event, "path": path, "digest": digest}
    whole |= {"recorded_at": recorded_at, "recorded_by": recorded_by}
    original = json.loads(text)
    if state is None:
        found = db.execute("SELECT retracted_by FROM corrections WHERE id = ?", (id_,)).fetchone()
        retracted_by = found[0] if found else None
        body, amended, forked = original, 0, False
    else:
        retracted_by, forked, amended = state[0], bool(state[1]), state[2]
        body = json.loads(state[3])
    standing = "retracted" if retracted_by else "amended" if amended else "recorded"
    return whole | {
        "state": standing,
        "retracted_by": retracted_by,
        "forked": forked,
        "body": body,
        "original": original if amended else None,
        "corrections": _corrections(db, id_),
        **_history(db, id_),
    }


def _history(db: sqlite3.Connection, id_: str) -> Row:
    row = db.execute("SELECT root FROM corrections WHERE id = ?", (id_,)).fetchone()
    root = row[0] if row else id_
    if not db.execute(_STATE, (root,)).fetchone():
        # A correction of what the log does not hold.
        return {"corrects": None, "versions": [], "fork": None}
    event = past(db, root)
    found = versions(event)
    if row:
        made = [one for one in found if one["id"] == id_]
        return {"corrects": event.root.event.EVENT, "versions": made, "fork": None}
    return {
        "corrects": None,
        "versions": found,
        "fork": fork(event, event.after(event.corrections)),
    }


_STATE = "SELECT retracted_by, forked, amended, body FROM states WHERE id = ?"


def _corrections(db: sqlite3.Connection, id_: str) -> list[Row]:
    query = """
        SELECT c.id, c.event, c.target, c.reason, c.recorded_at, c.recorded_by, c.retracted_by,
               d.body ->> 'set', d.body ->> 'unset', min(d.path)
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
