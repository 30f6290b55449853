"""What a drawing is made of: shapes and texts in their places, in pixels from the top left."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from timeline.showing.chart.content import Look, Sign

Tone = Literal["bar", "phase", "item", "+", "-", "=", "~"]
"""Whose a shape is: of a program, a phase or a happening; or what a comparison says of it."""
Shape = Literal["day", "maybe", "planned", "dropped"]
"""A happening that is short: on days that are known, or some day thereabouts; or not done."""
Role = Literal[
    "title", "subtitle", "legend", "tick", "clock", "name", "plain", "note", "item", "phase"
]
Anchor = Literal["start", "middle", "end"]


class Strip(NamedTuple):
    """A piece of a bar; one that `fades` runs out to that side."""

    left: float
    right: float
    top: float
    height: float
    look: Look
    tone: Tone
    fades: Literal["", "left", "right"] = ""


class Symbol(NamedTuple):
    """A happening as a sign, by its centre."""

    x: float
    y: float
    shape: Shape
    tone: Tone


class Badge(NamedTuple):
    """What a comparison says of a happening, as a sign left of its label, by its centre."""

    x: float
    y: float
    sign: Sign


class Text(NamedTuple):
    """A line of text by its baseline; `lead` stands before it, less strong.

    `width` is how wide it is, the lead included.
    """

    x: float
    y: float
    text: str
    width: float
    role: Role
    size: float
    anchor: Anchor = "start"
    lead: str = ""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - {"start": 0, "middle": self.width / 2, "end": self.width}[self.anchor]


class Chip(NamedTuple):
    """A count in a box."""

    left: float
    top: float
    width: float
    height: float
    text: str


class Group(NamedTuple):
    """Shapes that belong together: a happening, a bar, or several happenings that are counted.

    `key` is the id of the happening or empty, `told` what it is, a line each.
    """

    key: str
    told: tuple[str, ...] = ()
    strips: tuple[Strip, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    badges: tuple[Badge, ...] = ()
    chips: tuple[Chip, ...] = ()
    texts: tuple[Text, ...] = ()

    def moved(self, down: float) -> "Group":
        """The same further down."""
        return self._replace(
            strips=tuple([one._replace(top=one.top + down) for one in self.strips]),
            symbols=tuple([one._replace(y=one.y + down) for one in self.symbols]),
            badges=tuple([one._replace(y=one.y + down) for one in self.badges]),
            chips=tuple([one._replace(top=one.top + down) for one in self.chips]),
            texts=tuple([one._replace(y=one.y + down) for one in self.texts]),
        )


class Line(NamedTuple):
    """An upright line of the grid; a `strong` one begins a year or more, a `clock` is a day."""

    x: float
    top: float
    bottom: float
    kind: Literal["weak", "strong", "clock"]


class Band(NamedTuple):
    """The ground of a lane; every other is `shaded`."""

    top: float
    height: float
    shaded: bool


class Page(NamedTuple):
    """A drawing of one page."""

    width: float
    height: float
    left: float
    right: float
    groups: Sequence[Group]
    lines: Sequence[Line]
    bands: Sequence[Band]
