"""Dates printed in words: short, in English, and with one meaning only.

What words cannot say well is printed as EDTF, which is always right. What is printed here can be
typed again: `words.reader.read_date` gives back the same date. That is why parts are left out
(`4–5 October 2011`) only where `read_date` fills them in.
"""

# ruff: noqa: RUF001, RUF002 - spans are written with an en dash

import math
import re
from itertools import pairwise
from typing import NamedTuple

from timeline.base import days
from timeline.dates.edtf import Date, Interval, Mark, Node, Range, SetOf, Single
from timeline.dates.vocabulary import MONTHS, RUNNING, SEASONS, ordinal_suffix

_DOUBTS: dict[Mark, str] = {
    "?": "uncertain",
    "~": "approximate",
    "%": "uncertain and approximate",
}
_SOME_DAY = "a day in"
_LONG_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_FIRST_YEAR, _LAST_YEAR = -9998, 9999  # years that words write with four digits
_FIRST_BARE_YEAR = 1000  # lower numbers need an era to be seen as years


class _Words(NamedTuple):
    """The words of a date, such as `4`, `October`, `2011`; empty for a part that it lacks."""

    day: str
    part: str  # the month, season or portion of the year
    year: str
    first: int  # the day number of its first day

    @property
    def link(self) -> str:
        """The words between the part and the year."""
        return "of " if " " in self.part else ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.day, self.part, self.link + self.year)))


def format_date(date: Date, *, last_seen: Date | None = None) -> str:
    """Print a date as tables show it, such as `4–5 October 2011`.

    Args:
        date: the date to print.
        last_seen: when an interval with an open end was last known to go on; by default the day
            that the date itself has as `seen`. For other dates it has no effect.
    """
    words = _format_whole(date) or date.text
    if not isinstance(date.node, Interval) or date.node.end != "open":
        return words
    if last_seen:
        seen, at = format_date(last_seen), _preposition(last_seen.node)
    elif math.isfinite(date.seen):
        seen, at = format_day(int(date.seen)), "on "
    else:
        return words
    if date.node.start == "unknown":
        return f"running {at}{seen}, begun before"
    return f"{words} (open, last seen {seen})"


def shorten_months(words: str) -> str:
    """A date in words with its months as three letters: `4–5 Oct 2011`. It reads back as before."""
    return _LONG_MONTH.sub(lambda month: month[0][:3], words)


def _preposition(node: Node) -> str:
    """The preposition of a date, with a space; empty where it takes none."""
    if not isinstance(node, Single):
        return ""
    return "on " if node.day else "in "


def describe_entry(date: Date, text: str) -> str:
    """Echo a typed date: the text, its EDTF, and its days where these are not obvious.

    For example `summer 2017 = 2017-22, 1 June to 31 August 2017`. A text that is EDTF is followed
    by its words instead.
    """
    typed = " ".join(text.split())
    other = format_date(date) if typed == date.text else date.text
    echo = typed if other == typed else f"{typed} = {other}"
    node = date.node
    if isinstance(node, Single) and (node.season or "X" in date.text):
        return f"{echo}, {_format_days(node.first, node.last)}"
    return echo


def format_day(day: int) -> str:
    """Print a day number as a day in words, `4 October 2011`."""
    year, month, day_of_month = days.civil(day)
    return f"{day_of_month} {MONTHS[month - 1]} {_format_year(year)}"


def _format_days(first: int, last: int) -> str:
    """Print a span of days, both included, without repeating shared parts: `1 to 3 June 2017`."""
    if first == last:
        return format_day(first)
    start, end = days.civil(first), days.civil(last)
    shared = 2 if start[:2] == end[:2] else 1 if start[0] == end[0] else 0
    begin = [str(start[2]), MONTHS[start[1] - 1], _format_year(start[0])]
    return f"{' '.join(begin[: 3 - shared])} to {format_day(last)}"


def _format_whole(date: Date) -> str:
    """The date in words; empty where words cannot say it."""
    node = date.node
    if isinstance(node, Single):
        return _format_marked(node) or _format_with_remark(node)
    if isinstance(node, Interval):
        return _format_interval(node)
    return _format_set(node)


def _format_interval(node: Interval) -> str:
    start, end = node
    if isinstance(start, Single) and isinstance(end, Single):
        return _join_dates((start, end), "–")
    if isinstance(start, Single):
        words = _format_marked(start)
        return words and (f"since {words}" if end == "open" else f"from {words}, end unknown")
    if isinstance(end, Single):
        words = _format_marked(end)
        return words and (f"until {words}" + ("" if start == "open" else ", start unknown"))
    return RUNNING if (start, end) == ("unknown", "open") else ""


def _format_set(node: SetOf) -> str:
    singles = tuple(member for member in node.members if isinstance(member, Single))
    if len(singles) == len(node.members) > 1:
        if len({single.parts for single in singles}) > 1:
            return ""
        return _join_dates(singles, "and" if node.kind == "all" else "or")
    if len(node.members) > 1:
        return _format_alternatives(node) if node.kind == "one" else ""
    (member,) = node.members
    if node.kind == "all" or not isinstance(member, Range):
        return ""
    return _format_range(member)


def _format_range(one: Range) -> str:
    if one.first is None:
        return _format_until(one.last) if one.last else ""
    if one.last is None:
        return _format_from(one.first)
    words = _join_dates((one.first, one.last), "and")
    return words and f"between {words}"


def _format_alternatives(node: SetOf) -> str:
    """`May 2018 or between 1 and 10 June 2018`; empty where words would not say it clearly."""
    singles = [member for member in node.members if isinstance(member, Single)]
    ranges = [member for member in node.members if isinstance(member, Range)]
    is_open = any(one.first is None or one.last is None for one in ranges)
    if is_open or len({single.parts for single in singles}) > 1:
        return ""
    if any(one and one.mark != "" for one in (*singles, *(end for one in ranges for end in one))):
        return ""
    members = [
        str(_find_words(member) or "") if isinstance(member, Single) else _format_range(member)
        for member in node.members
    ]
    return _join_words(members, " or ") if all(members) else ""


def _format_until(last: Single) -> str:
    """`by 3 May 2011`, or `before June 2017` where that month or year begins on the next day."""
    words = _format_marked(last)
    if words and last.day.isdigit() and last.mark == "":
        year, month, day = days.civil(last.last + 1)
        if day == 1 and year <= _LAST_YEAR:
            return f"before {_format_year(year) if month == 1 else _format_month(year, month)}"
    return words and f"by {words}"


def _format_from(first: Single) -> str:
    """`2011 or later`, or `after May 2011` where that day, month or year ends on the day before."""
    words = _format_marked(first)
    if not words or not first.day.isdigit() or first.mark != "":
        return words and f"{words} or later"
    year, month, day = days.civil(first.first - 1)
    if year < _FIRST_YEAR:
        return ""
    if first.day != "01":
        return f"after {day} {_format_month(year, month)}"
    return f"after {_format_year(year) if month == 12 else _format_month(year, month)}"


def _join_dates(singles: tuple[Single, ...], by: str) -> str:
    """Several dates in a row; empty where words would not say which of them a mark is for."""
    marks = [single.mark for single in singles]
    if not any(mark != "" for mark in marks):
        words = [words for single in singles if (words := _find_words(single))]
        return _join_shortened(words, by) if len(words) == len(singles) else ""
    about = [mark in {"~", "%"} for mark in marks]
    doubt = [mark in {"?", "%"} for mark in marks]
    if (about[0] and not all(about)) or (doubt[-1] and not all(doubt)):
        return ""
    marked = [_format_marked(single) for single in singles]
    return _join_words(marked, f" {by} ") if all(marked) else ""


def _join_shortened(words: list[_Words], by: str) -> str:
    """Dates in a row without repeating shared parts: `4–5 October 2011`, `Q1 and Q3 2021`."""
    spaced = f" {by} "
    tight = by if by == "–" else spaced
    last = words[-1]
    # A winter over two years keeps them: `winter` alone would not name them.
    plain = all(
        word.part
        and word.day != _SOME_DAY
        and bool(word.day) == bool(last.day)
        and "/" not in word.year
        for word in words
    )
    rising = all(one.first <= other.first for one, other in pairwise(words))
    if plain and rising and all(word.year == last.year for word in words):
        if last.day and all(word.part == last.part for word in words):
            return str(last._replace(day=_join_words([word.day for word in words], tight)))
        parts = [f"{word.day} {word.part}".strip() for word in words]
        return f"{_join_words(parts, spaced if last.day else tight)} {last.link}{last.year}"
    compact = all(word.year.isdigit() and not word.part and not word.day for word in words)
    return _join_words([str(word) for word in words], tight if compact else spaced)


def _join_words(words: list[str], by: str) -> str:
    """`A, B and C`: only the last two are joined by the word."""
    return by.join([", ".join(words[:-1]), words[-1]])


def _format_marked(single: Single) -> str:
    """A date whose marks, if any, qualify the whole of it: `c. July 2022`, `2017?`."""
    words = _find_words(single)
    mark = single.mark
    if words is None or mark is None or (mark and words.day == _SOME_DAY):
        return ""
    return ("c. " if mark in {"~", "%"} else "") + str(words) + ("?" if mark in {"?", "%"} else "")


def _format_with_remark(single: Single) -> str:
    """A date with a remark on what is unknown or doubtful: `2004, month unknown`."""
    if single.month == "XX" and not single.day:
        year = "" if "X" in single.year else _format_year_digits(single.year)
        return f"{year}, month unknown" if year and single.mark == "" else ""
    words = _find_words(single)
    doubts = {mark for mark in single.marks if mark}
    if words is None or words.day == _SOME_DAY or len(doubts) != 1:
        return ""
    names = ("year", "season" if single.season else "month", "day")
    doubtful = [name for name, mark in zip(names, single.marks, strict=True) if mark]
    return f"{words}, {' and '.join(doubtful)} {_DOUBTS[doubts.pop()]}"


def _find_words(single: Single) -> _Words | None:
    """The words of a date without its marks, or None where there are none."""
    year = _format_year_digits(single.year)
    if not year or single.time or single.significant:
        return None
    if single.season:
        return _find_season_words(single, year)
    if "X" in single.year:
        return None if single.month else _Words("", "", year, single.first)
    day, part = single.day.lstrip("0"), ""
    if single.day == "XX":
        day = _SOME_DAY
    if single.month.isdigit():
        part = MONTHS[int(single.month) - 1]
    elif single.month and single.day + single.month != "XXXX":
        return None
    return None if "X" in day else _Words(day, part, year, single.first)


def _find_season_words(single: Single, year: str) -> _Words | None:
    begins, ends = days.civil(single.first)[0], days.civil(single.last)[0]
    if begins != ends:
        if not single.year.isdigit() or not _FIRST_BARE_YEAR <= begins < _LAST_YEAR:
            return None
        year += f"/{ends % 100:02d}" if ends % 100 else f"/{ends}"
    return _Words("", SEASONS[single.season], year, single.first)


def _format_year_digits(digits: str) -> str:
    """A year, decade or century in words; empty for those that have none."""
    if re.fullmatch(r"-?[0-9]{4}", digits):
        return _format_year(int(digits)) if int(digits) >= _FIRST_YEAR else ""
    # The 2000s and the 1900s may mean a century or a decade.
    if re.fullmatch(r"[1-9][0-9][1-9]X", digits):
        return f"{digits[:3]}0s"
    if re.fullmatch(r"[1-9][0-9]XX", digits):
        number = int(digits[:2]) + 1
        return f"{number}{ordinal_suffix(number)} century"
    return ""


def _format_year(year: int) -> str:
    if year <= 0:
        return f"{1 - year} BC"
    return str(year) if year >= _FIRST_BARE_YEAR else f"{year} AD"


def _format_month(year: int, month: int) -> str:
    return f"{MONTHS[month - 1]} {_format_year(year)}"
