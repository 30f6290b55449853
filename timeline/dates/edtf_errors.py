"""Why a text is not an EDTF date, and what to write instead.

This runs only when a text is refused, so nothing here is prepared in advance. The order of the
rules counts: the first that recognises the text explains it.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from timeline.base import days
from timeline.base.errors import Fault, TimelineError

_EXAMPLES = (
    "write 2017, 2017-10, 2017-10-05, 2017-22 for summer 2017, 2011-10-04/2011-10-05 for "
    "a span, or 2017~ for about 2017"
)
_LONGEST_LINE = 150
LONGEST_REMEDY = 300
"""A longer text says no more, and fills the screen."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


Reread = Callable[[str], object]


class EdtfError(TimelineError):
    """A text that is not an EDTF date, or that names one that cannot be.

    Attributes:
        text: the whole text.
        problem: what is wrong.
        remedy: what to write, with an example.
        position: the index in the text at which it is wrong, counted from 0.
        readings: the dates in EDTF that could be written instead.
        choice: what has to be decided between them, such as `order`; empty for another error.
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
        if len(remedy) > LONGEST_REMEDY or not remedy.isprintable():
            remedy = _EXAMPLES
        excerpt, column = (text, position + 1) if _fits_a_line(text) else ("", 0)
        super().__init__(Fault(problem, remedy, column=column, excerpt=excerpt))
        self.text = text
        self.problem = problem
        self.remedy = remedy
        self.position = position
        self.readings = readings
        self.choice = ""

    def __reduce__(self) -> tuple[type["EdtfError"], tuple[object, ...], dict[str, object]]:
        made = self.text, self.problem, self.remedy, self.position, self.readings
        return EdtfError, made, {"choice": self.choice}


def _fits_a_line(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and text.isprintable()


class Explanation(NamedTuple):
    """What is wrong with a part, what to write, and the index in the part at which it is wrong.

    The remedy has `{}` for each of the texts that can stand in the place of the part, in order.
    """

    problem: str
    remedy: str
    offset: int
    instead: tuple[str, ...] = ()


def make_error(text: str, start: int, end: int, reread: Reread | None) -> EdtfError:
    """Make the error for a part of a text that should be one date and is not.

    Args:
        text: the whole text.
        start: the index at which the part begins.
        end: the index just behind the part.
        reread: reads a text as a date, or raises EdtfError; None where no remedy is looked for.
    """
    part = text[start:end]
    # No date is longer, and some rules are slow on a long text.
    for rule in _RULES if len(part) <= _LONGEST_LINE else ():
        found = rule(part, start)
        if found is not None:
            return explain(text, start, end, found, reread)
    good = re.match(r"[?~%]?-?[0-9X]{2}[-?~%0-9X]*(?!$)", part)
    position = start + good.end() if good and _fits_a_line(part) else start
    return EdtfError(text, "this is not a date in EDTF", _EXAMPLES, position)


def explain(
    text: str, start: int, end: int, found: Explanation, reread: Reread | None
) -> EdtfError:
    """The error for a part of a text: its remedy has all of the text, and can be read.

    Args:
        text: the whole text.
        start: the index at which the part begins.
        end: the index just behind the part.
        found: what is wrong with the part.
        reread: reads a text as a date, or raises EdtfError; None where no remedy is looked for.
    """
    position = start + found.offset
    if not found.instead:
        return EdtfError(text, found.problem, found.remedy, position)
    written = [
        _repair(text[:start] + instead + text[end:], index, reread) if reread else ""
        for index, instead in enumerate(found.instead)
    ]
    readings = tuple(dict.fromkeys(filter(None, written)))
    remedy = found.remedy.format(*written) if all(written) else f"write {' or '.join(readings)}"
    return EdtfError(text, found.problem, remedy if readings else _EXAMPLES, position, readings)


def _repair(text: str, index: int, reread: Reread) -> str:
    """A text, if it is a date, or is one with its other parts repaired in the same way."""
    try:
        reread(text)
    except EdtfError as error:
        return error.readings[min(index, len(error.readings) - 1)] if error.readings else ""
    return text


def _explain_empty(part: str, start: int) -> Explanation | None:
    if part:
        return None
    return Explanation(
        ("a date is missing here" if start else "an empty text is not a date"), _EXAMPLES, 0
    )


def explain_spaces(part: str, _start: int = 0) -> Explanation | None:
    """Explain spaces in a text that is EDTF without them (EDTF level 2, sets, rule 4)."""
    space = re.search(r"\s", part)
    joined = "".join(re.sub(r"(?<=[0-9])\s+(?=[0-9]{2}:)", "T", part).split())
    like_edtf = r"[\[{]?(\.\.)?[?~%]?-?[0-9X]{4}(?![0-9X])[-0-9XYESTZ?~%:/.,+\]}]*"
    if space is None or not re.fullmatch(like_edtf, joined):
        return None
    return Explanation("there are no spaces in EDTF", "write {}", space.start(), (joined,))


def _explain_edges(part: str, _start: int) -> Explanation | None:
    """A space beside the slash of an interval."""
    if not part or part == part.strip():
        return None
    offset = 0 if part[0].isspace() else len(part.rstrip())
    return Explanation("there are no spaces in EDTF", "write {}", offset, (part.strip(),))


def _explain_brackets(part: str, _start: int) -> Explanation | None:
    bracket = re.search(r"[()]", part)
    if bracket is None or not re.search("[0-9]", part):
        return None
    problem = "parentheses belong to an older draft of EDTF"
    group = re.search(r"\(([-0-9X]+)\)([?~%])", part)
    if group is None:
        remedy = "put the mark right after the part it is for, as in 2004-06~-11"
        return Explanation(problem, remedy, bracket.start())
    inner, mark = group.groups()
    # Before a part, a mark is for that part alone.
    marked = f"{mark}{inner}" if group.start() and "-" not in inner else f"{inner}{mark}"
    instead = part[: group.start()] + marked + part[group.end() :]
    return Explanation(problem, "write {}", bracket.start(), (instead,))


def _explain_basic_format(part: str, _start: int) -> Explanation | None:
    day = r"(-?\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    found = re.fullmatch(day + r"(?:T(\d\d):?(\d\d):?(\d\d)(.*))?", part, re.ASCII)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    time = f"T{hour}:{minute}:{second}{zone}" if hour else ""
    problem = "the basic format, without hyphens and colons, is not EDTF"
    return Explanation(problem, "write {}", found.end(1), (f"{year}-{month}-{day}{time}",))


def _explain_month_in_a_row(part: str, _start: int) -> Explanation | None:
    """`201805`, a month without its hyphen."""
    found = re.fullmatch(r"((?:1[5-9]|20)[0-9]{2})(0[1-9]|1[0-2])", part)
    if found is None:
        return None
    problem = "the month is joined by a hyphen"
    return Explanation(problem, "write {}", found.end(1), (f"{found[1]}-{found[2]}",))


def _explain_days_in_a_row(part: str, _start: int) -> Explanation | None:
    """`20181225-20181227`, from day to day without hyphens."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)\s*[-\u2013]\s*(\d{4})(\d\d)(\d\d)", part, re.ASCII)
    if found is None:
        return None
    problem = "the basic format, without hyphens and colons, is not EDTF"
    first, last = "-".join(found.groups()[:3]), "-".join(found.groups()[3:])
    return Explanation(problem, "write {}", found.end(1), (f"{first}/{last}",))


def _explain_plus(part: str, _start: int) -> Explanation | None:
    """The years of Wikidata have a sign."""
    if not re.match(r"\+[0-9]{4}", part):
        return None
    return Explanation("a year after Christ has no sign", "write {}", 0, (part[1:],))


def _explain_long_year(part: str, _start: int) -> Explanation | None:
    found = re.match(r"[?~%]?(-?[0-9]{5,})", part)
    if found is None:
        return None
    return Explanation(
        "a year of more than four digits is written with a Y",
        "write {}, or for a day 2017-10-05",
        found.start(1),
        (part[: found.start(1)] + f"Y{found[1]}" + part[found.end(1) :],),
    )


def _explain_short_year(part: str, start: int) -> Explanation | None:
    if start and re.fullmatch(r"[0-9]{2}(-[0-9]{2})?", part):
        remedy = "write the end with its year, as in 2011-10-04/2011-10-05"
        return Explanation("the end of an interval is written in full", remedy, 0)
    found = re.fullmatch(r"[?~%]?(-?)([0-9]{1,3})([?~%]?)", part)
    if found is None:
        return None
    sign, digits, mark = found.groups()
    minus = sign if int(digits) else ""
    remedy = "write {} for that year"
    instead = [f"{minus}{digits:0>4}{mark}"]
    if len(digits) > 1:
        unit = "century" if len(digits) == 2 else "decade"
        remedy += f", {{}} for the {unit}"
        instead.append(f"{sign}{digits:X<4}{mark}")
    return Explanation("a year has four digits", remedy, found.start(1), tuple(instead))


def _explain_one_digit(part: str, _start: int) -> Explanation | None:
    found = re.fullmatch(r"(-?[0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", part)
    if found is None:
        return None
    year, month, day = found.groups()
    instead = year
    if int(month):
        instead += f"-{month:0>2}" + (f"-{day:0>2}" if int(day or 0) else "")
    return Explanation(
        "months and days have two digits",
        "write {}",
        found.start(2 if len(month) == 1 else 3),
        (instead,),
    )


def _explain_decade(part: str, _start: int) -> Explanation | None:
    found = re.fullmatch(r"([0-9]{3})0('?s)", part)
    if found is None:
        return None
    remedy, instead = "write {} for the decade", [f"{found[1]}X"]
    if found[1].endswith("0"):
        remedy += ", {} for the century"
        instead.append(f"{found[1][:2]}XX")
    return Explanation("an unspecified digit is X", remedy, found.start(2), tuple(instead))


def _explain_small_letters(part: str, _start: int) -> Explanation | None:
    shape = r"[?~%]?[yY]?-?[0-9][0-9xuX]*[-0-9xuXtTzZeEsS?~%:.+]*"
    small = re.search("[xutzyes]", part)
    if small is None or not re.fullmatch(shape, part):
        return None
    if small[0] == "u":
        instead = part.replace("u", "X")
        return Explanation("an unspecified digit is X", "write {}", small.start(), (instead,))
    problem = "EDTF has capital letters only"
    return Explanation(problem, "write {}", small.start(), (part.upper(),))


def _explain_two_marks(part: str, _start: int) -> Explanation | None:
    marks = re.search(r"[?~%]([?~%])+", part)
    if marks is None:
        return None
    instead = part[: marks.start()] + "%" + part[marks.end() :]
    remedy = "write % for both uncertain and approximate, as in {}"
    return Explanation("one place takes one mark", remedy, marks.start() + 1, (instead,))


def _explain_words(part: str, _start: int) -> Explanation | None:
    if part not in ("open", "unknown"):
        return None
    problem = f'"{part}" is of an older draft of EDTF'
    remedy = "write {} where it is open, {} where it is unknown"
    instead = ("..", "")
    if part == "unknown":
        remedy, instead = "write {} where it is unknown, {} where it is open", ("", "..")
    return Explanation(problem, remedy, 0, instead)


def _explain_qualified_season(part: str, _start: int) -> Explanation | None:
    """`2001-21^southern` of an older draft."""
    found = re.fullmatch(r"([0-9]{4})-(2[1-4])\^(\w+)", part, re.ASCII)
    if found is None:
        return None
    year, season, where = found.groups()
    code = int(season)
    code += {"n": 4, "s": 8}.get(where[0].lower(), 0)
    problem = "what follows ^ is of an older draft of EDTF"
    return Explanation(problem, "write {}", found.end(2), (f"{year}-{code}",))


def _explain_separators(part: str, _start: int) -> Explanation | None:
    found = re.search(rf"[{_DASHES}\\]", part)
    if found is None or not re.search("[0-9]", part):
        return None
    before, after = part[: found.start()], part[found.end() :]
    if found[0] == "\\" or all(re.match(r"[0-9X]{4}", side) for side in (before, after)):
        problem = "the two dates of an interval are parted by /"
        return Explanation(problem, "write {}", found.start(), (f"{before}/{after}",))
    instead = re.sub(f"[{_DASHES}]", "-", part)
    return Explanation(
        "the dash of EDTF is the plain hyphen", "write {}", found.start(), (instead,)
    )


def _explain_weeks(part: str, _start: int) -> Explanation | None:
    """Weeks and days counted through the year (ISO 8601-1:2019, 5.2.3 and 5.2.4)."""
    found = re.match(r"(-?[0-9]{4})-(?:W([0-9]{2})(?:-([1-7]))?|([0-9]{3})(?![0-9]))$", part)
    if found is None:
        return None
    year, week, of_week, of_year = found.groups()
    remedy = "write the day itself, as in {}"
    if of_year:
        instead = str(days.iso(days.day_number(int(year), 1, int(of_year))))
        problem = "there are no days counted through the year in EDTF"
    else:
        fourth = days.day_number(int(year), 1, 4)
        monday = fourth - (fourth + 3) % 7 + 7 * (int(week) - 1)
        instead = f"[{days.iso(monday)}..{days.iso(monday + 6)}]"
        if of_week:
            instead = str(days.iso(monday + int(of_week) - 1))
        else:
            remedy = "write {} for a day in it"
        problem = "there are no weeks in EDTF"
    return Explanation(problem, remedy, found.end(1) + 1, (instead,))


def _explain_long_year_parts(part: str, _start: int) -> Explanation | None:
    found = re.match(r"[?~%]?(Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?)[?~%]?(-)", part)
    if found is None:
        return None
    return Explanation(
        "a year after Y has no month or day", "write {}", found.start(2), (found[1],)
    )


def _explain_after_year(part: str, _start: int) -> Explanation | None:
    found = re.match(r"[?~%]?-?[0-9X]{4}(E|S[0-9]*)", part)
    if found is None:
        return None
    if found[1] == "E":
        return Explanation(
            "an exponent is for years after Y", "write Y17E7 for 170,000,000", found.start(1)
        )
    problem = "significant digits stand at the end of a whole year"
    return Explanation(problem, "write 1950S2 for 1950 within two digits", found.start(1))


def explain_numeric_day(part: str, _start: int = 0) -> Explanation | None:
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
    dates = tuple(
        f"{year}-{month:0>2}-{day:0>2}"
        for year, month, day in readings
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    )
    remedy = f"write {' or '.join('{}' for _ in dates)}" if dates else "write 2017-10-05"
    return Explanation(problem, remedy, 0, dates)


def _explain_dots(part: str, _start: int) -> Explanation | None:
    found = re.fullmatch(r"(\S*?)(\.\.)(\S*)", part)
    if found is None:
        return None
    remedy, instead = "write {}", [f"{found[1] or '..'}/{found[3] or '..'}"]
    if found[1] and found[3]:
        remedy += ", or {} for one of the dates between"
        instead.append(f"[{part}]")
    problem = "dots stand between dates in a set only"
    return Explanation(problem, remedy, found.start(2), tuple(instead))


def _explain_commas(part: str, _start: int) -> Explanation | None:
    if not re.fullmatch(r"[0-9X][-0-9X?~%]*(,\s*[0-9X][-0-9X?~%]*)+", part):
        return None
    dates = "".join(part.split())
    remedy = "write {} for one of them, {} for all of them"
    instead = (f"[{dates}]", f"{{{dates}}}")
    return Explanation("several dates stand in brackets", remedy, part.index(","), instead)


_RULES: tuple[Callable[[str, int], Explanation | None], ...] = (
    _explain_empty,
    _explain_edges,
    _explain_brackets,
    explain_numeric_day,
    _explain_commas,
    explain_spaces,
    _explain_basic_format,
    _explain_plus,
    _explain_month_in_a_row,
    _explain_days_in_a_row,
    _explain_long_year,
    _explain_short_year,
    _explain_one_digit,
    _explain_decade,
    _explain_small_letters,
    _explain_two_marks,
    _explain_words,
    _explain_qualified_season,
    _explain_separators,
    _explain_weeks,
    _explain_long_year_parts,
    _explain_after_year,
    _explain_dots,
)
