"""Names of files in a log: which of them not every system can hold, and which hide an event."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from timeline.errors import Fault
from timeline.log import like_event

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
"""Names that Windows keeps for devices, whatever ending follows ("Naming Files", Microsoft)."""
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
_LONGEST = 255
"""How many bytes a name may have on most systems."""


def faults_of_names(folder: Path) -> list[Fault]:
    """What is wrong with the names in a log's folder, in the order of paths below it.

    Told are names that differ only in case or in how accents are written, names that Windows
    cannot hold, and files that hold an event and are not read because of their names.
    """
    paths = sorted(_paths(folder))
    return [*_twins(paths), *_unportable(paths), *_unread(folder, paths)]


def _paths(folder: Path) -> Iterator[str]:
    """All files and folders, but those whose names begin with a dot."""
    for below, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        start = os.path.relpath(below, folder)
        for name in (*folders, *files):
            if not name.startswith("."):
                yield os.path.normpath(os.path.join(start, name))  # noqa: PTH118 (any bytes)


def _twins(paths: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for path in paths:
        same = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
        other = first.setdefault(same, path)
        if other != path and Path(other).parent == Path(path).parent:
            how = "in case" if other.casefold() == path.casefold() else "in how accents are written"
            problem = f"its name differs from {Path(other).name} only {how}"
            remedy = "rename one: on some systems one of the two takes the place of the other"
            yield Fault(problem, remedy, path)
        elif other != path and Path(other).name == Path(path).name:
            first[same] = path  # their folders are twins, and told of


def _unportable(paths: Sequence[str]) -> Iterator[Fault]:
    for path in paths:
        name = Path(path).name
        if why := _not_on_windows(name):
            yield Fault(f"Windows cannot hold this name: {why}", "rename it", path)
        elif len(os.fsencode(name)) > _LONGEST:
            yield Fault(f"its name is longer than {_LONGEST} bytes", "rename it", path)


def _not_on_windows(name: str) -> str:
    """Why Windows cannot hold a name; empty if it can."""
    if _RESERVED.match(name):
        return f"{name.partition('.')[0]} is the name of a device"
    if found := _FORBIDDEN.search(name):
        return f"it holds {found.group()!r}"
    if name.endswith((".", " ")):
        return "it ends in a dot" if name.endswith(".") else "it ends in a space"
    return ""


def _unread(folder: Path, paths: Sequence[str]) -> Iterator[Fault]:
    for path in paths:
        ending = Path(path).suffix.lower()
        if ending not in (".yaml", ".yml") and like_event(str(folder / path)):
            problem = "holds an event, and is not read: events are files named .yaml"
            yield Fault(problem, "rename it, or move it out of the log", path)
