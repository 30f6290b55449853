"""Dates in numbers: `13.05.2011`, `06/2018`, `7/10/18`, `03/??/2018`, `2011/12`."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import Phrase, UnclearDate, complete_year

Order = Literal["dmy", "mdy"]
"""What comes first where both may be meant: the day or the month."""


class Numbers(NamedTuple):
    """Year, month and day as digits; empty where they are not said, or a time of several years."""

    year: str
    month: str = ""
    day: str = ""
    period: str = ""


def read_numbers(token: Token, phrase: Phrase) -> Numbers:
    """What a date in numbers says, once it is chosen what its numbers are.

    A part that is 0 or a question mark is not known, and left out. Two numbers may be a day
    without its year, which a neighbour has.

    Raises:
        UnclearDate: it is no date, or has several readings.
    """
    text = "".join(token.text.rstrip(".").split())
    sign = next(sign for sign in "./-" if sign in text.strip("-"))
    parts = text.split(sign) if "--" not in text else re.split(r"(?<=\d)-|-(?=\d)", text)
    numbers = [part if part.isdigit() and int(part) else "" for part in parts]
    if len(parts) == 2:
        return _read_two(token, parts, phrase)
    one, two, three = numbers
    if len(one) == 4:
        return _limit(token, one, two, three)
    is_whole = len(parts[2]) == 4
    year = (three or "0000") if is_whole else complete_year(parts[2], token, phrase)
    return _read_day(token, one, two, year, phrase)


def _limit(token: Token, year: str, month: str, day: str) -> Numbers:
    """A date with the year first, of which 0 is left out."""
    if month and not 1 <= int(month) <= 12:
        raise UnclearDate(f"there is no month {month}", position=token.start)
    if not month:
        return Numbers(year)
    return Numbers(year, f"{int(month):02d}", f"{int(day):02d}" if day else "")


def _read_day(token: Token, one: str, two: str, year: str, phrase: Phrase) -> Numbers:
    readings = dict(_list_readings(one, two, year))
    order = dict(phrase.chosen).get("order")
    if order:
        if order not in ("dmy", "mdy") or order not in readings:
            first = "month" if order == "mdy" else "day"
            raise UnclearDate(
                f"{token.text} is no day with the {first} first",
                remedy="correct it, or write it as 2011-10-04",
                position=token.start,
            )
        return readings[order]
    if not readings:
        raise UnclearDate(
            f"neither {one or 0} nor {two or 0} is a month",
            remedy="write the year, the month and the day, as in 2017-10-05",
            position=token.start,
        )
    different = dict.fromkeys(readings.values())
    if not (one and two):
        # Where one of them is not known, it is the day, unless the other can be no month.
        return next((one for one in different if one.month != "XX"), next(iter(different)))
    if len(different) == 1:
        return next(iter(different))
    problem = "the day or the month may come first"
    chosen = phrase.choose("order", tuple(readings), problem, position=token.start)
    return readings[chosen]


def _list_readings(one: str, two: str, year: str) -> Iterator[tuple[Order, Numbers]]:
    """What two numbers may be, by what comes first; impossible months are left out."""
    orders: tuple[tuple[Order, str, str], ...] = (("dmy", one, two), ("mdy", two, one))
    for order, day, month in orders:
        if not month:
            yield order, Numbers(year, "XX" if day else "", f"{int(day):02d}" if day else "")
        elif 1 <= int(month) <= 12:
            yield order, Numbers(year, f"{int(month):02d}", f"{int(day):02d}" if day else "")


def _read_two(token: Token, parts: list[str], phrase: Phrase) -> Numbers:
    one, two = parts
    if len(one) == 4 and len(two) <= 2:
        return _read_year_and_number(token, one, two, phrase)
    if len(one) <= 2 and len(two) == 4 and one.isdigit():
        if not int(one):
            return Numbers(two)
        if int(one) <= 12:
            return Numbers(two, f"{int(one):02d}")
        raise UnclearDate(f"there is no month {one}", position=token.start)
    if max(len(one), len(two)) > 2:
        raise UnclearDate("these words are not one date", position=token.start)
    return _read_day(token, one, two, "", phrase)


def _read_year_and_number(token: Token, one: str, two: str, phrase: Phrase) -> Numbers:
    """`2011/12`: a month, a year, or the winter of two years; `1998/00` is the year alone."""
    if not int(two) and not one.endswith("99"):
        return Numbers(one)
    options = list_meanings(one, two)
    if 1 <= int(two) <= 12:
        options.setdefault("month", Numbers(one, f"{int(two):02d}"))
    if "years" in options and options["years"].period == f"{one}/{int(one) + 1:04d}":
        code = "24" if phrase.hemisphere == "north" else "22"
        options["season"] = Numbers(one, code)
    problem = "the second number may be a month or a year"
    if not options:
        raise UnclearDate(problem, position=token.start)
    chosen = phrase.choose("second number", tuple(options), problem, position=token.start)
    if chosen not in options:
        raise UnclearDate(problem, position=token.start)
    return options[chosen]


def list_meanings(one: str, two: str) -> dict[str, Numbers]:
    """What a year and a number behind a sign may mean, by name: `month`, `season` or `years`.

    Args:
        one: the year, in four digits.
        two: one or two digits.
    """
    found: dict[str, Numbers] = {}
    if 1 <= int(two) <= 12:
        found["month"] = Numbers(one, f"{int(two):02d}")
    elif 21 <= int(two) <= 41:
        found["season"] = Numbers(one, two)
    end = int(one[: -len(two)] + two)
    if one.endswith("9" * len(two)) and not int(two):
        end = int(one) + 1
    if end > int(one):
        found["years"] = Numbers("", period=f"{one}/{end:04d}")
    return found


def is_rather_years(year: str, unit: str) -> bool:
    """Whether `2020-21` or `1921-24` may be years as well as a season, which few write so.

    Of years before 2000, any later one may be meant: seasons in EDTF are rare there.
    """
    if not (21 <= int(unit) <= 41 and year.isdigit()):
        return False
    following = (int(year) + 1) % 100
    return following == int(unit) or (int(year) < 2000 and following < int(unit))
