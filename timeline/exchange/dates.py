"""Dates of other formats, by their parts, as EDTF."""

from timeline.dates import edtf
from timeline.dates.edtf import EdtfError


def compose_date(year: int, month: int = 0, day: int = 0, time: str = "") -> str:
    """A date as EDTF.

    Args:
        year: astronomical, so that 0 is 1 BC.
        month: 1 to 12, or 0 for none.
        day: of the month, or 0 for none.
        time: as `10:00:00`, with or without a zone; it stands with a day alone.

    Raises:
        EdtfError: there is no such date.
    """
    sign = "-" if year < 0 else ""
    text = f"{sign}{abs(year):04d}"
    if abs(year) > 9999:
        text = f"Y{year}"
    text += f"-{month:02d}" * bool(month) + f"-{day:02d}" * bool(month and day)
    if time and month and day:
        text += f"T{time}"
    return edtf.parse(text).text


def join_dates(start: str, end: str) -> str:
    """From one date to another, both included; an interval has no times of day.

    Raises:
        EdtfError: there is no such time, as when it ends before it begins.
    """
    first, last = start.partition("T")[0], end.partition("T")[0]
    if first == last:
        return start
    return edtf.parse(f"{first}/{last}").text


def date_error(text: str, problem: str, remedy: str) -> EdtfError:
    """The error that a text is no date, as a whole.

    Args:
        text: what should be one.
        problem: why it is none.
        remedy: what to do about it.
    """
    return EdtfError(text, problem, remedy, 0)
