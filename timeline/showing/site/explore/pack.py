"""Happenings as columns of small numbers, which compress well and are read at once."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.dates.edtf import Bounds
from timeline.dates.words.printer import format_day
from timeline.showing.chart.content import Look, Stretch
from timeline.showing.chart.stretches import of_happening
from timeline.showing.site import addresses
from timeline.showing.site.content import Content, Happening, Thing
from timeline.showing.site.tested import Tested

_LOOKS: tuple[Look, ...] = ("certain", "possible", "planned", "paused", "dropped")
"""In the order in which `data.js` has them."""


def pack(content: Content) -> dict[str, Any]:
    """What a page holds of a site's happenings, as JSON can say it; `data.js` reads it.

    Columns are lists of numbers; an infinite day is `-` or `+`.
    """
    happenings = content.happenings
    kinds, statuses, roles, phases = _Values(), _Values(), _Values(), _Values()
    actors, programs, places = _Values(), _Values(), _Values()
    with_whole = (
        (actors, content.actors),
        (programs, content.programs),
        (places, content.places),
    )
    before, after = addresses.event("0").split("0")
    packed = {
        "ids": " ".join(one.id for one in happenings),
        "address": [before, after],
        "titles": [one.title for one in happenings],
        "words": [_words(one) for one in happenings],
        "days": _days(happenings),
        "odd": {str(i): odd for i, one in enumerate(happenings) if (odd := _odd(one))},
        "unsure": [i for i, one in enumerate(happenings) if one.possible],
        "status": [statuses.number(one.status, one.status) for one in happenings],
        "kind": [kinds.number(one.kind, one.kind) for one in happenings],
        "participants": _lists([list(_participants(one, actors, roles)) for one in happenings]),
        "programs": _lists([list(_in_programs(one, programs, phases)) for one in happenings]),
        "places": _lists(
            [
                [(places.number(place.key, place.short),) for place in one.places]
                for one in happenings
            ]
        ),
    }
    values: dict[str, Any] = {
        "role": roles.packed(),
        "phase": phases.packed(),
        "kind": kinds.packed(),
    }
    for name, (found, things) in zip(("actor", "program", "place"), with_whole, strict=True):
        wholes = found.add_wholes(things)
        values[name] = {**found.packed(), "wholes": wholes}
    running = {
        str(n): [*map(_stretch, content.running[key])]
        for n, key in enumerate(programs.names)
        if key in content.running
    }
    return {**packed, "statuses": list(statuses.names), "values": values, "running": running}


class _Values:
    """The values of a filter, numbered in the order in which they come."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def number(self, key: str, name: str) -> int:
        """The number of a value."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.names)
            self.names[key] = name
        return found

    def add_wholes(self, things: Iterable[Thing]) -> list[int]:
        """The number of what each value is part of, -1 for nothing; these become values, too."""
        known: Mapping[str, Thing] = {thing.key: thing for thing in things}
        found: list[int] = []
        waiting = list(self.names)
        for key in waiting:
            whole = known[key].whole if key in known else None
            if whole and whole.key not in self.names:
                waiting.append(whole.key)
            found.append(self.number(whole.key, whole.short) if whole else -1)
        return found

    def packed(self) -> dict[str, list[str]]:
        """Their keys and names."""
        return {"keys": list(self.names), "names": list(self.names.values())}


def _participants(
    happening: Happening, actors: _Values, roles: _Values
) -> Iterator[tuple[int, int, int]]:
    """Actors with their roles; the last number is 1 for a body for which somebody took part."""
    for part in happening.actors:
        role = roles.number(part.role, part.role)
        yield actors.number(part.actor.key, part.actor.short), role, 0
        if part.body and part.body.key != part.actor.key:
            yield actors.number(part.body.key, part.body.short), role, 1


def _in_programs(
    happening: Happening, programs: _Values, phases: _Values
) -> Iterator[tuple[int, int]]:
    """Programmes with their phases, -1 for none."""
    for part in happening.programs:
        phase = phases.number(part.phase, part.phase_name) if part.phase else -1
        yield programs.number(part.program.key, part.program.short), phase


def _places(happening: Happening, places: _Values) -> Iterator[tuple[int]]:
    for place in happening.places:
        yield (places.number(place.key, place.short),)


def _lists(lists: Sequence[Sequence[Sequence[int]]]) -> list[list[int]]:
    """How long each list is, then a column for each of the numbers of their items."""
    items = [item for some in lists for item in some]
    width = len(items[0]) if items else 3
    columns = ([item[n] for item in items] for n in range(width))
    return [[len(some) for some in lists], *columns]


def _words(happening: Happening) -> str:
    """The date in words; empty where it is the day on which its bounds begin."""
    first = happening.tested.bounds.earliest_start
    same = math.isfinite(first) and happening.words == format_day(int(first))
    return "" if same else happening.words


def _days(happenings: Iterable[Happening]) -> tuple[list[int], ...]:
    """The four bounds, as steps from one to the next, which are mostly 0; of open dates any."""
    columns: tuple[list[int], ...] = ([], [], [], [])
    before = 0
    for happening in happenings:
        bounds = happening.tested.bounds
        if any(map(math.isinf, bounds)):
            bounds = Bounds(before, before, before, before)
        start_from, start_by, end_from, end_by = map(int, bounds)
        columns[0].append(start_from - before)
        columns[1].append(start_by - start_from)
        columns[2].append(end_from - start_from)
        columns[3].append(end_by - end_from - (start_by - start_from))
        before = start_from
    return columns


def _odd(happening: Happening) -> dict[str, Any]:
    """What the four columns of days do not say; empty where they say all."""
    tested: Tested = happening.tested
    odd: dict[str, Any] = {}
    if any(map(math.isinf, tested.bounds)):
        odd["bounds"] = [*map(_day, tested.bounds)]
    if tested.members:
        odd["members"] = [[*map(_day, member)] for member in tested.members]
    if tested.all_of:
        odd["all"] = 1
    if tested.named:
        odd["named"] = [*map(_day, tested.named)]
    if happening.stretches != of_happening([tested.bounds], happening.status):
        odd["stretches"] = [*map(_stretch, happening.stretches)]
    return odd


def _day(day: float) -> int | str:
    return ("+" if day > 0 else "-") if math.isinf(day) else int(day)


def _stretch(stretch: Stretch) -> list[int | str]:
    return [_day(stretch.first), _day(stretch.last), _LOOKS.index(stretch.look)]
