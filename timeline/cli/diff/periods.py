"""`timeline diff --periods`: what happened in each of two periods, side by side."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest

from timeline.cli.show import colours, wording
from timeline.cli.show.layout import Page, Section
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit, emit_one, emit_pages
from timeline.cli.show.screen import say
from timeline.cli.show.tables import Column
from timeline.views.diff.periods import FIELDS, Period, periods, rows, side_by_side
from timeline.views.query import Filters

Row = Mapping[str, object]
Cell = Callable[[int, Row], str]
"""The text of a row for a period, the first being 0."""


def show(
    db: sqlite3.Connection,
    typed: tuple[str, str],
    views: Sequence[str],
    filters: Filters,
    output: Output,
) -> None:
    """Print what happened in each of two periods, of the views that are asked for."""
    bounded = output.for_people and not filters.unbounded
    found = periods(db, typed, filters, bounded=bounded)
    whole = side_by_side(found, views)
    match output.format:
        case "json" | "yaml":
            emit_one(whole, output)
        case "jsonl" | "csv" | "tsv":
            emit(rows(whole), output, (), cell, FIELDS)
        case _:
            emit_pages([Page(" and ".join(typed), (), list(_sections(whole, found)))], output)
            told = (f"{name}: {_happenings(i, whole)}" for i, name in enumerate(typed))
            say(", ".join(told), quiet=output.quiet)


def _happenings(i: int, whole: Row) -> str:
    sure, possible = _number(whole, i, "happenings"), _number(whole, i, "possible")
    more = f" and possibly {possible:,} more" if possible else ""
    unbounded = _number(whole, i, "unbounded")
    more += f" ({unbounded:,} more may have been at any time)" if unbounded else ""
    return wording.counted(sure, "happening") + more


def _sections(whole: Row, found: Sequence[Period]) -> Iterator[Section]:
    names = [period.typed for period in found]

    def section(heading: str, rows: Sequence[Row], what: str, text: Cell) -> Section:
        each = [
            Column(name, partial(text, i), weight=1, paint=colours.possible)
            for i, name in enumerate(names)
        ]
        first = Column("", partial(_text, what), weight=1, leads=True)
        return Section(heading, [first, *each], rows)

    yield section("Kinds", wording.listed(whole["kinds"]), "kind", _count)
    yield section("Programs", wording.listed(whole["programs"]), "name", _program)
    who = wording.listed(whole["actors"])
    yield section("Actors in both", [row for row in who if all(_there(row))], "name", _actor)
    for i, name in enumerate(names):
        alone = [row for row in who if not _there(row)[1 - i]]
        yield section(f"Actors only in {name}", alone, "name", _actor)
    yield section("Figures", wording.listed(whole["figures"]), "key", _figure)
    told = whole["chronology"]
    if isinstance(told, list):
        yield from _chronology(names, told)


def _there(row: Row) -> list[bool]:
    """In which periods an actor took part, at least possibly."""
    return [bool(_number(row, i, "happenings") + _number(row, i, "possible")) for i in (0, 1)]


def _number(row: Row, i: int, field: str) -> int:
    counts = row[field]
    return int(counts[i]) if isinstance(counts, list) else 0


def _count(i: int, row: Row) -> str:
    sure, possible = _number(row, i, "happenings"), _number(row, i, "possible")
    if not sure:
        return f"? {possible}" if possible else ""
    return f"{sure} +{possible}?" if possible else str(sure)


def _of(row: Row, field: str, i: int) -> object:
    values = row[field]
    return values[i] if isinstance(values, list) else None


def _program(i: int, row: Row) -> str:
    phases = wording.listed(_of(row, "phases", i))
    own = [phase for phase in phases if phase["phase"] is None]
    told = [phase for phase in phases if phase["phase"] is not None] or own
    marked = [_phase(phase) for phase in told]
    return ": ".join(filter(None, (_count(i, row), ", ".join(dict.fromkeys(marked)))))


def _phase(phase: Row) -> str:
    return _mark(phase) + str(phase["phase"] or "under way")


def _actor(i: int, row: Row) -> str:
    return ": ".join(filter(None, (_count(i, row), wording.joined(_of(row, "roles", i)))))


def _figure(i: int, row: Row) -> str:
    total = _of(row, "totals", i)
    if not isinstance(total, dict):
        return ""
    mark = "? " if total["match"] == "possible" else ""
    more = f" +{total['possible']:,}?" if total["possible"] else ""
    said = {"value": total["total"], "bound": total["bound"], "unit": row["unit"]}
    return mark + wording.figure(said) + more


def _chronology(names: Sequence[str], told: Sequence[Sequence[Row]]) -> Iterator[Section]:
    """The happenings that are in both periods, and those in one, each in its column."""
    each = [{row["id"]: row for row in rows} for rows in told]
    both = each[0].keys() & each[1].keys()
    heads = [Column("", lambda row: str(row["text"]), weight=1, leads=True)]
    rows = [
        {"text": _happened(row), "0": row["match"], "1": each[1][id_]["match"]}
        for id_, row in each[0].items()
        if id_ in both
    ]
    yield Section("Happenings in both", [*heads, *_columns(names, weight=0)], rows)
    texts = (
        [_mark(row) + _happened(row) for id_, row in one.items() if id_ not in both] for one in each
    )
    pairs = [{"0": one, "1": other} for one, other in zip_longest(*texts, fillvalue="")]
    yield Section("Happenings in one of them", _columns(names, weight=1), pairs)


def _happened(row: Row) -> str:
    return f"{wording.date(row['date'], row['last_seen_date'])}: {wording.what(row)}"


def _mark(row: Row) -> str:
    return "? " if row["match"] == "possible" else ""


def _columns(names: Sequence[str], weight: int) -> list[Column]:
    return [
        Column(name, partial(_text, str(i)), weight, paint=colours.possible)
        for i, name in enumerate(names)
    ]


def _text(key: str, row: Row) -> str:
    return str(row[key])
