"""What becomes of the rows of a history: of a system that tells what was done there, in order.

Rows are followed as if the file alone were to be believed: what it has said so far of an entry is
its chain, and a row does what it says otherwise. What an earlier import made of the row is looked
up then; if it made nothing, the row is recorded. So a history that is told again adds nothing, and
what was corrected here by hand stays.

What a refused row says waits for a row that corrects it, and both are recorded together.
"""

from collections.abc import Callable, Iterator

from timeline.base.errors import Fault
from timeline.event import document
from timeline.exchange.entry import ExternalId
from timeline.projection.states import Current
from timeline.recording.amend import Provenance, amendment
from timeline.recording.append import Outcome, Taken
from timeline.recording.imports.chains import Chain, Row
from timeline.recording.imports.entries import (
    Desk,
    Difference,
    Verdict,
    amend_event,
    kind_of,
    known,
    lift,
    recording_of,
    refused,
    refused_as_retracted,
    verdict_of,
    with_references,
    withdraw,
)
from timeline.recording.imports.external_ids import listed
from timeline.recording.imports.placement import (
    Differing,
    at_end,
    guessed,
    is_open,
    placed,
    placed_at_last,
)
from timeline.recording.resolve import Resolved

Followed = tuple[Chain, Verdict]
"""What a row makes of its chain, and what becomes of the row."""


def follow(desk: Desk, row: Row) -> Iterator[tuple[Row, Verdict]]:
    """What becomes of a row of a history, given those before it.

    A row of an entry that the log knows is held until it is clear whether an earlier import took
    it; so none is yielded, or several.
    """
    chain = desk.chains.find(kind_of(row.said), row.named)
    if chain is None or chain.state != "unplaced":
        yield row, _followed(desk, row)
        return
    placed_ = None if row.is_unclear or is_open(desk, chain, row) else placed(desk, chain, row)
    if placed_ is None:
        desk.chains.hold(chain, row)
        return
    yield from _released(desk, placed_)
    yield row, _followed(desk, row)


def finish(desk: Desk) -> Iterator[tuple[Row, Verdict]]:
    """What becomes of the rows that are held: unless several are as in the log, they are new."""
    for event in desk.chains.undecided():
        chain = Chain(event, str(desk.external_ids.original(event)["event"]), event, "unplaced")
        first = desk.chains.held(chain)[0]
        start = placed_at_last(desk, chain) or guessed(desk, chain, first.external_id.scheme)
        if start is None:
            if not first.past.at:
                desk.chains.pass_over(chain)
            start = at_end(desk, chain, first.external_id.scheme)
        yield from _released(desk, start)


def _released(desk: Desk, chain: Chain) -> Iterator[tuple[Row, Verdict]]:
    held = desk.chains.release(chain)
    desk.chains.keep(chain)
    for row in held:
        yield row, _followed(desk, row)


def _followed(desk: Desk, row: Row) -> Verdict:
    kind = kind_of(row.said)
    chain = desk.chains.find(kind, row.named)
    if chain is None and row.starts:
        chain = Chain(f"{kind} {row.external_id.scheme} {row.external_id.id}", kind)
    if chain is None or (chain.state == "unborn" and not row.starts):
        return _refused_for_faults(desk, row) if row.faults else _leads_nowhere(desk, row)
    if desk.chains.name(chain, row.external_id) != chain.key:
        return _refused_for_its_id(desk, row)
    if chain.state == "unborn":
        chain = chain._replace(state="absent")
    if row.is_unclear:
        if chain.state == "absent":
            chain = _with_id(chain._replace(lines=(*chain.lines, row.said.start)), row)
            desk.chains.keep(chain)
        return _refused_for_faults(desk, row)
    chain, verdict = _FOLLOWING[row.past.operation](desk, chain, row)
    if verdict.what == "known" and chain.event:
        verdict = _remembered(desk, chain, row, verdict)
    desk.chains.keep(_with_id(chain, row))
    return verdict


def _refused_for_faults(desk: Desk, row: Row) -> Verdict:
    return Verdict("refused", desk.batch.refuse(row.faults))


def _leads_nowhere(desk: Desk, row: Row) -> Verdict:
    to = "add again" if row.past.operation == "add" else row.past.operation
    problem = f"nothing to {to}: neither the log nor an earlier row has `{row.named.id}`"
    return refused(desk, row.said, problem, "put the row that adds it before this one")


def _refused_for_its_id(desk: Desk, row: Row) -> Verdict:
    """The verdict on a row with an identifier that an earlier row gave to another entry."""
    problem = f"`{row.external_id.id}` is the id of a row of another entry already"
    return refused(desk, row.said, problem, "give each row an id of its own there")


def _was_refused(desk: Desk, chain: Chain, row: Row) -> Verdict:
    """The verdict on a row that is good, of an entry whose addition is not."""
    lines = ", ".join(map(str, chain.lines[:1]))
    problem = f"nothing to {row.past.operation}: `{row.named.id}` was refused, in row {lines}"
    return refused(desk, row.said, problem, "correct that row")


def _add(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that adds an entry, or adds it again."""
    if chain.state == "standing":
        return chain, _added_twice(desk, chain, row)
    return _enter(desk, chain.settle(), row)


def _added_twice(desk: Desk, chain: Chain, row: Row) -> Verdict:
    """The verdict on a row that adds what is there."""
    if row.faults:
        return _refused_for_faults(desk, row)
    resolved = _resolved(desk, row)
    if resolved.faults:
        return Verdict("refused", desk.batch.refuse(resolved.faults, resolved))
    original = desk.external_ids.original(chain.event)
    for before in (original, chain.body):
        if not Differing.of(desk, row, resolved, before, whole=True):
            return known(desk, chain.event, resolved)
    problem = f"`{row.named.id}` was added already, as {chain.event}"
    remedy = "say what the row does to it: correct or retract"
    return refused(desk, row.said, problem, remedy, resolved)


def _enter(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that says all of an entry that is not there, or not any more."""
    if row.faults:
        return chain.wait(row), _refused_for_faults(desk, row)
    if chain.state == "withdrawn":
        return _restore(desk, chain, row)
    if not chain.event:
        return _record(desk, chain, row)
    # An earlier import has recorded it, for this row or for a later one.
    resolved = _resolved(desk, row)
    if resolved.faults:
        return chain.wait(row), Verdict("refused", desk.batch.refuse(resolved.faults, resolved))
    original = desk.external_ids.original(chain.event)
    differing = Differing.of(desk, row, resolved, original, whole=True)
    body = differing.applied(original)
    verdict = _amend(desk, chain._replace(body=body), row, resolved, differing)
    if verdict.what == "refused":
        return chain.wait(row), verdict
    return chain._replace(state="standing", body=body), verdict


def _record(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that adds an entry which the log does not have."""
    # The last is that of the row that adds it, by which it is known again.
    ids = (*(id_ for id_ in chain.ids if id_ != row.external_id.id), row.external_id.id)
    own = tuple(ExternalId(row.external_id.scheme, id_) for id_ in ids)
    said = with_references(desk, row.said, own)
    resolved = desk.batch.resolver.resolve(said)
    verdict = verdict_of(desk.batch.judge(said, resolved, recording_of(desk, row.past)))
    outcome = verdict.taken.outcome
    if outcome is None:
        return chain.wait(row), verdict
    if outcome.new:
        desk.external_ids.add(own, outcome)
    body = {k: v for k, v in outcome.body.items() if k not in ("schema", "id", "recorded")}
    return chain._replace(event=outcome.id, state="standing", body=body, ids=()), verdict


def _restore(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that adds again what was withdrawn."""
    resolved = _resolved(desk, row)
    if resolved.faults:
        verdict = Verdict("refused", desk.batch.refuse(resolved.faults, resolved))
        return chain.wait(row), verdict
    before = desk.external_ids.current(chain.event)
    lifts: tuple[Outcome, ...] = ()
    taken = desk.chains.take(chain, row.external_id, row.past.at, "lift")
    if not taken and before.retracted_by:
        retractions = _of_imports(desk, before, row)
        if not retractions:
            return chain, refused_as_retracted(desk, row.said, before, resolved)
        reason, recorded = row.past.reason, recording_of(desk, row.past)
        lifts = lift(desk, before, retractions, row.external_id, reason=reason, recorded=recorded)
    differing = Differing.of(desk, row, resolved, chain.body, whole=True)
    body = differing.applied(chain.body)
    verdict = _amend(desk, chain._replace(body=body), row, resolved, differing)
    if verdict.what == "refused":
        desk.external_ids.stage(before)
        desk.chains.give_back(taken)
        return chain.wait(row), verdict
    for one in lifts:
        desk.chains.record(chain, row.external_id, "lift", one.id)
    if lifts and verdict.what == "known":
        verdict = verdict._replace(what="restored")
    return chain._replace(state="standing", body=body), verdict._replace(first=lifts)


def _of_imports(desk: Desk, now: Current, row: Row) -> tuple[str, ...]:
    """The retractions of an event, if imports made all of them."""
    if now.retracted_by and desk.chains.is_made_here(now.retracted_by):
        return (now.retracted_by,)
    return desk.external_ids.retractions(now.id, row.external_id.scheme)


def _correct(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that corrects an entry."""
    if chain.state != "standing":
        return _complete(desk, chain, row)
    if row.faults:
        return chain.wait(row), _refused_for_faults(desk, row)
    whole = row.after(chain)
    if chain.waiting is not None and not whole.unread:
        changed, verdict = _change(desk, chain, whole)
        if verdict.what != "refused":
            return changed.settle(), verdict._replace(completes=len(chain.lines))
    changed, verdict = _change(desk, chain, row)
    if verdict.what == "refused":
        return chain.wait(row), verdict
    return _without(changed, row), verdict


def _complete(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a correction of an entry that is not there: it may put right why."""
    if chain.waiting is None:
        return chain, _corrects_nothing(desk, chain, row)
    whole, waiting = row.after(chain), chain.wait(row)
    resolved = _resolved(desk, row)
    faults = row.faults or resolved.faults
    desk.batch.leave(resolved)
    if faults:
        return waiting, Verdict("refused", desk.batch.refuse(faults))
    if not whole.unread:
        entered, verdict = _enter(desk, chain.settle(), whole)
        if verdict.what != "refused":
            return entered, verdict._replace(completes=len(chain.lines))
    return waiting, _was_refused(desk, chain, row)


def _corrects_nothing(desk: Desk, chain: Chain, row: Row) -> Verdict:
    """The verdict on a row that corrects what was refused, or what an earlier row withdrew."""
    if row.faults:
        return _refused_for_faults(desk, row)
    if chain.state == "absent":
        return _was_refused(desk, chain, row)
    resolved = _resolved(desk, row)
    if resolved.faults:
        return Verdict("refused", desk.batch.refuse(resolved.faults, resolved))
    if not Differing.of(desk, row, resolved, chain.body, whole=False):
        return known(desk, chain.event, resolved)
    by = desk.external_ids.current(chain.event).retracted_by
    problem = f"it changes {chain.event}, which was retracted by {by or 'an earlier row'}"
    remedy = "put a row that adds it again before this one"
    return refused(desk, row.said, problem, remedy, resolved)


def _change(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that says something of an entry otherwise."""
    resolved = _resolved(desk, row)
    if resolved.faults:
        return chain, Verdict("refused", desk.batch.refuse(resolved.faults, resolved))
    differing = Differing.of(desk, row, resolved, chain.body, whole=False)
    changed = chain._replace(body=differing.applied(chain.body))
    verdict = _amend(desk, changed, row, resolved, differing)
    return (chain if verdict.what == "refused" else changed), verdict


def _amend(desk: Desk, chain: Chain, row: Row, resolved: Resolved, differing: Differing) -> Verdict:
    """The verdict on a row that amends an event, unless an earlier import did so.

    Args:
        desk: what the log holds.
        chain: with what its event says after the row.
        row: the row.
        resolved: what it says.
        differing: what of that is otherwise than before.
    """
    if faults := _faults_after(chain, row):
        return Verdict("refused", desk.batch.refuse(faults, resolved))
    at = row.past.at
    if not differing or desk.chains.take(chain, row.external_id, at, "amendment", differing.has):
        return known(desk, chain.event, resolved)
    body = {"event": chain.kind, **differing.fields}
    verdict = amend_event(
        desk,
        row.said,
        Difference(
            chain.event,
            resolved._replace(body=body),
            row.past.reason or desk.reason,
            (row.external_id,),
            differing.gone,
            recording_of(desk, row.past),
        ),
    )
    if verdict.what == "amended":
        _keep_amendment(desk, chain, row, verdict.taken)
    return verdict


def _faults_after(chain: Chain, row: Row) -> list[Fault]:
    """What would be wrong with the event of a chain after a row; an earlier import refused it."""
    body = document.complete({"event": chain.kind, **chain.body}, _SOME_RECORDING)
    return document.event_of(row.said._replace(body=body))[1]


_SOME_RECORDING = {"at": "2000-01-01T00:00:00.000000Z", "by": "import"}


def _keep_amendment(desk: Desk, chain: Chain, row: Row, taken: Taken) -> None:
    assert taken.outcome is not None  # noqa: S101 (it was not refused)
    desk.external_ids.stage_amendment(desk.external_ids.current(chain.event), taken.outcome)
    desk.chains.record(chain, row.external_id, "amendment", taken.outcome.id)


def _retract(desk: Desk, chain: Chain, row: Row) -> Followed:
    """What becomes of a row that withdraws an entry; what its fields say does not matter."""
    if chain.state == "absent":
        return chain._replace(waiting=None), _was_refused(desk, chain, row)
    if chain.state == "withdrawn":
        return chain.settle(), known(desk, chain.event)
    withdrawn = chain.settle()._replace(state="withdrawn")
    now = desk.external_ids.current(chain.event)
    if desk.chains.take(chain, row.external_id, row.past.at, "retraction") or now.retracted_by:
        return withdrawn, known(desk, chain.event)
    recorded = recording_of(desk, row.past) or next(desk.batch.recorded)
    made = withdraw(now, row.external_id, recorded, row.past.reason or desk.reason)
    desk.external_ids.stage_retraction(now, made)
    desk.chains.record(chain, row.external_id, "retraction", made.id)
    return withdrawn, Verdict("retracted", Taken(made))


_FOLLOWING: dict[str, Callable[[Desk, Chain, Row], Followed]] = {
    "add": _add,
    "correct": _correct,
    "retract": _retract,
}


def _remembered(desk: Desk, chain: Chain, row: Row, verdict: Verdict) -> Verdict:
    """A row that says nothing new may have an identifier to which rows of later files refer."""
    if desk.chains.is_recorded(chain, row.external_id):
        return verdict
    now = desk.external_ids.current(chain.event)
    own = row.external_id._asdict()
    body: dict[str, object] = {
        "event": chain.kind,
        "refs": [*listed(now.body.get("refs")), own],
    }
    taken = amendment(
        desk.batch,
        now,
        Resolved(body, (), (), (), ()),
        reason=row.past.reason or desk.reason,
        origin=Provenance(row.said._replace(body={}), (own,), recording_of(desk, row.past)),
    )
    if taken.outcome is None:
        return Verdict("refused", taken)
    _keep_amendment(desk, chain, row, taken)
    return verdict._replace(what="amended", taken=taken)


def _with_id(chain: Chain, row: Row) -> Chain:
    """The chain with the identifier of a row, for the event that it may become yet."""
    ids = () if chain.event else dict.fromkeys((*chain.ids, row.external_id.id))
    return chain._replace(ids=tuple(ids))


def _without(chain: Chain, row: Row) -> Chain:
    """The chain without what waits and was said otherwise since."""
    waiting = {k: v for k, v in (chain.waiting or {}).items() if k not in row.fields}
    unread = tuple(name for name in chain.unread if name not in row.fields)
    return chain._replace(waiting=waiting, unread=unread) if waiting or unread else chain.settle()


def _resolved(desk: Desk, row: Row) -> Resolved:
    """What a row says, with its identifiers in the other system looked up."""
    return desk.batch.resolver.resolve(with_references(desk, row.said, (row.external_id,)))
