"""Runs of paragraphs with the same words in two texts, whatever lines these were parted into.

A copy of a text may be wrapped at another width, so that its reader takes other lines for
paragraphs. Words that only stand in other lines did not change.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.texts.plain_form import is_word_sign

_NEAR = 200
"""So many paragraphs are looked at for the place where a run may begin."""


class Run(NamedTuple):
    """Paragraphs with the same words: where they begin in each text, and how many they are."""

    old: int
    new: int
    old_count: int
    new_count: int


def same_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """The runs in two texts, in their order; one paragraph that equals one is none.

    Args:
        old: the plain forms of paragraphs; see `plain_form`.
        new: those of the other text.
    """
    at_old = at_new = 0
    while at_old < len(old):
        for start in range(at_new, min(at_new + _NEAR, len(new))):
            if run := _run(old, at_old, new, start):
                yield run
                at_old += run.old_count
                at_new = start + run.new_count
                break
        else:
            at_old += 1


def _run(old: Sequence[str], at_old: int, new: Sequence[str], at_new: int) -> Run | None:
    """The run that begins in two places; None if none does."""
    one, other = _Reader(old, at_old), _Reader(new, at_new)
    while True:
        size = min(one.left, other.left)
        if not size or one.take(size) != other.take(size):
            return None
        if not one.left and not other.left:
            counts = one.at - at_old + 1, other.at - at_new + 1
            return Run(at_old, at_new, *counts) if max(counts) > 1 else None
        ended, going = (other, one) if one.left else (one, other)
        if not ended.go_on(going):
            return None


class _Reader:
    """The place in paragraphs up to which their words are the same."""

    def __init__(self, texts: Sequence[str], at: int) -> None:
        self.texts, self.at, self.sign = texts, at, 0
        self.text, self.hyphen = _without_hyphen(texts[at])

    @property
    def left(self) -> int:
        """How many signs of the paragraph are left."""
        return len(self.text) - self.sign

    def take(self, size: int) -> str:
        """The next signs."""
        self.sign += size
        return self.text[self.sign - size : self.sign]

    def go_on(self, going: "_Reader") -> bool:
        """Go on to the next paragraph, where the other text goes on in the same; whether it fits.

        The end of the line stands for a space there, or for nothing beside punctuation; a hyphen
        before it may have been put in.
        """
        before, following = self.text[-1], going.text[going.sign]
        if self.at + 1 == len(self.texts):
            return False
        if self.hyphen:
            going.sign += following == "-"
        elif following == " ":
            going.sign += 1
        elif is_word_sign(before) and is_word_sign(following):
            return False
        self.at, self.sign = self.at + 1, 0
        self.text, self.hyphen = _without_hyphen(self.texts[self.at])
        return going.left > 0


def _without_hyphen(text: str) -> tuple[str, bool]:
    """A text without a hyphen that ends it within a word, and whether it had one."""
    if text[-1:] == "-" and text[-2:-1].isalpha():
        return text[:-1], True
    return text, False
