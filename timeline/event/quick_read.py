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
from collections.abc import Callable, Mapping
from itertools import compress

from timeline.event import document, quick_build
from timeline.event.document import Forms
from timeline.event.held import Held
from timeline.event.quick_build import UNUSUAL, taker
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
_MANY = 1 << 16
"""So many pieces of a kind are kept."""


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
    id_start, id_end = found.span(plan.groups["id"])
    start, end = found.span(plan.groups["recorded"])
    at, by = _recording(text[start:end])
    head, middle, tail = text[: id_start - 1], text[id_end : start - 1], text[end:]
    digest = hashlib.sha256(f"{head}{middle}{text[start - 1 : end]}{tail}".encode()).hexdigest()
    claim = hashlib.sha256(f"{head}{middle}{tail}".encode()).hexdigest()
    id_ = document.id_of(digest)
    if text[id_start:id_end] != f'"id":"{id_}"':
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


class _Plan:
    """How an event or a record is read from its text, which is in braces.

    Args:
        cls: of the event or the record.
        own: patterns of values, by their names, that need no other proof.
    """

    def __init__(self, cls: type, own: Mapping[str, str]) -> None:
        fields = fields_of(cls)
        names = sorted(fields)
        pattern = ""
        self.proofs: list[_Prove] = []
        for name in names:
            field = fields[name]
            form = own.get(name) or _form(field.shape)
            pattern += f'(?:,("{name}":{form})){"" if field.required else "?"}'
            self.proofs.append(_no_proof if name in own else _proof(field))
        self.pattern = re.compile(pattern + r"\}")
        self.groups = {name: number for number, name in enumerate(names, 1)}
        self.in_order = [self.groups[name] for name in fields]

    def match(self, text: str) -> re.Match[str]:
        """The pieces of a text, each proved."""
        found = self.pattern.fullmatch("," + text[1:]) if text.startswith("{") else None
        if found is None:
            raise ValueError
        pieces = found.groups()
        for prove, piece in compress(zip(self.proofs, pieces, strict=True), pieces):
            prove(piece)
        return found


@functools.cache
def _plan(kind: str) -> _Plan:
    """The plan of an event; its id is proved by the digest, and its recording by `_recording`."""
    own = {"schema": f'"{SCHEMA_VERSION}"', "event": f'"{kind}"', "id": _STRING}
    return _Plan(TYPES[kind], own | {"recorded": _nested(0)})


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
            return _records(before, cls)
        case shape:
            return _Known(_whole(before, shape))


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
    """A proof of pieces of which the short ones are known when they come again."""

    def __init__(self, prove: _Prove) -> None:
        self.prove = prove
        self.known: set[str] = set()

    def __call__(self, piece: str) -> None:
        """Prove a piece."""
        if piece not in self.known:
            self.prove(piece)
            if len(piece) <= _LONG:
                if len(self.known) >= _MANY:
                    self.known.clear()
                self.known.add(piece)


def _whole(before: int, shape: Shape) -> _Prove:
    """The proof of a value that is looked at as JSON."""
    take = taker(shape)

    def prove(piece: str) -> None:
        text = piece[before:]
        value, end = _json.raw_decode(text)
        if end != len(text) or document.canonical_text(value) != text:
            raise ValueError
        take(value)

    return prove


_json = json.JSONDecoder()


def _records(before: int, cls: type) -> _Prove:
    """The proof of a list of records: each alone, so that those that come again are known."""
    prove_record = _Known(_Plan(cls, {}).match)
    known = prove_record.known

    def prove(piece: str) -> None:
        items = piece[before:]
        if not (items.startswith("[{") and items.endswith("}]")):
            raise ValueError
        for inside in items[2:-2].split("},{"):
            record = f"{{{inside}}}"
            if record not in known:
                prove_record(record)

    return prove


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
