"""What is wanted where no option says it: a person's own settings, and the formats of the log."""

import os
from collections.abc import Callable, Mapping

from timeline.log import personal_settings
from timeline.log.personal_settings import Own


class _Known:
    """What is known while one command line is run."""

    own: Own | None = None
    command = ""
    of_log: Callable[[], Mapping[str, str]] | None = None
    tells = True


_KNOWN = _Known()


def begin() -> None:
    """Forget what was known: another command line is run."""
    _KNOWN.own, _KNOWN.command, _KNOWN.of_log, _KNOWN.tells = None, "", None, True


def of_command(name: str) -> None:
    """Say which command it is that formats are asked for."""
    _KNOWN.command = name


def of_log(ask: Callable[[], Mapping[str, str]]) -> None:
    """Say how the formats that the log's settings name are had, if it comes to that."""
    _KNOWN.of_log = ask


def own(*, tell: bool = True) -> Own:
    """The person's own settings, read when they are first asked for.

    What is wrong with them is told then, in one line; `tell=False` leaves that to the caller.
    """
    if not tell:
        _KNOWN.tells = False
    if _KNOWN.own is None:
        _KNOWN.own, faults = personal_settings.load(os.environ)
        if faults and _KNOWN.tells:
            from timeline.cli.show.screen import say  # noqa: PLC0415 (it asks for colours here)

            first, more = faults[0], f" (and {len(faults) - 1} more)" if faults[1:] else ""
            say(f"warning: {first.where}: {first.problem}: {first.remedy}{more}")
    return _KNOWN.own


def usual_format() -> str:
    """The format of the command where none is asked for: one's own, else the log's, if any."""
    found = own().formats.get(_KNOWN.command, "")
    if not found and _KNOWN.of_log:
        found = _KNOWN.of_log().get(_KNOWN.command, "")
    return found
