"""The legend: the signs that a chart uses, each with its meaning."""

from collections.abc import Iterator, Sequence

from timeline.showing.chart.content import Chart, Look, Sign
from timeline.showing.chart.drawing import Badge, Chip, Group, Shape, Strip, Symbol, Text, Tone
from timeline.showing.chart.packing import CHIP_HEIGHT, chip_width
from timeline.showing.chart.text_width import text_width

SIZE = 12
_SAMPLE, _AFTER, _BETWEEN = 30, 7, 22
_LINE = 22
_LOOKS: dict[Look, str] = {
    "certain": "certain",
    "possible": "possible",
    "planned": "planned",
    "paused": "suspended",
}
_SHAPES: dict[Shape, str] = {
    "day": "on these days",
    "maybe": "some day about then",
    "planned": "planned about then",
    "dropped": "cancelled or postponed",
}
_MEANINGS: dict[Sign, str] = {
    "+": "new",
    "-": "gone",
    "=": "became certain",
    "~": "changed",
}


def legend(
    chart: Chart, groups: Sequence[Group], left: float, right: float
) -> tuple[list[Group], float]:
    """The entries for what groups use, in lines, by a top of 0; and how high they are.

    Args:
        chart: what is drawn.
        groups: all that is drawn of it.
        left: where lines begin.
        right: where they end.
    """
    found: list[Group] = []
    x, y = left, 0.0
    for sample, meaning in _entries(chart, groups):
        width = text_width(meaning, SIZE)
        if x > left and x + _SAMPLE + _AFTER + width > right:
            x, y = left, y + _LINE
        text = Text(x + _SAMPLE + _AFTER, 12, meaning, width, "legend", SIZE)
        found.append(_at(sample, x, text).moved(y))
        x += _SAMPLE + _AFTER + width + _BETWEEN
    return found, y + _LINE


def _at(sample: Group, x: float, text: Text) -> Group:
    return Group(
        "",
        (),
        tuple([one._replace(left=one.left + x, right=one.right + x) for one in sample.strips]),
        tuple([one._replace(x=one.x + x) for one in sample.symbols]),
        tuple([one._replace(x=one.x + x) for one in sample.badges]),
        tuple([one._replace(left=one.left + x) for one in sample.chips]),
        (text,),
    )


def _entries(chart: Chart, groups: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    strips = [strip for group in groups for strip in group.strips]
    yield from _of_strips(strips)
    shapes = {symbol.shape for group in groups for symbol in group.symbols}
    shapes |= {"dropped" for strip in strips if strip.look == "dropped"}
    for shape, meaning in _SHAPES.items():
        if shape in shapes:
            yield Group("", symbols=(Symbol(_SAMPLE - 5, 8, shape, "item"),)), meaning
    for sign, meaning in _MEANINGS.items():
        if any(item.sign == sign for lane in chart.lanes for item in (*lane.items, *lane.phases)):
            yield Group("", badges=(Badge(_SAMPLE - 6, 8, sign),)), meaning
    counts = [chip.text for group in groups for chip in group.chips]
    if counts:
        more = counts[0].startswith("+")
        text = "+14" if more else "14"
        width = chip_width(text)
        box = Chip(_SAMPLE - width, 8 - CHIP_HEIGHT / 2, width, CHIP_HEIGHT, text)
        yield Group("", chips=(box,)), f"so many{' more' if more else ''} about then"


def _of_strips(strips: Sequence[Strip]) -> Iterator[tuple[Group, str]]:
    looks = {strip.look for strip in strips}
    tone: Tone = "bar" if any(strip.tone == "bar" for strip in strips) else "item"
    for look, meaning in _LOOKS.items():
        if look in looks:
            yield Group("", strips=(Strip(0, _SAMPLE, 3, 10, look, tone),)), meaning
    if any(strip.fades for strip in strips):
        solid = Strip(0, 12, 3, 10, "certain", tone)
        fade = Strip(12, _SAMPLE, 3, 10, "possible", tone, "right")
        yield Group("", strips=(solid, fade)), "no end on record"
