"""Another log to compare with: a folder, or this log as git has it at a revision."""

import contextlib
import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from timeline.base.errors import TimelineError, UsageError
from timeline.log.archive import PATTERN
from timeline.log.folder import SETTINGS, is_log


@contextlib.contextmanager
def other_log(folder: Path, named: str) -> Iterator[Path]:
    """The folder of another log, for as long as it is needed.

    Args:
        folder: this log.
        named: the folder of a log; else a revision of the repository that this log is in, of which
            a copy is made aside.

    Raises:
        TimelineError: git is missing, or cannot read its repository.
        UsageError: no such folder or revision, or no log there.
    """
    if is_log(Path(named)):
        yield Path(named)
        return
    commit = _commit(folder, named)
    with tempfile.TemporaryDirectory(prefix="timeline-") as aside:
        copy = Path(aside) / "events"
        left_out = f":(exclude,glob){PATTERN}"
        files = _git(folder, "archive", "--format=tar", commit, "--", ".", left_out)
        _extract(files, copy)
        if not is_log(copy):
            raise UsageError(f"no log at {named}: {SETTINGS} is not there", _since(folder))
        yield copy


def _commit(folder: Path, named: str) -> str:
    """The commit that a revision names, in which a log's folder is."""
    commit = _resolved(folder, f"{named}^{{commit}}")
    if not commit and Path(named).is_dir():
        inside = Path(named) / "events"
        remedy = f"give the one that does: {inside}" if is_log(inside) else "give one that does"
        raise UsageError(f"{named} is no log: it holds no {SETTINGS}", remedy)
    if not commit and not _in_repository(folder):
        raise UsageError(
            f"no folder {named}, and no revision: this log is in no git repository",
            "give the folder of another log",
        )
    if not commit:
        remedy = "a revision is a commit, a branch or a tag, such as HEAD~1; see: git log"
        raise UsageError(f"no folder or revision `{named}`", remedy)
    if not _resolved(folder, f"{commit}:./"):
        raise UsageError(f"no log at {named}: its folder is not there", _since(folder))
    return commit


def _since(folder: Path) -> str:
    return f"see since when it is: git log -- {os.path.relpath(folder)}"


def _resolved(folder: Path, named: str) -> str:
    """The id of what a revision names; empty if there is none."""
    found = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
    return found.stdout.decode().strip()


def _in_repository(folder: Path) -> bool:
    found = _run(folder, "rev-parse", "--is-inside-work-tree")
    if found.returncode and b"not a git repository" not in found.stderr:
        raise _unreadable(found)
    return found.returncode == 0


def _git(folder: Path, *words: str) -> bytes:
    done = _run(folder, *words)
    if done.returncode:
        raise _unreadable(done)
    return done.stdout


def _unreadable(done: subprocess.CompletedProcess[bytes]) -> TimelineError:
    said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    return TimelineError(f"git cannot read its repository: {said}", "see: git status")


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 (no shell, and what was typed is never an option)
            ["git", "-C", str(folder), *words],  # noqa: S607 (the one that the person uses)
            env={**os.environ, "LC_ALL": "C"},  # what it says is read
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except FileNotFoundError as error:
        remedy = "install it, or give the folder of another log"
        raise TimelineError("git is needed to read a revision, and is not there", remedy) from error


def _extract(archive: bytes, folder: Path) -> None:
    """Unpack the files of an archive; links and the like are no events, and are left out."""
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read())
