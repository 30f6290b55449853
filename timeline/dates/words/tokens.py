"""A text cut into tokens: the words, signs and numbers that dates are written with.

Each token has a kind of one letter, so that the shape of a phrase is a short text itself:
`4 October 2011` is `NMY`. `words.single_date` has the table of shapes that a date may have.
"""

# ruff: noqa: RUF001 - Cyrillic letters and the en dash are data here

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from timeline.dates.vocabulary import WORDS


class Token(NamedTuple):
    """A word, sign or number: its kind, its value, how it was written and at which index."""

    kind: str
    value: str
    text: str = ""
    start: int = 0


_FILLERS = frozenset(("the", "of", "in", "on", "during", "в", "во"))

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
    | (?P<sign> [-–,?~%&] )
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
# `12-Mar-2013`, `Mar-2013` and `Q1-2013`, as spreadsheets in English write them.
_SPREADSHEET_DATE = re.compile(
    r"\b(?:([0-9]{1,2})-([^\W\d_]{3,})-(?=[0-9]{2,4}(?![0-9-]))"
    r"|((?!from|until|since)[^\W\d_]{3,}|[qh][1-4])-(?=[0-9]{4}(?![0-9-])))",
    re.IGNORECASE,
)
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2014\u2015"), "–"),
    **dict.fromkeys(map(ord, "\u2018\u2019"), "'"),
}


def normalise(text: str) -> str:
    """Reduce a text to one kind of space, hyphen, dash and apostrophe, and to composed letters."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())


def tokenize(text: str) -> list[Token]:
    """The tokens of a text that `plain` gave, without the words that say nothing."""
    found: list[Token] = []
    text = _SEASON_OF_TWO_YEARS.sub(r"\1/", text)
    text = _SPREADSHEET_DATE.sub(lambda found: found[0].replace("-", " "), text)
    for match in _TOKEN.finditer(text):
        token = _make_token(match)
        if token is None or (token.text in {"-", "–"} and found and found[-1].kind == "F"):
            continue  # the hyphen of "mid-July" does not lead from one date to another
        found.append(token)
    return [token for index, token in enumerate(found) if not _is_redundant_comma(found, index)]


def _make_token(match: re.Match[str]) -> Token | None:
    """The token of one match; None for blanks and filler words."""
    name = match.lastgroup or "bad"
    written = match[name]
    value = written.lower()
    if name == "blank" or value in _FILLERS:
        return None
    kind = name
    if name in {"word", "sign"}:
        kind, value = WORDS.get(value, ("!", value))
    elif name == "bad":
        kind = "!"
    elif name == "number":
        kind = "!" if len(value) > 4 else "Y" if len(value) == 4 else "N"
    elif name in _VALUE_READERS:
        value = _VALUE_READERS[name](value)
    return Token(kind, value, written, match.start(name))


_VALUE_READERS: dict[str, Callable[[str], str]] = {
    "O": lambda ordinal: re.split("[^0-9]", ordinal)[0],
    "B": lambda decade: f"{decade[:3]}X",
    "S": lambda code: str(int(code[1]) + (32 if code[0] == "q" else 39)),
    "E": lambda era: "bc" if era[0] == "b" else "ad",
}


def _is_redundant_comma(found: list[Token], index: int) -> bool:
    """Whether a token is a comma that separates no dates: of a weekday, a year, or before "and"."""
    if found[index].kind != "," or index + 1 == len(found):
        return False
    before = found[index - 1].kind if index else ""
    after = found[index + 1].kind
    return before == "w" or (after == "Y" and before in set("MNOTS")) or after in set("&|")
