"""The rows of the table of spells, the same as of a clock, and spells from these rows."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline.dates import edtf
from timeline.event.spells import Pause, Spell, held_to_go_on, without_items
from timeline.projection.clocks import is_held
from timeline.projection.declared import Row
from timeline.projection.evidence import Office, office_runs, program_runs, spell_fields
from timeline.projection.rows import stored_day, stored_json
from timeline.projection.settings import hemisphere_of


def all_spell_rows(db: sqlite3.Connection, hemisphere: edtf.Hemisphere) -> list[Row]:
    """The rows of all spells, from the tables as the connection answers them."""
    runs = program_runs(db, hemisphere), office_runs(db, hemisphere)
    return list(spell_rows(*runs, hemisphere))


def spell_rows(
    programs: Mapping[str, Mapping[str, Sequence[Spell]]],
    offices: Mapping[Office, Sequence[Spell]],
    hemisphere: edtf.Hemisphere,
) -> Iterator[Row]:
    """The rows of the table of spells.

    Args:
        programs: spells by program and phase, '' for the program's own.
        offices: spells by office.
        hemisphere: whose seasons dates mean.
    """
    for program, phases in programs.items():
        for phase, runs in phases.items():
            for ordinal, spell in enumerate(runs, 1):
                row: Row = {"subject": "program", "key": program, "office": phase, "for": ""}
                yield row | {"ordinal": ordinal} | _stored(spell, hemisphere)
    for office, runs in offices.items():
        for ordinal, spell in enumerate(runs, 1):
            row = {"subject": "actor", "key": office.actor, "office": office.office}
            row |= {"for": office.whom, "ordinal": ordinal}
            yield row | _stored(spell, hemisphere)


def _stored(spell: Spell, hemisphere: edtf.Hemisphere) -> Row:
    days: Row = {}
    for name, text, (first, last) in (("start", spell.start, (0, 1)), ("end", spell.end, (2, 3))):
        bounds = edtf.parse(text, hemisphere).nominal if text else None
        days[f"{name}_earliest_day"] = bounds and stored_day(bounds[first])
        days[f"{name}_latest_day"] = bounds and stored_day(bounds[last])
    evidence = stored_json(spell.evidence)
    tested = stored_json(_tested(without_items(spell)))
    return spell_fields(spell, hemisphere) | days | {"tested": tested, "evidence": evidence}


def _tested(spell: Spell) -> list[object]:
    """What `_spell` makes the spell of again, beside its columns; an infinity is `Infinity`."""
    days = spell.last_seen, spell.sure_until, spell.first
    return [spell.bounds, *days, spell.proven, spell.pauses]


def _spell(columns: Sequence[Any]) -> Spell:
    start, end, end_by, state, seen_date, tested = columns
    bounds, last_seen, sure_until, first, proven, pauses = json.loads(tested)
    return Spell(
        start,
        end,
        end_by,
        state,
        edtf.Bounds._make(bounds),
        last_seen,
        (),
        tuple(map(edtf.Bounds._make, proven)),
        sure_until,
        tuple(map(Pause._make, pauses)),
        seen_date,
        first,
    )


def stored_program_runs(
    db: sqlite3.Connection, program: str | None = None
) -> dict[str, dict[str, list[Spell]]] | None:
    """The spells of programs, as `program_runs` gives them, without the evidence they rest on.

    Args:
        db: a projection.
        program: the key of one program; None for all.

    Returns:
        None where a clock was entered of which no spells are stored.
    """
    if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'spells'").fetchone():
        return None
    only, values = ("", ()) if program is None else ("AND key = ?", (program,))
    query = f"""
        SELECT key, office, start, "end", end_by, state, last_seen_date, tested FROM spells
        WHERE subject = 'program' {only} ORDER BY key, office, ordinal
    """  # noqa: S608 (fixed texts)
    held = is_held(db)
    found: dict[str, dict[str, list[Spell]]] = {}
    for key, phase, *columns in db.execute(query, values):
        spell = _spell(columns)
        runs = found.setdefault(key, {}).setdefault(phase, [])
        runs.append(held_to_go_on(spell) if held else spell)
    return found


def derive(db: sqlite3.Connection) -> None:
    """Make the spells as of the clocks that were entered, for the views that show them."""
    if not db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'spells'").fetchone():
        return
    db.execute("CREATE TEMP TABLE IF NOT EXISTS derived AS SELECT * FROM main.spells WHERE 0")
    db.execute("DELETE FROM temp.derived")
    columns = [
        name for (name,) in db.execute("SELECT name FROM pragma_table_info('spells', 'main')")
    ]
    marks = ", ".join(f":{name}" for name in columns)
    statement = f"INSERT INTO temp.derived VALUES ({marks})"  # noqa: S608 (our own names)
    db.executemany(statement, all_spell_rows(db, hemisphere_of(db)))
