"""What a person wants of the program in every log: who records, colours, a pager, formats.

It stands in `config.yaml` in the user's configuration folder. Every command looks at it, so that
nothing heavy is imported here: a plain file, as most are, is read without a reader of YAML.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from timeline.base import system
from timeline.base.errors import Fault
from timeline.log.formats import COLOR, OF_COMMANDS

NO_PAGER = "none"


class Own(NamedTuple):
    """The settings of a person; those that are not stated are empty."""

    by: str = ""
    color: str = ""
    pager: str = ""
    formats: Mapping[str, str] = {}


def file_of(environment: Mapping[str, str]) -> Path:
    """Where the settings of a person stand, whether they do or not.

    The folder is that of platformdirs, whose import would cost more than all else that a short
    command does to be ready: `XDG_CONFIG_HOME`, which is to be absolute, else the system's own.
    """
    base = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117 (no path is made of what is none)
        mac = sys.platform == "darwin"
        base = os.path.expanduser("~/Library/Application Support" if mac else "~/.config")  # noqa: PTH111
    return Path(base, "timeline", "config.yaml")


def load(environment: Mapping[str, str]) -> tuple[Own, list[Fault]]:
    """The settings of a person, and what is wrong with them; a faulty one is as if not stated."""
    file = file_of(environment)
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Own(), []
    except OSError as error:
        return Own(), [unreadable(error, str(file))]
    found = plain(data)
    return (found, []) if found is not None else read(data, str(file))


def unreadable(error: OSError, path: str) -> Fault:
    """The fault of a file of settings that the system does not let be read."""
    remedy = system.remedy(error) or "make it a file that you can read"
    return Fault(f"cannot be read: {system.reason(error)}", remedy, path)


_LONGEST = 200
_WORD = r"[^\W_](?:[\w./+=@~-]| (?=[\w./+=@~-]))*"
_LINE = re.compile(rf"(?P<indent>(?:  )?)(?P<key>[a-z]+):(?: +(?P<value>/?{_WORD}))? *")


def plain(data: bytes) -> Own | None:
    """The settings in a file that uses nothing of YAML but lines `key: word`; None for another.

    What it makes of a file is what `read` makes of it; a test compares the two.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if not unicodedata.is_normalized("NFC", text):
        return None
    found: dict[str, str] = {}
    formats: dict[str, str] = {}
    inside = opened = False
    for line in text.split("\n"):
        if not line or (line.startswith("#") and line.isprintable()):
            continue
        parts = _LINE.fullmatch(line)
        if parts is None or len(line) > _LONGEST:
            return None
        key, value = parts["key"], parts["value"] or ""
        within = formats if parts["indent"] else found
        if key in within or bool(parts["indent"]) > inside or not (value or key == "formats"):
            return None
        if not parts["indent"]:
            inside = key == "formats"
            if inside and (value or opened):
                return None
            opened = opened or inside
            if inside:
                continue
        within[key] = value
    return _valid(found, formats)


def _valid(found: Mapping[str, str], formats: Mapping[str, str]) -> Own | None:
    known = found.keys() <= {"by", "color", "pager"} and found.get("color", "auto") in COLOR
    if known and all(value in OF_COMMANDS.get(name, ()) for name, value in formats.items()):
        return Own(**found, formats=dict(formats))
    return None


def read(data: bytes, path: str) -> tuple[Own, list[Fault]]:
    """The settings in a file of any YAML, and what is wrong with it."""
    from timeline.event import document  # noqa: PLC0415 (a plain file needs neither)
    from timeline.log import settings  # noqa: PLC0415 (a plain file needs neither)

    text, faults = document.decode(data, path)
    if faults:
        return Own(), faults
    good, faults = settings.values(text, path, settings.OWN)
    return Own(**good), faults  # type: ignore[arg-type]
