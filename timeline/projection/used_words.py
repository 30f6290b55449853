"""Kinds and roles that are known: those that the settings name, and those that events use."""

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from timeline.log import settings


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


Words = frozenset[tuple[str, str]]
"""Kinds and roles, as (`kind` or `role`, word)."""


def _known_words(db: sqlite3.Connection) -> Words:
    """Those of the settings, and of the programs, which are few."""
    vocabulary = _vocabulary(db)
    roles = (role for (role,) in db.execute("SELECT DISTINCT role FROM program_actors"))
    kinds = frozenset(("kind", word) for word in vocabulary.kinds)
    return kinds.union(("role", word) for word in (*vocabulary.roles, *roles))


def words_of(db: sqlite3.Connection, happenings: Sequence[str]) -> Words:
    """Those that some happenings use, which are given by their ids."""
    query = """
        WITH asked (id) AS (SELECT value FROM json_each(?1))
        SELECT 'kind', kind FROM happenings WHERE id IN (SELECT id FROM asked)
        UNION
        SELECT 'role', role FROM participations WHERE happening IN (SELECT id FROM asked)
    """
    return frozenset(db.execute(query, (json.dumps(happenings),)).fetchall())


def renew_words(db: sqlite3.Connection) -> None:
    """Collect the words that the settings and all events use."""
    db.execute("DELETE FROM words")
    db.execute("INSERT INTO words SELECT DISTINCT 'kind', kind FROM happenings")
    db.execute("INSERT INTO words SELECT DISTINCT 'role', role FROM participations")
    db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", _known_words(db))


def change_words(db: sqlite3.Connection, before: Words, now: Words) -> None:
    """Let the words follow a change of happenings.

    Args:
        db: a projection.
        before: what the happenings used before the change.
        now: what they use now.
    """
    known = _known_words(db)
    db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", now | known)
    unused = """
        DELETE FROM words WHERE vocabulary = ?1 AND word = ?2
        AND NOT EXISTS (SELECT 1 FROM happenings WHERE ?1 = 'kind' AND kind = ?2)
        AND NOT EXISTS (SELECT 1 FROM participations WHERE ?1 = 'role' AND role = ?2)
    """
    db.executemany(unused, before - now - known)
