"""The years of the dates of a paragraph that are written without one.

A text that has said "on 3 March 2014" goes on with "on 12 May". Such a year is that of the date
before, or of what stands over the paragraph; where it may as well be another, the date is left
open with its readings.
"""

# ruff: noqa: RUF001 - Cyrillic letters are data here

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline.drafting.dates.date_mentions import COUNTED, DateMention
from timeline.drafting.dates.publication import Publication
from timeline.drafting.dates.years import (
    YearChoice,
    add_year,
    check_not_after,
    read_span,
    read_year,
)
from timeline.drafting.sentences import is_future_at

_PRECISE = re.compile(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?(?:T[^/]*)?")


_BEFORE = re.compile(r"\.\./")


class YearSource(NamedTuple):
    """A date whose year others take, and the words of a comment for it.

    Attributes:
        edtf: the date.
        place: its words and where they are.
        is_near: whether it surely stands for the paragraph; otherwise it is only from one before.
        is_apart: whether it is a heading or the date of an entry, and not a part of a sentence.
    """

    edtf: str
    place: str
    is_near: bool = True
    is_apart: bool = False


def is_of_birth(text: str, at: int) -> bool:
    """Whether the date at an index of a text is that of a birth, and of nothing told."""
    return bool(_BIRTH.search(text, 0, at))


_BIRTH = re.compile(r"\b(?:born|b\.)\s+(?:on\s+|in\s+)?$|\bродил\w+\s+(?:в\s+)?$", re.IGNORECASE)


def carry_years(
    mentions: Sequence[DateMention],
    text: str,
    source: YearSource | None,
    publication: Publication | None,
) -> list[DateMention]:
    """Give dates without a year the year of the date before them, or of what stands over them.

    Args:
        mentions: the dates of a paragraph, in order; without a year they have that of the source.
        text: the paragraph, with blanks for its quotations.
        source: what stands over the paragraph, or the last date of one before it.
        publication: when the source came out, to count from.
    """
    found = []
    near = source
    for one in mentions:
        made = one
        if one.partial and near is not None:
            coming = is_future_at(text, one.start)
            made = _carry(one, near, publication, coming=coming)
        elif source is not None and source.is_apart and one.why == COUNTED:
            made = _doubt_relative(one, source, publication)
        stands = _PRECISE.fullmatch(made.edtf) and not is_of_birth(text, made.start)
        if stands and (made.is_carried or not made.why):
            near = YearSource(made.edtf, f'"{made.words}" before it')
        found.append(made)
    return found


def _carry(
    one: DateMention, near: YearSource, publication: Publication | None, *, coming: bool
) -> DateMention:
    year = read_year(near.edtf)
    if year is None:
        return _ask_year(one, near)
    if publication is not None and publication.year == year and one.edtf:
        return one
    date = add_year(one.partial, year)
    if date is None:
        return one
    before = _BEFORE.match(one.edtf)
    text = f"../{date.text}" if before and ".." not in date.text else date.text
    if not near.is_near:
        readings = tuple(dict.fromkeys((text, *filter(None, (one.edtf, *one.readings)))))
        why = f"the year may be that of {near.place}, or of the source"
        return one._replace(edtf="", readings=readings, why=why, is_carried=True)
    choice = YearChoice(text)
    span, there = read_span(date.text), read_span(near.edtf)
    if _PRECISE.fullmatch(near.edtf) and span and there and span.last < there.first:
        later = add_year(one.partial, year + 1)
        readings = (date.text, later.text) if later else (date.text,)
        choice = YearChoice("", readings, why="it is before that date in the same year")
    elif not coming:
        choice = check_not_after(choice, one.partial, publication)
    why = f"the year is that of {near.place}"
    if choice.why:
        why = f"the year may be that of {near.place}; {choice.why}"
    return one._replace(edtf=choice.edtf, readings=choice.readings, why=why, is_carried=True)


def _ask_year(one: DateMention, near: YearSource) -> DateMention:
    why = f"{near.place} stands over it, which is of more than one year"
    readings = (one.edtf,) if one.edtf else ()
    return one._replace(edtf="", readings=readings, why=why, is_carried=True)


def _doubt_relative(
    one: DateMention, source: YearSource, publication: Publication | None
) -> DateMention:
    """Leave open a date that counts from a day, where that may be the day of a heading."""
    span = read_span(source.edtf)
    if publication is None or span is None or span.first <= publication.first <= span.last:
        return one
    why = f"it may count from the day of the source, or from {source.place}"
    return one._replace(edtf="", readings=(one.edtf,), why=why)
