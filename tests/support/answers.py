"""All that can be asked of a projection, so that two of them can be compared."""

import sqlite3

from timeline.projection import tables
from timeline.projection.spell_rows import derive
from timeline.views.actors import actors
from timeline.views.event import event_detail
from timeline.views.figures import figures, totals
from timeline.views.programs import programs

from support.helpers import ask

VIEWS = (
    *("chronology", "actor_history", "actor_terms", "actor_summary", "program_phases"),
    *("figures", "events"),
)


def answers(db: sqlite3.Connection, **filters: object) -> dict[str, object]:
    """All that can be asked of a projection, under some filters."""
    asked = ask(db, **filters)
    derive(db)
    found: dict[str, object] = {}
    for view in VIEWS:
        columns = ", ".join(f'"{name}"' for name in columns_of(db, view))
        found[view] = db.execute(f"SELECT {columns} FROM {view}").fetchall()  # noqa: S608
    for table in tables.versioned():
        columns = ", ".join(f'"{name}"' for name in columns_of(db, f"{table}_versions"))
        query = f"SELECT {columns} FROM {table}"  # noqa: S608
        found[f"table {table}"] = sorted(map(repr, db.execute(query)))
    found["actors"] = actors(db, asked)
    found["programs"] = programs(db, asked)
    found["rows of figures"] = list(figures(db, asked))
    found["totals"] = list(totals(db))
    found["records"] = [event_detail(db, id_) for (id_,) in db.execute("SELECT id FROM events")]
    return found


def columns_of(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table or view whose values depend on nothing but what stands."""
    info = db.execute(f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608
    return [name for (name,) in info if name not in ("known_from", "known_until", "n")]
