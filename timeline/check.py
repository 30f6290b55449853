"""Data quality: what in the log is wrong, whichever command would trip over it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from timeline import document, log, yaml_text
from timeline.errors import Fault
from timeline.event import CORRECTIONS, TYPES, Is
from timeline.projection import lookup
from timeline.schema import Many, Path as At, Record, Scalar, Shape, Wrong, fields_of


def check(db: sqlite3.Connection, folder: Path, faults: Sequence[Fault]) -> list[Fault]:
    """All errors of a log, in the order of its files: paths are those below the log.

    Args:
        db: its projection, fresh.
        folder: the log, to find the lines that are at fault.
        faults: what was found on reading it.
    """
    found = [*faults]
    wrongs = [*_unresolved(db), *_declared_twice(db), *_circles(db), *_forks(db), *_duplicates(db)]
    found += [_placed(folder, path, wrong) for path, wrong in wrongs]
    return sorted(found, key=lambda fault: (fault.path, fault.line, fault.column))


Located = tuple[str, Wrong]
"""A fault with the path of its file."""


def _placed(folder: Path, path: str, wrong: Wrong) -> Fault:
    data, _ = log.read_bytes(folder, path, yaml_text.MAX_BYTES)
    found, _ = document.read_yaml(data.decode(errors="replace"), path)
    return found[0].fault(wrong) if found else Fault(wrong.problem, wrong.remedy, path)


def _unresolved(db: sqlite3.Connection) -> Iterator[Located]:
    """Keys that no live declaration gives a meaning, and ids of events that are not there."""
    declared = set(db.execute("SELECT event, key FROM states WHERE key IS NOT NULL AND retracted_by IS NULL"))
    ids = {id_ for (id_,) in db.execute("SELECT id FROM documents")}
    query = """
        SELECT s.event, s.body, min(d.path) FROM states AS s JOIN documents AS d ON d.id = s.id
        WHERE s.retracted_by IS NULL GROUP BY s.id
        UNION ALL
        SELECT d.event, d.body, min(d.path) FROM corrections AS c JOIN documents AS d ON d.id = c.id
        WHERE c.retracted_by IS NULL GROUP BY c.id
    """
    for event, text, path in db.execute(query).fetchall():
        body = json.loads(text)
        known = fields_of(TYPES[event])
        for name, value in body.items():
            if name in ("id", event):
                continue
            for at, must_be, typed in _references(known[name].shape, value, (name,)):
                if must_be.kind == "key" and (must_be.of, typed) not in declared:
                    remedy = lookup.nearest_names(db, must_be.of, typed)
                    yield path, Wrong(at, f"no {must_be.of} `{typed}` is declared", remedy)
                elif must_be.kind == "id" and typed not in ids and event not in CORRECTIONS:
                    remedy = "merge the copy of the log that holds it, or amend this"
                    yield path, Wrong(at, f"the log holds no event {typed}", remedy)


def _references(shape: Shape, value: object, at: At) -> Iterator[tuple[At, Is, str]]:
    match shape, value:
        case Scalar(must_be), str() if must_be.kind in ("key", "id"):
            yield at, must_be, value
        case Many(item), list():
            for i, part in enumerate(value):
                yield from _references(item, part, (*at, i))
        case Record(cls), dict():
            known = fields_of(cls)
            for name, part in value.items():
                yield from _references(known[name].shape, part, (*at, name))


def _declared_twice(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT s.event, s.key, s.id, min(d.path) FROM states AS s JOIN documents AS d ON d.id = s.id
        WHERE s.key IS NOT NULL AND s.retracted_by IS NULL
        GROUP BY s.id ORDER BY s.event, s.key, d.recorded_at, s.id
    """
    first: dict[tuple[str, str], str] = {}
    for event, key, id_, path in db.execute(query):
        earlier = first.setdefault((event, key), id_)
        if earlier != id_:
            remedy = f"what they say can be amended into {earlier}; then timeline retract {id_}"
            problem = f"the {event} {key} is declared twice: {earlier} counts, not {id_}"
            yield path, Wrong((event,), problem, remedy)


def _circles(db: sqlite3.Connection) -> Iterator[Located]:
    """Bodies, programs or places that lie in themselves."""
    for namespace in ("actor", "program", "place"):
        query = f"SELECT {namespace}, part_of, declared_by FROM {namespace}s"  # noqa: S608 (fixed)
        rows = db.execute(query).fetchall()
        parents = {key: parent for key, parent, _ in rows if parent}
        for key, _, id_ in rows:
            above, seen = parents.get(key), [key]
            while above and above not in seen:
                seen.append(above)
                above = parents.get(above)
            if above == key and key == min(seen):
                chain = " in ".join([*seen, key])
                yield _path(db, id_), Wrong(("part_of",), f"a circle of parts: {chain}", "amend one of them")


def _forks(db: sqlite3.Connection) -> Iterator[Located]:
    for id_, heads in db.execute("SELECT id, heads FROM states WHERE forked ORDER BY id").fetchall():
        found = json.loads(heads)
        problem = f"a fork: {id_} was corrected by {' and '.join(found)}, neither knowing the other"
        remedy = f"both apply; settle it by a correction after both: timeline amend {id_} ..."
        yield _path(db, found[0]), Wrong(("after",), problem, remedy)


def _duplicates(db: sqlite3.Connection) -> Iterator[Located]:
    query = """
        SELECT group_concat(id) FROM (
            SELECT DISTINCT d.claim, d.id FROM documents AS d JOIN states AS s ON s.id = d.id
            WHERE s.retracted_by IS NULL AND s.key IS NULL ORDER BY d.claim, d.recorded_at, d.id
        ) GROUP BY claim HAVING count(*) > 1
    """
    for (ids,) in db.execute(query).fetchall():
        first, *others = ids.split(",")
        for id_ in others:
            remedy = f"withdraw one: timeline retract {id_} --reason duplicate"
            problem = f"a duplicate: {id_} records the same as {first}"
            yield _path(db, id_), Wrong(("id",), problem, remedy)


def _path(db: sqlite3.Connection, id_: str) -> str:
    return str(db.execute("SELECT min(path) FROM documents WHERE id = ?", (id_,)).fetchone()[0])
