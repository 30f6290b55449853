"""A text cut into tokens: the words, signs and numbers that dates are written with.

Each token has a kind of one letter, so that the shape of a phrase is a short text itself:
`4 October 2011` is `NMY`. `words.word_table` has the kinds and `words.single_date` the table of
shapes that a date may have.
"""

# ruff: noqa: RUF001 - Cyrillic letters and the en dash are data here

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from timeline.dates.words.spellings import unify
from timeline.dates.words.word_table import FILLERS, WORDS


class Token(NamedTuple):
    """A word, sign or number: its kind, its value, how it was written and at which index."""

    kind: str
    value: str
    text: str = ""
    start: int = 0

    @property
    def end(self) -> int:
        """The index just behind it."""
        return self.start + len(self.text)


_BLANKS_AND_DOTS = re.compile(r"[.\s]+")
_PHRASES = {
    _BLANKS_AND_DOTS.sub("", phrase): found for phrase, found in WORDS.items() if len(phrase) > 1
}
"""Words by their letters alone: `vchr` for `v. Chr.`."""


def _pattern_of_phrases() -> str:
    """A pattern for what the table has of several words, or with signs within; longest first."""
    phrases = (phrase for phrase in WORDS if len(phrase) > 1 and not phrase.isalpha())
    patterns = []
    for phrase in sorted(phrases, key=len, reverse=True):
        words = _BLANKS_AND_DOTS.split(phrase)
        pattern = r"\.?\s*".join(map(re.escape, filter(None, words)))
        starts, ends = phrase[0].isalpha(), phrase.rstrip(".")[-1].isalpha()
        patterns.append(r"(?<!\w)" * starts + pattern + r"(?!\w)\.?" * ends)
    return "|".join(patterns)


_ROMAN = re.compile(r"([ivxхі]{1,6}?)(?:e|è?me|er|й|th|st|nd|rd)?", re.IGNORECASE)
_ROMAN_NUMERALS = {
    "".join(digits): str(number)
    for number, digits in enumerate(
        (tens + ones)
        for tens in ("", "x", "xx")
        for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    )
    if number
}
# Behind hours and minutes alone, `-16:00` is rather the end of a time than a zone.
_ZONE = (
    r"(?:\s?(?:Z\b|(?:UTC|GMT)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?!\w)"
    r"|\+[0-9]{2}(?::?[0-9]{2})?(?![0-9]))"
    r"|(?:(?<=:[0-9]{2}:[0-9]{2})|(?<=T[0-9]{2}:[0-9]{2})|\s)-(?:0[0-9]|1[0-2]):?[0-9]{2})"
)
_UNKNOWN_PART = r"(?:\?{1,2}|xx|__|--)"
_TOKEN = re.compile(
    rf"""
      (?P<phrase> {_pattern_of_phrases()} )
    | (?P<k> [0-9]{{4}}-?W[0-9]{{1,2}}(?:-?[1-7])?(?![\w]) | \bW[0-9]{{1,2}}(?![\w]) )
    | (?P<t> T?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,]0+)?)?(?:\s?[ap]\.?m\b\.?)?
             (?:\s?(?:Uhr|hrs)\b)?{_ZONE}?(?![0-9:])
           | [0-9]{{1,2}}[.\s]?[0-9]{{2}}\s?Uhr\b | [0-9]{{1,2}}\.[0-9]{{2}}\s?[ap]\.?m\b\.?
           | [0-9]{{1,2}}\s?h\s?[0-9]{{2}}(?!\w) | [0-9]{{1,2}}\s?(?:(?-i:h)|Uhr)\b
           | [0-9]{{1,2}}\s?[ap]\.?m\b\.? )
    | (?P<I> [0-9]{{4}}[-–][0-9]{{1,2}}[-–][0-9]{{1,2}}(?![0-9])
           | [0-9]{{1,3}}-[0-9]{{2}}-[0-9]{{2}}(?=\s*(?:[bc]\.?c\b|[bc]\.?c\.?e\b|a\.?d\b))
           | [0-9]{{4}}-(?:0[0-9]|1[0-2]|2[1-9]|3[0-9]|4[01])(?![0-9]) )
    | (?P<X> (?:[0-9]{{1,2}}|{_UNKNOWN_PART})(?P<of>[/-]|\.\ ?|\ /\ )
             (?:[0-9]{{1,2}}|{_UNKNOWN_PART})(?P=of)[0-9]{{4}}(?![0-9])
           | [0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{2}}(?![\w-])
           | [0-9]{{1,4}}(?P<by>[./])[0-9]{{1,4}}(?:(?P=by)[0-9]{{1,4}})?(?![0-9])
             (?:\.(?=\s?[-–]))? )
    | (?P<B> [0-9]{{3}}0(?:'?s|er|-?[ехs])(?!\w) | (?-i:C)[0-9]{{1,2}}(?:st|nd|rd|th)?(?!\w)
           | [0-9]{{1,2}}(?-i:C)(?!\w)
           | (?<![\w-])[0-9]{{3}}[-_](?=\s*(?:\?|\]|$)|\s[^\W\d_])
           | (?<![\w-])[0-9]{{2}}(?:--|__)(?!\w) )
    | (?P<decade> (?<![\w-])(?:1[0-9]|20)(?:[0-9]\?|\?\?)(?![\w?]) )
    | (?P<b> '?[0-9]0(?:'?s|er|-?[ех])(?!\w) )
    | (?P<O> [0-9]{{1,2}}(?:\ ?th|st|nd|rd|er|re|ère|e|è?me|\.?º|\.?ª|-?(?:й|я|е|го|м|ом))(?!\w)
           | [0-9]{{1,2}}\.(?=\s*[-–/](?!\s*[0-9]+\s*$)|\s+[^\W\d_]) )
    | (?P<S> [qt][1-4]\b | h[12]\b | (?:[1-4]q|[12]h)(?![^\W\d_]) )
    | (?P<C> (?<=[ivxх]\s)(?:вв|в|s|c)\b\.? | (?<=[ivxх]e\s)s\b\.? | s\.?(?=\s[ivx]+\b)
           | (?<=[0-9]\s)в\.?(?=\s*(?:$|до\s)) )
    | (?P<y> '[0-9]{{2}}\b )
    | (?P<G> [1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?!\w) | [0-9]{{5,}}(?!\w) )
    | (?P<number> [0-9]+ )
    | (?P<E> (?<!^)b\.\ ?c\.(?:\ ?e\.)? | a\.\ ?d\. | c\.\ ?e\. )
    | (?P<blank> \s+ | \b[ld]'(?=[^\W\d_]) )
    | (?P<word> [^\W\d_]+ ) \.?
    | (?P<sign> [-–,;?~≈±<>≤≥%&/] )
    | (?P<bad> . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# As written in China and Japan: numbers, each with its unit.
_YEAR_MONTH_DAY = re.compile("([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2014\u2015"), "–"),
    **dict.fromkeys(map(ord, "\u2018\u2019"), "'"),
    0x1D49: "e",
    # Signs without width, which tables and pages bring along, say nothing.
    **dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF)),
}


def normalise(text: str) -> str:
    """Reduce a text to one kind of space, hyphen, dash and apostrophe, and to composed letters."""
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return _YEAR_MONTH_DAY.sub(_join_by_hyphens, " ".join(text.split()))


def _join_by_hyphens(found: re.Match[str]) -> str:
    return "-".join(f"{number:0>2}" for number in found.groups() if number)


def tokenize(text: str) -> list[Token]:
    """The tokens of a text that `normalise` gave, without the words that say nothing."""
    found: list[Token] = []
    for match in _TOKEN.finditer(unify(text)):
        token = _make_token(match)
        if token is None or (token.text in {"-", "–"} and found and found[-1].kind == "F"):
            continue  # the hyphen of "mid-July" does not lead from one date to another
        found.append(token)
    found = _without_brackets(found)
    return _regroup([one for at, one in enumerate(found) if not _is_redundant_comma(found, at)])


def _make_token(match: re.Match[str]) -> Token | None:
    """The token of one match; None for blanks and filler words."""
    name = match.lastgroup or "bad"
    written = match[name]
    value = written.lower()
    if name == "blank" or (name != "C" and value in FILLERS):
        return None
    kind = name
    if name in {"word", "sign"}:
        kind, value = WORDS.get(value) or _read_roman(value)
    elif name == "phrase":
        kind, value = _PHRASES[_BLANKS_AND_DOTS.sub("", value)]
    elif name == "bad":
        kind = "!"
    elif name == "number":
        kind = "Y" if len(value) == 4 else "N"
    elif name in _VALUE_READERS:
        value = _VALUE_READERS[name](value)
        kind = "B" if name == "decade" else kind
    return Token(kind, value, written, match.start(name))


def _read_roman(word: str) -> tuple[str, str]:
    """The kind and the value of a word that the table does not have: a Roman numeral, or none."""
    found = _ROMAN.fullmatch(word)
    digits = found[1].replace("х", "x").replace("і", "i") if found else ""
    number = _ROMAN_NUMERALS.get(digits)
    return ("r", number) if number else ("!", word)


def _read_decade_or_century(text: str) -> str:
    """`1960s`, `196-` and `C19`, `19C`, `18--` as EDTF."""
    digits = re.sub("[^0-9]", "", text)
    if "c" in text:
        return f"{int(digits) - 1:02d}XX"
    return f"{digits[:3]:X<4}"


_VALUE_READERS: dict[str, Callable[[str], str]] = {
    "O": lambda ordinal: re.split("[^0-9]", ordinal)[0],
    "B": _read_decade_or_century,
    "decade": lambda decade: decade.replace("?", "X"),
    "b": lambda decade: decade.lstrip("'")[:2],
    "C": lambda _: "century",
    "S": lambda code: str(int(code.strip("qth")) + (39 if "h" in code else 32)),
    "E": lambda era: "bc" if era[0] == "b" else "ad",
    "G": lambda number: number.replace(",", ""),
}


def _without_brackets(found: list[Token]) -> list[Token]:
    """The tokens without `[` and `]`, in which catalogues put what the work does not say."""
    signs = [one.text for one in found if one.text in {"[", "]"}]
    if len(found) > len(signs) and signs == ["[", "]"] * (len(signs) // 2):
        return [one for one in found if one.text not in {"[", "]"}]
    return found


def _is_portion(found: list[Token], index: int) -> bool:
    """Whether tokens from an index on are `first half` and the like."""
    return "".join(one.kind for one in found[index + 1 : index + 2]) in {"U", "T"}


def _is_redundant_comma(found: list[Token], index: int) -> bool:
    """Whether a token is a comma that separates no dates: of a weekday, a year, or before "and"."""
    if found[index].kind != "," or index + 1 == len(found):
        return False
    before = found[index - 1].kind if index else ""
    after = found[index + 1].kind
    beside = before + after
    return (
        before == "w"
        or "t" in beside
        or "n" in beside
        or (after == "Y" and before in set("MNOTSZXU"))
        or after in set("&|wh")
        or before in set("A<")
        or beside in {"YM", "YS", "BS"}
        or (before in set("YBC") and after in set("OTL") and _is_portion(found, index + 1))
        or (beside == "NN" and [one.kind for one in found[index + 2 : index + 3]] == ["E"])
        or (beside == "MN" and "".join(one.kind for one in found[index + 2 : index + 4]) == ",Y")
    )


_OWN_HYPHENS = re.compile(r"(?<![NMSO])Y-[MS](-N(?![MYN]))?(?![NY,])")
_TWO_NUMBERS = re.compile("[0-9]{1,2}/[0-9]{1,2}")
_SHARED_CENTURY = re.compile("([NOTr])(?=[-&|/]F?[NOTr](CE?))")
_SHARED_ERA = re.compile("(?<![MNO])([NYG])(?=[-&|][NYG]E)")


def _regroup(words: list[Token]) -> list[Token]:
    """Part and join tokens where one sign means several things by what stands beside it."""
    words = _read_little_words(_split_numbers(words))
    kinds = "".join(word.kind for word in words)
    hyphens = {
        match.start() + offset
        for match in _OWN_HYPHENS.finditer(kinds)
        for offset in ((1, 3) if match[1] else (1,))
    }
    words = [word for at, word in enumerate(words) if at not in hyphens]
    words = _join_numbers(_share(words))
    # `18th-19th century`, `30-25 BC`: what stands at the last is of all of them.
    for pattern in (_SHARED_CENTURY, _SHARED_ERA):
        while found := pattern.search("".join(word.kind for word in words)):
            at = found.end()
            behind = re.search("CE?|E", "".join(word.kind for word in words[at + 1 :]))
            assert behind is not None  # noqa: S101 (the pattern has seen it)
            first = at + 1 + behind.start()
            shared = words[first : first + len(behind[0])]
            words = words[:at] + [word._replace(text="") for word in shared] + words[at:]
    return words


def _share_century(words: list[Token]) -> list[Token]:
    """`siglos XVIII-XIX`."""
    century = words[0]._replace(text="")
    return [*words[:3], century, *words[3:]]


def _share_code_of_century(words: list[Token]) -> list[Token]:
    """`C18-19`."""
    first, joiner, last = words
    if first.text[0] in "Cc":
        last = last._replace(kind="B", value=f"{int(last.value) - 1:02d}XX")
    return [first, joiner, last]


def _share_year_of_months(words: list[Token]) -> list[Token]:
    """`05-06/2018`."""
    first, joiner, last = words
    month = re.fullmatch("([0-9]{1,2})([./][0-9]{4})", last.text)
    if month and max(int(first.value), int(month[1])) <= _MONTHS_OF_YEAR:
        first = first._replace(kind="X", text=first.text + month[2])
    return [first, joiner, last]


_MONTHS_OF_YEAR = 12


def _share_years(words: list[Token]) -> list[Token]:
    """`années 1920 et 1930`."""
    years, one, joiner, other = words
    if years.value == "years" and one.value[-1] == other.value[-1] == "0":
        return [years, one, joiner, years._replace(text=""), other]
    return words


def _share_decade(words: list[Token]) -> list[Token]:
    """`1970-1980s`, `1980s-90s` and `1850-60s`."""
    first, joiner, last = words
    if last.kind == "B" and not re.fullmatch("[0-9]{3}X", last.value):
        return words
    if first.kind == "Y" and first.value.endswith("0"):
        first = first._replace(kind="B", value=f"{first.value[:3]}X")
    if last.kind == "b":
        last = last._replace(kind="B", value=f"{first.value[:2]}{last.value[0]}X")
    return [first, joiner, last]


# Where something stands at one of two dates and is of both.
_SHARING_RULES: tuple[tuple[str, Callable[[list[Token]], list[Token]]], ...] = (
    ("C[Or][-&|/][Or](?!C)", _share_century),
    ("B[-&|/]N(?![MYN])", _share_code_of_century),
    ("(?<![NMYOSX/&|-])N-X", _share_year_of_months),
    ("VY[-&|/]Y", _share_years),
    ("Y[-&|/]B|[BY][-&|/]b", _share_decade),
)


def _share(words: list[Token]) -> list[Token]:
    """The tokens with what two dates share at each of them."""
    kinds = "".join(word.kind for word in words)
    for pattern, rule in _SHARING_RULES:
        if found := re.search(pattern, kinds):
            start, end = found.span()
            words = words[:start] + rule(words[start:end]) + words[end:]
            kinds = "".join(word.kind for word in words)
    return words


def _join_numbers(words: list[Token]) -> list[Token]:
    """`FY 2017-18` and `1998-9` are one date each, and `2017-2018` is two."""
    kinds = "".join(word.kind for word in words)
    pattern = "f[YN]-(?:N(?![MYN])|Y)|Y-Y(?=f)|(?<![NMSOf])Y-N(?![MYN])|(?<=M)Y-N$|^[A<]*N-Y$"
    found = re.search(pattern, kinds)
    if not found or len(words[found.end() - 1].value) == 3:
        return words
    at = found.end() - 3
    first, _, last = words[at : at + 3]
    if first.kind == "N" and last.kind == "Y" and not 1 <= int(first.value) <= 12:
        return words
    of_month = at > 0 and words[at - 1].kind == "M"
    if of_month and not str(int(first.value) + 1).endswith(last.value):
        return words  # `11 February 1731-2` is of one year with two names
    text = f"{first.text}/{last.text}"
    joined = Token("X", text, text, first.start)
    return [*words[:at], joined, *_join_numbers(words[at + 3 :])]


def _split_numbers(words: list[Token]) -> list[Token]:
    """`9/10 November` has two days, unlike `9/10/1938`."""
    parted: list[Token] = []
    for at, word in enumerate(words):
        beside = words[at - 1 : at] + words[at + 1 : at + 2]
        if (
            word.kind == "X"
            and _TWO_NUMBERS.fullmatch(word.text)
            and any(near.kind == "M" for near in beside)
        ):
            one, two = word.text.split("/")
            parted += [
                Token("N", one, one, word.start),
                Token("/", "/", "/", word.start + len(one)),
                Token("N", two, two, word.end - len(two)),
            ]
        else:
            parted.append(word)
    return parted


def _read_little_words(words: list[Token]) -> list[Token]:
    """Words that mean several things by what stands beside them.

    `a` between dates is "to", as in Spanish; `c.` behind a number is a century; "to" before all
    dates is "until", but `au` is "in the"; and a hyphen before "century" joins words.
    """
    found: list[Token] = []
    for at, word in enumerate(words):
        before = found[-1].kind if found else ""
        after = words[at + 1].kind if at + 1 < len(words) else ""
        is_to = word.kind == "-" and word.text.isalpha()
        if after == "t" and (word.kind == "K" or is_to or word.text.lower() == "um"):
            continue  # "a las 14:30", "um 14:30"
        if word.kind == "K" and after == "F":
            continue  # "a principios de"
        if word.text == "-" and (after == "C" or (after == "A" and words[-1].text == "ish")):
            continue  # "19th-century", "1850-ish"
        if is_to and before in ("", "A") and word.text.lower() in {"à", "au", "al"}:
            continue  # "au printemps"
        if word.kind == "K" and before + after in {"YY", "MM"}:
            found.append(word._replace(kind="-"))
        elif is_to and not before:
            found.append(word._replace(kind="<", value="until"))
        elif word.value == "~" and word.text == "c" and _is_century(found, after):
            found.append(word._replace(kind="C", value="century"))
        else:
            found.append(word)
    return found


def _is_century(before: list[Token], after: str) -> bool:
    """Whether `c.` stands for a century between these tokens and one of that kind."""
    kinds = "".join(word.kind for word in before)
    return after in ("", "E") and bool(re.search("[Or]$|(?:^|[-&|/<AF])N$", kinds))
