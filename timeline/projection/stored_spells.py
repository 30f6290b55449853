"""Spells from the rows of their table, without the evidence that they rest on."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from timeline.dates.edtf import Bounds
from timeline.event.spells import Pause, Spell, held_to_go_on
from timeline.projection.clocks import is_held
from timeline.projection.evidence import Office


def has_stored(db: sqlite3.Connection) -> bool:
    """Whether spells are stored as of the clocks that were entered."""
    return not db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'spells'").fetchone()


def stored_program_runs(
    db: sqlite3.Connection, programs: Iterable[str] | None = None
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs, as `program_runs` gives them, without the evidence they rest on.

    Args:
        db: a projection that `has_stored`.
        programs: the keys of some programs; None for all.
    """
    only, values = "", []
    if programs is not None:
        only, values = "AND key IN (SELECT value FROM json_each(?))", [json.dumps([*programs])]
    query = f"""
        SELECT key, office, {_COLUMNS} FROM spells AS s
        WHERE subject = 'program' {only} ORDER BY key, office, ordinal
    """  # noqa: S608 (fixed texts)
    held = is_held(db)
    found: dict[str, dict[str, list[Spell]]] = {}
    for key, phase, *columns in db.execute(query, values):
        spell = _spell(columns)
        runs = found.setdefault(key, {}).setdefault(phase, [])
        runs.append(held_to_go_on(spell) if held else spell)
    return found


_COLUMNS = 's.start, s."end", s.end_by, s.state, s.last_seen_date, s.tested'


def changing_offices(db: sqlite3.Connection, days: tuple[int, int]) -> Iterator[Office]:
    """The offices of which any spell may differ on two days, the first and the last one."""
    query = """
        SELECT DISTINCT key, office, "for" FROM spells
        WHERE subject = 'actor' AND changes_until >= ? AND changes_from <= ?
    """
    return map(Office._make, db.execute(query, days))


def stored_office_runs(
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
