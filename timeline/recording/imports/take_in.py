"""Taking in what other files hold: many entries at once, recorded all or none."""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from timeline.base.advice import Advice, call
from timeline.base.errors import Fault, Reason, TimelineError
from timeline.event import document
from timeline.event.document import Document
from timeline.event.schema import Wrong
from timeline.event.types import ABOUT_LOG, CORRECTIONS, DECLARATIONS
from timeline.exchange.entry import Entry, Note, WholeEvent
from timeline.log.staging import Additions
from timeline.projection.erasures import Erased, read_erased
from timeline.projection.lookup import declared_by
from timeline.recording.append import Batch, Outcome, projection
from timeline.recording.imports.chains import Chains
from timeline.recording.imports.entries import EntryResult, ImportContext, What
from timeline.recording.imports.external_ids import ExternalIds, Missing
from timeline.recording.imports.reconcile import reconcile, reconcile_held, retract_missing
from timeline.recording.resolve import New, Resolver


class Row(NamedTuple):
    """What became of one entry, which begins at `line` (or row) of `path`.

    `id` is that of the event that it is, or corrects; `called` is its title or name, `date` its
    date as it stands in the file; `faults` say why it was refused.
    """

    what: What
    path: str
    line: int
    id: str = ""
    called: str = ""
    date: str = ""
    faults: tuple[Fault, ...] = ()


class Wanted(NamedTuple):
    """How to import.

    `new` accepts unknown words and declares unknown names, `new_exact` also those that resemble
    known ones; `keep_going` records the good entries
    although others are refused; `retract_missing` withdraws what the file no longer has;
    `reason` is that of corrections that bring none.
    """

    new: bool = False
    new_exact: bool = False
    dry_run: bool = False
    keep_going: bool = False
    retract_missing: bool = False
    reason: str = "as imported"


class Imported(NamedTuple):
    """What came of an import: how many entries became what, and what else there is to say.

    `declared` names were declared on the way, `news` say which, and which words were new.
    `missing` is what the file no longer has; where it was to be retracted it is in `counts`, unless
    entries that could not be read may be it: then it is `kept`. `twice` keys are declared by other
    events, too. `completed` refused entries are recorded with later ones that correct them.
    `written` says that the log has changed; `notes` are what the reader says of the file.
    """

    counts: Mapping[What, int]
    declared: int
    news: tuple[str, ...]
    missing: tuple[Missing, ...]
    kept: bool
    twice: int
    completed: int
    written: bool
    notes: tuple[Note, ...] = ()


def take_in(
    folder: Path,
    found: Iterable[Entry | WholeEvent | Fault | Note],
    by: str,
    wanted: Wanted = Wanted(),  # noqa: B008 (it cannot change)
    report: Callable[[Row], None] = lambda _: None,
) -> Imported:
    """Record what a reader finds in a file, all of it or none unless it is to keep going.

    What was recorded before is not recorded again. Events that come whole, with id and recording,
    are taken over as they are. Less than half a kilobyte of each entry stays in memory.

    Args:
        folder: the log.
        found: what a reader of `timeline.exchange` yields.
        by: who records.
        wanted: how.
        report: is given each entry's row as soon as it is reconciled.

    Raises:
        TimelineError: the log cannot be read or written; nothing was recorded.
    """
    with (
        projection(folder, locked=not wanted.dry_run) as db,
        contextlib.closing(Additions()) as additions,
    ):
        work = _Import(db, by, wanted, additions, report)
        for item in found:
            work.take(item)
        done = work.finish()
        additions.verify()
        refused = done.counts.get("refused", 0) and not wanted.keep_going
        if wanted.dry_run or refused or not additions.count:
            return done
        additions.write(folder)
    return done._replace(written=True)


class _Import:
    def __init__(
        self,
        db: sqlite3.Connection,
        by: str,
        wanted: Wanted,
        additions: Additions,
        report: Callable[[Row], None],
    ) -> None:
        self.db, self.wanted, self.additions, self.report = db, wanted, additions, report
        new: New = "exact" if wanted.new_exact else wanted.new
        batch = Batch(db, by, Resolver.of(db, new=new), forgiving=True)
        external_ids = ExternalIds(db)
        chains = Chains(db, external_ids.find)
        self.context = ImportContext(batch, external_ids, chains, by, wanted.reason)
        self.counts: Counter[What] = Counter()
        self.declared = self.twice = self.completed = 0
        self.news: list[str] = []
        self.notes: list[Note] = []
        self.unread = False
        self.whole: set[str] = set()

    def count_row(self, row: Row) -> None:
        self.counts[row.what] += 1
        self.report(row)

    def take(self, item: Entry | WholeEvent | Fault | Note) -> None:
        match item:
            case Note():
                self.notes.append(item)
            case Fault():
                self.unread = True
                self.count_row(Row("refused", item.path, item.line, faults=(item,)))
            case WholeEvent():
                self.count_row(self.take_over(item))
            case Entry():
                self.unread |= bool(item.faults) and item.external_id is None
                for draft, result in reconcile(self.context, item):
                    self.count_row(self.add_entry(draft, result))

    def add_entry(self, draft: Document, result: EntryResult) -> Row:
        """Add the events of an entry to what is to be written; its row."""
        what, taken, first, completes = result
        row = Row(
            what, draft.path, draft.start, "", _called(draft.body), str(draft.body.get("date", ""))
        )
        if taken.outcome is None:
            column = draft.columns.get("programs", "")
            faults = tuple(_advise_on_file(fault, column) for fault in taken.faults)
            return row._replace(faults=faults)
        for one in (*first, *taken.declared, taken.outcome):
            if one.new:
                self.additions.add(one)
        self.completed += completes if what != "known" else 0
        self.declared += len(taken.declared)
        self.news += taken.news
        body = taken.outcome.body
        id_ = str(body.get("amends") or body.get("retracts") or taken.outcome.id)
        if not row.called:
            row = row._replace(called=_called(self.context.external_ids.current(id_).body))
        return row._replace(id=id_)

    def take_over(self, whole: WholeEvent) -> Row:
        """Keep an event that comes with its id, unless the log holds it."""
        draft, event = whole
        row = Row("new", draft.path, draft.start, event.id, _called(draft.body))
        if self.holds(event.id):
            return row._replace(what="known")
        if event.EVENT in ABOUT_LOG:
            problem = f"an event such as this {event.EVENT} belongs to the log that made it"
            fault = draft.fault(Wrong(("event",), problem, "leave the line out"))
            return row._replace(what="refused", id="", faults=(fault,))
        claim = document.claim(draft.body)
        if erased := self.context.batch.refuse_erased(draft, draft.body, claim):
            return row._replace(what="refused", id="", faults=(erased,))
        if event.EVENT in CORRECTIONS:
            for name in ("amends", "retracts", "after"):
                for id_ in _listed(draft.body.get(name)):
                    if not (self.holds(id_) or (name == "after" and id_ in self.erased)):
                        fault = draft.fault(self._lacking(name, id_))
                        return row._replace(what="refused", id="", faults=(fault,))
        if event.EVENT in DECLARATIONS:
            key = str(draft.body[event.EVENT])
            self.twice += declared_by(self.db, event.EVENT, key) is not None
            self.context.batch.resolver.learn(draft.body)
        self.whole.add(event.id)
        self.additions.add(Outcome(event.id, "", new=True, body=draft.body))
        return row

    def _lacking(self, name: str, id_: str) -> Wrong:
        """What is wrong with a correction of what the log lacks, or comes after that."""
        if id_ in self.erased:
            problem = f"{id_}, which it corrects, was {self.erased[id_].told}"
            return Wrong((name,), problem, "leave the line out", reason=Reason("erased"))
        problem = f"neither the log nor an earlier line holds {id_}"
        return Wrong((name,), problem, "export it again, whole")

    @cached_property
    def erased(self) -> Mapping[str, Erased]:
        return read_erased(self.db)

    def holds(self, id_: str) -> bool:
        query = "SELECT 1 FROM documents WHERE id = ?"
        return id_ in self.whole or self.db.execute(query, (id_,)).fetchone() is not None

    def retract_missing(self, missing: Missing) -> Row:
        """Keep the retraction of what the file no longer has."""
        row = Row("retracted", "", 0, missing.id, missing.called)
        try:
            made = retract_missing(self.context, missing.id, missing.external_id)
        except TimelineError as error:
            return row._replace(what="refused", faults=error.faults)
        self.additions.add(made)
        return row

    def finish(self) -> Imported:
        """Retract what the file no longer has, if that was asked for and is safe; the end of it."""
        for draft, result in reconcile_held(self.context):
            self.count_row(self.add_entry(draft, result))
        missing = tuple(self.context.external_ids.unseen())
        asked = self.wanted.retract_missing and bool(missing)
        if asked and not self.unread:
            for one in missing:
                self.count_row(self.retract_missing(one))
        return Imported(
            counts=self.counts,
            declared=self.declared,
            news=tuple(self.news),
            missing=missing,
            kept=asked and self.unread,
            twice=self.twice,
            completed=self.completed,
            written=False,
            notes=tuple(self.notes),
        )


def _advise_on_file(fault: Fault, column: str) -> Fault:
    """A fault of what a file lacks or writes otherwise, with what to do about it there."""
    if fault.reason.code == "unknown" and fault.reason.what == "program" and column:
        name, colon, _ = fault.reason.name.partition(":")
        if colon and name.strip():
            form = f"{{programs: {{column: {column}, form: 'program:phase:status'}}}}"
            words = "if it is a name, a phase and a status, in a mapping file"
            return fault._replace(remedy=f"{words}: fields: {form}")
    if fault.reason.code != "missing" or fault.reason.what in _GIVEN:
        return fault
    field = fault.reason.what
    remedy = Advice("fill it in there, or say it for all", call("", set=f"{field}=..."))
    return fault._replace(remedy=remedy)


_GIVEN = ("schema", "id", "recorded")
"""Fields that the log gives, of events that come whole."""


def _called(body: Mapping[str, object]) -> str:
    return str(body.get("title") or body.get("name") or body.get("reason") or "")


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
