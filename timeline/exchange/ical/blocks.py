"""The components of an iCalendar file (RFC 5545) as parts of its text, with their places.

The library that understands them says nothing of lines, and one component that is broken would
cost it the others.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline.base.advice import Remedy
from timeline.base.errors import Fault
from timeline.exchange.ical.texts import EVENT

_PASSED = ("VALARM",)
"""What stands within events and says nothing of them."""


class Block(NamedTuple):
    """A component as it stands in a file.

    `name` is that of the component, `number` the line that it begins in, `lines` its content
    lines, unfolded, each with its number.
    """

    name: str
    number: int
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The component as the library reads it."""
        return "\r\n".join(text for _, text in self.lines) + "\r\n"

    def value(self, name: str) -> str:
        """The value of the first property of a name as it is written; empty without one."""
        number, text = self._first(name)
        return text[_parted(text)[1] :] if number else ""

    def has(self, name: str) -> bool:
        """Whether there is a property of that name."""
        return bool(self._first(name)[0])

    def fault(self, path: str, problem: str, remedy: Remedy, name: str = "") -> Fault:
        """A fault of the component, or of one of its properties.

        Args:
            path: the file as faults name it.
            problem: what is wrong.
            remedy: what to do about it.
            name: of the property; empty for the component.
        """
        number, text = self._first(name)
        if not number:
            return Fault(problem, remedy, path, self.number)
        column = _parted(text)[1] + 1
        return Fault(problem, remedy, path, number, column if column <= len(text) else 0, text)

    def _first(self, name: str) -> tuple[int, str]:
        found = (line for line in self.lines if name and _parted(line[1])[0] == name)
        return next(found, (0, ""))


_NAME = re.compile(r"([A-Za-z0-9-]+)(?:;(?:\"[^\"]*\"|[^\":])*)?:")


def _parted(text: str) -> tuple[str, int]:
    """The name of a property, and where its value begins."""
    found = _NAME.match(text)
    return (found[1].upper(), found.end()) if found else ("", len(text))


def blocks(text: str, path: str) -> Iterator[Block | Fault]:
    """The components of the calendars in a text, without those within them that say nothing.

    A property in which a calendar of ours carries an event is a block of its own.
    """
    open_: list[str] = []
    kept: list[tuple[int, str]] = []
    begun = seen = False
    for number, line in _unfolded(text):
        name, at = _parted(line)
        inner = line[at:].strip().upper()
        if name == "BEGIN":
            open_.append(inner)
            begun = begun or inner == "VCALENDAR"
            kept = [] if len(open_) == 2 else kept
        if len(open_) >= 2 and not any(part in _PASSED for part in open_[2:]):
            kept.append((number, line))
        if name == EVENT and len(open_) == 1:
            seen = True
            yield Block(EVENT, number, ((number, line),))
        if name != "END" or not open_:
            continue
        if inner != open_[-1]:
            problem = f"END:{inner} where END:{open_[-1]} is due"
            yield Fault(problem, _AGAIN, path, number, 0, line)
            return
        if len(open_) == 2:
            seen = True
            yield Block(inner, kept[0][0], tuple(kept))
        open_.pop()
    yield from _ending(path, open_, kept, begun=begun, seen=seen)


_AGAIN = "export the calendar again"


def _ending(
    path: str, open_: list[str], kept: list[tuple[int, str]], *, begun: bool, seen: bool
) -> Iterator[Fault]:
    """What is wrong with a text as a whole: no calendar, one that is cut off, an empty one."""
    if not begun:
        problem = "no calendar: BEGIN:VCALENDAR is missing"
        yield Fault(problem, "export it as iCalendar (.ics)", path, 1)
    elif open_:
        problem = f"the file ends within {open_[-1]}: it is not whole"
        yield Fault(problem, _AGAIN, path, kept[0][0] if len(open_) > 1 else 1)
    elif not seen:
        yield Fault("nothing stands in this calendar", _AGAIN, path, 1)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of the line that each begins in."""
    start, parts = 0, [""]
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if raw[:1] in (" ", "\t") and start:
            parts.append(raw[1:])
            continue
        if start and parts != [""]:
            yield start, "".join(parts)
        start, parts = number, [raw]
    if start and parts != [""]:
        yield start, "".join(parts)
