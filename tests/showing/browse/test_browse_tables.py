"""What is browsed is the answer: the same rows as the views, tied by keys that lead somewhere."""

import sqlite3
from pathlib import Path

import pytest

from timeline.showing.browse.tables import TABLES, copy_answer

from support.helpers import ask, declared, happening, projected

SAID = (
    declared("actor", "moi", name="Ministry of Interior"),
    declared("source", "release", published="2017-10-06"),
    happening(
        date="2017-10-04",
        title="A visit",
        actors=[{"actor": "moi", "role": "host"}, {"actor": "nobody", "role": "guest"}],
        sources=[{"source": "release", "at": "para 2"}],
        figures=[{"measure": "guests", "value": "60", "bound": "about", "type": "actual"}],
    ),
    happening(date="2018", title="A plan", status="planned"),
)


@pytest.fixture
def copied(tmp_path: Path) -> sqlite3.Connection:
    db = projected(SAID)
    copy_answer(db, ask(db), tmp_path / "copy.db")
    return sqlite3.connect(tmp_path / "copy.db")


def test_each_table_has_the_columns_that_it_names(copied: sqlite3.Connection) -> None:
    for table in TABLES:
        found = [name for _, name, *_ in copied.execute(f"PRAGMA table_info({table.name})")]
        assert found == list(table.columns)


def test_happenings_come_with_dates_in_words_and_as_edtf(copied: sqlite3.Connection) -> None:
    query = "SELECT date, edtf, title, who FROM happenings ORDER BY place_in_time"
    assert copied.execute(query).fetchall() == [
        ("4 October 2017", "2017-10-04", "A visit", "Ministry of Interior, nobody"),
        ("2018", "2018", "A plan", None),
    ]


def test_every_key_leads_to_a_row_also_of_what_nothing_declares(copied: sqlite3.Connection) -> None:
    assert copied.execute("PRAGMA foreign_key_check").fetchall() == []
    assert copied.execute("SELECT name FROM actors WHERE actor = 'nobody'").fetchone() == (
        "nobody",
    )


def test_words_are_found_with_or_without_accents(copied: sqlite3.Connection) -> None:
    query = "SELECT title FROM happenings_fts WHERE happenings_fts MATCH ?"
    assert copied.execute(query, ("vísit",)).fetchall() == [("A visit",)]


def test_only_what_filters_find_is_copied(tmp_path: Path) -> None:
    db = projected(SAID)
    copy_answer(db, ask(db, during="2017"), tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as found:
        assert found.execute("SELECT title, match FROM happenings").fetchall() == [
            ("A visit", "certain")
        ]
