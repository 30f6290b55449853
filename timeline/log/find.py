"""Finding the log that a command is about.

A folder is a log if it holds a `timeline.yaml`. One that holds events and lacks it, or that cannot
be looked into, is never passed over: what is added would land in another log, further up.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from timeline.base import system
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, TimelineError, UsageError
from timeline.log.folder import SETTINGS

USUAL = "events"
"""How the folder of a log is called where none is named."""


def find_log(given: str | None, here: Path) -> Path:
    """The log to use: the one given, else the nearest `events` upward that is a log.

    Raises:
        TimelineError: a folder that may be the log cannot be looked into, or holds events and no
            readable `timeline.yaml`.
        UsageError: no log there; the remedy says how to make one.
    """
    if given:
        folder = Path(given)
        if not _is_usable_log(folder, given):
            raise _no_log(folder, given)
        return folder
    for folder in _candidates(here):
        if _is_usable_log(folder, os.path.relpath(folder, here)):
            return folder
    raise UsageError(
        "no log here: no folder `events` with a timeline.yaml in it, here or above",
        Advice(
            "make one",
            call("init"),
            Advice("or name one (or set TIMELINE_LOG)", call("", log="DIR")),
        ),
    )


def current_folder() -> Path:
    """The current folder; the root where it has been deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


def log_around(path: Path) -> Path | None:
    """The log inside which a path lies, which need not exist; None if in none.

    Args:
        path: absolute, without links.
    """
    for folder in (path, *path.parents):
        if os.path.lexists(folder / SETTINGS):
            return folder
        with contextlib.suppress(OSError):
            if folder.name.casefold() == USUAL and _holds_events(folder):
                return folder
    return None


def _candidates(here: Path) -> Iterator[Path]:
    for parent in (here, *here.parents):
        yield parent / USUAL
        if parent.name == USUAL:
            yield parent


def _no_log(folder: Path, given: str) -> UsageError:
    if not _is_folder(folder):
        return UsageError(f"no folder {given}", Advice("make a log there", call("init", given)))
    problem = f"{given} is no log: it holds no {SETTINGS}"
    return UsageError(problem, Advice("make it one", call("init", given)))


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except ValueError:  # a name that no file can have
        return False


def _is_usable_log(folder: Path, shown: str) -> bool:
    """Whether a folder is a log whose settings can be read; False where it is none at all.

    Raises:
        TimelineError: it may be a log, and that cannot be known or used.
    """
    file = f"{shown}/{SETTINGS}"
    try:
        descriptor = os.open(folder / SETTINGS, os.O_RDONLY | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        _refuse_unmarked(folder, shown)
        return False
    except ValueError:  # a name that no file can have
        return False
    except OSError as error:
        raise _unreadable(file if os.path.lexists(folder / SETTINGS) else shown, error) from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise TimelineError(Fault(_ODD, _restore(shown), file))
        os.read(descriptor, 1)
    except OSError as error:
        raise _unreadable(file, error) from error
    finally:
        os.close(descriptor)
    return True


_ODD = "no regular file, so that the log cannot be read"


def _restore(shown: str) -> str:
    import shlex  # noqa: PLC0415 (only a damaged log needs it)

    return f"restore it: git checkout {shlex.quote(shown)}/{SETTINGS}"


def _unreadable(where: str, error: OSError) -> TimelineError:
    problem = f"cannot be read: {system.reason(error)}"
    return TimelineError(Fault(problem, system.remedy(error), where))


def _refuse_unmarked(folder: Path, shown: str) -> None:
    """Refuse a folder without settings that is a log all the same, or may be one.

    Raises:
        TimelineError: it holds events, or leads nowhere, or cannot be looked into.
    """
    for path, name in ((folder / SETTINGS, f"{shown}/{SETTINGS}"), (folder, shown)):
        if path.is_symlink() and not path.exists():
            raise TimelineError(Fault("a link that leads nowhere", _RESTORE_LINK, name))
    try:
        found = _holds_events(folder)
    except OSError as error:
        raise _unreadable(shown, error) from error
    if found:
        problem = f"{shown} holds events but no {SETTINGS}, which makes a folder a log"
        words = f"{_restore(shown)}\n  or make a new one"
        raise TimelineError(problem, Advice(words, call("init", shown)))


_RESTORE_LINK = "restore what it leads to, or remove it"


def _holds_events(folder: Path) -> bool:
    from timeline.log.strays import holds_events  # noqa: PLC0415 (most logs have their settings)

    return holds_events(folder)
