"""How a log is sealed, in short."""

import sqlite3
from pathlib import Path
from typing import Annotated, TypedDict

from timeline.base.errors import TimelineError


class SealedRow(TypedDict):
    """The newest seal of a log, and how far seals reach."""

    id: Annotated[str, "the id of the newest seal"]
    name: Annotated[str, "its name"]
    digest: Annotated[str, "its digest: SHA-256, in hexadecimal"]
    at: Annotated[str, "when it was made, UTC"]
    by: Annotated[str, "by whom"]
    events: Annotated[int, "how many of the events that are there seals cover"]
    unsealed: Annotated[int, "how many they do not cover"]


def sealed_row(db: sqlite3.Connection, folder: Path) -> SealedRow | None:
    """How a log is sealed; None where it is not, or what its seals cover cannot be read.

    Args:
        db: a fresh projection.
        folder: the log.
    """
    if not db.execute("SELECT 1 FROM log_events WHERE event = 'seal' LIMIT 1").fetchone():
        return None
    from timeline.views.seals import sealing_of  # noqa: PLC0415 (few logs are sealed)

    try:
        found = sealing_of(db, folder)
    except TimelineError:
        return None
    if found is None:
        return None
    seal = found.link.seal
    return {
        "id": seal.id,
        "name": seal.name,
        "digest": found.link.digest,
        "at": seal.recorded.at,
        "by": seal.recorded.by,
        "events": found.events,
        "unsealed": found.unsealed,
    }
