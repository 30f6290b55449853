"""What goes to the screen: text made safe, and everything that is not data on stderr."""

import contextlib
import sys

from timeline.characters import masked


def safe(text: str) -> str:
    """A text of which no line can steer a terminal; see `timeline.characters.masked`."""
    return "\n".join(masked(line) for line in text.split("\n"))


def columns(text: str) -> int:
    """How many columns of a terminal a line takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 (only such text pays for it)

    return max(int(wcswidth(text)), 0)


def folded(line: str, room: int) -> list[str]:
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
            lines += _parted(word, room)
    return [line.rstrip() for line in lines if line.strip()]


def _parted(word: str, room: int) -> list[str]:
    if columns(word) <= max(room, len(word)):
        return [word]
    parts = [""]
    for sign in word:
        if columns(parts[-1] + sign) > room:
            parts.append("")
        parts[-1] += sign
    return parts


def put(text: str) -> None:
    """Print data: one text on stdout."""
    print(safe(text))


def say(text: str, *, quiet: bool = False) -> None:
    """Print what is not data, such as counts and hints, on stderr."""
    if not quiet:
        sys.stdout.flush()
        with contextlib.suppress(OSError):  # what is not data must not make an answer fail
            print(safe(text), file=sys.stderr)


def complain(text: str) -> None:
    """Print an error on stderr."""
    say(f"error: {text}")
