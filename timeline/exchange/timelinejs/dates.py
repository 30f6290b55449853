"""Dates of TimelineJS: by their parts, or written in one text as its first versions have them."""

import re
from collections.abc import Mapping

from timeline.dates.edtf import EdtfError
from timeline.event.schema import brief
from timeline.exchange.dates import compose_date
from timeline.exchange.timelinejs.slides import SlideError, text_of

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NUMBER = re.compile(r"(-?\d{1,18})(?:\.0+)?", re.ASCII)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY = re.compile(r"(?:(?P<month>\d{1,2})/)?(?:(?P<day>\d{1,2})/)?(?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>-?\d{1,6})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?", re.ASCII)
_NONE = ("", "null", "none", "nan")


def is_blank(parts: Mapping[str, object]) -> bool:
    """Whether the parts of a date say none: each is empty, or nought."""
    found = (text_of(parts.get(name)).strip().casefold() for name in _PARTS)
    return all(text in _NONE or not text.strip("0") for text in found)


def date_of(parts: Mapping[str, object], at: str) -> str:
    """A date by its parts, as EDTF; years before the first are negative, and there is no year 0.

    Args:
        parts: texts of digits, by their names.
        at: how faults name the date.

    Raises:
        SlideError: there is no such date.
    """
    numbers = {}
    for name in _PARTS:
        text = re.sub(r"[\s,]", "", text_of(parts.get(name)))
        found = _NUMBER.fullmatch(text)
        if text and not found:
            raise SlideError(
                at, f"{name} {brief(text)} is not a whole number", "write it in digits"
            )
        numbers[name] = int(found[1]) if found else 0
    year, month, day = numbers["year"], numbers["month"], numbers["day"]
    if not text_of(parts.get("year")).strip():
        raise SlideError(at, "a date without a year", "write its year")
    if not year:
        raise SlideError(at, "there is no year 0", "write -1 for the year 1 BC")
    if day and not month:
        raise SlideError(at, "a day without a month", "write its month, or leave out the day")
    if -9999 <= year < 0:
        year += 1  # ages of millions of years are not counted so closely
    time = ""
    if text_of(parts.get("hour")).strip():
        time = "{hour:02d}:{minute:02d}:{second:02d}".format(**numbers)
    try:
        return compose_date(year, month, day, time)
    except EdtfError as error:
        raise SlideError(at, error.faults[0].problem, "write a date that there is") from None


def parts_of_date(text: str, at: str, example: str) -> dict[str, object]:
    """The parts of a date in one text: `1963,8,9,10,30`, `8/9/1963 10:30`, `1963-08-09`.

    Args:
        text: with something in it.
        at: how faults name the date.
        example: how it may be written.

    Raises:
        SlideError: it is no date.
    """
    if "," in text:
        parts = [part.strip() for part in text.split(",")]
        # Milliseconds, which stand last, are finer than what is kept.
        return dict(zip(_PARTS, parts, strict=False))
    day, _, time = text.replace("T", " ").partition(" ")
    found = _DAY.fullmatch(day) or _ISO.fullmatch(day)
    if found is None:
        raise SlideError(at, f"{brief(text)} is not a date", f"write it as {example}")
    return {**found.groupdict(), **(parts_of_time(time, at) if time.strip() else {})}


def parts_of_time(text: str, at: str) -> dict[str, str]:
    """The parts of a time of day: `3:30 PM`, `15:30:05`, `0930`.

    Args:
        text: with something in it.
        at: how faults name it.

    Raises:
        SlideError: it is no time of day.
    """
    found = _TIME.fullmatch(text.strip())
    hour = int(found["hour"]) if found else 24
    half = (found["half"] or "").lower()[:1] if found else ""
    if half:
        hour = 24 if hour > 12 else hour % 12 + 12 * (half == "p")
    if found is None or hour > 23:
        problem = f"{brief(text)} is not a time of day"
        raise SlideError(at, problem, "write it as 15:30")
    return {"hour": str(hour), "minute": found["minute"] or "", "second": found["second"] or ""}
