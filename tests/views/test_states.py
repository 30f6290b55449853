"""Counts on a state: by phase, office and state on a day; the filters for them; corrections."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline import Log
from timeline.base.errors import TimelineError, UsageError
from timeline.views.grouping import By
from timeline.views.groups import groups
from timeline.views.state_groups import FIELDS, state_groups

from support.helpers import Ledger, Row, ask, day, declared, happening, projected, titles
from support.running import here


def did(date: str, title: str, *effects: str, phase: str = "", **said: object) -> Row:
    part = {"program": "police", "phase": phase, "effect": [*effects]}
    return happening(date, title, programs=[{k: v for k, v in part.items() if v}], **said)


def office(date: str, who: str, *effects: str) -> Row:
    part = {"actor": who, "role": "subject", "capacity": "Head", "for": "osce"}
    return happening(date, f"{who} {' '.join(effects)}", actors=[{**part, "effect": [*effects]}])


LOG: list[Row] = [
    *(declared("actor", key) for key in ("osce", "aida", "bek")),
    declared("program", "police", phases=[{"phase": "one", "name": "Phase One"}, {"phase": "two"}]),
    declared("program", "other"),
    did("2010-01-01", "Start", "starts", phase="one"),
    did("2011-01-01", "End", "ends", phase="one"),
    did("2012-01-01", "Again", "starts", phase="two"),
    did("2013-01-01", "Over", "ends", phase="two"),
    office("2010-01-01", "aida", "starts"),
    office("2012-01-01", "aida", "ends"),
    office("2012-01-01", "bek", "starts"),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


def counted(db: sqlite3.Connection, by: str, on: str, what: str) -> dict[object, object]:
    rows: list[Any] = [*state_groups(db, ask(db), by, day(on))]  # type: ignore[arg-type]
    return {row["key"]: (row[what], row[f"possible_{what}"]) for row in rows}


def test_programs_are_counted_by_phase_and_state_on_a_day(db: sqlite3.Connection) -> None:
    assert counted(db, "phase", "2010-06-01", "programs") == {"one": (1, 0)}
    assert counted(db, "phase", "2012-06-01", "programs") == {"two": (1, 0)}
    states = counted(db, "state", "2010-06-01", "programs")
    assert states == {"implementation": (1, 0), "not-begun": (1, 0)}


def test_actors_are_counted_by_office_on_a_day(db: sqlite3.Connection) -> None:
    assert counted(db, "office", "2011-06-01", "actors") == {"Head": (1, 0)}
    assert counted(db, "office", "2009-06-01", "actors") == {}


def test_a_count_has_every_field_and_the_happenings_of_the_phase(db: sqlite3.Connection) -> None:
    (row,) = state_groups(db, ask(db), "phase", day("2010-06-01"))
    assert tuple(row) == FIELDS
    assert (row["name"], row["happenings"], row["first"]) == ("Phase One", 2, "2010-01-01")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "implementation", "as_of": "2010-06-01"}, ["Start"]),
        ({"state": "Not begun", "as_of": "2010-06-01"}, []),
        ({"phase": "phase one", "state": "implementation", "as_of": "2010-06-01"}, ["Start"]),
        ({"not_state": "implementation", "as_of": "2010-06-01"}, ["aida starts"]),
        ({"office": "head"}, ["aida starts", "aida ends", "bek starts"]),
        ({"office": "head", "actor": "bek"}, ["bek starts"]),
    ],
)
def test_happenings_are_filtered_by_state_and_office(
    db: sqlite3.Connection, filters: dict[str, object], expected: list[str]
) -> None:
    assert sorted(titles(db, **filters)) == sorted(expected)


def test_an_unknown_state_is_refused_with_the_nearest(db: sqlite3.Connection) -> None:
    with pytest.raises(TimelineError) as raised:
        titles(db, state="closd")
    assert raised.value.faults[0].problem == "no state `closd`"
    assert raised.value.faults[0].remedy == "did you mean closed?"


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("month", ["2010-01", "2011-01", "2012-01", "2013-01"]),
        ("day", ["2010-01-01", "2011-01-01", "2012-01-01", "2013-01-01"]),
    ],
)
def test_happenings_are_grouped_by_month_and_day(
    db: sqlite3.Connection, by: By, expected: list[str]
) -> None:
    rows = groups(db, ask(db), by)
    assert [row["key"] for row in rows] == expected
    assert rows[0]["happenings"] == 2
    assert rows[0]["name"] == {"month": "January 2010", "day": "1 January 2010"}[by]


def test_months_of_years_bc_have_keys_and_of_years_beyond_9999_none() -> None:
    old = projected([happening("-0043-03-15")])
    rows = groups(old, ask(old), "month")
    assert [row["key"] for row in rows] == ["-0043-03"]
    far = projected([happening("Y17000")])
    with pytest.raises(UsageError):
        groups(far, ask(far), "month")


def test_programs_are_chosen_by_the_phase_and_state_they_are_in(example: Path) -> None:
    words = ("programs", "--as-of", "2021-10-01", "-f", "json")
    rows = here(*words, "--phase", "workshops", cwd=example).json
    assert [row["program"] for row in rows] == ["strive-asia-kg"]
    states = {row["status_derived"] for row in here(*words, "--state", "closed", cwd=example).json}
    assert states <= {"closed"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "4 phases after all that is on record"),
        (["--on", "2021-10-01"], "6 phases on 1 October 2021"),
        (["--as-of", "2010"], "1 phase on 31 December 2010"),
    ],
)
def test_the_day_on_which_states_are_counted_is_told(
    example: Path, words: list[str], told: str
) -> None:
    assert here("stats", "--by", "phase", *words, cwd=example).err == f"{told}\n"


def test_corrections_are_listed_with_old_and_new_values(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    text = "event: happening\ndate: 2017\nkind: visit\ntitle: A visit\n"
    one = ledger.one(text)
    ledger.one(text.replace("A visit", "Other"))
    ledger.amend(one, title="The visit", tags=["pilot"])
    log = Log(tmp_path / "events")
    rows = log.corrections()
    assert [(row["field"], row["old"], row["new"]) for row in rows] == [
        ("title", "A visit", "The visit"),
        ("tags", None, ["pilot"]),
    ]
    assert {row["corrects"] for row in rows} == {one}
    assert log.corrections(text="Other") == []
    assert log.corrections(until="2020") == []
    assert len(log.corrections(since="2020")) == 2
    done = here("corrections", "--since", "2020", cwd=tmp_path)
    assert "A visit → The visit" in done.out
    assert done.err == "1 correction, 2 rows\n"
    ledger.retract(one)
    last = log.corrections()[-1]
    assert (last["event"], last["field"], last["reason"]) == ("retraction", None, "a mistake")
