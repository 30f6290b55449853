"""Whether words that may be a date are one in their context: "in May", but not "may"."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re
from collections.abc import Sequence

from timeline.dates.words.tokens import Token

_NEAR = 40
"""How many characters before and behind are searched."""
_IN = re.compile(
    r"\b(?:in|since|until|till|by|during|before|after|of|for|from|to|between|through|and|or|early"
    r"|late|mid|last|next|this|every|as|as\s+of|в|во|с|со|до|к|по|на|и|или|за)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|or|и|или)\s+$", re.IGNORECASE)
_OF_ANYTHING = re.compile(r"\s+of\s+(?!(?:the|this|last|next|that)\s+year\b|\d)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:the|a|an|its|their)\s+$", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:every|each|annual(?:ly)?|кажд\w+|ежегодн\w*)\W+(?:\w+\W+)?$", re.IGNORECASE
)
_YEARLY = re.compile(
    r"\b(?:annually|every\s+year|each\s+year|ежегодно|каждый\s+год)\b", re.IGNORECASE
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:\b(?:no|nos|number|resolution|article|room|page|fiscal\s+year|FY|model\s+year|class\s+of|п|ст"
    r"|статья)\.?|[№#§$€£])\s*$|[^\W\d_][-/]$|\d:$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:resolutions?|decisions?|decrees?|acts?|laws?|bills?|orders?|regulations?|directives?"
    r"|ordinances?|standards?|conventions?|protocols?|treat(?:y|ies)|recommendations?|opinions?|cases?"
    r"|ISO|IEC|EN|DIN|GOST|BS|IEEE|S/RES|A/RES|резолюци\w+|стандарт\w*)(?:/[A-Z]+)*\s+(?:No\.?\s*|№\s*)?"
    r"[A-Z]{0,4}[\d./-]*\d[A-Z]?\s*[(:/,]?\s*$"
    r"|\b(?:Act|Bill|Code|Ordinance|Regulations?|Rules|Directive|Constitution|Convention)(?:\s*,)?\s+$",
)
"""What stands before a year that is a part of a number: `resolution 2178 (`, `ISO 9001:`."""
_NO_YEAR_BEHIND = re.compile(r"[-/](?!\d{4}\b|\d\d\b)\w|[.,]\d|\s*[%$€£]")
_COUNTED = re.compile(r"\s+[^\W\d_]{3,}")
_ADVERB = re.compile("(?:ом|ью|ой)$")


def is_date_in_context(tokens: Sequence[Token], text: str) -> bool:
    """Whether consecutive tokens are a date in this text, by their words and neighbours."""
    start, end = tokens[0].start, tokens[-1].start + len(tokens[-1].text)
    return (
        not _is_recurring(text, start, end)
        and not _counts_what_follows(tokens[-1], text, end)
        and all(_may_be(token, tokens, text) for token in tokens)
        and _is_introduced(tokens, text)
    )


def _counts_what_follows(last: Token, text: str, end: int) -> bool:
    """Whether an ordinal is not of a day: `in May the first coal was sold`."""
    return last.kind == "O" and last.text.isalpha() and bool(_NOUN.match(text, end))


_NOUN = re.compile(r"\s+(?!of\b|and\b|to\b|the\b|in\b|at\b|was\b|is\b|were\b|when\b)[a-z]{3,}")


def _is_recurring(text: str, start: int, end: int) -> bool:
    """`every May`, `marked annually on 18 July`."""
    before = max(0, start - _NEAR)
    return bool(
        _EVERY.search(text, before, start)
        or _YEARLY.search(text, before, start)
        or _YEARLY.search(text, start, min(len(text), end + _NEAR))
    )


_NO_DATE = r"\d{1,3}[./]\d{1,3}|\d+\.\d+\.\d|\d{1,2}\.(?:0\d|2[1-9]|[3-9]\d)\d\d"
"""Shares, versions and decimals: `3/4`, `3.2.1`, `4.2156`."""


def _may_be(token: Token, tokens: Sequence[Token], text: str) -> bool:
    match token.kind:
        case "X":
            return not re.fullmatch(_NO_DATE, token.text)
        case "Y":
            return _is_year(token, tokens, text)
        case "M":
            return token.text[0].isupper() or not token.text.isascii()
        case "S" if token.text.lower() == "fall":
            return _has_number(tokens)
    return True


def _has_number(tokens: Sequence[Token]) -> bool:
    return any(token.kind in "NOYIXBy" for token in tokens)


def _is_introduced(tokens: Sequence[Token], text: str) -> bool:
    """Whether tokens without a number follow a word such as "in", or are an adverb."""
    kinds = {token.kind for token in tokens}
    start, end = tokens[0].start, tokens[-1].start + len(tokens[-1].text)
    if kinds & set("UT") and "Y" not in kinds:
        opened = _IN.search(text, max(0, start - _NEAR), start) or "<" in kinds
        return bool(opened) and not _OF_ANYTHING.match(text, end)
    if _has_number(tokens) or not kinds & set("MS") or kinds & set("<RL&"):
        return True
    adverb = tokens[0].kind == "S" and _ADVERB.search(tokens[0].text.lower())
    return bool(adverb or _IN.search(text, max(0, start - _NEAR), start))


def _is_year(token: Token, tokens: Sequence[Token], text: str) -> bool:
    """Whether four digits are a year, not a count or a part of a name."""
    start, end = token.start, token.start + len(token.text)
    before = max(0, start - _NEAR)
    if _NO_YEAR_BEFORE.search(text, before, start) or _NO_YEAR_BEHIND.match(text, end):
        return False
    if _NUMBERED.search(text, before, start):
        return False
    alone = len(tokens) == 1 or (len(tokens) == 2 and tokens[0].kind == "A")
    if not alone or (_IN.search(text, before, start) and not _AND.search(text, before, start)):
        return True
    likely = 1900 <= int(token.value) < 2100
    opened = text[before:start].rstrip()[-1:] in tuple("(–:")
    article = _ARTICLE.search(text, before, start)
    return likely and bool(opened or article or not _COUNTED.match(text, end))
