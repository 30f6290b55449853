"""How a diff is laid out: lines with signs on a terminal, tables on a page."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from timeline.cli.diff.diff_line import DiffLine, DiffLineRow
from timeline.cli.show import colours
from timeline.cli.show.layout import Page, Section
from timeline.cli.show.screen import columns, fold_cell, make_safe
from timeline.cli.show.tables import Column
from timeline.cli.show.terminal import Look

_PAINTS = {"+": colours.green, "-": colours.red, "~": colours.cyan, "?": colours.yellow}
_WORDS = {"+": "new", "-": "gone", "~": "changed", "?": "possibly new"}
_MARGIN = len("  + ")
_GAP = 2
_NARROW = 18
"""What dates have at least on a terminal, and what is told of them."""


def draw_lines(sections: Sequence[tuple[str, Sequence[DiffLine]]], look: Look) -> str:
    """What differs as lines: a sign, the date if there is one, what it is, and its id."""
    parts = []
    for heading, items in sections:
        dates = _room_for_dates(items, look.width)
        head = colours.bold(heading) if look.color else heading
        parts.append(
            "\n".join([head, *(line for item in items for line in _item(item, dates, look))])
        )
    return "\n\n".join(parts)


def _room_for_dates(items: Sequence[DiffLine], width: int | None) -> int:
    """What the column of dates takes: what it needs, on a terminal up to a third of it."""
    most = max(columns(item.when) for item in items)
    return min(most, max(width // 3 - _MARGIN, _NARROW)) if width else most


def _item(item: DiffLine, dates: int, look: Look) -> Iterator[str]:
    margin = _MARGIN + (dates + _GAP if dates else 0)
    room = max(look.width - margin, _NARROW) if look.width else None
    when = _fold(item.when, dates if look.width else None)
    what = _with_id(_fold(make_safe(item.text), room), item.id, room, look)
    sign = _PAINTS[item.sign](item.sign) if look.color else item.sign
    for i, (left, right) in enumerate(zip_longest(when, what, fillvalue="")):
        begin = f"  {sign} " if i == 0 else " " * _MARGIN
        middle = left + " " * (margin - _MARGIN - columns(left))
        yield f"{begin}{middle}{right}".rstrip()
    for note in item.notes:
        first, *more = _fold(make_safe(note), room and room - 2 * _GAP)
        yield " " * (margin + _GAP) + first
        yield from (" " * (margin + 2 * _GAP) + line for line in more)


def _fold(text: str, room: int | None) -> list[str]:
    lines = text.split("\n")
    return [part for line in lines for part in fold_cell(line, room)] if room else lines


def _with_id(lines: list[str], id_: str, room: int | None, look: Look) -> list[str]:
    """Lines with an id at the end of the last, or on one of its own where there is no room."""
    if not id_:
        return lines
    shown = colours.faint(id_) if look.color else id_
    if room and columns(lines[-1]) + _GAP + len(id_) > room:
        return [*lines, shown]
    return [*lines[:-1], f"{lines[-1]}{' ' * _GAP}{shown}"]


COLUMNS: tuple[Column[DiffLineRow], ...] = (
    Column("Change", lambda row: _WORDS[row["sign"]]),
    Column("Date", lambda row: row["when"], leads=True),
    Column("What", lambda row: "\n".join([row["text"], *row["notes"]]), leads=True),
    Column("Id", lambda row: row["id"]),
)
"""A diff as a table, on a page."""


def diff_page(heading: str, sections: Sequence[tuple[str, Sequence[DiffLine]]]) -> Page:
    """What differs as a page with a table a view."""
    told = [(title, [item.as_row() for item in items]) for title, items in sections]
    return Page(heading, (), [Section(title, COLUMNS, rows) for title, rows in told])
