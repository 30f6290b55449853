"""From EDTF text to the tree of its parts; what is not EDTF is refused, never repaired.

The grammar is that of the Library of Congress (4 February 2019), levels 0, 1 and 2; docstrings
name its sections. `dates.edtf_errors` explains the texts that do not look like EDTF at all.
"""

import re
from typing import NoReturn, cast

from timeline.base.days import days_in_month
from timeline.dates.day_ranges import (
    find_day_range,
    find_season_range,
    find_year_range,
    list_numbers,
)
from timeline.dates.edtf_errors import (
    Explanation,
    Reread,
    explain,
    explain_numeric_day,
    explain_spaces,
    make_error,
)
from timeline.dates.tree import (
    UNMARKED,
    Edge,
    Hemisphere,
    Interval,
    Mark,
    Node,
    Range,
    SetOf,
    Single,
)

# So that the numbers of days, also those of years widened by their marks, fit into the 64-bit
# integers of SQLite.
_LARGEST_YEAR = 10**15

_DATE = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_YEAR = re.compile(r"([?~%]?)(Y?)(-?)([0-9]+)(?:E([0-9]+))?(?:S([0-9]+))?([?~%]?)")
_CLOSING = {"[": "]", "{": "}"}
_OPENING = {"]": "[", "}": "{"}
_MOST_REPAIRS = 3
"""How many parts of a text are replaced to say what could be written."""
_TIME_REMEDY = "write 1985-04-12T23:20:30, 1985-04-12T23:20:30Z or 1985-04-12T23:20:30+04:30"
_SET_REMEDY = "write [1667,1668,1670..1672] for one of these years, {1960,1961-12} for all"


def parse_tree(text: str, hemisphere: Hemisphere, repairs: int = _MOST_REPAIRS) -> Node:
    """Parse an EDTF text.

    Args:
        text: the text.
        hemisphere: the one that the seasons 21 to 24 are of.
        repairs: so many parts can be replaced, one after another, to say what could be written.

    Raises:
        EdtfError: the text is not EDTF.
    """
    reader = _Parser(text, hemisphere, repairs)
    if text[:1] in _CLOSING or text[-1:] in _OPENING:
        return reader.parse_set()
    if "/" in text:
        return reader.parse_interval()
    return reader.parse_single(0, len(text))


class _Parser:
    """Parses one text; errors have the index in it at which it is wrong."""

    __slots__ = ("hemisphere", "repairs", "text")

    def __init__(self, text: str, hemisphere: Hemisphere, repairs: int) -> None:
        self.text = text
        self.hemisphere = hemisphere
        self.repairs = repairs

    @property
    def reread(self) -> Reread | None:
        """Reads a text with a part replaced; None once enough parts were."""
        if not self.repairs:
            return None
        return lambda text: parse_tree(text, self.hemisphere, self.repairs - 1)

    def refuse(
        self,
        problem: str,
        remedy: str,
        position: int,
        part: tuple[int, int] = (0, 0),
        instead: tuple[str, ...] = (),
    ) -> NoReturn:
        """Refuse the text; the remedy has `{}` for each text that can stand instead of the part."""
        found = Explanation(problem, remedy, position - part[0], instead)
        raise explain(self.text, *part, found, self.reread)

    # Level 0 date, level 1 qualification and seasons, level 2 qualification and unspecified digits

    def parse_single(self, start: int, end: int) -> Single:
        """One date, with a time or without."""
        found = _DATE.fullmatch(self.text, start, end)
        if found is None:
            if self.text.find("T", start, end) > start:
                return self._parse_with_time(start, end)
            return self._parse_long_year(start, end)
        year, month, day = found.group(2, 5, 8)
        if year == "-0000":
            self._refuse_minus_zero(found.start(2))
        marks = found.group(1, 3, 4, 6, 7, 9)
        shared = _assign_marks(marks) if any(marks) else UNMARKED
        if month and "X" not in month and 21 <= int(month) <= 41:
            if day:
                problem = "a season has no days"
                remedy = "write {}, or a month and a day"
                season = (f"{year}-{month}",)
                self.refuse(problem, remedy, found.start(8), found.span(), season)
            first, last = find_season_range(year, int(month), self.hemisphere)
            return Single(first, last, year, season=int(month), marks=shared)
        days = find_day_range(year, month or "", day or "")
        if days is None:
            self._refuse_day(found, year, month, day)
        return Single(*days, year, month or "", day or "", marks=shared)

    def _refuse_minus_zero(self, position: int) -> NoReturn:
        self.refuse(
            "there is no year -0000",
            "write 0000 for the year before 0001, -0001 for the year before that",
            position,
        )

    def _refuse_day(self, found: re.Match[str], year: str, month: str, day: str | None) -> NoReturn:
        day = day or ""
        span = found.span()
        if month == "00" or day == "00":
            self._refuse_zero(found, year, month)
        if not list_numbers(month, 12):
            problem, at = f"there is no month {month}", found.start(5)
            if day and find_day_range(year, day, month):
                swapped = (f"{year}-{day}-{month}",)
                self.refuse(problem, "write {} if day and month are swapped", at, span, swapped)
            may_be_years = not day and year.isdigit() and month.isdigit() and month > year[2:]
            if may_be_years and "/" not in self.text:
                years = (f"{year}/{year[:2]}{month}",)
                self.refuse(problem, "write {} for those years", at, span, years)
            remedy = f"write {year}-10 for October {year}; 21 to 41 are seasons"
            self.refuse(problem, remedy, at)
        at = found.start(8)
        if not list_numbers(day, 31):
            problem = f"there is no day {day} in any month"
            self.refuse(problem, "write a day from 01 to 31, as in 2017-10-05", at)
        if "X" in month:
            problem = f"there is no day {day} in any month {month}"
            self.refuse(problem, "write a day that exists, as in 1984-1X-25", at)
        length = days_in_month(2000 if "X" in year else int(year), int(month))
        if day == "29":
            length = 28  # then none of the years that X can stand for is a leap year
        from timeline.dates.vocabulary import MONTHS  # noqa: PLC0415 (only a refusal names a month)

        problem = f"{MONTHS[int(month) - 1]} {year} has {length} days, there is no day {day}"
        last = (f"{year}-{month}-{length}",)
        self.refuse(problem, "write {} for its last day", at, span, last)

    def _refuse_zero(self, found: re.Match[str], year: str, month: str) -> NoReturn:
        """Refuse 00, by which databases say that a month or a day is not known."""
        if month == "00" and year in ("0000", "-0000"):
            problem = "this stands for no date"
            self.refuse(problem, "write the year, or leave the date out", found.start())
        unit = "month" if month == "00" else "day"
        instead = year if month == "00" else f"{year}-{month}"
        at = found.start(5 if month == "00" else 8)
        remedy = f"write {{}} where the {unit} is not known"
        self.refuse(f"there is no {unit} 00", remedy, at, found.span(), (instead,))

    # Level 0 date and time

    def _parse_with_time(self, start: int, end: int) -> Single:
        at = self.text.index("T", start, end)
        day, time = self.text[start:at], self.text[at + 1 : end]
        if not re.fullmatch(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
            if _DATE.fullmatch(day):
                problem = "a time needs a whole day before it, without X or marks"
                self.refuse(problem, "write 1985-04-12T23:20:30", start)
            raise make_error(self.text, start, end, self.reread)
        date = self.parse_single(start, at)
        mark = re.search("[?~%]", time)
        if mark is not None:
            unmarked = (re.sub("[?~%]", "", self.text[start:end]),)
            problem, at = "a date with a time takes no marks", at + 1 + mark.start()
            self.refuse(problem, "write {}", at, (start, end), unmarked)
        found = re.fullmatch(
            r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9:]+)?", time
        )
        if found is None:
            problem = "this is not a time with hours, minutes and seconds"
            minutes = re.fullmatch("([0-9]{2}:[0-9]{2})(Z|[+-][0-9:]+)?", time)
            whole = (f"{day}T{minutes[1]}:00{minutes[2] or ''}",) if minutes else ()
            self.refuse(problem, "write {}" if whole else _TIME_REMEDY, at + 1, (start, end), whole)
        self._check_clock(found, at + 1)
        self._check_zone(found[5] or "Z", at + 1 + found.start(5), end)
        return date._replace(time=time)

    def _check_clock(self, found: re.Match[str], at: int) -> None:
        hour, minute, second = (int(number) for number in found.group(1, 2, 3))
        # The end of a day may be written 24:00:00 (ISO 8601-1:2019/Amd 1:2022).
        midnight = hour == 24 and not (minute or second or (found[4] or "").strip("0"))
        if hour > 23 and not midnight:
            problem = f"there is no hour {hour}"
            if hour == 24:
                problem = "there is no hour 24 but 24:00:00, the end of the day"
            self.refuse(problem, _TIME_REMEDY, at)
        if minute > 59:
            self.refuse(f"there is no minute {minute}", _TIME_REMEDY, at + 3)
        if second > 60:  # 60 is a leap second
            self.refuse(f"there is no second {second}", _TIME_REMEDY, at + 6)

    def _check_zone(self, zone: str, at: int, end: int) -> None:
        if zone == "Z":
            return
        found = re.fullmatch(r"[+-]([0-9]{2})(:?)([0-9]{2})?", zone)
        if found is None or (found[2] and not found[3]):
            self.refuse("this is not a zone", _TIME_REMEDY, at)
        hour, colon, minute = found.groups()
        part = (at, end)
        if int(hour) > 23 or int(minute or 0) > 59:
            problem, remedy = f"there is no zone {zone}", "write {}, or +23:59 at most"
            self.refuse(problem, remedy, at, part, ("Z",))
        if zone in ("-00", "-00:00", "-0000"):
            self.refuse(f"there is no zone {zone}", "write {}", at, part, ("Z",))
        if minute and not colon:
            problem = "a zone is written with a colon"
            self.refuse(problem, "write {}", at, part, (f"{zone[:3]}:{minute}",))

    # Level 1 letter-prefixed year, level 2 exponential year and significant digits

    def _parse_long_year(self, start: int, end: int) -> Single:
        found = _YEAR.fullmatch(self.text, start, end)
        # Without Y there are four digits, and these come here only for their `S`.
        if found is None or not (found[2] or (len(found[4]) == 4 and found[6] and not found[5])):
            raise make_error(self.text, start, end, self.reread)
        number = self._parse_long_year_number(found)
        significant = found[6]
        if significant is not None and not 1 <= int(significant[:9]) <= 99:
            problem = "the number of significant digits is 1 to 99"
            self.refuse(problem, "write 1950S2 for 1950 within two digits", found.start(6))
        digits = int(significant or 0)
        year = self.text[found.start(2) : found.end(5) if found[5] else found.end(4)]
        marks = _assign_marks((found[1], found[7], "", "", "", ""))
        return Single(*find_year_range(number, digits), year, marks=marks, significant=digits)

    def _parse_long_year_number(self, found: re.Match[str]) -> int:
        sign, digits, exponent = found.group(3, 4, 5)
        at = found.start(4)
        if len(digits) > 16 or len(exponent or "") > 2:
            self._refuse_large(at)
        number = int(f"{digits}{'0' * int(exponent or 0)}")
        if number > _LARGEST_YEAR:
            self._refuse_large(at)
        if not found[2]:
            if sign and not number:
                self._refuse_minus_zero(found.start(3))
        elif number < 10_000:
            year = (f"{sign if number else ''}{number:04d}",)
            problem = "after Y stands a year of more than four digits"
            part = (found.start(2), found.end(5) if found[5] else found.end(4))
            self.refuse(problem, "write {} for that year", at, part, year)
        elif digits.startswith("0"):
            problem = "after Y stands a year without leading zeros"
            self.refuse(problem, "write {}", at, found.span(4), (digits.lstrip("0"),))
        return -number if sign else number

    def _refuse_large(self, position: int) -> NoReturn:
        problem = "the year is too large: the limits are -10^15 and 10^15"
        self.refuse(problem, "write a year within them, as in Y17E7", position)

    # Level 0 interval, level 1 extended interval, level 2 qualified interval

    def parse_interval(self) -> Interval:
        """`start/end`, where either side may be `..` or empty, but not both empty."""
        slash = self.text.index("/")
        second = self.text.find("/", slash + 1)
        if second >= 0:
            found = explain_numeric_day(self.text)
            if found:
                raise explain(self.text, 0, len(self.text), found, self.reread)
            problem = "an interval has one / between two dates"
            self.refuse(problem, "write 2011-10-04/2011-10-05", second)
        if self.text == "/":
            problem = "an interval with both sides unknown says nothing"
            self.refuse(problem, "write 2017/ or /2017, or ../.. for always", 0)
        start = self._parse_side(0, slash)
        end = self._parse_side(slash + 1, len(self.text))
        if isinstance(start, Single) and isinstance(end, Single) and end.last < start.first:
            self._refuse_reversed(0, "/", len(self.text))
        return Interval(start, end)

    def _parse_side(self, start: int, end: int) -> Single | Edge:
        part = self.text[start:end]
        if not part:
            return "unknown"
        if part == "..":
            return "open"
        date = self.parse_single(start, end)
        self._refuse_time(date, start)
        if date.year.startswith("Y"):
            problem = "a year after Y cannot be a side of an interval"
            self.refuse(problem, "write {Y-61000..-2000}, a set of all years between", start)
        return date

    def _refuse_time(self, date: Single, position: int) -> None:
        if date.time:
            problem = "an interval has no times of day"
            at = self.text.index("T", position)
            part = (at, at + 1 + len(date.time))
            self.refuse(problem, "write {}", at, part, ("",))

    def _refuse_reversed(self, start: int, sign: str, end: int) -> NoReturn:
        first, second = self.text[start:end].split(sign)
        swapped = (f"{second}{sign}{first}",)
        problem, at = "the end comes before the start", start + len(first + sign)
        self.refuse(problem, "write {} if swapped", at, (start, end), swapped)

    # Level 2 sets

    def parse_set(self) -> SetOf:
        """`[..]` or `{..}` with members parted by commas, without spaces."""
        text = self.text
        found = explain_spaces(text)
        if found is not None:
            raise explain(text, 0, len(text), found, self.reread)
        self._check_brackets()
        if len(text) == 2:
            self.refuse("a set has at least one member", _SET_REMEDY, 1)
        members: list[Single | Range] = []
        start = 1
        for member in text[1:-1].split(","):
            end = start + len(member)
            members.append(self._parse_member(start, end))
            start = end + 1
        return SetOf("one" if text[0] == "[" else "all", tuple(members))

    def _check_brackets(self) -> None:
        text = self.text
        if text[0] not in _CLOSING:
            opening = _OPENING[text[-1]]
            self.refuse(f"the {opening} before {text[-1]} is missing", _SET_REMEDY, 0)
        closing = _CLOSING[text[0]]
        inner = re.search(r"[][{}]", text[1:])
        if inner is None:
            end = (len(text), len(text))
            remedy = "write {}" if len(text) > 1 else _SET_REMEDY
            problem = f"the {closing} after {text[0]} is missing"
            self.refuse(problem, remedy, len(text), end, (closing,) if len(text) > 1 else ())
        at = inner.start() + 1
        if inner[0] in _CLOSING:
            self.refuse("a set has no sets in it", _SET_REMEDY, at)
        if inner[0] != closing:
            problem = f"{text[0]} is closed by {closing}, not by {inner[0]}"
            self.refuse(problem, "write {}", at, (at, len(text)), (closing,))
        if at < len(text) - 1:
            self.refuse(f"nothing can follow {closing}", _SET_REMEDY, at + 1)

    def _parse_member(self, start: int, end: int) -> Single | Range:
        slash = self.text.find("/", start, end)
        if slash >= 0:
            part = (slash, slash + 1)
            self.refuse("in a set a range has dots", "write {}", slash, part, ("..",))
        dots = self.text.find("..", start, end)
        if dots < 0:
            return self.parse_single(start, end)
        more = self.text.find("..", dots + 2, end)
        if more >= 0:
            self.refuse("a range has dots once", _SET_REMEDY, more)
        return self._parse_range(start, dots, end)

    def _parse_range(self, start: int, dots: int, end: int) -> Range:
        first = self.parse_single(start, dots) if dots > start else None
        last = self.parse_single(dots + 2, end) if dots + 2 < end else None
        for date, position in ((first, start), (last, dots + 2)):
            if date is not None:
                self._refuse_time(date, position)
        if first is None or last is None:
            self._check_open_range(start, dots, end)
        # Both ends are of one precision (EDTF level 2, sets, rule 3).
        elif first.precision != last.precision:
            problem = f"the dots stand between a {first.precision} and a {last.precision}"
            self.refuse(problem, "write both alike, as in [1670-01..1672-12]", dots)
        elif last.last < first.first:
            self._refuse_reversed(start, "..", end)
        return Range(first, last)

    def _check_open_range(self, start: int, dots: int, end: int) -> None:
        """Dots without a date on one side stand at the ends of the set (rule 2)."""
        if dots == start and dots + 2 == end:
            self.refuse("the dots stand next to no date", _SET_REMEDY, dots)
        if dots == start and start != 1:
            problem = "dots without a date before them begin a set"
            self.refuse(problem, "write [..1670,1672]", dots)
        if dots + 2 == end and end != len(self.text) - 1:
            problem = "dots without a date after them end a set"
            self.refuse(problem, "write [1670,1672..]", dots)


def _assign_marks(beside: tuple[str | None, ...]) -> tuple[Mark, Mark, Mark]:
    """The marks of year, month and day, from those left and right of each.

    One to the left of a part is for that part, one to the right for it and all before it (EDTF
    level 2, qualification of individual components and of groups).
    """
    left_of_year, after_year, left_of_month, after_month, left_of_day, after_day = beside
    return (
        _merge_marks(left_of_year, after_year, after_month, after_day),
        _merge_marks(left_of_month, after_month, after_day),
        _merge_marks(left_of_day, after_day),
    )


def _merge_marks(*marks: str | None) -> Mark:
    distinct = {mark for mark in marks if mark}
    if len(distinct) > 1:
        return "%"  # uncertain and approximate
    return cast("Mark", distinct.pop()) if distinct else ""
