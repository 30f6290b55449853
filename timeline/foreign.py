"""What the log holds of another system's entries, by their identifiers there (`refs`).

While an import runs, what it adds and corrects on the way is kept in temporary tables beside the
projection and not in memory.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.correcting import Current, current
from timeline.exchange.entry import Foreign
from timeline.recording import Outcome

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
CREATE TEMP TABLE foreign_told (id TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE foreign_aliases (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (kind, scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_corrections (
    root TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    event TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (root, scheme, foreign_id, event, ordinal, id)
) WITHOUT ROWID;
CREATE TEMP TABLE foreign_refused (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    refused TEXT NOT NULL,
    PRIMARY KEY (kind, scheme, foreign_id)
) WITHOUT ROWID;
"""
# One that was withdrawn gives way to one that stands, and a later one to an earlier one.
_KNOWN = """
INSERT OR IGNORE INTO foreign_ids
SELECT s.event, r.value ->> 'scheme', r.value ->> 'id', s.id
FROM states AS s JOIN documents AS d ON d.id = s.id, json_each(s.body, '$.refs') AS r
ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, s.id
"""
_CORRECTIONS = """
INSERT OR IGNORE INTO foreign_corrections
SELECT c.root, r.value ->> 'scheme', r.value ->> 'id', c.event, c.ordinal, c.id, c.target,
    d.recorded_at, 0
FROM corrections AS c JOIN documents AS d ON d.id = c.id, json_each(d.body, '$.refs') AS r
"""
# Where a correction has an identifier of its own, that leads to the event, too.
_ALIASES = """
INSERT OR IGNORE INTO foreign_aliases
SELECT s.event, c.scheme, c.foreign_id, c.root
FROM foreign_corrections AS c JOIN states AS s ON s.id = c.root
ORDER BY c.recorded_at, c.id
"""
_HAS_NONE = """NOT EXISTS (
    SELECT 1 FROM json_each(s.body, '$.refs') AS r WHERE r.value ->> 'scheme' = ?
)"""
_FILE = f"iif(scheme IN {PER_FILE}, substr(foreign_id, 1, instr(foreign_id, '#')), '')"


class Missing(NamedTuple):
    """An event that an earlier import recorded and this file no longer has."""

    id: str
    foreign: Foreign
    called: str


class Told(NamedTuple):
    """What a system with a history has said of an event so far.

    `body` is the event by its words; `retractions` are those that withdraw it by its words: it
    stands if there are none. One of the log may be empty, where people here withdrew the event.
    """

    body: dict[str, object]
    retractions: tuple[str, ...] = ()


class Step(NamedTuple):
    """A row of a history, by which a correction in the log is known to be it.

    `at` is when the other system recorded it; empty if it does not say.
    """

    foreign: Foreign
    at: str


class Refused(NamedTuple):
    """An addition that was refused: what it said, its columns, and the line of its row."""

    body: dict[str, object]
    columns: dict[str, str]
    line: int


class Foreigners:
    """The events that have identifiers in other systems; each kind of event has its own.

    Args:
        db: a fresh projection, which gets temporary tables.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        for statement in _TABLES.split(";"):
            db.execute(statement)
        for statement in (_KNOWN, _CORRECTIONS, _ALIASES):
            db.execute(statement)
        self._nameless: dict[tuple[str, str], bool] = {}

    def find(self, kind: str, foreign: Foreign) -> str:
        """The id of the event of a kind that has an identifier, or whose correction has it.

        Returns:
            An id; empty if there is none.
        """
        for table in ("foreign_ids", "foreign_aliases"):
            query = f"SELECT event FROM {table} WHERE kind = ? AND scheme = ? AND foreign_id = ?"  # noqa: S608 (own names)
            if row := self.db.execute(query, (kind, *foreign)).fetchone():
                return str(row[0])
        return ""

    def lead(self, kind: str, foreign: Foreign, id_: str) -> None:
        """Let an identifier of a correction lead to the event that is corrected."""
        statement = "INSERT OR IGNORE INTO foreign_aliases VALUES (?, ?, ?, ?)"
        self.db.execute(statement, (kind, *foreign, id_))

    def refuse(self, kind: str, foreign: Foreign, refused: Refused) -> None:
        """Keep an addition that was refused, for a later row to correct."""
        statement = "INSERT OR REPLACE INTO foreign_refused VALUES (?, ?, ?, ?)"
        self.db.execute(statement, (kind, *foreign, json.dumps(refused)))

    def refused(self, kind: str, foreign: Foreign) -> Refused | None:
        """The addition with an identifier that was refused, if nothing came of it since."""
        query = (
            "SELECT refused FROM foreign_refused WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        )
        row = self.db.execute(query, (kind, *foreign)).fetchone()
        return Refused(*json.loads(row[0])) if row else None

    def forget_refused(self, kind: str, foreign: Foreign) -> None:
        """Forget an addition that was refused."""
        statement = "DELETE FROM foreign_refused WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        self.db.execute(statement, (kind, *foreign))

    def see(self, kind: str, foreign: Foreign, line: int) -> int:
        """Note that an entry is in the file; the line where it stood before, 0 if nowhere."""
        query = "SELECT first FROM foreign_seen WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        row = self.db.execute(query, (kind, *foreign)).fetchone()
        if row:
            return int(row[0])
        self.db.execute("INSERT INTO foreign_seen VALUES (?, ?, ?, ?)", (kind, *foreign, line))
        return 0

    def unseen(self) -> Iterator[Missing]:
        """What stands in the log and not in the file, of the systems that the file has."""
        query = f"""
            SELECT f.event, f.scheme, f.foreign_id,
                coalesce(s.body ->> 'title', s.body ->> 'name')
            FROM foreign_ids AS f JOIN states AS s ON s.id = f.event
            WHERE s.retracted_by IS NULL
            AND (f.kind, f.scheme, {_FILE}) IN (SELECT kind, scheme, {_FILE} FROM foreign_seen)
            AND (f.kind, f.scheme, f.foreign_id) NOT IN (
                SELECT kind, scheme, foreign_id FROM foreign_seen
            )
            ORDER BY f.scheme, f.foreign_id
        """  # noqa: S608 (own texts)
        for id_, scheme, foreign_id, called in self.db.execute(query).fetchall():
            yield Missing(id_, Foreign(scheme, foreign_id), called)

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
            query = f"SELECT 1 FROM states AS s WHERE s.event = ? AND {_HAS_NONE} LIMIT 1"  # noqa: S608 (fixed texts)
            found = self.db.execute(query, (kind, scheme)).fetchone()
            self._nameless[kind, scheme] = found is not None
        return self._nameless[kind, scheme]

    def claiming(self, claim: str, scheme: str) -> str:
        """The event with a claim that stands and has no identifier of a system; empty if none."""
        query = f"""
            SELECT s.id FROM documents AS d JOIN states AS s ON s.id = d.id
            WHERE d.claim = ? AND {_HAS_NONE} AND s.retracted_by IS NULL
            AND s.id NOT IN (SELECT event FROM foreign_ids WHERE scheme = ?)
            ORDER BY d.recorded_at, d.id
        """  # noqa: S608 (fixed texts)
        row = self.db.execute(query, (claim, scheme, scheme)).fetchone()
        return str(row[0]) if row else ""

    def said_before(self, id_: str, foreign: Foreign) -> dict[str, object]:
        """An event as an entry of its system said it last: without corrections made by hand."""
        return self._said(id_, lambda amendment: _names(amendment, foreign))

    def _said(self, id_: str, counts: Callable[[Mapping[str, object]], bool]) -> dict[str, object]:
        """An event with those of its amendments that count."""
        body = self.original(id_)
        refs = listed(body.get("refs"))
        query = """
            SELECT d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ? AND c.event = 'amendment' AND c.retracted_by IS NULL
            GROUP BY c.id ORDER BY c.ordinal
        """
        for (text,) in self.db.execute(query, (id_,)):
            amendment = json.loads(text)
            before, refs = refs, listed(amended({"refs": refs}, amendment).get("refs"))
            if counts(amendment):
                # Identifiers that others gave it stay in the list that an import sets.
                said = [one for one in listed(body.get("refs")) if one in refs]
                said += [one for one in refs if one not in before]
                body = {**amended(body, amendment), "refs": said}
        return {name: value for name, value in body.items() if name not in _OWN}

    def told(self, id_: str) -> Told | None:
        """What a system with a history has said of an event in the file; None if nothing yet."""
        query = "SELECT told FROM foreign_told WHERE id = ?"
        row = self.db.execute(query, (id_,)).fetchone()
        if row is None:
            return None
        body, retractions = json.loads(row[0])
        return Told(body, tuple(retractions))

    def told_before(self, id_: str, scheme: str) -> Told:
        """What a system with a history had said of an event when it was imported last."""

        def is_imported(amendment: Mapping[str, object]) -> bool:
            return any(
                isinstance(ref, dict) and ref.get("scheme") == scheme
                for ref in listed(amendment.get("refs"))
            )

        query = """
            SELECT DISTINCT f.id FROM foreign_corrections AS f JOIN corrections AS c ON c.id = f.id
            WHERE f.root = ?1 AND f.target = ?1 AND f.scheme = ?2 AND f.event = 'retraction'
            AND c.retracted_by IS NULL
        """
        retractions = tuple(one for (one,) in self.db.execute(query, (id_, scheme)))
        return Told(self._said(id_, is_imported), retractions)

    def tell(self, id_: str, told: Told) -> None:
        """Keep what a system has said of an event."""
        text = json.dumps(told)
        self.db.execute("INSERT OR REPLACE INTO foreign_told VALUES (?, ?)", (id_, text))

    def original(self, id_: str) -> dict[str, object]:
        """An event as it was recorded, or is to be."""
        query = """
            SELECT body FROM documents WHERE id = ?1
            UNION ALL SELECT body FROM foreign_added WHERE id = ?1
        """
        body: dict[str, object] = json.loads(self.db.execute(query, (id_,)).fetchone()[0])
        return body

    def retractions(self, id_: str, foreign: Foreign) -> tuple[str, ...]:
        """What withdraws an event, if all of it came from an entry of another system."""
        query = """
            SELECT c.id, d.body FROM corrections AS c JOIN documents AS d ON d.id = c.id
            WHERE c.root = ?1 AND c.target = ?1 AND c.event = 'retraction'
            AND c.retracted_by IS NULL
            GROUP BY c.id ORDER BY c.ordinal
        """
        found = self.db.execute(query, (id_,)).fetchall()
        made = all(_names(json.loads(text), foreign) for _, text in found)
        return tuple(one for one, _ in found) if made else ()

    def take_amendment(self, id_: str, row: Step, change: Mapping[str, object]) -> bool:
        """Take the amendment in the log that a row of a history is, if there is one.

        Args:
            id_: the event that it corrects.
            row: the row.
            change: the fields that it changes.
        """
        first = ""
        for one in self._untaken(id_, row, "amendment"):
            query = "SELECT body -> 'set' FROM documents WHERE id = ?"
            text = self.db.execute(query, (one,)).fetchone()[0]
            if _within(json.loads(text) if text else {}, change):
                return self._take(one)
            first = first or one
        # What is corrected here meanwhile may have left less to correct; an instant tells then.
        return bool(first and row.at) and self._take(first)

    def take_retraction(self, id_: str, row: Step, target: str) -> str:
        """Take the retraction in the log that a row of a history is.

        Args:
            id_: the event that it withdraws or restores.
            row: the row.
            target: what is retracted: the event, or a retraction of it.

        Returns:
            Its id; empty if there is none.
        """
        query = "SELECT 1 FROM foreign_corrections WHERE id = ? AND target = ?"
        for one in self._untaken(id_, row, "retraction"):
            if self.db.execute(query, (one, target)).fetchone():
                self._take(one)
                return one
        return ""

    def _untaken(self, id_: str, row: Step, event: str) -> Iterator[str]:
        query = """
            SELECT id FROM foreign_corrections
            WHERE root = ? AND scheme = ? AND foreign_id = ? AND event = ? AND NOT taken
            AND ? IN ('', recorded_at)
            ORDER BY ordinal
        """
        for (one,) in self.db.execute(query, (id_, *row.foreign, event, row.at)):
            yield one

    def _take(self, id_: str) -> bool:
        self.db.execute("UPDATE foreign_corrections SET taken = 1 WHERE id = ?", (id_,))
        return True

    def stands(self, retraction: str) -> bool:
        """Whether a retraction in the log is not lifted."""
        query = "SELECT retracted_by FROM corrections WHERE id = ?"
        row = self.db.execute(query, (retraction,)).fetchone()
        return row is not None and row[0] is None

    def withdrawn_by_others(self, id_: str, retractions: Sequence[str]) -> str:
        """What withdraws an event beside certain retractions; empty if nothing does."""
        query = """
            SELECT id FROM corrections
            WHERE root = ?1 AND target = ?1 AND event = 'retraction' AND retracted_by IS NULL
            AND id NOT IN (SELECT value FROM json_each(?2)) ORDER BY ordinal
        """
        row = self.db.execute(query, (id_, json.dumps(retractions))).fetchone()
        return str(row[0]) if row else ""

    def name(self, kind: str, foreign: Foreign, id_: str) -> None:
        """Keep which event an entry became, for later entries to refer to."""
        self.db.execute("INSERT INTO foreign_ids VALUES (?, ?, ?, ?)", (kind, *foreign, id_))

    def add(self, foreign: Foreign, added: Outcome) -> None:
        """Keep an event that is added, for later entries to correct."""
        kind, body = str(added.body["event"]), dict(added.body)
        self.name(kind, foreign, added.id)
        self.db.execute("INSERT INTO foreign_added VALUES (?, ?)", (added.id, json.dumps(body)))
        self.stage(Current(added.id, kind, body, (added.id,), None, forked=False))

    def stage_amendment(self, now: Current, made: Outcome) -> None:
        """Keep what an amendment makes of an event."""
        body = amended(now.body, made.body)
        self.stage(now._replace(body=body, heads=(made.id,), forked=False))

    def stage_retraction(self, now: Current, made: Outcome) -> None:
        """Keep that an event is withdrawn."""
        self.stage(now._replace(heads=(made.id,), retracted_by=made.id, forked=False))

    def stage(self, now: Current) -> None:
        """Keep what became of an event."""
        text = json.dumps(now)
        self.db.execute("INSERT OR REPLACE INTO foreign_staged VALUES (?, ?)", (now.id, text))


_OWN = ("schema", "id", "event", "recorded")


def _names(body: Mapping[str, object], foreign: Foreign) -> bool:
    return foreign._asdict() in listed(body.get("refs"))


def listed(value: object) -> list[object]:
    """The items of a field that is a list; none if it is not there."""
    return value if isinstance(value, list) else []


def _within(part: object, whole: Mapping[str, object]) -> bool:
    return isinstance(part, dict) and all(whole.get(k) == value for k, value in part.items())


def amended(body: Mapping[str, object], amendment: Mapping[str, object]) -> dict[str, object]:
    """A body with an amendment applied."""
    changed, gone = amendment.get("set"), amendment.get("unset")
    kept = {k: v for k, v in body.items() if not (isinstance(gone, list) and k in gone)}
    return kept | (changed if isinstance(changed, dict) else {})
