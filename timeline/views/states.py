"""The states that programs are in, as `timeline.views.programs` judges them."""

import sqlite3
from collections.abc import Mapping, Sequence

from timeline.base.errors import TimelineError
from timeline.views.known_words import find_words
from timeline.views.picked import clear_picked
from timeline.views.programs import PhaseRow, ProgramRow, programs
from timeline.views.query import Filters, Query

STATES = ("announced", "not-begun", "implementation", "suspended", "cancelled", "closed")
"""The derived states of a program."""
OF_STATES = ("phase", "state", "not_phase", "not_state")
"""The filters that programs themselves answer."""
UNDER_WAY = ("implementation", "suspended")
"""Those in which a program or a phase is while it runs."""


def state_named(typed: str) -> str:
    """The state that was typed, in any case, with spaces or hyphens.

    Raises:
        TimelineError: there is no such state; the remedy names the nearest.
    """
    word = "-".join(typed.lower().replace("_", " ").split())
    if word in STATES:
        return word
    from timeline.event.schema import likely  # noqa: PLC0415 (only a mistake pays for it)

    raise TimelineError(f"no state `{typed}`", likely(word, STATES))


def state_of(row: ProgramRow | PhaseRow) -> str:
    """The state of a row of `programs`, or of one of its phases."""
    return "announced" if row["announced"] else row["status_derived"]


def programs_in(db: sqlite3.Connection, states: Sequence[str], day: int | None) -> list[str]:
    """The programs that are certainly or possibly in one of some states.

    Args:
        db: a fresh projection, its clocks entered.
        states: as `STATES` has them.
        day: on which; None for after all that is on record.

    Returns:
        Their keys.
    """
    clear_picked(db)
    query = Query((), (), (), day, certain=False, filtered=False, dated=day is not None)
    rows = programs(db, query, depth="states")
    return sorted(row["program"] for row in rows if state_of(row) in states)


def without_states(filters: Filters) -> Filters:
    """Filters without the phase and the state, which `in_states` asks of programs themselves."""
    return filters._replace(phase=(), state=(), not_phase=(), not_state=())


def filter_by_state(
    db: sqlite3.Connection, rows: Sequence[ProgramRow], filters: Filters
) -> list[ProgramRow]:
    """Rows of `programs` that are, at least possibly, in a phase and a state that filters name.

    Args:
        db: a fresh projection.
        rows: of programs.
        filters: of which `phase`, `state` and their negations count.

    Raises:
        TimelineError: a phase or state that means nothing.
    """
    named = {
        name: find_words(db, "phase", typed)
        if name.endswith("phase")
        else list(map(state_named, typed))
        for name in OF_STATES
        if (typed := getattr(filters, name))
    }
    return [row for row in rows if _chosen(row, named, certain=filters.certain)]


def _chosen(row: ProgramRow, named: Mapping[str, Sequence[str]], *, certain: bool) -> bool:
    phases, state = phases_of(row), state_of(row)
    if certain:
        phases = {phase: match for phase, match in phases.items() if match != "possible"}
        state = "" if row["status_match"] == "possible" else state
    tests = (
        "phase" not in named or any(phase in named["phase"] for phase in phases),
        "state" not in named or state in named["state"],
        not any(phase in named.get("not_phase", ()) for phase in phases),
        state not in named.get("not_state", ()),
    )
    return all(tests)


def phases_of(row: ProgramRow) -> Mapping[str, str | None]:
    """The phases that a row of `programs` is in, with how surely (None where no day was asked)."""
    return {
        phase["phase"]: phase["match"]
        for phase in row["phases"]
        if state_of(phase) in UNDER_WAY and phase["match"] != "impossible"
    }
