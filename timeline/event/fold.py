"""Corrections applied to what they correct: amendments, retractions, and retractions of those.

Corrections of one event form a graph by their `after`. They are applied along it; (recorded
at, id) orders only what the graph leaves open, so that the same events give the same state in
whatever order they arrived.
"""

import dataclasses
import heapq
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from timeline.event.build_again import build_again
from timeline.event.schema import Wrong, build, fields_of
from timeline.event.types import CORRECTIONS, TYPES, Amendment, Correction, Event, Retraction


class Stored(NamedTuple):
    """An event as the log holds it. `place` is where it lies, as `timeline.log.files` has it."""

    event: Event
    body: Mapping[str, object]
    place: str
    digest: str
    claim: str


def event_in(text: str) -> tuple[Event, Mapping[str, object]]:
    """The event in the JSON of a document that was checked when its file was read, and its body."""
    body = json.loads(text)
    return build_again(TYPES[body["event"]], body), body


Gone = Mapping[str, tuple[str, ...]]
"""Events that were erased, each with what it came after, if it was a correction erased alone."""


def bridge(event: Event, gone: Gone) -> Event:
    """A correction that comes after erased ones, as coming after what these came after."""
    if not isinstance(event, Correction) or gone.keys().isdisjoint(event.after):
        return event
    after: dict[str, None] = {}
    pending, seen = [*event.after], set(event.after)
    while pending:
        id_ = pending.pop(0)
        if id_ not in gone:
            after[id_] = None
            continue
        new = [prior for prior in gone[id_] if prior not in seen]
        seen.update(new)
        pending += new
    return dataclasses.replace(event, after=tuple(after) or (target_of(event),))


class State(NamedTuple):
    """What an event has become.

    `event` and `body` have the amendments applied. `applied` are the amendments that count, in
    their order; `heads` the newest corrections (or the event itself), which a further one must
    come after; `retracted_by` the retraction that withdraws it, if one does. `forked` says that
    there are several heads and that they do not merely withdraw it alike.
    """

    stored: Stored
    event: Event
    body: Mapping[str, object]
    applied: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    retracted_by: str = ""
    forked: bool = False

    @property
    def standing(self) -> str:
        """Whether it is as recorded, amended or retracted."""
        return "retracted" if self.retracted_by else "amended" if self.applied else "recorded"


class Misfit(NamedTuple):
    """A correction that cannot be applied, and what is wrong with it."""

    stored: Stored
    wrong: Wrong


class Folded(NamedTuple):
    """The state of every event that is no correction, and which correction belongs to which.

    `roots` leads from a correction to the event it corrects in the end; `dead` holds the
    corrections that are retracted themselves, each with its retraction.
    """

    states: dict[str, State]
    roots: dict[str, str]
    dead: dict[str, str]
    misfits: list[Misfit]


def target_of(event: Event) -> str:
    """The id of the event that a correction corrects; empty if it is none."""
    if isinstance(event, Amendment):
        return event.amends
    return event.retracts if isinstance(event, Retraction) else ""


def fold(events: Iterable[Stored]) -> Folded:
    """Apply all corrections.

    Args:
        events: each event once; their order does not matter.
    """
    by_id = {stored.event.id: stored for stored in events}
    corrections = [stored for stored in by_id.values() if stored.event.EVENT in CORRECTIONS]
    judged = {stored.event.id: _root(stored, by_id) for stored in corrections}
    roots = {id_: root for id_, (root, _) in judged.items() if root}
    withdrawn = _withdrawn(stored for stored in corrections if judged[stored.event.id][1] is None)
    dead = {id_: by for id_, by in withdrawn.items() if id_ in judged}
    misfits = [
        Misfit(by_id[id_], wrong) for id_, (_, wrong) in judged.items() if wrong and id_ not in dead
    ]
    grouped: dict[str, list[Stored]] = defaultdict(list)
    for correction, root in roots.items():
        grouped[root].append(by_id[correction])
    states = {}
    for id_, stored in by_id.items():
        if stored.event.EVENT not in CORRECTIONS:
            found = grouped.get(id_)
            states[id_] = (
                _apply(stored, found, dead, misfits)
                if found
                else State(stored, stored.event, stored.body, heads=(id_,))
            )
    misfits.sort(key=lambda misfit: (misfit.stored.place, misfit.stored.event.id))
    return Folded(states, roots, dead, misfits)


def _root(stored: Stored, by_id: Mapping[str, Stored]) -> tuple[str, Wrong | None]:
    """The event that a correction corrects in the end, empty if it is not there; and its fault."""
    event = stored.event
    at = "amends" if isinstance(event, Amendment) else "retracts"
    found = by_id.get(target_of(event))
    if found is None:
        problem = f"{event.EVENT} of {target_of(event)}, which the log does not hold"
        return "", Wrong((at,), problem, _MERGE)
    missing = [id_ for id_ in after_of(stored) if id_ not in by_id]
    if missing:
        problem = f"comes after {min(missing)}, which the log does not hold"
        return "", Wrong(("after",), problem, _MERGE)
    wrong = None
    if isinstance(event, Amendment) and found.event.EVENT in CORRECTIONS:
        called = f"a{'n' if found.event.EVENT[0] == 'a' else ''} {found.event.EVENT}"
        remedy = f"retract {event.id}, and correct the event anew"
        wrong = Wrong((at,), f"{called} is not amended", remedy)
    while found and found.event.EVENT in CORRECTIONS:
        found = by_id.get(target_of(found.event))
    return found.event.id if found else "", wrong


_MERGE = "merge the copy of the log that holds it"


def _withdrawn(corrections: Iterable[Stored]) -> dict[str, str]:
    """What is retracted, events and corrections, each with its retraction.

    An id is a hash of what it refers to, so retractions cannot form a circle, and each is settled
    once those of itself are.
    """
    retracting: dict[str, list[str]] = defaultdict(list)
    for stored in corrections:
        if isinstance(stored.event, Retraction):
            retracting[stored.event.retracts].append(stored.event.id)
    withdrawn: dict[str, str] = {}
    alive: dict[str, bool] = {}
    for target in retracting:
        pending = [target]
        while pending:
            top = pending[-1]
            unknown = [r for r in retracting.get(top, ()) if r not in alive]
            if unknown:
                pending.extend(unknown)
                continue
            pending.pop()
            killers = [r for r in retracting.get(top, ()) if alive[r]]
            alive[top] = not killers
            if killers:
                withdrawn[top] = min(killers)
    return withdrawn


def in_order(corrections: Iterable[Stored]) -> list[Stored]:
    """Corrections of one event in the order in which they apply."""
    by_id = {stored.event.id: stored for stored in corrections}
    waiting: dict[str, int] = {}
    followers: dict[str, list[str]] = defaultdict(list)
    ready: list[tuple[str, str]] = []
    for id_, stored in by_id.items():
        before = [prior for prior in after_of(stored) if prior in by_id]
        waiting[id_] = len(before)
        for prior in before:
            followers[prior].append(id_)
        if not before:
            heapq.heappush(ready, (stored.event.recorded.at, id_))
    ordered = []
    while ready:
        _, id_ = heapq.heappop(ready)
        ordered.append(by_id[id_])
        for follower in followers[id_]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, (by_id[follower].event.recorded.at, follower))
    return ordered


def after_of(stored: Stored) -> set[str]:
    """The ids of the events that a correction comes after, what it corrects among them."""
    event = stored.event
    after = set(event.after) if isinstance(event, Correction) else set()
    return after | {target_of(event)}


def _apply(
    stored: Stored, corrections: list[Stored], dead: Mapping[str, str], misfits: list[Misfit]
) -> State:
    ordered = in_order(corrections)
    event, body, applied, retracted_by = stored.event, dict(stored.body), [], ""
    for correction in ordered:
        made = correction.event
        if made.id in dead:
            continue
        if isinstance(made, Retraction) and made.retracts == event.id:
            retracted_by = retracted_by or made.id
        if not isinstance(made, Amendment) or made.amends != event.id:
            continue
        changed, wrong = apply_amendment(event, body, made)
        if changed is None:
            misfits.extend(Misfit(correction, fault) for fault in wrong)
            continue
        event, body = changed
        applied.append(made.id)
    seen = {prior for correction in corrections for prior in after_of(correction)}
    heads = sorted(c.event.id for c in corrections if c.event.id not in seen)
    forked = len(heads) > 1 and any(
        isinstance(c.event, Amendment) for c in corrections if c.event.id in heads
    )
    return State(stored, event, body, tuple(applied), tuple(heads), retracted_by, forked)


def following(state: State, correction: Stored) -> State | None:
    """The state of an event after one more amendment of it; None where that does not tell.

    It tells of an amendment of the event that comes after all corrections that there are.
    """
    event = correction.event
    if not isinstance(event, Amendment) or event.amends != state.event.id:
        return None
    if set(event.after) - {event.amends} != set(state.heads) - {event.amends}:
        return None
    changed, _ = apply_amendment(state.event, state.body, event)
    if changed is not None:
        state = state._replace(event=changed[0], body=changed[1])
        state = state._replace(applied=(*state.applied, event.id))
    return state._replace(heads=(event.id,), forked=False)


def _is_in(fault: Wrong, fields: Mapping[str, object]) -> bool:
    return bool(fault.at) and fault.at[0] in fields


def change_body(body: Mapping[str, object], changed: object, removed: object) -> dict[str, object]:
    """The body of an event with fields changed and others taken away.

    Args:
        body: of the event; it stays as it is.
        changed: fields with their new values, as the `set` of an amendment; None for none.
        removed: names of fields, as its `unset`; None for none. One that is also changed is kept.
    """
    gone = removed if isinstance(removed, Collection) else ()
    kept = {name: value for name, value in body.items() if name not in gone}
    return {**kept, **changed} if isinstance(changed, Mapping) else kept


def apply_amendment(
    event: Event, body: Mapping[str, object], amendment: Amendment
) -> tuple[tuple[Event, dict[str, object]] | None, list[Wrong]]:
    """An event and its body with one amendment applied, or what is wrong with the result.

    Args:
        event: as it was.
        body: of the event.
        amendment: of the event; the paths of the faults are those in it.
    """
    from timeline.event.document import tidy_map  # noqa: PLC0415 (it brings YAML, which few answers need)

    tidied = tidy_map(change_body(body, amendment.set, amendment.unset))
    known = fields_of(type(event))
    made, faults = build(type(event), tidied)
    if made is None:
        given = amendment.set or {}
        return None, [
            fault._replace(at=("set", *fault.at) if _is_in(fault, given) else ("unset",))
            for fault in faults
        ]
    unknown = [name for name in amendment.unset if name not in known]
    if unknown:
        return None, [Wrong(("unset",), f"a {event.EVENT} has no `{unknown[0]}`")]
    return (made, tidied), []
