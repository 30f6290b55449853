"""What new events add to a projection, where that touches no more than some happenings."""

import json
import sqlite3
from collections.abc import Sequence

from timeline.dates import edtf
from timeline.event.fold import Stored, fold, target_of
from timeline.event.types import DECLARATIONS, Declared
from timeline.projection.declared import declared_rows
from timeline.projection.documents import read_events
from timeline.projection.evidence import each_office_runs, each_program_runs
from timeline.projection.history import Span, joined
from timeline.projection.inserting import insert, insert_rows, insert_versions, table_of
from timeline.projection.keys import (
    Meanings,
    ParentClaim,
    declarations,
    meanings,
    parent_claims,
    parents,
)
from timeline.projection.numbers import number_for
from timeline.projection.rows import HappeningRows, correction_rows, standing_rows
from timeline.projection.settings import hemisphere_of
from timeline.projection.spell_rows import all_spell_rows, spell_rows
from timeline.projection.tables import OF_HAPPENING
from timeline.projection.used_words import change_words, words_of
from timeline.projection.versions import histories, is_happening

_FEW = 64
"""Of so many programs and actors the spells are computed one by one; of more, all at once."""


def extend(db: sqlite3.Connection, fresh: Sequence[str]) -> bool:
    """Add what new events say, when that touches no more than some happenings.

    New happenings, corrections of happenings, and declarations that nothing refers to yet can
    be added; what changes the meaning of other events cannot.

    Args:
        db: the projection as it was before these events, in a transaction.
        fresh: the ids of the events, which the documents hold.

    Returns:
        Whether they were added; when not, the tables may have changed, and must be made anew.
    """
    news = list(read_events(db, fresh))
    declared = [one for one in news if one.event.EVENT in DECLARATIONS]
    happenings = _touched(db, news)
    if happenings is None or not _plain(db, declared):
        return False
    ids = [*happenings, *_corrections_of(db, happenings), *(one.event.id for one in news)]
    stored = list(read_events(db, list(dict.fromkeys(ids))))
    folded = fold(stored)
    if folded.misfits or any(root not in folded.states for root in happenings):
        return False
    subjects = _subjects(db, happenings)
    words = words_of(db, happenings)
    _remove(db, happenings)
    hemisphere = hemisphere_of(db)
    found = list(histories(folded, stored))
    new = declarations(found)
    known = meanings(new, _known_meanings(db))
    for table, row in declared_rows(new, known, hemisphere):
        insert_rows(db, table_of(table), [row])
    maker = HappeningRows(known, hemisphere)
    for history in found:
        insert(db, "standing_versions", standing_rows(history))
        insert(db, "corrections_versions", correction_rows(history))
        for version in maker.versions(history) if is_happening(history) else ():
            number = number_for(db, version.place)
            if number is None:
                return False
            insert_versions(db, [(number, version)])
            _index_words(db, number)
    change_words(db, words, words_of(db, happenings))
    programs = {(namespace, key) for namespace, key in new if namespace == "program"}
    _renew_spells(db, subjects | programs | _subjects(db, happenings), hemisphere)
    return True


def _remove(db: sqlite3.Connection, happenings: Sequence[str]) -> None:
    """Remove the rows of happenings, and of what corrects them."""
    ids = json.dumps(happenings)
    query = "SELECT n FROM happenings_versions WHERE id IN (SELECT value FROM json_each(?))"
    numbers = db.execute(query, (ids,)).fetchall()
    db.executemany(
        """
        INSERT INTO word_index (word_index, rowid, folded)
        SELECT 'delete', n, folded FROM text_rows WHERE n = ?
        """,
        numbers,
    )
    for table in OF_HAPPENING:
        db.executemany(f"DELETE FROM {table} WHERE n = ?", numbers)  # noqa: S608 (own names)
    db.executemany("DELETE FROM happenings_versions WHERE n = ?", numbers)
    for table, column in (("standing_versions", "id"), ("corrections_versions", "root")):
        query = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
        db.execute(query, (ids,))


def _index_words(db: sqlite3.Connection, number: int) -> None:
    db.execute(
        "INSERT INTO word_index (rowid, folded) SELECT n, folded FROM text_rows WHERE n = ?",
        (number,),
    )


def _touched(db: sqlite3.Connection, news: Sequence[Stored]) -> list[str] | None:
    """The happenings that new events add or correct; None if they correct something else."""
    targets = {one.event.id: target_of(one.event) for one in news}
    found: dict[str, None] = {}
    for one in news:
        id_ = one.event.id
        while targets.get(id_):
            id_ = targets[id_]
        if id_ not in targets:
            row = db.execute(
                "SELECT root FROM corrections_versions WHERE id = ?", (id_,)
            ).fetchone()
            id_ = row[0] if row else id_
            row = db.execute("SELECT event FROM standing_versions WHERE id = ?", (id_,)).fetchone()
            if row is None or row[0] != "happening":
                return None
            found[id_] = None
        elif one.event.EVENT == "happening":
            found[id_] = None
        elif target_of(one.event):
            return None
    return list(found)


def _corrections_of(db: sqlite3.Connection, roots: Sequence[str]) -> list[str]:
    query = """
        SELECT DISTINCT id FROM corrections_versions
        WHERE root IN (SELECT value FROM json_each(?))
    """
    return [id_ for (id_,) in db.execute(query, (json.dumps(roots),))]


def _plain(db: sqlite3.Connection, declared: Sequence[Stored]) -> bool:
    """Whether declarations give new keys a meaning, and change that of nothing else."""
    keys: set[tuple[str, str]] = set()
    for one in declared:
        event = one.event
        assert isinstance(event, Declared)  # noqa: S101 (filtered by the caller)
        own = event.EVENT, str(getattr(event, event.EVENT))
        if event.same_as or own in keys:
            return False
        keys.add(own)
    return not any(
        _in_use(db, namespace, [key for of, key in keys if of == namespace])
        for namespace in {of for of, _ in keys}
    )


def _in_use(db: sqlite3.Connection, namespace: str, keys: Sequence[str]) -> bool:
    """Whether any key is declared already, or was ever named so that its meaning matters."""
    queries = ["SELECT 1 FROM standing_versions WHERE event = ?1 AND key IN asked", _SAID_SAME]
    if namespace == "source":
        queries.append("SELECT 1 FROM citation_rows WHERE ?1 = 'source' AND source IN asked")
    else:
        queries.append(f"SELECT 1 FROM {namespace}s_versions WHERE ?1 <> '' AND part_of IN asked")  # noqa: S608
    asked = "WITH asked (key) AS (SELECT value FROM json_each(?2))"
    given = (namespace, json.dumps(keys))
    return any(db.execute(f"{asked} {query}", given).fetchone() for query in queries)


_SAID_SAME = """
    SELECT 1 FROM standing_versions AS s LEFT JOIN documents AS d ON s.body IS NULL AND d.id = s.id
    WHERE s.event = ?1 AND s.key IS NOT NULL
        AND json_extract(coalesce(s.body, d.body), '$.same_as') IN asked
"""
"""A key stands for another from its own declaration on, so that what is said of it is asked."""


def _known_meanings(db: sqlite3.Connection) -> Meanings:
    """What keys mean, and meant, by the rows of their declarations."""
    found = Meanings({}, {}, {})
    for namespace in DECLARATIONS:
        query = f"""
            SELECT {namespace}, known_from, known_until, same_as FROM {namespace}s_versions
            WHERE same_as IS NOT NULL ORDER BY 1, 2
        """  # noqa: S608 (our own names)
        for key, *span in db.execute(query):
            found.shown.setdefault((namespace, key), []).append(Span(*span))
    claims: list[ParentClaim] = []
    for namespace in ("actor", "program", "place"):
        query = f"""
            SELECT {namespace}, known_from, known_until, part_of, d.recorded_at, d.id
            FROM {namespace}s_versions AS x JOIN document_rows AS d ON d.id = x.declared_by
            WHERE part_of IS NOT NULL
        """  # noqa: S608 (our own names)
        for key, since, until, part_of, *rank in db.execute(query):
            at, id_ = rank
            claims += parent_claims(found, (namespace, key), Span(since, until, part_of), (at, id_))
    query = """
        SELECT source, known_from, known_until, published FROM sources_versions
        WHERE published IS NOT NULL ORDER BY 1, 2
    """
    for source, *span in db.execute(query):
        found.published.setdefault(source, []).append(Span(*span))
    return Meanings(
        {key: joined(spans) for key, spans in found.shown.items()},
        parents(claims),
        {source: joined(spans) for source, spans in found.published.items()},
    )


Subjects = frozenset[tuple[str, str]]
"""Programs and actors, as (`program` or `actor`, key)."""


def _subjects(db: sqlite3.Connection, happenings: Sequence[str]) -> Subjects:
    """The programs with their parts, and the actors, of which the spells rest on happenings."""
    # SQLite keeps to the order of a CROSS JOIN: from the happenings, not from all programs.
    query = """
        WITH numbers (n) AS MATERIALIZED (
            SELECT n FROM happenings WHERE id IN (SELECT value FROM json_each(?1))
        ),
        named (program) AS MATERIALIZED (
            SELECT p.program FROM numbers AS k CROSS JOIN program_part_rows AS p ON p.n = k.n
        )
        SELECT 'program', program FROM named
        UNION
        SELECT 'program', w.part FROM named AS p
        CROSS JOIN parts AS w ON w.namespace = 'program' AND w.whole = p.program
        UNION
        SELECT 'actor', p.actor FROM numbers AS k CROSS JOIN participation_rows AS p ON p.n = k.n
    """
    return frozenset(db.execute(query, (json.dumps(happenings),)).fetchall())


def _renew_spells(db: sqlite3.Connection, subjects: Subjects, hemisphere: edtf.Hemisphere) -> None:
    if len(subjects) > _FEW:
        db.execute("DELETE FROM spells")
        insert_rows(db, "spells", all_spell_rows(db, hemisphere))
        return
    for subject, key in sorted(subjects):
        db.execute("DELETE FROM spells WHERE subject = ? AND key = ?", (subject, key))
        programs = each_program_runs(db, hemisphere, [key]) if subject == "program" else ()
        offices = each_office_runs(db, hemisphere, [key]) if subject == "actor" else ()
        insert_rows(db, "spells", spell_rows(programs, offices, hemisphere))
