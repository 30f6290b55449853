"""Programs and phases that began, ended or became certain between two dates, as items of lanes."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from timeline.dates import edtf
from timeline.projection.evidence import program_runs
from timeline.projection.settings import hemisphere_of
from timeline.projection.stored_spells import has_stored, stored_program_runs
from timeline.showing.chart.content import Item, Sign
from timeline.showing.chart.programs import Spells, spell_item
from timeline.views.diff.compare import Compared, KeyChange
from timeline.views.diff.diff import RemovedProgram
from timeline.views.programs import ProgramFields
from timeline.views.query import Query

ComparedPrograms = Compared[ProgramFields, RemovedProgram, KeyChange]


class ChangedProgram(NamedTuple):
    """A program whose state differs: its name, and an item for itself and for each phase."""

    name: str
    items: tuple[Item, ...]


class _State(NamedTuple):
    """What a program, or one of its phases, is in on one side, and when it began and ended."""

    called: str
    status: str
    match: str | None
    start: str | None
    end: str | None
    planned: str | None

    @property
    def has_begun(self) -> bool:
        return self.status != "not-begun"

    @property
    def words(self) -> str:
        unsure = " (possibly)" if self.match == "possible" and self.has_begun else ""
        return f"{self.status.replace('-', ' ')}{unsure}"


def gone_programs(
    db: sqlite3.Connection, query: Query, found: ComparedPrograms
) -> dict[str, ChangedProgram]:
    """What is only on the side before: programs that are no more, and phases that are none now.

    Args:
        db: a projection with the clocks of the side before.
        query: of that side.
        found: how the programs of both sides differ.
    """
    rows = {row["program"]: (row, None) for row in found.removed}
    return _changed(db, query, {**rows, **found.pairs}, {"-"})


def changed_programs(
    db: sqlite3.Connection, query: Query, found: ComparedPrograms
) -> dict[str, ChangedProgram]:
    """What is new on the side after, became certain, or changed otherwise.

    Args:
        db: a projection with the clocks of the side after.
        query: of that side.
        found: how the programs of both sides differ.
    """
    rows = {row["program"]: (None, row) for row in found.added}
    return _changed(db, query, {**rows, **found.pairs}, {"+", "=", "~"})


def _changed(
    db: sqlite3.Connection,
    query: Query,
    pairs: Mapping[str, tuple[ProgramFields | None, ProgramFields | None]],
    signs: set[Sign],
) -> dict[str, ChangedProgram]:
    hemisphere = hemisphere_of(db)
    runs = stored_program_runs(db) if has_stored(db) else program_runs(db, hemisphere)
    found = {}
    for key, (old, new) in pairs.items():
        items = tuple(_items(runs.get(key, {}), query, (old, new), signs, hemisphere))
        whole = new or old
        if items and whole:
            found[key] = ChangedProgram(whole["name"], items)
    return found


def _items(
    spells: Spells,
    query: Query,
    pair: tuple[ProgramFields | None, ProgramFields | None],
    signs: set[Sign],
    hemisphere: edtf.Hemisphere,
) -> Iterator[Item]:
    before, after = map(_states, pair)
    for phase in {**after, **before}:
        old, new = before.get(phase), after.get(phase)
        sign, stated = _sign(old, new), new or old
        if sign not in signs or stated is None:
            continue
        item = spell_item(stated.called, spells.get(phase, ()), stated.planned, query, hemisphere)
        if item:
            called = f"{stated.called}: " if phase else ""
            yield item._replace(label=f"{called}{_moved(old, new)}", sign=sign)


def _states(row: ProgramFields | None) -> dict[str, _State]:
    """The states of a program, by `""`, and of its phases; the last of several spells counts."""
    if row is None:
        return {}
    status, match = row["status_derived"], row["status_match"]
    ran = (row["since"], row["until"]) if row["phase"] is None else (None, None)
    found = {"": _State(row["name"], status, match, *ran, row["period"])}
    for one in row["phases"]:
        ran = one["start"], one["end"]
        called, planned = one["name"] or one["phase"], one["planned"]
        found[one["phase"]] = _State(called, one["status_derived"], one["match"], *ran, planned)
    return found


def _sign(old: _State | None, new: _State | None) -> Sign:
    begun, begins = bool(old and old.has_begun), bool(new and new.has_begun)
    if begun != begins:
        return "+" if begins else "-"
    if not (old and new and begun) or old[1:5] == new[1:5]:
        return ""
    sure = old.match == "possible" and new.match != "possible"
    return "=" if sure and old.status == new.status else "~"


def _moved(old: _State | None, new: _State | None) -> str:
    """From which state to which: `not begun → implementation`."""
    return " → ".join(dict.fromkeys(one.words for one in (old, new) if one))
