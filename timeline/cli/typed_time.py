"""Times among words that were typed to be looked for."""

from collections.abc import Sequence

from timeline.dates.edtf import EdtfError
from timeline.dates.words.reader import read_typed_date

_MOST = 6
"""A time has no more words than that."""


def time_in(words: Sequence[str]) -> str:
    """The longest run of words that is a time with a number in it, as a date filter takes it.

    Empty where none is: a month alone may be any word, and so is what has several readings.
    """
    for length in range(min(len(words), _MOST), 0, -1):
        for first in range(len(words) - length + 1):
            typed = " ".join(words[first : first + length])
            for spelling in (typed, typed.replace("..", "/")):
                if _is_time(spelling):
                    return spelling
    return ""


def _is_time(text: str) -> bool:
    if not any(sign.isdigit() for sign in text):
        return False
    try:
        read_typed_date(text)
    except EdtfError:
        return False
    return True
