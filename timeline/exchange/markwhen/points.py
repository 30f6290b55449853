"""Single dates as markwhen writes them, but for those that count from another.

The forms are those of https://docs.markwhen.com/syntax/dates-and-ranges.html, and EDTF beyond
the level 0 that markwhen knows.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import EdtfError
from timeline.dates.vocabulary import MONTHS
from timeline.dates.words.word_table import WORDS
from timeline.exchange.dates import compose_date, date_error
from timeline.exchange.markwhen.times import DAY, Span

FULL = "write it as 2017-10-05"
"""The remedy for most dates."""


class When(NamedTuple):
    """A date understood: as EDTF, and the time that others count from, where it has both ends."""

    edtf: str
    span: Span | None
    inferred: bool = False


class Manner(NamedTuple):
    """How dates of a file are meant: those with slashes, and the zone of times of day."""

    day_first: bool = False
    zone: dt.tzinfo | None = None


def point(text: str, manner: Manner) -> When:
    """The date that a text says.

    Raises:
        EdtfError: there is no such date.
    """
    for form, read in _FORMS:
        found = re.fullmatch(form, text, re.IGNORECASE | re.ASCII)
        if found:
            return read(found, manner)
    return of_edtf(text)


def of_edtf(text: str) -> When:
    """A date in EDTF of any level."""
    date = edtf.parse(text)
    if date.earliest == -_NEVER or date.latest == _NEVER:
        return When(date.text, None)
    return When(date.text, Span(int(date.earliest) * DAY, (int(date.latest) + 1) * DAY))


_NEVER = float("inf")


def _dated(found: re.Match[str], parts: tuple[int, int, int], manner: Manner) -> When:
    """A date by its parts, with the time of day that was found."""
    written = found.groupdict().get("time")
    if not written:
        return of_edtf(compose_date(*parts))
    hour, minute = _clock(written)
    time = f"{hour:02d}:{minute:02d}:00"
    when = of_edtf(compose_date(*parts, time))
    if manner.zone and 1 <= parts[0] <= 9999:
        at = dt.datetime(*parts, hour, minute, tzinfo=manner.zone)
        when = of_edtf(compose_date(*parts, time + offset(at)))
    return _at(when, hour * 60 + minute)


def _at(when: When, minute: int) -> When:
    start = when.span.start + minute if when.span else minute
    return when._replace(span=Span(start, start))


def _clock(text: str) -> tuple[int, int]:
    """Hour and minute of a time of day such as 9:45am or 14:30."""
    hour, minute = (int(part or 0) for part in re.findall(r"\d+", f"{text}:0")[:2])
    half = text.lower().rstrip("m")[-1]
    if half in "ap":
        hour = hour % 12 + 12 * (half == "p")
    return hour, minute


def offset(at: dt.datetime) -> str:
    """The zone of a moment as EDTF writes it; nothing where it is not in whole minutes."""
    after = at.utcoffset()
    if after is None or after % dt.timedelta(minutes=1):
        return ""
    return at.isoformat()[-6:] if after else "Z"


def _iso(found: re.Match[str], manner: Manner) -> When:
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if month > 12 and not day:
        return of_edtf(found[0])  # a season
    return _dated(found, (year, month, day), manner)


def _moment(found: re.Match[str], _: Manner) -> When:
    second = re.sub(r"\.(?!\d)", "", found["second"] or ":00")
    zone = (found["zone"] or "").upper()
    when = of_edtf(f"{found['date']}T{found['clock']}{second}{zone}")
    hour, minute = map(int, found["clock"].split(":"))
    return _at(when, hour * 60 + minute)


def _week(found: re.Match[str], _: Manner) -> When:
    try:
        first = dt.date.fromisocalendar(
            int(found["year"]), int(found["week"]), int(found["day"] or 1)
        )
    except ValueError:
        raise date_error(found[0], f"there is no week `{found[0]}`", FULL) from None
    day = days.day_number(first.year, first.month, first.day)
    span = Span(day * DAY, (day + (1 if found["day"] else 7)) * DAY)
    return When(span.edtf, span)


def _slashed(found: re.Match[str], manner: Manner) -> When:
    if len(found["year"]) < 3:
        raise date_error(found[0], f"`{found[0]}` has no year of four digits", FULL)
    year, month, day = (int(found[name] or 0) for name in ("year", "first", "second"))
    if manner.day_first and day:
        month, day = day, month
    try:
        return _dated(found, (year, month, day), manner)
    except EdtfError as error:
        remedy = f"{FULL}; where days come first, write `dateFormat: d/M/y` into the header"
        raise date_error(found[0], error.faults[0].problem, remedy) from None


def _named(found: re.Match[str], manner: Manner) -> When:
    if not found["year"]:
        raise date_error(found[0], f"`{found[0]}` has no year", "write it as 5 October 2017")
    month = int(WORDS[found["month"].lower()][1])
    day = int(found["before"] or found["after"] or 0)
    return _dated(found, (int(found["year"]), month, day), manner)


def _year(found: re.Match[str], _: Manner) -> When:
    era, year = (found["era"] or "").upper(), int(found["year"])
    if len(found["year"]) < 3 and not era:
        problem = f"`{found[0]}` is a year of less than three digits"
        raise date_error(found[0], problem, f"write {year:04d}, or AD after it")
    if not year and era:
        raise date_error(found[0], "there is no year 0", "write 1 BC")
    return of_edtf(compose_date(1 - year if era.startswith("B") else year))


def _time_alone(found: re.Match[str], _: Manner) -> When:
    problem = f"`{found[0]}` is a time of day without a day"
    raise date_error(found[0], problem, "write the day before it: 2017-10-05 10:00")


_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_TIME = r"(?:(?:1[0-2]|0?[1-9])(?::[0-5]\d)?\s?[ap]m|(?:[01]?\d|2[0-3]):[0-5]\d)"
_TIMED = rf"(?:[,\s]\s*(?P<time>{_TIME}))?"
_MOMENT_FORM = (
    r"(?P<date>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d)(?P<second>:\d\d(?:\.\d*)?)?(?!:\d)"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_WEEK_FORM = r"(?P<year>\d{4})-?W(?P<week>\d\d)(?:-?(?P<day>[1-7]))?"
_ISO_FORM = rf"(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d){_TIMED})?)?"
_NAMED_FORM = (
    rf"(?:(?P<before>\d{{1,2}})\s+)?(?P<month>{_MONTH})(?![a-z])"
    rf"(?:\s+(?P<after>\d{{1,2}})(?!\d))?,?(?:\s+(?P<year>\d{{4}}),?)?{_TIMED}"
)
_FORMS: tuple[tuple[str, Callable[[re.Match[str], Manner], When]], ...] = (
    (_MOMENT_FORM, _moment),
    (_WEEK_FORM, _week),
    (_ISO_FORM, _iso),
    (rf"(?P<first>\d{{1,2}})/(?:(?P<second>\d{{1,2}})/)?(?P<year>\d{{1,5}}){_TIMED}", _slashed),
    (_NAMED_FORM, _named),
    (_TIME, _time_alone),
    (r"(?P<year>\d{1,5})(?:\s?(?P<era>BCE|BC|CE|AD))?", _year),
)


def _unnamed(form: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", form)


STRICT = "|".join(map(_unnamed, (_MOMENT_FORM, _WEEK_FORM, _ISO_FORM)))
"""The forms that stand on either side of a slash."""
ALL = "|".join(_unnamed(form) for form, _ in _FORMS)
"""The forms that stand on either side of a dash, or of `to`."""
