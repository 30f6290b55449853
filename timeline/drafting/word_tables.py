"""Readers for the tables of words in this package, and the tables that several modules share."""

from collections.abc import Mapping
from typing import TypeAlias

Vocabulary: TypeAlias = Mapping[str, frozenset[str]]
"""The words that a log knows, by vocabulary; `kind` and `role` are always there."""


def read_word_table(text: str) -> dict[str, str]:
    """Map the words of each line to its first word; a hyphen in them stands for a space."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {word.replace("-", " "): first for first, *others in rows for word in others}


def read_word_set(text: str) -> frozenset[str]:
    """The set of words in a text."""
    return frozenset(text.split())


def read_rules(text: str) -> list[tuple[str, str]]:
    """Pairs from lines of `name: pattern`, in order; a name may have several lines."""
    pairs = (line.split(": ", 1) for line in text.strip().splitlines())
    return [(name, pattern) for name, pattern in pairs]


NUMBERS = read_word_table(
    """
    2 two два две двух
    3 three три трёх трех
    4 four четыре четырёх четырех
    5 five пять пяти
    6 six шесть шести
    7 seven семь
    8 eight восемь
    9 nine девять
    10 ten десять десяти
    11 eleven
    12 twelve
    """
)
"""Numbers by their words; texts mostly write greater ones in digits."""
TIME_UNITS = read_word_table(
    """
    day day days день дня дней
    week week weeks неделя неделю недели недель
    month month months месяц месяца месяцев
    year year years год года лет
    """
)
"""Units of time, by their words, that dates are counted in."""
