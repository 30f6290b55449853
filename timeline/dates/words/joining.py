"""Tokens that belong together: `third quarter`, `300 BC`, `winter 2017/18`, `last month`."""

import re
from collections.abc import Callable

from timeline.base import days
from timeline.dates.vocabulary import PORTIONS, SEASONS
from timeline.dates.words import spans_of_days
from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import Phrase, UnclearDate, refuse_relative

_LAST_MONTHS_OF_OLD_YEARS = {"01", "02", "03"}
"""The months at the end of years that began on 25 March."""


def join_tokens(words: list[Token], phrase: Phrase) -> list[Token]:
    """The tokens of one date, those that belong together joined; raises UnclearDate."""
    kinds = "".join(word.kind for word in words)
    for pattern, rule in _JOINING_RULES:
        while found := re.search(pattern, kinds):
            start, end = found.span()
            words = words[:start] + rule(words[start:end], phrase) + words[end:]
            kinds = "".join(word.kind for word in words)
    return words


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
    crosses = spans_of_days.crosses_years(season.value, phrase)
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
    crosses = spans_of_days.crosses_years(season.value, phrase)
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
