"""How answers are printed: in which format, and on the screen or to a file."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.base.errors import UsageError
from timeline.cli.show import terminal
from timeline.cli.show.run import current
from timeline.cli.show.screen import make_safe, print_message
from timeline.cli.show.tables import Column, Row, draw_table
from timeline.cli.show.terminal import Look
from timeline.log.formats import FORMATS, ONLY_ROWS

if TYPE_CHECKING:
    import sqlite3

    from timeline.cli.show.layout import Page

_TEXTS = ("csv", "tsv")
_OTHERWISE = "leave it out, or add --format csv"
PEOPLE = ("table", "plain", "markdown", "html")
_ENDINGS = {"ndjson": "jsonl", "txt": "plain", "md": "markdown", "yml": "yaml"}
"""Endings of files that are not called like their format."""


class Output(NamedTuple):
    """How the user wants it; a format and a file are empty where none is named.

    `bom` asks for a byte-order mark, `keys` for keys where rows have names.
    """

    format_: str = ""
    file: str = ""
    quiet: bool = False
    bom: bool = False
    keys: bool = False

    @property
    def asked(self) -> str:
        """The format asked for, or that the file's ending says; empty without either.

        Raises:
            UsageError: no such format.
        """
        ending = Path(self.file).suffix.lower().removeprefix(".")
        asked = self.format_.lower() or _ENDINGS.get(ending, ending)
        if asked and asked not in FORMATS:
            what = f"format `{asked}`" if self.format_ else f"format for the ending of {self.file}"
            raise UsageError(f"no {what}", f"one of {', '.join(FORMATS)}")
        return asked

    @property
    def format(self) -> str:
        """The format asked for, or that settings name for the command, or a table.

        Raises:
            UsageError: no such format, or another option has no use for it.
        """
        found = self.asked or current().usual_format() or "table"
        if self.bom and found not in _TEXTS:
            raise UsageError(f"--bom is for csv and tsv, not {found}", _OTHERWISE)
        if self.keys and found not in ONLY_ROWS:
            how = _OTHERWISE if found in PEOPLE else f"leave it out: {found} has keys and names"
            raise UsageError(f"--keys is for csv, tsv and xlsx, not {found}", how)
        return found

    @property
    def for_people(self) -> bool:
        """Whether it is a format for people, who get the columns of a table, or a page."""
        return self.format in PEOPLE


class Named(NamedTuple):
    """Rows that name things: where the names are, and fields of keys alone by their namespace."""

    db: "sqlite3.Connection"
    keys: Mapping[str, str] = MappingProxyType({})


def columns_of(names: Sequence[str], known: Sequence[str], called: str = "column") -> list[str]:
    """The columns that were asked for, by names separated by commas; `called` so in an error.

    Raises:
        UsageError: a name that no row has.
    """
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    for name in wanted or names:
        if name not in known:
            from timeline.event.schema import likely  # noqa: PLC0415 (only a mistake pays for it)

            raise UsageError(f"no {called} `{name}`", likely(name, known))
    return wanted


def emit(
    rows: Iterable[Row],
    output: Output,
    columns: Sequence[Column[Any]],
    cell: Callable[[str, object], str],
    fields: Sequence[str],
    *,
    title: str = "Timeline",
    named: "Named | None" = None,
) -> None:
    """Print rows in the format asked for.

    Args:
        rows: as the machine formats have them, which print each when it is taken.
        output: how.
        columns: of the table for people.
        cell: the text of a field in CSV and the like.
        fields: the columns of CSV and the like.
        title: of the page that HTML makes, and of the sheet of a workbook.
        named: what has the names that CSV and the like print, unless the user wants keys.
    """
    if named and not output.keys and output.format in ONLY_ROWS:
        from timeline.cli.show.named_cells import name_cells  # noqa: PLC0415 (tables do without)

        cell = name_cells(named.db, named.keys)
    match output.format:
        case "table":
            deliver(draw_table(rows, columns, look_of(output)), output)
        case "plain" | "markdown" | "html":
            deliver(_for_people(list(rows), output.format, columns, title), output)
        case "xlsx":
            require_file(output)
            from timeline.cli.show import workbook  # noqa: PLC0415 (each format pays for itself)

            stream(workbook.write(rows, fields, cell, title), output)
        case _:
            from timeline.cli.show import machine  # noqa: PLC0415 (tables do without)

            lines = machine.lines_of(rows, output.format, fields, cell)
            deliver_parts(chain(["\ufeff"], lines) if output.bom else lines, output)


def require_file(output: Output, format_: str = "xlsx") -> None:
    """Refuse to print what is no text.

    Raises:
        UsageError: no file is named.
    """
    if not output.file:
        raise UsageError(f"{format_} is no text", f"write it to a file: -o FILE.{format_}")


def _for_people(
    rows: Sequence[Row], format_: str, columns: Sequence[Column[Any]], title: str
) -> str:
    if format_ == "plain":
        from timeline.cli.show import plain  # noqa: PLC0415 (each format pays for itself)

        return plain.blocks(rows, columns)
    from timeline.cli.show import markup  # noqa: PLC0415

    if format_ == "markdown":
        return markup.markdown(rows, columns)
    return markup.html(title, rows, columns)


def emit_one(value: object, output: Output) -> None:
    """Print one thing for machines: as JSON, as JSON on one line, or as YAML.

    Raises:
        UsageError: another format; a thing with parts of its own makes no rows.
    """
    from timeline.cli.show import machine  # noqa: PLC0415 (pages do without)

    match output.format:
        case "json":
            deliver(machine.as_json(value), output)
        case "jsonl":
            deliver(machine.compact_json(value), output)
        case "yaml":
            deliver(machine.as_yaml(value), output)
        case other:
            fit = ", ".join(name for name in FORMATS if name not in ONLY_ROWS)
            raise UsageError(f"this cannot be printed as {other}", f"one of {fit}")


def emit_pages(pages: Sequence["Page"], output: Output) -> None:
    """Print pages in the format for people that was asked for."""
    from timeline.cli.show.layout import draw_page  # noqa: PLC0415 (rows do without)

    match output.format:
        case "plain":
            from timeline.cli.show import plain  # noqa: PLC0415 (each format pays for itself)

            text = "\n\n".join(map(plain.page, pages))
        case "markdown" | "html":
            from timeline.cli.show import markup  # noqa: PLC0415

            whole = markup.markdown_page if output.format == "markdown" else markup.html_page
            text = whole(pages)
        case _:
            look = look_of(output)
            text = "\n\n".join(draw_page(page, look) for page in pages)
    deliver(text, output)


def deliver(text: str, output: Output) -> None:
    """Print a text, or write it to the file that was asked for, whole or not at all."""
    whole = text if text.endswith("\n") or not text else f"{text}\n"
    if output.file:
        stream([whole], output)
    else:
        _show(whole)


def deliver_parts(texts: Iterable[str], output: Output) -> None:
    """As `deliver`, but what no pager is to show is not held at once."""
    if output.file or not sys.stdout.isatty():
        stream(texts, output)
    else:
        _show("".join(texts))


def _show(text: str) -> None:
    if not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    from timeline.cli.show.pager import print_paged  # noqa: PLC0415 (terminals only)

    print_paged(text)


def stream(parts: Iterable[str | bytes], output: Output) -> None:
    """As `deliver`, for what is too long to be held at once, and for no pager.

    Nothing is printed before many parts are made: what fails early can be tried again. Bytes go
    to a file only.
    """
    if not output.file:
        # The words of a template are the user's own: other programs get them, but no terminal.
        show = _on_terminal if sys.stdout.isatty() else str
        parts = iter(parts)
        while some := list(islice(parts, _AT_ONCE)):
            sys.stdout.write("".join(map(show, some)))
        return
    from timeline.cli.output_file import write_file  # noqa: PLC0415 (the screen does without)

    write_file(output.file, parts)
    print_message(f"written to {output.file}", quiet=output.quiet)


_AT_ONCE = 1000


def _on_terminal(part: str | bytes) -> str:
    return make_safe(str(part).replace("\r\n", "\n"))


def look_of(output: Output) -> Look:
    """How to draw text for people: as the terminal has it, or bare for a file."""
    return Look() if output.file else terminal.look_of_stdout()
