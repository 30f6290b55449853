"""What becomes of one entry of an import: recorded, known, a correction, or refused.

An entry of another system is known by its identifier there. A system either shows what it holds
now, and an entry that changed amends what an earlier import recorded; or it shows its history, an
entry for each time that something was added, corrected or retracted there.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeline import document
from timeline.correcting import Current, Provenance, Target, amendment, retraction
from timeline.document import Document
from timeline.exchange.entry import Entry, Foreign, Past
from timeline.foreign import Foreigners
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
    if faults:
        if foreign is not None and past is None:
            desk.foreigners.see(foreign, said.start)
        return Verdict("refused", Taken(None, faults=faults))
    if foreign is None:
        return _added(desk.batch.take(said, _recorded(desk, past)))
    if past is None:
        return _mirrored(desk, said, foreign)
    if past.operation == "add":
        return _followed(desk, said, foreign, past)
    return _corrected(desk, said, foreign, past)


def withdrawn(desk: Desk, id_: str, foreign: Foreign) -> Outcome:
    """The retraction of a happening that its system has no more."""
    now = desk.foreigners.current(id_)
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


def _known(id_: str) -> Verdict:
    return Verdict("known", Taken(Outcome(id_, "", new=False, body={})))


def _refused(said: Document, problem: str, remedy: str) -> Verdict:
    return Verdict("refused", Taken(None, faults=(said.fault(Wrong((), problem, remedy)),)))


def _mirrored(desk: Desk, said: Document, foreign: Foreign) -> Verdict:
    """An entry of a system that shows what it holds now."""
    earlier = desk.foreigners.see(foreign, said.start)
    if earlier:
        remedy = "keep one of them, or say which column tells what each row does: operation"
        return _refused(said, f"`{foreign.id}` stands twice, first in line {earlier}", remedy)
    said = _with_reference(desk, said, foreign)
    id_ = desk.foreigners.find(foreign)
    if not id_:
        verdict = _added(desk.batch.take(said))
        if verdict.what == "new" and verdict.taken.outcome is not None:
            desk.foreigners.name(foreign, verdict.taken.outcome.id)
        return verdict
    restored = _restored(desk, id_, foreign)
    resolved = desk.batch.resolver.resolve(said._replace(body={"event": "happening", **said.body}))
    before = desk.foreigners.said_before(id_, foreign)
    resolved = _changed(resolved, before)
    kept = document.tidy(said.body)
    assert isinstance(kept, dict)  # noqa: S101 (tidy keeps maps maps)
    gone = tuple(name for name in before if name in said.columns and name not in kept)
    verdict = _amended(desk, said, foreign, _Change(id_, resolved, desk.reason, gone))
    if restored and verdict.what == "known":
        verdict = verdict._replace(what="restored")
    return verdict._replace(first=restored)


def _restored(desk: Desk, id_: str, foreign: Foreign) -> tuple[Outcome, ...]:
    """What lifts the retraction of an entry that had vanished and is there again, if one does.

    Only an import lifts what an import withdrew: a decision of people here stays.
    """
    now = desk.foreigners.current(id_)
    if not (now.retracted_by and desk.foreigners.made(now.retracted_by, foreign)):
        return ()
    target = Target(now.retracted_by, id_, now.heads, None, str(now.body.get("title", "")))
    recorded = next(desk.batch.recorded)
    lift = retraction(target, desk.reason, recorded, refs=(foreign._asdict(),))
    desk.foreigners.stage_restoration(now, lift)
    return (lift,)


def _followed(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What a system with a history added."""
    known = desk.foreigners.find(foreign)
    said = _with_reference(desk, said, foreign)
    resolved = desk.batch.resolver.resolve(said._replace(body={"event": "happening", **said.body}))
    if known and desk.foreigners.claims(known, resolved.body):
        return _known(known)
    taken = desk.batch.judge(said, resolved, _recorded(desk, past))
    if taken.outcome is not None and taken.outcome.new:
        if known:
            remedy = "say what the row does to it: correct or retract"
            return _refused(said, f"`{foreign.id}` was added already, as {known}", remedy)
        desk.foreigners.stage(foreign, taken.outcome)
    return _added(taken)


def _corrected(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What a system with a history corrected or retracted."""
    named = past.refers_to or foreign.id
    id_ = desk.foreigners.find(Foreign(foreign.scheme, named))
    if not id_:
        problem = f"nothing to {past.operation}: neither the log nor an earlier row has `{named}`"
        return _refused(said, problem, "put the row that adds it before this one")
    if desk.foreigners.corrected(id_, foreign, past.at):
        return _known(id_)
    now = desk.foreigners.current(id_)
    recorded = _recorded(desk, past)
    reason = past.reason or desk.reason
    if past.operation == "retract":
        if now.retracted_by:
            return _known(now.retracted_by)
        recorded = recorded or next(desk.batch.recorded)
        made = _retraction(now, foreign, recorded, reason)
        desk.foreigners.stage_retraction(now, made)
        return Verdict("retracted", Taken(made))
    resolver = desk.batch.resolver
    resolved = resolver.resolve(said._replace(body={"event": "happening", **said.body}))
    resolved = _changed(resolved, now.body)
    change = _Change(id_, resolved, reason, recorded=recorded)
    verdict = _amended(desk, said, foreign, change)
    if verdict.what == "amended" and verdict.taken.outcome is not None:
        desk.foreigners.stage_amendment(now, verdict.taken.outcome)
    return verdict


def _with_reference(desk: Desk, said: Document, foreign: Foreign) -> Document:
    """The document with its identifier in the other system, and named by such what it refers to."""
    refs = said.body.get("refs")
    own: list[object] = [foreign._asdict()]
    body = said.body | {"refs": [*refs, *own] if isinstance(refs, list) else own}
    for name in ("part_of", "outcome_of"):
        named = body.get(name)
        if isinstance(named, str):
            body[name] = desk.foreigners.find(Foreign(foreign.scheme, named)) or named
    return said._replace(body=body)


def _changed(resolved: Resolved, before: Mapping[str, object]) -> Resolved:
    """What an entry says otherwise than before."""
    body = document.tidy(resolved.body)
    assert isinstance(body, dict)  # noqa: S101 (tidy keeps maps maps)
    changed = {k: value for k, value in body.items() if k == "event" or before.get(k) != value}
    return resolved._replace(body=changed)


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
    if resolved.faults or (set(resolved.body) <= {"event"} and not gone):
        desk.batch.resolver.forget()
        faults = resolved.faults
        return Verdict("refused", Taken(None, faults=faults)) if faults else _known(id_)
    now = desk.foreigners.current(id_)
    if now.retracted_by:
        desk.batch.resolver.forget()
        remedy = f"lift the retraction: timeline retract {now.retracted_by} --reason ..."
        problem = f"it changes {id_}, which was retracted by {now.retracted_by}"
        return _refused(said, problem, remedy)
    origin = Provenance(said._replace(body={}), (foreign._asdict(),), recorded)
    taken = amendment(desk.batch, now, resolved, reason=reason, unset=gone, origin=origin)
    verdict = _added(taken)
    return verdict._replace(what="amended") if verdict.what == "new" else verdict


def _retraction(
    now: Current, foreign: Foreign, recorded: Mapping[str, str], reason: str
) -> Outcome:
    target = Target(now.id, now.id, now.heads, None, str(now.body.get("title", "")))
    return retraction(target, reason, recorded, refs=(foreign._asdict(),))
