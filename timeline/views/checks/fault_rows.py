"""Errors and warnings of a log as rows."""

from typing import Annotated, Literal, TypedDict

from timeline.base.errors import Fault

Tier = Literal["error", "warning"]


class FaultRow(TypedDict):
    """Something that is wrong in a log, or deserves a second look."""

    tier: Annotated[str, "error or warning"]
    problem: Annotated[str, "what is wrong"]
    remedy: Annotated[str, "what to do about it"]
    path: Annotated[str, "the file"]
    line: Annotated[int, "the line in it, from 1; 0 for the whole file"]
    column: Annotated[int, "the column in that line, from 1; 0 for the whole line"]
    excerpt: Annotated[str, "the line itself"]


FIELDS = tuple(FaultRow.__annotations__)


def fault_row(tier: Tier, fault: Fault) -> FaultRow:
    """A fault as a row."""
    return {
        "tier": tier,
        "problem": fault.problem,
        "remedy": str(fault.remedy),
        "path": fault.path,
        "line": fault.line,
        "column": fault.column,
        "excerpt": fault.excerpt,
    }
