"""The walk over the texts of an event, and which of them refer to others: keys and ids."""

from collections.abc import Callable, Mapping

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
    fields = fields_of(TYPES[event]) if event in TYPES else {}
    return {
        name: _replace(fields[name].shape, value, (name,), replace)
        if name in fields and name not in ("id", event)
        else value
        for name, value in body.items()
    }


def _replace(shape: Shape, value: object, at: Path, replace: Replace) -> object:
    match shape, value:
        case Scalar(must_be), str():
            return replace(at, must_be, value)
        case Many(item), list():
            return [_replace(item, part, (*at, i), replace) for i, part in enumerate(value)]
        case Record(cls), dict():
            fields = fields_of(cls)
            return {
                name: _replace(fields[name].shape, part, (*at, name), replace)
                if name in fields
                else part
                for name, part in value.items()
            }
    return value


def references(body: Mapping[str, object]) -> list[tuple[Path, Is, str]]:
    """The keys and ids that an event names, each with its path and what it must be."""
    found: list[tuple[Path, Is, str]] = []

    def keep(at: Path, must_be: Is, text: str) -> str:
        if must_be.kind in ("key", "id"):
            found.append((at, must_be, text))
        return text

    replace_texts(body, keep)
    return found
