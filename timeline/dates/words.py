"""Dates as people type them, in words or as EDTF, and how they are shown to them.

Here is how dates are put together: `since`, `between`, `to`, `and`. One date is read in
`dates.part`, its words stand in `dates.tokens`, what to offer instead of an unclear text in
`dates.unclear`, and the way back into words in `date_print`.
"""

import re

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Hemisphere
from timeline.dates.print_words import understood, write
from timeline.dates.words_part import Asked, Part, check, part
from timeline.dates.words_tokens import Token, plain, tokens
from timeline.dates.words_unclear import EXAMPLES, Unclear, replaced

__all__ = ["read", "understood", "write"]

_LONGEST = 200
_LIKE_EDTF = re.compile(r"[\[{][^a-z]*|[-0-9XYETZS+:.?~%,]*(?:\s?/\s?[-0-9XYETZS+:.?~%,]*)?")
_BETWEEN_DATES = "-&|,"
# What may be said of a date after a comma, as in `2004, month unknown`.
_REMARK = re.compile(
    r"(?P<date>[^,]*),\s*"
    r"(?:(?P<side>end|start)\s+unknown"
    r"|(?P<unknown>month|month\s+and\s+day)\s+unknown"
    r"|(?P<parts>(?:year|month|season|day)(?:\s+and\s+(?:month|season|day))*)"
    r"\s+(?P<mark>uncertain|approximate|uncertain\s+and\s+approximate))",
    re.IGNORECASE,
)


def read(text: str, *, today: int | None = None, hemisphere: Hemisphere = "north") -> Date:
    """The date that a person typed, as EDTF or in words; it is validated either way.

    `today` is the number of the day that "today" and "last year" count from (by default that of
    the local clock); `hemisphere` says where "summer" is. What is EDTF is taken as such, so
    `2017-22` is summer 2017. Words that people use in more than one way are taken at one:
    "between A and B" is one moment, `[A..B]`, unlike "from A to B"; a century is its digits, so
    the 19th is `18XX`, 1800 to 1899; "before" and "after" leave out the date they name, "by" does
    not.

    Raises:
        EdtfError: the text is not understood or has several readings, which the remedy names.
    """
    typed = text.strip()
    if not typed:
        raise EdtfError(text, "an empty text is not a date", EXAMPLES, 0)
    try:
        return edtf.parse(typed, hemisphere)
    except EdtfError as refused:
        as_edtf = refused
    if len(typed) > _LONGEST:
        problem = f"a date in words has at most {_LONGEST} characters"
        raise EdtfError(typed, problem, EXAMPLES, 0) from None
    asked = Asked(plain(typed), days.today() if today is None else today, hemisphere)
    try:
        return _date(asked)
    except Unclear as unclear:
        instead = _readings(unclear.instead, asked)
        if unclear.remedy is EXAMPLES and not instead and _LIKE_EDTF.fullmatch(typed):
            raise as_edtf from None
        remedy = f"write {instead}" if instead else unclear.remedy
        raise EdtfError(asked.text, unclear.problem, remedy, unclear.position) from None


def _readings(instead: tuple[str, ...], asked: Asked) -> str:
    """Those of the texts that can be read, each with what it means."""
    shown = []
    for text in instead:
        try:
            try:
                date = edtf.parse(text, asked.hemisphere)
            except EdtfError:
                date = _date(asked._replace(text=text))
        except Unclear:
            continue
        meaning = write(date) if text == date.text else date.text
        shown.append(text if meaning == text else f"{text} ({meaning})")
    return " or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _date(asked: Asked) -> Date:
    """The date that the words say; raises Unclear."""
    text = _remarked(asked) or _phrase(tokens(asked.text), asked)
    try:
        return edtf.parse(text, asked.hemisphere)
    except EdtfError as refused:
        problem = f"this reads as {text}: {refused.problem}"
        raise Unclear(problem, remedy=refused.remedy) from None


def _remarked(asked: Asked) -> str:
    """EDTF of a date with a remark, such as `2004, month unknown`; nothing without one."""
    found = _REMARK.fullmatch(asked.text)
    if found is None:
        return ""
    words = tokens(found["date"])
    remark = {name: (said or "").lower() for name, said in found.groupdict().items()}
    if remark["side"]:
        opener = "from" if remark["side"] == "end" else "until"
        if not words or words[0].value != opener:
            raise Unclear(
                f'"{remark["side"]} unknown" goes with "{opener}"',
                remedy="write from 1985, end unknown, or until 1985, start unknown",
                position=found.start("side"),
            )
        one = _one(words[1:], asked)
        return f"{one.edtf}/" if opener == "from" else f"/{one.edtf}"
    one = _one(words, asked)
    if remark["unknown"]:
        if one.edtf != one.year or "X" in one.year:
            raise Unclear(
                "the month can only be unknown of a year",
                remedy="write 2004, month unknown, or a day in April 1985",
                position=found.start("unknown"),
            )
        return f"{one.year}-XX" + ("-XX" if "day" in remark["unknown"] else "")
    said = remark["parts"].replace("season", "month")
    mark = "%" if "and" in remark["mark"] else {"u": "?", "a": "~"}[remark["mark"][0]]
    pieces = {"year": one.year, "month": one.unit, "day": one.day}
    if one.mark or any(name in said and not piece for name, piece in pieces.items()):
        raise Unclear("the remark does not fit the date", position=found.start("parts"))
    written = {name: piece for name, piece in pieces.items() if piece}
    if all(name in said for name in written):
        return one.edtf + mark
    return "-".join((mark if name in said else "") + piece for name, piece in written.items())


def _phrase(words: list[Token], asked: Asked) -> str:
    """EDTF of a whole phrase: dates, and the words before, between and after them."""
    if not words:
        raise Unclear("there is no date in this")
    if words[-1].kind == ">":
        return _open_ended(words, asked)
    opener, rest = words[0], words[1:]
    if opener.kind != "<":
        return _row(words, asked)
    if opener.value == "between":
        return _between(opener, rest, asked)
    # Both `from 2017 to 2022` and `from 2017 until 2022`.
    rest = [word._replace(kind="-") if word.value == "until" else word for word in rest]
    if opener.value == "from" and any(word.kind == "-" for word in rest):
        return _row(rest, asked)
    one = _one(rest, asked, after=opener)
    simple = {
        "from": f"{one.edtf}/..",
        "since": f"{one.edtf}/..",
        "until": f"../{one.edtf}",
        "by": f"[..{one.edtf}]",
    }
    return simple.get(opener.value) or _beside(opener, one, asked)


def _open_ended(words: list[Token], asked: Asked) -> str:
    """`2017 onwards`, `2017 - present`, `2017 or later`, `2017 or earlier`."""
    *words, last = words
    joiner = {"onwards": "", "now": "-", "later": "|", "earlier": "|"}[last.value]
    if joiner:
        if not words or words[-1].kind != joiner:
            raise Unclear(
                f'"{last.text}" does not follow on this',
                remedy="write 2017 - present, 2017 or later, or 2017 or earlier",
                position=last.start,
            )
        words.pop()
    if words and words[0].value == "from" and last.value in {"onwards", "now"}:
        words = words[1:]
    one = _one(words, asked)
    if last.value == "earlier":
        return f"[..{one.edtf}]"
    return f"[{one.edtf}..]" if last.value == "later" else f"{one.edtf}/.."


def _between(opener: Token, words: list[Token], asked: Asked) -> str:
    """One moment from one date to another, both included."""
    items = _split(words, "&")
    if len(items) != 2 or any(word.kind in "-|," for word in words):
        raise Unclear(
            '"between" goes with two dates and "and"',
            remedy="write between 2017 and 2022",
            position=opener.start,
        )
    first, last = _completed([part(item, asked) for item in items], asked)
    return f"[{first.edtf}..{last.edtf}]"


def _beside(opener: Token, one: Part, asked: Asked) -> str:
    """One moment before or after a date, which is left out."""
    if one.mark:
        raise Unclear(
            f'"{opener.text}" needs a date that is sure',
            f"{opener.text} {one._replace(before='', after='').edtf}",
            position=opener.start,
        )
    bounds = edtf.parse(one.edtf, asked.hemisphere).nominal
    if opener.value == "before":
        return f"[..{days.iso(bounds.earliest_start - 1)}]"
    return f"[{days.iso(bounds.latest_end + 1)}..]"


def _one(words: list[Token], asked: Asked, after: Token | None = None) -> Part:
    """The single date that the words say; raises Unclear when there are several."""
    for word in words:
        if word.kind in _BETWEEN_DATES:
            problem = f'"{after.text}" goes with one date' if after else "one date is meant here"
            remedy = f"write {after.value} 4 October 2011" if after else EXAMPLES
            raise Unclear(problem, remedy=remedy, position=word.start)
    (one,) = _completed([part(words, asked)], asked)
    return one


def _row(words: list[Token], asked: Asked) -> str:
    """EDTF of dates joined by "and", "or", "to": a set, an interval, or a date by itself."""
    joiners = {word.kind for word in words} & set("&|,")
    if joiners == {","}:
        comma = next(word for word in reversed(words) if word.kind == ",")
        either = (replaced(asked.text, comma, by) for by in (" and", " or"))
        raise Unclear("one of these dates, or all of them?", *either, position=comma.start)
    if {"&", "|"} <= joiners:
        remedy = "write EDTF: {2017,2018} for all of them, [2017,2018] for one"
        raise Unclear('"and" and "or" do not go together', remedy=remedy)
    items = [_split(item, "-") for item in _split(words, "&|,")]
    if any(len(item) > 2 for item in items):
        raise Unclear("a span has one start and one end")
    parts = _completed([part(span, asked) for item in items for span in item], asked)
    rest = iter(parts)
    spans = [[next(rest).edtf for _ in item] for item in items]
    if not joiners:
        return "/".join(spans[0])
    row = ",".join("..".join(span) for span in spans)
    row = f"[{row}]" if "|" in joiners else f"{{{row}}}"
    if len({one.fineness for one in parts}) > 1:
        problem = "it is not plain what the shorter dates leave out"
        remedy = f"write each of them in full, or {row}"
        raise Unclear(problem, remedy=remedy)
    return row


def _split(words: list[Token], kinds: str) -> list[list[Token]]:
    """What stands between the tokens of these kinds."""
    items: list[list[Token]] = [[]]
    for word in words:
        if word.kind in kinds:
            items.append([])
        else:
            items[-1].append(word)
    return items


def _completed(parts: list[Part], asked: Asked) -> list[Part]:
    """The dates of a row with what they leave to their neighbours, each checked."""
    whole = list(parts)
    for index in reversed(range(len(whole) - 1)):
        one, following = whole[index], whole[index + 1]
        if not one.year and "X" not in following.year:
            unit = one.unit or (following.unit if one.day and following.day.isdigit() else "")
            whole[index] = one._replace(year=following.year, unit=unit)
    for index in range(1, len(whole)):
        one, previous = whole[index], whole[index - 1]
        if one.day and not one.unit:
            _refuse_year_in_two_digits(previous, one)
            if previous.day.isdigit():  # October 4-5, 2011
                whole[index] = one._replace(unit=previous.unit)
    for one in whole:
        check(one, asked)
    _check_order(parts, whole, asked)
    _check_marks(whole)
    return whole


def _refuse_year_in_two_digits(previous: Part, one: Part) -> None:
    if not one.year and previous.edtf == previous.year and previous.year.isdigit():
        raise Unclear(
            "the year at the end needs four digits",
            f"{previous.year}-{previous.year[:2]}{one.day}",
            f"{previous.year}-{one.day}",
            position=one.first.start,
        )


def _check_order(parts: list[Part], whole: list[Part], asked: Asked) -> None:
    """Refuse `December and January 2022`: the year that was left out is not the one written."""
    if all(one.year for one in parts):
        return
    starts = [edtf.parse(one.edtf, asked.hemisphere).nominal.earliest_start for one in whole]
    if starts != sorted(starts):
        raise Unclear(
            "the dates are not in order, or are not of one year",
            remedy="write the year of each, as in December 2021 and January 2022",
        )


def _check_marks(whole: list[Part]) -> None:
    """Refuse `c. 2017-2022` and `2017 or 2018?`, where a mark may be for one or for all."""
    if (whole[0].before and not all(one.before for one in whole)) or (
        whole[-1].after and not all(one.after for one in whole)
    ):
        raise Unclear(
            "which of these dates is not sure?",
            remedy="write the mark at each date it is for, as in c. 2017 - c. 2022, or EDTF, "
            "as in 2017~/2022",
        )
