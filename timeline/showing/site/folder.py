"""The folder of a site: written whole or not at all, and in the place of an earlier site only."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from timeline.base.errors import UsageError
from timeline.log.outside import named_errors, refuse_inside
from timeline.showing.site import addresses
from timeline.showing.site.frame import GENERATOR_TAG

_ROOT = re.compile(r"[a-z0-9_-]+\.(html|css)")
_PAGE = re.compile(r"[a-z0-9_-]+\.html")
_FOLDERS = ("actor", "event", "place", "program", "source", "year")
_ELSEWHERE = "name a folder outside of it"


def check_folder(name: str) -> None:
    """Refuse a folder that a site cannot take the place of, before anything is made.

    Raises:
        TimelineError: the system refused.
        UsageError: it lies in a log, or holds something else than an earlier site.
    """
    target = _target(name)
    with named_errors(name):
        target.parent.stat()
        if not target.exists():
            return
        if not target.is_dir():
            raise UsageError(f"{name} is a file", "name a folder that is new, or empty")
        if foreign := _foreign(target):
            raise UsageError(
                f"{name} holds what is of no site made here: {foreign}",
                "name a folder that is new, empty or an earlier site; or move that away",
            )


def write_folder(name: str, files: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site into a folder aside, then put that in the place of a folder.

    An earlier site is replaced as a whole. What cannot be written leaves all as it was.

    Args:
        name: of the folder, as the user gives it.
        files: addresses and bytes.

    Returns:
        How many files there are.

    Raises:
        TimelineError: the system refused.
        UsageError: as `check_folder` tells.
    """
    check_folder(name)
    target = _target(name)
    aside = target.with_name(f".timeline-{os.urandom(6).hex()}")
    try:
        with named_errors(name):
            aside.mkdir()
            count = _write(aside, files)
            _put(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return count


def _target(name: str) -> Path:
    target = Path(os.path.realpath(name))
    refuse_inside(name, target, _ELSEWHERE)
    return target


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    made = set()
    for address, data in files:
        path = folder / address
        if path.parent not in made:
            path.parent.mkdir(exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
        count += 1
    return count


def _put(aside: Path, target: Path) -> None:
    """Give a folder the name of another, whose place it takes."""
    if not target.exists():
        aside.rename(target)
        return
    shutil.copymode(target, aside)
    earlier = aside.with_name(f"{aside.name}-earlier")
    target.rename(earlier)
    try:
        aside.rename(target)
    except BaseException:
        earlier.rename(target)
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def _foreign(folder: Path) -> str:
    """Something in a folder that is of no site of this program; empty where there is none."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if not entries:
        return ""
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.name in _FOLDERS:
            for page in sorted(os.scandir(entry.path), key=lambda one: one.name):
                if not (page.is_file(follow_symlinks=False) and _PAGE.fullmatch(page.name)):
                    return f"{entry.name}/{page.name}"
        elif is_folder or entry.is_symlink() or not _ROOT.fullmatch(entry.name):
            return entry.name
    return "" if _is_made_here(folder / addresses.START) else entries[0].name


def _is_made_here(start: Path) -> bool:
    if not start.exists():
        return False
    with start.open("rb") as file:
        return GENERATOR_TAG.encode() in file.read(_HEAD)


_HEAD = 64_000
"""In so many bytes of a page its head says which program made it."""
