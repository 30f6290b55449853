"""The year of a date that is written without one, in a list of dated entries.

The entries of a chronology mostly go forward in time: after "Nov. 6, 2014" the entry "Feb. 11" is
of 2015. Where the entries do not show which way they go, or both years are possible, there are
two readings, and none is chosen.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Single
from timeline.dates.words.reader import read_date
from timeline.drafting.dates.publication import Publication, iso

_NEAR = 92
"""Days by which an entry may follow the one before, where nothing shows their order."""

_KEPT_DATES = 1 << 12
"""Dates that are remembered; the entries of a text are asked for several times."""
_CLEARLY = 1.5
"""How many times as long a chronology would be the other way, to tell its direction."""
_ANY_LEAP_YEAR = 2000


class Span(NamedTuple):
    """The first and the last day of a date."""

    first: int
    last: int


class Entry(NamedTuple):
    """The date of an entry: EDTF where it is written with its year, else the words for it."""

    edtf: str
    partial: str = ""


class YearChoice(NamedTuple):
    """A date with its year, or its readings.

    Attributes:
        edtf: the date; empty where it has several readings.
        readings: what it may be.
        shift: by how many years it is after the date that it follows.
        why: what leaves it open; empty where nothing does.
    """

    edtf: str
    readings: tuple[str, ...] = ()
    shift: int = 0
    why: str = ""


@lru_cache(maxsize=_KEPT_DATES)
def add_year(partial: str, year: int) -> Date | None:
    """Read a month or a day and its month with a year; None if there is no such day."""
    try:
        return edtf.parse(join_neighbours(read_date(f"{partial} {year:04d}", today=0)))
    except EdtfError:
        return None


def join_neighbours(date: Date) -> str:
    """The EDTF of a date; "2017 and 2018", which follow each other, are one interval in prose."""
    found = re.fullmatch(r"\{([^,.{}]+),([^,.{}]+)\}", date.text)
    if not found:
        return date.text
    first, last = (edtf.parse(text) for text in found.groups())
    if not (isinstance(first.node, Single) and isinstance(last.node, Single)):
        return date.text
    if first.nominal.latest_end + 1 == last.nominal.earliest_start:
        return f"{first.text}/{last.text}"
    return date.text


def read_span(date: str) -> Span | None:
    """The days of a date; None if it is open on a side."""
    bounds = edtf.parse(date).nominal
    if abs(bounds.earliest_start) == float("inf") or abs(bounds.latest_end) == float("inf"):
        return None
    return Span(int(bounds.earliest_start), int(bounds.latest_end))


def read_year(date: str) -> int | None:
    """The year that a date lies in; None if it is not one year."""
    span = read_span(date)
    if span is None:
        return None
    first, last = (iso(day)[:4] for day in span)
    return int(first) if first == last else None


def find_direction(entries: Sequence[Entry]) -> int:
    """Which way entries go in time: 1 forward, -1 backward, 0 if they do not show it."""
    if not any(one.edtf for one in entries):
        first = add_year(entries[0].partial, _ANY_LEAP_YEAR) if entries else None
        entries = [Entry(first.text), *entries[1:]] if first else entries
    forward, backward = (_walk(entries, direction) for direction in (1, -1))
    if forward.against != backward.against:
        if forward.against * 4 <= backward.against:
            return 1
        return -1 if backward.against * 4 <= forward.against else 0
    if forward.against:
        return 0
    if forward.days * _CLEARLY <= backward.days and backward.days:
        return 1
    return -1 if backward.days * _CLEARLY <= forward.days and forward.days else 0


class _Walk(NamedTuple):
    """How well a direction fits: steps that go against it, and days between entries."""

    against: int
    days: int


def _walk(entries: Sequence[Entry], direction: int) -> _Walk:
    before: Span | None = None
    against = days = 0
    for one in entries:
        span = read_span(one.edtf) if one.edtf else _place(one.partial, before, direction)
        if span is None:
            continue
        if before is not None:
            step = (span.first - before.first) * direction
            if one.edtf:
                against += step < 0
            else:
                days += abs(step)
        before = span
    return _Walk(against, days)


def _place(partial: str, before: Span | None, direction: int) -> Span | None:
    if before is None:
        return None
    year = int(iso(before.first)[:4])
    for candidate in (add_year(partial, year), add_year(partial, year + direction)):
        span = read_span(candidate.text) if candidate else None
        if span and (_is_on(before, span) if direction > 0 else span.first <= before.last):
            return span
    return None


def _is_on(before: Span, span: Span) -> bool:
    return span.last >= before.first


def follow(partial: str, before: str, direction: int) -> YearChoice | None:
    """Choose the year of an entry by the entry before it.

    Args:
        partial: the month, or the day and month, of the entry.
        before: the EDTF of the entry before.
        direction: which way the entries go, as `find_direction` has it.
    """
    there = read_span(before)
    if there is None:
        return None
    year = int(iso(there.first)[:4])
    dates = {shift: add_year(partial, year + shift) for shift in (-1, 0, 1)}
    same = dates[0]
    span = read_span(same.text) if same else None
    if same is None or span is None:
        return None
    if direction:
        on = _is_on(there, span) if direction > 0 else span.first <= there.last
        chosen = same if on else dates[direction]
        shift = 0 if on else direction
        return YearChoice(chosen.text, shift=shift) if chosen else None
    if there.first - 31 <= span.first <= there.last + _NEAR and _is_on(there, span):
        return YearChoice(same.text)
    other = dates[-1] if _is_on(there, span) else dates[1]
    readings = tuple(sorted(one.text for one in (same, other) if one))
    return YearChoice("", readings, why="the entries do not show which way they go in time")


def place_series(
    partials: Sequence[str], coming: Sequence[bool], publication: Publication
) -> list[str]:
    """The dates of entries of which none has a year: the last that are not after the source.

    Args:
        partials: the months, or days and months, of the entries, in order.
        coming: for each, whether it is about the future, and so may be after the source.
        publication: when the source came out.

    Returns:
        EDTF of each; none where the entries do not show which way they go.
    """
    direction = find_direction([Entry("", partial) for partial in partials])
    if not direction and len(partials) > 1:
        return []
    last = int(iso(publication.last)[:4])
    for year in range(last, last - _YEARS_BACK, -1):
        found = _chain(partials, year, direction or 1)
        spans = [read_span(date) for date in found]
        told = zip(spans, coming, strict=False)
        if len(found) == len(partials) and all(
            span is not None and (later or span.first <= publication.last) for span, later in told
        ):
            return found
    return []


_YEARS_BACK = 4


def _chain(partials: Sequence[str], year: int, direction: int) -> list[str]:
    first = add_year(partials[0], year)
    found = [first.text] if first else []
    for partial in partials[1:] if found else ():
        choice = follow(partial, found[-1], direction)
        if choice is None or not choice.edtf:
            return []
        found.append(choice.edtf)
    return found


def check_not_after(
    choice: YearChoice, partial: str, publication: Publication | None
) -> YearChoice:
    """Leave a date open that would be after the day of its source, though told as done."""
    if publication is None or not choice.edtf:
        return choice
    span = read_span(choice.edtf)
    if span is None or span.first <= publication.last:
        return choice
    year = int(iso(span.first)[:4])
    earlier = add_year(partial, year - 1) if partial else None
    readings = ((earlier.text,) if earlier else ()) + (choice.edtf,)
    return YearChoice("", readings, why=f"{choice.edtf} is after the day of the source")
