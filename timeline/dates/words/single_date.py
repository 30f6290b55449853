"""One date of a phrase: from its tokens to the parts of EDTF.

First, rules join tokens that belong together (`third quarter`, `300 BC`, `winter 2017/18`). Then
the kinds of the tokens must be one of `_SHAPES`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere, Single
from timeline.dates.vocabulary import MONTHS, PORTIONS, SEASONS, WEEKDAYS
from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import (
    UnclearDate,
    parse_numeric_day,
    refuse_decade_or_century,
    refuse_short_year,
    refuse_vague_part,
    refuse_word,
)

_COMPLETE = "Y MY YM NMY MNY YMN SY YS B I X D KY KMY"
_PARTIAL = "M NM MN N NY S"  # as 4 in 4-5 October 2011, or 5, 2011 in October 4-5, 2011
_SHAPES = frozenset(f"{_COMPLETE} {_PARTIAL}".split())
_SAME_SHAPE = str.maketrans("OTW", "NNS")


class Phrase(NamedTuple):
    """What was typed, the day number of today, and the hemisphere that "summer" is of."""

    text: str
    today: int
    hemisphere: Hemisphere


class DateParts(NamedTuple):
    """The parts of one date as digits of EDTF; empty where they are not written."""

    first_token: Token
    year: str = ""
    unit: str = ""  # the month, season or portion of the year
    day: str = ""
    marks_before: str = ""  # the marks written before it
    marks_after: str = ""  # and after it
    start_year_known: bool = False  # of a season over two years: it is plain in which it begins
    weekday: str = ""

    @property
    def mark(self) -> str:
        """The one mark of EDTF for all marks that were written."""
        marks = set(self.marks_before + self.marks_after)
        return "%" if len(marks) > 1 else "".join(marks)

    @property
    def edtf(self) -> str:
        """The date as EDTF."""
        return "-".join(filter(None, (self.year, self.unit, self.day))) + self.mark

    @property
    def precision(self) -> tuple[bool, bool]:
        """Whether it has a month or season, and a day."""
        return bool(self.unit), bool(self.day)


def parse_single(words: list[Token], phrase: Phrase) -> DateParts:
    """Read one date, which may leave its year or month to a neighbour; raises UnclearDate."""
    before = _take_leading(words, "Am")
    after = _take_leading(words[len(before) :][::-1], "m")
    words = words[len(before) : len(words) - len(after)]
    weekday = words[0].value if words and words[0].kind == "w" else ""
    words = words[1:] if weekday else words
    if not words:
        raise UnclearDate("a date is missing here", position=len(phrase.text))
    if words[0].kind == "F" and len(words) > 1:
        rest = phrase.text[words[1].start : words[-1].start + len(words[-1].text)]
        one = parse_single(words[1:], phrase)
        check_complete(one, phrase)
        refuse_vague_part(words[0], edtf.parse(one.edtf, phrase.hemisphere), rest)
    return _match_shape(_join_tokens(words, phrase), phrase)._replace(
        marks_before="".join(word.value for word in before),
        marks_after="".join(word.value for word in after),
        weekday=weekday,
        first_token=words[0],
    )


def _take_leading(words: list[Token], kinds: str) -> list[Token]:
    """The leading tokens that are of these kinds."""
    count = next((at for at, word in enumerate(words) if word.kind not in kinds), len(words))
    return words[:count]


def _join_tokens(words: list[Token], phrase: Phrase) -> list[Token]:
    """Join the tokens that belong together."""
    for pattern, rule in _JOINING_RULES:
        while found := re.search(pattern, "".join(word.kind for word in words)):
            start, end = found.span()
            words = words[:start] + rule(words[start:end], phrase) + words[end:]
    return words


def _match_shape(words: list[Token], phrase: Phrase) -> DateParts:
    """The parts of a date, if the kinds of the tokens are a shape that dates have."""
    for word in words:
        if word.kind == "!":
            refuse_word(word, phrase.text)
        if word.kind == "y":
            refuse_short_year(word, phrase.text)
        if word.kind == "B" and word.value.endswith("0X"):
            refuse_decade_or_century(word)
    shape = "".join(word.kind for word in words).translate(_SAME_SHAPE)
    if shape not in _SHAPES:
        if words[-1].kind == "N" and f"{shape[:-1]}Y" in _SHAPES:
            refuse_short_year(words[-1], phrase.text)
        raise UnclearDate("these words are not one date", position=words[0].start)
    if shape in {"I", "X", "D"}:
        return _parse_one_token(words[0], phrase)
    of = {kind: word.value for kind, word in zip(shape, words, strict=True)}
    year, unit = of.get("Y", of.get("B", "")), of.get("M", of.get("S", ""))
    day = f"{int(of['N']):02d}" if "N" in of else ""
    if "K" in of:
        if of["K"] == "month" and unit:
            raise UnclearDate("these words are not one date", position=words[0].start)
        unit, day = unit or "XX", "XX" if of["K"] == "day" else ""
    return DateParts(
        words[0], year, unit, day, start_year_known=any(word.kind == "W" for word in words)
    )


def _parse_one_token(word: Token, phrase: Phrase) -> DateParts:
    """Read a date that is one token: ISO, numbers with slashes, or a day near today."""
    if word.kind == "I":
        year, unit, day = f"{word.value}--".replace("\u2013", "-").split("-")[:3]
        if day and not 1 <= int(unit) <= 12:
            raise UnclearDate(f"there is no month {unit}", position=word.start)
        return DateParts(word, year, unit, day, start_year_known=True)
    if word.kind == "X":
        return DateParts(word, *parse_numeric_day(word, phrase.today))
    return DateParts(word, *_format_parts(phrase.today + int(word.value)))


def _format_parts(day: int) -> tuple[str, str, str]:
    year, month, of_month = days.civil(day)
    return f"{year:04d}", f"{month:02d}", f"{of_month:02d}"


def _join_portion(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`third quarter`, `second half`, `last third`."""
    which, unit = words
    name = "third" if unit.kind == "T" else unit.value
    first, count = PORTIONS[name]
    number = count if which.kind == "L" else int(which.value)
    if not 1 <= number <= count:
        raise UnclearDate(
            f"a year has {count} {'halves' if name == 'half' else name + 's'}",
            position=which.start,
        )
    return [which._replace(kind="S", value=str(first + number - 1))]


def _join_hemisphere(words: list[Token], _phrase: Phrase) -> list[Token]:
    where, season = words
    if int(season.value) > 24:
        raise UnclearDate(f'"{where.text}" goes with a season', position=where.start)
    return [where._replace(kind="S", value=str(int(season.value) + int(where.value)))]


def _join_two_years(words: list[Token], phrase: Phrase) -> list[Token]:
    """`winter 2017/18`; its year is the one in which it begins."""
    season, years = words
    name = SEASONS[int(season.value)]
    one, _, two = years.text.partition("/")
    if not (len(one) == 4 and two.isdigit() and len(two) in (2, 4)):
        raise UnclearDate("these words are not one date", position=years.start)
    if not _crosses_years(season.value, phrase) or f"{int(one) + 1:04d}"[-len(two) :] != two:
        last = int(two if len(two) == 4 else one[:2] + two)
        crosses = _crosses_years(season.value, phrase)
        raise UnclearDate(
            f"{name} is in two years in a row" if crosses else f"{name} is in one year",
            *_list_seasons(season.value, (int(one), last - 1 if crosses else last), phrase),
            position=years.start,
        )
    return [season._replace(kind="W"), years._replace(kind="Y", value=one)]


def _crosses_years(unit: str, phrase: Phrase) -> bool:
    """Whether a season begins in one year and ends in the next."""
    if not unit.isdigit() or int(unit) <= 12:
        return False
    season = edtf.parse(f"2001-{unit}", phrase.hemisphere).node
    return isinstance(season, Single) and days.civil(season.last)[0] > 2001


def _join_era(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`300 BC`, which is -0299 because EDTF has a year 0000, 1 BC."""
    era, number = sorted(words)  # by kind, for the era may stand on either side
    count = int(number.value)
    if not count:
        raise UnclearDate("the years BC and AD begin with 1", position=number.start)
    year = 1 - count if era.value == "bc" else count
    return [number._replace(kind="Y", value=f"-{-year:04d}" if year < 0 else f"{year:04d}")]


def _join_century(words: list[Token], _phrase: Phrase) -> list[Token]:
    number = int(words[0].value)
    if not 2 <= number <= 99:
        raise UnclearDate(
            "only the 2nd to the 99th century have digits of their own in EDTF",
            remedy="write the years, as in 0001/0100",
            position=words[0].start,
        )
    return [words[0]._replace(kind="B", value=f"{number - 1:02d}XX")]


def _join_relative(words: list[Token], phrase: Phrase) -> list[Token]:
    """`this year`, `last month`."""
    offset, unit = words
    year, month, _ = days.civil(phrase.today)
    if unit.value == "day":
        raise UnclearDate("these words are not one date", position=offset.start)
    if unit.value == "year":
        return [offset._replace(kind="Y", value=f"{year + int(offset.value):04d}")]
    more, month = divmod(month - 1 + int(offset.value), 12)
    return [
        offset._replace(kind="M", value=f"{month + 1:02d}"),
        offset._replace(kind="Y", value=f"{year + more:04d}"),
    ]


def _join_relative_season(words: list[Token], phrase: Phrase) -> list[Token]:
    """`this spring`; "last" and "next" are refused, for their meaning differs by speaker."""
    offset, season = words
    year, _, _ = days.civil(phrase.today)
    if offset.value == "0" and not _crosses_years(season.value, phrase):
        return [season, offset._replace(kind="Y", value=f"{year:04d}")]
    first = year + min(int(offset.value), 0) - _crosses_years(season.value, phrase)
    raise UnclearDate(
        f'it is not clear which {SEASONS[int(season.value)]} is "{offset.text}"',
        *_list_seasons(season.value, (first, first + 1), phrase),
        position=offset.start,
    )


def _join_named_year(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`the year 2017`."""
    return [next(word for word in words if word.kind == "Y")]


def _join_unspecified(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`a day in`, `a month in`."""
    return [words[0]._replace(value=words[1].value)]


# The kinds of tokens that belong together, in the order in which they are joined.
_JOINING_RULES: tuple[tuple[str, Callable[[list[Token], Phrase], list[Token]]], ...] = (
    ("[OTL][UT]|NU", _join_portion),
    ("HS", _join_hemisphere),
    ("SX", _join_two_years),
    ("E[NY]|[NY]E", _join_era),
    ("[NOT]C", _join_century),
    ("[RL][Vv]", _join_relative),
    ("[RL]S", _join_relative_season),
    ("VY|YV", _join_named_year),
    ("Kv", _join_unspecified),
)


def check_complete(one: DateParts, phrase: Phrase) -> None:
    """Raise UnclearDate unless the date is complete and exists."""
    if not one.year:
        _refuse_without_year(one, phrase)
    if one.day and not one.unit:
        raise UnclearDate(
            "the month is missing",
            remedy="write the day with its month, as in 4 October 2011",
            position=one.first_token.start,
        )
    if _crosses_years(one.unit, phrase) and not one.start_year_known:
        years = (int(one.year) - 1, int(one.year))
        raise UnclearDate(
            f"{SEASONS[int(one.unit)]} begins in one year and ends in the next",
            *_list_seasons(one.unit, years, phrase),
            position=one.first_token.start,
        )
    if one.day.isdigit():
        _check_day(one)
    elif one.weekday:
        raise UnclearDate(
            "a weekday goes with a day",
            remedy="write Tuesday 4 October 2011",
            position=one.first_token.start,
        )


def _list_seasons(unit: str, years: tuple[int, int], phrase: Phrase) -> list[str]:
    """The words for the season that is, or begins, in each of the years."""
    name = SEASONS[int(unit)]
    if not _crosses_years(unit, phrase):
        return [f"{name} {year}" for year in years]
    return [f"{name} {year}/{(year + 1) % 100:02d}" for year in years]


def _refuse_without_year(one: DateParts, phrase: Phrase) -> None:
    if one.day and not one.unit:
        refuse_short_year(one.first_token, phrase.text)
    this_year, _, _ = days.civil(phrase.today)
    alternatives = [f"{phrase.text} {this_year}", f"{phrase.text} {this_year - 1}"]
    if _crosses_years(one.unit, phrase):
        alternatives = _list_seasons(one.unit, (this_year - 1, this_year), phrase)
    elif re.fullmatch(r"[^\W\d_]+\.? [0-9]{2}", phrase.text):
        alternatives.append(f"{phrase.text[:-2]}20{phrase.text[-2:]}")
    raise UnclearDate(
        "the year is missing",
        *alternatives,
        remedy="write the year too, as in 4 October 2011",
        position=one.first_token.start,
    )


def _check_day(one: DateParts) -> None:
    year, month, day = int(one.year), int(one.unit), int(one.day)
    length = days.days_in_month(year, month)
    name = MONTHS[month - 1]
    if not 1 <= day <= length:
        following = f"1 {MONTHS[month % 12]} {one.year}"
        raise UnclearDate(
            f"{name} {one.year} has {length} days",
            f"{length} {name} {one.year}",
            *([following] if day == length + 1 and month < 12 else []),
            position=one.first_token.start,
        )
    weekday = WEEKDAYS[(days.day_number(year, month, day) + 3) % 7]
    if one.weekday and one.weekday != weekday:
        date = f"{day} {name} {one.year}"
        raise UnclearDate(
            f"{date} is a {weekday}, not a {one.weekday}", date, position=one.first_token.start
        )
