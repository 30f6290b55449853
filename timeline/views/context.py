"""The context of a happening or a date: the time from before it began until after it ended."""

import contextlib
import math
import re
import sqlite3
from typing import NamedTuple

from timeline.base.days import civil, day_number, days_in_month
from timeline.base.errors import TimelineError, UsageError
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere

WINDOW = "30d"
"""How far before and after a happening its context goes, unless a window says."""
_WINDOW = re.compile(r"(\d{1,5}) ?([dwmy])", re.ASCII | re.IGNORECASE)


class Context(NamedTuple):
    """The id of a happening, empty for a date, and the days of its context, both included."""

    id: str
    first: float
    last: float


def find_context(
    db: sqlite3.Connection, typed: str, window: str, hemisphere: Hemisphere
) -> Context:
    """The context of a date or a happening.

    Args:
        db: a fresh projection.
        typed: a date, as EDTF or in words; else an id, its beginning, or words of a title.
        window: how far before and after it: days, weeks, months or years, such as 30d or 6w.
        hemisphere: for the seasons 21 to 24.

    Raises:
        TimelineError: no such happening, or it is retracted.
        UsageError: no window.
    """
    found = _WINDOW.fullmatch(window.strip())
    if not found:
        raise UsageError(f"no window `{window}`", "such as 30d, 6w, 3m or 2y")
    count, unit = int(found[1]), found[2].lower()
    id_, date = _found(db, typed, hemisphere)
    return Context(id_, _moved(date.earliest, -count, unit), _moved(date.latest, count, unit))


def _found(db: sqlite3.Connection, typed: str, hemisphere: Hemisphere) -> tuple[str, edtf.Date]:
    """The id and date of a happening, or no id and the date that was typed."""
    from timeline.dates.words.reader import read_typed_date  # noqa: PLC0415 (only a context needs these)
    from timeline.projection.find_event import find_event  # noqa: PLC0415

    with contextlib.suppress(TimelineError):
        return "", read_typed_date(typed, hemisphere=hemisphere)
    id_ = find_event(db, typed)
    row = db.execute("SELECT date FROM happenings WHERE id = ?", (id_,)).fetchone()
    if not row:
        problem = f"`{typed}` is not a happening that stands"
        raise TimelineError(problem, f"it is a declaration, a correction, or retracted: {id_}")
    return id_, edtf.parse(row[0], hemisphere)


def _moved(day: float, count: int, unit: str) -> float:
    """A day so many units later; of a month that is too short for it, its last."""
    if math.isinf(day):
        return day
    if unit in "dw":
        return day + count * (7 if unit == "w" else 1)
    year, month, day_of_month = civil(int(day))
    year, month = divmod(year * 12 + month - 1 + count * (12 if unit == "y" else 1), 12)
    return day_number(year, month + 1, min(day_of_month, days_in_month(year, month + 1)))
