"""Days as spreadsheets write them: in numbers of an agreed order, as counts, with a time."""

import datetime as dt
import re

from timeline.base import days
from timeline.base.advice import Advice, call
from timeline.base.errors import TimelineError
from timeline.exchange.tables.mapping import Order

_NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})", re.ASCII)
_TIME = re.compile(r"[T ](\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*([AaPp][Mm])?$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = days.day_number(1899, 12, 30)
"""Day 0 of spreadsheets, so that day 61 is 1 March 1900."""
_SERIALS = range(18_264, 73_415)
"""Counts that are likely meant as days: 1950 to 2100."""


def day_in(cell: str, order: Order | None) -> str:
    """The date in a cell, as EDTF or in words: days in numbers and counts are made ISO days.

    A time of day is kept, unless it is midnight, which spreadsheets add to days.

    Args:
        cell: what stands there.
        order: how days are written in numbers there; without it only what has one reading is read.

    Raises:
        TimelineError: a day in numbers that has two readings, or none in this order.
    """
    text = cell.strip()
    if order == "serial" and _SERIAL.fullmatch(text):
        return _of_serial(text)
    time = _TIME.search(text)
    numbers = _NUMBERS.fullmatch(text[: time.start()] if time else text)
    if numbers:
        return _of_numbers(text, numbers, order) + (_clock(time) if time else "")
    if _SERIAL.fullmatch(text) and int(text.partition(".")[0]) in _SERIALS:
        problem = f"{text} may be a day as spreadsheets count them, {_of_serial(text)}"
        so = Advice("format the column as dates, or say so", call("", dates="serial"))
        raise TimelineError(problem, so)
    return text


def _of_serial(text: str) -> str:
    return str(days.iso(_EPOCH + int(text.partition(".")[0])))


def _clock(time: re.Match[str]) -> str:
    """A time of day as EDTF has it after a day; nothing for midnight."""
    clock = _in_24_hours(time)
    return "" if clock == "00:00:00" else f"T{clock}"


def _in_24_hours(time: re.Match[str]) -> str:
    clock, half = re.split("[.,]", time.group(1))[0], time.group(2)
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return f"{hour:02}:{minute:02}:{second:02}"


def _of_numbers(text: str, numbers: re.Match[str], order: Order | None) -> str:
    one, _, two, three = numbers.groups()
    if len(one) == 4:
        return f"{one}-{two:0>2}-{three:0>2}" if len(three) <= 2 else text
    if len(three) != 4:
        remedy = "write the year with four digits"
        raise TimelineError(f"{text}: which century is the year in?", remedy)
    readings = {"dmy": (two, one), "mdy": (one, two)}
    fit = {
        name: f"{three}-{month:0>2}-{day:0>2}"
        for name, (month, day) in readings.items()
        if _is_day(three, month, day)
    }
    if order in ("dmy", "mdy"):
        if order not in fit:
            problem = f"{text} is no day with the {'month' if order == 'mdy' else 'day'} first"
            raise TimelineError(problem, "correct the cell, or write it as 2011-10-04")
        return fit[order]
    if len(set(fit.values())) > 1:
        problem = f"{text} may be {' or '.join(fit.values())}"
        month_first = Advice("or", call("", dates="mdy"))
        first = Advice("say which comes first", call("", dates="dmy"), month_first)
        raise TimelineError(problem, first)
    return next(iter(fit.values()), text)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def span(first: str, last: str) -> str:
    """The date from one day to another, as EDTF or in words; one alone stands for itself."""
    if not last or first == last:
        return first
    if not first:
        return last
    iso = re.compile(r"-?\d{4}(?:-\d\d){0,2}")
    both = iso.fullmatch(first) and iso.fullmatch(last)
    return f"{first}/{last}" if both else f"{first} - {last}"


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
    whole = day_in(text[: time.start()] if time else text, order)
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
