"""Tables of text: CSV and TSV, in the ways in which programs write them."""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.event.schema import brief
from timeline.exchange.tables.column_letters import column_letters
from timeline.exchange.tables.lines import Line, without_hidden

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
_LONGEST_CELL = 1 << 20
_SNIFFED = 1 << 12
"""How many bytes are looked at to tell the encoding."""


class Table(NamedTuple):
    """A table: what its columns are called, and the rows below; in a workbook, other sheets.

    `notes` say how it was understood, where that is not what one expects.
    """

    header: list[str]
    rows: Iterator[Line | Fault]
    others: Sequence[str] = ()
    notes: tuple[str, ...] = ()


def read(
    path: Path, data: BinaryIO, *, encoding: str = "", header: int = 1, separator: str = ""
) -> Table:
    """A table in text.

    Args:
        path: the file as faults name it.
        data: its bytes.
        encoding: of the text; UTF-8, or what its first bytes say, if not given.
        header: the row that says what the columns are called, from 1; 0 if none does, so that they
            are called A, B, C as in spreadsheets.
        separator: what stands between cells; what the first line has most of, if not given.

    Raises:
        TimelineError: it has no header, or is not in that encoding.
        UsageError: no such encoding.
    """
    start = data.read(_SNIFFED)
    data.seek(0)
    text = _text(data, encoding, start)
    is_guess = not encoding and text.encoding in _WIDE
    notes = (f"encoding: {text.encoding}, by its zero bytes",) if is_guess else ()
    rows = _rows(text, str(path), separator, start)
    first: list[str] = []
    for row in rows:
        if isinstance(row, Fault):
            raise TimelineError(row)
        if not header:
            return Table(lettered(row), chain([row], rows), notes=notes)
        if row.number == header:
            first = [without_hidden(cell) for cell in row.cells]
            break
    if not any(first):
        problem = f"row {header} is empty" if header > 1 else "no table: it is empty"
        raise TimelineError(Fault(problem, "its first row says what the columns are", str(path)))
    return Table(first, rows, notes=notes)


def lettered(row: Line) -> list[str]:
    """What the columns of a table without names are called, by its first row."""
    return [column_letters(i) for i in range(len(row.cells))]


def _text(file: BinaryIO, encoding: str, start: bytes) -> io.TextIOWrapper:
    by_mark = next((name for bom, name in _BOMS if start.startswith(bom)), "")
    found = encoding or by_mark or _wide_encoding(start) or "utf-8"
    try:
        codecs.lookup(found)
    except LookupError:
        raise UsageError(f"no encoding `{encoding}`", "such as utf-8, cp1252 or cp1251") from None
    return io.TextIOWrapper(file, encoding=found, newline="")


_WIDE = ("utf-16-le", "utf-16-be")


def _wide_encoding(start: bytes) -> str:
    """UTF-16 of a table without a byte-order mark, whose ASCII signs have a zero byte each."""
    for first, name in ((1, _WIDE[0]), (0, _WIDE[1])):
        zeros, others = start[first::2].count(0), start[1 - first :: 2].count(0)
        if zeros > len(start) // 8 and not others:
            return name
    return ""


def _rows(
    text: io.TextIOWrapper, path: str, separator: str, start: bytes
) -> Iterator[Line | Fault]:
    number = 0
    try:
        reader = csv.reader(text, delimiter=separator or _separator(text), strict=True)
        while True:
            number += 1
            try:
                cells = _read_row(reader)
            except csv.Error as error:
                yield _unreadable(error, path, number)
                if _kind_of(error) == "open":
                    return
            else:
                yield _fit(Line(number, cells))
    except StopIteration:
        return
    except UnicodeError:
        yield _not_text(text, path, number, start)
    finally:
        with contextlib.suppress(ValueError):  # it is closed already
            text.detach()  # the file is its opener's to close


def _read_row(reader: Iterator[list[str]]) -> list[str]:
    # The limit holds for the whole process, so that it is set for as long as a row takes.
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(before)


def _separator(text: io.TextIOWrapper) -> str:
    """What stands between cells: of the usual signs the one that the first line has most of."""
    line = text.readline(_LONGEST_CELL)
    text.seek(0)
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _not_text(text: io.TextIOWrapper, path: str, number: int, start: bytes) -> Fault:
    where = "at or after this row" if number > 1 else "in the first rows"
    why, name = _old_encoding(start)
    remedy = Advice(f"save it as CSV UTF-8, or say what it is, {why}", call("", encoding=name))
    return Fault(f"not {text.encoding.upper()} {where}", remedy, path, number)


def _old_encoding(start: bytes) -> tuple[str, str]:
    """Why a text may be in which encoding of one byte a sign."""
    if b"\r" in start and b"\n" not in start:
        why = "mac_roman of an old Mac, as its line ends show, or mac_cyrillic"
        return why, "mac_roman"
    letters = sum(byte >= 0x80 or chr(byte).isalpha() for byte in start)
    if sum(byte >= 0xC0 for byte in start) > letters / 2:
        return "cp1251 for Cyrillic, as it seems, or cp1252 for Western Europe", "cp1251"
    return "cp1251 for Cyrillic or cp1252 for Western Europe", "cp1252"


def _unreadable(error: csv.Error, path: str, number: int) -> Fault:
    problem, remedy = _UNREADABLE[_kind_of(error)]
    return Fault(problem or f"not readable as a row: {error}", remedy, path, number)


def _kind_of(error: csv.Error) -> str:
    """What is wrong with a row, which the csv module says in a sentence alone."""
    return next((kind for sign, kind in _SIGNS.items() if sign in str(error)), "")


_SIGNS = {
    "unexpected end of data": "open",
    "field larger": "long",
    "expected after": "quote",
}
_UNREADABLE = {
    "open": (
        "a quote that is not closed: the rest of the file is in this cell",
        "close it, or leave both quotes out",
    ),
    "long": (
        f"a cell of more than {_LONGEST_CELL:,} characters",
        "look for a quote that is not closed",
    ),
    "quote": (
        "something stands between a closing quote and the separator",
        'write a quote inside a text twice: ""',
    ),
    "": ("", "save the table again as CSV UTF-8"),
}


def _fit(line: Line) -> Line:
    """A row whose cells end their lines as events do."""
    if all(cell.isprintable() for cell in line.cells):
        return line
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in line.cells]
    return Line(line.number, cells)


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
        table = read(path, data)
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
