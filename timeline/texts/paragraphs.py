"""The text of a source: its paragraphs, and the metadata of its page."""

from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph, numbered from 1.

    Attributes:
        number: its number.
        text: its text on one line.
        heading: whether the page marks it as a heading.
        level: the level of that heading, from 1; 0 where none is marked.
        row: the number of the table row that it is a cell of; 0 outside of tables.
        spans: how many rows the cell stands for.
        place: where it stands: `cell` in a table, `title` for a cell that names a column or a
            row, `item` in a list, `term` and `description` in one of definitions; else empty.
    """

    number: int
    text: str
    heading: bool = False
    level: int = 0
    row: int = 0
    spans: int = 1
    place: str = ""


class PageMetadata(NamedTuple):
    """The metadata in the head of a page; empty where there is none."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


class SourceText(NamedTuple):
    """The text of a source."""

    paragraphs: tuple[Paragraph, ...]
    metadata: PageMetadata = PageMetadata()
