"""Spells as of the clocks that were entered: those that are stored, as far as they stood then.

Spells are stored as of now. As of an instant those are folded again of which anything has come on
record since, or gone.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import NamedTuple

from timeline.event.spells import Spell
from timeline.projection.clocks import instant_of_clock, is_held
from timeline.projection.evidence import Office, office_runs, program_runs
from timeline.projection.settings import hemisphere_of
from timeline.projection.stored_spells import has_stored, stored_office_runs, stored_program_runs
from timeline.projection.tables import NOW


def spells_of_programs(
    db: sqlite3.Connection, programs: Collection[str] | None = None, *, evidence: bool = True
) -> Mapping[str, Mapping[str, list[Spell]]]:
    """The spells of programs and phases, by program and phase ('' for the program's own).

    Args:
        db: a projection.
        programs: the keys of some programs; None for all.
        evidence: with the happenings that they rest on; without, they may have them all the same.
    """
    if has_stored(db) and not (evidence and is_held(db)):
        return stored_program_runs(db, programs, evidence=evidence)
    moved = _moved_since(db)
    if moved is None:
        return program_runs(db, hemisphere_of(db), programs)
    again = moved.programs if programs is None else moved.programs.intersection(programs)
    stored = stored_program_runs(db, programs, without=again, evidence=evidence)
    return stored | program_runs(db, hemisphere_of(db), again)


def spells_of_offices(
    db: sqlite3.Connection,
    actors: Collection[str] | None = None,
    *,
    whom: Collection[str] | None = None,
) -> Mapping[Office, list[Spell]]:
    """The spells of offices that have evidence, in the order of their keys.

    Args:
        db: a projection.
        actors: the keys of some actors; None for all.
        whom: only of offices for one of these.
    """
    if has_stored(db) and not is_held(db):
        return stored_office_runs(db, actors, whom=whom)
    moved = _moved_since(db)
    if moved is None:
        return office_runs(db, hemisphere_of(db), actors, whom=whom)
    again = moved.actors if actors is None else moved.actors.intersection(actors)
    stored = stored_office_runs(db, actors, whom=whom, without=again)
    found = stored | office_runs(db, hemisphere_of(db), again, whom=whom)
    return {office: found[office] for office in sorted(found)}


def actors_of_offices(db: sqlite3.Connection) -> set[str]:
    """The actors of whose offices anything is told, or was once: those of spells, and some more."""
    return {actor for (actor,) in db.execute(_EVER_IN_OFFICE)}


_EVER_IN_OFFICE = f"""
    SELECT key FROM main.spells WHERE subject = 'actor'
    UNION SELECT x.actor FROM main.happenings_versions AS h
    CROSS JOIN participation_rows AS x ON x.n = h.n
    WHERE h.known_until < {NOW} AND (x.capacity IS NOT NULL OR x.effect <> '[]')
"""  # noqa: S608 (a number)


class _Moved(NamedTuple):
    """The programs and actors of whose spells anything has come on record, or gone."""

    programs: frozenset[str]
    actors: frozenset[str]


_MOST = 8
"""Where more than one happening of so many has moved, most spells have."""


def _moved_since(db: sqlite3.Connection) -> _Moved | None:
    """What has moved since the clock; None where that is much of all, or another clock counts."""
    at = instant_of_clock(db)
    if at is None or is_held(db):
        return None
    (happenings,) = db.execute("SELECT count(*) FROM main.happenings_versions").fetchone()
    most = happenings // _MOST
    if db.execute(_COUNTED, (at, most + 1)).fetchone()[0] > most:
        return None
    numbers = json.dumps([n for (n,) in db.execute(_HAPPENINGS, (at,))])
    programs = db.execute(_PROGRAMS, (at, numbers))
    actors = db.execute(_ACTORS, (numbers,))
    return _Moved(*(frozenset(key for (key,) in found) for found in (programs, actors)))


_SINCE = f"known_from > ?1 OR known_until > ?1 AND known_until < {NOW}"
_HAPPENINGS = f"""
    SELECT n FROM main.happenings_versions WHERE known_from > ?1
    UNION ALL SELECT n FROM main.happenings_versions WHERE known_until > ?1 AND known_until < {NOW}
"""  # noqa: S608 (a number)
_COUNTED = f"SELECT count(*) FROM ({_HAPPENINGS} LIMIT ?2)"  # noqa: S608 (fixed texts)
_PROGRAMS = f"""
    WITH moved (program) AS (
        SELECT program FROM program_part_rows WHERE n IN (SELECT value FROM json_each(?2))
        UNION SELECT program FROM main.programs_versions WHERE {_SINCE}
        UNION SELECT program FROM main.declared_phases_versions WHERE {_SINCE}
    )
    SELECT program FROM moved
    UNION SELECT w.part FROM moved AS m
    CROSS JOIN main.parts_versions AS w ON w.namespace = 'program' AND w.whole = m.program
"""  # noqa: S608 (fixed texts)
_ACTORS = """
    SELECT DISTINCT actor FROM participation_rows
    WHERE n IN (SELECT value FROM json_each(?)) AND (capacity IS NOT NULL OR effect <> '[]')
"""
