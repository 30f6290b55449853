"""One date of a phrase: from its tokens to the parts of EDTF.

First, rules join tokens that belong together (`third quarter`, `300 BC`, `winter 2017/18`). Then
the kinds of the tokens must be one of `_SHAPES`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Single
from timeline.dates.vocabulary import MONTHS, PORTIONS, SEASONS
from timeline.dates.words import spans_of_days
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
_LAST_MONTHS_OF_OLD_YEARS = {"01", "02", "03"}
"""The months at the end of years that began on 25 March."""


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
    part: Token | None = None  # "early", "late", "end": a part of it that has no bounds
    time: str = ""  # of day, as EDTF has it
    old_style: bool = False  # whether the day is one of the Julian calendar
    period: str = ""  # EDTF of a time that is no single date, such as a week

    @property
    def mark(self) -> str:
        """The one mark of EDTF for all marks that were written."""
        marks = set(self.marks_before + self.marks_after)
        return "%" if len(marks) > 1 else "".join(marks)

    @property
    def edtf(self) -> str:
        """The date as EDTF."""
        if self.period:
            return self.period
        date = "-".join(filter(None, (self.year, self.unit, self.day)))
        return date + (f"T{self.time}" if self.time else "") + self.mark

    @property
    def precision(self) -> tuple[bool, bool]:
        """Whether it has a month or season, and a day."""
        return bool(self.unit), bool(self.day)


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
    one = _match_shape(_join_tokens(words, phrase), phrase)._replace(
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


def _join_tokens(words: list[Token], phrase: Phrase) -> list[Token]:
    """Join the tokens that belong together."""
    kinds = "".join(word.kind for word in words)
    for pattern, rule in _JOINING_RULES:
        while found := re.search(pattern, kinds):
            start, end = found.span()
            words = words[:start] + rule(words[start:end], phrase) + words[end:]
            kinds = "".join(word.kind for word in words)
    return words


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


def _join_portion(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`third quarter`, `second half`, `last third`."""
    which, unit = words[::-1] if words[0].kind == "U" else words
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
    if not (len(one) == 4 and two.isdigit() and len(two) in (1, 2, 4)):
        raise UnclearDate("these words are not one date", position=years.start)
    crosses = _crosses_years(season.value, phrase)
    if not crosses or f"{int(one) + 1:04d}"[-len(two) :] != two:
        last = int(one[: -len(two)] + two)
        year = phrase.choose(
            "year of season",
            (int(one), last - 1 if crosses else last),
            f"{name} is in two years in a row" if crosses else f"{name} is in one year",
            position=years.start,
        )
        one = f"{year:04d}"
    return [season._replace(kind="W"), years._replace(kind="Y", value=one)]


def _join_double_year(words: list[Token], phrase: Phrase) -> list[Token]:
    """`11 February 1731/32`: of the year that ended on 24 March in the one, elsewhere the other."""
    *month, years = words
    one, _, two = years.text.partition("/")
    last = f"{int(one) + 1:04d}" if len(one) == 4 and one.isdigit() else ""
    unit = next(word.value for word in month if word.kind == "M")
    if not last or not two or last[-len(two) :] != two or unit not in _LAST_MONTHS_OF_OLD_YEARS:
        raise UnclearDate("these words are not one date", position=years.start)
    year = years._replace(kind="Y", value=last)
    if len(month) == 1:
        return [*month, year]
    style = phrase.choose(
        "style",
        ("new style", "old style"),
        "the year is of two calendars; the day may be of the Julian one, too",
        position=years.start,
    )
    return [*month, year._replace(text=style)]


def _crosses_years(unit: str, phrase: Phrase) -> bool:
    """Whether a season begins in one year and ends in the next."""
    if not unit.isdigit() or int(unit) <= 12:
        return False
    season = edtf.parse(f"2001-{unit}", phrase.hemisphere).node
    return isinstance(season, Single) and days.civil(season.last)[0] > 2001


def _join_era(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`300 BC`, which is -0299 because EDTF has a year 0000, 1 BC."""
    (era,) = (word for word in words if word.kind == "E")
    (number,) = (word for word in words if word.kind != "E")
    written, *rest = number.value.split("-")
    if not written.isdigit():
        raise UnclearDate("these words are not one date", position=number.start)
    count = int(written)
    if not count:
        raise UnclearDate("the years BC and AD begin with 1", position=number.start)
    year = 1 - count if era.value == "bc" else count
    digits = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    if abs(year) > 9999:
        digits = f"Y{year}"
    kinds = zip("MN", rest, strict=False)
    parts = [number._replace(kind=kind, value=part) for kind, part in kinds if int(part)]
    return [number._replace(kind="Y", value=digits), *parts]


def _join_century(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`19th century`, which is 18XX; the 1st, and those BC, are written with their years."""
    numeral = next(word for word in words if word.kind in "NOTr")
    is_bc = any(word.value == "bc" for word in words)
    number = int(numeral.value)
    if not 1 <= number <= 99:
        problem = "a century is counted from 1 to 99"
        raise UnclearDate(problem, remedy="write its years", position=numeral.start)
    if number > 1 and not is_bc:
        return [numeral._replace(kind="B", value=f"{number - 1:02d}XX")]
    first, last = 100 * number - 99, 100 * number
    if is_bc:
        first, last = 1 - last, 1 - first
    period = f"{spans_of_days.year_digits(first)}/{spans_of_days.year_digits(last)}"
    return [numeral._replace(kind="P", value=period)]


def _join_portion_of_years(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`second half of the 19th century`."""
    portion, years = words
    if re.fullmatch("[0-9]{4}/[0-9]{4}", years.value) and years.text.isalpha():
        problem = f'the parts of "{years.text}" differ from place to place'
        remedy = "write their months, as in July-September 2018"
        raise UnclearDate(problem, remedy=remedy, position=portion.start)
    if not spans_of_days.is_of_years(years.value):
        raise UnclearDate("these words are not one date", position=portion.start)
    first, last = spans_of_days.years_of(years.value)
    code = int(portion.value)
    for start, count in PORTIONS.values():
        if start <= code < start + count:
            length = last - first + 1
            begin = first + length * (code - start) // count
            end = first + length * (code - start + 1) // count - 1
            return [portion._replace(kind="P", value=spans_of_days.some_year(begin, end))]
    raise UnclearDate("these words are not one date", position=portion.start)


def _join_half_of_month(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`first half of May 2018`: its first 15 days, or those after them."""
    half, month, year = words
    first_half, count = PORTIONS["half"]
    which = int(half.value) - first_half
    if not (0 <= which < count and year.value.isdigit()):
        raise UnclearDate("these words are not one date", position=half.start)
    first = days.day_number(int(year.value), int(month.value), 1)
    last = first + days.days_in_month(int(year.value), int(month.value)) - 1
    bounds = ((first, first + 14), (first + 15, last))[which]
    return [half._replace(kind="P", value=spans_of_days.some_day(*bounds))]


def _join_relative(words: list[Token], phrase: Phrase) -> list[Token]:
    """`this year`, `last month`."""
    offset, unit = words
    if phrase.today is None:
        refuse_relative(offset)
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
    if phrase.today is None:
        refuse_relative(offset)
    year, _, _ = days.civil(phrase.today)
    crosses = _crosses_years(season.value, phrase)
    if offset.value != "0" or crosses:
        first = year + min(int(offset.value), 0) - crosses
        year = phrase.choose(
            "year of season",
            (first, first + 1),
            f'it is not clear which {SEASONS[int(season.value)]} is "{offset.text}"',
            position=offset.start,
        )
    return [season._replace(kind="W"), offset._replace(kind="Y", value=f"{year:04d}")]


def _join_named_year(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`the year 2017`, `1941 year`, `the month of May`."""
    return [word for word in words if word.kind not in "Vv"]


def _join_decade(words: list[Token], phrase: Phrase) -> list[Token]:
    """`années 1990` and `años 90`, which are the decade, unless it is a span that begins so."""
    word, year = words
    if word.value != "years" or not year.value.endswith("0"):
        return [year._replace(kind="y") if year.kind == "N" else year]
    if year.kind in "Ny":
        return [year._replace(kind="b", value=year.value.lstrip("'"))]
    decade = year._replace(kind="B", value=f"{year.value[:3]}X")
    if "-" not in phrase.text and "\u2013" not in phrase.text:
        return [decade]
    problem = "this may be a year or a decade"
    is_decade = phrase.choose("decades", (True, False), problem, position=year.start)
    return [decade if is_decade else year]


def _join_day(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`the 3rd day of May`."""
    return [word for word in words if word.kind in "NOT"]


def _join_portion_behind(words: list[Token], phrase: Phrase) -> list[Token]:
    """`19th century, first half`."""
    return _join_portion_of_years(words[::-1], phrase)


def _join_unspecified(words: list[Token], _phrase: Phrase) -> list[Token]:
    """`a day in`, `a month in`."""
    return [words[0]._replace(value=words[1].value)]


def _join_week(words: list[Token], phrase: Phrase) -> list[Token]:
    """`week 33 of 2018`, `W33 2018`, `2018-W33`: the days from Monday to Sunday."""
    if words[0].kind == "O" and words[0].text.isalpha():
        return [spans_of_days.week_of_month(words, phrase)]
    return [spans_of_days.week_by_number(words, phrase)]


def _join_week_of_month(words: list[Token], phrase: Phrase) -> list[Token]:
    """`first week of May 2018`."""
    return [spans_of_days.week_of_month(words, phrase)]


def _join_two_years_of_one(words: list[Token], phrase: Phrase) -> list[Token]:
    """`FY 2020-21`, `school year 2020/21`: from one year into the next."""
    return [spans_of_days.year_over_two(words, phrase)]


# The kinds of tokens that belong together, in the order in which they are joined.
_JOINING_RULES: tuple[tuple[str, Callable[[list[Token], Phrase], list[Token]]], ...] = (
    ("f(?:X|I|Y|N|y)|(?:X|I|Y)f", _join_two_years_of_one),
    ("R?[NOT]v(?=M)", _join_day),
    ("(?<!K)v(?=M)", _join_named_year),
    ("[OTLr][UT]|[Nr]U|U[Nr](?=Y|$)", _join_portion),
    ("HS", _join_hemisphere),
    ("SX", _join_two_years),
    ("N?MX|MNX", _join_double_year),
    ("[NOTr]CE?|C[NOTr]E?", _join_century),
    ("[NYGI]V(?=E)", _join_named_year),
    ("E[NYGI]|[NYGI]E", _join_era),
    ("S[BP]", _join_portion_of_years),
    ("SMY", _join_half_of_month),
    ("[BP]S", _join_portion_behind),
    ("[RL][Vv]", _join_relative),
    ("[RL]S", _join_relative_season),
    ("ZN?kY?|kY|Yk|k|ZNY|ZN|YZN|OZY", _join_week),
    ("[OTL]ZM?Y?", _join_week_of_month),
    ("V[YNy]", _join_decade),
    ("VB|[YXIBPb]V", _join_named_year),
    ("Kv", _join_unspecified),
)


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
    if _crosses_years(one.unit, phrase) and not one.start_year_known:
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
    if _crosses_years(one.unit, phrase):
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
