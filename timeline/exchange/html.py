"""HTML, as other programs keep it in texts, to Markdown or to bare text."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from timeline.exchange.reader_tools import several_lines

_BLOCKS = {"p", "div", "section", "article", "table", "tr", "blockquote", "ul", "ol", "figure"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_UNSEEN = {"script", "style", "template", "iframe", "object", "noscript"}
_LIKE_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|cite|code|div|em|figure|h[1-6]|hr|i|iframe|img|li|ol|p|script|small|"
    r"span|strong|style|sub|sup|table|td|tr|u|ul)(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);",
    re.IGNORECASE,
)


def to_markdown(text: str) -> str:
    """A text that may be HTML as Markdown; one without tags and character references as it is."""
    if not _LIKE_HTML.search(text):
        return several_lines(text)
    return _parsed(text, marks=True).text()


class BareText(NamedTuple):
    """A text without marks, and the web addresses that its words led to."""

    text: str
    links: tuple[str, ...] = ()


def to_bare_text(text: str) -> BareText:
    """A text that may be HTML as words alone, for what is no Markdown, such as a title."""
    if not _LIKE_HTML.search(text):
        return BareText(several_lines(text))
    parser = _parsed(text, marks=False)
    return BareText(parser.text(), tuple(parser.followed))


def _parsed(text: str, *, marks: bool) -> "_Parser":
    parser = _Parser(marks=marks)
    parser.feed(text)
    parser.close()
    return parser


class _Parser(HTMLParser):
    def __init__(self, *, marks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.marks = marks
        self.parts: list[str] = []
        self.links: list[str] = []
        self.followed: list[str] = []
        self.unseen = 0

    def text(self) -> str:
        joined = re.sub(r" *\n *", "\n", "".join(self.parts))
        # What is marked and empty, or a link without words, says nothing.
        if self.marks:
            joined = re.sub(r"\*\*\s*\*\*|\[\s*\]\([^()\s]*\)", "", joined)
        return several_lines(joined).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- " if self.marks else "\n")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append("\n\n" + self.mark("**", tag in _HEADINGS))
        elif tag in _MARKS:
            self.parts.append(self.mark(_MARKS[tag]))
        elif tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            web = re.fullmatch(r"https?://[^\s()]+", href, re.IGNORECASE)
            self.links.append(href if web else "")
            self.followed += [href] if web else []
            self.parts.append(self.mark("[", bool(web)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append(self.mark("**", tag in _HEADINGS) + "\n\n")
        elif tag in _MARKS:
            self.parts.append(self.mark(_MARKS[tag]))
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.parts.append(self.mark(f"]({href})", bool(href)))

    def mark(self, sign: str, wanted: bool = True) -> str:
        """A sign of Markdown, where the text has any."""
        return sign if wanted and self.marks else ""

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def parse_html_declaration(self, i: int) -> int:
        # The library asserts that it knows what stands in <![ ... ]>, which is of no use here.
        return self.parse_bogus_comment(i)
