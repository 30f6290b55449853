"""Offered events in JSON, read as strictly as YAML is.

Numbers keep their literal text, so that an event has one canonical form whichever it came in.
"""

import re
from typing import NamedTuple

from timeline.base.errors import MAX_FAULTS, Fault
from timeline.base.json_cursor import JsonCursor, JsonError
from timeline.event.yaml_text import MAX_DEPTH

_NEXT_OBJECT = re.compile(r"^\{", re.MULTILINE)
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"


class Item(NamedTuple):
    """An object, and the line it starts in."""

    value: dict[str, object]
    line: int


def read(text: str) -> tuple[list[Item], list[Fault]]:
    """The objects of a JSON text: one, a list of them, or several, as in JSON Lines.

    After a fault, reading goes on at the next line that starts with `{`. Faults carry line,
    column and excerpt, and no path.
    """
    reader = _Reader(text)
    if reader.cursor.sign() == "[":
        reader.read_list()
    else:
        reader.read_objects()
    return reader.found, reader.faults


class _Reader:
    def __init__(self, text: str) -> None:
        self.cursor = JsonCursor(text, unique=True)
        self.found: list[Item] = []
        self.faults: list[Fault] = []

    def read_objects(self) -> None:
        cursor = self.cursor
        while cursor.sign() and len(self.faults) < MAX_FAULTS:
            start = cursor.at
            try:
                self.read_object()
            except JsonError as error:
                self.faults.append(cursor.fault(error))
                following = _NEXT_OBJECT.search(cursor.text, start + 1)
                if not following:
                    return
                cursor.at = following.start()

    def read_list(self) -> None:
        try:
            self.read_items()
        except JsonError as error:
            self.faults.append(self.cursor.fault(error))

    def read_items(self) -> None:
        cursor = self.cursor
        cursor.take("[")
        if cursor.sign() != "]":
            self.read_object()
            while cursor.sign() == ",":
                cursor.take(",")
                self.read_object()
        if cursor.sign() != "]":
            raise JsonError(cursor.at, "a list that lacks a comma, or its ]")
        cursor.take("]")
        cursor.finish("list", "put it into the list")

    def read_object(self) -> None:
        self.cursor.sign()
        start = self.cursor.at
        value = self.cursor.value()
        if not isinstance(value, dict):
            remedy = 'such as {"date": "2017", "title": ...}'
            raise JsonError(start, "an event is an object", remedy)
        if _is_deeper(value, MAX_DEPTH):
            raise JsonError(start, _TOO_DEEP, "nest less: an event needs five")
        self.found.append(Item(value, self.cursor.line(start)))


def _is_deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and (levels == 0 or any(_is_deeper(part, levels - 1) for part in inner))
