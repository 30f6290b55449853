"""Appending to the log: new events, and corrections of earlier ones.

Each function holds the log's lock from looking up what is there until the new files have their
names, so that what it decided on is still so when it writes.
"""

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline import days, document, log, yaml_text
from timeline.document import Document
from timeline.edtf import parse
from timeline.errors import ConflictError, Fault, TimelineError, UsageError
from timeline.event import CORRECTIONS, TYPES, Amendment, Event, Happening
from timeline.fold import amended
from timeline.names import slug
from timeline.projection import database
from timeline.projection.lookup import name_of
from timeline.resolving import Resolver
from timeline.schema import build

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
    """What came of an attempt to record; `notes` are worth telling the person who recorded."""

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...]


class Change(NamedTuple):
    """A correction to make: fields with new values, and fields to take away."""

    set: Mapping[str, object]
    unset: tuple[str, ...] = ()


@contextlib.contextmanager
def _projection(folder: Path, *, locked: bool) -> Iterator[sqlite3.Connection]:
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
    dry_run: bool = False,
) -> Report:
    """Record happenings and declarations, all of them or none.

    Args:
        folder: the log.
        offered: without id, schema and recording; names may stand where keys belong, words
            where dates do.
        by: who records.
        new: accept words that are unknown, and declare names that are.
        dry_run: do everything but write.

    Raises:
        TimelineError: faults in what was offered, all of them; nothing was recorded.
    """
    with _projection(folder, locked=not dry_run) as db:
        resolver = Resolver(db, new=new, today=days.today(), hemisphere=database.hemisphere_of(db))
        batch = _Batch(db, by, resolver)
        for one in offered:
            batch.take(one)
        if batch.faults:
            raise TimelineError(tuple(batch.faults))
        if not dry_run:
            _write(folder, [outcome for outcome in batch.outcomes if outcome.new])
    return Report(tuple(batch.outcomes), tuple(batch.notes))


class _Batch:
    def __init__(self, db: sqlite3.Connection, by: str, resolver: Resolver) -> None:
        self.db, self.resolver = db, resolver
        self.recorded = _instants(by)
        self.outcomes: list[Outcome] = []
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self.claims: dict[str, Outcome] = {}

    def take(self, offered: Document) -> None:
        faults = document.refuse_own_keys(offered)
        kind = offered.body.get("event", "happening")
        if kind in CORRECTIONS:
            verb = "amend" if kind == "amendment" else "retract"
            faults.append(
                Fault(f"a {kind} is not added", f"use `timeline {verb}`", offered.path, offered.start)
            )
        if faults:
            self.faults += faults
            return
        resolved = self.resolver.resolve(offered._replace(body={"event": kind, **offered.body}))
        for said in resolved.declared:
            self._record(Document(said, offered.path, start=offered.start))
        self.notes += resolved.notes
        self.faults += resolved.faults
        self._record(offered._replace(body=resolved.body), told=bool(resolved.faults))

    def _record(self, said: Document, *, told: bool = False) -> None:
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
        self.outcomes.append(outcome)
        self.claims.setdefault(document.claim(body), outcome)
        if isinstance(event, Happening):
            self.resolver.recorded(event.title, outcome.id)

    def _claimed(self, said: Document, body: Mapping[str, object]) -> Outcome | Fault | None:
        claim = document.claim(body)
        if claim in self.claims:
            return self.claims[claim]._replace(new=False)
        query = """
            SELECT d.id, d.path, s.retracted_by FROM documents AS d JOIN states AS s ON s.id = d.id
            WHERE d.claim = ? ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, d.id
        """
        row = self.db.execute(query, (claim,)).fetchone()
        if row is None:
            return None
        id_, path, retracted_by = row
        if not retracted_by:
            return Outcome(id_, path, new=False, body=body)
        problem = f"this was recorded as {id_} and retracted by {retracted_by}"
        remedy = f"lift the retraction: timeline retract {retracted_by} --reason ..."
        return Fault(problem, remedy, said.path, said.start if said.path else 0)

    def _clash(self, said: Document, event: Event) -> Fault | None:
        key = getattr(event, event.EVENT, None)
        if key is None:
            return None
        earlier = self.db.execute(_LIVE_KEY, (event.EVENT, key)).fetchone()
        if earlier is None and not any(o.new and o.body.get(event.EVENT) == key for o in self.outcomes):
            return None
        remedy = f"correct it: timeline declare {event.EVENT} NAME --key {key} ..."
        where = (said.path, said.start) if said.path else ("", 0)
        return Fault(f"the {event.EVENT} {key} is declared already", remedy, *where)

    def _new(self, event: Event, body: Mapping[str, object]) -> Outcome:
        return Outcome(event.id, file_of(event), new=True, body=body)


_LIVE_KEY = "SELECT id FROM states WHERE event = ? AND key = ? AND retracted_by IS NULL"


def _instants(by: str) -> Iterator[dict[str, object]]:
    """Recordings from now on, a microsecond apart, so that a batch keeps its order."""
    now = datetime.datetime.now(datetime.UTC)
    while True:
        yield {"at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "by": by}
        now += datetime.timedelta(microseconds=1)


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


def _write(folder: Path, outcomes: Sequence[Outcome]) -> None:
    files = {outcome.path: yaml_text.write(outcome.body) for outcome in outcomes}
    for outcome in outcomes:
        _verify(outcome, files[outcome.path])
    if files:
        log.write(folder, {path: text.encode() for path, text in files.items()})


def _verify(outcome: Outcome, text: str) -> None:
    """Read back what is about to be written: an event that reads as another must not get in."""
    found, faults = document.read_yaml(text, outcome.path)
    if faults or len(found) != 1 or document.id_of(document.digest(found[0].body)) != outcome.id:
        said = f": {faults[0].problem}" if faults else ""
        raise TimelineError(f"{outcome.path}: the event cannot be written so that it reads back{said}")


class Current(NamedTuple):
    """An event as it stands: its body as corrected, and the newest corrections of it."""

    id: str
    event: str
    body: dict[str, object]
    heads: tuple[str, ...]
    retracted_by: str | None


def current(db: sqlite3.Connection, id_: str) -> Current:
    """The state of an event that is no correction.

    Raises:
        TimelineError: it is a correction, or the log does not hold it.
    """
    query = "SELECT id, event, body, heads, retracted_by FROM states WHERE id = ?"
    row = db.execute(query, (id_,)).fetchone()
    if row is None:
        kind = db.execute("SELECT event FROM documents WHERE id = ?", (id_,)).fetchone()
        if kind is None:
            raise TimelineError(f"no event {id_}")
        remedy = f"withdraw it instead: timeline retract {id_} --reason ..."
        raise TimelineError(f"{id_} is a correction, and corrections are not amended", remedy)
    return Current(row[0], row[1], json.loads(row[2]), tuple(json.loads(row[3])), row[4])


def amend(
    folder: Path,
    known: Current,
    change: Change,
    reason: str,
    by: str,
    *,
    new: bool = False,
    dry_run: bool = False,
) -> Report:
    """Record an amendment.

    Args:
        folder: the log.
        known: the event as the person who corrects it saw it.
        change: the fields to set, whole, and those to take away.
        reason: why.
        by: who records.
        new: accept words that are unknown, and declare names that are.
        dry_run: do everything but write.

    Returns:
        One outcome; it is not `new` when the event is so already.

    Raises:
        ConflictError: somebody corrected the event since.
        TimelineError: the result would be no valid event; nothing was recorded.
    """
    if not reason.strip():
        raise UsageError("an amendment needs a reason", 'say why: --reason "..."')
    with _projection(folder, locked=not dry_run) as db:
        now = current(db, known.id)
        if now.heads != known.heads:
            raise ConflictError(
                f"{known.id} was corrected meanwhile, by {', '.join(now.heads)}",
                f"look at it (timeline show {known.id}) and correct what it is now",
            )
        resolver = Resolver(db, new=new, today=days.today(), hemisphere=database.hemisphere_of(db))
        said = document.tidy({"event": now.event, **change.set})
        assert isinstance(said, dict)  # noqa: S101 (tidy keeps maps maps)
        resolved = resolver.resolve(Document(said))
        faults = list(resolved.faults)
        fields = {key: value for key, value in resolved.body.items() if key != "event"}
        fields = {key: value for key, value in fields.items() if now.body.get(key) != value}
        unset = [key for key in change.unset if key in now.body]
        if not (fields or unset or faults):
            return Report((Outcome(now.id, "", new=False, body=now.body),), resolved.notes)
        recorded = _instants(by)
        batch = _Batch(db, by, resolver)
        for declared in resolved.declared:
            batch._record(Document(declared))  # noqa: SLF001 (one module)
        body = document.complete(
            {
                "event": "amendment",
                "amends": now.id,
                "after": list(now.heads),
                "reason": reason,
                "set": fields,
                "unset": unset,
            },
            next(recorded),
        )
        event = _checked(now, body, faults)
        called = str(now.body.get("title") or now.body.get(now.event))
        outcome = Outcome(event.id, file_of(event, called), new=True, body=body)
        outcomes = (*batch.outcomes, outcome)
        if not dry_run:
            _write(folder, outcomes)
    return Report(outcomes, resolved.notes)


def _checked(now: Current, body: Mapping[str, object], faults: list[Fault]) -> Event:
    event, wrong = build(Amendment, body)
    if event is not None and not faults:
        before, _ = build(TYPES[now.event], now.body)
        assert before is not None  # noqa: S101 (it is in the log)
        _, wrong = amended(before, now.body, event)
    faults += [Fault(fault.problem, fault.remedy) for fault in wrong]
    if faults or event is None:
        raise TimelineError(tuple(faults))
    return event


def retract(
    folder: Path, id_: str, reason: str, by: str, *, instead: str = "", dry_run: bool = False
) -> Report:
    """Record a retraction: of an event, or of a correction, which lifts it.

    Returns:
        One outcome; it is not `new` when the event is retracted already.

    Raises:
        TimelineError: the log does not hold the event.
        UsageError: no reason was given.
    """
    if not reason.strip():
        raise UsageError("a retraction needs a reason", 'say why: --reason "..."')
    with _projection(folder, locked=not dry_run) as db:
        root, heads, earlier, called = _to_retract(db, id_)
        if earlier:
            return Report((Outcome(earlier, "", new=False, body={}),), ())
        body = document.complete(
            {
                "event": "retraction",
                "retracts": id_,
                "after": heads,
                "reason": reason,
                "instead": instead,
            },
            next(_instants(by)),
        )
        event, faults = document.event_of(Document(body))
        if event is None:
            raise TimelineError(tuple(faults))
        outcome = Outcome(event.id, file_of(event, called or root), new=True, body=body)
        if not dry_run:
            _write(folder, [outcome])
    return Report((outcome,), ())


def _to_retract(db: sqlite3.Connection, id_: str) -> tuple[str, list[str], str | None, str]:
    row = db.execute("SELECT root, retracted_by FROM corrections WHERE id = ?", (id_,)).fetchone()
    root, retracted_by = row or (id_, None)
    now = current(db, root)
    namespace = now.event
    called = str(now.body.get("title") or name_of(db, namespace, str(now.body.get(namespace))))
    return root, list(now.heads), retracted_by if row else now.retracted_by, called
