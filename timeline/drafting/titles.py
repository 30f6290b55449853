"""A title from the words of a text: one line, cut at a word."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re

LONGEST = 90
_LEADING = re.compile(
    r"^(?:[-–—•*·]|\d{1,3}[.)])?\s*(?:(?:in\s+parallel\s+with|in\s+addition\s+to|as\s+part\s+of)"
    r"\s[^,]{3,60},\s+|(?:important\s+to\s+note\s+that|in\s+addition|moreover|furthermore|also"
    r"|traditionally|however|meanwhile)[\s,]+)?",
    re.IGNORECASE,
)
_ENDS = " .,;:–—-"
_SMALL = re.compile(
    r"\s+(?:and|or|of|the|a|an|in|on|at|to|for|from|by|with|that|which|who|as|и|в|на|с|по|для)$",
    re.IGNORECASE,
)


def cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, whole words, with … where something is left out."""
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition(" ")[0] or text[: longest - 1]
    while _SMALL.search(kept):
        kept = _SMALL.sub("", kept)
    return f"{kept.rstrip(_ENDS)}…"


def title_of(sentence: str, when: str) -> str:
    """A title from a sentence, without what leads to it and the date that it begins with.

    Args:
        sentence: the words of the text.
        when: its words for the date, which have a field of their own.
    """
    text = without_lead(sentence)
    if when and text.lower().startswith(when.lower()):
        text = text[len(when) :].lstrip(" ,:–—-")
    text = (text or sentence).rstrip(_ENDS)
    return cut(text[:1].upper() + text[1:])


def without_lead(sentence: str) -> str:
    """A sentence without what only ties it to others: "In parallel with the courses, ..."."""
    return _LEADING.sub("", sentence)


def of_statement(speaker: str, quotation: str) -> str:
    """A title for what somebody said: who, and the first words of it."""
    words = quotation.strip(f"“”„«»\"'‘’{_ENDS}")
    return cut(f"{speaker}: {words[:1].upper()}{words[1:]}" if speaker else words)
