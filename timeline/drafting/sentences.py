"""The sentences of a paragraph, its quotations, and its words about the future."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from typing import NamedTuple

from timeline.dates.words.word_table import WORDS

_END = re.compile(r"[.!?…][\"”»'’)\]]*\s+(?=[\"“„«‘(\[]*[A-ZА-ЯЁӨҮҢ0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|vs|approx|ca|c|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep"
    r"|Oct|Nov|Dec|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Rev|Hon|Insp|Supt|Pres|Messrs|Inc|Ltd|Co"
    r"|Corp|Bros|Dept|Univ|Mt|Ft|Fig|Vol|pp|al|e\.g|i\.e|a\.m|p\.m|г|гг|им|ул|тыс|млн|млрд|др|ст)|\b[A-ZА-ЯЁ](?:\.[A-ZА-ЯЁ])*)\.$"
)
_LONGEST_ABBREVIATION = 12
_DAY_NUMBER = re.compile(r"\b\d{1,2}\.$")
_MONTH_BEHIND = re.compile(
    rf"(?:{'|'.join(word for word, (kind, _) in WORDS.items() if kind == 'M')})\b", re.IGNORECASE
)
"""`29. August`: the full stop after a day ends no sentence."""
_QUOTED = re.compile(r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|\"[^\"”]*(?:[\"”]|$)")
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were)\s+(?:planned|scheduled|expected|foreseen|due)"
    r"|(?:is|are)\s+to\s+(?:be|open|begin|start|follow|send|take)"
    r"|scheduled\s+to|due\s+to\s+(?:be|begin|start|open)|set\s+to|plan(?:s|ning)?\s+to|going\s+to|would\s+be|planned\s+for|intends?\s+to|foresees?|upcoming|should\s+(?:begin|start|open))\b"
    r"|\b(?:планиру\w+|запланирован\w*|намерен\w*|предстоит|предстоящ\w+|будет|будут"
    r"|начн[её]тся|начнутся|собер[её]тся|состоится|состоятся|пройд[её]т|пройдут)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|took|began|held|met|made|ran|[a-z]{3,}ed|[а-яё]{3,}л(?:а|о|и|ся|ась|ись)?)\b"
)
_TOLD = re.compile(
    r"\b(?:said|told|noted|stated|stressed|announced|met|held|signed|visited|opened|came|went|gave|left|won"
    r"|was|were|had|сказал\w*|сообщил\w*|заявил\w*|отметил\w*)\b"
)
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·])\s+")


class Sentence(NamedTuple):
    """A sentence, and the index in its paragraph at which it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The index in its paragraph just behind it."""
        return self.start + len(self.text)


def split_sentences(paragraph: str) -> tuple[Sentence, ...]:
    """Split a paragraph into sentences; a full stop after an abbreviation ends none."""
    numbered = _NUMBERED.match(paragraph)
    start = numbered.end() if numbered else 0
    found: list[Sentence] = []
    for end in _END.finditer(paragraph, start):
        text = paragraph[start : end.end()].rstrip()
        is_day = _DAY_NUMBER.search(text) and _MONTH_BEHIND.match(paragraph, end.end())
        if not is_day and not _ABBREVIATED.search(text[-_LONGEST_ABBREVIATION:]):
            found.append(Sentence(text, start))
            start = end.end()
    if start < len(paragraph):
        found.append(Sentence(paragraph[start:], start))
    return tuple(found)


def find_quotations(paragraph: str) -> tuple[tuple[int, int], ...]:
    """The spans (start, end) of quotations of three words or more, quotation marks included."""
    return tuple(
        found.span() for found in _QUOTED.finditer(paragraph) if found.group().count(" ") >= 2
    )


def is_quoted(paragraph: str, at: int) -> bool:
    """Whether an index of a paragraph lies in a quotation."""
    return any(start <= at < end for start, end in find_quotations(paragraph))


def find_future_words(text: str) -> str:
    """Find the words by which a text speaks of the future; empty if there are none."""
    found = _AHEAD.search(text)
    return found.group() if found else ""


def is_future_at(text: str, at: int) -> bool:
    """Whether the words at an index of a sentence are about the future, by the verbs around them.

    The last verb before them decides: in "was launched in June and will run" June is past. Where
    there is none, the first one behind them does.
    """
    coming = [found.span() for found in _AHEAD.finditer(text)]
    before = [end for start, end in coming if start < at]
    past = [
        found.end()
        for found in _PAST.finditer(text, 0, at)
        if not any(start <= found.start() < end for start, end in coming)
    ]
    if before:
        return max(before) > max(past, default=0)
    if not coming or past:
        return False
    told = _TOLD.search(text, at)
    return told is None or told.start() > coming[0][0]


def blank_quotations(paragraph: str) -> str:
    """Replace the quotations of a paragraph by blanks, so that all indexes stay valid."""
    kept: list[str] = []
    at = 0
    for start, end in find_quotations(paragraph):
        kept += [paragraph[at:start], " " * (end - start)]
        at = end
    return "".join([*kept, paragraph[at:]])
