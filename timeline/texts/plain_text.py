"""Plain text split into paragraphs.

A line is a paragraph, as in texts copied from web pages, unless the lines were wrapped at a width:
then a line that had no room for the next word is joined with the next line. Blank lines separate
paragraphs in both cases.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from timeline.base.text import without_unfit
from timeline.dates.words.word_table import WORDS
from timeline.texts.paragraphs import Paragraph

_WIDEST = 120
"""Characters; longer lines were not wrapped by hand or by a mail program."""
_RAGGED = 0.85
"""A line that is filled to this share of the width may have been wrapped there."""
_FEWEST = 3
"""Line ends that are needed to detect wrapping; a heading of two lines proves nothing."""
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·]|#{1,6})\s|\|")
_SEASON = "|".join(word for word, (kind, _) in WORDS.items() if kind == "S")
_MONTH = "|".join(word for word, (kind, _) in WORDS.items() if kind == "M")
_DATED = re.compile(
    r"[\[(]?(?:(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    rf"|\d{{1,2}}/\d{{4}}|(?:c\.\s|ca\.\s|early\s|mid-?\s?|late\s)?\d{{4}}(?:s|[–/-]\d{{2,4}})?"
    rf"|(?:{_SEASON}|q[1-4])\b(?:\s+(?:of\s+)?\d{{4}}(?:/\d{{2,4}})?)?|\d{{1,2}}(?:st|nd|rd|th)\s+century"
    rf"|(?:early\s|mid-|late\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTH})\b\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{4})?))",
    re.IGNORECASE,
)
_SET_OFF = re.compile(r"[\])]?(?:\s*[:–—|]|\s+-\s|\s{2,}|\t|$)")
"""A line that begins with a date and one of these is an entry, and continues no other line."""
_ENTRIES = 3
"""How many entries a block must have for its lines with a date before plain words to be some."""


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split a text into paragraphs, numbered from 1."""
    blocks: list[list[_Line]] = [[]]
    for line in text.splitlines():
        cleaned = clean_line(line)
        if cleaned:
            above = blocks[-1][-1].text if blocks[-1] else ""
            after_date = bool(_DATED.fullmatch(above) or above.startswith("#"))
            blocks[-1].append(_Line(cleaned, after_date or _is_entry(line.strip())))
        elif blocks[-1]:
            blocks.append([])
    blocks = [_mark_entries(block) for block in blocks]
    width = _find_wrap_width(blocks)
    found = [paragraph for block in blocks for paragraph in _join_lines(block, width)]
    return tuple(Paragraph(number, text) for number, text in enumerate(found, 1))


class _Line(NamedTuple):
    """A line, and whether it begins a paragraph of its own: an item, or a dated entry."""

    text: str
    begins: bool


def _is_entry(line: str) -> bool:
    dated = _DATED.match(line)
    return bool(_ITEM.match(line) or (dated and _SET_OFF.match(line, dated.end())))


def _mark_entries(block: list[_Line]) -> list[_Line]:
    """Take the lines of a block for entries where most of them begin with a date."""
    dated = [bool(_DATED.match(one.text)) for one in block]
    if sum(dated) < _ENTRIES or sum(dated) * 2 <= len(block):
        return block
    return [one._replace(begins=one.begins or by) for one, by in zip(block, dated, strict=True)]


def clean_line(text: str) -> str:
    """Put a text on one line, with composed letters and without invisible characters.

    What joins or parts letters of Persian or Hindi, and people of an emoji, changes what one sees,
    and stays.
    """
    if not text.isascii():
        kept = {found.start() for found in re.finditer(_JOINER, text)}
        text = "".join(
            sign for at, sign in enumerate(text) if at in kept or unicodedata.category(sign) != "Cf"
        )
    return " ".join(unicodedata.normalize("NFC", without_unfit(text)).split())


_JOINER = r"(?<=[^\s\x00-\u036f])[\u200c\u200d](?=[^\s\x00-\u036f])"
"""A joiner, or what keeps letters apart, between signs of other scripts than Latin."""


def _find_wrap_width(blocks: list[list[_Line]]) -> int:
    """The width in characters at which lines were wrapped; 0 if each line is a paragraph."""
    short = [block for block in blocks if all(len(one.text) <= _WIDEST for one in block)]
    both = [two for block in short for two in pairwise(block)]
    breaks = [(line.text, following.text) for line, following in both if not following.begins]
    width = max((len(line) for two in breaks for line in two), default=0)
    full = sum(_is_full(line, following, width) for line, following in breaks)
    return width if len(breaks) >= _FEWEST and full * 2 > len(breaks) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted into a line.

    Args:
        line: the line.
        following: the next line.
        width: the width in characters at which lines were wrapped.
    """
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width * _RAGGED


def _join_lines(block: list[_Line], width: int) -> list[str]:
    found: list[str] = []
    last = ""
    for line, begins in block:
        wrapped = width and len(last) <= _WIDEST
        if found and wrapped and _is_full(last, line, width) and not begins:
            between = "" if re.search(r"[^\W\d_]-$", last) else " "
            found[-1] += between + line
        else:
            found.append(line)
        last = line
    return found
