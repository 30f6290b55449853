"""What becomes of one entry of an import: recorded, known, a correction, or refused.

An entry of another system is known by its identifier there. A system either shows what it holds
now, and an entry that changed amends what an earlier import recorded; or it shows its history, an
entry for each time that something was added, corrected or retracted there.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeline import document
from timeline.correcting import (
    Current,
    Provenance,
    Target,
    amendment,
    refuse_in_use,
    retraction,
)
from timeline.document import Document
from timeline.exchange.entry import Entry, Foreign, Past
from timeline.foreign import Foreigners, listed
from timeline.recording import Batch, Outcome, Taken
from timeline.resolving import Resolved
from timeline.schema import Wrong

What = Literal["new", "known", "amended", "retracted", "restored", "refused"]


class Desk(NamedTuple):
    """Where entries are judged: given those before them, and what the log holds.

    `by` is who imports; `reason` is that of corrections that bring none.
    """

    batch: Batch
    foreigners: Foreigners
    by: str
    reason: str


class Verdict(NamedTuple):
    """What became of an entry, and what is to be added for it, `first` before the rest."""

    what: What
    taken: Taken
    first: tuple[Outcome, ...] = ()


def judged(desk: Desk, entry: Entry) -> Verdict:
    """What becomes of an entry."""
    said, foreign, past, faults = entry
    said = said._replace(body={"event": "happening", **said.body})
    foreign = foreign and Foreign(*map(_stored, foreign))
    if faults:
        if foreign is not None and past is None:
            desk.foreigners.see(_kind(said), foreign, said.start)
        return Verdict("refused", Taken(None, faults=faults))
    if foreign is None:
        return _added(desk.batch.take(said, _recorded(desk, past)))
    if past is None:
        return _mirrored(desk, said, foreign)
    if past.operation == "add":
        return _followed(desk, said, foreign, past)
    return _corrected(desk, said, foreign, past)


def _kind(said: Document) -> str:
    return str(said.body["event"])


def _stored(text: str) -> str:
    """A text as events have it."""
    return str(document.tidy(text))


def withdrawn(desk: Desk, id_: str, foreign: Foreign) -> Outcome:
    """The retraction of what its system has no more.

    Raises:
        TimelineError: it declares a key that others name.
    """
    now = desk.foreigners.current(id_)
    refuse_in_use(desk.batch.db, now)
    return _retraction(now, foreign, next(desk.batch.recorded), desk.reason)


def _recorded(desk: Desk, past: Past | None) -> Mapping[str, str] | None:
    """When and by whom the other system recorded it; the true moment is kept as `entered`."""
    if past is None or not past.at:
        return None
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"at": past.at, "by": past.by or desk.by, "entered": now}


def _added(taken: Taken) -> Verdict:
    if taken.outcome is None:
        return Verdict("refused", taken)
    return Verdict("new" if taken.outcome.new else "known", taken)


def _known(desk: Desk, id_: str) -> Verdict:
    desk.batch.leave()
    return Verdict("known", Taken(Outcome(id_, "", new=False, body={})))


def _refused(desk: Desk, said: Document, problem: str, remedy: str) -> Verdict:
    return Verdict("refused", desk.batch.refuse([said.fault(Wrong((), problem, remedy))]))


def _mirrored(desk: Desk, said: Document, foreign: Foreign) -> Verdict:
    """An entry of a system that shows what it holds now."""
    kind = _kind(said)
    earlier = desk.foreigners.see(kind, foreign, said.start)
    if earlier:
        remedy = "keep one of them, or say which column tells what each row does: operation"
        return _refused(desk, said, f"`{foreign.id}` stands twice, first in line {earlier}", remedy)
    id_ = desk.foreigners.find(kind, foreign) or _adopted(desk, said, foreign)
    said = _with_reference(desk, said, foreign)
    if not id_:
        verdict = _added(desk.batch.take(said))
        if verdict.what == "new" and verdict.taken.outcome is not None:
            desk.foreigners.name(kind, foreign, verdict.taken.outcome.id)
        return verdict
    restored = _restored(desk, id_, foreign)
    resolved = desk.batch.resolver.resolve(said)
    before = desk.foreigners.said_before(id_, foreign)
    changed = _changed(desk, resolved, before)
    changed.body.pop("refs", None)
    changed.body.update(_references(desk, said, id_, before, foreign))
    kept = document.tidy(said.body)
    assert isinstance(kept, dict)  # noqa: S101 (tidy keeps maps maps)
    gone = tuple(name for name in before if name in said.columns and name not in kept)
    verdict = _amended(desk, said, foreign, _Change(id_, changed, desk.reason, gone))
    if restored and verdict.what == "known":
        verdict = verdict._replace(what="restored")
    return verdict._replace(first=restored)


def _adopted(desk: Desk, said: Document, foreign: Foreign) -> str:
    """The event that says just what an entry says, and has no identifier of its system yet.

    It was imported before somebody said which column has the identifiers, or was recorded by hand.
    """
    if not desk.foreigners.nameless(_kind(said), foreign.scheme):
        return ""
    resolved = desk.batch.resolver.resolve(said)
    desk.batch.leave()
    if resolved.faults:
        return ""
    claim = document.claim(document.complete(resolved.body, {}))
    id_ = desk.foreigners.claiming(claim, foreign.scheme)
    if id_:
        desk.foreigners.name(_kind(said), foreign, id_)
    return id_


def _references(
    desk: Desk, said: Document, id_: str, before: Mapping[str, object], foreign: Foreign
) -> dict[str, object]:
    """The identifiers of an event, if an entry has others than before: those of others stay."""
    now = listed(desk.foreigners.current(id_).body.get("refs"))
    earlier = listed(before.get("refs"))
    told = listed(said.body.get("refs"))
    its_own = "refs" in said.columns and foreign._asdict() in earlier
    gone = [one for one in earlier if its_own and one not in told]
    refs = [one for one in now if one not in gone]
    refs += [one for one in told if one not in refs and one not in earlier]
    return {"refs": refs} if refs != now else {}


def _restored(desk: Desk, id_: str, foreign: Foreign) -> tuple[Outcome, ...]:
    """What lifts the retractions of an entry that had vanished and is there again.

    Only an import lifts what imports withdrew: a decision of people here stays.
    """
    now = desk.foreigners.current(id_)
    found = []
    for retracted_by in desk.foreigners.retractions(id_, foreign):
        target = Target(retracted_by, id_, now.heads, None, str(now.body.get("title", "")))
        recorded = next(desk.batch.recorded)
        lift = retraction(target, desk.reason, recorded, refs=(foreign._asdict(),))
        now = now._replace(heads=(lift.id,), retracted_by=None)
        found.append(lift)
    if found:
        desk.foreigners.stage(now)
    return tuple(found)


def _followed(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What a system with a history added."""
    known = desk.foreigners.find(_kind(said), foreign)
    said = _with_reference(desk, said, foreign)
    resolved = desk.batch.resolver.resolve(said)
    if not known:
        taken = desk.batch.judge(said, resolved, _recorded(desk, past))
        if taken.outcome is not None and taken.outcome.new:
            desk.foreigners.add(foreign, taken.outcome)
        return _added(taken)
    if resolved.faults:
        return Verdict("refused", desk.batch.refuse(resolved.faults))
    claim = desk.batch.merged.claim
    told = document.complete(resolved.body, {})
    if claim(told) == claim(desk.foreigners.original(known)):
        return _known(desk, known)
    remedy = "say what the row does to it: correct or retract"
    return _refused(desk, said, f"`{foreign.id}` was added already, as {known}", remedy)


def _corrected(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What a system with a history corrected or retracted."""
    named = _stored(past.refers_to) or foreign.id
    id_ = desk.foreigners.find(_kind(said), Foreign(foreign.scheme, named))
    if not id_:
        problem = f"nothing to {past.operation}: neither the log nor an earlier row has `{named}`"
        return _refused(desk, said, problem, "put the row that adds it before this one")
    if past.operation == "retract":
        return _withdrawn(desk, id_, foreign, past)
    told = desk.foreigners.told(id_)
    resolved = _changed(desk, desk.batch.resolver.resolve(said), told.body)
    change = {name: value for name, value in resolved.body.items() if name != "event"}
    before = _taken_before(desk, id_, foreign, past.at, change) if change else ""
    if before and not resolved.faults:
        verdict = _known(desk, id_)
    else:
        recorded = _recorded(desk, past)
        reason = past.reason or desk.reason
        verdict = _amended(desk, said, foreign, _Change(id_, resolved, reason, recorded=recorded))
    if verdict.what == "amended" and verdict.taken.outcome is not None:
        now = desk.foreigners.current(id_)
        desk.foreigners.stage_amendment(now, verdict.taken.outcome)
    if verdict.what != "refused":
        told = desk.foreigners.told(id_)
        desk.foreigners.tell(id_, told._replace(body={**told.body, **change}))
    return verdict


def _withdrawn(desk: Desk, id_: str, foreign: Foreign, past: Past) -> Verdict:
    """What a system with a history retracted."""
    now = desk.foreigners.current(id_)
    if _taken_before(desk, id_, foreign, past.at, None) or now.retracted_by:
        return _known(desk, id_)
    recorded = _recorded(desk, past) or next(desk.batch.recorded)
    made = _retraction(now, foreign, recorded, past.reason or desk.reason)
    desk.foreigners.stage_retraction(now, made)
    return Verdict("retracted", Taken(made))


def _taken_before(
    desk: Desk, id_: str, foreign: Foreign, at: str, change: Mapping[str, object] | None
) -> str:
    """The correction in the log that a row is; no other row of the file is the same."""
    found = desk.foreigners.taken_before(id_, foreign, at, change)
    if found:
        told = desk.foreigners.told(id_)
        desk.foreigners.tell(id_, told._replace(taken=(*told.taken, found)))
    return found


def _with_reference(desk: Desk, said: Document, foreign: Foreign) -> Document:
    """The document with its identifier in the other system, and named by such what it refers to."""
    refs = document.tidy(said.body.get("refs", []))
    own: list[object] = [foreign._asdict()]
    body = said.body | {"refs": [*refs, *own] if isinstance(refs, list) else own}
    for name in ("part_of", "outcome_of"):
        named = body.get(name)
        if isinstance(named, str) and _kind(said) == "happening":
            found = desk.foreigners.find("happening", Foreign(foreign.scheme, _stored(named)))
            body[name] = found or named
    return said._replace(body=body)


def _changed(desk: Desk, resolved: Resolved, before: Mapping[str, object]) -> Resolved:
    """What an entry says otherwise than before, be it by another key that is the same."""
    body = document.tidy(resolved.body)
    assert isinstance(body, dict)  # noqa: S101 (tidy keeps maps maps)
    alike = desk.batch.merged.alike
    earlier, now = alike({"event": body["event"], **before}), alike(body)
    return resolved._replace(
        body={k: v for k, v in body.items() if k == "event" or earlier.get(k) != now[k]}
    )


class _Change(NamedTuple):
    """What an entry says of an event otherwise than before, and why; `gone` are fields to unset.

    `recorded` is when and by whom that was recorded, if not now.
    """

    id: str
    resolved: Resolved
    reason: str
    gone: tuple[str, ...] = ()
    recorded: Mapping[str, str] | None = None


def _amended(desk: Desk, said: Document, foreign: Foreign, change: _Change) -> Verdict:
    """The amendment of an event by what an entry says otherwise."""
    id_, resolved, reason, gone, recorded = change
    if resolved.faults:
        return Verdict("refused", desk.batch.refuse(resolved.faults))
    if set(resolved.body) <= {"event"} and not gone:
        return _known(desk, id_)
    now = desk.foreigners.current(id_)
    if now.retracted_by:
        remedy = f"lift the retraction: timeline retract {now.retracted_by} --reason ..."
        problem = f"it changes {id_}, which was retracted by {now.retracted_by}"
        return _refused(desk, said, problem, remedy)
    origin = Provenance(said._replace(body={}), (foreign._asdict(),), recorded)
    taken = amendment(desk.batch, now, resolved, reason=reason, unset=gone, origin=origin)
    verdict = _added(taken)
    return verdict._replace(what="amended") if verdict.what == "new" else verdict


def _retraction(
    now: Current, foreign: Foreign, recorded: Mapping[str, str], reason: str
) -> Outcome:
    target = Target(now.id, now.id, now.heads, None, str(now.body.get("title", "")))
    return retraction(target, reason, recorded, refs=(foreign._asdict(),))
