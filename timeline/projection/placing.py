"""Happenings that nothing corrects, in the order of time: SQLite sorts them, and holds few at once.

A projection has a temporary table `placed` of them while it is made.
"""

import math
import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple

from timeline.dates import edtf
from timeline.projection.history import instant
from timeline.projection.numbers import Place
from timeline.projection.tables import NOW


class Plain(NamedTuple):
    """The number of the document of a happening, and the instant of its recording."""

    document: int
    since: int


def place(
    db: sqlite3.Connection, others: Collection[str], hemisphere: edtf.Hemisphere
) -> list[str]:
    """Give each happening without corrections its place.

    Args:
        db: the projection, with its documents.
        others: the ids of what has corrections.
        hemisphere: for the seasons 21 to 24.

    Returns:
        The ids of those whose place their dates do not tell: they are placed by the day on which
        they were last seen.
    """
    forget_places(db)
    db.execute(_TABLE)
    first = dict(db.execute(_TWICE))
    unplaced: list[str] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for document, id_, date, at in db.execute(_HAPPENINGS):
            if id_ in others or first.get(id_, document) != document:
                continue
            sort_key = edtf.parse(date, hemisphere).sort_key
            if math.isfinite(sort_key[0]):
                yield *sort_key, id_, document, instant(at)
            else:
                unplaced.append(id_)

    db.executemany("INSERT INTO temp.placed VALUES (?, ?, ?, ?, ?, ?)", rows())
    return unplaced


_TABLE = """
    CREATE TEMP TABLE placed (
        sort_from REAL NOT NULL,
        sort_to REAL NOT NULL,
        date TEXT NOT NULL,
        id TEXT NOT NULL,
        document INTEGER NOT NULL,
        since INTEGER NOT NULL
    )
"""
_TWICE = "SELECT id, min(document) FROM document_rows GROUP BY id HAVING count(*) > 1"
"""Events that lie at several places, each with its first document."""
_HAPPENINGS = """
    SELECT d.document, d.id, b.body ->> 'date', d.recorded_at
    FROM document_rows AS d CROSS JOIN bodies AS b ON b.document = d.document
    WHERE d.event = 'happening'
"""


def in_order(db: sqlite3.Connection) -> Iterator[tuple[Place, Plain]]:
    """The happenings that were placed, in the order of time."""
    query = """
        SELECT sort_from, sort_to, date, id, document, since FROM temp.placed
        ORDER BY sort_from, sort_to, date, id
    """
    for *placed, document, since in db.execute(query):
        yield Place(*placed), Plain(document, since)


def stand(db: sqlite3.Connection) -> None:
    """Note that the happenings that were placed stand as they were recorded, by their ids."""
    db.execute(
        """
        INSERT INTO standing_versions
        SELECT id, 'happening', NULL, 0, NULL, 0, NULL, NULL, since, ? FROM temp.placed ORDER BY id
        """,
        (NOW,),
    )


def forget_places(db: sqlite3.Connection) -> None:
    """Do without the places, which are of use only while a projection is made."""
    db.execute("DROP TABLE IF EXISTS temp.placed")
