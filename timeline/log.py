"""The folder of events: finding it, reading it, appending to it.

The folder is the only truth. Nothing here knows of the projection. The append protocol (write
aside, fsync, link, fsync the folder) means that an event is in the log whole or not at all.
"""

import contextlib
import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.errors import Fault, TimelineError, UsageError

SETTINGS = "timeline.yaml"
"""The settings that all who share a log have; this file marks a folder as a log."""
TOP = "."
"""The path of the log's folder itself, as seen from it."""
PACKS = "packs"
"""The folder of packs below the log."""
ASIDE = ".new-"
"""How the names of files begin that are not yet part of the log."""

_GITATTRIBUTES = "*.yaml -text\n"
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class FileStat(NamedTuple):
    """What the system says of one file; the same stat means the same content, unless racy."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def find(given: str | None, here: Path) -> Path:
    """The log to use: the one given, else the nearest `events` upward that is a log.

    A folder `events` that holds events ends the search, so that nothing lands in another log.

    Raises:
        TimelineError: the folder cannot be looked into, or holds events without settings.
        UsageError: no log there; the remedy says how to make one.
    """
    if given:
        folder = Path(given)
        if not folder.is_dir():
            raise UsageError(f"no folder {given}", f"make a log there: timeline init {given}")
        if not _is_marked(folder):
            problem = f"{given} is no log: it holds no {SETTINGS}"
            raise UsageError(problem, f"make it one: timeline init {given}")
        return folder
    for parent in (here, *here.parents):
        for folder in (parent / "events", parent):
            if folder.name == "events" and _is_marked(folder):
                return folder
    raise UsageError(
        "no log here: no folder `events` with a timeline.yaml in it, here or above",
        "make one: timeline init    or name one: timeline --log DIR ..., or TIMELINE_LOG",
    )


def _is_marked(folder: Path) -> bool:
    """Whether a folder is a log; one that could be one, but for a fault, is told of.

    Raises:
        TimelineError: it cannot be looked into, or it holds events and no settings.
    """
    settings = folder / SETTINGS
    try:
        if stat.S_ISREG(settings.stat().st_mode):
            return True
        missing = not os.path.lexists(settings)
    except (FileNotFoundError, NotADirectoryError):
        missing = not os.path.lexists(settings)
    except PermissionError as error:
        raise TimelineError(f"{folder} cannot be read", _RIGHTS) from error
    except OSError as error:
        raise TimelineError(unreadable(error, str(settings))) from error
    restore = f"restore it: git checkout {settings}    or make it anew: timeline init {folder}"
    if not missing:
        problem = "no file: a log has its settings here"
        raise TimelineError(Fault(problem, f"remove what is there; then {restore}", str(settings)))
    if holds_events(folder):
        problem = "missing: the folder holds events, and is no log without this file"
        raise TimelineError(Fault(problem, restore, str(settings)))
    return False


_PASSED = 100_000
_LOOKED_AT = 1000
"""How many files of a folder are passed and looked into to see whether it holds events."""


def holds_events(folder: Path) -> bool:
    """Whether a folder holds files that look like events.

    Raises:
        TimelineError: it cannot be looked into.
    """
    try:
        if not folder.is_dir():
            return False
        with os.scandir(folder):
            pass
    except OSError as error:
        raise TimelineError(f"{folder} cannot be read", _remedy_of(error)) from error
    paths = (
        os.path.join(below, name)  # noqa: PTH118 (names may be of any bytes)
        for below, _, names in os.walk(folder)
        for name in names
    )
    named = (path for path in islice(paths, _PASSED) if path.endswith(".yaml"))
    return any(map(like_event, islice(named, _LOOKED_AT)))


def like_event(path: str) -> bool:
    """Whether a file begins as events and packs do; one that cannot be read does not."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        start = os.read(descriptor, _START)
    except OSError:  # a folder, for instance
        return False
    finally:
        os.close(descriptor)
    return start.startswith(b'--- {"') or bool(re.search(rb"(?m)^(schema|event): ", start))


_START = 4096


def here() -> Path:
    """The current folder; the root where somebody has deleted it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


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
        remedy = f"look at it: timeline --log {folder}    or make another: timeline init DIR"
        raise TimelineError(f"{folder} is a log already", remedy)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(error, folder) from error
    files = {".gitattributes": _GITATTRIBUTES, SETTINGS: settings}
    with locked(folder):
        write(folder, {n: text.encode() for n, text in files.items() if not (folder / n).exists()})


def unwritable(error: OSError, path: Path) -> TimelineError:
    """The error to raise where the system refuses a file or folder."""
    where = os.fsdecode(error.filename) if error.filename else str(path)
    return TimelineError(Fault(_said(error), "", where))


def _not_appended(error: OSError, folder: Path) -> TimelineError:
    named = error.filename2 or error.filename
    where = Path(os.fsdecode(named)) if named else folder
    if where.name.startswith(ASIDE):
        where = where.parent
    remedy = "nothing was recorded; set this right and do the same again"
    return TimelineError(Fault(f"cannot be written: {_said(error)}", remedy, str(where)))


def _said(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


class Scan(NamedTuple):
    """What a log's folder holds.

    `files` are those of events, in the order of their paths, and `settings` that of the settings,
    if there is one. `odd` are the faults of what looks like an event and is none; `unread` those of
    what the system does not let be read, so that events may be missing.
    """

    files: tuple[FileStat, ...] = ()
    odd: tuple[Fault, ...] = ()
    unread: tuple[Fault, ...] = ()
    settings: tuple[FileStat, ...] = ()

    @property
    def sources(self) -> tuple[FileStat, ...]:
        """Every file that a projection is made from."""
        return self.files + self.settings


def scan(folder: Path) -> Scan:
    """Look at the files of a log, without reading them.

    Names that begin with a dot are passed over, and so are files of other kinds, so that people
    can keep notes beside their events. Links are not followed: an event lies in the log itself.
    What goes away while the scan runs is passed over too.
    A batch is in the log as a pack until its files have their names. If packs came or went while
    the scan ran, it might have missed both, so it runs again.
    """
    found = Scan()
    for _ in range(_SCANS):
        before = _folder_times(folder)
        found = _scan_once(folder)
        if _folder_times(folder) == before:
            break
    return found


_SCANS = 20
"""How often a folder is scanned at most while others add batches to it all the time."""


def _folder_times(folder: Path) -> list[int]:
    """When names in the log's folder and in that of its packs changed last."""
    times = []
    for path in (folder, folder / PACKS):
        with contextlib.suppress(OSError):
            times.append(path.stat().st_mtime_ns)
    return times


def _scan_once(folder: Path) -> Scan:
    seen = _Seen()
    while seen.pending:
        below = seen.pending.pop()
        try:
            with os.scandir(folder / below) as entries:
                for entry in entries:
                    seen.sort(entry, below + entry.name)
        except FileNotFoundError as error:
            if not below:
                seen.unread.append(unreadable(error, TOP))
        except OSError as error:
            seen.unread.append(unreadable(error, below.rstrip("/") or TOP))
    return Scan(
        tuple(sorted(seen.files)), _by_path(seen.odd), _by_path(seen.unread), tuple(seen.settings)
    )


def _by_path(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.path))


class _Seen:
    """What a scan has seen so far; `pending` are folders that it has not looked into yet."""

    def __init__(self) -> None:
        self.pending = [""]
        self.files: list[FileStat] = []
        self.settings: list[FileStat] = []
        self.odd: list[Fault] = []
        self.unread: list[Fault] = []

    def sort(self, entry: os.DirEntry[str], path: str) -> None:
        """Put an entry of a folder where it belongs."""
        if entry.name.startswith("."):
            return
        try:
            if entry.is_dir(follow_symlinks=False):
                self.pending.append(path + "/")
            elif path == SETTINGS:
                self.settings.append(_stat_of(path, entry.stat()))
            elif fault := _odd(entry, path):
                self.odd.append(fault)
            elif entry.name.endswith(".yaml"):
                self.files.append(_stat_of(path, entry.stat(follow_symlinks=False)))
        except FileNotFoundError:
            pass
        except OSError as error:
            self.unread.append(unreadable(error, path))


def _stat_of(path: str, seen: os.stat_result) -> FileStat:
    return FileStat(path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)


def _odd(entry: os.DirEntry[str], path: str) -> Fault | None:
    """Why something that looks like an event, or like a folder of events, is not read."""
    like_event = entry.name.lower().endswith((".yaml", ".yml"))
    if entry.is_symlink():
        if like_event or _leads_to_folder(entry):
            return Fault("a link: not read", "put what it leads to here instead", path)
    elif not like_event:
        return None
    elif not entry.name.endswith(".yaml"):
        return Fault("not read: events are files named .yaml", "rename it", path)
    elif not path.isprintable() and not _is_utf8(path):
        shown = os.fsencode(path).decode(errors="backslashreplace")
        return Fault("not read: its name is not UTF-8", "rename it", shown)
    elif not entry.is_file(follow_symlinks=False):
        return Fault("no regular file: not read", "put the event itself here", path)
    return None


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
    """The content of one event file, at most `limit` + 1 bytes of it, or why there is none."""
    try:
        with opened(folder, path) as file:
            return file.read(limit + 1), None
    except OSError as error:
        return b"", unreadable(error, path)


def opened(folder: Path, path: str) -> BinaryIO:
    """A file of the log, to be read; links are not followed, and pipes are not waited for.

    Raises:
        OSError: the system refuses; `unreadable` tells of it.
    """
    descriptor = os.open(folder / path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    return open(descriptor, "rb")  # noqa: PTH123 (a descriptor, closed by the caller)


def unreadable(error: OSError, path: str) -> Fault:
    """The fault of a file of the log that the system does not let be read."""
    return Fault(f"cannot be read: {_said(error)}", _remedy_of(error), path)


def _remedy_of(error: OSError) -> str:
    """What to do where the system does not let something be read."""
    return _REMEDIES.get(error.errno or 0, "")


_RIGHTS = "look at its permissions"
_REMEDIES = {
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EIO: "look at your disk, and at the connection to it",
    errno.EMFILE: "close other programs, or raise the limit of open files (ulimit -n)",
    errno.ENFILE: "close other programs",
    errno.ENOMEM: "close other programs",
    errno.ELOOP: "put what the link leads to here instead",
}


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
        _sweep(folder)
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


def _sweep(folder: Path) -> None:
    """Remove what writers that died left aside; under the lock, no other writer is at work."""
    pending = [folder]
    while pending:
        below = pending.pop()
        with contextlib.suppress(PermissionError), os.scandir(below) as entries:
            found = list(entries)
            _unlink(below / entry.name for entry in found if entry.name.startswith(ASIDE))
            pending += [below / e.name for e in found if e.is_dir(follow_symlinks=False)]


def _make_folder(folder: Path, top: Path) -> None:
    """Make a folder below the log, and those above it; a link could lead out of the log."""
    if folder == top:
        return
    _make_folder(folder.parent, top)
    if folder.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "a link, not a folder", str(folder))
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _write_synced(path: Path, content: bytes | BinaryIO) -> None:
    with path.open("xb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
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
