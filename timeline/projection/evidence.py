"""Evidence of offices and phases, read from the tables, as of any day."""

import json
import sqlite3
from collections import defaultdict
from typing import NamedTuple

from timeline import edtf
from timeline.days import iso
from timeline.projection.dates import date_of
from timeline.spells import Evidence, Plan, Spell, program_spells, spells


class Office(NamedTuple):
    """An office: of whom, which (a capacity, or else a role), and for whom ('' for nobody)."""

    actor: str
    office: str
    whom: str


def program_runs(
    db: sqlite3.Connection, hemisphere: edtf.Hemisphere, program: str | None = None
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs and phases, by program and phase ('' for the program's own).

    Of every program, or of the one given. They rest on all that occurred, also after a day that
    is asked for: an end in 2018 tells that a phase ran in 2016. `Spell.by` and `Spell.on` judge
    them as of a day.
    """
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    query = """
        SELECT p.program, coalesce(p.phase, ''),
               h.id, h.date, h.last_seen, h.last_seen_date, h.told_by, p.effect
        FROM program_parts AS p JOIN happenings AS h ON h.id = p.happening
        WHERE h.status = 'occurred' AND (?1 IS NULL OR p.program = ?1)
    """
    for key, phase, id_, date, last_seen, seen, told_by, effect in db.execute(query, (program,)):
        item = Evidence(id_, date_of(date, last_seen, told_by, hemisphere), _effects(effect), seen)
        found[key][phase].append(item)
    plans = _plans(db, hemisphere)
    none = Plan(None, (), sequential=False)
    return {key: program_spells(items, plans.get(key, none)) for key, items in found.items()}


def office_runs(
    db: sqlite3.Connection, hemisphere: edtf.Hemisphere, actor: str | None = None
) -> dict[Office, list[Spell]]:
    """The spells of offices that have evidence, of every actor or of the one given."""
    found: dict[Office, list[Evidence]] = defaultdict(list)
    query = """
        SELECT p.actor, coalesce(p.capacity, p.role), coalesce(p."for", ''),
               h.id, h.date, h.last_seen, h.last_seen_date, h.told_by, p.effect
        FROM participations AS p JOIN happenings AS h ON h.id = p.happening
        WHERE h.status = 'occurred' AND (p.capacity IS NOT NULL OR p.effect <> '[]')
          AND (?1 IS NULL OR p.actor = ?1)
    """
    for key, office, whom, id_, date, last_seen, seen, told_by, effect in db.execute(
        query, (actor,)
    ):
        item = Evidence(id_, date_of(date, last_seen, told_by, hemisphere), _effects(effect), seen)
        found[Office(key, office, whom)].append(item)
    return {office: spells(items) for office, items in found.items()}


def _effects(stored: str) -> tuple[str, ...]:
    return () if stored == "[]" else tuple(json.loads(stored))


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


def spell_fields(spell: Spell, hemisphere: edtf.Hemisphere) -> dict[str, object]:
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
