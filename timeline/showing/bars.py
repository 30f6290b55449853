"""Bars of when something was, as the shapes of an SVG that style sheets fill."""

import math
from collections.abc import Iterable, Iterator

from timeline.showing.chart.axis import Scale
from timeline.showing.chart.content import Stretch

BAR_WIDTH = 1000
"""How wide the whole time is."""
_LEAST = 6
"""How wide a single day is at least."""


def draw_stretches(stretches: Iterable[Stretch], scale: Scale, height: int) -> str:
    """A rectangle for each stretch, of a class by its look; what runs out of the time fades.

    Args:
        stretches: the times.
        scale: of a bar, `BAR_WIDTH` wide.
        height: of the bar, with a line free above and below.
    """
    return "".join(_draw(stretches, scale, height))


def _draw(stretches: Iterable[Stretch], scale: Scale, height: int) -> Iterator[str]:
    for first, last, look in stretches:
        left, right = scale.kept(first), scale.kept(last + 1)
        if right - left < _LEAST:
            middle = min(max((left + right) / 2, _LEAST / 2), BAR_WIDTH - _LEAST / 2)
            left, right = middle - _LEAST / 2, middle + _LEAST / 2
        runs = " runs-right" if math.isinf(last) else " runs-left" if math.isinf(first) else ""
        yield (
            f'<rect class="{look}{runs}" x="{left:.1f}" y="1" width="{right - left:.1f}"'
            f' height="{height - 2}"/>'
        )
