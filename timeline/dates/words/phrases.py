"""How dates in words are put together: `since`, `between`, `to`, `and`."""

import re

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError
from timeline.dates.vocabulary import RUNNING
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.remarks import INCLUDING, leave_out_remarks
from timeline.dates.words.rows import complete_row, parse_row, split_tokens
from timeline.dates.words.single_date import parse_single
from timeline.dates.words.tokens import Token, tokenize
from timeline.dates.words.unclear import Phrase, UnclearDate, correct_word, refuse_relative

_BETWEEN_DATES = "-&|,/"

# A remark on a date after a comma, as in `2004, month unknown`.
_REMARK = re.compile(
    r"(?P<date>[^,]*),\s*"
    r"(?:(?P<side>end|start)\s+unknown"
    r"|(?P<unknown>month|month\s+and\s+day)\s+unknown"
    r"|(?P<parts>(?:year|month|season|day)(?:\s+and\s+(?:month|season|day))*)"
    r"\s+(?P<mark>uncertain|approximate|uncertain\s+and\s+approximate))",
    re.IGNORECASE,
)


def interpret(phrase: Phrase) -> Date:
    """The date that a phrase in words is; raises UnclearDate."""
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
    words = [correct_word(word, phrase) if word.kind == "!" else word for word in words]
    words = leave_out_remarks(words, phrase)
    if special := _parse_missing_side(words, phrase) or _parse_between_limits(words, phrase):
        return special
    kinds = "".join(word.kind for word in words)
    if re.search("(?<![NMYOSX])[NO]-X", kinds):
        phrase = phrase.decide("order", "dmy")  # `3-7/05/2021`
    words = _read_end(words, phrase)
    if words[-1].kind == ">":
        return _parse_open_ended(words, phrase)
    opener, rest = words[0], words[1:]
    if opener.kind == "<" and opener.value != "between":
        return _parse_opened(opener, rest, phrase)
    # Both `2017 to 2022` and `2017 until 2022`.
    words = [*words[:1], *_read_until_as_to(words[1:])]
    if opener.kind == "<" and "|" not in kinds:
        return _parse_between(opener, rest, phrase)
    return parse_row(words, phrase)


def _parse_missing_side(words: list[Token], phrase: Phrase) -> str:
    """EDTF of `May 2018 - unknown`, `? - 1850` and `1850 -`; empty for other phrases."""
    if words[0].kind == "-" and not words[0].text.isalpha():
        return f"{_choose_side('start', words[0], phrase)}/{_parse_one(words[1:], phrase).edtf}"
    if words[-1].kind == "-" and not words[-1].text.isalpha():
        side = _choose_side("end", words[-1], phrase)
        return f"{_parse_one(words[:-1], phrase).edtf}/{side}"
    if len(words) > 2 and words[1].kind == "-" and _is_unknown(words[0]):
        return f"/{_parse_one(words[2:], phrase).edtf}"
    if len(words) > 2 and words[-2].kind == "-" and _is_unknown(words[-1]):
        return f"{_parse_one(words[:-2], phrase).edtf}/"
    return ""


def _is_unknown(word: Token) -> bool:
    return word.kind == "u" or word.text == "?"


def _choose_side(which: str, dash: Token, phrase: Phrase) -> str:
    """EDTF of the side of a span that is left out: open, or not known."""
    return phrase.choose("side", ("..", ""), f"the {which} is missing", position=dash.start)


def _read_end(words: list[Token], phrase: Phrase) -> list[Token]:
    """The tokens with what the last one means there: `2017 or before`, `1840 to today`."""
    kinds = "".join(word.kind for word in words[-2:])
    last = words[-1]
    if kinds in {"&<", "|<"} and last.value in _OPEN_ENDS:
        return [*words[:-1], last._replace(kind=">", value=_OPEN_ENDS[last.value])]
    if kinds == "-D" and last.value == "0":
        return _choose_today(words, phrase)
    return words


_OPEN_ENDS = {"before": "earlier", "after": "later"}


def _parse_between_limits(words: list[Token], phrase: Phrase) -> str:
    """EDTF of `not before 1850 and not after 1860`; empty for other phrases."""
    at = next((at for at, word in enumerate(words) if at and word.kind == "<"), 0)
    is_pair = at > 2 and words[0].value in {"after", "not before"}
    if not is_pair or words[at].value not in {"before", "by"} or words[at - 1].kind not in "&,-":
        return ""
    first = _parse_opened(words[0], words[1 : at - 1], phrase)
    last = _parse_opened(words[at], words[at + 1 :], phrase)
    return first.removesuffix("]") + last.removeprefix("[..")


def _parse_opened(opener: Token, rest: list[Token], phrase: Phrase) -> str:
    """`since 2017`, `pre-1850`, `from 2017 to 2022`."""
    if rest and rest[0].kind == "-":
        rest = rest[1:]
    rest = _read_until_as_to(rest)
    joiners = [word for word in rest if word.kind == "-"]
    # "since 4-5 October" is not from one day to the other.
    if joiners and (opener.value == "from" or _is_since_until(opener, joiners)):
        return parse_row(rest, phrase)
    opener = _choose_opener(opener, phrase)
    if opener.value == "before" and rest and rest[0].value == "end":
        opener = opener._replace(value="by")
    one = _parse_one(rest, phrase, after=opener)
    opener, one = _leave_out_time(opener, one, phrase)
    if opener.value in {"before", "after"}:
        return _parse_before_or_after(opener, one, phrase)
    if opener.value == "by":
        return f"[..{_last_of(one, phrase)}]"
    if opener.value == "not before":
        return f"[{_first_of(one, phrase)}..]"
    years = _years_in_a_row(one)
    if years:
        return f"../{years[1]}" if opener.value == "until" else f"{years[0]}/.."
    if one.period:
        raise UnclearDate(
            f'"{opener.text}" goes with a day, a month or a year',
            remedy=f"write {opener.text} and the day, as in {opener.value} 4 October 2011",
            position=opener.start,
        )
    return f"../{one.edtf}" if opener.value == "until" else f"{one.edtf}/.."


def _choose_opener(opener: Token, phrase: Phrase) -> Token:
    """The word before a date, once it is chosen what it means."""
    if opener.value != "before or until":
        return opener
    problem = f'"{opener.text}" may include the date, or not'
    options = ("before", "until")
    chosen = phrase.choose("opener", options, problem, position=opener.start)
    return opener._replace(value=chosen)


def _leave_out_time(opener: Token, one: DateParts, phrase: Phrase) -> tuple[Token, DateParts]:
    """`before 14:30 on 3 May`: the day may be that one still, so it is included."""
    if not one.time:
        return opener, one
    problem = f'"{opener.text}" goes with a day'
    phrase.choose("hour", ("day",), problem, position=opener.start)
    value = INCLUDING.get(opener.value, opener.value)
    return opener._replace(value=value), one._replace(time="")


def _read_until_as_to(words: list[Token]) -> list[Token]:
    """`from 2017 until 2022`."""
    values = {"until", "before or until"}
    return [word._replace(kind="-") if word.value in values else word for word in words]


def _is_since_until(opener: Token, joiners: list[Token]) -> bool:
    """`since 2017 until 2020`."""
    return opener.value == "since" and joiners[0].text.isalpha()


def _years_in_a_row(one: DateParts) -> tuple[str, str] | None:
    """The first and the last year of `2018/19` or `1921-24`."""
    first, slash, last = one.period.partition("/")
    if slash and first.isdigit() and last.isdigit():
        return first, last
    return None


def _first_of(one: DateParts, phrase: Phrase) -> str:
    """The date itself, or the first day of a time that is no single date."""
    if not one.period:
        return one.edtf
    return str(days.iso(edtf.parse(one.period, phrase.hemisphere).earliest))


def _last_of(one: DateParts, phrase: Phrase) -> str:
    """The date itself, or the last day of a time that is no single date."""
    if not one.period:
        return one.edtf
    return str(days.iso(edtf.parse(one.period, phrase.hemisphere).latest))


def _choose_today(words: list[Token], phrase: Phrase) -> list[Token]:
    """`1840 to today`: what goes on still, or ended on this day."""
    last = words[-1]
    if phrase.today is None:
        refuse_relative(last)
    chosen = phrase.choose(
        "today", (">", "D"), f'"{last.text}" may be the end, or not', position=last.start
    )
    return [*words[:-1], last._replace(kind=chosen, value="now" if chosen == ">" else "0")]


def _parse_open_ended(words: list[Token], phrase: Phrase) -> str:
    """`2017 onwards`, `2017 - present`, `2017 or later`, `2017 or earlier`."""
    *words, last = words
    joiner = {"onwards": "", "now": "-", "later": "|&", "earlier": "|&"}[last.value]
    if joiner:
        if not words or words[-1].kind not in joiner:
            raise UnclearDate(
                f'"{last.text}" does not follow on this',
                remedy="write 2017 - present, 2017 or later, or 2017 or earlier",
                position=last.start,
            )
        if words.pop().kind == "&":  # `2017 and later`
            one = _parse_one(words, phrase)
            return f"{one.edtf}/.." if last.value == "later" else f"../{one.edtf}"
    if words and words[0].value in {"from", "since"} and last.value in {"onwards", "now"}:
        words = words[1:]
    one = _parse_one(words, phrase, opener="since" if last.value in {"onwards", "now"} else "")
    if last.value == "earlier":
        return f"[..{_last_of(one, phrase)}]"
    if last.value == "later":
        return f"[{_first_of(one, phrase)}..]"
    if one.period:
        problem = f'"{last.text}" goes with a day, a month or a year'
        raise UnclearDate(problem, remedy="write since 4 October 2011", position=last.start)
    return f"{one.edtf}/.."


def _parse_between(opener: Token, words: list[Token], phrase: Phrase) -> str:
    """EDTF of one moment from one date to another, both included."""
    joiner = "&" if any(word.kind == "&" for word in words) else "-"
    items = split_tokens(words, joiner)
    if len(items) == 1:  # `between 1850-60`
        one = parse_single(words, phrase)
        if re.fullmatch("[0-9]{4}/[0-9]{4}", one.period):
            return f"[{one.period.replace('/', '..')}]"
    if len(items) != 2 or any(word.kind in "-|,/&" for item in items for word in item):
        raise UnclearDate(
            '"between" goes with two dates and "and"',
            remedy="write between 2017 and 2022",
            position=opener.start,
        )
    first, last = complete_row([parse_single(item, phrase) for item in items], phrase)
    return f"[{_first_of(first, phrase)}..{_last_of(last, phrase)}]"


def _parse_before_or_after(opener: Token, one: DateParts, phrase: Phrase) -> str:
    """EDTF of one moment before or after a date, which is excluded."""
    if one.mark:
        phrase.choose(
            "mark",
            ("none",),
            f'"{opener.text}" needs a date that is sure',
            position=opener.start,
        )
        one = one._replace(marks_before="", marks_after="")
    bounds = edtf.parse(one.edtf, phrase.hemisphere).nominal
    if opener.value == "before":
        return f"[..{days.iso(bounds.earliest_start - 1)}]"
    return f"[{days.iso(bounds.latest_end + 1)}..]"


def _parse_one(
    words: list[Token], phrase: Phrase, after: Token | None = None, opener: str = ""
) -> DateParts:
    """Read exactly one date.

    Args:
        words: the tokens of the date.
        phrase: what was typed.
        after: the word before them, such as `since`, which a refusal names.
        opener: what such a word means, where it stands behind them.

    Raises:
        UnclearDate: there are several dates, or none.
    """
    for word in words:
        if word.kind in _BETWEEN_DATES:
            problem = f'"{after.text}" goes with one date' if after else "one date is meant here"
            remedy = f"write {after.text.lower()} 4 October 2011" if after else ""
            raise UnclearDate(problem, remedy=remedy, position=word.start)
    meaning = after.value if after else opener
    (one,) = complete_row([parse_single(words, phrase)], phrase, meaning)
    return one
