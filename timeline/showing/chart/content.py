"""What a chart shows, before it is known where: lanes with bars and happenings."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Look = Literal["certain", "possible", "planned", "paused", "dropped"]
"""How a stretch of time is shown; `dropped` is what was cancelled or postponed."""
Sign = Literal["", "+", "-", "=", "~"]
"""In a comparison: new, gone, became certain, changed otherwise."""
By = Literal["program", "actor", "kind"]
BY: tuple[By, ...] = ("program", "actor", "kind")
"""What lanes are of."""


class Stretch(NamedTuple):
    """Days that are shown alike, both included; infinite where they have no end."""

    first: float
    last: float
    look: Look


class Item(NamedTuple):
    """A happening, or a spell of a program or phase.

    `key` is the id of the happening, or the key of what has the spell; `label` what is written
    beside it, `date` when it was in short words, empty where these are long, and `told` all of it
    in a line. `stretches` are in the order of time.
    """

    key: str
    label: str
    date: str
    told: str
    stretches: tuple[Stretch, ...]
    sign: Sign = ""

    @property
    def looks(self) -> set[Look]:
        """How its stretches look."""
        return {stretch.look for stretch in self.stretches}


class Lane(NamedTuple):
    """What is drawn beside one name.

    `bars` are spells of what the lane is of, `phases` spells with names of their own, `items`
    happenings, `happenings` how many these are, `notes` further lines below the name.
    A lane that is `compact` has one line without labels, and stands below a `heading`.
    """

    key: str
    name: str
    happenings: int
    notes: tuple[str, ...] = ()
    bars: tuple[Item, ...] = ()
    phases: tuple[Item, ...] = ()
    items: tuple[Item, ...] = ()
    compact: bool = False
    heading: str = ""


class Moment(NamedTuple):
    """A day that a line is drawn at, such as that of a clock."""

    day: float
    label: str


class Chart(NamedTuple):
    """A whole chart; `first` and `last` are the days that it spans."""

    title: str
    subtitle: str
    lanes: Sequence[Lane]
    first: float
    last: float
    moments: tuple[Moment, ...] = ()
