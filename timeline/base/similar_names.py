"""Names that may be one name, spelt otherwise: "Interior Ministery", "Ministry of the Interior".

Of many names each is compared only with those that share all but one of its words, so that a
table of names takes time in proportion to its length.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from timeline.base.names import fold, slug

_LONGEST_SLUG = 1_000
_MOST_WORDS = 60
"""A name of more words is no slip for another one: each word is compared with all others."""
_SMALL = re.compile("an?|and|at|by|de[rs]?|d[iu]|for|in|l[ae]|les|of|on|the|to|и|в|на|по")
# Words that differ by a letter or two and never for one another, whatever follows them.
_APART = re.compile(
    "(?:north|south)-?(?:east|west)|(?:six|seven|eight|nine|thir|four|fif)(?:teen|ty)?(?:th)?"
    "|(?:in|ex)ternal|(?:im|em)migra.*|(?:pro|per)secut.*|pro(?:tec|duc)tion|slov(?:ak|en)ia"
    "|niger(?:ia)?|austr(?:al)?ia|domini(?:ca|can)"
)


class Slips:
    """Names of one kind, among which one is looked for that another may be a slip for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._whole: dict[str, str] = {}
        self._but_one: dict[tuple[str, ...], dict[str, str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Let later names be compared with this one, too."""
        for whole in _wholes(name):
            self._whole.setdefault(whole, name)
        for rest, word in _but_one(name):
            self._but_one.setdefault(rest, {}).setdefault(word, name)

    def drop(self, name: str) -> None:
        """Forget a name that was added last."""
        for whole in _wholes(name):
            if self._whole.get(whole) == name:
                del self._whole[whole]
        for rest, word in _but_one(name):
            if self._but_one.get(rest, {}).get(word) == name:
                del self._but_one[rest][word]

    def near(self, name: str) -> str:
        """A name that is the same but for its order, its small words, or a slip; else empty."""
        for whole in _wholes(name):
            if whole in self._whole:
                return self._whole[whole]
        for rest, word in _but_one(name):
            for other, owner in self._but_one.get(rest, {}).items():
                if is_slip(word, other):
                    return owner
        return ""


def _wholes(name: str) -> Iterator[str]:
    """What names have in common that differ in nothing but signs, spaces, script or order."""
    letters = slug(name, _LONGEST_SLUG)
    # Numbers stay apart: 1.1 is not 11.
    if letters := re.sub(r"-(?!\d)|(?<!\d)-", "", letters):
        yield letters
    if words := _words(name):
        yield " ".join(_in_order(words))


def _in_order(words: list[str]) -> list[str]:
    """Words that may change places by their letters, then numbers and initials as they stand."""
    free = [word for word in words if len(word) > 2 and _is_of_letters(word)]
    kept = set(free)
    return sorted(free) + [word for word in words if word not in kept]


def _but_one(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each word in which there may be a slip, with what must be the same beside it."""
    words = _words(name)
    if len(words) > _MOST_WORDS:
        return
    for i, word in enumerate(words):
        if len(word) > 2 and _is_of_letters(word):
            rest = _in_order([*words[:i], *words[i + 1 :]])
            yield (*rest, f"{word[:3]}…"), word
            yield (*rest, f"{word[:1]}…{word[-3:]}"), word


def _words(name: str) -> list[str]:
    found = re.findall(r"\w+", fold(name).replace("'", ""))
    # The last word is none of them: it tells Training A from Training B.
    return [word for word in found[:-1] if not _SMALL.fullmatch(word)] + found[-1:]


def _is_of_letters(word: str) -> bool:
    return word.isalpha() or all(unicodedata.category(sign)[0] in "LM" for sign in word)


def is_slip(word: str, other: str) -> bool:
    """Whether one word may stand for another by a slip or an ending: `ministery`, `services`.

    Short words must be the same; a slip in the first letter makes another word.
    """
    if word == other:
        return True
    long = max(len(word), len(other))
    if word[:1] != other[:1] or (_APART.fullmatch(word) and _APART.fullmatch(other)):
        return False
    if _singular(word) == _singular(other):
        return long > _SHORTEST
    return long >= _ONE_SLIP and _distance(word, other) <= 1 + (long >= _TWO_SLIPS)


_SHORTEST, _ONE_SLIP, _TWO_SLIPS = 3, 5, 8
"""How long a word must be to be told from its plural, and to hold so many slips."""


def _singular(word: str) -> str:
    return re.sub("ies$", "y", word).rstrip("s")


def _distance(word: str, other: str) -> int:
    """How many letters are lost, gained, changed, or swapped with the next one."""
    if abs(len(word) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word):
        earlier, before, row = before, row, [i + 1]
        for j, opposite in enumerate(other):
            cost = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != opposite))
            if i and j and (letter, word[i - 1]) == (other[j - 1], opposite):
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
    return row[-1]
