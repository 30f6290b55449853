"""The log at a glance."""

import sqlite3
from typing import Annotated, TypedDict

from timeline.base import days
from timeline.views.filters import overdue as is_overdue


class HappeningItem(TypedDict):
    """A happening, in short."""

    id: Annotated[str, "its id"]
    date: Annotated[str, "when, EDTF"]
    title: Annotated[str, "its title"]


class Recording(TypedDict):
    """When an event was recorded."""

    at: Annotated[str, "when, UTC"]
    by: Annotated[str, "who recorded it"]
    id: Annotated[str, "the id of the event"]


class Overview(TypedDict):
    """What a log holds."""

    events: Annotated[int, "how many events, corrections included"]
    happenings: Annotated[int, "how many happenings stand"]
    actors: Annotated[int, "how many declarations of actors stand"]
    programs: Annotated[int, "likewise of programs"]
    places: Annotated[int, "likewise of places"]
    sources: Annotated[int, "likewise of sources"]
    corrections: Annotated[int, "how many amendments and retractions there are"]
    first: Annotated[HappeningItem | None, "the first happening"]
    last: Annotated[HappeningItem | None, "the happening that began last"]
    recorded: Annotated[Recording | None, "the last recording"]
    overdue: Annotated[list[HappeningItem], "what is planned, past and without an outcome"]
    today: Annotated[str | None, "the day on which that is so"]


def overview(db: sqlite3.Connection, today: int) -> Overview:
    """What a log holds: counts, its first and last happening, the last recording, what is overdue.

    Args:
        db: a fresh projection.
        today: the day that `overdue` is judged on.
    """
    query = "SELECT event, count(*) FROM states WHERE retracted_by IS NULL GROUP BY event"
    counts = dict(db.execute(query))
    corrections = db.execute("SELECT count(*) FROM corrections").fetchone()[0]
    return {
        "events": events(db),
        "happenings": counts.get("happening", 0),
        "actors": counts.get("actor", 0),
        "programs": counts.get("program", 0),
        "places": counts.get("place", 0),
        "sources": counts.get("source", 0),
        "corrections": corrections,
        "first": _end(db, "ORDER BY n"),
        "last": _end(db, "ORDER BY starts_from DESC, sort_to DESC, date DESC, id DESC"),
        "recorded": _recorded(db),
        "overdue": overdue(db, today),
        "today": days.iso(today),
    }


def events(db: sqlite3.Connection) -> int:
    """How many events the log holds, each counted once."""
    return int(db.execute("SELECT count(DISTINCT id) FROM documents").fetchone()[0])


def overdue(db: sqlite3.Connection, today: int) -> list[HappeningItem]:
    """Planned happenings that are surely over before a day, and of which nothing is the outcome."""
    where, values, *_ = is_overdue(today)
    query = f"""
        SELECT h.id, h.date, h.title FROM happenings AS h WHERE {where}
        ORDER BY h.n
    """  # noqa: S608 (a fixed text with ? for values)
    return [_item(*row) for row in db.execute(query, values)]


def _item(id_: str, date: str, title: str) -> HappeningItem:
    return {"id": id_, "date": date, "title": title}


def _end(db: sqlite3.Connection, order: str) -> HappeningItem | None:
    query = f"SELECT id, date, title FROM happenings WHERE status = 'occurred' {order} LIMIT 1"  # noqa: S608
    row = db.execute(query).fetchone()
    return _item(*row) if row else None


def _recorded(db: sqlite3.Connection) -> Recording | None:
    query = """
        SELECT recorded_at, recorded_by, id FROM documents
        ORDER BY recorded_at DESC, id DESC LIMIT 1
    """
    row = db.execute(query).fetchone()
    return {"at": row[0], "by": row[1], "id": row[2]} if row else None
