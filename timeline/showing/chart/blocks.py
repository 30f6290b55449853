"""Lanes as blocks of rows, which pages are filled with."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.showing.chart.axis import Scale
from timeline.showing.chart.content import Item, Lane
from timeline.showing.chart.drawing import Group, Symbol, Text
from timeline.showing.chart.packing import CHIP_HEIGHT, GAP, chip, clusters, pack
from timeline.showing.chart.spots import (
    ROW,
    SIZE,
    Level,
    Room,
    Spot,
    extent,
    is_short,
    shape_of,
    spot,
    strips_of,
)
from timeline.showing.chart.stretches import merged
from timeline.showing.chart.text_width import cut, text_width, wrap

_BAR_ROW, _BAR = 19, 11
_PHASE_ROW, _PHASE = 20, 5
_WIDEST = 620
"""How wide a label is at most."""
_LINE = 19
_HEADING = 28
_CHIP_ROW = CHIP_HEIGHT + 5
_NAME, _NOTE, _PLAIN = 13, 11, 12
_NAME_LINE, _NOTE_LINE = 17, 15
_ABOVE, _BELOW = 7, 6


class Plan(NamedTuple):
    """How much is written: how wide labels are, and whether they have dates."""

    label: float
    dated: bool


class Row(NamedTuple):
    """Groups side by side, by a top of 0."""

    height: float
    groups: tuple[Group, ...]


class Block(NamedTuple):
    """A lane: its rows, and the texts beside them, by a top of 0.

    `head` is how high the texts are, `above` and `below` what stays free; one that `follows`
    belongs to the block before and keeps its ground.
    """

    rows: tuple[Row, ...]
    names: tuple[Text, ...]
    head: float
    above: float
    below: float
    follows: bool = False

    @property
    def height(self) -> float:
        """How high it is when it is not parted."""
        rows = sum(row.height for row in self.rows)
        return self.above + max(rows, self.head) + self.below


class Draft(NamedTuple):
    """A lane whose items have their rows, of which a block may have only the first.

    `fixed` are the rows above them, which it has in any case.
    """

    block: Block
    fixed: tuple[Row, ...] = ()
    packed: Sequence[Sequence[Spot]] = ()

    def shown(self, most: int | None, scale: Scale, *, final: bool = True) -> Block:
        """The block with so many rows at most, and counts of what the others hold.

        Args:
            most: how many; None for all.
            scale: the axis.
            final: labels are made as long as there is room for.
        """
        if not self.packed:
            return self.block
        kept = self.packed[:most]
        rows = [*self.fixed]
        rows += [Row(ROW, _groups(widened(row, scale) if final else row)) for row in kept]
        rest = [(one.middle, one.item) for row in self.packed[len(kept) :] for one in row]
        if rest:
            found = clusters(rest, scale.left, scale.right, "+")
            rows.append(Row(_CHIP_ROW, tuple([chip(one, 2, "+") for one in found])))
        return self.block._replace(rows=tuple(rows))


def drafts(
    lanes: Sequence[Lane], scale: Scale, plan: Plan, left: float, gutter: float
) -> list[Draft]:
    """Every lane with its items in rows.

    Args:
        lanes: what to draw.
        scale: the axis.
        plan: how much is written.
        left: where the names of lanes begin.
        gutter: how wide they are.
    """
    found: list[Draft] = []
    heading = ""
    for lane in lanes:
        if lane.compact:
            if lane.heading != heading:
                found.append(Draft(_heading(lane.heading, left, scale)))
            found.append(Draft(_compact(lane, scale, left, gutter)))
        else:
            found.append(_labelled(lane, scale, plan, left, gutter))
        heading = lane.heading
    return found


def least_height(lanes: Sequence[Lane], scale: Scale, plan: Plan) -> float:
    """How high lanes are at least, by the widths of labels alone."""
    high = 0.0
    for lane in lanes:
        widths = (min(text_width(item.label, SIZE), plan.label) for item in lane.items)
        room = scale.right - scale.left
        rows = 1 if lane.compact else sum(_FILLED * width + GAP for width in widths) / room
        high += rows * ROW
    return high


_FILLED = 0.75
"""How much of its room a label takes at least that is cut between words."""


def _labelled(lane: Lane, scale: Scale, plan: Plan, left: float, gutter: float) -> Draft:
    rows = [Row(_BAR_ROW, (_bar(bar, scale),)) for bar in lane.bars]
    room = Room(scale.left, scale.right, _WIDEST)
    phases = [spot(one, scale, "phase", room, _PHASE) for one in lane.phases]
    rows += [Row(_PHASE_ROW, _groups(row)) for row in pack(phases)]
    room = Room(scale.left, scale.right, plan.label, plan.dated)
    packed = pack([spot(item, scale, "item", room) for item in lane.items])
    names, head = _names(lane, left, gutter)
    return Draft(Block(tuple(rows), names, head, _ABOVE, _BELOW), tuple(rows), packed)


def widened(row: Sequence[Spot], scale: Scale) -> list[Spot]:
    """The items of a row with labels as long as there is room for."""
    found: list[Spot] = []
    for i, one in enumerate(row):
        left = found[-1].right + GAP if found else scale.left
        right = row[i + 1].left - GAP if i + 1 < len(row) else scale.right
        room = Room(min(left, one.left), max(right, one.right), _WIDEST)
        found.append(spot(one.item, scale, "item", room))
    return found


def _groups(row: Sequence[Spot]) -> tuple[Group, ...]:
    return tuple([one.group for one in row])


def _bar(item: Item, scale: Scale) -> Group:
    found = extent(item, scale, scale.right - scale.left)
    strips = strips_of(item, scale, found, Level(3, _BAR, "bar"))
    return Group("", (item.told,), strips)


def _names(lane: Lane, left: float, gutter: float) -> tuple[tuple[Text, ...], float]:
    lines = wrap(lane.name, _NAME, gutter, 3, bold=True)
    counted = f"{lane.happenings:,} happening{'s' * (lane.happenings != 1)}"
    notes = [*lane.notes, *([counted] if lane.items or not lane.phases else [])]
    texts: list[Text] = []
    y = 12.0
    for line in lines:
        width = text_width(line, _NAME, bold=True)
        texts.append(Text(left, y, line, width, "name", _NAME))
        y += _NAME_LINE
    for note in notes:
        line = cut(note, _NOTE, gutter)
        texts.append(Text(left, y - 1, line, text_width(line, _NOTE), "note", _NOTE))
        y += _NOTE_LINE
    return tuple(texts), y - 12


def _heading(name: str, left: float, scale: Scale) -> Block:
    line = cut(name, _NAME, scale.right - left, bold=True)
    text = Text(left, 19, line, text_width(line, _NAME, bold=True), "name", _NAME)
    return Block((), (text,), _HEADING, 4, 0)


def _compact(lane: Lane, scale: Scale, left: float, gutter: float) -> Block:
    counted = f"{lane.happenings:,}"
    room = text_width("0,000", _NOTE)
    line = cut(lane.name, _PLAIN, gutter - room - 18)
    names = (
        Text(left + 10, 13, line, text_width(line, _PLAIN), "plain", _PLAIN),
        Text(left + gutter, 13, counted, text_width(counted, _NOTE), "note", _NOTE, "end"),
    )
    return Block((Row(_LINE, tuple(_on_a_line(lane.items, scale))),), names, _LINE, 0, 0, True)


def _on_a_line(items: Sequence[Item], scale: Scale) -> list[Group]:
    """Items on one line: their strips over one another, and signs and counts amid them."""
    middle = _LINE / 2
    found: list[Group] = []
    if not all(is_short(item, extent(item, scale)) for item in items):
        whole = Item("", "", "", "", merged(one for item in items for one in item.stretches))
        strips = strips_of(whole, scale, extent(whole, scale), Level(middle - 2.5, 5, "item"))
        found.append(Group("", strips=strips))
    places = [(extent(item, scale).middle, item) for item in items]
    for cluster in clusters(places, scale.left, scale.right, ""):
        if len(cluster.items) > 1:
            found.append(chip(cluster, middle - CHIP_HEIGHT / 2, ""))
        else:
            (item,) = cluster.items
            symbol = Symbol(cluster.x, middle, shape_of(item), item.sign or "item")
            found.append(Group(item.key, (item.told,), symbols=(symbol,)))
    return found
