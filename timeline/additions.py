"""Events about to enter the log: kept aside until all are known, then written in one step.

A few get a file each, for people to read; many become one pack, which enters the log whole or not
at all, and which takes no more memory than a few.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline import document, log, yaml_text
from timeline.errors import TimelineError
from timeline.files import packed, read_file, unpacked
from timeline.log import PACKS

FEW = 500
"""So many events at most get files of their own when they are recorded together."""


class Addition(NamedTuple):
    """An event to add, and the path that a file of its own would have."""

    path: str
    body: Mapping[str, object]


class Additions:
    """Events to add to a log; to be closed, after which nothing is left behind."""

    def __init__(self) -> None:
        self.count = 0
        self._few: list[Addition] = []
        self._many: Pack | None = None

    def close(self) -> None:
        """Drop what is kept aside."""
        if self._many:
            self._many.close()

    def add(self, path: str, body: Mapping[str, object]) -> None:
        """Keep a whole event; `path` is that of a file of its own, below the log.

        Raises:
            TimelineError: it would not read back as it is; it must not get in.
        """
        self.count += 1
        one = Addition(path, body)
        if self._many is None and self.count <= FEW:
            self._few.append(_verified(one))
            return
        if self._many is None:
            self._many = Pack()
            for earlier in self._few:
                self._many.add(earlier.body)
            self._few.clear()
        self._many.add(body)

    def write(self, folder: Path) -> str:
        """Append all to the log, or none; the caller holds the lock.

        Returns:
            The path of the pack that they became, below the log; empty if they have files.

        Raises:
            TimelineError: the system refused; nothing was appended.
        """
        if self._many:
            return self._many.write(folder)
        if len(self._few) == 1:
            log.write(folder, _files(self._few))
            return ""
        return _write_few(folder, self._few) if self._few else ""


def _write_few(folder: Path, few: Sequence[Addition]) -> str:
    """Append several events, each in a file of its own: first as a pack, which is one step.

    From when the pack has its name on, all of them are in the log. Whatever keeps them from
    getting files then, they stay there.

    Returns:
        The path of the pack where they stay in it; empty if they have files.
    """
    with contextlib.closing(Pack()) as pack:
        for one in few:
            pack.add(one.body)
        path = pack.write(folder)
    try:
        log.write(folder, _files(few))
    except TimelineError:
        return path
    log.remove(folder, [path])
    return ""


def _files(few: Iterable[Addition]) -> dict[str, bytes | BinaryIO]:
    return {one.path: _text(one).encode() for one in few}


def write(folder: Path, events: Iterable[Addition]) -> str:
    """Append events to the log, all or none, as `Additions.write` does."""
    with contextlib.closing(Additions()) as additions:
        for event in events:
            additions.add(*event)
        return additions.write(folder)


def _text(one: Addition) -> str:
    return yaml_text.write(one.body)


def _verified(one: Addition) -> Addition:
    held, faults = read_file(_text(one).encode(), one.path)
    if held is None or held.event.id != one.body["id"]:
        said = f": {faults[0].problem}" if faults else ""
        raise _unfit(one.body, said)
    return one


def _unfit(body: Mapping[str, object], said: str = "") -> TimelineError:
    called = body.get("title") or body.get("name") or f"the {body['event']}"
    return TimelineError(f"`{called}` cannot be written so that it reads back{said}", "shorten it")


@contextlib.contextmanager
def kept_aside() -> Iterator[None]:
    """Tell what the system refuses in here as a trouble with where temporary files lie.

    Raises:
        TimelineError: the system refused.
    """
    try:
        yield
    except OSError as error:
        raise log.unwritable(error, Path(tempfile.gettempdir())) from error


class Pack:
    """A pack in the making: its lines in a file aside, which nobody else sees."""

    def __init__(self) -> None:
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by who made this)
        self._hash = hashlib.sha256()

    def add(self, body: Mapping[str, object]) -> None:
        """Append the line of an event.

        Raises:
            TimelineError: it would not read back as it is, or the system refused.
        """
        line = packed(body)
        if len(line) > yaml_text.MAX_BYTES or unpacked(line) != body:
            raise _unfit(body)
        self._hash.update(line)
        with kept_aside():
            self.file.write(line)

    def close(self) -> None:
        """Give up what lies aside."""
        with contextlib.suppress(OSError):  # what could not be written is told already
            self.file.close()

    def lines(self) -> Iterator[bytes]:
        """Its lines so far."""
        self.file.seek(0)
        yield from self.file

    def write(self, folder: Path) -> str:
        """Append the pack to the log; its path below the log. The caller holds the lock."""
        path = f"{PACKS}/{document.id_of(self._hash.hexdigest())}.yaml"
        with kept_aside():
            self.file.seek(0)
        log.write(folder, {path: self.file})
        return path
