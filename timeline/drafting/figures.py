"""Figures in a text: "over 120,000 USD", "some 50 representatives", "six pilot prisons".

A number that is a year, a day, an article or a telephone number is not a figure; neither is one
without a word for what is counted.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.dates.vocabulary import MONTHS
from timeline.drafting.word_tables import NUMBERS, TIME_UNITS, read_word_set, read_word_table
from timeline.event.amounts import BOUNDS, SCALES, SIGNS, any_of, plain, scaled

_WORDS = NUMBERS | read_word_table(
    """
    12 a-dozen
    13 thirteen
    14 fourteen
    15 fifteen
    16 sixteen
    17 seventeen
    18 eighteen
    19 nineteen
    20 twenty
    30 thirty
    40 forty
    50 fifty
    60 sixty
    70 seventy
    80 eighty
    90 ninety
    100 hundred a-hundred
    1000 a-thousand
    """
)
_SCALES = {**SCALES, "m": 6}
_CURRENCIES = read_word_table(
    """
    USD usd us-dollars dollars долларов-сша долларов
    EUR eur euros euro евро
    GBP gbp
    JPY jpy
    KGS kgs soms som сомов сома
    KZT kzt
    UZS uzs
    TJS tjs
    CHF chf
    RUB rub рублей
    SEK sek
    NOK nok
    """
)
_TIMES = TIME_UNITS | read_word_table(
    """
    day дневн
    hour hour hours часов часа
    minute minute minutes минут
    """
)

_BOUND = any_of(BOUNDS)
_NUMBER = r"\d{1,3}(?:[,  \u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = any_of(SCALES)
_CURRENCY = any_of(_CURRENCIES)
_NAMED_NUMBER = any_of(_WORDS)
_FIGURE = re.compile(
    rf"(?<![\w.,/№#-])(?:(?P<bound>{_BOUND})\s+)?"
    rf"(?:(?P<sign>US\$|[$€£¥₽])\s?|(?P<code>USD|EUR|GBP|JPY|KGS|CHF|KZT|UZS|TJS)\s)?"
    rf"(?:(?P<digits>{_NUMBER})|(?P<named>{_NAMED_NUMBER}))(?![\w/]|[.,:]\d)"
    rf"(?:\s(?P<scale>{_SCALE})\b\.?)?"
    rf"(?:\s?(?P<percent>%)|\s(?P<cent>per\s?cent|percent|процент\w*)\b)?"
    rf"(?:\s(?P<currency>{_CURRENCY})\b)?(?P<plus>\+)?",
    re.IGNORECASE,
)
_SIGN_AND_SCALE = re.compile(
    r"(?P<sign>US\$|[$€£])\s?(?P<digits>\d+(?:\.\d+)?)(?P<scale>[mk]|bn)\b"
)
_NOT_COUNTED = re.compile(
    r"(?:\b(?:no|nos|number|numbers|article|articles|art|resolution|section|paragraph|para|page|room"
    r"|phase|part|chapter|rule|goal|target|case|covid|статья|пункт|часть)\.?|[№#])[\s-]*$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s+(?:of\s+(?:the|them|these|those|which|whom)|из)\b", re.IGNORECASE)
_SHARE_OF = re.compile(
    rf"(?P<noun>\s+(?!out\b)[^\W\d_]{{3,}}(?:\s+(?!out\b)[^\W\d_]{{3,}})?)?\s+(?:out\s+)?of\s+(?:the\s+|a\s+total\s+of\s+)?"
    rf"(?:{_NUMBER}|{any_of(NUMBERS)})\b",
    re.IGNORECASE,
)
"""`12 of 20 districts`, `twelve districts out of 20`."""
_NOUNS = re.compile(r"(?:\s+|-)([^\W\d_][\w'’-]*)")
_STOP = read_word_set(
    """
    of out and or in on at for to from with by who whom which that were was are is be been had
    has have will would took take takes taking participated attended discussed during per
    than as it they we the a an this these those each his her its their not also after
    before since until into over under about through between among while where when stayed
    sent received went there now ago later earlier were came year years' across against along
    near without via such including twice again but if so only both all any more less
    according within и в на с по для от из до за при к у о об или что это были был было
    будет году год года
    """
)
_PEOPLE = read_word_set(
    """
    people person persons participants participant representatives representative officers
    officer inspectors inspector women men girls boys children students pupils teachers
    specialists experts staff members member prisoners detainees inmates police officials
    journalists farmers volunteers observers trainers trainees clerks judges prosecutors
    lawyers workers employees citizens voters families psychologists leaders activists human
    chairmen cooks delegates speakers youths residents refugees households человек людей
    женщин мужчин детей учителей тренеров участников представителей сотрудников специалистов
    студентов школьников волонтёров волонтеров избирателей
    """
)
_AGO = re.compile(r"\s*(?:ago|earlier|later|before|назад|old|after)\b", re.IGNORECASE)
_TIMES_MORE = re.compile(r"(?:\s+|-)?(?:times|fold|раза?)\b", re.IGNORECASE)
_LIKE_YEAR = re.compile(r"(?:19|20)\d\d\s")
_NO_NOUN = re.compile("ly$|(?<=[a-z]{3})ed$")
_MOST_WORDS = 5
_NEAR = 40
"""How many characters before a number are searched."""


class FigureMention(NamedTuple):
    """A number with a unit in a text, with the fields of a figure.

    Attributes:
        start: the index of its first character.
        words: the words of the text.
        measure: what is measured; empty where no word says it.
        value: the number in digits.
        unit: its unit.
        bound: exact, about, at-least or at-most.
        is_duration: whether it is a length of time.
    """

    start: int
    words: str
    measure: str
    value: str
    unit: str
    bound: str = "exact"
    is_duration: bool = False


def find_figures(text: str) -> tuple[FigureMention, ...]:
    """Find the figures of a text, in order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[FigureMention]:
    ended = 0
    every = [*_FIGURE.finditer(text), *_SIGN_AND_SCALE.finditer(text)]
    for found in sorted(every, key=lambda one: one.start()):
        before = max(0, found.start() - _NEAR)
        if found.start() < ended or _NOT_COUNTED.search(text, before, found.start()):
            continue
        number = _number(found, text)
        if number is not None:
            ended = number.start + len(number.words)
            yield number


def _number(found: re.Match[str], text: str) -> FigureMention | None:
    said = found.groupdict()
    value = _value(said.get("digits"), said.get("named"), said.get("scale"))
    if value is None:
        return None
    start, end = found.span()
    bound = _bound(said.get("bound"), said.get("plus"))
    unit = _money(said) or ("percent" if said.get("percent") or said.get("cent") else "")
    times = _TIMES_MORE.match(text, end)
    if times and not unit:
        unit, end = "times", times.end()
    if unit:
        return FigureMention(start, text[start:end], "", value, unit, bound)
    share = _SHARE_OF.match(text, end)
    if share is None:
        return None if _ONE_OF.match(text, end) else _counted(start, end, text, value, bound)
    # So many of all there are: what is counted is named behind either number.
    counted = _counted(start, end if share["noun"] else share.end(), text, value, bound)
    if counted is None or counted.is_duration:
        return None
    stop = max(share.end(), start + len(counted.words))
    return counted._replace(words=text[start:stop])


def _counted(start: int, end: int, text: str, value: str, bound: str) -> FigureMention | None:
    """A number of things or of units of time, by the words after it."""
    nouns = _nouns(text, end)
    if not nouns:
        return None
    first, head = nouns[0].group(1), nouns[-1].group(1)
    unit = _TIMES.get(first.lower().split("-")[0])
    if unit and text[end : end + 1] == "-":
        return None  # "two-day" says of what kind a course is
    if unit:
        stop = nouns[0].end()
        is_date = _AGO.match(text, stop)
        found = FigureMention(start, text[start:stop], "", value, unit, bound, is_duration=True)
        return None if is_date else found
    stop = nouns[-1].end()
    written = text[start:stop]
    if first.title() in MONTHS or (bound == "exact" and _LIKE_YEAR.match(written)):
        return None
    unit = "person" if head.lower() in _PEOPLE else _singular(head) if head.isascii() else ""
    return FigureMention(start, written, text[end:stop].strip(" -"), value, unit, bound)


def _nouns(text: str, at: int) -> Sequence[re.Match[str]]:
    """The words after a number, up to one that cannot name what is counted."""
    nouns: list[re.Match[str]] = []
    while len(nouns) < _MOST_WORDS and (found := _NOUNS.match(text, at)):
        word = found.group(1).lower()
        joined = word in ("and", "и") and nouns and _joins(text, found.end())
        if (word in _STOP and not joined) or _NO_NOUN.search(word):
            break
        nouns.append(found)
        at = found.end()
        # In Russian the noun comes first, and no word ends what follows it.
        if (
            word in _PEOPLE
            or word.split("-")[0] in _TIMES
            or (len(nouns) == 2 and not word.isascii())
        ):
            break
    while nouns and nouns[-1].group(1).lower() in _STOP:
        nouns.pop()
    return nouns


def _joins(text: str, at: int) -> bool:
    """Whether "and" joins two words for one group: "neighbourhood and youth inspectors"."""
    following = [found.group(1).lower() for found in _NOUNS.finditer(text[at : at + 60])][:2]
    return any(word in _PEOPLE for word in following[1:])


def _singular(noun: str) -> str:
    lower = noun.lower()
    if lower in ("buses", "gases"):
        return lower[:-2]
    if len(lower) < 4 or lower.endswith(("ss", "us", "is")):
        return lower
    if lower.endswith("ies"):
        return f"{lower[:-3]}y"
    if lower.endswith(("ches", "shes", "xes", "sses")):
        return lower[:-2]
    return lower.removesuffix("s")


def _value(digits: str | None, named: str | None, scale: str | None) -> str | None:
    zeros = _SCALES[scale.lower()] if scale else 0
    if named:
        return scaled(_WORDS[named.lower()], zeros)
    if digits is None:
        return None
    number = plain(digits)
    whole, _, part = number.partition(".")
    if len(whole) > (12 if digits != number else 7):  # a telephone number, more likely
        return None
    return scaled(f"{int(whole)}.{part}" if part else str(int(whole)), zeros)


def _bound(before: str | None, plus: str | None) -> str:
    said = re.sub(r"\s+", " ", (before or "").lower())
    return BOUNDS.get(said) or ("at-least" if plus else "exact")


def _money(said: dict[str, str | None]) -> str:
    sign, code, currency = said.get("sign"), said.get("code"), said.get("currency")
    if sign:
        return SIGNS.get(sign.upper(), sign)
    return (code or "").upper() or _CURRENCIES.get((currency or "").lower(), "")
