"""An event as it stands, with the corrections that made it so."""

import json
import sqlite3
from typing import NamedTuple

from timeline.base.advice import lift
from timeline.base.errors import TimelineError
from timeline.event.types import CORRECTIONS
from timeline.projection.lookup import name_of


class Current(NamedTuple):
    """An event as it stands: its body as corrected, and the newest corrections of it.

    When it is `forked`, these did not know of each other, and the next correction settles it.
    """

    id: str
    event: str
    body: dict[str, object]
    heads: tuple[str, ...]
    retracted_by: str | None
    forked: bool


class Target(NamedTuple):
    """What is to be withdrawn: an event, or a correction of the event `root`.

    `heads` are the newest corrections of `root`; `called` is what people call it.
    """

    id: str
    root: str
    heads: tuple[str, ...]
    retracted_by: str | None
    called: str


def current(db: sqlite3.Connection, id_: str) -> Current:
    """The state of an event that is no correction.

    Raises:
        TimelineError: it is a correction, or the log does not hold it.
    """
    query = "SELECT id, event, body, heads, retracted_by, forked FROM states WHERE id = ?"
    row = db.execute(query, (id_,)).fetchone()
    if row is None:
        kind = db.execute("SELECT event FROM documents WHERE id = ?", (id_,)).fetchone()
        if kind is None:
            raise TimelineError(f"no event {id_}")
        remedy = lift(id_, "withdraw it instead")
        raise TimelineError(f"{id_} is a correction, and corrections are not amended", remedy)
    body, heads = json.loads(row[2]), tuple(json.loads(row[3]))
    return Current(row[0], row[1], body, heads, row[4], bool(row[5]))


def target(db: sqlite3.Connection, id_: str) -> Target:
    """What an id names, to be withdrawn.

    Raises:
        TimelineError: the log does not hold it, or not what it corrects.
    """
    row = db.execute("SELECT root, retracted_by FROM corrections WHERE id = ?", (id_,)).fetchone()
    root, retracted_by = row or (id_, None)
    if row is None and _is_correction(db, id_):
        problem = f"{id_} corrects an event that the log does not hold"
        raise TimelineError(problem, "merge the copy of the log that holds it")
    now = current(db, root)
    called = str(now.body.get("title") or name_of(db, now.event, str(now.body.get(now.event))))
    return Target(id_, root, now.heads, retracted_by if row else now.retracted_by, called or root)


def newest(db: sqlite3.Connection, by: str) -> str | None:
    """The id of what somebody recorded last and what still stands; None if there is none.

    Retractions are passed over, and so is what was withdrawn or corrects what was.
    """
    query = """
        SELECT d.id FROM documents AS d
        LEFT JOIN corrections AS c ON c.id = d.id
        JOIN states AS s ON s.id = coalesce(c.root, d.id)
        WHERE d.recorded_by = ? AND d.event <> 'retraction'
            AND c.retracted_by IS NULL AND s.retracted_by IS NULL
        ORDER BY d.recorded_at DESC, d.id DESC LIMIT 1
    """
    row: tuple[str] | None = db.execute(query, (by,)).fetchone()
    return row[0] if row else None


def _is_correction(db: sqlite3.Connection, id_: str) -> bool:
    row = db.execute("SELECT event FROM documents WHERE id = ?", (id_,)).fetchone()
    return row is not None and row[0] in CORRECTIONS
