"""When something was, drawn on the whole time of a site."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from timeline.showing.bars import BAR_WIDTH, draw_stretches
from timeline.showing.chart.axis import Scale, span, ticks
from timeline.showing.chart.content import Stretch
from timeline.showing.site.content import Happening

_HEIGHT = 40
_BAR = 14
"""How high a bar is; years stand below it."""
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
    return Scale(*span(kept, (-math.inf, math.inf)), 0, BAR_WIDTH)


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
    rects = draw_stretches(stretches, scale, _BAR)
    marks = "".join(
        f'<path d="M{scale.at(tick.day):.1f} 0V{_BAR + 8}"/>'
        f'<text x="{scale.at(tick.day) + 4:.1f}" y="{_HEIGHT - 8}">{escape(tick.label)}</text>'
        for tick in ticks(scale, _TICK)
        if scale.at(tick.day) < BAR_WIDTH - _TICK / 2
    )
    return (
        f'<svg class="bar" viewBox="0 0 {BAR_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="When it was: {escape(words)}"><defs>{_HATCH}</defs>'
        f'<path class="line" d="M0 {_BAR / 2:.0f}H{BAR_WIDTH}"/>'
        f'<g class="axis">{marks}</g>{rects}</svg>'
    )
