"""Names and titles by what they hold, so that many of them can be looked for in turn."""

import bisect
import heapq
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from timeline.base.names import fold

_NEAREST = 3
_FEW = 200
"""So many names are all compared; of more, those that share most with what was typed."""
_WORD = re.compile(r"\w+")


def words_of(text: str) -> set[str]:
    """The words of a text, without what people vary."""
    return set(_WORD.findall(fold(text)))


class Alike:
    """Names, folded, among which those most like another are looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self._holding: dict[str, list[int]] = {}
        if len(self.names) > _FEW:
            for i, name in enumerate(self.names):
                for pair in _pairs(name):
                    self._holding.setdefault(pair, []).append(i)

    def nearest(self, folded: str) -> list[str]:
        """The names most like one: those that hold all its words, then those spelt alike."""
        import difflib  # noqa: PLC0415 (only a mistake pays for the import)

        names = self._likely(folded)
        words = folded.split()
        holding = [name for name in names if words and all(word in name for word in words)]
        alike = difflib.get_close_matches(folded, names, n=_NEAREST, cutoff=0.6)
        return list(dict.fromkeys([*holding[:_NEAREST], *alike]))

    def _likely(self, folded: str) -> Sequence[str]:
        """The names that share most pairs of signs with one, in their order."""
        if not self._holding:
            return self.names
        shared: Counter[int] = Counter()
        for pair in _pairs(folded):
            shared.update(self._holding.get(pair, ()))
        return [self.names[i] for i in sorted(i for i, _ in shared.most_common(_FEW))]


def _pairs(folded: str) -> set[str]:
    padded = f" {folded} "
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


class Texts:
    """Texts in an order, found by the words that they hold."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._holding: dict[str, list[int]] = {}
        for i, text in enumerate(texts):
            for word in words_of(text):
                self._holding.setdefault(word, []).append(i)

    def with_all(self, words: Iterable[str]) -> list[int]:
        """The places of the texts that hold all of some words, of which there are any."""
        rarest, *others = sorted((self._holding.get(word, []) for word in words), key=len)
        return [i for i in rarest if all(_holds(held, i) for held in others)]

    def with_any(self, words: Iterable[str], most: int) -> tuple[list[int], int]:
        """The places of the first texts that hold any of some words, and how many there are."""
        found = set[int]().union(*(self._holding.get(word, ()) for word in words))
        return heapq.nsmallest(most, found), len(found)


def _holds(ordered: Sequence[int], one: int) -> bool:
    at = bisect.bisect_left(ordered, one)
    return at < len(ordered) and ordered[at] == one
