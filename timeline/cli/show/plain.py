"""Rows and pages without tables: to read aloud, to search line by line, to paste into a letter."""

from collections.abc import Iterable, Sequence
from typing import Any

from timeline.cli.show.layout import Fact, Page
from timeline.cli.show.screen import make_safe
from timeline.cli.show.tables import Column, Row, fill_cells


def blocks(rows: Iterable[Row], columns: Sequence[Column[Any]]) -> str:
    """A block a row: what leads, then a line each other text with its label, all but one deeper."""
    rows = list(rows)
    shown, cells = fill_cells(rows, columns)
    found = [_block(row, shown, line) for row, line in zip(rows, cells, strict=True)]
    between = "\n\n" if any("\n" in block for block in found) else "\n"
    return between.join(found)


def _block(row: Row, columns: Sequence[Column[Any]], cells: Sequence[str]) -> str:
    texts = [
        (column, _with_address(text, column.address(row)))
        for column, text in zip(columns, cells, strict=True)
        if text
    ]
    first = ": ".join(text for column, text in texts if column.leads)
    facts = [Fact(column.header.lower(), text) for column, text in texts if not column.leads]
    return "\n".join([*filter(None, [first]), *_lines(facts)]).lstrip()


def page(page: Page) -> str:
    """A page: the heading, a line a fact, and the rows of each section as blocks."""
    told = [Fact(label, _with_address(text, url)) for label, text, url in page.known()]
    parts = ["\n".join([make_safe(page.heading), *_lines(told)])]
    for section in page.sections:
        if section.rows:
            parts += [section.heading, blocks(section.rows, section.columns)]
    return "\n\n".join(parts)


def _lines(facts: Iterable[Fact]) -> list[str]:
    """A line a fact; those of a text of several lines go on deeper than any label."""
    return [line for fact in facts for line in _deeper(f"  {fact.label}: ", fact.text)]


def _deeper(label: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [label + first, *(f"    {line}".rstrip() for line in rest)]


def _with_address(text: str, url: str) -> str:
    return f"{text} <{url}>" if url and url != text else text
