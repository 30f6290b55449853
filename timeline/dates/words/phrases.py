"""How dates in words are put together: `since`, `between`, `to`, `and`."""

import re

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError
from timeline.dates.vocabulary import RUNNING
from timeline.dates.words.completing import check_complete
from timeline.dates.words.date_parts import DateParts
from timeline.dates.words.parts_of_dates import choose_part
from timeline.dates.words.remarks import INCLUDING, leave_out_remarks
from timeline.dates.words.single_date import parse_single
from timeline.dates.words.spans_of_days import year_digits
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
    return _parse_row(words, phrase)


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
        return _parse_row(rest, phrase)
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
    items = _split(words, joiner)
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
    first, last = _complete([parse_single(item, phrase) for item in items], phrase)
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
    (one,) = _complete([parse_single(words, phrase)], phrase, meaning)
    return one


def _parse_row(words: list[Token], phrase: Phrase) -> str:
    """EDTF of dates joined by "and", "or", "to": a set, an interval, or a date by itself."""
    words = _choose_joiners(words, phrase)
    joiners = {word.kind for word in words} & set("&|")
    if {"&", "|"} <= joiners:
        remedy = "write EDTF: {2017,2018} for all of them, [2017,2018] for one"
        raise UnclearDate('"and" and "or" do not go together', remedy=remedy)
    items = [_split(item, "-") for item in _split(words, "&|,")]
    if any(len(item) > 2 for item in items):
        raise UnclearDate("a span has one start and one end")
    parts = _complete([parse_single(span, phrase) for item in items for span in item], phrase)
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


def _split(words: list[Token], kinds: str) -> list[list[Token]]:
    """The runs of tokens between those of these kinds."""
    items: list[list[Token]] = [[]]
    for word in words:
        if word.kind in kinds:
            items.append([])
        else:
            items[-1].append(word)
    return items


def _complete(parts: list[DateParts], phrase: Phrase, opener: str = "") -> list[DateParts]:
    """Fill in what the dates of a row leave to their neighbours, and check each."""
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
