"""Appending to the log: new happenings and declarations, and what every append needs.

Whoever appends holds the log's lock from looking up what is there until the new files have their
names, so that what it decided on is still so when it writes.
"""

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import days, document, log, yaml_text
from timeline.document import Document
from timeline.edtf import parse
from timeline.errors import Fault, TimelineError
from timeline.event import CORRECTIONS, TYPES, Event, Happening
from timeline.names import slug
from timeline.projection import database
from timeline.projection.lookup import declared_by
from timeline.projection.meta import hemisphere_of
from timeline.projection.update import read_file
from timeline.resolving import Resolver, Word
from timeline.schema import Wrong

_FOLDERS = {
    "happening": "happenings",
    "actor": "actors",
    "program": "programs",
    "place": "places",
    "source": "sources",
    "amendment": "corrections",
    "retraction": "corrections",
}


class Outcome(NamedTuple):
    """What became of one offered event: `new` when it was appended, else it was there already."""

    id: str
    path: str
    new: bool
    body: Mapping[str, object]


class Report(NamedTuple):
    """What came of an attempt to record.

    `outcomes` has one item an offered event, in their order; `declared` one a name that was
    declared on the way; `notes` are worth telling the person who records.
    """

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()
    declared: tuple[Outcome, ...] = ()


@contextlib.contextmanager
def projection(folder: Path, *, locked: bool) -> Iterator[sqlite3.Connection]:
    """A fresh projection to decide on; `locked` when what is decided will be written."""
    with contextlib.ExitStack() as stack:
        if locked:
            stack.enter_context(log.locked(folder))
        db = database.open_fresh(folder).db
        stack.callback(db.close)
        yield db


def append(
    folder: Path,
    offered: Sequence[Document],
    by: str,
    *,
    new: bool = False,
    words: Iterable[Word] = (),
    dry_run: bool = False,
) -> Report:
    """Record happenings and declarations, all of them or none.

    Args:
        folder: the log.
        offered: without id, schema and recording; names may stand where keys belong, words
            where dates do.
        by: who records.
        new: accept words that are unknown, and declare names that are.
        words: unknown words to accept, whatever `new` says.
        dry_run: do everything but write.

    Raises:
        TimelineError: faults in what was offered, all of them; nothing was recorded.
    """
    with projection(folder, locked=not dry_run) as db:
        resolver = Resolver(db, new=new, today=days.today(), hemisphere=hemisphere_of(db))
        resolver.words.update(words)
        batch = Batch(db, by, resolver)
        for one in offered:
            batch.take(one)
        if batch.faults:
            raise TimelineError(tuple(batch.faults))
        report = Report(tuple(batch.outcomes), tuple(batch.notes), tuple(batch.declared))
        if not dry_run:
            write(folder, report)
    return report


class Batch:
    """Events offered together: what becomes of each, and all that is wrong with them.

    Args:
        db: a fresh projection.
        by: who records.
        resolver: for names, words and dates.
    """

    def __init__(self, db: sqlite3.Connection, by: str, resolver: Resolver) -> None:
        self.db, self.resolver = db, resolver
        self.recorded = instants(by)
        self.outcomes: list[Outcome] = []
        self.declared: list[Outcome] = []
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self.claims: dict[str, Outcome] = {}

    def take(self, offered: Document) -> None:
        """Add what somebody offers, with names and words as people write them."""
        faults = document.refuse_own_keys(offered)
        kind = offered.body.get("event", "happening")
        if kind in CORRECTIONS:
            verb = "amend" if kind == "amendment" else "retract"
            problem = f"corrections such as this {kind} are not added"
            faults.append(offered.fault(Wrong(("event",), problem, f"use `timeline {verb}`")))
        if faults:
            self.faults += faults
            return
        resolved = self.resolver.resolve(offered._replace(body={"event": kind, **offered.body}))
        self.declare(resolved.declared, offered)
        self.notes += resolved.notes
        self.faults += resolved.faults
        told = bool(resolved.faults)
        self._record(offered._replace(body=resolved.body), self.outcomes, told=told)

    def declare(self, said: Sequence[dict[str, object]], needed_by: Document) -> None:
        """Add declarations of names that a document needs."""
        for body in said:
            self._record(Document(body, needed_by.path, start=needed_by.start), self.declared)

    def _record(self, said: Document, into: list[Outcome], *, told: bool = False) -> None:
        """Add what is resolved; `told` when it has faults that were told already."""
        if str(said.body.get("event")) not in TYPES:
            self.faults += document.event_of(said)[1]
            return
        body = document.complete(said.body, next(self.recorded))
        event, faults = document.event_of(said._replace(body=body))
        self.faults += faults
        if event is None or told:
            return
        outcome = self._claimed(said, body) or self._clash(said, event) or self._new(event, body)
        if isinstance(outcome, Fault):
            self.faults.append(outcome)
            return
        into.append(outcome)
        self.claims.setdefault(document.claim(body), outcome)
        if isinstance(event, Happening):
            self.resolver.recorded(event.title, outcome.id)

    def _claimed(self, said: Document, body: Mapping[str, object]) -> Outcome | Fault | None:
        claim = document.claim(body)
        if claim in self.claims:
            return self.claims[claim]._replace(new=False)
        query = """
            SELECT d.id, d.path, d.body, s.retracted_by
            FROM documents AS d JOIN states AS s ON s.id = d.id
            WHERE d.claim = ? ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, d.id
        """
        row = self.db.execute(query, (claim,)).fetchone()
        if row is None:
            return None
        id_, path, text, retracted_by = row
        if not retracted_by:
            return Outcome(id_, path, new=False, body=json.loads(text))
        problem = f"{_called(body)} was recorded as {id_} and retracted by {retracted_by}"
        remedy = f"lift the retraction: timeline retract {retracted_by} --reason ..."
        return said.fault(Wrong((), problem, remedy))

    def _clash(self, said: Document, event: Event) -> Fault | None:
        key = getattr(event, event.EVENT, None)
        if key is None:
            return None
        in_log = declared_by(self.db, event.EVENT, key)
        if in_log is None and not any(o.body.get(event.EVENT) == key for o in self._all()):
            return None
        remedy = f"correct it: timeline declare {event.EVENT} NAME --key {key} ..."
        return said.fault(Wrong((event.EVENT,), f"{event.EVENT} {key} is declared already", remedy))

    def _all(self) -> list[Outcome]:
        return [*self.declared, *self.outcomes]

    def _new(self, event: Event, body: Mapping[str, object]) -> Outcome:
        return Outcome(event.id, file_of(event), new=True, body=body)


def _called(body: Mapping[str, object]) -> str:
    name = body.get("title") or body.get("name")
    return f"`{name}`" if name else f"the {body['event']}"


def instants(by: str) -> Iterator[dict[str, object]]:
    """Recordings from now on, a microsecond apart, so that a batch keeps its order."""
    now = dt.datetime.now(dt.UTC)
    while True:
        yield {"at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "by": by}
        now += dt.timedelta(microseconds=1)


def file_of(event: Event, called: str = "") -> str:
    """The path of an event's file below the log; only its id is identity, the rest is for people.

    Args:
        event: the event.
        called: for a correction, what it corrects.
    """
    below = _FOLDERS[event.EVENT]
    if isinstance(event, Happening):
        date = parse(event.date).nominal
        known = [day for day in (date.earliest_start, date.latest_end) if abs(day) != float("inf")]
        year = days.civil(int(known[0]))[0] if known else None
        below += "/undated" if year is None else f"/{'-' * (year < 0)}{abs(year):04}"
        called = event.title
    called = called or str(getattr(event, event.EVENT, ""))
    return f"{below}/{'-'.join(filter(None, (slug(called), event.id)))}.yaml"


def write(folder: Path, report: Report) -> None:
    """Append what a report says is new to the log, all or none; the caller holds the lock.

    Raises:
        TimelineError: the system refused, or an event would not read back as it is.
    """
    new = [outcome for outcome in (*report.declared, *report.outcomes) if outcome.new]
    files = {outcome.path: yaml_text.write(outcome.body).encode() for outcome in new}
    for outcome in new:
        _verify(outcome, files[outcome.path])
    if files:
        log.write(folder, files)


def _verify(outcome: Outcome, data: bytes) -> None:
    """Read back what is about to be written: an event that reads as another must not get in."""
    event, _, faults = read_file(data, outcome.path)
    if event is None or event.id != outcome.id:
        said = f": {faults[0].problem}" if faults else ""
        problem = f"{_called(outcome.body)} cannot be written so that it reads back{said}"
        raise TimelineError(problem, "shorten it")
