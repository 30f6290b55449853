"""The timeline: one row a happening."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, TypedDict

from timeline.base.days import iso
from timeline.views.query import Query, match_word


class PlaceItem(TypedDict):
    """A place of a happening."""

    place: Annotated[str, "its key"]
    name: Annotated[str, "its name"]


ActorItem = TypedDict(
    "ActorItem",
    {
        "actor": Annotated[str, "its key"],
        "name": Annotated[str, "its name"],
        "role": Annotated[str, "what it did"],
        "capacity": Annotated[str | None, "the office in which it took part"],
        "for": Annotated[str | None, "the key of the body for which it took part"],
        "for_name": Annotated[str | None, "the name of that body"],
        "effect": Annotated[list[str], "what this did to its office: starts, ends and so on"],
    },
)


class ProgramItem(TypedDict):
    """A program of a happening."""

    program: Annotated[str, "its key"]
    name: Annotated[str, "its name"]
    phase: Annotated[str | None, "the phase that the happening belongs to"]
    effect: Annotated[list[str], "what this did to the phase: starts, ends and so on"]


class FigureItem(TypedDict):
    """A figure of a happening."""

    measure: Annotated[str, "what is counted"]
    value: Annotated[int | float | str, "the number"]
    unit: Annotated[str | None, "of the number"]
    bound: Annotated[str, "exact, about, at-least or at-most"]
    type: Annotated[str, "actual, target, baseline or level"]
    by: Annotated[dict[str, str] | None, "the part of a split that it counts"]


class SourceItem(TypedDict):
    """A citation of a happening."""

    source: Annotated[str, "its key"]
    at: Annotated[str | None, "where in it"]
    title: Annotated[str | None, "its title"]
    published: Annotated[str | None, "when it came out, EDTF"]


class ChronologyRow(TypedDict):
    """A happening."""

    id: Annotated[str, "its id"]
    date: Annotated[str, "when, EDTF"]
    earliest: Annotated[str | None, "the first day that the date may mean; null if open or unknown"]
    latest: Annotated[str | None, "the last day that the date may mean; null if open or unknown"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]
    kind: Annotated[str, "its kind"]
    status: Annotated[str, "planned, occurred, postponed or cancelled"]
    title: Annotated[str, "its title"]
    summary: Annotated[str | None, "its summary"]
    places: Annotated[list[PlaceItem], "where"]
    actors: Annotated[list[ActorItem], "who took part"]
    programs: Annotated[list[ProgramItem], "in which programs"]
    figures: Annotated[list[FigureItem], "what was counted"]
    sources: Annotated[list[SourceItem], "what it is known from"]
    confidence: Annotated[str | None, "confirmed, likely, disputed or unsure"]
    recorded_at: Annotated[str, "when it was recorded, UTC"]
    recorded_by: Annotated[str, "who recorded it"]
    amended: Annotated[int, "how often it was amended"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]
    unbounded: Annotated[bool, "whether it matches only by an open or unknown side of its date"]
    around: Annotated[str | None, "around a happening: itself or context"]


FIELDS = tuple(ChronologyRow.__annotations__)
"""The fields of a row, in the order of the machine formats."""
LISTS = ("places", "actors", "programs", "figures", "sources")

OF_EVENT = (
    *("date_text", "date_basis", "dated", "part_of", "outcome_of", "announced", "note", "refs"),
    *("tags", "schema", "event", "recorded"),
)
"""Further fields of an event, for columns."""


def with_fields(
    db: sqlite3.Connection, rows: Collection[ChronologyRow], names: Collection[str]
) -> list[Mapping[str, object]]:
    """Rows of the chronology with further fields of their events, as these have them.

    Args:
        db: the projection of which they are, with its clocks.
        rows: of happenings.
        names: of `OF_EVENT`.
    """
    ids = json.dumps([row["id"] for row in rows])
    sql = "SELECT id, body FROM states WHERE id IN (SELECT value FROM json_each(?))"
    bodies = {id_: json.loads(body) for id_, body in db.execute(sql, (ids,))}
    return [{**row, **{name: bodies[row["id"]].get(name) for name in names}} for row in rows]


def chronology(
    db: sqlite3.Connection,
    query: Query,
    only: Collection[str] | None = None,
    *,
    reverse: bool = False,
) -> Iterator[ChronologyRow]:
    """The picked happenings in order of their dates, with the fields of `FIELDS`.

    Rows are made as they are taken.

    Dates are EDTF, `earliest` and `latest` ISO days (None when open or unknown), `last_seen` the
    ISO day until which an open end is certain, `last_seen_date` the EDTF that it comes from; lists
    hold maps; `unbounded` says that it answers only by an open or unknown side of its date. Of the
    context of a happening, `around` is `itself` for the happening and `context` for all else.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        only: ids; all that was picked if None.
        reverse: the last one first.
    """
    # SQLite keeps to the order of a CROSS JOIN: what is picked comes in order, and is not sorted.
    sql = f"""
        SELECT c.id, c.date, c.earliest, c.latest, k.match, c.kind, c.status, c.title, c.summary,
               c.places, c.actors, c.programs, c.figures, c.sources,
               c.confidence, c.recorded_at, c.recorded_by, c.amended, h.last_seen,
               h.last_seen_date, k.unbounded
        FROM picked AS k
        CROSS JOIN happenings AS h ON h.n = k.n CROSS JOIN chronology AS c ON c.n = k.n
        WHERE ?1 IS NULL OR k.id IN (SELECT value FROM json_each(?1))
        ORDER BY k.n {"DESC" if reverse else ""}
    """  # noqa: S608 (fixed texts)
    ids = None if only is None else json.dumps(list(only))
    for values in db.execute(sql, (ids,)):
        yield _row(values, query)


def _row(values: tuple[Any, ...], query: Query) -> ChronologyRow:
    (id_, date, earliest, latest, match, kind, status, title, summary, *lists) = values[:14]
    confidence, recorded_at, recorded_by, amended, last_seen, seen_date, unbounded = values[14:]
    # Most happenings have some of these empty; to parse that would take time.
    places, actors, programs, figures, sources = (
        [] if text == "[]" else json.loads(text) for text in lists
    )
    around = None
    if query.around is not None:
        around = "itself" if id_ == query.around else "context"
    return {
        "id": id_,
        "date": date,
        "earliest": earliest,
        "latest": latest,
        "match": match_word(match, query),
        "kind": kind,
        "status": status,
        "title": title,
        "summary": summary,
        "places": places,
        "actors": actors,
        "programs": programs,
        "figures": figures,
        "sources": sources,
        "confidence": confidence,
        "recorded_at": recorded_at,
        "recorded_by": recorded_by,
        "amended": amended,
        "last_seen": None if last_seen is None else iso(last_seen),
        "last_seen_date": seen_date,
        "unbounded": bool(unbounded),
        "around": around,
    }
