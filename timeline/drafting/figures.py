"""Numbers with a unit: "over 120,000 USD", "some 50 representatives", "six pilot prisons".

A number that is a year, a day, an article or a telephone is no figure; neither is one without a
word for what is counted.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from timeline.dates.vocabulary import WORDS as DATE_WORDS

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

_WORDS = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20},
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80},
    **{"ninety": 90, "a dozen": 12, "a hundred": 100, "hundred": 100, "a thousand": 1000},
    **{"два": 2, "две": 2, "двух": 2, "три": 3, "трёх": 3, "трех": 3, "четыре": 4, "пять": 5},
    **{"пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10},
}
_SCALES = {
    **{"thousand": 10**3, "million": 10**6, "mln": 10**6, "billion": 10**9, "bn": 10**9},
    **{"тысяч": 10**3, "тысячи": 10**3, "тыс": 10**3, "миллиона": 10**6, "миллионов": 10**6},
    **{"млн": 10**6, "миллиардов": 10**9, "млрд": 10**9, "m": 10**6, "k": 10**3},
}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "US$": "USD"}
_CURRENCIES = {
    **{code.lower(): code for code in ("USD", "EUR", "GBP", "JPY", "KGS", "KZT", "UZS", "TJS")},
    **{"chf": "CHF", "rub": "RUB", "sek": "SEK", "nok": "NOK", "dollars": "USD", "euro": "EUR"},
    **{"euros": "EUR", "us dollars": "USD", "soms": "KGS", "som": "KGS", "сомов": "KGS"},
    **{"сома": "KGS", "долларов": "USD", "долларов сша": "USD", "евро": "EUR", "рублей": "RUB"},
}
_BOUNDS = (
    (
        "at-least",
        "over|more than|at least|no fewer than|not less than|above|exceeding|upwards of"
        "|более|свыше|больше|не менее",
    ),
    ("at-most", "up to|at most|no more than|not more than|under|less than|fewer than|до|не более"),
    (
        "about",
        "about|around|some|approximately|roughly|circa|nearly|almost|an estimated|estimated"
        "|около|примерно|порядка|почти",
    ),
)
_BOUND = "|".join(words for _, words in _BOUNDS)
_NUMBER = r"\d{1,3}(?:[,  \u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_CURRENCY = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_NAMED_NUMBER = "|".join(sorted(_WORDS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\w.,/№#-])(?:(?P<bound>{_BOUND})\s+)?"
    rf"(?:(?P<sign>US\$|[$€£¥₽])\s?|(?P<code>USD|EUR|GBP|JPY|KGS|CHF|KZT|UZS|TJS)\s)?"
    rf"(?:(?P<digits>{_NUMBER})|(?P<named>{_NAMED_NUMBER}))(?![\w/]|[.,:]\d)"
    rf"(?:\s(?P<scale>{_SCALE})\b\.?)?"
    rf"(?:\s?(?P<percent>%)|\s(?P<cent>per\s?cent|percent|процент\w*)\b)?"
    rf"(?:\s(?P<currency>{_CURRENCY})\b)?(?P<plus>\+)?",
    re.IGNORECASE,
)
_SIGN_AND_SCALE = re.compile(r"(?P<sign>US\$|[$€£])\s?(?P<digits>\d+(?:\.\d+)?)(?P<scale>[mk]|bn)\b")
_NOT_COUNTED = re.compile(
    r"(?:\b(?:no|nos|number|numbers|article|articles|art|resolution|section|paragraph|para|page|room"
    r"|phase|part|chapter|rule|goal|target|case|covid|статья|пункт|часть)\.?|[№#])[\s-]*$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s+(?:of\s+(?:the|them|these|those|which|whom)|из)\b", re.IGNORECASE)
_NOUNS = re.compile(r"(?:\s+|-)([^\W\d_][\w'’-]*)")
_STOP = frozenset(
    (
        "of and or in on at for to from with by who whom which that were was are is be been had has "
        "have will would took take takes taking participated attended discussed during per than as "
        "it they we the a an this these those each his her its their not also after before since "
        "until into over under about through between among while where when stayed received went "
        "there now ago later earlier were came year years' across against along near without via "
        "such including twice again but if so only both all any more less according within "
        "и в на с по для от из до за при к у о об или что это были был было будет году год года"
    ).split()
)
_PEOPLE = frozenset(
    (
        "people person persons participants participant representatives representative officers "
        "officer inspectors inspector women men girls boys children students pupils teachers "
        "specialists experts staff members member prisoners detainees inmates police officials "
        "journalists farmers volunteers observers trainers trainees clerks judges prosecutors "
        "lawyers workers employees citizens voters families psychologists leaders activists "
        "human chairmen cooks delegates speakers youths residents refugees households "
        "человек людей женщин мужчин детей учителей тренеров участников представителей "
        "сотрудников специалистов студентов школьников волонтёров волонтеров избирателей"
    ).split()
)
_TIMES = {
    **dict.fromkeys(("day", "days", "дней", "дня", "дневн"), "day"),
    **dict.fromkeys(("week", "weeks", "недель", "недели"), "week"),
    **dict.fromkeys(("month", "months", "месяцев", "месяца"), "month"),
    **dict.fromkeys(("year", "years", "лет"), "year"),
    **dict.fromkeys(("hour", "hours", "часов", "часа"), "hour"),
    **dict.fromkeys(("minute", "minutes", "минут"), "minute"),
}
_AGO = re.compile(r"\s*(?:ago|earlier|later|before|назад|old|after)\b", re.IGNORECASE)
_TIMES_MORE = re.compile(r"(?:\s+|-)?(?:times|fold|раза?)\b", re.IGNORECASE)
_MOST_WORDS = 5


class Number(NamedTuple):
    """A number with what it counts, as a figure has them; `words` are those of the text."""

    start: int
    words: str
    measure: str
    value: str
    unit: str
    bound: str = "exact"
    length: bool = False


@cache
def figures(text: str) -> tuple[Number, ...]:
    """The numbers with a unit in a text, in its order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Number]:
    ended = 0
    for found in sorted(
        [*_FIGURE.finditer(text), *_SIGN_AND_SCALE.finditer(text)], key=lambda one: one.start()
    ):
        if found.start() < ended or _NOT_COUNTED.search(text, 0, found.start()):
            continue
        number = _number(found, text)
        if number is not None:
            ended = number.start + len(number.words)
            yield number


def _number(found: re.Match[str], text: str) -> Number | None:
    said = found.groupdict()
    value = _value(said.get("digits"), said.get("named"), said.get("scale"))
    end, bound = found.end(), _bound(said.get("bound"), said.get("plus"))
    if value is None:
        return None
    start = found.start()
    unit = _money(said)
    if unit:
        return Number(start, text[start:end], "", value, unit, bound)
    if said.get("percent") or said.get("cent"):
        return Number(start, text[start:end], "", value, "percent", bound)
    if said.get("named") and said["named"].lower() == "a hundred" and not unit:
        bound = "about"
    if times := _TIMES_MORE.match(text, end):
        return Number(start, text[start : times.end()], "", value, "times", bound)
    return _counted(start, end, text, value, bound)


def _counted(start: int, end: int, text: str, value: str, bound: str) -> Number | None:
    """A number of things or of days, by the words after it."""
    if _ONE_OF.match(text, end):
        return None
    nouns = _nouns(text, end)
    if not nouns:
        return None
    first = nouns[0].group(1).lower()
    if DATE_WORDS.get(first, ("",))[0] == "M":
        return None
    if first.split("-")[0] in _TIMES:
        unit = _TIMES[first.split("-")[0]]
        stop = nouns[0].end()
        if _AGO.match(text, stop):
            return None
        return Number(start, text[start:stop], "", value, unit, bound, length=True)
    if value.isdigit() and 1900 <= int(value) < 2100 and "," not in text[start:end]:
        if not bound or bound == "exact":
            return None
    head = nouns[-1].group(1)
    stop = nouns[-1].end()
    measure = text[end:stop].strip(" -")
    unit = "person" if head.lower() in _PEOPLE else _singular(head) if head.isascii() else ""
    return Number(start, text[start:stop], measure, value, unit, bound)


def _nouns(text: str, at: int) -> Sequence[re.Match[str]]:
    """The words after a number up to one that cannot name what is counted."""
    nouns: list[re.Match[str]] = []
    while len(nouns) < _MOST_WORDS and (found := _NOUNS.match(text, at)):
        word = found.group(1)
        lower = word.lower()
        joined = lower in ("and", "и") and nouns and _joins(text, found.end())
        if (lower in _STOP and not joined) or re.search(r"ly$|(?<=[a-z]{3})ed$", lower):
            break
        nouns.append(found)
        at = found.end()
        if lower in _PEOPLE or lower.split("-")[0] in _TIMES:
            break
        if not word.isascii() and len(nouns) == 2:
            break
    while nouns and nouns[-1].group(1).lower() in _STOP:
        nouns.pop()
    return nouns


def _joins(text: str, at: int) -> bool:
    """Whether "and" joins two words for the same people: "neighbourhood and youth inspectors"."""
    following = [found.group(1).lower() for found in _NOUNS.finditer(text[at : at + 60])][:2]
    return any(word in _PEOPLE for word in following[1:])


def _singular(noun: str) -> str:
    lower = noun.lower()
    if len(lower) < 4 or lower.endswith(("ss", "us", "is")):
        return lower
    if lower.endswith("ies"):
        return f"{lower[:-3]}y"
    if lower.endswith(("ches", "shes", "xes", "sses")):
        return lower[:-2]
    return lower.removesuffix("s")


def _value(digits: str | None, named: str | None, scale: str | None) -> str | None:
    times = _SCALES[scale.lower()] if scale else 1
    if named:
        return str(_WORDS[named.lower()] * times)
    if digits is None:
        return None
    plain = re.sub(r"[  \u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    whole, _, part = plain.partition(".")
    if len(whole) > (12 if digits != plain else 7):  # a telephone number, more likely
        return None
    if not scale:
        return f"{int(whole)}.{part}" if part else str(int(whole))
    zeros = len(str(times)) - 1
    if len(part) > zeros:
        return None
    return str(int(whole + part.ljust(zeros, "0")))


def _bound(before: str | None, plus: str | None) -> str:
    said = re.sub(r"\s+", " ", (before or "").lower())
    for bound, words in _BOUNDS:
        if said and said in words.split("|"):
            return bound
    return "at-least" if plus else "exact"


def _money(said: dict[str, str | None]) -> str:
    sign, code, currency = said.get("sign"), said.get("code"), said.get("currency")
    if sign:
        return _SIGNS.get(sign.upper(), sign)
    return (code or "").upper() or _CURRENCIES.get((currency or "").lower(), "")

