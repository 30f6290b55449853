"""YAML read from exactly the style in which `timeline.event.yaml_text.write` writes events.

Only texts whose meaning is beyond doubt are read: `key: value` lines, each key once, with texts
that are plain, in single quotes or after `|`, maps in braces and lists in brackets. All else, be
it right or at fault, is left to the strict reader, which alone tells faults.
"""

import re
import unicodedata
from collections.abc import Callable

from timeline.base.text import unfit


def read(text: str) -> dict[str, object] | None:
    """The map that a YAML text is, in NFC and with nothing empty in it; None if not surely so.

    Args:
        text: of a whole file, without byte order mark.
    """
    flat = text.replace("\n", " ")
    if not flat.isprintable() and ("\t" in flat or unfit(flat)):
        return None
    # Values are parts of the whole: no sign composes with a space or a quote that may join them.
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return None
    try:
        return _TOP.read(text)
    except _Unusual:
        return None


class _Unusual(Exception):  # noqa: N818 (no error: the strict reader takes over)
    pass


# Possessive quantifiers: what does not match is known at once. A text goes on in the next line,
# which is indented, where the line feed alone stands for a space.
_START = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=\w))"


def _plain_of(inside: str, indent: str) -> str:
    """The pattern of a plain text, of what may stand inside it, that goes on after an indent."""
    return rf"{_START}(?:{inside}|(?<! )\n{indent}(?=[^\s#]))*+(?<! )"


def _quoted_of(indent: str) -> str:
    """The pattern of a text in single quotes that goes on after an indent."""
    return rf"'(?:[^'\n]++|''|(?<![ '])\n{indent}(?=[^\s']))++'"


_INSIDE = r"[^\n:#]++|:(?![ \n])|(?<! )#"
_KEY = "[a-z][a-z0-9_]{0,60}+"


class _Map:
    """How a map is read that has a line, or a few, for each key.

    Args:
        indent: the spaces before each key.
        deeper: how such a map in it is read, if there may be one.
    """

    def __init__(self, indent: str, deeper: "_Map | None" = None) -> None:
        more = f"{indent}  "
        self.deeper, self._line_feed, self._next_item = deeper, f"\n{more}", f"\n{indent}- "
        texts = f"({_plain_of(_INSIDE, more)})\n|({_quoted_of(more)})\n"
        flow = rf"[\[{{][^\n]*+\n(?:{more}[^\n]++\n)*+"
        literal = rf"{more}(?![ \n])[^\n]++\n(?:\n*+{more}(?! *\n)[^\n]++\n)*+"
        items = rf"(?:{indent}- [^\n]++\n(?:{more}[^\n]++\n)*+)++"
        below = rf"(?:\n*+{more}[^\n]++\n)++"
        self._entry = re.compile(
            rf"{indent}({_KEY}):"
            rf"(?: (?:{texts}|({flow})|\|-\n({literal})|\|\n({literal}))|\n(?:({items})|({below})))"
        ).match
        self._text = re.compile(texts).fullmatch
        self._readers: tuple[Callable[[str], object], ...] = (
            self._plain,
            self._quoted,
            _flow,
            self._literal_without_end,
            self._literal,
            self._items,
            self._below,
        )

    def read(self, text: str) -> dict[str, object]:
        """The map that a text is.

        Raises:
            _Unusual: it is not written in the style that is read here.
        """
        found: dict[str, object] = {}
        at, entries = 0, 0
        while entry := self._entry(text, at):
            form = entry.lastindex or 0
            found[entry[1]] = self._readers[form - 2](entry[form])
            at, entries = entry.end(), entries + 1
        if at < len(text) or not entries or len(found) < entries:
            raise _Unusual
        return found

    def _plain(self, part: str) -> str:
        return part.replace(self._line_feed, " ")

    def _quoted(self, part: str) -> str:
        return part[1:-1].replace(self._line_feed, " ").replace("''", "'")

    def _literal(self, part: str) -> str:
        return part[len(self._line_feed) - 1 :].replace(self._line_feed, "\n")

    def _literal_without_end(self, part: str) -> str:
        return self._literal(part)[:-1]

    def _items(self, part: str) -> list[object]:
        items = part[len(self._next_item) - 1 : -1].split(self._next_item)
        return [_flow(item) if item[0] in "{[" else self._item(f"{item}\n") for item in items]

    def _item(self, part: str) -> str:
        found = self._text(part)
        if found is None:
            raise _Unusual
        plain, quoted = found.groups()
        return self._plain(plain) if plain else self._quoted(quoted)

    def _below(self, part: str) -> dict[str, object]:
        if self.deeper is None:
            raise _Unusual
        return self.deeper.read(part)


# In braces and brackets, lines go on at any depth that their map allows.
_ANY = " ++"
_INSIDE_FLOW = r"[^\n,\[\]{}:?#]++"
_FLOW_TEXT = f"({_plain_of(_INSIDE_FLOW, _ANY)})|({_quoted_of(_ANY)})"
_FLOW_KEY = r"(\w(?:[\w-]|[ ](?=\w)){0,60}+): "
_pair = re.compile(rf"{_FLOW_KEY}(?:{_FLOW_TEXT}|(?=[\[{{]))").match
_value = re.compile(rf"()(?:{_FLOW_TEXT}|(?=[\[{{]))").match
_next = re.compile(r",(?: |\n +)(?=[^\s])").match
_fold = re.compile("\n +").sub
_DEPTH = 4
"""Levels of braces and brackets."""


def _flow(text: str) -> object:
    """The map in braces or the list in brackets that a text is."""
    value, end = _collection(text, 0, 1)
    if text[end:] not in ("", "\n"):
        raise _Unusual
    return value


def _collection(text: str, at: int, depth: int) -> tuple[object, int]:
    """The map or the list that begins at a place of a text, and the place after it."""
    if depth > _DEPTH:
        raise _Unusual
    is_map = text[at] == "{"
    entry_at = _pair if is_map else _value
    keys: list[str] = []
    values: list[object] = []
    at += 1
    while True:
        entry = entry_at(text, at)
        if entry is None:
            raise _Unusual
        key, plain, quoted = entry.groups()
        at = entry.end()
        value: object
        if plain:
            value = _fold(" ", plain) if "\n" in plain else plain
        elif quoted:
            value = _fold(" ", quoted[1:-1]).replace("''", "'")
        else:
            value, at = _collection(text, at, depth + 1)
        keys.append(key)
        values.append(value)
        following = _next(text, at)
        if following is None:
            break
        at = following.end()
    if text[at : at + 1] != ("}" if is_map else "]"):
        raise _Unusual
    if not is_map:
        return values, at + 1
    if len(set(keys)) < len(keys):
        raise _Unusual
    return dict(zip(keys, values, strict=True)), at + 1


_TOP = _Map("", _Map("  "))
