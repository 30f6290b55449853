"""Rows for other programs: JSON, JSON lines, CSV, TSV and YAML, with all their fields."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.base.spreadsheets import guard_cell
from timeline.base.text import masked_json, unseen
from timeline.cli.show.screen import make_safe

Row = Mapping[str, object]
Cell = Callable[[str, object], str]
"""The text of a field, of which the name is given too."""


def as_json(value: object) -> str:
    """JSON to read and to parse: indented, UTF-8, with signs that steer a terminal escaped."""
    return masked_json(json.dumps(value, ensure_ascii=False, indent=2))


def compact_json(value: object) -> str:
    """JSON on one line."""
    return masked_json(json.dumps(value, ensure_ascii=False))


def as_csv(rows: Iterable[Row], fields: Sequence[str], cell: Cell) -> str:
    """CSV (RFC 4180, with LF). A text that a spreadsheet would run gets a `'` before it."""
    import csv  # noqa: PLC0415 (only CSV needs it)
    import io  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(_lines(rows, fields, cell))
    return out.getvalue()


def as_tsv(rows: Iterable[Row], fields: Sequence[str], cell: Cell) -> str:
    r"""TSV: a line a row. A cell's own tab, line feed and backslash are `\t`, `\n` and `\\`."""

    def escaped(field: str, value: object) -> str:
        text = cell(field, value).replace("\\", "\\\\")
        return text.replace("\t", "\\t").replace("\n", "\\n")

    lines = [fields, *_lines(rows, fields, escaped)]
    return "\n".join("\t".join(line) for line in lines)


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

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(base):  # type: ignore[misc]
        def ignore_aliases(self, _: object) -> bool:
            return True

    Dumper.add_representer(str, _yaml_text)
    text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=_LONG)
    # Within quotes, where alone these can be, JSON's escapes are YAML's.
    return masked_json(text)


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
