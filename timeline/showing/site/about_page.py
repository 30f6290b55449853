"""The page that says what a site holds, and on which state of the log it rests."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from timeline.showing.report.words import count_of
from timeline.showing.site import addresses
from timeline.showing.site.content import Content
from timeline.showing.site.frame import Page
from timeline.showing.site.parts import LEGEND, section


def about_page(content: Content) -> Page:
    """The page of what the site holds, and on which state of the log it rests."""
    lines = [*asked(content)]
    if content.aside:
        lines.append(f"<p>{escape(content.aside)}</p>")
    lines.append(
        "<p>Dates say as much as the sources do, and no more. Signs before them tell how surely "
        f"something took place:</p>\n{LEGEND}"
    )
    told = ["<dl>"]
    for label, group in groupby(content.closing, key=lambda fact: fact.label):
        told.append(f"<dt>{escape(label)}</dt>")
        for fact in group:
            text = escape(fact.text)
            told.append(f"<dd><code>{text}</code></dd>" if fact.code else f"<dd>{text}</dd>")
    lines += section("What it rests on", [*told, "</dl>"], "rests")
    return Page(addresses.ABOUT, "About this site", "\n".join(lines))


def asked(content: Content) -> Iterator[str]:
    """How much there is, and what was asked for."""
    number = len(content.happenings)
    possible = sum(one.possible for one in content.happenings)
    of_them = f", of which {possible:,} may belong here, as their dates leave open"
    yield f'<p class="number">{count_of(number, "happening")}{of_them if possible else ""}.</p>'
    if content.scope:
        items = "".join(f"<li><bdi>{escape(line)}</bdi></li>" for line in content.scope)
        yield f'<ul class="asked" aria-label="What was asked for">{items}</ul>'
