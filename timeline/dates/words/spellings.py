"""Ways of writing one date that are made alike before a text is cut into tokens.

Each sign is replaced by as many others, so that places in the text stay as they were.
"""

import re

from timeline.dates.words.word_table import WORDS


def _list_words(kind: str) -> str:
    """A pattern for the words of a kind, the longest first."""
    words = (word for word, (found, _) in WORDS.items() if found == kind and word.isalpha())
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = f"(?:{_list_words('M')})"
_ROMAN_MONTH = "(?:x?i{1,3}|i?[vx]|vi{1,3})"
_PORTION = r"(?:[qht][1-4]|[1-4][qh]|(?:kw|cw|wk|week)\s?[0-9]{1,2}|w[0-9]{1,2})"
_UNKNOWN_DAY = r"(?:\?{1,2}|xx|__|--)"
# `winter 2017-18`; elsewhere a hyphen between years means "to".
_SEASON_OF_TWO_YEARS = re.compile(
    rf"((?:{_list_words('S')})\s+(?:(?:of|de)\s+)?[0-9]{{4}})[-\u2013]"
    r"(?=(?:[0-9]{2}){1,2}(?![0-9-]))",
    re.IGNORECASE,
)
# `12-Mar-2013`, `10-Jul-18`, `Mar-2013` and `Q1-2013`, as spreadsheets in English write them.
_SPREADSHEET_DATE = re.compile(
    r"\b(?:([0-9]{1,2})-([^\W\d_]{3,})-(?=[0-9]{2,4}(?![0-9-]))"
    r"|(?<![-\u2013])((?!from|until|since|early|late|mid)[^\W\d_]{3,}|[qh][1-4])-"
    r"(?=(?:[0-9]{4}|[0-9]{2}$)(?![0-9-])))",
    re.IGNORECASE,
)
_SIGNS_WITHIN = (
    # `5.V.1938`, `25/Dec/2018`, `2018/Dec/25`, and `5.V.` before a dash
    rf"(?<![\w.])[0-9]{{1,4}}(?P<one>[./-])\s?(?:{_MONTH}|{_ROMAN_MONTH})(?P=one)\s?(?=[0-9])",
    rf"(?<![\w.])[0-9]{{1,2}}\.\s?{_ROMAN_MONTH}\.?(?=\s?[-\u2013])",
    # `Dec-25-2018`
    rf"(?<!\w){_MONTH}-[0-9]{{1,2}}-(?=[0-9]{{4}}(?![0-9-]))",
    # `18-May`
    rf"^[0-9]{{1,2}}-{_MONTH}$",
    # `V/1938`, `Q3/2018`, `W33/2018`, and `2018/Q3`
    rf"(?<![\w./-])(?:{_ROMAN_MONTH}|{_PORTION}|{_MONTH})[./-](?=[0-9]{{4}}(?![0-9-]))",
    r"(?<![\w./-])(?<![qh][1-4]\s)[0-9]{4}[./:](?=[qh][1-4](?!\w|\s+[0-9]))",
)
_SIGNS = re.compile("|".join(_SIGNS_WITHIN), re.IGNORECASE)
_DAY_NOT_KNOWN = re.compile(
    rf"(?<![\w?-]){_UNKNOWN_DAY}(?=\s+{_MONTH}(?!\w))"
    rf"|(?<=[^\W\d_]\s){_UNKNOWN_DAY}(?=,?\s+[0-9]{{4}}(?![0-9]))",
    re.IGNORECASE,
)
_WEEKDAY_IN_BRACKETS = re.compile(rf"\(({_list_words('w')})\)", re.IGNORECASE)


# `1850 (May)`, `1850 (or 1851)`
_REMARK_IN_BRACKETS = re.compile(r"(?<=\w) \(([^()]{3,})\)$")
_MARKS = {re.sub(r"[.\s]", "", word) for word in WORDS if word[0] == "("}


def _open_brackets(found: re.Match[str]) -> str:
    """A remark behind a date, with a comma; one that is a mark stays as it is."""
    is_mark = re.sub(r"[.\s]", "", found[0].lower()) in _MARKS
    return found[0] if is_mark else f" ,{found[1]} "


def unify(text: str) -> str:
    """A text with the spellings of a date that the tokens do not tell apart made alike.

    Args:
        text: what `tokens.normalise` gave.
    """
    text = re.sub(r"^\+(?=[0-9]{4})", " ", text)  # the years of Wikidata
    if re.fullmatch(r"\([^()]+\)|\"[^\"]+\"", text):
        text = f" {text[1:-1]} "
    if "(" in text:
        text = _REMARK_IN_BRACKETS.sub(_open_brackets, text)
        text = _WEEKDAY_IN_BRACKETS.sub(r" \1 ", text)
    if "?" in text or "--" in text or "__" in text or "xx" in text.lower():
        text = _DAY_NOT_KNOWN.sub(lambda found: "0" * len(found[0]), text)
    if not text.isascii() or any(sign in text for sign in "./:-"):
        text = _SEASON_OF_TWO_YEARS.sub(r"\1/", text)
        text = _SIGNS.sub(lambda found: re.sub("[./:-]", " ", found[0]), text)
        text = _SPREADSHEET_DATE.sub(lambda found: found[0].replace("-", " "), text)
    return text
