"""Data quality: what in the log is wrong, whichever command would trip over it."""

import json
import sqlite3
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from timeline.base.advice import Advice, call, lift
from timeline.base.errors import Fault
from timeline.event.references import references
from timeline.event.schema import Wrong
from timeline.event.types import DECLARATIONS, Is
from timeline.log.file_names import paths_below, twins, unfit_for_windows
from timeline.log.strays import strays
from timeline.projection import database, lookup
from timeline.projection.database import Opened
from timeline.projection.erasures import read_erased
from timeline.projection.lost import Lost
from timeline.views.checks.declared_twice import declared_twice
from timeline.views.checks.erased import returned_copies
from timeline.views.checks.instants import corrected_too_early, recorded_ahead
from timeline.views.checks.kept_copies import changed_copies, faults_of_copies
from timeline.views.remedies import correction


def check(opened: Opened, folder: Path) -> list[Fault]:
    """All errors of a log, in the order of its files: paths are those below the log.

    Args:
        opened: its projection, fresh, with what was found on reading the log.
        folder: the log, to find the lines that are at fault.
    """
    db = opened.db
    paths = paths_below(folder)
    found = [*opened.unread, *opened.faults, *map(fault_of_lost, opened.lost)]
    erased = read_erased(db)
    found += strays(folder, paths, lambda id_: _is_held(db, id_), erased.__contains__)
    found += returned_copies(db, folder)
    found += [*twins(paths), *unfit_for_windows(paths), *_linked(folder)]
    found += changed_copies(db, folder)
    wrongs = [
        *_unresolved(db),
        *declared_twice(db),
        *_phases_twice(db),
        *_circles(db),
        *_forks(db),
        *_duplicates(db),
        *((place_of(db, id_), wrong) for id_, wrong in recorded_ahead(db)),
        *((place_of(db, id_), wrong) for id_, wrong in corrected_too_early(db)),
        *_of_copies(db, folder),
    ]
    if wrongs:
        from timeline.log.files import faults_at  # noqa: PLC0415 (reads YAML; most logs are without)

        found += faults_at(folder, wrongs)
    return sorted(found, key=lambda fault: (fault.path, fault.line, fault.column))


Located = tuple[str, Wrong]
"""A fault with the place of its event."""
_OF_FOLD = ("amends", "retracts", "after")
"""Fields whose faults are found when corrections are applied."""


def _unresolved(db: sqlite3.Connection) -> Iterator[Located]:
    """Keys that no live declaration gives a meaning, and ids of events that are not there."""
    query = "SELECT event, key FROM states WHERE key IS NOT NULL AND retracted_by IS NULL"
    declared = set(db.execute(query))
    events = dict(db.execute("SELECT id, event FROM documents"))
    events |= dict.fromkeys(read_erased(db), "erased")  # which `warnings` tell of
    amended = set_in(db)
    names = {namespace: lookup.Names(db, namespace) for namespace in DECLARATIONS}
    for id_, text, path in db.execute(_LIVE).fetchall():
        for at, must_be, typed in references(json.loads(text)):
            if at[0] in _OF_FOLD:
                continue
            amendment = amended.get((id_, str(at[0])))
            wrong = _dangling(names, must_be, typed, declared, events)
            if wrong and amendment:
                yield amendment, wrong._replace(at=("set", *at))
            elif wrong:
                yield path, wrong._replace(at=at)


_LIVE = """
    SELECT s.id, s.body, min(d.located) FROM states AS s JOIN documents AS d ON d.id = s.id
    WHERE s.retracted_by IS NULL GROUP BY s.id
    UNION ALL
    SELECT d.id, d.body, min(d.located) FROM corrections AS c
    JOIN documents AS d ON d.id = c.id
    WHERE c.retracted_by IS NULL GROUP BY c.id
"""


def set_in(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """By event and field, the place of the amendment that the field comes from."""
    query = """
        SELECT c.root, d.body -> 'set', s.body, min(d.located)
        FROM corrections AS c
        JOIN documents AS d ON d.id = c.id
        JOIN states AS s ON s.id = c.root
        WHERE c.event = 'amendment' AND c.retracted_by IS NULL AND d.body -> 'set' IS NOT NULL
        GROUP BY c.id ORDER BY c.root, c.ordinal
    """
    found: dict[tuple[str, str], str] = {}
    for root, changed, text, path in db.execute(query):
        now = json.loads(text)
        for name, value in json.loads(changed).items():
            if now.get(name) == value:
                found[root, name] = path
    return found


def _dangling(
    names: Mapping[str, lookup.Names],
    must_be: Is,
    typed: str,
    declared: Container[tuple[str, str]],
    events: Mapping[str, str],
) -> Wrong | None:
    """What is wrong with a reference; its place is for the caller to add."""
    if must_be.kind == "key":
        if (must_be.of, typed) in declared:
            return None
        remedy = names[must_be.of].near(typed).remedy
        return Wrong((), f"no {must_be.of} `{typed}` is declared", remedy)
    if typed not in events:
        remedy = "merge the copy of the log that holds it, or amend this"
        return Wrong((), f"the log holds no event {typed}", remedy)
    return None


def fault_of_lost(lost: Lost) -> Fault:
    """The fault of an event that the projection has seen and that is gone."""
    problem = f"the event {lost.id} ({lost.called}) was changed or removed"
    words = (
        "the log should only grow: restore the file (git checkout); if it is right, as after a "
        "switch of git branches, accept it"
    )
    return Fault(problem, Advice(words, call("rebuild")), lost.path)


def _is_held(db: sqlite3.Connection, id_: str) -> bool:
    return db.execute("SELECT 1 FROM documents WHERE id = ?", (id_,)).fetchone() is not None


def _linked(folder: Path) -> Iterator[Fault]:
    if link := database.link_at_place(folder):
        problem = "a link where the projection would lie: not followed"
        yield Fault(problem, "remove it; the next command makes the projection anew", str(link))


def _of_copies(db: sqlite3.Connection, folder: Path) -> Iterator[Located]:
    """What is wrong with copies of sources, where the events say which these are."""
    found = list(faults_of_copies(db, folder))
    amended = set_in(db) if found else {}
    for id_, wrong in found:
        amendment = amended.get((id_, "archive"))
        if amendment:
            yield amendment, wrong._replace(at=("set", *wrong.at))
        else:
            yield place_of(db, id_), wrong


def _phases_twice(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT d.program, d.phase, max(d.ordinal), p.declared_by, p.name FROM declared_phases AS d
        JOIN programs AS p ON p.program = d.program
        GROUP BY d.program, d.phase HAVING count(*) > 1
    """
    for program, phase, ordinal, id_, name in db.execute(query).fetchall():
        problem = f"the phase {phase} of {program} is declared twice"
        how = call("declare", "program", name, key=program, unset="phases", phase="KEY=NAME")
        remedy = Advice("declare them anew", how)
        yield place_of(db, id_), Wrong(("phases", ordinal - 1), problem, remedy)


def _circles(db: sqlite3.Connection) -> Iterator[Located]:
    """Bodies, programs or places that lie in themselves."""
    for namespace in ("actor", "program", "place"):
        query = f"SELECT {namespace}, part_of, declared_by, name FROM {namespace}s"  # noqa: S608 (fixed)
        rows = db.execute(query).fetchall()
        parents = {key: parent for key, parent, *_ in rows if parent}
        for key, _, id_, name in rows:
            above, seen = parents.get(key), [key]
            while above and above not in seen:
                seen.append(above)
                above = parents.get(above)
            if above == key and key == min(seen):
                problem = f"a circle of parts: {' in '.join([*seen, key])}"
                body = {namespace: key, "name": name}
                how = correction(namespace, id_, body, unset="part_of", reason=...)
                remedy = Advice("take one of them out, such as", how)
                yield place_of(db, id_), Wrong(("part_of",), problem, remedy)


def _forks(db: sqlite3.Connection) -> Iterator[Located]:
    query = "SELECT id, heads, event, body, retracted_by FROM states WHERE forked ORDER BY id"
    for id_, text, event, body, retracted_by in db.execute(query).fetchall():
        heads = json.loads(text)
        problem = f"a fork: {id_} was corrected by {' and '.join(heads)}, neither knowing the other"
        if retracted_by:
            others = [head for head in heads if head != retracted_by]
            again = lift(retracted_by, "to have it again, withdraw the retraction")
            remedy = lift(
                others[0], "to leave it retracted, withdraw the other correction"
            )._replace(more=again)
        else:
            how = correction(event, id_, json.loads(body), reason=...)
            settle = Advice("settle it by a correction after both", how)
            remedy = Advice("both apply; see them", call("show", id_), settle)
        yield place_of(db, heads[0]), Wrong(("after",), problem, remedy)


def _duplicates(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT d.claim, d.id, min(d.located) FROM documents AS d JOIN states AS s ON s.id = d.id
        WHERE s.retracted_by IS NULL AND s.key IS NULL
        GROUP BY d.id ORDER BY d.recorded_at, d.id
    """
    first: dict[str, str] = {}
    for claim, id_, path in db.execute(query):
        earlier = first.setdefault(claim, id_)
        if earlier != id_:
            remedy = Advice("withdraw one", call("retract", id_, reason="duplicate"))
            yield path, Wrong(("id",), f"a duplicate: {id_} records the same as {earlier}", remedy)


def place_of(db: sqlite3.Connection, id_: str) -> str:
    """Where an event lies, as `timeline.log.files` has it; a seal or an erasure, too."""
    return str(db.execute(_PLACE, (id_,)).fetchone()[0])


_PLACE = """
    SELECT min(located) FROM (
        SELECT located FROM documents WHERE id = ?1
        UNION ALL
        SELECT f.path || CASE WHEN e.line > 0 THEN ':' || e.line ELSE '' END
        FROM log_events AS e JOIN files AS f ON f.file = e.file WHERE e.id = ?1
    )
"""
