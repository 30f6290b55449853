"""Uncertain dates: EDTF text to bounds and three-valued tests.

EDTF is the Extended Date/Time Format of ISO 8601-2 in the profile of the Library of Congress
(4 February 2019, https://www.loc.gov/standards/datetime/), here with all of its levels 0, 1 and
2. This is the module that others import from. `dates.tree` has what a date is made of,
`dates.grammar` turns a text into it, `dates.day_ranges` finds the days that it allows, and
`dates.bounds` says what four bounds tell about a range of days.
"""

import functools
import math
from collections.abc import Callable
from typing import Any, NoReturn

from timeline.dates.bounds import Bounds, Match
from timeline.dates.day_ranges import (
    bound_members,
    combine_bounds,
    find_named_range,
    limit_to_begun,
    match_joint_cover,
    season_months,
)
from timeline.dates.edtf_errors import EdtfError
from timeline.dates.grammar import parse_tree
from timeline.dates.tree import (
    Edge,
    Hemisphere,
    Interval,
    Mark,
    Node,
    Precision,
    Range,
    SetOf,
    Single,
)

__all__ = [
    "Bounds",
    "Date",
    "Edge",
    "EdtfError",
    "Hemisphere",
    "Interval",
    "Mark",
    "Match",
    "Node",
    "Precision",
    "Range",
    "SetOf",
    "Single",
    "parse",
    "season_months",
]


class Date:
    """An EDTF date: its text, what it is made of, its bounds, and tests on them.

    `parse` makes dates, and they never change. Two dates are equal when they have the same text,
    the same days (which for seasons depend on the hemisphere), and the same `seen` and `told`.

    Attributes:
        text: the EDTF as written.
        node: what it is made of, for printing it in words.
        nominal: the bounds for display and sorting; `?`, `~` and `%` do not count.
        tested: the bounds that the tests use, widened where a part is qualified. For a set they
            are formed of those of its members; the tests themselves ask each member.
        seen: the day until which an open end is certain; plus infinity when nothing limits it.
        told: the day by the end of which it had begun; plus infinity when nothing limits it.
    """

    __slots__ = ("_form", "_members", "node", "nominal", "seen", "tested", "text", "told")

    text: str
    node: Node
    nominal: Bounds
    tested: Bounds
    seen: float
    told: float
    _members: tuple[Bounds, ...]  # the tested bounds of each member
    _form: "Callable[[], Date]"  # of one whose bounds were given: the same date, formed of its text

    def __init__(
        self, text: str, node: Node, seen: float = math.inf, told: float = math.inf
    ) -> None:
        """Form the bounds of a tree; use `parse` to get a date from a text."""
        put = object.__setattr__
        put(self, "text", text)
        put(self, "node", node)
        put(self, "seen", seen)
        put(self, "told", told)
        nominal = bound_members(node, seen)
        tested = bound_members(node, seen, widen=True) if self.qualified else nominal
        if told != math.inf:
            tested = limit_to_begun(node, tested, told)
        put(self, "_members", tested)
        put(self, "nominal", combine_bounds(node, nominal))
        put(self, "tested", combine_bounds(node, tested))

    @classmethod
    def of_bounds(
        cls, text: str, tested: Bounds, nominal: Bounds | None, form: "Callable[[], Date]"
    ) -> "Date":
        """A date of which bounds are known; it is read only if more of it is asked for.

        Args:
            text: EDTF.
            tested: its tested bounds.
            nominal: its nominal bounds; None where they are not known.
            form: gives the same date, formed of its text.
        """
        date: Date = object.__new__(cls)
        _put_text(date, text)
        _put_tested(date, tested)
        _put_form(date, form)
        if nominal is not None:
            _put_nominal(date, nominal)
        return date

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (of any attribute)
        if name not in ("_members", "node", "nominal", "seen", "told"):
            raise AttributeError(name)
        formed = self._form()
        for left_out in ("_members", "node", "nominal", "seen", "told"):
            object.__setattr__(self, left_out, getattr(formed, left_out))
        return getattr(formed, name)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Date never changes: {name}")

    def __reduce__(self) -> tuple[type["Date"], tuple[str, Node, float, float]]:
        return Date, (self.text, self.node, self.seen, self.told)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Date):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Date({self.text!r})"

    @property
    def earliest(self) -> float:
        """The first day it can have started, nominally; minus infinity if open or unknown."""
        return self.nominal.earliest_start

    @property
    def latest(self) -> float:
        """The last day it can have ended, nominally; plus infinity if open or unknown."""
        return self.nominal.latest_end

    @property
    def members(self) -> tuple[Bounds, ...]:
        """The tested bounds of each member of a set; of what is no set, its own alone."""
        return self._members

    @property
    def open_start(self) -> bool:
        """Whether it begins with `..`, as an interval or as a set."""
        return self._has_edge("open", 0)

    @property
    def open_end(self) -> bool:
        """Whether it ends with `..`, as an interval or as a set; also when last seen."""
        return self._has_edge("open", 1)

    @property
    def unknown_start(self) -> bool:
        """Whether it is an interval with nothing before the `/`."""
        return self._has_edge("unknown", 0)

    @property
    def unknown_end(self) -> bool:
        """Whether it is an interval with nothing after the `/`."""
        return self._has_edge("unknown", 1)

    def _has_edge(self, edge: Edge, side: int) -> bool:
        node = self.node
        if isinstance(node, Interval):
            return node[side] == edge
        if isinstance(node, SetOf) and edge == "open":
            outermost = node.members[-side]
            return isinstance(outermost, Range) and outermost[side] is None
        return False

    @property
    def sort_key(self) -> tuple[float, float, str]:
        """Earliest start, latest end, text; without an earliest start, the latest end.

        What has neither is sorted by the day on which it was last seen.
        """
        earliest, latest = self.nominal.earliest_start, self.nominal.latest_end
        first = earliest if earliest != -math.inf else min(latest, self.seen)
        return (first, latest, self.text)

    @property
    def qualified(self) -> bool:
        """Whether any part is marked `?`, `~` or `%`."""
        text = self.text
        return "?" in text or "~" in text or "%" in text

    def within(self, a: float, b: float) -> Match:
        """Whether it lies wholly in the days a to b, both included (a <= b)."""
        answers = [unit.within(a, b) for unit in self._members]
        return self._combine_answers(answers, min(answers))

    def overlaps(self, a: float, b: float) -> Match:
        """Whether at least one of its days is in a to b, both included (a <= b)."""
        answers = [unit.overlaps(a, b) for unit in self._members]
        return self._combine_answers(answers, max(answers))

    def covers(self, a: float, b: float) -> Match:
        """Whether every day of a to b, both included (a <= b), is one of its days."""
        if isinstance(self.node, SetOf) and self.node.kind == "all":
            return match_joint_cover(self._members, a, b)
        answers = [unit.covers(a, b) for unit in self._members]
        return self._combine_answers(answers, answers[0])

    def before(self, a: float) -> Match:
        """Whether it is over before day a."""
        answers = [unit.before(a) for unit in self._members]
        return self._combine_answers(answers, min(answers))

    def after(self, b: float) -> Match:
        """Whether it starts after day b."""
        answers = [unit.after(b) for unit in self._members]
        return self._combine_answers(answers, min(answers))

    def begun_by(self, day: float) -> Match:
        """Whether it has started by the end of that day; of all-of, the first member."""
        return self.tested.begun_by(day)

    def names_day_in(self, a: float, b: float) -> bool:
        """Whether a day of a to b (both included) lies between two that the date names.

        It names the days of the dates that it is written with, each as wide as its marks make it,
        all that bounds it otherwise, and of an open end those until it was last seen. What lies
        beyond them in the direction of an open or unknown side may be a day of it all the same.
        """
        first, last = self.named_range
        return first <= b and last >= a

    @property
    def named_range(self) -> tuple[float, float]:
        """The first and the last of the days that it names; (inf, -inf) if it names none."""
        return find_named_range(self.node, self._members)

    def _combine_answers(self, answers: list[Match], all_of: Match) -> Match:
        """The answer of one-of when its members agree, else possible; of all-of, `all_of`."""
        if isinstance(self.node, SetOf) and self.node.kind == "all":
            return all_of
        return answers[0] if len(set(answers)) == 1 else Match.POSSIBLE

    def seen_until(self, day: int) -> "Date":
        """The same date, whose open end (`..`) is certain only up to that day, possible after.

        The earliest end becomes the later of `day` and the earliest start; all else stays. A
        date that does not last until `..` stays what it is, also `[1760..]`: that is one moment.
        """
        if not self.open_end or (isinstance(self.node, SetOf) and self.node.kind == "one"):
            return self
        return Date(self.text, self.node, day, self.told)

    def told_by(self, day: float) -> "Date":
        """The same date, of what had begun by the end of a day; a single moment was over by then.

        The tests are narrowed, what is shown is not. A member of "one of" that can only have begun
        later is left out while others remain; else what contradicts the day stays as it is.
        """
        if max(unit.latest_start for unit in self._members) <= day:
            return self
        return Date(self.text, self.node, self.seen, day)

    def tested_told_by(self, day: float) -> Bounds:
        """The tested bounds of `told_by`, of a date that no other day limits so."""
        members = self._members
        if len(members) == 1 and members[0].latest_start <= day:
            return self.tested
        return combine_bounds(self.node, limit_to_begun(self.node, members, day))


_put_text, _put_tested, _put_nominal, _put_form = (
    vars(Date)[name].__set__ for name in ("text", "tested", "nominal", "_form")
)


def parse(text: str, hemisphere: Hemisphere = "north") -> Date:
    """Read an EDTF date; `hemisphere` is the one that the seasons 21 to 24 are of.

    Raises:
        EdtfError: the text is not EDTF, or names a day that does not exist, or ends before it
            starts. Nothing is repaired: `[1667, 1668]` has a space and is refused.
    """
    return _parse(text, hemisphere)


@functools.lru_cache(maxsize=1 << 14)
def _parse(text: str, hemisphere: Hemisphere) -> Date:
    return Date(text, parse_tree(text, hemisphere))
