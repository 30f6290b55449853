"""What in a text is most like words that are not in it, and in which words the two differ."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from typing import NamedTuple

from timeline.texts.paragraphs import Paragraph
from timeline.texts.plain_form import plain_form

_WORD = re.compile(r"[\w$€£%]+(?:[-'’.,/][\w%]+)*")  # noqa: RUF001 (an apostrophe)
_LEAST = 0.5
"""The share of words that two passages must have in common to be alike."""
_TRIED = 3
"""How many paragraphs are looked at closely."""


class Difference(NamedTuple):
    """Words in which a newer text differs from an older one; either may be empty."""

    old: str
    new: str


class Passage(NamedTuple):
    """Words of a text that are like others, the number of their paragraph, and the differences."""

    paragraph: int
    text: str
    differences: tuple[Difference, ...]


class _Word(NamedTuple):
    form: str
    start: int
    end: int


class LikePassages:
    """A text in which passages like others are looked for; its words are counted once."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._counts = [_count(_split(one.text)) for one in paragraphs]

    def find(self, words: str) -> Passage | None:
        """The passage that is most like some words; None if nothing is like them.

        Args:
            words: which are not in the text; the differences are of the passage from them.
        """
        sought = _split(words)
        wanted = _count(sought)
        shared = [((wanted & count).total(), -n) for n, count in enumerate(self._counts)]
        best: tuple[float, Passage] | None = None
        for count, n in nlargest(_TRIED if sought else 0, shared):
            if count < len(sought) * _LEAST:
                break
            share, passage = _closest(sought, words, self._paragraphs[-n])
            if share >= _LEAST and (best is None or share > best[0]):
                best = share, passage
        return best and best[1]


def differences(old: str, new: str, around: int = 3) -> list[Difference]:
    """Where two texts differ in words, in order; what only looks otherwise is none.

    Args:
        old: the older text.
        new: the newer one.
        around: so many words beside those that differ are told with them; differences that are
            nearer to each other are told as one.
    """
    before, after = _split(old), _split(new)
    matcher = SequenceMatcher(None, _forms(before), _forms(after), autojunk=False)
    return [
        Difference(
            _around(before, group[0][1], group[-1][2], old),
            _around(after, group[0][3], group[-1][4], new),
        )
        for group in matcher.get_grouped_opcodes(around)
    ]


def _around(words: Sequence[_Word], first: int, last: int, text: str) -> str:
    """Some words of a text, with dots where it goes on."""
    if first == last:
        return ""
    start = words[first].start if first else 0
    end = words[last - 1].end if last < len(words) else len(text)
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"


def likeness(old: str, new: str) -> float:
    """The share of words that two texts have in common, to 1; 0 if it is less than half."""
    before, after = _forms(_split(old)), _forms(_split(new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST else 0.0


def _forms(words: Sequence[_Word]) -> list[str]:
    return [word.form for word in words]


def _split(text: str) -> list[_Word]:
    return [
        _Word(plain_form(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)
    ]


def _count(words: Sequence[_Word]) -> Counter[str]:
    return Counter(word.form.casefold() for word in words)


def _closest(sought: list[_Word], words: str, paragraph: Paragraph) -> tuple[float, Passage]:
    """The words of a paragraph around the longest run that it shares with others."""
    found = _split(paragraph.text)
    forms = _forms(sought), _forms(found)
    run = SequenceMatcher(None, *forms, autojunk=False).find_longest_match()
    start = max(run.b - run.a, 0)
    end = min(start + len(sought) + min(run.b - run.a, 0), len(found))
    start, end = _fitted(forms[0], forms[1], start, end)
    window = found[start:end]
    share = SequenceMatcher(None, forms[0], forms[1][start:end], autojunk=False).ratio()
    text = paragraph.text[window[0].start : window[-1].end] if window else ""
    differing = tuple(_differing(sought, words, window, paragraph.text))
    return share, Passage(paragraph.number, text, differing)


def _fitted(sought: list[str], found: list[str], start: int, end: int) -> tuple[int, int]:
    """The borders of a passage, moved so that its ends are those of the words sought, if near."""
    room = max(3, len(sought) // 4)
    low, high = max(start - room, 0), min(end + room, len(found))
    firsts = [at for at in range(low, end) if found[at] == sought[0]]
    lasts = [at + 1 for at in range(start, high) if found[at] == sought[-1]]
    first = min(firsts, key=lambda at: abs(at - start), default=start)
    last = min(lasts, key=lambda at: abs(at - end), default=end)
    return (first, last) if first < last else (start, end)


def _differing(
    before: Sequence[_Word], old: str, after: Sequence[_Word], new: str
) -> Iterator[Difference]:
    forms = _forms(before), _forms(after)
    for tag, a, b, c, d in SequenceMatcher(None, *forms, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(_slice(before[a:b], old), _slice(after[c:d], new))


def _slice(words: Sequence[_Word], text: str) -> str:
    return text[words[0].start : words[-1].end] if words else ""
