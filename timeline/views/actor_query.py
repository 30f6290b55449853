"""Which actors of a happening were asked for: they are told first, and never left out."""

import sqlite3

from timeline.views.conditions import role_and_name
from timeline.views.known_words import find_words
from timeline.views.query import NO_ACTORS, ActorQuery, Filters


def read_actor_query(db: sqlite3.Connection, filters: Filters) -> ActorQuery:
    """The actors that filters ask for, by name, role, office or words of a name.

    Raises:
        TimelineError: a name or word that means nothing.
    """
    if not any((filters.actor, filters.role, filters.office, filters.text, filters.words)):
        return NO_ACTORS
    from timeline.projection.lookup import known_key, known_word  # noqa: PLC0415 (only a filter)

    typed = [role_and_name(text) for text in filters.actor]
    keys = {known_key(db, "actor", name) for _, name in typed}
    if not filters.no_parts:
        sql = "SELECT part FROM parts WHERE namespace = 'actor' AND whole = ?"
        keys |= {part for key in sorted(keys) for (part,) in db.execute(sql, (key,))}
    if not keys:
        keys = _called(db, (*filters.text, *filters.words))
    roles = {known_word(db, "role", role) for role in filters.role}
    offices = find_words(db, "office", filters.office) if filters.office else ()
    return ActorQuery(frozenset(keys), frozenset(roles), frozenset(offices))


def _called(db: sqlite3.Connection, texts: tuple[str, ...]) -> set[str]:
    """The actors in a name of which some words stand."""
    from timeline.projection.search_text import words  # noqa: PLC0415 (only a search needs it)

    sql = "SELECT key FROM names WHERE namespace = 'actor' AND instr(searched, ?)"
    sought = filter(None, map(words, texts))
    return {key for text in sought for (key,) in db.execute(sql, (text,))}
