"""What happened in each of two periods, side by side."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, NamedTuple, TypedDict

from timeline.base.advice import call
from timeline.projection.known_spells import spells_of_programs
from timeline.projection.lookup import shown_names
from timeline.views.actors import ActorRow, actors
from timeline.views.ask import ask
from timeline.views.chronology import ChronologyRow, chronology
from timeline.views.figures import TotalRow, totals
from timeline.views.filters import understand
from timeline.views.offices import runs_in
from timeline.views.query import Filters, Query
from timeline.views.standing import standing
from timeline.views.typed_dates import comparing, days_of


class PeriodPhase(TypedDict):
    """A phase that a program was in, in a period."""

    phase: Annotated[str | None, "its key; null for the program as a whole"]
    match: Annotated[str, "certain or possible"]
    start: Annotated[str | None, "when it began, EDTF"]
    end: Annotated[str | None, "when it ended, EDTF"]
    end_by: Annotated[str | None, "what says that it ended"]


Counts = Mapping[str, tuple[int, int]]
"""How many happenings each word or key has: surely in a period, and possibly besides."""


class Period(NamedTuple):
    """What happened in one period, as typed. Programs are named by key.

    `phases` are those that each program was in: phase (None for the program's own), match, and
    start, end and end_by, as `programs` has them. `unbounded` is how many more happenings may have
    been in the period only by an open or unknown side of their dates.
    """

    typed: str
    chronology: list[ChronologyRow]
    kinds: Counts
    actors: Mapping[str, ActorRow]
    programs: Counts
    phases: Mapping[str, list[PeriodPhase]]
    figures: Mapping[str, TotalRow]
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
    with comparing(call("diff", *typed, clock="recorded")):
        return [_period(db, period, filters, bounded=bounded) for period in typed]


def _period(db: sqlite3.Connection, typed: str, filters: Filters, *, bounded: bool) -> Period:
    chosen = understand(db, filters).filtered
    _, _, query, aside = ask(db, filters._replace(during=typed), bounded=bounded)
    rows = list(chronology(db, query))
    named = [row for row in rows if not row["unbounded"]]
    who = actors(db, query, parts=not filters.no_parts)
    took_part = [row for row in who if row["happenings"] or row["possible"]]
    programs = _counted((row["match"], {p["program"] for p in row["programs"]}) for row in named)
    phases = _phases(db, query, typed)
    return Period(
        typed,
        rows,
        _counted((row["match"], [row["kind"]]) for row in named),
        {row["actor"]: row for row in took_part},
        programs,
        {key: found for key, found in phases.items() if not chosen or key in programs},
        {row["key"]: row for row in totals(db)},
        shown_names(db, "program"),
        sum(aside) + len(rows) - len(named),
    )


def _counted(rows: Iterable[tuple[object, Iterable[str]]]) -> Counts:
    """How many rows each word has, surely and possibly, of rows of a match and words."""
    found: dict[str, tuple[int, int]] = {}
    for match, words in rows:
        for word in words:
            sure, possible = found.get(word, (0, 0))
            found[word] = (sure, possible + 1) if match == "possible" else (sure + 1, possible)
    return found


def _phases(db: sqlite3.Connection, query: Query, typed: str) -> dict[str, list[PeriodPhase]]:
    """The phases in which programs were in a period; phase is None for the program's own."""
    first, last = days_of(db, typed)
    found: dict[str, list[PeriodPhase]] = {}
    for program, phases in spells_of_programs(db, evidence=False).items():
        for phase, spells in phases.items():
            for spell in standing(spells, query):
                match = runs_in(spell, first, last)
                if match and spell.state != "mentioned":
                    row: PeriodPhase = {
                        "phase": phase or None,
                        "match": match.word,
                        "start": spell.start,
                        "end": spell.end,
                        "end_by": spell.end_by,
                    }
                    found.setdefault(program, []).append(row)
    return found
