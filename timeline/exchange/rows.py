"""Rows of a table with columns of known names, and their places."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base.errors import Fault, TimelineError
from timeline.event.schema import brief
from timeline.exchange import csv_table
from timeline.exchange.csv_table import Table


class Row(NamedTuple):
    """A row: its number, the header being the first, and its cells that are not blank."""

    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """The text of a cell; empty if it is blank or not there."""
        return self.cells.get(column, "").strip()


def rows(
    path: Path, data: BinaryIO, needed: Sequence[str], known: Sequence[str] = ()
) -> Iterator[Row | Fault]:
    """The rows below the first, which names the columns; blank ones are passed over.

    Args:
        path: the file as faults name it.
        data: the whole of it.
        needed: columns of which one must be there.
        known: further columns that go by these names, whatever case they are written in.
    """
    data.seek(0)
    try:
        table = csv_table.read(path, data)
    except TimelineError as error:
        yield from error.faults
        return
    spelt = {name.casefold(): name for name in (*needed, *known)}
    names = [spelt.get(name.casefold(), name) for name in table.header]
    twice = next((name for i, name in enumerate(names) if name and name in names[:i]), "")
    if twice:
        remedy = "give each column a name of its own"
        yield Fault(f"two columns are called {brief(twice)}", remedy, str(path), 1)
        return
    if not set(names) & set(needed):
        problem = f"a table without column {' or '.join(needed)}"
        yield Fault(problem, "the first row names the columns", str(path), 1)
        return
    yield from _below(table, names, str(path))


def _below(table: Table, names: Sequence[str], path: str) -> Iterator[Row | Fault]:
    for row in table.rows:
        if isinstance(row, Fault):
            yield row
        elif any(cell.strip() for cell in row.cells[len(names) :]):
            remedy = "put cells with commas, quotes or line ends into quotes"
            yield Fault("more cells than there are columns", remedy, path, row.number)
        else:
            pairs = zip(names, row.cells, strict=False)
            found = {name: cell for name, cell in pairs if name and cell.strip()}
            if found:
                yield Row(row.number, found)
