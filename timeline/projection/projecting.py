"""From events to tables: all of the projection, or only what new events add to it.

Both ways lead to the same rows; the short one is taken where it can be sure of that.
"""

import heapq
import json
import math
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.dates import edtf
from timeline.event.fold import State, Stored, event_in, fold, target_of
from timeline.event.types import DECLARATIONS, Declared, Happening
from timeline.log import settings
from timeline.log.files import faults_at
from timeline.projection import tables
from timeline.projection.declared import Row, declared_rows
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.history import Span, instant, joined
from timeline.projection.keys import (
    Meanings,
    ParentClaim,
    declarations,
    meanings,
    parent_claims,
    parents,
)
from timeline.projection.numbers import Place, number_for, spread
from timeline.projection.rows import (
    HappeningRows,
    Values,
    Version,
    correction_rows,
    standing_rows,
)
from timeline.projection.settings import hemisphere_of
from timeline.projection.spell_rows import all_spell_rows, spell_rows
from timeline.projection.tables import NOW, OF_HAPPENING, OF_LOG, versioned
from timeline.projection.versions import History, histories

_FEW = 64
"""Of so many programs and actors the spells are computed one by one; of more, all at once."""
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
    stored = list(_stored(db, _CORRECTED_OR_DECLARED))
    others = {one.event.id for one in stored}
    plain, unplaced = _plain_happenings(db, others, hemisphere)
    stored += _stored(db, _SOME, (json.dumps(unplaced),))
    folded = fold(stored)
    misfits = ((stored.place, wrong) for stored, wrong in folded.misfits)
    put_faults(db, faults_at(folder, misfits), "fold")
    found = list(histories(folded, stored))
    declared = declarations(found)
    known = meanings(declared)
    _insert_declared(db, declared_rows(declared, known, hemisphere))
    maker = HappeningRows(known, hemisphere)
    made: list[tuple[Place, Version | int]] = []
    for history in found:
        _insert(db, "standing_versions", standing_rows(history))
        _insert(db, "corrections_versions", correction_rows(history))
        if _is_happening(history):
            made += ((version.place, version) for version in maker.versions(history))
    made.sort(key=_by_place)
    numbered = spread(heapq.merge(plain, made, key=_by_place))
    while chunk := list(islice(numbered, _CHUNK)):
        _project_chunk(db, maker, chunk)
    tables.create_indexes(db, indexes)
    db.execute("INSERT INTO word_index (word_index) VALUES ('rebuild')")
    _renew_words(db)
    _insert_rows(db, "spells", all_spell_rows(db, hemisphere))


def _by_place(placed: tuple[Place, object]) -> Place:
    return placed[0]


def _is_happening(history: History) -> bool:
    return isinstance(history.states[0].value.event, Happening)


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


def _plain_happenings(
    db: sqlite3.Connection, others: Collection[str], hemisphere: edtf.Hemisphere
) -> tuple[list[tuple[Place, Version | int]], list[str]]:
    """The happenings without corrections, in the order of time.

    Args:
        db: the projection.
        others: the ids of what has corrections.
        hemisphere: for the seasons 21 to 24.

    Returns:
        The numbers of their documents, each with its place, and the ids of those whose place
        their dates do not tell: they are placed by the day on which they were last seen.
    """
    query = """
        SELECT d.id, b.body ->> 'date', min(d.document) FROM document_rows AS d
        JOIN bodies AS b ON b.document = d.document WHERE d.event = 'happening' GROUP BY d.id
    """
    found: list[tuple[Place, Version | int]] = []
    unplaced: list[str] = []
    for id_, date, document in db.execute(query):
        if id_ in others:
            continue
        place = Place(*edtf.parse(date, hemisphere).sort_key, id_)
        if math.isfinite(place.sort_from):
            found.append((place, document))
        else:
            unplaced.append(id_)
    found.sort(key=_by_place)
    return found, unplaced


def _project_chunk(
    db: sqlite3.Connection, maker: HappeningRows, chunk: Iterable[tuple[int, Version | int]]
) -> None:
    """Insert the rows of happenings that have their numbers."""
    versions: list[tuple[int, Version]] = []
    standing: list[Values] = []
    for number, one in chunk:
        if isinstance(one, Version):
            versions.append((number, one))
            continue
        (text,) = db.execute("SELECT body FROM bodies WHERE document = ?", (one,)).fetchone()
        history = _history_of(Stored(*event_in(text), "", "", ""))
        standing += standing_rows(history)
        versions += enumerate(maker.versions(history), number)
    _insert(db, "standing_versions", standing)
    _insert_versions(db, versions)


def _history_of(stored: Stored) -> History:
    """The history of what has no corrections."""
    event = stored.event
    state = State(stored, event, stored.body, heads=(event.id,))
    return History([Span(instant(event.recorded.at), NOW, state)], [])


def _insert_versions(db: sqlite3.Connection, versions: Iterable[tuple[int, Version]]) -> None:
    """Insert versions of happenings with their parts, by their numbers."""
    rows: dict[str, list[Values]] = {"happenings_versions": []}
    for number, version in versions:
        rows["happenings_versions"].append((number, *version.row))
        for table, parts in version.parts:
            rows.setdefault(table, []).extend((number, *part) for part in parts)
    for table, found in rows.items():
        _insert(db, table, found)


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
    news = list(_stored(db, _SOME, (json.dumps(fresh),)))
    declared = [one for one in news if one.event.EVENT in DECLARATIONS]
    happenings = _touched(db, news)
    if happenings is None or not _plain(db, declared):
        return False
    ids = [*happenings, *_corrections_of(db, happenings), *(one.event.id for one in news)]
    stored = list(_stored(db, _SOME, (json.dumps(list(dict.fromkeys(ids))),)))
    folded = fold(stored)
    if folded.misfits or any(root not in folded.states for root in happenings):
        return False
    subjects = _subjects(db, happenings)
    words = _words_of(db, happenings)
    _remove(db, happenings)
    hemisphere = hemisphere_of(db)
    found = list(histories(folded, stored))
    new = declarations(found)
    known = meanings(new, _known_meanings(db))
    for table, row in declared_rows(new, known, hemisphere):
        _insert_rows(db, _table(table), [row])
    maker = HappeningRows(known, hemisphere)
    for history in found:
        _insert(db, "standing_versions", standing_rows(history))
        _insert(db, "corrections_versions", correction_rows(history))
        for version in maker.versions(history) if _is_happening(history) else ():
            number = number_for(db, version.place)
            if number is None:
                return False
            _insert_versions(db, [(number, version)])
            _index_words(db, number)
    _change_words(db, words, _words_of(db, happenings))
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


def put_faults(db: sqlite3.Connection, faults: Iterable[Fault], stage: str) -> None:
    """Store faults of one stage: `file` or `fold`.

    Args:
        db: a projection.
        faults: of one stage.
        stage: `file` or `fold`.
    """
    found = [(f.path, f.line, f.column, f.problem, str(f.remedy), f.excerpt, stage) for f in faults]
    db.executemany("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", found)


_STORED = """
    SELECT d.id, d.body, min(d.located), d.digest, d.claim FROM documents AS d
    WHERE {} GROUP BY d.id ORDER BY d.id
"""
_SOME = _STORED.format("d.id IN (SELECT value FROM json_each(?))")
_CORRECTED_OR_DECLARED = _STORED.format("""
    d.event <> 'happening' OR d.id IN (
        SELECT coalesce(b.body ->> 'amends', b.body ->> 'retracts')
        FROM document_rows AS c JOIN bodies AS b ON b.document = c.document
        WHERE c.event IN ('amendment', 'retraction')
        UNION SELECT a.value
        FROM document_rows AS c
        JOIN bodies AS b ON b.document = c.document, json_each(b.body, '$.after') AS a
        WHERE c.event IN ('amendment', 'retraction')
    )
""")


def _stored(db: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> Iterator[Stored]:
    """Events of the log, each once, in the order of their ids."""
    for _, text, place, digest, claim in db.execute(query, values):
        yield Stored(*event_in(text), place, digest, claim)


class _Vocabulary(NamedTuple):
    """The kinds and roles that a log's settings name."""

    kinds: Sequence[str]
    roles: Sequence[str]


def _vocabulary(db: sqlite3.Connection) -> _Vocabulary:
    meta = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('kinds', 'roles')"))
    default = settings.Settings()
    return _Vocabulary(
        json.loads(meta["kinds"]) if "kinds" in meta else default.kinds,
        json.loads(meta["roles"]) if "roles" in meta else default.roles,
    )


def _insert_declared(db: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Insert the rows of declarations, by sqlite-utils.

    The rows of happenings go to SQLite directly, which takes a twentieth of the time a row.
    """
    import sqlite_utils  # noqa: PLC0415 (a rebuild can afford it, an append cannot)

    target = sqlite_utils.Database(db)
    by_table: dict[str, list[Row]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append(row)
    for table, found in by_table.items():
        target.table(_table(table)).insert_all(found)


def _table(name: str) -> str:
    """The table that holds rows, of all their versions."""
    return f"{name}_versions" if name in versioned() else name


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Values]) -> None:
    """Insert rows with a value for each column of a table."""
    found = list(rows)
    if found:
        marks = ", ".join("?" * len(found[0]))
        db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)  # noqa: S608 (own names)


def _insert_rows(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows that name their columns."""
    for row in rows:
        columns = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" * len(row))
        db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [*row.values()])  # noqa: S608


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
    queries = [
        "SELECT 1 FROM standing_versions WHERE event = ?1 AND key IN asked",
        f"SELECT 1 FROM {namespace}s_versions WHERE ?1 <> '' AND same_as IN asked",  # noqa: S608
    ]
    if namespace == "source":
        queries.append("SELECT 1 FROM citation_rows WHERE ?1 = 'source' AND source IN asked")
    else:
        queries.append(f"SELECT 1 FROM {namespace}s_versions WHERE ?1 <> '' AND part_of IN asked")  # noqa: S608
    asked = "WITH asked (key) AS (SELECT value FROM json_each(?2))"
    given = (namespace, json.dumps(keys))
    return any(db.execute(f"{asked} {query}", given).fetchone() for query in queries)


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
    query = """
        WITH asked (id) AS (SELECT value FROM json_each(?1))
        SELECT 'program', program FROM program_parts WHERE happening IN (SELECT id FROM asked)
        UNION
        SELECT 'program', w.part FROM program_parts AS p
        JOIN parts AS w ON w.namespace = 'program' AND w.whole = p.program
        WHERE p.happening IN (SELECT id FROM asked)
        UNION
        SELECT 'actor', actor FROM participations WHERE happening IN (SELECT id FROM asked)
    """
    return frozenset(db.execute(query, (json.dumps(happenings),)).fetchall())


Words = frozenset[tuple[str, str]]
"""Kinds and roles, as (`kind` or `role`, word)."""


def _known_words(db: sqlite3.Connection) -> Words:
    """Those of the settings, and of the programs, which are few."""
    vocabulary = _vocabulary(db)
    roles = (role for (role,) in db.execute("SELECT DISTINCT role FROM program_actors"))
    kinds = frozenset(("kind", word) for word in vocabulary.kinds)
    return kinds.union(("role", word) for word in (*vocabulary.roles, *roles))


def _words_of(db: sqlite3.Connection, happenings: Sequence[str]) -> Words:
    query = """
        WITH asked (id) AS (SELECT value FROM json_each(?1))
        SELECT 'kind', kind FROM happenings WHERE id IN (SELECT id FROM asked)
        UNION
        SELECT 'role', role FROM participations WHERE happening IN (SELECT id FROM asked)
    """
    return frozenset(db.execute(query, (json.dumps(happenings),)).fetchall())


def _renew_words(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM words")
    db.execute("INSERT INTO words SELECT DISTINCT 'kind', kind FROM happenings")
    db.execute("INSERT INTO words SELECT DISTINCT 'role', role FROM participations")
    db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", _known_words(db))


def _change_words(db: sqlite3.Connection, before: Words, now: Words) -> None:
    """Let the words follow a change of happenings: what they used, and what they use now."""
    known = _known_words(db)
    db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", now | known)
    unused = """
        DELETE FROM words WHERE vocabulary = ?1 AND word = ?2
        AND NOT EXISTS (SELECT 1 FROM happenings WHERE ?1 = 'kind' AND kind = ?2)
        AND NOT EXISTS (SELECT 1 FROM participations WHERE ?1 = 'role' AND role = ?2)
    """
    db.executemany(unused, before - now - known)


def _renew_spells(db: sqlite3.Connection, subjects: Subjects, hemisphere: edtf.Hemisphere) -> None:
    if len(subjects) > _FEW:
        db.execute("DELETE FROM spells")
        _insert_rows(db, "spells", all_spell_rows(db, hemisphere))
        return
    for subject, key in sorted(subjects):
        db.execute("DELETE FROM spells WHERE subject = ? AND key = ?", (subject, key))
        programs = program_runs(db, hemisphere, key) if subject == "program" else {}
        offices = office_runs(db, hemisphere, key) if subject == "actor" else {}
        _insert_rows(db, "spells", spell_rows(programs, offices, hemisphere))
