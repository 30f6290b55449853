"""What a log knows that the user may be about to type: keys and names, words, ids.

These are asked of a projection as it lies there, while the user types; they read little.
"""

import re
import sqlite3
import sys
from collections.abc import Iterator

from timeline.base.names import fold
from timeline.projection.lookup import shown_by
from timeline.projection.settings import queries_of
from timeline.views.known import Known

_NEWEST = 100
"""How many ids are offered when nothing of one has been typed."""
_MOST = 250
"""How many of one kind are offered at most. The last in their order is then always among them, so
that shells see how much all of them have in common."""


def keys(db: sqlite3.Connection, namespace: str, typed: str) -> Iterator[Known]:
    """The keys of actors, programs, places or sources; their names, once something is typed.

    Args:
        db: a projection.
        namespace: actor, program, place or source.
        typed: what stands there so far.
    """
    query = f"SELECT {namespace}, {shown_by(namespace)} FROM {namespace}s"  # noqa: S608 (own names)
    yield from map(Known._make, _in_range(db, query, namespace, typed.lower()))
    if typed:
        query = "SELECT name, key FROM names WHERE namespace = ? AND name <> key"
        found = _in_range(db, query, "folded", fold(typed), namespace)
        yield from map(Known._make, dict.fromkeys(found))


def _in_range(
    db: sqlite3.Connection, query: str, column: str, beginning: str, *values: object
) -> list[tuple[str, ...]]:
    """The rows whose column begins so, by an index that has them in its order.

    If there are too many, the first ones and the last.
    """
    joint = "AND" if "WHERE" in query else "WHERE"
    query = f"{query} {joint} {column} >= ? AND {column} < ? ORDER BY {column}"
    values = (*values, beginning, f"{beginning}{chr(sys.maxunicode)}")
    found: list[tuple[str, ...]] = db.execute(f"{query} LIMIT {_MOST}", values).fetchall()
    if len(found) == _MOST:
        found[-1:] = db.execute(f"{query} DESC LIMIT 1", values)
    return found


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
    declared = "SELECT phase, coalesce(max(name), '') FROM declared_phases"
    if program:
        declared += " WHERE program = ?"
        mentioned = "SELECT phase FROM program_parts WHERE program = ? AND phase IS NOT NULL"
        found = dict.fromkeys((phase for (phase,) in db.execute(mentioned, (program,))), "")
    else:
        found = dict.fromkeys(_distinct(db, "program_part", "phase"), "")
    found |= dict(db.execute(f"{declared} GROUP BY phase", (program,) if program else ()))
    return (Known(phase, found[phase]) for phase in sorted(found))


def offices(db: sqlite3.Connection) -> Iterator[Known]:
    """The offices in which somebody took part."""
    return map(Known, _distinct(db, "participation", "capacity"))


def tags(db: sqlite3.Connection) -> Iterator[Known]:
    """The tags of happenings."""
    return map(Known, _distinct(db, "happening_tag", "tag"))


def measures(db: sqlite3.Connection) -> Iterator[Known]:
    """The measures of figures."""
    return map(Known, _distinct(db, "happening_figure", "measure"))


def _distinct(db: sqlite3.Connection, part: str, column: str) -> Iterator[str]:
    """What stands in a column of the parts of happenings, found one after the other by an index."""
    query = f"""
        WITH RECURSIVE found (word) AS (
            SELECT min({column}) FROM {part}_rows WHERE {column} IS NOT NULL
            UNION ALL
            SELECT (SELECT min({column}) FROM {part}_rows WHERE {column} > word)
            FROM found WHERE word IS NOT NULL
        )
        SELECT word FROM found WHERE EXISTS (SELECT 1 FROM {part}s WHERE {column} = word)
    """  # noqa: S608 (own names)
    return (word for (word,) in db.execute(query))


def happenings(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """The ids of happenings that begin as typed, newest first; the newest when nothing is."""
    if typed:
        query = "SELECT id, date || '  ' || title, recorded_at FROM happenings"
        found = _in_range(db, query, "id", typed.lower())
        if len(found) < _MOST:
            found.sort(key=lambda row: row[2], reverse=True)
        return (Known(id_, about) for id_, about, _ in found)
    query = """
        SELECT h.id, h.date || '  ' || h.title
        FROM document_rows AS d CROSS JOIN happenings AS h ON h.id = d.id
        ORDER BY d.recorded_at DESC LIMIT ?
    """
    return map(Known._make, dict.fromkeys(db.execute(query, (_NEWEST,))))


def titles(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """Titles of happenings from the words on that are typed, which lead to them; newest first."""
    words = fold(typed).split()
    if len("".join(words)) < _FEWEST or not all(word.isalnum() for word in words):
        return
    terms = " AND ".join(f'"{word}"*' for word in words)
    query = """
        SELECT h.title, h.date FROM word_index AS i CROSS JOIN happenings AS h ON h.n = i.rowid
        WHERE word_index MATCH ? ORDER BY i.rowid DESC LIMIT ?
    """
    begins = re.compile(rf"\b{re.escape(typed.strip())}", re.IGNORECASE)
    for title, date in db.execute(query, (terms, _MOST)):
        if found := begins.search(title):
            yield Known(f"{typed.strip()}{title[found.end() :]}", date)


_FEWEST = 3
"""How many letters of words must be typed for titles to be looked up."""


def events(db: sqlite3.Connection, typed: str) -> Iterator[Known]:
    """As `happenings` and `titles`, and once something is typed the ids of other events, too."""
    yield from happenings(db, typed)
    yield from titles(db, typed)
    if typed:
        found = _in_range(db, "SELECT id, event FROM document_rows", "id", typed.lower())
        others = (row for row in found if row[1] != "happening")
        yield from map(Known._make, dict.fromkeys(others))


def queries(db: sqlite3.Connection) -> Iterator[Known]:
    """The questions saved in the settings of the log, as they are typed: `@name`."""
    return (Known(f"@{name}") for name in queries_of(db))


def seals(db: sqlite3.Connection) -> Iterator[Known]:
    """The names of seals, the newest first, with when they were made."""
    query = """
        SELECT body ->> 'name', 'sealed on ' || substr(recorded_at, 1, 10) FROM log_events
        WHERE event = 'seal' ORDER BY recorded_at DESC, id
    """
    return _all(db, query)


def _all(db: sqlite3.Connection, query: str, *values: object) -> Iterator[Known]:
    for text, *about in db.execute(query, values):
        yield Known(text, *about)
