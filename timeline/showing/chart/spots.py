"""Where an item lies across: its strips or its sign, and its label, without a row yet."""

import math
from typing import NamedTuple

from timeline.showing.chart.axis import Scale
from timeline.showing.chart.content import Item
from timeline.showing.chart.drawing import Badge, Group, Role, Shape, Strip, Symbol, Text, Tone
from timeline.showing.chart.text_width import cut, text_width

SIZE = 12
"""The size of labels."""
ROW = 18
"""How high a row of labelled items is."""
STRIP = 4
"""How high a strip below a label is."""
_TAIL = 30
"""How far an item runs out whose end is open."""
_SHORT = 9
"""What is shorter is a sign."""
_BRIEF = 90
"""What is shorter has its label beside it, else above it."""
_PILL = 7
_RADIUS = 4
_BESIDE = 8
_BADGE = 14
_LEAST = 2
"""How wide a certain stretch is drawn at least."""
_BASE, _MIDDLE, _STRIP_TOP = 11, 7, 14
"""In a row: the base of its text, the middle of its signs, the top of its strips."""


class Extent(NamedTuple):
    """Where an item lies on a line, and where what is open of it runs out to."""

    left: float
    right: float
    out_left: float
    out_right: float

    @property
    def middle(self) -> float:
        """Halfway between where it begins and ends."""
        return (self.left + self.right) / 2


def extent(item: Item, scale: Scale, tail: float = _TAIL) -> Extent:
    """Where an item lies: what is open runs out by `tail`, or to the end of the line."""
    days = [
        day for one in item.stretches for day in (one.first, one.last + 1) if math.isfinite(day)
    ]
    if not days:
        return Extent(scale.left, scale.right, scale.left, scale.right)
    left, right = scale.kept(min(days)), scale.kept(max(days))
    out_left, out_right = left, right
    if item.stretches[0].first == -math.inf:
        out_left = max(scale.left, left - tail)
    if item.stretches[-1].last == math.inf:
        out_right = min(scale.right, right + tail)
    return Extent(left, right, out_left, out_right)


class Level(NamedTuple):
    """How strips lie in a row, and whose they are."""

    top: float
    height: float
    tone: Tone


def strips_of(item: Item, scale: Scale, found: Extent, level: Level) -> tuple[Strip, ...]:
    """The strips of an item, as far as they lie on the line."""
    top, height, tone = level
    strips: list[Strip] = []
    for one in item.stretches:
        left = found.left if one.first == -math.inf else scale.kept(one.first)
        right = found.right if one.last == math.inf else scale.kept(one.last + 1)
        if one.first == -math.inf and found.out_left < left:
            strips.append(Strip(found.out_left, left, top, height, one.look, tone, "left"))
        if one.look in ("certain", "paused") and right - left < _LEAST:
            middle = min(max((left + right) / 2, scale.left + _LEAST / 2), scale.right - _LEAST / 2)
            left, right = middle - _LEAST / 2, middle + _LEAST / 2
        if right > left:
            strips.append(Strip(left, right, top, height, one.look, tone))
        if one.last == math.inf and found.out_right > right:
            strips.append(Strip(right, found.out_right, top, height, one.look, tone, "right"))
    # What is certain is never covered by what is only possible beside it.
    return tuple(sorted(strips, key=lambda strip: strip.look in ("certain", "paused")))


def shape_of(item: Item) -> Shape:
    """The sign of an item that is short."""
    looks = item.looks
    if "dropped" in looks:
        return "dropped"
    if "planned" in looks:
        return "planned"
    return "day" if looks == {"certain"} else "maybe"


def is_short(item: Item, found: Extent) -> bool:
    """Whether an item is drawn as a sign."""
    closed = found.out_left == found.left and found.out_right == found.right
    ends = item.stretches[0].first > -math.inf and item.stretches[-1].last < math.inf
    return closed and ends and found.right - found.left < _SHORT


class Spot(NamedTuple):
    """An item with its place across; its group stands in a row whose top is 0.

    `whole` says that its label is.
    """

    item: Item
    left: float
    right: float
    middle: float
    group: Group
    whole: bool


class Room(NamedTuple):
    """Between which ends an item and its label must lie, and how wide the label may be.

    With `dated`, the label begins with the date of the item where both have room.
    """

    left: float
    right: float
    label: float
    dated: bool = True


def spot(item: Item, scale: Scale, tone: Tone, room: Room, thick: float = STRIP) -> Spot:
    """Place an item across, with its label.

    Args:
        item: what to place.
        scale: the axis.
        tone: whose its shapes are.
        room: where there is room for it, which must be enough for its shapes.
        thick: how high its strips are.
    """
    found = extent(item, scale)
    is_phase = tone == "phase"
    tone = item.sign or tone
    badge = _BADGE if item.sign else 0
    short = is_short(item, found)
    if short or found.out_right - found.out_left < _BRIEF:
        half = _RADIUS + 1 if short else 0
        beside = _beside(item, room, found, badge, half)
        middle = found.middle
        symbols = (Symbol(middle, _MIDDLE, shape_of(item), tone),) if short else ()
        top = _MIDDLE - _PILL / 2
        strips = () if short else strips_of(item, scale, found, Level(top, _PILL, tone))
    else:
        beside = _above(item, room, found, badge)
        symbols, strips = (), strips_of(item, scale, found, Level(_STRIP_TOP, thick, tone))
    role: Role = "phase" if is_phase else "item"
    at, lead, text, width, left, right = beside
    texts = (Text(at, _BASE, text, width, role, SIZE, lead=lead),) if text else ()
    badges = (Badge(at - badge + 4, _MIDDLE, item.sign),) if badge else ()
    key = "" if is_phase else item.key
    group = Group(key, (item.told,), strips, symbols, badges, (), texts)
    return Spot(item, left, right, found.middle, group, text == item.label)


class _Label(NamedTuple):
    """A label by where it begins, and the ends of it with the shapes that it belongs to."""

    at: float
    lead: str
    text: str
    width: float
    left: float
    right: float


def _beside(item: Item, room: Room, found: Extent, badge: float, half: float) -> _Label:
    """The label of what is short: after it, or before it where there is more room."""
    left, right = found.out_left, found.out_right
    if half:
        left, right = found.middle - half, found.middle + half
    after = right + _BESIDE - half / 2 + badge
    before = left - _BESIDE + half / 2
    sides = room.right - after, before - badge - room.left
    lead, text, width = _label(item, room, max(sides))
    if width > sides[0] and sides[1] > sides[0]:
        return _Label(before - width, lead, text, width, before - width - badge, right)
    if width > sides[0]:
        lead, text, width = _label(item, room, sides[0])
    return _Label(after, lead, text, width, left, after + width if text else right)


def _above(item: Item, room: Room, found: Extent, badge: float) -> _Label:
    """The label of what is long: above it, from where it begins, or from further left."""
    at = max(found.out_left, room.left) + badge
    lead, text, width = _label(item, room, room.right - at)
    if text != item.label:
        room = room._replace(dated=False)
        lead, text, width = _label(item, room, room.right - room.left - badge)
        at = max(min(at, room.right - width), room.left + badge)
    return _Label(
        at, lead, text, width, min(found.out_left, at - badge), max(found.out_right, at + width)
    )


def _label(item: Item, room: Room, most: float) -> tuple[str, str, float]:
    """The date, the title as far as it has room, and how wide both are."""
    most = min(most, room.label)
    lead = f"{item.date}\u00a0 " if room.dated and item.date else ""
    if lead:
        width = text_width(lead + item.label, SIZE)
        if width <= most:
            return lead, item.label, width
    text = cut(item.label, SIZE, most) if most >= _LEAST_LABEL else ""
    return "", text, text_width(text, SIZE)


_LEAST_LABEL = 40
"""A label that has less room is left out."""
