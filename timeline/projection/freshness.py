"""Whether a projection still holds what the log does, by the stats of the files it read.

They are kept as one row a folder, compared whole; only a folder that differs is looked at file by
file. A file that is so young that it may change again without its stat showing it is kept with a
size that none has, so that it differs until it was read once more: git's rule for racily clean
files, for these files alone. Files that are added one by one have rows of their own until the row
of their folder is written anew.

Who only adds events must know of all others, but not whether a file was changed in place, which
no event may be: that is for the next command that reads. So such a command looks by the times of
folders, by the same rule: that of a folder which was young when it was listed is not trusted.
"""

import json
import os
import sqlite3
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.log import folder as log
from timeline.log.new_files import CHANGED, find_new_files, with_written

RACY_NS = 1_000_000_000
"""A file changed this shortly before it was read may change again without its stat showing it."""
FEW = 16
"""So many files at most are compared by content without noting that they were."""
_SIZE, _CTIME, _NUMBERS = 0, 2, 4
"""Where the size and the ctime stand in the stat of a listing, and how many numbers it has."""
_NO_SIZE = -1
_ADDED = 256
"""So many files of a folder at most have rows of their own."""

Folders = Mapping[str, log.Listing]
Times = Mapping[str, log.FolderTime]


class Look(NamedTuple):
    """A scan of a log, and when it began, in nanoseconds since 1970."""

    scan: log.Scan
    at: int

    def without_times(self, folders: Iterable[str]) -> "Look":
        """The same without the times of some folders, which then are listed next time."""
        times = {**self.scan.times, **dict.fromkeys(folders, CHANGED)}
        return self._replace(scan=self.scan._replace(times=times))


def look(folder: Path) -> Look:
    """Look at the files of a log now."""
    at = time.time_ns()
    return Look(log.scan(folder), at)


class State(NamedTuple):
    """What a projection says of the files it was made from, and of what it could not read.

    `times` are those that all folders had when they held these files, as `times_to_trust` has them;
    `mark` is another each time that any of this was written, `listed` each time that more than the
    files up to the number `added` were.
    """

    mark: str
    folders: Folders
    unread: str
    times: Times
    listed: str = ""
    added: int = 0


NOTHING = State("", {}, "[]", {})
"""What a projection says that is yet to be made."""


def read_state(db: sqlite3.Connection, known: State = NOTHING) -> State:
    """What a projection says of itself.

    Args:
        db: the projection.
        known: what it said before, which is given again if it still says so.
    """
    row = db.execute(
        "SELECT mark, listed, (SELECT value FROM meta WHERE name = 'unread') FROM last_look"
    ).fetchone()
    if row is None or row[2] is None:
        return NOTHING
    mark, listed, unread = row
    if mark == known.mark:
        return known
    if listed == known.listed:
        folders, last = dict(known.folders), known.added
    else:
        rows = db.execute("SELECT folder, names, stats FROM folders")
        folders, last = {below: log.Listing(*listing) for below, *listing in rows}, 0
    added: dict[str, dict[str, tuple[int, ...]]] = {}
    for last, below, name, *stat in db.execute(_ADDED_SINCE, (last,)):  # noqa: B007, B020
        added.setdefault(below, {})[name] = tuple(stat)
    for below, files in added.items():
        folders[below] = folders[below].with_files(files)
    times = {row[0]: log.FolderTime(*row[1:]) for row in db.execute("SELECT * FROM folder_times")}
    return State(mark, folders, unread, times, listed, last)


_ADDED_SINCE = """
    SELECT added, folder, name, size, mtime_ns, ctime_ns, inode FROM added_files
    WHERE added > ? ORDER BY added
"""


def look_for_new(db: sqlite3.Connection, folder: Path, state: State) -> Look | None:
    """Look only for new files in a log, for who only adds events.

    A file that holds no event now, or that could not be read, could hold one when it was changed
    in place. So where there is one, all files have to be looked at.

    Args:
        db: the projection.
        folder: the log.
        state: what the projection says of itself.

    Returns:
        The look; None where all files have to be looked at.
    """
    if state.unread != "[]" or db.execute(_ANY_AT_FAULT).fetchone():
        return None
    at = time.time_ns()
    scan = find_new_files(folder, state.folders, state.times)
    return Look(scan, at) if scan else None


_ANY_AT_FAULT = "SELECT 1 FROM faults WHERE stage = 'file' LIMIT 1"


def look_at_written(folder: Path, state: State, before: Look, written: Sequence[str]) -> Look:
    """A look at what a projection says of a log, with files that were just written to it.

    Args:
        folder: the log.
        state: what the projection says of itself.
        before: a look at the log before they were written.
        written: their paths below the log.

    Raises:
        OSError: the system refuses the stat of one.
    """
    at = time.time_ns()
    new = (parent for path in written for parent in _parents(path))
    times = {**dict.fromkeys(new, CHANGED), **state.times, **times_to_trust(before)}
    return Look(log.Scan(with_written(folder, state.folders, written), times=times), at)


def times_of_folders(folder: Path, written: Iterable[str]) -> Times:
    """The times now of the folders above files of a log.

    Raises:
        OSError: the system refuses the stat of one.
    """
    below = dict.fromkeys(parent for path in written for parent in _parents(path))
    return {one: log.time_of(f"{folder}/{one}".rstrip("/"), follow=not one) for one in below}


def _parents(path: str) -> Iterator[str]:
    """The folders in which a file lies, as listings call them."""
    yield ""
    for end, sign in enumerate(path):
        if sign == "/":
            yield path[: end + 1]


def times_to_trust(look: Look) -> Times:
    """The times of folders that were old enough to be trusted when they were looked at.

    Names could still be added to the others, or go from them, without their times showing it.
    """
    return {
        below: CHANGED if _is_young(time, look.at) else time
        for below, time in look.scan.times.items()
    }


def _is_young(time: log.FolderTime, at: int) -> bool:
    """Whether a folder could change again without its time showing it, which goes in steps."""
    step = log.STEP_NS if time.mtime_ns % _MILLISECOND and time.ctime_ns % _MILLISECOND else RACY_NS
    return max(time.mtime_ns, time.ctime_ns) >= at - step


_MILLISECOND = 1_000_000
"""Where times have smaller parts, their steps are those of the clock of the system."""


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
        if (more := new.files_since(old)) is not None:
            unsure += (below + name for name in more)
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
    return (_NO_SIZE, *stat[1:])


def folders_read(look: Look, before: Folders, unread: Iterable[str] = ()) -> Folders:
    """The folders of a log as a projection keeps them once it has read all that changed.

    Args:
        look: at the files, before those that changed were read.
        before: the folders as it has kept them.
        unread: paths of files that could not be read.
    """
    left_out = set(unread)
    lacking = {path[: path.rfind("/") + 1] for path in left_out}
    kept: dict[str, log.Listing] = {}
    for below, listing in look.scan.folders.items():
        found = listing
        if below in lacking:
            files = listing.files().items()
            found = log.listing_of({name: s for name, s in files if below + name not in left_out})
        if found.names:
            old = before.get(below, log.Listing())
            kept[below] = _with_young_smudged(found, old, look.at - RACY_NS)
    return kept


def _with_young_smudged(listing: log.Listing, before: log.Listing, young: int) -> log.Listing:
    """A listing in which files that changed at a time or later differ from what they are.

    Args:
        listing: the files.
        before: the folder as it was kept, perhaps with the first of these files.
        young: the time, in nanoseconds since 1970.
    """
    if listing == before:
        return listing
    if added := listing.files_since(before):
        return before.with_files(
            {name: _smudge(stat) if stat[_CTIME] >= young else stat for name, stat in added.items()}
        )
    numbers = array("q", listing.stats)
    ctimes = numbers[_CTIME::_NUMBERS]
    if max(ctimes) < young:
        return listing
    for number, ctime in enumerate(ctimes):
        if ctime >= young:
            numbers[number * _NUMBERS + _SIZE] = _NO_SIZE
    return listing._replace(stats=numbers.tobytes())


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
        same = read_state(db, seen.state) is seen.state
        same = same and all(is_same(db, folder, path) for path in changes.racy)
        if same:
            put_state(db, seen.state, seen.look)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return same


def put_state(
    db: sqlite3.Connection, before: State, look: Look, unread: Iterable[str] = ()
) -> None:
    """Keep what is known of the files, in place of what was.

    Args:
        db: the projection, in a transaction.
        before: what it says.
        look: at the files, before those that changed were read.
        unread: paths of files that could not be read.
    """
    left_out = set(unread)
    mark = os.urandom(8).hex()
    only_added = put_folders(db, before.folders, folders_read(look, before.folders, left_out))
    _put_times(db, before.times, times_to_trust(look))
    unread_now = json.dumps(sorted(left_out))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('unread', ?)", (unread_now,))
    db.execute("DELETE FROM last_look")
    listed = before.listed if only_added else mark
    db.execute("INSERT INTO last_look VALUES (?, ?)", (mark, listed))


def put_folders(db: sqlite3.Connection, before: Folders, now: Folders) -> bool:
    """Keep what is known of the folders, in place of what was.

    Returns:
        Whether that was nothing but to add files to folders.
    """
    only_added = True
    for below in before.keys() - now.keys():
        db.execute("DELETE FROM folders WHERE folder = ?", (below,))
        db.execute("DELETE FROM added_files WHERE folder = ?", (below,))
        only_added = False
    for below, listing in now.items():
        old = before.get(below)
        if listing != old and not (old and _put_added(db, below, listing.files_since(old))):
            db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", (below, *listing))
            db.execute("DELETE FROM added_files WHERE folder = ?", (below,))
            only_added = False
    return only_added


def _put_added(
    db: sqlite3.Connection, below: str, files: Mapping[str, tuple[int, ...]] | None
) -> bool:
    """Keep files that were added to a folder apart, if that is all that happened, and they are few.

    The row of a folder with many files is long, and would be written for each of them.
    """
    if files is None:
        return False
    query = "SELECT count(*) FROM added_files WHERE folder = ?"
    if db.execute(query, (below,)).fetchone()[0] + len(files) > _ADDED:
        return False
    db.executemany(
        "INSERT INTO added_files (folder, name, size, mtime_ns, ctime_ns, inode)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        ((below, name, *stat) for name, stat in files.items()),
    )
    return True


def _put_times(db: sqlite3.Connection, before: Times, now: Times) -> None:
    gone = before.keys() - now.keys()
    db.executemany("DELETE FROM folder_times WHERE folder = ?", ((below,) for below in gone))
    rows = [(below, *time) for below, time in now.items() if before.get(below) != time]
    db.executemany("INSERT OR REPLACE INTO folder_times VALUES (?, ?, ?, ?)", rows)
