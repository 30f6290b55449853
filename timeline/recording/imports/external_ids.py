"""What the log holds of another system's entries, by their identifiers there (`refs`).

While an import runs, what it adds and corrects on the way is kept in temporary tables beside the
projection and not in memory.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from timeline.event import document
from timeline.event.fold import change_body
from timeline.exchange.entry import ExternalId
from timeline.projection.documents import CLAIMED
from timeline.projection.states import Current, current
from timeline.recording.append import Outcome

PER_FILE = ("timelinejs", "markwhen")
"""Schemes whose identifiers are `FILE#ID`: each file is a system of its own."""
_TABLES = """
CREATE TEMP TABLE foreign_ids (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (kind, scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_seen (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (kind, scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_added (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE foreign_staged (id TEXT PRIMARY KEY, current TEXT NOT NULL) WITHOUT ROWID;
"""
# One that was withdrawn gives way to one that stands, and a later one to an earlier one.
_KNOWN = """
INSERT OR IGNORE INTO foreign_ids
SELECT s.event, r.value ->> 'scheme', r.value ->> 'id', s.id
FROM states AS s JOIN documents AS d ON d.id = s.id, json_each(s.body, '$.refs') AS r
ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, s.id
"""
_HAS_NONE = """NOT EXISTS (
    SELECT 1 FROM json_each(s.body, '$.refs') AS r WHERE r.value ->> 'scheme' = ?2
)"""
_FILE = f"iif(scheme IN {PER_FILE}, substr(foreign_id, 1, instr(foreign_id, '#')), '')"


class Missing(NamedTuple):
    """An event that an earlier import recorded and this file no longer has."""

    id: str
    external_id: ExternalId
    called: str


class ExternalIds:
    """The events that have identifiers in other systems; each kind of event has its own.

    Args:
        db: a fresh projection, which gets temporary tables.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        for statement in _TABLES.split(";"):
            db.execute(statement)
        db.execute(_KNOWN)
        self._nameless: dict[tuple[str, str], bool] = {}

    def find(self, kind: str, external_id: ExternalId) -> str:
        """The id of the event of a kind that has an identifier; empty if none has."""
        query = "SELECT event FROM foreign_ids WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        row: tuple[str] | None = self.db.execute(query, (kind, *external_id)).fetchone()
        return row[0] if row else ""

    def see(self, kind: str, external_id: ExternalId, line: int) -> int:
        """Note that an entry is in the file; the line where it stood before, 0 if nowhere."""
        query = "INSERT OR IGNORE INTO foreign_seen VALUES (?, ?, ?, ?)"
        if self.db.execute(query, (kind, *external_id, line)).rowcount:
            return 0
        query = "SELECT first FROM foreign_seen WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        return int(self.db.execute(query, (kind, *external_id)).fetchone()[0])

    def unseen(self) -> Iterator[Missing]:
        """What stands in the log and not in the file, of the systems that the file has."""
        query = f"""
            SELECT f.event, f.scheme, min(f.foreign_id),
                coalesce(s.body ->> 'title', s.body ->> 'name')
            FROM foreign_ids AS f JOIN states AS s ON s.id = f.event
            WHERE s.retracted_by IS NULL
            AND (f.kind, f.scheme, {_FILE}) IN (SELECT kind, scheme, {_FILE} FROM foreign_seen)
            AND f.event NOT IN (
                SELECT n.event FROM foreign_ids AS n JOIN foreign_seen AS e
                ON (n.kind, n.scheme, n.foreign_id) = (e.kind, e.scheme, e.foreign_id)
            )
            GROUP BY f.event ORDER BY f.scheme, min(f.foreign_id)
        """  # noqa: S608 (own texts)
        for id_, scheme, foreign_id, called in self.db.execute(query).fetchall():
            yield Missing(id_, ExternalId(scheme, foreign_id), called)

    def current(self, id_: str) -> Current:
        """A happening as it stands, with what this import made of it."""
        query = "SELECT current FROM foreign_staged WHERE id = ?"
        row = self.db.execute(query, (id_,)).fetchone()
        if row is None:
            return current(self.db, id_)
        staged = Current(*json.loads(row[0]))
        return staged._replace(heads=tuple(staged.heads))

    def nameless(self, kind: str, scheme: str) -> bool:
        """Whether there is an event of a kind that has no identifier of a system."""
        if (kind, scheme) not in self._nameless:
            query = f"SELECT 1 FROM states AS s WHERE s.event = ?1 AND {_HAS_NONE} LIMIT 1"  # noqa: S608 (fixed texts)
            found = self.db.execute(query, (kind, scheme)).fetchone()
            self._nameless[kind, scheme] = found is not None
        return self._nameless[kind, scheme]

    def claiming(self, claim: str, scheme: str) -> str:
        """The event with a claim that stands and has no identifier of a system; empty if none."""
        query = f"""
            SELECT s.id FROM documents AS d JOIN states AS s ON s.id = d.id
            WHERE d.id IN ({CLAIMED}) AND {_HAS_NONE} AND s.retracted_by IS NULL
            AND s.id NOT IN (SELECT event FROM foreign_ids WHERE scheme = ?2)
            ORDER BY d.recorded_at, d.id
        """  # noqa: S608 (fixed texts)
        row: tuple[str] | None = self.db.execute(query, (bytes.fromhex(claim), scheme)).fetchone()
        return row[0] if row else ""

    def is_unchanged(self, id_: str, said: Mapping[str, object]) -> bool:
        """Whether an event was never corrected, and says just what a resolved draft says."""
        query = """
            SELECT claim FROM document_rows AS d WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM corrections AS c WHERE c.root = ?1)
            AND NOT EXISTS (SELECT 1 FROM foreign_staged AS f WHERE f.id = ?1)
        """
        row = self.db.execute(query, (id_,)).fetchone()
        return row is not None and row[0].hex() == document.claim_of_draft(said)

    def said_before(self, id_: str, external_id: ExternalId) -> dict[str, object]:
        """An event as its system said it last: without what was corrected here by hand."""
        body = self.original(id_)
        refs = listed(body.get("refs"))
        query = """
            SELECT d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ? AND c.event = 'amendment' AND c.retracted_by IS NULL
            GROUP BY c.id ORDER BY c.ordinal
        """
        for (text,) in self.db.execute(query, (id_,)):
            amendment = json.loads(text)
            change = amendment.get("set"), amendment.get("unset")
            before, refs = refs, listed(change_body({"refs": refs}, *change).get("refs"))
            if _names(amendment, external_id):
                # Identifiers that others gave it stay in the list that an import sets.
                said = [one for one in listed(body.get("refs")) if one in refs]
                said += [one for one in refs if one not in before]
                body = {**change_body(body, *change), "refs": said}
        return {name: value for name, value in body.items() if name not in _OWN}

    def original(self, id_: str) -> dict[str, object]:
        """An event as it was recorded, or is to be."""
        query = """
            SELECT body FROM documents WHERE id = ?1
            UNION ALL SELECT body FROM foreign_added WHERE id = ?1
        """
        body: dict[str, object] = json.loads(self.db.execute(query, (id_,)).fetchone()[0])
        return body

    def retractions(self, id_: str, scheme: str) -> tuple[str, ...]:
        """What withdraws an event in the log, if all of it came from entries of a system."""
        query = """
            SELECT c.id, d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ?1 AND c.target = ?1 AND c.event = 'retraction'
            AND c.retracted_by IS NULL
            GROUP BY c.id ORDER BY c.ordinal
        """
        found = self.db.execute(query, (id_,)).fetchall()
        made = all(scheme in _schemes(json.loads(text)) for _, text in found)
        return tuple(one for one, _ in found) if made else ()

    def name(self, kind: str, external_id: ExternalId, id_: str) -> None:
        """Keep which event an entry became, for later entries to refer to."""
        row = (kind, *external_id, id_)
        self.db.execute("INSERT OR IGNORE INTO foreign_ids VALUES (?, ?, ?, ?)", row)

    def add(self, own: Iterable[ExternalId], added: Outcome) -> None:
        """Keep an event that is added, for later entries to correct by its identifiers."""
        kind, body = str(added.body["event"]), dict(added.body)
        for external_id in own:
            self.name(kind, external_id, added.id)
        self.db.execute("INSERT INTO foreign_added VALUES (?, ?)", (added.id, json.dumps(body)))
        self.stage(Current(added.id, kind, body, (added.id,), None, forked=False))

    def stage_amendment(self, now: Current, made: Outcome) -> None:
        """Keep what an amendment makes of an event."""
        body = change_body(now.body, made.body.get("set"), made.body.get("unset"))
        self.stage(now._replace(body=body, heads=(made.id,), forked=False))

    def stage_retraction(self, now: Current, made: Outcome) -> None:
        """Keep that an event is withdrawn."""
        self.stage(now._replace(heads=(made.id,), retracted_by=made.id, forked=False))

    def stage(self, now: Current) -> None:
        """Keep what became of an event."""
        text = json.dumps(now)
        self.db.execute("INSERT OR REPLACE INTO foreign_staged VALUES (?, ?)", (now.id, text))


_OWN = ("schema", "id", "event", "recorded")


def _names(body: Mapping[str, object], external_id: ExternalId) -> bool:
    return external_id._asdict() in listed(body.get("refs"))


def _schemes(body: Mapping[str, object]) -> set[object]:
    return {one.get("scheme") for one in listed(body.get("refs")) if isinstance(one, dict)}


def listed(value: object) -> list[object]:
    """The items of a field that is a list; none if it is not there."""
    return value if isinstance(value, list) else []
