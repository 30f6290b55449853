"""What the paragraphs of a source tell that could be recorded: a happening for each that does."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.drafting import figures, prose
from timeline.drafting.figures import Number
from timeline.drafting.happening import Proposal, Words, propose
from timeline.drafting.naming import Mention, Names
from timeline.drafting.origin import Origin
from timeline.drafting.prose import Found
from timeline.drafting.says import Says
from timeline.drafting.sentences import sentences, unquoted
from timeline.drafting.text import Paragraph, Text

_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-–—•*·])\s|.*;$")
_MOST_IN_A_LIST = 60
_LONGEST = 20_000
"""Characters of a paragraph that are read; what has more was not written as one."""


class LeftOut(NamedTuple):
    """Paragraphs of which nothing is proposed, and why."""

    paragraphs: tuple[int, ...]
    why: str


def proposals(
    text: Text, origin: Origin, names: Names, words: Words
) -> tuple[list[Proposal], list[LeftOut]]:
    """A happening for each paragraph that holds a date, a known name or a figure.

    What introduces a list is one with it. The heading and the contacts tell of the source itself.
    """
    found: list[Proposal] = []
    silent: list[int] = []
    for group in _groups(text, origin):
        says = [_says(one, origin, names) for one in group]
        if any(one.anything for one in says):
            found.append(propose(says, origin, names, words))
        else:
            silent += [one.number for one in group]
    return found, list(_left_out(origin, silent))


def _left_out(origin: Origin, silent: Sequence[int]) -> Iterator[LeftOut]:
    head = origin.masthead
    for numbers, why in (
        (sorted(head.headings), "heading, date or label"),
        (sorted(head.contacts), "whom to ask"),
        (silent, "no date, known name or figure in it"),
    ):
        if numbers:
            yield LeftOut(tuple(numbers), why)


def vocabulary_of(db: sqlite3.Connection) -> Words:
    """The kinds and roles that a log knows."""
    found: dict[str, set[str]] = {"kind": set(), "role": set()}
    for vocabulary, word in db.execute("SELECT vocabulary, word FROM words"):
        found.setdefault(vocabulary, set()).add(word)
    return {vocabulary: frozenset(known) for vocabulary, known in found.items()}


def _groups(text: Text, origin: Origin) -> Iterator[list[Paragraph]]:
    """Paragraphs one by one; those of a list with the one that introduces it."""
    head = origin.masthead
    group: list[Paragraph] = []
    for one in text.paragraphs:
        if one.number in head.headings or one.number in head.contacts:
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


def _says(one: Paragraph, origin: Origin, names: Names) -> Says:
    """What a paragraph says, without its dateline."""
    whole = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]}…"
    text = whole[origin.masthead.dated.get(one.number, 0) :]
    mentions = names.find(text)
    dates = _dates(text, origin)
    return Says(
        number=one.number,
        whole=whole,
        text=text,
        dates=tuple(dates),
        mentions=tuple(mentions),
        numbers=tuple(_numbers(text, dates, mentions)),
    )


def _dates(text: str, origin: Origin) -> list[Found]:
    found: list[Found] = []
    year = ""
    plain = unquoted(text)
    for sentence in sentences(text):
        told = plain[sentence.start : sentence.end]
        for one in prose.dates(sentence.text, origin.anchor, told=told, year=year):
            shift = sentence.start
            found.append(one._replace(start=one.start + shift, end=one.end + shift))
            years = re.findall(r"(?<!\d)\d{4}(?!\d)", one.edtf)
            year = years[0] if years else year
    return found


def _numbers(text: str, dates: Sequence[Found], mentions: Sequence[Mention]) -> Iterator[Number]:
    """The figures that are no part of a date, nor of the name of a place or program."""
    spans = [(one.start, one.end) for one in dates]
    spans += [(one.start, one.end) for one in mentions if one.namespace != "actor"]
    for one in figures.figures(text):
        end = one.start + len(one.words)
        if not any(one.start < stop and end > start for start, stop in spans):
            yield one
