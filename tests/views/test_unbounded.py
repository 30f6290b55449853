"""What matches only because a side of its date is open or unknown is told apart."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import Match, parse
from timeline.views.actors import actors
from timeline.views.chronology import chronology
from timeline.views.filters import understand
from timeline.views.picked import Aside, pick
from timeline.views.query import Filters

from support.filtered import dates, valid
from support.helpers import Row, ask, day, declared, happening, projected
from support.properties import examples
from support.running import here

ORIGIN = day("2017-01-01")


def unbounded(db: sqlite3.Connection, **filters: str) -> dict[object, object]:
    """By title, whether it answers only by an open or unknown side of its date."""
    return {row["title"]: row["unbounded"] for row in chronology(db, ask(db, **filters))}


@pytest.mark.parametrize(
    ("date", "asked", "expected"),
    [
        ("[..2018]", "1995", True),
        ("[..2018]", "2017", True),
        ("[..2018]", "2018-03", False),
        ("[..2018]", "2010/2018", False),
        ("/2018", "1995", True),
        ("2018/", "2020", True),
        ("2018/", "2018-03", False),
        ("2020/..", "2026-03", True),
        ("2020/..", "2020-06", False),
        ("/..", "2025", True),
        ("/..", "2026", False),
        ("[2018~,2020..]", "2019", False),
        ("2017-22", "2017-07", False),
        ("[2016,2020]", "2016", False),
        ("201X", "2015", False),
    ],
)
def test_only_an_open_or_unknown_side_reaches_the_days_asked_for(
    date: str, asked: str, expected: bool
) -> None:
    db = projected([happening(date)])
    assert unbounded(db, during=asked) == {"A visit": expected}


def test_a_plan_without_an_end_reaches_all_later_years() -> None:
    db = projected([happening("[2022..]", status="planned")])
    assert unbounded(db, during="2022") == {"A visit": False}
    assert unbounded(db, during="2030") == {"A visit": True}


def test_as_of_a_day_what_may_have_begun_at_any_time_before_is_told_apart() -> None:
    db = projected([happening("[..2018]"), happening("2016/2018", "A course")])
    assert unbounded(db, as_of="1995") == {"A visit": True}
    assert unbounded(db, as_of="2016-06") == {"A visit": True, "A course": False}
    assert unbounded(db, as_of="2018-06") == {"A visit": False, "A course": False}
    assert unbounded(db) == {"A visit": False, "A course": False}


@examples(300)
@given(dates().filter(valid), st.integers(-400, 1200), st.integers(0, 500))
def test_a_date_with_both_sides_is_never_told_apart(text: str, first: int, length: int) -> None:
    date = parse(text).told_by(ORIGIN + 700)
    low, high = ORIGIN + first, ORIGIN + first + length
    bounded = all(abs(one) < 10**9 for one in (date.tested[0], date.tested[3]))
    if bounded and date.overlaps(low, high) is not Match.IMPOSSIBLE:
        assert date.names_day_in(low, high)


@examples(300)
@given(dates().filter(valid), st.integers(-400, 1200), st.integers(0, 500), st.integers(1, 400))
def test_what_names_a_day_in_a_range_does_so_in_a_longer_one(
    text: str, first: int, length: int, more: int
) -> None:
    date, low, high = parse(text), ORIGIN + first, ORIGIN + first + length
    if date.names_day_in(low, high):
        assert date.names_day_in(low - more, high)
        assert date.names_day_in(low, high + more)


def test_pick_leaves_them_out_where_it_is_asked_to_and_counts_them_by_their_side() -> None:
    db = projected([happening("[..2018]"), happening("2010/"), happening("2016", "Known")])
    asked = understand(db, Filters(during="2016"))
    assert pick(db, asked._replace(bounded=True)) == Aside(1, 1)
    assert [row["title"] for row in chronology(db, asked)] == ["Known"]
    assert pick(db, asked) == Aside()


def test_counts_have_them_apart() -> None:
    part = {"actor": "moi", "role": "host"}
    said: list[Row] = [
        declared("actor", "moi"),
        happening("[..2018]", actors=[part]),
        happening("2016", actors=[part | {"role": "partner"}]),
    ]
    db = projected(said)
    (row,) = actors(db, ask(db, during="2016"))
    assert (row["happenings"], row["possible"], row["unbounded"]) == (1, 0, 1)
    assert row["roles"] == ["partner"]


@pytest.fixture
def small(fresh: Path) -> Path:
    for date, title in (("[..2018]", "By then"), ("2016", "A visit"), ("2015/", "A course")):
        done = here(
            "add", date, title, "-k", "visit", "-a", f"host={title} Club", "--new", cwd=fresh
        )
        assert done.code == 0, done.err
    return fresh


def test_a_table_says_at_its_end_how_many_it_leaves_out(small: Path) -> None:
    done = here("list", "--during", "2016", cwd=small)
    assert "By then" not in done.out
    assert done.err == (
        "1 happening\nand 2 that may have been at any time before, or gone on since; "
        "--unbounded lists them\n"
    )
    done = here("list", "--to", "2014", cwd=small)
    told = (
        "no happening matches\nand 1 that may have been at any time before; --unbounded lists it\n"
    )
    assert (done.out, done.err) == ("", told)
    assert "and 1 that may have gone on since" in here("list", "--from", "2020", cwd=small).err
    done = here("list", "--during", "2016", "--unbounded", cwd=small)
    assert (len(done.lines), done.err) == (5, "3 happenings, 2 of them only possibly (?)\n")


def test_ids_are_those_that_a_table_lists(small: Path) -> None:
    assert len(here("list", "--during", "2016", "--ids", cwd=small).lines) == 1
    assert len(here("list", "--during", "2016", "--ids", "--unbounded", cwd=small).lines) == 3


def test_machine_formats_keep_the_row(small: Path) -> None:
    found = here("list", "--during", "2016", "-f", "json", cwd=small).json
    assert {row["title"]: (row["match"], row["unbounded"]) for row in found} == {
        "A visit": ("certain", False),
        "A course": ("possible", True),
        "By then": ("possible", True),
    }
    rows = here("actors", "--during", "2016", "-f", "json", cwd=small).json
    assert [(row["happenings"], row["unbounded"]) for row in rows] == [(0, 1), (1, 0), (0, 1)]


@pytest.mark.parametrize("words", [("stats",), ("actors",), ("list", "--group-by", "actor")])
def test_other_answers_say_so_too(small: Path, words: tuple[str, ...]) -> None:
    done = here(*words, "--during", "2016", cwd=small)
    assert "+1" not in done.out
    assert done.err.endswith("or gone on since; --unbounded lists them\n")


def test_a_diff_counts_them_apart(small: Path) -> None:
    done = here("diff", "2010", "2018", "--view", "chronology", cwd=small)
    assert [line.split("  ")[1] for line in done.lines[1:]] == [
        "+ from 2015, end unknown",
        "+ 2016",
        "+ by 2018",
    ]
    aside = "not compared are 1 before and 0 after that may have been at any time"
    assert done.err.endswith(f"{aside}; --unbounded compares them\n")
    whole = here("diff", "2010", "2018", "--view", "chronology", "--unbounded", cwd=small)
    assert "~ by 2018" in whole.out
    found = here("diff", "2010", "2018", "-f", "json", cwd=small).json
    assert [one["name"] for one in found["chronology"]["changed"]] == ["By then"]
    assert found["unbounded"] == [1, 0]


def test_why_says_that_only_an_open_side_answers(small: Path) -> None:
    done = here("show", "by then", "--why", "--during", "1995", "-f", "json", cwd=small)
    (reason,) = done.json["reasons"]
    assert reason["because"].endswith("only because a side of its date is open or unknown")


def test_open_ends_that_are_held_answer_for_sure(fresh: Path) -> None:
    done = here("add", "2015/..", "A project", "-k", "visit", cwd=fresh)
    assert done.code == 0, done.err
    later = here("list", "--during", "2090", cwd=fresh)
    assert "and 1 that may have gone on since" in later.err
    held = here("list", "--during", "2090", "--open-ends", "held", cwd=fresh)
    assert held.err == "1 happening\n"
    (row,) = here("list", "--during", "2090", "--open-ends", "held", "-f", "json", cwd=fresh).json
    assert (row["match"], row["unbounded"]) == ("certain", False)


def test_the_setting_holds_open_ends_and_the_option_goes_before_it(fresh: Path) -> None:
    here("add", "2015/..", "A project", "-k", "visit", cwd=fresh)
    with (fresh / "events" / "timeline.yaml").open("a", encoding="utf-8") as file:
        file.write("open_ends: held\n")
    assert here("list", "--during", "2090", cwd=fresh).err == "1 happening\n"
    seen = here("list", "--during", "2090", "--open-ends", "seen", cwd=fresh)
    assert seen.err.startswith("no happening matches\nand 1 that may have gone on since")
    query = "SELECT ends_from FROM happenings"
    assert here("sql", query, "-f", "json", cwd=fresh).json == [{"ends_from": "inf"}]


def test_another_way_to_take_open_ends_is_refused(fresh: Path) -> None:
    done = here("list", "--open-ends", "ever", cwd=fresh)
    assert (done.code, done.err) == (
        2,
        "error: `ever` is no way to take open ends\n  seen or held\n",
    )
