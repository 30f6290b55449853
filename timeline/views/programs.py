"""Programs: the phase each is in, declared and derived."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.edtf import Hemisphere, Match
from timeline.projection.evidence import program_runs, spell_fields
from timeline.projection.lookup import other_names
from timeline.projection.meta import hemisphere_of
from timeline.spells import Spell
from timeline.views.actors import spell_match, standing
from timeline.views.filters import Asked

Row = dict[str, object]

FIELDS = (
    *("program", "name", "names", "type", "part_of", "period", "actors", "happenings", "possible"),
    *("status_declared", "status_iati", "status_derived", "status_match"),
    *("phase", "match", "since", "until", "until_by", "phases"),
)
"""The fields of a row, in the order of the machine formats."""
Runs = Mapping[str, Sequence[Spell]]

_STATUS = {
    "running": "implementation",
    "suspended": "suspended",
    "cancelled": "cancelled",
    "ended": "closed",
    "mentioned": "not-begun",
}
_IATI = {
    "pipeline": "1 Pipeline/identification",
    "implementation": "2 Implementation",
    "finalisation": "3 Finalisation",
    "closed": "4 Closed",
    "cancelled": "5 Cancelled",
    "suspended": "6 Suspended",
}
"""The declared status by code and name in the ActivityStatus codelist of IATI."""


def programs(
    db: sqlite3.Connection,
    asked: Asked,
    key: str | None = None,
    *,
    runs: Mapping[str, Runs] | None = None,
) -> list[Row]:
    """One row a program: its status and phase, as of the day asked for or after all on record.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for. Filters choose which programs are shown, those with a picked
            happening; phases are judged on all evidence.
        key: only this program.
        runs: the spells of programs, when the caller has them.

    Returns:
        Rows by name: program, name, names, type, part_of, period, actors (declared), happenings
        (certain ones), possible, status_declared, status_iati (code and name of the declared
        one at IATI), status_derived, status_match, phase, match, since and until (EDTF) of that
        phase, or of the program when it is in none, with what the end comes from in until_by;
        phases, one a spell. `match` tells of the phase, `status_match` of the program's status.
    """
    said = _Said(
        program_runs(db, hemisphere_of(db), key) if runs is None else runs,
        {program: (certain, possible) for program, certain, possible in db.execute(_COUNTS)},
        other_names(db, "program", key),
        _grouped(db.execute(_ACTORS)),
        _grouped(db.execute(_PHASES)),
        hemisphere_of(db),
    )
    rows = [
        _row(found, said, asked)
        for found in db.execute(_PROGRAMS, (key,))
        if key is not None or not asked.filtered or found[0] in said.counts
    ]
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["program"])))
    return rows


_PROGRAMS = """
    SELECT program, name, type, part_of, period, status FROM programs
    WHERE same_as IS NULL AND (?1 IS NULL OR program = ?1)
"""
_COUNTS = """
    SELECT p.program, count(DISTINCT iif(k.match = 2, k.id, NULL)),
           count(DISTINCT iif(k.match = 1, k.id, NULL))
    FROM picked AS k
    JOIN program_parts AS p ON p.happening = k.id
    JOIN happenings AS h ON h.id = k.id AND h.status = 'occurred'
    GROUP BY p.program
"""
_ACTORS = """
    SELECT p.program, p.actor, coalesce(a.name, p.actor), p.role
    FROM program_actors AS p LEFT JOIN actors AS a ON a.actor = p.actor
    ORDER BY p.program, p.position
"""
_PHASES = "SELECT program, phase, name, planned FROM declared_phases ORDER BY program, ordinal"


def _grouped(rows: Iterable[Sequence[str]]) -> Mapping[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = defaultdict(list)
    for program, *values in rows:
        found[program].append(values)
    return found


class _Said(NamedTuple):
    """What is known of all programs, by program."""

    runs: Mapping[str, Runs]
    counts: Mapping[str, tuple[int, int]]
    names: Mapping[str, list[str]]
    actors: Mapping[str, list[Sequence[str]]]
    phases: Mapping[str, list[Sequence[str]]]
    hemisphere: Hemisphere


def _row(found: Sequence[str], said: _Said, asked: Asked) -> Row:
    program, name, type_, part_of, period, declared = found
    runs = said.runs.get(program, {})
    phases = said.phases.get(program, [])
    status, sure, own = _judge(runs.get("", ()), asked)
    order = [phase for phase, *_ in phases]
    phase, match, spell = _phase(runs, asked, order) if status in _ON else ("", sure, None)
    shown = spell or own
    certain, possible = said.counts.get(program, (0, 0))
    return {
        "program": program,
        "name": name,
        "names": said.names.get(program, []),
        "type": type_,
        "part_of": part_of,
        "period": period,
        "actors": [
            dict(zip(("actor", "name", "role"), actor, strict=True))
            for actor in said.actors.get(program, [])
        ],
        "happenings": certain,
        "possible": possible,
        "status_declared": declared,
        "status_iati": _IATI.get(declared),
        "status_derived": status,
        "status_match": None if asked.as_of is None else sure.word,
        "phase": phase or None,
        "match": None if asked.as_of is None else (match if spell else sure).word,
        "since": shown.start if shown else None,
        "until": shown.end if shown else None,
        "until_by": shown.end_by if shown else None,
        "phases": list(_phase_rows(runs, phases, asked, said.hemisphere)),
    }


_ON = ("implementation", "suspended")


def _judge(own: Sequence[Spell], asked: Asked) -> tuple[str, Match, Spell | None]:
    """The derived status, how sure it is, and the spell that it rests on."""
    real = [spell for spell in standing(own, asked) if spell.state != "mentioned"]
    if asked.as_of is None:
        return (_STATUS[real[-1].state], Match.CERTAIN, real[-1]) if real else _NOT_BEGUN
    day = asked.as_of
    for sure in (Match.CERTAIN, Match.POSSIBLE):
        for spell in reversed(real):
            if spell.on(day) is sure:
                return *_under_way(spell, day, sure), spell
    over = [spell for spell in real if spell.bounds.earliest_start <= day]
    if over:
        planned = over[-1].end_by == "planned"
        status = "closed" if planned else _STATUS[over[-1].state]
        return status, Match.POSSIBLE if planned else Match.CERTAIN, over[-1]
    may_have = any(spell.on(day) for spell in own) or any(standing(own, asked))
    return "not-begun", Match.POSSIBLE if may_have else Match.CERTAIN, None


_NOT_BEGUN = ("not-begun", Match.CERTAIN, None)


def _under_way(spell: Spell, day: int, sure: Match) -> tuple[str, Match]:
    suspended = spell.suspended(day)
    return ("suspended", min(sure, suspended)) if suspended else ("implementation", sure)


def _phase(runs: Runs, asked: Asked, order: Sequence[str]) -> tuple[str, Match, Spell | None]:
    """The phase a program is in: of those that surely run the one begun last, else a possible."""
    ranked: list[tuple[Match, float, int, str, Spell]] = []
    for phase, spells in runs.items():
        place = order.index(phase) if phase in order else -1
        for spell in standing(spells, asked):
            match = _runs(spell, asked)
            if phase and match and spell.state != "mentioned":
                ranked.append((match, spell.bounds.latest_start, place, phase, spell))
    if not ranked:
        return "", Match.IMPOSSIBLE, None
    match, _, _, phase, spell = max(ranked, key=lambda one: one[:4])
    return phase, match, spell


def _runs(spell: Spell, asked: Asked) -> Match:
    if asked.as_of is not None:
        return spell.on(asked.as_of)
    return Match.CERTAIN if spell.state in ("running", "suspended") else Match.IMPOSSIBLE


def _phase_rows(
    runs: Runs, declared: Sequence[Sequence[str]], asked: Asked, hemisphere: Hemisphere
) -> Iterator[Row]:
    known = {phase for phase, *_ in declared}
    undeclared = [(phase, None, None) for phase in sorted({*runs} - known - {""})]
    phases: list[Sequence[str | None]] = [*declared, *undeclared]
    for phase, name, planned in phases:
        assert phase is not None  # noqa: S101 (no column of keys has nulls)
        said: Row = {"phase": phase, "name": name, "planned": planned}
        stood = standing(runs.get(phase, ()), asked)
        for spell in stood:
            said |= {"status_derived": _phase_status(spell, asked)}
            yield said | {"match": spell_match(spell, asked)} | spell_fields(spell, hemisphere)
        if not stood:
            said |= {"status_derived": "not-begun", "match": _unseen(runs, phase, asked)}
            yield said | _NOTHING


def _unseen(runs: Runs, phase: str, asked: Asked) -> str | None:
    """Whether a phase of which nothing had happened may run all the same."""
    if asked.as_of is None:
        return None
    day = asked.as_of
    return max((spell.on(day) for spell in runs.get(phase, ())), default=Match.IMPOSSIBLE).word


def _phase_status(spell: Spell, asked: Asked) -> str:
    if spell.state == "mentioned":
        return spell.state
    if asked.as_of is None:
        return _STATUS[spell.state]
    if spell.on(asked.as_of):
        return _under_way(spell, asked.as_of, Match.CERTAIN)[0]
    if spell.bounds.earliest_start > asked.as_of:
        return "not-begun"
    return "closed" if spell.end_by == "planned" else _STATUS[spell.state]


_NOTHING: Row = dict.fromkeys(
    ("start", "start_earliest", "start_latest", "end", "end_earliest", "end_latest", "end_by")
) | {"state": "not-begun", "last_seen": None, "last_seen_date": None, "evidence": []}
