"""Spells that are stored, and those as of a clock, are those that the evidence amounts to."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import parse
from timeline.event.fold import Stored
from timeline.event.spells import Spell, without_items
from timeline.projection import clocks, known_spells
from timeline.projection.clocks import Clocks
from timeline.projection.evidence import office_runs, program_runs
from timeline.projection.history import instant
from timeline.projection.known_spells import spells_of_offices, spells_of_programs
from timeline.projection.settings import hemisphere_of

from support.helpers import declared, happening, of_events, projected
from support.logs import SECONDS, at, logs
from support.properties import examples

DAYS = [int(parse(text).earliest) for text in ("2014", "2016-06-15", "2017-12-31", "2019", "2030")]
CLOCKS = st.one_of(
    st.just(Clocks()),
    st.integers(0, SECONDS).map(lambda second: Clocks(instant(f"{at(second)}.000000Z"))),
)


def alike(known: Sequence[Spell], folded: Sequence[Spell]) -> bool:
    """Whether spells say the same of all days, and rest on the same happenings."""
    return list(map(bare, known)) == list(map(bare, folded)) and all(
        seen(one, day) == seen(other, day)
        for one, other in zip(known, folded, strict=True)
        for day in DAYS
    )


def bare(spell: Spell) -> tuple[Spell, Sequence[str]]:
    return without_items(spell), spell.evidence


def seen(spell: Spell, day: int) -> tuple[object, ...] | None:
    by = spell.by(day)
    return by and (by.evidence, by.state, by.end, by.last_seen_date)


def same_keys(known: Iterable[object], folded: Iterable[object]) -> bool:
    return sorted(map(str, known)) == sorted(map(str, folded))


def named(runs: Mapping[str, Mapping[str, Sequence[Spell]]]) -> dict[str, Sequence[Spell]]:
    return {f"{key}/{phase}": found for key, of in runs.items() for phase, found in of.items()}


@examples(100)
@given(made=logs(), clock=CLOCKS)
def test_known_spells_are_those_that_are_folded(made: list[Stored], clock: Clocks) -> None:
    db = of_events(made)
    clocks.enter(db, clock)
    hemisphere = hemisphere_of(db)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_spells, "_MOST", 1)
        programs = named(spells_of_programs(db)), named(program_runs(db, hemisphere))
        offices = spells_of_offices(db), office_runs(db, hemisphere)
    assert same_keys(*programs)
    assert all(alike(found, programs[1][key]) for key, found in programs[0].items())
    assert list(offices[0]) == list(offices[1])
    assert all(alike(found, offices[1][office]) for office, found in offices[0].items())


def test_as_of_an_instant_only_what_moved_since_is_folded_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two programs, of which one got a start after the instant."""
    started = [{"program": "law", "effect": ["starts"]}]
    db = projected(
        [
            declared("program", "law"),
            declared("program", "plan"),
            happening("2016", programs=[{"program": "plan", "effect": ["starts"]}]),
            *(happening("2015", f"Visit {i}") for i in range(20)),
            happening("2017", "Begun", programs=started),
        ]
    )
    folded: list[object] = []

    def fold(*asked: object) -> dict[str, dict[str, list[Spell]]]:
        folded.append(asked[2])
        return program_runs(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(known_spells, "program_runs", fold)
    (last,) = db.execute("SELECT max(known_from) FROM happenings_versions").fetchone()
    clocks.enter(db, Clocks(last - 1))
    found = spells_of_programs(db)
    assert (list(found), folded) == (["plan"], [frozenset({"law"})])
