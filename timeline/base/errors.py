"""What can go wrong, where, and what to do about it.

A fault in data is a value (`Fault`) and is collected. An exception (`TimelineError`) means
that the work cannot go on; it carries the faults that stopped it and its exit code. Nothing
else in the project decides how an error looks or which exit code it has.
"""

from typing import Literal, NamedTuple

from timeline.base.advice import Remedy
from timeline.base.text import masked

MAX_FAULTS = 20
"""How many faults of one text are told; one with more is no text of ours."""
_WIDTH = 100
"""How much of a line is shown as an excerpt."""


class Reason(NamedTuple):
    """Why something is wrong, for code to decide by: messages are for the user alone.

    `code` is empty where nothing depends on it. Of what is `missing`, `what` is the field; of a
    `name` that is unknown, or resembles a known one, the namespace or vocabulary. `accept` is the
    value of `new` by which it is taken as it is; empty where none does. What was `erased` is never
    taken. A `seal` was named where a date is meant. Faults of one `kind` differ in the text that
    they are about alone; empty where a fault is of no kind.
    """

    code: Literal["", "missing", "unknown", "resembles", "erased", "seal"] = ""
    what: str = ""
    name: str = ""
    accept: Literal["", "new", "exact"] = ""
    kind: str = ""


class Fault(NamedTuple):
    """One thing that is wrong in data.

    `line` and `column` count from 1; 0 means that the fault has no such place. `excerpt` is
    the user's own text.
    """

    problem: str
    remedy: Remedy = ""
    path: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    reason: Reason = Reason()

    @property
    def where(self) -> str:
        """`path:line:column`, without the parts that are not known."""
        place = [self.path] if self.path else []
        if self.line:
            place.append(str(self.line))
            if self.column:
                place.append(str(self.column))
        return ":".join(place)

    def __str__(self) -> str:
        """The fault as it is shown: one line, the excerpt and the remedy under it."""
        lines = [f"{self.where}: {self.problem}" if self.where else self.problem]
        if self.excerpt:
            lines += _pointed_at(self.excerpt, self.column)
        if remedy := "; ".join(filter(None, (str(self.remedy), _or_accept(self)))):
            lines += f"  {remedy}".split("\n")
        return "\n".join(masked(line) for line in lines)


def _or_accept(fault: Fault) -> str:
    return f"or accept it as new: new={_NEW[fault.reason.accept]}" if fault.reason.accept else ""


_NEW = {"new": "True", "exact": '"exact"'}


def _pointed_at(excerpt: str, column: int) -> list[str]:
    """A line with a caret under a column; of a long line the part around it."""
    shown, before = excerpt, max(column - 1, 0)
    if len(shown) > _WIDTH:
        start = min(max(before - _WIDTH // 2, 0), max(len(shown) - _WIDTH, 0))
        cut = shown[start : start + _WIDTH]
        shown = "…" * (start > 0) + cut + "…" * (start + _WIDTH < len(excerpt))
        before += (start > 0) - start
    shown = shown.replace("\t", " ")
    if not column:
        return [f"    {shown}"]
    return [f"    {shown}", f"    {' ' * _columns(masked(shown[:before]))}^"]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 (only a fault beside such text pays for it)

    return max(int(wcswidth(text)), 0)


class TimelineError(Exception):
    """The work cannot go on; exit code 1: the answer is "no" or the data is at fault."""

    exit_code = 1

    def __init__(self, problem: str | Fault | tuple[Fault, ...], remedy: Remedy = "") -> None:
        if isinstance(problem, str):
            problem = Fault(problem, remedy)
        self.faults: tuple[Fault, ...] = (problem,) if isinstance(problem, Fault) else problem
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PartialAnswerWarning(UserWarning):
    """A log could not be read whole, or lacks events that it held: an answer may lack some."""


class UsageError(TimelineError):
    """The command or call was not understood; exit code 2."""

    exit_code = 2


class ConflictError(TimelineError):
    """Refused because someone else wrote meanwhile; exit code 3."""

    exit_code = 3
