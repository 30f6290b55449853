"""`timeline diff --summary` and `--stat`: how much differs."""

from collections.abc import Mapping, Sequence

from timeline.cli.show import colours
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit, look_of
from timeline.cli.show.tables import Column
from timeline.views.diff.counts import BY, CHANGES, StatRow, stat, summary
from timeline.views.diff.diff import Diff

Row = Mapping[str, object]

_BAR = 40
"""How wide the longest bar is at most."""
_WIDE = 100
"""For how many columns bars are made where there is no terminal."""


def print_counts(found: Diff, views: Sequence[str], output: Output, *, stat: bool) -> None:
    """Print how much differs in each view, or how many happenings do by actor and program."""
    if stat:
        _show_stat(found, [name for name in BY if name in views], output)
        return
    fields = (*CHANGES, "possible")
    columns: list[Column[Row]] = [
        Column("View", lambda row: str(row["view"])),
        *map(_number, fields),
    ]
    emit(summary(found), output, columns, cell, ("view", *fields), title="Changes")


def _number(name: str) -> Column[Row]:
    return Column(name.capitalize(), lambda row: f"{row[name]:,}")


def _show_stat(found: Diff, views: Sequence[str], output: Output) -> None:
    rows = stat(found, views)
    most = max((_total(row) for row in rows), default=0)
    width = look_of(output).width or _WIDE
    room = min(width // 4, _BAR)

    def bar(row: StatRow) -> str:
        lengths = (_length(row[change], most, room) for change in CHANGES)
        return "".join(sign * length for sign, length in zip("+-~", lengths, strict=True))

    columns: list[Column[StatRow]] = [
        Column("", lambda row: row["view"].removesuffix("s")),
        Column("Name", lambda row: row["name"], weight=1),
        Column("Happenings", lambda row: f"{_total(row):,}"),
        Column("", bar, paint=_paint_bar),
    ]
    emit(rows, output, columns, cell, ("view", "key", "name", *CHANGES), title="Changes")


def _total(row: StatRow) -> int:
    return row["added"] + row["removed"] + row["changed"]


def _length(number: int, most: int, room: int) -> int:
    """How long a bar is; what there is shows, however small it is beside the largest."""
    if most <= room:
        return number
    return max(number * room // most, 1) if number else 0


def _paint_bar(bar: str) -> str:
    gone, changed = bar.count("-"), bar.count("~")
    new = len(bar) - gone - changed
    parts = (colours.green("+" * new), colours.red("-" * gone), colours.cyan("~" * changed))
    return "".join(part for part, there in zip(parts, (new, gone, changed), strict=True) if there)
