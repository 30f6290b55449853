import datetime as dt
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.days import civil, day_number, days_in_month, is_leap, iso, today

EPOCH = dt.date(1970, 1, 1).toordinal()


@given(st.dates())
def test_day_numbers_agree_with_the_standard_library_where_it_has_dates(
    date: dt.date,
) -> None:
    day = day_number(date.year, date.month, date.day)
    assert day == date.toordinal() - EPOCH
    assert civil(day) == (date.year, date.month, date.day)
    assert iso(day) == date.isoformat()


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_every_day_number_is_one_day_of_the_calendar(day: int) -> None:
    year, month, of_month = civil(day)
    assert 1 <= month <= 12
    assert 1 <= of_month <= days_in_month(year, month)
    assert day_number(year, month, of_month) == day


@given(st.integers(min_value=-(10**15), max_value=10**15), st.integers(1, 12))
def test_a_month_has_as_many_days_as_lie_between_it_and_the_next(year: int, month: int) -> None:
    following = day_number(year, month + 1, 1) if month < 12 else day_number(year + 1, 1, 1)
    assert following - day_number(year, month, 1) == days_in_month(year, month)
    assert day_number(year, month, 0) == day_number(year, month, 1) - 1


@given(st.integers(), st.integers(1, 12), st.integers(1, 28), st.integers(-3, 3))
def test_the_calendar_repeats_after_400_years(year: int, month: int, day: int, times: int) -> None:
    later = day_number(year + 400 * times, month, day)
    assert later - day_number(year, month, day) == 146097 * times


@pytest.mark.parametrize(
    ("year", "leap"),
    [(2016, True), (2017, False), (1900, False), (2000, True), (0, True), (-4, True), (-1, False)],
)
def test_leap_years_follow_the_gregorian_rule_also_before_it_was_made(
    year: int, leap: bool
) -> None:
    assert is_leap(year) is leap
    assert days_in_month(year, 2) == (29 if leap else 28)


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ((1970, 1, 1), "1970-01-01"),
        ((2017, 6, 1), "2017-06-01"),
        ((0, 12, 31), "0000-12-31"),
        ((-43, 3, 15), "-0043-03-15"),
        ((12_000, 2, 29), "12000-02-29"),
        ((170_000_002, 1, 1), "170000002-01-01"),
        ((-(10**15), 7, 4), "-1000000000000000-07-04"),
    ],
)
def test_days_are_written_with_at_least_four_digits_of_the_year(
    date: tuple[int, int, int], text: str
) -> None:
    assert iso(day_number(*date)) == text


def test_the_first_day_is_the_start_of_1970() -> None:
    assert day_number(1970, 1, 1) == 0


def test_a_day_that_was_stored_as_a_float_is_written_alike() -> None:
    assert iso(-1.0) == "1969-12-31"


@pytest.mark.parametrize("day", [math.inf, -math.inf])
def test_a_day_without_limit_is_not_written(day: float) -> None:
    assert iso(day) is None


def test_today_is_the_local_day(monkeypatch: pytest.MonkeyPatch) -> None:
    late = time.struct_time((2011, 10, 4, 23, 59, 59, 1, 277, 0))
    monkeypatch.setattr(time, "localtime", lambda: late)
    assert iso(today()) == "2011-10-04"
