"""Typed events of documents that were checked before, as those that a projection holds."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from timeline.event.schema import Choice, FreeMap, Many, Record, Scalar, Shape, fields_of
from timeline.event.types import Event

E = TypeVar("E", bound=Event)
_Take = Callable[[Any], Any]
# ruff: noqa: ANN401 (what is taken apart has been checked)


def build_again(cls: type[E], body: Mapping[str, object]) -> E:
    """The typed event of a document for which `timeline.event.schema.build` has made one before.

    Args:
        cls: one of the events of `timeline.event.types`.
        body: texts, lists and maps; nothing of it is checked.
    """
    if cls not in _makers:
        _makers[cls] = _record(cls)
    event: E = _makers[cls](body)
    return event


_makers: dict[type, _Take] = {}


def _taker(shape: Shape) -> _Take | None:
    """How a value of a shape is taken; None where it stays as it is."""
    match shape:
        case Scalar() | Choice() | FreeMap():
            return None
        case Many(item, or_one):
            return _list(_taker(item), or_one=or_one)
        case Record(cls, short):
            return _record(cls, short)


def _list(take_item: _Take | None, *, or_one: bool) -> _Take:
    def take(value: Any) -> tuple[Any, ...]:
        if or_one and isinstance(value, str):
            value = (value,)
        return tuple(value if take_item is None else map(take_item, value))

    return take


def _record(cls: type, short: str = "") -> _Take:
    fields = {name: (one.attribute, _taker(one.shape)) for name, one in fields_of(cls).items()}

    def take(value: Any) -> Any:
        if short and isinstance(value, str):
            value = {short: value}
        values = {}
        for key, part in value.items():
            attribute, take_part = fields[key]
            values[attribute] = part if take_part is None else take_part(part)
        return cls(**values)

    return take
