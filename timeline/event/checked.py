"""Parts of events that are checked once and stand in many, as in the rows of a table.

What is of these types is never changed. A check of what has no such parts is `schema.build`, which
alone tells faults.
"""

import functools
from collections.abc import Mapping

from timeline.event.quick_build import UNUSUAL, Take, build, taker
from timeline.event.schema import (
    Choice,
    Many,
    Scalar,
    Shape,
    fault_in_text,
    faults_in,
    fields_of,
)
from timeline.event.types import SCHEMA_VERSION, TYPES, Amendment, Is


class Shared(list[object]):
    """A list that documents share; `memo` is for what is made of it, once for all of them."""

    __slots__ = ("memo",)
    memo: tuple[object, ...]

    def __init__(self, items: list[object]) -> None:
        """Share the items."""
        super().__init__(items)
        self.memo = ()


class Checked(list[object]):
    """A list that is tidy, and that the field which it stands in may hold."""

    __slots__ = ()


def is_right(body: Mapping[str, object]) -> bool:
    """Whether an event is surely right; of others the full check has to tell.

    Args:
        body: of an event, tidy.
    """
    kind = body.get("event")
    if kind not in TYPES or body.get("schema") != SCHEMA_VERSION:
        return False
    if kind == Amendment.EVENT:  # it has rules about what stands together
        return build(Amendment, body) is not None
    fields, required = _fields(str(kind))
    for name, value in body.items():
        field = fields.get(name)
        if field is None or not _fits(*field, value):
            return False
    return required <= body.keys()


@functools.cache
def _fields(kind: str) -> tuple[Mapping[str, tuple[Shape, Take]], frozenset[str]]:
    """The fields of a kind of event, each with its quick reader, and those that it must have."""
    fields = fields_of(TYPES[kind])
    known = {name: (field.shape, taker(field.shape)) for name, field in fields.items()}
    return known, frozenset(name for name, field in fields.items() if field.required)


def _fits(shape: Shape, take: Take, value: object) -> bool:
    if type(value) is Checked:
        return isinstance(shape, Many)
    if type(value) is not str:
        return _is_taken(take, value) or not faults_in(shape, value, ("",))
    if isinstance(shape, Scalar):
        must_be = shape.must_be
        comes_again = must_be.kind not in _OWN and len(value) <= _LONGEST
        fault = _fault_in_known if comes_again else fault_in_text
        return not fault(value, must_be)[0]
    return isinstance(shape, Choice) and value in shape.values


def _is_taken(take: Take, value: object) -> bool:
    """Whether the quick reader takes a value; what it would not may be right all the same."""
    try:
        take(value)
    except UNUSUAL:
        return False
    return True


_OWN = ("text", "line", "id")
"""Kinds of texts that are hardly the same in two events."""
_LONGEST = 100


@functools.lru_cache(1 << 12)
def _fault_in_known(text: str, must_be: Is) -> tuple[str, str]:
    return fault_in_text(text, must_be)
