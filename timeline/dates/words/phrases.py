"""How dates in words are put together: `since`, `between`, `to`, `and`."""

import re
from collections.abc import Iterator, Mapping

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Hemisphere
from timeline.dates.vocabulary import RUNNING
from timeline.dates.words.printer import format_date
from timeline.dates.words.single_date import DateParts, Phrase, check_complete, parse_single
from timeline.dates.words.tokens import Token, normalise, tokenize
from timeline.dates.words.unclear import EXAMPLES, UnclearDate, replace_token

_BETWEEN_DATES = "-&|,"


# A remark on a date after a comma, as in `2004, month unknown`.
_REMARK = re.compile(
    r"(?P<date>[^,]*),\s*"
    r"(?:(?P<side>end|start)\s+unknown"
    r"|(?P<unknown>month|month\s+and\s+day)\s+unknown"
    r"|(?P<parts>(?:year|month|season|day)(?:\s+and\s+(?:month|season|day))*)"
    r"\s+(?P<mark>uncertain|approximate|uncertain\s+and\s+approximate))",
    re.IGNORECASE,
)


_LONGEST = 200
_LIKE_EDTF = re.compile(r"[\[{][^a-z]*|[-0-9XYETZS+:.?~%,]*(?:\s?/\s?[-0-9XYETZS+:.?~%,]*)?")


def read_words(text: str, as_edtf: EdtfError, *, today: int | None, hemisphere: Hemisphere) -> Date:
    """Read a date that is not EDTF.

    Args:
        text: what was typed.
        as_edtf: why it is not EDTF, for a text that looks as if it was meant so.
        today: as for `read_date`.
        hemisphere: likewise.

    Raises:
        EdtfError: the text is not a date, or has several readings, which the remedy names.
    """
    typed = text.strip()
    if not typed:
        raise EdtfError(text, "an empty text is not a date", EXAMPLES, 0) from None
    if len(typed) > _LONGEST:
        problem = f"a date in words has at most {_LONGEST} characters"
        raise EdtfError(typed, problem, EXAMPLES, 0) from None
    phrase = Phrase(normalise(typed), days.today() if today is None else today, hemisphere)
    try:
        return _interpret(phrase)
    except UnclearDate as unclear:
        readings = dict(_read_alternatives(unclear.alternatives, phrase))
        if not (unclear.remedy or readings) and _LIKE_EDTF.fullmatch(typed):
            raise as_edtf from None
        remedy = unclear.remedy or EXAMPLES
        if readings:
            remedy = f"write {_list_alternatives(readings)}"
        found = tuple(date.text for date in readings.values())
        raise EdtfError(phrase.text, unclear.problem, remedy, unclear.position, found) from None


def _read_alternatives(texts: tuple[str, ...], phrase: Phrase) -> Iterator[tuple[str, Date]]:
    """Those of the texts that can be read, each with its date."""
    for text in texts:
        try:
            try:
                date = edtf.parse(text, phrase.hemisphere)
            except EdtfError:
                date = _interpret(phrase._replace(text=text))
        except UnclearDate:
            continue
        yield text, date


def _list_alternatives(readings: Mapping[str, Date]) -> str:
    """List texts, each with its meaning."""
    shown = []
    for text, date in readings.items():
        meaning = format_date(date) if text == date.text else date.text
        shown.append(text if meaning == text else f"{text} ({meaning})")
    return " or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _interpret(phrase: Phrase) -> Date:
    """Read a phrase in words; raises UnclearDate."""
    text = _parse_running(phrase) or _parse_remark(phrase)
    text = text or _parse_phrase(tokenize(phrase.text), phrase)
    try:
        return edtf.parse(text, phrase.hemisphere)
    except EdtfError as refused:
        problem = f"this reads as {text}: {refused.problem}"
        raise UnclearDate(problem, remedy=refused.remedy) from None


def _parse_running(phrase: Phrase) -> str:
    """EDTF of `running, begun before`, which names no date; empty for another phrase."""
    return "/.." if phrase.text.lower() == RUNNING else ""


def _parse_remark(phrase: Phrase) -> str:
    """EDTF of a date with a remark, such as `2004, month unknown`; empty without one."""
    found = _REMARK.fullmatch(phrase.text)
    if found is None:
        return ""
    words = tokenize(found["date"])
    if found["side"]:
        return _parse_unknown_side(words, found, phrase)
    one = _parse_one(words, phrase)
    if found["unknown"]:
        return _add_unknown_parts(one, found)
    return _mark_doubtful_parts(one, found)


def _parse_unknown_side(words: list[Token], remark: re.Match[str], phrase: Phrase) -> str:
    """`from 1985, end unknown` and `until 1985, start unknown`."""
    side = remark["side"].lower()
    opener = "from" if side == "end" else "until"
    if not words or words[0].value != opener:
        raise UnclearDate(
            f'"{side} unknown" goes with "{opener}"',
            remedy="write from 1985, end unknown, or until 1985, start unknown",
            position=remark.start("side"),
        )
    one = _parse_one(words[1:], phrase)
    return f"{one.edtf}/" if opener == "from" else f"/{one.edtf}"


def _add_unknown_parts(one: DateParts, remark: re.Match[str]) -> str:
    """`2004, month unknown` and `2004, month and day unknown`."""
    if one.edtf != one.year or "X" in one.year:
        raise UnclearDate(
            "the month can only be unknown of a year",
            remedy="write 2004, month unknown, or a day in April 1985",
            position=remark.start("unknown"),
        )
    return f"{one.year}-XX" + ("-XX" if "day" in remark["unknown"].lower() else "")


def _mark_doubtful_parts(one: DateParts, remark: re.Match[str]) -> str:
    """`4 October 2011, day uncertain` and `summer 2017, season approximate`."""
    doubtful = remark["parts"].lower().replace("season", "month")
    kind = remark["mark"].lower()
    mark = "%" if "and" in kind else {"u": "?", "a": "~"}[kind[0]]
    pieces = {"year": one.year, "month": one.unit, "day": one.day}
    if one.mark or any(name in doubtful and not piece for name, piece in pieces.items()):
        raise UnclearDate("the remark does not fit the date", position=remark.start("parts"))
    written = {name: piece for name, piece in pieces.items() if piece}
    if all(name in doubtful for name in written):
        return one.edtf + mark
    return "-".join((mark if name in doubtful else "") + piece for name, piece in written.items())


def _parse_phrase(words: list[Token], phrase: Phrase) -> str:
    """EDTF of a phrase: its dates, and the words before, between and after them."""
    if not words:
        raise UnclearDate("there is no date in this")
    if words[-1].kind == ">":
        return _parse_open_ended(words, phrase)
    opener, rest = words[0], words[1:]
    if opener.kind != "<":
        return _parse_row(words, phrase)
    if opener.value == "between":
        return _parse_between(opener, rest, phrase)
    # Both `from 2017 to 2022` and `from 2017 until 2022`.
    rest = [word._replace(kind="-") if word.value == "until" else word for word in rest]
    if opener.value == "from" and any(word.kind == "-" for word in rest):
        return _parse_row(rest, phrase)
    one = _parse_one(rest, phrase, after=opener)
    simple = {
        "from": f"{one.edtf}/..",
        "since": f"{one.edtf}/..",
        "until": f"../{one.edtf}",
        "by": f"[..{one.edtf}]",
    }
    return simple.get(opener.value) or _parse_before_or_after(opener, one, phrase)


def _parse_open_ended(words: list[Token], phrase: Phrase) -> str:
    """`2017 onwards`, `2017 - present`, `2017 or later`, `2017 or earlier`."""
    *words, last = words
    joiner = {"onwards": "", "now": "-", "later": "|", "earlier": "|"}[last.value]
    if joiner:
        if not words or words[-1].kind != joiner:
            raise UnclearDate(
                f'"{last.text}" does not follow on this',
                remedy="write 2017 - present, 2017 or later, or 2017 or earlier",
                position=last.start,
            )
        words.pop()
    if words and words[0].value == "from" and last.value in {"onwards", "now"}:
        words = words[1:]
    one = _parse_one(words, phrase)
    if last.value == "earlier":
        return f"[..{one.edtf}]"
    return f"[{one.edtf}..]" if last.value == "later" else f"{one.edtf}/.."


def _parse_between(opener: Token, words: list[Token], phrase: Phrase) -> str:
    """EDTF of one moment from one date to another, both included."""
    items = _split(words, "&")
    if len(items) != 2 or any(word.kind in "-|," for word in words):
        raise UnclearDate(
            '"between" goes with two dates and "and"',
            remedy="write between 2017 and 2022",
            position=opener.start,
        )
    first, last = _complete([parse_single(item, phrase) for item in items], phrase)
    return f"[{first.edtf}..{last.edtf}]"


def _parse_before_or_after(opener: Token, one: DateParts, phrase: Phrase) -> str:
    """EDTF of one moment before or after a date, which is excluded."""
    if one.mark:
        raise UnclearDate(
            f'"{opener.text}" needs a date that is sure',
            f"{opener.text} {one._replace(marks_before='', marks_after='').edtf}",
            position=opener.start,
        )
    bounds = edtf.parse(one.edtf, phrase.hemisphere).nominal
    if opener.value == "before":
        return f"[..{days.iso(bounds.earliest_start - 1)}]"
    return f"[{days.iso(bounds.latest_end + 1)}..]"


def _parse_one(words: list[Token], phrase: Phrase, after: Token | None = None) -> DateParts:
    """Read exactly one date.

    Args:
        words: the tokens of the date.
        phrase: what was typed.
        after: the word before them, such as `since`, which a refusal names.

    Raises:
        UnclearDate: there are several dates, or none.
    """
    for word in words:
        if word.kind in _BETWEEN_DATES:
            problem = f'"{after.text}" goes with one date' if after else "one date is meant here"
            remedy = f"write {after.value} 4 October 2011" if after else ""
            raise UnclearDate(problem, remedy=remedy, position=word.start)
    (one,) = _complete([parse_single(words, phrase)], phrase)
    return one


def _parse_row(words: list[Token], phrase: Phrase) -> str:
    """EDTF of dates joined by "and", "or", "to": a set, an interval, or a date by itself."""
    joiners = {word.kind for word in words} & set("&|,")
    if joiners == {","}:
        comma = next(word for word in reversed(words) if word.kind == ",")
        either = (replace_token(phrase.text, comma, by) for by in (" and", " or"))
        raise UnclearDate("one of these dates, or all of them?", *either, position=comma.start)
    if {"&", "|"} <= joiners:
        remedy = "write EDTF: {2017,2018} for all of them, [2017,2018] for one"
        raise UnclearDate('"and" and "or" do not go together', remedy=remedy)
    items = [_split(item, "-") for item in _split(words, "&|,")]
    if any(len(item) > 2 for item in items):
        raise UnclearDate("a span has one start and one end")
    parts = _complete([parse_single(span, phrase) for item in items for span in item], phrase)
    rest = iter(parts)
    spans = [[next(rest).edtf for _ in item] for item in items]
    if not joiners:
        return "/".join(spans[0])
    row = ",".join("..".join(span) for span in spans)
    row = f"[{row}]" if "|" in joiners else f"{{{row}}}"
    if len({one.precision for one in parts}) > 1:
        problem = "it is not clear what the shorter dates leave out"
        remedy = f"write each of them in full, or {row}"
        raise UnclearDate(problem, remedy=remedy)
    return row


def _split(words: list[Token], kinds: str) -> list[list[Token]]:
    """The runs of tokens between those of these kinds."""
    items: list[list[Token]] = [[]]
    for word in words:
        if word.kind in kinds:
            items.append([])
        else:
            items[-1].append(word)
    return items


def _complete(parts: list[DateParts], phrase: Phrase) -> list[DateParts]:
    """Fill in what the dates of a row leave to their neighbours, and check each."""
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
        check_complete(one, phrase)
    _check_order(parts, whole, phrase)
    _check_marks(whole)
    return whole


def _refuse_year_in_two_digits(previous: DateParts, one: DateParts) -> None:
    if not one.year and previous.edtf == previous.year and previous.year.isdigit():
        raise UnclearDate(
            "the year at the end needs four digits",
            f"{previous.year}-{previous.year[:2]}{one.day}",
            f"{previous.year}-{one.day}",
            position=one.first_token.start,
        )


def _check_order(parts: list[DateParts], whole: list[DateParts], phrase: Phrase) -> None:
    """Refuse `December and January 2022`: the year that was left out is not the one written."""
    if all(one.year for one in parts):
        return
    starts = [edtf.parse(one.edtf, phrase.hemisphere).nominal.earliest_start for one in whole]
    if starts != sorted(starts):
        raise UnclearDate(
            "the dates are not in order, or are not of one year",
            remedy="write the year of each, as in December 2021 and January 2022",
        )


def _check_marks(whole: list[DateParts]) -> None:
    """Refuse `c. 2017-2022` and `2017 or 2018?`, where a mark may be for one or for all."""
    if (whole[0].marks_before and not all(one.marks_before for one in whole)) or (
        whole[-1].marks_after and not all(one.marks_after for one in whole)
    ):
        raise UnclearDate(
            "which of these dates is not sure?",
            remedy="write the mark at each date it is for, as in c. 2017 - c. 2022, or EDTF, "
            "as in 2017~/2022",
        )
