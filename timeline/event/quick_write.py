"""YAML of events as `timeline.event.yaml_text.write` writes it, in a tenth of its time.

Only what is surely written so is written here: short records in braces, and texts of a line, plain
or in single quotes, which go on in the next line. All else is left to the emitter of YAML.
"""

import functools
import re
from collections.abc import Mapping

from timeline.event.yaml_text import SPREAD, WIDTH


def write(body: Mapping[str, object]) -> str | None:
    """An event as YAML text in the one style of the log; None if not surely so.

    Args:
        body: texts, lists and maps, none of them empty.
    """
    lines: list[str] = []
    try:
        _write_map(body, "", lines)
    except _Unusual:
        return None
    return "".join(lines)


class _Unusual(Exception):  # noqa: N818 (no error: the emitter of YAML takes over)
    pass


def _write_map(body: Mapping[str, object], indent: str, lines: list[str]) -> None:
    """Write a map that has a line, or a few, for each key."""
    if not body:
        raise _Unusual
    for key, value in body.items():
        start = f"{indent}{_key(key)}:"
        if type(value) is str:
            lines.append(_folded(_text(value), f"{start} ", f"\n{indent}  "))
        elif type(value) is dict and key in SPREAD:
            lines.append(f"{start}\n")
            _write_map(value, f"{indent}  ", lines)
        elif type(value) is list and value and type(value[0]) is dict:
            lines.append(f"{start}\n")
            lines += [_short(f"{indent}- {_map_inside(item)}\n") for item in value]
        elif type(value) is list and value:
            items = ", ".join([_text_inside(_known_text(item)) for item in value])
            lines.append(_short(f"{start} [{items}]\n"))
        else:
            lines.append(_short(f"{start} {_map_inside(value)}\n"))


@functools.lru_cache(1 << 8)
def _key(key: str) -> str:
    if not _is_key(key):
        raise _Unusual
    return key


def _known_text(value: object) -> str:
    if type(value) is not str:
        raise _Unusual
    return value


def _short(line: str) -> str:
    """A line that is not folded."""
    if len(line) > WIDTH:
        raise _Unusual
    return line


def _folded(text: str, start: str, line_feed: str) -> str:
    """The lines of a text that goes on after the first word that reaches over the width."""
    column = len(start)
    if column + len(text) <= WIDTH:
        return f"{start}{text}\n"
    found = [start]
    at = 0
    while (end := text.find(" ", at + max(WIDTH + 1 - column, 1))) >= 0:
        found += (text[at:end], line_feed)
        at, column = end + 1, len(line_feed) - 1
    return f"{''.join(found)}{text[at:]}\n"


# What the emitter takes for printable and for no space or line break, but for what is unusual.
_are_signs = re.compile(
    "[ -~\xa1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff]++"
).fullmatch
_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
"""With these no plain text begins."""
_UNSURE = frozenset("-?:.=")
"""With these some do."""
_is_key = re.compile("[a-z][a-z0-9_-]{0,60}").fullmatch
_parts_items = re.compile(r"[,\[\]{}]").search
_is_unsure_inside = re.compile(r"[:?#]").search


def _text(text: str) -> str:
    """A text that stands behind a key, in quotes if need be."""
    if _first_of_line(text) in _INDICATORS or ": " in text or " #" in text or text[-1] == ":":
        return _in_quotes(text)
    return text


@functools.lru_cache(1 << 14)
def _text_inside(text: str) -> str:
    """A text that stands in braces or brackets, in quotes if need be."""
    if _first_of_line(text) in _INDICATORS or _parts_items(text):
        return _in_quotes(text)
    if _is_unsure_inside(text):
        raise _Unusual
    return text


def _first_of_line(text: str) -> str:
    """The first sign of a text, which has one line and nothing unusual in it."""
    signs = text.isprintable() if text.isascii() else _are_signs(text)
    if not (text and signs) or "  " in text or text[0] == " " or text[-1] == " ":
        raise _Unusual
    if text[0] in _UNSURE and not (text[0] == "-" and text[1:2].isalnum()):
        raise _Unusual
    return text[0]


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _map_inside(value: object) -> str:
    """A map in braces."""
    if type(value) is not dict or not value:
        raise _Unusual
    parts = [
        f"{_key(key)}: {_text_inside(part) if type(part) is str else _inside(part)}"
        for key, part in value.items()
    ]
    return f"{{{', '.join(parts)}}}"


def _inside(value: object) -> str:
    """A value as it stands in braces and brackets."""
    if type(value) is str:
        return _text_inside(value)
    if type(value) is list and value:
        return f"[{', '.join(map(_inside, value))}]"
    return _map_inside(value)
