"""What goes to the screen: text made safe, and everything that is not data on stderr."""

import contextlib
import re
import sys

from timeline.base.text import masked
from timeline.cli.show import colours
from timeline.cli.show.terminal import uses_colour


def make_safe(text: str) -> str:
    """A text of which no line can steer a terminal; see `timeline.base.text.masked`."""
    return "\n".join(masked(line) for line in text.split("\n"))


def columns(text: str) -> int:
    """How many columns of a terminal a line takes: wide characters two, combining ones none."""
    if text.isascii() or _NARROW.issuperset(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 (only other text pays for it)

    return max(int(wcswidth(text)), 0)


_NARROW = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x2FF), (0x400, 0x482), (0x2010, 0x2027))
    for code in range(first, last + 1)
)
"""What surely takes one column: Latin and Cyrillic letters, and the signs of prose."""


def fold(line: str, room: int) -> list[str]:
    """A line as lines of at most so many columns.

    A word that is longer stays whole, since it is a path or an address that people copy; scripts
    that write words without spaces are parted anywhere.
    """
    if columns(line) <= room:
        return [line]
    lines: list[str] = []
    for word in line.split(" "):
        longer = f"{lines[-1]} {word}" if lines and lines[-1] else word
        if lines and columns(longer) <= room:
            lines[-1] = longer
        else:
            lines += _split_word(word, room)
    return [line.rstrip() for line in lines if line.strip()]


def _split_word(word: str, room: int) -> list[str]:
    return [word] if columns(word) <= max(room, len(word)) else _cut(word, room)


def _cut(word: str, room: int) -> list[str]:
    parts = [""]
    for sign in word:
        if columns(parts[-1] + sign) > room:
            parts.append("")
        parts[-1] += sign
    return parts


def fold_cell(line: str, room: int) -> list[str]:
    """A line as lines that keep to a column: words are parted, at hyphens if that is enough."""
    if columns(line) <= room:
        return [line]
    lines = [""]
    for word in line.split():
        gap = " "
        for piece in pieces(word):
            longer = f"{lines[-1]}{gap}{piece}" if lines[-1] else piece
            if columns(longer) <= room:
                lines[-1] = longer
            else:
                lines += _cut(piece, room)
            gap = ""
    return [line for line in lines if line]


def pieces(word: str) -> list[str]:
    """A word as what stays together: it may be parted after a hyphen or dash between letters."""
    return re.split(_AFTER_HYPHEN, word) if "-" in word or "\u2013" in word else [word]


_AFTER_HYPHEN = r"(?<=[^\W\d_][-\u2013])(?=[^\W\d_])"


def fit_message(text: str, room: int) -> str:
    """A message whose lines keep to a width and go on below it, a little further in.

    Excerpts stay as they are, since a sign under them points at a column; and so do commands and
    long paths, which people copy.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if columns(line) <= room or line.startswith(_EXCERPT) or _COMMAND in line:
            lines.append(line)
            continue
        margin = line[: len(line) - len(line.lstrip())]
        first, *others = fold(line.lstrip(), room - len(margin) - len(_FURTHER))
        found = [margin + first, *(margin + _FURTHER + other for other in others)]
        lines += found if max(map(columns, found)) <= room else [line]
    return "\n".join(lines)


_EXCERPT = "    "
_COMMAND = "timeline "
_FURTHER = "  "


def print_data(text: str) -> None:
    """Print data: one text on stdout."""
    print(make_safe(text))


def print_message(text: str, *, quiet: bool = False) -> None:
    """Print what is not data, such as counts and hints, on stderr."""
    if not quiet:
        with contextlib.suppress(OSError):  # what is wrong with the answer is told at its end
            sys.stdout.flush()
        with contextlib.suppress(OSError):  # what is not data must not make an answer fail
            said = make_safe(text)
            if sys.stderr.isatty():
                import shutil  # noqa: PLC0415 (terminals only)

                said = fit_message(said, shutil.get_terminal_size().columns)
            print(colours.message(said) if uses_colour(sys.stderr) else said, file=sys.stderr)


def print_error(text: str) -> None:
    """Print an error on stderr."""
    print_message(f"error: {text}")
