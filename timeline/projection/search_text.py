"""Texts as they are searched: words without case, accents and signs, each after a space."""

# ruff: noqa: RUF001, RUF003 - letters that look alike are what this is about

import re
import unicodedata
from collections.abc import Iterator

from timeline.base.names import fold
from timeline.event.types import Happening

# Letters with a stroke, a tail or no dot, which Unicode takes for letters of their own, as people
# type them who have no key for them: ң, ө and ү are н, о and у on a Russian keyboard.
_BARE = dict(zip("ıłøđħңөүұқғҳҷҗ", "ilodhноуукгхчж", strict=True)) | {"æ": "ae", "œ": "oe"}
# Thai, Lao, Burmese, Khmer, Japanese and Chinese do without spaces: each sign is a word.
_SIGNS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SIGNS += "\U00020000-\U0003ffff"
_NO_SPACE = ("Mn", "Mc", "Me", "Cf")
"""Accents, vowel signs and what is not seen: they part no words."""
_SIGN = re.compile(f"[{_SIGNS}]")
_LETTER = re.compile(r"[^\W_]")


class _Letters(dict[int, str]):
    """What each letter is searched as, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        seen = letter.isalnum() or unicodedata.category(letter) in _NO_SPACE
        folded = "".join(_BARE.get(sign, sign) for sign in fold(letter)) if seen else " "
        self[code] = "".join(map(_parted, folded))
        return self[code]


def _parted(sign: str) -> str:
    """A sign that is a word by itself between spaces, what is no letter or digit as a space."""
    if _SIGN.match(sign):
        return f" {sign} "
    return sign if _LETTER.match(sign) else " "


_LETTERS = _Letters()


def words(text: str) -> str:
    """A text as it is searched, ` community policing`; empty if it has no letter or digit."""
    found = text.translate(_LETTERS).split()
    return f" {' '.join(found)}" if found else ""


def text_of(event: Happening) -> str:
    """All that is searched of a happening itself, each of its texts on a line of its own.

    The names of those who took part, and of programs, places and sources, are not among it: they
    may change.
    """
    return "\n".join(filter(None, map(words, _texts(event))))


def _texts(event: Happening) -> Iterator[str]:
    yield from (event.title, event.summary, event.note, event.date_text, event.date_basis)
    yield from event.tags
    for reference in event.refs:
        yield reference.id
    for part in event.actors:
        yield part.capacity
    for figure in event.figures:
        yield figure.measure
    for citation in event.sources:
        yield citation.quote
