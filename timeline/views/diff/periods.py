"""What happened in each of two periods, side by side."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.projection.evidence import program_runs
from timeline.projection.lookup import shown_names
from timeline.projection.settings import hemisphere_of
from timeline.views.actors import actors
from timeline.views.ask import ask
from timeline.views.chronology import chronology
from timeline.views.diff.side import PERIOD_VIEWS
from timeline.views.figures import totals
from timeline.views.filters import understand
from timeline.views.offices import runs_in
from timeline.views.query import Filters, Query
from timeline.views.standing import standing
from timeline.views.typed_dates import days_of

Row = dict[str, object]
Counts = Mapping[str, tuple[int, int]]
"""How many happenings each word or key has: surely in a period, and possibly besides."""


class Period(NamedTuple):
    """What happened in one period, as typed. Programs are named by key.

    `phases` are those that each program was in: phase (None for the program's own), match, and
    start, end and end_by, as `programs` has them. `unbounded` is how many more happenings may have
    been in the period only by an open or unknown side of their dates.
    """

    typed: str
    chronology: list[Row]
    kinds: Counts
    actors: Mapping[str, Row]
    programs: Counts
    phases: Mapping[str, list[Row]]
    figures: Mapping[str, Row]
    names: Mapping[str, str]
    unbounded: int


def periods(
    db: sqlite3.Connection, typed: Sequence[str], filters: Filters, *, bounded: bool = False
) -> list[Period]:
    """What overlaps each of some periods, surely or possibly.

    Args:
        db: a fresh projection.
        typed: the periods, as EDTF or in words.
        filters: which happenings to look at, without `during`.
        bounded: leave out what answers only by an open or unknown side of its date.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    return [_period(db, period, filters, bounded=bounded) for period in typed]


def _period(db: sqlite3.Connection, typed: str, filters: Filters, *, bounded: bool) -> Period:
    chosen = understand(db, filters).filtered
    _, _, query, aside = ask(db, filters._replace(during=typed), bounded=bounded)
    rows = list(chronology(db, query))
    named = [row for row in rows if not row["unbounded"]]
    who = actors(db, query, parts=not filters.no_parts)
    took_part = [row for row in who if row["happenings"] or row["possible"]]
    programs = _counted((row["match"], {p["program"] for p in _parts(row)}) for row in named)
    phases = _phases(db, query, typed)
    return Period(
        typed,
        rows,
        _counted((row["match"], [str(row["kind"])]) for row in named),
        {str(row["actor"]): row for row in took_part},
        programs,
        {key: found for key, found in phases.items() if not chosen or key in programs},
        {str(row["key"]): row for row in totals(db)},
        shown_names(db, "program"),
        sum(aside) + len(rows) - len(named),
    )


def _parts(row: Row) -> Sequence[Mapping[str, str]]:
    parts = row["programs"]
    return parts if isinstance(parts, list) else []


def _counted(rows: Iterable[tuple[object, Iterable[str]]]) -> Counts:
    """How many rows each word has, surely and possibly, of rows of a match and words."""
    found: dict[str, tuple[int, int]] = {}
    for match, words in rows:
        for word in words:
            sure, possible = found.get(word, (0, 0))
            found[word] = (sure, possible + 1) if match == "possible" else (sure + 1, possible)
    return found


def _phases(db: sqlite3.Connection, query: Query, typed: str) -> dict[str, list[Row]]:
    """The phases in which programs were in a period; phase is None for the program's own."""
    first, last = days_of(db, typed)
    found: dict[str, list[Row]] = {}
    for program, phases in program_runs(db, hemisphere_of(db)).items():
        for phase, spells in phases.items():
            for spell in standing(spells, query):
                match = runs_in(spell, first, last)
                if match and spell.state != "mentioned":
                    said: Row = {"phase": phase or None, "match": match.word}
                    row = said | {"start": spell.start, "end": spell.end, "end_by": spell.end_by}
                    found.setdefault(program, []).append(row)
    return found


def side_by_side(found: Sequence[Period], views: Sequence[str] = PERIOD_VIEWS) -> Row:
    """Periods as the JSON of the command: every list of values has one a period.

    Returns:
        periods, happenings and possible (how many), unbounded (how many more may have been there
        only by an open or unknown side of their dates), kinds, chronology (rows), actors, programs
        and figures: a row each that is in any of the periods; None for a view not asked for.
    """
    whole: Row = {"periods": [period.typed for period in found]}
    whole |= {"happenings": [], "possible": []}
    for name, index in (("happenings", 0), ("possible", 1)):
        whole[name] = [sum(count[index] for count in p.kinds.values()) for p in found]
    return whole | {
        "kinds": _kinds(found) if "chronology" in views else None,
        "chronology": [period.chronology for period in found] if "chronology" in views else None,
        "actors": _actors(found) if "actors" in views else None,
        "programs": _programs(found) if "programs" in views else None,
        "figures": _figures(found) if "figures" in views else None,
        "unbounded": [period.unbounded for period in found],
    }


_NONE = (0, 0)


def _counts(counts: Sequence[tuple[int, int]]) -> Row:
    return {"happenings": [sure for sure, _ in counts], "possible": [more for _, more in counts]}


def _kinds(found: Sequence[Period]) -> list[Row]:
    kinds = sorted({kind for period in found for kind in period.kinds})
    rows = [{"kind": k} | _counts([p.kinds.get(k, _NONE) for p in found]) for k in kinds]
    return sorted(rows, key=_most)


def _most(row: Row) -> int:
    return -sum(sum(map(int, value)) for value in row.values() if isinstance(value, list))


def _actors(found: Sequence[Period]) -> list[Row]:
    rows: list[Row] = []
    for key in dict.fromkeys(key for period in found for key in period.actors):
        each = [period.actors.get(key) for period in found]
        said: Row = {"actor": key, "name": next(row["name"] for row in each if row)}
        for field in ("happenings", "possible"):
            said[field] = [row[field] if row else 0 for row in each]
        rows.append(said | {"roles": [row["roles"] if row else [] for row in each]})
    return sorted(rows, key=_named)


def _named(row: Row) -> str:
    return str(row["name"]).casefold()


def _programs(found: Sequence[Period]) -> list[Row]:
    rows: list[Row] = []
    for key in dict.fromkeys(key for p in found for key in (*p.programs, *p.phases)):
        said: Row = {"program": key, "name": found[0].names.get(key, key)}
        said |= _counts([period.programs.get(key, _NONE) for period in found])
        rows.append(said | {"phases": [period.phases.get(key, []) for period in found]})
    return sorted(rows, key=_named)


def _figures(found: Sequence[Period]) -> list[Row]:
    rows: list[Row] = []
    for key in sorted({key for period in found for key in period.figures}):
        each = [period.figures.get(key) for period in found]
        first = next(row for row in each if row)
        said: Row = {name: first[name] for name in ("key", "measure", "unit")}
        totals_ = [row and {name: row[name] for name in _TOTAL} for row in each]
        rows.append(said | {"totals": totals_})
    return rows


_TOTAL = ("total", "bound", "count", "possible", "match")


def rows(whole: Row) -> Iterator[Row]:
    """What `side_by_side` gives, as rows: one for each thing in each period that it is in."""
    periods = whole["periods"]
    assert isinstance(periods, list)  # noqa: S101 (side_by_side() makes it so)
    for view, key in _KEYS.items():
        found = whole[view]
        for row in found if isinstance(found, list) else ():
            for i, period in enumerate(periods):
                said = {
                    n: v[i] for n, v in row.items() if isinstance(v, list) and any(v[i : i + 1])
                }
                if said:
                    named = {"view": view, "key": row[key], "name": row.get("name", row[key])}
                    total = said.pop("totals", {})
                    yield named | {"period": period} | dict.fromkeys(FIELDS[4:]) | said | total


_KEYS = {"kinds": "kind", "actors": "actor", "programs": "program", "figures": "key"}
FIELDS = (
    *("view", "key", "name", "period", "happenings", "possible", "roles", "phases"),
    *("total", "bound", "count", "match"),
)
"""The fields of `rows`."""
