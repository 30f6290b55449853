"""The members of one JSON object, taken one at a time, with the lines that they begin in.

So an item of a list can be told where it stands, and what comes before a text breaks off is read.
"""

from collections.abc import Iterator
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.base.json_cursor import LOOK, JsonCursor, JsonError


class Item(NamedTuple):
    """A value of an object by its key, or an item of a list that is such a value.

    `at` names it, as `events 3`; an empty list has no items, and is a value. `line` is the line
    that it begins in.
    """

    key: str
    at: str
    value: object
    line: int


def read_object(text: str, path: str, within: str = "") -> Iterator[Item | Fault]:
    """What the object of a JSON text holds; a fault, if there is one, is the last of it.

    Args:
        text: JSON.
        path: the file as faults name it.
        within: the key of an object whose members are taken instead of it.
    """
    cursor = JsonCursor(text)
    try:
        yield from _members(cursor, within)
        cursor.finish("object")
    except JsonError as error:
        remedy = f"{LOOK}, or export the file again"
        yield cursor.fault(error, path)._replace(remedy=remedy)


def _members(cursor: JsonCursor, within: str = "") -> Iterator[Item]:
    cursor.take("{")
    while cursor.sign() != "}":
        if cursor.sign() != '"':
            raise JsonError(cursor.at, "a key is a text in quotes")
        key = str(cursor.value())
        cursor.take(":")
        if cursor.sign() == "[":
            yield from _items(cursor, key)
        elif within and key == within and cursor.sign() == "{":
            yield from _members(cursor)
        else:
            line = cursor.line(cursor.at)
            yield Item(key, key, cursor.value(), line)
        if cursor.sign() != "}":
            cursor.take(",")
    cursor.take("}")


def _items(cursor: JsonCursor, key: str) -> Iterator[Item]:
    line, count = cursor.line(cursor.at), 0
    cursor.take("[")
    if cursor.sign() == "]":
        yield Item(key, key, [], line)
    while cursor.sign() != "]":
        count += 1
        line = cursor.line(cursor.at)
        yield Item(key, f"{key} {count}", cursor.value(), line)
        if cursor.sign() != "]":
            cursor.take(",")
    cursor.take("]")
