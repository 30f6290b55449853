"""Times that are no single date of EDTF: weeks, parts of centuries, years that span two.

A week, and a part of a century, is a time in which something was, as a month is: one of its days.
"""

import re

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Single
from timeline.dates.vocabulary import WEEKDAYS
from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import Phrase, UnclearDate, complete_year

_ISO_WEEK = re.compile("(?:([0-9]{4})-?)?w([0-9]{1,2})(?:-?([1-7]))?")


def year_digits(year: int) -> str:
    """A year as EDTF writes it: `2017`, `-0499`, `Y-12000`."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def years_of(value: str) -> tuple[int, int]:
    """The first and the last year of `18XX`, `196X` or `-0499/-0400`."""
    if "/" in value:
        first, last = value.split("/")
        return int(first), int(last)
    return int(value.replace("X", "0")), int(value.replace("X", "9"))


def is_of_years(value: str) -> bool:
    """Whether a value is a century, a decade, or from one year to another, as `years_of` reads."""
    return bool(re.fullmatch(r"-?[0-9X]{4}(?:/-?[0-9]{4})?", value))


def some_year(first: int, last: int) -> str:
    """EDTF of one year of those from the first to the last."""
    return f"[{year_digits(first)}..{year_digits(last)}]"


def some_day(first: int, last: int) -> str:
    """EDTF of one day of those from the first to the last, which are day numbers."""
    return f"[{days.iso(first)}..{days.iso(last)}]"


def crosses_years(unit: str, phrase: Phrase) -> bool:
    """Whether a season begins in one year and ends in the next."""
    if not unit.isdigit() or int(unit) <= 12:
        return False
    season = edtf.parse(f"2001-{unit}", phrase.hemisphere).node
    return isinstance(season, Single) and days.civil(season.last)[0] > 2001


def weekday_of(day: int) -> str:
    """The name of the day of the week that a day number has."""
    return WEEKDAYS[(day + 3) % 7]


def first_of_week(year: int, week: int) -> int:
    """The day number of the Monday of a week as ISO 8601 counts them."""
    fourth = days.day_number(year, 1, 4)
    return fourth - (fourth + 3) % 7 + 7 * (week - 1)


def week_by_number(words: list[Token], _phrase: Phrase) -> Token:
    """The week, or its day, that `week 33 of 2018`, `2018-W33` or `W33 2018` names."""
    iso = next((word.value for word in words if word.kind == "k"), "")
    digits = _ISO_WEEK.fullmatch(iso)
    year = next((word.value for word in words if word.kind == "Y"), "")
    number, of_week = "", ""
    if digits:
        year, number, of_week = digits[1] or year, digits[2], digits[3] or ""
    else:
        number = next((word.value for word in words if word.kind in "NO"), "")
    at = words[0].start
    if not year.isdigit() or not number:
        raise UnclearDate("the year is missing", remedy="write week 33 of 2018", position=at)
    first = first_of_week(int(year), int(number))
    count = 53 if first_of_week(int(year) + 1, 1) - first_of_week(int(year), 53) == 7 else 52
    if not 1 <= int(number) <= count:
        raise UnclearDate(f"{year} has {count} weeks", remedy="write week 33 of 2018", position=at)
    if of_week:
        day = first + int(of_week) - 1
        return words[0]._replace(kind="I", value=str(days.iso(day)))
    return words[0]._replace(kind="P", value=some_day(first, first + 6))


def week_of_month(words: list[Token], phrase: Phrase) -> Token:
    """`first week of May 2018`: its first seven days, or the week of its first Monday."""
    which = words[0]
    month = next((word for word in words if word.kind == "M"), None)
    year = next((word for word in words if word.kind == "Y"), None)
    if month is None or year is None:
        problem = "it is not clear which week this is"
        raise UnclearDate(problem, remedy="write week 33 of 2018", position=which.start)
    first = days.day_number(int(year.value), int(month.value), 1)
    last = first + days.days_in_month(int(year.value), int(month.value)) - 1
    monday = first + (-(first + 3)) % 7
    if which.kind == "L":
        week = last - 6
        monday += (last - monday) // 7 * 7
    else:
        week = first + 7 * (int(which.value) - 1)
        monday += 7 * (int(which.value) - 1)
    if not week <= last or monday > last:
        raise UnclearDate("the month has no such week", position=which.start)
    chosen = phrase.choose(
        "week",
        ("days", "Monday"),
        "a week may be counted from the first of the month or from a Monday",
        position=which.start,
    )
    start = week if chosen == "days" else monday
    end = min(start + 6, last) if chosen == "days" else start + 6
    return which._replace(kind="P", value=some_day(start, end))


def week_by_day(which: Token, day: int, phrase: Phrase) -> str:
    """EDTF of one day of the week that a day names: the first of it, the last, or one within.

    Args:
        which: the token for "week of", "week from" or "week ending".
        day: the number of the day.
        phrase: what was typed.

    Raises:
        UnclearDate: the day is no Monday, and "week of" may count from it.
    """
    if which.value == "from":
        return some_day(day, day + 6)
    if which.value == "to":
        return some_day(day - 6, day)
    monday = day - (day + 3) % 7
    if day == monday:
        return some_day(day, day + 6)
    start = phrase.choose(
        "week",
        ("Monday", "day"),
        f"{days.iso(day)} is a {weekday_of(day)}; the week may begin on it or on the Monday before",
        position=which.start,
    )
    first = monday if start == "Monday" else day
    return some_day(first, first + 6)


def year_over_two(words: list[Token], phrase: Phrase) -> Token:
    """`FY 2020-21`: a year that begins in one year and ends in the next."""
    name = next(word for word in words if word.kind == "f")
    (years,) = (word for word in words if word.kind != "f")
    found = re.fullmatch(r"([0-9]{2}|[0-9]{4})[-\u2013/]([0-9]{1,2}|[0-9]{4})", years.text)
    if found:
        first, end = found.groups()
        if len(first) == 2:
            first = complete_year(first, years, phrase)
        last = int(first[: -len(end)] + end)
        last += 100 if last < int(first) and len(end) == 2 else 0
        return name._replace(kind="P", value=f"{first}/{last:04d}")
    if years.kind in "XI":
        raise UnclearDate("these words are not one date", position=years.start)
    digits = years.value.lstrip("'")
    year = int(digits if len(digits) == 4 else complete_year(digits, years, phrase))
    chosen = phrase.choose(
        "fiscal year",
        (f"{year - 1}/{year}", f"{year}/{year + 1}", f"{year}"),
        f'"{name.text} {year}" may begin in one year and end in the next',
        position=name.start,
    )
    if "/" not in chosen:
        return years._replace(kind="Y", value=chosen)
    return name._replace(kind="P", value=chosen)
