"""Stretches of time: which days of a date or spell are certain, possible or only planned."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from timeline.dates.edtf import Bounds
from timeline.event.spells import Spell
from timeline.showing.chart.content import Look, Stretch

_INF = math.inf
_RANKS: dict[Look, int] = {"dropped": 0, "planned": 1, "possible": 2, "certain": 3, "paused": 4}
"""Which look wins where several stretches lie over one another."""


def of_bounds(bounds: Bounds) -> Iterator[Stretch]:
    """Where something surely was, and where it only may have been.

    Between its latest start and its earliest end it surely was.
    """
    start_from, start_by, ends_from, ends_by = bounds
    yield Stretch(start_from, ends_by, "possible")
    if start_by <= ends_from:
        yield Stretch(start_by, ends_from, "certain")


def of_happening(members: Iterable[Bounds], status: str) -> tuple[Stretch, ...]:
    """The stretches of a happening, by the bounds of its date, of a set by those of its members."""
    if status == "occurred":
        return merged(stretch for bounds in members for stretch in of_bounds(bounds))
    look: Look = "planned" if status == "planned" else "dropped"
    return merged(Stretch(one.earliest_start, one.latest_end, look) for one in members)


def of_plan(bounds: Bounds) -> tuple[Stretch, ...]:
    """The stretch of a period that is declared, and of which nothing has happened."""
    return (Stretch(bounds.earliest_start, bounds.latest_end, "planned"),)


def of_spell(spell: Spell, day: int | None = None) -> tuple[Stretch, ...]:
    """The stretches of a spell, as it stood on a day; without one after all that is on record.

    It surely ran up to when it was last seen, and by plan up to an end that is only planned. As of
    a day, what came later is open.
    """
    found = list(_of_evidence(spell))
    if day is None:
        return merged(found)
    cut = [
        one if one.look == "planned" else one._replace(last=min(one.last, day))
        for one in found
        if one.first <= day or one.look == "planned"
    ]
    if spell.end is None and spell.state != "mentioned":
        cut.append(Stretch(day + 1, _INF, "possible"))
    return merged(cut)


def _of_evidence(spell: Spell) -> Iterator[Stretch]:
    start_from, start_by, ends_from, ends_by = spell.bounds
    planned = spell.end_by == "planned"
    for proof in spell.proven:
        yield from _surely(proof) if planned else of_bounds(proof)
    if spell.state == "mentioned":
        return
    sure_until = spell.sure_until
    if planned:
        sure_until = max((proof.earliest_end for proof in spell.proven), default=start_by)
        yield Stretch(start_from, start_by, "possible")
        yield Stretch(start_by, ends_by, "planned")
    else:
        yield Stretch(start_from, ends_by, "possible")
    if start_by <= min(sure_until, ends_by):
        yield Stretch(start_by, min(sure_until, ends_by), "certain")
    yield from _pauses(spell, ends_from)


def _surely(bounds: Bounds) -> Iterator[Stretch]:
    if bounds.latest_start <= bounds.earliest_end:
        yield Stretch(bounds.latest_start, bounds.earliest_end, "certain")


def _pauses(spell: Spell, ends_from: float) -> Iterator[Stretch]:
    pauses = spell.pauses
    for i, pause in enumerate(pauses):
        if pause.suspends:
            later = (one.possibly_from - 1 for one in pauses[i + 1 :] if not one.suspends)
            last = next(later, ends_from)
            if pause.surely_from <= last:
                yield Stretch(pause.surely_from, last, "paused")


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that lie side by side: where some lie over one another, the surest is kept."""
    given = sorted(set(stretches))
    if len(given) < 2:
        return tuple(given)
    edges = sorted({edge for one in given for edge in (one.first, one.last + 1)})
    found: list[Stretch] = []
    for first, after in pairwise(edges):
        look = _surest(given, first, after)
        if look is None:
            continue
        if found and found[-1].look == look and found[-1].last == first - 1:
            found[-1] = found[-1]._replace(last=after - 1)
        else:
            found.append(Stretch(first, after - 1, look))
    return tuple(found)


def _surest(given: Sequence[Stretch], first: float, after: float) -> Look | None:
    looks = [one.look for one in given if one.first <= first and one.last >= after - 1]
    return max(looks, key=_RANKS.__getitem__, default=None)
