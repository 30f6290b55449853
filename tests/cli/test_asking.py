"""Filters negated, all of them asked for, what is overdue, and the context of a happening."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base import days
from timeline.base.errors import UsageError
from timeline.views.chronology import chronology
from timeline.views.conditions import NAMES
from timeline.views.figures import figures

from support.filtered import LOG, refusal
from support.helpers import (
    Row,
    ask,
    complete,
    day,
    declared,
    happening,
    instant,
    of_events,
    projected,
    stored,
    titles,
)


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return projected(LOG)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"not_actor": "osce"}, "Training Meeting"),
        ({"not_actor": ("osce", "undp")}, "Meeting"),
        ({"not_actor": "moi"}, ""),
        ({"not_actor": "moi", "no_parts": True}, "Training"),
        ({"not_actor": "trainer=moi"}, "Workshop Meeting"),
        ({"not_role": "organiser"}, "Meeting"),
        ({"not_program": "police"}, "Meeting"),
        ({"not_program": "police", "no_parts": True}, "Workshop Meeting"),
        ({"not_phase": "outreach"}, "Training Meeting"),
        ({"not_place": "kyrgyzstan"}, "Meeting"),
        ({"not_kind": ("training", "meeting")}, "Workshop"),
        ({"not_status": "cancelled"}, "Workshop Training"),
        ({"not_tag": "pilot"}, "Training Meeting"),
        ({"not_source": "release"}, "Training Meeting"),
        ({"not_measure": "participants"}, "Training Meeting"),
        # What says nothing of its confidence is not likely.
        ({"not_confidence": "likely"}, "Workshop Meeting"),
        ({"not_text": "work"}, "Training Meeting"),
        ({"actor": "moi", "not_kind": "meeting"}, "Workshop Training"),
        ({"actor": "moi", "not_actor": "osce"}, "Training Meeting"),
        # Each stands for itself: neither the ministry, nor anybody as a partner.
        ({"not_actor": "undp", "not_role": "speaker"}, "Workshop"),
        ({"actor": "moi", "not_role": "trainer"}, "Workshop Meeting"),
    ],
)
def test_a_negated_filter_drops_what_it_finds(
    db: sqlite3.Connection, filters: dict[str, object], expected: str
) -> None:
    assert titles(db, **filters) == expected.split()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"actor": ("osce", "moi")}, "Workshop"),
        ({"actor": ("undp", "moi")}, "Training"),
        ({"actor": ("osce", "undp")}, ""),
        ({"actor": ("organiser=osce", "partner=moi")}, "Workshop"),
        ({"actor": ("organiser=moi", "partner=moi")}, ""),
        ({"role": ("host", "speaker")}, "Meeting"),
        # Each actor in each role.
        ({"actor": ("osce", "moi"), "role": "organiser"}, ""),
        ({"actor": "moi", "role": ("host", "speaker")}, "Meeting"),
        ({"actor": "moi", "role": ("host", "speaker"), "no_parts": True}, ""),
        ({"program": ("police", "community")}, "Workshop"),
        ({"kind": ("workshop", "Workshop")}, "Workshop"),
        ({"text": ("bishkek", "osce")}, "Workshop"),
        ({"text": ("bishkek", "undp")}, ""),
        # Of what is not wanted any is too much, as ever.
        ({"not_kind": ("training", "meeting")}, "Workshop"),
    ],
)
def test_all_values_of_a_filter_hold_when_that_is_asked(
    db: sqlite3.Connection, filters: dict[str, object], expected: str
) -> None:
    assert titles(db, all_match=True, **filters) == expected.split()


@pytest.mark.parametrize(
    ("filters", "problem", "remedy"),
    [
        (
            {"kind": ("law", "works"), "all_match": True},
            "no happening has more than one kind: `law` and `works`",
            "give one of them, or do not ask that all match",
        ),
        (
            {"confidence": ("likely", "disputed"), "all_match": True},
            "no happening has more than one confidence: `likely` and `disputed`",
            "give one of them, or do not ask that all match",
        ),
        (
            {"kind": "law", "not_kind": "LAW"},
            "`kind` and `not_kind` of the same leave nothing",
            "leave one of them out",
        ),
        (
            {"actor": ("moi", "osce"), "not_actor": "ministry", "all_match": True},
            "`actor` and `not_actor` of the same leave nothing",
            "leave one of them out",
        ),
        (
            {"window": "30d"},
            "a window is how far around a happening to look",
            "name it: --around ID --window 30d",
        ),
        ({"around": "Workshop", "window": "30"}, "no window `30`", "such as 30d, 6w, 3m or 2y"),
        ({"around": "Workshop", "window": "-3d"}, "no window `-3d`", "such as 30d, 6w, 3m or 2y"),
        ({"text": "*"}, "`*` has no word to look for", "give letters or digits"),
    ],
)
def test_what_can_never_be_met_is_wrong_usage(
    db: sqlite3.Connection, filters: dict[str, object], problem: str, remedy: str
) -> None:
    assert refusal(db, **filters) == (problem, remedy)
    with pytest.raises(UsageError):
        ask(db, **filters)


def test_of_two_actors_one_may_be_left_out_again(db: sqlite3.Connection) -> None:
    assert titles(db, actor=("osce", "moi"), not_actor="osce") == ["Training", "Meeting"]


def test_an_unknown_name_is_refused_in_a_negated_filter_too(db: sqlite3.Connection) -> None:
    assert refusal(db, not_kind="trainng") == ("no kind `trainng`", "did you mean training?")


def test_many_values_are_no_hindrance() -> None:
    said = [declared("actor", f"a{i}") for i in range(3000)]
    found = projected([*said, happening(actors=[{"actor": "a7", "role": "host"}])])
    everybody = tuple(f"a{i}" for i in range(3000))
    assert titles(found, actor=everybody) == ["A visit"]
    assert titles(found, not_actor=everybody) == []


VALUES = {
    "actor": ("moi", "osce", "undp", "service", "unit", "organiser=osce", "host=moi"),
    "role": ("organiser", "partner", "trainer", "host", "speaker"),
    "program": ("police", "community"),
    "phase": ("outreach",),
    "office": ("Head",),
    "state": ("not-begun", "implementation"),
    "place": ("kyrgyzstan", "bishkek"),
    "kind": ("workshop", "training", "meeting"),
    "status": ("occurred", "cancelled", "planned"),
    "tag": ("pilot",),
    "source": ("release",),
    "measure": ("participants",),
    "confidence": ("confirmed", "likely"),
    "text": ("work", "bishkek", "undp", "unit three", "nothing"),
}
SINGLE = ("kind", "status", "confidence")
GIVEN = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(
        st.just(name), st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3)
    )
)
SPEECH = happening(
    "2018-03",
    "Speech",
    kind="meeting",
    actors=[{"actor": "undp", "role": "speaker", "capacity": "Head", "for": "service"}],
    programs=[{"program": "community", "effect": ["starts"]}],
)
SMALL = projected([*LOG, SPEECH])


@given(GIVEN, st.booleans())
def test_a_filter_and_its_negation_part_what_there_is(
    given_: tuple[str, list[str]], no_parts: bool
) -> None:
    name, values = given_
    found = titles(SMALL, **{name: tuple(values)}, no_parts=no_parts)
    dropped = titles(SMALL, **{f"not_{name}": tuple(values)}, no_parts=no_parts)
    assert not set(found) & set(dropped)
    assert set(found) | set(dropped) == set(titles(SMALL))


@given(GIVEN.filter(lambda one: one[0] not in SINGLE), GIVEN.filter(lambda one: one[0] in SINGLE))
def test_what_meets_all_meets_each_and_any(
    several: tuple[str, list[str]], one: tuple[str, list[str]]
) -> None:
    name, values = several
    filters: dict[str, object] = {one[0]: tuple(one[1][:1])}
    each = [set(titles(SMALL, **filters, **{name: (value,)})) for value in values]
    filters[name] = tuple(values)
    assert set(titles(SMALL, **filters, all_match=True)) == set.intersection(*each)
    assert set(titles(SMALL, **filters)) == set.union(*each)


# Overdue


def plans() -> sqlite3.Connection:
    """Plans, one with an outcome of 2019."""
    said = [
        happening("2018-06-29", "Done late", status="planned", announced="2018"),
        happening("2018-06", "Never done", status="planned", announced="2018"),
        happening("2018-06~", "About then", status="planned", announced="2018"),
        happening("[2018-06..]", "Some day", status="planned", announced="2018"),
        happening("2018-06", "Put off", status="postponed"),
    ]
    bodies = [complete(one, instant(i)) for i, one in enumerate(said)]
    late = str(bodies[0]["id"])
    bodies.append(complete(happening("2019-03/2019-04", "It", outcome_of=late), instant(9)))
    return of_events(map(stored, bodies))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2018-06-30", []),
        ("2018-07-01", ["Never done"]),
        ("2020-01-01", ["Never done", "About then"]),
    ],
)
def test_overdue_is_what_was_planned_is_surely_past_and_has_no_outcome(
    today: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "today", lambda: day(today))
    assert titles(plans(), overdue=True) == expected


def test_as_of_a_day_only_what_may_have_happened_by_then_is_an_outcome() -> None:
    found = plans()

    def overdue(at: str) -> list[str]:
        return [title.removesuffix("?") for title in titles(found, overdue=True, as_of=at)]

    assert overdue("2018-06-28") == []
    assert overdue("2018-06-29") == ["Done late"]
    assert overdue("2018-06-30") == ["Never done", "Done late"]
    assert overdue("2019-02") == ["Never done", "About then", "Done late"]
    assert overdue("2019-03-01") == ["Never done", "About then"]


# Around


def visits(*dates: str) -> sqlite3.Connection:
    return projected(happening(date, f"Visit of {date}") for date in dates)


def near(db: sqlite3.Connection, window: str = "", **filters: object) -> list[str]:
    found = titles(db, around="Visit of 2017-03-31", window=window, **filters)
    return [title.removeprefix("Visit of ") for title in found]


def test_the_context_of_a_happening_is_what_overlaps_its_window() -> None:
    found = visits("2017-03-31", "2017-02-28", "2017-03-01", "2017-04-30", "2017-05-01", "2017-05")
    assert near(found) == ["2017-03-01", "2017-03-31", "2017-04-30"]
    assert near(found, "31d") == [
        *("2017-02-28", "2017-03-01", "2017-03-31", "2017-04-30", "2017-05-01", "2017-05?"),
    ]
    assert near(found, "0d") == ["2017-03-31"]
    assert near(found, "31d", certain=True)[-1] == "2017-05-01"


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ("1d", "2017-03-30", "2017-04-01"),
        ("2w", "2017-03-17", "2017-04-14"),
        ("2 W", "2017-03-17", "2017-04-14"),
        # Of a month that is too short, its last day.
        ("1m", "2017-02-28", "2017-04-30"),
        ("13m", "2016-02-29", "2018-04-30"),
        ("1y", "2016-03-31", "2018-03-31"),
    ],
)
def test_a_window_may_be_days_weeks_months_or_years(window: str, first: str, last: str) -> None:
    db = visits("2017-03-31")
    asked = ask(db, around="Visit of 2017-03-31", window=window)
    assert [days.iso(day) for day in asked.span] == [first, last]


def test_around_what_is_uncertain_is_around_all_that_it_may_be() -> None:
    found = visits("2017", "2016-12-20", "2016-12-01", "2018-01-30", "2018-02-01", "2018/..")
    assert titles(found, around="Visit of 2017") == [
        *("Visit of 2016-12-20", "Visit of 2017", "Visit of 2018/..?", "Visit of 2018-01-30"),
    ]
    assert len(titles(found, around="Visit of 2018/..")) == 4


def test_the_happening_itself_is_told_from_its_context() -> None:
    found = visits("2017-03-31", "2017-03-01")
    asked = ask(found, around="2017 03 31")
    assert [(row["title"], row["around"]) for row in chronology(found, asked)] == [
        ("Visit of 2017-03-01", "context"),
        ("Visit of 2017-03-31", "itself"),
    ]
    assert {row["around"] for row in chronology(found, ask(found))} == {None}


def test_around_what_is_no_happening_that_stands_is_refused() -> None:
    said = [declared("actor", "moi", name="The Ministry"), happening(title="Gone")]
    bodies = [complete(one, instant(i)) for i, one in enumerate(said)]
    actor, gone = (str(body["id"]) for body in bodies)
    retraction = {"event": "retraction", "retracts": gone, "after": [gone], "reason": "a mistake"}
    found = of_events(map(stored, [*bodies, complete(retraction, instant(5))]))
    remedy = "it is a declaration, a correction, or retracted: {}"
    assert refusal(found, around=actor) == (
        f"`{actor}` is not a happening that stands",
        remedy.format(actor),
    )
    assert refusal(found, around="gone") == (
        "`gone` is not a happening that stands",
        remedy.format(gone),
    )
    assert refusal(found, around="nowhere")[0] == (
        "no event has the id `nowhere`, or these words in its title"
    )


# Figures


def test_a_filter_by_measure_leaves_the_figures_of_that_measure() -> None:
    said: list[Row] = [{"measure": name, "value": "1"} for name in ("cars", "desks", "pens")]
    found = projected([happening(figures=said), happening(title="Other", figures=said[1:])])

    def measures(**filters: object) -> list[object]:
        asked = ask(found, **filters)
        return [row["measure"] for row in figures(found, asked, asked.measures)]

    assert measures(measure="CARS") == ["cars"]
    assert measures(measure=("cars", "pens")) == ["cars", "pens", "pens"]
    assert measures(measure=("cars", "pens"), all_match=True) == ["cars", "pens"]
    assert measures(not_measure="cars") == ["desks", "pens"]
