"""The components of an iCalendar file (RFC 5545) as parts of its text, with their places.

A library that understands them whole says nothing of lines, and one component that is broken would
cost it the others.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.base.advice import Remedy
from timeline.base.errors import Fault
from timeline.exchange.ical.lines import ContentLine
from timeline.exchange.ical.properties import Property, property_of
from timeline.exchange.ical.texts import EVENT

CALENDAR = "VCALENDAR"
_WITH_PARTS = ("VTIMEZONE",)
"""What is told by the components within it, too."""


class Block(NamedTuple):
    """A component as it stands in a file.

    `name` is that of the component, `number` the line that it begins in, `lines` its content
    lines. `calendar` counts the calendars of a file, whose own properties are a block, too.
    """

    name: str
    number: int
    lines: tuple[ContentLine, ...]
    calendar: int = 0

    @property
    def text(self) -> str:
        """The component as it is written, unfolded."""
        return "\r\n".join(line.text for line in self.lines) + "\r\n"

    def properties(self, name: str) -> Iterator[Property]:
        """The properties of a name."""
        for line in self.lines:
            if line.name == name and (found := property_of(line)):
                yield found

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        return next(self.properties(name), None)

    def value(self, name: str) -> str:
        """The value of the first property of a name as it is written; empty without one."""
        found = self.first(name)
        return found.value if found else ""

    def has(self, name: str) -> bool:
        """Whether there is a property of that name."""
        return self.first(name) is not None

    def fault(self, path: str, problem: str, remedy: Remedy, name: str = "") -> Fault:
        """A fault of the component, or of one of its properties.

        Args:
            path: the file as faults name it.
            problem: what is wrong.
            remedy: what to do about it.
            name: of the property; empty for the component.
        """
        found = self.first(name) if name else None
        if found is None:
            return Fault(problem, remedy, path, self.number)
        number, text = found.line.number, found.line.text
        column = found.column if found.column <= len(text) else 0
        return Fault(problem, remedy, path, number, column, text)


class _Frame(NamedTuple):
    """A component that is open, with the lines that are kept of it."""

    name: str
    number: int
    lines: list[ContentLine]


def blocks(lines: Iterable[ContentLine | Fault], path: str) -> Iterator[Block | Fault]:
    """The components of the calendars in a file; one may stand without a calendar around it.

    A property in which a calendar of ours carries an event is a block of its own. What a calendar
    says of itself comes after its components.
    """
    open_: list[_Frame] = []
    begun = seen = False
    calendar = 0
    for line in lines:
        if isinstance(line, Fault):
            yield line
            return
        name = line.name
        inner = line.text.partition(":")[2].strip().upper() if name in ("BEGIN", "END") else ""
        if name == "BEGIN":
            begun = True
            calendar += not open_
            open_.append(_Frame(inner, line.number, []))
        _keep(open_, line)
        if name == EVENT and len(open_) == 1:
            seen = True
            yield Block(EVENT, line.number, (line,), calendar)
        if name != "END" or not open_:
            continue
        if inner != open_[-1].name:
            problem = f"END:{inner} where END:{open_[-1].name} is due"
            yield Fault(problem, _AGAIN, path, line.number, 0, line.text)
            return
        frame = open_.pop()
        if frame.name == CALENDAR or not open_ or open_[-1].name == CALENDAR:
            seen = seen or frame.name != CALENDAR
            yield Block(frame.name, frame.number, tuple(frame.lines), calendar)
    yield from _ending(path, open_, begun=begun, seen=seen)


def _keep(open_: list[_Frame], line: ContentLine) -> None:
    """Keep a line for the component that it is of, and for one that is told by its parts."""
    for at, frame in enumerate(open_):
        if at == len(open_) - 1 or frame.name in _WITH_PARTS:
            frame.lines.append(line)


_AGAIN = "export the calendar again"


def _ending(path: str, open_: list[_Frame], *, begun: bool, seen: bool) -> Iterator[Fault]:
    """What is wrong with a text as a whole: no calendar, one that is cut off, an empty one."""
    if not begun:
        problem = "no calendar: BEGIN:VCALENDAR is missing"
        yield Fault(problem, "export it as iCalendar (.ics)", path, 1)
    elif open_:
        problem = f"the file ends within {open_[-1].name}: it is not whole"
        yield Fault(problem, _AGAIN, path, open_[min(1, len(open_) - 1)].number)
    elif not seen:
        yield Fault("nothing stands in this calendar", _AGAIN, path, 1)
