"""Who held which office on a day: spells, several people at once, open ends, plans."""

import sqlite3
from pathlib import Path

import pytest

from timeline.views.actors import actors
from timeline.views.offices import FIELDS, holders
from timeline.views.programs import programs

from support.helpers import Row, ask, day, declared, happening, projected
from support.running import columns, here, on_terminal


def office(who: str, date: str, *effects: str, status: str = "occurred", whom: str = "osce") -> Row:
    part = {"actor": who, "role": "subject", "capacity": "Head", "effect": [*effects]}
    title = f"{who} {' '.join(effects)} {date}"
    return happening(date, title, actors=[{**part, "for": whom}], status=status)


PEOPLE = [
    declared("actor", "osce", name="OSCE"),
    declared("actor", "unit", name="A unit", part_of="osce"),
    *(declared("actor", who) for who in ("aida", "bek", "cholpon")),
]
FIRST = day("2010-01-01"), day("2010-01-01")
Told = list[tuple[object, object]]


def held(db: sqlite3.Connection, date: str, key: str | None = None, **filters: object) -> Told:
    rows = holders(db, ask(db, **filters), (day(date), day(date)), key)
    return [(row["actor"], row["then"] if row["then"] != "held" else row["match"]) for row in rows]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2009-12-31", "not-begun"),
        ("2010-01-01", "certain"),
        ("2011-06-30", "certain"),
        ("2012-01-01", "possible"),
        ("2013-06-30", "ended"),
        ("2015-06-30", "certain"),
        ("2016-06-30", "possible"),
        ("2017-01-01", "ended"),
    ],
)
def test_an_office_held_twice_is_judged_by_its_spells(date: str, told: str) -> None:
    spells = [("2010-01-01", "starts"), ("2012-01-01", "ends"), ("2015-01-01", "starts")]
    db = projected([*PEOPLE, *(office("aida", *one) for one in [*spells, ("2016", "ends")])])
    found = [match for _, match in held(db, date, "aida")]
    assert len(found) == 2
    assert told in found
    assert found.count("certain") + found.count("possible") == (told in ("certain", "possible"))
    assert len(held(db, date)) == (told in ("certain", "possible"))


def test_several_people_may_hold_one_office_at_once() -> None:
    db = projected(
        [
            *PEOPLE,
            office("aida", "2010-01-01", "starts"),
            office("aida", "2016-01-01", "ends"),
            office("bek", "2012-01-01", "starts"),
            office("bek", "2014-01-01", "continues"),
            office("cholpon", "2016-01-01", "starts"),
        ]
    )
    assert held(db, "2011") == [("aida", "certain")]
    assert held(db, "2013") == [("aida", "certain"), ("bek", "certain")]
    assert held(db, "2015") == [("aida", "certain"), ("bek", "possible")]
    assert held(db, "2015", certain=True) == [("aida", "certain")]
    assert held(db, "2016-01-01") == [
        *(("cholpon", "certain"), ("aida", "possible"), ("bek", "possible"))
    ]


def test_an_end_known_only_as_before_or_after_a_day_is_possible_until_or_from_it() -> None:
    db = projected(
        [
            *PEOPLE,
            office("aida", "2010-01-01", "starts"),
            office("aida", "[..2014-01-01]", "ends"),
            office("bek", "2010-01-01", "starts"),
            office("bek", "[2014-01-01..]", "ends"),
        ]
    )
    told = {date: dict(held(db, date, "osce")) for date in ("2010-01-01", "2012", "2015")}
    assert told == {
        "2010-01-01": {"aida": "certain", "bek": "certain"},
        "2012": {"aida": "possible", "bek": "certain"},
        "2015": {"aida": "ended", "bek": "possible"},
    }


def test_an_office_of_one_day_is_held_that_day() -> None:
    db = projected([*PEOPLE, office("aida", "2012-03-04", "starts", "ends")])
    days = ("2012-03-03", "2012-03-04", "2012-03-05")
    assert [held(db, date, "aida") for date in days] == [
        [("aida", "not-begun")],
        [("aida", "certain")],
        [("aida", "ended")],
    ]


def test_what_is_only_mentioned_is_seen_on_its_day() -> None:
    db = projected([*PEOPLE, office("aida", "2012-03-04")])
    days = ("2012-03-03", "2012-03-04")
    assert [held(db, date, "aida") for date in days] == [
        [("aida", "not-seen")],
        [("aida", "certain")],
    ]


def test_a_name_is_who_holds_an_office_or_the_body_with_its_parts() -> None:
    db = projected(
        [
            *PEOPLE,
            office("aida", "2010-01-01", "starts"),
            office("bek", "2010-01-01", "starts", whom="unit"),
        ]
    )
    query = ask(db)
    assert [row["actor"] for row in holders(db, query, FIRST, "osce")] == [
        "bek",
        "aida",
    ]
    alone = holders(db, query, FIRST, "osce", parts=False)
    assert [row["actor"] for row in alone] == ["aida"]
    assert [row["actor"] for row in holders(db, query, FIRST, "bek")] == ["bek"]
    assert held(db, "2010-01-01", actor="bek") == [("bek", "certain")]
    assert held(db, "2010-01-01", role="host") == []


def test_a_row_has_every_field_that_is_promised() -> None:
    db = projected([*PEOPLE, office("aida", "2010-01-01", "starts")])
    (row,) = holders(db, ask(db), FIRST)
    assert tuple(row) == FIELDS
    assert (row["office"], row["for_name"], row["name"]) == ("Head", "OSCE", "Aida")
    assert isinstance(row["evidence"], list)


def planned(db: sqlite3.Connection, **filters: object) -> list[tuple[object, object]]:
    (row,) = actors(db, ask(db, **filters), "aida")
    terms = row["terms"]
    assert isinstance(terms, list)
    return [(term["end"], term["planned_end"]) for term in terms]


def test_a_planned_end_stands_beside_the_one_on_record() -> None:
    said = [
        *PEOPLE,
        office("aida", "2010-01-01", "starts"),
        {**office("aida", "2014-12-31", "ends", status="planned"), "announced": "2012-01-01"},
    ]
    db = projected(said)
    assert planned(db) == [(None, "2014-12-31")]
    assert planned(db, as_of="2011") == [(None, None)]
    assert planned(db, as_of="2012") == [(None, "2014-12-31")]
    # A plan is no end.
    assert held(db, "2016") == [("aida", "possible")]
    ended = projected([*said, office("aida", "2013-06-30", "ends")])
    assert planned(ended) == [("2013-06-30", "2014-12-31")]
    again = projected(
        [*said, office("aida", "2013-06-30", "ends"), office("aida", "2016-01-01", "starts")]
    )
    assert planned(again) == [("2013-06-30", "2014-12-31"), (None, None)]


def test_parallel_phases_are_each_judged_on_a_day() -> None:
    def did(date: str, phase: str, *effects: str) -> Row:
        part = {"program": "p", "phase": phase, "effect": [*effects]}
        return happening(date, f"{phase} {date}", programs=[part])

    plan = [{"phase": "one", "planned": "2010/2012"}, {"phase": "two"}]
    db = projected(
        [
            declared("program", "p", phases=plan, status="closed"),
            did("2010-01-01", "one", "starts"),
            did("2011-01-01", "two", "starts"),
            did("2011-06-30", "two", "ends"),
            did("2013-01-01", "one", "ends"),
        ]
    )
    found = {}
    for date in ("2010-06-30", "2011-03-01", "2012-12-31", "2014"):
        (row,) = programs(db, ask(db, as_of=date), "p")
        phases = row["phases"]
        assert isinstance(phases, list)
        found[date] = {phase["phase"]: phase["match"] for phase in phases}
    assert found == {
        "2010-06-30": {"one": "certain", "two": "impossible"},
        "2011-03-01": {"one": "certain", "two": "certain"},
        "2012-12-31": {"one": "certain", "two": "impossible"},
        "2014": {"one": "impossible", "two": "impossible"},
    }
    (row,) = programs(db, ask(db), "p")
    phases = row["phases"]
    assert isinstance(phases, list)
    # The plan stands beside what came of it.
    assert (phases[0]["planned"], phases[0]["end"]) == ("2010/2012", "2013-01-01")
    assert (row["status_declared"], row["status_iati"]) == ("closed", "4 Closed")


@pytest.fixture
def folder(fresh: Path) -> Path:
    for words in (
        ["declare", "actor", "OSCE", "--type", "organisation"],
        ["declare", "actor", "Aida"],
        ["declare", "actor", "Bek"],
    ):
        here(*words, cwd=fresh)
    for date, who, effect, *more in (
        ("2010-01-01", "aida", "starts"),
        ("2012-01-01", "aida", "ends"),
        ("2014-12-31", "bek", "ends", "--status", "planned"),
        ("2012-01-01", "bek", "starts"),
    ):
        part = f"{{actor: {who}, role: subject, capacity: Head, for: osce, effect: {effect}}}"
        words = ["add", date, f"{who} {effect}", "-k", "appointment", "-a", part, *more]
        assert here(*words, cwd=fresh).code == 0
    return fresh


def test_who_held_an_office_on_a_day_is_one_short_command(folder: Path) -> None:
    done = here("actors", "--on", "2013-05-01", cwd=folder)
    assert (done.code, done.err) == (0, "1 term\n")
    header, _, bek = done.lines
    assert header.split() == ["Office", "For", "Who", "That", "day", "From", "Until", "Evidence"]
    assert bek.startswith(
        "Head    OSCE  Bek  possible  1 January 2012  no end recorded, planned for"
    )
    rows = here("actors", "OSCE", "--on", "1 May 2011", "-f", "json", cwd=folder).json
    assert [(row["actor"], row["match"], row["then"]) for row in rows] == [
        ("aida", "certain", "held"),
        ("bek", "impossible", "not-begun"),
    ]
    aida, bek = here("actors", "OSCE", "--on", "1 May 2011", cwd=folder).lines[2:]
    assert aida.split()[:4] == ["Head", "OSCE", "Aida", "certain"]
    assert bek.split()[:6] == ["Head", "OSCE", "Bek", "no,", "not", "begun"]
    csv = here("actors", "--on", "2011-05-01", "-f", "csv", cwd=folder).csv
    assert [(row["office"], row["actor"]) for row in csv] == [("Head", "aida")]


@pytest.mark.parametrize("typed", ["since 2013-05-01", "../2013"])
def test_an_office_is_asked_for_on_days_that_begin_and_end(typed: str, folder: Path) -> None:
    done = here("actors", "--on", typed, cwd=folder)
    message = f"`{typed}` is open on a side\n  give a day, a month or a year such as 2016\n"
    assert done == (1, "", f"error: {message}")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_offices_of_a_day_fit_a_terminal(width: int, folder: Path) -> None:
    shown = on_terminal("actors", "OSCE", "--on", "2013-05-01", cwd=folder, width=width)
    assert max(map(columns, shown.splitlines())) <= width
    assert "no, ended" in shown
