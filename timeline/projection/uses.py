"""How many events name a key."""

import sqlite3

from timeline.projection.lookup import shown_key


def uses(db: sqlite3.Connection, namespace: str, key: str) -> int:
    """How many events name a key, as they are written: not by another key that is the same."""
    shown = shown_key(db, namespace, key)
    query = f"SELECT count(*) FROM ({USES[namespace]})"  # noqa: S608 (own texts)
    return int(db.execute(query, {"key": key, "shown": shown}).fetchone()[0])


USES = {
    "actor": """
        SELECT p.happening FROM participations AS p JOIN states AS s ON s.id = p.happening,
            json_each(s.body, '$.actors') AS x
        WHERE :shown IN (p.actor, p."for") AND :key IN (x.value ->> 'actor', x.value ->> 'for')
        UNION
        SELECT p.program FROM program_actors AS p JOIN programs AS d ON d.program = p.program
        JOIN states AS s ON s.id = d.declared_by, json_each(s.body, '$.actors') AS x
        WHERE p.actor = :shown AND x.value ->> 'actor' = :key
        UNION
        SELECT d.actor FROM actors AS d JOIN states AS s ON s.id = d.declared_by
        WHERE :key IN (s.body ->> 'part_of', s.body ->> 'same_as')
    """,
    "program": """
        SELECT p.happening FROM program_parts AS p JOIN states AS s ON s.id = p.happening,
            json_each(s.body, '$.programs') AS x
        WHERE p.program = :shown AND x.value ->> 'program' = :key
        UNION
        SELECT d.program FROM programs AS d JOIN states AS s ON s.id = d.declared_by
        WHERE :key IN (s.body ->> 'part_of', s.body ->> 'same_as')
    """,
    "place": """
        SELECT p.happening FROM happening_places AS p JOIN states AS s ON s.id = p.happening,
            json_each(s.body, '$.places') AS x
        WHERE p.place = :shown AND x.value = :key
        UNION
        SELECT d.place FROM places AS d JOIN states AS s ON s.id = d.declared_by
        WHERE :key IN (s.body ->> 'part_of', s.body ->> 'same_as')
    """,
    "source": """
        SELECT c.happening FROM citations AS c JOIN states AS s ON s.id = c.happening,
            json_each(s.body, '$.sources') AS x
        WHERE c.source = :shown AND x.value ->> 'source' = :key
        UNION
        SELECT d.source FROM sources AS d JOIN states AS s ON s.id = d.declared_by
        WHERE s.body ->> 'same_as' = :key
    """,
}
"""What names a key of each kind, as rows."""
