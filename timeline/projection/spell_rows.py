"""The rows of the table of spells, and the same as of a clock."""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.dates import edtf
from timeline.event.spells import Spell, without_items
from timeline.projection.declared import Row
from timeline.projection.evidence import Office, each_office_runs, each_program_runs, spell_fields
from timeline.projection.rows import stored_day, stored_json
from timeline.projection.settings import hemisphere_of
from timeline.projection.stored_spells import has_stored


def all_spell_rows(db: sqlite3.Connection, hemisphere: edtf.Hemisphere) -> Iterator[Row]:
    """The rows of all spells, from the tables as the connection answers them."""
    runs = each_program_runs(db, hemisphere), each_office_runs(db, hemisphere)
    return spell_rows(*runs, hemisphere)


def spell_rows(
    programs: Iterable[tuple[str, Mapping[str, Sequence[Spell]]]],
    offices: Iterable[tuple[Office, Sequence[Spell]]],
    hemisphere: edtf.Hemisphere,
) -> Iterator[Row]:
    """The rows of the table of spells.

    Args:
        programs: spells by program and phase, '' for the program's own.
        offices: spells by office.
        hemisphere: whose seasons dates mean.
    """
    for program, phases in programs:
        for phase, runs in phases.items():
            for ordinal, spell in enumerate(runs, 1):
                row: Row = {"subject": "program", "key": program, "office": phase, "for": ""}
                yield row | {"ordinal": ordinal} | _stored(spell, hemisphere)
    for office, runs in offices:
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
    firsts = {item.happening: stored_day(item.first) for item in spell.items}
    light = without_items(spell)
    changes = [day for day in _days(light) if math.isfinite(day)]
    return (
        spell_fields(spell, hemisphere)
        | days
        | {"tested": stored_json(_tested(light)), "evidence": stored_json([*firsts])}
        | {"evidence_days": stored_json([*firsts.values()])}
        | {"changes_from": min(changes, default=math.inf)}
        | {"changes_until": max(changes, default=-math.inf)}
    )


def _days(spell: Spell) -> Iterator[float]:
    """The days by which anything is told of a spell: between two others all is the same."""
    yield from (*spell.bounds, spell.sure_until, spell.first)
    if spell.last_seen is not None:
        yield spell.last_seen
    for proof in spell.proven:
        yield from proof
    for pause in spell.pauses:
        yield from pause[1:]


def _tested(spell: Spell) -> list[object]:
    """What a stored spell is made of again, beside its columns; an infinity is `Infinity`."""
    days = spell.last_seen, spell.sure_until, spell.first
    return [spell.bounds, *days, spell.proven, spell.pauses]


def derive(db: sqlite3.Connection) -> None:
    """Make the spells as of the clocks that were entered, for the views that show them."""
    if has_stored(db):
        return
    db.execute("CREATE TEMP TABLE IF NOT EXISTS derived AS SELECT * FROM main.spells WHERE 0")
    db.execute("DELETE FROM temp.derived")
    columns = [
        name for (name,) in db.execute("SELECT name FROM pragma_table_info('spells', 'main')")
    ]
    marks = ", ".join(f":{name}" for name in columns)
    statement = f"INSERT INTO temp.derived VALUES ({marks})"  # noqa: S608 (our own names)
    db.executemany(statement, all_spell_rows(db, hemisphere_of(db)))
