"""Sites as tests look at them: all pages parsed, with their links."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath

from timeline.showing.site.gather import Options, gather
from timeline.showing.site.pages import files
from timeline.views import ask
from timeline.views.query import Filters

from support.helpers import projected

VOID = {"meta", "link", "br", "stop", "path", "rect", "input"}
"""Elements of our pages that may stand without an end."""
Attributes = Mapping[str, str]


class Page(HTMLParser):
    """A page: its elements with their attributes, its text, and whether all of them end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.text = ""
        self._open: list[str] = []
        self.source = text
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [one["href"] for one in self.all("a")]


def read(found: Iterator[tuple[str, bytes]]) -> dict[str, Page]:
    """The pages of a site by their addresses."""
    return {name: Page(data.decode()) for name, data in found if name.endswith(".html")}


def site(*said: Mapping[str, object], **filters: object) -> dict[str, Page]:
    """The pages of the site of a log that holds some events."""
    asked = Filters(**filters)  # type: ignore[arg-type]
    found = ask.ask(projected(said), asked, bounded=not asked.unbounded)
    return read(files(gather(found, asked, Options("1.0"))))


def target(page: str, link: str) -> str:
    """Where a link of a page leads to within a site."""
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *PurePosixPath(link.partition("#")[0]).parts):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) if link.partition("#")[0] else page
