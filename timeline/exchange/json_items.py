"""The members of one JSON object, taken one at a time, with the lines that they begin in.

So an item of a list can be told where it stands, and what comes before a text breaks off is read.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline.base.errors import Fault

_BLANK = re.compile(r"[ \t\r\n]*")
_LOOK = "look at the commas, quotes and brackets here, or export the file again"


class Item(NamedTuple):
    """A value of an object by its key, or an item of a list that is such a value.

    `at` names it, as `events 3`; an empty list has no items, and is a value. `line` is the line
    that it begins in.
    """

    key: str
    at: str
    value: object
    line: int


class _Broken(Exception):  # noqa: N818 (no error of the program)
    def __init__(self, position: int, problem: str) -> None:
        super().__init__(problem)
        self.position, self.problem = position, problem


def value_of(text: str) -> object:
    """The value of a JSON text; numbers are texts, as they are written.

    Raises:
        ValueError: the text is not JSON, or nested too deep.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError(_DEEP) from None


_DEEP = "nested too deep"


def _refused(word: str) -> object:
    raise ValueError(f"{word} is no number")


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refused)


def items(text: str, path: str) -> Iterator[Item | Fault]:
    """What the object of a JSON text holds; a fault, if there is one, is the last of it."""
    walk = _Walk(text)
    try:
        yield from walk.members()
    except _Broken as broken:
        start = text.rfind("\n", 0, broken.position) + 1
        line = text[start:].partition("\n")[0].rstrip("\r")
        number, column = text.count("\n", 0, start) + 1, broken.position - start + 1
        yield Fault(broken.problem, _LOOK, path, number, column, line)


class _Walk:
    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0
        self.counted = (0, 1)

    def members(self) -> Iterator[Item]:
        self.take("{")
        while self.sign() != "}":
            if self.sign() != '"':
                raise _Broken(self.position, "a key is a text in quotes")
            key = str(self.value())
            self.take(":")
            if self.sign() == "[":
                yield from self.listed(key)
            else:
                line = self.line()
                yield Item(key, key, self.value(), line)
            if self.sign() != "}":
                self.take(",")
        self.position += 1
        if self.sign():
            raise _Broken(self.position, "something stands after the object")

    def listed(self, key: str) -> Iterator[Item]:
        line, count = self.line(), 0
        self.take("[")
        if self.sign() == "]":
            yield Item(key, key, [], line)
        while self.sign() != "]":
            count += 1
            line = self.line()
            yield Item(key, f"{key} {count}", self.value(), line)
            if self.sign() != "]":
                self.take(",")
        self.position += 1

    def sign(self) -> str:
        blank = _BLANK.match(self.text, self.position)
        self.position = blank.end() if blank else self.position
        return self.text[self.position : self.position + 1]

    def take(self, sign: str) -> None:
        if self.sign() != sign:
            found = self.text[self.position : self.position + 1]
            said = f"`{found}`" if found else "the end of the file"
            raise _Broken(self.position, f"not readable as JSON: {said} where `{sign}` is due")
        self.position += 1

    def value(self) -> object:
        self.sign()
        try:
            found, self.position = _DECODER.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            said = error.msg[:1].lower() + error.msg[1:]
            raise _Broken(error.pos, f"not readable as JSON: {said}") from None
        except ValueError as error:
            raise _Broken(self.position, f"not readable as JSON: {error}") from None
        except RecursionError:
            raise _Broken(self.position, f"not readable as JSON: {_DEEP}") from None
        return found

    def line(self) -> int:
        at, line = self.counted
        self.sign()
        self.counted = (self.position, line + self.text.count("\n", at, self.position))
        return self.counted[1]
