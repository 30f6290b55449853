"""What a history says of each entry of another system, as far as its file was read.

Rows of a history refer to each other by identifiers: a correction to what it corrects, or to an
earlier correction. All that lead to one entry are a chain, which is one event of the log. What
earlier imports made of its rows are the steps of the chain in the log.

All of it is kept in temporary tables beside the projection and not in memory.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from timeline.base.errors import Fault
from timeline.event.document import Document, tidy
from timeline.exchange.entry import ExternalId, Past

State = Literal["unplaced", "unborn", "absent", "standing", "withdrawn"]
"""Of a chain: in the log, but not clear where in it the file is; not added yet; added by a row that
was refused; there; withdrawn."""
Made = Literal["amendment", "retraction", "lift"]
"""What a row made in the log; a lift restores what was withdrawn."""


class Chain(NamedTuple):
    """What a file has said of an entry so far.

    `key` names the chain, and `event` the event of the log that it is, if it is one yet; `body` is
    what the system has said. `waiting` are fields, as the rows word them, that were refused and may
    be corrected; of these `unread` could not be read, and `lines` are the rows. None are waiting
    where nothing was refused. `ids` are identifiers that no event of the log has yet. `since` is
    the first step in the log that the file may tell again.
    """

    key: str
    kind: str
    event: str = ""
    state: State = "unborn"
    body: Mapping[str, object] = {}
    waiting: Mapping[str, object] | None = None
    unread: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()
    since: int = 0

    def settle(self) -> "Chain":
        """The chain with nothing waiting."""
        return self._replace(waiting=None, unread=(), lines=())

    def wait(self, row: "Row") -> "Chain":
        """The chain with what a refused row says, and what waited before it."""
        whole = row.after(self)
        return self._replace(
            waiting=whole.fields,
            unread=whole.unread,
            lines=(*self.lines, row.said.start),
        )


_NOT_FIELDS = ("external_id", "recorded_at", "recorded_by", "operation", "refers_to", "reason")
"""Columns that no later row corrects."""


class Row(NamedTuple):
    """One row of a history: what it says, its identifier, and what it does; see `Entry`."""

    said: Document
    external_id: ExternalId
    past: Past
    faults: tuple[Fault, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def named(self) -> ExternalId:
        """The identifier of what it adds, corrects or retracts."""
        scheme, own = self.external_id
        return ExternalId(scheme, str(tidy(self.past.refers_to)) or own)

    @property
    def starts(self) -> bool:
        """Whether it may add what there was not before."""
        return (
            self.past.operation == "add"
            and self.named == self.external_id
            and "operation" not in self.unread
        )

    @property
    def is_unclear(self) -> bool:
        """Whether it cannot be read what it does, or when it did so."""
        return not set(_NOT_FIELDS).isdisjoint(self.unread)

    @property
    def fields(self) -> dict[str, object]:
        """What it says of the entry."""
        return {name: value for name, value in self.said.body.items() if name != "event"}

    def after(self, chain: Chain) -> "Row":
        """The row with what waits to be corrected; what it says itself goes before."""
        body = self.said.body | dict(chain.waiting or {}) | self.fields
        unread = [name for name in chain.unread if name not in body or name in self.unread]
        return self._replace(
            said=self.said._replace(body=body),
            unread=tuple(dict.fromkeys((*unread, *self.unread))),
        )


class Step(NamedTuple):
    """What an earlier import made of a row: a correction in the log.

    `lifted` says that it is withdrawn itself.
    """

    ordinal: int
    id: str
    made: Made
    lifted: bool
    body: Mapping[str, object]


_TABLES = """
CREATE TEMP TABLE chains (key TEXT PRIMARY KEY, chain TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE chain_ids (
    kind TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (kind, scheme, foreign_id)
) WITHOUT ROWID;
CREATE TEMP TABLE steps (
    root TEXT NOT NULL,
    scheme TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    made TEXT NOT NULL,
    taken INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    lifted INTEGER NOT NULL
);
INSERT INTO steps
SELECT DISTINCT c.root, r.value ->> 'scheme', r.value ->> 'id',
    iif(c.event = 'amendment', c.event, iif(c.target = c.root, 'retraction', 'lift')),
    0, c.ordinal, c.id, c.recorded_at, c.retracted_by IS NOT NULL
FROM corrections AS c JOIN documents AS d ON d.id = c.id, json_each(d.body, '$.refs') AS r;
CREATE INDEX temp.steps_root ON steps (root, scheme, foreign_id, made, taken, ordinal);
CREATE INDEX temp.steps_at ON steps (root, scheme, foreign_id, at, ordinal);
CREATE INDEX temp.steps_named ON steps (scheme, foreign_id);
CREATE INDEX temp.steps_id ON steps (id);
"""


class Chains:
    """The chains of a file, and the steps that the log has of them.

    Args:
        db: a fresh projection, which gets temporary tables once they are needed.
        named: gives the event of a kind that has an identifier itself; empty if none has.
    """

    def __init__(self, db: sqlite3.Connection, named: Callable[[str, ExternalId], str]) -> None:
        self._db, self._named = db, named
        self._held: dict[str, list[Row]] = {}

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The projection, with the tables."""
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        return self._db

    def find(self, kind: str, external_id: ExternalId) -> Chain | None:
        """The chain to which an identifier leads, in the file or in the log."""
        query = "SELECT key FROM chain_ids WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        row = self.db.execute(query, (kind, *external_id)).fetchone()
        if row:
            event, is_told = row[0], True
        else:
            event = self._named(kind, external_id) or self._corrected_by(kind, external_id)
            is_told = False
        if not event:
            return None
        chain = self._kept(event)
        if chain is None:
            return Chain(event, kind, event, "unplaced")
        return chain if is_told or self._is_earlier(chain, external_id) else None

    def _is_earlier(self, chain: Chain, external_id: ExternalId) -> bool:
        """Whether the log has an identifier not only from rows that the file may yet have."""
        query = """
            SELECT 1 FROM documents AS d, json_each(d.body, '$.refs') AS r
            WHERE d.id = ? AND r.value ->> 'scheme' = ? AND r.value ->> 'id' = ?
        """
        if self.db.execute(query, (chain.event, *external_id)).fetchone():
            return chain.state != "absent"
        query = "SELECT min(ordinal) FROM steps WHERE root = ? AND scheme = ? AND foreign_id = ?"
        (first,) = self.db.execute(query, (chain.event, *external_id)).fetchone()
        return first is None or first < chain.since

    def _kept(self, key: str) -> Chain | None:
        row = self.db.execute("SELECT chain FROM chains WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        found = Chain(*json.loads(row[0]))
        return found._replace(
            unread=tuple(found.unread), lines=tuple(found.lines), ids=tuple(found.ids)
        )

    def _corrected_by(self, kind: str, external_id: ExternalId) -> str:
        """The event of which a correction in the log has an identifier; empty if none has."""
        query = """
            SELECT s.root FROM steps AS s JOIN states AS x ON x.id = s.root
            WHERE s.scheme = ? AND s.foreign_id = ? AND x.event = ?
            ORDER BY s.at, s.id LIMIT 1
        """
        row: tuple[str] | None = self.db.execute(query, (*external_id, kind)).fetchone()
        return row[0] if row else ""

    def keep(self, chain: Chain) -> None:
        """Keep what the file has said of an entry, for the rows that follow."""
        row = (chain.key, json.dumps(chain))
        self.db.execute("INSERT OR REPLACE INTO chains VALUES (?, ?)", row)

    def name(self, chain: Chain, external_id: ExternalId) -> str:
        """Let an identifier lead to a chain, unless it leads to another by an earlier row.

        What the log says of it does not count, since the log may have it from this very file.

        Returns:
            The key of the chain to which it leads.
        """
        row = (chain.kind, *external_id, chain.key)
        self.db.execute("INSERT OR IGNORE INTO chain_ids VALUES (?, ?, ?, ?)", row)
        query = "SELECT key FROM chain_ids WHERE kind = ? AND scheme = ? AND foreign_id = ?"
        return str(self.db.execute(query, row[:3]).fetchone()[0])

    def hold(self, chain: Chain, row: Row) -> None:
        """Keep a row until a later one tells which point of a chain the file is at."""
        self._held.setdefault(chain.key, []).append(row)
        self.name(chain, row.external_id)

    def held(self, chain: Chain) -> Sequence[Row]:
        """The rows of a chain that are held."""
        return self._held.get(chain.key, ())

    def release(self, chain: Chain) -> Sequence[Row]:
        """The rows of a chain that are held, which are not any more."""
        query = "DELETE FROM chain_ids WHERE kind = ? AND scheme = ? AND foreign_id = ? AND key = ?"
        released = self._held.pop(chain.key, [])
        for row in released:
            self.db.execute(query, (chain.kind, *row.external_id, chain.key))
        return released

    def undecided(self) -> list[str]:
        """The chains of which rows are held."""
        return list(self._held)

    def is_recorded(self, chain: Chain, external_id: ExternalId) -> bool:
        """Whether the log knows by itself that an identifier leads to the event of a chain."""
        query = "SELECT 1 FROM steps WHERE root = ? AND scheme = ? AND foreign_id = ?"
        return (
            self._named(chain.kind, external_id) == chain.event
            or self.db.execute(query, (chain.event, *external_id)).fetchone() is not None
        )

    def record(self, chain: Chain, external_id: ExternalId, made: Made, id_: str) -> None:
        """Keep that a row made a correction, so that no other row is taken for it."""
        row = (chain.event, *external_id, made, 1, 0, id_, "", 0)
        self.db.execute("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def give_back(self, id_: str) -> None:
        """Let another row be taken for a correction."""
        self.db.execute("UPDATE steps SET taken = 0 WHERE id = ?", (id_,))

    def is_made_here(self, id_: str) -> bool:
        """Whether a correction was made by this import."""
        query = "SELECT 1 FROM steps WHERE id = ? AND ordinal = 0"
        return self.db.execute(query, (id_,)).fetchone() is not None

    def steps(self, chain: Chain, scheme: str) -> Iterator[Step]:
        """What imports made of the rows of a chain, in order."""
        query = """
            SELECT s.ordinal, s.id, s.made, s.lifted, d.body
            FROM steps AS s JOIN documents AS d ON d.id = s.id
            WHERE s.root = ? AND s.scheme = ? AND s.ordinal > 0
            GROUP BY s.ordinal ORDER BY s.ordinal
        """
        for ordinal, id_, made, lifted, body in self.db.execute(query, (chain.event, scheme)):
            yield Step(ordinal, id_, made, bool(lifted), json.loads(body))

    def ordinal(self, chain: Chain, external_id: ExternalId, at: str, made: Made | None) -> int:
        """Which step of a chain a row made, by its identifier and instant; 0 if none.

        Args:
            chain: the chain.
            external_id: of the row.
            at: when its system recorded it; empty if it does not say.
            made: what it made; None if no other row has its identifier.
        """
        query = """
            SELECT min(ordinal) FROM steps
            WHERE root = ?1 AND scheme = ?2 AND foreign_id = ?3 AND ordinal > 0
            AND ?4 IN ('', at) AND coalesce(?5, made) = made
        """
        if at:
            query = query.replace("?4 IN ('', at)", "at = ?4")
        row = self.db.execute(query, (chain.event, *external_id, at, made)).fetchone()
        return int(row[0] or 0)

    def pass_over(self, chain: Chain, end: Step | None = None) -> None:
        """Let no row be taken for a step before another, or for any, since the file is past it."""
        query = "UPDATE steps SET taken = 1 WHERE root = ? AND ordinal < ?"
        self.db.execute(query, (chain.event, end.ordinal if end else 1 << 62))

    def take(
        self,
        chain: Chain,
        external_id: ExternalId,
        at: str,
        made: Made,
        fits: Callable[[Mapping[str, object]], bool] = lambda _: True,
    ) -> str:
        """The correction in the log that a row of a chain is; no other row is the same.

        Args:
            chain: the chain.
            external_id: of the row.
            at: when its system recorded it; empty if it does not say.
            made: what the row does.
            fits: whether a correction says what the row says.

        Returns:
            An id; empty if no correction is the row, or all that may be are other rows.
        """
        query = """
            SELECT s.id, d.body FROM steps AS s JOIN documents AS d ON d.id = s.id
            WHERE s.root = ?1 AND s.scheme = ?2 AND s.foreign_id = ?3 AND s.made = ?4
            AND s.taken = 0 AND ?5 IN ('', s.at) ORDER BY s.ordinal
        """
        found = first = ""
        for id_, text in self.db.execute(query, (chain.event, *external_id, made, at)):
            first = first or id_
            if fits(json.loads(text)):
                found = id_
                break
        # What is corrected here meanwhile may have left less to correct; an instant tells then.
        found = found or (first if at else "")
        if found:
            self.db.execute("UPDATE steps SET taken = 1 WHERE id = ?", (found,))
        return found
