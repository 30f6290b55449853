"""What a date leaves out is filled in, and the date checked to exist."""

import re

from timeline.base import days
from timeline.dates.vocabulary import MONTHS, SEASONS
from timeline.dates.words import spans_of_days
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.unclear import Phrase, UnclearDate, complete_year


def check_complete(one: DateParts, phrase: Phrase) -> DateParts:
    """The date, if it is complete and exists, with what had to be decided of it; or UnclearDate."""
    if one.period:
        return one
    if not one.year:
        one = _add_year(one, phrase)
    if one.unit and one.year.startswith("Y"):
        raise UnclearDate("these words are not one date", position=one.first_token.start)
    if one.day and not one.unit:
        raise UnclearDate(
            "the month is missing",
            remedy="write the day with its month, as in 4 October 2011",
            position=one.first_token.start,
        )
    if spans_of_days.crosses_years(one.unit, phrase) and not one.start_year_known:
        if not one.year.lstrip("-").isdigit():
            raise UnclearDate("these words are not one date", position=one.first_token.start)
        year = int(one.year)
        first = phrase.choose(
            "year of season",
            (-1, 0),
            f"{SEASONS[int(one.unit)]} begins in one year and ends in the next",
            position=one.first_token.start,
        )
        one = one._replace(year=spans_of_days.year_digits(year + first), start_year_known=True)
    if one.day.isdigit() and one.unit.isdigit():
        return _check_day(one, phrase)
    if one.weekday:
        raise UnclearDate(
            "a weekday goes with a day",
            remedy="write Tuesday 4 October 2011",
            position=one.first_token.start,
        )
    if one.time:
        problem = "a time of day goes with a day"
        remedy = "write 2018-05-03T14:30:00"
        raise UnclearDate(problem, remedy=remedy, position=one.first_token.start)
    return one


def _add_year(one: DateParts, phrase: Phrase) -> DateParts:
    """A date with the year that is chosen for it, this or the last; of two digits they may be it.

    Raises:
        UnclearDate: the year is not chosen yet.
    """
    at = one.first_token.start
    if one.day and not one.unit:
        digits = one.first_token.value.lstrip("'")
        if len(digits) == 2:
            year = complete_year(digits, one.first_token, phrase)
            return one._replace(year=year, day="")
        if len(digits) > 2:
            year = phrase.choose(
                "short year", (f"{digits:0>4}",), "a year has four digits", position=at
            )
            return one._replace(year=year, day="")
    if phrase.today is None:
        raise UnclearDate(
            "the year is missing",
            remedy="write the year too, as in 4 October 2011",
            position=at,
        )
    this_year, _, _ = days.civil(phrase.today)
    options: list[object] = [0, -1]
    if spans_of_days.crosses_years(one.unit, phrase):
        options = [-1, 0]
    digits = _digits_behind_month(one, phrase)
    if digits:
        options = [*(options if int(digits) <= 31 else ()), "20", *(["19"] * (int(digits) > 31))]
    chosen = phrase.choose(
        "year",
        options,
        "the year is missing",
        remedy="write the year too, as in 4 October 2011",
        position=at,
    )
    if isinstance(chosen, str):
        return one._replace(year=f"{chosen}{digits}", day="")
    return one._replace(year=f"{this_year + int(str(chosen)):04d}", start_year_known=True)


def _digits_behind_month(one: DateParts, phrase: Phrase) -> str:
    """The two digits of `May 68` and `May-18`, which may be a year."""
    found = re.search(r"[^\W\d_]\.?[\s-]([0-9]{2})$", phrase.text)
    return found[1] if found and one.day == found[1] and one.unit else ""


def _check_day(one: DateParts, phrase: Phrase) -> DateParts:
    if one.old_style:
        one = _convert_old_style(one)
    year, month, day = int(one.year), int(one.unit), int(one.day)
    length = days.days_in_month(year, month)
    name = MONTHS[month - 1]
    if not 1 <= day <= length:
        following = (month + 1, 1) if day == length + 1 and month < 12 else None
        month, day = phrase.choose(
            f"day {day} of {month}",
            ((month, length), *filter(None, [following])),
            f"{name} {one.year} has {length} days",
            position=one.first_token.start,
        )
        one = one._replace(unit=f"{month:02d}", day=f"{day:02d}", weekday="")
    weekday = spans_of_days.weekday_of(days.day_number(year, month, day))
    if one.weekday and one.weekday != weekday:
        date = f"{day} {name} {one.year}"
        phrase.choose(
            "weekday",
            (weekday,),
            f"{date} is a {weekday}, not a {one.weekday}",
            position=one.first_token.start,
        )
    return one


def _convert_old_style(one: DateParts) -> DateParts:
    """A day of the Julian calendar as one of the Gregorian, which EDTF has."""
    year, month, day = int(one.year), int(one.unit), int(one.day)
    leap = month == 2 and year % 4 == 0
    if day > (29 if leap else 28 if month == 2 else days.days_in_month(2001, month)):
        problem = f"{MONTHS[month - 1]} {year} of the old style has no day {day}"
        raise UnclearDate(problem, position=one.first_token.start)
    number = days.julian_day_number(year, month, day)
    year, month, day = days.civil(number)
    return one._replace(
        year=spans_of_days.year_digits(year),
        unit=f"{month:02d}",
        day=f"{day:02d}",
        old_style=False,
    )
