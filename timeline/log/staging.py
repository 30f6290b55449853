"""Events about to enter the log: kept aside until all are known, then written in one step.

However many they are, they enter the log in one step, all of them or none. Many become a pack,
which takes no more memory than a few; a few enter as a pack that is then unpacked, a file each,
for people to read.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from timeline.base.errors import TimelineError
from timeline.event import yaml_text
from timeline.log import folder as log
from timeline.log.files import pack_line, path_of_pack, read_file, reads_back, unpack_line

FEW = 500
"""So many events at most get files of their own when they are recorded together."""


class Addition(Protocol):
    """An event to add."""

    @property
    def path(self) -> str:
        """Where a file of its own would lie below the log."""

    @property
    def body(self) -> Mapping[str, object]:
        """The whole event."""

    @property
    def text(self) -> str:
        """Its canonical form with the id; empty if it was not made yet."""


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

    def add(self, one: Addition) -> None:
        """Keep a whole event.

        Raises:
            TimelineError: it would not read back as it is; it must not get in.
        """
        self.count += 1
        if self._many is None and self.count <= FEW:
            self._few.append(one)
            return
        if self._many is None:
            self._many = Pack()
            for earlier in self._few:
                self._many.add(earlier.body, earlier.text)
            self._few.clear()
        self._many.add(one.body, one.text)

    def verify(self) -> None:
        """Read what gets files of its own as it would be written; a pack is read line by line.

        Raises:
            TimelineError: an event would not read back as it is; it must not get in.
        """
        for one in self._few:
            _verify(one)

    def write(self, folder: Path) -> str:
        """Append all to the log, or none; the caller holds the lock.

        Returns:
            The path of the pack that they became, below the log; empty if they have files.

        Raises:
            TimelineError: the system refused, or an event would not read back as it is; nothing
                was appended.
        """
        if self._many:
            return self._many.write(folder)
        if len(self._few) > 1:
            return _write_batch(folder, self._few)
        if self._few:
            log.write(folder, _as_files(self._few))
        return ""


def write(folder: Path, events: Iterable[Addition]) -> str:
    """Append events to the log, all or none, as `Additions.write` does."""
    with contextlib.closing(Additions()) as additions:
        for event in events:
            additions.add(event)
        additions.verify()
        return additions.write(folder)


def _write_batch(folder: Path, batch: Sequence[Addition]) -> str:
    """Append a few events in one step, then give each a file of its own; the caller has the lock.

    The step is to link a pack that holds them all: before it none is in the log, after it all are.
    The pack goes once each event has its file. It stays, and its path is returned, where the
    system refuses these.
    """
    lines = b"".join(pack_line(one.body, one.text) for one in batch)
    pack = _write_pack(folder, hashlib.sha256(lines).hexdigest(), lines)
    try:
        log.write(folder, _as_files(batch))
    except TimelineError:
        return pack
    log.let_time_pass(folder / log.PACKS)
    with contextlib.suppress(OSError):  # all is recorded, whether the pack is still there or not
        log.remove(folder, [pack])
    return ""


def _write_pack(folder: Path, sha256: str, content: bytes | BinaryIO) -> str:
    path = path_of_pack(sha256)
    log.let_time_pass(folder / log.PACKS)
    log.write(folder, {path: content})
    return path


def _as_files(events: Iterable[Addition]) -> dict[str, bytes]:
    return {one.path: _text(one).encode() for one in events}


def _text(one: Addition) -> str:
    return yaml_text.write(one.body)


def _verify(one: Addition) -> None:
    held, faults = read_file(_text(one).encode(), one.path)
    if held is None or held.id != one.body["id"]:
        said = f": {faults[0].problem}" if faults else ""
        raise _unfit(one.body, said)


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

    def add(self, body: Mapping[str, object], text: str = "") -> None:
        """Append the line of an event.

        Args:
            body: of the event.
            text: its canonical form with the id, if the caller has it.

        Raises:
            TimelineError: it would not read back as it is, or the system refused.
        """
        line = pack_line(body, text)
        same = reads_back(line, body) if text else unpack_line(line) == body
        if len(line) > yaml_text.MAX_BYTES or not same:
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
        with kept_aside():
            self.file.seek(0)
        return _write_pack(folder, self._hash.hexdigest(), self.file)
