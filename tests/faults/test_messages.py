"""What is said where the system refuses the projection, or the user has no home."""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from timeline.projection import database, stamp, tables

from support.running import here

LOOK = "  look at your disk, and at the permissions of the file; then do the same again\n"


def refusing(error: Exception) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (sqlite3.SQLITE_IOERR, LOOK),
        (sqlite3.SQLITE_CANTOPEN, LOOK),
        (sqlite3.SQLITE_PROTOCOL, LOOK),
        (sqlite3.SQLITE_READONLY, LOOK),
        (sqlite3.SQLITE_CORRUPT, "  do the same again: the projection is made anew then\n"),
        (sqlite3.SQLITE_NOTADB, "  do the same again: the projection is made anew then\n"),
        (sqlite3.SQLITE_FULL, "  make room on the disk\n"),
        (sqlite3.SQLITE_BUSY, "  do the same again when nobody else uses it\n"),
    ],
)
def test_what_sqlite_is_refused_is_no_bug_of_the_program(
    copy: Path, monkeypatch: pytest.MonkeyPatch, code: int, remedy: str
) -> None:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    monkeypatch.setattr("timeline.cli.commands.list.emit", refusing(error))
    ran = here("list", "-q", cwd=copy)
    path = copy / ".timeline" / "events.db"
    assert (ran.code, ran.err) == (1, f"error: {path}: what SQLite says\n{remedy}")


def test_a_projection_that_cannot_be_deleted_is_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "writing", refusing(OSError(errno.ENOLCK, "No locks available")))
    ran = here("rebuild", cwd=copy)
    path = copy / ".timeline" / "events.db"
    assert (ran.code, ran.err) == (1, f"error: {path}: no locks available\n")


def test_a_pack_that_cannot_be_read_back_is_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refusing(OSError(errno.EIO, os.strerror(errno.EIO)))
    monkeypatch.setattr("timeline.recording.pack._refuse_lost", refused)
    files = sorted((copy / "events").rglob("*.yaml"))
    ran = here("pack", cwd=copy)
    (pack,) = (copy / "events" / "packs").iterdir()
    remedy = "look at your disk, or restore the file from a copy"
    assert (ran.code, ran.err) == (1, f"error: {pack}: input/output error\n  {remedy}\n")
    assert set(files) < set((copy / "events").rglob("*.yaml"))


def test_tables_that_cannot_be_read_are_a_part_that_cannot_be_loaded(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables._text.cache_clear()  # noqa: SLF001 (else it is not read)
    monkeypatch.setattr(Path, "read_text", refusing(OSError(errno.EIO, os.strerror(errno.EIO))))
    ran = here("list", cwd=copy)
    assert ran.code == 1
    part = Path(tables.__file__).parent / "tables.sql"
    problem = f"error: a part of timeline cannot be loaded: {part}: input/output error\n"
    assert ran.err.startswith(problem)


def test_a_user_without_a_home_has_a_projection_in_memory(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("could not determine the home directory")
    monkeypatch.setattr("platformdirs.user_cache_path", refusing(error))
    monkeypatch.setattr(database, "_usable", lambda _: False)
    ran = here("list", "--limit", "1", "--ids", cwd=copy)
    assert (ran.code, len(ran.lines)) == (0, 1)


def test_who_recorded_is_not_told_of_trouble_with_the_projection_afterwards(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refusing(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    monkeypatch.setattr(database, "as_it_lies", refused)
    ran = here("add", "2020", "New", "-k", "visit", cwd=copy)
    assert (ran.code, ran.err) == (0, "")


def test_damage_that_shows_when_half_is_written_is_put_right_by_the_next(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def emit(*_: object, **__: object) -> NoReturn:
        sys.stdout.write("half")
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("timeline.cli.commands.list.emit", emit)
        ran = here("list", "-q", cwd=copy)
    assert (ran.code, ran.out) == (1, "half")
    assert "malformed\n  do the same again: the projection is made anew then\n" in ran.err
    assert "projection rebuilt: the old one was damaged" in here("list", cwd=copy).err
