"""Every kind of text that is refused: where it is wrong, what is said, what it should be."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import EdtfError, parse

EXAMPLES = (
    "write 2017, 2017-10, 2017-10-05, 2017-22 for summer 2017, 2011-10-04/2011-10-05 for a span, "
    "or 2017~ for about 2017"
)
TIMES = "write 1985-04-12T23:20:30, 1985-04-12T23:20:30Z or 1985-04-12T23:20:30+04:30"
SETS = "write [1667,1668,1670..1672] for one of these years, {1960,1961-12} for all"

REFUSALS = [
    ("", 0, "an empty text is not a date", EXAMPLES),
    ("summer 2017", 0, "this is not a date in EDTF", EXAMPLES),
    ("2017-1O", 6, "this is not a date in EDTF", EXAMPLES),
    ("2017-", 4, "this is not a date in EDTF", EXAMPLES),
    ("٢٠١٧", 0, "this is not a date in EDTF", EXAMPLES),
    ("2017-13", 5, "there is no month 13", "write 2017-10 for October 2017; 21 to 41 are seasons"),
    ("2017-00", 5, "there is no month 00", "write 2017 where the month is not known"),
    ("2017-2X", 5, "there is no month 2X", "write 2017-10 for October 2017; 21 to 41 are seasons"),
    ("2017-42", 5, "there is no month 42", "write 2017/2042 for those years"),
    ("2017-13-05", 5, "there is no month 13", "write 2017-05-13 if day and month are swapped"),
    (
        "2011-06-31",
        8,
        "June 2011 has 30 days, there is no day 31",
        "write 2011-06-30 for its last day",
    ),
    (
        "2011/2015-02-29",
        13,
        "February 2015 has 28 days, there is no day 29",
        "write 2011/2015-02-28 for its last day",
    ),
    (
        "15X6-11-31",
        8,
        "November 15X6 has 30 days, there is no day 31",
        "write 15X6-11-30 for its last day",
    ),
    (
        "XXX1-02-29",
        8,
        "February XXX1 has 28 days, there is no day 29",
        "write XXX1-02-28 for its last day",
    ),
    (
        "2017-10-32",
        8,
        "there is no day 32 in any month",
        "write a day from 01 to 31, as in 2017-10-05",
    ),
    (
        "2011-X4-31",
        8,
        "there is no day 31 in any month X4",
        "write a day that exists, as in 1984-1X-25",
    ),
    ("2017-22-05", 8, "a season has no days", "write 2017-22, or a month and a day"),
    (
        "-0000-05",
        0,
        "there is no year -0000",
        "write 0000 for the year before 0001, -0001 for the year before that",
    ),
    (
        "20111004T093000",
        4,
        "the basic format, without hyphens and colons, is not EDTF",
        "write 2011-10-04T09:30:00",
    ),
    (
        "20111004",
        4,
        "the basic format, without hyphens and colons, is not EDTF",
        "write 2011-10-04",
    ),
    (
        "-20175",
        0,
        "a year of more than four digits is written with a Y",
        "write Y-20175, or for a day 2017-10-05",
    ),
    ("19", 0, "a year has four digits", "write 0019 for that year, 19XX for the century"),
    ("-193~", 0, "a year has four digits", "write -0193~ for that year, -193X~ for the decade"),
    ("-0", 0, "a year has four digits", "write 0000 for that year"),
    ("2017-9", 5, "months and days have two digits", "write 2017-09"),
    ("2017-10-5", 8, "months and days have two digits", "write 2017-10-05"),
    ("1990s", 4, "an unspecified digit is X", "write 199X for the decade"),
    (
        "1900s",
        4,
        "an unspecified digit is X",
        "write 190X for the decade, 19XX for the century",
    ),
    ("199u", 3, "an unspecified digit is X", "write 199X"),
    ("201x-05", 3, "EDTF has capital letters only", "write 201X-05"),
    ("2011-10-04t09:30:00z", 10, "EDTF has capital letters only", "write 2011-10-04T09:30:00Z"),
    (
        "2011?~",
        5,
        "one place takes one mark",
        "write % for both uncertain and approximate, as in 2011%",
    ),
    (
        "2011/open",
        5,
        '"open" is of an older draft of EDTF',
        "write 2011/.. where it is open, 2011/ where it is unknown",
    ),
    (
        "unknown/2011",
        0,
        '"unknown" is of an older draft of EDTF',
        "write /2011 where it is unknown, ../2011 where it is open",
    ),
    (
        "2004-(06)?-11",
        5,
        "parentheses belong to an older draft of EDTF",
        "write 2004-?06-11",
    ),
    ("2011–2012", 4, "the two dates of an interval are parted by /", "write 2011/2012"),
    ("2011\\2012", 4, "the two dates of an interval are parted by /", "write 2011/2012"),
    ("2011–10–04", 4, "the dash of EDTF is the plain hyphen", "write 2011-10-04"),
    (
        "2017-W05",
        5,
        "there are no weeks in EDTF",
        "write [2017-01-30..2017-02-05] for a day in it",
    ),
    (
        "2017-123",
        5,
        "there are no days counted through the year in EDTF",
        "write the day itself, as in 2017-05-03",
    ),
    ("5/10/2011", 0, "a date goes from year to day", "write 2011-10-05 or 2011-05-10"),
    ("20-10-2011", 0, "a date goes from year to day", "write 2011-10-20"),
    ("05.05.2011", 0, "a date goes from year to day", "write 2011-05-05"),
    ("2011/10/5", 0, "the parts of a date are joined by hyphens", "write 2011-10-05"),
    (
        "2011..2012",
        4,
        "dots stand between dates in a set only",
        "write 2011/2012, or [2011..2012] for one of the dates between",
    ),
    ("..2012", 0, "dots stand between dates in a set only", "write ../2012"),
    (
        "2011, 2012",
        4,
        "several dates stand in brackets",
        "write [2011,2012] for one of them, {2011,2012} for all of them",
    ),
    ("2011-10 -04", 7, "there are no spaces in EDTF", "write 2011-10-04"),
    ("2011-10-04\n", 10, "there are no spaces in EDTF", "write 2011-10-04"),
    ("2011-10-04 09:30:00", 10, "there are no spaces in EDTF", "write 2011-10-04T09:30:00"),
    ("[1667, 1668]", 6, "there are no spaces in EDTF", "write [1667,1668]"),
    ("2015/2017-00", 10, "there is no month 00", "write 2015/2017 where the month is not known"),
    ("2017-05-00", 8, "there is no day 00", "write 2017-05 where the day is not known"),
    ("0000-00-00", 0, "this stands for no date", "write the year, or leave the date out"),
    ("+2017-05-03", 0, "a year after Christ has no sign", "write 2017-05-03"),
    ("2017-W05-2", 5, "there are no weeks in EDTF", "write the day itself, as in 2017-01-31"),
    ("(2017-05)?-03", 0, "parentheses belong to an older draft of EDTF", "write 2017-05?-03"),
    (
        "2017-22^southern",
        7,
        "what follows ^ is of an older draft of EDTF",
        "write 2017-30",
    ),
    # The remedy has all of the text, with its other parts repaired, too.
    ("201u/open", 3, "an unspecified digit is X", "write 201X/.."),
    (
        "2015-05-00/2017-00",
        8,
        "there is no day 00",
        "write 2015-05/2017 where the day is not known",
    ),
    # Times
    (
        "2011-10T09:30:00",
        0,
        "a time needs a whole day before it, without X or marks",
        "write 1985-04-12T23:20:30",
    ),
    (
        "2011-10-04T09:30",
        11,
        "this is not a time with hours, minutes and seconds",
        "write 2011-10-04T09:30:00",
    ),
    ("2011-10-04T25:00:00", 11, "there is no hour 25", TIMES),
    (
        "2011-10-04T24:00:01",
        11,
        "there is no hour 24 but 24:00:00, the end of the day",
        TIMES,
    ),
    ("2011-10-04T09:60:00", 14, "there is no minute 60", TIMES),
    ("2011-10-04T09:30:61", 17, "there is no second 61", TIMES),
    ("2011-10-04T09:30:00+6:00", 19, "this is not a zone", TIMES),
    (
        "2011-10-04T09:30:00+0600",
        19,
        "a zone is written with a colon",
        "write 2011-10-04T09:30:00+06:00",
    ),
    (
        "2011-10-04T09:30:00+24:00",
        19,
        "there is no zone +24:00",
        "write 2011-10-04T09:30:00Z, or +23:59 at most",
    ),
    (
        "2011-10-04T09:30:00-00:00",
        19,
        "there is no zone -00:00",
        "write 2011-10-04T09:30:00Z",
    ),
    (
        "2011-10-04T09:30:00~",
        19,
        "a date with a time takes no marks",
        "write 2011-10-04T09:30:00",
    ),
    # Long years
    ("Y2006", 1, "after Y stands a year of more than four digits", "write 2006 for that year"),
    ("Y-3E2", 2, "after Y stands a year of more than four digits", "write -0300 for that year"),
    ("Y-0E5", 2, "after Y stands a year of more than four digits", "write 0000 for that year"),
    ("Y012345", 1, "after Y stands a year without leading zeros", "write Y12345"),
    (
        "Y17E15",
        1,
        "the year is too large: the limits are -10^15 and 10^15",
        "write a year within them, as in Y17E7",
    ),
    (
        "Y-17E999999999",
        2,
        "the year is too large: the limits are -10^15 and 10^15",
        "write a year within them, as in Y17E7",
    ),
    ("Y17E7-05", 5, "a year after Y has no month or day", "write Y17E7"),
    (
        "1950E2",
        4,
        "an exponent is for years after Y",
        "write Y17E7 for 170,000,000",
    ),
    (
        "1950S0",
        5,
        "the number of significant digits is 1 to 99",
        "write 1950S2 for 1950 within two digits",
    ),
    (
        "1950S2-05",
        4,
        "significant digits stand at the end of a whole year",
        "write 1950S2 for 1950 within two digits",
    ),
    (
        "-0000S2",
        0,
        "there is no year -0000",
        "write 0000 for the year before 0001, -0001 for the year before that",
    ),
    # Intervals
    ("2012/2011", 5, "the end comes before the start", "write 2011/2012 if swapped"),
    (
        "/",
        0,
        "an interval with both sides unknown says nothing",
        "write 2017/ or /2017, or ../.. for always",
    ),
    (
        "2011/2012/2013",
        9,
        "an interval has one / between two dates",
        "write 2011-10-04/2011-10-05",
    ),
    (
        "2011-10-04/05",
        11,
        "the end of an interval is written in full",
        "write the end with its year, as in 2011-10-04/2011-10-05",
    ),
    (
        "2011/2012-01-01T09:30:00.5Z",
        15,
        "an interval has no times of day",
        "write 2011/2012-01-01",
    ),
    (
        "Y-61000/-2000",
        0,
        "a year after Y cannot be a side of an interval",
        "write {Y-61000..-2000}, a set of all years between",
    ),
    # Sets
    ("[2011", 5, "the ] after [ is missing", "write [2011]"),
    ("{", 1, "the } after { is missing", SETS),
    ("2011}", 0, "the { before } is missing", SETS),
    ("{2011]", 5, "{ is closed by }, not by ]", "write {2011}"),
    ("[2011]?", 6, "nothing can follow ]", SETS),
    ("[2011,{2012}]", 6, "a set has no sets in it", SETS),
    ("[]", 1, "a set has at least one member", SETS),
    ("[2011,,2012]", 6, "a date is missing here", EXAMPLES),
    ("[2011/2012]", 5, "in a set a range has dots", "write [2011..2012]"),
    ("[2011..2012..2013]", 11, "a range has dots once", SETS),
    ("[..]", 1, "the dots stand next to no date", SETS),
    ("[2011,..2012]", 6, "dots without a date before them begin a set", "write [..1670,1672]"),
    ("[2011..,2012]", 5, "dots without a date after them end a set", "write [1670,1672..]"),
    (
        "[2011..2012-05]",
        5,
        "the dots stand between a year and a month",
        "write both alike, as in [1670-01..1672-12]",
    ),
    (
        "[2009,2012..2011]",
        12,
        "the end comes before the start",
        "write [2009,2011..2012] if swapped",
    ),
    (
        "[2011-10-04T09:30:00..2011-10-05]",
        11,
        "an interval has no times of day",
        "write [2011-10-04..2011-10-05]",
    ),
    (
        "[2011-13]",
        6,
        "there is no month 13",
        "write [2011..2013] for those years",
    ),
]


@pytest.mark.parametrize(("text", "position", "problem", "remedy"), REFUSALS)
def test_a_refusal_says_what_is_wrong_where_and_what_to_write(
    text: str, position: int, problem: str, remedy: str
) -> None:
    with pytest.raises(EdtfError) as refused:
        parse(text)
    error = refused.value
    assert (error.problem, error.remedy, error.position) == (problem, remedy, position)
    assert error.text == text


@pytest.mark.parametrize(
    "remedy", sorted({remedy for *_, remedy in REFUSALS if remedy.startswith("write ")})
)
def test_what_a_remedy_shows_can_be_written(remedy: str) -> None:
    """The first thing that it says to write, and what it gives as examples."""
    words = remedy.removeprefix("write ").replace("as in ", "").split(", ")
    for shown in words:
        example = shown.split(" ")[0].removesuffix(";")
        if example[:1] in set("0123456789.[{Y-/"):
            assert parse(example)


def test_a_refusal_points_at_the_place_under_the_text() -> None:
    with pytest.raises(EdtfError) as refused:
        parse("2011/2012-13")
    assert str(refused.value) == (
        "there is no month 13\n"
        "    2011/2012-13\n"
        "              ^\n"
        "  write 2012-10 for October 2012; 21 to 41 are seasons"
    )


@pytest.mark.parametrize("text", ["2011\n2012", "1" * 5000, "Y" + "9" * 5000, "[" + "2011," * 99])
def test_a_refusal_does_not_repeat_a_text_that_does_not_fit_a_line(text: str) -> None:
    with pytest.raises(EdtfError) as refused:
        parse(text)
    (fault,) = refused.value.faults
    assert fault.excerpt == ""
    assert len(str(fault.remedy)) < 150
    assert str(fault.remedy).isprintable()


def test_a_refusal_survives_pickling() -> None:
    with pytest.raises(EdtfError) as refused:
        parse("2011-13")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301
    assert isinstance(again, EdtfError)
    assert (str(again), again.position) == (str(refused.value), 5)


def refusal(text: str) -> EdtfError | None:
    try:
        parse(text)
    except EdtfError as error:
        return error
    return None


def is_date_or_is_refused(text: str) -> None:
    error = refusal(text)
    if error is not None:
        assert error.problem
        assert error.remedy
        assert "\n" not in error.problem + error.remedy
        assert 0 <= error.position <= len(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789XYESTZ?~%-:/.,[]{}+ u–")))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    is_date_or_is_refused(text)


DATES = (
    *("2017", "-0043-03-15", "2011-10-04~", "?2004-06-~11", "156X-12-25", "1984-1X", "2017-22"),
    *("Y-17E7", "Y171010000S3", "1950S2", "2011-10-04T23:20:30+04:30", "2011-10-04T24:00:00Z"),
    *("2011-10-04/2011-10-05", "2004-06~/..", "/1985-04", "../1985", "2003-22/2004-22"),
    *("[1667,1668,1670..1672]", "{..1984}", "[1760-01,1760-12..]", "{1960~,1961-12?}"),
)


@given(st.data(), st.sampled_from(DATES))
def test_a_misspelt_date_is_a_date_or_is_refused(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    other = data.draw(st.text(alphabet="09X1?~%-/.,[]{}YEST ux", max_size=3))
    is_date_or_is_refused(text[:start] + other + text[end:])


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000 + " ",
        "-" * 100_000,
        "1-" * 50_000,
        "[" * 100_000,
        "?" * 100_000,
        "1," * 50_000,
    ],
)
def test_a_long_text_is_refused_and_does_not_hang(text: str) -> None:
    is_date_or_is_refused(text)
