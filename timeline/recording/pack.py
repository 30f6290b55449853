"""Packing: events in files of their own become one pack, which is faster to read.

Nothing is lost at any instant: the pack is in the log, synced and read back, before the first file
goes. A copy of an event in a file and one in a pack are one event.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault, TimelineError
from timeline.log import folder as log
from timeline.log.files import read_pack
from timeline.log.staging import Pack
from timeline.recording.append import projection


class Packed(NamedTuple):
    """What came of packing: the pack's path below the log, empty if there was nothing to pack.

    `events` went into the pack; `files` went from the log.
    """

    path: str
    events: int
    files: int


def pack(folder: Path, *, dry_run: bool = False) -> Packed:
    """Put every event that lies in a file of its own into one pack, and remove these files.

    Files that are at fault stay. Events that lie in a pack already are not packed again.

    Args:
        folder: the log.
        dry_run: do everything but write.

    Raises:
        TimelineError: the system refused; nothing is lost, and some files may have gone.
    """
    with projection(folder, locked=not dry_run) as db:
        loose = [str(path) for (path,) in db.execute("SELECT path FROM documents WHERE line = 0")]
        made = Pack()
        with contextlib.closing(made):
            ids = []
            for id_, body in _unpacked(db):
                made.add(body)
                ids.append(id_)
            if dry_run or not loose:
                return Packed("", len(ids), len(loose))
            path = made.write(folder) if ids else ""
        try:
            if path:
                _refuse_lost(folder, path, ids)
            log.remove(folder, loose)
        except OSError as error:
            raise log.unwritable(error, folder / path) from error
    return Packed(path, len(ids), len(loose))


def _unpacked(db: sqlite3.Connection) -> Iterator[tuple[str, dict[str, object]]]:
    """The events that no pack holds, in the order in which they were recorded."""
    query = """
        SELECT id, body FROM documents GROUP BY id HAVING max(line) = 0
        ORDER BY recorded_at, id
    """
    for id_, text in db.execute(query):
        yield id_, json.loads(text)


def _refuse_lost(folder: Path, path: str, ids: list[str]) -> None:
    """Read a pack back, as it is on disk, before files go whose events it must hold."""
    with log.open_file(folder, path) as file:
        found = [one.id for one in read_pack(file, path) if not isinstance(one, Fault)]
    if found != ids:
        raise TimelineError(f"{path} does not read back as it was written", "look at your disk")
