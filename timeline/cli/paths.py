"""Paths as messages show them: as seen from the current folder."""

import os
from pathlib import Path


def path_from_here(folder: Path, path: str) -> str:
    """A path below a folder, relative to the current folder."""
    try:
        return os.path.relpath(folder / path)
    except FileNotFoundError:  # the current folder is gone
        return str(folder / path)


def short_path(file: Path) -> str:
    """A path relative to the current folder if it lies below that, else as it is."""
    try:
        near = os.path.relpath(file)
    except (OSError, ValueError):
        return str(file)
    return str(file) if near.startswith(os.pardir) else near
