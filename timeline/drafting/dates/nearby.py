"""Dates that count from the day of the source: "last week", "three years ago", "at present".

A rule is a pattern and the function that makes EDTF of what it found. What is vague ("recently")
becomes the moments that it can mean, as `[..D]`.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import EdtfError
from timeline.dates.words.vocabulary import MONTHS
from timeline.drafting.dates.anchor import Anchor, iso, moved
from timeline.drafting.word_tables import NUMBERS, SPANS_OF_TIME

Match = re.Match[str]


class Near(NamedTuple):
    """EDTF of words; `vague` when they say hardly more than that it is past or to come."""

    edtf: str
    vague: bool = False
    other: str = ""


class Asked(NamedTuple):
    """The day that is counted from, and whether the sentence speaks of what is to come."""

    anchor: Anchor
    ahead: bool


Makes = Callable[[Match, Asked], Near | None]

_ONE = ("a", "an", "one", "один", "одну")
_UNIT = "|".join(SPANS_OF_TIME)
_NUMBER = r"\d{1,2}|" + "|".join(sorted((*NUMBERS, *_ONE), key=len, reverse=True))
_WEEKDAYS = (
    ("monday", "понедельник"),
    ("tuesday", "вторник"),
    ("wednesday", "сред"),
    ("thursday", "четверг"),
    ("friday", "пятниц"),
    ("saturday", "суббот"),
    ("sunday", "воскресень"),
)
_SEASONS = (
    ("spring", "весной", "весны"),
    ("summer", "летом", "лета"),
    ("autumn", "fall", "осенью", "осени"),
    ("winter", "зимой", "зимы"),
)
_MONTHS = tuple(month.lower() for month in MONTHS)
_BEFORE = (
    r"(?:(?P<before>since|from|until|till|through|by|before|after|prior to|с|до|к|после)\s+"
    r"(?:the\s+)?)?"
)


def _number(text: str | None) -> int:
    """A number, in digits or words; one where none is written."""
    written = (text or "").lower()
    return int(written) if written.isdigit() else int(NUMBERS.get(written, 1))


def put_before(word: str | None, date: str, anchor: Anchor) -> str:
    """EDTF of a date with "since", "until", "by", "before" or "after" in front of it."""
    word = (word or "").lower()
    if not word:
        return date
    node = edtf.parse(date, anchor.hemisphere).nominal
    if word in ("since", "from", "с"):
        return f"{date}/.."
    if word in ("until", "till", "through", "до"):
        return f"../{date}"
    if word in ("by", "к"):
        return f"[..{date}]"
    if word in ("before", "prior to"):
        return f"[..{iso(int(node.earliest_start) - 1)}]"
    return f"[{iso(int(node.latest_end) + 1)}..]"


def _present(_: Match, asked: Asked) -> Near | None:
    return Near(asked.anchor.marked)


def _day(offset: int) -> Makes:
    def make(found: Match, asked: Asked) -> Near | None:
        day = asked.anchor.day
        if day is None:
            return None if offset else Near(asked.anchor.marked)
        return Near(put_before(found["before"], iso(day + offset), asked.anchor))

    return make


def _weekday(found: Match, asked: Asked) -> Near | None:
    day = asked.anchor.day
    if day is None:
        return None
    said = found["weekday"].lower()
    index = next(i for i, names in enumerate(_WEEKDAYS) if said.startswith(names))
    back = (day + 3 - index) % 7
    which = (found["which"] or "").lower()
    until = (found["before"] or "").lower() in ("until", "till", "through", "by", "до", "к")
    if which in ("next", "this coming") or (which != "last" and (asked.ahead or until)):
        chosen = day + 7 - back
    else:
        chosen = day - back - (7 if which == "last" and back == 0 else 0)
    return Near(put_before(found["before"], iso(chosen), asked.anchor))


def _week(found: Match, asked: Asked) -> Near | None:
    day = asked.anchor.day
    if day is None:
        return None
    which = found["which"].lower()
    monday = day - (day + 3) % 7
    if which.startswith(("last", "past", "previous", "прошл", "минувш")):
        monday -= 7
    elif which.startswith(("next", "coming", "следующ", "будущ")):
        monday += 7
    return Near(f"[{iso(monday)}..{iso(monday + 6)}]")


def _weekend(found: Match, asked: Asked) -> Near | None:
    day = asked.anchor.day
    if day is None:
        return None
    saturday = day - (day + 5) % 7
    if asked.ahead or (found["which"] or "").lower() == "next":
        saturday += 7
    return Near(f"[{iso(saturday)}..{iso(saturday + 1)}]")


def _lately(found: Match, asked: Asked) -> Near | None:
    """`over the past three years`: a moment from so long ago to the day of the source."""
    day = asked.anchor.day
    unit = SPANS_OF_TIME[found["unit"].lower()]
    if day is None:
        if unit != "year" or asked.anchor.year is None:
            return None
        count = _number(found["number"])
        if asked.anchor.month is None:
            return Near(f"[{asked.anchor.year - count:04d}..{asked.anchor.year:04d}]")
        year, month = asked.anchor.month
        return Near(f"[{year - count:04d}-{month:02d}..{year:04d}-{month:02d}]")
    return Near(f"[{iso(moved(day, -_number(found['number']), unit))}..{iso(day)}]")


def _ago(found: Match, asked: Asked) -> Near | None:
    anchor, unit, count = (
        asked.anchor,
        SPANS_OF_TIME[found["unit"].lower()],
        _number(found["number"]),
    )
    if unit == "year" and anchor.year is not None:
        return Near(f"{anchor.year - count:04d}~")
    if unit == "month" and anchor.month is not None:
        year, month = anchor.month
        return Near(iso(moved(days.day_number(year, month, 1), -count, "month"))[:7] + "~")
    if anchor.day is None:
        return None
    return Near(iso(moved(anchor.day, -count, unit)) + ("~" if unit == "week" else ""))


def _recent(_: Match, asked: Asked) -> Near | None:
    return Near(f"[..{asked.anchor.until}]", vague=True)


def _to_come(_: Match, asked: Asked) -> Near | None:
    return Near(f"[{iso(asked.anchor.last + 1)}..]", vague=True)


def _part_of_year(found: Match, asked: Asked) -> Near | None:
    """`earlier this year`, `later this month`."""
    anchor = asked.anchor
    if anchor.day is None:
        return None
    year, month, _ = days.civil(anchor.day)
    yearly = found["unit"].lower() in ("year", "году")
    first = days.day_number(year, 1 if yearly else month, 1)
    last = moved(first, 1, "year" if yearly else "month") - 1
    if found["side"].lower() in ("later", "позднее", "позже"):
        return Near(f"[{iso(anchor.day + 1)}..{iso(last)}]")
    return Near(f"[{iso(first)}..{iso(anchor.day)}]")


def _season(found: Match, asked: Asked) -> Near | None:
    """A season without its year: the last that began, or the next."""
    word = found["season"].lower()
    code = 21 + next(i for i, words in enumerate(_SEASONS) if word.startswith(words))
    anchor = asked.anchor
    years = range(days.civil(anchor.first)[0] - 2, days.civil(anchor.last)[0] + 3)
    spans = [
        (f"{year:04d}-{code}", edtf.parse(f"{year:04d}-{code}", anchor.hemisphere).nominal)
        for year in years
    ]
    which = (found["which"] or "").lower()
    before = (found["before"] or "").lower()
    begun = [text for text, span in spans if span.earliest_start <= anchor.last]
    over = [text for text, span in spans if span.latest_end < anchor.first]
    coming = [text for text, span in spans if span.earliest_start > anchor.last]
    if which.startswith(("next", "coming", "будущ", "следующ")):
        return Near(put_before(before, coming[0], anchor))
    if which.startswith(("last", "past", "previous", "прошл")):
        return Near(put_before(before, over[-1], anchor), other=over[-2])
    if which == "this" and anchor.year is not None and code != 24:
        return Near(put_before(before, f"{anchor.year:04d}-{code}", anchor))
    until = before in ("until", "till", "by", "before", "prior to", "through", "до", "к")
    if asked.ahead or until:
        running = [text for text in begun if text not in over]
        chosen = (running if until and before != "before" else []) or coming
        return Near(put_before(before, chosen[0], anchor))
    return Near(put_before(before, begun[-1], anchor))


def _last_month(found: Match, asked: Asked) -> Near | None:
    """`last December`, `next May`."""
    anchor = asked.anchor
    if anchor.month is None:
        return None
    year, month = anchor.month
    number = 1 + _MONTHS.index(found["month"].lower())
    if found["which"].lower() == "last":
        return Near(f"{year - (number >= month):04d}-{number:02d}")
    return Near(f"{year + (number <= month):04d}-{number:02d}")


def _day_of_month(found: Match, asked: Asked) -> Near | None:
    """`the first Sunday of October 2021`."""
    ordinals = ("first", "second", "third", "fourth", "last")
    which = ordinals.index(found["which"].lower())
    index = next(i for i, n in enumerate(_WEEKDAYS) if found["weekday"].lower().startswith(n))
    year = int(found["year"]) if found["year"] else asked.anchor.year
    if year is None:
        return None
    month = 1 + _MONTHS.index(found["month"].lower())
    first = days.day_number(year, month, 1)
    weekday = first + (index - first - 3) % 7
    length = days.days_in_month(year, month)
    chosen = weekday + 7 * which
    if which == 4:
        chosen = weekday + 7 * ((length - 1 - (weekday - first)) // 7)
    return Near(iso(chosen))


def _school_year(found: Match, _: Asked) -> Near | None:
    """`school year 2021/22`, which runs over both years."""
    first, last = found["first"], found["second"]
    last = last if len(last) == 4 else first[:2] + last
    return Near(f"{first}/{last}") if int(last) == int(first) + 1 else None


def _rule(pattern: str, make: Makes, *, case: bool = False) -> tuple[re.Pattern[str], Makes]:
    return re.compile(rf"\b(?:{pattern})", 0 if case else re.IGNORECASE), make


_DAY_NAMES = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WEEKDAY_RU = (
    r"понедельник[ауе]?|вторник[ауе]?|сред[уые]|четверг[ауе]?|пятниц[уые]|суббот[уые]"
    r"|воскресень[еяю]"
)
_MONTH_NAMES = "|".join(MONTHS)
_SEASON = r"spring|summer|autumn|fall|winter"
_SEASON_RU = r"весной|летом|осенью|зимой|весны|лета|осени|зимы"

RULES: tuple[tuple[re.Pattern[str], Makes], ...] = (
    _rule(rf"{_BEFORE}(?:today|tonight|this (?:morning|afternoon|evening)|сегодня)\b", _day(0)),
    _rule(rf"{_BEFORE}(?:yesterday|last night|вчера)\b", _day(-1)),
    _rule(rf"{_BEFORE}(?:tomorrow|завтра)\b", _day(1)),
    _rule(
        rf"(?i:{_BEFORE}(?:on\s+)?(?:(?P<which>last|next|this\s+coming|this)\s+)?)"
        rf"(?P<weekday>{_DAY_NAMES})\b(?!\s+of\b)",
        _weekday,
        case=True,
    ),
    _rule(rf"(?P<before>с|до|к)?\s*во?\s+(?P<which>)(?P<weekday>{_WEEKDAY_RU})\b", _weekday),
    _rule(r"(?P<which>this|last|past|next|previous|coming)\s+week\b(?!\s*-?end)", _week),
    _rule(r"на\s+(?P<which>этой|прошлой|минувшей|следующей|будущей)\s+неделе\b", _week),
    _rule(r"(?:over|at|during|on)\s+the\s+(?P<which>last\s+)?weekend\b", _weekend),
    _rule(r"(?P<which>this|last|next)\s+weekend\b", _weekend),
    _rule(
        rf"(?:the\s+)?(?:past|last)\s+(?:(?P<number>{_NUMBER})\s+)(?P<unit>{_UNIT})\b"
        r"(?!\s+of\b)",
        _lately,
    ),
    _rule(r"(?:the\s+past|the\s+last|past)\s+(?P<number>)(?P<unit>day|week|month|year)\b", _lately),
    _rule(
        rf"(?:за|в\s+течение)\s+последн\w+\s+(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_UNIT})\b",
        _lately,
    ),
    _rule(rf"(?:(?P<number>{_NUMBER})\s+)(?P<unit>{_UNIT})\s+ago\b", _ago),
    _rule(rf"(?:(?P<number>{_NUMBER})\s+)?(?P<unit>{_UNIT})\s+(?:тому\s+)?назад\b", _ago),
    _rule(
        r"recently\b|lately\b|in\s+recent\s+(?:years|months|weeks|days|times)\b"
        r"|недавно\b|в\s+последнее\s+время\b|в\s+последние\s+(?:годы|месяцы|недели|дни)\b",
        _recent,
    ),
    _rule(
        r"currently\b|at\s+present\b|presently\b|at\s+the\s+moment\b|nowadays\b"
        r"|(?<!until )(?<!till )(?<!by )(?<!just )now\b(?!\s+that\b)"
        r"|в\s+настоящее\s+время\b|сейчас\b|[вн]а?\s+данный\s+момент\b|на\s+сегодняшний\s+день\b",
        _present,
    ),
    _rule(
        r"(?:(?:in|over|during|for|within)\s+)?the\s+(?:coming|upcoming|next)\s+"
        r"(?:few\s+)?(?:days|weeks|months|years|phases?|stages?|period)\b"
        r"|in\s+the\s+(?:near\s+)?future\b|(?<!as )soon\b(?!\s+as\b)"
        r"|(?<!\w)shortly\b(?!\s+(?:after|before)\b)|в\s+ближайшие\s+\w+\b|вскоре\b|скоро\b"
        r"|в\s+(?:ближайшее\s+(?:время|будущее)|(?:ближайшем\s+)?будущем)\b",
        _to_come,
    ),
    _rule(r"(?P<side>earlier|later)\s+this\s+(?P<unit>year|month)\b", _part_of_year),
    _rule(
        r"(?P<side>ранее|позднее|позже)\s+в\s+этом\s+(?P<unit>году|месяце)\b",
        _part_of_year,
    ),
    _rule(
        rf"{_BEFORE}(?:(?:in|during)\s+(?:the\s+)?)?(?P<which>this|last|past|previous|next|coming)"
        rf"\s+(?P<season>{_SEASON})\b(?!\s+(?:of\s+)?\d)",
        _season,
    ),
    _rule(
        rf"(?:{_BEFORE.removesuffix('?')}|(?:in|during)\s+(?:the\s+)?)(?P<which>)"
        rf"(?P<season>{_SEASON})\b(?!\s+(?:of\b|\d|rain|water|school))",
        _season,
    ),
    _rule(
        rf"(?P<before>)(?P<which>прошл\w+|будущ\w+|следующ\w+|этой|этим)?\s*"
        rf"(?P<season>{_SEASON_RU})\b(?!\s+(?:\d|это|прошл|текущ|следующ|того))",
        _season,
    ),
    _rule(
        rf"(?P<which>[Ll]ast|[Nn]ext)\s+(?P<month>{_MONTH_NAMES})\b(?!\s+\d)",
        _last_month,
        case=True,
    ),
    _rule(
        rf"(?P<which>first|second|third|fourth|last)\s+(?P<weekday>{_DAY_NAMES})\s+(?:of|in)\s+"
        rf"(?P<month>{_MONTH_NAMES})(?:,?\s+(?P<year>\d{{4}}))?\b",
        _day_of_month,
    ),
    _rule(
        r"(?:school|academic|financial|fiscal|budget|учебн\w+)\s+(?:year\s+)?"
        r"(?P<first>\d{4})\s?[/–-]\s?(?P<second>\d{4}|\d{2})\b(?:\s+год\w*)?",
        _school_year,
    ),
)


def near(make: Makes, found: Match, anchor: Anchor, *, ahead: bool) -> Near | None:
    """EDTF of what a rule found; None where it needs a day that the source does not give."""
    try:
        return make(found, Asked(anchor, ahead))
    except EdtfError:
        return None
