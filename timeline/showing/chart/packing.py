"""Items side by side in as few rows as they take, and counted where there is no room."""

import bisect
from collections.abc import Sequence
from typing import NamedTuple

from timeline.showing.chart.content import Item
from timeline.showing.chart.drawing import Chip, Group
from timeline.showing.chart.spots import Spot
from timeline.showing.chart.text_width import text_width

GAP = 12
"""How far what stands in one row is apart."""
CHIP_SIZE = 11
CHIP_HEIGHT = 15
_CHIP_PAD = 5
_BETWEEN = 4


def pack(spots: Sequence[Spot]) -> list[list[Spot]]:
    """Put items into rows so that none touches another; those that come first are further up.

    The first rows are the same whether others follow or not.

    Args:
        spots: in the order of time.
    """
    rows: list[_Row] = []
    for one in spots:
        if not any(row.take(one) for row in rows):
            rows.append(_Row(one))
    return [row.spots for row in rows]


class _Row:
    """A row while it is filled, its items in the order of their places."""

    def __init__(self, first: Spot) -> None:
        self.spots = [first]
        self.ends = [first.right + GAP]

    def take(self, one: Spot) -> bool:
        """Put an item into the row if there is room for it."""
        at = bisect.bisect_right(self.ends, one.left)
        if at < len(self.ends) and self.spots[at].left < one.right + GAP:
            return False
        self.spots.insert(at, one)
        self.ends.insert(at, one.right + GAP)
        return True


class Cluster(NamedTuple):
    """Items whose places are too near to each other to be drawn apart, with their centre."""

    x: float
    items: tuple[Item, ...]


def clusters(
    places: Sequence[tuple[float, Item]], left: float, right: float, sign: str
) -> list[Cluster]:
    """Items put together between which there is no room for a count.

    Args:
        places: items by where they are.
        left: where the line begins.
        right: where it ends.
        sign: before each count.
    """
    widest = chip_width(f"{sign}{len(places)}")
    return near(places, (left + widest / 2, right - widest / 2), widest + _BETWEEN)


def near(
    places: Sequence[tuple[float, Item]], ends: tuple[float, float], apart: float
) -> list[Cluster]:
    """Items put together whose centres are nearer to each other than `apart`.

    Args:
        places: items by where they are.
        ends: the first and the last place for a centre.
        apart: how far centres must be from each other.
    """
    found: list[tuple[float, list[Item]]] = []
    for x, item in sorted(places, key=lambda one: one[0]):
        at = min(max(x, ends[0]), ends[1])
        if found and at < found[-1][0] + apart:
            found[-1][1].append(item)
        else:
            found.append((at, [item]))
    return [Cluster(x, tuple(items)) for x, items in found]


def chip(cluster: Cluster, top: float, sign: str) -> Group:
    """The count of some items, with these as its text."""
    text = f"{sign}{len(cluster.items)}"
    width = chip_width(text)
    told = tuple([item.told for item in cluster.items])
    box = Chip(cluster.x - width / 2, top, width, CHIP_HEIGHT, text)
    return Group("", told, chips=(box,))


def chip_width(text: str) -> float:
    """How wide a count is with its box."""
    return text_width(text, CHIP_SIZE, bold=True) + 2 * _CHIP_PAD
