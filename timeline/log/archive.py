"""Copies of sources that a log keeps: files in its folder `archive`, named by their SHA-256.

They are no events: what a copy belongs to is said by the declaration of its source. No link is
followed here, neither in place of the folder nor of a file.
"""

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple, cast

from timeline.base.errors import Fault, TimelineError
from timeline.log import folder as log

FOLDER = "archive"
"""The folder of copies below the log."""
ENDINGS = frozenset(
    (
        *("html", "htm", "xhtml", "mhtml", "mht", "pdf", "txt", "md", "rtf", "eml", "msg"),
        *("doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "tsv", "ppt", "pptx", "json", "xml"),
        *("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "mp3", "mp4", "wav", "warc", "zip"),
    )
)
"""Endings that a copy keeps; what ends otherwise is stored as `.bin`."""
_OTHER = "bin"
_NAME = re.compile(r"(?P<sha256>[0-9a-f]{64})\.(?P<ending>[a-z0-9]{1,5})")
PATTERN = f"{FOLDER}/{'[0-9a-f]' * 64}.[!y]*"
"""A pattern of the shell that the paths of all copies match, and that of no event."""
_GITATTRIBUTES = "* -text\n"
_PIECE = 1 << 20


class KeptFile(NamedTuple):
    """A copy: its path below the log, and the SHA-256 that its name says it has."""

    path: str
    sha256: str


def ending_of(name: str) -> str:
    """The ending under which a file is kept: its own in lower case if it is known, else `bin`."""
    ending = PurePath(name).suffix[1:].lower()
    return ending if ending in ENDINGS else _OTHER


def path_of(sha256: str, ending: str) -> str:
    """The path of a copy below the log.

    Args:
        sha256: of its bytes, in hexadecimal.
        ending: as `ending_of` gives it.
    """
    return f"{FOLDER}/{sha256}.{ending}"


def sha256_by_name(path: str) -> str:
    """The SHA-256 that the path of a copy says it has; empty if this is no path of a copy."""
    parent, _, name = path.rpartition("/")
    found = _NAME.fullmatch(name) if parent == FOLDER else None
    return found["sha256"] if found and found["ending"] in {*ENDINGS, _OTHER} else ""


def is_in_archive(path: str) -> bool:
    """Whether a path below a log is that of a file in its folder of copies."""
    parent, _, name = path.rpartition("/")
    return parent == FOLDER and bool(name) and not name.startswith(".")


def kept_files(folder: Path) -> Iterator[KeptFile]:
    """The copies that a log keeps, in the order of their paths; their bytes are not looked at.

    Raises:
        OSError: the folder of copies cannot be read, or is a link; `folder.unreadable` tells of it.
    """
    try:
        descriptor = _open_folder(folder)
    except FileNotFoundError:
        return
    try:
        names = sorted(os.listdir(descriptor))  # noqa: PTH208 (a descriptor, not a path)
    finally:
        os.close(descriptor)
    for name in names:
        if sha256 := sha256_by_name(f"{FOLDER}/{name}"):
            yield KeptFile(f"{FOLDER}/{name}", sha256)


def find_kept(folder: Path, sha256: str) -> str:
    """The path of the copy of a hash below the log; empty if there is none.

    Raises:
        OSError: as `kept_files`.
    """
    return next((one.path for one in kept_files(folder) if one.sha256 == sha256), "")


def open_kept(folder: Path, path: str) -> BinaryIO:
    """A file in the folder of copies, to be read.

    Args:
        folder: the log.
        path: of the file, below the log.

    Raises:
        OSError: it is not there, is no regular file or lies elsewhere, or the system refuses;
            `folder.unreadable` tells of it.
    """
    if not is_in_archive(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    parent = _open_folder(folder)
    try:
        name = path.rpartition("/")[2]
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW, dir_fd=parent)
    finally:
        os.close(parent)
    return open_regular(descriptor, path)


def open_regular(descriptor: int, path: str) -> BinaryIO:
    """An open descriptor as a file to read; it is closed if it is none of a regular file.

    Raises:
        OSError: it is that of a folder, a pipe or a device.
    """
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "a folder, not a file", path)
        raise OSError(errno.EINVAL, "a pipe or a device, not a file", path)
    return open(path, "rb", opener=lambda *_: descriptor)


def _open_folder(folder: Path) -> int:
    try:
        return os.open(folder / FOLDER, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except NotADirectoryError as error:
        if not (folder / FOLDER).is_symlink():
            raise
        raise NotADirectoryError(errno.ENOTDIR, "a link, not a folder", FOLDER) from error


def sha256_of_file(folder: Path, path: str) -> str:
    """The SHA-256 of the bytes of a copy, in hexadecimal.

    Args:
        folder: the log.
        path: of the copy, below the log.

    Raises:
        OSError: as `open_kept`.
    """
    with open_kept(folder, path) as file:
        return sha256_of(file)


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of a file from where it stands to its end, which is read piece by piece."""
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def keep(folder: Path, sha256: str, ending: str, file: BinaryIO) -> tuple[str, ...]:
    """Add a copy to a log, as events are added; the caller holds the lock.

    With the first one, Git is told not to change bytes in the folder.

    Args:
        folder: the log.
        sha256: of the bytes, as they were read before.
        ending: as `ending_of` gives it.
        file: is read to its end from where it stands.

    Returns:
        The paths below the log of what was written, for `take_back`.

    Raises:
        TimelineError: the system refused, or the bytes are no longer those of the hash; nothing was
            written.
    """
    path = path_of(sha256, ending)
    checked = cast(BinaryIO, _Checked(file, sha256))
    files: dict[str, bytes | BinaryIO] = {}
    if not os.path.lexists(folder / FOLDER / ".gitattributes"):
        files[f"{FOLDER}/.gitattributes"] = _GITATTRIBUTES.encode()
    log.write(folder, {**files, path: checked})
    return (*files, path)


def take_back(folder: Path, paths: Sequence[str]) -> None:
    """Remove what `keep` wrote, as it came to nothing; the caller holds the lock."""
    with contextlib.suppress(OSError):
        log.remove(folder, paths)


class _Checked:
    """A file that is copied and must have the hash that was found before."""

    def __init__(self, file: BinaryIO, sha256: str) -> None:
        self._file, self._expected = file, sha256
        self._hash = hashlib.sha256()

    def read(self, size: int = _PIECE) -> bytes:
        """The next piece.

        Raises:
            TimelineError: at the end: it is another file than before.
        """
        piece = self._file.read(size)
        self._hash.update(piece)
        if not piece and self._hash.hexdigest() != self._expected:
            where = str(getattr(self._file, "name", ""))
            problem = "it changed while it was read; nothing was recorded"
            raise TimelineError(Fault(problem, "do the same again when nobody writes to it", where))
        return piece
