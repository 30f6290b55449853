"""A source as it was read: its paragraphs, and what it says of itself."""

from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph; numbers count from 1. `heading` when the text marks it as one."""

    number: int
    text: str
    heading: bool = False


class Hints(NamedTuple):
    """What a page says of itself, not to its readers; empty where it says nothing."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


class Text(NamedTuple):
    """A source as it was read."""

    paragraphs: tuple[Paragraph, ...]
    hints: Hints = Hints()
