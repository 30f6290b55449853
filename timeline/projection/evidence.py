"""Evidence of offices and phases, read from the tables, as of any day."""

import functools
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
    db: sqlite3.Connection, hemisphere: edtf.Hemisphere, program: str | None = None
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs and phases, by program and phase ('' for the program's own).

    Of every program, or of the one given. They rest on all that occurred, also after a day that
    is asked for: an end in 2018 tells that a phase ran in 2016. `Spell.by` and `Spell.on` judge
    them as of a day.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        program: the key of one program; None for all.
    """
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    query, values = (_PARTS, ()) if program is None else (_PARTS + _OF_PROGRAM, (program, program))
    for key, phase, id_, seen, effect, *date in db.execute(query, values):
        item = Evidence(id_, stored_date(date, hemisphere), _effects(effect), seen)
        found[key][phase].append(item)
    wholes = dict(db.execute("SELECT program, part_of FROM programs WHERE part_of IS NOT NULL"))
    derived = _Derived(found, _plans(db, hemisphere), wholes)
    going_on = held_to_go_on if is_held(db) else _as_it_is
    return {
        key: {phase: list(map(going_on, runs)) for phase, runs in derived.of(key).items()}
        for key in found
        if program in (None, key)
    }


_PARTS = f"""
    SELECT p.program, coalesce(p.phase, ''), h.id, h.last_seen_date, p.effect, {STORED}
    FROM program_part_rows AS p JOIN happenings AS h ON h.n = p.n
    WHERE h.status = 'occurred'
"""  # noqa: S608 (fixed texts)
_OF_PROGRAM = """
    AND p.program IN (
        SELECT ? UNION SELECT whole FROM parts WHERE namespace = 'program' AND part = ?
    )
"""
"""The evidence of all programs, or of one and of those that it is part of."""


class _Derived:
    """The spells of programs, each made once, after those of the program that it is part of."""

    def __init__(
        self,
        evidence: Mapping[str, Mapping[str, Sequence[Evidence]]],
        plans: Mapping[str, Plan],
        wholes: Mapping[str, str],
    ) -> None:
        self.evidence, self.plans, self.wholes = evidence, plans, wholes
        self.made: dict[str, dict[str, list[Spell]]] = {}

    def of(self, program: str) -> dict[str, list[Spell]]:
        """The spells of a program by phase; empty when there is no evidence, or in a circle."""
        if program not in self.made:
            self.made[program] = {}
            whole = self.of(self.wholes[program]).get("", []) if program in self.wholes else []
            begun = whole[0].bounds.earliest_start if whole else -math.inf
            plan = self.plans.get(program, _NO_PLAN)._replace(not_before=begun)
            self.made[program] = program_spells(self.evidence.get(program, {}), plan)
        return self.made[program]


_NO_PLAN = Plan(None, (), sequential=False)


def _as_it_is(spell: Spell) -> Spell:
    return spell


def office_runs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    actor: str | None = None,
    *,
    whom: Collection[str] | None = None,
) -> dict[Office, list[Spell]]:
    """The spells of offices that have evidence, of every actor or of the one given.

    Args:
        db: a projection.
        hemisphere: whose seasons dates mean.
        actor: the key of one actor; None for all.
        whom: only of offices for one of these.
    """
    found: dict[Office, list[Evidence]] = defaultdict(list)
    query, values = _OFFICES, []
    if actor is not None:
        query += " AND p.actor = ?"
        values.append(actor)
    if whom is not None:
        query += ' AND p."for" IN (SELECT value FROM json_each(?))'
        values.append(json.dumps(sorted(whom)))
    for key, office, body, id_, seen, effect, *date in db.execute(query, values):
        item = Evidence(id_, stored_date(date, hemisphere), _effects(effect), seen)
        found[Office(key, office, body)].append(item)
    going_on = held_to_go_on if is_held(db) else _as_it_is
    return {office: list(map(going_on, spells(items))) for office, items in found.items()}


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
