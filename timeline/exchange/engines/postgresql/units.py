"""What an export compares: each event and each version of a happening, by a digest of its rows.

A unit is exported whole or not at all. Its digest says nothing of the numbers by which its rows
name each other, since these hang on how a projection grew.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

OF_EVENT = ("document_rows", "bodies", "standing_versions", "corrections_versions")
"""The tables whose rows are of one event: of its files, and of what corrections made of it."""
_HAPPENINGS = "happenings_versions"


class Unit(NamedTuple):
    """An event, by its id, or a version of a happening, by id and instant; with its number here."""

    key: str
    digest: bytes
    number: int | None = None


def of_happening(db: sqlite3.Connection) -> list[str]:
    """The tables whose rows are of one version of a happening, that of versions first."""
    query = """
        SELECT t.name FROM main.sqlite_master AS t
        JOIN pragma_table_info(t.name, 'main') AS c ON c.name = 'n'
        WHERE t.type = 'table' AND t.name NOT LIKE 'word_index%'
        ORDER BY t.name <> 'happenings_versions', t.name
    """
    return [name for (name,) in db.execute(query)]


def happenings(db: sqlite3.Connection) -> Iterator[Unit]:
    """The versions of happenings, in the order of a chronology."""
    first, *others = of_happening(db)
    parts = [_Grouped(db, f'SELECT * FROM "{name}" ORDER BY n, 2') for name in others]  # noqa: S608
    at, since = _positions(db, first, "id", "known_from")
    for row in db.execute(f"SELECT * FROM {first} ORDER BY n"):  # noqa: S608 (own names)
        rows = [row[1:], *([one[1:] for one in part.take(row[0])] for part in parts)]
        yield Unit(f"{row[at]} {row[since]}", _digest(rows), row[0])


def events(db: sqlite3.Connection) -> Iterator[Unit]:
    """The events, by their ids; of several copies, the order of their numbers counts."""
    documents = _Grouped(db, _DOCUMENTS)
    rest = [
        _Grouped(db, f"SELECT * FROM {name} ORDER BY id, known_from")  # noqa: S608 (own names)
        for name in OF_EVENT[2:]
    ]
    for (id_,) in db.execute("SELECT DISTINCT id FROM document_rows ORDER BY id"):
        yield Unit(id_, _digest([documents.take(id_), *(one.take(id_) for one in rest)]))


_DOCUMENTS = """
    SELECT d.id, f.path, d.line, d.event, d.digest, d.claim, d.recorded_at, d.recorded_by, b.body
    FROM document_rows AS d
    JOIN files AS f ON f.file = d.file
    LEFT JOIN bodies AS b ON b.document = d.document
    ORDER BY d.id, d.document
"""


def _positions(db: sqlite3.Connection, table: str, *columns: str) -> list[int]:
    query = "SELECT name FROM pragma_table_info(?, 'main')"
    names = [name for (name,) in db.execute(query, (table,))]
    return [names.index(column) for column in columns]


def _digest(rows: object) -> bytes:
    return hashlib.blake2b(repr(rows).encode(errors="surrogatepass"), digest_size=16).digest()


class _Grouped:
    """The rows of a query, taken by their first column, whose values come in order."""

    def __init__(self, db: sqlite3.Connection, query: str) -> None:
        self._groups = groupby(db.execute(query), key=lambda row: row[0])
        self._next = next(self._groups, None)

    def take(self, value: Any) -> Sequence[tuple[Any, ...]]:
        """The rows with a value, which is not less than the one before."""
        while self._next and self._next[0] < value:
            self._next = next(self._groups, None)
        if not self._next or self._next[0] != value:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found
