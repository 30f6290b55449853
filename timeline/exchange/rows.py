"""Rows of a table in CSV (RFC 4180), with commas, semicolons or tabs, and their places."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.errors import Fault
from timeline.exchange.texts import Line
from timeline.schema import brief

_DELIMITERS = (",", ";", "\t")


class Row(NamedTuple):
    """A row: the line that it begins in, and its cells that are not blank, by column."""

    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """The text of a cell; empty if it is blank or not there."""
        return self.cells.get(column, "").strip()


def rows(
    lines: Iterable[Line | Fault], path: str, needed: Sequence[str], known: Sequence[str] = ()
) -> Iterator[Row | Fault]:
    """The rows below the first, which names the columns; blank ones are passed over.

    A fault of the lines, of the first row, or of how the table is written is the last of it.

    Args:
        lines: the table.
        path: the file as faults name it.
        needed: columns of which one must be there.
        known: further columns that go by these names, whatever case they are written in.
    """
    source = _Source(lines)
    try:
        header = source.header()
    except csv.Error as error:
        yield _unreadable(error, path, 1)
        return
    if source.fault:
        yield source.fault
        return
    spelt = {name.casefold(): name for name in (*needed, *known)}
    names = [spelt.get(name.strip().casefold(), name.strip()) for name in header]
    twice = next((name for i, name in enumerate(names) if name and name in names[:i]), "")
    if twice:
        remedy = "give each column a name of its own"
        yield Fault(f"two columns are called {brief(twice)}", remedy, path, 1)
        return
    if not set(names) & set(needed):
        problem = f"a table without column {' or '.join(needed)}"
        yield Fault(problem, "the first row names the columns", path, 1)
        return
    yield from _below(source, names, path)


class _Source:
    """The lines of a table as the reader of CSV takes them; what is wrong with them is kept."""

    def __init__(self, lines: Iterable[Line | Fault]) -> None:
        self.lines = iter(lines)
        self.fault: Fault | None = None
        self.taken = 0
        self.delimiter = ","

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            if isinstance(line, Fault):
                self.fault = line
                return
            if self.taken == 0:
                self.delimiter = max(_DELIMITERS, key=line.text.count)
            self.taken = line.number
            yield f"{line.text}\n"

    def header(self) -> list[str]:
        first = next(iter(self), None)
        if first is None:
            return []
        return next(csv.reader([first], delimiter=self.delimiter), [])


def _below(source: _Source, names: list[str], path: str) -> Iterator[Row | Fault]:
    reader = csv.reader(source, delimiter=source.delimiter)
    start = source.taken + 1
    try:
        for cells in reader:
            if source.fault:
                break
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                remedy = "put cells with commas, quotes or line ends into quotes"
                yield Fault("more cells than there are columns", remedy, path, start)
            else:
                found = {
                    name: cell
                    for name, cell in zip(names, cells, strict=False)
                    if name and cell.strip()
                }
                if found:
                    yield Row(start, found)
            start = source.taken + 1
    except csv.Error as error:
        yield _unreadable(error, path, start)
        return
    if source.fault:
        yield source.fault


def _unreadable(error: csv.Error, path: str, line: int) -> Fault:
    remedy = "see whether a quote is not closed, or export the table again"
    return Fault(f"not readable as CSV: {error}", remedy, path, line)
