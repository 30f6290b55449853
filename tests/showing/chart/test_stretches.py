"""Which days of a date or a spell are certain, possible, planned or paused."""

import math

import pytest

from timeline.dates import edtf
from timeline.event.spells import Evidence, spells
from timeline.showing.chart.content import Stretch
from timeline.showing.chart.stretches import merged, of_happening, of_spell

INF = math.inf


def day(text: str) -> int:
    return int(edtf.parse(text).earliest)


def happening(text: str, status: str = "occurred") -> list[tuple[float, float, str]]:
    found = of_happening(edtf.parse(text).members, status)
    return [(one.first, one.last, one.look) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-06-01", [("2017-06-01", "2017-06-01", "certain")]),
        ("2017", [("2017-01-01", "2017-12-31", "possible")]),
        (
            "2017-05/2017-08",
            [
                ("2017-05-01", "2017-05-30", "possible"),
                ("2017-05-31", "2017-08-01", "certain"),
                ("2017-08-02", "2017-08-31", "possible"),
            ],
        ),
        ("[2017-01-01..2018-02-16]", [("2017-01-01", "2018-02-16", "possible")]),
        ("[..2018-02-16]", [(None, "2018-02-16", "possible")]),
        (
            "{2017-05-01,2019-05-01}",
            [("2017-05-01", "2017-05-01", "certain"), ("2019-05-01", "2019-05-01", "certain")],
        ),
    ],
)
def test_a_date_is_no_sharper_than_its_bounds(
    text: str, expected: list[tuple[str | None, str, str]]
) -> None:
    found = [(-INF if a is None else day(a), day(b), look) for a, b, look in expected]
    assert happening(text) == found


def test_an_open_end_is_possible_after_it_was_last_seen() -> None:
    date = edtf.parse("2020-01-01/..").seen_until(day("2021-10-15"))
    assert of_happening(date.members, "occurred") == (
        Stretch(day("2020-01-01"), day("2021-10-15"), "certain"),
        Stretch(day("2021-10-16"), INF, "possible"),
    )


@pytest.mark.parametrize(
    ("status", "look"),
    [("planned", "planned"), ("cancelled", "dropped"), ("postponed", "dropped")],
)
def test_what_did_not_happen_is_never_certain(status: str, look: str) -> None:
    assert happening("2017-06-01", status) == [(day("2017-06-01"), day("2017-06-01"), look)]


def evidence(text: str, *effects: str) -> Evidence:
    return Evidence(text, edtf.parse(text), effects)


def test_a_spell_is_certain_from_its_latest_start_to_when_it_was_last_seen() -> None:
    (spell,) = spells([evidence("2017", "starts"), evidence("2019-03-01", "continues")])
    assert of_spell(spell) == (
        Stretch(day("2017-01-01"), day("2017-12-30"), "possible"),
        Stretch(day("2017-12-31"), day("2019-03-01"), "certain"),
        Stretch(day("2019-03-02"), INF, "possible"),
    )


def test_a_planned_end_is_planned_after_the_last_evidence() -> None:
    planned = edtf.parse("2017-01-01/2020-12-31")
    (spell,) = spells([evidence("2017-01-01", "starts"), evidence("2018-03-01")], planned)
    assert of_spell(spell) == (
        Stretch(day("2017-01-01"), day("2018-03-01"), "certain"),
        Stretch(day("2018-03-02"), day("2020-12-31"), "planned"),
    )


def test_as_of_a_day_what_came_later_is_open() -> None:
    (spell,) = spells([evidence("2017-01-01", "starts"), evidence("2019-03-01", "ends")])
    stood = spell.by(day("2018-01-01"))
    assert stood is not None
    assert of_spell(stood, day("2018-01-01")) == (
        Stretch(day("2017-01-01"), day("2018-01-01"), "certain"),
        Stretch(day("2018-01-02"), INF, "possible"),
    )


def test_a_suspension_is_told_apart() -> None:
    (spell,) = spells(
        [
            evidence("2017-01-01", "starts"),
            evidence("2018-01-01", "suspends"),
            evidence("2019-01-01", "resumes"),
            evidence("2020-01-01", "ends"),
        ]
    )
    assert [(one.first, one.look) for one in of_spell(spell)] == [
        (day("2017-01-01"), "certain"),
        (day("2018-01-01"), "paused"),
        (day("2019-01-01"), "certain"),
        (day("2020-01-01"), "possible"),
    ]


def test_a_mention_proves_its_own_date_alone() -> None:
    (spell,) = spells([evidence("2017-06-01")])
    assert of_spell(spell) == (Stretch(day("2017-06-01"), day("2017-06-01"), "certain"),)


def test_the_surest_of_several_stretches_is_kept() -> None:
    given = [Stretch(1, 9, "possible"), Stretch(3, 5, "certain"), Stretch(5, 12, "planned")]
    assert merged(given) == (
        Stretch(1, 2, "possible"),
        Stretch(3, 5, "certain"),
        Stretch(6, 9, "possible"),
        Stretch(10, 12, "planned"),
    )
