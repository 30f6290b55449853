"""Files and folders that commands write: whole or not at all, and never into a log."""

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from timeline.log.folder import unwritable
from timeline.log.outside import named_errors, refuse_inside

_ELSEWHERE = "write it to a file outside of it; events come in with timeline add and import"


def write_file(file: str, parts: Iterable[str | bytes]) -> None:
    """Write texts, in UTF-8, or bytes to a file, as the user names it.

    What is there is replaced once all is written, and keeps its permissions. Devices and pipes are
    written to as they are.

    Raises:
        TimelineError: the system refused; a file that was there is as it was.
        UsageError: the file would lie in a log, or beside a projection.
    """
    target = Path(os.path.realpath(file))
    refuse_inside(file, target, _ELSEWHERE)
    with named_errors(file):
        if _is_stream(file):
            with Path(file).open("ab") as out:
                out.writelines(_blame_source(parts))
        else:
            _replace(target, parts)


def check_place(file: str) -> None:
    """Refuse, before anything is written, a file whose place cannot be written to.

    Raises:
        TimelineError: its folder is not there.
        UsageError: the file would lie in a log, or beside a projection.
    """
    target = Path(os.path.realpath(file))
    refuse_inside(file, target, _ELSEWHERE)
    with named_errors(file):
        target.parent.stat()


def _is_stream(file: str) -> bool:
    """Whether a name leads to something that takes text as it comes, and cannot be replaced."""
    if re.fullmatch(r"/dev/(std(out|err)|fd/\d+)|/proc/(self|\d+)/fd/\d+", os.path.abspath(file)):  # noqa: PTH100 (links stay)
        return True
    try:
        return not stat.S_ISREG(os.stat(file).st_mode)  # noqa: PTH116 (as the user names it)
    except FileNotFoundError:
        return False


def _replace(target: Path, parts: Iterable[str | bytes]) -> None:
    aside = target.with_name(f".timeline-{os.urandom(6).hex()}")
    try:
        with _create(aside, like=target) as out:
            out.writelines(_blame_source(parts))
            out.flush()
            os.fsync(out.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _create(aside: Path, *, like: Path) -> BinaryIO:
    """A new file with the permissions of the one that it will replace, if there is one."""
    before = like.stat() if like.exists() else None
    if before and not os.access(like, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(aside, flags, 0o600 if before else 0o666)
    if before:
        with contextlib.suppress(PermissionError):  # only root gives files away
            os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
    return open(descriptor, "wb")  # noqa: PTH123 (a descriptor)


def _blame_source(parts: Iterable[str | bytes]) -> Iterator[bytes]:
    """The parts as bytes; that one cannot be made is no fault of the file that they go to."""
    try:
        for part in parts:
            yield part if isinstance(part, bytes) else part.encode()
    except OSError as error:
        raise unwritable(error, Path("what is read")) from error
