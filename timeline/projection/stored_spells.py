"""Spells from the rows of their table."""

import json
import math
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.dates.edtf import Bounds
from timeline.event.spells import Named, Pause, Spell, held_to_go_on
from timeline.projection.clocks import is_held
from timeline.projection.evidence import Office


def has_stored(db: sqlite3.Connection) -> bool:
    """Whether spells are stored as of the clocks that were entered."""
    return not db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'spells'").fetchone()


def stored_program_runs(
    db: sqlite3.Connection,
    programs: Collection[str] | None = None,
    *,
    without: Collection[str] = (),
    evidence: bool = False,
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs, as `program_runs` gives them.

    Args:
        db: a projection.
        programs: the keys of some programs; None for all.
        without: the keys of those that are left out.
        evidence: with the happenings that they rest on.
    """
    asked = _asked({"key": programs}, without)
    held = is_held(db)
    found: dict[str, dict[str, list[Spell]]] = {}
    for key, phase, _, spell in _read(db, "program", asked, evidence=evidence):
        runs = found.setdefault(key, {}).setdefault(phase, [])
        runs.append(held_to_go_on(spell) if held else spell)
    return found


def stored_office_runs(
    db: sqlite3.Connection,
    actors: Collection[str] | None = None,
    *,
    whom: Collection[str] | None = None,
    without: Collection[str] = (),
) -> dict[Office, list[Spell]]:
    """The spells of offices, as `office_runs` gives them, where nothing is held to go on.

    Args:
        db: a projection.
        actors: the keys of some actors; None for all.
        whom: only of offices for one of these.
        without: the keys of actors that are left out.
    """
    asked = _asked({"key": actors, "for": whom}, without)
    found: dict[Office, list[Spell]] = {}
    for *office, spell in _read(db, "actor", asked, evidence=True):
        found.setdefault(Office(*office), []).append(spell)
    return found


def _asked(
    among: Mapping[str, Collection[str] | None], without: Collection[str]
) -> tuple[str, list[str]]:
    """The condition that columns have one of some values, if any are given, and no key others."""
    given = {name: keys for name, keys in among.items() if keys is not None}
    conditions = [f'AND "{name}" IN (SELECT value FROM json_each(?))' for name in given]  # noqa: S608
    if without:
        conditions.append("AND key NOT IN (SELECT value FROM json_each(?))")
    values = [json.dumps(sorted(keys)) for keys in (*given.values(), *([without] * bool(without)))]
    return " ".join(conditions), values


def _read(
    db: sqlite3.Connection, subject: str, asked: tuple[str, list[str]], *, evidence: bool
) -> Iterator[tuple[str, str, str, Spell]]:
    """Stored spells with their key, office and for whom, in the order of these."""
    more = ", s.evidence, s.evidence_days" if evidence else ""
    query = f"""
        SELECT key, office, "for", {_COLUMNS}{more} FROM main.spells AS s
        WHERE subject = ? {asked[0]} ORDER BY key, office, "for", ordinal
    """  # noqa: S608 (fixed texts)
    for key, office, whom, *columns in db.execute(query, (subject, *asked[1])):
        spell = _spell(columns[:6])
        if evidence:
            spell = spell._replace(items=tuple(_named(*columns[6:])))
        yield key, office, whom, spell


def _named(ids: str, days: str) -> Iterator[Named]:
    for id_, day in zip(json.loads(ids), json.loads(days), strict=True):
        yield Named(id_, -math.inf if day is None else day)


_COLUMNS = 's.start, s."end", s.end_by, s.state, s.last_seen_date, s.tested'


def changing_offices(db: sqlite3.Connection, days: tuple[int, int]) -> Iterator[Office]:
    """The offices of which any spell may differ on two days, the first and the last one."""
    query = """
        SELECT DISTINCT key, office, "for" FROM spells
        WHERE subject = 'actor' AND changes_until >= ? AND changes_from <= ?
    """
    return map(Office._make, db.execute(query, days))


def stored_spells_of(
    db: sqlite3.Connection, offices: Iterable[Office]
) -> dict[Office, list[Spell]]:
    """The spells of some offices without their evidence.

    Args:
        db: a projection that `has_stored`, where nothing is held to go on.
        offices: which, in any order; those that nothing tells of are left out.
    """
    query = f"""
        SELECT {_COLUMNS} FROM spells AS s
        WHERE subject = 'actor' AND key = ? AND office = ? AND "for" = ? ORDER BY ordinal
    """  # noqa: S608 (fixed texts)
    found = {
        office: list(map(_spell, db.execute(query, office))) for office in dict.fromkeys(offices)
    }
    return {office: runs for office, runs in found.items() if runs}


def _spell(columns: Sequence[Any]) -> Spell:
    start, end, end_by, state, seen_date, tested = columns
    bounds, last_seen, sure_until, first, proven, pauses = json.loads(tested)
    return Spell(
        start,
        end,
        end_by,
        state,
        Bounds._make(bounds),
        last_seen,
        (),
        tuple(map(Bounds._make, proven)),
        sure_until,
        tuple(map(Pause._make, pauses)),
        seen_date,
        first,
    )
