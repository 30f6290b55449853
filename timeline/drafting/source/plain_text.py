"""Plain text cut into paragraphs.

A line is a paragraph, as texts taken from web pages have it, unless the lines were wrapped at a
width: then those are joined that could not have held the next word. Blank lines part paragraphs
either way and are none themselves.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import unicodedata
from itertools import pairwise

from timeline.base.text import without_unfit
from timeline.drafting.source.text import Paragraph

_WIDEST = 120
"""Longer lines were not wrapped by a person or a mail program."""
_RAGGED = 0.85
"""A line that is filled to this part of the width may have been wrapped there."""
_FEWEST = 3
"""Line ends that it takes to tell; a heading of two lines proves nothing."""
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·])\s")


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, numbered from 1."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        cleaned = clean(line)
        if cleaned:
            blocks[-1].append(cleaned)
        elif blocks[-1]:
            blocks.append([])
    width = _width(blocks)
    found = [paragraph for block in blocks for paragraph in _joined(block, width)]
    return tuple(Paragraph(number, text) for number, text in enumerate(found, 1))


def clean(text: str) -> str:
    """A text on one line, composed, without what cannot be stored or seen."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFC", without_unfit(seen)).split())


def _width(blocks: list[list[str]]) -> int:
    """The width at which lines were wrapped; 0 if a line is a paragraph."""
    short = [block for block in blocks if max(map(len, block), default=0) <= _WIDEST]
    breaks = [two for block in short for two in pairwise(block)]
    width = max((len(line) for two in breaks for line in two), default=0)
    full = sum(_is_full(line, following, width) for line, following in breaks)
    return width if len(breaks) >= _FEWEST and full * 2 > len(breaks) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word would not have fitted into a line."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width * _RAGGED


def _joined(block: list[str], width: int) -> list[str]:
    found: list[str] = []
    last = ""
    for line in block:
        wrapped = width and len(last) <= _WIDEST
        if found and wrapped and _is_full(last, line, width) and not _ITEM.match(line):
            between = "" if re.search(r"[^\W\d_]-$", last) else " "
            found[-1] += between + line
        else:
            found.append(line)
        last = line
    return found
