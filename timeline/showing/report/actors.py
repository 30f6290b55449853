"""The actors of a report, with their other names."""

import sqlite3
from collections.abc import Iterable, Iterator

from timeline.projection.lookup import name_of, other_names
from timeline.showing.report.content import Actor
from timeline.showing.report.declared import citations_of
from timeline.showing.report.notes import Notes
from timeline.showing.report.words import one_line
from timeline.views.chronology import ChronologyRow


def actors_of(
    db: sqlite3.Connection, rows: Iterable[ChronologyRow], notes: Notes
) -> Iterator[Actor]:
    """Who takes part in happenings, and for whom, in the order of their names.

    Args:
        db: a projection, with its clocks entered.
        rows: of the happenings.
        notes: by which sources have numbers.
    """
    found = {
        key: name
        for row in rows
        for part in row["actors"]
        for key, name in ((part["actor"], part["name"]), (part["for"], part["for_name"]))
        if key and name
    }
    names = other_names(db, "actor")
    parts = dict(db.execute("SELECT actor, part_of FROM actors WHERE part_of IS NOT NULL"))
    for key, name in sorted(found.items(), key=lambda one: (one[1].casefold(), one[0])):
        whole = parts.get(key)
        yield Actor(
            one_line(name),
            one_line(name_of(db, "actor", whole)) if whole else "",
            tuple(map(one_line, names.get(key, ()))),
            notes.refer(citations_of(db, "actor", key)),
        )
