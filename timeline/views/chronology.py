"""The timeline: one row a happening."""

import json
import sqlite3
from collections.abc import Collection, Iterator

from timeline.base.days import iso
from timeline.views.query import Query, match_word

Row = dict[str, object]

FIELDS = (
    *("id", "date", "earliest", "latest", "match", "kind", "status", "title", "summary"),
    *("places", "actors", "programs", "figures", "sources"),
    *("confidence", "recorded_at", "recorded_by", "amended"),
    *("last_seen", "last_seen_date", "unbounded", "around"),
)
"""The fields of a row, in the order of the machine formats."""
LISTS = ("places", "actors", "programs", "figures", "sources")

OF_EVENT = (
    *("date_text", "date_basis", "dated", "part_of", "outcome_of", "announced", "note", "refs"),
    *("tags", "schema", "event", "recorded"),
)
"""Further fields of an event, for who asks for them by name."""


def with_fields(db: sqlite3.Connection, rows: Collection[Row], names: Collection[str]) -> list[Row]:
    """Rows of the chronology with further fields of their events, as these have them.

    Args:
        db: the projection of which they are, with its clocks.
        rows: of happenings.
        names: of `OF_EVENT`.
    """
    ids = json.dumps([row["id"] for row in rows])
    sql = "SELECT id, body FROM states WHERE id IN (SELECT value FROM json_each(?))"
    bodies = {id_: json.loads(body) for id_, body in db.execute(sql, (ids,))}
    return [row | {name: bodies[row["id"]].get(name) for name in names} for row in rows]


def chronology(
    db: sqlite3.Connection,
    query: Query,
    only: Collection[str] | None = None,
    *,
    reverse: bool = False,
) -> Iterator[Row]:
    """The picked happenings in order of their dates, with the fields of `FIELDS`.

    With `only`, those of them that have one of these ids; with `reverse`, the last one first.
    Rows are made as they are asked for.

    Dates are EDTF, `earliest` and `latest` ISO days (None when open or unknown), `last_seen` the
    ISO day until which an open end is certain, `last_seen_date` the EDTF that it comes from; lists
    hold maps; `unbounded` says that it answers only by an open or unknown side of its date. Of the
    context of a happening, `around` is `itself` for the happening and `context` for all else.
    """
    # SQLite keeps to the order of a CROSS JOIN: what is picked comes in order, and is not sorted.
    sql = f"""
        SELECT c.id, c.date, c.earliest, c.latest, k.match, c.kind, c.status, c.title, c.summary,
               c.places, c.actors, c.programs, c.figures, c.sources,
               c.confidence, c.recorded_at, c.recorded_by, c.amended, h.last_seen,
               h.last_seen_date, k.unbounded
        FROM picked AS k
        CROSS JOIN happenings AS h ON h.id = k.id CROSS JOIN chronology AS c ON c.id = k.id
        WHERE ?1 IS NULL OR k.id IN (SELECT value FROM json_each(?1))
        ORDER BY k.ordinal {"DESC" if reverse else ""}
    """  # noqa: S608 (fixed texts)
    ids = None if only is None else json.dumps(list(only))
    for values in db.execute(sql, (ids,)):
        row = dict(zip(FIELDS, (*values, None), strict=True))
        row["match"] = match_word(values[4], query)
        row["last_seen"] = None if values[-3] is None else iso(values[-3])
        row["unbounded"] = bool(values[-1])
        if query.around is not None:
            row["around"] = "itself" if row["id"] == query.around else "context"
        for name in LISTS:
            text = str(row[name])
            row[name] = [] if text == "[]" else json.loads(text)
        yield row
