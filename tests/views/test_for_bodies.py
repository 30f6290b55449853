"""Bodies for which somebody takes part: filters, histories, counts, pages, SQL."""

import sqlite3
from pathlib import Path

import pytest

from timeline.cli.show.wording import who
from timeline.views.actors import actors, history
from timeline.views.chronology import chronology
from timeline.views.groups import groups
from timeline.views.offices import people

from support.helpers import Row, ask, declared, happening, projected, titles
from support.running import here


def took_part(title: str, who: str, role: str, *more: Row, date: str = "2017", **said: str) -> Row:
    return happening(date, title, actors=[{"actor": who, "role": role, **said}, *more])


LOG: list[Row] = [
    declared("actor", "moi", name="Interior Ministry"),
    declared("actor", "service", name="Counter-Extremism Service", part_of="moi"),
    declared("actor", "mvd", same_as="moi"),
    declared("actor", "undp", name="UNDP"),
    declared("actor", "erlan", name="Erlan Bakiev", type="person"),
    declared("actor", "zarylbek", name="Zarylbek Rysaliev", type="person", part_of="moi"),
    took_part(
        "Speech", "zarylbek", "speaker", capacity="Minister", **{"for": "mvd"}, date="2011-10-04"
    ),
    took_part("Talk", "erlan", "speaker", capacity="Head of Unit", **{"for": "service"}),
    took_part("Plan", "moi", "author"),
    took_part("Both", "moi", "host", {"actor": "erlan", "role": "speaker", "for": "moi"}),
    took_part("Other", "undp", "speaker"),
]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"actor": "moi"}, "Speech Both Plan Talk"),
        ({"actor": "mvd"}, "Speech Both Plan Talk"),
        ({"actor": "service"}, "Talk"),
        ({"actor": "speaker=moi"}, "Speech Both Talk"),
        ({"actor": "moi", "role": "speaker"}, "Speech Both Talk"),
        ({"actor": "moi", "office": "head of unit"}, "Talk"),
        ({"office": "Minister"}, "Speech"),
        ({"not_office": "Minister"}, "Both Other Plan Talk"),
        ({"actor": "moi", "no_parts": True}, "Both Plan"),
        ({"actor": "speaker=moi", "no_parts": True}, ""),
        ({"not_actor": "moi"}, "Other"),
        ({"not_actor": "moi", "no_parts": True}, "Speech Other Talk"),
        ({"not_actor": "speaker=moi"}, "Other Plan"),
        ({"actor": ("moi", "erlan"), "all_match": True}, "Both Talk"),
        ({"actor": ("service", "zarylbek"), "all_match": True}, ""),
    ],
)
def test_filters_find_what_was_done_for_a_body(
    db: sqlite3.Connection, filters: dict[str, object], expected: str
) -> None:
    assert sorted(titles(db, **filters)) == sorted(expected.split())


def test_the_history_of_a_body_marks_who_took_part_for_it(db: sqlite3.Connection) -> None:
    def told(key: str, *, parts: bool = True) -> list[tuple[object, ...]]:
        rows = history(db, key, ask(db), parts=parts)
        return sorted((row["title"], row["actor"], row["through"]) for row in rows)

    assert told("moi") == [
        ("Both", "erlan", "erlan"),
        ("Both", "moi", None),
        ("Plan", "moi", None),
        # He is a part of it, which is nearer.
        ("Speech", "zarylbek", None),
        ("Talk", "erlan", "erlan"),
    ]
    assert told("service") == [("Talk", "erlan", "erlan")]
    assert told("moi", parts=False) == [("Both", "moi", None), ("Plan", "moi", None)]
    assert told("erlan") == [("Both", "erlan", None), ("Talk", "erlan", None)]


def test_counts_are_of_happenings_and_say_how_many_are_through_offices(
    db: sqlite3.Connection,
) -> None:
    found = {row["actor"]: row for row in actors(db, ask(db))}
    counts = {key: (row["happenings"], row["through_offices"]) for key, row in found.items()}
    assert counts == {
        "moi": (4, 1),
        "service": (1, 1),
        "undp": (1, 0),
        "erlan": (2, 0),
        "zarylbek": (1, 0),
    }
    assert found["service"]["roles"] == ["speaker"]
    alone = {row["actor"]: row["happenings"] for row in actors(db, ask(db), parts=False)}
    assert alone == {"moi": 2, "service": 0, "undp": 1, "erlan": 2, "zarylbek": 1}


@pytest.mark.parametrize("no_parts", [False, True])
@pytest.mark.parametrize("role", [(), ("speaker",)])
def test_a_group_counts_what_the_filter_for_it_finds(
    db: sqlite3.Connection, no_parts: bool, role: tuple[str, ...]
) -> None:
    rows = groups(db, ask(db, role=role), "actor", parts=not no_parts)
    assert {row["key"]: row["happenings"] for row in rows} == {
        key: count
        for key in ("moi", "service", "undp", "erlan", "zarylbek")
        if (count := len(titles(db, actor=key, role=role, no_parts=no_parts)))
    }


def test_a_body_has_its_people_with_their_offices(db: sqlite3.Connection) -> None:
    def told(key: str, *, parts: bool = True) -> list[tuple[object, ...]]:
        rows = people(db, ask(db), key, parts=parts)
        return [(row["name"], row["office"], row["for"]) for row in rows]

    assert told("moi") == [
        ("Zarylbek Rysaliev", "Minister", "moi"),
        ("Erlan Bakiev", "Head of Unit", "service"),
    ]
    assert told("moi", parts=False) == [("Zarylbek Rysaliev", "Minister", "moi")]
    assert told("undp") == []


def test_who_tells_the_office_and_for_whom(db: sqlite3.Connection) -> None:
    (row,) = chronology(db, ask(db, text="Talk"))
    assert who(row) == "Erlan Bakiev, Head of Unit, Counter-Extremism Service"


def test_sql_tells_who_took_part_for_a_body(db: sqlite3.Connection) -> None:
    query = "SELECT title, through FROM actor_history WHERE actor = 'moi' ORDER BY title"
    assert db.execute(query).fetchall() == [
        ("Both", None),
        ("Both", "erlan"),
        ("Plan", None),
        ("Speech", "zarylbek"),
    ]
    query = "SELECT happenings, through_offices, first, roles FROM actor_summary WHERE actor = ?"
    assert db.execute(query, ("service",)).fetchall() == [(1, 1, "2017", '["speaker"]')]
    assert db.execute(query, ("moi",)).fetchone()[:3] == (3, 1, "2011-10-04")


def test_a_minister_speaks_for_a_ministry(example: Path) -> None:
    found = here("list", "--actor", "moi-kg", "--kind", "statement", "-f", "json", cwd=example)
    assert any("Rysaliev" in row["title"] for row in found.json)
    none = here("list", "--actor", "moi-kg", "--kind", "statement", "--no-parts", cwd=example)
    assert none.err == "no happening matches\n"
    page = here("actors", "embassy-japan", cwd=example).out
    assert "Its people" in page
    assert "Yoshikawa Daisuke, First Secretary" in page


def test_why_names_who_took_part_for_a_body(example: Path) -> None:
    row = here("list", "--office", "Interior Minister", "-f", "json", cwd=example).json[0]
    told = here("show", row["id"], "--why", "--actor", "moi-kg", cwd=example).out
    assert "speaker zarylbek-rysaliev for moi-kg" in told
