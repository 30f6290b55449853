"""A Word document read as paragraphs: the text of its body, with headings and table rows.

A `.docx` file is a zip of XML (ECMA-376, part 1, chapter 17); of it only the body is read, without
headers, footers, notes, comments and what was deleted.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from timeline.texts.paragraphs import PageMetadata, Paragraph, SourceText
from timeline.texts.plain_text import clean_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_BODY = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
MOST_XML = 64 << 20
"""The largest size in bytes of the XML of a document, unpacked."""


class NotWordError(Exception):
    """The bytes are no Word document that can be read; the message says why."""


class _Text(NamedTuple):
    """The text of one paragraph of a document, and where it stands."""

    text: str
    level: int = 0
    row: int = 0
    place: str = ""


def is_docx(data: bytes) -> bool:
    """Whether a zip archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False


def read_docx(data: bytes) -> SourceText:
    """Read the paragraphs of a Word document, numbered as they are printed.

    Raises:
        NotWordError: it is none, or it is damaged or too large.
    """
    body = _parse(_read_member(data, _BODY))
    texts = [one for one in _list_texts(body) if one.text]
    found = [
        Paragraph(number, one.text, bool(one.level), one.level, one.row, place=one.place)
        for number, one in enumerate(texts, 1)
    ]
    return SourceText(tuple(found), _read_properties(data))


def _read_member(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(name).file_size > MOST_XML:
                raise NotWordError("it is too large")
            return archive.read(name)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NotWordError("it is no Word document") from error


def _parse(xml: bytes) -> ET.Element:
    if b"<!DOCTYPE" in xml[:4096]:
        raise NotWordError("it is damaged")
    try:
        return ET.fromstring(xml)  # noqa: S314 (no document type, so no entities)
    except ET.ParseError as error:
        raise NotWordError("it is damaged") from error


def _list_texts(body: ET.Element) -> Iterator[_Text]:
    rows = 0
    for block in body.iterfind(f"{_W}body/*"):
        if block.tag == f"{_W}p":
            yield _read_paragraph(block)
        elif block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                rows += 1
                for cell in row.iterfind(f"{_W}tc"):
                    text = " ".join(_join_runs(one) for one in cell.iter(f"{_W}p"))
                    yield _Text(clean_line(text), row=rows, place="cell")
        else:
            for paragraph in block.iter(f"{_W}p"):  # a content control, such as a date
                yield _read_paragraph(paragraph)


def _read_paragraph(paragraph: ET.Element) -> _Text:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    heading = re.fullmatch(r"(?:Heading|heading\s?)(?P<level>[1-6])", name)
    level = int(heading["level"]) if heading else 1 if name == "Title" else 0
    is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None and not level
    return _Text(clean_line(_join_runs(paragraph)), level, place="item" if is_item else "")


def _join_runs(paragraph: ET.Element) -> str:
    pieces = []
    for one in paragraph.iter():
        if one.tag == f"{_W}t":
            pieces.append(one.text or "")
        elif one.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif one.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _read_properties(data: bytes) -> PageMetadata:
    """The title and the language that the properties of a document state."""
    try:
        properties = _parse(_read_member(data, _PROPERTIES))
    except NotWordError:
        return PageMetadata()
    title = clean_line(properties.findtext(f"{_DC}title") or "")
    language = clean_line(properties.findtext(f"{_DC}language") or "")
    return PageMetadata(title=title, language=language)
