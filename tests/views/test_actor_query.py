"""Who was asked for comes first; roles with what was done; places in sources; dates around."""

import sqlite3
from pathlib import Path

import pytest

from timeline.base.amount_words import MeasuredAmount
from timeline.base.units import unit_after
from timeline.cli.show.wording import duration, measure_and_figure, who
from timeline.views.actors import actors
from timeline.views.chronology import chronology
from timeline.views.offices import holders

from support.helpers import Row, ask, declared, happening, projected, titles
from support.running import here

MANY: list[Row] = [{"actor": f"a{i}", "role": "participant"} for i in range(6)]
LOG: list[Row] = [
    *(declared("actor", f"a{i}", name=f"Actor {i}") for i in range(6)),
    declared("actor", "bank", name="The Bank"),
    declared("actor", "donor", name="A donor"),
    declared("program", "p", actors=[{"actor": "donor", "role": "funder"}]),
    declared("source", "report", title="A report"),
    happening(
        "2017-05-01",
        "Meeting",
        actors=[*MANY, {"actor": "bank", "role": "funder"}],
        sources=[{"source": "report", "at": "para 3-5"}],
        tags=["pilot"],
        note="A note",
    ),
    happening("2017-05-20", "Visit", sources=[{"source": "report", "at": "para 7, 9"}]),
    happening("2017-09", "Later", sources=[{"source": "report", "at": "page 7"}]),
    happening("-0043-03-15", "Ides"),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"text": "Meeting"}, "Actor 0, Actor 1 +5"),
        ({"actor": "a4"}, "Actor 4, Actor 0 +5"),
        ({"actor": ("a5", "a3", "a4")}, "Actor 3, Actor 4, Actor 5 +4"),
        ({"role": "funder"}, "The Bank, Actor 0 +5"),
        ({"words": ("bank",)}, "The Bank, Actor 0 +5"),
    ],
)
def test_who_was_asked_for_is_never_cut_off(
    db: sqlite3.Connection, filters: dict[str, object], told: str
) -> None:
    query = ask(db, **filters)
    (row,) = chronology(db, query)
    assert who(row, query.actors) == told


def test_actors_in_a_role_are_those_who_had_it_with_what_they_did(db: sqlite3.Connection) -> None:
    rows = actors(db, ask(db, role="funder"))
    assert [row["actor"] for row in rows] == ["donor", "bank"]
    donor, bank = rows
    assert [(one["title"], one["role"]) for one in bank["did"]] == [("Meeting", "funder")]
    assert (bank["roles"], bank["programs"]) == (["funder"], [])
    # What a program declares is no happening.
    assert (donor["happenings"], donor["did"]) == (0, [])
    assert donor["programs"] == [{"program": "p", "name": "P", "role": "funder"}]
    assert [row["actor"] for row in actors(db, ask(db, role="funder", kind="visit"))] == ["bank"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("report", ["Later", "Meeting", "Visit"]),
        ("report@4", ["Meeting"]),
        ("report@5-7", ["Meeting", "Visit"]),
        ("report@para 9", ["Visit"]),
        ("A report@page 7", ["Later"]),
        ("report@8", []),
    ],
)
def test_a_paragraph_of_a_source_is_asked_for(
    db: sqlite3.Connection, source: str, expected: list[str]
) -> None:
    assert sorted(titles(db, source=source)) == expected


@pytest.mark.parametrize(
    ("around", "window", "expected"),
    [
        ("2017-05-10", "10d", ["Meeting", "Visit"]),
        ("May 2017", "0d", ["Meeting", "Visit"]),
        ("2017-05-10", "9d", ["Meeting"]),
        ("2017", "", ["Meeting", "Visit", "Later"]),
    ],
)
def test_a_date_has_a_context_too(
    db: sqlite3.Connection, around: str, window: str, expected: list[str]
) -> None:
    assert titles(db, around=around, window=window) == expected
    query = ask(db, around=around, window=window)
    assert {row["around"] for row in chronology(db, query)} == {"context"}


def test_days_are_numbers_in_sql_so_that_years_bc_sort(db: sqlite3.Connection) -> None:
    query = "SELECT title FROM chronology ORDER BY earliest_day LIMIT 1"
    assert db.execute(query).fetchone() == ("Ides",)
    query = "SELECT earliest_day, latest_day FROM chronology WHERE title = 'Meeting'"
    assert db.execute(query).fetchone() == (17287, 17287)


@pytest.mark.parametrize(
    ("unit", "number", "told"),
    [
        ("person", 250, "people"),
        ("person", 1, "person"),
        ("people", 1, "person"),
        ("USD", 120_000, "USD"),
        ("community", 9, "communities"),
        ("facility", 1, "facility"),
        ("working day", 2, "working days"),
        ("day", 2, "days"),
        ("times", 5, "times"),
        ("km", 5, "km"),
        ("%", 5, "%"),
        ("человек", 5, "человек"),
        (None, 5, ""),
    ],
)
def test_units_are_written_as_people_write_them(unit: object, number: int, told: str) -> None:
    assert unit_after(unit, number) == told


def test_a_part_of_a_split_says_of_what_it_is_a_part() -> None:
    row: MeasuredAmount = {
        "measure": "members",
        "value": 3,
        "unit": None,
        "bound": "exact",
        "by": {"body": "aksakal courts"},
    }
    assert measure_and_figure(row) == "members: of them aksakal courts 3"
    row["by"] = {"age": "18-24"}
    assert measure_and_figure(row) == "members: of them age 18-24 3"


@pytest.mark.parametrize(
    ("days", "told"),
    [(1, "1 day"), (13, "13 days"), (14, "2 weeks"), (70, "2 months"), (2_300, "6 years")],
)
def test_how_long_before_is_told_about(days: int, told: str) -> None:
    assert duration(days) == told


def test_holders_are_in_order_of_how_surely_they_held_an_office() -> None:
    def head(date: str, who: str, *effects: str, **said: str) -> Row:
        part = {"actor": who, "role": "subject", "capacity": "Head", "effect": [*effects]}
        return happening(date, f"{who} {date}", actors=[{**part, **said}])

    people = ("aida", "bek", "cholpon", "dina", "erlan")
    db = projected(
        [
            *(declared("actor", who) for who in people),
            head("2015-01-01", "dina", "starts"),
            head("2016-06-01", "cholpon"),
            head("2017", "bek", "starts"),
            head("2016-01-01", "aida", "starts"),
            head("2019-01-01", "aida", "ends"),
            head("2019-01-01", "bek", "ends"),
            head("2014-01-01", "erlan", "starts"),
            head("2015-01-01", "erlan", "ends"),
        ]
    )

    def told(first: str, last: str) -> list[tuple[object, ...]]:
        from support.helpers import day

        rows = holders(db, ask(db), (day(first), day(last)))
        return [(row["actor"], row["match"], row["days_before"]) for row in rows]

    assert told("2017-06-01", "2017-06-01") == [
        ("aida", "certain", None),
        ("bek", "possible", None),
        ("cholpon", "impossible", 365),
        ("dina", "possible", 882),
    ]
    # At any time in the year.
    assert told("2017-01-01", "2017-12-31")[:2] == [
        ("aida", "certain", None),
        ("bek", "certain", None),
    ]
    assert [row["actor"] for row in holders(db, ask(db, certain=True), (17_000, 17_000))] == [
        "aida"
    ]


def test_every_field_of_an_event_can_be_a_column(example: Path) -> None:
    words = ("list", "inspectors trained", "--columns", "title,date_text,tags,recorded,part_of")
    (row,) = here(*words, "-f", "json", cwd=example).json
    assert list(row) == ["title", "date_text", "tags", "recorded", "part_of"]
    assert row["date_text"] == "During the summer months"
    assert row["recorded"]["by"]
    assert "During the summer months" in here(*words, cwd=example).out


@pytest.mark.parametrize("view", ["actors", "places", "programs", "sources", "figures"])
def test_every_view_has_a_limit(view: str, example: Path) -> None:
    done = here(view, "--limit", "2", "-f", "json", cwd=example)
    assert len(done.json) == 2
    assert done.err.splitlines()[0].startswith("2 of ")


def test_show_has_the_notes_and_sources_of_a_declaration(copy: Path) -> None:
    words = ("declare", "place", "Osh", "--key", "osh-x", "--note", "In the south", "-s")
    assert here(*words, "osce-2011-10-04@2", cwd=copy).code in (0, 2)
    page = here("show", "moi-kg", cwd=copy).out
    assert "sources" in page
    assert "osce-2011-10-04" in page
