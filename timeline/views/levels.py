"""Levels: how much of something there is, as the newest statement has it, such as 400 prisoners."""

import json
import sqlite3
from typing import Annotated, TypedDict

from timeline.base.days import iso
from timeline.dates.edtf import Match
from timeline.views.query import Query, match_word


class LevelRow(TypedDict):
    """The newest statement of how much of something there is."""

    key: Annotated[str, "what it is of, as a text"]
    measure: Annotated[str, "what is counted"]
    unit: Annotated[str | None, "of the number"]
    by: Annotated[dict[str, str] | None, "the part of a split that it counts"]
    programs: Annotated[list[str], "the keys of the programs in which it is counted"]
    places: Annotated[list[str], "the keys of the places in which it is counted"]
    value: Annotated[int | float | str, "the number"]
    bound: Annotated[str, "exact, about, at-least or at-most"]
    date: Annotated[str, "when it was so, EDTF"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]
    happening: Annotated[str, "the id of the happening that states it"]
    title: Annotated[str, "the title of that happening"]
    possible: Annotated[int | float | str | None, "what a newer, only possible one states"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]


def levels(db: sqlite3.Connection, query: Query) -> list[LevelRow]:
    """One row a level: the newest that picked happenings state of it, and that have occurred.

    What is counted in other programs or places, or is another part of a split, is another level.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.

    Returns:
        Rows by measure. `possible` is the value of a newer statement that
        is only possibly there; where nothing is certain the row is the newest possible one.
    """
    found: dict[str, LevelRow] = {}
    for values in db.execute(_LEVELS):
        measure, unit, value, bound, date, id_, title, match, *rest = values
        by, programs, places, last_seen, seen_date = rest
        row: LevelRow = {
            "key": "",
            "measure": measure,
            "unit": unit,
            "by": json.loads(by) if by else None,
            "programs": json.loads(programs),
            "places": json.loads(places),
            "value": value,
            "bound": bound,
            "date": date,
            "match": match_word(match, query),
            "happening": id_,
            "title": title,
            "possible": None,
            "last_seen": None if last_seen is None else iso(last_seen),
            "last_seen_date": seen_date,
        }
        row["key"] = _key(row)
        before = found.get(row["key"])
        if before and match == Match.POSSIBLE and before["match"] == "certain":
            before["possible"] = row["value"]
        else:
            found[row["key"]] = row
    return [found[key] for key in sorted(found)]


def _key(row: LevelRow) -> str:
    """What a level is of, as a text: `prisoners (person), sex male, in prison-47`."""
    unit = f" ({row['unit']})" if row["unit"] else ""
    parts = [f"{key} {part}" for key, part in sorted((row["by"] or {}).items())]
    for word, keys in (("of", row["programs"]), ("in", row["places"])):
        if keys:
            parts.append(f"{word} {' and '.join(keys)}")
    return ", ".join([f"{row['measure']}{unit}", *parts])


_LEVELS = """
    SELECT f.measure, f.unit, f.value, f.bound, h.date, h.id, h.title, k.match, f."by",
           (SELECT json_group_array(program) FROM (
                SELECT DISTINCT program FROM program_part_rows AS x WHERE x.n = k.n ORDER BY 1)),
           (SELECT json_group_array(place) FROM (
                SELECT DISTINCT place FROM happening_place_rows AS x WHERE x.n = k.n ORDER BY 1)),
           h.last_seen, h.last_seen_date
    FROM happening_figure_rows AS f
    CROSS JOIN picked AS k ON k.n = f.n
    CROSS JOIN happenings AS h ON h.n = k.n AND h.status = 'occurred'
    WHERE f.type = 'level' ORDER BY f.n, f.position
"""
