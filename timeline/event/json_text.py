"""JSON in which somebody offers events, read as strictly as YAML is.

Numbers keep their literal text, so that an event has one canonical form whichever it came in.
"""

import json
import re
import unicodedata
from typing import NamedTuple

from timeline.base.errors import MAX_FAULTS, Fault
from timeline.event.yaml_text import MAX_DEPTH

_BLANK = re.compile(r"[ \t\r\n]*")
_NEXT_OBJECT = re.compile(r"^\{", re.MULTILINE)
_LOOK = "look at the commas, quotes and brackets here"
_KEEP = "JSON has each key once, and no NaN or Infinity"
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
    if text.lstrip().startswith("["):
        reader.listed()
    else:
        reader.one_after_the_other()
    return reader.found, reader.faults


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: list[Item] = []
        self.faults: list[Fault] = []
        self.counted = (0, 1)
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_unique, parse_int=str, parse_float=str, parse_constant=_refuse
        )

    def one_after_the_other(self) -> None:
        while self.next_sign() and len(self.faults) < MAX_FAULTS:
            start = self.at
            if not self.item():
                following = _NEXT_OBJECT.search(self.text, start + 1)
                if not following:
                    return
                self.at = following.start()

    def listed(self) -> None:
        self.next_sign()
        self.at += 1
        if self.next_sign() != "]":
            while self.item() and self.next_sign() == ",":
                self.at += 1
                self.next_sign()
            if self.faults:
                return
            if self.next_sign() != "]":
                self.fault(self.at, "a list that lacks a comma, or its ]", _LOOK)
                return
        self.at += 1
        if self.next_sign():
            self.fault(self.at, "something stands after the list", "put it into the list")

    def next_sign(self) -> str:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def item(self) -> bool:
        """Read one value; whether it was an object."""
        start, before = self.at, len(self.faults)
        try:
            value, self.at = self.decoder.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            said = error.msg[:1].lower() + error.msg[1:]
            self.fault(error.pos, f"not readable as JSON: {said}", _LOOK)
        except ValueError as error:
            self.fault(start, f"not readable as JSON: {error}", _KEEP)
        except RecursionError:
            self.fault(start, _TOO_DEEP, "nest less: an event needs five")
        else:
            self.take(value, start)
        return len(self.faults) == before

    def take(self, value: object, start: int) -> None:
        if not isinstance(value, dict):
            self.fault(start, "an event is an object", 'such as {"date": "2017", "title": ...}')
        elif _deeper(value, MAX_DEPTH):
            self.fault(start, _TOO_DEEP, "nest less: an event needs five")
        else:
            self.found.append(Item(value, self.line(start)))

    def line(self, at: int) -> int:
        # Places are asked for in the order of the text, which is counted through but once.
        position, line = self.counted
        if at < position:
            position, line = 0, 1
        self.counted = (at, line + self.text.count("\n", position, at))
        return self.counted[1]

    def fault(self, at: int, problem: str, remedy: str = "") -> None:
        start = self.text.rfind("\n", 0, at) + 1
        excerpt = self.text[start:].partition("\n")[0].rstrip("\r")
        self.faults.append(Fault(problem, remedy, "", self.line(at), at - start + 1, excerpt))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        normal = unicodedata.normalize("NFC", key)
        if normal in found:
            raise ValueError(f"the key `{key}` stands twice in one object")
        found[normal] = value
    return found


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is no number")


def _deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and (levels == 0 or any(_deeper(part, levels - 1) for part in inner))
