"""What a report says of itself at its end: on which state of the log it rests."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from timeline.base.errors import TimelineError
from timeline.event.log_digest import digest_of_log
from timeline.projection.history import instant
from timeline.showing.report.content import Fact
from timeline.showing.report.scope import Scope, instant_in_words
from timeline.showing.report.words import count_of, one_line
from timeline.views.seals import sealing_of


def closing_facts(
    db: sqlite3.Connection,
    scope: Scope,
    version: str,
    made: int | None,
    folder: Path | None = None,
) -> Iterator[Fact]:
    """The digest of the log as the clock asks for it, the newest recording, what was asked for.

    Args:
        db: a projection, with its clocks entered.
        scope: what was asked for.
        version: of the program.
        made: the time of making in seconds since 1970; None where none is to be told.
        folder: the log, to tell how this state of it is sealed; None where that is not to be told.
    """
    events = set(db.execute("SELECT id, digest FROM documents"))
    yield Fact("Events on record", f"{len(events):,}")
    newest = """
        SELECT recorded_at, recorded_by FROM documents ORDER BY recorded_at DESC, id DESC LIMIT 1
    """
    for at, by in db.execute(newest):
        yield Fact("Newest recording", f"{instant_in_words(at)}, by {one_line(by)}")
    yield Fact("Digest of the log (SHA-256)", digest_of_log(events), code=True)
    yield from _seal(db, folder) if folder else ()
    yield Fact("Asked for", scope.typed or "everything on record", code=bool(scope.typed))
    for line in scope.words:
        yield Fact("Understood as", line)
    yield Fact("Made with", f"timeline {version}")
    if made is not None:
        at = dt.datetime.fromtimestamp(made, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
        yield Fact("Made", instant_in_words(at))


def _seal(db: sqlite3.Connection, folder: Path) -> Iterator[Fact]:
    """By which seal the state on which a report rests can be verified, and what is not sealed."""
    try:
        sealing = sealing_of(db, folder)
    except TimelineError:
        yield Fact("Seal", "What the seals of the log cover cannot be read")
        return
    if sealing is None:
        return
    link = sealing.link
    when = f"“{one_line(link.seal.name)}”, {instant_in_words(link.seal.recorded.at)}"
    if sealing.exact:
        yield Fact("Sealed as", when)
    elif sealing.unsealed:
        yield Fact("Not sealed", count_of(sealing.unsealed, "event"))
        yield Fact("Newest seal", when)
    else:
        yield Fact("Newest seal", f"{when}; it covers these events, and others")
    yield Fact("Digest of the seal (SHA-256)", link.digest, code=True)


def newest_recording(db: sqlite3.Connection) -> int:
    """When the newest event on record was recorded, in seconds since 1970; 0 without any."""
    (at,) = db.execute("SELECT max(recorded_at) FROM documents").fetchone()
    return instant(at) // 1_000_000 if at else 0
