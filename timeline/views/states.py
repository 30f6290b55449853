"""The states that programs are in, as `timeline.views.programs` judges them."""

import sqlite3
from collections.abc import Sequence

from timeline.errors import TimelineError
from timeline.views.filters import Asked, nothing_picked
from timeline.views.programs import programs

STATES = ("announced", "not-begun", "implementation", "suspended", "cancelled", "closed")
"""The derived states of a program."""
UNDER_WAY = ("implementation", "suspended")
"""Those in which a program or a phase is while it runs."""

Row = dict[str, object]


def state_named(typed: str) -> str:
    """The state that was typed, in any case, with spaces or hyphens.

    Raises:
        TimelineError: there is no such state; the remedy names the nearest.
    """
    word = "-".join(typed.lower().replace("_", " ").split())
    if word in STATES:
        return word
    from timeline.schema import likely  # noqa: PLC0415 (only a mistake pays for it)

    raise TimelineError(f"no state `{typed}`", likely(word, STATES))


def state_of(row: Row) -> str:
    """The state of a row of `programs`, or of one of its phases."""
    return "announced" if row.get("announced") else str(row["status_derived"])


def programs_in(db: sqlite3.Connection, states: Sequence[str], day: int | None) -> list[str]:
    """The programs that are certainly or possibly in one of some states.

    Args:
        db: a fresh projection, its clocks entered.
        states: as `STATES` has them.
        day: on which; None for after all that is on record.

    Returns:
        Their keys.
    """
    nothing_picked(db)
    asked = Asked((), (), day, certain=False, filtered=False, dated=day is not None)
    rows = programs(db, asked)
    return sorted(str(row["program"]) for row in rows if state_of(row) in states)
