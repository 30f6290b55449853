"""Removing events from the files of a log for good, once their erasures are in it.

Nothing else goes: a pack is written anew without them and read back before the old one is removed.
Whoever dies in between leaves files that hold what was erased, and does the same again.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base import system
from timeline.base.errors import Fault, TimelineError
from timeline.event import yaml_text
from timeline.log import archive
from timeline.log import folder as log
from timeline.log.files import is_pack, path_of_pack, read_file, read_line
from timeline.log.staging import kept_aside

IsErased = Callable[[str], bool]
"""Whether an event was erased, by its digest."""


class Removed(NamedTuple):
    """The files of events that went, and the packs that were written anew, by their old paths."""

    files: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()


def remove_events(folder: Path, paths: Iterable[str], is_erased: IsErased) -> Removed:
    """Remove events from files; the caller holds the lock, and the log has their erasures.

    Args:
        folder: the log.
        paths: of the files, below the log.
        is_erased: tells which of the events in them go.

    Raises:
        TimelineError: the system refused; the rest is for the caller to do again.
    """
    files: list[str] = []
    packs: list[str] = []
    for path in dict.fromkeys(paths):
        try:
            with log.open_file(folder, path) as file:
                data = file.read(yaml_text.MAX_BYTES + 1)
                if is_pack(data):
                    file.seek(0)
                    if _rewrite(folder, path, file, is_erased):
                        packs.append(path)
                    continue
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _not_removed(error, folder, path) from error
        held, _ = read_file(data, path)
        if held is not None and is_erased(held.forms.digest):
            files.append(path)
    unlink(folder, files)
    return Removed(tuple(files), tuple(packs))


def remove_copies(folder: Path, hashes: Iterable[str]) -> tuple[str, ...]:
    """Remove copies of sources, by their SHA-256; the caller holds the lock.

    Returns:
        The paths below the log of what went.

    Raises:
        TimelineError: the system refused.
    """
    wanted = set(hashes)
    try:
        kept = list(archive.kept_files(folder)) if wanted else []
    except OSError as error:
        raise _not_removed(error, folder, archive.FOLDER) from error
    paths = [one.path for one in kept if one.sha256 in wanted]
    unlink(folder, paths)
    return tuple(paths)


def unlink(folder: Path, paths: Sequence[str]) -> None:
    """Remove files of a log, and folders that become empty.

    Raises:
        TimelineError: the system refused.
    """
    for path in paths:
        try:
            (folder / path).unlink(missing_ok=True)
        except OSError as error:
            raise _not_removed(error, folder, path) from error
    log.remove(folder, paths)


def _rewrite(folder: Path, path: str, file: BinaryIO, is_erased: IsErased) -> bool:
    """Write a pack anew without what was erased, and remove the old one; False if none was."""
    sha256 = hashlib.sha256()
    gone = kept = 0
    with tempfile.TemporaryFile() as aside:
        for number, line in enumerate(_lines(file), 1):
            held, _ = read_line(line, path, number)
            if held is not None and is_erased(held.forms.digest):
                gone += 1
                continue
            kept += 1
            sha256.update(line)
            with kept_aside():
                aside.write(line)
        if not gone:
            return False
        if kept:
            with kept_aside():
                aside.seek(0)
            _put(folder, sha256.hexdigest(), aside)
    log.let_time_pass(folder / log.PACKS)
    unlink(folder, [path])
    return True


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a pack as they are, with their ends."""
    yield from file


def _put(folder: Path, sha256: str, aside: BinaryIO) -> None:
    """Append a pack to the log unless it is there already, and read it back."""
    path = path_of_pack(sha256)
    if not os.path.lexists(folder / path):
        log.let_time_pass(folder / log.PACKS)
        log.write(folder, {path: aside})
    try:
        with log.open_file(folder, path) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError as error:
        raise _not_removed(error, folder, path) from error
    if found != sha256:
        problem = "does not read back as it was written"
        where = os.path.normpath(folder / path)
        raise TimelineError(Fault(problem, "look at your disk, and do the same again", where))


def _not_removed(error: OSError, folder: Path, path: str) -> TimelineError:
    problem = f"holds what is erased, and cannot be removed: {system.reason(error)}"
    remedy = "; ".join(filter(None, (system.remedy(error), "then do the same again")))
    return TimelineError(Fault(problem, remedy, os.path.normpath(folder / path)))
