"""The states that events have been in, as corrections came on record.

What was on record at an instant is what the files recorded until then amount to, and nothing
else: a correction whose own clock ran before that of what it corrects counts from the later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from timeline.event.fold import Folded, State, Stored, after_of, fold, following, in_order
from timeline.event.types import Happening, Retraction
from timeline.projection.history import Span, instant, joined
from timeline.projection.tables import NOW

V = TypeVar("V")


class Place(NamedTuple):
    """The place of a correction in the order in which they apply, and what withdraws it."""

    ordinal: int
    retraction: str


_NOWHERE = Place(0, "it does not count")


class Corrected(NamedTuple):
    """A correction that belongs to an event, and what place it had among them when."""

    stored: Stored
    root: str
    places: list[Span[Place]]


class History(NamedTuple):
    """The states of an event in the order of time, and the corrections that led to them."""

    states: list[Span[State]]
    corrections: list[Corrected]


def is_happening(history: History) -> bool:
    """Whether it is that of a happening."""
    return isinstance(history.states[0].value.event, Happening)


def histories(folded: Folded, events: Iterable[Stored]) -> Iterator[History]:
    """The history of every event that is no correction.

    Args:
        folded: the events with all corrections applied.
        events: the same events, each once.
    """
    by_id = {stored.event.id: stored for stored in events}
    grouped: dict[str, list[Stored]] = defaultdict(list)
    for id_, root in folded.roots.items():
        grouped[root].append(by_id[id_])
    for id_, state in folded.states.items():
        corrections = grouped.get(id_)
        if corrections:
            now = _Moment(state, _places(corrections, folded))
            yield _history(state.stored, corrections, by_id, now)
        else:
            since = instant(state.stored.event.recorded.at)
            yield History([Span(since, NOW, state)], [])


class _Moment(NamedTuple):
    """All that an event and its corrections were at an instant."""

    state: State
    places: Mapping[str, Place]


def _history(
    root: Stored, corrections: Sequence[Stored], by_id: Mapping[str, Stored], now: _Moment
) -> History:
    """The history of an event that has corrections; `now` is what they amount to in the end."""
    own = {stored.event.id for stored in (root, *corrections)}
    named = {id_ for stored in corrections for id_ in after_of(stored)} - own
    events = [root, *corrections, *(by_id[id_] for id_ in named if id_ in by_id)]
    arriving: dict[int, list[Stored]] = defaultdict(list)
    for stored in events:
        arriving[instant(stored.event.recorded.at)].append(stored)
    begun = instant(root.event.recorded.at)
    known: list[Stored] = []
    course = _Course(root)
    for at in sorted(arriving):
        known += arriving[at]
        if len(known) == len(events):
            course.turn(at, now, known)
        elif at >= begun and not course.goes_on(at, known, arriving[at]):
            course.turn(at, _moment(root, known), known)
    return course.history(corrections)


class _Course:
    """The states of an event and the places of its corrections, an instant after the other.

    What comes after all that was known changes little, so that nothing need be folded again.
    """

    def __init__(self, root: Stored) -> None:
        self.root = root
        self.states: list[tuple[int, State]] = []
        self.places: dict[str, list[tuple[int, Place]]] = {}
        self.withdrawing: set[str] = set()

    def turn(self, at: int, moment: _Moment, known: Iterable[Stored]) -> None:
        """Take it that all is as it is at a moment.

        Args:
            at: the instant of that moment, in microseconds since 1970.
            moment: the state of the event then, and the places of its corrections.
            known: the event and its corrections, as far as they are known then.
        """
        self.states.append((at, moment.state))
        for id_, place in moment.places.items():
            self._put(at, id_, place)
        self.withdrawing = {
            stored.event.id
            for stored in known
            if isinstance(stored.event, Retraction)
            and stored.event.retracts == self.root.event.id
            and moment.places.get(stored.event.id, _NOWHERE).retraction == ""
        }

    def goes_on(self, at: int, known: Sequence[Stored], new: Sequence[Stored]) -> bool:
        """Take one more correction; False where it cannot be told so what it changes.

        Args:
            at: the instant of the correction, in microseconds since 1970.
            known: all that is known by then, the new ones among them.
            new: what was not known before.
        """
        # Where all that was known counted, only what is new can change anything.
        if not self.states or len(new) != 1 or len(known) != len(self.places) + 2:
            return False
        event = new[0].event
        state = self._after(self.states[-1][1], new[0])
        if state is None:
            return False
        self.states.append((at, state))
        self._put(at, event.id, Place(len(self.places) + 1, ""))
        if isinstance(event, Retraction) and event.retracts == self.root.event.id:
            self.withdrawing.add(event.id)
        elif isinstance(event, Retraction):
            self.withdrawing.clear()
            ordinal = self.places[event.retracts][-1][1].ordinal
            self._put(at, event.retracts, Place(ordinal, event.id))
        return True

    def _after(self, state: State, correction: Stored) -> State | None:
        """The state after a correction that comes after all others, if it is such a one."""
        event = correction.event
        if not isinstance(event, Retraction):
            return following(state, correction)
        if set(event.after) != set(state.heads):
            return None
        if event.retracts == self.root.event.id:
            by = state.retracted_by or event.id
        elif self.withdrawing == {event.retracts}:
            by = ""
        else:
            return None
        return state._replace(retracted_by=by, heads=(event.id,), forked=False)

    def _put(self, at: int, id_: str, place: Place) -> None:
        places = self.places.setdefault(id_, [])
        if not places or places[-1][1] != place:
            places.append((at, place))

    def history(self, corrections: Iterable[Stored]) -> History:
        """All of it."""
        return History(
            joined(_spans(self.states)),
            [
                Corrected(stored, self.root.event.id, list(_spans(self.places[stored.event.id])))
                for stored in corrections
            ],
        )


def _spans(values: Sequence[tuple[int, V]]) -> Iterator[Span[V]]:
    """Values that hold from an instant each, until the next one."""
    ends = [at for at, _ in values[1:]] + [NOW]
    for (at, value), end in zip(values, ends, strict=True):
        yield Span(at, end, value)


def _moment(root: Stored, known: Sequence[Stored]) -> _Moment:
    """What the events known at an instant amount to."""
    folded = fold(known)
    id_ = root.event.id
    counting = [stored for stored in known if folded.roots.get(stored.event.id) == id_]
    return _Moment(folded.states[id_], _places(counting, folded))


def _places(corrections: Iterable[Stored], folded: Folded) -> dict[str, Place]:
    return {
        stored.event.id: Place(ordinal, folded.dead.get(stored.event.id, ""))
        for ordinal, stored in enumerate(in_order(corrections), 1)
    }
