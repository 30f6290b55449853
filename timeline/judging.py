"""What becomes of one entry of an import: recorded, known, a correction, or refused.

An entry of another system is known by its identifier there. A system either shows what it holds
now, and an entry that changed amends what an earlier import recorded; or it shows its history, an
entry for each time that something was added, corrected or retracted there.
"""

from collections.abc import Mapping

from timeline import document, histories
from timeline.correcting import Target, refuse_in_use, retraction
from timeline.document import Document
from timeline.exchange.entry import Entry, Foreign
from timeline.foreign import listed
from timeline.recording import Outcome, Taken
from timeline.verdicts import (
    Change,
    Desk,
    Verdict,
    amend,
    kind_of,
    recorded_there,
    refusal,
    retract,
    said_otherwise,
    stored,
    verdict_on,
    with_reference,
)


def judged(desk: Desk, entry: Entry) -> Verdict:
    """What becomes of an entry."""
    said, foreign, past, faults = entry
    said = said._replace(body={"event": "happening", **said.body})
    foreign = foreign and Foreign(*map(stored, foreign))
    if faults:
        if foreign is not None and past is None:
            desk.foreigners.see(kind_of(said), foreign, said.start)
        elif foreign is not None and past is not None and past.operation == "add":
            histories.keep_refused(desk, said, foreign)
        return Verdict("refused", Taken(None, faults=faults))
    if foreign is None:
        return verdict_on(desk.batch.take(said, recorded_there(desk, past)))
    if past is None:
        return _mirrored(desk, said, foreign)
    if past.operation == "add":
        return histories.add(desk, said, foreign, past)
    return histories.correct(desk, said, foreign, past)


def withdrawn(desk: Desk, id_: str, foreign: Foreign) -> Outcome:
    """The retraction of what its system has no more.

    Raises:
        TimelineError: it declares a key that others name.
    """
    now = desk.foreigners.current(id_)
    refuse_in_use(desk.batch.db, now)
    return retract(now, foreign, next(desk.batch.recorded), desk.reason)


def _mirrored(desk: Desk, said: Document, foreign: Foreign) -> Verdict:
    """An entry of a system that shows what it holds now."""
    kind = kind_of(said)
    earlier = desk.foreigners.see(kind, foreign, said.start)
    if earlier:
        remedy = "keep one of them, or say which column tells what each row does: operation"
        return refusal(desk, said, f"`{foreign.id}` stands twice, first in line {earlier}", remedy)
    id_ = desk.foreigners.find(kind, foreign) or _adopted(desk, said, foreign)
    said = with_reference(desk, said, foreign)
    if not id_:
        verdict = verdict_on(desk.batch.take(said))
        if verdict.what == "new" and verdict.taken.outcome is not None:
            desk.foreigners.name(kind, foreign, verdict.taken.outcome.id)
        return verdict
    restored = _restored(desk, id_, foreign)
    resolved = desk.batch.resolver.resolve(said)
    before = desk.foreigners.said_before(id_, foreign)
    changed = said_otherwise(desk, resolved, before)
    changed.body.pop("refs", None)
    changed.body.update(_references(desk, said, id_, before, foreign))
    kept = document.tidy(said.body)
    assert isinstance(kept, dict)  # noqa: S101 (tidy keeps maps maps)
    gone = tuple(name for name in before if name in said.columns and name not in kept)
    verdict = amend(desk, said, foreign, Change(id_, changed, desk.reason, gone))
    if restored and verdict.what == "known":
        verdict = verdict._replace(what="restored")
    return verdict._replace(first=restored)


def _adopted(desk: Desk, said: Document, foreign: Foreign) -> str:
    """The event that says just what an entry says, and has no identifier of its system yet.

    It was imported before somebody said which column has the identifiers, or was recorded by hand.
    """
    if not desk.foreigners.nameless(kind_of(said), foreign.scheme):
        return ""
    resolved = desk.batch.resolver.resolve(said)
    desk.batch.leave()
    if resolved.faults:
        return ""
    claim = document.claim(document.complete(resolved.body, {}))
    id_ = desk.foreigners.claiming(claim, foreign.scheme)
    if id_:
        desk.foreigners.name(kind_of(said), foreign, id_)
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
