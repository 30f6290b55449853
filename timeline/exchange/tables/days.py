"""Days as spreadsheets write them: in numbers of an agreed order, as counts, with a time."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Literal

from timeline.base import days
from timeline.base.advice import Advice, Remedy, call
from timeline.base.errors import Fault, Reason, TimelineError
from timeline.dates.edtf import Date, EdtfError
from timeline.dates.words.reader import read_date, read_typed_date
from timeline.exchange.tables.mapping import Order

_TIME = re.compile(r"[T ](\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*([AaPp][Mm])?$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = days.day_number(1899, 12, 30)
"""Day 0 of spreadsheets, so that day 61 is 1 March 1900."""
_SERIALS = range(18_264, 73_415)
"""Counts that are likely meant as days: 1950 to 2100."""


Verdict = Literal["", "months", "years", "unclear"]
"""What `2011-12` is in a column: a month, two years, or either; "" where no other cell tells."""


def day_in(cell: str, order: Order | None, judge: Callable[[], Verdict] = lambda: "") -> str:
    """The date in a cell, as EDTF or as the words that stand there.

    A time of day is kept, unless it is midnight, which spreadsheets add to days.

    Args:
        cell: what stands there.
        order: how days are written in numbers there; without it only what has one reading is read.
        judge: says what `2011-12` is in the column of the cell.

    Raises:
        TimelineError: no date, one of several readings, or a word such as "today", whose meaning
            changes from day to day.
    """
    text = _in_words(cell.strip())
    if order == "serial" and _SERIAL.fullmatch(text):
        return _of_serial(text)
    if _SERIAL.fullmatch(text) and int(text.partition(".")[0]) in _SERIALS:
        problem = f"{text} may be a day as spreadsheets count them, {_of_serial(text)}"
        so = Advice("format the column as dates, or say so", call("", dates="serial"))
        raise TimelineError(Fault(problem, so, reason=Reason(kind="serial")))
    years = two_years_in(text)
    if years and (order == "years" or judge() == "years"):
        return years
    try:
        date = read_typed_date(text, order=order, relative=False)
        if years and judge() == "unclear":
            date = read_typed_date(text.replace("-", "/"), order=order, relative=False)
    except EdtfError as error:
        if error.choice == "year of season":
            return text  # it depends on the hemisphere, which the log knows
        kind = Reason(kind=error.choice or "date")
        fault = Fault(_name_text(text, error.problem), _remedy(error, years), reason=kind)
        raise TimelineError(fault) from None
    if date.text.endswith("T00:00:00"):
        return date.text.partition("T")[0]
    in_numbers = text[:1].isdigit() and not re.search("[^\\W\\d_]{3}", text)
    return date.text if in_numbers or not _is_read_alike(text, date) else text


def _in_words(text: str) -> str:
    """A date with `<` and `>` in words, without `#2`, by which CaseMap orders those of a day."""
    text = _NUMBER_OF_DAY.sub("", text)
    return f"{_SIGNS[text[0]]} {text[1:].strip()}" if text[:1] in _SIGNS else text


_NUMBER_OF_DAY = re.compile(r"(?<!\s)\s*#[0-9]+$")
_SIGNS = {"<": "before", ">": "after"}
_YEAR_AND_NUMBER = re.compile("([0-9]{4})[-\u2013/]([0-9]{2})")


def two_years_in(text: str) -> str:
    """EDTF of the years that `2011-12` or `1921-24` may be; empty where that is unlikely.

    That is where the second does not follow the first, unless it is a later one of the 1900s or
    before that can be no month: few write seasons so.
    """
    found = _YEAR_AND_NUMBER.fullmatch(text)
    if not found:
        return ""
    year, number = int(found[1]), int(found[2])
    if (year + 1) % 100 == number:
        return f"{year:04d}/{year + 1:04d}"
    is_later = year < _FIRST_OF_2000S and number > max(12, year % 100)
    return f"{year:04d}/{found[1][:2]}{number:02d}" if is_later else ""


_FIRST_OF_2000S = 2000


def judge_column(texts: Iterable[str]) -> Verdict:
    """What `2011-12` is in a column, by all that stands in it: some cells can mean one thing alone.

    Args:
        texts: the cells.
    """
    months = years = seasons = False
    for text in texts:
        found = _YEAR_AND_NUMBER.fullmatch(text.strip())
        if not found:
            continue
        number = int(found[2])
        if not two_years_in(text.strip()):
            months = months or 1 <= number <= 12
        elif number > 41 or 12 < number < 21:
            years = True
        elif number > 12:
            seasons = True
    if years or seasons:
        return "years" if years and not months else "unclear"
    return "months" if months else ""


def _name_text(text: str, problem: str) -> str:
    """What is wrong with a cell, after its text if that fits a line and is not named there."""
    is_named = text in problem or len(text) > _LONGEST_SHOWN or not text.isprintable()
    return problem if is_named else f"{text}: {problem}"


_LONGEST_SHOWN = 60


def _remedy(error: EdtfError, years: str) -> Remedy:
    """What to write in the cell, or to say of the column."""
    if error.choice in ("order", "century") and not years:
        month_first = Advice("or", call("", dates="mdy"))
        return Advice(
            f"{error.remedy}\n  or say which comes first", call("", dates="dmy"), month_first
        )
    if years:
        return Advice(f"{error.remedy}\n  or say that they are years", call("", dates="years"))
    return error.remedy


def _is_read_alike(text: str, date: Date) -> bool:
    """Whether a log reads a text without what is known of the table."""
    try:
        return text == date.text or read_date(text, relative=False).text == date.text
    except EdtfError:
        return False


def _of_serial(text: str) -> str:
    return str(days.iso(_EPOCH + int(text.partition(".")[0])))


def _in_24_hours(time: re.Match[str]) -> str:
    clock, half = re.split("[.,]", time.group(1))[0], time.group(2)
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return f"{hour:02}:{minute:02}:{second:02}"


def span(first: str, last: str) -> str:
    """The date from one day to another, as EDTF or in words; one alone stands for itself."""
    if not last or first == last:
        return first
    if not first:
        return last
    iso = re.compile(r"-?\d{4}(?:-\d\d){0,2}")
    both = iso.fullmatch(first) and iso.fullmatch(last)
    return f"{first}/{last}" if both else f"{first} - {last}"


def within(earliest: str, latest: str) -> str:
    """The date, as EDTF, of what was once between two days, which are dates in cells."""
    if not (earliest and latest) or earliest == latest:
        return earliest or latest
    first, last = (read_date(one, relative=False).text for one in (earliest, latest))
    return f"[{first}..{last}]"


def instant_in(cell: str, order: Order | None, now: dt.datetime) -> str:
    """The instant in a cell as recordings have it; without a zone it is in UTC, a day its start.

    Args:
        cell: what stands there.
        order: how days are written in numbers there.
        now: the instant after which none can be one of recording.

    Raises:
        TimelineError: the cell holds no instant, or one that is yet to come.
    """
    text = cell.strip()
    time = _TIME.search(text)
    day = text[: time.start()] if time else text
    try:
        whole = day_in(day, order)
    except TimelineError:
        if day[:1].isdigit():
            raise
        raise TimelineError(f"`{text}` is no instant", "such as 2026-11-22T09:30:00Z") from None
    if time:
        fraction = re.search(r"[.,]\d+", time.group(1))
        whole += f"T{_in_24_hours(time)}{fraction.group() if fraction else ''}"
    try:
        found = dt.datetime.fromisoformat(whole.replace(",", "."))
        found = found.replace(tzinfo=found.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise TimelineError(f"`{text}` is no instant", "such as 2026-11-22T09:30:00Z") from None
    if found > now:
        raise TimelineError(f"`{text}` is yet to come", "an instant of recording is past")
    return found.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
