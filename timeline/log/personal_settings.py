"""What a user wants of the program in every log: who records, colours, a pager, formats.

It stands in `config.yaml` in the user's configuration folder. Every command reads it, and loading a
reader of YAML would take longer than all else that makes a short command ready. So of YAML only
lines `key: value` are read: the same in any reader of YAML, and what is more is a fault.
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
from timeline.base.text import unfit
from timeline.log.formats import COLOR, OF_COMMANDS

NO_PAGER = "none"


class Own(NamedTuple):
    """The settings of a user; those that are not stated are empty.

    `lines` has the line of each that is stated, by its path, such as `("formats", "list")`.
    """

    by: str = ""
    color: str = ""
    pager: str = ""
    formats: Mapping[str, str] = {}
    lines: Mapping[tuple[str, ...], int] = {}


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
    """The settings of a user, and what is wrong with them; a faulty one is as if not stated."""
    file = file_of(environment)
    return read_file(file, str(file))


def read_file(file: Path, shown: str) -> tuple[Own, list[Fault]]:
    """The settings in a file, which need not exist, and what is wrong with them.

    Args:
        file: where they stand.
        shown: what faults call the file.
    """
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Own(), []
    except OSError as error:
        return Own(), [unreadable(error, shown)]
    return read(data, shown)


def unreadable(error: OSError, path: str) -> Fault:
    """The fault of a file of settings that the system does not let be read."""
    remedy = system.remedy(error) or "make it a file that you can read"
    return Fault(f"cannot be read: {system.reason(error)}", remedy, path)


def read(data: bytes, path: str) -> tuple[Own, list[Fault]]:
    """The settings in the bytes of a file, and what is wrong with them, in the order of lines."""
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        from timeline.event import document  # noqa: PLC0415 (few files are at fault)

        return Own(), document.decode(data, path)[1]
    reader = _Reader(path)
    for number, line in enumerate(re.split("\r\n?|\n", text), 1):
        if unfit(line) or not re.fullmatch(_NOTHING, line):
            reader.read_line(number, line)
    return reader.finish()


_NOTHING = r" *(?:#.*)?"
_SETTING = (
    r"(?P<indent>(?:  )?)(?P<key>[^\W_][\w-]*):"
    r"""(?: +(?P<value>'[^'\\]*'|"[^"\\]*"|"""
    r"""(?![-?:](?: |$)|[][{},&*!|>%@`"'#])(?:(?! #|:(?: |$))[^\t])+?))?"""
    r"(?: +#.*)? *"
)


def _how_to_write(line: str) -> str:
    """How a setting is written, for a line that is none."""
    if "\t" in line:
        return "put spaces where tabs are"
    if line.startswith((" ", "formats")):
        return "write `formats:` alone on a line, and below it lines such as `  list: plain`"
    return "write it as `by: Aida`; put a text with `: ` or `#` or brackets in quotes"


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.found: dict[str, object] = {}
        self.formats: dict[str, object] = {}
        self.lines: dict[tuple[str, ...], tuple[int, re.Match[str]]] = {}
        self.faults: list[Fault] = []
        self.section = ""

    def read_line(self, number: int, line: str) -> None:
        parts = None if unfit(line) else re.fullmatch(_SETTING, line)
        if parts is None or not self.is_in_place(parts):
            problem = "this line is no plain `key: value`"
            self.faults.append(Fault(problem, _how_to_write(line), self.path, number, 0, line))
            return
        at = ("formats", parts["key"]) if parts["indent"] else (parts["key"],)
        self.section = at[0]
        if at in self.lines:
            remedy = f"it stands first in line {self.lines[at][0]}: keep one of them"
            where = self.path, number, parts.start("key") + 1, line
            self.faults.append(Fault(f"the key `{at[-1]}` stands twice", remedy, *where))
        else:
            self.lines[at] = number, parts
            self.take_value(at, parts["value"] or "")

    def is_in_place(self, parts: re.Match[str]) -> bool:
        if parts["indent"]:
            return self.section == "formats"
        return parts["key"] != "formats" or not parts["value"]

    def take_value(self, at: tuple[str, ...], value: str) -> None:
        if value.startswith(("'", '"')):
            value = value[1:-1]
        if value:
            within = self.found if len(at) == 1 else self.formats
            within[at[-1]] = value

    def finish(self) -> tuple[Own, list[Fault]]:
        """All that was read, and what is wrong with it."""
        if self.formats:
            self.found["formats"] = self.formats
        if not _is_right(self.found):
            self.check_values()
        self.faults.sort(key=lambda fault: (fault.line, fault.column))
        lines = {at: number for at, (number, _) in self.lines.items()}
        return Own(**self.found, lines=lines), self.faults  # type: ignore[arg-type]

    def check_values(self) -> None:
        """Leave out what no setting can be, and say why."""
        from timeline.log import settings  # noqa: PLC0415 (few files are at fault)

        self.found, wrongs = settings.check(self.found, settings.OWN)
        for wrong in wrongs:
            number, parts = self.lines[tuple(map(str, wrong.at))]
            column = parts.start("key" if wrong.on_key else "value") + 1
            where = self.path, number, column, parts.string
            self.faults.append(Fault(wrong.problem, wrong.remedy, *where))


def _is_right(found: Mapping[str, object]) -> bool:
    """Whether settings are surely as they must be, without a word on what is wrong if not."""
    formats = found.get("formats", {})
    return (
        found.keys() <= {"by", "color", "pager", "formats"}
        and found.get("color", "auto") in COLOR
        and len(str(found.get("by", ""))) <= _SHORT
        and re.fullmatch(rf"[^\\'\"]{{,{_SHORT}}}", str(found.get("pager", ""))) is not None
        and isinstance(formats, Mapping)
        and all(value in OF_COMMANDS.get(name, ()) for name, value in formats.items())
    )


_SHORT = 200
"""So many characters are surely no more than a line may have."""
