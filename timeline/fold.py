"""Corrections applied to what they correct: amendments, retractions, and retractions of those.

Corrections of one event form a graph by their `after`. They are applied along it; (recorded
at, id) orders only what the graph leaves open, so that the same events give the same state in
whatever order they arrived.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from timeline.document import tidy
from timeline.event import CORRECTIONS, Amendment, Correction, Event, Retraction
from timeline.schema import Wrong, build, fields_of


class Stored(NamedTuple):
    """An event as the log holds it. `path` is that of its file, below the log."""

    event: Event
    body: Mapping[str, object]
    path: str
    digest: str
    claim: str


class State(NamedTuple):
    """What an event has become.

    `event` and `body` have the amendments applied. `applied` are the amendments that count, in their order;
    `heads` the newest corrections (or the event itself), which a further one must come after;
    `retracted_by` the retraction that withdraws it, if one does. More than one head among
    corrections is a fork.
    """

    stored: Stored
    event: Event
    body: Mapping[str, object]
    applied: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    retracted_by: str = ""
    forked: bool = False


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
    misfits: list[Misfit] = []
    roots: dict[str, str] = {}
    for stored in corrections:
        root, wrong = _root(stored, by_id)
        if wrong:
            misfits.append(Misfit(stored, wrong))
        else:
            roots[stored.event.id] = root
    dead = _dead(roots, by_id)
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
    misfits.sort(key=lambda misfit: misfit.stored.path)
    return Folded(states, roots, dead, misfits)


def _root(stored: Stored, by_id: Mapping[str, Stored]) -> tuple[str, Wrong | None]:
    event = stored.event
    at = "amends" if isinstance(event, Amendment) else "retracts"
    target = target_of(event)
    found = by_id.get(target)
    if found is None:
        remedy = "merge the copy of the log that holds it, or retract this"
        return "", Wrong((at,), f"{event.EVENT} of {target}, which the log does not hold", remedy)
    if isinstance(event, Amendment) and found.event.EVENT in CORRECTIONS:
        problem = f"a{'n' if found.event.EVENT[0] == 'a' else ''} {found.event.EVENT} is not amended"
        return "", Wrong((at,), problem, "retract it, and correct the event anew")
    after = event.after if isinstance(event, Correction) else ()
    missing = [id_ for id_ in after if id_ not in by_id]
    if missing:
        remedy = "merge the copy of the log that holds it"
        return "", Wrong(("after",), f"comes after {missing[0]}, which the log does not hold", remedy)
    while found.event.EVENT in CORRECTIONS:
        above = by_id.get(target_of(found.event))
        if above is None:
            return "", Wrong((at,), f"{target} corrects what the log does not hold")
        found = above
    return found.event.id, None


def _dead(roots: Mapping[str, str], by_id: Mapping[str, Stored]) -> dict[str, str]:
    """Retracted corrections with their retraction. An id is a hash of what it refers to, so
    retractions cannot form a circle, and each is settled once those of itself are.
    """
    retracting: dict[str, list[str]] = defaultdict(list)
    for correction in roots:
        event = by_id[correction].event
        if isinstance(event, Retraction):
            retracting[event.retracts].append(correction)
    dead: dict[str, str] = {}
    alive: dict[str, bool] = {}

    def lives(id_: str) -> bool:
        pending = [id_]
        while pending:
            top = pending[-1]
            unknown = [r for r in retracting.get(top, ()) if r not in alive]
            if unknown:
                pending.extend(unknown)
                continue
            pending.pop()
            killers = sorted(r for r in retracting.get(top, ()) if alive[r])
            alive[top] = not killers
            if killers and top in roots:
                dead[top] = killers[0]
        return alive[id_]

    for correction in roots:
        lives(correction)
    return dead


def in_order(corrections: Iterable[Stored]) -> list[Stored]:
    """Corrections of one event in the order in which they apply."""
    by_id = {stored.event.id: stored for stored in corrections}
    waiting: dict[str, int] = {}
    followers: dict[str, list[str]] = defaultdict(list)
    ready: list[tuple[str, str]] = []
    for id_, stored in by_id.items():
        before = [prior for prior in _after(stored) if prior in by_id]
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


def _after(stored: Stored) -> set[str]:
    event = stored.event
    after = set(event.after) if isinstance(event, Correction) else set()
    return after | {target_of(event)}


def _apply(
    stored: Stored, corrections: list[Stored], dead: Mapping[str, str], misfits: list[Misfit]
) -> State:
    ordered = in_order(corrections)
    event, body, applied, retracted_by = stored.event, dict(stored.body), [], ""
    for correction in ordered:
        id_ = correction.event.id
        if id_ in dead:
            continue
        if isinstance(correction.event, Retraction):
            if correction.event.retracts == event.id:
                retracted_by = retracted_by or id_
            continue
        changed, wrong = amended(event, body, correction.event)
        if changed is None:
            misfits.extend(Misfit(correction, fault) for fault in wrong)
            continue
        event, body = changed
        applied.append(id_)
    seen = {prior for correction in corrections for prior in _after(correction)}
    heads = sorted(c.event.id for c in corrections if c.event.id not in seen)
    forked = len(heads) > 1 and any(
        isinstance(c.event, Amendment) for c in corrections if c.event.id in heads
    )
    return State(stored, event, body, tuple(applied), tuple(heads), retracted_by, forked)


def amended(
    event: Event, body: Mapping[str, object], amendment: Event
) -> tuple[tuple[Event, dict[str, object]] | None, list[Wrong]]:
    """An event and its body with one amendment applied, or what is wrong with the result.

    The paths of the faults are those in the amendment.
    """
    assert isinstance(amendment, Amendment)  # noqa: S101 (callers pass amendments)
    changed = dict(body)
    for name in amendment.unset:
        changed.pop(name, None)
    changed.update(amendment.set or {})
    tidied = tidy(changed)
    assert isinstance(tidied, dict)  # noqa: S101 (tidy keeps maps maps)
    known = fields_of(type(event))
    made, faults = build(type(event), tidied)
    if made is None:
        return None, [
            fault._replace(at=("set", *fault.at) if fault.at else ("unset",)) for fault in faults
        ]
    foreign = [name for name in amendment.unset if name not in known]
    if foreign:
        return None, [Wrong(("unset",), f"a {event.EVENT} has no `{foreign[0]}`")]
    return (made, tidied), []
