"""Names of files in a log that other systems cannot hold, or cannot tell apart."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from timeline.base.errors import Fault

_LONGEST = 200
"""So many signs of a path below the log leave room for the folders above it in Windows' 260."""
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\..*)?", re.IGNORECASE
)
_UNFIT = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_RENAME = "rename it; an event is known by its id, whatever its file is called"


def paths_below(folder: Path) -> list[str]:
    """The paths of all files and folders in a log, in order; none that begins with a dot."""
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(parent, folder)
        shown = [name for name in (*folders, *names) if not name.startswith(".")]
        found += [name if below == "." else f"{below}/{name}" for name in shown]
    return sorted(found)


def twins(paths: Iterable[str]) -> Iterator[Fault]:
    """The paths that are one with an earlier one where case or the form of accents does not count.

    On such a system, as macOS and Windows are, a copy of the log has one of the two.
    """
    first: dict[str, str] = {}
    for path in paths:
        other = first.setdefault(_fold(path), path)
        if other != path:
            how = "case" if _nfc(other) != _nfc(path) else "how its accents are written"
            problem = (
                f"differs from {_shown(other)} only in {how}: other systems keep one of the two"
            )
            yield Fault(problem, _RENAME, _shown(path))


def _shown(path: str) -> str:
    """A path of which every sign can be printed, also where it is no UTF-8."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _fold(path: str) -> str:
    return _nfc(_nfc(path).casefold())


def unfit_for_windows(paths: Iterable[str]) -> Iterator[Fault]:
    """The paths that Windows does not take, so that a copy of the log there lacks their files."""
    for path in paths:
        name = path.rpartition("/")[2]
        if problem := _unfit(name):
            yield Fault(f"Windows cannot hold this name: {problem}", _RENAME, _shown(path))
        elif len(path.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
            problem = f"Windows may not hold this path: it is longer than {_LONGEST} signs"
            yield Fault(problem, _RENAME, _shown(path))


def _unfit(name: str) -> str:
    if _RESERVED.fullmatch(name):
        return f"{name.partition('.')[0].rstrip()} is a device there"
    if sign := _UNFIT.search(name):
        return f"it has a {sign[0]}" if sign[0].isprintable() else "it has a control character"
    return "it ends in a dot or a space" if name.endswith((".", " ")) else ""
