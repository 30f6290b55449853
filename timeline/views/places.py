"""Places: where things happened."""

import sqlite3

from timeline.dates.edtf import Match
from timeline.projection.lookup import other_names
from timeline.views.counts import NOTHING, count_named
from timeline.views.query import Query, match_word

Row = dict[str, object]

FIELDS = (
    *("place", "name", "names", "type", "part_of", "coordinates"),
    *("happenings", "possible", "unbounded", "first", "last", "match"),
)


def places(
    db: sqlite3.Connection, query: Query, key: str | None = None, *, parts: bool = True
) -> list[Row]:
    """One row a place, by name, with how much of what was picked and has occurred is there.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for; with a filter, places where nothing picked happened are left
            out.
        key: only this place.
        parts: count what happened in the places that lie in it.
    """
    counted = count_named(db, "place", parts=parts)
    names = other_names(db, "place", key)
    sql = """
        SELECT place, name, type, part_of, coordinates FROM places
        WHERE same_as IS NULL AND (?1 IS NULL OR place = ?1)
    """
    rows: list[Row] = []
    for place, name, type_, part_of, coordinates in db.execute(sql, (key,)):
        if place not in counted and key is None and (query.filtered or query.dated):
            continue
        found = counted.get(place, NOTHING)
        match = Match.CERTAIN if found.certain else Match.POSSIBLE
        values = (
            *(place, name, names.get(place, []), type_, part_of, coordinates),
            *(found.certain, found.possible, found.unbounded, found.first, found.last),
            match_word(match, query),
        )
        rows.append(dict(zip(FIELDS, values, strict=True)))
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["place"])))
    return rows
