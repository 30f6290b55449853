"""Links between pages, and the lists that are made of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from timeline.showing.report import words
from timeline.showing.report.words import count_of, sentence
from timeline.showing.site import addresses
from timeline.showing.site.content import Citation, Content, Happening, Named, Spell
from timeline.showing.site.parts import language, look_of, tags_of

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
