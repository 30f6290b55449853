"""Places: where things happened."""

import sqlite3

from timeline.edtf import Match
from timeline.views.filters import Asked, match_word

Row = dict[str, object]

FIELDS = (
    *("place", "name", "names", "type", "part_of", "coordinates"),
    *("happenings", "possible", "first", "last", "match"),
)


def places(
    db: sqlite3.Connection, asked: Asked, key: str | None = None, *, parts: bool = True
) -> list[Row]:
    """One row a place, by name, with how many picked happenings took place in it.

    Args:
        db: a fresh projection with `picked` filled.
        asked: what was asked for; with a filter, places where nothing picked happened are left
            out.
        key: only this place.
        parts: count what happened in the places that lie in it.
    """
    whole = "p.place"
    joined = ""
    if parts:
        whole = "w.whole"
        joined = "JOIN parts AS w ON w.namespace = 'place' AND w.part = p.place"
    query = f"""
        WITH counted AS (
            SELECT {whole} AS place,
                   count(DISTINCT iif(k.match = 2, k.id, NULL)) AS certain,
                   count(DISTINCT iif(k.match = 1, k.id, NULL)) AS possible,
                   min(k.ordinal) AS first, max(k.ordinal) AS last
            FROM picked AS k
            JOIN happenings AS h ON h.id = k.id AND h.status = 'occurred'
            JOIN happening_places AS p ON p.happening = k.id {joined}
            GROUP BY 1
        )
        SELECT s.place, s.name, s.type, s.part_of, s.coordinates,
               coalesce(c.certain, 0), coalesce(c.possible, 0), first.date, last.date
        FROM places AS s
        LEFT JOIN counted AS c ON c.place = s.place
        LEFT JOIN picked AS kf ON kf.ordinal = c.first
        LEFT JOIN happenings AS first ON first.id = kf.id
        LEFT JOIN picked AS kl ON kl.ordinal = c.last
        LEFT JOIN happenings AS last ON last.id = kl.id
        WHERE s.same_as IS NULL AND (? IS NULL OR s.place = ?)
    """  # noqa: S608 (fixed texts)
    others = _names(db)
    rows: list[Row] = []
    for place, name, type_, part_of, coordinates, certain, possible, first, last in db.execute(
        query, (key, key)
    ):
        if key is None and first is None and (asked.filtered or asked.dated):
            continue
        names = [other for other in others.get(place, ()) if other not in (place, name)]
        what: Row = {"place": place, "name": name, "names": names, "type": type_}
        where: Row = {"part_of": part_of, "coordinates": coordinates}
        counts: Row = {"happenings": certain, "possible": possible, "first": first, "last": last}
        match = Match.CERTAIN if certain else Match.POSSIBLE
        rows.append(what | where | counts | {"match": match_word(match, asked)})
    rows.sort(key=lambda row: (str(row["name"]).casefold(), str(row["place"])))
    return rows


def _names(db: sqlite3.Connection) -> dict[str, list[str]]:
    query = "SELECT DISTINCT key, name FROM names WHERE namespace = 'place' ORDER BY name"
    found: dict[str, list[str]] = {}
    for key, name in db.execute(query):
        found.setdefault(key, []).append(name)
    return found
