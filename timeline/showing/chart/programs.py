"""Lanes of programs: their spells and phases as bars, with their happenings."""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from timeline.dates import edtf
from timeline.dates.edtf import Hemisphere
from timeline.dates.words.printer import format_date
from timeline.event.spells import Spell
from timeline.projection.known_spells import spells_of_programs
from timeline.projection.lookup import known_key
from timeline.projection.settings import hemisphere_of
from timeline.showing.chart.content import Item, Lane, Stretch
from timeline.showing.chart.happenings import Picked
from timeline.showing.chart.stretches import merged, of_plan, of_spell
from timeline.views.clause import ANY, Clause
from timeline.views.programs import ProgramRow, programs
from timeline.views.query import Filters, Query
from timeline.views.standing import standing

Spells = Mapping[str, Sequence[Spell]]
NO_PROGRAM = "No program"


def program_lanes(
    db: sqlite3.Connection, query: Query, found: Picked, asked: frozenset[str] | None
) -> list[Lane]:
    """A lane a program that is asked for, parts after their wholes, and one for what is in none.

    Args:
        db: a fresh projection with `picked` filled.
        query: what was asked for.
        found: the happenings that were picked.
        asked: the programs that are asked for; None for all.
    """
    hemisphere = hemisphere_of(db)
    runs = spells_of_programs(db, evidence=False)
    rows = [
        row
        for row in programs(db, query, runs=runs, depth="phases")
        if asked is None or row["program"] in asked
    ]
    names = {row["program"]: row["name"] for row in rows}
    parts = numbers_of_programs(db, query, asked)
    lanes: list[Lane] = []
    for row in _in_order(rows, runs, parts):
        spells = runs.get(row["program"], {})
        numbers = parts.get(row["program"], ())
        whole = names.get(row["part_of"] or "")
        lanes.append(
            Lane(
                row["program"],
                row["name"],
                len(numbers),
                (f"part of {whole}",) if whole else (),
                tuple(_bars(row, spells, query, hemisphere)),
                tuple(_phases(row, spells, query, hemisphere)),
                tuple(found.items[n] for n in numbers),
            )
        )
    named = asked is not None or "program_part_rows" in query.rows
    return lanes if named else [*lanes, *without_lane(found, parts, NO_PROGRAM)]


def program_stretches(db: sqlite3.Connection, query: Query) -> dict[str, tuple[Stretch, ...]]:
    """When each program ran, as its bar shows it; a program without a bar is left out.

    Args:
        db: a fresh projection.
        query: what was asked for.
    """
    hemisphere = hemisphere_of(db)
    runs = spells_of_programs(db, evidence=False)
    return {
        row["program"]: bar.stretches
        for row in programs(db, query, runs=runs, depth="phases")
        for bar in _bars(row, runs.get(row["program"], {}), query, hemisphere)
    }


def asked_programs(db: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    """The programs that filters name, with their parts; None where they name none.

    Raises:
        TimelineError: a name that means nothing.
    """
    if not filters.program:
        return None
    keys = {known_key(db, "program", name) for name in filters.program}
    if not filters.no_parts:
        sql = """
            SELECT part FROM parts
            WHERE namespace = 'program' AND whole IN (SELECT value FROM json_each(?))
        """
        keys |= {part for (part,) in db.execute(sql, (json.dumps(sorted(keys)),))}
    return frozenset(keys)


def numbers_of_programs(
    db: sqlite3.Connection, query: Query, asked: frozenset[str] | None
) -> dict[str, list[int]]:
    """The numbers of the picked happenings of each program that is asked for, in order of time."""
    found = numbers_of(db, "program", query.rows.get("program_part_rows", ANY))
    return {key: some for key, some in found.items() if asked is None or key in asked}


def numbers_of(db: sqlite3.Connection, what: str, among: Clause) -> dict[str, list[int]]:
    """The numbers of the picked happenings that name each program or actor, in order of time.

    Args:
        db: a fresh projection with `picked` filled.
        what: program or actor.
        among: a condition on the rows `x` that name it.
    """
    table = {"program": "program_part_rows", "actor": "participation_rows"}[what]
    sql = f"""
        SELECT DISTINCT x.{what}, x.n FROM picked AS k CROSS JOIN {table} AS x ON x.n = k.n
        WHERE {among.sql} ORDER BY x.n, x.{what}
    """  # noqa: S608 (fixed texts)
    found: dict[str, list[int]] = defaultdict(list)
    for key, n in db.execute(sql, among.values):
        found[key].append(n)
    return dict(found)


def without_lane(found: Picked, groups: Mapping[str, Sequence[int]], name: str) -> Iterator[Lane]:
    """The lane of the happenings that are in no group, if there are any."""
    named = {n for numbers in groups.values() for n in numbers}
    rest = tuple(item for n, item in found.items.items() if n not in named)
    if rest:
        yield Lane("", name, len(rest), items=rest)


def _in_order(
    rows: Sequence[ProgramRow],
    runs: Mapping[str, Spells],
    parts: Mapping[str, Sequence[int]],
) -> Iterator[ProgramRow]:
    """Programs by when they begin, each followed by its parts."""
    begins = {
        row["program"]: (
            min(
                (s.bounds.latest_start for s in runs.get(row["program"], {}).get("", ())),
                default=math.inf,
            ),
            next(iter(parts.get(row["program"], ())), math.inf),
            row["name"].casefold(),
        )
        for row in rows
    }
    within: dict[str | None, list[ProgramRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: begins[row["program"]]):
        within[row["part_of"] if row["part_of"] in begins else None].append(row)
    told: set[str] = set()

    def follow(row: ProgramRow) -> Iterator[ProgramRow]:
        if row["program"] not in told:
            told.add(row["program"])
            yield row
            for part in within[row["program"]]:
                yield from follow(part)

    # What lies in a circle of parts is under no root, and comes last.
    for row in [*within[None], *rows]:
        yield from follow(row)


def _bars(row: ProgramRow, spells: Spells, query: Query, hemisphere: Hemisphere) -> Iterator[Item]:
    if item := spell_item(row["name"], spells.get("", ()), row["period"], query, hemisphere):
        yield item._replace(key=row["program"])


def _phases(
    row: ProgramRow, spells: Spells, query: Query, hemisphere: Hemisphere
) -> Iterator[Item]:
    seen: set[str] = set()
    for phase in row["phases"]:
        if phase["phase"] in seen:
            continue
        seen.add(phase["phase"])
        name, runs = phase["name"] or phase["phase"], spells.get(phase["phase"], ())
        if item := spell_item(name, runs, phase["planned"], query, hemisphere):
            yield item._replace(key=phase["phase"])


def spell_item(
    name: str, spells: Sequence[Spell], planned: str | None, query: Query, hemisphere: Hemisphere
) -> Item | None:
    """The spells of a program or a phase as an item; None where there is nothing to draw.

    Args:
        name: what it is called.
        spells: of it.
        planned: when it is declared for, EDTF, which is drawn where it has no spells.
        query: what was asked for.
        hemisphere: for seasons.
    """
    stood = standing(spells, query)
    stretches = _stretches(stood, query)
    if not stretches and query.as_of is None and planned:
        stretches = of_plan(edtf.parse(planned, hemisphere).nominal)
    return (
        Item("", name, "", _told(name, stood, planned, hemisphere), stretches)
        if stretches
        else None
    )


def _stretches(spells: Sequence[Spell], query: Query) -> tuple[Stretch, ...]:
    return merged(one for spell in spells for one in of_spell(spell, query.as_of))


def _told(name: str, spells: Sequence[Spell], planned: str | None, hemisphere: Hemisphere) -> str:
    """What a bar is of, in a line: `Workshops: September 2021 to October 2021`."""
    told = [_spell_words(spell, hemisphere) for spell in spells if spell.state != "mentioned"]
    if not told and planned:
        told = [f"declared for {format_date(edtf.parse(planned, hemisphere))}"]
    return f"{name}: {'; '.join(told)}" if told else name


def _spell_words(spell: Spell, hemisphere: Hemisphere) -> str:
    def words(text: str | None) -> str:
        return format_date(edtf.parse(text, hemisphere)) if text else ""

    begun = f"since {words(spell.start)}" if spell.start else "begun at an unknown time"
    if spell.end:
        how = {"planned": " (planned)", "next-phase": " (next phase)"}.get(spell.end_by or "", "")
        return f"{begun}, until {words(spell.end)}{how}"
    seen = words(spell.last_seen_date)
    return f"{begun}, no end on record{f', last seen {seen}' if seen else ''}"
