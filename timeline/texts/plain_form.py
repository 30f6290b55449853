"""The form in which a text and a quote of it are compared: without what carries no meaning.

Runs of white space, spaces beside punctuation, signs that nobody sees, the shape of quotation
marks, dashes and ligatures do not count; letters, their case and their order do.
"""

# ruff: noqa: RUF001 - dashes and quotation marks are data here

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\"'`´‘’‚‛“”„‟«»‹›′″ʼ", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **{ligature: unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"},
        # What joins or parts letters, which paragraphs keep and people leave out.
        **dict.fromkeys("\u200c\u200d", ""),
    }
)
_DOTS = re.compile(r"\. ?\. ?\.+")
_BESIDE_SIGNS = re.compile(
    r" (?=[^\w\s])|(?<=[^\w\s])(?<!\d[.,]) |(?<=\d[.,]) (?!\d)|(?<=\")\"+|(?<=-)-+"
)
"""What goes: spaces before and after punctuation, but for one between the parts of two numbers,
and the second of two quotation marks or dashes."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
OMITTED = "…"


class PlainForm:
    """A text in that form, with the places that its signs have in the text.

    Attributes:
        text: the form.
        places: for each sign of it, where it stands in the original; None if they are not kept.
    """

    def __init__(self, text: str, places: list[int] | None = None) -> None:
        self.text, self.places = text, places

    def sub(self, pattern: re.Pattern[str], to: str) -> None:
        """Put one sign, or none, in place of what matches."""
        if self.places is not None:
            kept: list[int] = []
            end = 0
            for found in pattern.finditer(self.text):
                kept += self.places[end : found.start()]
                kept += self.places[found.start() : found.start() + len(to)]
                end = found.end()
            self.places = kept + self.places[end:]
        self.text = pattern.sub(to, self.text)


def plain_form(text: str) -> str:
    """A text as it is compared."""
    composed = unicodedata.normalize("NFC", text).translate(_SIGNS)
    seen = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return _reduce(PlainForm(" ".join(seen.split()))).text


def form_of_clean(text: str) -> str:
    """A text as it is compared.

    Args:
        text: on one line, composed, and without signs that nobody sees, as paragraphs are.
    """
    return _reduce(PlainForm(text.translate(_SIGNS))).text


def placed_form(text: str) -> PlainForm:
    """As `form_of_clean`, with places."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in sign.translate(_SIGNS):
            signs.append(one)
            places.append(place)
    return _reduce(PlainForm("".join(signs), places))


def _reduce(form: PlainForm) -> PlainForm:
    form.sub(_DOTS, OMITTED)
    form.sub(_BESIDE_SIGNS, "")
    return form


def without_hyphens(text: str) -> str:
    """A plain form without hyphens inside words, which the end of a line may have put there."""
    return _HYPHEN.sub("", text)


def hyphens_in(text: str) -> list[int]:
    """Where a plain form has hyphens inside words."""
    return [found.start() for found in _HYPHEN.finditer(text)]


def join_forms(forms: list[str]) -> tuple[str, list[int]]:
    """The plain form of several paragraphs as one text, and where each begins in it."""
    pieces: list[str] = []
    starts: list[int] = []
    length, last = 0, ""
    for form in forms:
        if last and form and is_word_sign(last) and is_word_sign(form[0]):
            pieces.append(" ")
            length += 1
        starts.append(length)
        pieces.append(form)
        length += len(form)
        last = form[-1:] or last
    return "".join(pieces), starts


def is_word_sign(sign: str) -> bool:
    """Whether a sign is one of words, beside which spaces count."""
    return sign.isalnum() or sign == "_"


def is_cut(text: str, at: int) -> bool:
    """Whether a place in a plain form lies inside a word or a number.

    In scripts that are written without spaces every place may be the end of a word.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _is_spaced(before) and _is_spaced(after):
        return True
    if before in ".," and after.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return before.isdigit() and after in ".," and text[at + 1 : at + 2].isdigit()


def _is_spaced(sign: str) -> bool:
    """Whether a sign is one of a word in a script that puts spaces between words."""
    code = ord(sign)
    return sign.isalnum() and (code < 0x0590 or 0x10A0 <= code < 0x1100 or 0x1C80 <= code < 0x2000)
