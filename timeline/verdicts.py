"""What becomes of an entry of an import, and the steps that lead to it.

Shared by systems that show what they hold now and by those that show their history.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeline import document
from timeline.correcting import Current, Provenance, Target, amendment, retraction
from timeline.document import Document
from timeline.exchange.entry import Foreign, Past
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


def kind_of(said: Document) -> str:
    """The kind of event that a document offers."""
    return str(said.body["event"])


def stored(text: str) -> str:
    """A text as events have it."""
    return str(document.tidy(text))


def recorded_there(desk: Desk, past: Past | None) -> Mapping[str, str] | None:
    """When and by whom the other system recorded it; the true moment is kept as `entered`."""
    if past is None or not past.at:
        return None
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"at": past.at, "by": past.by or desk.by, "entered": now}


def verdict_on(taken: Taken) -> Verdict:
    """What became of an entry that is offered as a new event."""
    if taken.outcome is None:
        return Verdict("refused", taken)
    return Verdict("new" if taken.outcome.new else "known", taken)


def known_as(desk: Desk, id_: str) -> Verdict:
    """That an entry says of an event what the log has already."""
    desk.batch.leave()
    return Verdict("known", Taken(Outcome(id_, "", new=False, body={})))


def refusal(desk: Desk, said: Document, problem: str, remedy: str) -> Verdict:
    """That an entry is refused, and why."""
    return Verdict("refused", desk.batch.refuse([said.fault(Wrong((), problem, remedy))]))


def with_reference(desk: Desk, said: Document, foreign: Foreign) -> Document:
    """The document with its identifier in the other system, and named by such what it refers to."""
    refs = document.tidy(said.body.get("refs", []))
    own: list[object] = [foreign._asdict()]
    body = said.body | {"refs": [*refs, *own] if isinstance(refs, list) else own}
    for name in ("part_of", "outcome_of"):
        named = body.get(name)
        if isinstance(named, str) and kind_of(said) == "happening":
            found = desk.foreigners.find("happening", Foreign(foreign.scheme, stored(named)))
            body[name] = found or named
    return said._replace(body=body)


def said_otherwise(desk: Desk, resolved: Resolved, before: Mapping[str, object]) -> Resolved:
    """What an entry says otherwise than before, be it by another key that is the same."""
    body = document.tidy(resolved.body)
    assert isinstance(body, dict)  # noqa: S101 (tidy keeps maps maps)
    alike = desk.batch.merged.alike
    earlier, now = alike({"event": body["event"], **before}), alike(body)
    return resolved._replace(
        body={k: v for k, v in body.items() if k == "event" or earlier.get(k) != now[k]}
    )


class Change(NamedTuple):
    """What an entry says of an event otherwise than before, and why; `gone` are fields to unset.

    `recorded` is when and by whom that was recorded, if not now.
    """

    id: str
    resolved: Resolved
    reason: str
    gone: tuple[str, ...] = ()
    recorded: Mapping[str, str] | None = None


def amend(desk: Desk, said: Document, foreign: Foreign, change: Change) -> Verdict:
    """The amendment of an event by what an entry says otherwise."""
    id_, resolved, reason, gone, recorded = change
    if resolved.faults:
        return Verdict("refused", desk.batch.refuse(resolved.faults))
    if set(resolved.body) <= {"event"} and not gone:
        return known_as(desk, id_)
    now = desk.foreigners.current(id_)
    if now.retracted_by:
        remedy = f"lift the retraction: timeline retract {now.retracted_by} --reason ..."
        problem = f"it changes {id_}, which was retracted by {now.retracted_by}"
        return refusal(desk, said, problem, remedy)
    origin = Provenance(said._replace(body={}), (foreign._asdict(),), recorded)
    taken = amendment(desk.batch, now, resolved, reason=reason, unset=gone, origin=origin)
    verdict = verdict_on(taken)
    return verdict._replace(what="amended") if verdict.what == "new" else verdict


def retract(now: Current, foreign: Foreign, recorded: Mapping[str, str], reason: str) -> Outcome:
    """The retraction of an event by an entry of another system."""
    target = Target(now.id, now.id, now.heads, None, str(now.body.get("title", "")))
    return retraction(target, reason, recorded, refs=(foreign._asdict(),))
