"""Retractions: of events, and of corrections, which lifts them."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path

from timeline.base.advice import SAY_WHY, Advice, call
from timeline.base.errors import TimelineError, UsageError
from timeline.event import document
from timeline.event.document import Document
from timeline.event.types import DECLARATIONS
from timeline.projection.states import Current, Target, current, target
from timeline.projection.uses import count_uses
from timeline.recording.amend import refuse_stale
from timeline.recording.append import (
    Outcome,
    Report,
    instants,
    turn,
)


def retract(
    folder: Path, known: Target, reason: str, by: str, *, instead: str = "", dry_run: bool = False
) -> Report:
    """Record a retraction: of an event, or of a correction, which lifts it.

    Args:
        folder: the log.
        known: what to withdraw, as the person who does so saw it.
        reason: why.
        by: who records.
        instead: the id of the event that stands in its place.
        dry_run: do everything but write.

    Returns:
        One outcome; it is not `new` when the event is retracted already.

    Raises:
        ConflictError: another user corrected the event since.
        TimelineError: the log does not hold the event to stand instead; or the event declares a
            key that others name.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("a retraction needs a reason", SAY_WHY)
    with turn(folder, dry_run=dry_run) as mine:
        db = mine.db
        now = target(db, known.id)
        if now.retracted_by:
            return Report((Outcome(now.retracted_by, "", new=False, body={}),), ())
        refuse_stale(now.root, known.heads, now.heads)
        if instead and not db.execute(_HELD, (instead,)).fetchone():
            raise TimelineError(
                f"no event {instead} to stand instead", Advice("see them", call("list"))
            )
        if now.root == now.id:
            refuse_in_use(db, current(db, now.id))
        outcome = retraction(now, reason, next(instants(by)), instead=instead)
        report = Report((outcome,))
        return report if dry_run else mine.write(report)


def retraction(
    now: Target,
    reason: str,
    recorded: Mapping[str, str],
    *,
    instead: str = "",
    refs: tuple[Mapping[str, str], ...] = (),
) -> Outcome:
    """The retraction of what an id names, as it stands; see `retract`.

    Raises:
        TimelineError: the reason is none that can be stored.
    """
    said = {
        "event": "retraction",
        "retracts": now.id,
        "after": list(now.heads),
        "reason": reason,
        "instead": instead,
        "refs": list(refs),
    }
    body = document.complete(said, recorded)
    event, faults = document.event_of(Document(body))
    if event is None:
        raise TimelineError(tuple(faults))
    return Outcome(event.id, "", new=True, body=body, called=now.called)


_HELD = "SELECT 1 FROM documents WHERE id = ?"


def refuse_in_use(db: sqlite3.Connection, now: Current, leaving: Collection[str] = ()) -> None:
    """A declaration whose key other events name, and that no other declares, must stay.

    Args:
        db: a fresh projection.
        now: the event.
        leaving: the ids of events that go with it.

    Raises:
        TimelineError: it is such a one.
    """
    if now.event not in DECLARATIONS:
        return
    key = str(now.body[now.event])
    query = """
        SELECT count(*) FROM states
        WHERE event = ? AND key = ? AND retracted_by IS NULL
            AND id NOT IN (SELECT value FROM json_each(?))
    """
    gone = json.dumps([now.id, *leaving])
    others = db.execute(query, (now.event, key, gone)).fetchone()[0]
    count = count_uses(db, now.event, key)
    if count and not others:
        problem = f"{count} other event{'s name' if count > 1 else ' names'} the {now.event} {key}"
        merge = call("merge", key, "KEY", reason=...)
        remedy = Advice("amend them first, or make it the same as another", merge)
        raise TimelineError(problem, remedy)
