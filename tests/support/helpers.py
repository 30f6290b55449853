"""Logs for tests: small ones on disk, and projections of many events in memory."""

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unittest import mock

from timeline.base.errors import Fault
from timeline.dates.edtf import Date, parse
from timeline.event import document, yaml_text
from timeline.event.document import Document, Forms
from timeline.event.fold import Stored
from timeline.event.held import Held
from timeline.log import folder as log
from timeline.log import settings
from timeline.projection import database, freshness, projecting, states
from timeline.projection.database import Opened
from timeline.projection.documents import put_documents
from timeline.projection.tables import create
from timeline.recording import amend as correcting
from timeline.recording import append, retract
from timeline.recording.amend import Change
from timeline.views.checks.errors import check
from timeline.views.filters import understand
from timeline.views.picked import pick
from timeline.views.query import Filters, Query

Row = dict[str, object]


class Ledger:
    """A log on disk, with what tests do to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        log.create(folder, settings.starter())

    def add(self, text: str) -> list[str]:
        """Record YAML documents; their ids, without those of what was declared on the spot."""
        offered, faults = document.read_input(text.encode(), "in.yaml")
        assert not faults, faults
        before = len(offered)
        report = append.append(self.folder, offered, "Aida", new=True)
        return [outcome.id for outcome in report.outcomes][-before:]

    def one(self, text: str) -> str:
        return self.add(text)[-1]

    def amend(self, id_: str, /, *unset: str, **fields: object) -> str:
        db = self.open().db
        now = states.current(db, id_)
        db.close()
        change = Change(fields, unset)
        report = correcting.amend(self.folder, now, change, "a slip", "Bek", new=True)
        return report.outcomes[-1].id

    def retract(self, id_: str) -> str:
        db = self.open().db
        known = states.target(db, id_)
        db.close()
        return retract.retract(self.folder, known, "a mistake", "Bek").outcomes[-1].id

    def put(self, path: str, said: Mapping[str, object], at: str = "2026-01-01T00") -> str:
        """Write an event as a merge would bring it, with nothing checked; its id."""
        body = complete(said, at)
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml_text.write(body), encoding="utf-8")
        return str(body["id"])

    def open(self) -> Opened:
        return database.open_fresh(self.folder)

    def checked(self) -> list[Fault]:
        """What `timeline check` finds in it."""
        opened = self.open()
        faults = check(opened, self.folder)
        opened.db.close()
        return faults

    @property
    def path(self) -> Path:
        """The file of its projection."""
        return self.folder.parent / ".timeline" / f"{self.folder.name}.db"

    def settle(self) -> None:
        """Open it when no file is so young any more that it would be read again."""
        with later():
            self.open().db.close()


@contextlib.contextmanager
def later() -> Iterator[None]:
    """Let the clock of this process say a time at which files of now may be trusted."""
    then = time.time_ns() + freshness.RACY_NS + 50_000_000
    with mock.patch.object(time, "time_ns", return_value=then):
        yield


def complete(said: Mapping[str, object], at: str = "2026-01-01T00") -> dict[str, object]:
    """A whole event; `at` is the beginning of an instant."""
    rest = "2026-01-01T00:00:00.000000Z"[len(at) :]
    return document.complete(said, {"at": at + rest, "by": "Aida"})


def instant(count: int) -> str:
    return f"2026-01-01T{count // 3600:02d}:{count // 60 % 60:02d}:{count % 60:02d}"


def stored(body: Mapping[str, object], path: str = "") -> Stored:
    event, faults = document.event_of(Document(dict(body)))
    assert event is not None, faults
    hashes = document.digest(body), document.claim(body)
    return Stored(event, body, path or f"{body['id']}.yaml", *hashes)


def happening(date: str = "2017", title: str = "A visit", **said: object) -> Row:
    return {"event": "happening", "date": date, "kind": "visit", "title": title, **said}


def declared(namespace: str, key: str, **said: object) -> Row:
    called = "title" if namespace == "source" else "name"
    return {"event": namespace, namespace: key, called: key.capitalize(), **said}


def projected(said: Iterable[Mapping[str, object]]) -> sqlite3.Connection:
    """The projection of events, in memory; each is recorded a second after the one before."""
    return of_events(stored(complete(one, instant(i))) for i, one in enumerate(said))


def of_events(events: Iterable[Stored]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    create(db)
    put(db, events)
    projecting.project(db, Path("nowhere"))
    return db


def put(db: sqlite3.Connection, events: Iterable[Stored]) -> None:
    """Put events into the documents of a projection."""
    for one in events:
        db.execute("INSERT OR IGNORE INTO files (path, sha256) VALUES (?, '')", (one.place,))
        event, recorded = one.event, one.event.recorded
        forms = Forms("", one.digest, one.claim)
        text = json.dumps(one.body)
        held = Held(event.id, event.EVENT, recorded.at, recorded.by, text, forms)
        put_documents(db, one.place, [held])


OF_FILES = (
    *("folders", "added_files", "folder_times", "last_look", "files"),
    *("meta", "document_rows", "bodies"),
)


def tables(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that is computed from the log, as rows in order; not what follows its files.

    Numbers that depend on the order in which events came are left out: happenings are counted in
    the order of their numbers, and documents go by their paths.
    """
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    numbers = db.execute("SELECT n FROM happenings_versions ORDER BY n").fetchall()
    ranks = {n: rank for rank, (n,) in enumerate(numbers)}
    found = {}
    for (name,) in names.fetchall():
        if name in OF_FILES or name.startswith("word_index"):
            continue
        rows = db.execute(f'SELECT * FROM "{name}"')  # noqa: S608
        numbered = rows.description[0][0] == "n"
        found[name] = sorted(
            ((ranks[row[0]], *row[1:]) if numbered else row for row in rows), key=repr
        )
    documents = "SELECT path, line, id, event, digest, claim, recorded_at, body FROM documents"
    found["documents"] = sorted(db.execute(documents).fetchall(), key=repr)
    words = "SELECT rowid FROM word_index WHERE word_index MATCH 'a* OR t* OR \"1\"*'"
    found["words"] = sorted((ranks[n],) for (n,) in db.execute(words))
    return found


def ask(db: sqlite3.Connection, **filters: object) -> Query:
    """Pick what filters ask for; a single text may stand for a list of one."""
    lists = {f for f, default in Filters._field_defaults.items() if default == ()}
    given = {f: (v,) if f in lists and isinstance(v, str) else v for f, v in filters.items()}
    query = understand(db, Filters(**given))  # type: ignore[arg-type]
    pick(db, query)
    return query


def titles(db: sqlite3.Connection, **filters: object) -> list[str]:
    """The titles of what is picked in its order, `?` after those that are only possible."""
    ask(db, **filters)
    query = """
        SELECT h.title || iif(k.match = 1, '?', '')
        FROM picked AS k JOIN happenings AS h ON h.n = k.n ORDER BY k.n
    """
    return [title for (title,) in db.execute(query)]


def day(text: str) -> int:
    """The number of a day, or of the last day of a date."""
    date: Date = parse(text)
    return int(date.latest)
