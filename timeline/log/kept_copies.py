"""Where copies of sources lie, as events say it: from the folder of the log."""

import os
from pathlib import Path


def path_from_log(path: str, folder: Path | None) -> str:
    """The path of a file from the folder of a log, with slashes, so that it holds wherever one is.

    Args:
        path: as seen from the current folder.
        folder: the log; without one the path stays as it is.
    """
    if folder is None:
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return str(Path(path).resolve())
