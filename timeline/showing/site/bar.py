"""When something was, drawn on the whole time of a site."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from timeline.showing.chart.axis import Scale, span, ticks
from timeline.showing.chart.content import Stretch
from timeline.showing.site.content import Happening

_WIDTH, _HEIGHT = 1000, 40
_BAR = 14
"""How high a bar is; years stand below it."""
_LEAST = 6
"""How wide a single day is at least."""
_TICK = 130
"""How far marks of the axis are from each other at least."""
_HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="2" height="6"/></pattern>'
    '<linearGradient id="out"><stop offset="0" stop-color="#fff"/><stop offset="1"/>'
    '</linearGradient><linearGradient id="in"><stop offset="0"/><stop offset="1" '
    'stop-color="#fff"/></linearGradient>'
    '<mask id="fade-right" maskContentUnits="objectBoundingBox"><rect width="1" height="1" '
    'fill="url(#out)"/></mask><mask id="fade-left" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#in)"/></mask>'
)


def scale_of(happenings: Iterable[Happening]) -> Scale:
    """The time that bars span: that of happenings, but for the few that lie far from the rest."""
    ends = sorted(end for one in happenings for end in _ends(one.stretches))
    few = len(ends) // _FEW
    kept = [Stretch(day, day, "certain") for day in ends[few : len(ends) - few]]
    return Scale(*span(kept, (-math.inf, math.inf)), 0, _WIDTH)


_FEW = 50
"""One of so many ends of dates may lie far from the rest."""


def _ends(stretches: Iterable[Stretch]) -> Iterator[float]:
    for one in stretches:
        yield from (day for day in (one.first, one.last) if math.isfinite(day))


def draw_bar(stretches: Sequence[Stretch], scale: Scale, words: str) -> str:
    """A bar as SVG: certain is solid, possible pale, planned hatched; an open end fades.

    Args:
        stretches: of a happening.
        scale: the time that it spans; it is widened for what lies beyond.
        words: what it tells, for those who do not see it.
    """
    ends = [*_ends(stretches)]
    first, last = min([scale.first, *ends]), max([scale.last, *(day + 1 for day in ends)])
    scale = scale._replace(first=first, last=last)
    rects = "".join(_rects(stretches, scale))
    marks = "".join(
        f'<path d="M{scale.at(tick.day):.1f} 0V{_BAR + 8}"/>'
        f'<text x="{scale.at(tick.day) + 4:.1f}" y="{_HEIGHT - 8}">{escape(tick.label)}</text>'
        for tick in ticks(scale, _TICK)
        if scale.at(tick.day) < _WIDTH - _TICK / 2
    )
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="When it was: {escape(words)}"><defs>{_HATCH}</defs>'
        f'<path class="line" d="M0 {_BAR / 2:.0f}H{_WIDTH}"/>'
        f'<g class="axis">{marks}</g>{rects}</svg>'
    )


def _rects(stretches: Iterable[Stretch], scale: Scale) -> Iterator[str]:
    for first, last, look in stretches:
        left, right = scale.kept(first), scale.kept(last + 1)
        if right - left < _LEAST:
            middle = min(max((left + right) / 2, _LEAST / 2), _WIDTH - _LEAST / 2)
            left, right = middle - _LEAST / 2, middle + _LEAST / 2
        runs = " runs-right" if math.isinf(last) else " runs-left" if math.isinf(first) else ""
        yield (
            f'<rect class="{look}{runs}" x="{left:.1f}" y="1" width="{right - left:.1f}"'
            f' height="{_BAR - 2}"/>'
        )
