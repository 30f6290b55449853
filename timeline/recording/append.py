"""Appending to the log: new happenings and declarations, and what every append needs.

Whoever appends holds the log's lock from looking up what is there until the new files have their
names, so that what it decided on is still so when it writes.
"""

import contextlib
import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call, lift
from timeline.base.errors import MAX_FAULTS, Fault, Reason, TimelineError
from timeline.event import document
from timeline.event.checked import is_right
from timeline.event.document import Document
from timeline.event.schema import Wrong
from timeline.event.types import ABOUT_LOG, CORRECTIONS, TYPES
from timeline.log import folder as log
from timeline.log import staging
from timeline.log.files import split_place
from timeline.log.paths import file_of
from timeline.projection import database
from timeline.projection.documents import CLAIMED
from timeline.projection.erasures import Erased, erased_claims
from timeline.projection.kept_open import KeptOpen
from timeline.projection.lookup import declared_by
from timeline.recording.resolve import New, Resolved, Resolver, Word
from timeline.recording.same_keys import Merged


class Outcome(NamedTuple):
    """What became of one drafted event: `new` when it was appended, else it was there already.

    `located` is where it lies below the log, as `timeline.log.files` has it, where that is known;
    `called` is what a correction corrects. `text` is the canonical form of a new event, and `claim`
    what it claims, where they were made already.
    """

    id: str
    located: str
    new: bool
    body: Mapping[str, object]
    called: str = ""
    text: str = ""
    claim: str = ""

    @property
    def path(self) -> str:
        """Where it lies below the log: of a new event, a file of its own; empty if not known."""
        return self.located or (file_of(self.body, self.called) if self.new else "")


class Report(NamedTuple):
    """What came of an attempt to record.

    `outcomes` has one item a draft, in their order; `declared` one a name that was
    declared on the way; `notes` are worth telling the person who records.
    """

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()
    declared: tuple[Outcome, ...] = ()


@contextlib.contextmanager
def projection(folder: Path, *, locked: bool = False) -> Iterator[sqlite3.Connection]:
    """A fresh projection to decide on; `locked` when what is decided will be written.

    Raises:
        TimelineError: the log cannot be read whole, so that what is there already is not known.
    """
    with contextlib.ExitStack() as stack:
        if locked:
            stack.enter_context(log.locked(folder))
        opened = _open(folder)
        stack.callback(opened.db.close)
        if locked:
            log.sweep(folder, opened.look.scan)
        yield opened.db
        if locked:
            database.follow(folder, opened)


class Turn(NamedTuple):
    """A turn at adding events to a log, while nobody else does.

    `db` is a projection that knows all events of the log. Of files that were changed in place,
    which no event may be, the next command that reads tells.
    """

    folder: Path
    db: sqlite3.Connection
    written: list[str]

    def write(self, report: Report) -> Report:
        """Append what a report says is new, as the function `write` does."""
        done = write(self.folder, report)
        new = (outcome.path for outcome in (*done.declared, *done.outcomes) if outcome.new)
        self.written.extend(split_place(path)[0] for path in new)
        return done


@contextlib.contextmanager
def turn(folder: Path, *, dry_run: bool = False, kept: KeptOpen | None = None) -> Iterator[Turn]:
    """A turn at adding events, which takes as long in a log of many files as in one of few.

    Args:
        folder: the log.
        dry_run: nothing will be written, so that nobody is waited for.
        kept: the projection as it stays open for further turns.

    Raises:
        TimelineError: the log cannot be read whole, so that what is there already is not known.
    """
    if dry_run:
        with projection(folder) as db:
            yield Turn(folder, db, [])
        return
    with log.locked(folder), contextlib.ExitStack() as stack:
        ready = stack.enter_context(kept.opened()) if kept else None
        opened = ready or _open(folder, to_add=True)
        if not ready:
            stack.callback(opened.db.close)
        log.sweep(folder, opened.look.scan)
        mine = Turn(folder, opened.db, [])
        yield mine
        if kept and ready:
            kept.follow(opened, mine.written)
        else:
            database.follow(folder, opened, mine.written)


def _open(folder: Path, *, to_add: bool = False) -> database.Opened:
    opened = database.open_fresh(folder, to_add=to_add)
    if opened.unread:
        opened.db.close()
        raise _not_read_whole(folder, opened.unread)
    return opened


def _not_read_whole(folder: Path, unread: Sequence[Fault]) -> TimelineError:
    """The refusal to write on a log of which a part cannot be read."""
    shown = [fault._replace(path=os.path.normpath(folder / fault.path)) for fault in unread]
    what = "nothing is recorded: the log cannot be read whole"
    return TimelineError((Fault(what), *shown[:MAX_FAULTS]))


def append(
    folder: Path,
    drafts: Sequence[Document],
    by: str,
    *,
    new: New = False,
    words: Iterable[Word] = (),
    dry_run: bool = False,
    kept: KeptOpen | None = None,
) -> Report:
    """Record happenings and declarations, all of them or none.

    Args:
        folder: the log.
        drafts: without id, schema and recording; names may stand where keys belong, words
            where dates do.
        by: who records.
        new: accept words that are unknown, and declare names that are; see `resolve.New`.
        words: unknown words to accept, whatever `new` says.
        dry_run: do everything but write.
        kept: see `turn`.

    Raises:
        TimelineError: faults in the drafts, all of them; nothing was recorded.
    """
    with turn(folder, dry_run=dry_run, kept=kept) as mine:
        resolver = Resolver.of(mine.db, new=new)
        resolver.words.update(words)
        batch = Batch(mine.db, by, resolver)
        taken = [batch.take(one) for one in drafts]
        faults = tuple(fault for one in taken for fault in one.faults)
        if faults:
            raise TimelineError(faults)
        report = Report(
            tuple(one.outcome for one in taken if one.outcome),
            tuple(note for one in taken for note in (*one.notes, *one.news)),
            tuple(outcome for one in taken for outcome in one.declared),
        )
        return report if dry_run else mine.write(report)


class Taken(NamedTuple):
    """What became of one draft: an outcome, or faults.

    `declared` are declarations that it needed; `notes` say how dates were understood, `news` which
    names and words were accepted as new.
    """

    outcome: Outcome | None
    declared: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


class Batch:
    """Events drafted together: what becomes of each, given the log and those before it.

    Args:
        db: a fresh projection.
        by: who records.
        resolver: for names, words and dates.
        forgiving: what is at fault leaves nothing behind that later ones could use.
    """

    def __init__(
        self, db: sqlite3.Connection, by: str, resolver: Resolver, *, forgiving: bool = False
    ) -> None:
        self.db, self.resolver, self.forgiving = db, resolver, forgiving
        self.merged = Merged(db)
        self.recorded = instants(by)
        self._claims: dict[str, str] = {}
        self._keys: set[tuple[str, str]] = set()

    def take(self, draft: Document, recorded: Mapping[str, str] | None = None) -> Taken:
        """What becomes of a draft, with names and words as users write them.

        Args:
            draft: without id, schema and recording.
            recorded: when and by whom, if not now and by who records.
        """
        faults = document.refuse_own_keys(draft)
        kind = draft.body.get("event", "happening")
        if kind in CORRECTIONS:
            verb = "amend" if kind == "amendment" else "retract"
            problem = f"corrections such as this {kind} are not added"
            faults.append(
                draft.fault(
                    Wrong(("event",), problem, Advice(f"{verb} the event itself", call(verb, "ID")))
                )
            )
        if kind in ABOUT_LOG:
            problem = f"an event such as this {kind} is not added"
            verb = "erase" if kind == "erasure" else "seal"
            words = Advice("the log is given it by", call(verb, *(["ID"] * (verb == "erase"))))
            faults.append(draft.fault(Wrong(("event",), problem, words)))
        if faults:
            return Taken(None, faults=tuple(faults))
        resolved = self.resolver.resolve(draft._replace(body={"event": kind, **draft.body}))
        return self.take_resolved(draft, resolved, recorded)

    def take_resolved(
        self, draft: Document, resolved: Resolved, recorded: Mapping[str, str] | None = None
    ) -> Taken:
        """What becomes of a draft whose names, words and dates are resolved.

        Args:
            draft: as it was given, for the places of faults.
            resolved: the draft with keys, terms and dates.
            recorded: when and by whom, if not now and by who records.
        """
        declared, faults = self.declarations(resolved.declared, draft, recorded)
        faults = [*resolved.faults, *faults]
        outcome = self._reconcile(draft._replace(body=resolved.body), recorded, declared)
        if isinstance(outcome, Outcome) and not faults:
            self.keep(*declared, outcome)
            return Taken(outcome, declared, resolved.notes, resolved.news)
        faults += () if isinstance(outcome, Outcome) else outcome
        return self.refuse(faults, resolved)

    def refuse(self, faults: Sequence[Fault], resolved: Resolved | None = None) -> Taken:
        """That a document is not recorded.

        Args:
            faults: why.
            resolved: the document, if it was resolved already.
        """
        self.leave(resolved)
        return Taken(None, faults=tuple(faults))

    def leave(self, resolved: Resolved | None) -> None:
        """Let nothing come of a document that was resolved, if the batch is forgiving."""
        if self.forgiving and resolved is not None:
            self.resolver.forget(resolved)

    def declarations(
        self,
        bodies: Sequence[dict[str, object]],
        needed_by: Document,
        recorded: Mapping[str, str] | None = None,
    ) -> tuple[tuple[Outcome, ...], list[Fault]]:
        """Declarations of names that a document needs, and what is wrong with them.

        They are to be kept, or the document is refused.
        """
        found: list[Outcome] = []
        faults: list[Fault] = []
        for body in bodies:
            document_ = Document(body, needed_by.path, start=needed_by.start)
            outcome = self._reconcile(document_, recorded)
            if isinstance(outcome, Outcome):
                found.append(outcome)
            else:
                faults += outcome
        return tuple(found), faults

    def _reconcile(
        self,
        draft: Document,
        recorded: Mapping[str, str] | None,
        beside: Sequence[Outcome] = (),
    ) -> Outcome | Sequence[Fault]:
        if str(draft.body.get("event")) not in TYPES:
            return document.event_of(draft)[1]
        body, forms = document.complete_with_forms(draft.body, recorded or next(self.recorded))
        if not is_right(body):
            event, faults = document.event_of(draft._replace(body=body))
            if event is None:
                return faults
        if fault := document.fault_of_size(draft, body, forms.text):
            return [fault]
        return (
            self._find_claim(draft, body, forms.claim)
            or self._find_clash(draft, body, beside)
            or Outcome(str(body["id"]), "", new=True, body=body, text=forms.text, claim=forms.claim)
        )

    def keep(self, *outcomes: Outcome) -> None:
        """Take it that these are recorded, for what comes after them."""
        for outcome in outcomes:
            id_, body = outcome.id, outcome.body
            self._claims.setdefault(outcome.claim or document.claim(body), id_)
            if key := _key(body):
                self._keys.add(key)
            if outcome.new and body["event"] == "happening":
                self.resolver.recorded(str(body["title"]), id_)

    def _find_claim(
        self, draft: Document, body: Mapping[str, object], claim: str
    ) -> Outcome | list[Fault] | None:
        if claim in self._claims:
            return Outcome(self._claims[claim], "", new=False, body=body, claim=claim)
        row = None
        if self.db.execute(CLAIMED, (bytes.fromhex(claim),)).fetchone():
            row = self.db.execute(_CLAIMING, (bytes.fromhex(claim),)).fetchone()
        if row is None and (ids := self.merged.saying(body)):
            row = self.db.execute(_ONE_OF, (json.dumps(ids),)).fetchone()
        if row is None:
            fault = self.refuse_erased(draft, body, claim)
            return [fault] if fault else None
        id_, place, text, retracted_by, claim = row
        if not retracted_by:
            return Outcome(id_, place, new=False, body=json.loads(text), claim=claim)
        problem = f"{_called(body)} was recorded as {id_} and retracted by {retracted_by}"
        return [draft.fault(Wrong((), problem, lift(retracted_by)))]

    def refuse_erased(
        self, draft: Document, body: Mapping[str, object], claim: str
    ) -> Fault | None:
        """The fault of an event of which the claim was erased; None of any other.

        Args:
            draft: as it was given.
            body: of the event.
            claim: the digest of its claim.
        """
        erased = self._erased.get(claim)
        if erased is None:
            return None
        problem = f"{_called(body)} was recorded as {erased.id} and {erased.told}"
        remedy = "what was erased is not recorded again; leave it out"
        return draft.fault(Wrong((), problem, remedy, reason=Reason("erased")))

    @cached_property
    def _erased(self) -> Mapping[str, Erased]:
        """What was erased, by the claim."""
        return erased_claims(self.db)

    def _find_clash(
        self, draft: Document, body: Mapping[str, object], beside: Sequence[Outcome]
    ) -> list[Fault] | None:
        own = _key(body)
        if own is None:
            return None
        taken = own in self._keys or any(_key(one.body) == own for one in beside)
        if not taken and not declared_by(self.db, *own):
            return None
        kind, key = own
        problem = f"{kind} {key} is declared already"
        remedy = Advice("correct it", call("declare", kind, "NAME", key=key))
        return [draft.fault(Wrong((kind,), problem, remedy))]


_SAYING = """
    SELECT d.id, d.located, d.body, s.retracted_by, d.claim
    FROM documents AS d JOIN states AS s ON s.id = d.id
    WHERE {} ORDER BY s.retracted_by IS NOT NULL, d.recorded_at, d.id
"""
_CLAIMING = _SAYING.format(f"d.id IN ({CLAIMED})")
_ONE_OF = _SAYING.format("d.id IN (SELECT value FROM json_each(?))")


def _key(body: Mapping[str, object]) -> tuple[str, str] | None:
    """The kind and the key of a declaration."""
    event = str(body["event"])
    return (event, str(body[event])) if event in body else None


def _called(body: Mapping[str, object]) -> str:
    name = body.get("title") or body.get("name")
    return f"`{name}`" if name else f"the {body['event']}"


def instants(by: str) -> Iterator[dict[str, str]]:
    """Recordings from now on, a microsecond apart, so that a batch keeps its order."""
    now = dt.datetime.now(dt.UTC)
    while True:
        yield {"at": f"{now.isoformat(timespec='microseconds')[: -len('+00:00')]}Z", "by": by}
        now += dt.timedelta(microseconds=1)


def write(folder: Path, report: Report) -> Report:
    """Append to the log what a report says is new, all or none; the caller holds the lock.

    Returns:
        The report, with the places of what is new.

    Raises:
        TimelineError: the system refused, or an event would not read back as it is.
    """
    new = [outcome for outcome in (*report.declared, *report.outcomes) if outcome.new]
    pack = staging.write(folder, new)
    places = {outcome.id: f"{pack}:{line}" for line, outcome in enumerate(new, 1)} if pack else {}

    def written(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        return tuple(o._replace(located=places.get(o.id, o.path), text="") for o in outcomes)

    return report._replace(outcomes=written(report.outcomes), declared=written(report.declared))
