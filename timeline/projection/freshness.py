"""Whether a projection still holds what the log does, by the stats of the files it read.

They are kept as one row a folder, compared whole; only a folder that differs is looked at file by
file. A file that is so young that it may change again without its stat showing it is kept with a
size that none has, so that it differs until it was read once more: git's rule for racily clean
files, for these files alone.
"""

import sqlite3
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.log import folder as log

RACY_NS = 1_000_000_000
"""A file changed this shortly before it was read may change again without its stat showing it."""
FEW = 16
"""So many files at most are compared by content without noting that they were."""
_CTIME = 2
"""Where the ctime stands in the stat of a listing."""

Folders = Mapping[str, log.Listing]


class Look(NamedTuple):
    """A scan of a log, and when it began, in nanoseconds since 1970."""

    scan: log.Scan
    at: int


def look(folder: Path) -> Look:
    """Look at the files of a log now."""
    at = time.time_ns()
    return Look(log.scan(folder), at)


class State(NamedTuple):
    """What a projection says of the files it was made from, and of what it could not read."""

    folders: Folders
    unread: str


NOTHING = State({}, "[]")
"""What a projection says that is yet to be made."""


def read_state(db: sqlite3.Connection) -> State:
    """What a projection says of itself."""
    folders = {row[0]: log.Listing(*row[1:]) for row in db.execute("SELECT * FROM folders")}
    row = db.execute("SELECT value FROM meta WHERE name = 'unread'").fetchone()
    return State(folders, row[0]) if row else NOTHING


class Seen(NamedTuple):
    """What a projection said of the files, and a look at them after that."""

    state: State
    look: Look


class Changes(NamedTuple):
    """Files that may not be what they were, by paths: `gone`, and `unsure`, which are to be read.

    `racy` are those of `unsure` whose stat is what it was, but was too young to be trusted, with
    their ctimes.
    """

    gone: Sequence[str]
    unsure: Sequence[str]
    racy: Mapping[str, int]

    @property
    def only_racy(self) -> bool:
        """Whether all is as it was, unless the content of a file says otherwise."""
        return not self.gone and len(self.racy) == len(self.unsure)


def compare(before: Folders, now: Folders) -> Changes:
    """What differs between the folders as a projection has them, and as they are."""
    gone: list[str] = []
    unsure: list[str] = []
    racy: dict[str, int] = {}
    nothing = log.Listing()
    for below in dict.fromkeys((*before, *now)):
        old, new = before.get(below, nothing), now.get(below, nothing)
        if old == new:
            continue
        was, files = old.files(), new.files()
        gone += (below + name for name in was.keys() - files.keys())
        for name, stat in files.items():
            if was.get(name) != stat:
                unsure.append(below + name)
                if was.get(name) == _smudge(stat):
                    racy[below + name] = stat[_CTIME]
    return Changes(sorted(gone), sorted(unsure), racy)


def _smudge(stat: tuple[int, ...]) -> tuple[int, ...]:
    """A stat that differs from that of the file, whatever becomes of it."""
    return (-1, *stat[1:])


def folders_read(look: Look, unread: Iterable[str] = ()) -> Folders:
    """The folders of a log as a projection keeps them once it has read all that changed.

    Args:
        look: at the files, before those that changed were read.
        unread: paths of files that could not be read.
    """
    left_out = set(unread)
    lacking = {path[: path.rfind("/") + 1] for path in left_out}
    young = look.at - RACY_NS
    kept: dict[str, log.Listing] = {}
    for below, listing in look.scan.folders.items():
        ctimes = array("q", listing.stats)[_CTIME::4]
        if below in lacking or max(ctimes, default=young - 1) >= young:
            files = listing.files().items()
            kept[below] = log.listing_of(
                {
                    name: _smudge(stat) if stat[_CTIME] >= young else stat
                    for name, stat in files
                    if below + name not in left_out
                }
            )
        else:
            kept[below] = listing
    return {below: listing for below, listing in kept.items() if listing.names}


def is_fresh(db: sqlite3.Connection, folder: Path, seen: Seen) -> bool:
    """Whether a projection was made from the files as they are, and has nothing to note of them.

    A few files that are too young to trust their stats are read, and compared by content.
    """
    if seen.state.unread != "[]" or seen.look.scan.unread:
        return False
    changes = compare(seen.state.folders, seen.look.scan.folders)
    if not (changes.gone or changes.unsure):
        return True
    young = seen.look.at - RACY_NS
    return (
        changes.only_racy
        and len(changes.racy) <= FEW
        and max(changes.racy.values()) >= young
        and all(is_same(db, folder, path) for path in changes.racy)
    )


def is_same(db: sqlite3.Connection, folder: Path, path: str) -> bool:
    """Whether the content of a file is what was read from it."""
    import hashlib  # noqa: PLC0415 (takes longer to import than all the rest here)

    row = db.execute("SELECT sha256 FROM files WHERE path = ?", (path,)).fetchone()
    if row is None:
        return False
    try:
        with log.open_file(folder, path) as file:
            sha256 = hashlib.sha256()
            while data := file.read(1 << 20):
                sha256.update(data)
            return bool(sha256.hexdigest() == row[0])
    except OSError:
        return False


def settle(db: sqlite3.Connection, folder: Path, seen: Seen) -> bool:
    """Trust the stats of files that are not young any more, if their content did not change.

    Args:
        db: a projection, not in a transaction.
        folder: the log.
        seen: what the projection said, and a look at the files.

    Returns:
        Whether the projection is fresh; when not, nothing was written.
    """
    changes = compare(seen.state.folders, seen.look.scan.folders)
    whole = seen.state.unread == "[]" and not seen.look.scan.unread
    if not whole or not changes.only_racy:
        return False
    db.execute("BEGIN IMMEDIATE")
    try:
        same = read_state(db) == seen.state
        same = same and all(is_same(db, folder, path) for path in changes.racy)
        if same:
            put_folders(db, seen.state.folders, folders_read(seen.look))
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return same


def put_folders(db: sqlite3.Connection, before: Folders, now: Folders) -> None:
    """Keep what is known of the folders, in place of what was."""
    gone = before.keys() - now.keys()
    db.executemany("DELETE FROM folders WHERE folder = ?", ((below,) for below in gone))
    rows = [(below, *now[below]) for below in now if before.get(below) != now[below]]
    db.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", rows)
