"""Dates that are less exact than they are written, as a column beside them says."""

import re

from timeline.base import days
from timeline.dates.words.reader import read_typed_date


def at_precision(date: str, precision: str) -> str:
    """A date at a precision, as EDTF; one that is less exact already stays as it is.

    A week may be any that holds the day, since tables do not agree on which day stands for it. The
    year that ends a century, such as 1900, may stand for either.

    Args:
        date: EDTF or words, of one day or less.
        precision: one of `mapping.PRECISIONS`.

    Raises:
        EdtfError: it is no date.
    """
    text = read_typed_date(date, relative=False).text
    found = _SINGLE.fullmatch(text)
    if not found or precision == "time":
        return date
    if precision in _MARKS:
        return f"{text}{_MARKS[precision]}"
    year, month, day = found["year"], found["month"] or "", found["day"] or ""
    parts = {"day": year + month + day, "month": year + month, "year": year}
    if precision in parts or (precision == "week" and not day):
        return parts.get(precision, text)
    if precision == "week":
        number = days.day_number(int(year), int(month[1:]), int(day[1:]))
        return f"[{days.iso(number - 6)}..{days.iso(number + 6)}]"
    return _span_of_years(year, {"decade": 1, "century": 2, "millennium": 3}[precision])


_SINGLE = re.compile(r"(?P<year>-?[0-9]{4})(?P<month>-[0-9]{2})?(?P<day>-[0-9]{2})?(?:T.*)?")
_MARKS = {"about": "~", "unsure": "?"}


def _span_of_years(year: str, digits: int) -> str:
    """The decade, century or millennium of a year, by how many digits it leaves open."""
    start, open_ = year[:-digits], "X" * digits
    before = int(start or "0") - 1
    if digits > 1 and year.endswith("0" * digits) and before >= 0:
        return f"[{before:0{len(start)}}{open_},{start}{open_}]"
    return start + open_
