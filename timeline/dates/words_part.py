"""One date of a phrase: from its tokens to the pieces of EDTF.

Rules first join what belongs together (`third quarter`, `300 BC`, `winter 2017/18`), then the
kinds of the tokens must be one of `_SHAPES`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere, Single
from timeline.dates.words_tokens import Token
from timeline.dates.words_unclear import (
    Unclear,
    day_of_numbers,
    refuse_decade_or_century,
    refuse_part_of,
    refuse_short_year,
    refuse_word,
)
from timeline.dates.words_vocabulary import MONTHS, PORTIONS, SEASONS, WEEKDAYS

_WHOLE = "Y MY YM NMY MNY YMN SY YS B I X D KY KMY"
_LEFT_TO_A_NEIGHBOUR = "M NM MN N NY S"  # as 4 in 4-5 October 2011, or 5, 2011 in October 4-5, 2011
_SHAPES = frozenset(f"{_WHOLE} {_LEFT_TO_A_NEIGHBOUR}".split())
_SAME_SHAPE = str.maketrans("OTW", "NNS")


class Asked(NamedTuple):
    """What was typed, the number of the present day, and where "summer" is."""

    text: str
    today: int
    hemisphere: Hemisphere


class Part(NamedTuple):
    """One date in the pieces of EDTF; what is not written is empty."""

    first: Token
    year: str = ""
    unit: str = ""  # month, season or portion of the year
    day: str = ""
    before: str = ""  # the marks written before it
    after: str = ""  # and after it
    told: bool = False  # both years of a winter were written
    weekday: str = ""

    @property
    def mark(self) -> str:
        """The one mark of EDTF for all marks that were written."""
        marks = set(self.before + self.after)
        return "%" if len(marks) > 1 else "".join(marks)

    @property
    def edtf(self) -> str:
        """The date as EDTF."""
        return "-".join(filter(None, (self.year, self.unit, self.day))) + self.mark

    @property
    def fineness(self) -> tuple[bool, bool]:
        """Whether it has a month or season, and a day."""
        return bool(self.unit), bool(self.day)


def part(words: list[Token], asked: Asked) -> Part:
    """The date that the words say, as far as they say it; raises Unclear."""
    before = _run(words, "Am")
    after = _run(words[len(before) :][::-1], "m")
    words = words[len(before) : len(words) - len(after)]
    weekday = words[0].value if words and words[0].kind == "w" else ""
    words = words[1:] if weekday else words
    if not words:
        raise Unclear("a date is missing here", position=len(asked.text))
    if words[0].kind == "F" and len(words) > 1:
        rest = asked.text[words[1].start : words[-1].start + len(words[-1].text)]
        one = part(words[1:], asked)
        check(one, asked)
        refuse_part_of(words[0], edtf.parse(one.edtf, asked.hemisphere), rest)
    return _shaped(_joined(words, asked), asked)._replace(
        before="".join(word.value for word in before),
        after="".join(word.value for word in after),
        weekday=weekday,
        first=words[0],
    )


def _run(words: list[Token], kinds: str) -> list[Token]:
    """The tokens at the front that are of these kinds."""
    count = next((at for at, word in enumerate(words) if word.kind not in kinds), len(words))
    return words[:count]


def _joined(words: list[Token], asked: Asked) -> list[Token]:
    """The tokens with those that belong together made one."""
    for pattern, rule in _RULES:
        while found := re.search(pattern, "".join(word.kind for word in words)):
            start, end = found.span()
            words = words[:start] + rule(words[start:end], asked) + words[end:]
    return words


def _shaped(words: list[Token], asked: Asked) -> Part:
    """The pieces, if the kinds of the tokens are a shape that dates have."""
    for word in words:
        if word.kind == "!":
            refuse_word(word, asked.text)
        if word.kind == "y":
            refuse_short_year(word, asked.text)
        if word.kind == "B" and word.value.endswith("0X"):
            refuse_decade_or_century(word)
    shape = "".join(word.kind for word in words).translate(_SAME_SHAPE)
    if shape not in _SHAPES:
        if words[-1].kind == "N" and f"{shape[:-1]}Y" in _SHAPES:
            refuse_short_year(words[-1], asked.text)
        raise Unclear("these words are not one date", position=words[0].start)
    if shape in {"I", "X", "D"}:
        return _whole(words[0], asked)
    of = {kind: word.value for kind, word in zip(shape, words, strict=True)}
    year, unit = of.get("Y", of.get("B", "")), of.get("M", of.get("S", ""))
    day = f"{int(of['N']):02d}" if "N" in of else ""
    if "K" in of:
        if of["K"] == "month" and unit:
            raise Unclear("these words are not one date", position=words[0].start)
        unit, day = unit or "XX", "XX" if of["K"] == "day" else ""
    return Part(words[0], year, unit, day, told=any(word.kind == "W" for word in words))


def _whole(word: Token, asked: Asked) -> Part:
    """A date that is one token: ISO, numbers with slashes, or a day near today."""
    if word.kind == "I":
        year, unit, day = f"{word.value}--".replace("\u2013", "-").split("-")[:3]
        if day and not 1 <= int(unit) <= 12:
            raise Unclear(f"there is no month {unit}", position=word.start)
        return Part(word, year, unit, day, told=True)
    if word.kind == "X":
        return Part(word, *day_of_numbers(word, asked.today))
    return Part(word, *_pieces(asked.today + int(word.value)))


def _pieces(day: int) -> tuple[str, str, str]:
    year, month, of_month = days.civil(day)
    return f"{year:04d}", f"{month:02d}", f"{of_month:02d}"


def _portion(words: list[Token], _asked: Asked) -> list[Token]:
    """`third quarter`, `second half`, `last third`."""
    which, unit = words
    name = "third" if unit.kind == "T" else unit.value
    first, count = PORTIONS[name]
    number = count if which.kind == "L" else int(which.value)
    if not 1 <= number <= count:
        raise Unclear(
            f"a year has {count} {'halves' if name == 'half' else name + 's'}",
            position=which.start,
        )
    return [which._replace(kind="S", value=str(first + number - 1))]


def _of_hemisphere(words: list[Token], _asked: Asked) -> list[Token]:
    where, season = words
    if int(season.value) > 24:
        raise Unclear(f'"{where.text}" goes with a season', position=where.start)
    return [where._replace(kind="S", value=str(int(season.value) + int(where.value)))]


def _two_years(words: list[Token], asked: Asked) -> list[Token]:
    """`winter 2017/18`: the year it begins in."""
    season, years = words
    name = SEASONS[int(season.value)]
    one, _, two = years.text.partition("/")
    if not (len(one) == 4 and two.isdigit() and len(two) in (2, 4)):
        raise Unclear("these words are not one date", position=years.start)
    if not _crosses(season.value, asked) or f"{int(one) + 1:04d}"[-len(two) :] != two:
        last = int(two if len(two) == 4 else one[:2] + two)
        crosses = _crosses(season.value, asked)
        raise Unclear(
            f"{name} is in two years in a row" if crosses else f"{name} is in one year",
            *_seasons_near(season.value, (int(one), last - 1 if crosses else last), asked),
            position=years.start,
        )
    return [season._replace(kind="W"), years._replace(kind="Y", value=one)]


def _crosses(unit: str, asked: Asked) -> bool:
    """Whether a season begins in one year and ends in the next."""
    if not unit.isdigit() or int(unit) <= 12:
        return False
    season = edtf.parse(f"2001-{unit}", asked.hemisphere).node
    return isinstance(season, Single) and days.civil(season.last)[0] > 2001


def _era(words: list[Token], _asked: Asked) -> list[Token]:
    """`300 BC` is -0299, because there is a year 0000: 1 BC."""
    era, number = sorted(words)  # by kind, for the era may stand on either side
    count = int(number.value)
    if not count:
        raise Unclear("the years BC and AD begin with 1", position=number.start)
    year = 1 - count if era.value == "bc" else count
    return [number._replace(kind="Y", value=f"-{-year:04d}" if year < 0 else f"{year:04d}")]


def _century(words: list[Token], _asked: Asked) -> list[Token]:
    number = int(words[0].value)
    if not 2 <= number <= 99:
        raise Unclear(
            "only the 2nd to the 99th century have digits of their own in EDTF",
            remedy="write the years, as in 0001/0100",
            position=words[0].start,
        )
    return [words[0]._replace(kind="B", value=f"{number - 1:02d}XX")]


def _near(words: list[Token], asked: Asked) -> list[Token]:
    """`this year`, `last month`."""
    offset, unit = words
    year, month, _ = days.civil(asked.today)
    if unit.value == "day":
        raise Unclear("these words are not one date", position=offset.start)
    if unit.value == "year":
        return [offset._replace(kind="Y", value=f"{year + int(offset.value):04d}")]
    more, month = divmod(month - 1 + int(offset.value), 12)
    return [
        offset._replace(kind="M", value=f"{month + 1:02d}"),
        offset._replace(kind="Y", value=f"{year + more:04d}"),
    ]


def _near_season(words: list[Token], asked: Asked) -> list[Token]:
    """`this spring`; which one is last or next depends on who says it."""
    offset, season = words
    year, _, _ = days.civil(asked.today)
    if offset.value == "0" and not _crosses(season.value, asked):
        return [season, offset._replace(kind="Y", value=f"{year:04d}")]
    first = year + min(int(offset.value), 0) - _crosses(season.value, asked)
    raise Unclear(
        f'it is not plain which {SEASONS[int(season.value)]} is "{offset.text}"',
        *_seasons_near(season.value, (first, first + 1), asked),
        position=offset.start,
    )


def _named_year(words: list[Token], _asked: Asked) -> list[Token]:
    """`the year 2017`."""
    return [next(word for word in words if word.kind == "Y")]


def _some(words: list[Token], _asked: Asked) -> list[Token]:
    """`a day in`, `a month in`."""
    return [words[0]._replace(value=words[1].value)]


# The kinds of tokens that belong together, in the order in which they are joined.
_RULES: tuple[tuple[str, Callable[[list[Token], Asked], list[Token]]], ...] = (
    ("[OTL][UT]|NU", _portion),
    ("HS", _of_hemisphere),
    ("SX", _two_years),
    ("E[NY]|[NY]E", _era),
    ("[NOT]C", _century),
    ("[RL][Vv]", _near),
    ("[RL]S", _near_season),
    ("VY|YV", _named_year),
    ("Kv", _some),
)


def check(one: Part, asked: Asked) -> None:
    """Raise Unclear unless the date is complete, and is one that exists."""
    if not one.year:
        _refuse_without_year(one, asked)
    if one.day and not one.unit:
        raise Unclear(
            "the month is missing",
            remedy="write the day with its month, as in 4 October 2011",
            position=one.first.start,
        )
    if _crosses(one.unit, asked) and not one.told:
        years = (int(one.year) - 1, int(one.year))
        raise Unclear(
            f"{SEASONS[int(one.unit)]} begins in one year and ends in the next",
            *_seasons_near(one.unit, years, asked),
            position=one.first.start,
        )
    if one.day.isdigit():
        _check_day(one)
    elif one.weekday:
        raise Unclear(
            "a weekday goes with a day",
            remedy="write Tuesday 4 October 2011",
            position=one.first.start,
        )


def _seasons_near(unit: str, years: tuple[int, int], asked: Asked) -> list[str]:
    """The season in each of the years, or beginning in it."""
    name = SEASONS[int(unit)]
    if not _crosses(unit, asked):
        return [f"{name} {year}" for year in years]
    return [f"{name} {year}/{(year + 1) % 100:02d}" for year in years]


def _refuse_without_year(one: Part, asked: Asked) -> None:
    if one.day and not one.unit:
        refuse_short_year(one.first, asked.text)
    this_year, _, _ = days.civil(asked.today)
    instead = [f"{asked.text} {this_year}", f"{asked.text} {this_year - 1}"]
    if _crosses(one.unit, asked):
        instead = _seasons_near(one.unit, (this_year - 1, this_year), asked)
    elif re.fullmatch(r"[^\W\d_]+\.? [0-9]{2}", asked.text):
        instead.append(f"{asked.text[:-2]}20{asked.text[-2:]}")
    raise Unclear(
        "the year is missing",
        *instead,
        remedy="write the year too, as in 4 October 2011",
        position=one.first.start,
    )


def _check_day(one: Part) -> None:
    year, month, day = int(one.year), int(one.unit), int(one.day)
    length = days.days_in_month(year, month)
    name = MONTHS[month - 1]
    if not 1 <= day <= length:
        following = f"1 {MONTHS[month % 12]} {one.year}"
        raise Unclear(
            f"{name} {one.year} has {length} days",
            f"{length} {name} {one.year}",
            *([following] if day == length + 1 and month < 12 else []),
            position=one.first.start,
        )
    weekday = WEEKDAYS[(days.day_number(year, month, day) + 3) % 7]
    if one.weekday and one.weekday != weekday:
        date = f"{day} {name} {one.year}"
        raise Unclear(f"{date} is a {weekday}, not a {one.weekday}", date, position=one.first.start)
