"""What the paragraphs of a source tell that could be recorded: a happening for each that does."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.drafting import figures
from timeline.drafting.dates import date_mentions
from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.figures import FigureMention
from timeline.drafting.happening import Proposal, Words, propose
from timeline.drafting.name_mentions import NameIndex, NameMention
from timeline.drafting.paragraph_contents import ParagraphContents
from timeline.drafting.sentences import blank_quotations, split_sentences
from timeline.drafting.source.source_draft import SourceDraft
from timeline.drafting.source.text import Paragraph, SourceText
from timeline.views.coverage import coverage

_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·])\s|.*;$")
_MOST_IN_A_LIST = 60
_LONGEST = 20_000
"""Characters of a paragraph that are read; what has more was not written as one."""


class LeftOut(NamedTuple):
    """Paragraphs of which nothing is proposed, and why; `taken_in` when the log has them."""

    paragraphs: tuple[int, ...]
    why: str
    is_recorded: bool = False


class Citing(NamedTuple):
    """A happening of the log that cites a paragraph."""

    id: str
    title: str


Cited = Mapping[int, Sequence[Citing]]
"""By paragraph of a source, the happenings of the log that cite it."""


def find_citing(db: sqlite3.Connection, source: str) -> Cited:
    """What of a source the log has taken in already."""
    found: dict[int, list[Citing]] = {}
    for row in coverage(db, source):
        paragraph, events = row["paragraph"], row["events"]
        assert isinstance(events, list)  # noqa: S101 (coverage() makes it so)
        told = [Citing(e["id"], e["title"]) for e in events if e["event"] == "happening"]
        if isinstance(paragraph, int) and told:
            found[paragraph] = told
    return found


def propose_all(
    text: SourceText, origin: SourceDraft, names: NameIndex, words: Words, cited: Cited
) -> tuple[list[Proposal], list[LeftOut]]:
    """A happening for each paragraph that holds a date, a known name or a figure.

    What introduces a list is one with it. The heading and the contacts tell of the source itself,
    and what the log has taken in is not proposed again.
    """
    found: list[Proposal] = []
    silent: list[int] = []
    for group in _groups(text, origin, cited):
        says = [_says(one, origin, names) for one in group]
        if any(one.anything for one in says):
            found.append(propose(says, origin, names, words))
        else:
            silent += [one.number for one in group]
    there = [one.number for one in text.paragraphs if one.number in cited]
    return found, [*_left_out(origin, silent, cited), *_taken_in(there, cited)]


def _taken_in(numbers: Sequence[int], cited: Cited) -> Iterator[LeftOut]:
    """Paragraphs that the log has, those that the same happenings cite together."""
    together: dict[tuple[Citing, ...], list[int]] = {}
    for number in numbers:
        together.setdefault(tuple(cited[number]), []).append(number)
    for citing, paragraphs in together.items():
        told = "; and by ".join(f"{one.id[:_SHORT_ID]}, {one.title}" for one in citing[:_CITING])
        more = len(citing) - _CITING
        why = f"cited by {told}{f'; and by {more} more' if more > 0 else ''}"
        yield LeftOut(tuple(paragraphs), why, is_recorded=True)


_SHORT_ID = 8
_CITING = 3
"""How many happenings that cite a paragraph are named."""


def _left_out(origin: SourceDraft, silent: Sequence[int], cited: Cited) -> Iterator[LeftOut]:
    head = origin.masthead
    for every, why in (
        (sorted(head.headings), "heading, date or label"),
        (sorted(head.contacts), "whom to ask"),
        (silent, "no date, known name or figure in it"),
    ):
        numbers = tuple(number for number in every if number not in cited)
        if numbers:
            yield LeftOut(numbers, why)


def read_vocabulary(db: sqlite3.Connection) -> Words:
    """The kinds and roles that a log knows."""
    found: dict[str, set[str]] = {"kind": set(), "role": set()}
    for vocabulary, word in db.execute("SELECT vocabulary, word FROM words"):
        found.setdefault(vocabulary, set()).add(word)
    return {vocabulary: frozenset(known) for vocabulary, known in found.items()}


def _groups(text: SourceText, origin: SourceDraft, cited: Cited) -> Iterator[list[Paragraph]]:
    """Paragraphs one by one; those of a list with the one that introduces it."""
    head = origin.masthead
    group: list[Paragraph] = []
    for one in text.paragraphs:
        if one.number in head.headings or one.number in head.contacts or one.number in cited:
            continue
        if group and _goes_on(group, one):
            group.append(one)
            continue
        if group:
            yield group
        group = [one]
    if group:
        yield group


def _goes_on(group: Sequence[Paragraph], one: Paragraph) -> bool:
    introduced = group[0].text.endswith(":") and len(group) < _MOST_IN_A_LIST
    in_a_row = group[-1].number == one.number - 1
    return introduced and in_a_row and bool(_ITEM.match(one.text))


def _says(one: Paragraph, origin: SourceDraft, names: NameIndex) -> ParagraphContents:
    """What a paragraph says, without its dateline."""
    whole = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]}…"
    text = whole[origin.masthead.text_starts.get(one.number, 0) :]
    mentions = names.find(text)
    dates = _dates(text, origin)
    return ParagraphContents(
        number=one.number,
        whole=whole,
        text=text,
        dates=tuple(dates),
        mentions=tuple(mentions),
        numbers=tuple(_numbers(text, dates, mentions)),
    )


def _dates(text: str, origin: SourceDraft) -> list[DateMention]:
    found: list[DateMention] = []
    year = ""
    plain = blank_quotations(text)
    for sentence in split_sentences(text):
        told = plain[sentence.start : sentence.end]
        for one in date_mentions.find_dates(
            sentence.text, origin.publication, unquoted=told, year=year
        ):
            shift = sentence.start
            found.append(one._replace(start=one.start + shift, end=one.end + shift))
            years = re.findall(r"(?<!\d)\d{4}(?!\d)", one.edtf)
            year = years[0] if years else year
    return found


def _numbers(
    text: str, dates: Sequence[DateMention], mentions: Sequence[NameMention]
) -> Iterator[FigureMention]:
    """The figures that are no part of a date, nor of the name of a place or program."""
    spans = [(one.start, one.end) for one in dates]
    spans += [(one.start, one.end) for one in mentions if one.namespace != "actor"]
    for one in figures.find_figures(text):
        end = one.start + len(one.words)
        if not any(one.start < stop and end > start for start, stop in spans):
            yield one
