"""A stamp beside the database: its stat when this program last wrote to it.

SQLite does not notice when a byte of a text changes in its file; the stamp tells.
"""

import contextlib
import os
import sqlite3
from pathlib import Path


def file_of(path: Path) -> Path:
    """Where the stamp of a database lies."""
    return path.with_name(f"{path.name}-stat")


def _read(path: Path) -> str:
    """What the stamp says, empty when there is none."""
    try:
        return file_of(path).read_text("utf-8")
    except FileNotFoundError:
        return ""


def _stat_line(path: Path) -> str:
    seen = path.stat()
    return f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}\n"


def check(path: Path) -> bool:
    """Whether nothing but this program has written to the database, as far as can be known.

    SQLite does not notice when a byte of a text changes. So the stat of its file is kept beside
    it, but while somebody writes; where it is missing, SQLite's own log is relied on.
    """
    while stamp := _read(path):
        if stamp == _stat_line(path):
            return True
        # A writer may have come between the two; then the stamp is gone by now, or another.
        if stamp == _read(path):
            return False
    return True


def remove(path: Path) -> None:
    """Say that the database is about to change; the caller holds its write lock."""
    file_of(path).unlink(missing_ok=True)


def put(db: sqlite3.Connection, path: Path) -> None:
    """Note the stat of the database, if all that was written to it is in its file."""
    busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        with contextlib.suppress(OSError):
            if path.with_name(f"{path.name}-wal").stat().st_size == 0:
                aside = path.with_name(f"{path.name}-stat-{os.getpid()}")
                aside.write_text(_stat_line(path), "utf-8")
                aside.replace(file_of(path))
    finally:
        db.execute("ROLLBACK")
