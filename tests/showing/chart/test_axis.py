"""The axis of time: which days it spans, and which ticks it has."""

import math
from itertools import pairwise

import pytest

from timeline.base.days import day_number
from timeline.showing.chart.axis import Scale, span, ticks
from timeline.showing.chart.content import Stretch


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ((2017, 3, 1), (2017, 3, 8), ["1 Mar 2017", "2 Mar", "3 Mar", "4 Mar", "5 Mar", "6 Mar"]),
        ((2016, 12, 20), (2017, 2, 20), ["26 Dec 2016", "2 Jan 2017", "9 Jan", "16 Jan"]),
        ((2016, 10, 20), (2017, 6, 1), ["Nov 2016", "Dec", "Jan 2017", "Feb", "Mar", "Apr"]),
        ((2010, 1, 1), (2022, 1, 1), ["2010", "2011", "2012", "2013"]),
        ((1850, 1, 1), (2020, 1, 1), ["1860", "1880", "1900"]),
        ((-60, 1, 1), (60, 1, 1), ["61 BC", "51 BC", "41 BC"]),
        ((-4000, 1, 1), (2000, 1, 1), ["4001 BC", "3501 BC"]),
    ],
)
def test_ticks_are_from_days_to_ages(
    first: tuple[int, int, int], last: tuple[int, int, int], labels: list[str]
) -> None:
    scale = Scale(day_number(*first), day_number(*last), 0, 1000)
    found = ticks(scale, 72)
    assert [tick.label for tick in found][: len(labels)] == labels
    places = [scale.at(tick.day) for tick in found]
    assert all(b - a >= 60 for a, b in pairwise(places))


def test_it_spans_what_is_there() -> None:
    stretches = [Stretch(-math.inf, 100, "possible"), Stretch(5000, math.inf, "possible")]
    first, last = span(stretches, (-math.inf, math.inf))
    assert 0 < first < 100
    assert 5000 < last < 5100


def test_it_spans_the_days_that_are_asked_for() -> None:
    stretches = [Stretch(0, 20_000, "possible")]
    assert span(stretches, (17_167, 17_531)) == (17_167, 17_532)


@pytest.mark.parametrize("stretches", [[], [Stretch(17_000, 17_000, "certain")]])
def test_it_is_never_without_length(stretches: list[Stretch]) -> None:
    first, last = span(stretches, (-math.inf, math.inf))
    assert last - first >= 14
