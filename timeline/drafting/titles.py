"""A title from the words of a text: one line that a person would keep.

What has a field of its own is left out: the dateline and the words for the date. A sentence that
is too long loses what only adds to it, from its end, at the border of a clause or phrase.
"""

# ruff: noqa: RUF001 - dashes and Cyrillic letters are data here

import re

LONGEST = 90
_SHORTEST = 25
"""Characters that are left of a sentence at least when it is cut at the border of a clause."""
_LEADING = re.compile(
    r"^(?:[-–—•*·|]\s*|\d{1,3}[.)]\s+)?\s*(?:(?:in\s+parallel\s+with|in\s+addition\s+to|as\s+part\s+of)"
    r"\s[^,]{3,60},\s+|(?:important\s+to\s+note\s+that|in\s+addition|moreover|furthermore|also|later"
    r"|then|traditionally|however|meanwhile)[\s,]+)?",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-ZА-Я][\w .,'’-]{2,40}?(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?"
    r"\s*\((?:[A-Z][\w.]+\s?){1,3}\)\s*[–—-]+\s+"
)
"""The dateline of an agency, without a year: `KHARTOUM, Oct 19 (SUNA) –`."""
_ENDS = " .,;:–—|-"
_SMALL = re.compile(
    r"\s+(?:and|or|of|the|a|an|in|on|at|to|for|from|by|with|that|which|who|as|и|в|на|с|по|для)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ASIDE = re.compile(
    r"^(?P<subject>(?:(?!\b(?:was|were|is|are|has|have|had|will|said|[a-z]{2,}ed)\b)[^,;]){3,60})"
    r",\s+(?:an?|the|who|which)\s[^,;]{3,90},\s+"
    r"(?=(?:was|were|is|are|has|have|had|will|[a-z]{3,}(?:ed|es)|met|held|said|took|brought|began"
    r"|left|won|made|gave|led|went|ran|saw|fell|says|opens|starts)\b)"
)
"""What a sentence says of its subject between commas."""
_CLAUSE = re.compile(
    r";\s|\s[–—]\s|,\s+(?:and|but|which|who|whom|whose|where|while|with|including|after|as|so"
    r"|because|when|in\s+order|for\s+not|given|despite|following|[a-z]{3,}ing)\b"
    r"|\s(?:because|after|while|in\s+order\s+to|so\s+that|as\s+part\s+of|which|following|although)\b"
)
_PHRASE = re.compile(
    r",?\s(?:in|on|at|for|by|with|from|between|under|into|through|against|during|as)\s"
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
    """Make a title from a sentence, without its lead, its dateline and its date.

    Args:
        sentence: the words of the text.
        when: its words for the date, which have a field of their own; empty if it has none.
    """
    text = _DATELINE.sub("", strip_lead(sentence), count=1)
    text = _drop_date(text, when).strip(_ENDS)
    text = _simplify(text)
    return shorten(text[:1].upper() + text[1:])


def _drop_date(text: str, when: str) -> str:
    """Remove the words for the date where what is left still reads as a sentence."""
    at = text.lower().find(when.lower()) if when else -1
    if at < 0:
        return text
    before, behind = text[:at], text[at + len(when) :]
    if not re.search(r"\w", before):
        return behind.lstrip(" ,:–—-")
    is_phrase = re.match(
        r"(?:on|in|today|yesterday|during|last|this|в|сегодня)\b", when, re.IGNORECASE
    )
    if not is_phrase or (behind and not re.match(r"[\s.,;:)]", behind)):
        return text
    if re.search(r"\b(?:and|or|to|by|from|until|since|of|at)\s+$", before):
        return text
    behind = behind.lstrip(" ,") if before.rstrip().endswith(",") else behind
    return f"{before.rstrip(' ')}{'' if before.endswith('(') else ' '}{behind.lstrip()}".strip()


def _simplify(text: str) -> str:
    """Leave out of a sentence that is too long what only adds to it."""
    if len(text) <= LONGEST:
        return text
    for aside, kept in ((_BRACKETS, ""), (_ASIDE, r"\g<subject> ")):
        text = aside.sub(kept, text)
        if len(text) <= LONGEST:
            return text
    for border, shortest in ((_CLAUSE, _SHORTEST), (_PHRASE, _SHORTEST * 2)):
        ends = [found.start() for found in border.finditer(text, shortest, LONGEST + 1)]
        ends = [end for end in ends if end <= LONGEST and not _SMALL.search(text[:end])]
        if ends:
            return text[: ends[-1]].rstrip(_ENDS)
    return text


def strip_lead(sentence: str) -> str:
    """Remove the words that only link a sentence to others: "In parallel with the courses, ..."."""
    return _LEADING.sub("", sentence)


def make_statement_title(speaker: str, quotation: str) -> str:
    """Make a title for a statement: the speaker, and the first words of the quotation."""
    words = quotation.strip(f"“”„«»\"'‘’{_ENDS}")
    return shorten(f"{speaker}: {words[:1].upper()}{words[1:]}" if speaker else words)
