"""An HTML page read as paragraphs, with the metadata of its head.

What surrounds the content is left out: navigation, header, footer, asides, scripts. Where a page
marks its content (`article`, `main`), only that is read; otherwise all from its first heading on.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from timeline.texts.paragraphs import PageMetadata, Paragraph, SourceText
from timeline.texts.plain_text import clean_line

_LEFT_OUT = frozenset(
    (
        *("script", "style", "nav", "footer", "aside", "noscript", "template", "svg"),
        *("form", "button", "select", "iframe", "head"),
    )
)
_CONTENT = frozenset(("article", "main"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = _HEADINGS | {
    *("p", "li", "blockquote", "dt", "dd", "td", "th", "pre", "figcaption", "caption"),
}
_BLOCKS = frozenset(
    (
        *_PARAGRAPHS,
        *_CONTENT,
        *("div", "section", "header", "ul", "ol", "dl", "table", "tr", "body", "html", "figure"),
        "hr",
    )
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


_ENDED_BY = {
    "li": ("li",),
    **dict.fromkeys(("td", "th", "tr"), ("td", "th")),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
}
"""The elements that a new one ends where they were not closed."""
_CELLS = frozenset(("td", "th"))
_PLACES = {"th": "title", "td": "cell", "dt": "term", "dd": "description", "li": "item"}
"""The places of a paragraph that matter, by the element that it is in."""
_DEEPEST = 200
"""The deepest nesting of elements that is followed; a page has some twenty levels."""


class _Block(NamedTuple):
    """The text between two borders of blocks; `tag` is empty outside of a paragraph."""

    tag: str
    text: str
    content: bool
    row: int
    spans: int
    place: str


class _Element(NamedTuple):
    """An open element.

    Attributes:
        tag: its name.
        left_out: whether it and all in it are not read.
        row: the number of a table row, counted over the page; 0 for other elements.
        spans: how many rows a cell stands for.
    """

    tag: str
    left_out: bool
    row: int = 0
    spans: int = 1


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.open: list[_Element] = []
        self.metadata: dict[str, str] = {}
        self.title = ""
        self.words: list[str] = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag in _BLOCKS:
            self.flush()
            self._close_paragraph(tag)
        if tag == "br":
            self.words.append(" ")
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.rows += tag == "tr"
            row = self.rows if tag == "tr" else 0
            spans = given.get("rowspan", "") if tag in _CELLS else ""
            many = int(spans) if spans.isdecimal() and len(spans) < 5 else 1
            self.open.append(_Element(tag, self._is_left_out(tag, given), row, max(many, 1)))

    def _is_left_out(self, tag: str, given: dict[str, str]) -> bool:
        """Whether an element is not content; the header of an article is content."""
        above = bool(self.open) and self.open[-1].left_out
        own = tag in _LEFT_OUT or (tag == "header" and not self._in_content())
        return above or own or _hidden(given)

    def _in_content(self) -> bool:
        return any(one.tag in _CONTENT for one in self.open)

    def _close_paragraph(self, tag: str) -> None:
        """Close the paragraph or item that a new block ends by the rules of HTML."""
        for ended in (("p",), _ENDED_BY.get(tag, ("p",))):
            if self.open and self.open[-1].tag in ended:
                self.open.pop()
        if tag == "tr" and self.open and self.open[-1].tag == "tr":
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:  # what was never closed in it ends with it
                pass

    def handle_data(self, data: str) -> None:
        tags = [one.tag for one in self.open[-2:]]
        if tags[-1:] == ["title"] and "svg" not in tags:
            self.title += data
        elif not (self.open and self.open[-1].left_out):
            self.words.append(data)

    def flush(self) -> None:
        text = clean_line("".join(self.words))
        self.words = []
        if text:
            tags = (one.tag for one in reversed(self.open))
            tag = next((tag for tag in tags if tag in _PARAGRAPHS), "")
            self.blocks.append(_Block(tag, text, self._in_content(), *self._locate()))

    def _locate(self) -> tuple[int, int, str]:
        """The number of the row, the rows of its cell, and the place of a block."""
        inner = list(reversed(self.open))
        row = next((one.row for one in inner if one.row), 0)
        cell = next((one for one in inner if one.tag in _CELLS), None) if row else None
        holder = next((one.tag for one in inner if one.tag in _PLACES), "")
        return row, cell.spans if cell else 1, _PLACES.get(holder, "")

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """Keep the metadata of a tag; the first of a name counts."""
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop", "")
            self.metadata.setdefault(name.lower(), given.get("content", ""))
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.metadata.setdefault("canonical", given.get("href", ""))
        elif tag == "html":
            self.metadata.setdefault("lang", given.get("lang") or given.get("xml:lang", ""))
        elif tag == "time" and not (self.open and self.open[-1].left_out):
            self.metadata.setdefault("time", given.get("datetime", ""))


def _hidden(given: dict[str, str]) -> bool:
    style = given.get("style", "").replace(" ", "").lower()
    return "hidden" in given or given.get("aria-hidden") == "true" or "display:none" in style


def read_page(text: str) -> SourceText:
    """Read the paragraphs and the metadata of a page."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    blocks = list(_content(page.blocks))
    found = [
        Paragraph(
            number,
            one.text,
            heading=one.tag in _HEADINGS,
            level=int(one.tag[1]) if one.tag in _HEADINGS else 0,
            row=one.row,
            spans=one.spans,
            place=one.place,
        )
        for number, one in enumerate(blocks, 1)
    ]
    first = next((one.text for one in blocks if one.tag == "h1"), "")
    return SourceText(tuple(found), _read_metadata(page, first))


def _content(blocks: list[_Block]) -> Iterator[_Block]:
    marked = [one for one in blocks if one.content]
    if not marked:
        start = next((at for at, one in enumerate(blocks) if one.tag == "h1"), 0)
        marked = blocks[start:]
        if any(one.tag in _PARAGRAPHS for one in marked):
            marked = [one for one in marked if one.tag]
    yield from marked


def _read_metadata(page: _Page, heading: str) -> PageMetadata:
    found = page.metadata
    whole = clean_line(page.title)
    shown = re.split(r"\s+[|–—]\s+", whole)[0]
    published = next(
        (
            found[name]
            for name in ("article:published_time", "datepublished", "dc.date", "date", "time")
            if found.get(name)
        ),
        "",
    )
    return PageMetadata(
        title=clean_line(found.get("og:title", "")) or heading or shown,
        publisher=clean_line(found.get("og:site_name", "")),
        published=published.partition("T")[0].strip(),
        url=clean_line(found.get("canonical") or found.get("og:url", "")),
        language=clean_line(found.get("lang") or found.get("og:locale", "").replace("_", "-")),
    )
