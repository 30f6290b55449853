"""Dates in prose: which words of a sentence are a date, and its EDTF.

`timeline.dates.words` reads what can be typed as a date. This module finds where such words begin
and end, and what a text leaves to its reader: the year, and the day that "on Monday" counts from.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError
from timeline.dates.words.reader import find_date, read_date
from timeline.dates.words.tokens import Token, normalise, tokenize
from timeline.drafting.dates import relative_dates
from timeline.drafting.dates.context import is_date_in_context
from timeline.drafting.dates.publication import Publication, iso
from timeline.drafting.dates.years import join_neighbours
from timeline.drafting.sentences import is_future_at
from timeline.drafting.word_tables import NUMBERS

_ALONE = frozenset("MSYBIXyC")
"""Kinds of tokens; a date has at least one of them."""
_NEVER = frozenset("!KD?")
_EDGES_LEFT = "-&|>,m"
_EDGES_RIGHT = "-&|<FARLH,K"
_LONGEST_RUN = 12
_LONGEST_LIST = 60
"""Tokens of dates, one after the other, that are looked at together: each is tried with each."""
_BEFORE_WORDS = re.compile(
    r"(?:\b(?:in|on|at|during|over|for|within|through(?:out)?|в|во|за|на)\s+(?:the\s+)?|\bthe\s+)$",
    re.IGNORECASE,
)
_AFTER_WORDS = re.compile(r"\s+(?:months?|years?|season|года?|году|гг?\.)(?!\w)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:through|до)\s+(?:the\s+)?$", re.IGNORECASE)
_THAT_YEAR = re.compile(
    r"\s*,?\s*(?:of\s+)?(?:that|the\s+same)\s+year\b|\s+того\s+же\s+года\b", re.IGNORECASE
)
_DURATION = re.compile(
    r"\b(?P<number>\d{1,2}|two|three|four|five|six|seven)-day\b"
    r"|\b(?P<russian>дв|тр[её]х|четыр[её]х|пяти)(?:ух)?дневн\w+",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:start(?:s|ed)?|beg[ai]ns?|began|open(?:s|ed)?|kick(?:s|ed)\s+off|нача\w+|откры\w+)\b",
    re.IGNORECASE,
)
COUNTED = "counted from the day of the source"
"""The reason for a date that counts from the day of the source."""


class DateMention(NamedTuple):
    """Words of a text that are a date.

    Attributes:
        start: the index of their first character.
        end: the index just behind them.
        words: the words.
        edtf: the date; empty where the words are not clear.
        why: what the date rests on, or what is missing to know it.
        readings: the dates that unclear words may mean, as far as they can be listed.
        vague: whether the words say little more than that it is past or future.
        stated: whether the calendar date itself is written, apart from its year.
        partial: the month, or month and day, as they could be typed, where no year is written.
        is_carried: whether a part of it is carried from another place of the text.
    """

    start: int
    end: int
    words: str
    edtf: str
    why: str = ""
    readings: tuple[str, ...] = ()
    vague: bool = False
    stated: bool = True
    partial: str = ""
    is_carried: bool = False


class _SentenceContext(NamedTuple):
    """What a sentence is read with; `year` is that of the date before, which "that year" means."""

    text: str
    publication: Publication | None
    unquoted: str
    year: str


def find_dates(
    sentence: str, publication: Publication | None, *, unquoted: str = "", year: str = ""
) -> list[DateMention]:
    """Find the dates of a sentence, in order.

    Args:
        sentence: the sentence, with single spaces.
        publication: when the source came out, where that is known.
        unquoted: the sentence with blanks for its quotations; its verbs tell past from future.
            By default the sentence itself.
        year: the year of the date before the sentence, which "that year" means.
    """
    text = normalise(sentence)
    context = _SentenceContext(text, publication, unquoted or text, year)
    near = _find_relative(context)
    found = [*near, *_find_calendar(context)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[DateMention] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    kept = [one._replace(words=sentence[one.start : one.end]) for one in sorted(kept)]
    return _extend_durations(kept, sentence)


def _find_relative(context: _SentenceContext) -> list[DateMention]:
    found = []
    for pattern, make in relative_dates.RULES:
        for match in pattern.finditer(context.text):
            start, end = _extend_span(context.text, *match.span())
            words = context.text[start:end]
            if context.publication is None:
                why = "it counts from the day of the source, which is not known"
                found.append(DateMention(start, end, words, "", why, stated=False))
                continue
            coming = is_future_at(context.unquoted, match.start())
            near = relative_dates.resolve(make, match, context.publication, is_future=coming)
            if near is None:
                why = "it counts from a day, and that of the source is not known to the day"
                found.append(DateMention(start, end, words, "", why, stated=False))
                continue
            why = f"it may also be {near.other}" if near.other else COUNTED
            stated = not near.vague and not near.edtf.startswith("[")
            found.append(DateMention(start, end, words, near.edtf, why, (), near.vague, stated))
    return found


def _extend_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a span (start, end) by the preposition before it and "months" after it."""
    before = _BEFORE_WORDS.search(text, 0, start)
    after = _AFTER_WORDS.match(text, end)
    if before and text[start:end].lower().startswith(("in ", "on ", "over ", "в ", "за ", "на ")):
        before = None
    return before.start() if before else start, after.end() if after else end


def _find_calendar(context: _SentenceContext) -> Iterator[DateMention]:
    """Find the dates that could have been typed as they are."""
    for run in _list_runs(context.text):
        yield from _find_in_run(run, context)


def _list_runs(text: str) -> Iterator[list[Token]]:
    """Runs of tokens that may be part of a date."""
    run: list[Token] = []
    for token in tokenize(text):
        number = token.kind == "N" and int(token.value) > 31
        if token.kind in _NEVER or number or token.text.lower() in ("quarters", "thirds", "halves"):
            yield run
            run = []
        else:
            run.append(token)
        if len(run) == _LONGEST_LIST:
            yield run
            run = []
    yield run


def _find_in_run(run: Sequence[Token], context: _SentenceContext) -> Iterator[DateMention]:
    """Find the dates of a run: the longest part that is a date, then those on both sides of it."""
    if not _has_date(run):
        return
    for length in range(min(len(run), _LONGEST_RUN), 0, -1):
        for start in range(len(run) - length + 1):
            part = run[start : start + length]
            if part[0].kind in _EDGES_LEFT or part[-1].kind in _EDGES_RIGHT or not _has_date(part):
                continue
            found = _read_tokens(part, context)
            if found is not None:
                yield from _find_in_run(run[:start], context)
                yield found
                yield from _find_in_run(run[start + length :], context)
                return


def _has_date(part: Sequence[Token]) -> bool:
    kinds = "".join(token.kind for token in part)
    return bool(_ALONE & set(kinds) or re.search("[OTL][UT]|NU|[RL][Vv]|F[Vv]", kinds))


def _read_tokens(part: Sequence[Token], context: _SentenceContext) -> DateMention | None:
    """Read tokens as one date; None if they are not a date, or not one in this context."""
    start, last = part[0].start, part[-1]
    end = last.start + len(last.text)
    words = context.text[start:end]
    if not is_date_in_context(part, context.text):
        return None
    typed, partly = _drop_vague_parts(part, context)
    found = _interpret(part, typed, context, end)
    if found is None:
        return None
    until = _UNTIL.search(context.text, 0, start)
    if until and found.edtf and context.publication and part[0].kind != "<":
        word = "by" if partly else "until"
        found = found._replace(
            edtf=relative_dates.apply_preposition(word, found.edtf, context.publication)
        )
        start = until.start()
    begin, stop = _extend_span(context.text, start, max(end, found.end))
    exact = part[0].kind == "<" or start < part[0].start
    why = found.why if exact or not partly else partly
    return found._replace(start=begin, end=stop, words=words, why=why)


def _drop_vague_parts(part: Sequence[Token], context: _SentenceContext) -> tuple[str, str]:
    """The words without "early" and "the end of", and a remark where there were any.

    EDTF cannot express them, so the whole month or year is proposed.
    """
    said = [token for token in part if token.kind == "F"]
    pieces = []
    for token in part if said else ():
        if token.kind == "F":
            continue
        if token.kind in "Vv" and context.publication is not None:
            pieces.append(f"this {token.value}")
        else:
            pieces.append(token.text)
    if not said:
        start, last = part[0].start, part[-1]
        return context.text[start : last.start + len(last.text)], ""
    words = " ".join(token.text for token in said)
    return " ".join(pieces), f'"{words}" has no EDTF, so the whole is proposed'


def _interpret(
    part: Sequence[Token], typed: str, context: _SentenceContext, end: int
) -> DateMention | None:
    blank = DateMention(0, end, "", "")
    kinds = {token.kind for token in part}
    relative = bool(kinds & set("RL")) and bool(kinds & set("VvS"))
    if relative or typed.startswith("this ") or " this " in typed:
        return _read_relative(typed, context, blank)
    date = _read_typed(typed, context)
    if date is not None:
        return blank._replace(edtf=join_neighbours(date))
    if kinds & set("YIXByC"):
        return _list_readings(typed, context, blank)
    that = _THAT_YEAR.match(context.text, end)
    if that and context.year:
        date = _read_typed(f"{typed} {context.year}", context)
        why = "the year is that of the date before"
        return blank._replace(end=that.end(), edtf=join_neighbours(date), why=why) if date else None
    coming = is_future_at(context.unquoted, part[0].start)
    return _read_without_year(typed, context, blank, coming=coming)


def _read_relative(typed: str, context: _SentenceContext, blank: DateMention) -> DateMention | None:
    """Read `last year` or `in February this year`, which count from the day of the source."""
    if context.publication is None:
        if _read_typed(typed, context, today=0) is None:
            return None
        return blank._replace(why="it counts from the day of the source, which is not known")
    first = _read_typed(typed, context, today=context.publication.first)
    last = _read_typed(typed, context, today=context.publication.last)
    if first is None or last is None:
        return None
    if first.text != last.text:
        return blank._replace(readings=(first.text, last.text), why="it may be either")
    return blank._replace(edtf=join_neighbours(first), why=COUNTED)


def _read_without_year(
    typed: str, context: _SentenceContext, blank: DateMention, *, coming: bool
) -> DateMention | None:
    """Read a date without its year: it is that of the source, unless the date were far from it."""
    publication = context.publication
    blank = blank._replace(partial=typed)
    year = days.civil(publication.first)[0] if publication else 2000
    read = [_read_typed(f"{typed} {said}", context) for said in (year - 1, year, year + 1)]
    if not any(read):
        return None
    if publication is None or publication.year is None:
        return blank._replace(why="the year is missing")
    chosen, said = _choose_year(read, publication, coming=coming)
    if chosen is None:  # 29 February
        return blank._replace(why="the year is missing")
    return blank._replace(
        edtf=join_neighbours(chosen), why=f"the year is not written; it is {said}"
    )


def _choose_year(
    read: Sequence[Date | None], publication: Publication, *, coming: bool
) -> tuple[Date | None, str]:
    """Choose between a date in the year before, of, and after the source, and say why."""
    before, same, after = read
    past = same is not None and same.nominal.latest_end < publication.first - _FARTHEST_BACK
    if coming and past and after:
        return after, "the first one to come after the source"
    far = same is not None and same.nominal.earliest_start > publication.last + _FARTHEST_AHEAD
    if not coming and far and before:
        return before, "the last one before the source"
    return same, "that of the source"


_FARTHEST_AHEAD = 92
"""Days; a date without its year may lie this far after the source."""
_FARTHEST_BACK = 60
"""Days; a date in a sentence about the future may lie this far before the source."""


def _read_typed(text: str, context: _SentenceContext, today: int | None = None) -> Date | None:
    hemisphere = context.publication.hemisphere if context.publication else "north"
    day = today if today is not None else context.publication.first if context.publication else 0
    return find_date(text, today=day, hemisphere=hemisphere)


def _list_readings(typed: str, context: _SentenceContext, blank: DateMention) -> DateMention | None:
    """List the readings of a date that has two, such as `04/05/2011`."""
    if not re.search(r"\d[/.]\d|\d0s|day\b", typed, re.IGNORECASE):
        return None
    try:
        read_date(typed, today=context.publication.first if context.publication else 0)
    except EdtfError as error:
        readings = filter(_DAY_OR_YEARS.fullmatch, error.readings)
        if found := tuple(dict.fromkeys(readings)):
            return blank._replace(readings=found, why=error.problem)
    return None


_DAY_OR_YEARS = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}XX|\d{3}X")


def _extend_durations(found: list[DateMention], sentence: str) -> list[DateMention]:
    """Extend the day on which something of several days began to all of its days."""
    length = _DURATION.search(sentence)
    if length is None or not _OPENED.search(sentence):
        return found
    count = (length["number"] or length["russian"]).lower().replace("дв", "два")
    many = int(count if count.isdigit() else NUMBERS[count])
    stretched = []
    for one in found:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", one.edtf):
            first = edtf.parse(one.edtf).nominal.earliest_start
            until = f"{one.edtf}/{iso(int(first) + many - 1)}" if many > 1 else one.edtf
            why = "that the days follow each other is a guess"
            words = f"{length.group()} ... {one.words}"
            stretched.append(one._replace(edtf=until, words=words, why=why))
        else:
            stretched.append(one)
    return stretched
