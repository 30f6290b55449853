"""What is offered to somebody who has typed the beginning of an answer."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.names import fold
from timeline.cli.ask.suggesting import Suggesting, Suggestion, among
from timeline.event import compact

from support.helpers import declared, happening, projected


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    phases = [{"phase": "one", "name": "First steps"}, {"phase": "two"}]
    return projected(
        [
            declared("actor", "moi", name="Ministry of Interior", names=["MoI", "Министерство"]),
            declared("actor", "moj", name="Ministry of Justice"),
            declared("actor", "first", name="Board"),
            declared("actor", "second", name="board"),
            declared("actor", "odd", name="A=B | C"),
            declared("program", "peace", name="Peace", phases=phases),
            declared("program", "other", name="Other", phases=[{"phase": "three"}]),
            declared("source", "r-2017", title="A release on peace"),
            declared("place", "osh", name="Osh"),
            happening(figures=[{"measure": "guests", "value": "3"}], places=["osh"]),
        ]
    )


@pytest.fixture
def known(db: sqlite3.Connection) -> Suggesting:
    return Suggesting(db)


def texts(found: object) -> list[str]:
    return [one.text for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("min", ["Ministry of Interior", "Ministry of Justice"]),
        ("interior mini", ["Ministry of Interior"]),
        ("МИНИ", ["Министерство"]),
        ("moi", ["MoI"]),
        ("host=just", ["Ministry of Justice"]),
        ("host=", []),
        ("moi | He", []),
        ("moi | Head | just", ["Ministry of Justice"]),
        ("moi | Head | x | min", []),
        ("zzz", []),
    ],
)
def test_actors_are_offered_by_any_name(typed: str, expected: list[str], known: Suggesting) -> None:
    assert texts(known.actor(typed)) == expected


def test_where_a_name_would_not_do_its_key_is_offered(known: Suggesting) -> None:
    assert sorted(known.actor("boa")) == [
        Suggestion("first", "Board", 3),
        Suggestion("second", "board", 3),
    ]
    assert texts(known.names("actor", "a=b")) == ["odd"]
    assert list(known.source("relea")) == [Suggestion("r-2017", "A release on peace", 5)]
    assert list(known.source("r")) == [Suggestion("r-2017", "A release on peace", 1)]
    assert list(known.source("r-2017@")) == []


def test_programs_phases_and_measures(known: Suggesting) -> None:
    assert texts(known.program("starts=pea")) == ["Peace"]
    assert texts(known.program("Peace | ")) == ["one", "three", "two"]
    assert list(known.phases("peace", "o")) == [
        Suggestion("one", "First steps", 1),
        Suggestion("two", "", 1),
    ]
    assert texts(known.measure("")) == ["guests"]
    assert texts(known.measure("guests=")) == []


def test_words_begin_as_typed_before_they_hold_it(known: Suggesting) -> None:
    assert texts(among(["co-host", "host", "guest"], "host")) == ["host", "co-host"]
    assert list(known.words("kind", "zzz")) == []


@given(typed=st.text("minstryofjuc МСТ=|@ ", max_size=12))
def test_what_is_offered_fits_and_leads_to_what_it_says(typed: str, db: sqlite3.Connection) -> None:
    for one in Suggesting(db).names("actor", typed):
        assert 0 < one.replaces <= len(typed)
        assert compact.read("actors", f"host={one.text}") == {"actor": one.text, "role": "host"}
        named = f"{one.text} {one.about}"
        assert all(word in fold(named) for word in fold(typed).split())
