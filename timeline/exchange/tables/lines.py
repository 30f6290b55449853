"""Rows of a table below its header, and the texts in their cells."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from timeline.base.errors import Fault, TimelineError


class Line(NamedTuple):
    """One row of a table below its header; it counts from 1, the header included."""

    number: int
    cells: Sequence[str]


class Unreadable(str):
    """A cell that a column must not be taken from, and why; it stands there as this text."""

    __slots__ = ("fault",)
    fault: Fault

    def __new__(cls, text: str, problem: str, remedy: str) -> Self:
        """The cell."""
        made = super().__new__(cls, text)
        made.fault = Fault(problem, remedy)
        return made


_HIDDEN = str.maketrans(
    {**dict.fromkeys("\u200b\u2060\ufeff\xad"), **dict.fromkeys("\xa0\u2007\u202f", " ")}
)
"""Signs that are not seen, and that no word needs; blanks that look like others."""


def without_hidden(text: str) -> str:
    """The text of a cell without signs that are not seen, at its ends or within."""
    return text.strip() if text.isascii() else text.translate(_HIDDEN).strip()


def cell_text(values: Mapping[str, str], column: str) -> str:
    """The text in a column of a row.

    Raises:
        TimelineError: the cell cannot be read.
    """
    text = values.get(column, "")
    if isinstance(text, Unreadable):
        raise TimelineError(text.fault)
    return text


class Lookahead:
    """Rows one after the other, of which those to come can be seen."""

    def __init__(self, rows: Iterable[Line | Fault]) -> None:
        self.rows = iter(rows)
        self.seen: deque[Line | Fault] = deque()

    def __iter__(self) -> Iterator[Line | Fault]:
        while True:
            if self.seen:
                yield self.seen.popleft()
                continue
            try:
                yield next(self.rows)
            except StopIteration:
                return

    def rest(self) -> Iterable[Line | Fault]:
        """All that are to come."""
        self.seen.extend(self.rows)
        return self.seen
