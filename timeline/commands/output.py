"""How rows are printed: a table for people, or JSON, JSON lines and CSV for machines."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.characters import masked_json
from timeline.commands.screen import safe, say
from timeline.errors import UsageError
from timeline.log import unwritable

Row = Mapping[str, object]

FORMATS = ("table", "json", "jsonl", "csv")
_NARROW = 10
_GAP = 2


class Output(NamedTuple):
    """How the person wants it."""

    format_: str = ""
    file: str = ""
    quiet: bool = False

    @property
    def format(self) -> str:
        """The format asked for, or that the file's ending says, or a table.

        Raises:
            UsageError: no such format.
        """
        ending = Path(self.file).suffix.lower().removeprefix(".")
        asked = self.format_.lower() or {"ndjson": "jsonl"}.get(ending, ending)
        if asked in ("", "txt") and not self.format_:
            return "table"
        if asked not in FORMATS:
            what = f"format `{asked}`" if self.format_ else f"format for the ending of {self.file}"
            raise UsageError(f"no {what}", f"one of {', '.join(FORMATS)}")
        return asked


class Column(NamedTuple):
    """A column of a table for people.

    On a terminal it gets room by its `weight` when there is too little for all (0: it never gives
    way), and is left out below `from_width`.
    """

    header: str
    text: Callable[[Row], str]
    weight: int = 0
    from_width: int = 0


def columns_of(names: Sequence[str], known: Sequence[str]) -> list[str]:
    """The columns that were asked for, by names separated by commas.

    Raises:
        UsageError: a name that no row has.
    """
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in wanted:
        if name not in known:
            from timeline.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)

            close = nearest(name, known)
            remedy = f"did you mean {close[0]}?" if close else f"one of {', '.join(known)}"
            raise UsageError(f"no column `{name}`", remedy)
    return wanted


def emit(
    rows: Iterable[Row],
    output: Output,
    columns: Sequence[Column],
    cell: Callable[[str, object], str],
    fields: Sequence[str],
) -> None:
    """Print rows in the format asked for.

    Args:
        rows: as the machine formats have them.
        output: how.
        columns: of the table for people.
        cell: the text of a field in CSV.
        fields: the columns of CSV.
    """
    match output.format:
        case "json":
            text = as_json(list(rows))
        case "jsonl":
            text = "\n".join(compact_json(row) for row in rows)
        case "csv":
            text = as_csv(rows, fields, cell)
        case _:
            text = table(rows, columns, _width(output))
    deliver(text, output)


def deliver(text: str, output: Output) -> None:
    """Print a text, or write it to the file that was asked for, whole or not at all."""
    if not output.file:
        if text:
            sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    target = Path(output.file)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        aside.write_text(text if text.endswith("\n") or not text else f"{text}\n", encoding="utf-8")
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise unwritable(error, target) from error
    say(f"written to {output.file}", quiet=output.quiet)


def as_json(value: object) -> str:
    """JSON to read and to parse: indented, UTF-8, with signs that steer a terminal escaped."""
    return masked_json(json.dumps(value, ensure_ascii=False, indent=2))


def compact_json(value: object) -> str:
    """JSON on one line."""
    return masked_json(json.dumps(value, ensure_ascii=False))


def as_csv(rows: Iterable[Row], fields: Sequence[str], cell: Callable[[str, object], str]) -> str:
    """CSV (RFC 4180, with LF). A text that a spreadsheet would run gets a `'` before it."""
    import csv  # noqa: PLC0415 (only CSV needs it)
    import io  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_harmless(row.get(f), cell(f, row.get(f))) for f in fields])
    return out.getvalue()


def _harmless(value: object, text: str) -> str:
    runs = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, int | float)
    return f"'{text}" if runs else text


def _width(output: Output) -> int | None:
    """The width to keep to; None when the text goes elsewhere than to a terminal."""
    if output.file or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def table(rows: Iterable[Row], columns: Sequence[Column], width: int | None) -> str:
    """Rows as a table, cut to no width unless one is given; columns that are empty are left out."""
    from tabulate import tabulate  # noqa: PLC0415 (machine formats do without)

    shown = [column for column in columns if width is None or width >= column.from_width]
    cells = [[safe(column.text(row)) for column in shown] for row in rows]
    if not cells:
        return ""
    kept = [i for i in range(len(shown)) if any(line[i] for line in cells)]
    cells = [[line[i] for i in kept] for line in cells]
    shown = [shown[i] for i in kept]
    return tabulate(
        cells,
        headers=[column.header for column in shown],
        tablefmt="simple",
        disable_numparse=True,
        maxcolwidths=_fitted(cells, shown, width) if width else None,
    )


def _fitted(
    cells: Sequence[Sequence[str]], columns: Sequence[Column], width: int
) -> list[int | None]:
    """The width of each column: what there is, shared by weight among those that need more."""
    from wcwidth import wcswidth  # noqa: PLC0415 (tabulate has imported it)

    natural = [
        max(len(column.header), *(wcswidth(line[i]) for line in cells))
        for i, column in enumerate(columns)
    ]
    fitted: list[int | None] = [
        None if column.weight else n for n, column in zip(natural, columns, strict=True)
    ]
    left = width - _GAP * (len(columns) - 1) - sum(size or 0 for size in fitted)
    while (open_ := [i for i, size in enumerate(fitted) if size is None]) and left > 0:
        weights = sum(columns[i].weight for i in open_)
        share = {i: max(left * columns[i].weight // weights, _NARROW) for i in open_}
        content = [i for i in open_ if natural[i] <= share[i]]
        for i in content or open_:
            fitted[i] = natural[i] if content else share[i]
            left -= fitted[i] or 0
    return [size or _NARROW for size in fitted]


Section = tuple[str, Sequence[Column], Sequence[Mapping[str, object]]]
"""A heading, the columns of a table and its rows."""


def page(heading: str, facts: Sequence[tuple[str, str]], sections: Sequence[Section]) -> str:
    """A page about one thing: a heading, what is known of it, and tables that are not empty."""
    width = _width(Output())
    lines = [safe(heading)]
    known = [(label, text) for label, text in facts if text]
    margin = max((len(label) for label, _ in known), default=0) + 4
    before = ""
    for label, text in known:
        shown = "" if label == before else f"  {label}"
        lines += _hanging(shown, safe(text), margin, width)
        before = label
    for title, columns, rows in sections:
        if rows:
            lines += ["", title, table([dict(row) for row in rows], columns, width)]
    return "\n".join(lines)


def _hanging(label: str, text: str, margin: int, width: int | None) -> list[str]:
    import textwrap  # noqa: PLC0415 (pages only)

    room = max((width or 10**6) - margin, _NARROW * 2)
    parts = [part for line in text.splitlines() for part in textwrap.wrap(line, room) or [""]]
    return [(label if i == 0 else "").ljust(margin) + part for i, part in enumerate(parts)]
