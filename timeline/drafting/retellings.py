"""Paragraphs that go on about something that an earlier paragraph has dated: "the course"."""

import re
from collections.abc import Sequence

from timeline.drafting.kinds import find_speech_words
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.sentences import blank_quotations, find_quotations

_EVENTS = (
    ("course", "training", "training course", "training session"),
    ("workshop", "seminar"),
    ("conference", "forum", "summit"),
    ("meeting", "session", "talks"),
    ("roundtable", "round table", "discussion"),
    ("hearing",),
    ("exhibition",),
    ("ceremony",),
    ("festival",),
    ("exercise", "drill"),
    ("visit", "mission"),
    ("campaign",),
    ("election", "vote", "referendum"),
    ("dialogue",),
    ("competition", "tournament"),
)
_NOUN = {noun: row[0] for row in _EVENTS for noun in row}
_NOUNS = "|".join(sorted(_NOUN, key=len, reverse=True)).replace(" ", r"[-\s]")
_NAMED = re.compile(rf"\b(?P<noun>{_NOUNS})s?\b", re.IGNORECASE)
_AGAIN = re.compile(
    rf"\b(?:the|this|these|that|during\s+the|at\s+the)\s+(?:(?!first|second|third|next|last|other|new)"
    rf"[\w-]+\s+){{0,2}}(?P<noun>{_NOUNS})s?\b(?!\s+of\s+[A-Z])",
    re.IGNORECASE,
)
_FARTHEST = 5
"""How many proposals back the dated one may be."""


def find_retold(
    one: Sequence[ParagraphContents], earlier: Sequence[Sequence[ParagraphContents]]
) -> int | None:
    """The index of the earlier happening that a paragraph without a date goes on about.

    It says so with an article: "The course aims at ...". What quotes a speaker, and what has a date
    of its own, tells of something else.

    Args:
        one: the paragraphs of one proposal.
        earlier: those of each proposal before it.
    """
    first = one[0]
    if len(one) > 1 or first.is_row or first.setting.lead or first.setting.over:
        return None
    if first.part or any(not date.vague for date in first.dates) or _quotes(first.text):
        return None
    again = _AGAIN.search(first.text)
    if again is None:
        return None
    wanted = _noun(again["noun"])
    start = max(0, len(earlier) - _FARTHEST)
    for at in range(len(earlier) - 1, start - 1, -1):
        there = earlier[at][0]
        is_dated = any(date.edtf and not date.vague for date in there.dates)
        nouns = {_noun(found["noun"]) for found in _NAMED.finditer(there.text)}
        if wanted in nouns:
            return at if is_dated and not _quotes(there.text) else None
    return None


def _noun(word: str) -> str:
    return _NOUN[re.sub(r"[-\s]+", " ", word.lower())]


def _quotes(text: str) -> bool:
    return bool(find_quotations(text)) and bool(find_speech_words(blank_quotations(text)))
