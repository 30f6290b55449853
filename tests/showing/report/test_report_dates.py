import re

import pytest
from hypothesis import assume, example, given

from timeline import Log
from timeline.dates import edtf
from timeline.showing.report.dates import date_in_words, doubt_of, years_of

from support.filtered import dates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2011-10-04/2011-10-05", "4–5 October 2011"),
        ("2022-07~", "about July 2022"),
        ("2017?", "2017 (uncertain)"),
        ("[2017?,2018?]", "2017 (uncertain) or 2018 (uncertain)"),
        ("[..2017-08-30]", "by 30 August 2017"),
        ("2010/", "from 2010, end unknown"),
        ("2017", "2017"),
        ("156X-12-25", "between 25 December 1560 and 25 December 1569"),
        ("2004-06-11%/2004-06~", "about 11 June 2004 (uncertain) – about June 2004"),
        ("Y170000002", "year 170000002"),
        ("1950S2", "between 1 January 1900 and 31 December 1999"),
    ],
)
def test_dates_are_told_in_words(text: str, words: str) -> None:
    assert date_in_words(edtf.parse(text)) == words


def test_an_open_end_says_when_it_was_last_seen() -> None:
    seen = edtf.parse("2018-02-16")
    words = date_in_words(edtf.parse("2017-04/.."), seen)
    assert words == "since April 2017 (open, last seen 16 February 2018)"


@given(text=dates())
@example("2004-XX-1X?")
@example("1984~/2004-06")
@example("{1960,1961-12}")
@example("[-0043..]")
@example("Y-17E7")
@example("2012-10-10T23:20:30Z")
def test_no_date_is_told_as_a_code(text: str) -> None:
    try:
        words = date_in_words(edtf.parse(text))
    except edtf.EdtfError:
        assume(condition=False)
        raise
    assert words
    assert not re.search(r"[\[\]{}~%?]|\.\.|\bY-?\d|X|S\d|\dE\d|\d-\d\d\b", words), words


@pytest.mark.parametrize(
    ("text", "seen", "heading"),
    [
        ("2017-05", None, "2017"),
        ("2010/2018-02-16", None, "2010"),
        ("[2017-01-01..2018-02-16]", None, "2017 or 2018"),
        ("[2017..2022]", None, "Between 2017 and 2022"),
        ("[..2017-08-30]", None, "2017 or before"),
        ("[2021-10-16..]", None, "2021 or later"),
        ("2017?", None, "Between 2016 and 2018"),
        ("/..", 17_409, "2017 or before"),
        ("/..", None, "Date not known"),
        ("../1990", None, "1990 or before"),
        ("-0043-03-15", None, "44 BC"),
    ],
)
def test_a_heading_of_years_is_no_sharper_than_the_date(
    text: str, seen: int | None, heading: str
) -> None:
    assert years_of(edtf.parse(text), seen).heading == heading


def test_years_stand_in_order() -> None:
    texts = ["2011-05", "[..2011]", "[2011..2012]", "[2011..2015]", "[2011-01-01..]", "2012", "/.."]
    found = sorted(years_of(edtf.parse(text), None) for text in reversed(texts))
    assert [years.heading for years in found] == [
        "2011 or before",
        "2011",
        "2011 or 2012",
        "Between 2011 and 2015",
        "2011 or later",
        "2012",
        "Date not known",
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("2011-10-04", ""),
        ("2011-10-04/2011-10-05", ""),
        ("2011-10", "Only the month is known."),
        ("2011", "Only the year is known."),
        ("2011-21", "Only the season is known."),
        ("2011-33", "Only the part of the year is known."),
        ("2011?", "The date is marked as uncertain or approximate."),
        ("[..2011]", "The day is not known, only when it can have been."),
        ("2011/..", "Of its beginning only the year is known. No end is on record."),
        ("/2011-05-03", "When it began is not known."),
        ("2011-05-03/2012", "Of its end only the year is known."),
        ("2011-05-03/", "When it ended is not known."),
    ],
)
def test_what_a_date_leaves_open_is_said(text: str, doubt: str) -> None:
    assert doubt_of(edtf.parse(text), None) == doubt


def test_the_day_last_seen_is_part_of_the_doubt() -> None:
    open_ = edtf.parse("2011-05-03/..")
    for seen, words in (
        ("2018-02-16", "on 16 February 2018"),
        ("2018-02", "in February 2018"),
        ("[..2018]", "by 2018"),
    ):
        said = f"No end is on record; it was last seen {words}."
        assert doubt_of(open_, edtf.parse(seen)) == said


def test_the_example_log_has_no_code_in_its_words(log: Log) -> None:
    for row in log.chronology():
        assert "[" not in date_in_words(edtf.parse(row["date"]))
