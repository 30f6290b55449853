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
    Difference,
    EntryResult,
    ImportContext,
    amend_event,
    kind_of,
    known_result,
    lift,
    recording_of,
    refuse,
    refuse_as_retracted,
    result_of,
    with_references,
    withdraw,
)
from timeline.recording.imports.external_ids import listed
from timeline.recording.imports.placement import (
    Differing,
    guess_start,
    is_addition_awaited,
    place_at_end,
    place_chain,
    replay_all,
)
from timeline.recording.resolve import Resolved

Followed = tuple[Chain, EntryResult]
"""What a row makes of its chain, and what becomes of the row."""


def follow(context: ImportContext, row: Row) -> Iterator[tuple[Row, EntryResult]]:
    """What becomes of a row of a history, given those before it.

    A row of an entry that the log knows is held until it is clear whether an earlier import took
    it; so none is yielded, or several.
    """
    chain = context.chains.find(kind_of(row.said), row.named)
    if chain is None or chain.state != "unplaced":
        yield row, _follow_row(context, row)
        return
    start = (
        None
        if row.is_unclear or is_addition_awaited(context, chain, row)
        else place_chain(context, chain, row)
    )
    if start is None:
        context.chains.hold(chain, row)
        return
    yield from _release_held(context, start)
    yield row, _follow_row(context, row)


def finish(context: ImportContext) -> Iterator[tuple[Row, EntryResult]]:
    """What becomes of the rows that are held: unless several are as in the log, they are new."""
    for event in context.chains.undecided():
        chain = Chain(event, str(context.external_ids.original(event)["event"]), event, "unplaced")
        first = context.chains.held(chain)[0]
        start = place_at_end(context, chain) or guess_start(
            context, chain, first.external_id.scheme
        )
        if start is None:
            if not first.past.at:
                context.chains.pass_over(chain)
            start = replay_all(context, chain, first.external_id.scheme)
        yield from _release_held(context, start)


def _release_held(context: ImportContext, chain: Chain) -> Iterator[tuple[Row, EntryResult]]:
    held = context.chains.release(chain)
    context.chains.keep(chain)
    for row in held:
        yield row, _follow_row(context, row)


def _follow_row(context: ImportContext, row: Row) -> EntryResult:
    kind = kind_of(row.said)
    chain = context.chains.find(kind, row.named)
    if chain is None and row.starts:
        chain = Chain(f"{kind} {row.external_id.scheme} {row.external_id.id}", kind)
    if chain is None or (chain.state == "unborn" and not row.starts):
        return _refuse_for_faults(context, row) if row.faults else _refuse_unknown(context, row)
    if context.chains.name(chain, row.external_id) != chain.key:
        return _refuse_for_its_id(context, row)
    if chain.state == "unborn":
        chain = chain._replace(state="absent")
    if row.is_unclear:
        if chain.state == "absent":
            chain = _with_id(chain._replace(lines=(*chain.lines, row.said.start)), row)
            context.chains.keep(chain)
        return _refuse_for_faults(context, row)
    chain, result = _FOLLOWING[row.past.operation](context, chain, row)
    if result.what == "known" and chain.event:
        result = _record_id(context, chain, row, result)
    context.chains.keep(_with_id(chain, row))
    return result


def _refuse_for_faults(context: ImportContext, row: Row) -> EntryResult:
    return EntryResult("refused", context.batch.refuse(row.faults))


def _refuse_unknown(context: ImportContext, row: Row) -> EntryResult:
    to = "add again" if row.past.operation == "add" else row.past.operation
    problem = f"nothing to {to}: neither the log nor an earlier row has `{row.named.id}`"
    return refuse(context, row.said, problem, "put the row that adds it before this one")


def _refuse_for_its_id(context: ImportContext, row: Row) -> EntryResult:
    """The result for a row with an identifier that an earlier row gave to another entry."""
    problem = f"`{row.external_id.id}` is the id of a row of another entry already"
    return refuse(context, row.said, problem, "give each row an id of its own there")


def _refuse_with_addition(context: ImportContext, chain: Chain, row: Row) -> EntryResult:
    """The result for a row that is good, of an entry whose addition is not."""
    lines = ", ".join(map(str, chain.lines[:1]))
    problem = f"nothing to {row.past.operation}: `{row.named.id}` was refused, in row {lines}"
    return refuse(context, row.said, problem, "correct that row")


def _add(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that adds an entry, or adds it again."""
    if chain.state == "standing":
        return chain, _refuse_second_addition(context, chain, row)
    return _enter(context, chain.settle(), row)


def _refuse_second_addition(context: ImportContext, chain: Chain, row: Row) -> EntryResult:
    """The result for a row that adds what is there."""
    if row.faults:
        return _refuse_for_faults(context, row)
    resolved = _resolve(context, row)
    if resolved.faults:
        return EntryResult("refused", context.batch.refuse(resolved.faults, resolved))
    original = context.external_ids.original(chain.event)
    for before in (original, chain.body):
        if not Differing.of(context, row, resolved, before, whole=True):
            return known_result(context, chain.event, resolved)
    problem = f"`{row.named.id}` was added already, as {chain.event}"
    remedy = "say what the row does to it: correct or retract"
    return refuse(context, row.said, problem, remedy, resolved)


def _enter(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that says all of an entry that is not there, or not any more."""
    if row.faults:
        return chain.wait(row), _refuse_for_faults(context, row)
    if chain.state == "withdrawn":
        return _restore(context, chain, row)
    if not chain.event:
        return _record(context, chain, row)
    # An earlier import has recorded it, for this row or for a later one.
    resolved = _resolve(context, row)
    if resolved.faults:
        return chain.wait(row), EntryResult(
            "refused", context.batch.refuse(resolved.faults, resolved)
        )
    original = context.external_ids.original(chain.event)
    differing = Differing.of(context, row, resolved, original, whole=True)
    body = differing.applied(original)
    result = _amend(context, chain._replace(body=body), row, resolved, differing)
    if result.what == "refused":
        return chain.wait(row), result
    return chain._replace(state="standing", body=body), result


def _record(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that adds an entry which the log does not have."""
    # The last is that of the row that adds it, by which it is known again.
    ids = (*(id_ for id_ in chain.ids if id_ != row.external_id.id), row.external_id.id)
    own = tuple(ExternalId(row.external_id.scheme, id_) for id_ in ids)
    said = with_references(context, row.said, own)
    resolved = context.batch.resolver.resolve(said)
    result = result_of(context.batch.take_resolved(said, resolved, recording_of(context, row.past)))
    outcome = result.taken.outcome
    if outcome is None and any(one.reason.code == "erased" for one in result.taken.faults):
        # Later rows must not put it together again from what they correct.
        return chain._replace(state="absent", lines=(*chain.lines, row.said.start)), result
    if outcome is None:
        return chain.wait(row), result
    if outcome.new:
        context.external_ids.add(own, outcome)
    body = {k: v for k, v in outcome.body.items() if k not in ("schema", "id", "recorded")}
    return chain._replace(event=outcome.id, state="standing", body=body, ids=()), result


def _restore(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that adds again what was withdrawn."""
    resolved = _resolve(context, row)
    if resolved.faults:
        result = EntryResult("refused", context.batch.refuse(resolved.faults, resolved))
        return chain.wait(row), result
    before = context.external_ids.current(chain.event)
    lifts: tuple[Outcome, ...] = ()
    taken = context.chains.take(chain, row.external_id, row.past.at, "lift")
    if not taken and before.retracted_by:
        retractions = _of_imports(context, before, row)
        if not retractions:
            return chain, refuse_as_retracted(context, row.said, before, resolved)
        reason, recorded = row.past.reason, recording_of(context, row.past)
        lifts = lift(
            context, before, retractions, row.external_id, reason=reason, recorded=recorded
        )
    differing = Differing.of(context, row, resolved, chain.body, whole=True)
    body = differing.applied(chain.body)
    result = _amend(context, chain._replace(body=body), row, resolved, differing)
    if result.what == "refused":
        context.external_ids.stage(before)
        context.chains.give_back(taken)
        return chain.wait(row), result
    for one in lifts:
        context.chains.record(chain, row.external_id, "lift", one.id)
    if lifts and result.what == "known":
        result = result._replace(what="restored")
    return chain._replace(state="standing", body=body), result._replace(first=lifts)


def _of_imports(context: ImportContext, now: Current, row: Row) -> tuple[str, ...]:
    """The retractions of an event, if imports made all of them."""
    if now.retracted_by and context.chains.is_made_here(now.retracted_by):
        return (now.retracted_by,)
    return context.external_ids.retractions(now.id, row.external_id.scheme)


def _correct(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that corrects an entry."""
    if chain.state != "standing":
        return _complete(context, chain, row)
    if row.faults:
        return chain.wait(row), _refuse_for_faults(context, row)
    whole = row.after(chain)
    if chain.waiting is not None and not whole.unread:
        changed, result = _change(context, chain, whole)
        if result.what != "refused":
            return changed.settle(), result._replace(completes=len(chain.lines))
    changed, result = _change(context, chain, row)
    if result.what == "refused":
        return chain.wait(row), result
    return _without(changed, row), result


def _complete(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """What becomes of a correction of an entry that is not there: it may put right why."""
    if chain.waiting is None:
        return chain, _refuse_correction(context, chain, row)
    whole, waiting = row.after(chain), chain.wait(row)
    resolved = _resolve(context, row)
    faults = row.faults or resolved.faults
    context.batch.leave(resolved)
    if faults:
        return waiting, EntryResult("refused", context.batch.refuse(faults))
    if not whole.unread:
        entered, result = _enter(context, chain.settle(), whole)
        if result.what != "refused":
            return entered, result._replace(completes=len(chain.lines))
    return waiting, _refuse_with_addition(context, chain, row)


def _refuse_correction(context: ImportContext, chain: Chain, row: Row) -> EntryResult:
    """The result for a row that corrects what was refused, or what an earlier row withdrew."""
    if row.faults:
        return _refuse_for_faults(context, row)
    if chain.state == "absent":
        return _refuse_with_addition(context, chain, row)
    resolved = _resolve(context, row)
    if resolved.faults:
        return EntryResult("refused", context.batch.refuse(resolved.faults, resolved))
    if not Differing.of(context, row, resolved, chain.body, whole=False):
        return known_result(context, chain.event, resolved)
    by = context.external_ids.current(chain.event).retracted_by
    problem = f"it changes {chain.event}, which was retracted by {by or 'an earlier row'}"
    remedy = "put a row that adds it again before this one"
    return refuse(context, row.said, problem, remedy, resolved)


def _change(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that says something of an entry otherwise."""
    resolved = _resolve(context, row)
    if resolved.faults:
        return chain, EntryResult("refused", context.batch.refuse(resolved.faults, resolved))
    differing = Differing.of(context, row, resolved, chain.body, whole=False)
    changed = chain._replace(body=differing.applied(chain.body))
    result = _amend(context, changed, row, resolved, differing)
    return (chain if result.what == "refused" else changed), result


def _amend(
    context: ImportContext, chain: Chain, row: Row, resolved: Resolved, differing: Differing
) -> EntryResult:
    """The result for a row that amends an event, unless an earlier import did so.

    Args:
        context: what the log holds.
        chain: with what its event says after the row.
        row: the row.
        resolved: what it says.
        differing: what of that is otherwise than before.
    """
    if faults := _faults_after(chain, row):
        return EntryResult("refused", context.batch.refuse(faults, resolved))
    at = row.past.at
    if not differing or context.chains.take(chain, row.external_id, at, "amendment", differing.has):
        return known_result(context, chain.event, resolved)
    body = {"event": chain.kind, **differing.fields}
    result = amend_event(
        context,
        row.said,
        Difference(
            chain.event,
            resolved._replace(body=body),
            row.past.reason or context.reason,
            (row.external_id,),
            differing.gone,
            recording_of(context, row.past),
        ),
    )
    if result.what == "amended":
        _keep_amendment(context, chain, row, result.taken)
    return result


def _faults_after(chain: Chain, row: Row) -> list[Fault]:
    """What would be wrong with the event of a chain after a row; an earlier import refused it."""
    body = document.complete({"event": chain.kind, **chain.body}, _SOME_RECORDING)
    return document.event_of(row.said._replace(body=body))[1]


_SOME_RECORDING = {"at": "2000-01-01T00:00:00.000000Z", "by": "import"}


def _keep_amendment(context: ImportContext, chain: Chain, row: Row, taken: Taken) -> None:
    assert taken.outcome is not None  # noqa: S101 (it was not refused)
    context.external_ids.stage_amendment(context.external_ids.current(chain.event), taken.outcome)
    context.chains.record(chain, row.external_id, "amendment", taken.outcome.id)


def _retract(context: ImportContext, chain: Chain, row: Row) -> Followed:
    """Follow a row that withdraws an entry; what its fields say does not matter."""
    if chain.state == "absent":
        return chain._replace(waiting=None), _refuse_with_addition(context, chain, row)
    if chain.state == "withdrawn":
        return chain.settle(), known_result(context, chain.event)
    withdrawn = chain.settle()._replace(state="withdrawn")
    now = context.external_ids.current(chain.event)
    if context.chains.take(chain, row.external_id, row.past.at, "retraction") or now.retracted_by:
        return withdrawn, known_result(context, chain.event)
    recorded = recording_of(context, row.past) or next(context.batch.recorded)
    made = withdraw(now, row.external_id, recorded, row.past.reason or context.reason)
    context.external_ids.stage_retraction(now, made)
    context.chains.record(chain, row.external_id, "retraction", made.id)
    return withdrawn, EntryResult("retracted", Taken(made))


_FOLLOWING: dict[str, Callable[[ImportContext, Chain, Row], Followed]] = {
    "add": _add,
    "correct": _correct,
    "retract": _retract,
}


def _record_id(context: ImportContext, chain: Chain, row: Row, result: EntryResult) -> EntryResult:
    """A row that says nothing new may have an identifier to which rows of later files refer."""
    if context.chains.is_recorded(chain, row.external_id):
        return result
    now = context.external_ids.current(chain.event)
    own = row.external_id._asdict()
    body: dict[str, object] = {
        "event": chain.kind,
        "refs": [*listed(now.body.get("refs")), own],
    }
    taken = amendment(
        context.batch,
        now,
        Resolved(body, (), (), (), ()),
        reason=row.past.reason or context.reason,
        origin=Provenance(row.said._replace(body={}), (own,), recording_of(context, row.past)),
    )
    if taken.outcome is None:
        return EntryResult("refused", taken)
    _keep_amendment(context, chain, row, taken)
    return result._replace(what="amended", taken=taken)


def _with_id(chain: Chain, row: Row) -> Chain:
    """The chain with the identifier of a row, for the event that it may become yet."""
    ids = () if chain.event else dict.fromkeys((*chain.ids, row.external_id.id))
    return chain._replace(ids=tuple(ids))


def _without(chain: Chain, row: Row) -> Chain:
    """The chain without what waits and was said otherwise since."""
    waiting = {k: v for k, v in (chain.waiting or {}).items() if k not in row.fields}
    unread = tuple(name for name in chain.unread if name not in row.fields)
    return chain._replace(waiting=waiting, unread=unread) if waiting or unread else chain.settle()


def _resolve(context: ImportContext, row: Row) -> Resolved:
    """What a row says, with its identifiers in the other system looked up."""
    return context.batch.resolver.resolve(with_references(context, row.said, (row.external_id,)))
