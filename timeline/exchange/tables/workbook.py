"""Excel workbooks (ISO/IEC 29500) written row by row, without a library.

A cell is a text, a number or a day. A text is never a formula. The same rows give the same bytes.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from timeline.base import days
from timeline.exchange.tables.column_letters import column_letters

FIRST_DAY = days.day_number(1900, 3, 1)
"""The first day that all programs count alike: Excel believes that there was a 29 February 1900."""
LONGEST = 32_767
"""How many characters a cell may have."""
_EPOCH = days.day_number(1899, 12, 30)


class Day(NamedTuple):
    """A day as a cell, by its number; from `FIRST_DAY` to the end of the year 9999."""

    number: int


Cell = str | int | float | Day | None


class Sheet(NamedTuple):
    """A sheet: its name, the names of its columns, and its rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def date_cell(text: str) -> Cell:
    """A date as a cell: a day if it is exactly one that workbooks can count; else its text.

    Args:
        text: EDTF, or a day in ISO 8601.
    """
    if not _DAY.fullmatch(text):
        return text
    number = days.day_number(*map(int, text.split("-")))
    return Day(number) if number >= FIRST_DAY else text


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def write(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The bytes of a workbook, in parts. It is made in a temporary file."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in _parts([sheet.name for sheet in sheets]):
                packed.writestr(_entry(name), text, zipfile.ZIP_DEFLATED)
            for number, sheet in enumerate(sheets, 1):
                entry = _entry(f"xl/worksheets/sheet{number}.xml")
                entry.compress_type = zipfile.ZIP_DEFLATED
                with packed.open(entry, "w", force_zip64=True) as out:
                    _write_sheet(out, sheet)
        file.seek(0)
        while chunk := file.read(io.DEFAULT_BUFFER_SIZE * 8):
            yield chunk


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts of a workbook but for its sheets, by their paths."""
    numbers = range(1, len(names) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    sheets = "".join(
        f'<sheet name="{_quoted(_sheet_name(name))}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
            "</workbook>"
        ),
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship'
            f' Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
    )
    yield "xl/styles.xml", _STYLES


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""Styles by number: 0 plain, 1 bold for the names of columns, 2 days."""


def _sheet_name(name: str) -> str:
    """A name that Excel allows: at most 31 characters, without brackets and slashes."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' ") or "Sheet"


_MEASURED = 200
"""So many rows say how wide columns are."""


def _write_sheet(out: IO[bytes], sheet: Sheet) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, _MEASURED))
    widths = [
        min(max(map(_width, column)), 60) for column in zip(sheet.columns, *first, strict=True)
    ]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width + 2}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    out.write(
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>".encode()
    )
    out.write(_row(1, sheet.columns, style=' s="1"'))
    count = 1
    for count, row in enumerate(chain(first, rows), 2):
        out.write(_row(count, row))
    last = f"{column_letters(len(sheet.columns) - 1)}{count}"
    out.write(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'.encode())


def _width(value: Cell) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    return 10 if isinstance(value, Day) else len(str(value or ""))


def _row(number: int, values: Sequence[Cell], style: str = "") -> bytes:
    cells = "".join(
        _cell(f"{column_letters(at)}{number}", value, style)
        for at, value in enumerate(values)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{cells}</row>'.encode()


def _cell(place: str, value: Cell, style: str) -> str:
    if isinstance(value, Day):
        return f'<c r="{place}" s="2"><v>{value.number - _EPOCH}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and abs(value) < _EXACT:
        return f'<c r="{place}"{style}><v>{value!r}</v></c>'
    text = escape(_fitting(str(value)))
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_EXACT = 10**15
"""Numbers from here on have more digits than a workbook keeps."""


def _fitting(text: str) -> str:
    """A text as a cell has it: what looks like an escape of a sign is escaped, and it is cut."""
    if "_x" in text:
        text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    text = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
