"""Files that hold events and are not read, known by what is in them and not by their names."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from timeline.base.errors import Fault
from timeline.log.archive import sha256_by_name

_HEAD = 1 << 16
"""How much of a file is looked at."""
_TYPES = "happening|actor|program|place|source|amendment|retraction|erasure|seal"
_KIND = re.compile(rf"""(?:^|[\s{{,"'])event["']?: *["']?(?:{_TYPES})\b""".encode(), re.MULTILINE)
_ID = re.compile(rb"""(?:^|[{,] ?)["']?id["']?: *["']?([0-9a-z]{16})\b""", re.MULTILINE)
_DOCUMENT = re.compile(rb"^---\s", re.MULTILINE)
_YAML = (".yaml", ".yml")


def strays(
    folder: Path,
    paths: Iterable[str],
    is_held: Callable[[str], bool],
    is_erased: Callable[[str], bool] = lambda _: False,
) -> Iterator[Fault]:
    """The files of a log that are not read, and hold an event which nothing else in it holds.

    So the copies that editors leave of an event are none, and neither are notes, exports and the
    copies of sources that the log keeps.

    Args:
        folder: the log.
        paths: all paths in it.
        is_held: whether the log holds an event, by its id.
        is_erased: whether an event was erased, by its id.
    """
    for path in paths:
        if path.lower().endswith(_YAML):
            continue  # read, or complained of already
        if sha256_by_name(path):
            continue
        if path.lower().rstrip(". ").endswith(_YAML):  # a slip, and no copy that a program made
            yield Fault("not read: events are files named .yaml", _RENAME, path)
            continue
        for id_ in sorted(_ids(_beginning(folder / path))):
            if is_erased(id_):
                yield Fault(f"holds the event {id_}, which was erased", "remove the file", path)
                break
            if not is_held(id_):
                problem = f"not read, and holds the event {id_}, which the log lacks"
                yield Fault(problem, _RENAME, path)
                break


_RENAME = "give it a name that ends in .yaml, or move it out of the log"


def holds_events(folder: Path) -> bool:
    """Whether any YAML file in a folder, at any depth, looks like a stored event or a pack.

    Raises:
        OSError: something in it cannot be looked into.
    """
    if not folder.is_dir():
        return False
    for parent, folders, names in os.walk(folder, onerror=_give_up):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.lower().endswith(_YAML) and path.is_file() and _ids(_read(path)):
                return True
    return False


def _give_up(error: OSError) -> None:
    raise error


def _ids(data: bytes) -> set[str]:
    """The ids of the events that the beginning of a file holds, if it looks like a log's."""
    if not _KIND.search(data):
        return set()
    found = (_ID.search(part) for part in _DOCUMENT.split(data))
    return {one[1].decode() for one in found if one}


def _beginning(path: Path) -> bytes:
    try:
        return _read(path) if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""


def _read(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(descriptor, _HEAD)
    finally:
        os.close(descriptor)
