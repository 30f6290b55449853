"""What an EDTF date is made of: the tree that the grammar builds and the word printer reads.

Everything here is an immutable tuple. Digits stay as they were written, because `X` and leading
zeros mean something; `Single.year_number` gives the year as a number.
"""

from typing import Literal, NamedTuple, TypeAlias

Hemisphere: TypeAlias = Literal["north", "south"]
Precision: TypeAlias = Literal["year", "season", "month", "day"]
# How an interval ends, or begins, that has no date there: `..` or nothing at all.
Edge: TypeAlias = Literal["open", "unknown"]
# `?` uncertain, `~` approximate, `%` both, or nothing.
Mark: TypeAlias = Literal["", "?", "~", "%"]

UNMARKED: tuple[Mark, Mark, Mark] = ("", "", "")


class Single(NamedTuple):
    """One year, month, season or day, with its digits as written.

    `first` and `last` are the numbers of the first and the last day that it can be, without
    regard to `marks`; where digits are unspecified, of the earliest and latest day that exists.
    """

    first: int
    last: int
    year: str  # "2017", "-0043", "201X", "XXXX", "Y170000002", "Y-17E7"; without `S`
    month: str = ""  # "10", "1X", "XX"; empty when not written or when there is a season
    day: str = ""  # "05", "2X", "XX"; empty when not written
    season: int = 0  # 21 to 41; 0 for none
    marks: tuple[Mark, Mark, Mark] = UNMARKED  # of the year, the month or season, the day
    significant: int = 0  # the number after `S`; 0 for none
    time: str = ""  # "23:20:30", "23:20:30+04:30"; what stands after `T`

    @property
    def year_number(self) -> int | None:
        """The year (exponent applied), or None when one of its digits is unspecified."""
        if "X" in self.year:
            return None
        base, _, exponent = self.year.removeprefix("Y").partition("E")
        return int(base + "0" * int(exponent or 0))

    @property
    def precision(self) -> Precision:
        """The finest part that is written, be its digits specified or not."""
        if self.day:
            return "day"
        if self.month:
            return "month"
        return "season" if self.season else "year"

    @property
    def mark(self) -> Mark | None:
        """The mark that all written parts share, "" when none has any; None when they differ."""
        written = set(self.marks[: self.parts])
        return written.pop() if len(written) == 1 else None

    @property
    def parts(self) -> int:
        """How many of year, month (or season) and day are written: 1 to 3."""
        return 3 if self.day else 2 if self.month or self.season else 1


class Interval(NamedTuple):
    """`start/end`; a side without a date says whether it is open or unknown."""

    start: Single | Edge
    end: Single | Edge


class Range(NamedTuple):
    """`first..last` in a set, both included; None on the side that is left out.

    Only the first member of a set has no `first`, and only the last one no `last`.
    """

    first: Single | None
    last: Single | None


class SetOf(NamedTuple):
    """`[..]`, kind "one": one of the members; `{..}`, kind "all": all of them."""

    kind: Literal["one", "all"]
    members: tuple[Single | Range, ...]


Node: TypeAlias = Single | Interval | SetOf
