"""Figures: the numbers that sources state, one row each, and what the actual ones add up to."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, TypedDict

from timeline.base.days import iso
from timeline.dates.edtf import Match
from timeline.views.query import Query, match_word


class FigureRow(TypedDict):
    """A figure that a happening states."""

    measure: Annotated[str, "what is counted"]
    unit: Annotated[str | None, "of the number"]
    value: Annotated[int | float | str, "the number"]
    bound: Annotated[str, "exact, about, at-least or at-most"]
    type: Annotated[str, "actual, target, baseline or level; only actual ones add up"]
    by: Annotated[dict[str, str] | None, "the part of a split that it counts"]
    date: Annotated[str, "when it happened, EDTF"]
    match: Annotated[str | None, "certain or possible; null without a date filter"]
    status: Annotated[str, "of the happening"]
    program: Annotated[str | None, "the key of the first program of the happening"]
    programs: Annotated[list[str], "the keys of all its programs"]
    happening: Annotated[str, "the id of the happening"]
    title: Annotated[str, "the title of the happening"]
    last_seen: Annotated[str | None, "the day until which an open end is certain"]
    last_seen_date: Annotated[str | None, "the date that this day comes from, EDTF"]
    unbounded: Annotated[bool, "whether it matches only by an open or unknown side of its date"]


class TotalRow(TypedDict):
    """What the actual figures of a measure and a unit add up to."""

    key: Annotated[str, "measure and unit, as a text"]
    measure: Annotated[str, "what is counted"]
    unit: Annotated[str | None, "of the number"]
    total: Annotated[int | float, "the sum"]
    bound: Annotated[str, "the weakest bound of the parts"]
    count: Annotated[int, "of how many figures"]
    possible: Annotated[int | float | None, "what possible figures would add"]
    match: Annotated[str, "certain; possible where no figure is certain"]


FIELDS = tuple(FigureRow.__annotations__)


def figures(
    db: sqlite3.Connection, query: Query, measures: Sequence[str] = ()
) -> Iterator[FigureRow]:
    """One row a figure of the picked happenings, by measure and unit, then by date.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        measures: only these; all where there are none.
    """
    sql = """
        SELECT f.measure, f.unit, f.value, f.bound, f.type, f."by", h.date, k.match, h.status,
               (SELECT p.program FROM program_part_rows AS p
                WHERE p.n = k.n ORDER BY p.position LIMIT 1),
               (SELECT json_group_array(p.program) FROM program_part_rows AS p
                WHERE p.n = k.n),
               h.id, h.title, h.last_seen, h.last_seen_date, k.unbounded
        FROM picked AS k
        JOIN happenings AS h ON h.n = k.n
        JOIN happening_figure_rows AS f ON f.n = k.n
        WHERE ?1 = '[]' OR f.measure IN (SELECT value FROM json_each(?1))
        ORDER BY f.measure, f.unit, k.n, f.position
    """
    for values in db.execute(sql, (json.dumps(measures),)):
        measure, unit, value, bound, type_, by, date, match, *of_happening = values
        status, program, programs, id_, title, last_seen, seen_date, unbounded = of_happening
        yield {
            "measure": measure,
            "unit": unit,
            "value": value,
            "bound": bound,
            "type": type_,
            "by": json.loads(by) if by else None,
            "date": date,
            "match": match_word(match, query),
            "status": status,
            "program": program,
            "programs": json.loads(programs),
            "happening": id_,
            "title": title,
            "last_seen": None if last_seen is None else iso(last_seen),
            "last_seen_date": seen_date,
            "unbounded": bool(unbounded),
        }


def totals(db: sqlite3.Connection, measures: Sequence[str] = ()) -> list[TotalRow]:
    """What the picked figures of type `actual` add up to, by measure and unit.

    What is only possibly there is no part of a total: `possible` says what it would add, without
    what answers only by an open or unknown side of its date. Where
    nothing is certain, the row is that of the possible figures, marked by `match`. The bound of
    a total is the weakest of its parts: `about`, or `at-least` and `at-most` where all that is
    not exact points the same way. Parts of a number (`by`) do not count beside the whole.

    Args:
        db: a fresh projection with `picked` filled.
        measures: only of these; of all where there are none.
    """
    rows: dict[tuple[str, str | None], TotalRow] = {}
    for name, unit, match, values, bounds in db.execute(_SUMMED, (json.dumps(measures),)):
        numbers = [Decimal(value) for value in json.loads(values)]
        total = _number(sum(numbers, Decimal(0)))
        if (name, unit) in rows:
            rows[name, unit]["possible"] = total
            continue
        rows[name, unit] = {
            "key": f"{name} ({unit})" if unit else name,
            "measure": name,
            "unit": unit,
            "total": total,
            "bound": _weakest(set(json.loads(bounds))),
            "count": len(numbers),
            "possible": None,
            "match": Match(match).word,
        }
    return list(rows.values())


# Of figures of one happening that split a number, the whole counts alone where it is stated;
# where it is not, the parts of its first split do, lest people be counted once by sex and again
# by age.
_SUMMED = """
    WITH actual AS (
        SELECT f.n, f.position, f.measure, f.unit, f.value, f.bound, k.match, (
            SELECT json_group_array(key) FROM (SELECT key FROM json_each(f."by") ORDER BY key)
        ) AS split
        FROM picked AS k
        CROSS JOIN happening_figure_rows AS f ON f.n = k.n AND f.type = 'actual'
        CROSS JOIN happenings AS h ON h.n = k.n AND h.status = 'occurred'
        WHERE NOT k.unbounded AND (
            ?1 = '[]' OR f.measure IN (SELECT value FROM json_each(?1))
        )
    ),
    judged AS (
        SELECT *, first_value(split) OVER (
            PARTITION BY n, measure, unit ORDER BY split <> '[]', position
        ) AS counted
        FROM actual
    )
    SELECT measure, unit, match, json_group_array(CAST(value AS TEXT)),
           json_group_array(DISTINCT bound)
    FROM judged WHERE split = counted
    GROUP BY measure, unit, match ORDER BY measure, unit, match DESC
"""


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _weakest(bounds: set[str]) -> str:
    loose = bounds - {"exact"}
    if not loose:
        return "exact"
    return loose.pop() if len(loose) == 1 else "about"
