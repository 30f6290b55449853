"""What the erasures of a log removed, and which files hold something of it all the same.

An erasure beats what it erased: that may lie in a file still, or come back by a merge, and is never
projected. Nor is a correction of it that came later, since it may repeat what was erased, nor an
event that says the same, as another copy of the log recorded it before the two were merged.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault
from timeline.event.types import CORRECTIONS
from timeline.projection.lost import ErasedError

if TYPE_CHECKING:  # they bring YAML, which few answers need
    from timeline.event.fold import Gone
    from timeline.event.held import Held


class Erased(NamedTuple):
    """An event that was erased: by which erasure, why, when and by whom.

    `claim` is the digest of what it said; `after` is what it came after, if it was a correction
    erased alone; `sources` are the SHA-256 of kept sources that were removed with it.
    """

    id: str
    erasure: str
    reason: str
    at: str
    by: str
    digest: str
    claim: str
    after: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """When it was erased, by whom and why, in words."""
        return f"erased on {self.at[:10]} by {self.by} ({self.erasure}): {self.reason}"


class LeftOut(NamedTuple):
    """An event in a file that is not projected; `target` is what it corrects, if it does.

    `line` is that of a pack, 0 where it has the file alone.
    """

    path: str
    line: int
    id: str
    event: str
    digest: str
    claim: str
    target: str

    @property
    def place(self) -> str:
        """Where it lies, as `timeline.log.files` has it."""
        return f"{self.path}:{self.line}" if self.line else self.path


def read_erased(db: sqlite3.Connection) -> dict[str, Erased]:
    """What was erased, by its id; of several erasures of an event the one recorded first."""
    found: dict[str, Erased] = {}
    for own, at, by, text in db.execute(_ERASURES):
        body = json.loads(text)
        one = Erased(
            body["erases"],
            own,
            body["reason"],
            at,
            by,
            body["digest"],
            body["claim"],
            tuple(body.get("after", ())),
            tuple(body.get("sources", ())),
        )
        first = found.setdefault(one.id, one)
        if first is not one:
            found[one.id] = first._replace(
                after=tuple(dict.fromkeys((*first.after, *one.after))),
                sources=tuple(dict.fromkeys((*first.sources, *one.sources))),
            )
    return found


_ERASURES = """
    SELECT id, recorded_at, recorded_by, body FROM log_events WHERE event = 'erasure'
    ORDER BY recorded_at, id
"""


def read_gone(db: sqlite3.Connection) -> "Gone":
    """What was erased, each with what it came after, for `timeline.event.fold`."""
    return {id_: one.after for id_, one in read_erased(db).items()}


def erased_claims(db: sqlite3.Connection) -> dict[str, Erased]:
    """What was erased, by the digest of its claim."""
    return {one.claim: one for one in read_erased(db).values()}


def erased_sources(db: sqlite3.Connection) -> dict[str, Erased]:
    """The erasures that removed kept sources, by the SHA-256 of these."""
    return {sha256: one for one in read_erased(db).values() for sha256 in one.sources}


def read_left_out(db: sqlite3.Connection) -> list[LeftOut]:
    """What files hold of what was erased, in the order of the files."""
    query = """
        SELECT path, line, id, event, lower(hex(digest)), lower(hex(claim)), target FROM left_out
        ORDER BY path, line
    """
    return [LeftOut(*row) for row in db.execute(query)]


def faults_of_left_out(db: sqlite3.Connection) -> list[Fault]:
    """That files hold what was erased: a fault each."""
    left_out = read_left_out(db)
    erased = read_erased(db) if left_out else {}
    claims = {one.claim: one for one in erased.values()}
    return [_fault(one, erased, claims) for one in left_out]


def _fault(one: LeftOut, erased: Mapping[str, Erased], claims: Mapping[str, Erased]) -> Fault:
    if found := erased.get(one.id):
        problem = f"holds the event {one.id}, which was erased by {found.erasure}"
    elif same := claims.get(one.claim):
        problem = f"holds the {one.event} {one.id}, which says the same as {same.id}"
        problem = f"{problem}, which was erased by {same.erasure}"
    else:
        problem = f"holds the {one.event} {one.id} of what was erased, {one.target}"
    remedy = Advice("remove it for good", call("erase", one.id))
    return Fault(problem, remedy, one.path, one.line)


class Sieve:
    """Keeps what was erased out of a projection while the files of a log are read.

    Args:
        db: the projection, in a transaction.
        digests: of events to keep out besides.

    Attributes:
        is_stale: whether the projection holds traces of what was erased, or of where it lay.
    """

    def __init__(self, db: sqlite3.Connection, digests: Collection[str] = ()) -> None:
        self.db = db
        self.is_stale = False
        self._before = _known_erasures(db)
        self._digests = set(digests)
        self._ids = {id_ for (id_,) in db.execute("SELECT id FROM left_out")}
        self._claims: set[str] = set()
        self._came = False
        for erases, digest, claim in db.execute(_ERASING):
            self._add(erases, digest, claim)

    def _add(self, erases: str, digest: str, claim: str) -> None:
        self._ids.add(erases)
        self._digests.add(digest)
        self._claims.add(claim)

    def note(self, events: "Iterable[Held]") -> None:
        """Take note of erasures among events about the log."""
        for held in events:
            if held.kind == "erasure":
                body = held.body
                self._add(body["erases"], body["digest"], body["claim"])

    def forget(self, path: str) -> None:
        """Drop what was left out of a file."""
        if self.db.execute("DELETE FROM left_out WHERE path = ?", (path,)).rowcount:
            self.is_stale = True

    def sift(self, path: str, events: "Sequence[Held]") -> "Sequence[Held]":
        """The events of a file that are projected; the others are noted."""
        if not self._digests:
            return events
        kept: list[Held] = []
        out: list[tuple[object, ...]] = []
        for held in events:
            target = ""
            if held.kind in CORRECTIONS:
                body = held.body
                target = str(body.get("amends") or body.get("retracts"))
            if (
                held.forms.digest in self._digests
                or held.forms.claim in self._claims
                or target in self._ids
            ):
                self._ids.add(held.id)
                digests = bytes.fromhex(held.forms.digest), bytes.fromhex(held.forms.claim)
                out.append((path, held.line, held.id, held.kind, *digests, target))
            else:
                kept.append(held)
        self.db.executemany("INSERT INTO left_out VALUES (?, ?, ?, ?, ?, ?, ?)", out)
        self._came |= bool(out)
        return kept

    def finish(self, *, all_new: bool) -> None:
        """See that nothing came into the projection before it was known that it was erased.

        Args:
            all_new: the projection is being made.

        Raises:
            ErasedError: something did, and the projection has to be made anew.
        """
        if not all_new and (self.is_stale or _known_erasures(self.db) != self._before):
            raise ErasedError
        if (self._came or (all_new and self._ids)) and (missed := self._missed()):
            raise ErasedError(missed)

    def _missed(self) -> set[str]:
        """The digests of events that the projection holds, and must not."""
        correcting: dict[str, list[str]] = defaultdict(list)
        for id_, target in self.db.execute(_TARGETS):
            correcting[target].append(id_)
        out = self._ids | set(self._saying_the_same())
        pending = [*out]
        while pending:
            new = [id_ for id_ in correcting.get(pending.pop(), ()) if id_ not in out]
            out.update(new)
            pending += new
        query = """
            SELECT DISTINCT lower(hex(digest)) FROM document_rows
            WHERE id IN (SELECT value FROM json_each(?))
        """
        return {digest for (digest,) in self.db.execute(query, (json.dumps(sorted(out)),))}

    def _saying_the_same(self) -> Iterator[str]:
        """The ids of events that the projection holds, and that say what was erased."""
        query = """
            SELECT id FROM document_rows
            WHERE lower(hex(claim)) IN (SELECT value FROM json_each(?))
        """
        yield from (id_ for (id_,) in self.db.execute(query, (json.dumps(sorted(self._claims)),)))


def _known_erasures(db: sqlite3.Connection) -> frozenset[str]:
    query = "SELECT id FROM log_events WHERE event = 'erasure'"
    return frozenset(id_ for (id_,) in db.execute(query))


_ERASING = """
    SELECT body ->> 'erases', body ->> 'digest', body ->> 'claim' FROM log_events
    WHERE event = 'erasure'
"""
_TARGETS = """
    SELECT d.id, coalesce(b.body ->> 'amends', b.body ->> 'retracts')
    FROM document_rows AS d JOIN bodies AS b ON b.document = d.document
    WHERE d.event IN ('amendment', 'retraction')
"""


def pairs_of_corrections(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Each correction that is projected, with the id of what it corrects."""
    yield from db.execute(_TARGETS)
