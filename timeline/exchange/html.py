"""HTML, as other programs keep it in texts, to Markdown."""

import re
from html.parser import HTMLParser

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
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.text()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.unseen = 0

    def text(self) -> str:
        joined = re.sub(r" *\n *", "\n", "".join(self.parts))
        # What is marked and empty, or a link without words, says nothing.
        joined = re.sub(r"\*\*\s*\*\*|\[\s*\]\([^()\s]*\)", "", joined)
        return several_lines(joined).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append("\n\n" + "**" * (tag in _HEADINGS))
        elif tag in _MARKS:
            self.parts.append(_MARKS[tag])
        elif tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            web = re.fullmatch(r"https?://[^\s()]+", href, re.IGNORECASE)
            self.links.append(href if web else "")
            self.parts.append("[" * bool(web))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self.parts.append("**" * (tag in _HEADINGS) + "\n\n")
        elif tag in _MARKS:
            self.parts.append(_MARKS[tag])
        elif tag == "a" and self.links:
            href = self.links.pop()
            self.parts.append(f"]({href})" if href else "")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def parse_html_declaration(self, i: int) -> int:
        # The library asserts that it knows what stands in <![ ... ]>, which is of no use here.
        return self.parse_bogus_comment(i)
