"""What the terminal can do and the person wants of it: width, colours, links and a pager."""

import contextlib
import os
import re
import shutil
import sys
from typing import IO, NamedTuple, TextIO

from timeline.base.errors import UsageError
from timeline.cli.show import preferences
from timeline.log.formats import COLOR
from timeline.log.personal_settings import NO_PAGER


class Wishes:
    """What the options before the command say; without a word on colours, `color` is empty."""

    color = ""
    pager = True


_WISHES = Wishes()
"""Those of the command line that is being run; there is one at a time."""


def wishes() -> Wishes:
    """What the options before the command say."""
    return _WISHES


def wish(color: str = "", *, pager: bool = True) -> None:
    """Set when to use colours, and whether a pager may be used at all.

    Raises:
        UsageError: `color` is none of `COLOR`.
    """
    if color and color not in COLOR:
        raise UsageError(f"--color is not `{color}`", f"one of {', '.join(COLOR)}")
    _WISHES.color, _WISHES.pager = color, pager


class Look(NamedTuple):
    """How text for people is drawn: folded to a width or not, with colours and links or without."""

    width: int | None = None
    color: bool = False
    links: bool = False


def look() -> Look:
    """How text for people is drawn on stdout."""
    color = coloured(sys.stdout)
    if not sys.stdout.isatty():
        return Look(color=color)
    return Look(shutil.get_terminal_size().columns, color, color and _shows_links())


def aside() -> Look:
    """How text for people is drawn on stderr, beside the data."""
    if not sys.stderr.isatty():
        return Look(color=coloured(sys.stderr))
    return Look(_width(sys.stderr), coloured(sys.stderr))


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


def answers() -> bool:
    """Whether there is somebody to ask: keys come from a terminal, and questions reach one."""
    return sys.stdin.isatty() and watched()


def watched() -> bool:
    """Whether somebody looks at a terminal, wherever standard input comes from.

    Who edits there can be asked there, too, and a text may well have come through a pipe.
    """
    return sys.stderr.isatty()


def coloured(stream: TextIO) -> bool:
    """Whether colours are sent to a stream; NO_COLOR is that of https://no-color.org."""
    wanted = _WISHES.color
    if not wanted:
        wanted = "never" if os.environ.get("NO_COLOR") else preferences.own().color
    if wanted in ("always", "never"):
        return wanted == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and not _dumb()


def _dumb() -> bool:
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


def show(text: str) -> None:
    """Print on stdout; on a terminal, what is longer than the screen through a pager."""
    pager = _pager() if _WISHES.pager and sys.stdout.isatty() else ""
    if not (pager and _longer_than_screen(text) and _paged(text, pager)):
        sys.stdout.write(text)


def _pager() -> str:
    """The command line of the pager; empty for none."""
    chosen = os.environ.get("PAGER")
    if chosen is None:
        chosen = preferences.own().pager
        if not chosen:
            return "less" if shutil.which("less") and not _dumb() else ""
    return "" if chosen.strip() in ("cat", NO_PAGER) else chosen.strip()


_LINK = "\x1b]8;;[^\x1b]*\x1b\\\\"
_COLOUR = "\x1b\\[[0-9;]*m"


def _longer_than_screen(text: str) -> bool:
    width, height = shutil.get_terminal_size()
    taken = 1  # for the prompt that follows
    for line in text.split("\n", height)[:height]:
        shown = re.sub(f"{_LINK}|{_COLOUR}", "", line)
        taken += max(-(-len(shown) // width), 1)
    return taken > height


def _paged(text: str, command: str) -> bool:
    """Hand a text to a pager and wait until it is left; False if there is no such pager."""
    import shlex  # noqa: PLC0415 (only a pager needs them)
    import subprocess  # noqa: PLC0415

    from timeline.cli.show.screen import say  # noqa: PLC0415 (it draws on this module)

    sys.stdout.flush()
    environment = {"LESS": "FRX", **os.environ}  # as git has it: short texts stay, colours show
    try:
        pager = subprocess.Popen(  # noqa: S603 (the person's own choice)
            shlex.split(command), stdin=subprocess.PIPE, env=environment
        )
    except (OSError, ValueError):
        say(f"warning: the pager `{command}` cannot be run; see timeline config, or use --no-pager")
        return False
    assert pager.stdin is not None  # noqa: S101 (it was asked for)
    # Pagers of before 2020 show the signs of links.
    _feed(pager.stdin, re.sub(_LINK, "", text))
    while pager.returncode is None:
        with contextlib.suppress(KeyboardInterrupt):  # it is the pager that is interrupted
            pager.wait()
    return True


def _feed(stdin: IO[bytes], text: str) -> None:
    """Write a text to a pager, which may be left before it has read all."""
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        stdin.write(text.encode())
    with contextlib.suppress(BrokenPipeError):
        stdin.close()
