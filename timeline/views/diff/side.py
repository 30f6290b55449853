"""One of two projections that are compared: asked once, and all that the answer takes read.

Both sides may be one connection, on which entering a clock takes the other side away. So a side
is read whole before the other is entered; of happenings only what tells whether they are there.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, NamedTuple, TypedDict

from timeline.dates.edtf import Match
from timeline.projection.clocks import is_held
from timeline.projection.evidence import Office
from timeline.projection.known_spells import (
    actors_of_offices,
    spells_of_offices,
    spells_of_programs,
)
from timeline.projection.lookup import UnknownNameError
from timeline.projection.stored_spells import (
    changing_offices,
    has_stored,
    stored_spells_of,
)
from timeline.views.actors import ActorFields, ActorRow, OfficeRuns, actors, planned_ends
from timeline.views.ask import ask
from timeline.views.chronology import ChronologyRow, chronology
from timeline.views.clause import Numbers
from timeline.views.diff.two_days import Told, find_told, with_examples
from timeline.views.figures import TotalRow, totals
from timeline.views.levels import LevelRow, levels
from timeline.views.offices import OfficeOnRecord, offices_on_record
from timeline.views.picked import count_unbounded, narrow_picked, put_picked
from timeline.views.places import PlaceRow, places
from timeline.views.programs import ProgramFields, ProgramRow, Runs, programs
from timeline.views.query import Filters, Query, match_word

Row = Mapping[str, object]
"""A row of any view; views are compared field by field."""


class CorrectionNote(TypedDict):
    """A correction of a happening that only one side knows."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "amendment or retraction"]
    at: Annotated[str, "when it was recorded, UTC"]
    by: Annotated[str, "who recorded it"]
    reason: Annotated[str, "why"]


class RetractionNote(TypedDict):
    """What withdrew an event."""

    id: Annotated[str, "the id of the retraction"]
    at: Annotated[str, "when it was recorded, UTC"]
    by: Annotated[str, "who recorded it"]
    reason: Annotated[str, "why"]


class EventNote(TypedDict):
    """An event that only one of two logs has."""

    id: Annotated[str, "its id"]
    event: Annotated[str, "what kind of event it is"]
    name: Annotated[str | None, "its title or name"]
    at: Annotated[str, "when it was recorded, UTC"]
    by: Annotated[str, "who recorded it"]
    corrects: Annotated[str | None, "the id of what it corrects in the end"]
    reason: Annotated[str | None, "why it corrects it"]


USUAL = ("chronology", "actors", "programs", "figures", "places", "levels")
"""What is compared where nothing else is asked for."""
PERIOD_VIEWS = ("chronology", "actors", "programs", "figures")
"""What stands side by side of two periods."""
VIEWS = (*USUAL, "offices")
"""What can be compared."""


class Spells(NamedTuple):
    """The spells by which sides are judged that know the same happenings."""

    offices: OfficeRuns
    programs: Mapping[str, Runs]


class Side(NamedTuple):
    """What to ask of which projection; `spells` when they are known already.

    `bounded` leaves out what answers only by an open or unknown side of its date. `changing` are
    the happenings that may be of interest beside the other side; None where that may be any. With
    `days`, the first and the last of two, rows are read to tell whether they differ on these, and
    not what they are; `told` is what tells it, when that is known already.
    """

    db: sqlite3.Connection
    filters: Filters
    spells: Spells | None = None
    bounded: bool = False
    changing: Numbers | None = None
    days: tuple[int, int] | None = None
    told: Told | None = None


class Seen(NamedTuple):
    """What a side answers: how happenings match, by id in order of their dates, and rows by key.

    Of happenings only those are there that were `changing` on the side.

    `query` is None where the side knows nothing of a name that was asked for. `picked` are the
    programs that the filters leave; `merged` leads from a namespace and a key in it to the key
    that is shown instead. `unbounded` is how many happenings answer only by an open or unknown
    side of their dates, left out or not. `spells` and `told` are those that were found, where no
    more was read than tells which rows differ.
    """

    query: Query | None
    matches: dict[str, Match]
    actors: Mapping[str, ActorFields]
    programs: Mapping[str, ProgramFields]
    places: Mapping[str, PlaceRow]
    figures: Mapping[str, TotalRow]
    levels: Mapping[str, LevelRow]
    offices: Mapping[str, OfficeOnRecord]
    picked: frozenset[str]
    merged: Mapping[tuple[str, str], str]
    unbounded: int = 0
    spells: Spells | None = None
    told: Told | None = None

    def match_word(self, id_: str) -> str | None:
        """How a happening that is there answers, as `timeline.views.query.match_word` has it."""
        return match_word(self.matches[id_], self.query) if self.query else None


class Content(NamedTuple):
    """A happening whole: its row, its event as corrected, and its corrections by id."""

    row: ChronologyRow
    body: Mapping[str, object]
    corrections: Mapping[str, CorrectionNote]


NOTHING = Seen(None, {}, {}, {}, {}, {}, {}, {}, frozenset(), {})


def read_spells(db: sqlite3.Connection) -> Spells:
    """The spells of a projection as of the clocks that were entered on it."""
    return Spells(spells_of_offices(db), spells_of_programs(db))


def _unsure_offices(db: sqlite3.Connection, days: tuple[int, int]) -> set[Office] | None:
    """The offices of which anything may differ on two days; None where only folding tells."""
    if not has_stored(db) or is_held(db):
        return None
    return {*changing_offices(db, days), *planned_ends(db)}


def _unsure_spells(db: sqlite3.Connection, offices: set[Office] | None, told: Told) -> Spells:
    """Those by which rows may differ on two days that do not differ anyway, without evidence."""
    actors, programs = told.unsure["actor"], told.unsure["program"]
    if offices is not None:
        wanted = (office for office in offices if office.actor in actors)
        return Spells(
            stored_spells_of(db, wanted), spells_of_programs(db, programs, evidence=False)
        )
    return Spells(spells_of_offices(db, actors), spells_of_programs(db, programs, evidence=False))


def read(side: Side, views: Collection[str]) -> Seen:
    """Enter the clocks of a side, and read what it answers of some views.

    Raises:
        UnknownNameError: a name that is not on record on this side.
        TimelineError: a date that means nothing, or a name that means several things.
    """
    db, filters, known, bounded, changing, days, told = side
    _, _, query, aside = ask(db, filters, bounded=bounded)
    matches = _matches(db, changing)
    unbounded = count_unbounded(db) + sum(aside)
    parts = not filters.no_parts
    if days and changing:
        if not told:
            unsure = _unsure_offices(db, days)
            them = actors_of_offices(db) if unsure is None else {office.actor for office in unsure}
            told = find_told(db, query, changing, days, them, parts=parts)
            known = _unsure_spells(db, unsure, told)
        narrow_picked(db, with_examples(changing, told.examples))
    keys = told.unsure if told else {}
    offices = known.offices if known else None
    what: list[ProgramRow] = []
    if "programs" in views:
        whole, runs = query._replace(filtered=False), known.programs if known else None
        what = programs(db, whole, runs=runs, only=keys.get("program"))
    where = places(db, query, parts=parts, only=keys.get("place")) if "places" in views else ()
    held = offices_on_record(db, query, offices) if "offices" in views else ()
    left = [row for row in what if not query.filtered or row["happenings"] or row["possible"]]
    return Seen(
        query,
        matches,
        actors=_actors(db, query, offices, keys.get("actor"), parts=parts)
        if "actors" in views
        else {},
        programs={row["program"]: row for row in what},
        places={row["place"]: row for row in where},
        figures={row["key"]: row for row in (totals(db) if "figures" in views else ())},
        levels={row["key"]: row for row in (levels(db, query) if "levels" in views else ())},
        offices={row["key"]: row for row in held},
        picked=frozenset(row["program"] for row in left),
        merged={(namespace, key): other for namespace, key, other in db.execute(_MERGED)},
        unbounded=unbounded,
        spells=known,
        told=told,
    )


def _matches(db: sqlite3.Connection, changing: Numbers | None) -> dict[str, Match]:
    sql = "SELECT id, match FROM picked ORDER BY n"
    values: tuple[object, ...] = ()
    if changing is not None:
        sql = f"""
            SELECT k.id, k.match FROM (SELECT DISTINCT n FROM ({changing.sql})) AS c
            CROSS JOIN picked AS k ON k.n = c.n ORDER BY k.n
        """  # noqa: S608 (fixed texts)
        values = changing.values
    return {id_: Match(match) for id_, match in db.execute(sql, values)}


def _actors(
    db: sqlite3.Connection,
    query: Query,
    offices: OfficeRuns | None,
    only: Collection[str] | None,
    *,
    parts: bool,
) -> dict[str, ActorFields]:
    """Actors by key; their roles are the certain ones, and `possible_roles` all possible ones.

    So a role that was only ever possible is not lost when another becomes certain.
    """
    rows = actors(db, query, parts=parts, runs=offices, only=only)
    return {row["actor"]: _compared_fields(row) for row in rows}


def _compared_fields(row: ActorRow) -> ActorFields:
    """An actor without what it says of other rows, or what no clock changes."""
    return {
        "actor": row["actor"],
        "name": row["name"],
        "short": row["short"],
        "names": row["names"],
        "type": row["type"],
        "part_of": row["part_of"],
        "happenings": row["happenings"],
        "possible": row["possible"],
        "unbounded": row["unbounded"],
        "first": row["first"],
        "last": row["last"],
        "roles": row["roles"] if row["happenings"] else [],
        "match": row["match"],
        "terms": row["terms"],
        "possible_roles": row["possible_roles"],
    }


_MERGED = """
    SELECT 'actor', actor, same_as FROM actors WHERE same_as IS NOT NULL
    UNION ALL SELECT 'program', program, same_as FROM programs WHERE same_as IS NOT NULL
"""


def read_both(before: Side, after: Side, views: Collection[str]) -> tuple[Seen, Seen]:
    """What both sides answer; one that does not know a name that the other knows has nothing.

    The sides are read in this order, so that the clocks of `after` are those entered last.

    Args:
        before: the side to read first.
        after: the other.
        views: what to read of each.

    Raises:
        TimelineError: a date that means nothing, or a name that neither side knows.
    """
    missing = None
    try:
        old = read(before, views)
    except UnknownNameError as error:
        old, missing = NOTHING, error
    try:
        known = after._replace(spells=old.spells, told=old.told) if old.told else after
        return old, read(known, views)
    except UnknownNameError:
        if missing:
            raise
        return old, NOTHING


def contents(db: sqlite3.Connection, seen: Seen, ids: Collection[str]) -> dict[str, Content]:
    """Some of the happenings that a side was seen to have, whole; its clocks must be entered.

    Args:
        db: its projection.
        seen: what the side answers.
        ids: of happenings.
    """
    if not ids or seen.query is None:
        return {}
    wanted = {id_: int(match) for id_, match in seen.matches.items() if id_ in ids}
    put_picked(db, wanted)
    corrections = corrections_of(db, ids)
    whole = bodies(db, ids)
    return {
        row["id"]: Content(row, whole.get(row["id"], {}), corrections.get(row["id"], {}))
        for row in chronology(db, seen.query)
    }


def bodies(db: sqlite3.Connection, ids: Collection[str]) -> Mapping[str, Row]:
    """Some events that are no corrections, as they stand, by their ids."""
    sql = "SELECT id, body FROM states WHERE id IN (SELECT value FROM json_each(?))"
    return {id_: json.loads(body) for id_, body in db.execute(sql, (json.dumps([*ids]),))}


def corrections_of(
    db: sqlite3.Connection, ids: Iterable[str]
) -> dict[str, dict[str, CorrectionNote]]:
    """The corrections of events by the ids of both, in their order."""
    sql = """
        SELECT root, id, event, recorded_at, recorded_by, reason FROM corrections
        WHERE root IN (SELECT value FROM json_each(?)) ORDER BY root, ordinal
    """
    found: dict[str, dict[str, CorrectionNote]] = {}
    for root, id_, event, at, by, reason in db.execute(sql, (json.dumps([*ids]),)):
        note: CorrectionNote = {"id": id_, "event": event, "at": at, "by": by, "reason": reason}
        found.setdefault(root, {})[id_] = note
    return found


def retractions(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, RetractionNote]:
    """Who withdrew events when and why, by the ids of the events."""
    sql = """
        SELECT s.id, c.id, c.recorded_at, c.recorded_by, c.reason
        FROM states AS s JOIN corrections AS c ON c.id = s.retracted_by
        WHERE s.id IN (SELECT value FROM json_each(?))
    """
    found = db.execute(sql, (json.dumps([*ids]),))
    return {
        id_: {"id": retraction, "at": at, "by": by, "reason": reason}
        for id_, retraction, at, by, reason in found
    }


def events(
    db: sqlite3.Connection, ids: Collection[str], among: Collection[str] | None
) -> list[EventNote]:
    """Some events of a log, in the order in which they were recorded.

    Args:
        db: its projection.
        ids: which events.
        among: happenings; with it, only those of them, and corrections of these.
    """
    return [
        {
            "id": id_,
            "event": event,
            "name": name,
            "at": at,
            "by": by,
            "corrects": corrects,
            "reason": reason,
        }
        for id_, event, name, at, by, corrects, reason in db.execute(_EVENTS, (json.dumps([*ids]),))
        if among is None or (corrects or id_) in among
    ]


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
