"""Whether a projection still holds what the log does, by the stats of the files it read."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from timeline.log import folder

RACY_NS = 1_000_000_000
"""A file changed this shortly before it was read may change again without its stat showing it."""


class MadeFrom(NamedTuple):
    """The stats of all files that were read, when they were taken, and what could not be read."""

    fingerprint: str = ""
    scanned_at: int = 0
    unread: str = "[]"

    def is_fresh(self, scan: folder.Scan) -> bool:
        """Whether these are still the files it was made from, and all were read."""
        newest = max((stat.ctime_ns for stat in scan.sources), default=0)
        return (
            newest < self.scanned_at - RACY_NS
            and self.unread == "[]"
            and not scan.unread
            and fingerprint(scan.sources) == self.fingerprint
        )


def made_from(db: sqlite3.Connection) -> MadeFrom:
    """What a projection says of itself."""
    query = "SELECT name, value FROM meta WHERE name IN ('fingerprint', 'scanned_at', 'unread')"
    found = dict(db.execute(query))
    if len(found) < 3:
        return MadeFrom()
    return MadeFrom(found["fingerprint"], int(found["scanned_at"]), found["unread"])


def fingerprint(stats: Sequence[folder.FileStat]) -> str:
    """The stats of all files as one text: equal when no file has changed.

    It is compared whole. A hash of it would be shorter, but to import one takes longer than to
    read a megabyte from the projection.
    """
    lines = (f"{s.path}\t{s.size}\t{s.mtime_ns}\t{s.ctime_ns}\t{s.inode}\n" for s in stats)
    return "".join(lines)
