"""The text of a source: its paragraphs, and the metadata of its page."""

from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph, numbered from 1; `heading` when the page marks it as a heading."""

    number: int
    text: str
    heading: bool = False


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
