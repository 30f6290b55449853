"""Lines of iCalendar files and the texts in them (RFC 5545, 3.1 and 3.3.11), and what we add."""

import re
from collections.abc import Mapping

NAME = "X-TIMELINE"
"""The property in which a component carries what its export knows of it."""
EVENT = "X-TIMELINE-EVENT"
"""The property in which a calendar carries events that no component of it tells."""
SHOWN = ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS")
"""The properties by which it is seen whether somebody changed a component."""
_OCTETS = 75


def escape(text: str) -> str:
    """A text as the value of a property."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def unescape(value: str) -> str:
    """The text that the value of a property stands for."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else str(found[1]), value)


def fold(line: str) -> str:
    """A content line in lines of at most 75 octets, each with its end."""
    if line.isascii():
        if len(line) <= _OCTETS:
            return f"{line}\r\n"
        parts = [line[:_OCTETS]]
        rest = range(_OCTETS, len(line), _OCTETS - 1)
        parts += [line[at : at + _OCTETS - 1] for at in rest]
        return "\r\n ".join(parts) + "\r\n"
    parts, size, begun = [], 0, 0
    for at, sign in enumerate(line):
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            parts.append(line[begun:at])
            begun, size = at, 1
        size += octets
    return "\r\n ".join((*parts, line[begun:])) + "\r\n"


def shown_by(values: Mapping[str, str]) -> list[str]:
    """What a component shows: texts, and days without what says that they are days.

    Args:
        values: of its properties as they are written, by name.
    """
    texts = [values.get(name, "") for name in SHOWN]
    return [text[:8] for text in texts[:2]] + [unescape(text) for text in texts[2:]]
