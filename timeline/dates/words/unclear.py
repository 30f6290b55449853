"""Dates in words that have several meanings or none, and what could be typed instead.

A refusal names what could have been meant, each as a person would type it. Whether that can be
read, and as what, is found out by `words.reader` when it shows the refusal.
"""

from typing import NoReturn

from timeline.base import days
from timeline.dates.edtf import Date, Single
from timeline.dates.words.tokens import Token
from timeline.dates.words.vocabulary import KNOWN_WORDS, MONTHS

EXAMPLES = "write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 or since 2020"


class UnclearDate(Exception):  # noqa: N818 - not an error yet: `read` makes one of it
    """Words that cannot be read as one date.

    Attributes:
        problem: what is wrong.
        instead: what could be typed instead; only what can be read is shown.
        remedy: what to do where nothing of that can be read.
        position: where in the text, counted from 0.
    """

    def __init__(
        self, problem: str, *instead: str, remedy: str = EXAMPLES, position: int = 0
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.instead = instead
        self.remedy = remedy
        self.position = position


def replace_token(text: str, token: Token, by: str) -> str:
    """The text with another word in the place of a token."""
    return text[: token.start] + by + text[token.start + len(token.text) :]


def parse_numeric_day(token: Token, today: int) -> tuple[str, str, str]:
    """Year, month and day, as digits, of a date such as `13.05.2011` that has one reading."""
    sign = next(sign for sign in "./-" if sign in token.text)
    numbers = token.text.split(sign)
    if len(numbers) == 2:
        _refuse_two_numbers(token, numbers, sign, today)
    one, two, three = numbers
    if len(one) == 4:
        raise UnclearDate(
            f"with the year first, the parts of a day are joined by hyphens, not by {sign}",
            f"{one}-{two:0>2}-{three:0>2}",
            position=token.start,
        )
    years = [three] if len(three) == 4 else [f"20{three:0>2}", f"19{three:0>2}"]
    readings = [reading for year in years for reading in _list_readings(one, two, year)]
    if len(years) > 1:
        raise UnclearDate("the year needs four digits", *readings, position=token.start)
    if not readings:
        raise UnclearDate(
            f"neither {one} nor {two} is a month",
            remedy="write the year, the month and the day, as in 2017-10-05",
            position=token.start,
        )
    if len(readings) > 1:
        raise UnclearDate("the day or the month may come first", *readings, position=token.start)
    year, month, day = readings[0].split("-")
    return year, month, day


def _list_readings(one: str, two: str, year: str) -> list[str]:
    """Day first, then month first, as ISO days; only what has a month, each once."""
    orders = [(one, two), (two, one)]
    days_of_year = [
        f"{year}-{month:0>2}-{day:0>2}" for day, month in orders if 1 <= int(month) <= 12
    ]
    return list(dict.fromkeys(days_of_year))


def _refuse_two_numbers(token: Token, numbers: list[str], sign: str, today: int) -> NoReturn:
    one, two = numbers
    if len(one) == 4 and len(two) <= 2:
        short = f"{one[:2]}{two:0>2}"
        raise UnclearDate(
            "the second number may be a month or a year",
            f"{one}-{two:0>2}",
            f"{one}/{short}",
            f"winter {one}/{two:0>2}",
            position=token.start,
        )
    if len(one) <= 2 and len(two) == 4:
        raise UnclearDate(
            f"a month of a year is not written with {sign}",
            f"{two}-{one:0>2}",
            position=token.start,
        )
    this_year, _, _ = days.civil(today)
    raise UnclearDate(
        "the year is missing",
        *(_list_readings(one, two, str(this_year)) if len(one) <= 2 and len(two) <= 2 else ()),
        position=token.start,
    )


def refuse_decade_or_century(token: Token) -> NoReturn:
    """Refuse `1900s`, which is ten years to some and a hundred to others."""
    decade, century = token.value, f"{token.value[:2]}XX"
    raise UnclearDate(
        "this may be a decade or a century",
        remedy=f"write {decade} for {decade[:3]}0 to {decade[:3]}9, "
        f"or {century} for {century[:2]}00 to {century[:2]}99",
        position=token.start,
    )


def refuse_vague_part(which: Token, date: Date, words: str) -> NoReturn:
    """Refuse `early`, `mid` and `late`, for which EDTF has nothing, with what comes near."""
    node = date.node
    index = ("early", "middle", "late").index(which.value)
    instead: list[str] = []
    if isinstance(node, Single) and date.text.isdigit():
        quarter = (("Q1",), ("Q2", "Q3"), ("Q4",))[index]
        third = ("first third", "second third", "last third")[index]
        half = (("first half",), (), ("second half",))[index]
        instead = [f"{portion} of {words}" for portion in (third, *half)]
        instead[:0] = [f"{portion} {words}" for portion in quarter]
    elif isinstance(node, Single) and node.month.isdigit() and not node.day:
        first = (1, 11, 21)[index]
        last = (10, 20, days.civil(node.last)[2])[index]
        instead = [f"between {first} and {last} {words}"]
    elif isinstance(node, Single) and 21 <= node.season <= 32:
        # A season has three months; 45 days on from its first is always in the second one.
        year, month, _ = days.civil((node.first, node.first + 45, node.last)[index])
        instead = [f"{MONTHS[month - 1]} {year}"]
    elif isinstance(node, Single) and date.text.endswith("X") and date.text[:3].isdigit():
        first, last = ((0, 3), (4, 6), (7, 9))[index]
        instead = [f"between {date.text[:3]}{first} and {date.text[:3]}{last}"]
    raise UnclearDate(
        f'it is not plain which days "{which.text}" means',
        *instead,
        remedy="write the days it may be, as in between 1 and 10 July 2022",
        position=which.start,
    )


def refuse_word(token: Token, text: str) -> NoReturn:
    """Refuse what is not a word for a date, with the text as it may have been meant."""
    import difflib  # noqa: PLC0415 - only a misspelt word needs it

    instead: list[str] = []
    if token.text.isalpha():
        near = difflib.get_close_matches(token.text.lower(), KNOWN_WORDS, n=1, cutoff=0.75)
        for word in near:
            instead = [replace_token(text, token, word.title() if token.text.istitle() else word)]
    # A control character would do to the terminal what it says.
    shown = f'"{token.text}"' if token.text.isprintable() else f"U+{ord(token.text[0]):04X}"
    raise UnclearDate(f"{shown} is not a part of a date", *instead, position=token.start)


def refuse_short_year(token: Token, text: str) -> NoReturn:
    """Refuse a year of two digits with the two centuries it can be of."""
    digits = token.value.lstrip("'")
    full = [f"20{digits}", f"19{digits}"] if len(digits) == 2 else [f"{digits:0>4}"]
    raise UnclearDate(
        "a year has four digits",
        *(replace_token(text, token, year) for year in full),
        position=token.start,
    )
