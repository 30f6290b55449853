"""The timeline: one row a happening."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypedDict

from timeline.base.days import iso
from timeline.views.parts import (
    ActorItem,
    FigureItem,
    Parts,
    PartsReader,
    PlaceItem,
    ProgramItem,
    SourceItem,
)
from timeline.views.query import Query, match_word


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
        SELECT h.n, h.id, h.date, h.earliest, h.latest, k.match, h.kind, h.status, h.title,
               h.summary, h.confidence, h.recorded_at, h.recorded_by, h.amended, h.last_seen,
               h.last_seen_date, k.unbounded
        FROM picked AS k CROSS JOIN happenings AS h ON h.n = k.n
        WHERE ?1 IS NULL OR k.id IN (SELECT value FROM json_each(?1))
        ORDER BY k.n {"DESC" if reverse else ""}
    """  # noqa: S608 (fixed texts)
    ids = None if only is None else json.dumps(list(only))
    reader, rows = PartsReader(db), db.execute(sql, (ids,))
    count = _FIRST
    while some := rows.fetchmany(count):
        parts = reader.read([n for n, *_ in some])
        for n, *values in some:
            yield _row(values, parts[n], query)
        count = _AT_ONCE


_FIRST, _AT_ONCE = 64, 512
"""How many happenings are read at once: few at first, as no more may be wanted."""


def _row(values: Sequence[Any], parts: Parts, query: Query) -> ChronologyRow:
    (id_, date, earliest, latest, match, kind, status, title, summary) = values[:9]
    confidence, recorded_at, recorded_by, amended, last_seen, seen_date, unbounded = values[9:]
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
        "places": parts.places,
        "actors": parts.actors,
        "programs": parts.programs,
        "figures": parts.figures,
        "sources": parts.sources,
        "confidence": confidence,
        "recorded_at": recorded_at,
        "recorded_by": recorded_by,
        "amended": amended,
        "last_seen": None if last_seen is None else iso(last_seen),
        "last_seen_date": seen_date,
        "unbounded": bool(unbounded),
        "around": around,
    }
