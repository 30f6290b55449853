"""The actors, programmes and places of a site."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from timeline.projection.known_spells import spells_of_offices
from timeline.showing.report import words
from timeline.showing.site.content import (
    Happening,
    Label,
    Named,
    Spell,
    Thing,
)
from timeline.showing.site.declared import Declared
from timeline.showing.site.spells import office_sentences, phase_sentences, program_sentences, when
from timeline.views.actors import office_spells
from timeline.views.programs import ProgramRow, programs
from timeline.views.query import Query


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
