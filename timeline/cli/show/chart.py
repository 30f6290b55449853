"""Charts drawn with the signs of a terminal, as wide as it is."""

# ruff: noqa: RUF001 - signs that look like others

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.cli.show import colours
from timeline.cli.show.bars import is_ascii_only
from timeline.cli.show.screen import columns, fold, fold_cell, make_safe
from timeline.cli.show.terminal import Look
from timeline.showing.chart.axis import Scale, ticks
from timeline.showing.chart.content import Chart, Item, Lane, Stretch
from timeline.showing.chart.packing import near
from timeline.showing.chart.spots import extent, shape_of
from timeline.showing.chart.stretches import merged

_PIPED = 100
"""How wide a chart is where there is no terminal."""
_NARROWEST = 24
_FEW = 30
"""So many happenings have a line each."""
_TICK_ROOM = 9
_ENDLESS = 10_000
_TAIL = 3
"""Over how many cells a happening runs out that is open."""


class _Signs(NamedTuple):
    """The signs of looks and shapes, by their names, and of what has no end."""

    looks: Mapping[str, str]
    lines: Mapping[str, str]
    shapes: Mapping[str, str]
    out_left: str
    out_right: str
    tick: str


_UNICODE = _Signs(
    {"certain": "█", "possible": "░", "planned": "╱", "paused": "─", "dropped": "╌"},
    {"certain": "━", "possible": "┄", "planned": "╱", "paused": "─", "dropped": "╌"},
    {"day": "●", "maybe": "○", "planned": "◇", "dropped": "×"},
    "◂",
    "▸",
    "┊",
)
_ASCII = _Signs(
    {"certain": "#", "possible": ".", "planned": "/", "paused": "-", "dropped": "x"},
    {"certain": "=", "possible": ".", "planned": "/", "paused": "-", "dropped": "x"},
    {"day": "*", "maybe": "o", "planned": "^", "dropped": "x"},
    "<",
    ">",
    ":",
)
_LOOKS = {
    "certain": "certain",
    "possible": "possible",
    "planned": "planned",
    "paused": "suspended",
    "dropped": "cancelled or postponed",
}
_SHAPES = {
    "day": "on these days",
    "maybe": "some day about then",
    "planned": "planned about then",
    "dropped": "cancelled or postponed",
}


_ORDER = (
    *_LOOKS.values(),
    *("no beginning on record", "no end on record"),
    *_SHAPES.values(),
    "so many about then",
)


def draw_chart(chart: Chart, look: Look) -> str:
    """A chart as lines of text, with what its signs mean at the end.

    Args:
        chart: what to draw.
        look: of the terminal.
    """
    return "\n".join(_Drawing(chart, look).lines())


class _Drawing:
    """A chart while it is drawn; it remembers which signs it uses."""

    def __init__(self, chart: Chart, look: Look) -> None:
        self.chart, self.look = chart, look
        self.width = max(look.width or _PIPED, 2 * _NARROWEST)
        ascii_only = look.width is not None and is_ascii_only(os.environ)
        self.signs = _ASCII if ascii_only else _UNICODE
        happenings = sum(len(lane.items) for lane in chart.lanes if not lane.compact)
        self.detailed = happenings <= _FEW
        self.margin = self._margin()
        self.room = self.width - self.margin - 2
        self.scale = Scale(chart.first, chart.last, 0, self.room)
        self.marks = ticks(self.scale, _TICK_ROOM)
        self.used: dict[str, list[str]] = {}

    def lines(self) -> Iterator[str]:
        """All lines."""
        yield self._axis()
        heading = ""
        for lane in self.chart.lanes:
            if lane.compact:
                if lane.heading != heading:
                    yield ""
                    yield from map(self._bold, fold(make_safe(lane.heading), self.width))
                yield self._row(f"  {make_safe(lane.name)}", self._happenings(lane.items))
            else:
                yield self._row("", self._empty())
                yield from self._lane(lane)
            heading = lane.heading
        yield ""
        yield from self._legend()

    def _margin(self) -> int:
        names = [
            name
            for lane in self.chart.lanes
            for name in (
                lane.name,
                *(f"  {one.label}" for one in lane.phases),
                *(f"  {one.label}" for one in lane.items if self.detailed),
            )
        ]
        longest = max((columns(make_safe(name)) for name in names), default=0)
        most = self.width * 2 // 5 if self.detailed else self.width * 3 // 10
        return max(min(longest, most), 12)

    def _lane(self, lane: Lane) -> Iterator[str]:
        names = fold_cell(make_safe(lane.name), self.margin)
        bars = [self._bar(lane.bars)] if lane.bars else []
        for i, name in enumerate(names):
            yield self._row(name, bars[i] if i < len(bars) else self._empty(), bold=True)
        for phase in lane.phases:
            sign = f"{phase.sign} " if phase.sign else ""
            yield from self._labelled(sign + phase.label, self._bar([phase]))
        if self.detailed:
            for item in lane.items:
                sign = f"{item.sign} " if item.sign else ""
                yield from self._labelled(sign + item.label, self._happenings([item]))
        elif lane.items:
            counted = f"  {lane.happenings:,} happening{'s' * (lane.happenings != 1)}"
            yield self._row(counted, self._happenings(lane.items), faint=True)

    def _labelled(self, label: str, cells: Sequence[str]) -> Iterator[str]:
        for i, line in enumerate(fold_cell(make_safe(label), self.margin - 2)):
            yield self._row(f"  {line}", self._empty() if i else cells)

    def _bar(self, items: Sequence[Item]) -> list[str]:
        cells = self._empty()
        self._paint(cells, _merged(items), self.signs.looks)
        return cells

    def _happenings(self, items: Sequence[Item]) -> list[str]:
        """A line with what is certain and possible of some happenings, and a sign or count each."""
        cells = self._empty()
        self._paint(cells, _merged(items), self.signs.lines, _TAIL)
        places = [(extent(item, self.scale, 0).middle, item) for item in items]
        digits = len(str(len(items)))
        apart = digits + 1 + (digits > 1)  # no count touches another, wherever it is rounded to
        for cluster in near(places, (0.5, self.room - 0.5), apart):
            text = str(len(cluster.items))
            if len(cluster.items) == 1:
                shape = shape_of(cluster.items[0])
                text = self.signs.shapes[shape]
                self._use(text, _SHAPES[shape])
            else:
                self._use("3", "so many about then")
            first = min(max(int(cluster.x - len(text) / 2 + 0.5), 0), self.room - len(text))
            cells[first : first + len(text)] = text
        return cells

    def _paint(
        self,
        cells: list[str],
        stretches: Sequence[Stretch],
        looks: Mapping[str, str],
        tail: int = _ENDLESS,
    ) -> None:
        """Put stretches into a line; what is open runs out by `tail` cells."""
        for one in sorted(stretches, key=lambda one: one.look in ("certain", "paused")):
            if one.last < self.scale.first or one.first >= self.scale.last:
                continue
            first = min(int(self.scale.kept(one.first)), self.room - 1)
            last = max(math.ceil(self.scale.kept(one.last + 1)), first + 1)
            if one.last == math.inf:
                last = min(last, first + tail + 1)
            if one.first == -math.inf:
                first = max(first, last - tail - 1)
            cells[first:last] = looks[one.look] * (last - first)
            self._use(looks[one.look], _LOOKS[one.look])
            if one.first == -math.inf:
                cells[first] = self.signs.out_left
                self._use(self.signs.out_left, "no beginning on record")
            if one.last == math.inf:
                cells[last - 1] = self.signs.out_right
                self._use(self.signs.out_right, "no end on record")

    def _use(self, sign: str, meaning: str) -> None:
        signs = self.used.setdefault(meaning, [])
        if sign not in signs:
            signs.append(sign)

    def _empty(self) -> list[str]:
        cells = [" "] * self.room
        for mark in self.marks:
            at = int(self.scale.at(mark.day))
            if 0 <= at < self.room:
                cells[at] = self.signs.tick
        return cells

    def _axis(self) -> str:
        line = [" "] * self.room
        for mark in self.marks:
            at = int(self.scale.at(mark.day))
            if at + len(mark.label) <= self.room:
                line[at : at + len(mark.label)] = mark.label
        return f"{' ' * (self.margin + 2)}{''.join(line)}".rstrip()

    def _legend(self) -> Iterator[str]:
        """The signs that were used, in lines."""
        line = ""
        for meaning in sorted(self.used, key=_ORDER.index):
            signs = sorted(self.used[meaning], key=[*self.signs.lines.values()].count)
            entry = f"{' '.join(signs)} {meaning}"
            if line and columns(line) + 3 + columns(entry) > self.width:
                yield line
                line = ""
            line = f"{line}   {entry}" if line else entry
        yield line

    def _row(
        self, name: str, cells: Sequence[str], *, bold: bool = False, faint: bool = False
    ) -> str:
        (shown, *rest) = fold_cell(name, self.margin) or [""]
        if name.startswith("  "):
            (shown, *rest) = fold_cell(name.strip(), self.margin - 2)
            shown = f"  {shown}"
        if rest:
            shown = f"{shown[: self.margin - 1]}…" if columns(shown) >= self.margin else f"{shown}…"
        padding = " " * (self.margin - columns(shown) + 2)
        if self.look.color and (bold or faint):
            shown = colours.bold(shown) if bold else colours.faint(shown)
        return f"{shown}{padding}{''.join(cells)}".rstrip()

    def _bold(self, text: str) -> str:
        return colours.bold(text) if self.look.color else text


def _merged(items: Iterable[Item]) -> tuple[Stretch, ...]:
    return merged(one for item in items for one in item.stretches)
