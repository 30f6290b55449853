"""`timeline diff --periods`: what happened in each of two periods, side by side."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import TypeVar

from timeline.base.amount_words import Amount, format_amount
from timeline.cli.show import colours, wording
from timeline.cli.show.layout import Page, Section
from timeline.cli.show.machine import cell
from timeline.cli.show.output import Output, emit, emit_one, emit_pages
from timeline.cli.show.screen import print_message
from timeline.cli.show.tables import Column
from timeline.views.chronology import ChronologyRow
from timeline.views.diff.periods import PeriodPhase, periods
from timeline.views.diff.side_by_side import (
    FIELDS,
    ActorCounts,
    FigureTotals,
    KindCounts,
    ProgramCounts,
    SideBySide,
    period_rows,
    side_by_side,
)
from timeline.views.query import Filters

Row = Mapping[str, object]
RowT = TypeVar("RowT", bound=Row)


def print_periods(
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
        case "jsonl" | "csv" | "tsv" | "xlsx":
            emit(period_rows(whole), output, (), cell, FIELDS)
        case _:
            emit_pages([Page(" and ".join(typed), (), list(_sections(whole, typed)))], output)
            told = (f"{name}: {_happenings(i, whole)}" for i, name in enumerate(typed))
            print_message(", ".join(told), quiet=output.quiet)


def _happenings(i: int, whole: SideBySide) -> str:
    sure, possible, unbounded = (
        whole["happenings"][i],
        whole["possible"][i],
        whole["unbounded"][i],
    )
    more = f" and possibly {possible:,} more" if possible else ""
    more += f" ({unbounded:,} more may have been at any time)" if unbounded else ""
    return wording.with_noun(sure, "happening") + more


def _sections(whole: SideBySide, names: Sequence[str]) -> Iterator[Section]:
    yield _section(names, "Kinds", whole["kinds"] or (), _kind, _count)
    yield _section(names, "Programs", whole["programs"] or (), _name, _program)
    who = whole["actors"] or ()
    both = [row for row in who if all(_there(row))]
    yield _section(names, "Actors in both", both, _name, _actor)
    for i, name in enumerate(names):
        alone = [row for row in who if not _there(row)[1 - i]]
        yield _section(names, f"Actors only in {name}", alone, _name, _actor)
    yield _section(names, "Figures", whole["figures"] or (), _key, _figure)
    if whole["chronology"] is not None:
        yield from _chronology(names, whole["chronology"])


def _section(
    names: Sequence[str],
    heading: str,
    rows: Sequence[RowT],
    what: Callable[[RowT], str],
    text: Callable[[int, RowT], str],
) -> Section:
    """A table with a column a period.

    Args:
        names: of the periods.
        heading: of the table.
        rows: each of a thing.
        what: names the thing.
        text: what is told of it in a period, the first being 0.
    """
    each: list[Column[RowT]] = [
        Column(name, partial(text, i), weight=1, paint=colours.possible)
        for i, name in enumerate(names)
    ]
    return Section(heading, [Column("", what, weight=1, leads=True), *each], rows)


def _kind(row: KindCounts) -> str:
    return row["kind"]


def _name(row: ActorCounts | ProgramCounts) -> str:
    return row["name"]


def _key(row: FigureTotals) -> str:
    return row["key"]


def _there(row: ActorCounts) -> list[bool]:
    """In which periods an actor took part, at least possibly."""
    return [bool(row["happenings"][i] + row["possible"][i]) for i in (0, 1)]


def _count(i: int, row: KindCounts | ActorCounts | ProgramCounts) -> str:
    sure, possible = row["happenings"][i], row["possible"][i]
    if not sure:
        return f"? {possible}" if possible else ""
    return f"{sure} +{possible}?" if possible else str(sure)


def _program(i: int, row: ProgramCounts) -> str:
    phases = row["phases"][i]
    own = [phase for phase in phases if phase["phase"] is None]
    told = [phase for phase in phases if phase["phase"] is not None] or own
    marked = [_phase(phase) for phase in told]
    return ": ".join(filter(None, (_count(i, row), ", ".join(dict.fromkeys(marked)))))


def _phase(phase: PeriodPhase) -> str:
    return _mark(phase) + (phase["phase"] or "under way")


def _actor(i: int, row: ActorCounts) -> str:
    return ": ".join(filter(None, (_count(i, row), ", ".join(row["roles"][i]))))


def _figure(i: int, row: FigureTotals) -> str:
    total = row["totals"][i]
    if total is None:
        return ""
    mark = "? " if total["match"] == "possible" else ""
    more = f" +{total['possible']:,}?" if total["possible"] else ""
    said: Amount = {"value": total["total"], "bound": total["bound"], "unit": row["unit"]}
    return mark + format_amount(said) + more


def _chronology(names: Sequence[str], told: Sequence[Sequence[ChronologyRow]]) -> Iterator[Section]:
    """The happenings that are in both periods, and those in one, each in its column."""
    each = [{row["id"]: row for row in rows} for rows in told]
    both = each[0].keys() & each[1].keys()
    heads: list[Column[Row]] = [Column("", lambda row: str(row["text"]), weight=1, leads=True)]
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


def _columns(names: Sequence[str], weight: int) -> list[Column[Row]]:
    return [
        Column(name, partial(_text, str(i)), weight, paint=colours.possible)
        for i, name in enumerate(names)
    ]


def _text(key: str, row: Row) -> str:
    return str(row[key])
