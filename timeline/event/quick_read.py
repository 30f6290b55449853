"""Events read from exactly what this program writes as their canonical form, piece by piece.

A line is taken apart by guess and proved as a whole: the pattern of an event has a piece of text
for each key, and a line that it matches is these pieces between commas in their order, each key
once. If each piece alone is a key with a value in canonical form that may stand there, so is the
line. Pieces that come again, such as an actor with its role, are proved once. What is unusual is
not read here: the strict reader has the word, and tells faults.
"""

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from itertools import compress

from timeline.event import document, quick_build
from timeline.event.document import Forms
from timeline.event.held import Held
from timeline.event.quick_build import MANY, UNUSUAL, taker
from timeline.event.schema import (
    LONGEST_LINE,
    Field,
    Many,
    Record,
    Scalar,
    Shape,
    fault_in_text,
    fields_of,
)
from timeline.event.types import CORRECTIONS, SCHEMA_VERSION, TYPES, Is

_Prove = Callable[[str], object]
"""Raises one of `UNUSUAL` where a piece is not surely right."""
_DEPTH = 4
"""Levels of lists and maps in a piece whose end is found."""
_LONG = 200
"""So long may a piece be to be kept for when it comes again."""


def read_canonical(line: bytes, number: int = 0) -> Held | None:
    """The event in a line that is its canonical form, id included; None if not surely so.

    Args:
        line: with or without its line feed.
        number: of the line in its file.
    """
    try:
        text = line.removesuffix(b"\n").decode()
        # Quotes part texts: no sign composes with one, so each text is in NFC if the whole is.
        if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
            return None
        return _read(text, number)
    except UNUSUAL:
        return None


def _read(text: str, number: int) -> Held | None:
    kind = text.partition('"event":"')[2].partition('"')[0]
    plan = _plan(kind)
    found = plan.match(text)
    at, by = _recording(found["recorded"])
    id_start, id_end = found.span("id")
    start, end = found.span("recorded")
    head, middle, tail = text[: id_start - 1], text[id_end : start - 1], text[end:]
    digest = hashlib.sha256(f"{head}{middle}{text[start - 1 : end]}{tail}".encode()).hexdigest()
    claim = hashlib.sha256(f"{head}{middle}{tail}".encode()).hexdigest()
    id_ = document.id_of(digest)
    if found["id"] != f'"id":"{id_}"':
        return None
    in_order = f"{{{','.join(filter(None, found.group(*plan.in_order)))}}}"
    if kind in CORRECTIONS and quick_build.build(TYPES[kind], json.loads(in_order)) is None:
        return None
    return Held(id_, kind, at, by, in_order, Forms(text, digest, claim), number)


# Quotes, backslashes, tabs and line feeds are the only signs that the canonical form escapes in
# what an event may hold. Possessive quantifiers: what does not match is known at once.
_INSIDE = r'(?!")[^"\\\x00-\x1f]*+(?:\\["\\nt][^"\\\x00-\x1f]*+)*+'
_STRING = f'"{_INSIDE}"'


def _nested(levels: int) -> str:
    """The pattern of a list or a map with at most so many levels of others in it."""
    part = f"{_STRING}|{_nested(levels - 1)}" if levels else _STRING
    between = r'[^"\[\]{}\x00-\x1f]*+'
    return rf"[\[{{]{between}(?:(?:{part}){between})*+[\]}}]"


_OWN_PATTERNS = {"schema": f'"{SCHEMA_VERSION}"', "id": _STRING}
_PROVED = ("schema", "id", "event", "recorded")
"""What the pattern proves, the digest, or `_recording`."""


class _Plan:
    """How an event of a kind is read from its text."""

    def __init__(self, kind: str) -> None:
        fields = fields_of(TYPES[kind])
        own = _OWN_PATTERNS | {"event": f'"{kind}"'}
        pattern = ""
        self.proofs: list[_Prove] = []
        names = sorted(fields)
        for name in names:
            field = fields[name]
            form = own.get(name) or _form(field.shape)
            pattern += f'(?:,(?P<{name}>"{name}":{form})){"" if field.required else "?"}'
            self.proofs.append(_no_proof if name in _PROVED else _proof(field))
        self.pattern = re.compile(pattern + r"\}")
        self.in_order = [names.index(name) + 1 for name in fields]

    def match(self, text: str) -> re.Match[str]:
        """The pieces of a text, each proved."""
        found = self.pattern.fullmatch("," + text[1:]) if text.startswith("{") else None
        if found is None:
            raise ValueError
        pieces = found.groups()
        for prove, piece in compress(zip(self.proofs, pieces, strict=True), pieces):
            prove(piece)
        return found


def _plan(kind: str) -> _Plan:
    if kind not in _plans:
        _plans[kind] = _Plan(kind)
    return _plans[kind]


_plans: dict[str, _Plan] = {}


def _form(shape: Shape) -> str:
    """The pattern of a value."""
    match shape:
        case Scalar():
            return _STRING
        case Record(short=""):
            return _nested(_DEPTH)
        case Many(Scalar(), or_one=False):
            return _nested(0)
        case Many(Record(short=""), or_one=False):
            return _nested(_DEPTH)
    return f"(?:{_STRING}|{_nested(_DEPTH)})"


def _no_proof(_: str) -> None:
    pass


def _proof(field: Field) -> _Prove:
    """The proof of a piece, which begins with the key."""
    before = len(f'"{field.name}":')
    match field.shape:
        case Scalar(Is("text" | "line") as must_be):
            return _text(before, must_be)
        case Many(Record(cls, short=""), or_one=False):
            return _Records(before, cls)
        case shape:
            return _Known(before, shape)


def _text(before: int, must_be: Is) -> _Prove:
    """The proof of a text, of which the pattern tells that it is in canonical form."""
    is_line = must_be.kind == "line"

    def prove(piece: str) -> None:
        plain = piece.isprintable() and not piece[before + 1 : -1].isspace()
        if is_line and ("\\" in piece or len(piece) > LONGEST_LINE):
            plain = False
        if not plain and fault_in_text(json.loads(piece[before:]), must_be)[0]:
            raise ValueError

    return prove


class _Known:
    """The proof of values of a shape, of which the short ones are kept."""

    def __init__(self, before: int, shape: Shape) -> None:
        self.before = before
        self.take = taker(shape)
        self.known: set[str] = set()

    def __call__(self, piece: str) -> None:
        """Prove a piece, which begins with its key."""
        if piece not in self.known:
            text = piece[self.before :]
            value, end = _json.raw_decode(text)
            if end != len(text) or document.canonical_text(value) != text:
                raise ValueError
            self.take(value)
            if len(piece) <= _LONG:
                if len(self.known) >= MANY:
                    self.known.clear()
                self.known.add(piece)


_json = json.JSONDecoder()


class _Records:
    """The proof of a list of records: each alone, so that those that come again are known."""

    def __init__(self, before: int, cls: type) -> None:
        self.before = before
        self.item = _Known(0, Record(cls))

    def __call__(self, piece: str) -> None:
        """Prove a piece, which begins with its key."""
        items = piece[self.before :]
        if not (items.startswith("[{") and items.endswith("}]")):
            raise ValueError
        known = self.item.known
        for inside in items[2:-2].split("},{"):
            record = f"{{{inside}}}"
            if record not in known:
                self.item(record)


def _recording(piece: str) -> tuple[str, str]:
    """When and by whom something was recorded, of a piece that is proved by this."""
    found = _RECORDING.fullmatch(piece)
    if found is None:
        raise ValueError
    at, by, entered = found.groups()
    if fault_in_text(at, _INSTANT)[0] or (entered and fault_in_text(entered, _INSTANT)[0]):
        raise ValueError
    return at, _line(by)


_RECORDING = re.compile(
    rf'"recorded":\{{"at":"([^"\\]+)","by":"({_INSIDE})"(?:,"entered":"([^"\\]+)")?\}}'
)
_INSTANT = Is("instant")


@functools.lru_cache(1 << 10)
def _line(raw: str) -> str:
    """The line between two quotes, where that is one."""
    line: str = json.loads(f'"{raw}"')
    if fault_in_text(line, Is("line"))[0]:
        raise ValueError
    return line
