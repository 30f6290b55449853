"""The folder of events: finding it, reading it, appending to it.

The folder is the only truth. Nothing here knows of the projection. The append protocol (write
aside, fsync, link, fsync the folder) means that an event is in the log whole or not at all.
"""

import contextlib
import errno
import fcntl
import os
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR
from typing import BinaryIO, NamedTuple

from timeline.base import system
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError

SETTINGS = "timeline.yaml"
"""The settings that all who share a log have; this file marks a folder as a log."""
TOP = "."
"""The path of the log's folder itself, as seen from it."""
PACKS = "packs"
"""The folder of packs below the log."""
ASIDE = ".new-"
"""How the names of files begin that are not yet part of the log."""

GIT_ATTRIBUTES = ".gitattributes"
ATTRIBUTES = "*.yaml -text\n"
"""What git is told, so that it leaves the bytes of events alone."""
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class FileStat(NamedTuple):
    """What the system says of one file; the same stat means the same content, unless racy."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def is_log(folder: Path) -> bool:
    """Whether a folder is marked as a log; one that cannot be looked into is none."""
    try:
        return (folder / SETTINGS).is_file()
    except OSError:
        return False


def create(folder: Path, settings: str) -> None:
    """Make a folder a log by writing its settings and telling git to leave its bytes alone.

    Raises:
        TimelineError: it is one already, or cannot be written.
    """
    if is_log(folder):
        another = Advice("or make another", call("init", "DIR"))
        remedy = Advice("look at it", call("", log=folder), another)
        raise TimelineError(f"{folder} is a log already", remedy)
    try:
        _make_top(folder)
    except OSError as error:
        raise unwritable(error, folder) from error
    files = {GIT_ATTRIBUTES: ATTRIBUTES, SETTINGS: settings}
    with locked(folder):
        write(folder, {n: text.encode() for n, text in files.items() if not (folder / n).exists()})


def unwritable(error: OSError, path: Path) -> TimelineError:
    """The error to raise where the system refuses a file or folder."""
    where = os.fsdecode(error.filename) if error.filename else str(path)
    return TimelineError(Fault(system.reason(error), system.remedy(error), where))


def _not_appended(error: OSError, folder: Path) -> TimelineError:
    named = error.filename2 or error.filename
    where = Path(os.fsdecode(named)) if named else folder
    if where.name.startswith(ASIDE):
        where = where.parent
    remedy = "nothing was recorded; set this right and do the same again"
    return TimelineError(Fault(f"cannot be written: {system.reason(error)}", remedy, str(where)))


class Listing(NamedTuple):
    """The files of one folder that a projection is made from, as the system lists them.

    `names` have a slash between them, and `stats` are as many times four 64-bit integers: size,
    mtime and ctime in nanoseconds, inode. Two equal listings are of the same files.
    """

    names: str = ""
    stats: bytes = b""

    def files(self) -> dict[str, tuple[int, ...]]:
        """The stat of each file by its name: size, mtime_ns, ctime_ns, inode."""
        if not self.names:
            return {}
        numbers = iter(array("q", self.stats))
        return dict(zip(self.names.split("/"), zip(*[numbers] * 4, strict=True), strict=True))

    def with_files(self, files: Mapping[str, Iterable[int]]) -> "Listing":
        """This with other files at its end, from their stats by their names."""
        if not files:
            return self
        more = listing_of(files)
        names = f"{self.names}/{more.names}" if self.names else more.names
        return Listing(names, self.stats + more.stats)

    def files_since(self, before: "Listing") -> Mapping[str, tuple[int, ...]] | None:
        """The files that stand here at the end, where all before them are those of `before`."""
        if not (self.names.startswith(f"{before.names}/") and self.stats.startswith(before.stats)):
            return None
        more = Listing(self.names[len(before.names) + 1 :], self.stats[len(before.stats) :])
        return more.files()


def stat_of(entry: os.stat_result) -> tuple[int, ...]:
    """The stat of a file as listings have it, of a number that does not fit the nearest one."""
    return tuple(min(max(number, _LEAST), _MOST) for number in _NUMBERS(entry))


def listing_of(files: Mapping[str, Iterable[int]]) -> Listing:
    """The listing of files, from their stats by their names."""
    numbers = array("q", (number for stat in files.values() for number in stat))
    return Listing("/".join(files), numbers.tobytes())


class FolderTime(NamedTuple):
    """When the names in a folder were changed last, as the system says, and which folder it is."""

    mtime_ns: int
    ctime_ns: int
    inode: int


class Scan(NamedTuple):
    """What a log's folder holds.

    `folders` are the listings of all its folders, by paths that end in a slash, that of the log
    being empty. `odd` are the faults of what looks like an event and is none; `unread` those of
    what the system does not let be read, so that events may be missing; `aside` what writers who
    died left behind. `times` are those of the folders just before they were listed.
    """

    folders: Mapping[str, Listing] = {}
    odd: tuple[Fault, ...] = ()
    unread: tuple[Fault, ...] = ()
    aside: tuple[str, ...] = ()
    times: Mapping[str, FolderTime] = {}

    @property
    def files(self) -> tuple[FileStat, ...]:
        """The files of events, in the order of their paths."""
        found = (
            FileStat(below + name, *stat)
            for below, listing in self.folders.items()
            for name, stat in listing.files().items()
        )
        return tuple(sorted(file for file in found if file.path != SETTINGS))


def scan(folder: Path) -> Scan:
    """Look at the files of a log, without reading them.

    Names that begin with a dot are passed over, and so are files of other kinds, so that users
    can keep notes beside their events. Links are not followed: an event lies in the log itself.
    What goes away while the scan runs is passed over too.

    Events that move between a pack and files of their own meanwhile could be seen in neither, or a
    part of them. Each such move changes the folder of packs, and then the scan is done again.
    """
    for _ in range(_SCANS):
        before = _times_of_packs(folder)
        found = _Seen(folder).scan()
        if before == _times_of_packs(folder):
            return found
    problem = "changes faster than it can be read"
    fault = Fault(problem, "do the same again when nobody writes to it", TOP)
    return found._replace(unread=(*found.unread, fault))


_SCANS = 20


def _times_of_packs(folder: Path) -> list[int]:
    """When the folder of packs was last changed, and the one above, in which it comes and goes."""
    times = []
    for one in (folder, folder / PACKS):
        with contextlib.suppress(OSError):
            times.append(one.stat().st_mtime_ns)
    return times


def let_time_pass(folder: Path) -> None:
    """Wait until another change of a folder will show in its time, which goes in steps."""
    with contextlib.suppress(OSError):
        left = folder.stat().st_mtime_ns + STEP_NS - time.time_ns()
        if 0 < left <= STEP_NS:
            time.sleep(left / 1e9)


STEP_NS = 11_000_000
"""Longer than the longest step of a system's clock, a hundredth of a second."""


def time_of(path: str, *, follow: bool = False) -> FolderTime:
    """The time of a folder.

    Args:
        path: of the folder.
        follow: where it is a link, take what it leads to.

    Raises:
        OSError: there is none, or the system refuses.
    """
    found = os.stat(path, follow_symlinks=follow)  # noqa: PTH116 (a text, for speed)
    if not S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    return FolderTime(found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _by_path(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.path))


_NUMBERS = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_LEAST, _MOST = -(2**63), 2**63 - 1


class _Seen:
    """What a scan has seen so far; `pending` are folders that it has not looked into yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.pending = [""]
        self.folders: dict[str, Listing] = {}
        self.times: dict[str, FolderTime] = {}
        self.odd: list[Fault] = []
        self.unread: list[Fault] = []
        self.aside: list[str] = []

    def scan(self) -> Scan:
        """Look into all folders that are pending, and those below them."""
        while self.pending:
            self._list(self.pending.pop())
        odd, unread = _by_path(self.odd), _by_path(self.unread)
        return Scan(self.folders, odd, unread, tuple(sorted(self.aside)), self.times)

    def _list(self, below: str) -> None:
        """List a folder. Almost all time of a command goes into this loop when files are many."""
        names: list[str] = []
        stats = array("q")
        try:
            path = f"{self.folder}/{below}".rstrip("/")
            self.times[below] = time_of(path, follow=True)
            with os.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    try:
                        if name[-5:] == ".yaml" and entry.is_file(follow_symlinks=False):
                            stat = entry.stat(follow_symlinks=False) if name[0] != "." else None
                        else:
                            stat = self._sort(entry, below + name)
                        if stat:
                            stats.extend(_NUMBERS(stat))
                            names.append(name)
                    except OverflowError:
                        del stats[4 * len(names) :]
                        stats.extend(min(max(n, _LEAST), _MOST) for n in _NUMBERS(stat))
                        names.append(name)
                    except OSError as error:
                        self._miss(error, below + name)
        except OSError as error:
            self._miss(error, below.rstrip("/"))
        listing = Listing("/".join(names), stats.tobytes())
        if not _is_utf8(below + listing.names):
            listing = self._without_odd_names(below, listing)
        self.folders[below] = listing

    def _miss(self, error: OSError, path: str) -> None:
        """Note what cannot be read; what went away meanwhile, unless it is the log, is none."""
        if not path or not isinstance(error, FileNotFoundError):
            self.unread.append(unreadable(error, path or TOP))

    def _without_odd_names(self, below: str, listing: Listing) -> Listing:
        """The files of a folder whose names are UTF-8; the others are faults."""
        files = listing.files()
        wrong = [name for name in files if not _is_utf8(below + name)]
        self.odd += (_not_utf8(below + name) for name in wrong)
        return listing_of({name: files[name] for name in files if name not in wrong})

    def _sort(self, entry: os.DirEntry[str], path: str) -> os.stat_result | None:
        """Put an entry of a folder where it belongs; its stat if the projection is made from it."""
        if entry.name.startswith("."):
            if entry.name.startswith(ASIDE):
                self.aside.append(path)
        elif entry.is_dir(follow_symlinks=False):
            self.pending.append(path + "/")
        elif path == SETTINGS:
            return entry.stat()
        elif fault := _odd(entry, path):
            self.odd.append(fault)
        return None


def _odd(entry: os.DirEntry[str], path: str) -> Fault | None:
    """Why something that looks like an event, or like a folder of events, is not read."""
    like_event = entry.name.lower().endswith((".yaml", ".yml"))
    if entry.is_symlink() and (like_event or _leads_to_folder(entry)):
        return Fault("a link: not read", "put what it leads to here instead", path)
    if entry.is_symlink() or not like_event:
        return None
    if not entry.name.endswith(".yaml"):
        return Fault("not read: events are files named .yaml", "rename it", path)
    if not _is_utf8(path):
        return _not_utf8(path)
    return Fault("no regular file: not read", "put the event itself here", path)


def _not_utf8(path: str) -> Fault:
    shown = os.fsencode(path).decode(errors="backslashreplace")
    return Fault("not read: its name is not UTF-8", "rename it", shown)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_bytes(folder: Path, path: str, limit: int) -> tuple[bytes, Fault | None]:
    """The content of one event file, or why there is none.

    Args:
        folder: the log.
        path: of the file, below the log.
        limit: of bytes; one more is read, so that a longer file shows.
    """
    try:
        with open_file(folder, path) as file:
            return file.read(limit + 1), None
    except OSError as error:
        return b"", unreadable(error, path)


def read_start(folder: Path, path: str, size: int) -> bytes:
    """So many bytes of a file of the log, from its beginning, or all that it has.

    Raises:
        OSError: the system refuses; `unreadable` tells of it.
    """
    descriptor = os.open(f"{folder}/{path}", os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        data = os.read(descriptor, size)
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
    finally:
        os.close(descriptor)
    return data


def open_file(folder: Path, path: str) -> BinaryIO:
    """A file of the log, to be read; links are not followed, and pipes are not waited for.

    Raises:
        OSError: the system refuses; `unreadable` tells of it.
    """
    descriptor = os.open(folder / path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    return open(descriptor, "rb")  # noqa: PTH123 (a descriptor, closed by the caller)


def unreadable(error: OSError, path: str) -> Fault:
    """The fault of a file of the log that the system does not let be read."""
    return Fault(f"cannot be read: {system.reason(error)}", system.remedy(error), path)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the log's one lock for writers. It lies on the folder and dies with the process.

    Raises:
        TimelineError: the folder cannot be opened or locked.
    """
    descriptor = -1
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if descriptor >= 0:
            os.close(descriptor)
        raise unwritable(error, folder) from error
    try:
        yield
    finally:
        os.close(descriptor)


def write(folder: Path, files: Mapping[str, bytes | BinaryIO]) -> None:
    """Append new files, by paths below the log; the caller holds the lock.

    The content of one may be a file, which is copied from where it stands.

    All are written aside and synced before the first gets its name. When a name cannot be given,
    those given before it are taken back, so that an error leaves the log as it was.

    Raises:
        TimelineError: the system refused; nothing was appended.
    """
    aside: list[tuple[Path, Path]] = []
    named: list[Path] = []
    try:
        for parent in dict.fromkeys((folder / path).parent for path in files):
            _make_folder(parent, folder)
        for path, content in files.items():
            target = folder / path
            temporary = target.parent / f"{ASIDE}{os.urandom(8).hex()}"
            aside.append((temporary, target))
            _write_synced(temporary, content)
        for temporary, target in aside:
            _name(temporary, target)
            named.append(target)
        for parent in dict.fromkeys(target.parent for _, target in aside):
            _sync_folder(parent)
    except BaseException as error:
        _unlink(named)
        if isinstance(error, OSError):
            raise _not_appended(error, folder) from error
        raise
    finally:
        _unlink(temporary for temporary, _ in aside)


def sweep(folder: Path, scan: Scan) -> None:
    """Remove what writers that died left aside; the caller has had the lock since the scan."""
    _unlink(folder / path for path in scan.aside)


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files of the log whose events lie elsewhere in it, and folders that become empty.

    The caller holds the lock, and has seen that the log holds these events without the files.
    """
    files = [folder / path for path in paths]
    _unlink(files)
    for parent in sorted({parent for file in files for parent in file.parents}, reverse=True):
        if folder in parent.parents:
            with contextlib.suppress(OSError):
                parent.rmdir()
    for parent in {file.parent for file in files}:
        with contextlib.suppress(FileNotFoundError):
            _sync_folder(parent)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _make_top(folder: Path) -> None:
    """Make the folder of a log, and those above it, so that they are there after a power cut."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in made or [folder]:
        with contextlib.suppress(PermissionError):  # it may be that only its names can be used
            _sync_folder(one.parent)


def _make_folder(folder: Path, top: Path) -> None:
    """Make a folder below the log, and those above it; a link could lead out of the log.

    One that is there may have been made just now by a writer that died before it was synced.
    """
    if folder == top:
        return
    _make_folder(folder.parent, top)
    if folder.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "a link, not a folder", str(folder))
    is_new = not folder.is_dir()
    if is_new:
        folder.mkdir(exist_ok=True)
    parent = folder.parent.stat()
    age = time.time_ns() - parent.st_mtime_ns
    which = parent.st_dev, parent.st_ino
    if not is_new and (age > _ON_DISK_NS or _synced.get(which) == parent.st_mtime_ns):
        return
    _sync_folder(folder.parent)
    if age > STEP_NS:
        _synced[which] = parent.st_mtime_ns


_ON_DISK_NS = 60_000_000_000
"""Within this time a system writes a folder of its own accord: 5 seconds on ext4, 30 on XFS."""
_synced: dict[tuple[int, int], int] = {}
"""The times of folders when this process synced them, by device and inode."""


def _write_synced(path: Path, content: bytes | BinaryIO) -> None:
    with path.open("xb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            import shutil  # noqa: PLC0415 (only what is large comes as a file)

            shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())


def _name(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        temporary.rename(target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
