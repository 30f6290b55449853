"""The pager, which shows what is longer than the screen."""

import contextlib
import os
import re
import shutil
import sys
from typing import IO

from timeline.cli.show.run import Run, current
from timeline.cli.show.screen import print_message
from timeline.cli.show.terminal import is_dumb
from timeline.log.personal_settings import NO_PAGER


def print_paged(text: str) -> None:
    """Print on stdout; on a terminal, what is longer than the screen through a pager."""
    run = current()
    pager = _command(run) if run.pager and sys.stdout.isatty() else ""
    if not (pager and _longer_than_screen(text) and _page(text, pager)):
        sys.stdout.write(text)


def _command(run: Run) -> str:
    """The command line of the pager; empty for none."""
    chosen = os.environ.get("PAGER")
    if chosen is None:
        chosen = run.settings.pager
        if not chosen:
            return "less" if shutil.which("less") and not is_dumb() else ""
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


def _page(text: str, command: str) -> bool:
    """Hand a text to a pager and wait until it is left; False if there is no such pager."""
    import shlex  # noqa: PLC0415 (only a pager needs them)
    import subprocess  # noqa: PLC0415

    sys.stdout.flush()
    environment = {"LESS": "FRX", **os.environ}  # as git has it: short texts stay, colours show
    try:
        pager = subprocess.Popen(  # noqa: S603 (the user's own choice)
            shlex.split(command), stdin=subprocess.PIPE, env=environment
        )
    except (OSError, ValueError):
        print_message(
            f"warning: the pager `{command}` cannot be run; see timeline config, or use --no-pager"
        )
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
