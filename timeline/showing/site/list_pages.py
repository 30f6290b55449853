"""The pages that list: years, actors, programmes, places, sources; and what the site rests on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TypeVar

from timeline.showing.report.words import count_of, sentence
from timeline.showing.site import addresses
from timeline.showing.site.content import Content, Source, Thing
from timeline.showing.site.explore.render import render_explore
from timeline.showing.site.frame import Page
from timeline.showing.site.links import LEGEND, Links, section
from timeline.showing.site.thing_pages import Kind
from timeline.showing.site.years import Year, Years


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
    yield from _asked(content)
    if content.aside:
        yield f"<p>{escape(content.aside)}</p>"
    yield from section("Years", [_years(years, links)], "years")
    for kind, heading, things in _kinds(content):
        chosen = _foremost(things, lambda one: len(one.happenings))
        lines = [*_things(kind, chosen, links), *_more(_LISTS[kind], heading, things, links)]
        yield from section(heading, lines, kind)
    cited = _foremost(content.sources, lambda one: len(_ids_of(one)))
    more = _more(addresses.SOURCES, "Sources", content.sources, links)
    yield from section("Sources", [*_sources(cited, links), *more], "source")


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


def _asked(content: Content) -> Iterator[str]:
    """How much there is, and what was asked for."""
    number = len(content.happenings)
    possible = sum(one.possible for one in content.happenings)
    of_them = f", of which {possible:,} may belong here, as their dates leave open"
    yield f'<p class="number">{count_of(number, "happening")}{of_them if possible else ""}.</p>'
    if content.scope:
        items = "".join(f"<li><bdi>{escape(line)}</bdi></li>" for line in content.scope)
        yield f'<ul class="asked" aria-label="What was asked for">{items}</ul>'


def _kinds(content: Content) -> tuple[tuple[Kind, str, Sequence[Thing]], ...]:
    return (
        ("program", "Programmes", content.programs),
        ("actor", "Actors", content.actors),
        ("place", "Places", content.places),
    )


def years_page(years: Years, links: Links) -> Page:
    """The list of years."""
    main = _years(years, links)
    return Page(addresses.YEARS, "Years", f"{main}\n{_HOW}")


_HOW = (
    "<p>A happening stands under the year in which it began. Where that is not known, it stands "
    "under each year in which it may have begun, apart from the rest; where these are many, or "
    "open, under “Date open”.</p>"
)


def _years(years: Years, links: Links) -> str:
    items = [_year_item(year, links) for year in years.years]
    if years.undated:
        link = f'<a href="{links.root}{addresses.UNDATED}">Date open</a>'
        items.append(f"<li>{link} <span>{len(years.undated):,}</span></li>")
    return f'<ul class="years">{"".join(items)}</ul>'


def _year_item(year: Year, links: Links) -> str:
    link = f'<a href="{links.root}{addresses.year(year.number)}">{_called(year.number)}</a>'
    perhaps = f" + {len(year.perhaps):,} perhaps" if year.perhaps else ""
    return f"<li>{link} <span>{len(year.sure):,}{perhaps}</span></li>"


def _called(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def year_page(years: Years, at: int, links: Links) -> Page:
    """The page of a year, which is that at a place in the list of years."""
    year = years.years[at]
    lines = [LEGEND]
    lines += section("Began in this year", links.rows(year.sure), "sure") if year.sure else []
    if year.perhaps:
        lines += section("May have begun in this year", links.rows(year.perhaps), "perhaps")
    lines += _beside(years, at, links)
    called = _called(year.number)
    return Page(
        addresses.year(year.number),
        called,
        "\n".join(lines),
        menu=addresses.YEARS,
        crumbs=[(addresses.YEARS, "Years")],
    )


def _beside(years: Years, at: int, links: Links) -> Iterator[str]:
    yield '<nav class="beside" aria-label="Years before and after">'
    for other, rel, label in ((at - 1, "prev", "Before"), (at + 1, "next", "After")):
        if 0 <= other < len(years.years):
            number = years.years[other].number
            yield (
                f'<a rel="{rel}" href="{links.root}{addresses.year(number)}">'
                f"<span>{label}</span> {_called(number)}</a>"
            )
    yield "</nav>"


def undated_page(years: Years, links: Links) -> Page:
    """The page of what can be put under no year, or might stand under many."""
    lines = [
        "<p>It is open when these began, or in which of many years.</p>",
        LEGEND,
    ]
    for heading, group in groupby(years.undated, key=lambda one: one.years.heading):
        lines += section(heading, links.rows(group))
    return Page(
        addresses.UNDATED,
        "Date open",
        "\n".join(lines),
        menu=addresses.YEARS,
        crumbs=[(addresses.YEARS, "Years")],
    )


def things_pages(content: Content, links: Links) -> Iterator[Page]:
    """The lists of programmes, actors, places and sources."""
    for kind, heading, things in _kinds(content):
        main = "\n".join(_things(kind, things, links)) or "<p>There are none.</p>"
        yield Page(_LISTS[kind], heading, main)
    main = "\n".join(_sources(content.sources, links)) or "<p>There are none.</p>"
    yield Page(addresses.SOURCES, "Sources", main)


_LISTS = {
    "program": addresses.PROGRAMS,
    "actor": addresses.ACTORS,
    "place": addresses.PLACES,
}


def _things(kind: Kind, things: Iterable[Thing], links: Links) -> Iterator[str]:
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


def _sources(sources: Iterable[Source], links: Links) -> Iterator[str]:
    items = []
    for one in sources:
        told = ", ".join(filter(None, (one.publisher, sentence(one.published))))
        number = len(_ids_of(one))
        why = f" <small><bdi>{escape(told)}</bdi></small>" if told else ""
        items.append(
            f"<li>{links.thing('source', one.named)}{why} <span>{_many(number)}</span></li>"
        )
    if items:
        yield f'<ul class="index sources">{"".join(items)}</ul>'


def _ids_of(source: Source) -> set[str]:
    """The ids of the happenings that cite a source."""
    return {id_ for _, ids in source.rests for id_ in ids}


def about_page(content: Content) -> Page:
    """The page of what the site holds, and on which state of the log it rests."""
    lines = [*_asked(content)]
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
