"""Relative dates, which count from the day of the source: "last week", "three years ago".

A rule is a pattern and the function that turns a match into EDTF. Vague words ("recently") become
the set of moments that they can mean, such as `[..D]`.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import EdtfError
from timeline.dates.vocabulary import MONTHS, WEEKDAYS
from timeline.dates.words.word_table import WORDS
from timeline.drafting.dates.publication import Publication, add_time, iso
from timeline.drafting.word_tables import NUMBERS, TIME_UNITS

Match = re.Match[str]


class RelativeDate(NamedTuple):
    """The EDTF of words; `other` is a second reading; `vague` when they only say past or future."""

    edtf: str
    vague: bool = False
    other: str = ""


class RuleContext(NamedTuple):
    """When the source came out, and whether the sentence is about the future."""

    publication: Publication
    is_future: bool


Maker = Callable[[Match, RuleContext], RelativeDate | None]

_ONE = ("a", "an", "one", "один", "одну")
_UNIT = "|".join(TIME_UNITS)
_NUMBER = r"\d{1,2}|" + "|".join(sorted((*NUMBERS, *_ONE), key=len, reverse=True))
_WEEKDAY_STEMS_RU = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_BEFORE = (
    r"(?:(?P<before>since|from|until|till|through|by|before|after|prior to|с|до|к|после)\s+"
    r"(?:the\s+)?)?"
)


def _read_number(text: str | None) -> int:
    """Read a number in digits or words; 1 where none is written."""
    written = (text or "").lower()
    return int(written) if written.isdigit() else int(NUMBERS.get(written, 1))


def _vocabulary_value(word: str) -> int:
    """The number of a month, an ordinal or "last", or the EDTF code of a season."""
    return int(WORDS[word.lower()][1])


def _weekday_index(word: str) -> int:
    """The number of a weekday, counted from Monday as 0."""
    if word.title() in WEEKDAYS:
        return WEEKDAYS.index(word.title())
    stem = word.lower()
    return next(i for i, stems in enumerate(_WEEKDAY_STEMS_RU) if stem.startswith(stems))


def apply_preposition(word: str | None, date: str, publication: Publication) -> str:
    """EDTF of a date with a preposition in front of it.

    Args:
        word: since, until, by, before or after, in English or Russian; None or empty for none.
        date: EDTF of the date.
        publication: when the source came out.
    """
    word = (word or "").lower()
    if not word:
        return date
    node = edtf.parse(date, publication.hemisphere).nominal
    if word in ("since", "from", "с"):
        return f"{date}/.."
    if word in ("until", "till", "through", "до"):
        return f"../{date}"
    if word in ("by", "к"):
        return f"[..{date}]"
    if word in ("before", "prior to"):
        return f"[..{iso(int(node.earliest_start) - 1)}]"
    return f"[{iso(int(node.latest_end) + 1)}..]"


def _make_present(_: Match, context: RuleContext) -> RelativeDate | None:
    return RelativeDate(context.publication.edtf)


def _make_day(offset: int) -> Maker:
    def make(found: Match, context: RuleContext) -> RelativeDate | None:
        day = context.publication.day
        if day is None:
            return None if offset else RelativeDate(context.publication.edtf)
        return RelativeDate(
            apply_preposition(found["before"], iso(day + offset), context.publication)
        )

    return make


def _make_weekday(found: Match, context: RuleContext) -> RelativeDate | None:
    day = context.publication.day
    if day is None:
        return None
    index = _weekday_index(found["weekday"])
    back = (day + 3 - index) % 7
    which = (found["which"] or "").lower()
    until = (found["before"] or "").lower() in ("until", "till", "through", "by", "до", "к")
    if which in ("next", "this coming") or (which != "last" and (context.is_future or until)):
        chosen = day + 7 - back
    else:
        chosen = day - back - (7 if which == "last" and back == 0 else 0)
    return RelativeDate(apply_preposition(found["before"], iso(chosen), context.publication))


def _make_week(found: Match, context: RuleContext) -> RelativeDate | None:
    day = context.publication.day
    if day is None:
        return None
    which = found["which"].lower()
    monday = day - (day + 3) % 7
    if which.startswith(("last", "past", "previous", "прошл", "минувш")):
        monday -= 7
    elif which.startswith(("next", "coming", "следующ", "будущ")):
        monday += 7
    return RelativeDate(f"[{iso(monday)}..{iso(monday + 6)}]")


def _make_weekend(found: Match, context: RuleContext) -> RelativeDate | None:
    day = context.publication.day
    if day is None:
        return None
    saturday = day - (day + 5) % 7
    if context.is_future or (found["which"] or "").lower() == "next":
        saturday += 7
    return RelativeDate(f"[{iso(saturday)}..{iso(saturday + 1)}]")


def _make_past_span(found: Match, context: RuleContext) -> RelativeDate | None:
    """`over the past three years`: a moment in the time up to the day of the source."""
    day = context.publication.day
    unit = TIME_UNITS[found["unit"].lower()]
    if day is None:
        if unit != "year" or context.publication.year is None:
            return None
        count = _read_number(found["number"])
        if context.publication.month is None:
            return RelativeDate(
                f"[{context.publication.year - count:04d}..{context.publication.year:04d}]"
            )
        year, month = context.publication.month
        return RelativeDate(f"[{year - count:04d}-{month:02d}..{year:04d}-{month:02d}]")
    return RelativeDate(f"[{iso(add_time(day, -_read_number(found['number']), unit))}..{iso(day)}]")


def _make_ago(found: Match, context: RuleContext) -> RelativeDate | None:
    publication, unit, count = (
        context.publication,
        TIME_UNITS[found["unit"].lower()],
        _read_number(found["number"]),
    )
    if unit == "year" and publication.year is not None:
        return RelativeDate(f"{publication.year - count:04d}~")
    if unit == "month" and publication.month is not None:
        year, month = publication.month
        return RelativeDate(
            iso(add_time(days.day_number(year, month, 1), -count, "month"))[:7] + "~"
        )
    if publication.day is None:
        return None
    return RelativeDate(
        iso(add_time(publication.day, -count, unit)) + ("~" if unit == "week" else "")
    )


def _make_recent(_: Match, context: RuleContext) -> RelativeDate | None:
    return RelativeDate(f"[..{context.publication.until}]", vague=True)


def _make_future(_: Match, context: RuleContext) -> RelativeDate | None:
    return RelativeDate(f"[{iso(context.publication.last + 1)}..]", vague=True)


def _make_part_of_year(found: Match, context: RuleContext) -> RelativeDate | None:
    """`earlier this year`, `later this month`."""
    publication = context.publication
    if publication.day is None:
        return None
    year, month, _ = days.civil(publication.day)
    yearly = found["unit"].lower() in ("year", "году")
    first = days.day_number(year, 1 if yearly else month, 1)
    last = add_time(first, 1, "year" if yearly else "month") - 1
    if found["side"].lower() in ("later", "позднее", "позже"):
        return RelativeDate(f"[{iso(publication.day + 1)}..{iso(last)}]")
    return RelativeDate(f"[{iso(first)}..{iso(publication.day)}]")


def _make_season(found: Match, context: RuleContext) -> RelativeDate | None:
    """`last summer`, `in spring`: a season without its year, the latest begun or the next one."""
    code = _vocabulary_value(found["season"])
    publication = context.publication
    years = range(days.civil(publication.first)[0] - 2, days.civil(publication.last)[0] + 3)
    spans = [
        (f"{year:04d}-{code}", edtf.parse(f"{year:04d}-{code}", publication.hemisphere).nominal)
        for year in years
    ]
    which = (found["which"] or "").lower()
    before = (found["before"] or "").lower()
    begun = [text for text, span in spans if span.earliest_start <= publication.last]
    over = [text for text, span in spans if span.latest_end < publication.first]
    coming = [text for text, span in spans if span.earliest_start > publication.last]
    if which.startswith(("next", "coming", "будущ", "следующ")):
        return RelativeDate(apply_preposition(before, coming[0], publication))
    if which.startswith(("last", "past", "previous", "прошл")):
        return RelativeDate(apply_preposition(before, over[-1], publication), other=over[-2])
    if which == "this" and publication.year is not None and code != 24:
        return RelativeDate(
            apply_preposition(before, f"{publication.year:04d}-{code}", publication)
        )
    until = before in ("until", "till", "by", "before", "prior to", "through", "до", "к")
    if context.is_future or until:
        running = [text for text in begun if text not in over]
        chosen = (running if until and before != "before" else []) or coming
        return RelativeDate(apply_preposition(before, chosen[0], publication))
    return RelativeDate(apply_preposition(before, begun[-1], publication))


def _make_named_month(found: Match, context: RuleContext) -> RelativeDate | None:
    """`last December`, `next May`."""
    publication = context.publication
    if publication.month is None:
        return None
    year, month = publication.month
    number = _vocabulary_value(found["month"])
    if found["which"].lower() == "last":
        return RelativeDate(f"{year - (number >= month):04d}-{number:02d}")
    return RelativeDate(f"{year + (number <= month):04d}-{number:02d}")


def _make_nth_weekday(found: Match, context: RuleContext) -> RelativeDate | None:
    """`the first Sunday of October 2021`."""
    year = int(found["year"]) if found["year"] else context.publication.year
    if year is None:
        return None
    which, month = _vocabulary_value(found["which"]), _vocabulary_value(found["month"])
    first = days.day_number(year, month, 1)
    offset = (_weekday_index(found["weekday"]) - first - 3) % 7
    last_week = (days.days_in_month(year, month) - 1 - offset) // 7
    week = last_week if which == _LAST else which - 1
    return RelativeDate(iso(first + offset + 7 * week))


_LAST = _vocabulary_value("last")


def _make_school_year(found: Match, _: RuleContext) -> RelativeDate | None:
    """`school year 2021/22`, which runs over both years."""
    first, last = found["first"], found["second"]
    last = last if len(last) == 4 else first[:2] + last
    return RelativeDate(f"{first}/{last}") if int(last) == int(first) + 1 else None


def _compile_rule(
    pattern: str, make: Maker, *, case: bool = False
) -> tuple[re.Pattern[str], Maker]:
    return re.compile(rf"\b(?:{pattern})", 0 if case else re.IGNORECASE), make


_DAY_NAMES = "|".join(WEEKDAYS)
_WEEKDAY_RU = (
    r"понедельник[ауе]?|вторник[ауе]?|сред[уые]|четверг[ауе]?|пятниц[уые]|суббот[уые]"
    r"|воскресень[еяю]"
)
_MONTH_NAMES = "|".join(MONTHS)
_SEASON = r"spring|summer|autumn|fall|winter"
_SEASON_RU = r"весной|летом|осенью|зимой|весны|лета|осени|зимы"

RULES: tuple[tuple[re.Pattern[str], Maker], ...] = (
    _compile_rule(
        rf"{_BEFORE}(?:today|tonight|this (?:morning|afternoon|evening)|сегодня)\b", _make_day(0)
    ),
    _compile_rule(rf"{_BEFORE}(?:yesterday|last night|вчера)\b", _make_day(-1)),
    _compile_rule(rf"{_BEFORE}(?:tomorrow|завтра)\b", _make_day(1)),
    _compile_rule(
        rf"(?i:{_BEFORE}(?:on\s+)?(?:(?P<which>last|next|this\s+coming|this)\s+)?)"
        rf"(?P<weekday>{_DAY_NAMES})\b(?!\s+of\b)",
        _make_weekday,
        case=True,
    ),
    _compile_rule(
        rf"(?P<before>с|до|к)?\s*во?\s+(?P<which>)(?P<weekday>{_WEEKDAY_RU})\b", _make_weekday
    ),
    _compile_rule(
        r"(?P<which>this|last|past|next|previous|coming)\s+week\b(?!\s*-?end)", _make_week
    ),
    _compile_rule(
        r"на\s+(?P<which>этой|прошлой|минувшей|следующей|будущей)\s+неделе\b", _make_week
    ),
    _compile_rule(r"(?:over|at|during|on)\s+the\s+(?P<which>last\s+)?weekend\b", _make_weekend),
    _compile_rule(r"(?P<which>this|last|next)\s+weekend\b", _make_weekend),
    _compile_rule(
        rf"(?:the\s+)?(?:past|last)\s+(?:(?P<number>{_NUMBER})\s+)(?P<unit>{_UNIT})\b"
        r"(?!\s+of\b)",
        _make_past_span,
    ),
    _compile_rule(
        r"(?:the\s+past|the\s+last|past)\s+(?P<number>)(?P<unit>day|week|month|year)\b",
        _make_past_span,
    ),
    _compile_rule(
        rf"(?:за|в\s+течение)\s+последн\w+\s+(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_UNIT})\b",
        _make_past_span,
    ),
    _compile_rule(rf"(?:(?P<number>{_NUMBER})\s+)(?P<unit>{_UNIT})\s+ago\b", _make_ago),
    _compile_rule(
        rf"(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_UNIT})\s+(?:тому\s+)?назад\b", _make_ago
    ),
    _compile_rule(
        r"recently\b|lately\b|in\s+recent\s+(?:years|months|weeks|days|times)\b"
        r"|недавно\b|в\s+последнее\s+время\b|в\s+последние\s+(?:годы|месяцы|недели|дни)\b",
        _make_recent,
    ),
    _compile_rule(
        r"currently\b|at\s+present\b|presently\b|at\s+the\s+moment\b|nowadays\b"
        r"|(?<!until )(?<!till )(?<!by )(?<!just )now\b(?!\s+that\b)"
        r"|в\s+настоящее\s+время\b|сейчас\b|[вн]а?\s+данный\s+момент\b|на\s+сегодняшний\s+день\b",
        _make_present,
    ),
    _compile_rule(
        r"(?:(?:in|over|during|for|within)\s+)?the\s+(?:coming|upcoming|next)\s+"
        r"(?:few\s+)?(?:days|weeks|months|years|phases?|stages?|period)\b"
        r"|in\s+the\s+(?:near\s+)?future\b|(?<!as )soon\b(?!\s+as\b)"
        r"|(?<!\w)shortly\b(?!\s+(?:after|before)\b)|в\s+ближайшие\s+\w+\b|вскоре\b|скоро\b"
        r"|в\s+(?:ближайшее\s+(?:время|будущее)|(?:ближайшем\s+)?будущем)\b",
        _make_future,
    ),
    _compile_rule(r"(?P<side>earlier|later)\s+this\s+(?P<unit>year|month)\b", _make_part_of_year),
    _compile_rule(
        r"(?P<side>ранее|позднее|позже)\s+в\s+этом\s+(?P<unit>году|месяце)\b",
        _make_part_of_year,
    ),
    _compile_rule(
        rf"{_BEFORE}(?:(?:in|during)\s+(?:the\s+)?)?(?P<which>this|last|past|previous|next|coming)"
        rf"\s+(?P<season>{_SEASON})\b(?!\s+(?:of\s+)?\d)",
        _make_season,
    ),
    _compile_rule(
        rf"(?:{_BEFORE.removesuffix('?')}|(?:in|during)\s+(?:the\s+)?)(?P<which>)"
        rf"(?P<season>{_SEASON})\b(?!\s+(?:of\b|\d|rain|water|school))",
        _make_season,
    ),
    _compile_rule(
        rf"(?P<before>)(?P<which>прошл\w+|будущ\w+|следующ\w+|этой|этим)?\s*"
        rf"(?P<season>{_SEASON_RU})\b(?!\s+(?:\d|это|прошл|текущ|следующ|того))",
        _make_season,
    ),
    _compile_rule(
        rf"(?P<which>[Ll]ast|[Nn]ext)\s+(?P<month>{_MONTH_NAMES})\b(?!\s+\d)",
        _make_named_month,
        case=True,
    ),
    _compile_rule(
        rf"(?P<which>first|second|third|fourth|last)\s+(?P<weekday>{_DAY_NAMES})\s+(?:of|in)\s+"
        rf"(?P<month>{_MONTH_NAMES})(?:,?\s+(?P<year>\d{{4}}))?\b",
        _make_nth_weekday,
    ),
    _compile_rule(
        r"(?:school|academic|financial|fiscal|budget|учебн\w+)\s+(?:year\s+)?"
        r"(?P<first>\d{4})\s?[/–-]\s?(?P<second>\d{4}|\d{2})\b(?:\s+год\w*)?",
        _make_school_year,
    ),
)


def resolve(
    make: Maker, found: Match, publication: Publication, *, is_future: bool
) -> RelativeDate | None:
    """Turn the match of a rule into EDTF; None where the source is not dated exactly enough.

    Args:
        make: the function of the rule.
        found: the match of its pattern.
        publication: when the source came out.
        is_future: whether the sentence is about the future.
    """
    try:
        return make(found, RuleContext(publication, is_future))
    except EdtfError:
        return None
