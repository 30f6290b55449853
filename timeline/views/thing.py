"""What a name leads to, an event or a key, and all that is known of it."""

import sqlite3

from timeline.base.errors import TimelineError
from timeline.event.types import DECLARATIONS
from timeline.projection.find_event import find_event_or
from timeline.projection.lookup import Unknown, declared_by, find_key
from timeline.views.actors import actors
from timeline.views.event import event_detail
from timeline.views.identity import merged, names
from timeline.views.offices import detail
from timeline.views.places import places
from timeline.views.programs import programs
from timeline.views.query import Query
from timeline.views.sources import sources

Row = dict[str, object]
EVENT = "event"
"""What stands for the namespace of a key where a name leads to an event."""


def find_thing(db: sqlite3.Connection, name: str) -> tuple[str, str]:
    """The namespace and key that a name leads to, else `EVENT` and the id of an event.

    Raises:
        TimelineError: nothing is called so; the remedy names the nearest.
    """
    tried = [(namespace, find_key(db, namespace, name)) for namespace in DECLARATIONS]
    for namespace, found in tried:
        if not isinstance(found, Unknown):
            return namespace, found
    event = find_event_or(db, name)
    if not isinstance(event, Unknown):
        return EVENT, event
    near = [n.remedy for n in (event, *dict(tried).values()) if isinstance(n, Unknown) and n.near]
    remedy = "\n  ".join(near) or event.remedy
    raise TimelineError(f"nothing is called `{name}`", remedy)


def key_row(
    db: sqlite3.Connection, namespace: str, key: str, query: Query, *, parts: bool = True
) -> Row:
    """The row of one actor, program, place or source; of an actor also its people and history.

    Args:
        db: a fresh projection with `picked` filled.
        namespace: actor, program, place or source.
        key: which is declared, or named.
        query: what was asked for.
        parts: count what an actor's or a place's parts took part in.
    """
    match namespace:
        case "actor":
            row = actors(db, query, key, parts=parts)[0]
            return row | detail(db, query, key, parts=parts)
        case "program":
            return programs(db, query, key)[0]
        case "source":
            return sources(db, query, key)[0]
        case _:
            return places(db, query, key, parts=parts)[0]


def declaration_detail(db: sqlite3.Connection, namespace: str, key: str) -> Row:
    """The declaration of a key, as `event_detail` gives it, with its names and merged keys.

    Empty where events name the key, and nothing declares it.
    """
    id_ = declared_by(db, namespace, key)
    if id_ is None:
        return {}
    known = {"names": names(db, namespace, key), "merged": merged(db, namespace, key)}
    return event_detail(db, id_) | known
