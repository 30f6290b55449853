"""How far a command is that takes longer than two seconds: a bar on a terminal's stderr."""

import contextlib
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from timeline.cli.show.screen import print_message

Item = TypeVar("Item")
AFTER = 2.0
"""Seconds until a command tells how far it is."""


def show_progress(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Items as they pass, with a bar that says how many have once it takes long.

    Args:
        items: what is worked on, one by one.
        total: how many there are.
        label: what is done with them.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    import typer  # noqa: PLC0415 (only a bar needs it)

    begun, count, told = time.monotonic(), 0, 0
    with contextlib.ExitStack() as stack:
        bar = None
        for count, item in enumerate(items, 1):
            yield item
            if count % _STEP and count < total:
                continue
            if bar is None and time.monotonic() - begun > AFTER:
                bar = stack.enter_context(
                    typer.progressbar(length=total, label=label, file=sys.stderr)
                )
            if bar is not None:
                bar.update(count - told)
                told = count


@contextlib.contextmanager
def tell_if_long(message: str, *, quiet: bool) -> Iterator[None]:
    """Tell on a terminal's stderr what takes so long, where nothing says how far it is.

    Args:
        message: what to tell.
        quiet: whether the user wants no hints.
    """
    if quiet or not sys.stderr.isatty():
        yield
        return
    import threading  # noqa: PLC0415 (terminals only)

    timer = threading.Timer(AFTER, print_message, [message])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


_STEP = 100
"""After so many items the time is looked at."""
