"""Typed events of documents that are right, in a tenth of the time that the full check takes.

What is made here is what `timeline.event.schema.build` makes of the same document. Where anything
is unusual, a fault or only something empty, nothing is made, and the full check has the word: it
alone tells faults. Texts that come again, such as keys, dates and roles, are checked once, by it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from timeline.base.text import unfit
from timeline.event.schema import (
    LONGEST_LINE,
    Choice,
    FreeMap,
    Many,
    Record,
    Scalar,
    Shape,
    amendable,
    fault_in_text,
    fields_of,
)
from timeline.event.types import Amendment, Event, Is

E = TypeVar("E", bound=Event)
R = TypeVar("R")

Take = Callable[[object], Any]
"""Gives the typed value of a part of a document, or raises one of `UNUSUAL`."""
UNUSUAL = (KeyError, TypeError, ValueError, RecursionError)
"""What tells that a document is not made here, such as a `KeyError` of a key that is not known."""
MANY = 1 << 14
"""So many texts or records of a kind are kept for those that come again."""


def build(cls: type[E], body: Mapping[str, object]) -> E | None:
    """The typed event of a document; None where the full check has to say more.

    Args:
        cls: one of the events of `timeline.event.types`.
        body: texts, lists and maps.
    """
    if cls not in _makers:
        _makers[cls] = _record(cls)
    try:
        event: E = _makers[cls](body)
    except UNUSUAL:
        return None
    return event


_makers: dict[type, Take] = {}


def make(cls: type[R], values: Mapping[str, Any]) -> R:
    """An event or a record of values each of which is right.

    Raises:
        TypeError: one is missing.
        ValueError: they do not go together.
    """
    made = cls(**values)
    if isinstance(made, Amendment) and not _is_whole(made):
        raise ValueError
    return made


def _is_whole(event: Amendment) -> bool:
    changed = {*(event.set or ()), *event.unset}
    return bool(changed or len(event.after) > 1) and changed <= set(amendable())


def taker(shape: Shape) -> Take:
    """How a value of a shape is taken; what is empty is not."""
    match shape:
        case Scalar(must_be):
            return _scalar(must_be)
        case Choice(values):
            return _choice(values)
        case Many(item, or_one):
            return _list(taker(item), or_one=or_one)
        case Record(cls, short):
            return _kept(_record(cls, short))
        case FreeMap(deep):
            return _map(_any if deep else _text)


def _scalar(must_be: Is) -> Take:
    if must_be.kind == "text":
        return _text
    return _line(must_be) if must_be.kind == "line" else _known_text(must_be)


def _text(value: object) -> str:
    if type(value) is str and value and not unfit(value):
        return value
    raise ValueError


def _line(must_be: Is) -> Take:
    def take(value: object) -> str:
        if type(value) is not str or not value:
            raise TypeError
        plain = len(value) <= LONGEST_LINE and value.isascii() and value.isprintable()
        if value.isspace() or not (plain or fault_in_text(value, must_be) == _NO_FAULT):
            raise ValueError
        return value

    return take


_NO_FAULT = ("", "")


def _known_text(must_be: Is) -> Take:
    known: set[object] = set()
    comes_again = must_be.kind not in ("id", "instant", "sha256")

    def take(value: object) -> object:
        if value in known:
            return value
        if type(value) is not str or not value or fault_in_text(value, must_be) != _NO_FAULT:
            raise ValueError
        if comes_again:
            if len(known) >= MANY:
                known.clear()
            known.add(value)
        return value

    return take


def _choice(values: tuple[str, ...]) -> Take:
    def take(value: object) -> object:
        if value not in values:
            raise ValueError
        return value

    return take


def _list(take_item: Take, *, or_one: bool) -> Take:
    def take(value: object) -> tuple[object, ...]:
        if type(value) is list and value:
            return tuple(map(take_item, value))
        if or_one and type(value) is str:
            return (take_item(value),)
        raise TypeError

    return take


def _record(cls: type, short: str = "") -> Take:
    known = {name: (one.attribute, taker(one.shape)) for name, one in fields_of(cls).items()}

    def take(value: object) -> object:
        if short and type(value) is str:
            value = {short: value}
        if type(value) is not dict:
            raise TypeError
        values = {}
        for key, part in value.items():
            attribute, take_part = known[key]
            values[attribute] = take_part(part)
        return make(cls, values)

    return take


def _kept(take_new: Take) -> Take:
    """Take records that come again, as an actor with its role, as they were taken before."""
    kept: dict[str, object] = {}

    def take(value: object) -> object:
        key = repr(value)
        found = kept.get(key)
        if found is None:
            found = take_new(value)
            if len(kept) >= MANY:
                kept.clear()
            kept[key] = found
        return found

    return take


def _map(take_part: Take) -> Take:
    def take(value: object) -> object:
        if type(value) is not dict or not value:
            raise TypeError
        for key, part in value.items():
            if type(key) is not str or unfit(key):
                raise ValueError
            take_part(part)
        return value

    return take


def _any(value: object) -> object:
    """Texts, lists and maps, one in the other."""
    if type(value) is dict:
        return _map(_any)(value)
    if type(value) is not list:
        return _text(value)
    if not value:
        raise TypeError
    for part in value:
        _any(part)
    return value
