"""The pages of actors, programmes, places and sources."""

from collections.abc import Iterator
from html import escape
from typing import Literal

from timeline.showing.report.words import count_of, sentence
from timeline.showing.site import addresses
from timeline.showing.site.content import OtherName, Source, Thing
from timeline.showing.site.event_page import corrections
from timeline.showing.site.frame import Page
from timeline.showing.site.links import Links
from timeline.showing.site.parts import LEGEND, language, outside, pairs, section

Kind = Literal["actor", "program", "place"]
_LISTS = {
    "actor": (addresses.ACTORS, "Actors"),
    "program": (addresses.PROGRAMS, "Programmes"),
    "place": (addresses.PLACES, "Places"),
}
_SPELLS = {"actor": "Offices", "program": "Phases", "place": ""}
_RELATED = {"actor": "Programmes that name it", "program": "Actors that it names", "place": ""}


def thing_page(kind: Kind, one: Thing, links: Links) -> Page:
    """The page of an actor, a programme or a place."""
    address = {"actor": addresses.actor, "program": addresses.program, "place": addresses.place}
    listed, name = _LISTS[kind]
    crumbs = [(listed, name)]
    if one.whole and links.thing(kind, one.whole).startswith("<a"):
        crumbs.append((address[kind](one.whole.key), one.whole.name))
    return Page(
        address[kind](one.key),
        one.name,
        "\n".join(_thing(kind, one, links)),
        menu=listed,
        crumbs=crumbs,
    )


def _thing(kind: Kind, one: Thing, links: Links) -> Iterator[str]:
    yield from pairs(_about(kind, one, links))
    if one.spells:
        yield from section(_SPELLS[kind], links.spells(one.spells), "spells")
    if one.people:
        yield from section("Who held its offices", links.spells(one.people), "people")
    if one.related:
        other: Kind = "actor" if kind == "program" else "program"
        related = ((sentence(role), links.thing(other, named)) for named, role in one.related)
        yield from section(_RELATED[kind], pairs(related), "related")
    if one.happenings:
        heading = f"What happened ({count_of(len(one.happenings), 'happening')})"
        lines = [LEGEND, *links.by_years(one.happenings)]
        yield from section(heading, lines, "happenings")
    else:
        yield "<p>It takes part in nothing that this site tells.</p>" * (kind == "actor")
    if one.sources:
        yield from section("What this rests on", links.citations(one.sources), "sources")
    yield from section("Corrections", corrections(one.corrections), "corrections")


def _about(kind: Kind, one: Thing, links: Links) -> Iterator[tuple[str, str]]:
    yield "What it is", escape(sentence(one.type))
    if one.short != one.name:
        yield "In short", f"<bdi>{escape(one.short)}</bdi>"
    if one.whole:
        yield "Part of", links.thing(kind, one.whole)
    yield from (("Also called", _other_name(name)) for name in one.names if name.name != one.short)
    yield from (("Parts", links.with_count(kind, part)) for part in one.parts)
    yield from ((fact.label, escape(fact.text)) for fact in one.facts)
    yield from (("Remark", escape(text)) for text in one.remarks)


def _other_name(name: OtherName) -> str:
    told = ", ".join(filter(None, (name.lang, name.during)))
    return (
        f"<bdi{language(name.lang)}>{escape(name.name)}</bdi>{escape(f' ({told})' if told else '')}"
    )


def source_page(one: Source, links: Links) -> Page:
    """The page of a source: what it is, and what rests on each place in it."""
    return Page(
        addresses.source(one.key),
        one.title,
        "\n".join(_source(one, links)),
        menu=addresses.SOURCES,
        crumbs=[(addresses.SOURCES, "Sources")],
    )


def _source(one: Source, links: Links) -> Iterator[str]:
    yield from pairs(
        (
            ("Published by", f"<bdi>{escape(one.publisher)}</bdi>" if one.publisher else ""),
            ("Published", escape(sentence(one.published)) or "No date is on record."),
            ("Address", outside(one.url)),
            ("Language", escape(one.lang)),
            *((fact.label, escape(fact.text)) for fact in one.facts),
            *(("Remark", escape(text)) for text in one.remarks),
        )
    )
    by_id = links.content.by_id
    lines = [LEGEND] if one.rests else ["<p>Nothing that this site tells rests on it.</p>"]
    for place, ids in one.rests:
        lines.append(f"<h3>{escape(sentence(place) or 'The whole of it')}</h3>")
        lines += links.rows(by_id[id_] for id_ in ids)
    yield from section("What rests on it", lines, "rests")
    yield from section("Corrections", corrections(one.corrections), "corrections")
