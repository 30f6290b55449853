"""What cells of a workbook show: days as exact as their number format, merged cells in each row."""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from timeline.exchange.tables.column_letters import column_letters

_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Parts of a number format that stand for themselves, or say a colour, a language or a width."""


@functools.cache
def digits_of_day(number_format: str) -> int:
    """How much of an ISO day a number format shows: 4 digits for the year, 7 the month, 10 the day.

    Args:
        number_format: such as `mmm-yy`, in the codes of ISO/IEC 29500, part 1, 18.8.31.
    """
    codes = set(_NO_CODE.sub("", number_format.partition(";")[0]).lower())
    if codes & {"d", "h", "s"} or not codes & {"y", "e", "m"}:
        return 10
    return 7 if "m" in codes else 4


def show_day(value: dt.datetime | dt.date, number_format: str) -> str:
    """A day as its cell shows it, as ISO 8601 has it, with a time that is not midnight."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    day = moment.date().isoformat()[: digits_of_day(number_format)]
    if len(day) < len("2017-05-04") or moment.time() == dt.time():
        return day
    return f"{day}T{moment.time().isoformat('seconds')}"


class Merged(NamedTuple):
    """Cells of a column that are one: the column from 0, the first and the last row from 1."""

    column: int
    first: int
    last: int

    def __str__(self) -> str:
        """The range as spreadsheets call it."""
        letters = column_letters(self.column)
        return f"{letters}{self.first}:{letters}{self.last}"


_RANGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)([0-9]+):[A-Z]+([0-9]+)"')


def find_merged(sheet: BinaryIO) -> Iterator[Merged]:
    """The merged cells of a sheet that go over several rows, of each the first column.

    Args:
        sheet: its XML.
    """
    rest = b""
    while chunk := sheet.read(1 << 20):
        text = rest + chunk
        end = 0
        for found in _RANGE.finditer(text):
            letters, first, last = found[1], int(found[2]), int(found[3])
            column = functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)
            if last > first:
                yield Merged(column - 1, first, last)
            end = found.end()
        rest = text[max(end, len(text) - 200) :]


class Filling:
    """Gives each row of merged cells their value, which stands in the first one.

    Numbers are given to no other row, unless they may be years: amounts would count twice.
    """

    def __init__(self, merged: Sequence[Merged]) -> None:
        self._starts: dict[int, list[Merged]] = {}
        for one in merged:
            self._starts.setdefault(one.first, []).append(one)
        self._open: dict[int, tuple[Merged, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._starts)

    def fill(self, number: int, cells: list[str]) -> None:
        """Fill in what a row takes from merged cells above it.

        Args:
            number: of the row, from 1.
            cells: its texts, which are changed.
        """
        for column, (merged, text) in list(self._open.items()):
            if number > merged.last:
                del self._open[column]
            else:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        for merged in self._starts.get(number, ()):
            text = cells[merged.column] if merged.column < len(cells) else ""
            if text and not _is_amount(text):
                self._open[merged.column] = (merged, text)


def _is_amount(text: str) -> bool:
    is_number = re.fullmatch(r"-?[0-9.]+", text) is not None
    return is_number and not re.fullmatch("1[5-9][0-9]{2}|20[0-9]{2}", text)


def describe_merged(merged: Sequence[Merged]) -> str:
    """How merged cells are read, with the first ranges."""
    more = f" and {len(merged) - _SHOWN:,} more" if len(merged) > _SHOWN else ""
    ranges = ", ".join(map(str, merged[:_SHOWN]))
    return (
        f"merged cells: {ranges}{more}; what the first holds is taken for each row, but no amount"
    )


_SHOWN = 3
