"""A chart of what was picked, or of how two dates differ."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from timeline.base.errors import UsageError
from timeline.dates.words.printer import format_day
from timeline.event.schema import likely
from timeline.showing.chart.actors import actor_lanes
from timeline.showing.chart.axis import span
from timeline.showing.chart.content import BY, By, Chart, Lane, Moment
from timeline.showing.chart.happenings import Picked, picked
from timeline.showing.chart.programs import asked_programs, program_lanes
from timeline.views.query import Filters, Query, option_of

_TITLES: dict[By, str] = {
    "program": "Programs and what happened in them",
    "actor": "Who took part, by program",
    "kind": "What happened, by kind",
}
_MOST_LANES = 30
_CLOCKS = {
    "as_of": "as of {}",
    "as_recorded": "as recorded at {}",
    "as_published": "as published by {}",
}


def by_of(typed: str) -> By:
    """What lanes are of, as typed.

    Raises:
        UsageError: nothing that lanes can be of.
    """
    lowered = typed.lower().replace("programme", "program")
    for by in BY:
        if by == lowered:
            return by
    raise UsageError(f"no chart by `{typed}`", likely(lowered, BY))


def make_chart(db: sqlite3.Connection, query: Query, filters: Filters, by: By) -> Chart:
    """A chart of what was picked; without lanes where nothing was.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        filters: the same as typed, for the subtitle.
        by: what lanes are of.
    """
    found = picked(db, query)
    lanes = _lanes(db, query, found, by, asked_programs(db, filters)) if found.items else []
    moments = []
    if query.as_of is not None:
        moments.append(Moment(query.as_of + 1, f"as of {format_day(query.as_of)}"))
    counted = f"{len(found.items):,} happening{'s' * (len(found.items) != 1)}"
    subtitle = ", ".join([counted, *described(filters)])
    return finished(_TITLES[by], subtitle, lanes, query.span, tuple(moments))


def finished(
    title: str,
    subtitle: str,
    lanes: Sequence[Lane],
    asked: tuple[float, float],
    moments: tuple[Moment, ...],
) -> Chart:
    """A chart with its axis: of the days asked for, or of what is there."""
    stretches = (
        one
        for lane in lanes
        for item in (*lane.bars, *lane.phases, *lane.items)
        for one in item.stretches
    )
    first, last = span(stretches, asked, (moment.day for moment in moments))
    return Chart(title, subtitle, lanes, first, last, moments)


def described(filters: Filters) -> Iterable[str]:
    """The filters and clocks that were given, in words for a subtitle."""
    for name, value in filters._asdict().items():
        if not value or name == "unbounded":
            continue
        if name in _CLOCKS:
            yield _CLOCKS[name].format(value)
        elif value is True:
            yield option_of(name).strip("-").replace("-", " ")
        else:
            said = " or ".join(value) if isinstance(value, tuple) else value
            yield f"{option_of(name).strip('-').replace('-', ' ')} {said}"


def _lanes(
    db: sqlite3.Connection, query: Query, found: Picked, by: By, asked: frozenset[str] | None
) -> list[Lane]:
    match by:
        case "actor":
            return actor_lanes(db, query, found, asked)
        case "kind":
            return few(kind_lanes(found), "kinds")
        case "program":
            return few(program_lanes(db, query, found, asked), "programs")


def kind_lanes(found: Picked) -> list[Lane]:
    """A lane a kind of happening, those with the most first."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for n, kind in found.kinds.items():
        numbers[kind].append(n)
    ranked = sorted(numbers, key=lambda kind: (-len(numbers[kind]), kind))
    return [
        Lane(kind, kind.capitalize(), len(of), items=tuple(found.items[n] for n in of))
        for kind in ranked
        for of in (numbers[kind],)
    ]


def few(lanes: Sequence[Lane], called: str) -> list[Lane]:
    """As many lanes as a chart holds, those with the most happenings; the rest share one."""
    if len(lanes) <= _MOST_LANES + 1:
        return list(lanes)
    ranked = sorted(range(len(lanes)), key=lambda i: (-lanes[i].happenings, i))
    kept = set(ranked[:_MOST_LANES])
    others = [lane for i, lane in enumerate(lanes) if i not in kept]
    items = {item.key: item for lane in others for item in lane.items}
    rest = Lane("", f"{len(others)} more {called}", len(items), items=tuple(items.values()))
    return [*(lane for i, lane in enumerate(lanes) if i in kept), rest]
