"""The states that events have been in, as corrections came on record.

What was on record at an instant is what the files recorded until then amount to, and nothing
else: a correction whose own clock ran before that of what it corrects counts from the later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.fold import Folded, State, Stored, after_of, fold, following, in_order
from timeline.projection.history import Span, instant, joined
from timeline.projection.tables import NOW


class Place(NamedTuple):
    """The place of a correction in the order in which they apply, and what withdraws it."""

    ordinal: int
    retraction: str


class Corrected(NamedTuple):
    """A correction that belongs to an event, and what place it had among them when."""

    stored: Stored
    root: str
    places: list[Span[Place]]


class History(NamedTuple):
    """The states of an event in the order of time, and the corrections that led to them."""

    states: list[Span[State]]
    corrections: list[Corrected]


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
    moments: list[tuple[int, _Moment]] = []
    for at in sorted(arriving):
        known += arriving[at]
        if len(known) == len(events):
            moments.append((at, now))
        elif at >= begun:
            before = moments[-1][1] if moments else None
            moments.append((at, _moment(root, known, arriving[at], before)))
    ends = [at for at, _ in moments[1:]] + [NOW]
    spans = [Span(at, end, moment) for (at, moment), end in zip(moments, ends, strict=True)]
    return History(
        joined(Span(since, until, moment.state) for since, until, moment in spans),
        list(_corrected(root, corrections, spans)),
    )


def _moment(
    root: Stored, known: Sequence[Stored], new: Sequence[Stored], before: _Moment | None
) -> _Moment:
    """What the events known at an instant amount to; the one before it may spare the folding."""
    # Where all that was known counted, only what is new can change anything.
    if before is not None and len(new) == 1 and len(known) == len(before.places) + 2:
        state = following(before.state, new[0])
        if state is not None:
            last = Place(len(before.places) + 1, "")
            return _Moment(state, {**before.places, new[0].event.id: last})
    folded = fold(known)
    id_ = root.event.id
    counting = [stored for stored in known if folded.roots.get(stored.event.id) == id_]
    return _Moment(folded.states[id_], _places(counting, folded))


def _places(corrections: Iterable[Stored], folded: Folded) -> dict[str, Place]:
    return {
        stored.event.id: Place(ordinal, folded.dead.get(stored.event.id, ""))
        for ordinal, stored in enumerate(in_order(corrections), 1)
    }


def _corrected(
    root: Stored, corrections: Sequence[Stored], spans: Sequence[Span[_Moment]]
) -> Iterator[Corrected]:
    for stored in corrections:
        id_ = stored.event.id
        places = joined(
            Span(since, until, moment.places[id_])
            for since, until, moment in spans
            if id_ in moment.places
        )
        yield Corrected(stored, root.event.id, places)
