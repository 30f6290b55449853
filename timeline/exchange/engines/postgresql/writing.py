"""A database brought to what a projection holds: what differs is written, and nothing else."""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from timeline.base.errors import TimelineError
from timeline.exchange.engines.postgresql import layout, units
from timeline.exchange.engines.postgresql.layout import NAMES, Relation, Writer
from timeline.exchange.engines.postgresql.numbers import Numbered, numbers_for
from timeline.exchange.engines.postgresql.server import connect, copy_in, telling
from timeline.exchange.engines.postgresql.units import Unit

_LOCK = 0x74_69_6D_65
"""Names, with the schema, the lock of those who write ("time")."""


class Exported(NamedTuple):
    """What came of an export: the database, how many events it holds, and whether it changed."""

    database: str
    events: int
    changed: bool


@contextlib.contextmanager
def writing(address: str) -> Iterator[Any]:
    """A connection in a transaction, which others who export wait for; committed at the end.

    Raises:
        TimelineError: the server is not to be had, or refuses.
        UsageError: a library is not installed, or the address is none.
    """
    link = connect(address)
    with contextlib.closing(link), telling(link):
        link.execute("SELECT set_config('timeline.as_recorded', '', false)")
        link.execute(
            "SELECT pg_advisory_xact_lock(%s, (coalesce(to_regnamespace(current_schema()), 0)"
            "::oid::bigint & 2147483647)::int)",
            (_LOCK,),
        )
        yield link
        link.commit()


def export(link: Any, db: sqlite3.Connection, writer: Writer) -> Exported:
    """Bring a database to what a projection holds.

    Args:
        link: a connection, as `writing` gives it.
        db: a projection, without a clock, opened after `link`.
        writer: what writes.

    Raises:
        TimelineError: the database holds something else, or events that the log lacks.
    """
    mark = layout.read_mark(link)
    revision = mark.revision + 1 if mark else 0
    if mark and mark.layout != writer.layout:
        refuse_newer(link, mark, writer.program)
        _refuse_to_lose(link, db)
        layout.remove(link)
        mark = None
    if mark is None:
        layout.make(link, db)
    _refuse_to_lose(link, db)
    changed = _write_rows(link, db)
    changed |= _write_events(link, db, revision)
    changed |= _write_happenings(link, db, revision)
    if changed or mark is None:
        layout.put_mark(link, writer, revision)
    if mark is None:
        link.execute("ANALYZE")
    count = link.execute("SELECT count(*) FROM exported WHERE kind = 'event'").fetchone()[0]
    return Exported(link.info.dbname, count, changed or mark is None)


def refuse_newer(link: Any, mark: layout.Mark, program: str) -> None:
    """Refuse a database that a newer version of this program has made.

    Raises:
        TimelineError: it is newer.
    """
    if _version(mark.program) > _version(program):
        made = f"made by timeline {mark.program}, this is {program}"
        raise TimelineError(
            f"the database {link.info.dbname} was {made}",
            "update it: pip install -U timeline-ledger",
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _refuse_to_lose(link: Any, db: sqlite3.Connection) -> None:
    """Refuse to take events from a database that the log does not have.

    Raises:
        TimelineError: it has some.
    """
    here = {id_ for query in _KNOWN for (id_,) in db.execute(query)}
    there = link.execute("SELECT key FROM exported WHERE kind = 'event' ORDER BY key")
    lacking = [id_ for (id_,) in there if id_ not in here]
    if lacking:
        count = f"{len(lacking):,} event{'s' * (len(lacking) != 1)}"
        raise TimelineError(
            f"the database {link.info.dbname} holds {count} that this log lacks, as {lacking[0]}",
            "fetch them first, with git; or, if they are to be gone, export into an empty\n"
            "  database",
        )


_KNOWN = (
    "SELECT id FROM document_rows",
    "SELECT body ->> 'erases' FROM log_events WHERE event = 'erasure'",
    "SELECT id FROM left_out",
)
"""What the log holds, and what was erased from it."""


def _write_rows(link: Any, db: sqlite3.Connection) -> bool:
    """Write the tables that are compared row by row; whether any changed."""
    apart = {*units.OF_EVENT, *units.of_happening(db)}
    changed = False
    for table in layout.relations(db):
        if table.name not in apart:
            changed |= _write_table(link, db, table)
    return changed


def _write_table(link: Any, db: sqlite3.Connection, table: Relation) -> bool:
    if table.name == "files":
        return _write_files(link, db)
    columns = ", ".join(f'"{column}"' for column in table.columns)
    name = NAMES.get(table.name, table.name)
    here = Counter(db.execute(f'SELECT {columns} FROM main."{table.name}"'))  # noqa: S608 (own names)
    there = Counter(link.execute(f'SELECT {columns} FROM "{name}"').fetchall())  # noqa: S608
    if here == there:
        return False
    if table.key:
        places = [list(table.columns).index(column) for column in table.key]
        gone = [[row[place] for place in places] for row in there - here]
        condition = " AND ".join(f'"{column}" = %s' for column in table.key)
        with link.cursor() as cursor:
            cursor.executemany(f'DELETE FROM "{name}" WHERE {condition}', gone)  # noqa: S608
        new = here - there
    else:
        link.execute(f'DELETE FROM "{name}"')  # noqa: S608 (own names)
        new = here
    copy_in(link, name, list(table.columns), new.elements())
    return True


def _write_files(link: Any, db: sqlite3.Connection) -> bool:
    """Write the files, which keep their numbers in the database."""
    here = set(db.execute("SELECT path, sha256 FROM files ORDER BY path"))
    there = set(link.execute("SELECT path, sha256 FROM files").fetchall())
    gone, new = sorted(there - here), sorted(here - there)
    link.execute("DELETE FROM files WHERE path = ANY(%s)", ([path for path, _ in gone],))
    first = _last(link, "files", "file") + 1
    copy_in(
        link, "files", ["file", "path", "sha256"], ((first + i, *row) for i, row in enumerate(new))
    )
    return bool(gone or new)


def _last(link: Any, table: str, column: str) -> int:
    return int(link.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0])  # noqa: S608


class _Differences(NamedTuple):
    """What differs: the keys that go or are written anew, and the units to write."""

    gone: Sequence[str]
    new: Sequence[Unit]


def _compare(there: dict[str, bytes], here: Iterable[Unit]) -> _Differences:
    """What differs; what is left in `there` is taken out of it."""
    changed: list[str] = []
    new: list[Unit] = []
    for unit in here:
        before = there.pop(unit.key, None)
        if before != unit.digest:
            new.append(unit)
            if before is not None:
                changed.append(unit.key)
    return _Differences([*there, *changed], new)


def _write_events(link: Any, db: sqlite3.Connection, revision: int) -> bool:
    """Write the events that differ, with what corrections made of them; whether any did."""
    there = dict(link.execute("SELECT key, digest FROM exported WHERE kind = 'event'").fetchall())
    gone, new = _compare(there, units.events(db))
    if gone:
        link.execute(
            "DELETE FROM bodies USING document_rows AS d"
            " WHERE d.document = bodies.document AND d.id = ANY(%s)",
            (gone,),
        )
        for table in units.OF_EVENT:
            if table != "bodies":
                link.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", (gone,))  # noqa: S608 (own names)
    _forget(link, "event", gone)
    if new:
        _new_documents(link, db, [unit.key for unit in new])
        _copy_of_ids(link, db)
        rows = (("event", unit.key, unit.digest, None, revision) for unit in new)
        copy_in(link, "exported", _EXPORTED, rows)
    return bool(gone or new)


_EXPORTED = ("kind", "key", "digest", "n", "revision")


def _new_documents(link: Any, db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Put the documents to write into a temporary table, with their numbers in the database."""
    db.execute("DROP TABLE IF EXISTS temp.exported_ids")
    db.execute("CREATE TEMP TABLE exported_ids (id TEXT PRIMARY KEY)")
    db.executemany("INSERT INTO temp.exported_ids VALUES (?)", ((id_,) for id_ in ids))
    db.execute("DROP TABLE IF EXISTS temp.exported_files")
    db.execute("CREATE TEMP TABLE exported_files (path TEXT PRIMARY KEY, file INTEGER)")
    files = link.execute("SELECT path, file FROM files").fetchall()
    db.executemany("INSERT INTO temp.exported_files VALUES (?, ?)", files)
    db.execute("DROP TABLE IF EXISTS temp.exported_documents")
    db.execute(
        """
        CREATE TEMP TABLE exported_documents AS
        SELECT d.document AS old, x.file, ? + row_number() OVER (ORDER BY d.document) AS document
        FROM temp.exported_ids AS i
        JOIN document_rows AS d ON d.id = i.id
        JOIN files AS f ON f.file = d.file
        JOIN temp.exported_files AS x ON x.path = f.path
        """,
        (_last(link, "document_rows", "document"),),
    )


def _copy_of_ids(link: Any, db: sqlite3.Connection) -> None:
    """Copy the rows of the events in the temporary tables."""
    columns = {table.name: list(table.columns) for table in layout.relations(db)}
    numbered = {"document": "x.document", "file": "x.file"}
    for name in units.OF_EVENT:
        taken = ", ".join(numbered.get(column, f't."{column}"') for column in columns[name])
        source = (
            f"temp.exported_documents AS x JOIN {name} AS t ON t.document = x.old"
            if "document" in columns[name]
            else f"temp.exported_ids AS x JOIN {name} AS t ON t.id = x.id"
        )
        copy_in(link, name, columns[name], db.execute(f"SELECT {taken} FROM {source}"))  # noqa: S608 (own names)


def _write_happenings(link: Any, db: sqlite3.Connection, revision: int) -> bool:
    """Write the versions of happenings that differ, with their parts; whether any did."""
    query = "SELECT key, digest, n FROM exported WHERE kind = 'happening'"
    there = {key: (digest, n) for key, digest, n in link.execute(query).fetchall()}
    digests = {key: digest for key, (digest, _) in there.items()}
    versions: list[Numbered] = []

    def noted() -> Iterator[Unit]:
        for unit in units.happenings(db):
            digest, number = there.get(unit.key, (b"", None))
            versions.append(Numbered(unit.number or 0, number if digest == unit.digest else None))
            yield unit

    gone, new = _compare(digests, noted())
    if not gone and not new:
        return False
    numbers = numbers_for(versions)
    if numbers is None:  # rare: all are numbered anew
        gone, new = list(there), list(units.happenings(db))
        numbers = [version.here for version in versions]
    renumbered = {old.here: number for old, number in zip(versions, numbers, strict=True)}
    _remove_happenings(link, db, [there[key][1] for key in gone])
    _forget(link, "happening", gone)
    db.execute("DROP TABLE IF EXISTS temp.exported_n")
    db.execute("CREATE TEMP TABLE exported_n (old INTEGER PRIMARY KEY, n INTEGER)")
    pairs = ((unit.number, renumbered[unit.number or 0]) for unit in new)
    db.executemany("INSERT INTO temp.exported_n VALUES (?, ?)", pairs)
    columns = {table.name: list(table.columns) for table in layout.relations(db)}
    for name in units.of_happening(db):
        taken = ", ".join("x.n" if one == "n" else f't."{one}"' for one in columns[name])
        query = f"SELECT {taken} FROM temp.exported_n AS x JOIN main.{name} AS t ON t.n = x.old"  # noqa: S608 (own names)
        copy_in(link, name, columns[name], db.execute(query))
    rows = (
        ("happening", unit.key, unit.digest, renumbered[unit.number or 0], revision) for unit in new
    )
    copy_in(link, "exported", _EXPORTED, rows)
    return True


def _remove_happenings(link: Any, db: sqlite3.Connection, numbers: Sequence[int]) -> None:
    if numbers:
        for name in units.of_happening(db):
            link.execute(f"DELETE FROM {name} WHERE n = ANY(%s)", (numbers,))  # noqa: S608 (own names)


def _forget(link: Any, kind: str, keys: Sequence[str]) -> None:
    if keys:
        link.execute("DELETE FROM exported WHERE kind = %s AND key = ANY(%s)", (kind, list(keys)))
