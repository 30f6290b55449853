"""Pages for people: a heading, facts and tables, laid out for a terminal or for none."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from timeline.base.addresses import address
from timeline.cli.show import colours
from timeline.cli.show.screen import fold, make_safe
from timeline.cli.show.tables import Column, Row, draw_table
from timeline.cli.show.terminal import Look

_NARROW = 16
"""What is kept for a text beside a label."""


class Fact(NamedTuple):
    """Something known of a thing, with a label, and the web address it is linked to."""

    label: str
    text: str
    url: str = ""


class Section(NamedTuple):
    """A table on a page."""

    heading: str
    columns: Sequence[Column[Any]]
    rows: Sequence[Row]


class Page(NamedTuple):
    """What is told of one thing. Facts without a text and sections without rows are left out."""

    heading: str
    facts: Sequence[Fact]
    sections: Sequence[Section] = ()

    def known(self) -> list[Fact]:
        """The facts that have a text, made safe."""
        return [
            Fact(label, make_safe(text), address(url)) for label, text, url in self.facts if text
        ]


def draw_page(page: Page, look: Look) -> str:
    """A page about one thing: a heading, what is known of it, and tables that are not empty."""
    head = colours.bold if look.color else str
    heading = make_safe(page.heading)
    lines = [head(line) for line in (fold(heading, look.width) if look.width else [heading])]
    known = page.known()
    margin = max((len(fact.label) for fact in known), default=0) + 4
    before = ""
    for label, text, url in known:
        shown = "" if label == before else f"  {label}"
        address = url if look.links else ""
        told = hang_text(shown, text, margin, look.width)
        lines += [line[:margin] + colours.link(line[margin:], address) for line in told]
        before = label
    for section in page.sections:
        if section.rows:
            lines += ["", head(section.heading), draw_table(section.rows, section.columns, look)]
    return "\n".join(lines)


def hang_text(label: str, text: str, margin: int, width: int | None) -> list[str]:
    """A text beside a label, folded to a width with all its lines beginning at the same margin."""
    lines = text.split("\n")
    if width:
        room = max(width - margin, _NARROW)
        lines = [part for line in lines for part in fold(line, room)]
    return [(label if i == 0 else "").ljust(margin) + part for i, part in enumerate(lines)]
