"""What a row of a history says otherwise, and at which point of the log a file begins."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.event.document import recording_of
from timeline.event.fold import change_body
from timeline.recording.imports.chains import Chain, Made, Row, Step
from timeline.recording.imports.entries import ImportContext, find_changes, find_removed
from timeline.recording.imports.external_ids import listed
from timeline.recording.resolve import Resolved


class Differing(NamedTuple):
    """What a row says of an entry otherwise than was said before; `gone` are fields to unset."""

    fields: Mapping[str, object]
    gone: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        context: ImportContext,
        row: Row,
        resolved: Resolved,
        before: Mapping[str, object],
        *,
        whole: bool,
    ) -> "Differing":
        """What a row says otherwise; one that is `whole` says all that there is of the entry.

        Identifiers elsewhere are left to `timeline.recording.imports.histories`.
        """
        change = find_changes(context, resolved, before).body
        fields = {name: value for name, value in change.items() if name not in ("event", "refs")}
        gone = find_removed(row.said, before) if whole else ()
        return cls(fields, tuple(name for name in gone if name != "refs"))

    def __bool__(self) -> bool:
        return bool(self.fields or self.gone)

    def has(self, correction: Mapping[str, object]) -> bool:
        """Whether a correction in the log says this, or a part where people said the rest."""
        named = correction.get("set")
        fields = {k: v for k, v in named.items() if k != "refs"} if isinstance(named, dict) else {}
        unset = correction.get("unset")
        gone = unset if isinstance(unset, list) else []
        return (
            bool(fields or gone)
            and all(self.fields.get(name) == value for name, value in fields.items())
            and set(gone) <= set(self.gone)
        )

    def applied(self, body: Mapping[str, object]) -> dict[str, object]:
        """What was said before, with this."""
        return change_body(body, self.fields, self.gone)


_MADE: Mapping[str, Made] = {"add": "lift", "correct": "amendment", "retract": "retraction"}


def place_chain(context: ImportContext, chain: Chain, row: Row) -> Chain | None:
    """A chain of the log as it was before a row that an earlier import took; None if none did.

    A row that has nothing of its own by which to know it, neither an identifier nor an instant,
    tells only if it comes next after the row that added the event.

    Args:
        context: what the log holds.
        chain: the chain, of which the file has said nothing but what is held.
        row: the next row that the file has of it.
    """
    resolved = _look_up(context, row)
    original = context.external_ids.original(chain.event)
    scheme = row.external_id.scheme
    ids = _ids_of(original, scheme)
    is_unsure = not row.past.at and row.external_id.id == ids[0]
    held = context.chains.held(chain)
    start = _at_addition(chain, original)
    if _is_addition(context, row, resolved, original, ids):
        withdrawn = replay_all(context, chain, scheme).state == "withdrawn"
        if is_unsure and not held and withdrawn and not _numbers_rows(context, chain, scheme, ids):
            return None
        starts = row.starts or any(one.starts for one in held)
        return chain._replace(state="unborn") if starts else start
    if not is_unsure:
        made = None if row.external_id.id not in ids else _MADE[row.past.operation]
        ordinal = context.chains.ordinal(chain, row.external_id, row.past.at, made)
        return _replay_before(context, start, scheme, ordinal) if ordinal else None
    if _completes(context, chain, row, original):
        return chain._replace(state="unborn")
    if not held or not _is_addition(context, held[0], _look_up(context, held[0]), original, ids):
        return None
    step = next(context.chains.steps(chain, scheme), None)
    return start if step and _is_step(context, row, resolved, step, start) else None


def _completes(
    context: ImportContext, chain: Chain, row: Row, original: Mapping[str, object]
) -> bool:
    """Whether a row and the refused ones before it, which add an entry, say all of an event."""
    held = context.chains.held(chain)
    if row.past.operation != "correct" or not (held and held[0].starts):
        return False
    for one in held:
        chain = chain.wait(one) if one.past.operation != "retract" else chain.settle()
    whole = row.after(chain)
    resolved = _look_up(context, whole)
    return not (
        whole.unread
        or resolved.faults
        or Differing.of(context, whole, resolved, original, whole=True)
    )


def is_addition_awaited(context: ImportContext, chain: Chain, row: Row) -> bool:
    """Whether the row that added an event may be yet to come, though this one looks like known.

    So it is of rows with an identifier and the instant of the addition, until one with the last of
    its identifiers adds or completes: rows that refer to nothing may stand in front of it.
    """
    original = context.external_ids.original(chain.event)
    recorded = recording_of(original)
    ids = _ids_of(original, row.external_id.scheme)
    if not row.past.at or row.past.at != recorded["at"] or row.external_id.id not in ids:
        return False
    adds = row.past.operation != "retract" and row.external_id.id == ids[-1]
    return not (adds and any(one.starts for one in (*context.chains.held(chain), row)))


def place_at_end(context: ImportContext, chain: Chain) -> Chain | None:
    """The chain as it was before the first of its held rows that tells, at the end of the file."""
    rows = (row for row in context.chains.held(chain) if row.past.at and not row.is_unclear)
    return next(filter(None, (place_chain(context, chain, row) for row in rows)), None)


_TRIED = 20
"""Among so many rows that cannot be told apart is looked for those that are in the log."""


def guess_start(context: ImportContext, chain: Chain, scheme: str) -> Chain | None:
    """The earliest point of a chain at which held rows but the first may be those of the log.

    They have neither identifiers nor instants of their own, and the file does not add the event.
    """
    original = context.external_ids.original(chain.event)
    own = _ids_of(original, scheme)[0]
    rows = [
        (row, _look_up(context, row))
        for row in context.chains.held(chain)[1:_TRIED]
        if row.external_id.id == own and not row.past.at and not row.is_unclear
    ]
    now = _at_addition(chain, original)
    for step in context.chains.steps(chain, scheme):
        if any(_is_step(context, row, resolved, step, now) for row, resolved in rows):
            context.chains.pass_over(chain, step)
            return now
        now = _apply_step(now, step)
    return None


def _numbers_rows(context: ImportContext, chain: Chain, scheme: str, ids: Sequence[str]) -> bool:
    """Whether the rows of a system have identifiers of their own, by what it said of an entry.

    Then a row with the identifier of the addition is that row, and adds nothing again.
    """
    return any(
        not set(_ids_of(step.body, scheme)) & set(ids)
        for step in context.chains.steps(chain, scheme)
    )


def _at_addition(chain: Chain, original: Mapping[str, object]) -> Chain:
    """A chain as it was when its event had been added."""
    return chain._replace(state="standing", body=_plain(original), since=1)


def _replay_before(context: ImportContext, start: Chain, scheme: str, ordinal: int) -> Chain:
    """A chain as it was before a step."""
    for step in context.chains.steps(start, scheme):
        if step.ordinal >= ordinal:
            break
        start = _apply_step(start, step)
    return start


def _look_up(context: ImportContext, row: Row) -> Resolved:
    resolved = context.batch.resolver.resolve(row.said)
    context.batch.leave(resolved)
    return resolved


def _is_addition(
    context: ImportContext,
    row: Row,
    resolved: Resolved,
    original: Mapping[str, object],
    ids: Sequence[str],
) -> bool:
    """Whether a row is the one that an event was recorded for.

    That is the one that had its last identifier: those before were refused.
    """
    if row.past.operation == "retract" or row.external_id.id != ids[-1]:
        return False
    recorded = recording_of(original)
    if row.past.at:
        return bool(row.past.at == recorded["at"])
    if row.past.operation == "correct":
        return len(ids) > 1
    return not resolved.faults and not Differing.of(context, row, resolved, original, whole=True)


def _is_step(
    context: ImportContext, row: Row, resolved: Resolved, step: Step, before: Chain
) -> bool:
    """Whether a row whose identifier others have, too, made a step."""
    if step.made != _MADE[row.past.operation]:
        return False
    if step.made != "amendment" or row.past.at:
        return True
    return Differing.of(context, row, resolved, before.body, whole=False).has(step.body)


def _ids_of(original: Mapping[str, object], scheme: str) -> list[str]:
    """The identifiers in a system that an event was recorded with; one that is none if none."""
    refs = [one for one in listed(original.get("refs")) if isinstance(one, dict)]
    return [str(one["id"]) for one in refs if one["scheme"] == scheme] or [""]


def replay_all(context: ImportContext, chain: Chain, scheme: str) -> Chain:
    """A chain of the log with all that imports have recorded of it."""
    chain = _at_addition(chain, context.external_ids.original(chain.event))
    for step in context.chains.steps(chain, scheme):
        chain = _apply_step(chain, step)
        if step.made == "retraction" and step.lifted:
            chain = chain._replace(state="standing")
    return chain


def _apply_step(chain: Chain, step: Step) -> Chain:
    """A chain after a step."""
    chain = chain._replace(since=step.ordinal + 1)
    match step.made:
        case "amendment":
            refs = chain.body.get("refs")
            body = change_body(chain.body, step.body.get("set"), step.body.get("unset"))
            return chain._replace(body=body | {"refs": refs} if refs else body)
        case "retraction":
            return chain._replace(state="withdrawn")
        case "lift":
            return chain._replace(state="standing")


def _plain(body: Mapping[str, object]) -> dict[str, object]:
    """What an event says, without what the log gives."""
    return {k: v for k, v in body.items() if k not in ("schema", "id", "recorded")}
