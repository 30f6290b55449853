"""Rows as a sheet of an Excel workbook: numbers and days as such, all else as CSV has it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from timeline.cli.show.screen import make_safe
from timeline.exchange.tables import workbook
from timeline.exchange.tables.workbook import Cell, Sheet, date_cell

DATES = frozenset(
    (
        *("date", "earliest", "latest", "announced", "planned", "period", "published"),
        *("first", "last", "since", "until", "start", "end", "last_seen", "last_seen_date"),
        *("start_earliest", "start_latest", "end_earliest", "end_latest", "day"),
    )
)
"""Fields that hold dates, of which those are cells with days that are exactly one."""


def write(
    rows: Iterable[Mapping[str, object]],
    fields: Sequence[str],
    cell: Callable[[str, object], str],
    title: str,
) -> Iterator[bytes]:
    """The bytes of a workbook, in parts.

    Args:
        rows: of a view.
        fields: the columns.
        cell: the text of a field, given its name.
        title: of the sheet.
    """

    def value_of(name: str, value: object) -> Cell:
        if value is None or isinstance(value, int | float):
            return value
        if name in DATES and isinstance(value, str):
            return date_cell(value)
        return make_safe(cell(name, value))

    found = ([value_of(name, row.get(name)) for name in fields] for row in rows)
    return workbook.write([Sheet(title, fields, found)])
