"""Terms and phases: by example, and against every choice of days that the dates allow."""

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import Date, Match, parse
from timeline.event.program_spells import Plan, program_spells
from timeline.event.spells import (
    CLOSING,
    Evidence,
    Spell,
    end_text,
    held_to_go_on,
    in_turn,
    spells,
    start_text,
    without_items,
)
from timeline.views.offices import runs_in

from support.helpers import day

IMPOSSIBLE, POSSIBLE, CERTAIN = Match


def item(date: str, *effects: str, id_: str = "") -> Evidence:
    return Evidence(id_ or f"{date} {' '.join(effects)}".strip(), parse(date), effects)


def derive(*said: tuple[str, ...], planned: str = "") -> list[Spell]:
    items = [item(*one) for one in said]
    return spells(items, parse(planned) if planned else None)


def shown(found: Sequence[Spell]) -> list[tuple[str | None, str | None, str]]:
    return [(spell.start, spell.end, spell.state) for spell in found]


def on(found: Sequence[Spell], date: str) -> Match:
    return max((spell.on(day(date)) for spell in found), default=IMPOSSIBLE)


def test_what_starts_and_ends_is_one_spell_with_both_days() -> None:
    (spell,) = derive(("2015-03-01", "starts"), ("2017-06-30", "ends"))
    assert (spell.start, spell.end, spell.end_by) == ("2015-03-01", "2017-06-30", "recorded")
    assert spell.state == "ended"
    days = ["2015-02-28", "2015-03-01", "2016", "2017-06-29", "2017-06-30", "2017-07-01"]
    expected = [IMPOSSIBLE, CERTAIN, CERTAIN, CERTAIN, POSSIBLE, IMPOSSIBLE]
    assert [spell.on(day(one)) for one in days] == expected


def test_without_an_end_on_record_it_is_certain_until_last_seen_and_possible_after() -> None:
    (spell,) = derive(("2015-03-01", "starts"), ("2017-06-30", "continues"))
    assert (spell.end, spell.end_by, spell.state) == (None, None, "running")
    assert spell.last_seen == day("2017-06-30")
    assert [spell.on(day(one)) for one in ("2016", "2017-06-30", "2017-07-01", "2099")] == [
        *(CERTAIN, CERTAIN, POSSIBLE, POSSIBLE)
    ]


def test_a_start_alone_proves_its_own_day() -> None:
    found = derive(("2015-03-01", "starts"))
    assert [on(found, one) for one in ("2015-02-28", "2015-03-01", "2015-03-02")] == [
        *(IMPOSSIBLE, CERTAIN, POSSIBLE)
    ]


def test_a_start_in_an_uncertain_year_is_certain_from_the_first_proof() -> None:
    (spell,) = derive(("2020", "starts"), ("2020-05-01", "continues"), ("2022-01-01", "ends"))
    assert spell.start == "2020"
    assert spell.on(day("2020-04-30")) is POSSIBLE
    assert spell.on(day("2020-05-01")) is CERTAIN
    assert spell.on(day("2021")) is CERTAIN


def test_what_continues_had_begun_by_then() -> None:
    (spell,) = derive(("2017-06", "continues"))
    assert (spell.start, spell.state) == ("[..2017-06]", "running")
    assert spell.on(day("1999")) is POSSIBLE
    assert spell.on(day("2017-06-15")) is POSSIBLE  # seen on some day of June
    (spell,) = derive(("2017-06-15", "continues"))
    assert [spell.on(day(f"2017-06-{d}")) for d in (14, 15, 16)] == [POSSIBLE, CERTAIN, POSSIBLE]


@pytest.mark.parametrize(
    ("date", "start"),
    [
        ("2017-22", "[..2017-22]"),
        ("201X", "[..201X]"),
        ("2017~", "[..2017-12-31]"),
        ("2017-03/2017-05", "[..2017-03-31]"),
        ("[..2017-03]", "[..2017-03-31]"),
        ("2017-03-01T12:00:00Z", "[..2017-03-01]"),
        ("2017-03/..", "[..2017-03-31]"),
        ("{2017-03,2017-05}", "[..2017-03-31]"),
        ("../2017", None),
    ],
)
def test_the_start_of_what_continues_is_edtf(date: str, start: str | None) -> None:
    (spell,) = derive((date, "continues"))
    assert spell.start == start
    if start:
        parse(start)


def test_what_ends_had_begun_by_then() -> None:
    (spell,) = derive(("2017-06-30", "ends"))
    assert (spell.start, spell.end, spell.state) == ("[..2017-06-30]", "2017-06-30", "ended")
    assert spell.last_seen is None
    assert [on([spell], one) for one in ("2010", "2017-06-30", "2017-07-01")] == [
        *(POSSIBLE, POSSIBLE, IMPOSSIBLE)
    ]


def test_cancelling_ends_it_as_cancelled() -> None:
    (spell,) = derive(("2015", "starts"), ("2017-06-30", "cancels"))
    assert (spell.end, spell.state) == ("2017-06-30", "cancelled")
    assert spell.on(day("2018")) is IMPOSSIBLE


def test_an_office_held_twice_is_two_spells() -> None:
    found = derive(
        ("2010-01-01", "starts"), ("2012-01-01", "ends"), ("2015-01-01", "starts"), ("2016", "ends")
    )
    assert shown(found) == [("2010-01-01", "2012-01-01", "ended"), ("2015-01-01", "2016", "ended")]
    assert on(found, "2013") is IMPOSSIBLE
    assert on(found, "2015") is CERTAIN


def test_a_second_start_inside_a_spell_is_further_evidence_of_it() -> None:
    (spell,) = derive(("2010-01-01", "starts"), ("2012-01-01", "starts"))
    assert spell.start == "2010-01-01"
    assert len(spell.evidence) == 2
    assert spell.on(day("2011")) is CERTAIN


def test_on_one_day_an_end_comes_before_a_start_when_it_ran_already() -> None:
    found = derive(("2010-01-01", "starts"), ("2012-01-01", "starts"), ("2012-01-01", "ends"))
    assert shown(found) == [
        ("2010-01-01", "2012-01-01", "ended"),
        ("2012-01-01", None, "running"),
    ]


def test_on_one_day_a_start_comes_before_an_end_when_nothing_ran() -> None:
    (spell,) = derive(("2012-01-01", "ends"), ("2012-01-01", "starts"))
    assert (spell.start, spell.end) == ("2012-01-01", "2012-01-01")
    days = [day("2012-01-01") + i for i in (-1, 0, 1)]
    assert [spell.on(one) for one in days] == [IMPOSSIBLE, CERTAIN, IMPOSSIBLE]


def test_one_happening_may_end_a_spell_and_start_the_next() -> None:
    found = derive(("2010-01-01", "starts"), ("2012-01-01", "ends", "starts"))
    assert shown(found) == [("2010-01-01", "2012-01-01", "ended"), ("2012-01-01", None, "running")]
    assert found[1].evidence == ("2012-01-01 ends starts",)


def test_a_re_appointment_at_an_uncertain_date_follows_the_start_it_ends() -> None:
    found = derive(("2017-05-01", "starts"), ("2017", "ends", "starts"), ("2018-05-01", "ends"))
    assert shown(found) == [("2017-05-01", "2017", "ended"), ("2017", "2018-05-01", "ended")]


def test_one_happening_may_start_and_end_a_spell_that_lasts_as_long_as_it() -> None:
    (spell,) = derive(("2021-09/2021-10", "starts", "ends"))
    assert (spell.start, spell.end, spell.evidence) == (
        "2021-09",
        "2021-10",
        ("2021-09/2021-10 starts ends",),
    )
    days = ["2021-08-31", "2021-09-10", "2021-09-30", "2021-10-01", "2021-10-15", "2021-11-01"]
    expected = [IMPOSSIBLE, POSSIBLE, CERTAIN, CERTAIN, POSSIBLE, IMPOSSIBLE]
    assert [spell.on(day(one)) for one in days] == expected


def test_what_continues_within_a_happening_that_starts_and_ends_belongs_to_it() -> None:
    (spell,) = derive(("2021-09-01/2021-10-31", "starts", "ends"), ("2021-09-20", "continues"))
    assert len(spell.evidence) == 2


def test_an_end_in_an_uncertain_year_follows_a_start_in_it() -> None:
    (spell,) = derive(("2017", "ends"), ("2017-05-01", "starts"))
    assert (spell.start, spell.end) == ("2017-05-01", "2017")


def test_an_end_in_an_uncertain_year_comes_before_the_next_start() -> None:
    found = derive(("2015", "starts"), ("2017", "ends"), ("2017-03-01", "starts"))
    assert shown(found) == [("2015", "2017", "ended"), ("2017-03-01", None, "running")]


def test_a_start_known_only_as_before_a_day_is_possible_all_the_time_before() -> None:
    (spell,) = derive(("[..2015-01-01]", "starts"), ("2017-01-01", "ends"))
    days = ["1900", "2014-12-31", "2015-01-01", "2016", "2017-01-02"]
    expected = [POSSIBLE, POSSIBLE, CERTAIN, CERTAIN, IMPOSSIBLE]
    assert [spell.on(day(one)) for one in days] == expected


def test_an_end_known_only_as_after_a_day_is_possible_all_the_time_after() -> None:
    (spell,) = derive(("2015-01-01", "starts"), ("[2017-01-01..]", "ends"))
    days = ["2015-01-01", "2016", "2016-12-31", "2017-01-01", "2500"]
    assert [spell.on(day(one)) for one in days] == [CERTAIN] * 3 + [POSSIBLE] * 2
    assert spell.end == "[2017-01-01..]"


def test_an_end_known_only_as_before_a_day_does_not_come_before_it_was_last_seen() -> None:
    (spell,) = derive(
        ("2015-01-01", "starts"), ("2017-01-01", "continues"), ("[..2019-01-01]", "ends")
    )
    days = ["2016", "2017-01-01", "2018", "2019-01-02"]
    assert [spell.on(day(one)) for one in days] == [CERTAIN, CERTAIN, POSSIBLE, IMPOSSIBLE]


def test_a_suspended_spell_lasts_and_says_that_it_is_suspended() -> None:
    (spell,) = derive(("2015-01-01", "starts"), ("2016-01-01", "suspends"))
    assert (spell.state, spell.end) == ("suspended", None)
    assert spell.suspended(day("2015-12-31")) is IMPOSSIBLE
    assert spell.suspended(day("2016-01-01")) is CERTAIN


def test_a_resumed_spell_runs_again() -> None:
    (spell,) = derive(("2015-01-01", "starts"), ("2016", "suspends"), ("2018-01-01", "resumes"))
    assert spell.state == "running"
    days = ["2015-06-30", "2016-06-30", "2017", "2018-01-01"]
    expected = [IMPOSSIBLE, POSSIBLE, CERTAIN, IMPOSSIBLE]
    assert [spell.suspended(day(one)) for one in days] == expected


def test_a_mention_alone_proves_its_own_date_and_no_more() -> None:
    (spell,) = derive(("2017-06-30",))
    assert (spell.start, spell.end, spell.state) == ("2017-06-30", "2017-06-30", "mentioned")
    assert [on([spell], f"2017-{one}") for one in ("06-29", "06-30", "07-01")] == [
        *(IMPOSSIBLE, CERTAIN, IMPOSSIBLE)
    ]
    (spell,) = derive(("2017-06",))
    assert spell.on(day("2017-06-10")) is POSSIBLE


def test_a_mention_on_several_days_proves_these_and_not_those_between() -> None:
    (spell,) = derive(("{2017-06-01,2017-06-10}",))
    assert [on([spell], f"2017-06-{one}") for one in ("01", "05", "10", "11")] == [
        *(CERTAIN, IMPOSSIBLE, CERTAIN, IMPOSSIBLE)
    ]


def test_a_mention_inside_a_spell_is_evidence_of_it_but_of_its_own_date_only() -> None:
    (spell,) = derive(("2015-01-01", "starts"), ("2018-06-01",))
    assert spell.evidence == ("2015-01-01 starts", "2018-06-01")
    assert spell.last_seen == day("2018-06-01")
    assert [on([spell], one) for one in ("2017", "2018-06-01", "2018-06-02")] == [
        *(POSSIBLE, CERTAIN, POSSIBLE)
    ]


def test_a_mention_outside_all_spells_stands_alone() -> None:
    found = derive(("2015-01-01", "starts"), ("2016-01-01", "ends"), ("2020",))
    assert shown(found)[1] == ("2020", "2020", "mentioned")


def test_a_planned_end_closes_what_has_no_other_and_is_shown_as_planned() -> None:
    (spell,) = derive(("2017-01-01", "starts"), ("2018-01-01", "continues"), planned="2017/2022")
    assert (spell.end, spell.end_by, spell.state) == ("2022", "planned", "running")
    days = ["2017-06-30", "2018-01-02", "2022-06-30", "2023-01-01"]
    assert [spell.on(day(one)) for one in days] == [CERTAIN, CERTAIN, POSSIBLE, IMPOSSIBLE]


def test_a_recorded_end_goes_before_a_planned_one() -> None:
    (spell,) = derive(("2017-01-01", "starts"), ("2019-01-01", "ends"), planned="2017/2022")
    assert (spell.end, spell.end_by) == ("2019-01-01", "recorded")


def test_a_planned_end_that_it_outlasted_closes_nothing() -> None:
    (spell,) = derive(("2017-01-01", "starts"), ("2023-05-01", "continues"), planned="2017/2022")
    assert (spell.end, spell.end_by) == (None, None)
    assert spell.on(day("2022-12-31")) is CERTAIN


@pytest.mark.parametrize("planned", ["2017/..", "2017/", "[2017..]"])
def test_a_plan_without_an_end_closes_nothing(planned: str) -> None:
    (spell,) = derive(("2017-01-01", "starts"), planned=planned)
    assert spell.end_by is None


def test_a_date_open_on_both_sides_reaches_neither_before_a_start_nor_after_a_planned_end() -> None:
    going_on = Evidence("h", parse("/..").seen_until(day("2018-02-16")), ("continues",))
    found = spells([item("2017", "starts"), going_on], parse("2017/2022"))
    assert [on(found, date) for date in ("2016", "2018", "2023")] == [
        *(IMPOSSIBLE, CERTAIN, IMPOSSIBLE)
    ]
    assert found[0].by(day("2016-12-31")) is None


def test_an_open_date_is_certain_until_its_source_and_possible_after() -> None:
    under_way = Evidence("h", parse("2020/..").seen_until(day("2021-10-15")), ("continues",))
    (spell,) = spells([under_way])
    assert spell.last_seen == day("2021-10-15")
    days = ["2021-01-01", "2021-10-15", "2021-10-16"]
    assert [spell.on(day(one)) for one in days] == [CERTAIN, CERTAIN, POSSIBLE]


def test_as_it_stood_on_a_day_it_has_no_end_that_was_yet_to_come() -> None:
    (spell,) = derive(("2015-01-01", "starts"), ("2016", "continues"), ("2018", "ends"))
    stood = spell.by(day("2017"))
    assert stood is not None
    assert (stood.end, stood.end_by, stood.state) == (None, None, "running")
    assert stood.evidence == ("2015-01-01 starts", "2016 continues")
    assert stood.on(day("2017")) is CERTAIN, "what ended in 2018 ran in 2017"
    later = spell.by(day("2018-06-30"))
    assert later is not None
    assert (later.end, later.state) == ("2018", "ended")


def test_as_it_stood_before_anything_happened_it_is_nothing() -> None:
    (spell,) = derive(("2015-01-01", "continues"))
    assert spell.by(day("2014-12-31")) is None
    assert spell.by(day("2015-01-01")) is not None


def test_as_it_stood_while_suspended_it_is_suspended() -> None:
    (spell,) = derive(
        ("2015-01-01", "starts"),
        ("2016-01-01", "suspends"),
        ("2017-01-01", "resumes"),
        ("2018", "ends"),
    )
    stood = [spell.by(day(one)) for one in ("2015", "2016", "2017", "2018")]
    assert [s.state for s in stood if s] == ["running", "suspended", "running", "ended"]


def phases(
    said: dict[str, list[tuple[str, ...]]], *order: str, sequential: bool = True
) -> dict[str, list[Spell]]:
    evidence = {phase: [item(*one) for one in items] for phase, items in said.items()}
    plan = Plan(None, tuple((phase, None) for phase in order), sequential)
    return program_spells(evidence, plan)


def test_in_a_sequential_program_the_start_of_a_phase_ends_the_one_before() -> None:
    found = phases(
        {"one": [("2020-01-01", "starts")], "two": [("2021-06", "starts")]}, "one", "two"
    )
    (first,) = found["one"]
    assert (first.end, first.end_by, first.state) == ("2021-06", "next-phase", "ended")
    days = ["2020-06-30", "2021-05-31", "2021-06-15", "2021-07-01"]
    assert [first.on(day(one)) for one in days] == [CERTAIN, CERTAIN, POSSIBLE, IMPOSSIBLE]


def test_a_phase_without_evidence_does_not_keep_the_one_before_open() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "one": [("2020-01-01", "starts")],
        "three": [("2022-01-01", "starts")],
    }
    assert phases(said, "one", "two", "three")["one"][0].end == "2022-01-01"


def test_a_phase_that_was_carried_on_after_the_next_began_is_not_ended_by_it() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "one": [("2020-01-01", "starts"), ("2023-01-01", "continues")],
        "two": [("2021-01-01", "starts")],
    }
    assert phases(said, "one", "two")["one"][0].end is None


def test_a_mention_of_the_next_phase_ends_nothing() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "one": [("2020-01-01", "starts")],
        "two": [("2021-01-01",)],
    }
    assert phases(said, "one", "two")["one"][0].end is None


def test_phases_run_side_by_side_in_a_program_that_is_not_sequential() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "one": [("2020-01-01", "starts")],
        "two": [("2021-01-01", "starts")],
    }
    assert phases(said, "one", "two", sequential=False)["one"][0].end is None


def test_what_happens_to_a_phase_shows_that_the_program_is_under_way() -> None:
    found = phases({"one": [("2020-01-01", "starts"), ("2020-12-31", "ends")]}, "one", "two")
    (own,) = found[""]
    assert (own.start, own.end, own.state) == ("[..2020-01-01]", None, "running")
    assert own.on(day("2020-06-30")) is CERTAIN
    assert own.on(day("2021-06-30")) is POSSIBLE


def test_a_program_ends_with_the_last_of_its_phases_when_all_have_ended() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "one": [("2020-01-01", "starts"), ("2021-03", "ends")],
        "two": [("2020-06-01", "starts"), ("2020-12-31", "ends")],
    }
    (own,) = phases(said, "one", "two", sequential=False)[""]
    assert (own.end, own.end_by, own.state) == ("2021-03", "last-phase", "ended")
    assert own.on(day("2021-02-28")) is CERTAIN
    assert own.on(day("2021-03-15")) is POSSIBLE
    assert own.on(day("2021-04-01")) is IMPOSSIBLE


@pytest.mark.parametrize(
    "more",
    [
        {"three": []},
        {"three": [("2020-06-01", "starts")]},
        {"three": [("2022-01-01",)]},
        {"": [("2022-01-01", "continues")]},
    ],
)
def test_a_program_goes_on_while_a_phase_may_be_to_come_or_it_was_seen_later(
    more: dict[str, list[tuple[str, ...]]],
) -> None:
    one: list[tuple[str, ...]] = [("2020-01-01", "starts"), ("2020-12-31", "ends")]
    said = {"one": one, **more}
    own = phases(said, "one", *filter(None, more), sequential=False)[""]
    assert [spell.end for spell in own if spell.state == "running"] == [None]


def test_a_phase_is_not_under_way_before_the_program_has_begun() -> None:
    said: dict[str, list[tuple[str, ...]]] = {
        "": [("2017-03-01", "starts")],
        "one": [("2018-01-01", "continues")],
    }
    (one,) = phases(said, "one")["one"]
    assert one.on(day("2017-02-28")) is IMPOSSIBLE
    assert one.on(day("2017-03-01")) is POSSIBLE
    assert one.on(day("2018-01-01")) is CERTAIN


def test_what_is_held_to_go_on_is_certain_after_it_was_last_seen() -> None:
    (spell,) = map(held_to_go_on, derive(("2017-01-01", "starts")))
    assert spell.on(day("2030-01-01")) is CERTAIN
    (ended,) = map(held_to_go_on, derive(("2017-01-01", "starts"), ("2018-01-01", "ends")))
    assert ended.on(day("2030-01-01")) is IMPOSSIBLE
    (planned,) = map(held_to_go_on, derive(("2017-01-01", "starts"), planned="2016/2019"))
    assert planned.on(day("2019-12-31")) is POSSIBLE
    assert planned.on(day("2020-01-01")) is IMPOSSIBLE


def test_a_phase_that_is_cancelled_or_mentioned_does_not_make_the_program_run() -> None:
    found = phases({"one": [("2020-01-01", "cancels")], "two": [("2021-01-01",)]})
    assert [spell.state for spell in found[""]] == ["mentioned", "mentioned"]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2017", "2017", "2017"),
        ("2017-01/2017-03", "2017-01", "2017-03"),
        ("../2017", None, "2017"),
        ("2017/", "2017", None),
        ("[2017,2019]", "[2017,2019]", "[2017,2019]"),
        ("{2019,2017}", "2017", "2019"),
        ("{2017-22,2017-24}", "2017-22", "2017-24"),
        ("{2017..2019}", "2017-01-01", "2019-12-31"),
    ],
)
def test_the_ends_of_a_date_are_edtf(date: str, start: str | None, end: str | None) -> None:
    assert (start_text(parse(date)), end_text(parse(date))) == (start, end)


@pytest.mark.parametrize("date", ["{2017-22,2017-24}", "{2017-24,2017-22}"])
def test_the_seasons_of_the_south_keep_their_order(date: str) -> None:
    south = parse(date, "south")
    # In the south, 24 is the winter in the middle of the year, 22 the summer that ends it.
    assert (start_text(south), end_text(south)) == ("2017-24", "2017-22")


# What follows checks the derivation against every choice of days. Dates lie in the first days of
# 2000; a choice fixes each to a first and a last day within its bounds.

FIRST = day("2000-01-01")
LENGTH = 6


def _written(offset: int) -> str:
    return f"2000-01-{offset + 1:02d}"


def days_of(first: int, last: int) -> str:
    return _written(first) if first == last else f"[{_written(first)}..{_written(last)}]"


@st.composite
def dates(draw: st.DrawFn) -> str:
    low, high = sorted(draw(st.tuples(*[st.integers(0, LENGTH - 1)] * 2)))
    shape = draw(st.sampled_from(["one", "one", "span", "before", "after"]))
    if shape == "one":
        return days_of(low, high if draw(st.booleans()) else low)
    if shape == "span":
        return f"{_written(low)}/{_written(high)}"
    return f"[..{_written(low)}]" if shape == "before" else f"[{_written(low)}..]"


EFFECTS = st.sampled_from(
    [
        *(("starts",), ("continues",), ("ends",), ("cancels",), ("starts",), ("ends",)),
        *(("suspends",), ("resumes",), ("ends", "starts"), ("starts", "ends"), ()),
    ]
)
EVIDENCE = st.lists(st.tuples(dates(), EFFECTS), min_size=1, max_size=3).map(
    lambda said: [item(date, *effects, id_=f"h{i}") for i, (date, effects) in enumerate(said)]
)
EDGE = 2
"""How many days before and after the others stand for "any time before" and "any time after"."""


def choices(date: Date) -> list[tuple[int, int]]:
    """All pairs of first and last day that the bounds allow, as days after FIRST."""
    bounds = [min(max(b - FIRST, -EDGE), LENGTH - 1 + EDGE) for b in date.tested]
    es, ls, ee, le = map(int, bounds)
    return [(s, e) for s in range(es, ls + 1) for e in range(ee, le + 1) if s <= e]


Chosen = dict[str, tuple[int, int]]


def consistent(turns: Sequence[tuple[Evidence, str]], chosen: Chosen) -> bool:
    """Whether the effects come in this order; of one happening, none before the one named first."""
    moments: list[int] = []
    latest: dict[str, int] = {}
    for evidence, effect in turns:
        at = chosen[evidence.happening][1 if effect in CLOSING else 0]
        latest[evidence.happening] = max(at, latest.get(evidence.happening, at))
        moments.append(latest[evidence.happening])
    return moments == sorted(moments)


def covered(
    turns: Sequence[tuple[Evidence, str]], chosen: Chosen, mentions: Sequence[str]
) -> tuple[set[int], set[int]]:
    """The days that are surely covered, and those that may be, when all days are known."""
    every = range(-EDGE, LENGTH + EDGE)
    sure = {d for id_ in mentions for d in range(chosen[id_][0], chosen[id_][1] + 1)}
    may = set(sure)
    start: int | None = None
    begun_by = seen = -99
    for evidence, effect in turns:
        first, last = chosen[evidence.happening]
        if start is None and begun_by == -99:
            start, begun_by, seen = (first if effect == "starts" else None), first, -99
        if effect not in CLOSING:
            sure |= set(range(first, last + 1))
            seen = max(seen, last)
            continue
        held = range(begun_by, max(last, seen + 1))
        sure |= set(held)
        may |= {d for d in every if (start is None or start <= d) and d <= last} | set(held)
        start, begun_by = None, -99
    if begun_by != -99:
        sure |= set(range(begun_by, seen + 1))
        may |= {d for d in every if start is None or start <= d}
    return sure, may | sure


def all_choices(items: Sequence[Evidence]) -> Iterator[Chosen]:
    for picked in itertools.product(*(choices(i.date) for i in items)):
        yield {i.happening: pair for i, pair in zip(items, picked, strict=True)}


@given(EVIDENCE)
def test_certain_holds_for_every_choice_of_days_and_impossible_for_none(
    items: list[Evidence],
) -> None:
    turns = list(in_turn(items))
    mentions = [i.happening for i in items if not i.effects]
    worlds = [
        covered(turns, chosen, mentions)
        for chosen in all_choices(items)
        if consistent(turns, chosen)
    ]
    assert worlds, "the order of the effects must be one that the dates allow"
    found = spells(items)
    for offset in range(LENGTH):
        answer = max((spell.on(FIRST + offset) for spell in found), default=IMPOSSIBLE)
        if answer is CERTAIN:
            assert all(offset in sure for sure, _ in worlds), (offset, found)
        if answer is IMPOSSIBLE:
            assert not any(offset in may for _, may in worlds), (offset, found)


@given(st.lists(st.tuples(st.integers(0, LENGTH - 1), EFFECTS), max_size=5))
def test_exact_days_are_answered_exactly(said: list[tuple[int, tuple[str, ...]]]) -> None:
    items = [item(_written(d), *effects, id_=f"h{i}") for i, (d, effects) in enumerate(said)]
    turns = list(in_turn(items))
    chosen = {i.happening: (d, d) for i, (d, _) in zip(items, said, strict=True)}
    sure, may = covered(turns, chosen, [i.happening for i in items if not i.effects])
    found = spells(items)
    for offset in range(LENGTH):
        answer = max((spell.on(FIRST + offset) for spell in found), default=IMPOSSIBLE)
        expected = CERTAIN if offset in sure else POSSIBLE if offset in may else IMPOSSIBLE
        assert answer is expected, (offset, found)


@given(EVIDENCE, st.randoms(use_true_random=False))
def test_spells_do_not_depend_on_the_order_of_the_evidence(
    items: list[Evidence], chance: object
) -> None:
    shuffled = items[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = spells(shuffled)
    assert [s._replace(items=(), proven=()) for s in again] == [
        s._replace(items=(), proven=()) for s in spells(items)
    ]


@given(EVIDENCE)
def test_every_effect_has_its_turn_and_those_of_one_happening_keep_their_order(
    items: list[Evidence],
) -> None:
    turns = list(in_turn(items))
    for one in items:
        assert [effect for i, effect in turns if i is one] == list(one.effects)
    assert len(turns) == sum(len(one.effects) for one in items)


@given(EVIDENCE)
def test_the_bounds_of_a_spell_are_in_order_and_starts_and_ends_are_edtf(
    items: list[Evidence],
) -> None:
    for spell in spells(items):
        es, ls, ee, le = spell.bounds
        assert es <= ls <= le
        assert es <= ee <= le
        for text in (spell.start, spell.end):
            assert text is None or parse(text)


@given(EVIDENCE, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_what_had_happened_only_grows(items: list[Evidence], one: int, other: int) -> None:
    earlier, later = sorted((FIRST + one, FIRST + other))
    for spell in spells(items):
        before, after = spell.by(earlier), spell.by(later)
        if before is not None:
            assert after is not None
            assert set(before.evidence) <= set(after.evidence)
            assert before.on(earlier) is spell.on(earlier)


@given(EVIDENCE)
def test_a_spell_without_its_items_covers_the_same_days(items: list[Evidence]) -> None:
    for spell in spells(items):
        bare = without_items(spell)
        for offset in range(-2, LENGTH + 2):
            today = FIRST + offset
            assert bare.on(today) is spell.on(today)
            assert runs_in(bare, today, today + 2) is runs_in(spell, today, today + 2)
            before, after = bare.by(today), spell.by(today)
            assert before == (after and without_items(after))


SETS = st.tuples(st.sampled_from(("[]", "{}")), *[st.integers(0, LENGTH - 1)] * 2).map(
    lambda drawn: f"{drawn[0][0]}{_written(drawn[1])},{_written(drawn[2])}{drawn[0][1]}"
)


@given(EVIDENCE, st.lists(st.one_of(dates(), SETS), max_size=4))
def test_a_mention_proves_its_date(items: list[Evidence], mentioned: list[str]) -> None:
    mentions = [item(date, id_=f"m{i}") for i, date in enumerate(mentioned)]
    found = spells([*items, *mentions])
    for one in range(FIRST, FIRST + LENGTH):
        answer = max((spell.on(one) for spell in found), default=IMPOSSIBLE)
        assert all(answer >= mention.date.overlaps(one, one) for mention in mentions)
    alone = spells(mentions)
    for one in range(FIRST, FIRST + LENGTH):
        answer = max((spell.on(one) for spell in alone), default=IMPOSSIBLE)
        expected = max(
            (mention.date.overlaps(one, one) for mention in mentions), default=IMPOSSIBLE
        )
        assert answer is expected
