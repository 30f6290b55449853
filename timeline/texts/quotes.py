"""Quotes found in the text of a source: where they stand, and what stands before and after.

A place is what the W3C Web Annotation Data Model calls a TextQuoteSelector: the exact words, with
some of the text before and after them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, product
from typing import NamedTuple

from timeline.texts.likeness import LikePassages, Passage
from timeline.texts.paragraphs import Paragraph
from timeline.texts.plain_form import (
    OMITTED,
    form_of_clean,
    hyphens_in,
    is_cut,
    join_forms,
    placed_form,
    plain_form,
    without_hyphens,
)

CONTEXT = 32
"""How many signs before and after a quote are told."""
_GAP = re.compile(rf"\[{OMITTED}\]|\({OMITTED}\)|{OMITTED}|\[[^\[\]]{{2,200}}\]")
"""What stands for an omission, or for words of the quoter, in the plain form of a quote."""
_LETTER = re.compile(r"\[(\w)\]")
"""A letter that the quoter made large or small."""
_MOST_LETTERS = 4
MOST = 1000
"""So many places of a quote are looked for; more say no more."""

Parts = list[str]
"""The pieces of a quote between its omissions, in their plain form."""


class Anchor(NamedTuple):
    """Where a quote stands.

    Attributes:
        first: the number of the paragraph in which it begins.
        last: of that in which it ends.
        exact: the words of the text, with a line end between paragraphs.
        prefix: what stands before them.
        suffix: what stands after them.
    """

    first: int
    last: int
    exact: str
    prefix: str
    suffix: str


class QuotableText:
    """The text of a source, in which quotes are looked for."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self._texts = [one.text for one in paragraphs]
        self._text, self._starts = join_forms([form_of_clean(text) for text in self._texts])
        self._placed: tuple[int, list[int]] = (-1, [0])

    def find(self, quote: str, prefix: str = "", suffix: str = "") -> list[Anchor]:
        """Every place where a quote stands, in order; of very many the first.

        Omissions (`...`, `…`, `[...]`), words of the quoter in brackets and a letter that is put in
        brackets are understood. Words count whole.

        Args:
            quote: the words.
            prefix: what must stand before them; empty if anything may.
            suffix: what must stand after them.
        """
        around = plain_form(prefix), plain_form(suffix)
        return [self._anchor(*span) for span in self._spans(quote, *around)]

    def _spans(self, quote: str, prefix: str, suffix: str) -> list[tuple[int, int]]:
        for parted in _readings(quote):
            if found := _find_all(self._text, parted):
                return [span for span in found if _fits(self._text, span, prefix, suffix)]
        loose, hyphens = self._without_hyphens
        prefix, suffix = without_hyphens(prefix), without_hyphens(suffix)
        for parted in _readings(quote):
            if found := _find_all(loose, [list(map(without_hyphens, one)) for one in parted]):
                fit = (span for span in found if _fits(loose, span, prefix, suffix))
                return [(_back(hyphens, start), _back(hyphens, end - 1) + 1) for start, end in fit]
        return []

    @cached_property
    def _without_hyphens(self) -> tuple[str, list[int]]:
        """The text without hyphens in words, and by place in it how many are gone before it."""
        hyphens = hyphens_in(self._text)
        return without_hyphens(self._text), [at - gone for gone, at in enumerate(hyphens)]

    def find_like(self, words: str) -> Passage | None:
        """The passage that is most like some words that are not there; None if nothing is."""
        return self._passages.find(words)

    @cached_property
    def _passages(self) -> LikePassages:
        return LikePassages(self.paragraphs)

    def _anchor(self, start: int, end: int) -> Anchor:
        first, at = self._locate(start)
        last, until = self._locate(end - 1)
        texts = self._texts
        inner = list(texts[first : last + 1])
        inner[-1] = inner[-1][: until + 1]
        inner[0] = inner[0][at:]
        before = "\n".join(
            (*texts[max(first - 1, 0) : first], texts[first][max(at - CONTEXT, 0) : at])
        )
        rest = texts[last][until + 1 : until + 1 + CONTEXT]
        after = "\n".join((rest, *texts[last + 1 : last + 2]))
        numbers = self.paragraphs[first].number, self.paragraphs[last].number
        return Anchor(*numbers, "\n".join(inner), before[-CONTEXT:], after[:CONTEXT])

    def _locate(self, at: int) -> tuple[int, int]:
        """The paragraph of a place in the plain form, from 0, and the place in its own text."""
        paragraph = bisect_right(self._starts, at) - 1
        places = self._places(paragraph)
        return paragraph, places[min(at - self._starts[paragraph], len(places) - 1)]

    def _places(self, paragraph: int) -> list[int]:
        """The places of the plain form of a paragraph; those of the last one are kept."""
        if self._placed[0] != paragraph:
            self._placed = paragraph, placed_form(self._texts[paragraph]).places or [0]
        return self._placed[1]


def _readings(quote: str) -> Iterator[Sequence[Parts]]:
    """How a quote may be meant, each as the pieces that must stand in their order.

    First as it is; then with what is in brackets, and dots, as marks of the quoter; then without
    the marks of quotation around it. Several pieces of one reading differ in letters in brackets.
    """
    whole = plain_form(quote)
    if not any(map(str.isalnum, whole)):
        return
    yield [[whole]]
    marked = [_pieces(plain_form(one)) for one in _with_letters(quote)]
    yield marked
    yield [[whole.strip('"')]]
    yield [[piece.strip('"') for piece in pieces] for pieces in marked]


def _with_letters(quote: str) -> list[str]:
    """A quote with each letter in brackets as a large and as a small one."""
    found = _LETTER.split(quote)
    texts, letters = found[::2], found[1::2]
    if len(letters) > _MOST_LETTERS:
        return [quote]
    either = [dict.fromkeys((letter.lower(), letter.upper())) for letter in letters]
    return [texts[0] + "".join(map(str.__add__, chosen, texts[1:])) for chosen in product(*either)]


def _pieces(quote: str) -> Parts:
    pieces = (piece.strip(" ") for piece in _GAP.split(quote))
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


def _find_all(text: str, parted: Sequence[Parts]) -> list[tuple[int, int]]:
    return sorted({span for parts in parted for span in islice(_chains(text, parts), MOST)})


def _chains(text: str, parts: Parts) -> Iterator[tuple[int, int]]:
    """The spans in which the pieces of a quote stand in their order, each as short as can be."""
    at = 0
    while parts:
        end = at
        for part in parts:
            start = _find(text, part, end)
            if start < 0:
                return
            end = start + len(part)
        for part in reversed(parts[:-1]):
            start = _find_last(text, part, at, start)
        yield start, end
        at = end


def _find(text: str, part: str, start: int) -> int:
    """The first place from `start` on where a piece stands in whole words; -1 if there is none."""
    at = text.find(part, start)
    while at >= 0 and not _is_whole(text, at, part):
        at = text.find(part, at + 1)
    return at


def _find_last(text: str, part: str, start: int, end: int) -> int:
    """The last place before `end` where a piece stands in whole words, which is somewhere."""
    at = text.rfind(part, start, end)
    while at >= 0 and not _is_whole(text, at, part):
        at = text.rfind(part, start, at + len(part) - 1)
    return at


def _is_whole(text: str, at: int, form: str) -> bool:
    return not (is_cut(text, at) or is_cut(text, at + len(form)))


def _fits(text: str, span: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Whether the right words stand before and after."""
    start, end = span
    before = text[max(start - len(prefix) - 1, 0) : start].rstrip(" ")
    after = text[end : end + len(suffix) + 1].lstrip(" ")
    return before.endswith(prefix) and after.startswith(suffix)


def _back(hyphens: Sequence[int], at: int) -> int:
    """The place in a text of a place in it without hyphens."""
    return at + bisect_right(hyphens, at)
