"""What an event was after each correction, and the sides of a fork."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.event.fold import State, Stored, event_in, fold, following, in_order, target_of
from timeline.event.types import Correction

Row = dict[str, object]
OWN = ("schema", "id", "event", "recorded")
"""Fields that no correction changes."""


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


def past(db: sqlite3.Connection, id_: str) -> Past:
    """An event that is no correction, with all that was ever corrected of it."""
    query = """
        SELECT d.body, min(d.located), d.digest, d.claim FROM documents AS d
        WHERE d.id = ?1 OR d.id IN (SELECT id FROM corrections WHERE root = ?1) GROUP BY d.id
    """
    found = [_stored(*row) for row in db.execute(query, (id_,))]
    root = next(stored for stored in found if stored.event.id == id_)
    return Past(root, tuple(in_order(stored for stored in found if stored is not root)))


def _stored(text: str, place: str, digest: str, claim: str) -> Stored:
    event, body = event_in(text)
    return Stored(event, body, place, digest, claim)


def versions(event: Past) -> list[Row]:
    """One row a version: the event as recorded, then one a correction, in their order.

    Returns:
        Rows: version (from 1), id, event, target (what it corrects), recorded_at, recorded_by,
        reason, state (recorded, amended, retracted) after it, retracted_by (that withdrew this
        correction in the end), changes: those that it made, as `changes_of` gives them.
    """
    dead = fold((event.root, *event.corrections)).dead
    rows: list[Row] = []
    before: Mapping[str, object] | None = None
    for number, (made, after) in enumerate(event.steps(), 1):
        changes = [] if before is None else changes_of(before, after.body)
        rows.append(_version(number, made, after, dead, changes))
        before = after.body
    return rows


def _version(
    number: int, stored: Stored, after: State, dead: Mapping[str, str], made: list[Row]
) -> Row:
    event = stored.event
    return {
        "version": number,
        "id": event.id,
        "event": event.EVENT,
        "target": target_of(event) or None,
        "recorded_at": event.recorded.at,
        "recorded_by": event.recorded.by,
        "reason": stored.body.get("reason"),
        "state": after.standing,
        "retracted_by": dead.get(event.id) if target_of(event) else None,
        "changes": made,
    }


def changes_of(before: Mapping[str, object], after: Mapping[str, object]) -> list[Row]:
    """What differs between two bodies of an event, field by field.

    Returns:
        Rows: field, old and new (None where there is none); of lists also added and removed, the
        items that only one of them has.
    """
    return list(_changes(before, after))


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Row]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if field in OWN or old == new:
            continue
        row: Row = {"field": field, "old": old, "new": new}
        if isinstance(old, list) or isinstance(new, list):
            was, is_ = _items(old), _items(new)
            row["added"] = [item for item in is_ if item not in was]
            row["removed"] = [item for item in was if item not in is_]
        yield row


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def fork(event: Past, state: State) -> Row | None:
    """The sides of a fork: corrections that did not know of each other. None if there is none.

    Args:
        event: an event with its corrections.
        state: what it is after all of them.

    Returns:
        heads: the newest corrections; sides, one a head: head, corrections (id, event,
        recorded_at, recorded_by, reason), state and changes that they make by themselves;
        disagreements, one a field that sides set differently: field, values (by head), stands
        (the value that it has now).
    """
    if not state.forked:
        return None
    by_id = {stored.event.id: stored for stored in event.corrections}
    known = {head: _before(head, by_id) for head in state.heads}
    common = set.intersection(*known.values())
    ground = event.after([one for one in event.corrections if one.event.id in common])
    sides: list[Row] = []
    bodies: dict[str, Mapping[str, object]] = {}
    for head in state.heads:
        side = event.after([one for one in event.corrections if one.event.id in known[head]])
        bodies[head] = side.body
        sides.append(
            {
                "head": head,
                "corrections": [
                    _told(one)
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


def _told(stored: Stored) -> Row:
    recorded = stored.event.recorded
    row: Row = {"id": stored.event.id, "event": stored.event.EVENT}
    row |= {"recorded_at": recorded.at, "recorded_by": recorded.by}
    return row | {"reason": stored.body.get("reason")}


def _disagreements(
    ground: Mapping[str, object],
    bodies: Mapping[str, Mapping[str, object]],
    now: Mapping[str, object],
) -> Iterator[Row]:
    """Fields that several sides changed, and not to the same value."""
    for field in dict.fromkeys(name for body in bodies.values() for name in (*ground, *body)):
        values = {head: body.get(field) for head, body in bodies.items()}
        changed = [value for value in values.values() if value != ground.get(field)]
        if field not in OWN and any(value != changed[0] for value in changed[1:]):
            yield {"field": field, "values": values, "stands": now.get(field)}
