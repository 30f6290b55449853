"""A chart of how two dates differ: which happenings are new, gone, or became certain."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.base.advice import call
from timeline.base.days import iso, today
from timeline.dates import edtf
from timeline.dates.edtf import Bounds, Date
from timeline.projection.dates import date_of
from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.content import By, Chart, Item, Lane, Moment, Sign
from timeline.showing.chart.happenings import Told, make_item
from timeline.showing.chart.make import described, few, finished
from timeline.showing.chart.program_changes import (
    ChangedProgram,
    changed_programs,
    gone_programs,
)
from timeline.views.chronology import ChronologyRow
from timeline.views.diff import diff as diff_view
from timeline.views.diff.compare import HappeningChange
from timeline.views.diff.diff import Clock
from timeline.views.filters import enter_clocks, understand
from timeline.views.query import Filters
from timeline.views.sealed_state import State
from timeline.views.typed_dates import comparing, last_day

_WORDS: Mapping[Sign, str] = {
    "+": "new",
    "-": "gone",
    "=": "became certain",
    "~": "changed",
}
_STATED: Mapping[Clock, str] = {
    "happened": "what had happened",
    "recorded": "what was on record",
    "published": "what was published",
}


class Between(NamedTuple):
    """What is compared: two dates as typed, and on which clock; `after` may be empty for now."""

    before: str
    after: str = ""
    clock: Clock = "happened"


class _Changed(NamedTuple):
    sign: Sign
    row: ChronologyRow


def diff_chart(states: Sequence[State], between: Between, filters: Filters, by: By) -> Chart:
    """A chart of the happenings that differ between two dates; without lanes where none does.

    Args:
        states: that of the log which filters ask about; on the clock of recording two of them,
            which are compared.
        between: the dates.
        filters: which happenings to look at, on both sides, as typed.
        by: what lanes are of.

    Raises:
        TimelineError: a date or name that means nothing.
    """
    before, after, clock = between
    bounded = not filters.unbounded
    views = ("chronology", "programs") if by == "program" else ("chronology",)
    old, new = states[0], states[-1]
    two = states if clock == "recorded" else ()
    asked = filters if two else old.filters
    with comparing(call("chart", *filter(None, [after]), diff=before, clock="recorded")):
        found = diff_view.diff(
            old.db, before, after, asked, clock=clock, views=views, bounded=bounded, states=two
        )
    changes = found.chronology
    items = _items(old.db, [_Changed("-", row) for row in changes.removed])
    later_side = _with_clock(new.filters, between)
    programs: list[Mapping[str, ChangedProgram]] = []
    if by == "program":
        query = understand(
            old.db, old.filters if two else diff_view.as_of(old.filters, clock, before)
        )
        programs.append(gone_programs(old.db, query, found.programs))
        day = after or iso(today()) or ""
        query = understand(
            new.db, later_side._replace(as_of=day) if clock == "happened" else later_side
        )
        programs.append(changed_programs(new.db, query, found.programs))
    enter_clocks(new.db, later_side)
    signs = {change["id"]: _sign(change) for change in changes.changed}
    later = [_Changed("+", row) for row in changes.added]
    later += [
        _Changed(signs[one.rows[-1]["id"]], one.rows[-1])
        for one in found.happenings
        if one.change == "changed"
    ]
    items |= _items(new.db, later)
    rows = [*changes.removed, *(one.row for one in later)]
    lanes = few(list(_with_programs(_lanes(rows, items, by), programs)), f"{by}s")
    moments = tuple(_moments(new.db, between)) if clock == "happened" else ()
    moved = sum(len(lane.phases) for lane in lanes)
    told = [_summary(items.values())] if items or not moved else []
    told += [f"{moved:,} change{'s' * (moved != 1)} of programs and phases"] if moved else []
    subtitle = ", ".join([*told, *described(filters)])
    title = f"What changed of {_STATED[clock]}, from {before} to {after or 'now'}"
    return finished(title, subtitle, lanes, (-float("inf"), float("inf")), moments)


def _with_clock(filters: Filters, between: Between) -> Filters:
    if between.clock == "published":
        return filters._replace(as_published=between.after or iso(today()) or "")
    return filters


def _sign(change: HappeningChange) -> Sign:
    fields = change["fields"]
    certain = set(fields) == {"match"} and fields["match"][1] == "certain"
    return "=" if certain else "~"


def _items(db: sqlite3.Connection, changes: Sequence[_Changed]) -> dict[str, Item]:
    """The happenings as items, by their ids, dated as the clocks that are entered have it."""
    hemisphere = hemisphere_of(db)
    ids = json.dumps([one.row["id"] for one in changes])
    sql = """
        SELECT id, last_seen, told_by, starts_from, starts_by, ends_from, ends_by FROM happenings
        WHERE id IN (SELECT value FROM json_each(?))
    """
    stored = {id_: values for id_, *values in db.execute(sql, (ids,))}
    found: dict[str, Item] = {}
    for sign, row in changes:
        date = edtf.parse(row["date"], hemisphere)
        members: Iterable[Bounds] = date.members
        if row["id"] in stored:
            seen, told_by, *days = stored[row["id"]]
            is_set = row["date"].startswith("{")
            members = [Bounds._make(days)]
            if is_set:
                members = date_of(row["date"], seen, told_by, hemisphere).members
        told = Told(row["id"], row["kind"], row["status"], row["title"], row["match"] == "possible")
        item = make_item(told, date, _seen(row, hemisphere), members, sign)
        found[row["id"]] = item._replace(told=f"{_WORDS[sign]}: {item.told}")
    return found


def _seen(row: ChronologyRow, hemisphere: edtf.Hemisphere) -> Date | None:
    text = row["last_seen_date"]
    return edtf.parse(text, hemisphere) if text else None


def _lanes(rows: Sequence[ChronologyRow], items: Mapping[str, Item], by: By) -> Iterator[Lane]:
    """Lanes in the order of their first happening; what is in none comes last."""
    groups: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, str] = {}
    ordered = sorted(rows, key=lambda row: (row["earliest"] or row["latest"] or "", row["id"]))
    for row in ordered:
        for key, name in dict(_groups(row, by)).items() or [("", f"No {by}")]:
            groups[key].append(items[row["id"]])
            names[key] = name
    for key in sorted(groups, key=lambda key: not key):
        yield Lane(key, names[key], len(groups[key]), items=tuple(groups[key]))


def _with_programs(
    lanes: Iterable[Lane], programs: Sequence[Mapping[str, ChangedProgram]]
) -> Iterator[Lane]:
    """Lanes with what changed of their programs; those without happenings come before the last."""
    found: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, str] = {}
    for side in programs:
        for key, changed in side.items():
            found[key] += changed.items
            names[key] = changed.name
    last = []
    for lane in lanes:
        if lane.key:
            yield lane._replace(phases=tuple(map(_worded, found.pop(lane.key, ()))))
        else:
            last.append(lane)
    for key, items in found.items():
        yield Lane(key, names[key], 0, phases=tuple(map(_worded, items)))
    yield from last


def _worded(item: Item) -> Item:
    return item._replace(told=f"{_WORDS[item.sign]}: {item.told}")


def _groups(row: ChronologyRow, by: By) -> Iterator[tuple[str, str]]:
    match by:
        case "program":
            yield from ((part["program"], part["name"]) for part in row["programs"])
        case "actor":
            yield from ((part["actor"], part["name"]) for part in row["actors"])
        case "kind":
            yield row["kind"], row["kind"].capitalize()


def _moments(db: sqlite3.Connection, between: Between) -> Iterator[Moment]:
    for typed in filter(None, (between.before, between.after)):
        yield Moment(last_day(db, typed) + 1, f"end of {typed}")


def _summary(items: Iterable[Item]) -> str:
    """How many happenings there are of each change: `3 new, 1 gone`."""
    signs = [item.sign for item in items]
    counted = (f"{signs.count(sign):,} {word}" for sign, word in _WORDS.items() if sign in signs)
    return ", ".join(counted) or "nothing changed"
