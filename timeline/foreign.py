"""What the log holds of another system's entries, by their identifiers there (`refs`).

While an import runs, what it adds and corrects on the way is kept in temporary tables beside the
projection, so that memory does not grow with it.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping

from timeline import document
from timeline.correcting import Current, current
from timeline.exchange.entry import Foreign
from timeline.recording import Outcome

_TABLES = """
CREATE TEMP TABLE foreign_ids (
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_seen (
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_staged (id TEXT PRIMARY KEY, current TEXT NOT NULL) WITHOUT ROWID;
"""
# One that was withdrawn gives way to one that stands, and a later one to an earlier one.
_KNOWN = """
INSERT OR IGNORE INTO foreign_ids
SELECT r.value ->> 'scheme', r.value ->> 'id', s.id
FROM states AS s JOIN documents AS d ON d.id = s.id, json_each(s.body, '$.refs') AS r
WHERE s.event = 'happening'
ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, s.id
"""


class Foreigners:
    """The happenings that have identifiers in other systems.

    Args:
        db: a fresh projection, which gets temporary tables.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        for statement in _TABLES.split(";"):
            db.execute(statement)
        db.execute(_KNOWN)

    def find(self, foreign: Foreign) -> str:
        """The id of the happening that has an identifier; empty if none has."""
        query = "SELECT event FROM foreign_ids WHERE scheme = ? AND foreign_id = ?"
        row = self.db.execute(query, foreign).fetchone()
        return str(row[0]) if row else ""

    def see(self, foreign: Foreign, line: int) -> int:
        """Note that an entry is in the file; the line where it stood before, 0 if nowhere."""
        query = "SELECT first FROM foreign_seen WHERE scheme = ? AND foreign_id = ?"
        row = self.db.execute(query, foreign).fetchone()
        if row:
            return int(row[0])
        self.db.execute("INSERT INTO foreign_seen VALUES (?, ?, ?)", (*foreign, line))
        return 0

    def unseen(self) -> Iterator[tuple[str, Foreign, str]]:
        """What stands in the log and not in the file, of the schemes that the file has.

        Yields:
            The id, the identifier in the other system and the title of each happening.
        """
        query = """
            SELECT f.event, f.scheme, f.foreign_id, h.title
            FROM foreign_ids AS f JOIN happenings AS h ON h.id = f.event
            WHERE f.scheme IN (SELECT scheme FROM foreign_seen) AND NOT EXISTS (
                SELECT 1 FROM foreign_seen AS s
                WHERE s.scheme = f.scheme AND s.foreign_id = f.foreign_id
            )
            ORDER BY f.scheme, f.foreign_id
        """
        for id_, scheme, foreign_id, title in self.db.execute(query).fetchall():
            yield id_, Foreign(scheme, foreign_id), title

    def current(self, id_: str) -> Current:
        """A happening as it stands, with what this import made of it."""
        query = "SELECT current FROM foreign_staged WHERE id = ?"
        row = self.db.execute(query, (id_,)).fetchone()
        if row is None:
            return current(self.db, id_)
        staged = Current(*json.loads(row[0]))
        return staged._replace(heads=tuple(staged.heads))

    def said_before(self, id_: str, foreign: Foreign) -> dict[str, object]:
        """A happening as its system said it last: without what was corrected here by hand."""
        query = "SELECT body FROM documents WHERE id = ?"
        body: dict[str, object] = json.loads(self.db.execute(query, (id_,)).fetchone()[0])
        query = """
            SELECT d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ? AND c.event = 'amendment' AND c.retracted_by IS NULL
            GROUP BY c.id ORDER BY c.ordinal
        """
        for (text,) in self.db.execute(query, (id_,)):
            amendment = json.loads(text)
            if _names(amendment, foreign):
                body = _amended(body, amendment)
        return {name: value for name, value in body.items() if name not in _OWN}

    def claims(self, id_: str, said: Mapping[str, object]) -> bool:
        """Whether a happening of the log was recorded as saying just this, withdrawn or not."""
        body = document.complete(said, {})
        query = "SELECT 1 FROM documents WHERE id = ? AND claim = ?"
        return self.db.execute(query, (id_, document.claim(body))).fetchone() is not None

    def made(self, id_: str, foreign: Foreign) -> bool:
        """Whether a correction in the log came from an entry of another system."""
        query = "SELECT body FROM documents WHERE id = ?"
        row = self.db.execute(query, (id_,)).fetchone()
        return row is not None and _names(json.loads(row[0]), foreign)

    def corrected(self, id_: str, foreign: Foreign, at: str) -> bool:
        """Whether a correction that a system recorded at an instant was taken in before."""
        query = """
            SELECT d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ? AND c.recorded_at = ?
        """
        found = self.db.execute(query, (id_, at)).fetchall()
        return any(_names(json.loads(text), foreign) for (text,) in found)

    def name(self, foreign: Foreign, id_: str) -> None:
        """Keep which happening an entry became, for later entries to refer to."""
        self.db.execute("INSERT INTO foreign_ids VALUES (?, ?, ?)", (*foreign, id_))

    def stage(self, foreign: Foreign, added: Outcome) -> None:
        """Keep a happening that is added, for later entries to correct."""
        self.name(foreign, added.id)
        self._stage(Current(added.id, "happening", dict(added.body), (added.id,), None, False))

    def stage_amendment(self, now: Current, made: Outcome) -> None:
        """Keep what an amendment makes of a happening."""
        self._stage(now._replace(body=_amended(now.body, made.body), heads=(made.id,)))

    def stage_retraction(self, now: Current, made: Outcome) -> None:
        """Keep that a happening is withdrawn."""
        self._stage(now._replace(heads=(made.id,), retracted_by=made.id))

    def stage_restoration(self, now: Current, made: Outcome) -> None:
        """Keep that a happening is withdrawn no more."""
        self._stage(now._replace(heads=(made.id,), retracted_by=None))

    def _stage(self, now: Current) -> None:
        text = json.dumps(now)
        self.db.execute("INSERT OR REPLACE INTO foreign_staged VALUES (?, ?)", (now.id, text))


_OWN = ("schema", "id", "event", "recorded")


def _names(body: Mapping[str, object], foreign: Foreign) -> bool:
    refs = body.get("refs")
    return isinstance(refs, list) and foreign._asdict() in refs


def _amended(body: Mapping[str, object], amendment: Mapping[str, object]) -> dict[str, object]:
    changed, gone = amendment.get("set"), amendment.get("unset")
    kept = {k: v for k, v in body.items() if not (isinstance(gone, list) and k in gone)}
    return kept | (changed if isinstance(changed, dict) else {})
