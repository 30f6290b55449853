"""What the terminal can do and the user wants of it: width, colours and links."""

import os
import sys
from typing import NamedTuple, TextIO

from timeline.cli.show.run import current


class Look(NamedTuple):
    """How text for people is drawn: folded to a width or not, with colours and links or without."""

    width: int | None = None
    color: bool = False
    links: bool = False


def look_of_stdout() -> Look:
    """How text for people is drawn on stdout."""
    color = uses_colour(sys.stdout)
    if not sys.stdout.isatty():
        return Look(color=color)
    import shutil  # noqa: PLC0415 (terminals only)

    return Look(shutil.get_terminal_size().columns, color, color and _shows_links())


def look_of_stderr() -> Look:
    """How text for people is drawn on stderr, beside the data."""
    if not sys.stderr.isatty():
        return Look(color=uses_colour(sys.stderr))
    return Look(_width(sys.stderr), uses_colour(sys.stderr))


def _width(stream: TextIO) -> int:
    """The columns of the terminal behind a stream; stdout may lead elsewhere."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


_USUAL = 80
"""The columns of a terminal that does not say how many it has."""


def can_ask() -> bool:
    """Whether the user can be asked: keys come from a terminal, and questions reach one."""
    return sys.stdin.isatty() and is_watched()


def is_watched() -> bool:
    """Whether messages go to a terminal, wherever standard input comes from.

    A user who edits there can be asked there, too; the text may have come through a pipe.
    """
    return sys.stderr.isatty()


def uses_colour(stream: TextIO) -> bool:
    """Whether colours are sent to a stream; NO_COLOR is that of https://no-color.org."""
    run = current()
    wanted = run.color
    if not wanted:
        wanted = "never" if os.environ.get("NO_COLOR") else run.settings.color
    if wanted in ("always", "never"):
        return wanted == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and not is_dumb()


def is_dumb() -> bool:
    """Whether the terminal shows text and nothing else."""
    return os.environ.get("TERM", "dumb") in ("", "dumb")


_PROGRAMS = ("iTerm.app", "WezTerm", "ghostty", "vscode")
_TERMS = ("alacritty", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
_VTE = 5002
"""The first good version of the library behind GNOME's terminal and its kin."""


def _shows_links() -> bool:
    """Whether the terminal is one that is known to show links; another might show their signs."""
    term = os.environ.get("TERM", "")
    if "TMUX" in os.environ or term.startswith(("screen", "tmux")):
        return False
    vte = os.environ.get("VTE_VERSION", "")
    known = os.environ.get("TERM_PROGRAM") in _PROGRAMS or term in _TERMS
    return known or "WT_SESSION" in os.environ or (vte.isdecimal() and int(vte) >= _VTE)
