"""Rows for other programs: JSON, JSON lines, CSV, TSV and YAML, with all their fields."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.base.spreadsheets import guard_cell
from timeline.base.text import masked, masked_json, unseen
from timeline.cli.show.screen import make_safe

Row = Mapping[str, object]
Cell = Callable[[str, object], str]
"""The text of a field, of which the name is given too."""


def as_json(value: object) -> str:
    """JSON to read and to parse: indented, UTF-8, with signs that steer a terminal escaped."""
    return masked_json(json.dumps(value, ensure_ascii=False, indent=2))


def compact_json(value: object) -> str:
    """JSON on one line."""
    return masked_json(_on_one_line(value))


# What is printed was made here, and holds itself nowhere.
_on_one_line = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def lines_of(rows: Iterable[Row], format_: str, fields: Sequence[str], cell: Cell) -> Iterator[str]:
    """The text of rows in a format, in parts, each made when it is taken; the last ends a line.

    Args:
        rows: what to write.
        format_: json, jsonl, csv, tsv or yaml.
        fields: the columns of CSV and TSV.
        cell: the text of a field in CSV and TSV.
    """
    match format_:
        case "jsonl":
            return (f"{compact_json(row)}\n" for row in rows)
        case "csv":
            return csv_lines(rows, fields, cell)
        case "tsv":
            return tsv_lines(rows, fields, cell)
        case "yaml":
            return _parts(rows, as_yaml, "", "", "")
        case _:
            return _parts(rows, lambda one: as_json(one)[1:-2], "[", ",", "\n]\n")


def _parts(
    rows: Iterable[Row], write: Callable[[Sequence[Row]], str], first: str, next_: str, last: str
) -> Iterator[str]:
    """A list in parts, an item each, with what stands before, between and after the items."""
    count = 0
    for count, row in enumerate(rows, 1):
        yield (first if count == 1 else next_) + write([row])
    yield last if count else "[]\n"


def csv_lines(rows: Iterable[Row], fields: Sequence[str], cell: Cell) -> Iterator[str]:
    """CSV (RFC 4180, with LF). A text that a spreadsheet would run gets a `'` before it."""
    import csv  # noqa: PLC0415 (only CSV needs it)

    line = csv.writer(_Echo(), lineterminator="\n").writerow
    yield str(line([guard_cell(make_safe(field)) for field in fields]))
    for values in _lines(rows, fields, cell):
        yield str(line(values))


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def tsv_lines(rows: Iterable[Row], fields: Sequence[str], cell: Cell) -> Iterator[str]:
    r"""TSV: a line a row. A cell's own tab, line feed and backslash are `\t`, `\n` and `\\`."""

    def escaped(field: str, value: object) -> str:
        text = cell(field, value).replace("\\", "\\\\")
        return text.replace("\t", "\\t").replace("\n", "\\n")

    yield "\t".join(guard_cell(masked(field)) for field in fields) + "\n"
    for values in _lines(rows, fields, escaped):
        yield "\t".join(values) + "\n"


def _lines(rows: Iterable[Row], fields: Sequence[str], cell: Cell) -> Iterator[list[str]]:
    for row in rows:
        yield [_guarded(row.get(f), make_safe(cell(f, row.get(f)))) for f in fields]


def _guarded(value: object, text: str) -> str:
    """A cell that no spreadsheet runs; a number, which may be negative, is none that it would."""
    return text if isinstance(value, int | float) else guard_cell(text)


def cell(_: str, value: object) -> str:
    """A field as text: lists of texts separated by `; `, other lists and maps as JSON."""
    if isinstance(value, list | dict):
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "; ".join(value) if texts else compact_json(value)
    return "" if value is None else str(value)


def as_yaml(value: object) -> str:
    """YAML of what JSON would say, quoted so that every reader takes a text for a text."""
    import yaml  # noqa: PLC0415 (only YAML needs it)

    text: str = yaml.dump(
        value, Dumper=_yaml_dumper(), allow_unicode=True, sort_keys=False, width=_LONG
    )
    # Within quotes, where alone these can be, JSON's escapes are YAML's.
    return masked_json(text)


@functools.cache
def _yaml_dumper() -> Any:
    import yaml  # noqa: PLC0415 (only YAML needs it)

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(base):  # type: ignore[misc]
        def ignore_aliases(self, _: object) -> bool:
            return True

    Dumper.add_representer(str, _yaml_text)
    return Dumper


_LONG = 1 << 30
_NUMERIC = tuple("0123456789+-.")
_OTHERS = ("y", "n")
"""What some readers of YAML take for yes and no, though PyYAML does not."""


def _yaml_text(dumper: Any, text: str) -> Any:
    style = None
    if unseen(text.replace("\n", "")):
        style = '"'
    elif "\n" in text:
        style = "|"
    elif text.startswith(_NUMERIC) or text.lower() in _OTHERS:
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
