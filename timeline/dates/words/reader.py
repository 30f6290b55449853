"""Dates as users type them, in words or as EDTF.

`words.phrases` reads how dates are put together, `words.single_date` one date, `words.tokens` cuts
a text into tokens, `words.unclear` says what could be typed instead of an unclear text, and
`words.printer` is the way back into words.
"""

from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Hemisphere


def read_date(text: str, *, today: int | None = None, hemisphere: Hemisphere = "north") -> Date:
    """Read a date as a user types it, in EDTF or in words; it is checked either way.

    A text that is EDTF is taken as EDTF, so `2017-22` is summer 2017. Words that are in use with
    more than one meaning have one here: "between A and B" is one moment, `[A..B]`, unlike "from A
    to B"; a century is its digits, so the 19th is `18XX`, 1800 to 1899; "before" and "after"
    exclude the date that they name, "by" includes it.

    Args:
        text: what was typed.
        today: the day number that "today" and "last year" count from; by default the day of the
            local clock.
        hemisphere: which one the seasons without a hemisphere ("summer") are of.

    Raises:
        EdtfError: the text is not a date, or has several readings, which the remedy names.
    """
    try:
        return edtf.parse(text.strip(), hemisphere)
    except EdtfError as refused:
        from timeline.dates.words.phrases import read_words  # noqa: PLC0415 (most dates are EDTF)

        return read_words(text, refused, today=today, hemisphere=hemisphere)
