"""The walk over the texts of an event, and which of them refer to others: keys and ids."""

import functools
from collections.abc import Callable, Iterator, Mapping

from timeline.event.schema import Many, Path, Record, Scalar, Shape, fields_of
from timeline.event.types import TYPES, Is

Replace = Callable[[Path, Is, str], object]
"""Gives what takes the place of a text; it gets its path, what it must be, and the text."""


def replace_texts(body: Mapping[str, object], replace: Replace) -> dict[str, object]:
    """The body of an event with other texts; its own key, and what it cannot have, stay.

    Args:
        body: of an event, which need not be valid.
        replace: is called for each text that has a kind, in the order of the body.
    """
    event = str(body.get("event"))
    shapes = shapes_with_texts(event)
    return {
        name: replace_in(shapes[name], value, (name,), replace) if name in shapes else value
        for name, value in body.items()
    }


def replace_in(shape: Shape, value: object, at: Path, replace: Replace) -> object:
    """A value with other texts, where it is of a shape.

    Args:
        shape: what the value should be.
        value: of a field, or in one.
        at: where it stands.
        replace: see `replace_texts`.
    """
    match shape, value:
        case Scalar(must_be), str():
            return replace(at, must_be, value)
        case Many(item), list():
            return [replace_in(item, part, (*at, i), replace) for i, part in enumerate(value)]
        case Record(cls), dict():
            fields = fields_of(cls)
            return {
                name: replace_in(fields[name].shape, part, (*at, name), replace)
                if name in fields
                else part
                for name, part in value.items()
            }
    return value


@functools.cache
def shapes_with_texts(event: str) -> Mapping[str, Shape]:
    """The shapes of the fields that `replace_texts` walks, for a kind of event."""
    fields = fields_of(TYPES[event]) if event in TYPES else {}
    return {name: field.shape for name, field in fields.items() if name not in ("id", event)}


def texts_in(shape: Shape) -> Iterator[Is]:
    """What each text in a value of a shape must be."""
    match shape:
        case Scalar(must_be):
            yield must_be
        case Many(item):
            yield from texts_in(item)
        case Record(cls):
            for field in fields_of(cls).values():
                yield from texts_in(field.shape)


def references(body: Mapping[str, object]) -> list[tuple[Path, Is, str]]:
    """The keys and ids that an event names, each with its path and what it must be."""
    shapes = _shapes_with_references(str(body.get("event")))
    found: list[tuple[Path, Is, str]] = []
    for name, value in body.items():
        if name in shapes:
            _find(shapes[name], value, (name,), found)
    return found


def _find(shape: Shape, value: object, at: Path, found: list[tuple[Path, Is, str]]) -> None:
    """Add the references in a value of a shape that has some."""
    match shape, value:
        case Scalar(must_be), str():
            found.append((at, must_be, value))
        case Many(item), list():
            for i, part in enumerate(value):
                _find(item, part, (*at, i), found)
        case Record(cls), dict():
            shapes = _shapes_within(cls)
            for name, part in value.items():
                if name in shapes:
                    _find(shapes[name], part, (*at, name), found)


@functools.cache
def _shapes_with_references(event: str) -> Mapping[str, Shape]:
    shapes = shapes_with_texts(event)
    return {name: shape for name, shape in shapes.items() if _has_references(shape)}


@functools.cache
def _shapes_within(cls: type) -> Mapping[str, Shape]:
    fields = fields_of(cls)
    return {name: f.shape for name, f in fields.items() if _has_references(f.shape)}


def _has_references(shape: Shape) -> bool:
    return any(must_be.kind in ("key", "id") for must_be in texts_in(shape))
