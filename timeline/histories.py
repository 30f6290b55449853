"""What becomes of an entry of a system that shows its history: a row for each thing done there.

A row adds, corrects or retracts. It may have an identifier of its own and name the row that it is
about; a chain of such rows leads to the event that it began with, however long it is. What the
system said is followed row by row, so that a file that is imported again changes nothing, and one
that has grown adds what is new.
"""

from collections.abc import Mapping

from timeline import document
from timeline.correcting import Target, retraction
from timeline.document import Document
from timeline.exchange.entry import Foreign, Past
from timeline.foreign import Refused, Step, Told
from timeline.recording import Outcome, Taken
from timeline.resolving import Resolved
from timeline.verdicts import (
    Change,
    Desk,
    Verdict,
    amend,
    kind_of,
    known_as,
    recorded_there,
    refusal,
    retract,
    said_otherwise,
    stored,
    verdict_on,
    with_reference,
)


def keep_refused(desk: Desk, said: Document, foreign: Foreign) -> None:
    """Keep an addition that is refused: a later row may correct what is wrong with it."""
    known = Refused(dict(said.body), dict.fromkeys(said.columns, ""), said.start)
    desk.foreigners.refuse(kind_of(said), foreign, known)


def add(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What becomes of a row that adds something, perhaps again after it was withdrawn."""
    found = _event_of(desk, said, foreign, past)
    referenced = with_reference(desk, said, foreign)
    resolved = desk.batch.resolver.resolve(referenced)
    if not found:
        taken = desk.batch.judge(referenced, resolved, recorded_there(desk, past))
        if taken.outcome is None:
            keep_refused(desk, said, foreign)
        elif taken.outcome.new:
            desk.foreigners.add(foreign, taken.outcome)
        return verdict_on(taken)
    desk.foreigners.lead(kind_of(said), foreign, found)
    if resolved.faults:
        keep_refused(desk, said, foreign)
        return Verdict("refused", desk.batch.refuse(resolved.faults))
    if desk.foreigners.told(found) is None and _is_original(desk, resolved, found, past):
        desk.foreigners.tell(found, Told(desk.foreigners.original(found)))
        return known_as(desk, found)
    return _add_again(desk, referenced, resolved, _Row(found, foreign, past))


def correct(desk: Desk, said: Document, foreign: Foreign, past: Past) -> Verdict:
    """What becomes of a row that corrects or retracts what an earlier one said."""
    named = Foreign(foreign.scheme, stored(past.refers_to) or foreign.id)
    refused = desk.foreigners.refused(kind_of(said), named)
    if refused:
        return _mend(desk, said, _Row("", foreign, past), named, refused)
    found = desk.foreigners.find(kind_of(said), named)
    if not found:
        problem = (
            f"nothing to {past.operation}: neither the log nor an earlier row has `{named.id}`"
        )
        return refusal(desk, said, problem, "put the row that adds it before this one")
    desk.foreigners.lead(kind_of(said), foreign, found)
    row = _Row(found, foreign, past)
    return _withdraw(desk, row) if past.operation == "retract" else _amend(desk, said, row)


class _Row:
    """A row about an event: the event's id, the row's identifier, and how it was recorded there."""

    def __init__(self, event: str, foreign: Foreign, past: Past) -> None:
        self.event, self.foreign, self.past = event, foreign, past
        self.step = Step(foreign, past.at)


def _event_of(desk: Desk, said: Document, foreign: Foreign, past: Past) -> str:
    """The event that a row adds again; empty if it adds something new."""
    found = desk.foreigners.find(kind_of(said), foreign)
    if not found and past.refers_to:
        named = Foreign(foreign.scheme, stored(past.refers_to))
        found = desk.foreigners.find(kind_of(said), named)
    return found


def _is_original(desk: Desk, resolved: Resolved, event: str, past: Past) -> bool:
    """Whether a row is the one by which an event was recorded first."""
    claim = desk.batch.merged.claim
    original = desk.foreigners.original(event)
    recorded = original["recorded"]
    at = recorded.get("at") if isinstance(recorded, dict) else ""
    return past.at in ("", at) and claim(document.complete(resolved.body, {})) == claim(original)


def _told(desk: Desk, row: _Row) -> Told:
    """What the system has said of an event until now.

    A file may begin where an earlier one ended; then it goes on from what was imported.
    """
    told = desk.foreigners.told(row.event)
    if told is None:
        told = desk.foreigners.told_before(row.event, row.foreign.scheme)
        desk.foreigners.tell(row.event, told)
    return told


def _add_again(desk: Desk, said: Document, resolved: Resolved, row: _Row) -> Verdict:
    """What becomes of a row that adds what was added before: it restores what was withdrawn."""
    told = _told(desk, row)
    change, gone = _difference(desk, said, resolved, told.body)
    if not told.retractions:
        if not change.body.keys() - {"event"} and not gone:
            return known_as(desk, row.event)
        problem = f"`{row.foreign.id}` was added already, as {row.event}"
        return refusal(desk, said, problem, "say what the row does to it: correct or retract")
    before = desk.foreigners.current(row.event)
    lifted = _lift(desk, row, told.retractions)
    verdict = _change(desk, said, row, change, gone)
    if verdict.what == "refused":
        desk.foreigners.stage(before)
        keep_refused(desk, said, row.foreign)
        return verdict
    kept = {name: value for name, value in told.body.items() if name not in gone}
    desk.foreigners.tell(row.event, Told({**kept, **_fields(change)}))
    if lifted or verdict.what == "amended":
        return verdict._replace(what="restored", first=lifted)
    return verdict


def _difference(
    desk: Desk, said: Document, resolved: Resolved, before: Mapping[str, object]
) -> tuple[Resolved, tuple[str, ...]]:
    """What a row that says all of an event changes, and which fields it takes away."""
    own = (kind_of(said), "refs")
    change = said_otherwise(desk, resolved, before)
    kept = {name: value for name, value in change.body.items() if name not in own}
    gone = tuple(
        name
        for name in before
        if name in said.columns and name not in resolved.body and name not in own
    )
    return change._replace(body=kept), gone


def _lift(desk: Desk, row: _Row, retractions: tuple[str, ...]) -> tuple[Outcome, ...]:
    """What restores an event: a retraction of each retraction that its system made."""
    now = desk.foreigners.current(row.event)
    made = []
    for withdrawal in retractions:
        if desk.foreigners.take_retraction(row.event, row.step, withdrawal):
            continue
        if now.retracted_by != withdrawal and not desk.foreigners.stands(withdrawal):
            continue
        target = Target(withdrawal, row.event, now.heads, None, str(now.body.get("title", "")))
        refs = (row.foreign._asdict(),)
        lift = retraction(target, _reason(desk, row), _recorded(desk, row), refs=refs)
        now = now._replace(heads=(lift.id,))
        made.append(lift)
    if made:
        others = desk.foreigners.withdrawn_by_others(row.event, retractions)
        desk.foreigners.stage(now._replace(retracted_by=others or None, forked=False))
    return tuple(made)


def _amend(desk: Desk, said: Document, row: _Row) -> Verdict:
    """What becomes of a row that corrects; an empty cell leaves a field as it was."""
    told = _told(desk, row)
    change = said_otherwise(desk, desk.batch.resolver.resolve(said), told.body)
    change.body.pop(kind_of(said), None)
    if told.retractions and change.body.keys() - {"event"}:
        problem = f"it corrects {row.event}, which an earlier row retracted"
        return refusal(desk, said, problem, "add it again first, by a row with the operation add")
    verdict = _change(desk, said, row, change, ())
    if verdict.what != "refused":
        desk.foreigners.tell(row.event, told._replace(body={**told.body, **_fields(change)}))
    return verdict


def _change(
    desk: Desk, said: Document, row: _Row, change: Resolved, gone: tuple[str, ...]
) -> Verdict:
    """The amendment by what a row says otherwise; none if it is in the log already."""
    fields = _fields(change)
    if change.faults:
        return Verdict("refused", desk.batch.refuse(change.faults))
    if not (fields or gone) or desk.foreigners.take_amendment(row.event, row.step, fields):
        return known_as(desk, row.event)
    asked = Change(row.event, change, _reason(desk, row), gone, recorded_there(desk, row.past))
    verdict = amend(desk, said, row.foreign, asked)
    if verdict.what == "amended" and verdict.taken.outcome is not None:
        now = desk.foreigners.current(row.event)
        desk.foreigners.stage_amendment(now, verdict.taken.outcome)
    return verdict


def _fields(change: Resolved) -> dict[str, object]:
    return {name: value for name, value in change.body.items() if name != "event"}


def _withdraw(desk: Desk, row: _Row) -> Verdict:
    """What becomes of a row that retracts."""
    told = _told(desk, row)
    if told.retractions:
        return known_as(desk, row.event)
    taken = desk.foreigners.take_retraction(row.event, row.step, row.event)
    if taken:
        desk.foreigners.tell(row.event, told._replace(retractions=(taken,)))
        return known_as(desk, row.event)
    now = desk.foreigners.current(row.event)
    if now.retracted_by:
        # People here withdrew it: there is nothing for a later row to lift.
        desk.foreigners.tell(row.event, told._replace(retractions=("",)))
        return known_as(desk, row.event)
    made = retract(now, row.foreign, _recorded(desk, row), _reason(desk, row))
    desk.foreigners.stage_retraction(now, made)
    desk.foreigners.tell(row.event, told._replace(retractions=(made.id,)))
    return Verdict("retracted", Taken(made))


def _mend(desk: Desk, said: Document, row: _Row, named: Foreign, refused: Refused) -> Verdict:
    """What becomes of a row about an addition that was refused: it adds it, if it mends it."""
    kind = kind_of(said)
    if row.past.operation == "retract":
        desk.foreigners.forget_refused(kind, named)
        problem = f"nothing to retract: the row that adds `{named.id}` was refused"
        return refusal(desk, said, problem, f"see row {refused.line}")
    filled = document.tidy(said.body)
    assert isinstance(filled, dict)  # noqa: S101 (tidy keeps maps maps)
    body = {**refused.body, **filled}
    if row.foreign != named:
        # The row is known by its own identifier, too, and what refers to it leads to the event.
        body["refs"] = [row.foreign._asdict()]
        desk.foreigners.refuse(kind, row.foreign, refused._replace(body=body))
    whole = said._replace(body=body, columns=dict.fromkeys((*refused.columns, *said.columns), ""))
    verdict = add(desk, whole, named, row.past._replace(operation="add", refers_to=""))
    if verdict.what == "refused":
        return verdict
    for one in (named, row.foreign):
        desk.foreigners.forget_refused(kind, one)
    if found := desk.foreigners.find(kind, named):
        desk.foreigners.lead(kind, row.foreign, found)
    return verdict


def _recorded(desk: Desk, row: _Row) -> Mapping[str, str]:
    return recorded_there(desk, row.past) or next(desk.batch.recorded)


def _reason(desk: Desk, row: _Row) -> str:
    return row.past.reason or desk.reason
