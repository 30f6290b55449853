"""Dates in words that have several meanings or none, and what could be typed instead.

A text of several meanings is read once for each: what has to be decided is a choice, by name, and
`words.reader` makes every choice in turn. So each reading is one of the whole text, and what it
says of one part it says of all parts like it: the order of day and month, for example.
"""

from collections.abc import Sequence
from typing import NamedTuple, NoReturn, TypeVar

from timeline.dates.edtf import Hemisphere
from timeline.dates.words.tokens import Token
from timeline.dates.words.word_table import KNOWN_WORDS, LANGUAGES

EXAMPLES = "write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 or since 2020"
_T = TypeVar("_T")


class UnclearDate(Exception):  # noqa: N818 - `read_words` turns it into an EdtfError
    """A text in words that is not one date.

    Attributes:
        problem: what is wrong.
        remedy: what to do where there are no readings; empty where examples must do.
        position: the index of the first character that is wrong, counted from 0.
        choice: the name of what has to be decided; empty if nothing can be.
        options: between which it has to be decided.
    """

    def __init__(
        self,
        problem: str,
        *,
        remedy: str = "",
        position: int = 0,
        choice: str = "",
        options: Sequence[object] = (),
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.position = position
        self.choice = choice
        self.options = options


class Phrase(NamedTuple):
    """A text to be read, and what is known of how it is meant.

    Attributes:
        text: what was typed.
        today: the day number of today; None where a word such as "today" has no meaning.
        hemisphere: the one that "summer" is of.
        chosen: what was decided, by the name of the choice.
        order: what comes first in days in numbers, as the user says of all dates like it.
    """

    text: str
    today: int | None
    hemisphere: Hemisphere
    chosen: tuple[tuple[str, object], ...] = ()
    order: str = ""

    def choose(
        self,
        choice: str,
        options: Sequence[_T],
        problem: str,
        *,
        position: int = 0,
        remedy: str = "",
    ) -> _T:
        """What was decided for a choice.

        Raises:
            UnclearDate: it is not decided yet.
        """
        for name, option in self.chosen:
            if name == choice:
                return option  # type: ignore[return-value]  # it is one of such options
        raise UnclearDate(
            problem, remedy=remedy, position=position, choice=choice, options=tuple(options)
        )

    def decide(self, choice: str, option: object) -> "Phrase":
        """The same text, of which that is decided."""
        return self._replace(chosen=(*self.chosen, (choice, option)))


def correct_word(token: Token, phrase: Phrase) -> Token:
    """The nearest word that dates have, once it is chosen, for one that they do not have.

    Raises:
        UnclearDate: always else; the word is offered where there is one.
    """
    import difflib  # noqa: PLC0415 - only a misspelt word needs it

    # Printed as it is, a control character would act on the terminal.
    shown = f'"{token.text}"' if token.text.isprintable() else f"U+{ord(token.text[0]):04X}"
    problem = f"{shown} is not a part of a date"
    near: list[str] = []
    if token.text.isalpha():
        typed = token.text.lower()
        near = difflib.get_close_matches(typed, KNOWN_WORDS, n=8, cutoff=0.75)
        likeness = {word: difflib.SequenceMatcher(None, word, typed).ratio() for word in near}
        best = max(likeness.values(), default=0)
        near = [word for word in KNOWN_WORDS if likeness.get(word) == best][:1]
        if best < _LIKE_ENOUGH and any(word[0] != typed[0] for word in near):
            near = []  # "printed" is not "spring"
    if not near:
        remedy = ""
        has_number = any(sign.isdigit() for sign in phrase.text)
        if has_number and token.text.isalpha() and len(token.text) > 1:
            remedy = (
                f"write it in numbers, as in 2018-08-14; words are read in {LANGUAGES}, as in "
                "14 August 2018"
            )
        raise UnclearDate(problem, remedy=remedy, position=token.start)
    word = phrase.choose(f"word at {token.start}", near, problem, position=token.start)
    from timeline.dates.words.word_table import WORDS  # noqa: PLC0415 (so is this)

    kind, value = WORDS[word]
    return token._replace(kind=kind, value=value)


_LIKE_ENOUGH = 0.8


def complete_year(digits: str, token: Token, phrase: Phrase) -> str:
    """A year that is written with two digits, once its century is chosen.

    Where the order of a column is known, it is read as spreadsheets read it: 00 to 29 are 2000 to
    2029, and 30 to 99 are 1930 to 1999.
    """
    if phrase.order:
        return f"{'20' if int(digits) < _FIRST_OF_1900S else '19'}{digits:0>2}"
    century = phrase.choose("century", ("20", "19"), "a year has four digits", position=token.start)
    return f"{century}{digits:0>2}"


_FIRST_OF_1900S = 30


def choose_decade_or_century(token: Token, phrase: Phrase) -> str:
    """The digits of `1900s`, once it is chosen whether they mean ten years or a hundred."""
    decade, century = token.value, f"{token.value[:2]}XX"
    return phrase.choose(
        "decade", (decade, century), "this may be a decade or a century", position=token.start
    )


def refuse_relative(token: Token) -> NoReturn:
    """Refuse a word whose meaning changes from day to day, where it is to keep one."""
    raise UnclearDate(
        f'"{token.text}" means another day tomorrow',
        remedy="write the day itself, as in 2018-08-14",
        position=token.start,
    )
