"""Dates in words that have several meanings or none, and what could be typed instead.

A refusal lists the alternatives as a user would type them. `words.reader` shows those of them that
it can read, each with its meaning.
"""

from typing import NoReturn

from timeline.base import days
from timeline.dates.edtf import Date, Single
from timeline.dates.vocabulary import KNOWN_WORDS, MONTHS
from timeline.dates.words.tokens import Token

EXAMPLES = "write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 or since 2020"


class UnclearDate(Exception):  # noqa: N818 - `read_date` turns it into an EdtfError
    """A text in words that is not one date.

    Attributes:
        problem: what is wrong.
        alternatives: texts that could be typed instead; only those that can be read are shown.
        remedy: what to do where none of them can be read; empty where examples must do.
        position: the index of the first character that is wrong, counted from 0.
    """

    def __init__(
        self, problem: str, *alternatives: str, remedy: str = "", position: int = 0
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.alternatives = alternatives
        self.remedy = remedy
        self.position = position


def replace_token(text: str, token: Token, by: str) -> str:
    """Put other words in the place of a token.

    Args:
        text: the text that the token was cut from.
        token: the token to replace.
        by: the words to put there.
    """
    return text[: token.start] + by + text[token.start + len(token.text) :]


def parse_numeric_day(token: Token, today: int) -> tuple[str, str, str]:
    """Year, month and day, as digits, of a numeric date such as `13.05.2011` with one reading."""
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
    """ISO days, read day first and month first; each once, impossible months left out."""
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
    """Refuse `1900s`, which may mean ten years or a hundred."""
    decade, century = token.value, f"{token.value[:2]}XX"
    raise UnclearDate(
        "this may be a decade or a century",
        remedy=f"write {decade} for {decade[:3]}0 to {decade[:3]}9, "
        f"or {century} for {century[:2]}00 to {century[:2]}99",
        position=token.start,
    )


def refuse_vague_part(which: Token, date: Date, words: str) -> NoReturn:
    """Refuse `early`, `mid` and `late`, which EDTF cannot express; offer what comes near.

    Args:
        which: the token for early, middle or late.
        date: the date that it is a part of.
        words: the words of that date.
    """
    node = date.node
    index = ("early", "middle", "late").index(which.value)
    alternatives: list[str] = []
    if isinstance(node, Single) and date.text.isdigit():
        quarter = (("Q1",), ("Q2", "Q3"), ("Q4",))[index]
        third = ("first third", "second third", "last third")[index]
        half = (("first half",), (), ("second half",))[index]
        alternatives = [f"{portion} of {words}" for portion in (third, *half)]
        alternatives[:0] = [f"{portion} {words}" for portion in quarter]
    elif isinstance(node, Single) and node.month.isdigit() and not node.day:
        first = (1, 11, 21)[index]
        last = (10, 20, days.civil(node.last)[2])[index]
        alternatives = [f"between {first} and {last} {words}"]
    elif isinstance(node, Single) and 21 <= node.season <= 32:
        # A season has three months; 45 days on from its first is always in the second one.
        year, month, _ = days.civil((node.first, node.first + 45, node.last)[index])
        alternatives = [f"{MONTHS[month - 1]} {year}"]
    elif isinstance(node, Single) and date.text.endswith("X") and date.text[:3].isdigit():
        first, last = ((0, 3), (4, 6), (7, 9))[index]
        alternatives = [f"between {date.text[:3]}{first} and {date.text[:3]}{last}"]
    raise UnclearDate(
        f'it is not clear which days "{which.text}" means',
        *alternatives,
        remedy="write the days it may be, as in between 1 and 10 July 2022",
        position=which.start,
    )


def refuse_word(token: Token, text: str) -> NoReturn:
    """Refuse a word that dates do not have, and offer the text with the nearest one."""
    import difflib  # noqa: PLC0415 - only a misspelt word needs it

    alternatives: list[str] = []
    if token.text.isalpha():
        near = difflib.get_close_matches(token.text.lower(), KNOWN_WORDS, n=1, cutoff=0.75)
        for word in near:
            alternatives = [
                replace_token(text, token, word.title() if token.text.istitle() else word)
            ]
    # Printed as it is, a control character would act on the terminal.
    shown = f'"{token.text}"' if token.text.isprintable() else f"U+{ord(token.text[0]):04X}"
    raise UnclearDate(f"{shown} is not a part of a date", *alternatives, position=token.start)


def refuse_short_year(token: Token, text: str) -> NoReturn:
    """Refuse a year of two digits, and offer it in the two latest centuries."""
    digits = token.value.lstrip("'")
    full = [f"20{digits}", f"19{digits}"] if len(digits) == 2 else [f"{digits:0>4}"]
    raise UnclearDate(
        "a year has four digits",
        *(replace_token(text, token, year) for year in full),
        position=token.start,
    )
