"""Events that were in the log and are not now."""

from typing import NamedTuple


class Lost(NamedTuple):
    """An event that was in the log: its path below the log, and its title or name."""

    id: str
    path: str
    called: str
