"""One date of a phrase: from its tokens to the parts of EDTF.

First, rules join tokens that belong together (`third quarter`, `300 BC`, `winter 2017/18`). Then
the kinds of the tokens must be one of `_SHAPES`.
"""

import re

from timeline.base import days
from timeline.dates.words import spans_of_days
from timeline.dates.words.completing import check_complete
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.joining import join_tokens
from timeline.dates.words.numeric_day import is_rather_years, list_meanings, read_numbers
from timeline.dates.words.time_of_day import read_time
from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import (
    Phrase,
    UnclearDate,
    choose_decade_or_century,
    complete_year,
    correct_word,
    refuse_relative,
)

_COMPLETE = "Y MY YM NMY MNY YMN SY YS B I X D KY KMY P"
_PARTIAL = "M NM MN N NY S"  # as 4 in 4-5 October 2011, or 5, 2011 in October 4-5, 2011
_SHAPES = frozenset(f"{_COMPLETE} {_PARTIAL}".split())
_SAME_SHAPE = str.maketrans("OTW", "NNS")


def parse_single(words: list[Token], phrase: Phrase) -> DateParts:
    """Read one date, which may leave its year or month to a neighbour; raises UnclearDate."""
    words = [correct_word(word, phrase) if word.kind == "!" else word for word in words]
    before = _take_leading(words, "Am")
    after = _take_leading(words[len(before) :][::-1], "mA")
    words = words[len(before) : len(words) - len(after)]
    words, style = _take_one(words, "J")
    words, time = _take_one(words, "t")
    words, weekday = _take_one(words, "w")
    if words and words[0].kind == "Z" and words[0].value != "number":
        return _parse_week_of_day(words[0], words[1:], phrase)
    part = words[0] if len(words) > 1 and words[0].kind == "F" else None
    words = words[1:] if part else words
    if not words:
        raise UnclearDate("a date is missing here", position=len(phrase.text))
    one = _match_shape(join_tokens(words, phrase), phrase)._replace(
        marks_before="".join(word.value for word in before),
        marks_after="".join(word.value for word in after),
        weekday=weekday.value if weekday else "",
        first_token=part or words[0],
        part=part,
        time=read_time(time) if time else "",
    )
    if one.time and not one.day and one.first_token.kind == "I" and _is_midnight(one.time):
        one = one._replace(time="")  # `1969-00-00T00:00:00Z`
    if style:
        if not one.day and style.value == "old":
            problem = f'"{style.text}" goes with a day'
            raise UnclearDate(problem, remedy="write 25 December 1699 (O.S.)", position=style.start)
        one = one._replace(old_style=style.value == "old")
    return _mark_period(one, phrase) if one.period and one.mark else one


def _mark_period(one: DateParts, phrase: Phrase) -> DateParts:
    """`c. 1850-60`: a mark at a time from one year to another, of one of them or of both."""
    first, slash, last = one.period.partition("/")
    if not slash:
        problem = "this cannot be marked as not sure"
        raise UnclearDate(problem, remedy="write its days", position=one.first_token.start)
    of_all = phrase.choose(
        "marks",
        (True, False),
        "which of these dates is not sure?",
        position=one.first_token.start,
    )
    first += one.mark if of_all or one.marks_before else ""
    last += one.mark if of_all or one.marks_after else ""
    return one._replace(period=f"{first}/{last}", marks_before="", marks_after="")


def _is_midnight(time: str) -> bool:
    return time.startswith("00:00:00")


def _parse_week_of_day(which: Token, words: list[Token], phrase: Phrase) -> DateParts:
    """`week of 3 May 2021`, `week ending 9 May 2021`."""
    day = check_complete(parse_single(words, phrase), phrase)
    if not day.day.isdigit() or not day.year.lstrip("-").isdigit():
        problem = f'"{which.text}" goes with a day'
        remedy = f"write {which.text} 3 May 2021"
        raise UnclearDate(problem, remedy=remedy, position=which.start)
    number = days.day_number(int(day.year), int(day.unit), int(day.day))
    return DateParts(which, period=spans_of_days.week_by_day(which, number, phrase))


def _take_leading(words: list[Token], kinds: str) -> list[Token]:
    """The leading tokens that are of these kinds."""
    count = next((at for at, word in enumerate(words) if word.kind not in kinds), len(words))
    return words[:count]


def _take_one(words: list[Token], kind: str) -> tuple[list[Token], Token | None]:
    """The tokens without the one of this kind, and that one."""
    for at, word in enumerate(words):
        if word.kind == kind:
            return words[:at] + words[at + 1 :], word
    return words, None


def _match_shape(words: list[Token], phrase: Phrase) -> DateParts:
    """The parts of a date, if the kinds of the tokens are a shape that dates have."""
    words = [_read_year(word, phrase) if word.kind == "y" else word for word in words]
    words = [
        word._replace(value=choose_decade_or_century(word, phrase))
        if word.kind == "B" and re.fullmatch("[0-9]{2}0X", word.value) and word.text[-1] not in "-_"
        else word
        for word in words
    ]
    kinds = "".join(word.kind for word in words)
    if re.fullmatch("[NO]?r[NYy]?|YrN", kinds) and words[0].end != words[-1].start:
        words = [_read_roman_month(word) for word in words]
    for word in words:
        if word.kind in "Gr":
            correct_word(word, phrase)
    words = [_read_short_decade(word, phrase) if word.kind == "b" else word for word in words]
    shape = "".join(word.kind for word in words).translate(_SAME_SHAPE)
    if shape not in _SHAPES and words[-1].kind == "N" and f"{shape[:-1]}Y" in _SHAPES:
        words = [*words[:-1], _read_year(words[-1], phrase)]
        shape = f"{shape[:-1]}Y"
    if shape not in _SHAPES:
        raise UnclearDate("these words are not one date", position=words[0].start)
    if shape in {"I", "X", "D", "P"}:
        return _parse_one_token(words[0], phrase)
    of = {kind: word.value for kind, word in zip(shape, words, strict=True)}
    year, unit = of.get("Y", of.get("B", "")), of.get("M", of.get("S", ""))
    day = f"{int(of['N']):02d}" if int(of.get("N", "0")) else ""
    if of.get("N") in {"0", "00"} and not unit:
        raise UnclearDate("these words are not one date", position=words[0].start)
    if "K" in of:
        if of["K"] == "month" and unit:
            raise UnclearDate("these words are not one date", position=words[0].start)
        unit, day = unit or "XX", "XX" if of["K"] == "day" else ""
    old = any(word.kind == "Y" and word.text == "old style" for word in words)
    season = any(word.kind == "W" for word in words)
    return DateParts(words[0], year, unit, day, start_year_known=season, old_style=old)


def _read_year(word: Token, phrase: Phrase) -> Token:
    """A year of two digits, once its century is chosen; of fewer or three, those before 1000."""
    digits = word.value.lstrip("'")
    if len(digits) != 2:
        year = f"{digits:0>4}"
        options = (year,)
        year = phrase.choose("short year", options, "a year has four digits", position=word.start)
        return word._replace(kind="Y", value=year)
    return word._replace(kind="Y", value=complete_year(digits, word, phrase))


def _read_short_decade(word: Token, phrase: Phrase) -> Token:
    """The decade of `90s` or `the nineties`, once its century is chosen."""
    century = phrase.choose(
        "century", ("19", "20", "18"), "a decade has its century", position=word.start
    )
    return word._replace(kind="B", value=f"{century}{word.value[0]}X")


def _read_roman_month(word: Token) -> Token:
    """The month of `5.V.1938`; another token as it is."""
    if word.kind != "r" or not 1 <= int(word.value) <= 12:
        return word
    return word._replace(kind="M", value=f"{int(word.value):02d}")


def _parse_one_token(word: Token, phrase: Phrase) -> DateParts:
    """Read a date that is one token: ISO, numbers with slashes, a period, or a day near today."""
    if word.kind == "P":
        return DateParts(word, period=word.value)
    if word.kind == "I":
        return _parse_iso(word, phrase)
    if word.kind == "X":
        numbers = read_numbers(word, phrase)
        return DateParts(word, *numbers[:3], period=numbers.period, start_year_known=True)
    if phrase.today is None:
        refuse_relative(word)
    return DateParts(word, *_format_parts(phrase.today + int(word.value)))


def _parse_iso(word: Token, phrase: Phrase) -> DateParts:
    """`2011-10-04`, `2011-10`, and `2011-10-00` of those who write 00 for what they do not know."""
    year, *parts = word.value.replace("\u2013", "-").split("-")
    unit = f"{int(parts[0]):02d}"
    day = f"{int(parts[1]):02d}" if len(parts) > 1 else ""
    if unit == "00":
        if year.endswith("99") and not day:
            meant = phrase.choose(
                "second number",
                ("years", "year"),
                "this may be two years, or a year of which the month is not known",
                position=word.start,
            )
            if meant == "years":
                return DateParts(word, period=f"{year}/{int(year) + 1:04d}")
        if not int(year):
            raise UnclearDate(
                "this stands for no date",
                remedy="leave it empty; a happening needs a date, such as 2017",
                position=word.start,
            )
        return DateParts(word, year)
    if day and not 1 <= int(unit) <= 12:
        raise UnclearDate(f"there is no month {unit}", position=word.start)
    if not day and is_rather_years(year, unit):
        options = list_meanings(year, unit)
        chosen = phrase.choose(
            "second number",
            ("years", "season"),
            "this may be two years or a season",
            position=word.start,
        )
        if chosen not in options:
            raise UnclearDate("the second number is no month", position=word.start)
        numbers = options[chosen]
        return DateParts(word, *numbers[:3], period=numbers.period, start_year_known=True)
    return DateParts(word, year, unit, "" if day == "00" else day, start_year_known=True)


def _format_parts(day: int) -> tuple[str, str, str]:
    year, month, of_month = days.civil(day)
    return f"{year:04d}", f"{month:02d}", f"{of_month:02d}"
