"""The life of the projection: found, judged, opened, made anew.

A reading command opens the projection here. When no file of the log has changed since it was
made, that is all that happens; the code that reads and writes YAML is not even imported.
"""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault, TimelineError
from timeline.log import folder as log
from timeline.projection import freshness, stamp, tables
from timeline.projection.lost import ErasedError, Lost

_BUSY_SECONDS = 60


class Opened(NamedTuple):
    """A fresh projection.

    `faults` are those of files that are no events or corrections that could not be applied, and
    `unread` those of what the system does not let be read, so that events may be missing; both
    with paths below the log. `lost` are events that were in the log and are not now. `notices`
    say what was found and done on opening; `look` is at the files that it was made from, and
    `state` what it said of them then.
    """

    db: sqlite3.Connection
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]
    lost: tuple[Lost, ...]
    notices: tuple[str, ...]
    look: freshness.Look
    state: freshness.State = freshness.NOTHING


def place(folder: Path) -> Path | None:
    """Where the projection of a log lies: beside it in `.timeline`, else in the user's cache.

    None when neither can be written; the projection is then made in memory.
    """
    path = beside(folder)
    if not link_at_place(folder) and _usable(path.parent):
        return path
    cached = in_cache(folder)
    return cached if cached and _usable(cached.parent) and not cached.is_symlink() else None


def beside(folder: Path) -> Path:
    """Where the projection of a log lies if that can be written."""
    folder = folder.resolve()
    return folder.parent / ".timeline" / f"{folder.name}.db"


def in_cache(folder: Path) -> Path | None:
    """Where the projection of a log lies if nothing can be written beside it.

    None for a user without a home, as in a container.
    """
    import hashlib  # noqa: PLC0415 (rarely needed, as all here)

    from platformdirs import user_cache_path  # noqa: PLC0415

    try:
        cache = user_cache_path("timeline")
    except RuntimeError:
        return None
    folder = folder.resolve()
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return cache / f"{folder.name}-{name}.db"


def link_at_place(folder: Path) -> Path | None:
    """The link that stands where the projection would lie beside its log, if there is one.

    Nothing is written through it: it may lead to a file that is no projection.
    """
    folder = folder.resolve()
    beside = folder.parent / ".timeline"
    for path in (beside, beside / f"{folder.name}.db"):
        if path.is_symlink():
            return path
    return None


def _usable(folder: Path) -> bool:
    if not folder.is_dir():
        try:
            folder.mkdir(parents=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError:
            return False
    return os.access(folder, os.W_OK | os.X_OK)


def open_fresh(folder: Path, *, to_add: bool = False) -> Opened:
    """The projection of a log, brought up to date if the log has changed.

    Args:
        folder: the log.
        to_add: it is asked only to add events. Files that are new are found in any case, but
            what was changed inside a file may be left to the next who reads; and faults lack
            those of what looks like an event and is none.

    Raises:
        TimelineError: the projection can be neither read nor made.
    """
    path = place(folder)
    if path is None:
        return open_aside(folder)
    try:
        try:
            return _open(folder, path, to_add=to_add)
        except UnfitError as unfit:
            why = str(unfit)
        known = _remove_unfit(path, folder)
        return _open(folder, path, f"projection rebuilt: the old one was {why}", known)
    except (UnfitError, OSError) as error:
        notice = f"projection made in memory: {path} cannot be used: {error}"
    return open_aside(folder, notice)


def open_aside(folder: Path, notice: str = "") -> Opened:
    """The projection of a log, made in memory: nothing is written beside it.

    Raises:
        TimelineError: it cannot be made.
    """
    from timeline.projection.update import make  # noqa: PLC0415 (reads YAML)

    erased: frozenset[str] = frozenset()
    while True:
        db = sqlite3.connect(":memory:", isolation_level=None)
        try:
            look, notices = make(db, folder, (), erased)
        except ErasedError as found:
            db.close()
            erased |= found.digests
            continue
        except sqlite3.Error as error:
            db.close()
            raise TimelineError(f"the projection cannot be made: {error}") from error
        except BaseException:
            db.close()
            raise
        return as_opened(db, look, (notice,) if notice else notices)


def as_it_lies(folder: Path) -> sqlite3.Connection | None:
    """The projection of a log, fresh or not, to be read only; None where there is none.

    Nothing is made, and nothing waits for others who write.
    """
    path = place(folder) if (folder.resolve().parent / ".timeline").is_dir() else None
    if path is None or not path.is_file():
        return None
    return read_only(path, 0)


def lost_as_it_lies(folder: Path) -> tuple[Lost, ...]:
    """The events that the log held and does not hold, by its projection as it was left.

    None where it cannot be read: who asks has done what was to be done.
    """
    try:
        db = as_it_lies(folder)
        if db is None:
            return ()
        with contextlib.closing(db):
            return tuple(Lost(*row) for row in db.execute(_LOST))
    except (OSError, *SUSPICIOUS):
        return ()


class UnfitError(Exception):
    """The file is damaged, foreign, of another version, or not to be had."""


def _open(
    folder: Path,
    path: Path,
    notice: str = "",
    known: tuple[Lost, ...] = (),
    *,
    to_add: bool = False,
) -> Opened:
    notices = (notice,) if notice else ()
    seen = None
    try:
        db, state = _connect(folder, path)
        if db is not None:
            look = freshness.look_for_new(db, folder, state) if to_add else None
            seen = freshness.Seen(state, look or freshness.look(folder))
            if freshness.is_fresh(db, folder, seen):
                return as_opened(db, seen.look, notices)._replace(state=state)
            db.close()
        look, news = _update(folder, path, known, seen)
        db, state = _connect(folder, path)
        if db is None:
            raise UnfitError("removed meanwhile")
        return as_opened(db, look, notices or news)._replace(state=state)
    except sqlite3.Error as error:
        raise UnfitError(_damage(error)) from error


def as_opened(db: sqlite3.Connection, look: freshness.Look, notices: tuple[str, ...]) -> Opened:
    """A projection that is fresh, with what is told of it; it is closed if it cannot be read."""
    try:
        stored = [Fault(*row) for row in db.execute(_FAULTS)]
        if db.execute("SELECT 1 FROM left_out LIMIT 1").fetchone():
            from timeline.projection.erasures import faults_of_left_out  # noqa: PLC0415 (rare)

            stored += faults_of_left_out(db)
        lost = tuple(Lost(*row) for row in db.execute(_LOST))
    except BaseException:
        db.close()
        raise
    faults = sorted(
        [*look.scan.odd, *stored], key=lambda fault: (fault.path, fault.line, fault.column)
    )
    return Opened(db, tuple(faults), look.scan.unread, lost, notices, look)


_FAULTS = 'SELECT problem, remedy, path, line, "column", excerpt FROM faults'
_LOST = "SELECT id, path, called FROM lost WHERE NOT unread ORDER BY path, id"


def _damage(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
        return "damaged"
    return f"not usable ({error})"


def _connect(folder: Path, path: Path) -> tuple[sqlite3.Connection | None, freshness.State]:
    """The database, to be read only, and what it was made from; None where there is none.

    Whoever only reads changes nothing in the files, so that their stamp holds.

    Raises:
        UnfitError: it is not what this program left there.
        sqlite3.Error: it is damaged.
    """
    with folder_lock(path.parent, fcntl.LOCK_SH):
        if not os.path.lexists(path):
            return None, freshness.NOTHING
        if path.is_symlink():
            raise UnfitError("a link")
        if not stamp.is_ours(path, folder):
            raise UnfitError(stamp.why_unfit(path, folder))
        db = read_only(path, _BUSY_SECONDS)
        try:
            return db, _state(db)
        except BaseException:
            db.close()
            raise


@contextlib.contextmanager
def folder_lock(folder: Path, how: int) -> Iterator[None]:
    """Keep others from removing a projection while it is opened, or from opening it meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def read_only(path: Path, timeout: float) -> sqlite3.Connection:
    """A database opened to be read only, which waits so many seconds for who writes."""
    name = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=timeout, isolation_level=None)


def _state(db: sqlite3.Connection) -> freshness.State:
    application, version, count = db.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if not count and not application:
        return freshness.NOTHING
    if application != tables.APPLICATION_ID:
        raise UnfitError("not one of this program")
    if version != tables.version_of(tables.schema()):
        raise UnfitError("made by another version")
    return freshness.read_state(db)


def _update(
    folder: Path, path: Path, known: tuple[Lost, ...], seen: freshness.Seen | None
) -> tuple[freshness.Look, tuple[str, ...]]:
    """Bring the database up to date, or make it.

    Args:
        folder: the log.
        path: the database.
        known: events that the log held before.
        seen: what the database said of the files, and a look at them after that.

    Returns:
        The look at the files that it follows now, and notices.

    Raises:
        UnfitError: it is not what this program left there.
        sqlite3.Error: it is damaged.
    """
    with stamp.writing(path):
        if not os.path.lexists(path):
            _unlink(path)
            stamp.begin(path, folder)
            updated = _make(folder, path, known)
            stamp.put(path, folder)
            return updated
        if not stamp.matches(path, folder):
            raise UnfitError(stamp.why_unfit(path, folder))
        stamp.begin(path, folder)
        notices: tuple[str, ...] = ()
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        with contextlib.closing(db):
            if seen and freshness.settle(db, folder, seen):
                look = seen.look
            else:
                look, notices = bring_up_to_date(db, folder, known, seen)
            db.execute("PRAGMA busy_timeout = 0")  # whoever reads meanwhile is not waited for
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        stamp.put(path, folder)
    return look, notices


def bring_up_to_date(
    db: sqlite3.Connection, folder: Path, known: tuple[Lost, ...], seen: freshness.Seen | None
) -> tuple[freshness.Look, tuple[str, ...]]:
    """Read what changed in a log, and project it; see `timeline.projection.update`.

    Raises:
        UnfitError: the projection holds what was erased.
    """
    from timeline.projection.update import update  # noqa: PLC0415 (reads YAML)

    try:
        return update(db, folder, known, seen)
    except ErasedError:
        raise UnfitError(_WITH_ERASED) from None


_WITH_ERASED = "made before something was erased"


def _make(
    folder: Path, path: Path, known: tuple[Lost, ...]
) -> tuple[freshness.Look, tuple[str, ...]]:
    """Make the database where there is none: aside, and in one piece put in its place.

    While nobody reads it and it can be thrown away, nothing of it need be written twice.
    """
    erased: frozenset[str] = frozenset()
    while True:
        try:
            return _make_aside(folder, path, known, erased)
        except ErasedError as found:
            erased |= found.digests


def _make_aside(
    folder: Path, path: Path, known: tuple[Lost, ...], erased: Collection[str]
) -> tuple[freshness.Look, tuple[str, ...]]:
    from timeline.projection.update import make  # noqa: PLC0415 (reads YAML)

    aside = path.with_name(path.name + _ASIDE)
    aside.unlink(missing_ok=True)
    try:
        db = sqlite3.connect(aside, isolation_level=None)
        with contextlib.closing(db):
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA cache_size = -64000")
            made = make(db, folder, known, erased)
            db.execute("PRAGMA journal_mode = WAL")
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return made


_ASIDE = "-new"


def follow(folder: Path, opened: Opened, written: Sequence[str] | None = None) -> None:
    """Bring the projection up to date with the few files that were just added to a log.

    It is a courtesy to the next command, which then finds nothing to do. Whatever stands in the
    way, or is in a pack and so of many events, is left to that; the log has the events.

    Args:
        folder: the log, whose lock the caller has held since the projection was opened.
        opened: the projection as it was before; it is closed.
        written: the paths below the log of the files that were added; they are looked for
            if not given.
    """
    path = place(folder)
    with contextlib.suppress(*SUSPICIOUS, OSError, UnfitError):
        state = freshness.read_state(opened.db, opened.state)
        if written is None:
            look = freshness.look_for_new(opened.db, folder, state)
        else:
            look = freshness.look_at_written(folder, state, opened.look, written)
        opened.db.close()
        if path is None or look is None or not stamp.matches(path, folder):
            return
        seen = freshness.Seen(state, look)
        if is_few(seen):
            _update(folder, path, (), seen)


def is_few(seen: freshness.Seen) -> bool:
    """Whether what is new in a log is little, and so quickly added to the projection."""
    new = freshness.compare(seen.state.folders, seen.look.scan.folders).unsure
    packs = f"{log.PACKS}/"
    return len(new) <= freshness.FEW and not any(name.startswith(packs) for name in new)


def _remove_unfit(path: Path, folder: Path) -> tuple[Lost, ...]:
    """Delete a database, unless another process has made it anew meanwhile.

    Returns:
        The events that the log held as far as the database knows, if it is one of this log.
    """
    with stamp.writing(path), folder_lock(path.parent, fcntl.LOCK_EX):
        known: tuple[Lost, ...] = ()
        if stamp.was_ours(path, folder):
            known = _rows(path, _KNOWN)
            if stamp.matches(path, folder) and _is_sound(path):
                return ()
        _unlink(path)
    return known


def _is_sound(path: Path) -> bool:
    try:
        with contextlib.closing(read_only(path, _BUSY_SECONDS)) as db:
            _state(db)
    except (UnfitError, *SUSPICIOUS):
        return False
    return True


_KNOWN = """
    SELECT id, path, called FROM lost
    UNION ALL
    SELECT id, located, coalesce(body ->> 'title', body ->> 'name', event) FROM documents
    UNION ALL
    SELECT e.id, f.path, e.event || coalesce(' ' || (e.body ->> 'name'), '')
    FROM log_events AS e JOIN files AS f ON f.file = e.file
"""


def _rows(path: Path, query: str) -> tuple[Lost, ...]:
    """What a database says of events; nothing where it cannot be read."""
    try:
        with contextlib.closing(read_only(path, 0)) as db:
            return tuple(Lost(*row) for row in db.execute(query))
    except SUSPICIOUS:
        return ()


def _unlink(path: Path) -> None:
    for ending in ("-stat", "", "-wal", "-shm", "-journal", _ASIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)


SUSPICIOUS = (sqlite3.Error, ValueError, LookupError)
"""What asking a damaged database leads to; each may have another cause."""


def refused(folder: Path, error: Exception) -> TimelineError | None:
    """The error to raise where the system refuses the database its files; None of any other."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code not in _REFUSED:
        return None
    return TimelineError(Fault(str(error), _REFUSED[code], str(place(folder) or folder)))


_LOOK = "look at your disk, and at the permissions of the file; then do the same again"
_ANEW = "do the same again: the projection is made anew then"
_REFUSED = {
    sqlite3.SQLITE_BUSY: "do the same again when nobody else uses it",
    sqlite3.SQLITE_CANTOPEN: _LOOK,
    sqlite3.SQLITE_CORRUPT: _ANEW,
    sqlite3.SQLITE_FULL: "make room on the disk",
    sqlite3.SQLITE_IOERR: _LOOK,
    sqlite3.SQLITE_NOTADB: _ANEW,
    sqlite3.SQLITE_PROTOCOL: _LOOK,
    sqlite3.SQLITE_READONLY: _LOOK,
}


def condemn(folder: Path) -> bool:
    """Have the projection of a log made anew when it is opened next.

    Returns:
        Whether there is one on disk, so that asking it again may give another answer.
    """
    path = place(folder)
    if path is None or not os.path.lexists(path):
        return False
    with stamp.writing(path):
        stamp.condemn(path, folder)
    return True


def renew(folder: Path) -> Mapping[Path, OSError]:
    """Delete all that was ever computed of a log on this machine, and make its projection anew.

    What was erased is then in no file of a database, be it one that is of no use any more. That it
    cannot be made anew is left to the next command.

    Returns:
        The databases that the system does not let be deleted, and why.
    """
    left: dict[Path, OSError] = {}
    own = () if link_at_place(folder) else (beside(folder),)
    for path in filter(None, (*own, in_cache(folder))):
        try:
            if path.parent.is_dir() and not path.is_symlink():
                with stamp.writing(path), folder_lock(path.parent, fcntl.LOCK_EX):
                    _unlink(path)
        except OSError as error:
            left[path] = error
    with contextlib.suppress(TimelineError):
        open_fresh(folder).db.close()
    return left


def remove(folder: Path) -> int:
    """Delete the projection of a log, so that the next command makes it anew.

    Returns:
        How many events it knew that were in the log and are not now.

    Raises:
        TimelineError: the system does not let it be deleted.
    """
    path = place(folder)
    if path is None or not os.path.lexists(path):
        return 0
    try:
        with stamp.writing(path), folder_lock(path.parent, fcntl.LOCK_EX):
            lost = _rows(path, _LOST) if stamp.was_ours(path, folder) else ()
            _unlink(path)
    except OSError as error:
        raise log.unwritable(error, path) from error
    return len(lost)
