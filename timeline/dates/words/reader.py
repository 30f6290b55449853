"""Dates as users type them, in words or as EDTF.

`words.phrases` reads how dates are put together, `words.single_date` one date, `words.tokens` cuts
a text into tokens, `words.unclear` has what must be chosen where a text has several readings, and
`words.printer` is the way back into words.
"""

# ruff: noqa: RUF001 - the en dash is data here

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from timeline.base import days
from timeline.dates import edtf
from timeline.dates.edtf import Date, EdtfError, Hemisphere, Single
from timeline.dates.edtf_errors import LONGEST_REMEDY

if TYPE_CHECKING:
    from timeline.dates.words.unclear import Phrase, UnclearDate

_LONGEST = 200
_LIKE_EDTF = re.compile(r"[\[{][^a-z]*|[-0-9XYETZS+:.?~%,]*(?:\s?/\s?[-0-9XYETZS+:.?~%,]*)?")
_YEARS_OR_SEASON = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})(?![0-9]|-)")
_NO_DATES = frozenset(
    (
        *("n/a", "na", "none", "null", "nil", "unknown", "not known", "undated", "no date", "n.d"),
        *("nd", "s.d", "o.j", "tbd", "tbc", "tba", "to be confirmed", "to be determined", "-", "–"),
        *("—", "--", "?", "??", "неизвестно", "нет данных", "unbekannt", "inconnu", "desconocido"),
        *("без даты", "б.д", "б. д", "б/д", "sin fecha", "sans date", "s. d", "n. d", "ohne datum"),
        *("o. j", "o. d", "not dated", "date unknown", "unknown date"),
    )
)
"""What stands in tables where a date is not known."""
_MOST_READINGS = 5
_MOST_CHOICES = 4


def read_date(
    text: str,
    *,
    today: int | None = None,
    hemisphere: Hemisphere = "north",
    order: str | None = None,
    relative: bool = True,
) -> Date:
    """Read a date in EDTF or in words; it is checked either way.

    A text that is EDTF is taken as EDTF, so `2017-22` is summer 2017. Words that are in use with
    more than one meaning have one here: "between A and B" is one moment, `[A..B]`, unlike "from A
    to B"; a century is its digits, so the 19th is `18XX`, 1800 to 1899; "before" and "after"
    exclude the date that they name, "by" includes it.

    Args:
        text: the date.
        today: the day number that "today" and "last year" count from; by default the day of the
            local clock.
        hemisphere: which one the seasons without a hemisphere ("summer") are of.
        order: what comes first in days in numbers, `dmy` or `mdy`; if not said, it is asked. Then
            years of two digits are read as spreadsheets read them.
        relative: whether "today" and the like are read; in a file they change their meaning.

    Raises:
        EdtfError: the text is not a date, or has several readings, which the remedy names.
    """
    try:
        return edtf.parse(text.strip(), hemisphere)
    except EdtfError as refused:
        return _read_words(text, refused, _day(today, relative=relative), hemisphere, order)


def read_typed_date(
    text: str,
    *,
    today: int | None = None,
    hemisphere: Hemisphere = "north",
    order: str | None = None,
    relative: bool = True,
) -> Date:
    """Read a date as users type it and as tables have it, which is hardly ever a season in EDTF.

    As `read_date`, but of `2020-21` it is asked whether the years or spring 2020 are meant.

    Raises:
        EdtfError: as for `read_date`.
    """
    typed = text.strip()
    if re.fullmatch(r"\?-[0-9]{4}", typed):
        typed = typed.replace("-", " - ")  # its start is not known; hardly a year BC
        text = typed
    if may_be_years(typed):
        refused = EdtfError(typed, "this may be two years or a season", "", 0)
        return _read_words(text, refused, _day(today, relative=relative), hemisphere, order)
    return read_date(text, today=today, hemisphere=hemisphere, order=order, relative=relative)


def find_date(text: str, *, today: int, hemisphere: Hemisphere = "north") -> Date | None:
    """The date that a text is, if it is one with one meaning; None for any other, without a reason.

    It is for texts most of which are no dates; `read_date` takes its time to say why.

    Args:
        text: the text, at most 200 characters.
        today: as for `read_date`.
        hemisphere: likewise.
    """
    from timeline.dates.words.phrases import interpret  # noqa: PLC0415 (as below)
    from timeline.dates.words.tokens import normalise  # noqa: PLC0415
    from timeline.dates.words.unclear import Phrase, UnclearDate  # noqa: PLC0415

    typed = text.strip()
    if not typed or len(typed) > _LONGEST:
        return None
    if _LIKE_EDTF.fullmatch(typed):
        with contextlib.suppress(EdtfError):
            return edtf.parse(typed, hemisphere)
    try:
        return interpret(Phrase(normalise(typed), today, hemisphere))
    except UnclearDate:
        return None


def may_be_years(text: str) -> bool:
    """Whether a text in EDTF has a season such as `2020-21`, which may be meant as two years."""
    if "-2" not in text and "-3" not in text and "-4" not in text:
        return False
    from timeline.dates.words.numeric_day import is_rather_years  # noqa: PLC0415 (rare)

    found = _YEARS_OR_SEASON.findall(text)
    return bool(found) and any(is_rather_years(*pair) for pair in found) and text[0] not in "[{"


def _day(today: int | None, *, relative: bool) -> int | None:
    if not relative:
        return None
    return days.today() if today is None else today


def _read_words(
    text: str, as_edtf: EdtfError, today: int | None, hemisphere: Hemisphere, order: str | None
) -> Date:
    """Read a date that is not EDTF.

    Args:
        text: what was typed.
        as_edtf: why it is not EDTF, for a text that looks as if it was meant so.
        today: as for `read_date`; None where words such as "today" are not read.
        hemisphere: likewise.
        order: likewise.

    Raises:
        EdtfError: the text is not a date, or has several readings, which the remedy names.
    """
    # Most dates are EDTF, and need none of these.
    from timeline.dates.words.phrases import interpret  # noqa: PLC0415
    from timeline.dates.words.tokens import normalise  # noqa: PLC0415
    from timeline.dates.words.unclear import EXAMPLES, Phrase, UnclearDate  # noqa: PLC0415

    typed = text.strip()
    if not typed:
        raise EdtfError(text, "an empty text is not a date", EXAMPLES, 0) from None
    if len(typed) > _LONGEST:
        problem = f"a date in words has at most {_LONGEST} characters"
        raise EdtfError(typed, problem, EXAMPLES, 0) from None
    if typed.casefold().strip(". []()") in _NO_DATES:
        problem = f'"{typed}" says that the date is not known'
        remedy = "leave it empty, or write what is known, such as 2017 or before 2018"
        raise EdtfError(typed, problem, remedy, 0) from None
    typed = re.sub(r"(?<=[0-9s\]?])[.,;:]+$", "", typed)
    phrase = Phrase(normalise(typed), today, hemisphere)
    if order in ("dmy", "mdy"):
        phrase = phrase.decide("order", order)._replace(order=order)
    try:
        return interpret(phrase)
    except UnclearDate as unclear:
        failed: list[UnclearDate] = []
        found = tuple(dict.fromkeys(_list_readings(unclear, phrase, failed)))[:_MOST_READINGS]
        if failed and not found:
            unclear = failed[0]
        if len(found) == 1 and unclear.choice == "order":
            return found[0]  # only one of the orders fits all of the text
        if not order and _is_meant_as_edtf(typed, as_edtf, unclear, found):
            raise as_edtf from None
        remedy = unclear.remedy or EXAMPLES
        if found:
            remedy = f"write {_list_alternatives(found)}"
        readings = tuple(date.text for date in found)
        error = EdtfError(phrase.text, unclear.problem, remedy, unclear.position, readings)
        error.choice = unclear.choice
        raise error from None


def _is_meant_as_edtf(
    typed: str, as_edtf: EdtfError, unclear: "UnclearDate", found: tuple[Date, ...]
) -> bool:
    """Whether the error of EDTF says more of a text than that of words."""
    is_one_word = " " not in typed and "," not in typed
    if as_edtf.readings and (
        (not found and is_one_word) or typed[0] in "[{" or unclear.choice == "slash"
    ):
        return True
    return not (unclear.remedy or found) and bool(_LIKE_EDTF.fullmatch(typed))


def _list_readings(
    unclear: "UnclearDate", phrase: "Phrase", failed: "list[UnclearDate]", depth: int = 0
) -> Iterator[Date]:
    """The dates that a text may be: of each choice that it leaves, every option.

    Args:
        unclear: the choice.
        phrase: the text, with what was chosen before.
        failed: gets why an option makes no date.
        depth: how many choices were made before.
    """
    from timeline.dates.words.phrases import interpret  # noqa: PLC0415 (see above)
    from timeline.dates.words.unclear import UnclearDate  # noqa: PLC0415

    for option in unclear.options if unclear.choice else ():
        decided = phrase.decide(unclear.choice, option)
        try:
            yield interpret(decided)
        except UnclearDate as more:
            if more.choice and depth < _MOST_CHOICES:
                yield from _list_readings(more, decided, failed, depth + 1)
            else:
                failed.append(more)


def _list_alternatives(readings: Iterable[Date]) -> str:
    """List dates in words, each with its EDTF; as many as fit a remedy, in the order given."""
    from timeline.dates.words.printer import format_date  # noqa: PLC0415 (see above)

    shown: list[str] = []
    for date in readings:
        words = format_date(date)
        meaning = date.text if words != date.text else _name_years(date)
        shown.append(f"{words} ({meaning})" if meaning else words)
        if sum(map(len, shown)) > LONGEST_REMEDY - 50 and len(shown) > 1:
            shown.pop()
    return " or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _name_years(date: Date) -> str:
    """The years that `190X` stands for; empty for a date that words can say."""
    if "X" not in date.text or not isinstance(date.node, Single):
        return ""
    first, last = days.civil(date.node.first)[0], days.civil(date.node.last)[0]
    return f"{first} to {last}"
