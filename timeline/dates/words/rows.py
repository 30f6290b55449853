"""Dates in a row: `4-5 October 2011`, `September or October 2021`, `March/April 2013`.

What one of them leaves out (the year, the month) is filled in from its neighbours.
"""

import re

from timeline.dates import edtf
from timeline.dates.words.completing import check_complete
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.parts_of_dates import choose_part
from timeline.dates.words.single_date import parse_single
from timeline.dates.words.spans_of_days import year_digits
from timeline.dates.words.tokens import Token
from timeline.dates.words.unclear import Phrase, UnclearDate


def parse_row(words: list[Token], phrase: Phrase) -> str:
    """EDTF of dates joined by "and", "or", "to": a set, an interval, or a date by itself.

    Raises:
        UnclearDate: a part is no date, or something has to be chosen.
    """
    words = _choose_joiners(words, phrase)
    joiners = {word.kind for word in words} & set("&|")
    if {"&", "|"} <= joiners:
        remedy = "write EDTF: {2017,2018} for all of them, [2017,2018] for one"
        raise UnclearDate('"and" and "or" do not go together', remedy=remedy)
    items = [split_tokens(item, "-") for item in split_tokens(words, "&|,")]
    if any(len(item) > 2 for item in items):
        raise UnclearDate("a span has one start and one end")
    parts = complete_row([parse_single(span, phrase) for item in items for span in item], phrase)
    if not joiners:
        return _join_span(parts)
    ends = iter(parts)
    spans = [[next(ends) for _ in item] for item in items]
    parts = _choose_shorter(parts, [span[0] for span in spans if len(span) == 1], phrase)
    rest = iter(parts)
    row = ",".join("..".join(_as_member(next(rest)) for _ in item) for item in items)
    return f"[{row}]" if "|" in joiners else f"{{{row}}}"


def _as_member(one: DateParts) -> str:
    """A date as a member of a set, in which a time from one date to another has dots."""
    return one.edtf.strip("[]").replace("/", "..")


def _join_span(parts: list[DateParts]) -> str:
    """EDTF of one date, or from one to another.

    Raises:
        UnclearDate: a time that is no single date stands at an end.
    """
    if len(parts) == 1:
        return parts[0].edtf
    if len(parts) > 2:
        raise UnclearDate("a span has one start and one end")
    first, last = parts
    if first.period.startswith("[") or last.period.startswith("["):
        token = first.first_token if first.period else last.first_token
        problem = "a span begins and ends with a day, a month or a year"
        raise UnclearDate(problem, remedy="write 4-5 October 2011", position=token.start)
    start = first.period.split("/")[0] or first.edtf
    return f"{start}/{last.period.split('/')[-1] or last.edtf}"


def _choose_joiners(words: list[Token], phrase: Phrase) -> list[Token]:
    """The tokens with "and", "or" or "to" in place of a comma or slash that may mean either."""
    kinds = {word.kind for word in words} & set("&|,/")
    if "|" in kinds:
        # Of several times one of which is meant, `between A and B` is one from A to B.
        words = _open_betweens(words)
        kinds = {word.kind for word in words} & set("&|,/")
    if kinds == {","}:
        comma = next(word for word in reversed(words) if word.kind == ",")
        problem = "one of these dates, or all of them?"
        chosen = phrase.choose("comma", ("&", "|"), problem, position=comma.start)
        return [word._replace(kind=chosen) if word is comma else word for word in words]
    if "/" not in kinds:
        return words
    at = next(index for index, word in enumerate(words) if word.kind == "/")
    slash = words[at]
    beside = words[at - 1].kind + words[at + 1].kind if 0 < at < len(words) - 1 else ""
    whole = beside and set(beside) <= set("IYXtk")
    options = ["-"] if whole else ["|", "-"]
    if sum(word.kind == "/" for word in words) > 1:
        options = ["|", "&"]
    if _may_be_two_styles(words, at):
        options.append("new style")
    chosen = phrase.choose(
        "slash",
        options,
        "there are no spaces in EDTF" if whole else "one of these dates, or from one to the other?",
        position=slash.start,
    )
    if chosen == "new style":
        return words[: at - 1] + words[at + 1 :]
    return [word._replace(kind=chosen) if word.kind == "/" else word for word in words]


def _may_be_two_styles(words: list[Token], at: int) -> bool:
    """Whether `11/22 February 1732` may be a day in the Julian and in the Gregorian calendar."""
    beside = words[at - 1 : at] + words[at + 1 : at + 2]
    if [word.kind for word in beside] != ["N", "N"]:
        return False
    old, new = (int(word.value) for word in beside)
    return 10 <= new - old <= 13


def _open_betweens(words: list[Token]) -> list[Token]:
    """`between A and B` as `A - B`."""
    found: list[Token] = []
    is_open = False
    for word in words:
        if word.value == "between":
            is_open = True
        elif is_open and word.kind == "&":
            found.append(word._replace(kind="-"))
            is_open = False
        else:
            found.append(word)
    return found


def _choose_shorter(
    parts: list[DateParts], alone: list[DateParts], phrase: Phrase
) -> list[DateParts]:
    """The dates of a row, once it is chosen whether the shorter ones leave something out.

    Args:
        parts: all of them.
        alone: those that are no ends of a span.
        phrase: what was typed.
    """
    single = [one for one in alone if not one.period]
    if len({one.precision for one in single}) < 2:
        return parts
    longest = max(single, key=lambda one: one.precision)
    options = ["as written"]
    if all(one.year for one in parts) and not longest.day:
        options.append("same part")
    chosen = phrase.choose(
        "shorter",
        options,
        "it is not clear what the shorter dates leave out",
        remedy="write each of them in full",
        position=min(single, key=lambda one: one.precision).first_token.start,
    )
    if chosen == "as written":
        return parts
    return [
        one if one.unit or one not in alone else one._replace(unit=longest.unit) for one in parts
    ]


def split_tokens(words: list[Token], kinds: str) -> list[list[Token]]:
    """The runs of tokens between those of some kinds, which are letters in `kinds`."""
    items: list[list[Token]] = [[]]
    for word in words:
        if word.kind in kinds:
            items.append([])
        else:
            items[-1].append(word)
    return items


def complete_row(parts: list[DateParts], phrase: Phrase, opener: str = "") -> list[DateParts]:
    """The dates of a row, with what they leave to their neighbours filled in, and checked.

    Args:
        parts: the dates as they are written, in order.
        phrase: what was typed.
        opener: the word before them, such as `since`; empty without one.

    Raises:
        UnclearDate: a date is not complete or does not exist, or something has to be chosen.
    """
    whole = list(parts)
    for index in reversed(range(len(whole) - 1)):
        one, following = whole[index], whole[index + 1]
        if one.year or one.period or following.period or "X" in following.year:
            continue
        if following.year or following.unit:
            if one.first_token.kind == "X" and not following.day:
                problem, at = "the year is missing", one.first_token.start
                raise UnclearDate(problem, remedy="write each date in full", position=at)
            unit = one.unit or (following.unit if one.day and following.day.isdigit() else "")
            whole[index] = one._replace(year=following.year, unit=unit)
    for index in range(1, len(whole)):
        one, previous = whole[index], whole[index - 1]
        if not (one.year or one.period) and _has_year_first(whole[0]):  # 2011 October 4-5
            one = whole[index] = one._replace(year=previous.year)
        if _is_short_year_after(one, previous):  # 1850? - 60
            one = whole[index] = one._replace(year=previous.year[:2] + one.day, day="")
        if one.day and not one.unit and previous.day.isdigit():  # October 4-5, 2011
            whole[index] = one._replace(unit=previous.unit)
    whole = [choose_part(check_complete(one, phrase), phrase, opener) for one in whole]
    return _check_marks(_check_order(parts, whole, phrase), phrase)


def _is_short_year_after(one: DateParts, previous: DateParts) -> bool:
    """Whether a date of two digits is a later year of the century of the year before it."""
    is_year = previous.edtf.rstrip("?~%") == previous.year and len(previous.year) == 4
    is_short = one.first_token.kind == "N" and len(one.first_token.value) == 2
    return is_year and is_short and not (one.year or one.unit) and one.day > previous.year[2:]


def _has_year_first(one: DateParts) -> bool:
    """Whether a date with a month or season is written from its year on."""
    token = one.first_token
    starts = token.kind in "YI" or (token.kind == "X" and bool(re.match("[0-9]{4}", token.text)))
    return starts and bool(one.unit and one.year)


def _check_order(parts: list[DateParts], whole: list[DateParts], phrase: Phrase) -> list[DateParts]:
    """Ask about `December and January 2022`: the year that was left out is not the one written."""
    if (
        len(parts) == 1
        or all(one.year or one.period for one in parts)
        or _are_in_order(whole, phrase)
    ):
        return whole
    chosen = phrase.choose(
        "years of row",
        ("before", "after"),
        "the dates are not in order, or are not of one year",
        remedy="write the year of each, as in December 2021 and January 2022",
        position=whole[0].first_token.start,
    )
    shifted = [
        _shift_year(one, -1 if chosen == "before" and not part.year else 0)
        if chosen == "before"
        else _shift_year(one, 1 if part.year else 0)
        for part, one in zip(parts, whole, strict=True)
    ]
    if not _are_in_order(shifted, phrase):
        raise UnclearDate("the dates are not in order")
    return shifted


def _are_in_order(whole: list[DateParts], phrase: Phrase) -> bool:
    starts = [edtf.parse(one.edtf, phrase.hemisphere).nominal.earliest_start for one in whole]
    return starts == sorted(starts)


def _shift_year(one: DateParts, by: int) -> DateParts:
    return one._replace(year=year_digits(int(one.year) + by)) if by and one.year.isdigit() else one


def _check_marks(whole: list[DateParts], phrase: Phrase) -> list[DateParts]:
    """Ask about `c. 2017-2022` and `2017 or 2018?`, where a mark may be for one or for all."""
    before, after = whole[0].marks_before, whole[-1].marks_after
    if not (
        (before and not all(one.marks_before for one in whole))
        or (after and not all(one.marks_after for one in whole))
    ):
        return whole
    of_all = phrase.choose(
        "marks",
        (True, False),
        "which of these dates is not sure?",
        remedy="write the mark at each date it is for, as in c. 2017 - c. 2022, or EDTF, "
        "as in 2017~/2022",
        position=whole[0].first_token.start,
    )
    if not of_all:
        return whole
    return [
        one._replace(marks_before=one.marks_before or before, marks_after=one.marks_after or after)
        for one in whole
    ]
