"""Programs: the phase each is in, declared and derived."""

import sqlite3
from collections.abc import Mapping, Sequence

from timeline.edtf import Match
from timeline.projection.database import hemisphere_of
from timeline.projection.evidence import program_runs
from timeline.projection.lookup import name_of
from timeline.projection.rows import spell_fields
from timeline.spells import Spell
from timeline.views.actors import names_of, spell_match
from timeline.views.filters import Asked

Row = dict[str, object]
Runs = Mapping[str, Sequence[Spell]]

_STATUS = {
    "running": "implementation",
    "suspended": "suspended",
    "cancelled": "cancelled",
    "ended": "closed",
    "mentioned": "not-begun",
}


def programs(db: sqlite3.Connection, asked: Asked, key: str | None = None) -> list[Row]:
    """One row a program: its status and phase, as of the day asked for or after all on record.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for. Filters choose which programs are shown, those with a picked
            happening; phases are judged on all evidence.
        key: only this program.

    Returns:
        Rows by name: program, name, names, type, part_of, period, actors (declared), happenings,
        status_declared, status_derived, phase, match, since and until (EDTF) of that phase, or of
        the program when it is in none; phases, one a spell.
    """
    runs = program_runs(db, hemisphere_of(db), asked.as_of)
    counts = dict(db.execute(_COUNTS))
    rows = []
    for found in db.execute(_PROGRAMS):
        program = found[0]
        if key not in (None, program):
            continue
        if key is None and asked.filtered and program not in counts:
            continue
        rows.append(_row(db, found, runs.get(program, {}), asked, counts.get(program, 0)))
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["program"])))
    return rows


_PROGRAMS = "SELECT program, name, type, part_of, period, status FROM programs WHERE same_as IS NULL"
_COUNTS = """
    SELECT p.program, count(DISTINCT k.id) FROM picked AS k
    JOIN program_parts AS p ON p.happening = k.id
    JOIN happenings AS h ON h.id = k.id AND h.status = 'occurred'
    GROUP BY p.program
"""


def _row(
    db: sqlite3.Connection, found: Sequence[str], runs: Runs, asked: Asked, count: int
) -> Row:
    program, name, type_, part_of, period, declared = found
    status, match, own = _judge(runs.get("", ()), asked)
    phase, phase_match, spell = _phase(runs, asked) if status not in _OVER else ("", match, None)
    shown = spell or own
    return {
        "program": program,
        "name": name,
        "names": names_of(db, "program", program, name),
        "type": type_,
        "part_of": part_of,
        "period": period,
        "actors": [
            {"actor": actor, "name": name_of(db, "actor", actor), "role": role}
            for actor, role in db.execute(_ACTORS, (program,))
        ],
        "happenings": count,
        "status_declared": declared,
        "status_derived": status,
        "phase": phase or None,
        "match": None if asked.as_of is None else (phase_match if spell else match).word,
        "since": shown.start if shown else None,
        "until": shown.end if shown else None,
        "phases": _phases(db, program, runs, asked),
    }


_OVER = ("closed", "cancelled", "not-begun")
_ACTORS = "SELECT actor, role FROM program_actors WHERE program = ? ORDER BY position"


def _judge(own: Sequence[Spell], asked: Asked) -> tuple[str, Match, Spell | None]:
    """The derived status, how sure it is, and the spell that it rests on."""
    real = [spell for spell in own if spell.state != "mentioned"]
    if not real:
        return "not-begun", Match.CERTAIN, None
    if asked.as_of is None:
        return _STATUS[real[-1].state], Match.CERTAIN, real[-1]
    for sure in (Match.CERTAIN, Match.POSSIBLE):
        for spell in reversed(real):
            if spell.on(asked.as_of) is sure:
                status = "suspended" if spell.state == "suspended" else "implementation"
                return status, sure, spell
    begun = [spell for spell in real if spell.bounds.earliest_start <= asked.as_of]
    if not begun:
        return "not-begun", Match.CERTAIN, None
    return _STATUS[begun[-1].state], Match.CERTAIN, begun[-1]


def _phase(runs: Runs, asked: Asked) -> tuple[str, Match, Spell | None]:
    """The phase a program is in: of those that surely run the one begun last, else a possible."""
    best: tuple[tuple[int, float, str], Spell] | None = None
    for phase, spells in runs.items():
        for spell in spells:
            if not phase or spell.state == "mentioned":
                continue
            match = _runs(spell, asked)
            rank = (int(match), spell.bounds.latest_start, phase)
            if match and (best is None or rank > best[0]):
                best = (rank, spell)
    if best is None:
        return "", Match.IMPOSSIBLE, None
    (match_number, _, phase), spell = best
    return phase, Match(match_number), spell


def _runs(spell: Spell, asked: Asked) -> Match:
    if asked.as_of is not None:
        return spell.on(asked.as_of)
    return Match.CERTAIN if spell.state in ("running", "suspended") else Match.IMPOSSIBLE


def _phases(db: sqlite3.Connection, program: str, runs: Runs, asked: Asked) -> list[Row]:
    query = "SELECT phase, name, planned FROM declared_phases WHERE program = ? ORDER BY ordinal"
    declared = {phase: (name, planned) for phase, name, planned in db.execute(query, (program,))}
    order = [*declared, *sorted(set(runs) - set(declared) - {""})]
    hemisphere = hemisphere_of(db)
    rows: list[Row] = []
    for phase in order:
        name, planned = declared.get(phase, (None, None))
        said: Row = {"phase": phase, "name": name, "planned": planned}
        for spell in runs.get(phase, ()):
            status = _STATUS[spell.state] if spell.state != "mentioned" else "mentioned"
            judged = {"status_derived": status, "match": spell_match(spell, asked)}
            rows.append(said | judged | spell_fields(spell, hemisphere))
        if not runs.get(phase):
            match = None if asked.as_of is None else Match.IMPOSSIBLE.word
            rows.append(said | {"status_derived": "not-begun", "match": match} | _NOTHING)
    return rows


_NOTHING: Row = dict.fromkeys(
    ("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_by")
) | {"state": "not-begun", "last_seen": None, "evidence": []}
