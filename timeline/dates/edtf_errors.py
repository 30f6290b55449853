"""Why a text is not an EDTF date, and what to write instead.

Only reached once a text is refused, so nothing here is prepared in advance. The order of the
rules counts: the first that recognises the text speaks.
"""

import re
from collections.abc import Callable

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
        position: where in the text, counted from 0.
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


def make_error(text: str, start: int, end: int) -> EdtfError:
    """The refusal of the part text[start:end], which should be one date and is none."""
    part = text[start:end]
    # No date is so long, and some rules take long over a long text.
    for rule in _RULES if len(part) <= _LONGEST_LINE else ():
        found = rule(part, start)
        if found is not None:
            problem, remedy, offset = found
            return EdtfError(text, problem, remedy, start + offset)
    good = re.match(r"[?~%]?-?[0-9X]{2}[-?~%0-9X]*(?!$)", part)
    position = start + good.end() if good and _fits_a_line(part) else start
    return EdtfError(text, "this is not a date in EDTF", _EXAMPLES, position)


# What a rule finds: problem, remedy, offset into the part.
_Explanation = tuple[str, str, int]


def _empty(part: str, start: int) -> _Explanation | None:
    if part:
        return None
    return ("a date is missing here" if start else "an empty text is not a date"), _EXAMPLES, 0


def explain_spaces(part: str, _start: int = 0) -> _Explanation | None:
    """The refusal of spaces in what would be EDTF without them (EDTF level 2, sets, rule 4)."""
    space = re.search(r"\s", part)
    joined = "".join(re.sub(r"(?<=[0-9])\s+(?=[0-9]{2}:)", "T", part).split())
    like_edtf = r"[\[{]?(\.\.)?[?~%]?-?[0-9X]{4}(?![0-9X])[-0-9XYESTZ?~%:/.,+\]}]*"
    if space is None or not re.fullmatch(like_edtf, joined):
        return None
    return "there are no spaces in EDTF", f"write {joined}", space.start()


def _brackets(part: str, _start: int) -> _Explanation | None:
    bracket = re.search(r"[()]", part)
    if bracket is None or not re.search("[0-9]", part):
        return None
    remedy = "put the mark right after the part it is for, as in 2004-06~-11"
    return "parentheses belong to an older draft of EDTF", remedy, bracket.start()


def _basic_format(part: str, _start: int) -> _Explanation | None:
    day = r"(-?\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    found = re.fullmatch(day + r"(?:T(\d\d):?(\d\d):?(\d\d)(.*))?", part, re.ASCII)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second}{zone}" if hour else ""
    problem = "the basic format, without hyphens and colons, is not EDTF"
    return problem, f"write {year}-{month}-{day}{time}", found.end(1)


def _long_year(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?(-?[0-9]{5,})", part)
    if found is None:
        return None
    return (
        "a year of more than four digits is written with a Y",
        f"write Y{found[1]}, or for a day 2017-10-05",
        found.start(1),
    )


def _short_year(part: str, start: int) -> _Explanation | None:
    if start and re.fullmatch(r"[0-9]{2}(-[0-9]{2})?", part):
        remedy = "write the end with its year, as in 2011-10-04/2011-10-05"
        return "the end of an interval is written in full", remedy, 0
    found = re.fullmatch(r"[?~%]?(-?)([0-9]{1,3})([?~%]?)", part)
    if found is None:
        return None
    sign, digits, mark = found.groups()
    minus = sign if int(digits) else ""
    remedy = f"write {minus}{digits:0>4}{mark} for that year"
    if len(digits) > 1:
        unit = "century" if len(digits) == 2 else "decade"
        remedy += f", {sign}{digits:X<4}{mark} for the {unit}"
    return "a year has four digits", remedy, found.start(1)


def _one_digit(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"(-?[0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", part)
    if found is None:
        return None
    year, month, day = found.groups()
    remedy = f"write {year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    return "months and days have two digits", remedy, found.start(2 if len(month) == 1 else 3)


def _decade(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"([0-9]{3})0('?s)", part)
    if found is None:
        return None
    remedy = f"write {found[1]}X for the decade"
    if found[1].endswith("0"):
        remedy += f", {found[1][:2]}XX for the century"
    return "an unspecified digit is X", remedy, found.start(2)


def _small_letters(part: str, _start: int) -> _Explanation | None:
    shape = r"[?~%]?[yY]?-?[0-9][0-9xuX]*[-0-9xuXtTzZeEsS?~%:.+]*"
    small = re.search("[xutzyes]", part)
    if small is None or not re.fullmatch(shape, part):
        return None
    if small[0] == "u":
        return "an unspecified digit is X", f"write {part.replace('u', 'X')}", small.start()
    return "EDTF has capital letters only", f"write {part.upper()}", small.start()


def _two_marks(part: str, _start: int) -> _Explanation | None:
    marks = re.search(r"[?~%]([?~%])", part)
    if marks is None:
        return None
    remedy = "write % for both uncertain and approximate, as in 2004-06%"
    return "one place takes one mark", remedy, marks.start(1)


def _words(part: str, start: int) -> _Explanation | None:
    if part not in ("open", "unknown"):
        return None
    side = "/2017" if not start else "2017/"
    open_side = "../2017" if not start else "2017/.."
    return (
        f'"{part}" is of an older draft of EDTF',
        f"write {open_side} where it is open, {side} where it is unknown",
        0,
    )


def _separators(part: str, _start: int) -> _Explanation | None:
    found = re.search(rf"[{_DASHES}\\]", part)
    if found is None or not re.search("[0-9]", part):
        return None
    before, after = part[: found.start()], part[found.end() :]
    if found[0] == "\\" or all(re.match(r"[0-9X]{4}", side) for side in (before, after)):
        problem = "the two dates of an interval are parted by /"
        return problem, f"write {before}/{after}", found.start()
    remedy = f"write {re.sub(f'[{_DASHES}]', '-', part)}"
    return "the dash of EDTF is the plain hyphen", remedy, found.start()


def _weeks(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"-?[0-9]{4}-(W[0-9]{2}|[0-9]{3}(?![0-9]))", part)
    if found is None:
        return None
    what = "weeks" if found[1].startswith("W") else "days counted through the year"
    return f"there are no {what} in EDTF", "write the day itself, as in 2017-10-05", found.start(1)


def _long_year_parts(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?(Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?)[?~%]?(-)", part)
    if found is None:
        return None
    return "a year after Y has no month or day", f"write {found[1]}", found.start(2)


def _after_year(part: str, _start: int) -> _Explanation | None:
    found = re.match(r"[?~%]?-?[0-9X]{4}(E|S[0-9]*)", part)
    if found is None:
        return None
    if found[1] == "E":
        return "an exponent is for years after Y", "write Y17E7 for 170,000,000", found.start(1)
    problem = "significant digits stand at the end of a whole year"
    return problem, "write 1950S2 for 1950 within two digits", found.start(1)


def explain_numeric_day(part: str, _start: int = 0) -> _Explanation | None:
    """The refusal of a day that is written as `5/10/2011`, `5.10.2011` or `2011/10/5`."""
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
    return problem, f"write {' or '.join(dates or ['2017-10-05'])}", 0


def _dots(part: str, _start: int) -> _Explanation | None:
    found = re.fullmatch(r"(\S*?)(\.\.)(\S*)", part)
    if found is None:
        return None
    both = bool(found[1] and found[3])
    remedy = f"write {found[1] or '..'}/{found[3] or '..'}"
    if both:
        remedy += f", or [{part}] for one of the dates between"
    return "dots stand between dates in a set only", remedy, found.start(2)


def _commas(part: str, _start: int) -> _Explanation | None:
    if not re.fullmatch(r"[0-9X][-0-9X?~%]*(,\s*[0-9X][-0-9X?~%]*)+", part):
        return None
    dates = "".join(part.split())
    remedy = f"write [{dates}] for one of them, {{{dates}}} for all of them"
    return "several dates stand in brackets", remedy, part.index(",")


_RULES: tuple[Callable[[str, int], _Explanation | None], ...] = (
    _empty,
    _brackets,
    explain_numeric_day,
    _commas,
    explain_spaces,
    _basic_format,
    _long_year,
    _short_year,
    _one_digit,
    _decade,
    _small_letters,
    _two_marks,
    _words,
    _separators,
    _weeks,
    _long_year_parts,
    _after_year,
    _dots,
)
