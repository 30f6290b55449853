"""What a log knows that the user may be about to type: keys and names, words, ids.

These are asked of a projection as it lies there, while the user types; they read little.
"""

import sqlite3
from collections.abc import Iterator

from timeline.projection.lookup import shown_by
from timeline.projection.settings import queries_of
from timeline.views.known import Known

_NEWEST = 100
"""How many ids are offered when nothing of one has been typed."""


def keys(db: sqlite3.Connection, namespace: str, typed: str) -> Iterator[Known]:
    """The keys of actors, programs, places or sources; their names, once something is typed.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        typed: what stands there so far.
    """
    yield from _all(db, f"SELECT {namespace}, {shown_by(namespace)} FROM {namespace}s")  # noqa: S608 (own names)
    if typed:
        query = "SELECT DISTINCT name, key FROM names WHERE namespace = ? AND name <> key"
        yield from _all(db, query, namespace)


def names(db: sqlite3.Connection, namespace: str) -> Iterator[tuple[str, str, str]]:
    """Every name of actors, programs, places or sources, keys included.

    Returns:
        As names are compared, as it is written, and the key that it leads to.
    """
    query = "SELECT DISTINCT folded, name, key FROM names WHERE namespace = ? ORDER BY name"
    yield from db.execute(query, (namespace,))


def words(db: sqlite3.Connection, vocabulary: str) -> Iterator[Known]:
    """The kinds or roles."""
    return _all(db, "SELECT word FROM words WHERE vocabulary = ?", vocabulary)


def phases(db: sqlite3.Connection, program: str = "") -> Iterator[Known]:
    """The phases that are declared or mentioned, of one program or of all."""
    query = """
        SELECT phase, max(name) FROM (
            SELECT program, phase, coalesce(name, '') AS name FROM declared_phases
            UNION SELECT program, phase, '' FROM program_parts WHERE phase IS NOT NULL
        ) WHERE ?1 IN ('', program) GROUP BY phase
    """
    return _all(db, query, program)


def offices(db: sqlite3.Connection) -> Iterator[Known]:
    """The offices in which somebody took part."""
    return _all(db, "SELECT DISTINCT capacity FROM participations WHERE capacity IS NOT NULL")


def tags(db: sqlite3.Connection) -> Iterator[Known]:
    """The tags of happenings."""
    return _all(db, "SELECT DISTINCT tag FROM happening_tags")


def measures(db: sqlite3.Connection) -> Iterator[Known]:
    """The measures of figures."""
    return _all(db, "SELECT DISTINCT measure FROM happening_figures")


def happenings(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """The ids of happenings that begin as typed; the newest when nothing is."""
    query = """
        SELECT id, date || '  ' || title FROM happenings WHERE id >= ?1 AND id < ?1 || '~'
        ORDER BY recorded_at DESC LIMIT ?2
    """
    return _all(db, query, typed.lower(), -1 if typed else _NEWEST)


def events(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """As `happenings`, and once something is typed the ids of other events, too."""
    yield from happenings(db, typed)
    if typed:
        query = """
            SELECT DISTINCT id, event FROM documents
            WHERE id >= ?1 AND id < ?1 || '~' AND event <> 'happening'
        """
        yield from _all(db, query, typed.lower())


def queries(db: sqlite3.Connection) -> Iterator[Known]:
    """The questions saved in the settings of the log, as they are typed: `@name`."""
    return (Known(f"@{name}") for name in queries_of(db))


def _all(db: sqlite3.Connection, query: str, *values: object) -> Iterator[Known]:
    for text, *about in db.execute(query, values):
        yield Known(text, *about)
