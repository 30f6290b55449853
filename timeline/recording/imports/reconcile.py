"""Reconcile entries of an import with the log: each is new, known, a correction, or refused.

An entry of another system is known by its identifier there. A system either shows what it holds
now, and an entry that changed amends what an earlier import recorded; or it shows its history, an
entry for each time that something was added, corrected or retracted there (`histories`).
"""

from collections.abc import Iterator, Mapping

from timeline.event import document
from timeline.event.document import Document
from timeline.exchange.entry import Entry, ExternalId
from timeline.recording.append import Outcome, Taken
from timeline.recording.imports import histories
from timeline.recording.imports.chains import Row
from timeline.recording.imports.entries import (
    Difference,
    EntryResult,
    ImportContext,
    amend_event,
    as_stored,
    find_changes,
    find_removed,
    kind_of,
    known_result,
    lift,
    recording_of,
    refuse,
    result_of,
    with_references,
    withdraw,
)
from timeline.recording.imports.external_ids import listed
from timeline.recording.retract import refuse_in_use


def reconcile(context: ImportContext, entry: Entry) -> Iterator[tuple[Document, EntryResult]]:
    """The result for an entry; of a history, of none or several, which had to wait for it."""
    said, external_id, past, faults, unread = entry
    said = said._replace(body={"event": "happening", **said.body})
    external_id = external_id and ExternalId(*map(as_stored, external_id))
    if external_id is not None and past is not None:
        row = Row(said, external_id, past, faults, unread)
        yield from ((one.said, result) for one, result in histories.follow(context, row))
    elif faults:
        if external_id is not None:
            context.external_ids.see(kind_of(said), external_id, said.start)
        yield said, EntryResult("refused", Taken(None, faults=faults))
    elif external_id is None:
        yield said, result_of(context.batch.take(said, recording_of(context, past)))
    else:
        yield said, _reconcile_current(context, said, external_id)


def reconcile_held(context: ImportContext) -> Iterator[tuple[Document, EntryResult]]:
    """The results for entries that waited for others, at the end of the file."""
    yield from ((one.said, result) for one, result in histories.finish(context))


def retract_missing(context: ImportContext, id_: str, external_id: ExternalId) -> Outcome:
    """The retraction of what its system has no more.

    Raises:
        TimelineError: it declares a key that others name.
    """
    now = context.external_ids.current(id_)
    refuse_in_use(context.batch.db, now)
    return withdraw(now, external_id, next(context.batch.recorded), context.reason)


def _reconcile_current(
    context: ImportContext, said: Document, external_id: ExternalId
) -> EntryResult:
    """An entry of a system that shows what it holds now."""
    kind = kind_of(said)
    earlier = context.external_ids.see(kind, external_id, said.start)
    if earlier:
        remedy = "keep one of them, or say which column tells what each row does: operation"
        return refuse(
            context, said, f"`{external_id.id}` stands twice, first in line {earlier}", remedy
        )
    id_ = context.external_ids.find(kind, external_id) or _adopt_event(context, said, external_id)
    said = with_references(context, said, (external_id,))
    if not id_:
        result = result_of(context.batch.take(said))
        if result.what == "new" and result.taken.outcome is not None:
            context.external_ids.name(kind, external_id, result.taken.outcome.id)
        return result
    resolved = context.batch.resolver.resolve(said)
    if not resolved.faults and context.external_ids.is_unchanged(id_, resolved.body):
        return known_result(context, id_, resolved)
    # Only an import lifts what imports withdrew: a decision of a user here stays.
    now = context.external_ids.current(id_)
    restored = lift(
        context, now, context.external_ids.retractions(id_, external_id.scheme), external_id
    )
    before = context.external_ids.said_before(id_, external_id)
    change = find_changes(context, resolved, before)
    change.body.pop("refs", None)
    change.body.update(_references(context, said, id_, before, external_id))
    gone = find_removed(said, before)
    difference = Difference(id_, change, context.reason, (external_id,), gone)
    result = amend_event(context, said, difference)
    if restored and result.what == "known":
        result = result._replace(what="restored")
    return result._replace(first=restored)


def _adopt_event(context: ImportContext, said: Document, external_id: ExternalId) -> str:
    """The event that says just what an entry says, and has no identifier of its system yet.

    It was imported before somebody said which column has the identifiers, or was recorded by hand.
    """
    if not context.external_ids.nameless(kind_of(said), external_id.scheme):
        return ""
    resolved = context.batch.resolver.resolve(said)
    context.batch.leave(resolved)
    if resolved.faults:
        return ""
    claim = document.claim_of_draft(resolved.body)
    id_ = context.external_ids.claiming(claim, external_id.scheme)
    if id_:
        context.external_ids.name(kind_of(said), external_id, id_)
    return id_


def _references(
    context: ImportContext,
    said: Document,
    id_: str,
    before: Mapping[str, object],
    external_id: ExternalId,
) -> dict[str, object]:
    """The identifiers of an event, if an entry has others than before: those of others stay."""
    now = listed(context.external_ids.current(id_).body.get("refs"))
    earlier = listed(before.get("refs"))
    told = listed(said.body.get("refs"))
    its_own = "refs" in said.columns and external_id._asdict() in earlier
    gone = [one for one in earlier if its_own and one not in told]
    refs = [one for one in now if one not in gone]
    refs += [one for one in told if one not in refs and one not in earlier]
    return {"refs": refs} if refs != now else {}
