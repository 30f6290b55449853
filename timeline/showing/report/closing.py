"""What a report says of itself at its end: on which state of the log it rests."""

import datetime as dt
import sqlite3
from collections.abc import Iterator

from timeline.event.log_digest import digest_of_log
from timeline.projection.history import instant
from timeline.showing.report.content import Fact
from timeline.showing.report.scope import Scope, instant_in_words
from timeline.showing.report.words import one_line


def closing_facts(
    db: sqlite3.Connection, scope: Scope, version: str, made: int | None
) -> Iterator[Fact]:
    """The digest of the log as the clock asks for it, the newest recording, what was asked for.

    Args:
        db: a projection, with its clocks entered.
        scope: what was asked for.
        version: of the program.
        made: the time of making in seconds since 1970; None where none is to be told.
    """
    events = set(db.execute("SELECT id, digest FROM documents"))
    yield Fact("Events on record", f"{len(events):,}")
    newest = """
        SELECT recorded_at, recorded_by FROM documents ORDER BY recorded_at DESC, id DESC LIMIT 1
    """
    for at, by in db.execute(newest):
        yield Fact("Newest recording", f"{instant_in_words(at)}, by {one_line(by)}")
    yield Fact("Digest of the log (SHA-256)", digest_of_log(events), code=True)
    yield Fact("Asked for", scope.typed or "everything on record", code=bool(scope.typed))
    for line in scope.words:
        yield Fact("Understood as", line)
    yield Fact("Made with", f"timeline {version}")
    if made is not None:
        at = dt.datetime.fromtimestamp(made, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
        yield Fact("Made", instant_in_words(at))


def newest_recording(db: sqlite3.Connection) -> int:
    """When the newest event on record was recorded, in seconds since 1970; 0 without any."""
    (at,) = db.execute("SELECT max(recorded_at) FROM documents").fetchone()
    return instant(at) // 1_000_000 if at else 0
