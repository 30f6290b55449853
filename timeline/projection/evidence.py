"""Evidence of offices and phases, read from the tables, as of any day."""

import functools
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.days import iso
from timeline.dates import edtf
from timeline.event.program_spells import Plan, program_spells
from timeline.event.spells import Evidence, Spell, held_to_go_on, spells
from timeline.projection.clocks import is_held
from timeline.projection.dates import STORED, stored_date


class Office(NamedTuple):
    """An office: of whom, which (a capacity, or else a role), and for whom ('' for nobody)."""

    actor: str
    office: str
    whom: str


def program_runs(
    db: sqlite3.Connection, hemisphere: edtf.Hemisphere, programs: Collection[str] | None = None
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs and phases, by program and phase ('' for the program's own).

    Of every program, or of those given. They rest on all that occurred, also after a day that
    is asked for: an end in 2018 tells that a phase ran in 2016. `Spell.by` and `Spell.on` judge
    them as of a day.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        programs: the keys of some programs; None for all.
    """
    return dict(each_program_runs(db, hemisphere, programs))


def each_program_runs(
    db: sqlite3.Connection, hemisphere: edtf.Hemisphere, programs: Collection[str] | None = None
) -> Iterator[tuple[str, dict[str, list[Spell]]]]:
    """The spells of programs and phases, as `program_runs` gives them, a program after the other.

    Only the evidence of one is held at once.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        programs: the keys of some programs; None for all.
    """
    wholes = dict(db.execute("SELECT program, part_of FROM programs WHERE part_of IS NOT NULL"))
    plans = _plans(db, hemisphere)
    begun: dict[str, float] = {}
    going_on = held_to_go_on if is_held(db) else _as_it_is
    for key, phases in _evidence_of_programs(db, hemisphere, programs, wholes):
        plan = plans.get(key, _NO_PLAN)
        not_before = begun.get(wholes.get(key, ""), -math.inf)
        runs = program_spells(phases, plan._replace(not_before=not_before))
        own = runs.get("")
        if own:
            begun[key] = own[0].bounds.earliest_start
        if programs is None or key in programs:
            yield key, {phase: list(map(going_on, found)) for phase, found in runs.items()}


def _evidence_of_programs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    programs: Collection[str] | None,
    wholes: Mapping[str, str],
) -> Iterator[tuple[str, dict[str, list[Evidence]]]]:
    """Evidence by phase of each program, after that of the program that it is part of."""
    named = "SELECT DISTINCT program FROM program_part_rows" if programs is None else _WITH_WHOLES
    values = () if programs is None else (json.dumps([*programs]),) * 2
    keys = [key for (key,) in db.execute(named, values)]
    for key in _wholes_first(keys, wholes):
        phases: dict[str, list[Evidence]] = defaultdict(list)
        for phase, id_, seen, effect, *date in db.execute(_PARTS, (key,)):
            item = Evidence(id_, stored_date(date, hemisphere), _effects(effect), seen)
            phases[phase].append(item)
        if phases:
            yield key, phases


def _wholes_first(programs: Iterable[str], wholes: Mapping[str, str]) -> Iterator[str]:
    """Programs in their order, each after those that it is part of; circles are cut."""
    met: set[str] = set()
    for program in programs:
        line = []
        key: str | None = program
        while key is not None and key not in met:
            met.add(key)
            line.append(key)
            key = wholes.get(key)
        yield from reversed(line)


_PARTS = f"""
    SELECT coalesce(p.phase, ''), h.id, h.last_seen_date, p.effect, {STORED}
    FROM program_part_rows AS p CROSS JOIN happenings AS h ON h.n = p.n
    WHERE p.program = ? AND h.status = 'occurred' ORDER BY p.n, p.position
"""  # noqa: S608 (fixed texts)
_WITH_WHOLES = """
    SELECT value FROM json_each(?) UNION
    SELECT w.whole FROM json_each(?) AS k
    CROSS JOIN parts AS w ON w.namespace = 'program' AND w.part = k.value
"""


_NO_PLAN = Plan(None, (), sequential=False)


def _as_it_is(spell: Spell) -> Spell:
    return spell


def office_runs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    actors: Collection[str] | None = None,
    *,
    whom: Collection[str] | None = None,
) -> dict[Office, list[Spell]]:
    """The spells of offices that have evidence, of every actor or of those given.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        actors: the keys of some actors; None for all.
        whom: only of offices for one of these.
    """
    return dict(each_office_runs(db, hemisphere, actors, whom=whom))


def each_office_runs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    actors: Collection[str] | None = None,
    *,
    whom: Collection[str] | None = None,
) -> Iterator[tuple[Office, list[Spell]]]:
    """The spells of offices, as `office_runs` gives them, an office after the other.

    Only the evidence of one is held at once.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        actors: the keys of some actors; None for all.
        whom: only of offices for one of these.
    """
    query, values = _OFFICES, []
    if actors is not None:
        query += " AND p.actor IN (SELECT value FROM json_each(?))"
        values.append(json.dumps([*actors]))
    if whom is not None:
        query += ' AND p."for" IN (SELECT value FROM json_each(?))'
        values.append(json.dumps(sorted(whom)))
    query += " ORDER BY 1, 2, 3, p.n, p.position"
    going_on = held_to_go_on if is_held(db) else _as_it_is
    for office, rows in groupby(db.execute(query, values), key=itemgetter(0, 1, 2)):
        items = [
            Evidence(id_, stored_date(date, hemisphere), _effects(effect), seen)
            for _, _, _, id_, seen, effect, *date in rows
        ]
        yield Office(*office), list(map(going_on, spells(items)))


_OFFICES = f"""
    SELECT p.actor, coalesce(p.capacity, p.role), coalesce(p."for", ''),
           h.id, h.last_seen_date, p.effect, {STORED}
    FROM participation_rows AS p JOIN happenings AS h ON h.n = p.n
    WHERE h.status = 'occurred' AND (p.capacity IS NOT NULL OR p.effect <> '[]')
"""  # noqa: S608 (fixed texts)


@functools.cache
def _effects(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _plans(db: sqlite3.Connection, hemisphere: edtf.Hemisphere) -> dict[str, Plan]:
    phases: dict[str, list[tuple[str, edtf.Date | None]]] = defaultdict(list)
    query = "SELECT program, phase, planned FROM declared_phases ORDER BY program, ordinal"
    for program, phase, planned in db.execute(query):
        date = edtf.parse(planned, hemisphere) if planned else None
        phases[program].append((phase, date))
    found = {}
    query = "SELECT program, period, sequential FROM programs"
    for program, period, sequential in db.execute(query):
        date = edtf.parse(period, hemisphere) if period else None
        found[program] = Plan(date, tuple(phases[program]), bool(sequential))
    return found


class SpellFields(TypedDict):
    """A spell of a phase or an office, as rows tell it."""

    start: Annotated[str | None, "when it began, EDTF"]
    start_earliest: Annotated[str | None, "the first day on which it may have begun"]
    start_latest: Annotated[str | None, "the last day on which it may have begun"]
    end: Annotated[str | None, "when it ended, EDTF"]
    end_earliest: Annotated[str | None, "the first day on which it may have ended"]
    end_latest: Annotated[str | None, "the last day on which it may have ended"]
    end_by: Annotated[str | None, "what says that it ended: recorded, planned or next-phase"]
    state: Annotated[str, "running, suspended, ended, cancelled, mentioned or not-begun"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]
    evidence: Annotated[list[str], "the ids of the happenings that it rests on"]


def spell_fields(spell: Spell, hemisphere: edtf.Hemisphere) -> SpellFields:
    """A spell as plain values: EDTF and nominal bounds as ISO days."""
    start = edtf.parse(spell.start, hemisphere) if spell.start else None
    end = edtf.parse(spell.end, hemisphere) if spell.end else None
    return {
        "start": spell.start,
        "start_earliest": iso(start.nominal.earliest_start) if start else None,
        "start_latest": iso(start.nominal.latest_start) if start else None,
        "end": spell.end,
        "end_earliest": iso(end.nominal.earliest_end) if end else None,
        "end_latest": iso(end.nominal.latest_end) if end else None,
        "end_by": spell.end_by,
        "state": spell.state,
        "last_seen": iso(spell.last_seen) if spell.last_seen is not None else None,
        "last_seen_date": spell.last_seen_date,
        "evidence": list(spell.evidence),
    }
