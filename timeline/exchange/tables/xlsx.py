"""Tables in Excel workbooks, by the library openpyxl, a row at a time."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.exchange.tables.column_letters import column_letters
from timeline.exchange.tables.csv import Table, lettered
from timeline.exchange.tables.lines import Line, Unreadable
from timeline.exchange.tables.shown_cells import (
    Filling,
    Merged,
    describe_merged,
    find_merged,
    show_day,
)

_LARGEST = 2 << 30
"""How many bytes a workbook may unpack to."""


def read(path: Path, data: BinaryIO, *, sheet: str = "", header: int = 1) -> Table:
    """A table in a sheet of a workbook: of formulas the values that were saved with them.

    Args:
        path: the file as faults name it.
        data: the workbook.
        sheet: its name; the first one that is not hidden, if not given.
        header: the row that says what the columns are called, from 1; 0 if none does, so that they
            are called A, B, C.

    Raises:
        TimelineError: it is no workbook, or has no header.
        UsageError: no such sheet, or the library is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError:
        raise UsageError(
            "reading .xlsx needs openpyxl", "pip install 'timeline-ledger[xlsx]'"
        ) from None
    _refuse_no_workbook(data, str(path))
    # What the library mends on its way it tells on stderr, in words of the file.
    warnings.filterwarnings("ignore", module=r"openpyxl\.")
    try:
        book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(data, read_only=True) if _has_formulas(data) else None
    except Exception as error:
        raise TimelineError(_damaged(error, str(path))) from error
    if not book.sheetnames:
        raise TimelineError(_damaged("it has no sheets", str(path)))
    name = _sheet(book, sheet)
    merged = _merged(book[name])
    rows = _rows(book[name], formulas[name] if formulas else None, str(path), Filling(merged))
    for row in rows:
        if isinstance(row, Fault):
            raise TimelineError(row)
        others = [other for other in book.sheetnames if other != name]
        if not header and any(row.cells):
            return Table(lettered(row), chain([row], rows), others, _notes(merged, 0))
        if row.number == header:
            first = [cell.strip() for cell in row.cells]
            if any(first):
                return Table(first, rows, others, _notes(merged, header))
    raise TimelineError(
        Fault(
            f"row {header} is empty",
            Advice("say which row names the columns", call("", header="N")),
            str(path),
        )
    )


def _merged(sheet: Any) -> list[Merged]:
    try:
        with sheet._get_source() as xml:  # noqa: SLF001 (the library reads no merged cells row by row)
            return sorted(find_merged(xml), key=lambda one: (one.first, one.column))
    except (AttributeError, KeyError):  # a sheet of charts has no cells
        return []


def _notes(merged: list[Merged], header: int) -> tuple[str, ...]:
    below = [one for one in merged if one.last > header]
    return (describe_merged(below),) if below else ()


def _refuse_no_workbook(file: BinaryIO, path: str) -> None:
    if not zipfile.is_zipfile(file):
        remedy = "save it as .xlsx, or as CSV UTF-8"
        raise TimelineError(Fault("no .xlsx workbook", remedy, path))
    with zipfile.ZipFile(file) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
            problem = f"the workbook unpacks to more than {_LARGEST:,} bytes"
            raise TimelineError(Fault(problem, "save the sheet as CSV UTF-8", path))


def _has_formulas(file: BinaryIO) -> bool:
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/"):
                with packed.open(name) as sheet:
                    last = b""
                    while chunk := sheet.read(1 << 20):
                        if b"<f" in last + chunk:
                            return True
                        last = chunk[-1:]
    return False


def _damaged(why: str | Exception, path: str) -> Fault:
    said = str(why).partition("\n")[0] or type(why).__name__
    return Fault(
        f"the workbook cannot be read: {said}", "save it again, or save it as CSV UTF-8", path
    )


def _sheet(book: Any, wanted: str) -> str:
    if wanted and wanted not in book.sheetnames:
        raise UsageError(f"no sheet `{wanted}`", f"one of {', '.join(book.sheetnames)}")
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    return wanted or (visible or book.sheetnames)[0]


def _rows(sheet: Any, formulas: Any, path: str, filling: Filling) -> Iterator[Line | Fault]:
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    if formulas is not None:
        formulas.reset_dimensions()
    number = 0
    try:
        with_formulas = formulas.iter_rows(values_only=True) if formulas else None
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = next(with_formulas, ()) if with_formulas else ()
            if number > _MOST_ROWS:  # rows that are not there are counted one by one
                yield _damaged(f"it has more than {_MOST_ROWS:,} rows", path)
                return
            if cells or filling:
                yield _line(number, cells, texts, filling)
    except Exception as error:  # noqa: BLE001 (as above)
        yield _damaged(error, path)._replace(line=number + 1)


_MOST_ROWS = 1 << 20
"""How many rows the format allows."""


def _line(number: int, shown: Sequence[Any], formulas: Sequence[object], filling: Filling) -> Line:
    values = [cell.value for cell in shown]
    cells = [
        show_day(value, cell.number_format) if isinstance(value, dt.date) else _text(value)
        for value, cell in zip(values, shown, strict=True)
    ]
    filling.fill(number, cells)
    for i, (value, formula) in enumerate(zip(values, formulas, strict=False)):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            problem = f"cell {column_letters(i)}{number}: a formula whose value was not saved"
            remedy = "open it in a spreadsheet program and save it again"
            cells[i] = Unreadable(formula, problem, remedy)
    for i, value in enumerate(values):
        if isinstance(value, str) and value.startswith("#") and value in _ERRORS:
            problem = f"cell {column_letters(i)}{number}: {value}, an error of the spreadsheet"
            cells[i] = Unreadable(value, problem, "correct it there")
    while cells and not cells[-1]:
        cells.pop()
    return Line(number, cells)


_ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


def _text(value: object) -> str:
    """A value that is no day, as it is typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # As many digits as spreadsheets have, so that 0.1 + 0.2 is 0.3.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n")
    return "" if value is None else str(value)
