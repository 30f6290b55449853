"""Dates and instants as typed, in days and microseconds."""

import contextlib
import math
import re
import sqlite3
from collections.abc import Iterator

from timeline.base.advice import Advice, Call, call
from timeline.base.errors import Fault, Reason, TimelineError
from timeline.dates import edtf
from timeline.projection import clocks
from timeline.projection.history import DAY
from timeline.projection.settings import hemisphere_of


def last_day(db: sqlite3.Connection, typed: str) -> int:
    """The last day of a date as typed: what "as of 2016" and "to 2016" mean.

    Raises:
        TimelineError: the text is no date, or it has no last day.
    """
    date = _read(db, typed)
    if math.isinf(date.latest):
        raise TimelineError(f"`{typed}` has no last day", "give a date such as 2016 or 2016-06-30")
    return int(date.latest)


def days_of(db: sqlite3.Connection, typed: str) -> tuple[float, float]:
    """The first and the last day of a date as typed, infinite where it is open.

    Raises:
        TimelineError: the text is no date.
    """
    date = _read(db, typed)
    return date.earliest, date.latest


def instant_of(db: sqlite3.Connection, typed: str) -> int:
    """The last microsecond of an instant or a date as typed, as `instants_of` gives it."""
    return instants_of(db, typed)[1]


def instants_of(db: sqlite3.Connection, typed: str) -> tuple[int, int]:
    """The first and the last microsecond (since 1970, UTC) of an instant or a date as typed.

    An instant is `2026-11-22T09:30`, with or without seconds, their fractions and a zone; without
    a zone it is in UTC.

    Raises:
        TimelineError: the text is neither, or the date has no last day.
    """
    found = re.fullmatch(_INSTANT, typed.strip())
    if not found:
        last = last_day(db, typed)
        first = days_of(db, typed)[0]
        return (int(max(first, _NO_DAY)) * DAY), clocks.end_of(last)
    day, hour, minute, second, fraction, zone = found.groups()
    of_day = (int(hour) * 60 + int(minute)) * 60 + int(second or 0)
    ahead = (int(zone[1:3]), int(zone[-2:])) if zone not in (None, "Z", "z") else (0, 0)
    if max(int(hour), ahead[0]) > 23 or max(int(minute), int(second or 0), ahead[1]) > 59:
        raise TimelineError(f"`{typed}` is no instant", "write 2026-11-22T09:30:00Z")
    micros = (last_day(db, day) * 86_400 + of_day) * 1_000_000
    # What is not written is as late as it can be: of 09:30 all of its minute counts.
    rest = 10 ** (6 - len(fraction)) if fraction else 1_000_000 if second else 60_000_000
    micros += int((fraction or "").ljust(6, "0"))
    offset = (ahead[0] * 60 + ahead[1]) * 60_000_000
    micros += offset if zone and zone[0] == "-" else -offset
    return micros, micros + rest - 1


_NO_DAY = -(10**6)
"""A day before anything was recorded, in place of the first of a date that has none."""


_INSTANT = (
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?"
    r"([Zz]|[+-]\d\d:?\d\d)?"
)


def one_day(db: sqlite3.Connection, typed: str) -> int:
    """The day that was typed.

    Raises:
        TimelineError: the text is no date, or not of one day.
    """
    date = _read(db, typed)
    if date.earliest != date.latest:
        raise TimelineError(f"`{typed}` is not one day", "give a day such as 2016-06-30")
    return int(date.earliest)


def span_of(db: sqlite3.Connection, typed: str) -> tuple[int, int]:
    """The first and the last day of a day, month or year that was typed.

    Raises:
        TimelineError: the text is no date, or it is open on a side.
    """
    first, last = days_of(db, typed)
    if math.isinf(first) or math.isinf(last):
        problem = f"`{typed}` is open on a side"
        raise TimelineError(problem, "give a day, a month or a year such as 2016")
    return int(first), int(last)


@contextlib.contextmanager
def comparing(how: Call) -> Iterator[None]:
    """Where dates are compared: a seal that was typed for one is compared by another call.

    Args:
        how: the call.

    Raises:
        TimelineError: of a seal, with the call; any other as it is.
    """
    try:
        yield
    except TimelineError as error:
        fault = error.faults[0]
        if fault.reason.code != "seal":
            raise
        remedy = Advice("compare what was on record", how)
        raise TimelineError(fault._replace(remedy=remedy)) from error


def _read(db: sqlite3.Connection, typed: str) -> edtf.Date:
    from timeline.dates.words.reader import read_typed_date  # noqa: PLC0415 (only a date filter needs it)

    try:
        return read_typed_date(typed, hemisphere=hemisphere_of(db))
    except edtf.EdtfError as error:
        if not _is_seal(db, typed):
            raise
        remedy = Advice("ask for what was on record then", call("", as_recorded=typed))
        fault = Fault(f"`{typed}` is a seal, not a date", remedy, reason=Reason("seal"))
        raise TimelineError(fault) from error


def _is_seal(db: sqlite3.Connection, typed: str) -> bool:
    from timeline.views.seals import has_seals, read_seals  # noqa: PLC0415 (only a mistake needs it)

    return has_seals(db) and bool(read_seals(db).matching(typed))
