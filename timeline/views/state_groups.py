"""How many programs, happenings and actors are in each phase, office or state, on a day."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, TypedDict

from timeline.dates.edtf import Match
from timeline.event.spells import Spell
from timeline.projection.known_spells import spells_of_offices
from timeline.views.grouping import StatesBy
from timeline.views.programs import ProgramRow, programs
from timeline.views.query import Query
from timeline.views.states import UNDER_WAY, state_of


class StateGroupRow(TypedDict):
    """A phase, an office or a state in which something is on a day."""

    key: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    programs: Annotated[int, "how many programs are certainly in it"]
    possible_programs: Annotated[int, "how many more possibly are"]
    happenings: Annotated[int, "how many happenings are certainly told of it"]
    possible: Annotated[int, "how many more possibly are"]
    actors: Annotated[int, "how many actors certainly hold it or took part"]
    possible_actors: Annotated[int, "how many more possibly did"]
    first: Annotated[str | None, "the date of the first happening, EDTF"]
    last: Annotated[str | None, "the date of the last happening, EDTF"]


FIELDS = tuple(StateGroupRow.__annotations__)


class _Group(NamedTuple):
    """Programs, happenings and actors of a group, each with how surely it belongs there."""

    name: str
    programs: dict[str, Match]
    happenings: dict[str, Match]
    actors: dict[str, Match]
    dates: dict[str, str]


def state_groups(
    db: sqlite3.Connection, query: Query, by: StatesBy, day: int | None
) -> list[StateGroupRow]:
    """One row a phase, an office or a state in which something is on a day.

    Programs are in a phase while it runs, and in the state that is derived; actors are in an
    office. Happenings are those picked that are told of that phase, office or program; of a phase
    and a state the actors are those that took part in them, of an office the programs are theirs.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        by: what makes a group.
        day: on which it is judged; None for after all that is on record.

    Returns:
        Rows with the fields of `FIELDS`, those with the most programs first, or actors. Counts are
        of what is certain, with the possible apart; first and last are dates of happenings.
    """
    on_day = query._replace(as_of=day, dated=day is not None)
    groups = _by_office(db, on_day) if by == "office" else _by_program(db, on_day, by)
    rows = [_row(key, group) for key, group in groups.items()]
    return sorted(rows, key=lambda row: (-_size(row, by), row["name"].casefold()))


def _size(row: StateGroupRow, by: StatesBy) -> int:
    if by == "office":
        return row["actors"] + row["possible_actors"]
    return row["programs"] + row["possible_programs"]


def _row(key: str, group: _Group) -> StateGroupRow:
    dates = list(group.dates.values())
    programs, possible_programs = _split(group.programs)
    happenings, possible = _split(group.happenings)
    actors, possible_actors = _split(group.actors)
    return {
        "key": key,
        "name": group.name,
        "programs": programs,
        "possible_programs": possible_programs,
        "happenings": happenings,
        "possible": possible,
        "actors": actors,
        "possible_actors": possible_actors,
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
    }


def _split(items: Mapping[str, Match]) -> tuple[int, int]:
    """How many items are certain, and how many possible."""
    certain = sum(match is Match.CERTAIN for match in items.values())
    return certain, len(items) - certain


def _empty(name: str) -> _Group:
    return _Group(name, {}, {}, {}, {})


def _put(items: dict[str, Match], key: str, match: Match) -> None:
    items[key] = max(items.get(key, Match.IMPOSSIBLE), match)


def _match(word: str | None) -> Match:
    return Match.POSSIBLE if word == "possible" else Match.CERTAIN


def _memberships(
    rows: Iterable[ProgramRow], by: StatesBy
) -> Iterator[tuple[str, str, str, str, Match]]:
    """Program, phase ('' for all of it), group, name of the group, and how surely."""
    for row in rows:
        program = row["program"]
        if by == "state":
            state = state_of(row)
            yield program, "", state, state.replace("-", " "), _match(row["status_match"])
            continue
        for phase in row["phases"]:
            if state_of(phase) in UNDER_WAY and phase["match"] != "impossible":
                key, name = phase["phase"], phase["name"] or phase["phase"]
                yield program, key, key, name, _match(phase["match"])


def _by_program(db: sqlite3.Connection, on_day: Query, by: StatesBy) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    members: dict[tuple[str, str], tuple[str, Match]] = {}
    rows = programs(db, on_day, depth="phases" if by == "phase" else "states")
    for program, phase, key, name, match in _memberships(rows, by):
        _put(groups.setdefault(key, _empty(name)).programs, program, match)
        members[program, phase] = key, match
    sql = """
        SELECT k.id, k.match, h.date, x.program, coalesce(x.phase, '')
        FROM picked AS k JOIN happenings AS h ON h.n = k.n
        JOIN program_part_rows AS x ON x.n = k.n
        WHERE NOT k.unbounded ORDER BY k.n
    """
    for id_, match, date, program, phase in db.execute(sql).fetchall():
        found = members.get((program, "" if by == "state" else phase))
        if found:
            _add(groups[found[0]], id_, min(Match(match), found[1]), date)
    _join(db, groups, "actors", "SELECT happening, actor FROM participations")
    return groups


def _by_office(db: sqlite3.Connection, on_day: Query) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for office, runs in spells_of_offices(db).items():
        match = _held(runs, on_day)
        if match:
            group = groups.setdefault(office.office, _empty(office.office))
            _put(group.actors, office.actor, match)
    sql = """
        SELECT k.id, k.match, h.date, x.actor, coalesce(x.capacity, x.role)
        FROM picked AS k JOIN happenings AS h ON h.n = k.n
        JOIN participation_rows AS x ON x.n = k.n
        WHERE (x.capacity IS NOT NULL OR x.effect <> '[]') AND NOT k.unbounded ORDER BY k.n
    """
    for id_, match, date, actor, office in db.execute(sql).fetchall():
        if office in groups and (sure := groups[office].actors.get(actor)):
            _add(groups[office], id_, min(Match(match), sure), date)
    _join(db, groups, "programs", "SELECT happening, program FROM program_parts")
    return {key: group for key, group in groups.items() if group.happenings or not on_day.filtered}


def _held(runs: Sequence[Spell], on_day: Query) -> Match:
    """Whether an office is held on the day asked for; without one, whether it ever was."""
    if on_day.as_of is None:
        return Match.CERTAIN
    return max((spell.on(on_day.as_of) for spell in runs), default=Match.IMPOSSIBLE)


def _add(group: _Group, id_: str, match: Match, date: str) -> None:
    _put(group.happenings, id_, match)
    group.dates[id_] = date


def _join(db: sqlite3.Connection, groups: Mapping[str, _Group], what: str, sql: str) -> None:
    """Add to groups the actors or programs of their happenings."""
    named: dict[str, list[str]] = {}
    for id_, key in db.execute(sql):
        named.setdefault(id_, []).append(key)
    for group in groups.values():
        for id_, match in group.happenings.items():
            for key in named.get(id_, ()):
                _put(getattr(group, what), key, match)
