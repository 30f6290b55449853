"""Excel workbooks: XML of sheets, strings and styles, and the zip file around them."""

import datetime as dt
import functools
import io
import zipfile
from collections.abc import Sequence

from timeline.exchange.reading import ReadOptions
from timeline.exchange.tables.plan import MappingOptions

from fuzz.target import Target, choose, prefixed
from fuzz.targets import importing, zips

_GIVEN = ReadOptions(given=MappingOptions({}, {"kind": "visit"}))
_LETTERS = ReadOptions(
    given=MappingOptions({"date": "A", "title": "B"}, {"kind": "visit"}), header=0
)


def _run(data: bytes) -> None:
    way, data = choose(data, 5)
    if way == 3:
        importing.suggest("xlsx", zips.packed(data))
    elif way == 4:
        importing.read_and_take("xlsx", data, _GIVEN)
    else:
        options = (_GIVEN, _LETTERS, _GIVEN._replace(sheet="Sheet"))[way]
        importing.read_and_take("xlsx", zips.packed(data), options)


@functools.cache
def _seeds() -> Sequence[bytes]:
    whole = [_book(), _bomb()]
    texts = [_text(one) for one in whole[:1]] + [_tiny(rows) for rows in _SHEETS]
    return prefixed(
        [(way, one) for one in texts for way in (0, 1, 2, 3)] + [(4, one) for one in whole]
    )


def _book() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Date", "Title", "Note"])
    book.active.append([dt.date(2017, 5, 4), "A", "=1+1"])
    book.active.append([dt.datetime(2017, 5, 4, 10, 30), 2.5, True])  # noqa: DTZ001
    book.active.merge_cells("B4:C5")
    book.create_sheet("Other")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bomb() -> bytes:
    """A workbook whose sheet unpacks to twenty megabytes of nothing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book())) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"<sheetData>", b"<sheetData>" + b" " * (20 << 20))
            made.writestr(name, part)
    return out.getvalue()


def _text(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return zips.unpacked(
            {
                name: archive.read(name).decode()
                for name in archive.namelist()
                if "theme" not in name
            }
        )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = "".join(
    f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for at, name in (("A", "Date"), ("B", "Title"))
)
_SHEETS = (
    '<row r="2"><c r="A2"><v>43000</v></c><c r="B2" t="str"><v>A</v></c></row>',
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="3"><c r="A3" t="d"><v>2017-05-04T00:00:00</v></c><c t="e"><v>#REF!</v></c></row>',
    '<row><c t="b"><v>1</v></c><c t="s"><v>99</v></c><c><f>1+1</f><v>2</v></c></row>',
)


def _tiny(rows: str) -> bytes:
    """The smallest workbook, with a sheet of some rows."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/'
    return zips.unpacked(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
            f'PartName="/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'{relation}worksheet" Target="/s.xml"/></Relationships>',
            "s.xml": f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
            f'<row r="1">{_HEAD}</row>{rows}</sheetData></worksheet>',
        }
    )


_WORDS = (
    *(
        b"<c ",
        b"</c>",
        b' t="s"',
        b' t="d"',
        b' t="e"',
        b' s="1"',
        b"<v>",
        b"</v>",
        b"<f>",
        b"<row ",
        b"</row>",
    ),
    *(
        b'r="A1"',
        b'r="XFD1048576"',
        b'r="A99999999"',
        b'r=""',
        b"1e308",
        b"-1",
        b"2958466",
        b"60",
        b"NaN",
    ),
    *(
        b"<mergeCell ref='A1:XFD1048576'/>",
        b"<mergeCells>",
        b'state="hidden"',
        b"<!DOCTYPE x [",
        b"&a;",
    ),
    *(
        b'<!ENTITY a "b">',
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"<![CDATA[",
        b"]]>",
        b"\xff\xfe",
    ),
    *(
        b"<sheetPr/>",
        b"<dimension ref='A1'/>",
        b"=== ",
        b"=== s.xml\n",
        b"chartsheet",
        b"dialogsheet",
    ),
    *(
        b"<numFmt numFmtId='164' formatCode='yyyy'/>",
        b"<cellXfs><xf numFmtId='14'/></cellXfs>",
        b"date1904='1'",
    ),
)
TARGET = Target("workbooks", _run, _seeds, _WORDS)
