"""Files that are written outside of a log: never into one, and told of by the names users gave."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from timeline.base.errors import UsageError
from timeline.log.find import log_around
from timeline.log.folder import unwritable


def refuse_inside(file: str, target: Path, elsewhere: str) -> None:
    """Refuse a file or folder that would lie in a log, or beside a projection.

    Args:
        file: as the user names it.
        target: where that leads to.
        elsewhere: what to do instead.

    Raises:
        UsageError: it would.
    """
    folder = log_around(target)
    if folder:
        raise UsageError(f"{file} lies in a log, the folder {folder}", elsewhere)
    if any(part.casefold() == ".timeline" for part in target.parts) or _is_cached(target):
        raise UsageError(f"{file} lies where the projection of a log does", elsewhere)


def _is_cached(target: Path) -> bool:
    from platformdirs import user_cache_path  # noqa: PLC0415 (only files pay for it)

    return Path(os.path.realpath(user_cache_path("timeline"))) in target.parents


@contextlib.contextmanager
def named_errors(file: str) -> Iterator[None]:
    """Tell of what the system refuses by the name that the user typed.

    Raises:
        TimelineError: the system refused.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # The name of the file aside would mean nothing to anybody.
        raise unwritable(OSError(error.errno, error.strerror), Path(file)) from error
