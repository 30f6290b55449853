"""The words, signs and numbers that dates are written with, in English and Russian.

`tokens` cuts a text into them. Each has a kind of one letter, so that the shape of a phrase
is a short text itself: `4 October 2011` is `NMY`, and what may be written is a table of such
shapes in `date_words`.
"""

# ruff: noqa: RUF001 - Cyrillic letters and the en dash are what is told apart here

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

_FOUR_SEASONS = ("spring", "summer", "autumn", "winter")
SEASONS = dict(
    enumerate(
        (
            *_FOUR_SEASONS,
            *(f"northern {season}" for season in _FOUR_SEASONS),
            *(f"southern {season}" for season in _FOUR_SEASONS),
            *("Q1", "Q2", "Q3", "Q4"),
            *("first third", "second third", "last third"),
            *("first half", "second half"),
        ),
        start=21,
    )
)
"""Seasons and portions of a year by their EDTF code."""
PORTIONS = {"quarter": (33, 4), "third": (37, 3), "half": (40, 2)}
"""Portions of a year: the EDTF code of the first, and how many there are."""


def ordinal_ending(number: int) -> str:
    """What an English ordinal ends in, as in 1st, 2nd, 3rd, 11th."""
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


class Token(NamedTuple):
    """A word, sign or number: what kind it is, what it means, how and where it was written."""

    kind: str
    value: str
    text: str = ""
    start: int = 0


# The kinds. In dates: Y year, M month, S season or portion of the year, N number, O ordinal,
# T "third" (ordinal and portion), U other portion, H whose season, C century, E era, B decade,
# I ISO date, X numbers with slashes or dots, y '17, D a day near today, R near today, L "last"
# (near today or in a row), V year, v month or day, K "a", F a part of something, w weekday.
# Around dates: A about or possibly, m the same as a sign, < before a date, > after it, - to,
# & and, | or, comma. What is none of these is !.
_TABLE = """
M 01 january jan январь января январе янв
M 02 february feb февраль февраля феврале фев
M 03 march mar март марта марте мар
M 04 april apr апрель апреля апреле апр
M 05 may май мая мае
M 06 june jun июнь июня июне июн
M 07 july jul июль июля июле июл
M 08 august aug август августа августе авг
M 09 september sept sep сентябрь сентября сентябре сен сент
M 10 october oct октябрь октября октябре окт
M 11 november nov ноябрь ноября ноябре ноя нояб
M 12 december dec декабрь декабря декабре дек
S 21 spring весна весны весной весну
S 22 summer лето лета летом
S 23 autumn fall осень осени осенью
S 24 winter зима зимы зимой зиму
H 4 northern
H 8 southern
U quarter quarter quarters квартал квартала квартале кв
T 3 third
U half half полугодие полугодия полугодии
O 1 first i
O 2 second ii
O 3 iii
O 4 fourth iv
L -1 last
R -1 previous
R 0 this
R 1 next
D -1 yesterday вчера
D 0 today сегодня
D 1 tomorrow завтра
V year year год года году г
v month month
v day day
C century century век века веке
E bc bc bce
E ad ad ce
K a a
F early early beginning start
F middle mid middle
F late late end
A ~ c ca circa about around approximately approx около ок примерно
A ? possibly probably perhaps maybe возможно вероятно
& and and и
| or or или
- to to until till through по
< from from с
< since since
< until until till
< before before
< by by
< after after после
< between between
> onwards onwards onward
> now now present
> later later
> earlier earlier
- - - –
, , ,
m ~ ~
m ? ?
m % %
w Monday monday mon понедельник
w Tuesday tuesday tue tues вторник
w Wednesday wednesday wed среда
w Thursday thursday thu thur thurs четверг
w Friday friday fri пятница
w Saturday saturday sat суббота
w Sunday sunday sun воскресенье
"""

_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
_WORDS = {word: (kind, value) for kind, value, *words in _ROWS for word in words}
MONTHS = tuple(row[2].title() for row in _ROWS if row[0] == "M")
WEEKDAYS = tuple(row[1] for row in _ROWS if row[0] == "w")
KNOWN_WORDS = tuple(word for word in _WORDS if len(word) > 2)
"""What a misspelt word may have been meant to be."""

_SAYS_NOTHING = frozenset(("the", "of", "in", "on", "during", "в", "во"))

_TOKEN = re.compile(
    r"""
      (?P<I> [0-9]{4}[-–][0-9]{2}[-–][0-9]{2}(?![0-9])
           | [0-9]{4}-(?:0[1-9]|1[0-2]|2[1-9]|3[0-9]|4[01])(?![0-9]) )
    | (?P<X> [0-9]{1,4}(?P<by>[./])[0-9]{1,4}(?:(?P=by)[0-9]{1,4})?(?![0-9])
           | [0-9]{1,2}-[0-9]{1,2}-[0-9]{4}(?![0-9]) )
    | (?P<B> [0-9]{3}0'?s\b )
    | (?P<O> [0-9]{1,2}(?:st|nd|rd|th|-(?:й|я|е|го))\b )
    | (?P<S> q[1-4]\b | h[12]\b )
    | (?P<y> '[0-9]{2}\b )
    | (?P<number> [0-9]+ )
    | (?P<E> b\.\ ?c\.(?:\ ?e\.)? | a\.\ ?d\. | c\.\ ?e\. )
    | (?P<word> [^\W\d_]+ ) \.?
    | (?P<sign> [-–,?~%] )
    | (?P<blank> \s+ )
    | (?P<bad> . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# Elsewhere a hyphen between years means "to". Replaced by one sign, so that places stay.
_SEASON_OF_TWO_YEARS = re.compile(
    r"((?:spring|summer|autumn|fall|winter|зим[аыу]|зимой)\s+(?:of\s+)?[0-9]{4})[-–]"
    r"(?=(?:[0-9]{2}){1,2}(?![0-9-]))",
    re.IGNORECASE,
)
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2014\u2015"), "–"),
    **dict.fromkeys(map(ord, "\u2018\u2019"), "'"),
}


def plain(text: str) -> str:
    """The text with one kind of hyphen, dash and apostrophe, composed letters, no outer space."""
    return unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).strip()


def tokens(text: str) -> list[Token]:
    """The tokens of a text that `plain` gave, without the words that say nothing."""
    found: list[Token] = []
    for match in _TOKEN.finditer(_SEASON_OF_TWO_YEARS.sub(r"\1/", text)):
        token = _token(match)
        if token is None or (token.text in {"-", "–"} and found and found[-1].kind == "F"):
            continue  # the hyphen of "mid-July" does not lead from one date to another
        found.append(token)
    return [token for index, token in enumerate(found) if not _idle(found, index)]


def _token(match: re.Match[str]) -> Token | None:
    """What one match of `_TOKEN` means; None if it says nothing."""
    name = match.lastgroup or "bad"
    written = match[name]
    value = written.lower()
    if name == "blank" or value in _SAYS_NOTHING:
        return None
    kind = name
    if name in {"word", "sign"}:
        kind, value = _WORDS.get(value, ("!", value))
    elif name == "bad":
        kind = "!"
    elif name == "number":
        kind = "!" if len(value) > 4 else "Y" if len(value) == 4 else "N"
    elif name in _MEANINGS:
        value = _MEANINGS[name](value)
    return Token(kind, value, written, match.start(name))


_MEANINGS: dict[str, Callable[[str], str]] = {
    "O": lambda ordinal: re.split("[^0-9]", ordinal)[0],
    "B": lambda decade: f"{decade[:3]}X",
    "S": lambda code: str(int(code[1]) + (32 if code[0] == "q" else 39)),
    "E": lambda era: "bc" if era[0] == "b" else "ad",
}


def _idle(found: list[Token], index: int) -> bool:
    """Whether a token is a comma that parts no dates: of a weekday, a year, or before "and"."""
    if found[index].kind != "," or index + 1 == len(found):
        return False
    before = found[index - 1].kind if index else ""
    after = found[index + 1].kind
    return before == "w" or (after == "Y" and before in set("MNOTS")) or after in set("&|")
