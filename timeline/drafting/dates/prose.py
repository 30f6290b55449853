"""Dates in prose: which words of a sentence say when, and what that is in EDTF.

`timeline.dates.words` reads what can be typed as a date. This module finds where such words begin
and end, and what a text leaves to its reader: the year, and the day that "on Monday" counts from.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Single
from timeline.dates.words.reader import read_date
from timeline.dates.words.tokens import Token, normalise, tokenize
from timeline.drafting.dates import nearby, place_in_text
from timeline.drafting.dates.anchor import Anchor, iso
from timeline.drafting.sentences import ahead_of
from timeline.drafting.word_tables import NUMBERS

_ALONE = frozenset("MSYBIXyC")
"""Kinds of tokens of which a date has at least one."""
_NEVER = frozenset("!KD?")
_EDGES_LEFT = "-&|>,m"
_EDGES_RIGHT = "-&|<FARLH,K"
_LONGEST_RUN = 12
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
"""Why a date is what it is, where its words count from the day of the source."""


class Found(NamedTuple):
    """Words that say when.

    `edtf` is empty where they are unclear: `readings` then are what they may mean, if that can be
    said, and `why` says what is missing. `vague` as in `nearby.Near`; `stated` when the calendar
    date itself is written, all but its year.
    """

    start: int
    end: int
    words: str
    edtf: str
    why: str = ""
    readings: tuple[str, ...] = ()
    vague: bool = False
    stated: bool = True


class _Scope(NamedTuple):
    """What a sentence is read with: `year` is that of the date before, for "that year"."""

    text: str
    anchor: Anchor | None
    told: str
    year: str


def dates(sentence: str, anchor: Anchor | None, *, told: str = "", year: str = "") -> list[Found]:
    """The dates of a sentence, in its order.

    Args:
        sentence: with single spaces.
        anchor: the day of the source, where it is known.
        told: the sentence with blanks for what it quotes; its verbs say what is to come.
        year: of the date before it, which "that year" means.
    """
    text = normalise(sentence)
    scope = _Scope(text, anchor, told or text, year)
    near = _near(scope)
    found = [*near, *_calendar(scope)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    kept = [one._replace(words=sentence[one.start : one.end]) for one in sorted(kept)]
    return _stretched(kept, sentence)


def _near(scope: _Scope) -> list[Found]:
    found = []
    for pattern, make in nearby.RULES:
        for match in pattern.finditer(scope.text):
            start, end = _whole_words(scope.text, *match.span())
            words = scope.text[start:end]
            if scope.anchor is None:
                why = "it counts from the day of the source, which is not known"
                found.append(Found(start, end, words, "", why, stated=False))
                continue
            coming = ahead_of(scope.told, match.start())
            near = nearby.near(make, match, scope.anchor, ahead=coming)
            if near is None:
                why = "it counts from a day, and that of the source is not known to the day"
                found.append(Found(start, end, words, "", why, stated=False))
                continue
            why = f"it may also be {near.other}" if near.other else COUNTED
            stated = not near.vague and not near.edtf.startswith("[")
            found.append(Found(start, end, words, near.edtf, why, (), near.vague, stated))
    return found


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the preposition before it and "months" after it, as a text quotes it."""
    before = _BEFORE_WORDS.search(text, 0, start)
    after = _AFTER_WORDS.match(text, end)
    if before and text[start:end].lower().startswith(("in ", "on ", "over ", "в ", "за ", "на ")):
        before = None
    return before.start() if before else start, after.end() if after else end


def _calendar(scope: _Scope) -> Iterator[Found]:
    """What reads as a date that a person could have typed."""
    for run in _runs(scope.text):
        yield from _within(run, scope)


def _runs(text: str) -> Iterator[list[Token]]:
    """Stretches of words that dates are made of."""
    run: list[Token] = []
    for token in tokenize(text):
        number = token.kind == "N" and int(token.value) > 31
        if token.kind in _NEVER or number or token.text.lower() in ("quarters", "thirds", "halves"):
            yield run
            run = []
        else:
            run.append(token)
    yield run


def _within(run: Sequence[Token], scope: _Scope) -> Iterator[Found]:
    """The dates of a run: the longest part that reads as one, then what is left on both sides."""
    if not _has_date(run):
        return
    for length in range(min(len(run), _LONGEST_RUN), 0, -1):
        for start in range(len(run) - length + 1):
            part = run[start : start + length]
            if part[0].kind in _EDGES_LEFT or part[-1].kind in _EDGES_RIGHT or not _has_date(part):
                continue
            found = _read(part, scope)
            if found is not None:
                yield from _within(run[:start], scope)
                yield found
                yield from _within(run[start + length :], scope)
                return


def _has_date(part: Sequence[Token]) -> bool:
    kinds = "".join(token.kind for token in part)
    return bool(_ALONE & set(kinds) or re.search("[OTL][UT]|NU|[RL][Vv]|F[Vv]", kinds))


def _read(part: Sequence[Token], scope: _Scope) -> Found | None:
    """The date that tokens in a row say; None if they say none, or are none in this place."""
    start, last = part[0].start, part[-1]
    end = last.start + len(last.text)
    words = scope.text[start:end]
    if not place_in_text.is_date(part, scope.text):
        return None
    typed, partly = _without_parts(part, scope)
    found = _understood(part, typed, scope, end)
    if found is None:
        return None
    until = _UNTIL.search(scope.text, 0, start)
    if until and found.edtf and scope.anchor and part[0].kind != "<":
        word = "by" if partly else "until"
        found = found._replace(edtf=nearby.put_before(word, found.edtf, scope.anchor))
        start = until.start()
    begin, stop = _whole_words(scope.text, start, max(end, found.end))
    exact = part[0].kind == "<" or start < part[0].start
    why = found.why if exact or not partly else partly
    return found._replace(start=begin, end=stop, words=words, why=why)


def _without_parts(part: Sequence[Token], scope: _Scope) -> tuple[str, str]:
    """What to read, without "early" and "the end of", and a remark where that was said.

    EDTF has nothing for them, so the whole month or year is proposed.
    """
    said = [token for token in part if token.kind == "F"]
    pieces = []
    for token in part if said else ():
        if token.kind == "F":
            continue
        if token.kind in "Vv" and scope.anchor is not None:
            pieces.append(f"this {token.value}")
        else:
            pieces.append(token.text)
    if not said:
        start, last = part[0].start, part[-1]
        return scope.text[start : last.start + len(last.text)], ""
    words = " ".join(token.text for token in said)
    return " ".join(pieces), f'"{words}" has no EDTF, so the whole is proposed'


def _understood(part: Sequence[Token], typed: str, scope: _Scope, end: int) -> Found | None:
    blank = Found(0, end, "", "")
    kinds = {token.kind for token in part}
    relative = bool(kinds & set("RL")) and bool(kinds & set("VvS"))
    if relative or typed.startswith("this ") or " this " in typed:
        return _counted(typed, scope, blank)
    date = _typed(typed, scope)
    if date is not None:
        return blank._replace(edtf=_span(date))
    if kinds & set("YIXByC"):
        return _unclear(typed, scope, blank)
    that = _THAT_YEAR.match(scope.text, end)
    if that and scope.year:
        date = _typed(f"{typed} {scope.year}", scope)
        why = "the year is that of the date before"
        return blank._replace(end=that.end(), edtf=_span(date), why=why) if date else None
    coming = ahead_of(scope.told, part[0].start)
    return _of_some_year(typed, scope, blank, coming=coming)


def _counted(typed: str, scope: _Scope, blank: Found) -> Found | None:
    """`last year`, `in February this year`: read from the day of the source."""
    if scope.anchor is None:
        if _typed(typed, scope, today=0) is None:
            return None
        return blank._replace(why="it counts from the day of the source, which is not known")
    first = _typed(typed, scope, today=scope.anchor.first)
    last = _typed(typed, scope, today=scope.anchor.last)
    if first is None or last is None:
        return None
    if first.text != last.text:
        return blank._replace(readings=(first.text, last.text), why="it may be either")
    return blank._replace(edtf=_span(first), why=COUNTED)


def _of_some_year(typed: str, scope: _Scope, blank: Found, *, coming: bool) -> Found | None:
    """A date without its year: that of the source, unless it would be far from it."""
    anchor = scope.anchor
    year = days.civil(anchor.first)[0] if anchor else 2000
    read = [_typed(f"{typed} {said}", scope) for said in (year - 1, year, year + 1)]
    if not any(read):
        return None
    if anchor is None or anchor.year is None:
        return blank._replace(why="the year is missing")
    chosen, said = _likely(read, anchor, coming=coming)
    if chosen is None:  # 29 February
        return blank._replace(why="the year is missing")
    return blank._replace(edtf=_span(chosen), why=f"the year is not written; it is {said}")


def _likely(
    read: Sequence[Date | None], anchor: Anchor, *, coming: bool
) -> tuple[Date | None, str]:
    """Which of a date in the year before, of, and after the source is meant."""
    before, same, after = read
    past = same is not None and same.nominal.latest_end < anchor.first - _JUST_NOW
    if coming and past and after:
        return after, "the first one to come after the source"
    far = same is not None and same.nominal.earliest_start > anchor.last + _SOON
    if not coming and far and before:
        return before, "the last one before the source"
    return same, "that of the source"


_SOON = 92
"""Days after the source within which a date without its year may be yet to come."""
_JUST_NOW = 60
"""Days before the source within which one may be past, though the sentence looks ahead."""


def _typed(text: str, scope: _Scope, today: int | None = None) -> Date | None:
    hemisphere = scope.anchor.hemisphere if scope.anchor else "north"
    day = today if today is not None else scope.anchor.first if scope.anchor else 0
    try:
        return read_date(text, today=day, hemisphere=hemisphere)
    except EdtfError:
        return None


def _unclear(typed: str, scope: _Scope, blank: Found) -> Found | None:
    """A date that is one, but has two readings, as `04/05/2011` has."""
    if not re.search(r"\d[/.]\d|\d0s|day\b", typed, re.IGNORECASE):
        return None
    try:
        read_date(typed, today=scope.anchor.first if scope.anchor else 0)
    except EdtfError as error:
        readings = filter(_DAY_OR_YEARS.fullmatch, error.readings)
        if found := tuple(dict.fromkeys(readings)):
            return blank._replace(readings=found, why=error.problem)
    return None


_DAY_OR_YEARS = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}XX|\d{3}X")


def _span(date: Date) -> str:
    """EDTF; months, days or years in a row that "and" joins are a span, as prose means them."""
    found = re.fullmatch(r"\{([^,.{}]+),([^,.{}]+)\}", date.text)
    if not found:
        return date.text
    first, last = (edtf.parse(text) for text in found.groups())
    if not (isinstance(first.node, Single) and isinstance(last.node, Single)):
        return date.text
    if first.nominal.latest_end + 1 == last.nominal.earliest_start:
        return f"{first.text}/{last.text}"
    return date.text


def _stretched(found: list[Found], sentence: str) -> list[Found]:
    """The dates, the day on which something of several days began made those days."""
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
