"""Texts measured by the metrics of a font, cut and wrapped to a width."""

import functools
import unicodedata
from itertools import accumulate

from timeline.showing.chart.widths import ADVANCES

_BOLD = 1.1
"""How much wider bold text is at most, a line of it taken together."""
_WIDE, _OTHER = 1000, 700
"""The width of letters of which the table says nothing: of East Asian ones, and of others."""
_ELLIPSIS = "…"


@functools.cache
def _table() -> dict[str, int]:
    found = {letter: width for width, letters in ADVANCES.items() for letter in letters}
    return found | {"\u00a0": found[" "]}


@functools.cache
def _advance(letter: str) -> int:
    known = _table().get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def is_measured(text: str) -> bool:
    """Whether the font has all letters of a text."""
    return text.isascii() or not set(text) - _table().keys()


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in the unit of the size of its font."""
    return sum(map(_advance, text)) * size / 1000 * (_BOLD if bold else 1)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A line that keeps to a width: whole, or as many words as fit with an ellipsis after them.

    Of a word that does not fit as many letters are kept as do.
    """
    if text_width(text, size, bold=bold) <= room:
        return text
    units = room * 1000 / size / (_BOLD if bold else 1) - _advance(_ELLIPSIS)
    fit = sum(1 for end in accumulate(map(_advance, text)) if end <= units)
    kept = text[:fit]
    words = kept if text[fit : fit + 1] == " " else kept.rpartition(" ")[0]
    if len(words) * 2 < len(kept):
        words = kept
    return f"{words.rstrip(' ,;:–-')}{_ELLIPSIS}"  # noqa: RUF001 (a dash)


def wrap(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> list[str]:
    """A text in at most so many lines that keep to a width; the last is cut if it must be."""
    found: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        if len(found) + 1 == lines:
            found.append(cut(" ".join([line, *words]), size, room, bold=bold))
            break
        while words and text_width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(cut(line, size, room, bold=bold))
    return found
