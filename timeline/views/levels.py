"""Levels: how much of something there is, as the newest statement has it, such as 400 prisoners."""

import json
import sqlite3
from collections.abc import Mapping

from timeline.base.days import iso
from timeline.dates.edtf import Match
from timeline.views.query import Query, match_word

Row = dict[str, object]

FIELDS = (
    *("key", "measure", "unit", "by", "programs", "places", "value", "bound", "date", "match"),
    *("happening", "title", "possible", "last_seen", "last_seen_date"),
)


def levels(db: sqlite3.Connection, query: Query) -> list[Row]:
    """One row a level: the newest that picked happenings state of it, and that have occurred.

    What is counted in other programs or places, or is another part of a split, is another level.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.

    Returns:
        Rows by measure: the fields of `FIELDS`. `possible` is the value of a newer statement that
        is only possibly there; where nothing is certain the row is the newest possible one.
    """
    found: dict[str, Row] = {}
    for values in db.execute(_LEVELS):
        *told, match, by, programs, places, last_seen, seen_date = values
        row: Row = dict(zip(("measure", "unit", "value", "bound", "date"), told[:5], strict=True))
        row |= {"happening": told[5], "title": told[6], "match": match_word(match, query)}
        row |= {"by": json.loads(by) if by else None, "programs": json.loads(programs)}
        row |= {"places": json.loads(places), "possible": None}
        row |= {"last_seen": None if last_seen is None else iso(last_seen)}
        row |= {"last_seen_date": seen_date}
        row["key"] = _key(row)
        before = found.get(str(row["key"]))
        if before and match == Match.POSSIBLE and before["match"] == "certain":
            before["possible"] = row["value"]
        else:
            found[str(row["key"])] = {name: row[name] for name in FIELDS}
    return [found[key] for key in sorted(found)]


def _key(row: Mapping[str, object]) -> str:
    """What a level is of, as a text: `prisoners (person), sex male, in prison-47`."""
    unit = f" ({row['unit']})" if row["unit"] else ""
    by = row["by"] if isinstance(row["by"], dict) else {}
    parts = [f"{key} {part}" for key, part in sorted(by.items())]
    for word, name in (("of", "programs"), ("in", "places")):
        keys = row[name]
        if isinstance(keys, list) and keys:
            parts.append(f"{word} {' and '.join(keys)}")
    return ", ".join([f"{row['measure']}{unit}", *parts])


_LEVELS = """
    SELECT f.measure, f.unit, f.value, f.bound, h.date, h.id, h.title, k.match, f."by",
           (SELECT json_group_array(program) FROM (
                SELECT DISTINCT program FROM program_parts WHERE happening = k.id ORDER BY 1)),
           (SELECT json_group_array(place) FROM (
                SELECT DISTINCT place FROM happening_places WHERE happening = k.id ORDER BY 1)),
           h.last_seen, h.last_seen_date
    FROM picked AS k
    JOIN happenings AS h ON h.id = k.id AND h.status = 'occurred'
    JOIN happening_figures AS f ON f.happening = k.id AND f.type = 'level'
    ORDER BY k.ordinal, f.position
"""
