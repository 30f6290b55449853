"""Programs: the phase each is in, declared and derived."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, NamedTuple, TypedDict, final

from timeline.base.days import today
from timeline.dates.edtf import Hemisphere, Match
from timeline.event.spells import Spell
from timeline.projection.evidence import SpellFields, spell_fields
from timeline.projection.known_spells import spells_of_programs
from timeline.projection.lookup import other_names
from timeline.projection.settings import hemisphere_of
from timeline.views.clause import one_of
from timeline.views.query import Query
from timeline.views.standing import spell_match, standing


class ProgramActor(TypedDict):
    """An actor that a program declares."""

    actor: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    role: Annotated[str, "such as funder"]


class PhaseRow(SpellFields):
    """A spell of a phase; or a phase of which nothing has happened."""

    phase: Annotated[str, "its key"]
    name: Annotated[str | None, "its name, as declared"]
    planned: Annotated[str | None, "when it is planned, as declared, EDTF"]
    status_derived: Annotated[str, "not-begun, implementation, suspended, closed, and so on"]
    announced: Annotated[str | None, "when it is to begin by a planned happening, EDTF"]
    unended: Annotated[bool, "whether it had begun, and neither an end nor more is on record"]
    match: Annotated[str | None, "certain, possible or impossible on the day; null without one"]


class ProgramFields(TypedDict):
    """A program: what it declares, and what the record shows."""

    program: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    short: Annotated[str | None, "its name where room is scarce"]
    names: Annotated[list[str], "its other names"]
    type: Annotated[str | None, "programme, project, law or strategy"]
    part_of: Annotated[str | None, "the key of the program that it is part of"]
    period: Annotated[str | None, "its period, as declared, EDTF"]
    actors: Annotated[list[ProgramActor], "its actors, as declared"]
    happenings: Annotated[int, "how many happenings are certainly in it"]
    possible: Annotated[int, "how many more possibly are"]
    unbounded: Annotated[int, "how many more match only by an open or unknown side of their dates"]
    status_declared: Annotated[str | None, "its status, as declared"]
    status_iati: Annotated[str | None, "that status by its code and name at IATI"]
    status_derived: Annotated[str, "not-begun, implementation, suspended, closed or cancelled"]
    status_match: Annotated[str | None, "certain or possible; null without a day"]
    phase: Annotated[str | None, "the phase that it is in"]
    phases_running: Annotated[list[str], "all phases that it is in, begun last first"]
    match: Annotated[str | None, "of the phase: certain or possible; null without a day"]
    since: Annotated[str | None, "when the phase, or the program, began, EDTF"]
    until: Annotated[str | None, "when it ended, EDTF"]
    until_by: Annotated[str | None, "what says that it ended: recorded, planned or next-phase"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]
    unended: Annotated[bool, "whether it had begun, and neither an end nor more is on record"]
    announced: Annotated[str | None, "when it is to begin by a planned happening, EDTF"]
    phases: Annotated[list[PhaseRow], "its phases, a row a spell"]


@final
class ProgramRow(ProgramFields):
    """A program: what it declares, and what the record shows."""


FIELDS = tuple(ProgramRow.__annotations__)
"""The fields of a row, in the order of the machine formats."""
Runs = Mapping[str, Sequence[Spell]]
Depth = Literal["states", "phases", "evidence"]
"""How much is told of programs: their states, also their phases, also what these rest on."""
_Phase = tuple[str, str | None, str | None]
"""A declared phase: its key, its name, and when it is planned."""

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
    query: Query,
    key: str | None = None,
    *,
    runs: Mapping[str, Runs] | None = None,
    depth: Depth = "evidence",
    only: Collection[str] | None = None,
) -> list[ProgramRow]:
    """One row a program: its status and phase, as of the day asked for or after all on record.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for. Filters choose which programs are shown, those with a picked
            happening; phases are judged on all evidence.
        key: only this program.
        runs: the spells of programs, when the caller has them.
        depth: with "states", `phases` is left empty; with these and "phases", nothing is counted,
            and evidence is left empty.
        only: none but these.

    Returns:
        Rows by name; since and until are of the phase, or of the program when it is in none.
    """
    counting = depth == "evidence" or query.filtered
    said = _Said(
        _runs(db, key, depth) if runs is None else runs,
        _counts(db, key) if counting else {},
        other_names(db, "program", only if key is None else [key]),
        _grouped(db.execute(_ACTORS)),
        _declared_phases(db),
        _announced(db, query, only),
        hemisphere_of(db),
        depth,
    )
    asked = one_of("program", key, only)
    rows = [
        _row(found, said, query)
        for found in db.execute(f"{_PROGRAMS} AND {asked.sql}", asked.values)
        if key is not None or not query.filtered or found[0] in said.counts
    ]
    rows.sort(key=lambda row: (row["name"].casefold(), row["program"]))
    return rows


def _runs(db: sqlite3.Connection, key: str | None, depth: Depth) -> Mapping[str, Runs]:
    keys = None if key is None else [key]
    return spells_of_programs(db, keys, evidence=depth == "evidence")


def _counts(db: sqlite3.Connection, key: str | None) -> Mapping[str, Sequence[int]]:
    """How many picked happenings are in each program, or in one: surely, possibly, unbounded."""
    only, values = ("", ()) if key is None else ("WHERE p.program = ?", (key,))
    sql = f"{_COUNTS} {only} GROUP BY p.program"
    return {program: counts for program, *counts in db.execute(sql, values)}


_PROGRAMS = """
    SELECT program, name, short, type, part_of, period, status FROM programs
    WHERE same_as IS NULL
"""
_COUNTS = """
    SELECT p.program, count(DISTINCT iif(k.match = 2, k.n, NULL)),
           count(DISTINCT iif(k.match = 1 AND NOT k.unbounded, k.n, NULL)),
           count(DISTINCT iif(k.unbounded, k.n, NULL))
    FROM picked AS k
    CROSS JOIN program_part_rows AS p ON p.n = k.n
    CROSS JOIN happenings AS h ON h.n = k.n AND h.status = 'occurred'
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


def _declared_phases(db: sqlite3.Connection) -> Mapping[str, list[_Phase]]:
    """The phases that programs declare, in their order."""
    found: dict[str, list[_Phase]] = defaultdict(list)
    for program, phase, name, planned in db.execute(_PHASES):
        found[program].append((phase, name, planned))
    return found


def _announced(
    db: sqlite3.Connection, query: Query, only: Collection[str] | None
) -> Mapping[tuple[str, str], str]:
    """When the first is to happen that is planned in a program ('') or in a phase, as EDTF.

    As of a day only what had been announced; without one also what is declared.
    """
    some = None if only is None else json.dumps([*only])
    planned = db.execute(_PLANNED, (query.as_of, some)).fetchall()
    if query.as_of is None:
        planned += db.execute(_DECLARED).fetchall()
    found: dict[tuple[str, str], str] = {}
    for program, phase, date in planned:
        for place in ("", phase):
            found.setdefault((program, place), date)
    return found


_PLANNED = """
    SELECT f.program, f.phase, h.date FROM (
        SELECT p.program, coalesce(p.phase, '') AS phase, min(p.n) AS n
        FROM happenings AS h CROSS JOIN program_part_rows AS p ON p.n = h.n
        WHERE h.status <> 'occurred' AND h.status = 'planned'
          AND (?1 IS NULL OR h.counts_from <= ?1)
          AND (?2 IS NULL OR p.program IN (SELECT value FROM json_each(?2)))
        GROUP BY 1, 2
    ) AS f JOIN happenings AS h ON h.n = f.n ORDER BY f.n
"""
_DECLARED = """
    SELECT program, phase, planned FROM declared_phases WHERE planned IS NOT NULL
    UNION ALL SELECT program, '', period FROM programs WHERE period IS NOT NULL
"""


class _Said(NamedTuple):
    """What is known of all programs, by program."""

    runs: Mapping[str, Runs]
    counts: Mapping[str, Sequence[int]]
    names: Mapping[str, list[str]]
    actors: Mapping[str, list[Sequence[str]]]
    phases: Mapping[str, list[_Phase]]
    announced: Mapping[tuple[str, str], str]
    hemisphere: Hemisphere
    depth: Depth


def _row(found: Sequence[str], said: _Said, query: Query) -> ProgramRow:
    program, name, short, type_, part_of, period, declared = found
    runs = said.runs.get(program, {})
    phases = said.phases.get(program, [])
    status, sure, own = _derive_status(runs.get("", ()), query)
    order = [phase for phase, *_ in phases]
    running = _running(runs, query, order) if status in _ON else []
    phase, spell = running[0] if running else (None, None)
    match = _match_running(spell, query) if spell else sure
    shown = spell or own
    fields = spell_fields(shown, said.hemisphere) if shown else _NOTHING
    certain, possible, unbounded = said.counts.get(program, (0, 0, 0))
    return {
        "program": program,
        "name": name,
        "short": short,
        "names": said.names.get(program, []),
        "type": type_,
        "part_of": part_of,
        "period": period,
        "actors": [
            {"actor": actor, "name": actor_name, "role": role}
            for actor, actor_name, role in said.actors.get(program, [])
        ],
        "happenings": certain,
        "possible": possible,
        "unbounded": unbounded,
        "status_declared": declared,
        "status_iati": _IATI.get(declared),
        "status_derived": status,
        "status_match": None if query.as_of is None else sure.word,
        "phase": phase,
        "phases_running": [phase for phase, _ in running],
        "match": None if query.as_of is None else match.word,
        "since": shown.start if shown else None,
        "until": shown.end if shown else None,
        "until_by": shown.end_by if shown else None,
        "last_seen": fields["last_seen"],
        "last_seen_date": fields["last_seen_date"],
        "unended": shown is not None and _is_unended(shown, query),
        "announced": said.announced.get((program, "")) if status == "not-begun" else None,
        "phases": [] if said.depth == "states" else list(_phase_rows(program, runs, said, query)),
    }


_ON = ("implementation", "suspended")


def _derive_status(own: Sequence[Spell], query: Query) -> tuple[str, Match, Spell | None]:
    """The derived status, how sure it is, and the spell that it rests on."""
    real = [spell for spell in standing(own, query) if spell.state != "mentioned"]
    if query.as_of is None:
        return _derive_last_status(real, query)
    day = query.as_of
    for sure in (Match.CERTAIN, Match.POSSIBLE):
        for spell in reversed(real):
            if spell.on(day) is sure:
                return *_status_during(spell, day, sure), spell
    over = [spell for spell in real if spell.bounds.earliest_start <= day]
    if over:
        status, match = _status_after(over[-1], query)
        return status, match, over[-1]
    may_have = any(spell.on(day) for spell in own) or any(standing(own, query))
    return "not-begun", Match.POSSIBLE if may_have else Match.CERTAIN, None


def _derive_last_status(real: Sequence[Spell], query: Query) -> tuple[str, Match, Spell | None]:
    """The derived status by all that is on record, whenever it happened."""
    if not real:
        return "not-begun", Match.CERTAIN, None
    if _is_past_plan(real[-1]):
        return *_status_after(real[-1], query), real[-1]
    return _STATUS[real[-1].state], Match.CERTAIN, real[-1]


def _is_past_plan(spell: Spell) -> bool:
    """Whether a spell was to end by a day that is past."""
    return spell.end_by == "planned" and spell.bounds.latest_end < today()


def _status_after(spell: Spell, query: Query) -> tuple[str, Match]:
    """The status after a spell; that it ended as planned is certain only if plans are to hold."""
    if spell.end_by != "planned":
        return _STATUS[spell.state], Match.CERTAIN
    return "closed", Match.CERTAIN if query.held else Match.POSSIBLE


def _status_during(spell: Spell, day: int, sure: Match) -> tuple[str, Match]:
    suspended = spell.suspended(day)
    return ("suspended", min(sure, suspended)) if suspended else ("implementation", sure)


def _running(runs: Runs, query: Query, order: Sequence[str]) -> list[tuple[str, Spell]]:
    """The phases that a program is in, begun last first: all that surely run, else that may."""
    ranked: list[tuple[Match, float, int, str, Spell]] = []
    for phase in runs.keys() - {""}:
        place = order.index(phase) if phase in order else -1
        able = [
            (_match_running(spell, query), spell.bounds.latest_start, place, phase, spell)
            for spell in standing(runs[phase], query)
            if spell.state != "mentioned"
        ]
        ranked += sorted(able, key=lambda one: one[:4])[-1:]
    ranked.sort(key=lambda one: one[:4], reverse=True)
    return [
        (phase, spell) for match, _, _, phase, spell in ranked if match and match is ranked[0][0]
    ]


def _match_running(spell: Spell, query: Query) -> Match:
    if query.as_of is not None:
        return spell.on(query.as_of)
    running = spell.state in ("running", "suspended") and not _is_past_plan(spell)
    return Match.CERTAIN if running else Match.IMPOSSIBLE


def _is_unended(spell: Spell, query: Query) -> bool:
    """Whether it had surely begun, no end is on record, and it is not known to have gone on."""
    if spell.end or spell.state not in ("running", "suspended") or query.held:
        return False
    day = query.as_of
    return day is None or (spell.bounds.latest_start <= day and spell.on(day) is Match.POSSIBLE)


def _phase_rows(program: str, runs: Runs, said: _Said, query: Query) -> Iterator[PhaseRow]:
    declared = said.phases.get(program, [])
    planned_only = {phase for key, phase in said.announced if key == program}
    known = {phase for phase, *_ in declared}
    undeclared = sorted({*runs, *planned_only} - known - {""})
    phases: list[_Phase] = [*declared, *((phase, None, None) for phase in undeclared)]
    for phase, name, planned in phases:
        stood = standing(runs.get(phase, ()), query)
        for spell in stood:
            yield {
                "phase": phase,
                "name": name,
                "planned": planned,
                "status_derived": _phase_status(spell, query),
                "announced": None,
                "unended": _is_unended(spell, query),
                "match": spell_match(spell, query),
                **spell_fields(spell, said.hemisphere),
            }
        if not stood:
            yield {
                "phase": phase,
                "name": name,
                "planned": planned,
                "status_derived": "not-begun",
                "unended": False,
                "announced": said.announced.get((program, phase)),
                "match": _unseen(runs, phase, query),
                **_NOTHING,
            }


def _unseen(runs: Runs, phase: str, query: Query) -> str | None:
    """Whether a phase of which nothing had happened may run all the same."""
    if query.as_of is None:
        return None
    day = query.as_of
    return max((spell.on(day) for spell in runs.get(phase, ())), default=Match.IMPOSSIBLE).word


def _phase_status(spell: Spell, query: Query) -> str:
    if spell.state == "mentioned":
        return spell.state
    if query.as_of is None:
        return "closed" if _is_past_plan(spell) else _STATUS[spell.state]
    if spell.on(query.as_of):
        return _status_during(spell, query.as_of, Match.CERTAIN)[0]
    if spell.bounds.earliest_start > query.as_of:
        return "not-begun"
    return "closed" if spell.end_by == "planned" else _STATUS[spell.state]


_NOTHING: SpellFields = {
    "start": None,
    "start_earliest": None,
    "start_latest": None,
    "end": None,
    "end_earliest": None,
    "end_latest": None,
    "end_by": None,
    "state": "not-begun",
    "last_seen": None,
    "last_seen_date": None,
    "evidence": [],
}
