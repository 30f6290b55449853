"""Files that are new in a log, found by the times of its folders.

A folder whose time is what it was holds the names that it held: whatever adds, renames or removes
a name changes it. So only folders that changed are listed, and only what is new in them is asked
for its stat. What was changed inside a file does not show here; who needs to know of that scans
the log.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from timeline.log import folder as log
from timeline.log.folder import FolderTime, Listing, Scan

CHANGED = FolderTime(0, 0, 0)
"""The time of a folder that is to be listed, whatever its time is."""


def find_new_files(
    folder: Path, known: Mapping[str, Listing], times: Mapping[str, FolderTime]
) -> Scan | None:
    """A scan of a log to which nothing happened but that files were added.

    Settings and packs are asked for their stats as well: few files, which hold much.

    Args:
        folder: the log.
        known: its folders as they were; those without files may be missing.
        times: those of all its folders, when they held the names that are known.

    Returns:
        What is known with what is new at the end of each listing; None where there is anything
        else, so that all has to be looked at.
    """
    try:
        if not (times.keys() >= {"", *known} and _are_as_known(folder, known)):
            return None
        now = {below: log.time_of(_path(folder, below), follow=not below) for below in times}
        finder = _Finder(folder, known, times)
        if not all(finder.list(below) for below in times if now[below] != times[below]):
            return None
    except OSError:
        return None
    return Scan(finder.folders, aside=tuple(sorted(finder.aside)), times=now)


def with_written(
    folder: Path, known: Mapping[str, Listing], written: Sequence[str]
) -> Mapping[str, Listing]:
    """Listings of a log with files that were just written at the end of theirs.

    Args:
        folder: the log.
        known: its folders as they were.
        written: paths of files below the log.

    Raises:
        OSError: the system refuses the stat of one.
    """
    folders = dict(known)
    for path in written:
        below, name = path[: path.rfind("/") + 1], path[path.rfind("/") + 1 :]
        listing = folders.get(below, Listing())
        if f"/{name}/" not in f"/{listing.names}/":
            stat = os.lstat(_path(folder, path))
            folders[below] = listing.with_files({name: log.stat_of(stat)})
    return folders


def _path(folder: Path, path: str) -> str:
    return f"{folder}/{path}".rstrip("/")


def _are_as_known(folder: Path, known: Mapping[str, Listing]) -> bool:
    """Whether the settings and the packs have the stats that are known."""
    top = known.get("", Listing()).files()
    if log.SETTINGS not in top:
        return False
    looked_at = {log.SETTINGS: top[log.SETTINGS]}
    for below, listing in known.items():
        if below.startswith(f"{log.PACKS}/"):
            looked_at |= {below + name: stat for name, stat in listing.files().items()}
    return all(
        log.stat_of(os.lstat(_path(folder, path))) == stat for path, stat in looked_at.items()
    )


LAST = 256
"""So many names of a folder at the end of what is known may have been added one by one."""


def _are_the_same(names: Sequence[str], known: str) -> bool:
    """Whether names are those that are known, as far as that shows without taking all apart.

    A system lists a folder in the same order again, and names that were added stand at the end of
    what is known.
    """
    before, *last = known.rsplit("/", LAST)
    if len(last) < LAST:
        return False
    added = set(last)
    others = [name for name in names if name not in added]
    return len(names) - len(others) == LAST and "/".join(others) == before


class _Finder:
    """What is new in folders that changed."""

    def __init__(
        self, folder: Path, known: Mapping[str, Listing], times: Mapping[str, FolderTime]
    ) -> None:
        self.folder, self.times = folder, times
        self.folders = dict(known)
        self.aside: list[str] = []

    def list(self, below: str) -> bool:
        """List a folder; whether nothing but new files was found."""
        listing = self.folders.get(below, Listing())
        names = os.listdir(_path(self.folder, below))  # noqa: PTH208 (texts, for speed)
        if _are_the_same(names, listing.names):
            return True
        known = set(listing.names.split("/")) if listing.names else set()
        others = [name for name in names if name not in known]
        if len(names) - len(others) != len(known):
            return False
        new: dict[str, tuple[int, ...]] = {}
        for name in others:
            path = below + name
            if name.startswith(log.ASIDE):
                self.aside.append(path)
            elif not name.startswith("."):
                stat = os.lstat(_path(self.folder, path))
                if S_ISDIR(stat.st_mode):
                    if f"{path}/" not in self.times:
                        return False
                elif name.endswith(".yaml"):
                    if not (S_ISREG(stat.st_mode) and name.isprintable()):
                        return False
                    new[name] = log.stat_of(stat)
        self.folders[below] = listing.with_files(new)
        return True
