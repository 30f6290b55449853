"""The file of a source, text, HTML, Word or PDF, read as numbered paragraphs."""

import re
import shlex
from pathlib import PurePath

from timeline.base.errors import Fault, TimelineError
from timeline.texts import docx, html, plain_text
from timeline.texts.paragraphs import SourceText

MAX_BYTES = 16 << 20
"""The largest size of a source; a book has less text."""
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")
_MESSAGES = (".eml", ".mht", ".mhtml")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_KINDS = {
    b"PK\x03\x04": (
        "a document of an office program, or an archive",
        "save it as plain text or HTML",
    ),
    b"\xd0\xcf\x11\xe0": ("a document of an office program", "save it as plain text or HTML"),
    b"{\\rtf": ("a rich text document", "save it as plain text or HTML"),
}


def read_source(data: bytes, path: str, *, as_declared: bool = False) -> SourceText:
    """Read the paragraphs of a file.

    Args:
        data: its bytes; it is enough to pass one more than `MAX_BYTES`.
        path: its name in errors; its ending may say that it is HTML, or a mail.
        as_declared: a text that is not UTF-8 is read in the encoding that it says it has. That is
            for copies, whose bytes must stay as they are.

    Raises:
        TimelineError: it is not a text that can be read; the remedy says how to convert it.
    """
    if len(data) > MAX_BYTES:
        remedy = "draft the parts that matter, from files of their own"
        raise TimelineError(Fault(f"larger than {MAX_BYTES:,} bytes", remedy, path))
    if data.startswith(b"%PDF"):
        return _read_pdf(data, path)
    if data.startswith(b"PK\x03\x04") and docx.is_docx(data):
        return _read_docx(data, path)
    text, is_page = _read_text(data, path, as_declared=as_declared)
    found = html.read_page(text) if is_page else SourceText(plain_text.split_paragraphs(text))
    if not found.paragraphs:
        raise TimelineError(Fault("there is no text in it", _EMPTY, path))
    return found


def _read_text(data: bytes, path: str, *, as_declared: bool) -> tuple[str, bool]:
    """The text of a file, and whether it is HTML."""
    ending = PurePath(path).suffix.lower()
    is_page = bool(_HTML.match(data[:4096].decode("latin-1"))) or ending in _PAGES
    if ending in _MESSAGES and not is_page:
        from timeline.texts import mail  # noqa: PLC0415 (rare)

        return mail.text_of_message(data)
    text = _decoded(data, path, as_declared=as_declared)
    return text, is_page or bool(_HTML.match(text))


def _read_pdf(data: bytes, path: str) -> SourceText:
    from timeline.texts import pdf  # noqa: PLC0415 (rare)

    remedy = f"save its text first: pdftotext {shlex.quote(path)}"
    try:
        return pdf.read_pdf(data)
    except ModuleNotFoundError:
        remedy = f"pip install 'timeline-ledger[pdf]', or {remedy}"
        raise TimelineError(Fault("a PDF, and pypdf is not installed", remedy, path)) from None
    except pdf.NotPdfError as error:
        raise TimelineError(Fault(f"this PDF cannot be read: {error}", remedy, path)) from None


def _read_docx(data: bytes, path: str) -> SourceText:
    try:
        found = docx.read_docx(data)
    except docx.NotWordError as error:
        remedy = "save it as plain text or HTML"
        problem = f"this Word document cannot be read: {error}"
        raise TimelineError(Fault(problem, remedy, path)) from None
    if not found.paragraphs:
        raise TimelineError(Fault("there is no text in it", _EMPTY, path))
    return found


_EMPTY = "give the text of a source, as plain text or HTML"


def _decoded(data: bytes, path: str, *, as_declared: bool) -> str:
    if not data.strip():
        raise TimelineError(Fault("there is no text in it", _EMPTY, path))
    for beginning, (kind, remedy) in _KINDS.items():
        if data.startswith(beginning):
            how = remedy.format(path=shlex.quote(path))
            raise TimelineError(Fault(f"{kind}, not plain text", how, path))
    if b"\0" in data and data[:2] not in _UTF_16:
        raise TimelineError(Fault("not plain text: it holds zero bytes", _EMPTY, path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if as_declared and (text := _decoded_as_declared(data)):
            return text
        line = error.object.count(b"\n", 0, error.start) + 1
        declared = _CHARSET.search(data[:4096])
        now = declared[1].decode().upper() if declared else _guessed(data)
        remedy = f"save it as UTF-8: iconv -f {now} -t UTF-8 {shlex.quote(path)} > utf-8.txt"
        raise TimelineError(Fault("not UTF-8", remedy, path, line)) from None
    return text


def _decoded_as_declared(data: bytes) -> str:
    """A text in the encoding that it says it has, by a mark at its beginning or as HTML."""
    declared = _CHARSET.search(data[:4096])
    name = "utf-16" if data[:2] in _UTF_16 else declared[1].decode() if declared else ""
    try:
        return data.decode(name) if name else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _guessed(data: bytes) -> str:
    """The likely encoding, by the byte order mark or the share of letters beyond ASCII."""
    if data[:2] in _UTF_16:
        return "UTF-16"
    beyond = sum(byte >= 0xC0 for byte in data[:4096])
    return "WINDOWS-1251" if beyond * 3 > len(data[:4096]) else "WINDOWS-1252"
