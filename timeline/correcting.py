"""Correcting what the log holds: amendments, and retractions of events and of corrections."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import ConflictError, Fault, TimelineError, UsageError
from timeline.event import document
from timeline.event.date_details import OF_DATE, StaleDateError, is_new_date, stale
from timeline.event.document import Document
from timeline.event.fold import amended
from timeline.event.schema import Wrong, brief, build, fields_of, nearest
from timeline.event.types import CORRECTIONS, TYPES, Amendment, Event
from timeline.projection.lookup import name_of
from timeline.projection.uses import USES, uses
from timeline.recording import (
    Batch,
    Outcome,
    Report,
    Taken,
    file_of,
    instants,
    projection,
    write,
)
from timeline.resolving import New, Resolved, Resolver


class Change(NamedTuple):
    """A correction to make: fields with new values, fields to take away, and fields to keep.

    `keep` are fields that still hold, which the amendment says again.
    """

    set: Mapping[str, object]
    unset: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


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
        remedy = f"withdraw it instead: timeline retract {id_} --reason ..."
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
    row = db.execute(query, (by,)).fetchone()
    return str(row[0]) if row else None


def _is_correction(db: sqlite3.Connection, id_: str) -> bool:
    row = db.execute("SELECT event FROM documents WHERE id = ?", (id_,)).fetchone()
    return row is not None and row[0] in CORRECTIONS


def amend(
    folder: Path,
    known: Current,
    change: Change,
    reason: str,
    by: str,
    *,
    offered: Document | None = None,
    new: New = False,
    dry_run: bool = False,
) -> Report:
    """Record an amendment.

    Args:
        folder: the log.
        known: the event as the person who corrects it saw it.
        change: the fields to set, whole, and those to take away; setting one to what is empty
            takes it away.
        reason: why.
        by: who records.
        offered: where the fields are written, for faults to point there.
        new: accept words that are unknown, and declare names that are; see `resolving.New`.
        dry_run: do everything but write.

    Returns:
        One outcome, the amendment; it is not `new` when the event is so already, unless that
        settles a fork.

    Raises:
        ConflictError: somebody corrected the event since.
        StaleDateError: it gets another date, and fields that stay describe the old one.
        TimelineError: it is retracted, or the result would be no valid event; nothing was
            recorded.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("an amendment needs a reason", 'say why: --reason "..."')
    written = offered or Document({})
    with projection(folder, locked=not dry_run) as db:
        now = current(db, known.id)
        _refuse_stale(known.id, known.heads, now.heads)
        refuse_retracted(now)
        batch = Batch(db, by, Resolver.of(db, new=new))
        kept = {name: now.body[name] for name in change.keep if name in now.body}
        said = document.tidy({"event": now.event, **kept, **change.set})
        assert isinstance(said, dict)  # noqa: S101 (tidy keeps maps maps)
        emptied = [key for key in change.set if key not in said]
        resolved = batch.resolver.resolve(written._replace(body=said))
        unset, origin = (*change.unset, *emptied), Provenance(written)
        fields = stale(now.body, resolved.body, unset)
        if fields and not resolved.faults:
            raise StaleDateError(now.body, fields)
        again = (*OF_DATE, *kept) if is_new_date(now.body, resolved.body) else tuple(kept)
        taken = amendment(
            batch, now, resolved, reason=reason, unset=unset, again=again, origin=origin
        )
        if taken.outcome is None:
            raise TimelineError(taken.faults)
        report = Report((taken.outcome,), (*taken.notes, *taken.news), taken.declared)
        return report if dry_run else write(folder, report)


class Provenance(NamedTuple):
    """Where a correction comes from, if not from somebody who types it.

    `said` is the document that says so, without a body, to place faults; `refs` are identifiers
    that the correction gets; `recorded` is when and by whom it was recorded, if not now.
    """

    said: Document = Document({})
    refs: tuple[Mapping[str, str], ...] = ()
    recorded: Mapping[str, str] | None = None


def amendment(
    batch: Batch,
    now: Current,
    resolved: Resolved,
    *,
    reason: str,
    unset: Sequence[str] = (),
    again: Collection[str] = (),
    origin: Provenance = Provenance(),  # noqa: B008 (it cannot change)
) -> Taken:
    """What becomes of a change to an event as it stands; see `amend` for what counts as one.

    Args:
        batch: what is recorded with it.
        now: the event; it is not retracted.
        resolved: fields with new values, and what the event is.
        reason: why.
        unset: fields to take away.
        again: fields that are said again although they are so already.
        origin: where the correction comes from.
    """
    declared, faults = batch.declarations(resolved.declared, origin.said, origin.recorded)
    faults += resolved.faults
    effective, unknown = _effective(now, Change(resolved.body, tuple(unset)), again)
    faults += unknown
    if not (effective.set or effective.unset or faults or now.forked):
        known = Outcome(now.id, "", new=False, body=now.body)
        batch.leave()
        return Taken(known, (), resolved.notes, resolved.news)
    body = _amendment(now, effective, reason, origin, origin.recorded or next(batch.recorded))
    event, wrong = _checked(now, body, valid=not faults)
    faults += (_of_field(one, origin.said) for one in wrong)
    if event is not None and (fault := document.fault_of_size(origin.said, body)):
        faults.append(fault)
    if event is None or faults:
        return batch.refuse(faults)
    batch.keep(*declared)
    called = str(now.body.get("title") or now.body.get(now.event))
    outcome = Outcome(event.id, file_of(event, called), new=True, body=body)
    settles = (f"this settles the fork of {_listed(now.heads)}",) if now.forked else ()
    return Taken(outcome, declared, (*resolved.notes, *settles), resolved.news)


def refuse_retracted(now: Current) -> None:
    """Refuse to correct an event that is withdrawn.

    Raises:
        TimelineError: it is; the remedy lifts the retraction.
    """
    if now.retracted_by:
        remedy = f"lift the retraction: timeline retract {now.retracted_by} --reason ..."
        raise TimelineError(f"{now.id} is retracted, by {now.retracted_by}", remedy)


def _refuse_stale(id_: str, known: tuple[str, ...], now: tuple[str, ...]) -> None:
    if now != known:
        raise ConflictError(
            f"{id_} was corrected meanwhile, by {_listed(now)}",
            f"look at it (timeline show {id_}) and correct what it is now",
        )


def _listed(ids: tuple[str, ...]) -> str:
    return " and ".join(ids)


def _effective(now: Current, change: Change, again: Collection[str]) -> tuple[Change, list[Fault]]:
    """What of a change is not so already, or all that settles a fork.

    Fields to unset that no such event has are faults.
    """
    fields = {
        key: value
        for key, value in change.set.items()
        if now.forked or key in again or now.body.get(key) != value
    }
    fields.pop("event", None)
    known = list(fields_of(TYPES[now.event]))
    faults = [_no_field(now.event, key, known) for key in change.unset if key not in known]
    return Change(fields, tuple(key for key in change.unset if key in now.body)), faults


def _no_field(event: str, key: str, known: list[str]) -> Fault:
    close = nearest(key, known)
    remedy = f"did you mean `{close[0]}`?" if close else f"it may have {', '.join(known)}"
    return Fault(f"no field {brief(key)} in events of the kind {event}", remedy)


def _amendment(
    now: Current,
    change: Change,
    reason: str,
    origin: Provenance,
    recorded: Mapping[str, str],
) -> dict[str, object]:
    said = {
        "event": "amendment",
        "amends": now.id,
        "after": list(now.heads),
        "reason": reason,
        "set": change.set,
        "unset": list(change.unset),
        "refs": list(origin.refs),
    }
    return document.complete(said, recorded)


def _checked(
    now: Current, body: Mapping[str, object], *, valid: bool
) -> tuple[Event | None, list[Wrong]]:
    """An amendment as an event; what is wrong with it, and, if `valid` so far, with its result."""
    event, wrong = build(Amendment, body)
    if event is not None and valid:
        before, _ = build(TYPES[now.event], now.body)
        assert before is not None  # noqa: S101 (it is in the log)
        _, wrong = amended(before, now.body, event)
    return event, wrong


def _of_field(wrong: Wrong, said: Document) -> Fault:
    """A fault of the field that was given, not of the amendment that would hold it."""
    at = wrong.at[1:] if wrong.at[:1] == ("set",) else ()
    return said.fault(wrong._replace(at=at))


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
        ConflictError: somebody corrected the event since.
        TimelineError: the log does not hold the event to stand instead; or the event declares a
            key that others name.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("a retraction needs a reason", 'say why: --reason "..."')
    with projection(folder, locked=not dry_run) as db:
        now = target(db, known.id)
        if now.retracted_by:
            return Report((Outcome(now.retracted_by, "", new=False, body={}),), ())
        _refuse_stale(now.root, known.heads, now.heads)
        if instead and not db.execute(_HELD, (instead,)).fetchone():
            raise TimelineError(f"no event {instead} to stand instead", "see them: timeline list")
        if now.root == now.id:
            refuse_in_use(db, current(db, now.id))
        outcome = retraction(now, reason, next(instants(by)), instead=instead)
        report = Report((outcome,))
        return report if dry_run else write(folder, report)


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
    return Outcome(event.id, file_of(event, now.called), new=True, body=body)


_HELD = "SELECT 1 FROM documents WHERE id = ?"


def refuse_in_use(db: sqlite3.Connection, now: Current) -> None:
    """A declaration whose key other events name, and that no other declares, must stay.

    Raises:
        TimelineError: it is such a one.
    """
    if now.event not in USES:
        return
    key = str(now.body[now.event])
    query = """
        SELECT count(*) FROM states
        WHERE event = ? AND key = ? AND retracted_by IS NULL AND id <> ?
    """
    others = db.execute(query, (now.event, key, now.id)).fetchone()[0]
    count = uses(db, now.event, key)
    if count and not others:
        problem = f"{count} other event{'s name' if count > 1 else ' names'} the {now.event} {key}"
        merge = f"timeline merge {key} KEY --reason ..."
        remedy = f"amend them first, or make it the same as another: {merge}"
        raise TimelineError(problem, remedy)
