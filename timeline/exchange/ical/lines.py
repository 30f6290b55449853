"""Content lines of an iCalendar file (RFC 5545, 3.1), unfolded before their bytes are text.

So a character that a line end parts is whole again. Quoted-printable values of vCalendar 1.0 go on
after a `=` at the end of a line.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.event.document import decode

_ENDS = re.compile(rb"\r\n|\n|\r")
_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_QUOTED = re.compile(rb"[A-Z0-9-]+;[^:]*\bQUOTED-PRINTABLE\b[^:]*:", re.IGNORECASE)
_CHARSET = re.compile(rb"[A-Z0-9-]+;(?:[^:]*;)?CHARSET=\"?([A-Z0-9_:.-]+?)\"?[;:]", re.IGNORECASE)
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")
_COMPONENT = re.compile(rb"\s*(?:BEGIN|END):", re.IGNORECASE)
_OLD = re.compile(rb"VERSION:\s*1\.0\s*", re.IGNORECASE)


class ContentLine(NamedTuple):
    """A content line, and the number of the line that it begins in.

    `name` is that of the property that it is; empty if it is none.
    """

    number: int
    text: str
    name: str


def content_lines(data: bytes, path: str) -> Iterator[ContentLine | Fault]:
    """The content lines of a file; the fault that one is no UTF-8 is the last of them."""
    if data.startswith(_BOMS):
        data = data.decode("utf-16", "replace").encode()
    for number, raw in _unfolded(data.removeprefix(codecs.BOM_UTF8)):
        found = _CHARSET.match(raw)
        text = _in_charset(raw, found[1].decode()) if found else ""
        if text:
            yield _line(number, text)
            continue
        text, faults = decode(raw, path)
        if faults:
            yield faults[0]._replace(line=number)
            return
        yield _line(number, text)


def _line(number: int, text: str) -> ContentLine:
    found = _NAME.match(text)
    return ContentLine(number, text, found[1].upper() if found else "")


def _in_charset(raw: bytes, charset: str) -> str:
    """A line in the charset that it names; empty if it is not in that, or is in ASCII anyway."""
    if raw.isascii():
        return ""
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return ""


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    start, parts = 0, [b""]
    old = quoted = False
    for number, raw in enumerate(_ENDS.split(data), 1):
        if quoted and parts[-1].endswith(b"=") and not _COMPONENT.match(raw):
            parts[-1] = parts[-1][:-1]
            parts.append(raw)
            continue
        if raw[:1] in (b" ", b"\t") and start:
            # vCalendar 1.0 keeps the blank at which a line was folded.
            parts.append(raw if old else raw[1:])
            continue
        if start and parts != [b""]:
            yield start, b"".join(parts)
        start, parts = number, [raw]
        quoted = bool(_QUOTED.match(raw))
        old = old or bool(_OLD.fullmatch(raw))
    if start and parts != [b""]:
        yield start, b"".join(parts)
