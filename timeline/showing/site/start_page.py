"""The start page: the timeline to be explored, and lists of all there is."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TypeVar

from timeline.showing.site import addresses
from timeline.showing.site.about_page import asked
from timeline.showing.site.content import Content
from timeline.showing.site.explore.render import render_explore
from timeline.showing.site.frame import Page
from timeline.showing.site.links import Links
from timeline.showing.site.list_pages import LISTS, ids_of, kinds, list_sources, list_things
from timeline.showing.site.parts import section
from timeline.showing.site.year_pages import list_years
from timeline.showing.site.years import Years


def start_page(content: Content, years: Years, links: Links) -> Page:
    """The start page: the timeline to be explored, and below it, or without scripts, all lists."""
    explore = render_explore(content)
    return Page(
        addresses.START,
        content.title,
        "\n".join(_start(content, years, links)),
        lead=f"{explore.body}\n" if content.happenings else "",
        styles=[explore.style] if content.happenings else (),
        scripts=explore.scripts if content.happenings else (),
    )


def _start(content: Content, years: Years, links: Links) -> Iterator[str]:
    yield from asked(content)
    if content.aside:
        yield f"<p>{escape(content.aside)}</p>"
    yield from section("Years", [list_years(years, links)], "years")
    for kind, heading, things in kinds(content):
        chosen = _foremost(things, lambda one: len(one.happenings))
        lines = [*list_things(kind, chosen, links), *_more(LISTS[kind], heading, things, links)]
        yield from section(heading, lines, kind)
    cited = _foremost(content.sources, lambda one: len(ids_of(one)))
    more = _more(addresses.SOURCES, "Sources", content.sources, links)
    yield from section("Sources", [*list_sources(cited, links), *more], "source")


_FOREMOST = 60
"""So many of a kind the start page lists at most."""
_Listed = TypeVar("_Listed")


def _foremost(things: Sequence[_Listed], weight: Callable[[_Listed], int]) -> list[_Listed]:
    """Things in their order; of many those that weigh most."""
    if len(things) <= _FOREMOST:
        return list(things)
    order = sorted(range(len(things)), key=lambda at: (-weight(things[at]), at))
    return [things[at] for at in sorted(order[:_FOREMOST])]


def _more(address: str, heading: str, things: Sequence[object], links: Links) -> Iterator[str]:
    """The way to all of a kind where the start page has not all."""
    if len(things) > _FOREMOST:
        told = f"All {len(things):,} {heading.lower()}"
        yield f'<p><a href="{links.root}{address}">{told}</a></p>'
