"""Files that hold events, known by what is in them and not by their names."""

import os
import re
from pathlib import Path

_HEAD = 1 << 16
"""How much of a file is looked at."""
_TYPES = "happening|actor|program|place|source|amendment|retraction|erasure|seal"
_KIND = re.compile(rf"""(?:^|[\s{{,"'])event["']?: *["']?(?:{_TYPES})\b""".encode())
_ID = re.compile(rb"""(?:^|[\s{,"'])id["']?: *["']?[0-9a-z]{16}\b""")


def looks_like_event(data: bytes) -> bool:
    """Whether the beginning of a file is that of a stored event or of a pack of them."""
    return bool(_KIND.search(data, 0, _HEAD) and _ID.search(data, 0, _HEAD))


def holds_event(path: Path) -> bool:
    """Whether a regular file looks like an event or a pack; links are not followed.

    Raises:
        OSError: it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        return looks_like_event(os.read(descriptor, _HEAD))
    finally:
        os.close(descriptor)


def holds_events(folder: Path) -> bool:
    """Whether any YAML file in a folder, at any depth, looks like an event.

    Raises:
        OSError: something in it cannot be looked into.
    """
    if not folder.is_dir():
        return False
    for parent, folders, names in os.walk(folder, onerror=_give_up):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.lower().endswith((".yaml", ".yml")) and path.is_file() and holds_event(path):
                return True
    return False


def _give_up(error: OSError) -> None:
    raise error
