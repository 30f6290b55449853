"""A paragraph that tells of several things, each on a day of its own, in parts."""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence

from timeline.drafting.dates.carried import is_of_birth
from timeline.drafting.dates.date_mentions import COUNTED, DateMention
from timeline.drafting.dates.setting import Setting
from timeline.drafting.dates.years import read_span
from timeline.drafting.kinds import find_speech_words
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.sentences import (
    Sentence,
    blank_quotations,
    find_quotations,
    is_quoted,
    split_sentences,
)

_GOES_ON = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|his|she|her|who|which|such|both|there|here"
    r"|this|also|then|but|and|это|эти|он|она|они|его|её|их|там)\b",
    re.IGNORECASE,
)
"""A sentence that begins with such a word cannot be understood without the one before."""
_MOST_PARTS = 12


def split_contents(one: ParagraphContents) -> list[ParagraphContents]:
    """Split a paragraph where its sentences have dates of their own; in one part otherwise.

    The entries of a chronology, the rows of a table and what quotes a speaker are not split.
    """
    setting = one.setting
    if one.is_row or setting.is_entry or _quotes(one.text):
        return [one]
    starts = [start for start, _ in _find_starts(one)][:_MOST_PARTS]
    if len(starts) < 2:
        return [one]
    spans = zip([0, *starts[1:]], [*starts[1:], len(one.text)], strict=True)
    return [_cut(one, span, f", part {at} of {len(starts)}") for at, span in enumerate(spans, 1)]


def _quotes(text: str) -> bool:
    return bool(find_quotations(text)) and bool(find_speech_words(blank_quotations(text)))


def _find_starts(one: ParagraphContents) -> Iterator[tuple[int, DateMention]]:
    """The indexes of sentences with a date of their own, each with that date."""
    last: DateMention | None = None
    for sentence in split_sentences(one.text):
        date = _find_own_date(one, sentence)
        if date is None or (last is not None and _GOES_ON.match(sentence.text)):
            continue
        if last is None or not _overlap(date, last) or _is_year_before(last, date):
            last = date
            yield sentence.start, date


def _find_own_date(one: ParagraphContents, sentence: Sentence) -> DateMention | None:
    """The first calendar date of a sentence that can be of what it tells."""
    for date in one.dates:
        inside = sentence.start <= date.start < sentence.end
        if is_of_birth(one.text, date.start):
            continue
        is_calendar = not date.vague and date.why != COUNTED and not date.edtf.endswith("..")
        if inside and is_calendar and not is_quoted(one.text, date.start):
            return date if date.edtf or date.partial else None
    return None


def _is_year_before(one: DateMention, other: DateMention) -> bool:
    """Whether the first date is a whole year, and the second a day or month in it."""
    return len(one.edtf) == len("2010") and other.edtf[4:5] == "-"


def _overlap(one: DateMention, other: DateMention) -> bool:
    if not (one.edtf and other.edtf):
        return one.edtf == other.edtf and one.words == other.words
    first, second = read_span(one.edtf), read_span(other.edtf)
    if first is None or second is None:
        return True
    return first.first <= second.last and second.first <= first.last


def _cut(one: ParagraphContents, span: tuple[int, int], part: str) -> ParagraphContents:
    """A part of a paragraph, with the mentions that begin in it."""
    start, end = span
    setting: Setting = one.setting
    if start:
        setting = setting._replace(lead=None, text_start=0)
    text = one.text[start:end].strip()
    return one._replace(
        whole=text,
        text=text,
        dates=tuple(_shift(one.dates, start, end)),
        mentions=tuple(
            mention._replace(start=mention.start - start, end=mention.end - start)
            for mention in one.mentions
            if start <= mention.start < end
        ),
        figures=tuple(
            figure._replace(start=figure.start - start)
            for figure in one.figures
            if start <= figure.start < end
        ),
        setting=setting,
        part=part,
    )


def _shift(dates: Sequence[DateMention], start: int, end: int) -> Iterator[DateMention]:
    for date in dates:
        if start <= date.start < end:
            yield date._replace(start=date.start - start, end=date.end - start)
