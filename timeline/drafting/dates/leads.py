"""The date that a paragraph begins with: "Aug. 19: ...", "JUNE 2018", "09:17 - ...", "| 2013 |".

A chronology leaves to its reader what its headings and the entries before have said: the year, the
month, the day. What is written is found here; `chronology` adds the rest.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Single
from timeline.dates.words.word_table import WORDS
from timeline.drafting.dates.date_mentions import find_dates

_FARTHEST = 120
"""Characters of a paragraph that are searched for the date that it begins with."""
_OPENING = re.compile(
    r"(?:#{1,6}\s+|[-–—•*·|]\s*|\d{1,2}[.)]\s+(?=\D))*[\[(]?(?:(?:date|year|day|дата|год)\s*:\s*)?",
    re.IGNORECASE,
)


def _words_of(kind: str) -> str:
    """A pattern for the words of a kind, the longest first."""
    words = (word for word, (its, _) in WORDS.items() if its == kind)
    return "|".join(sorted(words, key=len, reverse=True))


_MONTHS, _WEEKDAYS = _words_of("M"), _words_of("w")
_WEEKDAY = re.compile(rf"[,\s]*\(?(?:{_WEEKDAYS})\b\.?\)?", re.IGNORECASE)
_DAY_NAME = re.compile(rf"(?:{_WEEKDAYS})\.?,?\s+", re.IGNORECASE)
_SEPARATOR = r"(?=\s*[\])]?\s*(?:[–—|]|[-:](?:\s|$)|$))"
_YEAR = re.compile(
    rf"(?P<about>(?:c|ca|circa|about|around)\.?\s+)?(?P<year>(?:1\d|20)\d\d){_SEPARATOR}",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"(?P<month>{_MONTHS})\b\.?{_SEPARATOR}", re.IGNORECASE)
_DAY = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAYS})\.?,?\s+)?(?:the\s+)?(?P<day>[12]?\d|3[01])(?P<th>st|nd|rd|th)?"
    rf"{_SEPARATOR}",
    re.IGNORECASE,
)
_ZONE = r"(?:UTC|GMT|Z|[A-Z]{1,3}[SD]?T|Eastern|Central|Mountain|Pacific|local(?:\s+time)?)"
_TIME = re.compile(
    r"(?:[,T\s–—-]*(?:at\s+|в\s+)?)[\[(]?(?:"
    r"(?P<named>(?i:noon|midnight))\b|(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)"
    r"(?:[:.](?P<second>[0-5]\d))?(?:\s?(?P<half>[apAP])\.?[mM]\b\.?)?|(?P<whole>1[0-2]|[1-9])\s?"
    r"(?P<noon>[apAP])\.?[mM]\b\.?|(?P<military>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?(?:hrs?|hours|h)\b))"
    rf"(?:\s?(?:hrs?|hours|h)\b)?(?:\s?\(?(?P<zone>{_ZONE})\b\)?)?(?P<other>\s?\([^()]{{4,30}}\))?",
)
_AFTER_TIME = re.compile(r"\s*[-–—:|\])]|,?\s+\S|$")
_BARE_DECIMAL = re.compile(r"\d{1,2}\.\d{2}\s+[^\WA-ZА-Я]")
"""`10.30 million` is no time of day; `10.30 The board met` is one."""
_CLOSING = re.compile(r"[\])]?\s*(?P<sign>[:–—|]|-(?=\s|$)|[.,](?=\s|$))?\s*")


_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)


class Lead(NamedTuple):
    """The date that a paragraph begins with.

    Attributes:
        edtf: the date, where it is written with its year; else empty.
        partial: the month, or the month and the day, where the year is not written.
        day: the number of the day, where the month is not written either.
        time: the time of day as hh:mm:ss, with Z where it is said to be UTC.
        words: the words of all these.
        end: the index behind them and the sign that separates them from the text.
        is_alone: whether the paragraph says nothing else.
        is_set_off: whether a sign separates them from the text.
    """

    edtf: str
    partial: str
    day: int
    time: str
    words: str
    end: int
    is_alone: bool
    is_set_off: bool

    @property
    def has_date(self) -> bool:
        """Whether more than a time of day is written."""
        return bool(self.edtf or self.partial or self.day)


def read_lead(text: str) -> Lead | None:
    """Read the date that a paragraph begins with; None if it begins with something else."""
    start = opened.end() if (opened := _OPENING.match(text)) else 0
    near = text[start : start + _FARTHEST]
    date, partial, day, end = _read_date_part(near)
    if date or partial or day:
        named = _WEEKDAY.match(near, end)
        end = named.end() if named else end
    time, stop = _read_time(near, end, date)
    if not (date or partial or day or time):
        return None
    words = near[:stop].strip(" ,")
    closing = _CLOSING.match(near, stop)
    behind = closing.end() if closing else stop
    is_alone = start + behind >= len(text.rstrip())
    sign = closing["sign"] if closing else ""
    is_set_off = is_alone or sign not in ("", None, ",")
    if not is_set_off and _ARTICLE.match(words):
        return None
    return Lead(date, partial, day, time, words, start + behind, is_alone, is_set_off)


def _read_date_part(text: str) -> tuple[str, str, int, int]:
    """The date, the part of one, or the day at the start of a text, and the index behind it."""
    named = _DAY_NAME.match(text)
    start = named.end() if named else 0
    for found in find_dates(text[start:], None):
        if found.start > 0:
            break
        one = found._replace(end=found.end + start)
        if one.edtf:
            return one.edtf, "", 0, one.end
        if one.partial:
            return "", one.partial, 0, one.end
    year = _YEAR.match(text)
    if year:
        return f"{year['year']}{'~' if year['about'] else ''}", "", 0, year.end()
    month = _MONTH.match(text)
    if month and (month["month"][0].isupper() or not month["month"].isascii()):
        return "", month["month"], 0, month.end()
    day = _DAY.match(text)
    if day:
        return "", "", int(day["day"]), day.end()
    return "", "", 0, 0


def _read_time(text: str, at: int, date: str) -> tuple[str, int]:
    """The time of day at an index of a text, and the index behind it; empty if there is none."""
    if date and not _is_day(date):
        return "", at
    found = _TIME.match(text, at)
    if found is None or not _AFTER_TIME.match(text, found.end()):
        return "", at
    is_clock = found["half"] or found["zone"] or found["noon"]
    if not date and not is_clock and _BARE_DECIMAL.match(text, at):
        return "", at
    if found["named"]:
        is_set_off = re.match(r"\s*(?:[-–—:|]|$)", text[found.end() :])
        clock = "12:00:00" if found["named"].lower() == "noon" else "00:00:00"
        return (clock, found.end()) if is_set_off else ("", at)
    if found["military"]:
        hour, minute, second, half = found["military"][:2], found["military"][2:], "00", None
    else:
        hour, minute = found["hour"] or found["whole"], found["minute"] or "00"
        second, half = found["second"] or "00", found["half"] or found["noon"]
    number = int(hour)
    if half:
        number = number % 12 + (12 if half in "pP" else 0)
    zone = "Z" if found["zone"] in ("UTC", "GMT", "Z") else ""
    other = found["other"] or ""
    end = found.end() if re.search(r"\d[:.]\d\d", other) else found.end() - len(other)
    return f"{number:02d}:{minute}:{second}{zone}", end


def _is_day(date: str) -> bool:
    node = edtf.parse(date).node
    return isinstance(node, Single) and bool(node.day) and not node.time
