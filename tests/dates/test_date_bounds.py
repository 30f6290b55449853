"""The tests of a date against brute force: every start and end that the date allows."""

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.base.days import day_number
from timeline.dates.edtf import Bounds, Date, Match, parse

INF = math.inf
IMPOSSIBLE, POSSIBLE, CERTAIN = Match


def day(text: str) -> int:
    date = dt.date.fromisoformat(text)
    return day_number(date.year, date.month, date.day)


class Question(NamedTuple):
    """A test of a date, and the same of one span of days or of several spans together."""

    ask: Callable[[Bounds | Date, float, float], Match]
    holds: Callable[[tuple[tuple[float, float], ...], float, float], bool]


def days_are_covered(spans: tuple[tuple[float, float], ...], a: float, b: float) -> bool:
    return all(any(s <= at <= e for s, e in spans) for at in range(int(a), int(b) + 1))


QUESTIONS = {
    "within": Question(
        lambda date, a, b: date.within(a, b),
        lambda spans, a, b: all(a <= s and e <= b for s, e in spans),
    ),
    "overlaps": Question(
        lambda date, a, b: date.overlaps(a, b),
        lambda spans, a, b: any(s <= b and e >= a for s, e in spans),
    ),
    "covers": Question(lambda date, a, b: date.covers(a, b), days_are_covered),
    "before": Question(
        lambda date, a, _: date.before(a), lambda spans, a, _: all(e < a for _s, e in spans)
    ),
    "after": Question(
        lambda date, _, b: date.after(b), lambda spans, _, b: all(s > b for s, _e in spans)
    ),
    "begun_by": Question(
        lambda date, a, _: date.begun_by(a), lambda spans, a, _: any(s <= a for s, _e in spans)
    ),
}
EXACT_FOR_SETS = [name for name in QUESTIONS if name != "covers"]
each_question = pytest.mark.parametrize("name", QUESTIONS)


def expected(answers: list[bool]) -> Match:
    assert answers, "a date allows at least one start and end"
    return CERTAIN if all(answers) else POSSIBLE if any(answers) else IMPOSSIBLE


def pairs(bounds: Bounds, days: list[float]) -> list[tuple[float, float]]:
    es, ls, ee, le = bounds
    starts = [at for at in days if es <= at <= ls]
    return [(s, e) for s in starts for e in days if ee <= e <= le and s <= e]


def all_bounds(days: list[float]) -> Iterator[Bounds]:
    for es, ls, ee, le in itertools.product(days, repeat=4):
        if es <= ls <= le and es <= ee <= le:
            yield Bounds(es, ls, ee, le)


@each_question
def test_an_answer_is_certain_for_all_pairs_and_impossible_for_none(name: str) -> None:
    ask, holds = QUESTIONS[name]
    days: list[float] = [-INF, 0, 1, 2, 3, 4, INF]
    for bounds in all_bounds(days):
        allowed = pairs(bounds, days)
        for a, b in itertools.combinations_with_replacement(range(5), 2):
            answers = [holds((pair,), a, b) for pair in allowed]
            assert ask(bounds, a, b) is expected(answers), (bounds, a, b)


@pytest.mark.parametrize("name", ["within", "overlaps"])
def test_a_range_may_be_without_limit(name: str) -> None:
    ask, holds = QUESTIONS[name]
    days: list[float] = [0, 1, 2, 3]
    for bounds in all_bounds(days):
        for a, b in ((-INF, 1), (1, INF), (-INF, INF)):
            answers = [holds((pair,), a, b) for pair in pairs(bounds, days)]
            assert ask(bounds, a, b) is expected(answers), (bounds, a, b)


ORIGIN = day("2011-10-01")
WINDOW = 7

small_span = st.tuples(st.integers(1, WINDOW), st.integers(1, WINDOW)).map(sorted)


def text_of(first: int, last: int) -> str:
    """One date of October 2011; `last` counts only where `first` is marked as a range."""
    return f"2011-10-{first:02d}" if first == last else f"2011-10-{first:02d}..2011-10-{last:02d}"


def spans_in(first: int, last: int) -> list[tuple[float, float]]:
    at = [ORIGIN + number - 1 for number in range(first, last + 1)]
    return [(s, e) for s in at for e in at if s <= e]


@each_question
@given(members=st.lists(small_span, min_size=1, max_size=3), asked=small_span)
def test_one_of_a_set_is_any_of_the_spans_that_a_member_allows(
    name: str, members: list[list[int]], asked: list[int]
) -> None:
    ask, holds = QUESTIONS[name]
    date = parse("[" + ",".join(text_of(*member) for member in members) + "]")
    allowed = [span for member in members for span in spans_in(*member)]
    a, b = (ORIGIN + number - 1 for number in asked)
    assert ask(date, a, b) is expected([holds((span,), a, b) for span in allowed])


@each_question
@given(
    members=st.lists(st.tuples(st.booleans(), small_span), min_size=1, max_size=3),
    asked=small_span,
)
def test_all_of_a_set_is_every_combination_of_spans_of_its_members(
    name: str, members: list[tuple[bool, list[int]]], asked: list[int]
) -> None:
    ask, holds = QUESTIONS[name]
    texts, allowed = [], []
    for uncertain, (first, last) in members:
        if uncertain:  # some day of the tens that this month has: up to 2011-10-09
            texts.append("2011-10-0X")
            allowed.append([(at, at) for at in range(ORIGIN, ORIGIN + 9)])
        else:
            texts.append(text_of(first, last))
            allowed.append([(ORIGIN + first - 1, ORIGIN + last - 1)])
    date = parse("{" + ",".join(texts) + "}")
    a, b = (ORIGIN + number - 1 for number in asked)
    answers = [holds(spans, a, b) for spans in itertools.product(*allowed)]
    answer = ask(date, a, b)
    if name in EXACT_FOR_SETS:
        assert answer is expected(answers)
    # Members that must share the days among them are not told apart: then the answer is possible
    # where it could be impossible. And a day out of many is a span here that may take them all.
    elif answer is CERTAIN:
        assert all(answers)
    elif answer is IMPOSSIBLE:
        assert not any(answers)


@each_question
@given(
    start=small_span,
    end=small_span,
    asked=small_span,
    marks=st.tuples(st.sampled_from(["", "~", "%"]), st.sampled_from(["", "?", "%"])),
)
def test_an_interval_is_every_pair_of_a_start_and_a_later_end(
    name: str, start: list[int], end: list[int], asked: list[int], marks: tuple[str, str]
) -> None:
    """Its sides are days that their marks make uncertain; those out of order are not pairs."""
    ask, holds = QUESTIONS[name]
    assume(start[0] <= end[0])
    date = parse(f"2011-10-{start[0]:02d}{marks[0]}/2011-10-{end[0]:02d}{marks[1]}")
    reach = {"": 0, "?": 1, "~": 1, "%": 2}
    starts, ends = (
        range(ORIGIN + side[0] - 1 - reach[mark], ORIGIN + side[0] + reach[mark])
        for side, mark in zip((start, end), marks, strict=True)
    )
    allowed = [(s, e) for s in starts for e in ends if s <= e]
    a, b = (ORIGIN + number - 1 for number in asked)
    assert ask(date, a, b) is expected([holds((pair,), a, b) for pair in allowed])


def test_the_members_of_all_of_cover_a_range_together() -> None:
    date = parse("{2011-10-04,2011-10-05}")
    assert date.covers(day("2011-10-04"), day("2011-10-05")) is CERTAIN
    assert date.covers(day("2011-10-04"), day("2011-10-06")) is IMPOSSIBLE
    assert parse("{2011-10-04,2011-11}").covers(day("2011-10-04"), day("2011-11-02")) is IMPOSSIBLE
    assert parse("{2011-10,2011-11}").covers(day("2011-10-04"), day("2011-11-02")) is POSSIBLE


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        # within 2017, overlaps 2017, covers 2017, before 2017, after 2017, begun by 31 Dec 2017
        ("2017-06", "CCIIIC"),
        ("2017", "CCPIIC"),
        ("2016/2018", "ICCIIC"),
        ("2017?", "PPPPPP"),
        ("2017/..", "ICPIIC"),
        ("../2016", "IIICIC"),
        ("2018/..", "IIIICI"),
        ("/2017-03", "PCIIIC"),
        ("2016/", "IPPPIC"),
        ("../..", "ICCIIC"),
        ("[2017-02,2018-02]", "PPIIPP"),
        ("{2017-02,2018-02}", "ICIIIC"),
        ("[2017-06..]", "PPIIPP"),
        ("{2016..2018}", "ICCIIC"),
    ],
)
def test_a_date_against_the_year_2017(text: str, answers: str) -> None:
    date, a, b = parse(text), day("2017-01-01"), day("2017-12-31")
    found = [question.ask(date, a, b) for question in list(QUESTIONS.values())[:5]]
    found.append(date.begun_by(b))
    assert "".join(match.word[0].upper() for match in found) == answers
