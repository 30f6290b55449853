"""One of two projections that are compared: asked once, and all that the answer takes read.

Both sides may be one connection, on which entering a clock takes the other side away. So a side
is read whole before the other is entered; of happenings only what tells whether they are there.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from timeline.dates.edtf import Match
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.lookup import UnknownNameError
from timeline.projection.settings import hemisphere_of
from timeline.views.actors import OfficeRuns, actors
from timeline.views.ask import ask
from timeline.views.chronology import chronology
from timeline.views.figures import totals
from timeline.views.levels import levels
from timeline.views.offices import on_record
from timeline.views.places import places
from timeline.views.programs import Runs, programs
from timeline.views.query import Filters, Query

Row = dict[str, object]
Rows = dict[str, Row]

USUAL = ("chronology", "actors", "programs", "figures", "places", "levels")
"""What is compared where nothing else is asked for."""
PERIOD_VIEWS = ("chronology", "actors", "programs", "figures")
"""What stands side by side of two periods."""
VIEWS = (*USUAL, "offices")
"""What can be compared."""


class Judged(NamedTuple):
    """The spells by which sides are judged that know the same happenings."""

    offices: OfficeRuns
    programs: Mapping[str, Runs]


class Side(NamedTuple):
    """What to ask of which projection; `judged` when its spells are known already.

    `bounded` leaves out what answers only by an open or unknown side of its date.
    """

    db: sqlite3.Connection
    filters: Filters
    judged: Judged | None = None
    bounded: bool = False


class Seen(NamedTuple):
    """What a side answers: how happenings match, by id in order of their dates, and rows by key.

    `query` is None where the side knows nothing of a name that was asked for. `picked` are the
    programs that the filters leave; `merged` leads from a namespace and a key in it to the key
    that is shown instead. `unbounded` is how many happenings answer only by an open or unknown
    side of their dates, left out or not.
    """

    query: Query | None
    matches: dict[str, Match]
    actors: Rows
    programs: Rows
    places: Rows
    figures: Rows
    levels: Rows
    offices: Rows
    picked: frozenset[str]
    merged: Mapping[tuple[str, str], str]
    unbounded: int = 0


class Content(NamedTuple):
    """A happening whole: its row, its event as corrected, and its corrections by id."""

    row: Row
    body: Mapping[str, object]
    corrections: Mapping[str, Row]


NOTHING = Seen(None, {}, {}, {}, {}, {}, {}, {}, frozenset(), {})


def judged(db: sqlite3.Connection) -> Judged:
    """The spells of a projection as of the clocks that were entered on it."""
    hemisphere = hemisphere_of(db)
    return Judged(office_runs(db, hemisphere), program_runs(db, hemisphere))


def read(side: Side, views: Collection[str]) -> Seen:
    """Enter the clocks of a side, and read what it answers of some views.

    Raises:
        UnknownNameError: a name that is not on record on this side.
        TimelineError: a date that means nothing, or a name that means several things.
    """
    db, filters, known, bounded = side
    _, _, query, aside = ask(db, filters, bounded=bounded)
    (kept,) = db.execute("SELECT count(*) FROM picked WHERE unbounded").fetchone()
    sql = "SELECT id, match FROM picked ORDER BY ordinal"
    matches = {id_: Match(match) for id_, match in db.execute(sql)}
    parts = not filters.no_parts
    offices = known.offices if known else None
    what: list[Row] = []
    if "programs" in views:
        whole = query._replace(filtered=False)
        what = programs(db, whole, runs=known.programs if known else None)
    told = [row for row in what if not query.filtered or row["happenings"] or row["possible"]]
    return Seen(
        query,
        matches,
        actors=_actors(db, query, offices, parts=parts) if "actors" in views else {},
        programs=_by("program", what),
        places=_by("place", places(db, query, parts=parts) if "places" in views else ()),
        figures=_by("key", totals(db) if "figures" in views else ()),
        levels=_by("key", levels(db, query) if "levels" in views else ()),
        offices=_by("key", on_record(db, query, offices) if "offices" in views else ()),
        picked=frozenset(str(row["program"]) for row in told),
        merged={(namespace, key): other for namespace, key, other in db.execute(_MERGED)},
        unbounded=kept + sum(aside),
    )


def _by(field: str, rows: Iterable[Row]) -> Rows:
    return {str(row[field]): row for row in rows}


_NOT_COMPARED = ("did", "programs", "through_offices")
"""What rows of actors say of other rows, or of nothing that changes with the clock."""


def _actors(
    db: sqlite3.Connection, query: Query, offices: OfficeRuns | None, *, parts: bool
) -> Rows:
    """Actors by key; their roles are the certain ones, and `possible_roles` all possible ones.

    So a role that was only ever possible is not lost when another becomes certain.
    """
    found: Rows = {}
    for row in actors(db, query, parts=parts, runs=offices):
        kept = {name: value for name, value in row.items() if name not in _NOT_COMPARED}
        sure: Row = {} if row["happenings"] else {"roles": []}
        found[str(row["actor"])] = kept | sure
    return found


_MERGED = """
    SELECT 'actor', actor, same_as FROM actors WHERE same_as IS NOT NULL
    UNION ALL SELECT 'program', program, same_as FROM programs WHERE same_as IS NOT NULL
"""


def read_both(before: Side, after: Side, views: Collection[str]) -> tuple[Seen, Seen]:
    """What both sides answer; one that does not know a name that the other knows has nothing.

    The sides are read in this order, so that the clocks of `after` are those entered last.

    Raises:
        TimelineError: a date that means nothing, or a name that neither side knows.
    """
    missing = None
    try:
        old = read(before, views)
    except UnknownNameError as error:
        old, missing = NOTHING, error
    try:
        return old, read(after, views)
    except UnknownNameError:
        if missing:
            raise
        return old, NOTHING


def contents(db: sqlite3.Connection, seen: Seen, ids: Collection[str]) -> dict[str, Content]:
    """Some of the happenings that a side was seen to have, whole; its clocks must be entered."""
    if not ids or seen.query is None:
        return {}
    wanted = [(id_, int(match)) for id_, match in seen.matches.items() if id_ in ids]
    db.execute("BEGIN")
    db.execute("DELETE FROM temp.picked")
    db.executemany("INSERT INTO temp.picked (id, match) VALUES (?, ?)", wanted)
    db.execute("COMMIT")
    corrections = corrections_of(db, ids)
    whole = bodies(db, ids)
    return {
        str(row["id"]): Content(
            row, whole.get(str(row["id"]), {}), corrections.get(str(row["id"]), {})
        )
        for row in chronology(db, seen.query)
    }


def bodies(db: sqlite3.Connection, ids: Collection[str]) -> dict[str, Row]:
    """Some events that are no corrections, as they stand, by their ids."""
    sql = "SELECT id, body FROM states WHERE id IN (SELECT value FROM json_each(?))"
    return {id_: json.loads(body) for id_, body in db.execute(sql, (json.dumps([*ids]),))}


def corrections_of(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, dict[str, Row]]:
    """The corrections of events by the ids of both, in their order: id, event, at, by, reason."""
    sql = """
        SELECT root, id, event, recorded_at, recorded_by, reason FROM corrections
        WHERE root IN (SELECT value FROM json_each(?)) ORDER BY root, ordinal
    """
    found: dict[str, dict[str, Row]] = {}
    for root, *values in db.execute(sql, (json.dumps([*ids]),)):
        row: Row = dict(zip(("id", "event", "at", "by", "reason"), values, strict=True))
        found.setdefault(root, {})[values[0]] = row
    return found


def retractions(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Row]:
    """Who withdrew events when and why, by the ids of the events: id, at, by, reason."""
    sql = """
        SELECT s.id, c.id, c.recorded_at, c.recorded_by, c.reason
        FROM states AS s JOIN corrections AS c ON c.id = s.retracted_by
        WHERE s.id IN (SELECT value FROM json_each(?))
    """
    found = db.execute(sql, (json.dumps([*ids]),))
    return {
        id_: dict(zip(("id", "at", "by", "reason"), values, strict=True)) for id_, *values in found
    }


def events(
    db: sqlite3.Connection, ids: Collection[str], among: Collection[str] | None
) -> list[Row]:
    """Some events of a log, in the order in which they were recorded.

    Args:
        db: its projection.
        ids: which events.
        among: happenings; with it, only those of them, and corrections of these.

    Returns:
        id, event, name, at, by, and of a correction what it corrects in the end (`corrects`) and
        the reason.
    """
    fields = ("id", "event", "name", "at", "by", "corrects", "reason")
    found = db.execute(_EVENTS, (json.dumps([*ids]),))
    told: list[Row] = [dict(zip(fields, values, strict=True)) for values in found]
    return [row for row in told if among is None or (row["corrects"] or row["id"]) in among]


_EVENTS = """
    SELECT e.id, e.event,
           coalesce(s.body ->> 'title', s.body ->> 'name', e.body ->> 'title', e.body ->> 'name'),
           e.recorded_at, e.recorded_by, c.root, e.body ->> 'reason'
    FROM events AS e
    LEFT JOIN corrections AS c ON c.id = e.id
    LEFT JOIN states AS s ON s.id = coalesce(c.root, e.id)
    WHERE e.id IN (SELECT value FROM json_each(?))
    ORDER BY e.recorded_at, e.id
"""
