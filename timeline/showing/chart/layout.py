"""The layout of a chart: its lanes on one or more pages, with axis, title and legend."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.showing.chart.axis import Scale, Tick, ticks
from timeline.showing.chart.blocks import Block, Draft, Plan, drafts, least_height
from timeline.showing.chart.content import Chart
from timeline.showing.chart.drawing import Band, Group, Line, Page, Text
from timeline.showing.chart.legend import legend
from timeline.showing.chart.text_width import cut, text_width, wrap

_MARGIN = 36
_BETWEEN = 18
"""Between the names of lanes and the drawing."""
_TITLE, _SUBTITLE, _TICK = 22, 13, 12
_TICK_ROOM = 72
_NOTE = 11
_FOOT = 40
_AXIS = 28
_RATIO = 2**0.5


class Format(NamedTuple):
    """A size of paper on its side: how wide it is in pixels, and in millimetres."""

    width: float
    millimetres: float
    gutter: float

    @property
    def height(self) -> float:
        """How high a page is."""
        return self.width / _RATIO


A4 = Format(1180, 297, 190)
A3 = Format(1760, 420, 240)
_PLANS = (
    (A4, Plan(560, dated=True)),
    (A4, Plan(240, dated=False)),
    (A3, Plan(560, dated=True)),
    (A3, Plan(360, dated=False)),
    (A3, Plan(240, dated=False)),
    (A3, Plan(160, dated=False)),
)
"""What is tried, one after the other, until all of it has room on two pages."""
_PAGES = 2


class Layout(NamedTuple):
    """The pages of a chart, the size of their paper, and all of it on one page of any height."""

    format: Format
    whole: Page
    pages: Sequence[Page]


def lay_out(chart: Chart) -> Layout:
    """Lay out a chart: on as small a paper as holds all labels, else with fewer of them.

    Two pages hold it, but for lanes that are too many; happenings for which there is no room are
    counted where they are.
    """
    for format_, plan in _PLANS:
        scale = _scale(chart, format_)
        if least_height(chart.lanes, scale, plan) > _PAGES * format_.height:
            continue
        found = _drafted(chart, format_, plan)
        trial = _paginate(chart, format_, [one.shown(None, scale, final=False) for one in found])
        if len(trial.pages) <= _PAGES:
            return _paginate(chart, format_, [one.shown(None, scale) for one in found])
    return _with_counts(chart)


def _drafted(chart: Chart, format_: Format, plan: Plan) -> list[Draft]:
    gutter = _gutter(chart, format_)
    return drafts(chart.lanes, _scale(chart, format_), plan, _MARGIN, gutter)


def _scale(chart: Chart, format_: Format) -> Scale:
    left = _MARGIN + _gutter(chart, format_) + _BETWEEN
    return Scale(chart.first, chart.last, left, format_.width - _MARGIN)


def _gutter(chart: Chart, format_: Format) -> float:
    """How wide the names of lanes are: on one line where lanes are low."""
    return format_.gutter * (1.5 if any(lane.compact for lane in chart.lanes) else 1)


def _with_counts(chart: Chart) -> Layout:
    """A layout in which lanes have as many rows as two pages allow, and count the rest.

    A lane that needs more rows has more, but not as many times more as it needs.
    """
    format_, plan = _PLANS[-1]
    scale = _scale(chart, format_)
    found = _drafted(chart, format_, plan)
    weights = [math.sqrt(len(one.packed)) for one in found]

    def blocks(share: int, *, final: bool) -> list[Block]:
        most = (max(math.ceil(share * weight / _SHARES), 1) for weight in weights)
        return [one.shown(n, scale, final=final) for one, n in zip(found, most, strict=True)]

    low, high = 1, math.ceil(_SHARES * max(weights, default=1))
    while low < high:
        middle = (low + high + 1) // 2
        if len(_paginate(chart, format_, blocks(middle, final=False)).pages) <= _PAGES:
            low = middle
        else:
            high = middle - 1
    return _paginate(chart, format_, blocks(low, final=True))


_SHARES = 8
"""In how fine steps the number of rows is tried."""


def _paginate(chart: Chart, format_: Format, blocks: Sequence[Block]) -> Layout:
    scale = _scale(chart, format_)
    frame = _Frame(chart, format_, scale, ticks(scale, _TICK_ROOM))
    groups = [group for block in blocks for row in block.rows for group in row.groups]
    head, top = _head(chart, format_, groups)
    whole = frame.filled(blocks, head, top)
    if whole.height <= format_.height:
        return Layout(format_, whole, [whole])
    others = _MARGIN + _AXIS
    rooms = format_.height - top - _FOOT, format_.height - others - _FOOT
    pages = [
        frame.filled(part, [] if i else head, others if i else top)
        for i, part in enumerate(_parted(blocks, *rooms))
    ]
    return Layout(format_, whole, [page._replace(height=format_.height) for page in pages])


class _Frame(NamedTuple):
    """What all pages have in common."""

    chart: Chart
    format: Format
    scale: Scale
    marks: Sequence[Tick]

    def filled(self, blocks: Sequence[Block], head: Sequence[Group], top: float) -> Page:
        """A page of blocks from a top downward, below a head, as high as they are."""
        scale = self.scale
        groups = list(head)
        bands: list[Band] = []
        y = top
        shaded = False
        for block in blocks:
            if block.follows and bands:
                bands[-1] = bands[-1]._replace(height=y + block.height - bands[-1].top)
            else:
                shaded = not shaded
                bands.append(Band(y, block.height, shaded))
            at = y + block.above
            groups.append(Group("", texts=block.names).moved(at))
            for row in block.rows:
                groups += [group.moved(at) for group in row.groups]
                at += row.height
            y += block.height
        lines = [_line(scale.at(mark.day), top, y, strong=mark.major) for mark in self.marks]
        lines += [
            Line(scale.at(moment.day), top - 4, y + 4, "clock")
            for moment in self.chart.moments
            if scale.first <= moment.day <= scale.last
        ]
        groups += _axis(scale, self.marks, top - 9)
        groups += _axis(scale, self.marks, y + 18)
        groups += self._moments(y + 33)
        width, height = self.format.width, y + _FOOT
        return Page(width, height, scale.left, scale.right, groups, lines, bands)

    def _moments(self, y: float) -> Iterator[Group]:
        """What the lines of clocks are, below them, as far as there is room."""
        end = self.scale.left - _MARGIN
        for moment in self.chart.moments:
            width = text_width(moment.label, _NOTE)
            x = min(self.scale.at(moment.day) - width / 2, self.scale.right - width)
            if self.scale.first <= moment.day <= self.scale.last and x > end:
                yield Group("", texts=(Text(x, y, moment.label, width, "clock", _NOTE),))
                end = x + width + _BETWEEN


def _parted(blocks: Sequence[Block], first: float, others: float) -> Iterator[list[Block]]:
    """Blocks by pages; a block that has no room whole is parted between rows.

    Args:
        blocks: all of them.
        first: how high what the first page holds is.
        others: likewise, of those that follow.
    """
    page: list[Block] = []
    room = first
    for block in blocks:
        rest: Block | None = block
        while rest is not None:
            fit, rest = _part(rest, room)
            if fit is not None:
                page.append(fit)
                room -= fit.height
            if rest is not None:
                if not page:  # what is higher than a page, and cannot be parted
                    page.append(rest)
                    rest = None
                yield page
                page, room = [], others
    if page:
        yield page


def _part(block: Block, room: float) -> tuple[Block | None, Block | None]:
    """What of a block has room, and the rest of it."""
    if block.height <= room:
        return block, None
    used = block.above + block.below
    count = 0
    for row in block.rows:
        if used + row.height > room:
            break
        used += row.height
        count += 1
    if count < 2 or len(block.rows) - count < 1 or block.head + block.above + block.below > room:
        return None, block
    return block._replace(rows=block.rows[:count]), block._replace(rows=block.rows[count:])


def _head(chart: Chart, format_: Format, groups: Sequence[Group]) -> tuple[list[Group], float]:
    """Title, subtitle and legend, and where the axis is below them."""
    room = format_.width - 2 * _MARGIN
    title = cut(chart.title, _TITLE, room, bold=True)
    width = text_width(title, _TITLE, bold=True)
    y = _MARGIN + 16.0
    found = [Group("", texts=(Text(_MARGIN, y, title, width, "title", _TITLE),))]
    for line in wrap(chart.subtitle, _SUBTITLE, room, 2):
        y += 21
        width = text_width(line, _SUBTITLE)
        text = Text(_MARGIN, y, line, width, "subtitle", _SUBTITLE)
        found.append(Group("", texts=(text,)))
    entries, height = legend(chart, groups, _MARGIN, format_.width - _MARGIN)
    found += [entry.moved(y + 15) for entry in entries]
    return found, y + 15 + height + 8 + _AXIS


def _line(x: float, top: float, bottom: float, *, strong: bool) -> Line:
    return Line(x, top, bottom, "strong" if strong else "weak")


def _axis(scale: Scale, marks: Sequence[Tick], y: float) -> Iterator[Group]:
    """The labels of the axis, each beside its line; those that would be cut are left out."""
    for mark in marks:
        x = scale.at(mark.day) + 3
        width = text_width(mark.label, _TICK)
        if x + width <= scale.right + _MARGIN - 4:
            yield Group("", texts=(Text(x, y, mark.label, width, "tick", _TICK),))
