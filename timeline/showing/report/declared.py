"""What the declarations of actors and programmes rest on."""

import json
import sqlite3

from timeline.projection.lookup import declared_by, shown_key
from timeline.showing.report.notes import Citation


def citations_of(db: sqlite3.Connection, namespace: str, key: str) -> tuple[Citation, ...]:
    """What the declaration of a key cites.

    Args:
        db: a projection, with its clocks entered.
        namespace: actor, program or place.
        key: as it is shown.
    """
    id_ = declared_by(db, namespace, key)
    row = db.execute("SELECT body -> 'sources' FROM states WHERE id = ?", (id_,)).fetchone()
    cited = json.loads(row[0]) if row and row[0] else []
    return tuple(
        Citation(shown_key(db, "source", part["source"]), part.get("at"), part.get("quote"))
        for part in cited
    )
