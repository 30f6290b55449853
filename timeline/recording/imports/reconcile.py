"""What becomes of one entry of an import: recorded, known, a correction, or refused.

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
    Desk,
    Difference,
    Verdict,
    amend_event,
    as_stored,
    changed,
    gone_from,
    kind_of,
    lift,
    recording_of,
    refused,
    verdict_of,
    with_references,
    withdraw,
)
from timeline.recording.imports.external_ids import listed
from timeline.recording.retract import refuse_in_use


def judged(desk: Desk, entry: Entry) -> Iterator[tuple[Document, Verdict]]:
    """What becomes of an entry; of a history, of none or several, which had to wait for it."""
    said, external_id, past, faults, unread = entry
    said = said._replace(body={"event": "happening", **said.body})
    external_id = external_id and ExternalId(*map(as_stored, external_id))
    if external_id is not None and past is not None:
        row = Row(said, external_id, past, faults, unread)
        yield from ((one.said, verdict) for one, verdict in histories.follow(desk, row))
    elif faults:
        if external_id is not None:
            desk.external_ids.see(kind_of(said), external_id, said.start)
        yield said, Verdict("refused", Taken(None, faults=faults))
    elif external_id is None:
        yield said, verdict_of(desk.batch.take(said, recording_of(desk, past)))
    else:
        yield said, _mirrored(desk, said, external_id)


def undecided(desk: Desk) -> Iterator[tuple[Document, Verdict]]:
    """What becomes of entries that waited for others, at the end of the file."""
    yield from ((one.said, verdict) for one, verdict in histories.finish(desk))


def withdrawn(desk: Desk, id_: str, external_id: ExternalId) -> Outcome:
    """The retraction of what its system has no more.

    Raises:
        TimelineError: it declares a key that others name.
    """
    now = desk.external_ids.current(id_)
    refuse_in_use(desk.batch.db, now)
    return withdraw(now, external_id, next(desk.batch.recorded), desk.reason)


def _mirrored(desk: Desk, said: Document, external_id: ExternalId) -> Verdict:
    """An entry of a system that shows what it holds now."""
    kind = kind_of(said)
    earlier = desk.external_ids.see(kind, external_id, said.start)
    if earlier:
        remedy = "keep one of them, or say which column tells what each row does: operation"
        return refused(
            desk, said, f"`{external_id.id}` stands twice, first in line {earlier}", remedy
        )
    id_ = desk.external_ids.find(kind, external_id) or _adopted(desk, said, external_id)
    said = with_references(desk, said, (external_id,))
    if not id_:
        verdict = verdict_of(desk.batch.take(said))
        if verdict.what == "new" and verdict.taken.outcome is not None:
            desk.external_ids.name(kind, external_id, verdict.taken.outcome.id)
        return verdict
    # Only an import lifts what imports withdrew: a decision of people here stays.
    now = desk.external_ids.current(id_)
    restored = lift(desk, now, desk.external_ids.retractions(id_, external_id.scheme), external_id)
    before = desk.external_ids.said_before(id_, external_id)
    change = changed(desk, desk.batch.resolver.resolve(said), before)
    change.body.pop("refs", None)
    change.body.update(_references(desk, said, id_, before, external_id))
    gone = gone_from(said, before)
    difference = Difference(id_, change, desk.reason, (external_id,), gone)
    verdict = amend_event(desk, said, difference)
    if restored and verdict.what == "known":
        verdict = verdict._replace(what="restored")
    return verdict._replace(first=restored)


def _adopted(desk: Desk, said: Document, external_id: ExternalId) -> str:
    """The event that says just what an entry says, and has no identifier of its system yet.

    It was imported before somebody said which column has the identifiers, or was recorded by hand.
    """
    if not desk.external_ids.nameless(kind_of(said), external_id.scheme):
        return ""
    resolved = desk.batch.resolver.resolve(said)
    desk.batch.leave(resolved)
    if resolved.faults:
        return ""
    claim = document.claim(document.complete(resolved.body, {}))
    id_ = desk.external_ids.claiming(claim, external_id.scheme)
    if id_:
        desk.external_ids.name(kind_of(said), external_id, id_)
    return id_


def _references(
    desk: Desk, said: Document, id_: str, before: Mapping[str, object], external_id: ExternalId
) -> dict[str, object]:
    """The identifiers of an event, if an entry has others than before: those of others stay."""
    now = listed(desk.external_ids.current(id_).body.get("refs"))
    earlier = listed(before.get("refs"))
    told = listed(said.body.get("refs"))
    its_own = "refs" in said.columns and external_id._asdict() in earlier
    gone = [one for one in earlier if its_own and one not in told]
    refs = [one for one in now if one not in gone]
    refs += [one for one in told if one not in refs and one not in earlier]
    return {"refs": refs} if refs != now else {}
