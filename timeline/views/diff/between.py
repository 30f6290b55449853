"""What may have begun between two days, or was planned for then, as far as is known on both."""

import json
import math
import sqlite3
from collections.abc import Mapping
from typing import TypedDict

from timeline.dates.edtf import Match
from timeline.projection.settings import hemisphere_of
from timeline.views.chronology import ChronologyRow
from timeline.views.diff import side
from timeline.views.diff.side import Seen
from timeline.views.picked import tested_date


class UnsureHappening(TypedDict):
    """What may have begun in a time; all that is told of it where only counts are wanted."""

    id: str
    status: str
    unbounded: bool


def count_between(
    db: sqlite3.Connection, old: Seen, new: Seen, days: tuple[int, int]
) -> Mapping[str, UnsureHappening]:
    """The happenings that are alike on both sides of a time and may belong into it, by id.

    Args:
        db: a projection, with the clock of `new` entered.
        old: what was there by the first day.
        new: what is there by the last one.
        days: the first and the last day; what begins on the first belongs before.

    Returns:
        Each with `unbounded`: whether its date has no first or no last day, so that it may be any
        time before or after. Plans have their status.
    """
    first, last = sorted(days)
    if first == last or new.query is None or new.query.certain:
        return {}
    alike = [id_ for id_, match in new.matches.items() if old.matches.get(id_) is match]
    return _unsure(db, alike, new, (first + 1, last))


def read_between(
    db: sqlite3.Connection, new: Seen, unsure: Mapping[str, UnsureHappening]
) -> list[ChronologyRow]:
    """The rows of what `count_between` found, in order of their dates, with its `unbounded`.

    Args:
        db: a projection, with the clock of `new` entered.
        new: what is there by the last day.
        unsure: what `count_between` gave.
    """
    contents = side.contents(db, new, unsure)
    return [
        {**content.row, "unbounded": unsure[id_]["unbounded"]} for id_, content in contents.items()
    ]


def _unsure(
    db: sqlite3.Connection, ids: list[str], new: Seen, days: tuple[int, int]
) -> Mapping[str, UnsureHappening]:
    """What may begin in a time, with whether its start is not bounded on both sides."""
    hemisphere = hemisphere_of(db)
    found: dict[str, UnsureHappening] = {}
    for id_, status, text, last_seen, told_by, *bounds in _dates(db, ids):
        plan = status == "planned"
        if not plan and new.matches[id_] is Match.CERTAIN:
            continue
        if plan and not tested_date(text, last_seen, told_by, bounds, hemisphere).overlaps(*days):
            continue
        unbounded = math.isinf(bounds[0]) or math.isinf(bounds[1])
        found[id_] = {"id": id_, "status": status, "unbounded": unbounded}
    return found


def _dates(db: sqlite3.Connection, ids: list[str]) -> sqlite3.Cursor:
    sql = """
        SELECT id, status, date, last_seen, told_by, starts_from, starts_by, ends_from, ends_by
        FROM happenings
        WHERE id IN (SELECT value FROM json_each(?)) AND status IN ('planned', 'occurred')
    """
    return db.execute(sql, (json.dumps(ids),))
