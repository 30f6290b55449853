"""A title from the words of a text: one line, cut at a word."""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re

LONGEST = 90
_LEADING = re.compile(
    r"^(?:[-–—•*·]\s*|\d{1,3}[.)]\s+)?\s*(?:(?:in\s+parallel\s+with|in\s+addition\s+to|as\s+part\s+of)"
    r"\s[^,]{3,60},\s+|(?:important\s+to\s+note\s+that|in\s+addition|moreover|furthermore|also"
    r"|traditionally|however|meanwhile)[\s,]+)?",
    re.IGNORECASE,
)
_ENDS = " .,;:–—|-"
_SMALL = re.compile(
    r"\s+(?:and|or|of|the|a|an|in|on|at|to|for|from|by|with|that|which|who|as|и|в|на|с|по|для)$",
    re.IGNORECASE,
)


def shorten(text: str, longest: int = LONGEST) -> str:
    """Shorten a text to its first whole words, with … where something is left out.

    `longest` is the length in characters, … included.
    """
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition(" ")[0] or text[: longest - 1]
    while _SMALL.search(kept):
        kept = _SMALL.sub("", kept)
    return f"{kept.rstrip(_ENDS)}…"


def make_title(sentence: str, when: str) -> str:
    """Make a title from a sentence, without its lead and the date that it begins with.

    Args:
        sentence: the words of the text.
        when: its words for the date, which have a field of their own; empty if it has none.
    """
    text = strip_lead(sentence)
    if when and text.lower().startswith(when.lower()):
        text = text[len(when) :].lstrip(" ,:–—-")
    text = (text or sentence).rstrip(_ENDS)
    return shorten(text[:1].upper() + text[1:])


def strip_lead(sentence: str) -> str:
    """Remove the words that only link a sentence to others: "In parallel with the courses, ..."."""
    return _LEADING.sub("", sentence)


def make_statement_title(speaker: str, quotation: str) -> str:
    """Make a title for a statement: the speaker, and the first words of the quotation."""
    words = quotation.strip(f"“”„«»\"'‘’{_ENDS}")
    return shorten(f"{speaker}: {words[:1].upper()}{words[1:]}" if speaker else words)
