"""Spells from the rows of their table, without the evidence that they rest on."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from timeline.dates.edtf import Bounds
from timeline.event.spells import Pause, Spell, held_to_go_on
from timeline.projection.clocks import is_held
from timeline.projection.evidence import Office


def has_stored(db: sqlite3.Connection) -> bool:
    """Whether spells are stored as of the clocks that were entered."""
    return not db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'spells'").fetchone()


def stored_program_runs(
    db: sqlite3.Connection, program: str | None = None
) -> dict[str, dict[str, list[Spell]]]:
    """The spells of programs, as `program_runs` gives them, without the evidence they rest on.

    Args:
        db: a projection that `has_stored`.
        program: the key of one program; None for all.
    """
    only, values = ("", ()) if program is None else ("AND key = ?", (program,))
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


def changing_office_runs(
    db: sqlite3.Connection, days: tuple[int, int], also: Collection[Office] = ()
) -> dict[Office, list[Spell]]:
    """The spells of offices of which any may differ on two days, without their evidence.

    Args:
        db: a projection that `has_stored`, where nothing is held to go on.
        days: the first and the last day.
        also: further offices.
    """
    query = f"""
        WITH asked (key, office, "for") AS (
            SELECT key, office, "for" FROM spells
            WHERE subject = 'actor' AND changes_until >= ? AND changes_from <= ?
            UNION SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)
        )
        SELECT s.key, s.office, s."for", {_COLUMNS} FROM asked AS a
        CROSS JOIN spells AS s
        ON s.subject = 'actor' AND s.key = a.key AND s.office = a.office AND s."for" = a."for"
        ORDER BY s.key, s.office, s."for", s.ordinal
    """  # noqa: S608 (fixed texts)
    found: dict[Office, list[Spell]] = {}
    for key, office, whom, *columns in db.execute(query, (*days, json.dumps([*also]))):
        found.setdefault(Office(key, office, whom), []).append(_spell(columns))
    return found


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
