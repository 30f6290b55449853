"""What a name leads to, an event or a key, and all that is known of it."""

import sqlite3
from pathlib import Path
from typing import Annotated

from timeline.base.errors import TimelineError
from timeline.event.types import DECLARATIONS
from timeline.projection.find_event import find_event_or
from timeline.projection.lookup import Unknown, declared_by, find_key
from timeline.views.actors import ActorRow
from timeline.views.event import EventDetail, event_detail
from timeline.views.identity import MergedKey, NameRow, merged_keys, names
from timeline.views.offices import actor_detail
from timeline.views.places import PlaceRow, places
from timeline.views.programs import ProgramRow, programs
from timeline.views.query import Query
from timeline.views.sources import SourceRow, source_with_quotes

KeyRow = ActorRow | ProgramRow | SourceRow | PlaceRow
EVENT = "event"
"""What stands for the namespace of a key where a name leads to an event."""
SEAL = "seal"
"""What stands for it where a name leads to a seal."""


class DeclarationDetail(EventDetail):
    """The declaration of a key."""

    names: Annotated[list[NameRow], "the names that the key has"]
    merged: Annotated[list[MergedKey], "the keys that are the same"]


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
    if seal := _seal(db, name):
        return SEAL, seal
    if event.erased:
        raise TimelineError(event.problem, event.remedy)
    near = [
        str(n.remedy) for n in (event, *dict(tried).values()) if isinstance(n, Unknown) and n.near
    ]
    remedy = "\n  ".join(near) or event.remedy
    raise TimelineError(f"nothing is called `{name}`", remedy)


def _seal(db: sqlite3.Connection, name: str) -> str | None:
    """The id of the seal of a name, id or digest; None if there is none.

    Raises:
        TimelineError: several seals are called so.
    """
    if not db.execute("SELECT 1 FROM log_events WHERE event = 'seal' LIMIT 1").fetchone():
        return None
    from timeline.views.seals import read_seals  # noqa: PLC0415 (few logs have any)

    chain = read_seals(db)
    return chain.find(name).seal.id if chain.matching(name) else None


def key_row(
    db: sqlite3.Connection,
    namespace: str,
    key: str,
    query: Query,
    *,
    parts: bool = True,
    folder: Path | None = None,
) -> KeyRow:
    """The row of one actor, program, place or source.

    Of an actor also its people and history, of a source its quotes.

    Args:
        db: a fresh projection with `picked` filled.
        namespace: actor, program, place or source.
        key: which is declared, or named.
        query: what was asked for.
        parts: count what an actor's or a place's parts took part in.
        folder: the log, in which copies of sources are; None where only a database is at hand.
    """
    match namespace:
        case "actor":
            return actor_detail(db, query, key, parts=parts)
        case "program":
            return programs(db, query, key)[0]
        case "source":
            return source_with_quotes(db, folder, query, key)
        case _:
            return places(db, query, key, parts=parts)[0]


def declaration_detail(
    db: sqlite3.Connection, namespace: str, key: str
) -> DeclarationDetail | None:
    """The declaration of a key; None where events name the key, and nothing declares it.

    Args:
        db: a fresh projection.
        namespace: actor, program, place or source.
        key: the key that is shown.
    """
    id_ = declared_by(db, namespace, key)
    if id_ is None:
        return None
    return {
        **event_detail(db, id_),
        "names": names(db, namespace, key),
        "merged": merged_keys(db, namespace, key),
    }
