"""How long an input may be read, in how much memory, and that nothing is printed."""

import contextlib
import io
import resource
import signal
from collections.abc import Iterator

SECONDS = 10
"""What takes more of the processor hangs, however busy the machine is. An input of 4 kB takes a
hundredth of this, also where each branch of the reader is watched, which makes it slower."""
MEMORY = 1 << 30
"""How many bytes a reader of such inputs may take beside what the program has."""


class HangError(BaseException):
    """An input is not read in time; no `except Exception` of a reader keeps it."""


@contextlib.contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise `HangError` in what takes more of the processor; only the main thread can."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextlib.contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `HangError` in what takes longer, and `AssertionError` where a reader prints.

    Libraries print what they mend of a file, in its own words.
    """
    printed = io.StringIO()
    with (
        stopped_after(seconds),
        contextlib.redirect_stderr(printed),
        contextlib.redirect_stdout(printed),
    ):
        yield
    assert not printed.getvalue(), printed.getvalue()


def _stop(*_: object) -> None:
    raise HangError


def limit_memory(more: int = MEMORY) -> None:
    """Let this process have no more than so many bytes beside those that it has."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        pages = int(file.read().split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
