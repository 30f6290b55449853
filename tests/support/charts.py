"""Charts of many happenings, dated in all ways, for tests of geometry."""

import math
import random
from collections.abc import Iterator, Sequence

from timeline.showing.chart.axis import span
from timeline.showing.chart.content import Chart, Item, Lane, Stretch
from timeline.showing.chart.drawing import Page

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_WORDS = (
    "Works",
    "on a bridge",
    "совещание",
    "министров",
    "会議",
    "of donors",
    "training",
    "judges",
)


def chart_of(count: int, *, lanes: int = 7, compact: bool = False, seed: int = 1) -> Chart:
    """A chart with so many happenings, more of them in some years and lanes than in others."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    items: dict[int, list[Item]] = {}
    for number in range(count):
        lane = min(int(chance.expovariate(0.5)), lanes - 1)
        items.setdefault(lane, []).append(item_of(number, chance))
    found = [
        Lane(
            f"lane-{number}",
            f"Lane {number} with a name of some length, such as programmes have",
            len(some),
            notes=("part of another lane",) if number % 3 == 1 else (),
            bars=() if compact else (item_of(90_000 + number, chance),),
            phases=() if compact else (item_of(91_000 + number, chance),),
            items=tuple(sorted(some, key=lambda one: one.stretches[0].first)),
            compact=compact,
            heading=f"Heading {number // 3}" if compact else "",
        )
        for number, some in sorted(items.items())
    ]
    stretches = [one for lane in found for item in lane.items for one in item.stretches]
    first, last = span(stretches, (-math.inf, math.inf))
    return Chart("A title", f"{count} happenings", found, first, last)


def item_of(number: int, chance: random.Random) -> Item:
    """A happening on a day, on some day, over a time, planned, or without an end."""
    day = float(int(chance.triangular(15_000, 19_500, 17_500)))
    long = float(chance.choice((1, 30, 365, 900)))
    stretches: Sequence[Stretch] = {
        0: [Stretch(day, day, "certain")],
        1: [Stretch(day, day + long, "possible")],
        2: [Stretch(day, day + long, "certain"), Stretch(day + long + 1, math.inf, "possible")],
        3: [Stretch(day, day + long, "planned")],
        4: [Stretch(-math.inf, day, "possible")],
        5: [Stretch(day, day, "dropped")],
    }[chance.randrange(6)]
    label = " ".join(chance.choices(_WORDS, k=chance.randrange(1, 8)))
    return Item(f"e{number}", label, "4 Oct 2011", f"{label} {number}", tuple(stretches))


def boxes(page: Page) -> Iterator[tuple[str, Box]]:
    """What is written on a page, with the boxes that it takes: labels, names, ticks and counts."""
    for group in page.groups:
        for text in group.texts:
            top, bottom = text.y - text.size * 0.72, text.y + text.size * 0.2
            yield text.text, (text.left, top, text.left + text.width, bottom)
        for chip in group.chips:
            box = chip.left, chip.top, chip.left + chip.width, chip.top + chip.height
            yield chip.text, box


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Which labels of a page lie over one another."""
    found: list[tuple[str, str]] = []
    placed = sorted(boxes(page), key=lambda one: one[1][1])
    for i, (text, one) in enumerate(placed):
        for other_text, other in placed[i + 1 :]:
            if other[1] >= one[3]:
                break
            if one[0] < other[2] and other[0] < one[2]:
                found.append((text, other_text))
    return found
