"""From events to tables: all of the projection, made anew.

`timeline.projection.extending` leads to the same rows where only some happenings are new.
"""

import heapq
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from timeline.base.errors import Fault
from timeline.event.fold import Folded, Stored, fold, target_of
from timeline.log.files import faults_at
from timeline.projection import placing, tables
from timeline.projection.declared import declared_rows
from timeline.projection.documents import read_bodies, read_corrected_or_declared, read_events
from timeline.projection.inserting import insert, insert_declared, insert_rows, insert_versions
from timeline.projection.keys import declarations, meanings
from timeline.projection.numbers import Place, spread
from timeline.projection.placing import Plain
from timeline.projection.rows import (
    HappeningRows,
    Version,
    correction_rows,
    standing_rows,
)
from timeline.projection.settings import hemisphere_of
from timeline.projection.spell_rows import all_spell_rows
from timeline.projection.tables import OF_LOG
from timeline.projection.used_words import renew_words
from timeline.projection.versions import histories, is_happening

_CHUNK = 2_000
"""Of so many happenings the rows are made, and inserted, at once."""


def project(db: sqlite3.Connection, folder: Path) -> None:
    """Compute all tables anew from the documents.

    Happenings come in the order of time, a few at once, so that however many there are, little is
    held of them.

    Args:
        db: the projection, in a transaction.
        folder: the log, to find the lines of what cannot be applied.
    """
    derived = _clear(db)
    indexes = tables.drop_indexes(db, derived)
    hemisphere = hemisphere_of(db)
    stored = list(read_corrected_or_declared(db))
    others = {one.event.id for one in stored}
    stored += read_events(db, placing.place(db, others, hemisphere))
    folded = fold(stored)
    misfits = ((stored.place, wrong) for stored, wrong in folded.misfits)
    put_faults(db, faults_at(folder, misfits), "fold")
    _note_orphans(db, folded, stored)
    found = list(histories(folded, stored))
    declared = declarations(found)
    known = meanings(declared)
    insert_declared(db, declared_rows(declared, known, hemisphere))
    maker = HappeningRows(known, hemisphere)
    made: list[tuple[Place, Version | Plain]] = []
    insert(db, "standing_versions", (row for one in found for row in standing_rows(one)))
    placing.stand(db)
    insert(db, "corrections_versions", (row for one in found for row in correction_rows(one)))
    for history in filter(is_happening, found):
        made += ((version.place, version) for version in maker.versions(history))
    made.sort(key=_by_place)
    numbered = spread(heapq.merge(placing.in_order(db), made, key=_by_place))
    while chunk := list(islice(numbered, _CHUNK)):
        _project_chunk(db, maker, chunk)
    placing.forget_places(db)
    tables.create_indexes(db, indexes)
    db.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
    renew_words(db)
    insert_rows(db, "spells", all_spell_rows(db, hemisphere))


def _note_orphans(db: sqlite3.Connection, folded: Folded, stored: Iterable[Stored]) -> None:
    """Note whether there are corrections of what the log lacks, be they retracted themselves.

    When that comes, they count, too, so that it cannot be added alone.
    """
    orphans = any(target_of(one.event) and one.event.id not in folded.roots for one in stored)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('orphans', ?)", (str(int(orphans)),))


def _by_place(placed: tuple[Place, object]) -> Place:
    return placed[0]


def _clear(db: sqlite3.Connection) -> list[str]:
    """Delete the rows of all tables but those that follow the files; which tables these are."""
    db.execute("INSERT INTO word_index (word_index) VALUES ('delete-all')")
    names = db.execute("""
        SELECT name FROM main.sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'word_index%' AND name NOT LIKE 'sqlite_%'
    """)
    derived = [name for (name,) in names.fetchall() if name not in OF_LOG]
    for table in derived:
        db.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name from our own schema)
    db.execute("DELETE FROM faults WHERE stage = 'fold'")
    return derived


def _project_chunk(
    db: sqlite3.Connection, maker: HappeningRows, chunk: Sequence[tuple[int, Version | Plain]]
) -> None:
    """Insert the rows of happenings that have their numbers."""
    versions: list[tuple[int, Version]] = []
    bodies = read_bodies(db, [one.document for _, one in chunk if isinstance(one, Plain)])
    for number, one in chunk:
        if isinstance(one, Plain):
            versions += enumerate(maker.versions_of(bodies[one.document], one.since), number)
        else:
            versions.append((number, one))
    insert_versions(db, versions)


def put_faults(db: sqlite3.Connection, faults: Iterable[Fault], stage: str) -> None:
    """Store faults of one stage: `file` or `fold`.

    Args:
        db: a projection.
        faults: of one stage.
        stage: `file` or `fold`.
    """
    found = [(f.path, f.line, f.column, f.problem, str(f.remedy), f.excerpt, stage) for f in faults]
    db.executemany("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", found)
