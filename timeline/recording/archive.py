"""Keeping the bytes of a source: a copy in the log, and the amendment that says so."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timeline.base import system
from timeline.base.errors import Fault, TimelineError
from timeline.event.document import Document
from timeline.log import archive as copies
from timeline.log.folder import unreadable
from timeline.projection.erasures import erased_sources
from timeline.projection.lookup import Unknown, declared_by, find_key, or_raise
from timeline.projection.states import Current, current
from timeline.recording.amend import amendment
from timeline.recording.append import Batch, Outcome, Report, projection, write
from timeline.recording.resolve import Resolver

_REASON = "a copy of it is kept"


class Archived(NamedTuple):
    """What came of archiving a file.

    Attributes:
        source: the key of the source.
        title: its title.
        path: where the copy lies, below the log.
        size: of it in bytes.
        before: where the copy that the source had before lies; empty if it had none.
        is_written: whether the log did not hold these bytes.
        report: its one outcome is the amendment; not `new` where the source has this copy already.
    """

    source: str
    title: str
    path: str
    size: int
    before: str
    is_written: bool
    report: Report


def archive(
    folder: Path, source: str, file: Path, by: str, *, reason: str = "", dry_run: bool = False
) -> Archived:
    """Keep the bytes of a file as the copy of a source, and record that it has it.

    The copy is in the log before the amendment is; where a process died between, doing the same
    again records it. An earlier copy of the source stays.

    Args:
        folder: the log.
        source: its key, title, or the id of its declaration.
        file: the file.
        by: who records.
        reason: why; that a copy is kept, if not given.
        dry_run: do everything but write.

    Raises:
        TimelineError: no such source, nothing that can be kept, or the system refused; nothing was
            recorded.
    """
    with _open_given(folder, file) as given:
        sha256, size = copies.sha256_of(given), given.tell()
        if not size:
            raise TimelineError(Fault("an empty file", "save the source once more", str(file)))
        given.seek(0)
        with projection(folder, locked=not dry_run) as db:
            now = _declaration(db, source)
            _refuse_erased(db, sha256, file)
            kept = _find_good(folder, sha256)
            path = kept or copies.path_of(sha256, copies.ending_of(file.name))
            report = _draft(db, now, {"archive": path, "sha256": sha256}, reason.strip(), by)
            if not dry_run:
                report = _write(folder, report, path, given, is_kept=bool(kept))
    key, title = str(now.body["source"]), str(now.body["title"])
    before = str(now.body.get("archive", ""))
    earlier = before if before != path else ""
    return Archived(key, title, path, size, earlier, not kept, report)


def _refuse_erased(db: sqlite3.Connection, sha256: str, file: Path) -> None:
    """Refuse to keep once more what was erased.

    Raises:
        TimelineError: it was.
    """
    if erased := erased_sources(db).get(sha256):
        problem = f"the same bytes were kept, and {erased.told}"
        raise TimelineError(Fault(problem, "what was erased is not kept again", str(file)))


@contextmanager
def _open_given(folder: Path, file: Path) -> Iterator[BinaryIO]:
    try:
        real, log = Path(os.path.realpath(file)), Path(os.path.realpath(folder))
        if log in real.parents and not copies.sha256_by_name(real.relative_to(log).as_posix()):
            remedy = "give the file from which it was copied, or move it out of the log first"
            raise TimelineError(Fault("it lies in the log", remedy, str(file)))
        found = copies.open_regular(os.open(file, os.O_RDONLY | os.O_NONBLOCK), str(file))
    except OSError as error:
        raise TimelineError(_not_a_file(error, file)) from error
    with found:
        yield found


def _not_a_file(error: OSError, file: Path) -> Fault:
    problem, remedy = system.reason(error), system.remedy(error)
    match error.errno:
        case errno.EISDIR:
            remedy = "give a file of it; of a page that was saved with its pictures, the .html file"
        case errno.EINVAL | errno.ENXIO:
            problem = "a pipe or a device, not a file"
            remedy = "save what comes from it in a file first"
        case errno.ENOENT:
            remedy = "give the path of a file that you saved; nothing is fetched"
    return Fault(problem, remedy, str(file))


def _declaration(db: sqlite3.Connection, source: str) -> Current:
    """The declaration of a source, as it stands."""
    found = find_key(db, "source", source)
    key = _key_by_id(db, source) if isinstance(found, Unknown) else found
    key = key or or_raise(found)
    id_ = declared_by(db, "source", key)
    assert id_ is not None  # noqa: S101 (the names of sources come from their declarations)
    return current(db, id_)


def _key_by_id(db: sqlite3.Connection, typed: str) -> str:
    """The key of the one source whose declaration has an id or its beginning; else empty."""
    query = """
        SELECT key FROM states WHERE event = 'source' AND retracted_by IS NULL
        AND length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1
    """
    keys = {str(key) for (key,) in db.execute(query, (typed.lower(),))}
    return keys.pop() if len(keys) == 1 else ""


def _find_good(folder: Path, sha256: str) -> str:
    """The path of the copy that holds the bytes of a hash; empty if there is none.

    Raises:
        TimelineError: it holds others, or cannot be read.
    """
    path = ""
    try:
        path = copies.find_kept(folder, sha256)
        good = not path or copies.sha256_of_file(folder, path) == sha256
    except OSError as error:
        where = path or copies.FOLDER
        raise TimelineError(unreadable(error, os.path.normpath(folder / where))) from error
    if not good:
        problem = "its bytes are not those that its name says; nothing was recorded"
        remedy = "move it out of the log, and do the same again"
        raise TimelineError(Fault(problem, remedy, os.path.normpath(folder / path)))
    return path


def _draft(
    db: sqlite3.Connection, now: Current, said: dict[str, str], reason: str, by: str
) -> Report:
    """The amendment to record; not new where the source says all of it already."""
    if all(now.body.get(name) == value for name, value in said.items()):
        return Report((Outcome(now.id, "", new=False, body=now.body),))
    batch = Batch(db, by, Resolver.of(db, new=False))
    resolved = batch.resolver.resolve(Document({"event": "source", **said}))
    taken = amendment(batch, now, resolved, reason=reason or _REASON)
    if taken.outcome is None:
        raise TimelineError(taken.faults)
    return Report((taken.outcome,), (*taken.notes, *taken.news))


def _write(folder: Path, report: Report, path: str, given: BinaryIO, *, is_kept: bool) -> Report:
    """Write the copy, then what is recorded of it; the caller holds the lock."""
    written: tuple[str, ...] = ()
    if not is_kept:
        sha256 = copies.sha256_by_name(path)
        written = copies.keep(folder, sha256, path.rpartition(".")[2], given)
    if not report.outcomes[0].new:
        return report
    try:
        return write(folder, report)
    except TimelineError:
        copies.take_back(folder, written)
        raise
