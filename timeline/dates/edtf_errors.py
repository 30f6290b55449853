"""Why a text is not an EDTF date, and what to write instead.

This runs only when a text is refused, so nothing here is prepared in advance. The order of the
rules counts: the first that recognises the text explains it.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base.errors import Fault, TimelineError

_EXAMPLES = (
    "write 2017, 2017-10, 2017-10-05, 2017-22 for summer 2017, 2011-10-04/2011-10-05 for "
    "a span, or 2017~ for about 2017"
)
_LONGEST_LINE = 150
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


class EdtfError(TimelineError):
    """A text that is not an EDTF date, or that names one that cannot be.

    Attributes:
        text: the whole text.
        problem: what is wrong.
        remedy: what to write, with an example.
        position: the index in the text at which it is wrong, counted from 0.
        readings: the dates in EDTF that it may be, where it may be several.
    """

    def __init__(
        self,
        text: str,
        problem: str,
        remedy: str,
        position: int,
        readings: tuple[str, ...] = (),
    ) -> None:
        # Remedies may repeat the text, which may be long or hold control characters.
        if not _fits_a_line(remedy):
            remedy = _EXAMPLES
        excerpt, column = (text, position + 1) if _fits_a_line(text) else ("", 0)
        super().__init__(Fault(problem, remedy, column=column, excerpt=excerpt))
        self.text = text
        self.problem = problem
        self.remedy = remedy
        self.position = position
        self.readings = readings

    def __reduce__(self) -> tuple[type["EdtfError"], tuple[object, ...]]:
        made = self.text, self.problem, self.remedy, self.position, self.readings
        return EdtfError, made


def _fits_a_line(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and text.isprintable()


class _Explanation(NamedTuple):
    """What is wrong with a part, what to write, and the index in the part at which it is wrong."""

    problem: str
    remedy: str
    offset: int


def make_error(text: str, start: int, end: int) -> EdtfError:
    """Make the error for a part of a text that should be one date and is not.

    Args:
        text: the whole text.
        start: the index at which the part begins.
        end: the index just behind the part.
    """
    part = text[start:end]
    # No date is longer, and some rules are slow on a long text.
    for rule in _RULES if len(part) <= _LONGEST_LINE else ():
        found = rule(part, start)
        if found is not None:
            return EdtfError(text, found.problem, found.remedy, start + found.offset)
    good = re.match(r"[?~%]?-?[0-9X]{2}[-?~%0-9X]*(?!$)", part)
    position = start + good.end() if good and _fits_a_line(part) else start
    return EdtfError(text, "this is not a date in EDTF", _EXAMPLES, position)


def _explain_empty(part: str, start: int) -> _Explanation | None:
    if part:
        return None
    return _Explanation(
        ("a date is missing here" if start else "an empty text is not a date"), _EXAMPLES, 0
    )


def explain_spaces(part: str, _start: int = 0) -> _Explanation | None:
    """Explain spaces in a text that is EDTF without them (EDTF level 2, sets, rule 4)."""
    space = re.search(r"\s", part)
    joined = "".join(re.sub(r"(?<=[0-9])\s+(?=[0-9]{2}:)", "T", part).split())
    like_edtf = r"[\[{]?(\.\.)?[?~%]?-?[0-9X]{4}(?![0-9X])[-0-9XYESTZ?~%:/.,+\]}]*"
    if space is None or not re.fullmatch(like_edtf, joined):
        return None
    return _Explanation("there are no spaces in EDTF", f"write {joined}", space.start())


def _explain_brackets(part: str, _start: int) -> _Explanation | None:
    bracket = re.search(r"[()]", part)
    if bracket is None or not re.search("[0-9]", part):
        return None
    remedy = "put the mark right after the part it is for, as in 2004-06~-11"
    return _Explanation("parentheses belong to an older draft of EDTF", remedy, bracket.start())


def _explain_basic_format(part: str, _start: int) -> _Explanation | None:
    day = r"(-?\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    found = re.fullmatch(day + r"(?:T(\d\d):?(\d\d):?(\d\d)(.*))?", part, re.ASCII)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second}{zone}" if hour else ""
    problem = "the basic format, without hyphens and colons, is not EDTF"
    return _Explanation(problem, f"write {year}-{month}-{day}{time}", found.end(1))


def _explain_long_year(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?(-?[0-9]{5,})", part)
    if found is None:
        return None
    return _Explanation(
        "a year of more than four digits is written with a Y",
        f"write Y{found[1]}, or for a day 2017-10-05",
        found.start(1),
    )


def _explain_short_year(part: str, start: int) -> _Explanation | None:
    if start and re.fullmatch(r"[0-9]{2}(-[0-9]{2})?", part):
        remedy = "write the end with its year, as in 2011-10-04/2011-10-05"
        return _Explanation("the end of an interval is written in full", remedy, 0)
    found = re.fullmatch(r"[?~%]?(-?)([0-9]{1,3})([?~%]?)", part)
    if found is None:
        return None
    sign, digits, mark = found.groups()
    minus = sign if int(digits) else ""
    remedy = f"write {minus}{digits:0>4}{mark} for that year"
    if len(digits) > 1:
        unit = "century" if len(digits) == 2 else "decade"
        remedy += f", {sign}{digits:X<4}{mark} for the {unit}"
    return _Explanation("a year has four digits", remedy, found.start(1))


def _explain_one_digit(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"(-?[0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", part)
    if found is None:
        return None
    year, month, day = found.groups()
    remedy = f"write {year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    return _Explanation(
        "months and days have two digits", remedy, found.start(2 if len(month) == 1 else 3)
    )


def _explain_decade(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"([0-9]{3})0('?s)", part)
    if found is None:
        return None
    remedy = f"write {found[1]}X for the decade"
    if found[1].endswith("0"):
        remedy += f", {found[1][:2]}XX for the century"
    return _Explanation("an unspecified digit is X", remedy, found.start(2))


def _explain_small_letters(part: str, _start: int) -> _Explanation | None:
    shape = r"[?~%]?[yY]?-?[0-9][0-9xuX]*[-0-9xuXtTzZeEsS?~%:.+]*"
    small = re.search("[xutzyes]", part)
    if small is None or not re.fullmatch(shape, part):
        return None
    if small[0] == "u":
        return _Explanation(
            "an unspecified digit is X", f"write {part.replace('u', 'X')}", small.start()
        )
    return _Explanation("EDTF has capital letters only", f"write {part.upper()}", small.start())


def _explain_two_marks(part: str, _start: int) -> _Explanation | None:
    marks = re.search(r"[?~%]([?~%])", part)
    if marks is None:
        return None
    remedy = "write % for both uncertain and approximate, as in 2004-06%"
    return _Explanation("one place takes one mark", remedy, marks.start(1))


def _explain_words(part: str, start: int) -> _Explanation | None:
    if part not in ("open", "unknown"):
        return None
    side = "/2017" if not start else "2017/"
    open_side = "../2017" if not start else "2017/.."
    return _Explanation(
        f'"{part}" is of an older draft of EDTF',
        f"write {open_side} where it is open, {side} where it is unknown",
        0,
    )


def _explain_separators(part: str, _start: int) -> _Explanation | None:
    found = re.search(rf"[{_DASHES}\\]", part)
    if found is None or not re.search("[0-9]", part):
        return None
    before, after = part[: found.start()], part[found.end() :]
    if found[0] == "\\" or all(re.match(r"[0-9X]{4}", side) for side in (before, after)):
        problem = "the two dates of an interval are parted by /"
        return _Explanation(problem, f"write {before}/{after}", found.start())
    remedy = f"write {re.sub(f'[{_DASHES}]', '-', part)}"
    return _Explanation("the dash of EDTF is the plain hyphen", remedy, found.start())


def _explain_weeks(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"-?[0-9]{4}-(W[0-9]{2}|[0-9]{3}(?![0-9]))", part)
    if found is None:
        return None
    what = "weeks" if found[1].startswith("W") else "days counted through the year"
    return _Explanation(
        f"there are no {what} in EDTF", "write the day itself, as in 2017-10-05", found.start(1)
    )


def _explain_long_year_parts(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?(Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?)[?~%]?(-)", part)
    if found is None:
        return None
    return _Explanation("a year after Y has no month or day", f"write {found[1]}", found.start(2))


def _explain_after_year(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?-?[0-9X]{4}(E|S[0-9]*)", part)
    if found is None:
        return None
    if found[1] == "E":
        return _Explanation(
            "an exponent is for years after Y", "write Y17E7 for 170,000,000", found.start(1)
        )
    problem = "significant digits stand at the end of a whole year"
    return _Explanation(problem, "write 1950S2 for 1950 within two digits", found.start(1))


def explain_numeric_day(part: str, _start: int = 0) -> _Explanation | None:
    """Explain a day that is written as `5/10/2011`, `5.10.2011` or `2011/10/5`."""
    found = re.fullmatch(
        r"([0-9]+)[-./]([0-9]{1,2})[./]([0-9]+)|([0-9]+)-([0-9]+)-([0-9]{4})", part
    )
    if found is None:
        return None
    one, two, three = (digits for digits in found.groups() if digits)
    if len(one) == 4:
        readings = [(one, two, three)]
        problem = "the parts of a date are joined by hyphens"
    elif len(three) == 4:
        readings = list(dict.fromkeys([(three, two, one), (three, one, two)]))
        problem = "a date goes from year to day"
    else:
        return None
    dates = [
        f"{year}-{month:0>2}-{day:0>2}"
        for year, month, day in readings
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    ]
    return _Explanation(problem, f"write {' or '.join(dates or ['2017-10-05'])}", 0)


def _explain_dots(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"(\S*?)(\.\.)(\S*)", part)
    if found is None:
        return None
    both = bool(found[1] and found[3])
    remedy = f"write {found[1] or '..'}/{found[3] or '..'}"
    if both:
        remedy += f", or [{part}] for one of the dates between"
    return _Explanation("dots stand between dates in a set only", remedy, found.start(2))


def _explain_commas(part: str, _start: int) -> _Explanation | None:
    if not re.fullmatch(r"[0-9X][-0-9X?~%]*(,\s*[0-9X][-0-9X?~%]*)+", part):
        return None
    dates = "".join(part.split())
    remedy = f"write [{dates}] for one of them, {{{dates}}} for all of them"
    return _Explanation("several dates stand in brackets", remedy, part.index(","))


_RULES: tuple[Callable[[str, int], _Explanation | None], ...] = (
    _explain_empty,
    _explain_brackets,
    explain_numeric_day,
    _explain_commas,
    explain_spaces,
    _explain_basic_format,
    _explain_long_year,
    _explain_short_year,
    _explain_one_digit,
    _explain_decade,
    _explain_small_letters,
    _explain_two_marks,
    _explain_words,
    _explain_separators,
    _explain_weeks,
    _explain_long_year_parts,
    _explain_after_year,
    _explain_dots,
)
