"""Dates as readers of prose expect them: no EDTF, no signs that need a key."""

import math
import re
from typing import NamedTuple

from timeline.base.days import civil
from timeline.dates import edtf
from timeline.dates.edtf import Date, Hemisphere, Interval, SetOf, Single
from timeline.dates.vocabulary import RUNNING
from timeline.dates.words.printer import format_date, format_day


def date_in_words(date: Date, last_seen: Date | None = None) -> str:
    """A date in words, with what is uncertain of it.

    What tables print as EDTF, because nothing shorter is exact, is told by the days that bound it.

    Args:
        date: of a happening, a source or the like.
        last_seen: when its open end was last known to go on.
    """
    if format_date(date) == date.text and not re.fullmatch(r"Y?\d+\??", date.text):
        return _bounds_in_words(date)
    words = format_date(date, last_seen=last_seen)
    words = re.sub(r"^Y(?=\d)", "year ", words)
    words = re.sub(r"\bc\. ", "about ", words)
    return re.sub(r"(?<=\w)\?", " (uncertain)", words)


def _bounds_in_words(date: Date) -> str:
    """The days between which it lies, as wide as its marks make them."""
    first, last = date.tested.earliest_start, date.tested.latest_end
    if math.isinf(first) and math.isinf(last):
        return RUNNING
    if math.isinf(first):
        return f"by {format_day(int(last))}"
    if math.isinf(last):
        return f"{format_day(int(first))} or later"
    if first == last:
        return format_day(int(first))
    return f"between {format_day(int(first))} and {format_day(int(last))}"


class Years(NamedTuple):
    """In which years something began: a heading, and where it stands among others."""

    order: tuple[float, float, float]
    heading: str


UNDATED = Years((math.inf, 0, 0), "Date not known")


def years_of(date: Date, last_seen: int | None) -> Years:
    """The years in which something began, no sharper than its date, its marks included.

    Args:
        date: of the happening.
        last_seen: the day on which it was last seen, where its end is open.
    """
    first, last = date.tested.earliest_start, date.tested.latest_start
    if math.isinf(last) and math.isinf(first):
        last = date.tested.latest_end if last_seen is None else last_seen
    if math.isinf(first) and math.isinf(last):
        return UNDATED
    if math.isinf(first):
        year = civil(int(last))[0]
        return Years((year, 0, year), f"{_year(year)} or before")
    year = civil(int(first))[0]
    if math.isinf(last):
        return Years((year, math.inf, 0), f"{_year(year)} or later")
    until = civil(int(last))[0]
    order = (year, 1 + until - year, 0)
    if until == year:
        return Years(order, _year(year))
    if until == year + 1:
        return Years(order, f"{_year(year)} or {_year(until)}")
    return Years(order, f"Between {_year(year)} and {_year(until)}")


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def doubt_of(date: Date, last_seen: Date | None) -> str:
    """What a date leaves open, as a sentence; empty where its first and last day are known."""
    node, bounds = date.node, date.tested
    if date.qualified:
        return "The date is marked as uncertain or approximate."
    if isinstance(node, Interval):
        return _doubt_of_interval(node, last_seen)
    if isinstance(node, SetOf) and node.kind == "one":
        return "The day is not known, only when it can have been."
    if isinstance(node, Single) and bounds.earliest_start != bounds.latest_end:
        return f"Only the {_precision(node)} is known."
    if bounds.earliest_start != bounds.latest_start or bounds.earliest_end != bounds.latest_end:
        return "Its first or its last day is not known."
    return ""


def _doubt_of_interval(node: Interval, last_seen: Date | None) -> str:
    said = []
    if node.start in ("open", "unknown"):
        said.append("When it began is not known.")
    elif isinstance(node.start, Single) and node.start.first != node.start.last:
        said.append(f"Of its beginning only the {_precision(node.start)} is known.")
    if node.end == "open":
        seen = f"; it was last seen {when_in_words(last_seen)}" if last_seen else ""
        said.append(f"No end is on record{seen}.")
    elif node.end == "unknown":
        said.append("When it ended is not known.")
    elif isinstance(node.end, Single) and node.end.first != node.end.last:
        said.append(f"Of its end only the {_precision(node.end)} is known.")
    return " ".join(said)


def when_in_words(date: Date) -> str:
    """A date after a verb: `on 4 October 2011`, `in 2017`, `by 30 August 2017`."""
    words = date_in_words(date)
    if isinstance(date.node, Single) and words[:1].isdigit():
        return f"on {words}" if date.node.day else f"in {words}"
    return f"in {words}" if isinstance(date.node, Single) else words


def _precision(single: Single) -> str:
    if single.season:
        return "season" if single.season <= _LAST_SEASON else "part of the year"
    if "X" in single.year or single.significant:
        return "time"
    if single.month == "XX":
        return "year"
    return "month" if single.month else "year"


_LAST_SEASON = 32
"""The EDTF code of the last season; what follows are quarters and the like."""


def read(text: str | None, hemisphere: Hemisphere) -> Date | None:
    """A date of the log; None where there is none."""
    return edtf.parse(text, hemisphere) if text else None
