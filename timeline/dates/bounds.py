"""The four bounds of a date, and what they say about a range of days.

A date that is not known to the day allows many pairs (start, end). Its bounds say which: the
start lies in [earliest_start, latest_start], the end in [earliest_end, latest_end], and no end
comes before its start. A test is *certain* when it holds for every such pair, *impossible* when
it holds for none, and *possible* otherwise; for one set of bounds the rules below are exact.

Days are day numbers (see `timeline.base.days`); plus and minus infinity stand for a side without
a limit.
"""

import enum
from typing import Literal, NamedTuple


class Match(enum.IntEnum):
    """The answer of a test on an uncertain date, in rising order."""

    IMPOSSIBLE = 0
    POSSIBLE = 1
    CERTAIN = 2

    @property
    def word(self) -> Literal["impossible", "possible", "certain"]:
        """The answer as it is shown."""
        words: tuple[Literal["impossible", "possible", "certain"], ...]
        words = ("impossible", "possible", "certain")
        return words[self]


def _choose_match(*, certain: bool, impossible: bool) -> Match:
    if certain:
        return Match.CERTAIN
    return Match.IMPOSSIBLE if impossible else Match.POSSIBLE


class Bounds(NamedTuple):
    """Between which days something starts and ends, all days included.

    Each is a day number, or plus or minus infinity, and they are in order: earliest before latest,
    each start before its end (earliest_start <= earliest_end, latest_start <= latest_end). The
    tests rely on it. Ranges `a` to `b` in the tests include both days, may be infinite on either
    side, and have a <= b.
    """

    earliest_start: float
    latest_start: float
    earliest_end: float
    latest_end: float

    def within(self, a: float, b: float) -> Match:
        """Whether it lies wholly in the days a to b."""
        return _choose_match(
            certain=a <= self.earliest_start and self.latest_end <= b,
            impossible=self.latest_start < a or self.earliest_end > b,
        )

    def overlaps(self, a: float, b: float) -> Match:
        """Whether at least one of its days is in a to b."""
        return _choose_match(
            certain=self.latest_start <= b and self.earliest_end >= a,
            impossible=self.earliest_start > b or self.latest_end < a,
        )

    def covers(self, a: float, b: float) -> Match:
        """Whether every day of a to b is one of its days."""
        return _choose_match(
            certain=self.latest_start <= a and self.earliest_end >= b,
            impossible=self.earliest_start > a or self.latest_end < b,
        )

    def before(self, a: float) -> Match:
        """Whether it is over before day a."""
        return _choose_match(certain=self.latest_end < a, impossible=self.earliest_end >= a)

    def after(self, b: float) -> Match:
        """Whether it starts after day b."""
        return _choose_match(certain=self.earliest_start > b, impossible=self.latest_start <= b)

    def begun_by(self, day: float) -> Match:
        """Whether it has started by the end of that day."""
        return _choose_match(certain=self.latest_start <= day, impossible=self.earliest_start > day)
