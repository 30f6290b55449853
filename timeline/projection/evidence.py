"""Evidence of offices and phases, read from the tables, as of any day."""

import json
import sqlite3
from collections import defaultdict
from typing import NamedTuple

from timeline import edtf
from timeline.spells import Evidence, Plan, Spell, program_spells, spells


class Office(NamedTuple):
    """An office: of whom, which (a capacity, or else a role), and for whom ('' for nobody)."""

    actor: str
    office: str
    whom: str


def program_runs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    as_of: int | None = None,
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of every program and phase, by program and phase ('' for the program's own).

    Args:
        db: a fresh projection.
        hemisphere: for the seasons 21 to 24.
        as_of: only happenings that have possibly begun by the end of this day count.
    """
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    query = """
        SELECT p.program, coalesce(p.phase, ''), h.id, h.date, h.last_seen, p.effect
        FROM program_parts AS p JOIN happenings AS h ON h.id = p.happening
        WHERE h.status = 'occurred' AND h.counts_from <= ?
    """
    for program, phase, id_, date, last_seen, effect in db.execute(query, (_limit(as_of),)):
        item = Evidence(id_, _date(date, last_seen, hemisphere), tuple(json.loads(effect)))
        found[program][phase].append(item)
    plans = _plans(db, hemisphere)
    none = Plan(None, (), sequential=False)
    return {key: program_spells(items, plans.get(key, none)) for key, items in found.items()}


def office_runs(
    db: sqlite3.Connection,
    hemisphere: edtf.Hemisphere,
    as_of: int | None = None,
) -> dict[Office, list[Spell]]:
    """The spells of every office that has evidence; the arguments are those of `program_runs`."""
    found: dict[Office, list[Evidence]] = defaultdict(list)
    query = """
        SELECT p.actor, coalesce(p.capacity, p.role), coalesce(p."for", ''),
               h.id, h.date, h.last_seen, p.effect
        FROM participations AS p JOIN happenings AS h ON h.id = p.happening
        WHERE h.status = 'occurred' AND (p.capacity IS NOT NULL OR p.effect <> '[]')
          AND h.counts_from <= ?
    """
    for actor, office, whom, id_, date, last_seen, effect in db.execute(query, (_limit(as_of),)):
        item = Evidence(id_, _date(date, last_seen, hemisphere), tuple(json.loads(effect)))
        found[Office(actor, office, whom)].append(item)
    return {office: spells(items) for office, items in found.items()}


def _limit(as_of: int | None) -> float:
    return float("inf") if as_of is None else as_of


def _date(text: str, last_seen: int | None, hemisphere: edtf.Hemisphere) -> edtf.Date:
    date = edtf.parse(text, hemisphere)
    return date if last_seen is None else date.seen_until(last_seen)


def _plans(db: sqlite3.Connection, hemisphere: edtf.Hemisphere) -> dict[str, Plan]:
    phases: dict[str, list[tuple[str, edtf.Date | None]]] = defaultdict(list)
    query = "SELECT program, phase, planned FROM declared_phases ORDER BY program, ordinal"
    for program, phase, planned in db.execute(query):
        date = edtf.parse(planned, hemisphere) if planned else None
        phases[program].append((phase, date))
    found = {}
    for program, period, sequential in db.execute("SELECT program, period, sequential FROM programs"):
        date = edtf.parse(period, hemisphere) if period else None
        found[program] = Plan(date, tuple(phases[program]), bool(sequential))
    return found

