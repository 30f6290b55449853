"""Lanes of actors, by the program in which they took part."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from timeline.projection.lookup import shown_names
from timeline.showing.chart.content import Lane
from timeline.showing.chart.happenings import Picked
from timeline.showing.chart.programs import NO_PROGRAM, numbers_of, numbers_of_programs
from timeline.views.clause import ANY, Clause
from timeline.views.query import Query

_MOST_LANES = 84
"""How many lanes there are at most: as many as two pages hold."""
_MOST_PROGRAMS = 24
_LONG = 30
"""A name of more letters is long."""


def actor_lanes(
    db: sqlite3.Connection, query: Query, found: Picked, asked: frozenset[str] | None
) -> list[Lane]:
    """A line an actor below each program in which it took part, those with the most first.

    Where they are many, the rest of a program, and of the programs, share a line.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        found: the happenings that were picked.
        asked: the programs that are asked for; None for all.
    """
    actors = numbers_of(db, "actor", _among(query))
    names, program_names = _names(db), shown_names(db, "program")
    programs = numbers_of_programs(db, query, asked)
    if asked is None and "program_part_rows" not in query.rows:
        named = {n for numbers in programs.values() for n in numbers}
        programs[""] = [n for n in found.items if n not in named]
    groups = _by_program(programs, actors)
    kept = set(sorted(groups, key=lambda key: -_size(groups[key]))[:_MOST_PROGRAMS])
    most = next(
        n for n in count(_MOST_LANES, -1) if n == 1 or _lanes(groups, kept, n) <= _MOST_LANES
    )
    lanes: list[Lane] = []
    for program, by_actor in groups.items():
        if program in kept:
            heading = program_names.get(program, program) if program else NO_PROGRAM
            lanes += _lines(heading, by_actor, names, found, most)
    others = [by_actor for program, by_actor in groups.items() if program not in kept]
    if others:
        numbers = {n for by_actor in others for some in by_actor.values() for n in some}
        several = len({actor for by_actor in others for actor in by_actor})
        heading = f"{len(others)} more programs"
        lanes.append(_line("", f"{several} actors", sorted(numbers), found, heading))
    return lanes


def _names(db: sqlite3.Connection) -> dict[str, str]:
    """What actors are called on one line: by their short names, where they have long ones, too."""
    short = dict(db.execute("SELECT actor, short FROM actors WHERE short IS NOT NULL"))
    names = shown_names(db, "actor")
    return {key: short.get(key, name) if len(name) > _LONG else name for key, name in names.items()}


def _among(query: Query) -> Clause:
    """The condition on participations: of the actors and roles that are asked for."""
    among = query.rows.get("participation_rows", ANY)
    if not query.actors.keys:
        return among
    keys = json.dumps(sorted(query.actors.keys))
    named = """
        (x.actor IN (SELECT value FROM json_each(?))
         OR x."for" IN (SELECT value FROM json_each(?)))
    """
    return Clause(f"({among.sql}) AND {named}", (*among.values, keys, keys))


def _by_program(
    programs: Mapping[str, Sequence[int]], actors: Mapping[str, Sequence[int]]
) -> dict[str, dict[str, list[int]]]:
    """The numbers of happenings by program and actor, programs by their first happening."""
    result: dict[str, dict[str, list[int]]] = {}
    for program, numbers in sorted(programs.items(), key=lambda one: (not one[0], one[1][:1])):
        inside = set(numbers)
        by_actor = {
            actor: some
            for actor, all_ in actors.items()
            if (some := [n for n in all_ if n in inside])
        }
        if by_actor:
            result[program] = by_actor
    return result


def _size(by_actor: Mapping[str, Sequence[int]]) -> int:
    return len({n for numbers in by_actor.values() for n in numbers})


def _lanes(groups: Mapping[str, Mapping[str, Sequence[int]]], kept: set[str], most: int) -> int:
    return sum(min(len(groups[key]), most + 1) for key in kept)


def _lines(
    heading: str,
    by_actor: Mapping[str, Sequence[int]],
    names: Mapping[str, str],
    found: Picked,
    most: int,
) -> Iterator[Lane]:
    ranked = sorted(
        by_actor, key=lambda key: (-len(by_actor[key]), names.get(key, key).casefold(), key)
    )
    if len(ranked) == most + 1:
        most += 1
    for key in ranked[:most]:
        yield _line(key, names.get(key, key), by_actor[key], found, heading)
    rest = {n for key in ranked[most:] for n in by_actor[key]}
    if rest:
        several = f"{len(ranked) - most} more actors"
        yield _line("", several, sorted(rest), found, heading)


def _line(key: str, name: str, numbers: Sequence[int], found: Picked, heading: str) -> Lane:
    items = tuple(found.items[n] for n in numbers)
    return Lane(key, name, len(items), items=items, compact=True, heading=heading)
