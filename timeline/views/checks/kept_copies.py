"""Copies of sources that are missing, or have other bytes than those that were kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from timeline.base import system
from timeline.base.advice import Advice, call
from timeline.base.errors import Fault
from timeline.event.schema import Wrong
from timeline.log import archive
from timeline.log.folder import unreadable
from timeline.projection.erasures import erased_sources


def faults_of_copies(db: sqlite3.Connection, folder: Path) -> Iterator[tuple[str, Wrong]]:
    """Sources whose copy is not there or has another hash, by the ids of their declarations.

    A copy that lies outside of the log's folder of copies is not looked at: others may not have it.
    """
    erased = erased_sources(db)
    query = "SELECT source, declared_by, archive, sha256 FROM sources ORDER BY source"
    for key, id_, path, sha256 in db.execute(query).fetchall():
        if not archive.is_in_archive(path or ""):
            continue
        expected = sha256 or archive.sha256_by_name(path)
        if expected in erased:
            continue
        again = call("archive", key, "FILE")
        try:
            found = archive.sha256_of_file(folder, path)
        except FileNotFoundError:
            remedy = Advice("copy it from another copy of the log, or archive it once more", again)
            yield id_, Wrong(("archive",), f"the copy of {key} is missing", remedy)
        except OSError as error:
            problem = f"the copy of {key} cannot be read: {system.reason(error)}"
            yield id_, Wrong(("archive",), problem, system.remedy(error))
        else:
            if expected not in ("", found):
                problem = f"the copy of {key} was changed: its SHA-256 is {found}"
                words = "restore it from another copy of the log; or move it away and archive"
                yield id_, Wrong(("archive",), problem, Advice(f"{words} it once more", again))


def changed_copies(db: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    """Copies that no source has any more, and whose bytes are not those that their names say."""
    known = {path for (path,) in db.execute("SELECT archive FROM sources")}
    try:
        kept = [one for one in archive.kept_files(folder) if one.path not in known]
    except OSError as error:
        yield unreadable(error, archive.FOLDER)
        return
    for path, sha256 in kept:
        try:
            found = archive.sha256_of_file(folder, path)
        except OSError as error:
            yield unreadable(error, path)
            continue
        if found != sha256:
            problem = "its bytes are not those that its name says"
            yield Fault(problem, "restore it from another copy of the log", path)


def keeps_copies(db: sqlite3.Connection) -> bool:
    """Whether any source has a copy in the folder of copies."""
    rows = db.execute("SELECT DISTINCT archive FROM sources WHERE archive IS NOT NULL")
    return any(archive.is_in_archive(path) for (path,) in rows)
