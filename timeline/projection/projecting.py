"""From events to tables: all of the projection, or only what new events add to it.

Both ways lead to the same rows; the short one is taken where it can be sure of that.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.dates import edtf
from timeline.event.fold import Stored, event_in, fold, target_of
from timeline.event.types import DECLARATIONS, Declared, Event
from timeline.log import settings
from timeline.log.files import faults_at
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.history import Span, joined
from timeline.projection.keys import (
    Meanings,
    ParentClaim,
    declarations,
    meanings,
    parent_claims,
    parents,
)
from timeline.projection.rows import Rows, rows
from timeline.projection.settings import hemisphere_of
from timeline.projection.spell_rows import all_spell_rows, spell_rows
from timeline.projection.tables import OF_DECLARATIONS, OF_HAPPENING, versioned
from timeline.projection.versions import histories

OF_LOG = ("files", "documents", "faults", "lost", "meta")
"""Tables that follow the files; all others are computed from these."""
_FEW = 64
"""Of so many programs and actors the spells are computed one by one; of more, all at once."""


class Read(NamedTuple):
    """An event that was just read, so that it need not be built again."""

    event: Event
    body: Mapping[str, object]


def project(db: sqlite3.Connection, folder: Path, read: Mapping[str, Read]) -> None:
    """Compute all tables anew from the documents.

    Args:
        db: the projection, in a transaction.
        folder: the log, to find the lines of what cannot be applied.
        read: events by their ids that need not be built again.
    """
    tables = db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table not in OF_LOG:
            db.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name from our own schema)
    db.execute("DELETE FROM faults WHERE stage = 'fold'")
    stored = list(_stored(db, _ALL, (), read))
    folded = fold(stored)
    misfits = ((stored.place, wrong) for stored, wrong in folded.misfits)
    put_faults(db, faults_at(folder, misfits), "fold")
    hemisphere = hemisphere_of(db)
    found = list(histories(folded, stored))
    declared = declarations(found)
    _fill(db, rows(found, declared, meanings(declared), hemisphere))
    _renew_words(db)
    _fill(db, {"spells": all_spell_rows(db, hemisphere)})


def extend(db: sqlite3.Connection, fresh: Sequence[str], read: Mapping[str, Read]) -> bool:
    """Add what new events say, when that touches no more than some happenings.

    New happenings, corrections of happenings, and declarations that nothing refers to yet can
    be added; what changes the meaning of other events cannot.

    Args:
        db: the projection as it was before these events, in a transaction.
        fresh: the ids of the events, which the documents hold.
        read: events by their ids that need not be built again.

    Returns:
        Whether they were added; when not, no table has changed.
    """
    news = list(_stored(db, _SOME, fresh, read))
    declared = [one for one in news if one.event.EVENT in DECLARATIONS]
    happenings = _touched(db, news)
    if happenings is None or not _plain(db, declared):
        return False
    ids = [*happenings, *_corrections_of(db, happenings), *(one.event.id for one in news)]
    stored = list(_stored(db, _SOME, list(dict.fromkeys(ids)), read))
    folded = fold(stored)
    if folded.misfits or any(root not in folded.states for root in happenings):
        return False
    subjects = _subjects(db, happenings)
    for table in OF_HAPPENING:
        _delete(db, table, "happening", happenings)
    for table, column in (("happenings", "id"), ("states", "id"), ("corrections", "root")):
        _delete(db, table, column, happenings)
    hemisphere = hemisphere_of(db)
    found = list(histories(folded, stored))
    new = declarations(found)
    _insert(db, rows(found, new, meanings(new, _known_meanings(db)), hemisphere))
    _renew_words(db)
    programs = {(namespace, key) for namespace, key in new if namespace == "program"}
    _renew_spells(db, subjects | programs | _subjects(db, happenings), hemisphere)
    return True


def put_faults(db: sqlite3.Connection, faults: Iterable[Fault], stage: str) -> None:
    """Store faults of one stage: `file` or `fold`.

    Args:
        db: a projection.
        faults: of one stage.
        stage: `file` or `fold`.
    """
    found = [(f.path, f.line, f.column, f.problem, str(f.remedy), f.excerpt, stage) for f in faults]
    db.executemany("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", found)


_ALL = "SELECT id, body, min(located), digest, claim FROM documents GROUP BY id ORDER BY id"
_SOME = """
    SELECT id, body, min(located), digest, claim FROM documents
    WHERE id IN (SELECT value FROM json_each(?)) GROUP BY id ORDER BY id
"""


def _stored(
    db: sqlite3.Connection, query: str, ids: Sequence[str], read: Mapping[str, Read]
) -> Iterator[Stored]:
    """Events of the log, each once, in the order of their ids."""
    values = (json.dumps(ids),) if "?" in query else ()
    for id_, text, place, digest, claim in db.execute(query, values):
        event, body = read.get(id_) or event_in(text)
        yield Stored(event, body, place, digest, claim)


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


def _fill(db: sqlite3.Connection, tables: Rows) -> None:
    """Insert the rows of whole tables: those of declarations by sqlite-utils, which are few.

    The rest goes to SQLite directly, which takes a twentieth of the time a row.
    """
    import sqlite_utils  # noqa: PLC0415 (a rebuild can afford it, an append cannot)

    target = sqlite_utils.Database(db)
    for name, found in tables.items():
        if name in OF_DECLARATIONS:
            target.table(_table(name)).insert_all(found)
        else:
            _insert(db, {name: found})


def _table(name: str) -> str:
    """The table that holds rows, of all their versions."""
    return f"{name}_versions" if name in versioned() else name


def _insert(db: sqlite3.Connection, tables: Rows) -> None:
    """Insert the few rows of new events, in less time than importing a library would take."""
    for name, found in tables.items():
        if found:
            names = list(found[0])
            columns = ", ".join(f'"{column}"' for column in names)
            marks = ", ".join("?" * len(names))
            statement = f'INSERT INTO "{_table(name)}" ({columns}) VALUES ({marks})'  # noqa: S608 (own names)
            db.executemany(statement, ([row[column] for column in names] for row in found))


def _delete(db: sqlite3.Connection, table: str, column: str, ids: Sequence[str]) -> None:
    statement = f'DELETE FROM "{_table(table)}" WHERE "{column}" = ?'  # noqa: S608 (our own names)
    db.executemany(statement, ((id_,) for id_ in ids))


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
            row = db.execute("SELECT event FROM states_versions WHERE id = ?", (id_,)).fetchone()
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
        "SELECT 1 FROM states_versions WHERE event = ?1 AND key IN asked",
        """
        SELECT 1 FROM states_versions
        WHERE event = ?1 AND key IS NOT NULL AND body ->> 'same_as' IN asked
        """,
    ]
    if namespace == "source":
        queries.append("SELECT 1 FROM citations_versions WHERE ?1 = 'source' AND source IN asked")
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
            FROM {namespace}s_versions AS x JOIN documents AS d ON d.id = x.declared_by
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


def _renew_words(db: sqlite3.Connection) -> None:
    vocabulary = _vocabulary(db)
    db.execute("DELETE FROM words")
    db.execute("INSERT OR IGNORE INTO words SELECT DISTINCT 'kind', kind FROM happenings")
    db.execute("INSERT OR IGNORE INTO words SELECT DISTINCT 'role', role FROM participations")
    db.execute("INSERT OR IGNORE INTO words SELECT DISTINCT 'role', role FROM program_actors")
    words = [("kind", word) for word in vocabulary.kinds]
    words += [("role", word) for word in vocabulary.roles]
    db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", words)


def _renew_spells(db: sqlite3.Connection, subjects: Subjects, hemisphere: edtf.Hemisphere) -> None:
    if len(subjects) > _FEW:
        db.execute("DELETE FROM spells")
        _insert(db, {"spells": all_spell_rows(db, hemisphere)})
        return
    for subject, key in sorted(subjects):
        db.execute("DELETE FROM spells WHERE subject = ? AND key = ?", (subject, key))
        programs = program_runs(db, hemisphere, key) if subject == "program" else {}
        offices = office_runs(db, hemisphere, key) if subject == "actor" else {}
        _insert(db, {"spells": list(spell_rows(programs, offices, hemisphere))})
