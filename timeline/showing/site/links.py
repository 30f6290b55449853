"""Links of a page, and the parts that pages have in common. All texts become HTML here."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from timeline.base.addresses import address
from timeline.showing.report import words
from timeline.showing.report.words import TAGS, count_of, sentence
from timeline.showing.site import addresses
from timeline.showing.site.content import Citation, Content, Happening, Label, Named, Spell

_ADDRESS: dict[str, Callable[[str], str]] = {
    "actor": addresses.actor,
    "program": addresses.program,
    "place": addresses.place,
    "source": addresses.source,
}
_ACTORS_SHOWN = 3
_EVIDENCE_SHOWN = 3


class Links:
    """Knows which pages there are, so that no link leads nowhere."""

    def __init__(self, content: Content, root: str) -> None:
        """For pages from which `root` leads to the start page."""
        self.content = content
        self.root = root
        self._counts = {
            "actor": {one.key: len(one.happenings) for one in content.actors},
            "program": {one.key: len(one.happenings) for one in content.programs},
            "place": {one.key: len(one.happenings) for one in content.places},
            "source": {one.key: len(one.rests) for one in content.sources},
        }

    def thing(self, kind: str, named: Named) -> str:
        """The name of an actor, program, place or source, which leads to its page."""
        lang = self.content.languages.get(named.key, "") if kind == "source" else ""
        return self.link(
            _ADDRESS[kind](named.key) if named.key in self._counts[kind] else "", named.name, lang
        )

    def event(self, id_: str, title: str) -> str:
        """The title of a happening, which leads to its page if it has one."""
        return self.link(addresses.event(id_) if id_ in self.content.by_id else "", title)

    def link(self, to: str, text: str, lang: str = "") -> str:
        """A text that leads to an address of the site; alone if that is empty."""
        tag = language(lang)
        if to:
            return f'<a href="{self.root}{to}"{tag}><bdi>{escape(text)}</bdi></a>'
        return f"<bdi{tag}>{escape(text)}</bdi>"

    def rows(self, happenings: Iterable[Happening]) -> Iterator[str]:
        """Happenings as a list."""
        yield '<ul class="rows">'
        yield from map(self.row, happenings)
        yield "</ul>"

    def row(self, one: Happening) -> str:
        """A happening as an item of a list: its date, its title, and who took part."""
        names = list(dict.fromkeys(part.actor.short for part in one.actors))
        more = len(names) - _ACTORS_SHOWN
        shown = names[:_ACTORS_SHOWN] if more > 1 else names
        who = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in shown)
        who += f" and {more} more" if more > 1 else ""
        told = f'<span class="who">{who}</span>' if who else ""
        return (
            f'<li class="{look_of(one)}"><span class="when">{escape(sentence(one.words))}</span>'
            f'<span class="what">{tags_of(one)}{self.event(one.id, one.title)}{told}</span></li>'
        )

    def by_years(self, ids: Iterable[str]) -> Iterator[str]:
        """Happenings under the years in which they began, or may have begun."""
        found = sorted((self.content.by_id[id_] for id_ in ids), key=lambda one: one.years.order)
        for heading, group in groupby(found, key=lambda one: one.years.heading):
            yield f"<h3>{escape(heading)}</h3>"
            yield from self.rows(group)

    def with_count(self, kind: str, named: Named) -> str:
        """The name of an actor, program or place, with how many happenings its page lists."""
        number = self._counts[kind].get(named.key, 0)
        return self.thing(kind, named) + (f" ({count_of(number, 'happening')})" if number else "")

    def evidence(self, ids: Sequence[str]) -> str:
        """What a spell rests on: the first few happenings, and how many more there are."""
        known = [self.content.by_id[id_] for id_ in ids if id_ in self.content.by_id]
        more = len(known) - _EVIDENCE_SHOWN
        shown = known[:_EVIDENCE_SHOWN] if more > 1 else known
        told = "; ".join(self.event(one.id, one.title) for one in shown)
        told += f"; and {more:,} more" if more > 1 else ""
        return f' <span class="rests">Rests on: {told}</span>' if told else ""

    def spells(self, spells: Iterable[Spell]) -> Iterator[str]:
        """Offices or phases, each with when, and what that rests on."""
        yield '<ul class="spells">'
        for one in spells:
            of = f", {self.thing('actor', one.of)}" if one.of else ""
            yield (
                f'<li><span class="label"><bdi>{escape(sentence(one.label))}</bdi>{of}</span> '
                f"{escape(one.words)}{self.evidence(one.evidence)}</li>"
            )
        yield "</ul>"

    def citations(self, cited: Iterable[Citation]) -> Iterator[str]:
        """What something rests on: sources with places, and their words."""
        by_source: dict[str, list[Citation]] = {}
        for one in cited:
            by_source.setdefault(one.source.key, []).append(one)
        yield '<ul class="cited">'
        for key, some in by_source.items():
            where = words.place_in_source([(one.at, None) for one in some])
            told = f", {escape(where)}" if where else ""
            yield f"<li>{self.thing('source', some[0].source)}{told}"
            for one in some:
                if one.quote:
                    lang = language(self.content.languages.get(key, ""))
                    at = words.place_in_source([(one.at, None)]) if len(some) > 1 else ""
                    label = f"<span>{escape(sentence(at))}: </span>" if at else ""
                    quote = f'<q dir="auto"{lang}>{escape(one.quote)}</q>'
                    yield f"<blockquote>{label}{quote}</blockquote>"
            yield "</li>"
        yield "</ul>"


def look_of(one: Happening) -> str:
    """How surely a happening took place on the days of its date, as a class of style."""
    if one.status != "occurred":
        return "planned" if one.status == "planned" else "dropped"
    if one.certain is None:
        return "possible"
    sure = all(part.look == "certain" for part in one.stretches)
    return "certain" if sure and not math.isinf(one.latest) else "partly"


LEGEND = (
    '<ul class="legend" aria-label="Signs before dates">'
    '<li class="certain">on these days</li>'
    '<li class="partly">for sure on some of these days</li>'
    '<li class="possible">at some time in these days</li>'
    '<li class="planned">planned</li>'
    '<li class="dropped">postponed or cancelled</li></ul>'
)
"""What the signs before dates of a list mean."""


def tags_of(one: Happening) -> str:
    """What is to be known of a happening before it is read, as tags."""
    found = [TAGS.get(one.status, ""), TAGS.get(one.confidence, "")]
    found.append("Possibly belongs here" if one.possible else "")
    return "".join(f'<span class="tag">{escape(tag)}</span> ' for tag in found if tag)


def section(heading: str, lines: Iterable[str], anchor: str = "") -> Iterator[str]:
    """Lines under a heading; nothing where there are none."""
    found = list(lines)
    if found:
        id_ = f' id="{anchor}"' if anchor else ""
        yield f"<section{id_}>\n<h2>{escape(heading)}</h2>"
        yield from found
        yield "</section>"


def facts(labels: Iterable[Label]) -> Iterator[str]:
    """Labels and texts as a list; nothing where there are none."""
    yield from pairs((one.label, escape(one.text)) for one in labels)


def pairs(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Labels, as text, with what they are of, as HTML; those that follow alike have one label."""
    told = [(label, value) for label, value in found if value]
    if not told:
        return
    yield "<dl>"
    for label, group in groupby(told, key=lambda one: one[0]):
        yield f"<dt>{escape(label)}</dt>"
        yield from (f"<dd>{value}</dd>" for _, value in group)
    yield "</dl>"


def texts(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs of plain text."""
    yield from (f'<p dir="auto">{escape(text)}</p>' for text in paragraphs)


def outside(url: str) -> str:
    """An address of the web, which leads there; one that is none is only told."""
    to = address(url)
    if to:
        return f'<a class="url" href="{escape(to)}" rel="noreferrer">{escape(url)}</a>'
    return f'<span class="url">{escape(url)}</span>' if url else ""


def language(lang: str) -> str:
    """The attribute that tells the language of a text; empty for what is no tag of one."""
    return f' lang="{lang}"' if re.fullmatch(_TAG, lang) else ""


_TAG = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""A language as BCP 47 has it."""
