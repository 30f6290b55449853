"""What an event names: keys, and ids of other events."""

from collections.abc import Iterator

from timeline.event.schema import Many, Path, Record, Scalar, Shape, fields_of
from timeline.event.types import Is


def references(shape: Shape, value: object, at: Path = ()) -> Iterator[tuple[Path, Is, str]]:
    """The keys and ids in a value of a shape, each with its path and what it must be."""
    match shape, value:
        case Scalar(must_be), str() if must_be.kind in ("key", "id"):
            yield at, must_be, value
        case Many(item), list():
            for i, part in enumerate(value):
                yield from references(item, part, (*at, i))
        case Record(cls), dict():
            known = fields_of(cls)
            for name, part in value.items():
                yield from references(known[name].shape, part, (*at, name))
