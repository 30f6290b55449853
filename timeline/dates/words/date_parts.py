"""The parts of one date of a phrase."""

from typing import NamedTuple

from timeline.dates.words.tokens import Token


class DateParts(NamedTuple):
    """The parts of one date as digits of EDTF; empty where they are not written."""

    first_token: Token
    year: str = ""
    unit: str = ""  # the month, season or portion of the year
    day: str = ""
    marks_before: str = ""  # the marks written before it
    marks_after: str = ""  # and after it
    start_year_known: bool = False  # of a season over two years: it is plain in which it begins
    weekday: str = ""
    part: Token | None = None  # "early", "late", "end": a part of it that has no bounds
    time: str = ""  # of day, as EDTF has it
    old_style: bool = False  # whether the day is one of the Julian calendar
    period: str = ""  # EDTF of a time that is no single date, such as a week

    @property
    def mark(self) -> str:
        """The one mark of EDTF for all marks that were written."""
        marks = set(self.marks_before + self.marks_after)
        return "%" if len(marks) > 1 else "".join(marks)

    @property
    def edtf(self) -> str:
        """The date as EDTF."""
        if self.period:
            return self.period
        date = "-".join(filter(None, (self.year, self.unit, self.day)))
        return date + (f"T{self.time}" if self.time else "") + self.mark

    @property
    def precision(self) -> tuple[bool, bool]:
        """Whether it has a month or season, and a day."""
        return bool(self.unit), bool(self.day)
