"""Rows that are none of a table, such as totals, by the marks that a mapping gives."""

import re
from collections.abc import Callable, Sequence

from timeline.exchange.tables.lines import Line
from timeline.exchange.tables.mapping import marks_of
from timeline.exchange.tables.plan import Plan


def skipper(header: Sequence[str], plan: Plan) -> Callable[[Line], str]:
    """Says why a row is none of the table by the marks of the plan; empty if it is one."""
    marks = [
        (header.index(column), column, text, re.compile(_pattern(text), re.IGNORECASE | re.DOTALL))
        for column, texts in marks_of(plan.rest).items()
        for text in texts
    ]

    def why(row: Line) -> str:
        for at, column, text, pattern in marks:
            cell = row.cells[at].strip() if at < len(row.cells) else ""
            if pattern.fullmatch(cell) and any(one.strip() for one in row.cells):
                return f"{column} is {text}"
        return ""

    return why


def _pattern(mark: str) -> str:
    """The regular expression of a mark, in which `*` is any text."""
    return "" if mark == "empty" else ".*".join(map(re.escape, mark.strip().split("*")))
