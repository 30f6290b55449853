"""What a text tells as done had begun by the day on which the text came out."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.days import iso
from timeline.cli.show import wording
from timeline.dates.edtf import Match, parse
from timeline.views.actors import Term, actors
from timeline.views.chronology import chronology
from timeline.views.programs import programs

from support.filtered import dates, valid
from support.helpers import Row, ask, day, declared, happening, of_events, projected, stored, titles
from support.helpers import complete as completed
from support.properties import examples

IMPOSSIBLE, POSSIBLE, CERTAIN = Match


def source(key: str = "release", published: str = "2018-02-16", **said: object) -> Row:
    return declared("source", key, published=published, **said)


def told(date: str, *keys: str, title: str = "A visit", **said: object) -> Row:
    cited = [{"source": key} for key in keys or ("release",)]
    return happening(date, title, sources=cited, **said)


def term_of(db: sqlite3.Connection, **filters: str) -> Term:
    """The only term of the only actor."""
    (row,) = actors(db, ask(db, **filters))
    (term,) = row["terms"]
    return term


def written(date: str, by: str) -> str:
    days = [iso(one) or ("-" if one < 0 else "+") for one in parse(date).told_by(day(by)).tested]
    return " ".join(days)


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("2018", "2018-01-01 2018-02-16 2018-01-01 2018-02-16"),
        ("2018-02-16~", "2018-02-15 2018-02-16 2018-02-15 2018-02-16"),
        ("2017-24", "2017-12-01 2018-02-16 2017-12-01 2018-02-16"),
        ("2018/2019", "2018-01-01 2018-02-16 2019-01-01 2019-12-31"),
        ("2018/", "2018-01-01 2018-02-16 2018-01-01 +"),
        ("/2019", "- 2018-02-16 2019-01-01 2019-12-31"),
        ("/..", "- 2018-02-16 + +"),
        ("[2017..]", "2017-01-01 2018-02-16 2017-01-01 2018-02-16"),
        ("[..2019]", "- 2018-02-16 - 2018-02-16"),
        ("[2017-05,2019]", "2017-05-01 2017-05-31 2017-05-01 2017-05-31"),
        ("{2017-05,2018}", "2017-05-01 2017-05-31 2018-01-01 2018-02-16"),
        ("{2017-05,2019}", "2017-05-01 2017-05-31 2019-01-01 2019-12-31"),
    ],
)
def test_a_start_and_the_end_of_a_moment_come_no_later(date: str, bounds: str) -> None:
    assert written(date, "2018-02-16") == bounds


@pytest.mark.parametrize("date", ["2019", "2019/2020", "[2019,2020]", "2018-02-18~", "2017"])
def test_a_date_that_contradicts_it_or_is_over_by_then_stays(date: str) -> None:
    assert parse(date).told_by(day("2018-02-16")).tested == parse(date).tested


def test_what_is_shown_and_sorted_by_stays() -> None:
    date, plain = parse("2018~").told_by(day("2018-02-16")), parse("2018~")
    assert (date.nominal, date.sort_key, date.text) == (plain.nominal, plain.sort_key, plain.text)


@examples(300)
@given(
    dates().filter(valid),
    st.integers(-400, 1200),
    st.integers(-400, 1200),
    st.integers(0, 400),
    st.sampled_from(["within", "overlaps", "covers", "before", "after"]),
)
def test_what_the_plain_date_answers_for_sure_the_bounded_one_answers_alike(
    text: str, by: int, first: int, length: int, test: str
) -> None:
    origin = day("2017-01-01")
    date = parse(text)
    bounded = date.told_by(origin + by)
    days = (origin + first, origin + first + length)[: 1 if test in ("before", "after") else 2]
    plain, narrow = getattr(date, test)(*days), getattr(bounded, test)(*days)
    assert plain is POSSIBLE or narrow is plain


@given(dates().filter(valid), st.integers(-400, 1200))
def test_bounds_stay_in_order(text: str, by: int) -> None:
    es, ls, ee, le = parse(text).told_by(day("2017-01-01") + by).tested
    assert es <= ls <= le
    assert es <= ee <= le


def test_the_newest_source_counts_with_its_latest_day() -> None:
    found = projected(
        [
            source("old", "2017"),
            source("new", "2018-02"),
            source("undated", ""),
            told("2018", "old", "new", "undated"),
        ]
    )
    assert titles(found, to="2018-02") == ["A visit"]
    assert titles(found, to="2018-01") == ["A visit?"]


def test_marks_widen_the_day_of_a_source() -> None:
    found = projected([source(published="2018-02~"), told("2018")])
    assert titles(found, to="2018-02") == ["A visit?"]
    assert titles(found, to="2018-03") == ["A visit"]


def test_without_a_known_day_of_a_source_that_of_the_recording_counts() -> None:
    found = projected([source(published=""), told("2026"), happening("2026", "Another")])
    assert sorted(titles(found, to="2026-01-01")) == ["A visit", "Another"]


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled"])
def test_what_has_not_occurred_is_not_bounded(status: str) -> None:
    found = projected([source(), told("2018", status=status)])
    assert titles(found, to="2018-03") == ["A visit?"]


def test_it_has_begun_as_of_the_day_of_its_source() -> None:
    found = projected([source(), told("[..2019]"), told("2018/2020", title="A course")])
    assert titles(found, as_of="2018-02-16") == ["A course", "A visit"]
    assert titles(found, as_of="2018-02-15") == ["A course?", "A visit?"]


def test_sources_that_are_one_have_the_date_of_the_one_shown() -> None:
    events = [source("a", "2018-02-16"), source("b", "2019", same_as="a"), told("2018", "b")]
    assert titles(projected(events), to="2018-02") == ["A visit"]


def test_what_a_source_was_known_to_be_of_counts_as_recorded() -> None:
    before = source()
    first = completed(before, "2026-01-01T00")
    visit = completed(told("2018"), "2026-01-01T01")
    late = {
        "event": "amendment",
        "amends": first["id"],
        "after": [first["id"]],
        "reason": "a slip",
        "set": {"published": "2018-06-30"},
    }
    db = of_events(map(stored, (first, visit, completed(late, "2026-01-03T00"))))
    assert titles(db, to="2018-03") == ["A visit?"]
    assert titles(db, to="2018-03", as_recorded="2026-01-02") == ["A visit"]


def test_what_was_running_is_certain_on_the_day_of_its_source_and_sorted_by_it() -> None:
    found = projected(
        [
            source(),
            happening("2018-02-15", "Before"),
            told("/..", title="Working"),
            happening("2018-02-17", "After"),
        ]
    )
    assert titles(found) == ["Before", "Working", "After"]
    assert titles(found, during="2018-02-16") == ["Working"]
    assert titles(found, during="2018-02-17") == ["Working?", "After"]
    assert titles(found, during="2018-02-15") == ["Before", "Working?"]
    (row,) = chronology(found, ask(found, during="2018-02-16"))
    assert wording.happening_date(row) == "running on 16 February 2018, begun before"
    assert (row["earliest"], row["latest"]) == (None, None)


@pytest.mark.parametrize("effect", [{}, {"effect": ["continues"]}, {"effect": ["starts"]}])
def test_a_term_seen_running_is_begun_by_that_day_and_has_no_end(effect: Row) -> None:
    office = {"actor": "aida", "role": "speaker", "capacity": "Minister", **effect}
    found = projected([source(), declared("actor", "aida"), told("/..", actors=[office])])
    for at, match in (("2018-02-15", "possible"), ("2018-02-16", "certain"), ("2019", "possible")):
        assert term_of(found, as_of=at)["match"] == match
    term = term_of(found)
    assert (term["start"], term["end"], term["end_by"]) == ("[..2018-02-16]", None, None)
    assert wording.ending(term) == "no end recorded, last seen 16 February 2018"
    assert wording.beginning(term) == "by 16 February 2018"


def test_a_phase_seen_running_is_certain_that_day() -> None:
    phase = {"program": "strive", "phase": "training", "effect": ["continues"]}
    found = projected([source(), declared("program", "strive"), told("/..", programs=[phase])])
    (row,) = programs(found, ask(found, as_of="2018-02-16"))
    assert (row["phase"], row["match"]) == ("training", "certain")
    (row,) = programs(found, ask(found, as_of="2018-02-17"))
    assert (row["phase"], row["match"]) == ("training", "possible")


def test_when_something_was_last_seen_is_told_as_it_is_dated() -> None:
    office = {"actor": "aida", "role": "speaker", "capacity": "Minister", "effect": ["continues"]}
    found = projected([declared("actor", "aida"), happening("2022-07~", actors=[office])])
    term = term_of(found)
    assert (term["last_seen"], term["last_seen_date"]) == ("2022-07-01", "2022-07~")
    assert wording.ending(term) == "no end recorded, last seen c. July 2022"
    assert term_of(found, as_of="2022-07-15")["last_seen_date"] == "2022-07~"


def test_a_source_is_out_for_sure_when_its_widened_date_is_over() -> None:
    found = projected([source(published="2018-02~"), told("2017")])
    assert titles(found, as_published="2018-02-28") == []
    assert titles(found, as_published="2018-03-31") == ["A visit"]
