"""How rows are printed: a table for people, or JSON, JSON lines and CSV for machines."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.characters import masked_json
from timeline.commands.screen import columns as columns_taken
from timeline.commands.screen import folded, safe, say
from timeline.errors import UsageError
from timeline.log import unwritable

Row = Mapping[str, object]

FORMATS = ("table", "json", "jsonl", "csv")
_WORDS = re.compile(r"[\s-]+")
_WORD = 20
"""How long a word may be for its column to be kept wide enough for it, while there is room."""
_NARROWEST = 5
"""What a column keeps on a terminal that is too narrow for the table."""
_NARROW = 16
"""What is kept for a text beside a label."""
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


def columns_of(names: Sequence[str], known: Sequence[str], called: str = "column") -> list[str]:
    """The columns that were asked for, by names separated by commas; `called` so in an error.

    Raises:
        UsageError: a name that no row has.
    """
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in wanted:
        if name not in known:
            from timeline.schema import nearest  # noqa: PLC0415 (only a mistake pays for it)

            close = nearest(name, known)
            remedy = f"did you mean {close[0]}?" if close else f"one of {', '.join(known)}"
            raise UsageError(f"no {called} `{name}`", remedy)
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
            text = table(rows, columns, width_of(output))
    deliver(text, output)


def emit_one(value: object, output: Output) -> None:
    """Print one thing as JSON, or as JSON on one line.

    Raises:
        UsageError: another format; a thing with parts of its own makes no rows.
    """
    match output.format:
        case "json":
            deliver(as_json(value), output)
        case "jsonl":
            deliver(compact_json(value), output)
        case other:
            raise UsageError(f"no {other} of this", "one of table, json, jsonl")


def deliver(text: str, output: Output) -> None:
    """Print a text, or write it to the file that was asked for, whole or not at all."""
    whole = text if text.endswith("\n") or not text else f"{text}\n"
    if not output.file:
        sys.stdout.write(whole)
        return
    try:
        _write(Path(os.path.realpath(output.file)), whole)
    except OSError as error:
        # The name of the file aside would mean nothing to anybody.
        said = OSError(error.errno, error.strerror)
        raise unwritable(said, Path(output.file)) from error
    say(f"written to {output.file}", quiet=output.quiet)


def _write(target: Path, text: str) -> None:
    if target.exists() and not target.is_file():
        # A pipe or /dev/null is written to; a file put in its place would take it away.
        target.write_text(text, encoding="utf-8")
        return
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


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
        writer.writerow([_harmless(row.get(f), safe(cell(f, row.get(f)))) for f in fields])
    return out.getvalue()


def cell(_: str, value: object) -> str:
    """A field as text: lists of texts separated by `; `, other lists and maps as JSON."""
    if isinstance(value, list | dict):
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "; ".join(value) if texts else compact_json(value)
    return "" if value is None else str(value)


# OWASP's list, with the wide forms that spreadsheets in East Asia read alike.
_RUNS = ("=", "+", "-", "@", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _harmless(value: object, text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) and not isinstance(value, int | float) else text


def width_of(output: Output) -> int | None:
    """The width to keep to; None when the text goes elsewhere than to a terminal."""
    if output.file or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def table(rows: Iterable[Row], columns: Sequence[Column], width: int | None) -> str:
    """Rows as a table, cut to no width unless one is given; columns that are empty are left out."""
    import tabulate  # noqa: PLC0415 (machine formats do without)

    tabulate.MIN_PADDING = 0  # else every header is two columns wider than it is
    shown = [column for column in columns if width is None or width >= column.from_width]
    cells = [[safe(column.text(row)) for column in shown] for row in rows]
    if not cells:
        return ""
    kept = [i for i in range(len(shown)) if any(line[i] for line in cells)]
    cells = [[line[i] for i in kept] for line in cells]
    shown = [shown[i] for i in kept]
    fitted = _fitted(cells, shown, width) if width else None
    return tabulate.tabulate(
        cells,
        headers=[column.header for column in shown],
        tablefmt="simple",
        disable_numparse=True,
        maxcolwidths=fitted,
        maxheadercolwidths=fitted,
    )


def _fitted(cells: Sequence[Sequence[str]], columns: Sequence[Column], width: int) -> list[int]:
    """The width of each column: what there is, shared by weight among those that need more."""
    texts = [[column.header, *(line[i] for line in cells)] for i, column in enumerate(columns)]
    natural = [_widest(part for text in column for part in text.split("\n")) for column in texts]
    least = [
        min(_widest(word for text in column for word in _WORDS.split(text)), _WORD, size)
        if columns[i].weight
        else size
        for i, (column, size) in enumerate(zip(texts, natural, strict=True))
    ]
    fitted: list[int | None] = [
        None if column.weight else size for size, column in zip(natural, columns, strict=True)
    ]
    room = width - _GAP * (len(columns) - 1)
    left = room - sum(size or 0 for size in fitted)
    while (open_ := [i for i, size in enumerate(fitted) if size is None]) and left > 0:
        weights = sum(columns[i].weight for i in open_)
        share = {i: max(left * columns[i].weight // weights, least[i]) for i in open_}
        content = [i for i in open_ if natural[i] <= share[i]]
        for i in content or open_:
            fitted[i] = natural[i] if content else share[i]
            left -= fitted[i] or 0
    return _squeezed([size or least[i] for i, size in enumerate(fitted)], least, room)


def _widest(texts: Iterable[str]) -> int:
    return max(map(columns_taken, texts))


def _squeezed(sizes: list[int], least: Sequence[int], room: int) -> list[int]:
    """Sizes that fit: what is more than words need gives way first, then the widest column."""
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        spare = [size - enough for size, enough in zip(sizes, least, strict=True)]
        gives = spare.index(max(spare)) if max(spare) > 0 else sizes.index(max(sizes))
        sizes[gives] -= 1
    return sizes


Section = tuple[str, Sequence[Column], Sequence[Mapping[str, object]]]
"""A heading, the columns of a table and its rows."""


def page(
    heading: str,
    facts: Sequence[tuple[str, str]],
    sections: Sequence[Section],
    width: int | None,
) -> str:
    """A page about one thing: a heading, what is known of it, and tables that are not empty."""
    lines = folded(safe(heading), width) if width else [safe(heading)]
    known = [(label, text) for label, text in facts if text]
    margin = max((len(label) for label, _ in known), default=0) + 4
    before = ""
    for label, text in known:
        shown = "" if label == before else f"  {label}"
        lines += hanging(shown, safe(text), margin, width)
        before = label
    for title, columns, rows in sections:
        if rows:
            lines += ["", title, table([dict(row) for row in rows], columns, width)]
    return "\n".join(lines)


def hanging(label: str, text: str, margin: int, width: int | None) -> list[str]:
    """A text beside a label, folded to a width with all its lines beginning at the same margin."""
    lines = text.split("\n")
    if width:
        room = max(width - margin, _NARROW)
        lines = [part for line in lines for part in folded(line, room)]
    return [(label if i == 0 else "").ljust(margin) + part for i, part in enumerate(lines)]
