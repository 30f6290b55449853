"""Headings of markwhen: `# Title` of today, and `group Title` up to `endGroup` of before 2024."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline.exchange.markwhen.carrying import carries

_SIGNED = re.compile(r"\s*(?P<signs>#+)\s+(?P<title>.*)")
_OPENED = re.compile(r"\s*(?:start)?(?P<word>group|section)(?:\s+(?P<title>.*)|\s*)", re.IGNORECASE)
_CLOSED = re.compile(r"\s*end(?P<word>group|section)(?:\s.*)?", re.IGNORECASE)
_WORD_LEVEL = 1_000
"""The level of a heading of words, which lies within every one of signs."""


class Heading(NamedTuple):
    """A heading: `level` counts its signs; `word` is that of one in the old syntax, else empty."""

    title: str
    level: int
    word: str = ""


class Syntax(NamedTuple):
    """Which lines of a file are headings.

    `words` says whether `group` and `section` open one, `closed` whether the file closes any: then
    these words do in any case, else in small letters alone, as they may begin a sentence.
    """

    words: bool = False
    closed: bool = False

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Syntax":
        """The syntax of a file, by its lines.

        A file of today has signs, and our own exports do; there the words are a sentence's.
        """
        if any(map(carries, lines)):
            return cls()
        closed = any(map(_CLOSED.fullmatch, lines))
        return cls(closed or not any(map(_SIGNED.fullmatch, lines)), closed)

    def heading(self, line: str) -> Heading | None:
        """The heading that a line is, if it is one."""
        signed = _SIGNED.fullmatch(line)
        if signed:
            return Heading(signed["title"], len(signed["signs"]))
        found = _OPENED.fullmatch(line) if self.words else None
        if found and (self.closed or found[0].lstrip()[0].islower()):
            return Heading(found["title"] or "", _WORD_LEVEL, found["word"].lower())
        return None

    def closes(self, line: str) -> str:
        """The word of the heading that a line closes; empty if it closes none."""
        found = _CLOSED.fullmatch(line) if self.closed else None
        return found["word"].lower() if found else ""
