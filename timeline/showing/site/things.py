"""The actors, programmes and places of a site."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from timeline.dates.edtf import Hemisphere
from timeline.projection.known_spells import spells_of_offices
from timeline.showing.report import dates, words
from timeline.showing.site.content import (
    Citation,
    Happening,
    Label,
    Named,
    OtherName,
    Spell,
    Thing,
)
from timeline.showing.site.corrections import Corrections
from timeline.showing.site.sources import bodies_of, declared_citations
from timeline.showing.site.spells import office_sentences, phase_sentences, program_sentences, when
from timeline.views.actors import office_spells
from timeline.views.programs import ProgramRow, programs
from timeline.views.query import Query


class Declared:
    """What is declared of one kind of things: actors, programmes or places."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, hemisphere: Hemisphere, sources: dict[str, Named]
    ) -> None:
        """Read it.

        Args:
            db: a projection, with its clocks entered.
            kind: actor, program or place.
            hemisphere: for seasons.
            sources: how sources are named.
        """
        self.hemisphere = hemisphere
        self._corrections = Corrections(db)
        self._bodies = bodies_of(db, kind)
        sql = f"SELECT {kind}, name, short, type, part_of, same_as, declared_by FROM {kind}s"  # noqa: S608 (own names)
        self._rows = {key: row for key, *row in db.execute(sql)}
        self._names: dict[str, dict[str, OtherName]] = {}
        sql = "SELECT key, name, lang, during FROM names WHERE namespace = ? ORDER BY key, name"
        for key, name, lang, during in db.execute(sql, (kind,)):
            if name not in (key, self.named(key).name) and name not in self._rows:
                found = self._names.setdefault(key, {})
                if name not in found or not found[name].lang:
                    found[name] = OtherName(words.one_line(name), lang or "", self._when(during))
        self._cited = {
            key: tuple(declared_citations(body, sources)) for key, body in self._bodies.items()
        }

    @property
    def keys(self) -> list[str]:
        """All keys that are declared, but for those that are the same as another."""
        return [key for key, row in self._rows.items() if not row[4]]

    def named(self, key: str) -> Named:
        """How a key is named; by itself if nothing declares it."""
        name, short = (words.one_line(part) for part in self._rows.get(key, (key, None))[:2])
        return Named(key, name, short or name)

    def whole(self, key: str) -> str:
        """The key of what it is part of; empty for nothing."""
        row = self._rows.get(key)
        whole = (row and row[3]) or ""
        return (self._rows[whole][4] or whole) if whole in self._rows else whole

    def with_wholes(self, keys: Iterable[str]) -> set[str]:
        """Keys, and those of all that they are part of."""
        found: set[str] = set()
        for key in keys:
            at = key
            while at and at not in found:
                found.add(at)
                at = self.whole(at)
        return found

    def body(self, key: str) -> Mapping[str, Any]:
        """The declaration of a key; empty where there is none."""
        return self._bodies.get(key, {})

    def cited(self, key: str) -> tuple[Citation, ...]:
        """What the declaration of a key cites."""
        return self._cited.get(key, ())

    def things(self, keys: Collection[str], happenings: Mapping[str, list[str]]) -> Iterator[Thing]:
        """Things by their names, without what only one kind of them has.

        Args:
            keys: which.
            happenings: ids by keys.
        """
        parts: dict[str, list[Named]] = {}
        order = sorted(keys, key=lambda key: (self.named(key).name.casefold(), key))
        for key in order:
            if whole := self.whole(key):
                parts.setdefault(whole, []).append(self.named(key))
        for key in order:
            name, whole, body = self.named(key), self.whole(key), self.body(key)
            row = self._rows.get(key)
            references = [*body.get("identifiers", ()), *body.get("refs", ())]
            yield Thing(
                key=key,
                name=name.name,
                short=name.short,
                type=(row and row[2]) or "",
                names=tuple(self._names.get(key, {}).values()),
                facts=tuple(
                    Label(words.one_line(one["scheme"]), words.one_line(one["id"]))
                    for one in references
                ),
                remarks=tuple(words.paragraphs(body.get("note"))),
                whole=self.named(whole) if whole else None,
                parts=tuple(parts.get(key, ())),
                related=(),
                spells=(),
                people=(),
                sources=self.cited(key),
                happenings=tuple(happenings.get(key, ())),
                corrections=self._corrections.of(row[5]) if row else (),
            )

    def _when(self, text: str | None) -> str:
        date = dates.read(text, self.hemisphere)
        return dates.date_in_words(date) if date else ""


def actors_of(
    db: sqlite3.Connection,
    query: Query,
    declared: Declared,
    keys: Collection[str],
    happenings: Iterable[Happening],
) -> tuple[Thing, ...]:
    """The actors, with the offices that they held, and who held offices of theirs.

    Args:
        db: a projection with `picked` filled.
        query: what was asked for.
        declared: of actors.
        keys: which.
        happenings: of the site.
    """
    ids: dict[str, list[str]] = {}
    for one in happenings:
        named = (key for part in one.actors for key in (part.actor, part.body) if key)
        for key in dict.fromkeys(one.key for one in named):
            ids.setdefault(key, []).append(one.id)
    held: dict[str, list[tuple[Any, Spell]]] = {}
    of_body: dict[str, list[tuple[Any, Spell]]] = {}
    runs = spells_of_offices(db)
    for office, spell, row in office_spells(db, query, runs):
        told = Spell(
            words.one_line(row["office"]),
            declared.named(office.whom) if office.whom else None,
            office_sentences(row, declared.hemisphere),
            row["state"],
            tuple(row["evidence"]),
        )
        order = (spell.bounds, office)
        held.setdefault(office.actor, []).append((order, told))
        if office.whom:
            holder = told._replace(of=declared.named(office.actor))
            of_body.setdefault(office.whom, []).append((order, holder))
    return tuple(
        thing._replace(
            spells=_in_order(held.get(thing.key, ())),
            people=_in_order(of_body.get(thing.key, ())),
        )
        for thing in declared.things(keys, ids)
    )


def with_programs(actors: Iterable[Thing], programs: Iterable[Thing]) -> tuple[Thing, ...]:
    """Actors, each with the programmes that declare it."""
    found: dict[str, list[tuple[Named, str]]] = {}
    for program in programs:
        for actor, role in program.related:
            found.setdefault(actor.key, []).append((program.named, role))
    return tuple(one._replace(related=tuple(found.get(one.key, ()))) for one in actors)


def programs_of(
    declared: Declared,
    rows: Mapping[str, ProgramRow],
    keys: Collection[str],
    happenings: Iterable[Happening],
) -> tuple[Thing, ...]:
    """The programmes, with their phases and the actors that they declare.

    Args:
        declared: of programmes.
        rows: of all programmes, by key.
        keys: which.
        happenings: of the site.
    """
    ids = _by_key((one.id, (part.program.key for part in one.programs)) for one in happenings)
    return tuple(
        _program(thing, rows[thing.key], declared) if thing.key in rows else thing
        for thing in declared.things(keys, ids)
    )


def program_rows(db: sqlite3.Connection, query: Query) -> dict[str, ProgramRow]:
    """The rows of all programmes, by key, whatever the filters choose."""
    return {row["program"]: row for row in programs(db, query._replace(filtered=False))}


def places_of(
    declared: Declared, keys: Collection[str], happenings: Iterable[Happening]
) -> tuple[Thing, ...]:
    """The places, with where they are.

    Args:
        declared: of places.
        keys: which.
        happenings: of the site.
    """
    ids = _by_key((one.id, (place.key for place in one.places)) for one in happenings)
    return tuple(
        thing._replace(facts=(*_coordinates(declared.body(thing.key)), *thing.facts))
        for thing in declared.things(keys, ids)
    )


def _program(thing: Thing, row: ProgramRow, declared: Declared) -> Thing:
    hemisphere = declared.hemisphere
    names = {phase["phase"]: words.one_line(phase["name"]) for phase in row["phases"]}
    phase = row["phase"] or ""
    facts = (
        Label("Declared for", when(row["period"], hemisphere)),
        Label("Declared status", row["status_declared"] or ""),
        Label("On record", program_sentences(row, names.get(phase) or phase, hemisphere)),
    )
    return thing._replace(
        facts=(*(fact for fact in facts if fact.text), *thing.facts),
        related=tuple(
            (
                Named(part["actor"], words.one_line(part["name"]), words.one_line(part["name"])),
                words.one_line(part["role"]),
            )
            for part in row["actors"]
        ),
        spells=tuple(
            Spell(
                names[one["phase"]] or words.one_line(one["phase"]),
                None,
                phase_sentences(one, hemisphere),
                one["state"],
                tuple(one["evidence"]),
            )
            for one in row["phases"]
        ),
    )


def _coordinates(body: Mapping[str, Any]) -> Iterator[Label]:
    if text := words.one_line(body.get("coordinates")):
        yield Label("Latitude, longitude", text)


def _by_key(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id_, keys in named:
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(id_)
    return found


def _in_order(spells: Iterable[tuple[Any, Spell]]) -> tuple[Spell, ...]:
    return tuple(spell for _, spell in sorted(spells, key=lambda one: one[0]))
