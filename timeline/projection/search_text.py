"""Texts as they are searched: words without case, accents and signs, each after a space."""

# ruff: noqa: RUF001, RUF003 - letters that look alike are what this is about

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from timeline.base.names import fold

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
_ASCII = "".join([_LETTERS[code] for code in range(128)]).encode().ljust(256)


class _Words(dict[str, str]):
    """What each word of a text is searched as, kept for those that come again."""

    def __missing__(self, word: str) -> str:
        found = word.translate(_LETTERS).split()
        searched = f" {' '.join(found)}" if found else ""
        if len(word) <= _LONGEST:
            if len(self) >= _MANY:
                self.clear()
            self[word] = searched
        return searched


_WORDS = _Words()
_LONGEST = 32
_MANY = 1 << 16


def words(text: str) -> str:
    """A text as it is searched, ` community policing`; empty if it has no letter or digit."""
    if text.isascii():
        found = text.encode().translate(_ASCII).decode().split()
        return f" {' '.join(found)}" if found else ""
    return "".join(map(_WORDS.__getitem__, text.split()))


def text_of(body: Mapping[str, Any]) -> str:
    """All that is searched of a happening itself, each of its texts on a line of its own.

    The names of those who took part, and of programs, places and sources, are not among it: they
    may change.

    Args:
        body: of the happening.
    """
    found = [words(body[name]) for name in _TEXTS if name in body]
    found += map(words, body.get("tags", ()))
    for name, text in _TEXTS_OF_PARTS:
        found += [words(part[text]) for part in body.get(name, ()) if text in part]
    return "\n".join(filter(None, found))


_TEXTS = ("title", "summary", "note", "date_text", "date_basis")
_TEXTS_OF_PARTS = (
    ("refs", "id"),
    ("actors", "capacity"),
    ("figures", "measure"),
    ("sources", "quote"),
)
