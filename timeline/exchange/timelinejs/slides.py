"""An event or era of a timeline, as each form of it has it."""

from collections.abc import Mapping
from typing import NamedTuple

from timeline.exchange.carried import Carried


class Slide(NamedTuple):
    """An event or era; dates by their parts, `at` how faults name it, in a table not at all.

    `names` are those of its two dates. `media` is address, caption and credit; `told` is what an
    export of ours carries.
    """

    line: int
    at: str
    names: tuple[str, str]
    start: Mapping[str, object] = {}
    end: Mapping[str, object] = {}
    shown: str = ""
    headline: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[str, str, str] = ("", "", "")
    id: str = ""
    columns: Mapping[str, str] = {}
    told: Carried | None = None


class SlideError(Exception):
    """What is wrong with a slide, and in which part of it."""

    def __init__(self, at: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.at, self.problem, self.remedy = at, problem, remedy


def text_of(value: object) -> str:
    """A value of JSON that is a text or a number; empty for others."""
    return value if isinstance(value, str) else ""
