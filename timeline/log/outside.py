"""Files that are written outside of a log: never into one, and told of by the names users gave."""

import contextlib
import os
import shutil
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


@contextlib.contextmanager
def new_folder(name: str) -> Iterator[Path]:
    """A folder aside, to be filled; it has the name that the user gives once that is done.

    Raises:
        TimelineError: the system refused.
        UsageError: something is there already, or it would lie in a log, or beside a projection.
    """
    target = Path(os.path.realpath(name))
    refuse_inside(name, target, "name a folder outside of it")
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UsageError(f"{name} is there already", "name a folder that is new, or empty")
    aside = target.with_name(f".timeline-{os.urandom(6).hex()}")
    try:
        with named_errors(name):
            aside.mkdir()
            yield aside
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
