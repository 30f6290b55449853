"""What every entry of another system needs to be compared with what the log has of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from timeline.base.advice import Remedy
from timeline.base.advice import lift as lifting
from timeline.event import document
from timeline.event.document import Document
from timeline.event.schema import Wrong
from timeline.exchange.entry import ExternalId, Past
from timeline.projection.states import Current, Target
from timeline.recording.amend import Provenance, amendment
from timeline.recording.append import Batch, Outcome, Taken
from timeline.recording.imports.chains import Chains
from timeline.recording.imports.external_ids import ExternalIds, listed
from timeline.recording.resolve import Resolved
from timeline.recording.retract import retraction

What = Literal["new", "known", "amended", "retracted", "restored", "refused"]


class ImportContext(NamedTuple):
    """What entries are compared with: those before them, and what the log holds.

    `by` is who imports; `reason` is that of corrections that bring none.
    """

    batch: Batch
    external_ids: ExternalIds
    chains: Chains
    by: str
    reason: str


class EntryResult(NamedTuple):
    """What became of an entry, and what is to be added for it, `first` before the rest.

    `completes` counts the refused rows whose content is recorded with it.
    """

    what: What
    taken: Taken
    first: tuple[Outcome, ...] = ()
    completes: int = 0


class Difference(NamedTuple):
    """What an entry says of an event otherwise than before, and why; `gone` are fields to unset.

    `refs` are the identifiers of the entry; `recorded` is when and by whom it was recorded, if not
    now.
    """

    id: str
    resolved: Resolved
    reason: str
    refs: tuple[ExternalId, ...]
    gone: tuple[str, ...] = ()
    recorded: Mapping[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the entry says nothing new."""
        return set(self.resolved.body) <= {"event"} and not self.gone


def kind_of(said: Document) -> str:
    """The kind of event that an entry is."""
    return str(said.body["event"])


def as_stored(text: str) -> str:
    """A text as events have it."""
    return str(document.tidy(text))


def recording_of(context: ImportContext, past: Past | None) -> Mapping[str, str] | None:
    """When and by whom the other system recorded it; the true moment is kept as `entered`."""
    if past is None or not past.at:
        return None
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"at": past.at, "by": past.by or context.by, "entered": now}


def result_of(taken: Taken) -> EntryResult:
    """The result for an entry that was offered as a new event."""
    if taken.outcome is None:
        return EntryResult("refused", taken)
    return EntryResult("new" if taken.outcome.new else "known", taken)


def known_result(context: ImportContext, id_: str, resolved: Resolved | None = None) -> EntryResult:
    """The result for an entry that says nothing that the log has not.

    Args:
        context: what the log holds.
        id_: the event that says it.
        resolved: the entry, if it was resolved.
    """
    context.batch.leave(resolved)
    return EntryResult("known", Taken(Outcome(id_, "", new=False, body={})))


def refuse(
    context: ImportContext,
    said: Document,
    problem: str,
    remedy: Remedy,
    resolved: Resolved | None = None,
) -> EntryResult:
    """The result for an entry that is refused as a whole.

    Args:
        context: what the log holds.
        said: the entry.
        problem: why.
        remedy: what to do about it.
        resolved: the entry, if it was resolved.
    """
    fault = said.fault(Wrong((), problem, remedy))
    return EntryResult("refused", context.batch.refuse([fault], resolved))


def with_references(
    context: ImportContext, said: Document, own: tuple[ExternalId, ...]
) -> Document:
    """The document with its identifiers in the other system, and ids for those that it names."""
    refs = listed(document.tidy(said.body.get("refs", [])))
    body = said.body | {"refs": [*refs, *(one._asdict() for one in own)]}
    for name in ("part_of", "outcome_of"):
        named = body.get(name)
        if isinstance(named, str) and kind_of(said) == "happening":
            found = context.external_ids.find(
                "happening", ExternalId(own[0].scheme, as_stored(named))
            )
            body[name] = found or named
    return said._replace(body=body)


def find_changes(
    context: ImportContext, resolved: Resolved, before: Mapping[str, object]
) -> Resolved:
    """What an entry says otherwise than before, be it by another key that is the same."""
    body = document.tidy_map(resolved.body)
    alike = context.batch.merged.alike
    earlier, now = alike({"event": body["event"], **before}), alike(body)
    return resolved._replace(
        body={k: v for k, v in body.items() if k == "event" or earlier.get(k) != now[k]}
    )


def find_removed(said: Document, before: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that were said before, and that an entry could say and does not say any more."""
    kept = document.tidy_map(said.body)
    return tuple(name for name in before if name in said.columns and name not in kept)


def amend_event(context: ImportContext, said: Document, difference: Difference) -> EntryResult:
    """The result for an entry that amends an event."""
    id_, resolved, reason, own, gone, recorded = difference
    if resolved.faults:
        return EntryResult("refused", context.batch.refuse(resolved.faults, resolved))
    if difference.is_empty:
        return known_result(context, id_, resolved)
    now = context.external_ids.current(id_)
    if now.retracted_by:
        return refuse_as_retracted(context, said, now, resolved)
    refs = tuple(one._asdict() for one in own)
    origin = Provenance(said._replace(body={}), refs, recorded)
    taken = amendment(context.batch, now, resolved, reason=reason, unset=gone, origin=origin)
    result = result_of(taken)
    return result._replace(what="amended") if result.what == "new" else result


def refuse_as_retracted(
    context: ImportContext, said: Document, now: Current, resolved: Resolved
) -> EntryResult:
    """The result for an entry that changes what a user withdrew here.

    Args:
        context: what the log holds.
        said: the entry.
        now: the event that it changes.
        resolved: what the entry says.
    """
    assert now.retracted_by is not None  # noqa: S101 (it was withdrawn)
    problem = f"it changes {now.id}, which was retracted by {now.retracted_by}"
    return refuse(context, said, problem, lifting(now.retracted_by), resolved)


def lift(
    context: ImportContext,
    now: Current,
    retractions: tuple[str, ...],
    external_id: ExternalId,
    *,
    reason: str = "",
    recorded: Mapping[str, str] | None = None,
) -> tuple[Outcome, ...]:
    """What lifts the retractions of an entry that is there again; it counts for later entries."""
    found = []
    for retracted_by in retractions:
        target = Target(retracted_by, now.id, now.heads, None, str(now.body.get("title", "")))
        at = recorded or next(context.batch.recorded)
        made = retraction(target, reason or context.reason, at, refs=(external_id._asdict(),))
        now = now._replace(heads=(made.id,), retracted_by=None)
        found.append(made)
    if found:
        context.external_ids.stage(now)
    return tuple(found)


def withdraw(
    now: Current, external_id: ExternalId, recorded: Mapping[str, str], reason: str
) -> Outcome:
    """The retraction of an event that its system has no more."""
    target = Target(now.id, now.id, now.heads, None, str(now.body.get("title", "")))
    return retraction(target, reason, recorded, refs=(external_id._asdict(),))
