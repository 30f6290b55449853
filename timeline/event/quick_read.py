"""Events read from exactly what this program writes as their canonical form, piece by piece.

A line is taken apart by guess and proved as a whole: the pattern of an event has a piece of text
for each key, and a line that it matches is these pieces between keys in their order, each key once.
If each piece alone is a value in canonical form, so is the line. Pieces that come again, such as
an actor with its role, are proved once. What is unusual is not read here: the strict reader has
the word, and tells faults.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from itertools import compress
from typing import Any, NamedTuple

from timeline.event import document
from timeline.event.document import Forms
from timeline.event.quick_build import MANY, UNUSUAL, Take, make, taker
from timeline.event.schema import Choice, Many, Record, Scalar, Shape, fields_of
from timeline.event.types import SCHEMA_VERSION, TYPES, Event, Is

_Read = Callable[[str], Any]
"""Reads a piece, or raises one of `UNUSUAL`."""
_DEPTH = 4
"""Levels of lists and maps in a piece whose end is found."""


class Canonical(NamedTuple):
    """An event that was read from its canonical form; the keys of the body are as in files.

    Maps in the body are also in the bodies of other events that say the same: nobody changes them.
    """

    event: Event
    body: dict[str, object]
    forms: Forms


def read_canonical(line: bytes) -> Canonical | None:
    """The event in a line that is its canonical form, id included; None if not surely so.

    Args:
        line: with or without its line feed.
    """
    try:
        text = line.removesuffix(b"\n").decode()
        # Quotes part texts: no sign composes with one, so each text is in NFC if the whole is.
        if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
            return None
        return _read(text)
    except UNUSUAL:
        return None


def _read(text: str) -> Canonical | None:
    named = text.partition('"event":"')[2].partition('"')[0]
    plan = _plan(TYPES[named])
    found = plan.match(text)
    event, body = plan.values_of(found)
    id_start, id_end = found.span(plan.groups["id"])
    start, end = found.span(plan.groups["recorded"])
    head, middle, tail = text[: id_start - _BEFORE_ID], text[id_end + 1 : start], text[end:]
    whole = f"{head}{middle}{text[start:end]}{tail}"
    digest = hashlib.sha256(whole.encode()).hexdigest()
    claim = hashlib.sha256(f"{head}{middle[:-_BEFORE_RECORDED]}{tail}".encode()).hexdigest()
    if body["schema"] != SCHEMA_VERSION or body["event"] != named:
        return None
    if body["id"] != document.id_of(digest):
        return None
    return Canonical(event, document.in_order(body), Forms(text, digest, claim))


_BEFORE_ID = len(',"id":"')
_BEFORE_RECORDED = len(',"recorded":')

# Quotes, backslashes, tabs and line feeds are the only signs that the canonical form escapes in
# what an event may hold. Possessive quantifiers: what does not match is known at once.
_INSIDE = r'(?!")[^"\\\x00-\x1f]*+(?:\\["\\nt][^"\\\x00-\x1f]*+)*+'
_STRING = f'"{_INSIDE}"'


def _nested(levels: int) -> str:
    """The pattern of a list or a map with at most so many levels of others in it."""
    part = f"{_STRING}|{_nested(levels - 1)}" if levels else _STRING
    between = r'[^"\[\]{}\x00-\x1f]*+'
    return rf"[\[{{]{between}(?:(?:{part}){between})*+[\]}}]"


class _Part(NamedTuple):
    """How one key is read; `nested` when reading gives a pair, see `_reader`."""

    name: str
    attribute: str
    read: _Read
    nested: bool


class _Plan:
    """How an event or a record is read from its text, which is in braces."""

    def __init__(self, cls: type) -> None:
        self.cls = cls
        self.parts: list[_Part] = []
        self.groups: dict[str, int] = {}
        pattern = ""
        for name, field in sorted(fields_of(cls).items()):
            form, read, nested = _reader(field.shape)
            pattern += f'(?:,"{name}":{form})?'
            self.parts.append(_Part(name, field.attribute, read, nested))
            self.groups[name] = len(self.parts)
        self.pattern = re.compile(pattern + r"\}")

    def match(self, text: str) -> re.Match[str]:
        found = self.pattern.fullmatch("," + text[1:]) if text.startswith("{") else None
        if found is None:
            raise ValueError
        return found

    def values_of(self, found: re.Match[str]) -> tuple[Any, dict[str, Any]]:
        """The typed event or record, and its body."""
        pieces = found.groups()
        values, body = {}, {}
        pairs = zip(self.parts, pieces, strict=True)
        for (name, attribute, read, nested), piece in compress(pairs, pieces):
            if nested:
                values[attribute], body[name] = read(piece)
            else:
                values[attribute] = body[name] = read(piece)
        return make(self.cls, values), body

    def read(self, text: str) -> tuple[Any, dict[str, Any]]:
        return self.values_of(self.match(text))


def _plan(cls: type) -> _Plan:
    if cls not in _plans:
        _plans[cls] = _Plan(cls)
    return _plans[cls]


_plans: dict[type, _Plan] = {}


def _reader(shape: Shape) -> tuple[str, _Read, bool]:
    """The pattern of a piece, its group included, how it is read, and whether that gives a pair.

    A pair is a typed value and the same as it is in a body; without one, both are the same.
    """
    match shape:
        case Scalar(Is("text" | "line")):
            return f'"({_INSIDE})"', _escaped(taker(shape)), False
        case Scalar() | Choice():  # none of these may have a quote or a backslash
            return f'"({_INSIDE})"', taker(shape), False
        case Record(cls, short=""):
            return f"({_nested(_DEPTH)})", _plan(cls).read, True
        case Many(Scalar() as item, or_one=False):
            return f"({_nested(0)})", _texts(_escaped(taker(item))), True
        case Many(Record(cls, short=""), or_one=False):
            return f"({_nested(_DEPTH)})", _records(cls), True
    return f"({_STRING}|{_nested(_DEPTH)})", _whole(taker(shape)), True


def _escaped(take: Take) -> _Read:
    def read(raw: str) -> object:
        return take(_value(f'"{raw}"') if "\\" in raw or '"' in raw else raw)

    return read


def _value(piece: str) -> object:
    """The value of a piece that is written as the canonical form writes it."""
    value, end = _json.raw_decode(piece)
    if end != len(piece) or document.canonical_text(value) != piece:
        raise ValueError
    return value


_json = json.JSONDecoder()


def _whole(take: Take) -> _Read:
    def read(piece: str) -> tuple[object, object]:
        value = _value(piece)
        return take(value), value

    return read


def _texts(read_item: _Read) -> _Read:
    def read(piece: str) -> tuple[tuple[str, ...], list[str]]:
        if len(piece) < 4 or not (piece.startswith('["') and piece.endswith('"]')):
            raise ValueError
        items = [read_item(raw) for raw in piece[2:-2].split('","')]
        return tuple(items), items

    return read


def _records(cls: type) -> _Read:
    kept: dict[str, tuple[Any, Any]] = {}
    plan = _plan(cls)

    def read(piece: str) -> tuple[tuple[object, ...], list[object]]:
        if not (piece.startswith("[{") and piece.endswith("}]")):
            raise ValueError
        pairs = []
        for inside in piece[2:-2].split("},{"):
            pair = kept.get(inside)
            if pair is None:
                pair = plan.read(f"{{{inside}}}")
                if len(kept) >= MANY:
                    kept.clear()
                kept[inside] = pair
            pairs.append(pair)
        return tuple([typed for typed, _ in pairs]), [body for _, body in pairs]

    return read
