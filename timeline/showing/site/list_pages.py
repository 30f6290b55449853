"""The pages that list programmes, actors, places and sources."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from timeline.showing.report.words import sentence
from timeline.showing.site import addresses
from timeline.showing.site.content import Content, Source, Thing
from timeline.showing.site.frame import Page
from timeline.showing.site.links import Links
from timeline.showing.site.thing_pages import Kind


def things_pages(content: Content, links: Links) -> Iterator[Page]:
    """The lists of programmes, actors, places and sources."""
    for kind, heading, things in kinds(content):
        main = "\n".join(list_things(kind, things, links)) or "<p>There are none.</p>"
        yield Page(LISTS[kind], heading, main)
    main = "\n".join(list_sources(content.sources, links)) or "<p>There are none.</p>"
    yield Page(addresses.SOURCES, "Sources", main)


LISTS = {
    "program": addresses.PROGRAMS,
    "actor": addresses.ACTORS,
    "place": addresses.PLACES,
}


def list_things(kind: Kind, things: Iterable[Thing], links: Links) -> Iterator[str]:
    """Actors, programmes or places as a list, each with how many happenings it has."""
    items = [
        f"<li>{links.thing(kind, one.named)}{_short(one)} <span>{_many(len(one.happenings))}</span>"
        "</li>"
        for one in things
    ]
    if items:
        yield f'<ul class="index">{"".join(items)}</ul>'


def _short(one: Thing) -> str:
    return f" <small><bdi>{escape(one.short)}</bdi></small>" if one.short != one.name else ""


def _many(number: int) -> str:
    return f"{number:,}" if number else "–"  # noqa: RUF001 (a dash for none)


def list_sources(sources: Iterable[Source], links: Links) -> Iterator[str]:
    """Sources as a list, each with how many happenings cite it."""
    items = []
    for one in sources:
        told = ", ".join(filter(None, (one.publisher, sentence(one.published))))
        number = len(ids_of(one))
        why = f" <small><bdi>{escape(told)}</bdi></small>" if told else ""
        items.append(
            f"<li>{links.thing('source', one.named)}{why} <span>{_many(number)}</span></li>"
        )
    if items:
        yield f'<ul class="index sources">{"".join(items)}</ul>'


def ids_of(source: Source) -> set[str]:
    """The ids of the happenings that cite a source."""
    return {id_ for _, ids in source.rests for id_ in ids}


def kinds(content: Content) -> tuple[tuple[Kind, str, Sequence[Thing]], ...]:
    """What there are pages of beside sources: their kind, what they are called, and all of them."""
    return (
        ("program", "Programmes", content.programs),
        ("actor", "Actors", content.actors),
        ("place", "Places", content.places),
    )
