"""Rows and pages as Markdown (GitHub's) and HTML, in which no text of the log is markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from timeline.cli.show.layout import Page, Section
from timeline.cli.show.screen import make_safe
from timeline.cli.show.tables import Column, Row, fill_cells, lay_out
from timeline.showing.whole_page import whole_page

_MARKDOWN = re.compile(r"([\\`*_\[\]|~$#])")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; }
body { padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; text-align: start; vertical-align: top; }
th { border-bottom: 2px solid; } td { border-bottom: 1px solid #8886; }
h1, td, dd { unicode-bidi: plaintext; } h1, dd { overflow-wrap: anywhere; }
dl { display: grid; gap: .2rem 1rem; grid-template-columns: max-content 1fr; }
dt { font-weight: bold; grid-column: 1; } dd { grid-column: 2; margin: 0; }
@media (max-width: 40rem) {
  body { margin: 1rem auto; } dl { display: block; } dt { margin-top: .4rem; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border-bottom: 1px solid #8886; padding: .5rem 0; } td { border: 0; padding: .1rem 0; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
}
@media print {
  body { font-size: 10pt; margin: 0; max-width: none; padding: 0; }
  thead { display: table-header-group; } tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
}
"""


def markdown(rows: Iterable[Row], columns: Sequence[Column[Any]]) -> str:
    """Rows as a table."""
    rows = list(rows)
    shown, cells = fill_cells(rows, columns)
    if not cells:
        return ""
    lines = [
        [_link(text, column.address(row)) for column, text in zip(shown, line, strict=True)]
        for row, line in zip(rows, cells, strict=True)
    ]
    headers = [_escape(column.header) for column in shown]
    return lay_out(headers, lines, "github")


def markdown_page(pages: Sequence[Page]) -> str:
    """Pages as one: headings, lists of facts, and tables; all but the first one level deeper."""
    parts: list[str] = []
    for level, page in _levels(pages):
        parts.append(f"{'#' * level} {_escape(make_safe(page.heading))}")
        facts = [f"- **{_escape(f.label)}:** {_link(f.text, f.url)}" for f in page.known()]
        parts += ["\n".join(facts)] if facts else []
        for section in page.sections:
            if section.rows:
                parts += [f"{'#' * (level + 1)} {_escape(section.heading)}"]
                parts += [markdown(section.rows, section.columns)]
    return "\n\n".join(parts)


def _levels(pages: Sequence[Page]) -> Iterator[tuple[int, Page]]:
    for position, page in enumerate(pages):
        yield (2 if position else 1), page


def _escape(text: str) -> str:
    """A text in which nothing is read as Markdown or HTML; its lines stay apart."""
    return _MARKDOWN.sub(r"\\\1", escape(text, quote=False)).replace("\n", "<br>")


def _link(text: str, url: str) -> str:
    return f"[{_escape(text)}](<{escape(url)}>)" if url and text else _escape(text)


def html(title: str, rows: Sequence[Row], columns: Sequence[Column[Any]]) -> str:
    """Rows as a table on a page of their own."""
    return html_page([Page(title, (), [Section("", columns, rows)])])


def html_page(pages: Sequence[Page]) -> str:
    """Pages as one document that stands alone, to read in a browser and to print."""
    body = "\n".join(line for level, page in _levels(pages) for line in _body(level, page))
    return whole_page(make_safe(pages[0].heading), _STYLE, body)


def _body(level: int, page: Page) -> Iterator[str]:
    yield f"<h{level}>{_text(make_safe(page.heading))}</h{level}>"
    known = page.known()
    if not (known or any(section.rows for section in page.sections)):
        yield "<p>none</p>"
    if known:
        yield "<dl>"
        before = ""
        for label, text, url in known:
            term = "" if label == before else f"<dt>{_text(label)}</dt>"
            yield f"{term}<dd>{_anchor(text, url)}</dd>"
            before = label
        yield "</dl>"
    for heading, columns, rows in page.sections:
        if rows:
            if heading:
                yield f"<h{level + 1}>{_text(heading)}</h{level + 1}>"
            yield from _table(rows, columns)


def _table(rows: Sequence[Row], columns: Sequence[Column[Any]]) -> Iterator[str]:
    shown, lines = fill_cells(rows, columns)
    heads = "".join(f'<th scope="col">{_text(column.header)}</th>' for column in shown)
    yield f"<table>\n<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>"
    for row, line in zip(rows, lines, strict=True):
        cells = (_cell(column, row, text) for column, text in zip(shown, line, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"


def _cell(column: Column[Any], row: Row, text: str) -> str:
    """A cell, with its header for where there is no room for columns."""
    label = f' data-label="{escape(column.header)}"' if column.header and text else ""
    return f"<td{label}>{_anchor(text, column.address(row))}</td>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _anchor(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{_text(text)}</a>' if url and text else _text(text)
