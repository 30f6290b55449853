"""The user's own editor, and the file that is open in it."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from timeline.base.errors import TimelineError, UsageError
from timeline.cli.ask.annotations import strip_annotations
from timeline.event.document import decode
from timeline.event.yaml_text import MAX_INPUT

_USUAL = ("sensible-editor", "nano", "vi")
_BACK_NS = 2_000_000_000
"""How old a file is made before it is opened, so that any saving shows in its time."""


class EditedFile:
    """A text that is edited in a private file, which is removed unless it is kept.

    Args:
        text: at first.
        own: it is the user's own already, and as such worth keeping.

    Attributes:
        text: as it was last saved, without annotations.
        opened: as it was at first.
        path: of the file.
    """

    def __init__(self, text: str, *, own: bool = False) -> None:
        descriptor, self.path = tempfile.mkstemp(prefix="timeline-", suffix=".yaml")
        os.close(descriptor)
        self.text = self.opened = text
        self._own = own
        self.write(text)

    def write(self, text: str) -> None:
        """Put a text into the file, as it will be opened."""
        with Path(self.path).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        before = time.time_ns() - _BACK_NS
        os.utime(self.path, ns=(before, before))

    def edit(self) -> bool:
        """Let the user edit the file; whether it was saved.

        Raises:
            KeyboardInterrupt: the editor was interrupted.
            TimelineError: the editor failed, or what it saved cannot be read.
            UsageError: there is no editor.
        """
        before = _file_state(self.path)
        _run(self.path)
        after = _file_state(self.path)
        if after in (before, None):
            return False
        text, faults = decode(Path(self.path).read_bytes(), self.path, MAX_INPUT)
        if faults:
            raise TimelineError(tuple(faults))
        self.text = strip_annotations(text)
        return True

    @property
    def typed(self) -> bool:
        """Whether it holds anything that is the user's own."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            text = strip_annotations(Path(self.path).read_text(encoding="utf-8"))
            return bool(text.strip()) and (self._own or text != self.opened)
        return Path(self.path).exists()

    def remove(self) -> None:
        """Delete the file."""
        Path(self.path).unlink(missing_ok=True)

    def keep(self) -> None:
        """Leave the file behind with the text alone."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            self.write(strip_annotations(Path(self.path).read_text(encoding="utf-8")))


def _file_state(path: str) -> tuple[int, int, int] | None:
    try:
        stat = Path(path).stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _run(path: str) -> None:
    command = _editor_command()
    called = shlex.join(command)
    # What goes to a file or a pipe is data; an editor that draws must draw elsewhere.
    screen = None if sys.stdout.isatty() else _STDERR
    with _terminal_keys() as keys:
        try:
            editor = subprocess.Popen([*command, path], stdin=keys, stdout=screen)  # noqa: S603 (the user's own choice)
        except OSError as error:
            problem = f"the editor `{called}` cannot be run: {(error.strerror or '').lower()}"
            raise UsageError(problem, _SET) from error
        while editor.returncode is None:
            with contextlib.suppress(KeyboardInterrupt):  # it is for the editor to act on it
                editor.wait()
    if editor.returncode in _INTERRUPTED:
        raise KeyboardInterrupt
    if editor.returncode:
        raise TimelineError(f"the editor `{called}` ended with {editor.returncode}", _AGAIN)


_STDERR = 2
_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)
_SET = "set VISUAL or EDITOR to an editor that is installed, such as: export VISUAL=nano"
_AGAIN = "nothing was recorded"


def _editor_command() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        chosen = os.environ.get(name, "").strip()
        if chosen:
            try:
                return shlex.split(chosen)
            except ValueError as error:
                raise UsageError(f"{name} is not a command: `{chosen}`", _SET) from error
    found = next(filter(shutil.which, _USUAL), "")
    if not found:
        raise UsageError("no editor was found", _SET)
    return [found]


@contextlib.contextmanager
def _terminal_keys() -> Iterator[IO[Any] | None]:
    """Where the editor's keys come from: the terminal, also when standard input is a file."""
    with contextlib.ExitStack() as stack:
        found: IO[Any] | None = None
        if not sys.stdin.isatty():
            with contextlib.suppress(OSError):
                found = stack.enter_context(Path("/dev/tty").open("rb"))
        yield found
