"""Events that were in the log and are not now: lost, or erased."""

from collections.abc import Collection
from typing import NamedTuple


class Lost(NamedTuple):
    """An event that was in the log: its path below the log, and its title or name."""

    id: str
    path: str
    called: str


class ErasedError(Exception):
    """A projection holds, or held, what is erased now, so that it has to be made anew.

    Attributes:
        digests: of events that must not get into the new one.
    """

    def __init__(self, digests: Collection[str] = ()) -> None:
        super().__init__()
        self.digests = frozenset(digests)
