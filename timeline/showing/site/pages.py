"""All files of a site, one after the other."""

from collections.abc import Iterator
from importlib import resources

from timeline.showing.site import addresses
from timeline.showing.site.about_page import about_page
from timeline.showing.site.bar import scale_of
from timeline.showing.site.content import Content
from timeline.showing.site.event_page import event_page
from timeline.showing.site.frame import Page, framed
from timeline.showing.site.links import Links
from timeline.showing.site.list_pages import things_pages
from timeline.showing.site.start_page import start_page
from timeline.showing.site.thing_pages import source_page, thing_page
from timeline.showing.site.year_pages import undated_page, year_page, years_page
from timeline.showing.site.years import by_year


def files(content: Content) -> Iterator[tuple[str, bytes]]:
    """The files of a site, each with its address; the same content gives the same bytes."""
    style = resources.files(__package__).joinpath(addresses.STYLE).read_bytes()
    yield addresses.STYLE, style
    for page in _pages(content):
        yield page.address, framed(page, content.title).encode("utf-8", "replace")


def count_files(content: Content) -> int:
    """How many files a site has."""
    years = by_year(content.happenings)
    of_happenings = len(content.happenings) + len(years.years) + bool(years.undated)
    things = (content.actors, content.programs, content.places, content.sources)
    return _FIXED + of_happenings + sum(map(len, things))


_FIXED = 8
"""The style sheet, the start page, five lists, and what the site rests on."""


def _pages(content: Content) -> Iterator[Page]:
    years = by_year(content.happenings)
    links = Links(content, "")
    yield start_page(content, years, links)
    yield years_page(years, links)
    yield from things_pages(content, links)
    yield about_page(content)
    links = Links(content, addresses.TO_ROOT)
    yield from (year_page(years, at, links) for at in range(len(years.years)))
    if years.undated:
        yield undated_page(years, links)
    yield from (thing_page("program", one, links) for one in content.programs)
    yield from (thing_page("actor", one, links) for one in content.actors)
    yield from (thing_page("place", one, links) for one in content.places)
    yield from (source_page(one, links) for one in content.sources)
    scale = scale_of(content.happenings)
    found = content.happenings
    for at, one in enumerate(found):
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        yield event_page(one, before, after, links, scale)
