"""Dates, by example and against models.

Two things are checked against brute force: which days unspecified digits allow (against all
dates of `datetime`), and what the tests answer (against every start and end that a date allows).
"""

import calendar
import copy
import csv
import datetime as dt
import math
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.base.days import day_number, iso
from timeline.dates import edtf
from timeline.dates.edtf import (
    Bounds,
    Date,
    EdtfError,
    Hemisphere,
    Interval,
    Match,
    Range,
    SetOf,
    Single,
    parse,
)

SHARED = Path(__file__).parents[3] / "shared"
INF = math.inf
IMPOSSIBLE, POSSIBLE, CERTAIN = Match


def day(text: str) -> int:
    date = dt.date.fromisoformat(text)
    return day_number(date.year, date.month, date.day)


def written(bounds: Bounds) -> str:
    """The four bounds as ISO days, `-` and `+` for infinities."""
    return " ".join(iso(bound) or ("+" if bound > 0 else "-") for bound in bounds)


def rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = rows("edtf_cases.tsv")
DISPUTED = rows("edtf_disputed.tsv")


# The collected cases of other implementations and of the Library of Congress


@pytest.mark.skipif(not CASES, reason="the collected cases are not part of a checkout")
def test_every_collected_valid_date_has_the_collected_days() -> None:
    for row in CASES:
        if row["valid"] != "yes":
            continue
        date = parse(row["string"])
        earliest = "open" if date.open_start else "unknown" if date.unknown_start else None
        latest = "open" if date.open_end else "unknown" if date.unknown_end else None
        for column, value in (
            ("earliest_day", earliest or iso(date.earliest)),
            ("latest_day", latest or iso(date.latest)),
        ):
            assert row[column] in ("", value), row["string"]


@pytest.mark.parametrize("text", [row["string"] for row in CASES if row["valid"] == "no"])
def test_every_collected_invalid_date_is_refused(text: str) -> None:
    with pytest.raises(EdtfError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "advice"), [(row["string"], row["advice"]) for row in DISPUTED if row["advice"]]
)
def test_disputed_dates_are_read_as_advised(text: str, advice: str) -> None:
    # The advice on zones is about how large they are; +1401 without a colon is basic format,
    # which the undisputed cases refuse. That both sides unknown say nothing is our choice.
    basic_zone = "T" in text and len(text) > 19 and text[-5] in "+-"
    if advice.startswith("accept") and text != "/" and not basic_zone:
        assert str(parse(text)) == text
    else:
        with pytest.raises(EdtfError):
            parse(text)


# Bounds by example


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2011-10-04", "2011-10-04", "2011-10-04"),
        ("2011-10-04T24:00:00+06", "2011-10-04", "2011-10-04"),
        ("2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("-009X", "-0099-01-01", "-0090-12-31"),
        ("-000X", "-0009-01-01", "-0001-12-31"),
        ("-XXXX", "-9999-01-01", "-0001-12-31"),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("2004-XX-31", "2004-01-31", "2004-12-31"),
        ("2004-X2-30", "2004-12-30", "2004-12-30"),
        ("2015-X2-29", "2015-12-29", "2015-12-29"),
        ("190X-02-29", "1904-02-29", "1908-02-29"),
        ("XXXX-02-29", "0000-02-29", "9996-02-29"),
        ("201X-02", "2010-02-01", "2019-02-28"),
        ("2011-02-3X/2012", None, None),
        ("1960S3", "1960-01-01", "1969-12-31"),
        ("-1859S2", "-1899-01-01", "-1800-12-31"),
        ("1859S5", "1859-01-01", "1859-12-31"),
        ("0950S2", "0950-01-01", "0959-12-31"),
        ("Y12E3", "12000-01-01", "12000-12-31"),
        ("Y-12345S2", "-12999-01-01", "-12000-12-31"),
        ("Y1E15", "1000000000000000-01-01", "1000000000000000-12-31"),
        ("{Y-61000..-2000}", "-61000-01-01", "-2000-12-31"),
    ],
)
def test_a_date_reaches_from_the_first_to_the_last_day_it_can_be(
    text: str, first: str | None, last: str | None
) -> None:
    if first is None:
        with pytest.raises(EdtfError):
            parse(text)
        return
    date = parse(text)
    assert (iso(date.earliest), iso(date.latest)) == (first, last)


@pytest.mark.parametrize(
    ("season", "north", "south"),
    [
        (21, "2017-03-01 2017-05-31", "2017-09-01 2017-11-30"),
        (22, "2017-06-01 2017-08-31", "2017-12-01 2018-02-28"),
        (23, "2017-09-01 2017-11-30", "2017-03-01 2017-05-31"),
        (24, "2017-12-01 2018-02-28", "2017-06-01 2017-08-31"),
        (25, "2017-03-01 2017-05-31", None),
        (28, "2017-12-01 2018-02-28", None),
        (29, "2017-09-01 2017-11-30", None),
        (30, "2017-12-01 2018-02-28", None),
        (31, "2017-03-01 2017-05-31", None),
        (32, "2017-06-01 2017-08-31", None),
        (33, "2017-01-01 2017-03-31", None),
        (36, "2017-10-01 2017-12-31", None),
        (37, "2017-01-01 2017-04-30", None),
        (39, "2017-09-01 2017-12-31", None),
        (40, "2017-01-01 2017-06-30", None),
        (41, "2017-07-01 2017-12-31", None),
    ],
)
def test_only_the_seasons_21_to_24_depend_on_the_hemisphere(
    season: int, north: str, south: str | None
) -> None:
    hemispheres: list[Hemisphere] = ["north", "south"]
    days = [parse(f"2017-{season}", hemisphere) for hemisphere in hemispheres]
    spans = [f"{iso(date.earliest)} {iso(date.latest)}" for date in days]
    assert spans == [north, south or north]
    assert (days[0] == days[1]) is (south is None)


def test_a_season_of_an_unspecified_year_reaches_into_the_year_after_the_last() -> None:
    assert written(parse("201X-24").nominal).split()[::3] == ["2010-12-01", "2020-02-29"]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2011/2012-03", "2011-01-01 2011-12-31 2012-03-01 2012-03-31"),
        # The start is no later than the end, the end no earlier than the start.
        ("2011-03/2011", "2011-03-01 2011-03-31 2011-03-01 2011-12-31"),
        ("2011/2011-03", "2011-01-01 2011-03-31 2011-03-01 2011-03-31"),
        ("2011-03-15/2011-03", "2011-03-15 2011-03-15 2011-03-15 2011-03-31"),
        ("2011/..", "2011-01-01 2011-12-31 + +"),
        ("../2011", "- - 2011-01-01 2011-12-31"),
        ("2011/", "2011-01-01 2011-12-31 2011-01-01 +"),
        ("/2011", "- 2011-12-31 2011-01-01 2011-12-31"),
        ("../..", "- - + +"),
        ("/..", "- + + +"),
        ("../", "- - - +"),
        ("[2011,2014-03]", "2011-01-01 2014-03-31 2011-01-01 2014-03-31"),
        ("{2011,2014-03}", "2011-01-01 2011-12-31 2014-03-01 2014-03-31"),
        ("[2011..2014]", "2011-01-01 2014-12-31 2011-01-01 2014-12-31"),
        ("{2011..2014}", "2011-01-01 2011-12-31 2014-01-01 2014-12-31"),
        ("[..2011]", "- 2011-12-31 - 2011-12-31"),
        ("{..2011}", "- - 2011-01-01 2011-12-31"),
        ("[2011..]", "2011-01-01 + 2011-01-01 +"),
        ("{2011..}", "2011-01-01 2011-12-31 + +"),
        ("[2009,2011..]", "2009-01-01 + 2009-01-01 +"),
        ("{..2009,2011-05}", "- - 2011-05-01 2011-05-31"),
    ],
)
def test_intervals_and_sets_have_four_bounds(text: str, bounds: str) -> None:
    assert written(parse(text).nominal) == bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011-10-04?", "2011-10-03", "2011-10-05"),
        ("2011-10-04%", "2011-10-02", "2011-10-06"),
        ("2004-03~", "2004-02-01", "2004-04-30"),
        ("2004-01~", "2003-12-01", "2004-02-29"),
        ("2004-01%", "2003-11-01", "2004-03-31"),
        ("2017?", "2016-01-01", "2018-12-31"),
        ("0000%", "-0002-01-01", "0002-12-31"),
        ("2017-24~", "2017-09-01", "2018-05-31"),
        ("2017-33~", "2016-10-01", "2017-06-30"),
        ("2017-38~", "2017-01-01", "2017-12-31"),
        ("2017-40~", "2016-07-01", "2017-12-31"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("20XX~", "1900-01-01", "2199-12-31"),
        ("20X3~", "2002-01-01", "2094-12-31"),
        ("1950S2~", "1800-01-01", "2099-12-31"),
        ("Y-17E3~", "-17001-01-01", "-16999-12-31"),
        # A part that is all X says nothing, so the part before it is the precision.
        ("2004-XX~", "2003-01-01", "2005-12-31"),
        ("2004-06-XX~", "2004-05-01", "2004-07-31"),
        ("2004-06-1X~", "2004-06-09", "2004-06-20"),
        # Only some parts are marked: the coarsest of these counts.
        ("2004-06~-11", "2003-06-11", "2005-06-11"),
        ("2004-%06-11", "2004-04-11", "2004-08-11"),
        ("2004-06-~11", "2004-06-10", "2004-06-12"),
        ("?2004-06-%11", "2003-06-11", "2005-06-11"),
        ("2004-~03-31", "2004-02-29", "2004-04-30"),
        ("2004~-02-29", "2003-02-28", "2005-02-28"),
        ("2004~-02", "2003-02-01", "2005-02-28"),
        # All parts are marked, each for itself: as if marked as a whole.
        ("?2004-~06", "2004-05-01", "2004-07-31"),
        ("%2004-?06-?11", "2004-06-09", "2004-06-13"),
    ],
)
def test_marks_widen_the_tests_by_a_unit_and_never_what_is_shown(
    text: str, first: str, last: str
) -> None:
    date = parse(text)
    assert date.qualified
    assert written(date.tested) == f"{first} {last} {first} {last}"
    plain = text.translate(str.maketrans("", "", "?~%"))
    assert date.nominal == parse(plain).nominal == parse(plain).tested


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2011-03~/2011-05", "2011-02-01 2011-04-30 2011-05-01 2011-05-31"),
        ("2011-03/2011-03-20~", "2011-03-01 2011-03-21 2011-03-19 2011-03-21"),
        ("2011~/..", "2010-01-01 2012-12-31 + +"),
        ("/2011?", "- 2012-12-31 2010-01-01 2012-12-31"),
        ("[2011~,2014]", "2010-01-01 2014-12-31 2010-01-01 2014-12-31"),
        ("{2011..2014%}", "2011-01-01 2011-12-31 2012-01-01 2016-12-31"),
        ("[2011~..2014]", "2010-01-01 2014-12-31 2010-01-01 2014-12-31"),
    ],
)
def test_each_marked_end_is_widened_before_the_four_bounds_are_formed(
    text: str, bounds: str
) -> None:
    assert written(parse(text).tested) == bounds


# What a date says of itself


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("2011", ""),
        ("2011/2012", ""),
        ("../2011", "open_start"),
        ("2011/..", "open_end"),
        ("/2011", "unknown_start"),
        ("2011/", "unknown_end"),
        ("../..", "open_start open_end"),
        ("../", "open_start unknown_end"),
        ("/..", "unknown_start open_end"),
        ("[..2011,2012]", "open_start"),
        ("{2011,2012..}", "open_end"),
        ("[2009,2010..2012]", ""),
    ],
)
def test_a_side_without_limit_is_called_open_or_unknown(text: str, edges: str) -> None:
    date = parse(text)
    names = ["open_start", "unknown_start", "open_end", "unknown_end"]
    assert [name for name in names if getattr(date, name)] == edges.split()


def test_dates_are_sorted_by_first_day_then_last_day_then_text() -> None:
    dates = ["../2010", "2011", "2011-01", "2011-01-01", "[2011-01,2011-02]", "2011?", "2011/.."]
    expected = ["../2010", "2011-01-01", "2011-01", "[2011-01,2011-02]", "2011", "2011?", "2011/.."]
    assert sorted(dates, key=lambda text: parse(text).sort_key) == expected


def test_a_date_without_a_first_day_is_sorted_by_its_last() -> None:
    assert parse("[..1984]").sort_key == (day("1984-12-31"), day("1984-12-31"), "[..1984]")
    assert parse("../..").sort_key == (INF, INF, "../..")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("2017-22", Single(day("2017-06-01"), day("2017-08-31"), "2017", season=22)),
        ("196X", Single(day("1960-01-01"), day("1969-12-31"), "196X")),
        ("2004-XX", Single(day("2004-01-01"), day("2004-12-31"), "2004", "XX")),
        (
            "?2011-10-~04",
            Single(day("2011-10-04"), day("2011-10-04"), "2011", "10", "04", marks=("?", "", "~")),
        ),
        (
            "2011-10-04T09:30:00.5+06:00",
            Single(
                day("2011-10-04"), day("2011-10-04"), "2011", "10", "04", time="09:30:00.5+06:00"
            ),
        ),
        ("1950S2", Single(day("1900-01-01"), day("1999-12-31"), "1950", significant=2)),
        ("2011/..", Interval(Single(day("2011-01-01"), day("2011-12-31"), "2011"), "open")),
        ("/2011", Interval("unknown", Single(day("2011-01-01"), day("2011-12-31"), "2011"))),
        (
            "[..2011,2012]",
            SetOf(
                "one",
                (
                    Range(None, Single(day("2011-01-01"), day("2011-12-31"), "2011")),
                    Single(day("2012-01-01"), day("2012-12-31"), "2012"),
                ),
            ),
        ),
    ],
)
def test_a_date_can_be_taken_apart(text: str, node: edtf.Node) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(
    ("text", "marks", "mark"),
    [
        ("2004-06-11", ("", "", ""), ""),
        ("2004-06-11~", ("~", "~", "~"), "~"),
        ("2004-06~", ("~", "~", ""), "~"),
        ("2017-22~", ("~", "~", ""), "~"),
        ("2004-06~-11", ("~", "~", ""), None),
        ("2004-~06-11", ("", "~", ""), None),
        ("?2004-06-11~", ("%", "~", "~"), None),
        ("?-2004-06", ("?", "", ""), None),
        ("~1945", ("~", "", ""), "~"),
        ("?2004~", ("%", "", ""), "%"),
        ("?2004?", ("?", "", ""), "?"),
    ],
)
def test_a_mark_on_the_left_is_for_one_part_and_on_the_right_for_all_before_it(
    text: str, marks: tuple[str, str, str], mark: str | None
) -> None:
    node = parse(text).node
    assert isinstance(node, Single)
    assert (node.marks, node.mark) == (marks, mark)


@pytest.mark.parametrize(
    ("text", "year", "precision"),
    [
        ("2017", 2017, "year"),
        ("-0043-03", -43, "month"),
        ("201X-05-02", None, "day"),
        ("2017-33", 2017, "season"),
        ("Y-17E7S2", -170_000_000, "year"),
    ],
)
def test_a_single_date_has_a_year_and_a_precision(
    text: str, year: int | None, precision: str
) -> None:
    node = parse(text).node
    assert isinstance(node, Single)
    assert (node.year_number, node.precision) == (year, precision)


def test_a_date_never_changes() -> None:
    date = parse("2017")
    with pytest.raises(AttributeError, match="a Date never changes: text"):
        date.text = "2018"
    assert date.text == "2017"


def test_a_date_is_equal_to_what_is_read_from_its_text_again() -> None:
    date = parse("2017~/..")
    again = edtf.Date("2017~/..", date.node)
    assert date == again
    assert hash(date) == hash(again)
    assert date != parse("2017/..")
    assert date != "2017~/.."
    assert (str(date), repr(date)) == ("2017~/..", "Date('2017~/..')")


def test_a_date_survives_copying_and_pickling() -> None:
    date = parse("2017~/..").seen_until(day("2018-05-01"))
    assert copy.deepcopy(date) == date
    assert pickle.loads(pickle.dumps(date)) == date  # noqa: S301


def test_the_answers_have_words_and_an_order() -> None:
    assert [match.word for match in sorted(Match)] == ["impossible", "possible", "certain"]


# Open ends


def test_an_open_end_is_certain_up_to_the_day_it_was_last_seen() -> None:
    date = parse("2020-03/..").seen_until(day("2021-06-30"))
    assert written(date.nominal) == "2020-03-01 2020-03-31 2021-06-30 +"
    assert date.tested == date.nominal
    assert date.open_end
    assert date.overlaps(day("2021-01-01"), day("2021-12-31")) is CERTAIN
    assert date.overlaps(day("2021-07-01"), day("2021-12-31")) is POSSIBLE
    assert date.covers(day("2020-04-01"), day("2021-06-30")) is CERTAIN
    assert date.covers(day("2020-04-01"), day("2021-07-01")) is POSSIBLE
    assert date.after(day("2021-06-30")) is IMPOSSIBLE
    assert date.before(day("2021-07-01")) is POSSIBLE


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2020/..", "2020-01-01 2020-12-31 2020-06-15 +"),
        ("2022/..", "2022-01-01 2022-12-31 2022-01-01 +"),
        ("../..", "- - 2020-06-15 +"),
        ("{2017,2019..}", "2017-01-01 2017-12-31 2020-06-15 +"),
    ],
)
def test_an_end_last_seen_comes_no_earlier_than_the_start(text: str, bounds: str) -> None:
    assert written(parse(text).seen_until(day("2020-06-15")).nominal) == bounds


def test_an_open_end_last_seen_uses_the_widened_start_in_tests() -> None:
    date = parse("2022~/..").seen_until(day("2020-06-15"))
    assert written(date.nominal) == "2022-01-01 2022-12-31 2022-01-01 +"
    assert written(date.tested) == "2021-01-01 2023-12-31 2021-01-01 +"


@pytest.mark.parametrize("text", ["2020", "2020/2021", "2020/", "../2020", "[2020..]", "{..2020}"])
def test_a_date_without_a_span_that_lasts_stays_what_it_is(text: str) -> None:
    assert parse(text).seen_until(day("2021-01-01")) == parse(text)


def test_a_date_can_be_seen_again_later() -> None:
    date = parse("2020/..").seen_until(day("2021-01-01"))
    assert date.seen_until(day("2022-01-01")) == parse("2020/..").seen_until(day("2022-01-01"))
    assert date != parse("2020/..")


# Digits that are not specified, against all the days of the calendar

digit_texts = st.tuples(
    st.lists(st.sampled_from("019X"), min_size=2, max_size=2).map("".join),
    st.sampled_from(["", "0X", "1X", "X0", "X1", "X2", "XX", "02", "09", "12"]),
    st.sampled_from(["", "0X", "1X", "2X", "3X", "X0", "X1", "X9", "XX", "29", "30", "31"]),
)


def completions(year: str, month: str, of_month: str) -> Iterator[dt.date]:
    """Every day whose digits fit the patterns, found by going through the years one by one."""

    def fits(number: int, pattern: str) -> bool:
        digits = str(number).zfill(len(pattern))
        return all(one in ("X", two) for one, two in zip(pattern, digits, strict=True))

    for number in range(1900, 2000):
        if not fits(number, year):
            continue
        for month_number in range(1, 13):
            if month and not fits(month_number, month):
                continue
            for day_of_month in range(1, calendar.monthrange(number, month_number)[1] + 1):
                if not of_month or fits(day_of_month, of_month):
                    yield dt.date(number, month_number, day_of_month)


@given(digit_texts)
def test_unspecified_digits_stand_for_the_days_that_exist(parts: tuple[str, str, str]) -> None:
    year, month, of_month = "19" + parts[0], parts[1], parts[2] if parts[1] else ""
    text = "-".join(filter(None, (year, month, of_month)))
    days = list(completions(year, month, of_month))
    if days:
        date = parse(text)
        assert iso(date.earliest) == min(days).isoformat()
        assert iso(date.latest) == max(days).isoformat()
    else:
        with pytest.raises(EdtfError):
            parse(text)


# Whatever is typed

marks = st.sampled_from(["", "", "", "?", "~", "%"])
years = st.from_regex(r"-?([0-9]{4}|[0-9]{3}X|[12][0-9]XX)", fullmatch=True)
months = st.sampled_from([*(f"{number:02d}" for number in range(1, 13)), "XX", "0X", "1X", "X1"])
days_of_month = st.sampled_from([*(f"{number:02d}" for number in range(1, 32)), "XX", "1X", "X5"])
seasons = st.integers(21, 41).map(str)


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


hyphen = st.just("-")
single_dates = st.one_of(
    joined(marks, years, marks),
    joined(marks, years, marks, hyphen, marks, months, marks),
    joined(marks, years, marks, hyphen, marks, seasons, marks),
    joined(
        *(marks, years, marks, hyphen),
        *(marks, months, marks, hyphen),
        *(marks, days_of_month, marks),
    ),
    st.from_regex(r"-?[0-9]{4}S[1-4]", fullmatch=True),
)
long_years = st.from_regex(r"Y-?[1-9][0-9]{4,8}(E[0-5])?(S[1-9])?[?~%]?", fullmatch=True)
times = st.from_regex(
    r"[12][0-9]{3}-0[1-9]-[01][1-9]T[01][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+]0[0-9](:[0-5]0)?)?",
    fullmatch=True,
)
sides = st.one_of(single_dates, st.sampled_from(["", ".."]))
intervals = st.tuples(sides, sides).map("/".join)
ranges = st.tuples(single_dates, single_dates).map("..".join)


def in_brackets(members: list[str], kind: str, open_sides: tuple[bool, bool]) -> str:
    before, after = (".." if is_open else "" for is_open in open_sides)
    return kind[0] + before + ",".join(members) + after + kind[1]


sets = st.builds(
    in_brackets,
    st.lists(st.one_of(single_dates, ranges, long_years), min_size=1, max_size=4),
    st.sampled_from(["[]", "{}"]),
    st.tuples(st.booleans(), st.booleans()),
)
edtf_texts = st.one_of(single_dates, long_years, times, intervals, sets)


def read(text: str, hemisphere: Hemisphere = "north") -> Date:
    """The date, or the end of this example: not everything that looks like EDTF exists."""
    try:
        return parse(text, hemisphere)
    except EdtfError:
        assume(condition=False)
        raise


@given(edtf_texts, st.sampled_from(["north", "south"]), st.integers(-(10**6), 10**6))
def test_bounds_are_in_order_and_marks_only_widen_them(
    text: str, hemisphere: Hemisphere, seen: int
) -> None:
    date = read(text, hemisphere)
    for bounds in (date.nominal, date.tested, date.seen_until(seen).tested):
        es, ls, ee, le = bounds
        assert es <= ls <= le
        assert es <= ee <= le
        assert all(math.isinf(bound) or isinstance(bound, int) for bound in bounds)
    assert date.tested.earliest_start <= date.nominal.earliest_start
    assert date.tested.latest_end >= date.nominal.latest_end


@given(edtf_texts, st.sampled_from(["north", "south"]))
def test_the_text_of_a_date_reads_as_the_same_date(text: str, hemisphere: Hemisphere) -> None:
    date = read(text, hemisphere)
    assert str(date) == date.text == text
    assert parse(str(date), hemisphere) == date


@given(edtf_texts, st.integers(-(10**6), 10**6), st.integers(0, 10**4))
def test_the_tests_agree_with_each_other(text: str, a: int, length: int) -> None:
    date, b = read(text), a + length
    if date.within(a, b) is CERTAIN or date.covers(a, b) is CERTAIN:
        assert date.overlaps(a, b) is CERTAIN
    if date.overlaps(a, b) is CERTAIN:
        assert date.before(a) is IMPOSSIBLE
        assert date.after(b) is IMPOSSIBLE
    if date.before(a) is CERTAIN or date.after(b) is CERTAIN:
        assert date.overlaps(a, b) is IMPOSSIBLE
        assert date.within(a, b) is IMPOSSIBLE
        assert date.covers(a, b) is IMPOSSIBLE
    if date.within(a, b) is CERTAIN:
        assert date.begun_by(b) is CERTAIN
    if date.begun_by(a) is CERTAIN:
        assert date.begun_by(b) is CERTAIN
