"""What can go wrong, where, and what to do about it.

A fault in data is a value (`Fault`) and is collected. An exception (`TimelineError`) means
that the work cannot go on; it carries the faults that stopped it and its exit code. Nothing
else in the project decides how an error looks or which exit code it has.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong in data.

    `line` and `column` count from 1; 0 means that the fault has no such place. `excerpt` is
    the user's own text. `remedy` says what to do, as a sentence without a full stop.
    """

    problem: str
    remedy: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""

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
            lines.append(f"    {self.excerpt}")
            if self.column:
                lines.append("    " + " " * (self.column - 1) + "^")
        if self.remedy:
            lines.append(f"  {self.remedy}")
        return "\n".join(lines)


class TimelineError(Exception):
    """The work cannot go on; exit code 1: the answer is "no" or the data is at fault."""

    exit_code = 1

    def __init__(self, problem: str | Fault | tuple[Fault, ...], remedy: str = "") -> None:
        if isinstance(problem, str):
            problem = Fault(problem, remedy)
        self.faults: tuple[Fault, ...] = (problem,) if isinstance(problem, Fault) else problem
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(TimelineError):
    """The command or call was not understood; exit code 2."""

    exit_code = 2


class ConflictError(TimelineError):
    """Refused because someone else wrote meanwhile; exit code 3."""

    exit_code = 3
