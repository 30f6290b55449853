"""Tables of text: CSV and TSV, in the ways in which programs write them."""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.exchange.table import Line

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 1 << 20
_OTHERS = "--encoding cp1252 (Western Europe), cp1251 (Cyrillic), or save it as CSV UTF-8"


class Table(NamedTuple):
    """A table: what its columns are called, and the rows below; in a workbook, other sheets."""

    header: list[str]
    rows: Iterator[Line | Fault]
    others: Sequence[str] = ()


def read(
    path: Path, data: BinaryIO, *, encoding: str = "", header: int = 1, separator: str = ""
) -> Table:
    """A table in text.

    Args:
        path: the file as faults name it.
        data: its bytes.
        encoding: of the text; UTF-8, or what its first bytes say, if not given.
        header: the row that says what the columns are called, from 1.
        separator: what stands between cells; what the first line has most of, if not given.

    Raises:
        TimelineError: it has no header, or is not in that encoding.
        UsageError: no such encoding.
    """
    text = _text(data, encoding)
    rows = _rows(text, str(path), separator)
    first: list[str] = []
    for row in rows:
        if isinstance(row, Fault):
            raise TimelineError(row)
        if row.number == header:
            first = [cell.strip() for cell in row.cells]
            break
    if not any(first):
        problem = f"row {header} is empty" if header > 1 else "no table: it is empty"
        raise TimelineError(Fault(problem, "its first row says what the columns are", str(path)))
    return Table(first, rows)


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    start = file.read(4)
    file.seek(0)
    found = encoding or next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")
    try:
        codecs.lookup(found)
    except LookupError:
        raise UsageError(f"no encoding `{encoding}`", "such as utf-8, cp1252 or cp1251") from None
    return io.TextIOWrapper(file, encoding=found, newline="")


def _rows(text: io.TextIOWrapper, path: str, separator: str) -> Iterator[Line | Fault]:
    csv.field_size_limit(_LONGEST_CELL)
    number = 0
    try:
        reader = csv.reader(text, delimiter=separator or _separator(text), strict=True)
        while True:
            number += 1
            try:
                cells = next(reader)
            except csv.Error as error:
                yield _unreadable(error, path, number)
                if "unexpected end of data" in str(error):
                    return
            else:
                yield _fit(Line(number, cells))
    except StopIteration:
        return
    except UnicodeError:
        yield _not_text(text, path, number)
    finally:
        with contextlib.suppress(ValueError):  # it is closed already
            text.detach()  # the file is its opener's to close


def _separator(text: io.TextIOWrapper) -> str:
    """What stands between cells: of the usual signs the one that the first line has most of."""
    line = text.readline(_LONGEST_CELL)
    text.seek(0)
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _not_text(text: io.TextIOWrapper, path: str, number: int) -> Fault:
    where = "at or after this row" if number > 1 else "in the first rows"
    return Fault(f"not {text.encoding.upper()} {where}", f"say what it is: {_OTHERS}", path, number)


def _unreadable(error: csv.Error, path: str, number: int) -> Fault:
    said = str(error)
    if "unexpected end of data" in said:
        problem = "a quote that is not closed: the rest of the file is in this cell"
        return Fault(problem, "close it, or leave both quotes out", path, number)
    if "field larger" in said:
        problem = f"a cell of more than {_LONGEST_CELL:,} characters"
        return Fault(problem, "look for a quote that is not closed", path, number)
    if "expected after" in said:
        problem = "something stands between a closing quote and the separator"
        return Fault(problem, 'write a quote inside a text twice: ""', path, number)
    return Fault(
        f"not readable as a row: {said}", "save the table again as CSV UTF-8", path, number
    )


def _fit(line: Line) -> Line:
    """A row whose cells end their lines as events do."""
    if all(cell.isprintable() for cell in line.cells):
        return line
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in line.cells]
    return Line(line.number, cells)
