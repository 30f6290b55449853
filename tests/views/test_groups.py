"""Groups: each counts what the filter for it would find."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import UsageError
from timeline.cli.show.advice import remedy_text
from timeline.views.grouping import BY, TIMES, By
from timeline.views.groups import groups

from support.filtered import LOG, dates, valid
from support.helpers import Row, ask, declared, happening, projected
from support.properties import examples


def told(db: sqlite3.Connection, by: By, **filters: object) -> list[tuple[object, ...]]:
    """Groups as (key, happenings, possible)."""
    found = groups(db, ask(db, **filters), by)
    return [(row["key"], row["happenings"], row["possible"]) for row in found]


def counted(db: sqlite3.Connection, **filters: object) -> tuple[int, int]:
    """How many happenings filters find, certainly and possibly."""
    ask(db, **filters)
    query = """
        SELECT coalesce(sum(match = 2), 0), coalesce(sum(match = 1 AND NOT unbounded), 0)
        FROM picked
    """
    certain, possible = db.execute(query).fetchone()
    return certain, possible


def visits(*dates: str) -> sqlite3.Connection:
    return projected(happening(date, date) for date in dates)


def test_a_happening_counts_in_each_year_that_it_overlaps() -> None:
    found = visits("2016/2018", "2017-03", "[2018,2019]", "2021?")
    assert told(found, "year") == [
        ("2016", 1, 0),
        ("2017", 2, 0),
        ("2018", 1, 1),
        ("2019", 0, 1),
        ("2020", 0, 1),
        ("2021", 0, 1),
        ("2022", 0, 1),
    ]


def test_quarters_are_named_in_words_and_by_edtf() -> None:
    found = visits("2016-12-31", "2017-01-01", "2017-22")
    assert told(found, "quarter") == [
        ("2016-36", 1, 0),
        ("2017-33", 1, 0),
        ("2017-34", 0, 1),
        ("2017-35", 0, 1),
    ]
    names = [row["name"] for row in groups(found, ask(found), "quarter")]
    assert names == ["Q4 2016", "Q1 2017", "Q2 2017", "Q3 2017"]


def test_years_are_named_as_people_say_them_however_far_they_are() -> None:
    found = visits("-0043-03-15", "0800", "Y170000002")
    rows = groups(found, ask(found), "year")
    assert [(row["key"], row["name"]) for row in rows] == [
        ("-0043", "44 BC"),
        ("0800", "800 AD"),
        ("Y170000002", "Y170000002"),
    ]


def test_time_without_an_end_is_told_as_far_as_something_begins_or_ends() -> None:
    found = visits("[..2017-02]", "2016-05", "2019-05")
    assert told(found, "year") == [("2016", 1, 0), ("2017", 0, 1), ("2019", 1, 0)]
    unbounded = {row["key"]: row["unbounded"] for row in groups(found, ask(found), "year")}
    assert unbounded == {"2016": 1, "2017": 0, "2019": 0}
    assert told(visits("../2017"), "year") == [("2017", 1, 0)]


def test_only_years_that_the_dates_asked_leave_are_told() -> None:
    found = visits("2015/2019", "[..2016]", "2017-06/..")
    assert told(found, "year", during="2017") == [("2017", 2, 0)]
    assert told(found, "year", from_="2016-12", to="2017-02") == [("2016", 1, 1), ("2017", 1, 0)]
    # Recorded in 2026: certain until then.
    assert told(found, "year", during="2026-01-01") == [("2026", 1, 0)]
    (row,) = groups(found, ask(found, during="2030"), "year")
    assert (row["key"], row["happenings"], row["possible"], row["unbounded"]) == ("2030", 0, 0, 1)
    assert groups(found, ask(found)._replace(bounded=True), "year")[-1]["key"] == "2026"


def test_with_certainty_asked_for_nothing_is_counted_as_possible() -> None:
    found = visits("[2018,2019]", "2018-01")
    assert told(found, "year") == [("2018", 1, 1), ("2019", 0, 1)]
    assert told(found, "year", certain=True) == [("2018", 1, 0)]


def test_keys_are_in_the_order_of_their_counts_and_what_has_none_is_last() -> None:
    found = projected(LOG)
    assert told(found, "actor") == [
        ("moi", 3, 0),
        ("service", 2, 0),
        ("osce", 1, 0),
        ("undp", 1, 0),
        ("unit", 1, 0),
    ]
    assert told(found, "place") == [("kyrgyzstan", 2, 0), ("bishkek", 1, 0), (None, 1, 0)]
    assert told(found, "program", during="2017-07") == [("police", 0, 1)]
    assert told(found, "kind") == [("meeting", 1, 0), ("training", 1, 0), ("workshop", 1, 0)]


def test_first_and_last_are_those_of_what_is_certain_else_of_what_is_possible() -> None:
    found = visits("2015", "[2016,2020]", "2017", "[2018,2020]")
    (row,) = groups(found, ask(found, from_="2016", to="2019"), "kind")
    assert row == {
        "key": "visit",
        "name": "visit",
        "happenings": 1,
        "possible": 2,
        "unbounded": 0,
        "first": "2017",
        "last": "2017",
    }
    (row,) = groups(found, ask(found, during="2020"), "kind")
    assert (row["happenings"], row["first"], row["last"]) == (0, "[2016,2020]", "[2018,2020]")


def test_what_spans_more_years_than_anybody_reads_is_refused() -> None:
    found = visits("-9999/9999")
    with pytest.raises(UsageError) as raised:
        groups(found, ask(found), "year")
    (fault,) = raised.value.faults
    assert fault.problem == "`-9999/9999` spans more than 10,000 years"
    assert remedy_text(fault.remedy) == 'ask for less of the time: --from "..." --to "..."'
    assert told(found, "year", from_="2017", to="2018") == [("2017", 1, 0), ("2018", 1, 0)]


SAID: list[Row] = [
    declared("actor", "whole"),
    declared("actor", "part", part_of="whole"),
    declared("place", "land"),
    declared("place", "town", part_of="land"),
    declared("program", "one"),
    declared("program", "two", part_of="one"),
]
DRAWN = st.lists(
    st.fixed_dictionaries(
        {
            "date": dates().filter(valid),
            "status": st.sampled_from(["occurred", "planned"]),
            "kind": st.sampled_from(["visit", "law"]),
            "places": st.lists(st.sampled_from(["land", "town"]), unique=True),
            "actors": st.lists(
                st.sampled_from(["whole", "part"]).map(lambda key: {"actor": key, "role": "host"}),
                unique_by=str,
            ),
            "programs": st.lists(st.sampled_from(["one", "two"]).map(lambda k: {"program": k})),
        }
    ),
    min_size=1,
    max_size=5,
)


@examples(100)
@given(DRAWN, st.sampled_from(BY), st.booleans(), st.sampled_from(["", "2017", "2017-03/2018-06"]))
def test_a_group_counts_what_the_filter_for_it_finds(
    said: list[Row], by: By, certain: bool, within: str
) -> None:
    made = [happening(title=str(i), **one) for i, one in enumerate(said)]  # type: ignore[arg-type]
    db = projected([*SAID, *made])
    asked = {"from_": within, "to": within, "certain": certain}
    for key, *counts in told(db, by, **asked):
        if key is not None:
            name = "during" if by in TIMES else by
            assert tuple(counts) == counted(db, **asked, **{name: key})
