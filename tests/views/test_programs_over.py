"""Programs that are over, were last seen long ago, are only announced, or run in several phases."""

import sqlite3
from pathlib import Path

import pytest

from timeline.cli.show import wording
from timeline.views.actors import actors
from timeline.views.programs import PhaseRow, ProgramRow, programs

from support.helpers import Ledger, Row, ask, declared, happening, projected
from support.running import here


def did(date: str, phase: str = "", *effects: str, program: str = "core", **said: object) -> Row:
    part: Row = {"program": program, "effect": list(effects)}
    return happening(
        date, f"{phase} {date}", programs=[part | ({"phase": phase} if phase else {})], **said
    )


RELEASES: list[Row] = [
    declared(
        "program",
        "core",
        phases=[{"phase": "alpha"}, {"phase": "beta"}, {"phase": "support"}],
        sequential="true",
    ),
    did("2016-02-01", "alpha", "starts"),
    did("2016-09-01", "beta", "starts"),
    did("2017-01-15", "support", "starts"),
    did("2018-06-30", "support", "ends"),
]


def program(db: sqlite3.Connection, key: str = "core", **filters: str) -> ProgramRow:
    (row,) = programs(db, ask(db, **filters), key)
    return row


def phase(row: ProgramRow, key: str) -> PhaseRow:
    (found,) = (one for one in row["phases"] if one["phase"] == key)
    return found


def test_a_program_is_closed_once_all_its_phases_have_ended() -> None:
    row = program(projected(RELEASES))
    assert (row["status_derived"], row["phase"], row["phases_running"]) == ("closed", None, [])
    assert (row["until"], row["until_by"]) == ("2018-06-30", "last-phase")
    row = program(projected(RELEASES), as_of="2020")
    assert (row["status_derived"], row["match"]) == ("closed", "certain")
    assert wording.program_state(row) == "closed"


def test_a_diff_tells_that_it_ended_and_not_that_it_may_run(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    for i, body in enumerate(RELEASES):
        ledger.put(f"{i}.yaml", body)
    done = here("diff", "2017", "2020", "--view", "programs", cwd=tmp_path)
    assert "Core: support → closed, begun by 1 February 2016, until 30 June 2018" in done.out


def test_what_has_no_end_on_record_is_told_with_when_it_was_last_seen() -> None:
    db = projected([declared("program", "core"), did("2011-10-04", "", "continues")])
    for filters in ({}, {"as_of": "2026"}):
        row = program(db, **filters)
        assert (row["status_derived"], row["unended"]) == ("implementation", True)
        assert (row["last_seen"], row["last_seen_date"]) == ("2011-10-04", "2011-10-04")
        assert wording.program_state(row) == "last seen 4 October 2011, no end on record"
    row = program(db, as_of="2011-10-04")
    assert (row["unended"], wording.program_state(row)) == (False, "implementation")
    row = program(db, as_of="2011-10-03")
    assert (row["unended"], wording.program_state(row)) == (False, "? not begun")


def test_a_declared_end_that_has_passed_is_told() -> None:
    declaration = declared("program", "core", period="2010/2015")
    db = projected([declaration, did("2011-10-04", "", "continues")])
    for filters in ({}, {"as_of": "2016"}):
        row = program(db, **filters)
        assert (row["status_derived"], row["until"]) == ("closed", "2015")
        assert wording.program_state(row) == "planned end has passed"
    assert program(db, as_of="2016")["match"] == "possible"
    assert program(db, as_of="2016", open_ends="held")["match"] == "certain"
    assert program(db, as_of="2015-01")["status_derived"] == "implementation"


def test_of_phases_side_by_side_all_are_told() -> None:
    db = projected(
        [
            declared("program", "core"),
            did("2016", "training", "starts"),
            did("2017", "dialogue", "starts"),
            did("2018", "training", "continues"),
            did("2018", "dialogue", "continues"),
        ]
    )
    row = program(db, as_of="2017-12-31")
    assert (row["phase"], row["phases_running"]) == ("dialogue", ["dialogue", "training"])
    assert wording.program_state(row) == "dialogue, training"
    row = program(db, as_of="2020")
    told = "dialogue, training, last seen 2018, no end on record"
    assert wording.program_state(row) == told


def test_of_phases_of_which_one_may_run_both_are_told_as_possible() -> None:
    db = projected([*RELEASES[:2], did("[2016-08..2016-10]", "beta", "starts")])
    row = program(db, as_of="2016-09-01")
    assert wording.program_state(row) == "? beta or alpha"


def test_a_part_is_not_under_way_before_its_whole_has_begun() -> None:
    db = projected(
        [
            declared("program", "whole"),
            declared("program", "core", part_of="whole"),
            did("2017-03-01", "", "starts", program="whole"),
            did("2018-01-01", "", "continues"),
        ]
    )
    assert program(db, as_of="2017-02-28")["match"] == "certain"
    assert program(db, as_of="2017-02-28")["status_derived"] == "not-begun"
    assert program(db, as_of="2017-03-01")["status_match"] == "possible"


def test_parts_in_a_circle_are_derived_all_the_same() -> None:
    db = projected(
        [
            declared("program", "whole", part_of="core"),
            declared("program", "core", part_of="whole"),
            did("2017-03-01", "", "starts", program="whole"),
            did("2018-01-01", "", "starts"),
        ]
    )
    assert program(db, as_of="2018")["since"] == "2018-01-01"


@pytest.mark.parametrize("undeclared", [False, True])
def test_what_is_only_planned_is_announced(undeclared: bool) -> None:
    phases = [] if undeclared else [{"phase": "training"}]
    db = projected(
        [
            declared("program", "core", phases=phases),
            did("2028", "training", "starts", status="planned", announced="2021-10-15"),
        ]
    )
    row = program(db)
    assert (row["status_derived"], row["announced"]) == ("not-begun", "2028")
    assert wording.program_state(row) == "announced"
    one = phase(row, "training")
    assert (one["status_derived"], one["announced"]) == ("not-begun", "2028")
    assert wording.phase_status(one) == "announced"
    before = program(db, as_of="2021-10-14")
    assert (before["announced"], wording.program_state(before)) == (None, "not begun")


def test_of_what_is_planned_the_first_is_announced() -> None:
    db = projected(
        [
            declared("program", "core"),
            did("2029", "", "starts", status="planned", announced="2020"),
            did("2028", "", "starts", status="planned", announced="2021-10-15"),
            did("2030", "", "starts", status="planned", announced="2019"),
        ]
    )
    assert program(db)["announced"] == "2028"
    assert program(db, as_of="2020-12-31")["announced"] == "2029"


def test_what_is_declared_as_planned_is_announced_by_all_that_is_on_record() -> None:
    db = projected([declared("program", "core", phases=[{"phase": "two", "planned": "2028"}])])
    assert phase(program(db), "two")["announced"] == "2028"
    assert phase(program(db, as_of="2020"), "two")["announced"] is None


def test_what_has_begun_is_held_to_go_on() -> None:
    db = projected([declared("program", "core"), did("2016", "training", "starts")])
    assert program(db, as_of="2026")["match"] == "possible"
    row = program(db, as_of="2026", open_ends="held")
    assert (row["phase"], row["match"], row["unended"]) == ("training", "certain", False)
    assert wording.program_state(program(db, open_ends="held")) == "training"
    before = program(db, as_of="2015", open_ends="held")
    assert phase(before, "training")["match"] == "impossible"


def test_an_office_is_held_until_its_planned_end() -> None:
    office = {"actor": "aida", "role": "head"}
    db = projected(
        [
            declared("actor", "aida"),
            happening("2016", "In", actors=[office | {"effect": ["starts"]}]),
            happening("2027", "Out", status="planned", actors=[office | {"effect": ["ends"]}]),
        ]
    )

    def held(day: str) -> object:
        (row,) = actors(db, ask(db, as_of=day, open_ends="held"))
        return row["terms"][0]["match"]

    assert [held(day) for day in ("2026", "2027-06-30", "2028")] == [
        "certain",
        "possible",
        "impossible",
    ]


@pytest.mark.parametrize("filters", [{}, {"as_of": "2016-12-31"}, {"open_ends": "held"}])
def test_stored_spells_answer_as_those_that_are_derived_anew(filters: dict[str, str]) -> None:
    others = [did("2015-05", "alpha"), did("2019/..", "beta"), did("[2014,2020]", "support")]
    db = projected([*RELEASES, *others])
    whole = programs(db, ask(db, **filters))
    bare = programs(db, ask(db, **filters), depth="phases")
    left_out = {"happenings": 0, "possible": 0, "unbounded": 0}
    assert bare == [
        {**row, **left_out, "phases": [{**phase, "evidence": []} for phase in row["phases"]]}
        for row in whole
    ]
    states = programs(db, ask(db, **filters), depth="states")
    assert states == [{**row, "phases": []} for row in bare]
