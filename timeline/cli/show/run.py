"""What one run of the command line is asked for before its command, and what settings add to it."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar

from timeline.log import personal_settings
from timeline.log.personal_settings import Own


class Run:
    """One run of the command line; commands have it as `run`.

    Args:
        log: the log that --log or TIMELINE_LOG names; None for the nearest one.
        color: when to use colours, as --color says; empty without that option.
        pager: whether a pager may be used.
        command: the name of the command, for which settings may name a format.
        warn: prints what is wrong with the user's settings; None if the command itself lists it.
        log_from: what names the log: `option`, `environment`, or empty.
        projection: the address of the database to ask; None to ask a log here.

    Attributes:
        log_formats: reads the formats that the log's settings name; None until the log is open.
    """

    def __init__(
        self,
        log: str | None = None,
        color: str = "",
        *,
        pager: bool = True,
        command: str = "",
        warn: Callable[[str], None] | None = None,
        log_from: str = "",
        projection: str | None = None,
    ) -> None:
        self.projection = projection
        self.log, self.color, self.pager, self.command = log, color, pager, command
        self.log_from = log_from
        self.log_formats: Callable[[], Mapping[str, str]] | None = None
        self._warn = warn
        self._settings: Own | None = None
        self._at_end: list[Callable[[], None]] = []

    @property
    def settings(self) -> Own:
        """The user's own settings, read at first use; what is wrong with them is warned of then."""
        if self._settings is None:
            self._settings, faults = personal_settings.load(os.environ)
            if faults and self._warn:
                first, more = faults[0], f" (and {len(faults) - 1} more)" if faults[1:] else ""
                self._warn(f"warning: {first.where}: {first.problem}: {first.remedy}{more}")
        return self._settings

    def call_on_close(self, callback: Callable[[], None]) -> None:
        """Call something when the command is done, or has failed."""
        self._at_end.append(callback)

    def close(self) -> None:
        """Call what was to be called when the command is done."""
        while self._at_end:
            self._at_end.pop()()

    def usual_format(self) -> str:
        """The format that settings name for the command: the user's, else the log's; or empty."""
        found = self.settings.formats.get(self.command, "")
        if not found and self.log_formats:
            found = self.log_formats().get(self.command, "")
        return found


# Scoped, not global: what prints has no context of Typer, and the end of a run restores it.
_CURRENT: ContextVar[Run] = ContextVar("run")


def current() -> Run:
    """The run that is going on; one without options where there is none, as in tests."""
    return _CURRENT.get(None) or Run()


@contextlib.contextmanager
def one_run() -> Iterator[None]:
    """Forget at the end which run was current."""
    token = _CURRENT.set(Run())
    try:
        yield
    finally:
        _CURRENT.reset(token)


def start(run: Run) -> Run:
    """Make a run the current one, inside of `one_run`."""
    _CURRENT.set(run)
    return run
