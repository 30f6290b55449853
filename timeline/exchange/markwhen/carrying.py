"""What the entries of our own exports show and carry, by which a change is seen."""

import re
from collections.abc import Iterable, Sequence

from timeline.exchange import carried
from timeline.exchange.carried import KEY, Carried, digest_of

_OF_ENTRY = re.compile(rf"\s*{KEY}:\s+(\{{.*)")
_OF_FILE = re.compile(rf"{KEY}:\s+(\[.*)")


def digest(lines: Iterable[str]) -> str:
    """The digest of the lines of an entry, but for blank ones and for what it carries."""
    return digest_of([line for line in lines if line.strip() and not _OF_ENTRY.fullmatch(line)])


def carries(line: str) -> bool:
    """Whether a line carries what only our own exports do."""
    return bool(_OF_ENTRY.fullmatch(line) or _OF_FILE.fullmatch(line))


def carried_by(lines: Iterable[str]) -> Carried | None:
    """What the lines of an entry carry; None if it is none of ours."""
    found = next(filter(None, map(_OF_ENTRY.fullmatch, lines)), None)
    return carried.parse(found[1]) if found else None


def events_of(line: str) -> Sequence[object]:
    """The events that a line of a file carries outside of its entries."""
    found = _OF_FILE.fullmatch(line)
    return carried.parse_events(found[1]) if found else ()
