"""What an event was after each correction, and the sides of a fork."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from timeline.event.fold import (
    Gone,
    State,
    Stored,
    bridge,
    event_in,
    fold,
    following,
    in_order,
    target_of,
)
from timeline.event.types import Correction
from timeline.projection.erasures import read_gone

OWN = ("schema", "id", "event", "recorded")
"""Fields that no correction changes."""


class Change(TypedDict):
    """What a correction changed in one field."""

    field: Annotated[str, "the field"]
    old: Annotated[object, "its value before; null where there was none"]
    new: Annotated[object, "its value after; null where there is none"]
    added: Annotated[NotRequired[list[object]], "of a list: the items that came"]
    removed: Annotated[NotRequired[list[object]], "of a list: the items that went"]


class Version(TypedDict):
    """An event as recorded, or after one correction."""

    version: Annotated[int, "its number, from 1"]
    id: Annotated[str, "the id of the event or the correction"]
    event: Annotated[str, "what kind of event that is"]
    target: Annotated[str | None, "the id of what it corrects"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    reason: Annotated[str | None, "why"]
    state: Annotated[str, "recorded, amended or retracted: the event after it"]
    retracted_by: Annotated[str | None, "the id of what withdrew the correction in the end"]
    changes: Annotated[list[Change], "what it changed"]


class SideCorrection(TypedDict):
    """A correction on one side of a fork."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "amendment or retraction"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    reason: Annotated[str | None, "why"]


class ForkSide(TypedDict):
    """One side of a fork."""

    head: Annotated[str, "the id of its newest correction"]
    corrections: Annotated[list[SideCorrection], "its corrections"]
    state: Annotated[str, "what the event is by these alone"]
    changes: Annotated[list[Change], "what they change by themselves"]


class Disagreement(TypedDict):
    """A field that sides of a fork set differently."""

    field: Annotated[str, "the field"]
    values: Annotated[dict[str, object], "its value by the head of each side"]
    stands: Annotated[object, "the value that it has now"]


class Fork(TypedDict):
    """Corrections of an event that did not know of each other."""

    heads: Annotated[list[str], "the ids of the newest corrections"]
    sides: Annotated[list[ForkSide], "one a head"]
    disagreements: Annotated[list[Disagreement], "the fields that they set differently"]


class Past(NamedTuple):
    """An event as recorded, and its corrections in the order in which they apply."""

    root: Stored
    corrections: tuple[Stored, ...]

    def after(self, corrections: Sequence[Stored]) -> State:
        """What the event is after some of its corrections, with what those come after."""
        return fold((self.root, *corrections)).states[self.root.event.id]

    def steps(self) -> Iterator[tuple[Stored, State]]:
        """The event as recorded, then each correction, with the state that it led to."""
        state = self.after(())
        yield self.root, state
        for number, made in enumerate(self.corrections, 1):
            state = following(state, made) or self.after(self.corrections[:number])
            yield made, state


def read_past(db: sqlite3.Connection, id_: str) -> Past:
    """An event that is no correction, with all that was ever corrected of it."""
    query = """
        SELECT d.body, min(d.located), d.digest, d.claim FROM documents AS d
        WHERE d.id = ?1 OR d.id IN (SELECT id FROM corrections WHERE root = ?1) GROUP BY d.id
    """
    gone = read_gone(db)
    found = [_stored(gone, *row) for row in db.execute(query, (id_,))]
    root = next(stored for stored in found if stored.event.id == id_)
    return Past(root, tuple(in_order(stored for stored in found if stored is not root)))


def _stored(gone: Gone, text: str, place: str, digest: str, claim: str) -> Stored:
    event, body = event_in(text)
    return Stored(bridge(event, gone), body, place, digest, claim)


def versions(event: Past) -> list[Version]:
    """One row a version: the event as recorded, then one a correction, in their order."""
    dead = fold((event.root, *event.corrections)).dead
    rows: list[Version] = []
    before: Mapping[str, object] | None = None
    for number, (made, after) in enumerate(event.steps(), 1):
        changes = [] if before is None else changes_of(before, after.body)
        rows.append(_version(number, made, after, dead, changes))
        before = after.body
    return rows


def _version(
    number: int, stored: Stored, after: State, dead: Mapping[str, str], made: list[Change]
) -> Version:
    event = stored.event
    return {
        "version": number,
        "id": event.id,
        "event": event.EVENT,
        "target": target_of(event) or None,
        "recorded_at": event.recorded.at,
        "recorded_by": event.recorded.by,
        "reason": _reason(stored),
        "state": after.standing,
        "retracted_by": dead.get(event.id) if target_of(event) else None,
        "changes": made,
    }


def changes_of(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """What differs between two bodies of an event, field by field."""
    return list(_changes(before, after))


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if field in OWN or old == new:
            continue
        row: Change = {"field": field, "old": old, "new": new}
        if isinstance(old, list) or isinstance(new, list):
            was, is_ = _items(old), _items(new)
            row["added"] = [item for item in is_ if item not in was]
            row["removed"] = [item for item in was if item not in is_]
        yield row


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def fork(event: Past, state: State) -> Fork | None:
    """The sides of a fork: corrections that did not know of each other. None if there is none.

    Args:
        event: an event with its corrections.
        state: what it is after all of them.
    """
    if not state.forked:
        return None
    by_id = {stored.event.id: stored for stored in event.corrections}
    known = {head: _before(head, by_id) for head in state.heads}
    common = set.intersection(*known.values())
    ground = event.after([one for one in event.corrections if one.event.id in common])
    sides: list[ForkSide] = []
    bodies: dict[str, Mapping[str, object]] = {}
    for head in state.heads:
        side = event.after([one for one in event.corrections if one.event.id in known[head]])
        bodies[head] = side.body
        sides.append(
            {
                "head": head,
                "corrections": [
                    _side_correction(one)
                    for one in event.corrections
                    if one.event.id in known[head] and one.event.id not in common
                ],
                "state": side.standing,
                "changes": changes_of(ground.body, side.body),
            }
        )
    return {
        "heads": list(state.heads),
        "sides": sides,
        "disagreements": list(_disagreements(ground.body, bodies, state.body)),
    }


def _before(head: str, by_id: Mapping[str, Stored]) -> set[str]:
    """A correction and all corrections that it comes after."""
    found: set[str] = set()
    waiting = [head]
    while waiting:
        id_ = waiting.pop()
        if id_ in by_id and id_ not in found:
            found.add(id_)
            event = by_id[id_].event
            assert isinstance(event, Correction)  # noqa: S101 (only these are asked for)
            waiting += [*event.after, target_of(event)]
    return found


def _side_correction(stored: Stored) -> SideCorrection:
    recorded = stored.event.recorded
    return {
        "id": stored.event.id,
        "event": stored.event.EVENT,
        "recorded_at": recorded.at,
        "recorded_by": recorded.by,
        "reason": _reason(stored),
    }


def _reason(stored: Stored) -> str | None:
    """Why a correction was made; a declaration or a happening has no reason."""
    return stored.event.reason if isinstance(stored.event, Correction) else None


def _disagreements(
    ground: Mapping[str, object],
    bodies: Mapping[str, Mapping[str, object]],
    now: Mapping[str, object],
) -> Iterator[Disagreement]:
    """Fields that several sides changed, and not to the same value."""
    for field in dict.fromkeys(name for body in bodies.values() for name in (*ground, *body)):
        values = {head: body.get(field) for head, body in bodies.items()}
        changed = [value for value in values.values() if value != ground.get(field)]
        if field not in OWN and any(value != changed[0] for value in changed[1:]):
            yield {"field": field, "values": values, "stands": now.get(field)}
