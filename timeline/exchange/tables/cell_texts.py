"""Texts of cells put together, by what a mapping says that they mean."""

import re
from collections.abc import Callable, Mapping

from timeline.exchange.tables.mapping import FieldSource


def meaning_of(made: FieldSource, text: str) -> str:
    """What a text means by the table of values; itself if it is not in there."""
    return listed_meaning(made.values or {}, text)


def listed_meaning(values: Mapping[str, object], text: str) -> str:
    """What a text means by a table, in which `else` is any other and `empty` none."""
    found = values.get(text) if text else values.get("empty")
    if found is None and text:
        found = values.get("else")
    meant = found if isinstance(found, str) else text
    return "" if meant == "empty" and text != "empty" else meant


def cut(text: str, most: int) -> str:
    """A text of so many characters at most, cut after a word."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    return f"{start.rpartition(' ')[0] or start}…"


def fill(template: str, cell: Callable[[str], str], *, is_date: bool = False) -> str:
    """A template with the cells of its columns.

    Args:
        template: a text with `{COLUMN}` in it.
        cell: gives the text in a column.
        is_date: whether a part that is empty or 0 is left out, with the sign before it.
    """
    filled = ""
    between = ""
    has_gap = False
    for piece in re.split(r"(\{[^{}]+\})", template):
        if not piece.startswith("{"):
            between += piece
            continue
        text = cell(piece[1:-1])
        if not text.strip("0 ") if is_date else not text:
            between, has_gap = "" if is_date else between, True
            continue
        if is_date and len(text) == 1 and text.isdigit():
            text = f"0{text}"
        filled += (between if filled or not is_date else between.lstrip("-/. ")) + text
        between = ""
    if is_date:
        return filled + between.rstrip("-/. ")
    return (filled + between).strip(_BETWEEN) if has_gap else filled + between


_BETWEEN = " ,;:/\u2013-"
"""What stands at an end of a text from which a part is missing."""
