"""Correcting what the log holds: amendments, and retractions of events and of corrections."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import SAY_WHY, Advice, call, lift
from timeline.base.errors import ConflictError, Fault, TimelineError, UsageError
from timeline.event import document
from timeline.event.date_details import OF_DATE, StaleDateError, is_new_date, stale
from timeline.event.document import Document
from timeline.event.fold import apply_amendment
from timeline.event.schema import Wrong, brief, build, fields_of, nearest
from timeline.event.types import TYPES, Amendment, Event
from timeline.projection.states import Current, current
from timeline.recording.append import (
    Batch,
    Outcome,
    Report,
    Taken,
    turn,
)
from timeline.recording.resolve import New, Resolved, Resolver


class Change(NamedTuple):
    """A correction to make: fields with new values, fields to take away, and fields to keep.

    `keep` are fields that still hold, which the amendment says again.
    """

    set: Mapping[str, object]
    unset: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


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
        new: accept words that are unknown, and declare names that are; see `resolve.New`.
        dry_run: do everything but write.

    Returns:
        One outcome, the amendment; it is not `new` when the event is so already, unless that
        settles a fork.

    Raises:
        ConflictError: another user corrected the event since.
        StaleDateError: it gets another date, and fields that stay describe the old one.
        TimelineError: it is retracted, or the result would be no valid event; nothing was
            recorded.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("an amendment needs a reason", SAY_WHY)
    written = offered or Document({})
    with turn(folder, dry_run=dry_run) as mine:
        db = mine.db
        now = current(db, known.id)
        refuse_stale(known.id, known.heads, now.heads)
        refuse_retracted(now)
        batch = Batch(db, by, Resolver.of(db, new=new))
        kept = {name: now.body[name] for name in change.keep if name in now.body}
        said = document.tidy_map({"event": now.event, **kept, **change.set})
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
        return report if dry_run else mine.write(report)


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
        batch.leave(resolved)
        return Taken(known, (), resolved.notes, resolved.news)
    body = _amendment(now, effective, reason, origin, origin.recorded or next(batch.recorded))
    event, wrong = _checked(now, body, valid=not faults)
    faults += (_of_field(one, origin.said) for one in wrong)
    if event is not None and (fault := document.fault_of_size(origin.said, body)):
        faults.append(fault)
    claim = document.claim(body)
    if event is not None and (fault := batch.refuse_erased(origin.said, body, claim)):
        faults.append(fault)
    if event is None or faults:
        return batch.refuse(faults, resolved)
    batch.keep(*declared)
    called = str(now.body.get("title") or now.body.get(now.event))
    outcome = Outcome(event.id, "", new=True, body=body, called=called)
    settles = (f"this settles the fork of {_listed(now.heads)}",) if now.forked else ()
    return Taken(outcome, declared, (*resolved.notes, *settles), resolved.news)


def refuse_retracted(now: Current) -> None:
    """Refuse to correct an event that is withdrawn.

    Raises:
        TimelineError: it is; the remedy lifts the retraction.
    """
    if now.retracted_by:
        remedy = lift(now.retracted_by)
        raise TimelineError(f"{now.id} is retracted, by {now.retracted_by}", remedy)


def refuse_stale(id_: str, known: tuple[str, ...], now: tuple[str, ...]) -> None:
    """Refuse to correct an event that is no longer as its corrector saw it.

    Args:
        id_: the event.
        known: the newest corrections that were seen.
        now: the newest that there are.

    Raises:
        ConflictError: they are others.
    """
    if now != known:
        raise ConflictError(
            f"{id_} was corrected meanwhile, by {_listed(now)}",
            Advice("look at it, and correct what it is now", call("show", id_)),
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
        _, wrong = apply_amendment(before, now.body, event)
    return event, wrong


def _of_field(wrong: Wrong, said: Document) -> Fault:
    """A fault of the field that was given, not of the amendment that would hold it."""
    at = wrong.at[1:] if wrong.at[:1] == ("set",) else ()
    return said.fault(wrong._replace(at=at))
