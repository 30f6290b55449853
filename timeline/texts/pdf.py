"""A PDF read as paragraphs, by pypdf, without what is repeated on its pages.

The lines of a page that end before the width of the page end a paragraph, and so do blank lines
and indents where the file has them; a paragraph goes on over the end of a page.
"""

# ruff: noqa: RUF001 - a dash is data here

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from timeline.texts.paragraphs import PageMetadata, SourceText
from timeline.texts.plain_text import clean_line, split_paragraphs

_EDGE = 2
"""Lines at the top and at the foot of a page that may be repeated on others."""
_OFTEN = 0.5
"""The share of pages on which a line at the edge is a header or footer."""
_NUMBER = re.compile(
    r"(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:;”\"»)]$")


class NotPdfError(Exception):
    """The bytes are no PDF with a text; the message says why."""


def read_pdf(data: bytes) -> SourceText:
    """Read the paragraphs of a PDF, numbered as they are printed.

    Raises:
        ModuleNotFoundError: pypdf is not installed.
        NotPdfError: it is damaged, locked, or has pictures of text only.
    """
    from pypdf import PdfReader  # noqa: PLC0415 (an extra, and rare)
    from pypdf.errors import PyPdfError  # noqa: PLC0415 (as above)

    # What it mends on its way it tells on stderr, in words of the file.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [page.extract_text().splitlines() for page in reader.pages]
        title = clean_line(str((reader.metadata and reader.metadata.title) or ""))
    except PyPdfError as error:
        raise NotPdfError("it is damaged, or needs a password") from error
    except Exception as error:  # pypdf raises what its parsers do
        raise NotPdfError("it is damaged") from error
    text = _join_pages(_drop_repeated(pages))
    if not text.strip():
        raise NotPdfError("it has no text, only pictures of it")
    return SourceText(split_paragraphs(text), PageMetadata(title=title if " " in title else ""))


def _drop_repeated(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of pages without page numbers, and without headers and footers."""
    kept = [[line for line in page if line.strip()] for page in pages]
    edges: Counter[str] = Counter()
    for page in kept:
        edges.update({_pattern(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    many = len(kept) > _EDGE  # two pages show no rule
    repeated = {line for line, count in edges.items() if many and count > len(kept) * _OFTEN}
    found = []
    for page in kept:
        last = len(page) - _EDGE
        found.append(
            [
                line
                for at, line in enumerate(page)
                if not ((at < _EDGE or at >= last) and _is_edge(line, repeated))
            ]
        )
    return found


def _is_edge(line: str, repeated: set[str]) -> bool:
    return bool(_NUMBER.fullmatch(line.strip())) or _pattern(line) in repeated


def _pattern(line: str) -> str:
    """A line without its numbers: "Report 2014, page 3" is repeated as "page 4"."""
    return re.sub(r"\d+", "#", clean_line(line)).lower()


def _join_pages(pages: Sequence[Sequence[str]]) -> str:
    """The text of pages; where a page ends within a sentence, the next one goes on."""
    text = ""
    for page in pages:
        if not page:
            continue
        ended = not text or _SENTENCE_END.search(text.rstrip()) or not page[0][:1].islower()
        text = f"{text.rstrip()}{chr(10) * 2 if ended and text else chr(10)}{chr(10).join(page)}"
    return text.strip("\n")
