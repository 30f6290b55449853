"""What an engine answers beside what SQLite does, view by view and row by row."""

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from timeline.projection import database
from timeline.projection.spell_rows import derive
from timeline.views.filters import enter_clocks
from timeline.views.query import Filters

INSTANTS = ["", "2026-11-28T21:28:38.424785Z", "2026-11-28T21:28Z", "2026-11-01"]
"""Instants around the recordings of the example log; the first is now."""
RENUMBERED = ("n", "document", "line")
Ask = Callable[[str], Sequence[Sequence[Any]]]


def compare_views(log: Path, ask: Ask, as_recorded: str, without: Sequence[str] = ()) -> None:
    """Compare what an engine gives with what SQLite does, view by view and row by row."""
    db = database.open_fresh(log).db
    enter_clocks(db, Filters(as_recorded=as_recorded))
    derive(db)
    with contextlib.closing(db):
        names = [name for (name,) in db.execute(_VIEWS)]
        assert len(names) >= 27
        for name in names:
            if name in without:
                continue
            columns = [name for (name,) in db.execute(_COLUMNS, (name,)) if name not in RENUMBERED]
            expected = rows(db.execute, name, columns)
            assert rows(ask, name, columns) == expected, name


def rows(ask: Any, view: str, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """The rows of a view: in its order if it says one, else in any, always the same."""
    names = ", ".join(f"`{column}`" for column in columns)
    found = [
        tuple(json.loads(v) if view == "chronology" and c == "figures" else v for c, v in pairs)
        for pairs in (
            zip(columns, row, strict=True) for row in fetched(ask, f"{names} FROM {view}")
        )
    ]
    return found if view in ORDERED else sorted(found, key=lambda row: list(map(_order, row)))


def fetched(ask: Any, what: str) -> Sequence[Sequence[Any]]:
    """The rows of a query, without its first word."""
    return list(ask(f"SELECT {what}"))


def _order(value: object) -> tuple[bool, object]:
    return (True, value) if value is not None else (False, 0)


ORDERED = (
    *("chronology", "actor_history", "actor_terms", "actor_summary", "program_phases"),
    *("figures", "events"),
)
_VIEWS = "SELECT name FROM main.sqlite_master WHERE type = 'view'"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
