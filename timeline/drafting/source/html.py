"""An HTML page as paragraphs, and what its head says of it.

What surrounds the content is left out: navigation, header, footer, asides, scripts. Where a page
marks its content (`article`, `main`), only that is read; else what comes from its first heading on.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from timeline.drafting.source.plain_text import clean
from timeline.drafting.source.text import Hints, Paragraph, Text

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


_DEEPEST = 200
"""Elements inside each other that are followed; a page has some twenty."""


class _Block(NamedTuple):
    """What stands between two borders of blocks; `tag` is empty outside of a paragraph."""

    tag: str
    text: str
    content: bool


class _Element(NamedTuple):
    """An element that is open; `left_out` with what is in it."""

    tag: str
    left_out: bool


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.open: list[_Element] = []
        self.said: dict[str, str] = {}
        self.title = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag in _BLOCKS:
            self.flush()
            self._close_paragraph(tag)
        if tag == "br":
            self.words.append(" ")
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append(_Element(tag, self._is_left_out(tag, given)))

    def _is_left_out(self, tag: str, given: dict[str, str]) -> bool:
        """Whether an element that begins is no content; a header is, where it is that of a text."""
        above = bool(self.open) and self.open[-1].left_out
        own = tag in _LEFT_OUT or (tag == "header" and not self._in_content())
        return above or own or _hidden(given)

    def _in_content(self) -> bool:
        return any(one.tag in _CONTENT for one in self.open)

    def _close_paragraph(self, tag: str) -> None:
        """A block ends the paragraph that it stands in, as HTML has it; an item ends an item."""
        for ended in ("p", tag if tag in ("li", "td", "th", "dt", "dd") else "p"):
            if self.open and self.open[-1].tag == ended:
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
        text = clean("".join(self.words))
        self.words = []
        if text:
            tags = (one.tag for one in reversed(self.open))
            tag = next((tag for tag in tags if tag in _PARAGRAPHS), "")
            self.blocks.append(_Block(tag, text, self._in_content()))

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """Keep what the head says; what is said first counts."""
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop", "")
            self.said.setdefault(name.lower(), given.get("content", ""))
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.said.setdefault("canonical", given.get("href", ""))
        elif tag == "html":
            self.said.setdefault("lang", given.get("lang") or given.get("xml:lang", ""))
        elif tag == "time" and not (self.open and self.open[-1].left_out):
            self.said.setdefault("time", given.get("datetime", ""))


def _hidden(given: dict[str, str]) -> bool:
    style = given.get("style", "").replace(" ", "").lower()
    return "hidden" in given or given.get("aria-hidden") == "true" or "display:none" in style


def read(text: str) -> Text:
    """The paragraphs of a page, with what its head says."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    blocks = list(_content(page.blocks))
    found = [Paragraph(n, one.text, one.tag in _HEADINGS) for n, one in enumerate(blocks, 1)]
    first = next((one.text for one in blocks if one.tag == "h1"), "")
    return Text(tuple(found), _hints(page, first))


def _content(blocks: list[_Block]) -> Iterator[_Block]:
    marked = [one for one in blocks if one.content]
    if not marked:
        start = next((at for at, one in enumerate(blocks) if one.tag == "h1"), 0)
        marked = blocks[start:]
        if any(one.tag in _PARAGRAPHS for one in marked):
            marked = [one for one in marked if one.tag]
    yield from marked


def _hints(page: _Page, heading: str) -> Hints:
    said = page.said
    whole = clean(page.title)
    shown = re.split(r"\s+[|–—]\s+", whole)[0]
    published = next(
        (
            said[name]
            for name in ("article:published_time", "datepublished", "dc.date", "date", "time")
            if said.get(name)
        ),
        "",
    )
    return Hints(
        title=clean(said.get("og:title", "")) or heading or shown,
        publisher=clean(said.get("og:site_name", "")),
        published=published.partition("T")[0].strip(),
        url=clean(said.get("canonical") or said.get("og:url", "")),
        language=clean(said.get("lang") or said.get("og:locale", "").replace("_", "-")),
    )
