from itertools import product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from timeline.base.days import day_number
from timeline.dates import edtf
from timeline.dates.edtf import EdtfError, Hemisphere
from timeline.dates.vocabulary import MONTHS
from timeline.dates.words.printer import describe_entry, format_date, shorten_months
from timeline.dates.words.reader import read_date

TODAY = day_number(2026, 11, 22)
EXAMPLES = "write for example 2017, July 2022, 4-5 October 2011, summer 2017, c. 2017 or since 2020"

READ = """
2017-22                                  2017-22
2011-10-04/2011-10-05                    2011-10-04/2011-10-05
2020/..                                  2020/..
2017                                     2017
the year 2017                            2017
July 2022                                2022-07
JULY 2022                                2022-07
Jul 2022                                 2022-07
Sept. 2022                               2022-09
in July of 2022                          2022-07
2022 July                                2022-07
4 October 2011                           2011-10-04
the 4th of October 2011                  2011-10-04
October 4, 2011                          2011-10-04
October 4th 2011                         2011-10-04
4 Oct. 2011                              2011-10-04
4\u00a0October\u202f2011  2011-10-04
Tuesday, 4 October 2011                  2011-10-04
third of October 2011                    2011-10-03
2011–10–04                               2011-10-04
12-Mar-2013                              2013-03-12
Mar-2013                                 2013-03
Q1-2013                                  2013-33
summer-2017                              2017-22
4-5 October 2011                         2011-10-04/2011-10-05
4–5 October 2011                         2011-10-04/2011-10-05
4—5 October 2011                         2011-10-04/2011-10-05
4 to 5 October 2011                      2011-10-04/2011-10-05
October 4-5, 2011                        2011-10-04/2011-10-05
28 September - 3 October 2011            2011-09-28/2011-10-03
30 December 2011 - 2 January 2012        2011-12-30/2012-01-02
13.10.2011-14.10.2011                    2011-10-13/2011-10-14
2011-10-04 to 2011-10-05                 2011-10-04/2011-10-05
July-August 2022                         2022-07/2022-08
Q1-Q3 2021                               2021-33/2021-35
2017-2022                                2017/2022
2017–2022                                2017/2022
2017 to 2022                             2017/2022
from 2017 to 2022                        2017/2022
from 2017 until July 2022                2017/2022-07
between 2017 and 2022                    [2017..2022]
between 4 and 6 October 2011             [2011-10-04..2011-10-06]
summer 2017                              2017-22
summer of 2017                           2017-22
the fall of 2016                         2016-23
northern summer 2017                     2017-26
southern summer 2017/18                  2017-30
winter 2017/18                           2017-24
winter 2017/2018                         2017-24
winter 2017-18                           2017-24
winter of 2017–2018                      2017-24
winter 2016/17 - summer 2018             2016-24/2018-22
Q3 2021                                  2021-35
2021 Q3                                  2021-35
third quarter of 2021                    2021-35
3rd quarter 2021                         2021-35
last quarter of 2021                     2021-36
first half of 2021                       2021-40
H1 2021                                  2021-40
second third of 2021                     2021-38
third third of 2021                      2021-39
September and October 2021               {2021-09,2021-10}
September or October 2021                [2021-09,2021-10]
4 & 6 October 2011                       {2011-10-04,2011-10-06}
4 and 6 October 2011                     {2011-10-04,2011-10-06}
October 4, 6 and 8, 2011                 {2011-10-04,2011-10-06,2011-10-08}
4-5 and 7 October 2011                   {2011-10-04..2011-10-05,2011-10-07}
2017 and 2018                            {2017,2018}
2017, 2018, or 2020                      [2017,2018,2020]
c. July 2022                             2022-07~
circa 2022                               2022~
about 2017                               2017~
around 2017                              2017~
ca. 2017                                 2017~
~ July 2022                              2022-07~
July 2022?                               2022-07?
possibly July 2022                       2022-07?
probably July 2022                       2022-07?
c. July 2022?                            2022-07%
possibly about 2017                      2017%
2017 - c. 2022                           2017/2022~
c. 2017 - c. 2022                        2017~/2022~
1960s                                    196X
the 1960's                               196X
19th century                             18XX
third century                            02XX
300 BC                                   -0299
1 BC                                     0000
44 B.C.                                  -0043
15 March 44 BC                           -0043-03-15
AD 79                                    0079
79 CE                                    0079
since 2020                               2020/..
from July 2022                           2022-07/..
2020 onwards                             2020/..
2020 - present                           2020/..
since c. 2017                            2017~/..
until 1985                               ../1985
before 2017                              [..2016-12-31]
before 4 October 2011                    [..2011-10-03]
before summer 2017                       [..2017-05-31]
by 1984                                  [..1984]
after 1 May 2011                         [2011-05-02..]
after 2011                               [2012-01-01..]
2011 or later                            [2011..]
2011 or earlier                          [..2011]
from 1985, end unknown                   1985/
until 1985, start unknown                /1985
2004, month unknown                      2004-XX
a month in 2004                          2004-XX
a day in April 1985                      1985-04-XX
a day in 1985                            1985-XX-XX
11 June 2004, year uncertain             ?2004-06-11
11 June 2004, month and day approximate  2004-~06-~11
today                                    2026-11-22
yesterday                                2026-11-21
this year                                2026
last year                                2025
this month                               2026-11
next month                               2026-12
4 October last year                      2025-10-04
this spring                              2026-21
summer this year                         2026-22
13/05/2011                               2011-05-13
05/13/2011                               2011-05-13
13.05.2011                               2011-05-13
04.04.2011                               2011-04-04
4 октября 2011                           2011-10-04
4 октября 2011 года                      2011-10-04
4–5 октября 2011 г.                      2011-10-04/2011-10-05
лето 2017 года                           2017-22
3 квартал 2021                           2021-35
1-й квартал 2021                         2021-33
IV квартал 2021                          2021-36
около 2017 г.                            2017~
с 2017 по 2022                           2017/2022
сентябрь и октябрь 2021                  {2021-09,2021-10}
во втором квартале 2021 года             2021-34
в прошлом году                           2025
в октябре прошлого года                  2025-10
в этом месяце                            2026-11
этой весной                              2026-21
в следующем году                         2027
среду, 4 октября 2017                    2017-10-04
5/2011                                   2011-05
2011/10/04                               2011-10-04
1st century                              0001/0100
к 2025 году                              [..2025]
"""

UNCLEAR = """
04/05/2011 | the day or the month may come first
 | write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)
04.05.2011 | the day or the month may come first
 | write 4 May 2011 (2011-05-04) or 5 April 2011 (2011-04-05)
04/05/2011 - 06/05/2011 | the day or the month may come first
 | write 4–6 May 2011 (2011-05-04/2011-05-06) or 5 April – 5 June 2011 (2011-04-05/2011-06-05)
04/05 | the day or the month may come first
 | write 4 May 2026 (2026-05-04), 4 May 2025 (2025-05-04), 5 April 2026 (2026-04-05) or 5 April \
2025 (2025-04-05)
31/04/2011 | April 2011 has 30 days
 | write 30 April 2011 (2011-04-30) or 1 May 2011 (2011-05-01)
13/14/2011 | neither 13 nor 14 is a month
 | write the year, the month and the day, as in 2017-10-05
04/05/11 | a year has four digits
 | write 4 May 2011 (2011-05-04), 5 April 2011 (2011-04-05), 4 May 1911 (1911-05-04) or 5 April \
1911 (1911-04-05)
2011/12 | the second number may be a month or a year
 | write December 2011 (2011-12), 2011–2012 (2011/2012) or winter 2011/12 (2011-24)
winter 2017 | winter begins in one year and ends in the next
 | write winter 2016/17 (2016-24) or winter 2017/18 (2017-24)
last summer | it is not clear which summer is "last"
 | write summer 2025 (2025-22) or summer 2026 (2026-22)
next spring | it is not clear which spring is "next"
 | write spring 2026 (2026-21) or spring 2027 (2027-21)
this winter | it is not clear which winter is "this"
 | write winter 2025/26 (2025-24) or winter 2026/27 (2026-24)
конец 2017 | it is not clear which days "конец" means
 | write Q4 2017 (2017-36), last third of 2017 (2017-39), second half of 2017 (2017-41) or 2017
winter 2017/19 | winter is in two years in a row
 | write winter 2017/18 (2017-24) or winter 2018/19 (2018-24)
summer 2017/18 | summer is in one year
 | write summer 2017 (2017-22) or summer 2018 (2018-22)
2017–22 | the second number may be a month or a year
 | write summer 2017 (2017-22) or 2017–2022 (2017/2022)
2017-18 | the second number may be a month or a year
 | write 2017–2018 (2017/2018) or winter 2017/18 (2017-24)
4 October 11 | a year has four digits
 | write 4 October 2011 (2011-10-04) or 4 October 1911 (1911-10-04)
July '17 | a year has four digits
 | write July 2017 (2017-07) or July 1917 (1917-07)
17 | a year has four digits
 | write 2017 or 1917
476 | a year has four digits
 | write 476 AD (0476)
July 17 | the year is missing
 | write 17 July 2026 (2026-07-17), 17 July 2025 (2025-07-17) or July 2017 (2017-07)
4 October | the year is missing
 | write 4 October 2026 (2026-10-04) or 4 October 2025 (2025-10-04)
4-5 October | the year is missing
 | write 4–5 October 2026 (2026-10-04/2026-10-05) or 4–5 October 2025 (2025-10-04/2025-10-05)
winter | the year is missing
 | write winter 2025/26 (2025-24) or winter 2026/27 (2026-24)
October? | the year is missing
 | write October 2026? (2026-10?) or October 2025? (2025-10?)
5, 2011 | the month is missing
 | write the day with its month, as in 4 October 2011
since 2011-31-12 | there is no month 31
 | EXAMPLES
4 - October 2011 | the month is missing
 | write the day with its month, as in 4 October 2011
31 June 2017 | June 2017 has 30 days
 | write 30 June 2017 (2017-06-30) or 1 July 2017 (2017-07-01)
29 February 2017 | February 2017 has 28 days
 | write 28 February 2017 (2017-02-28) or 1 March 2017 (2017-03-01)
45 October 2011 | October 2011 has 31 days
 | write 31 October 2011 (2011-10-31)
Monday 4 October 2011 | 4 October 2011 is a Tuesday, not a Monday
 | write 4 October 2011 (2011-10-04)
Tuesday October 2011 | a weekday goes with a day
 | write Tuesday 4 October 2011
1667, 1668 | one of these dates, or all of them?
 | write 1667 and 1668 ({1667,1668}) or 1667 or 1668 ([1667,1668])
Octobr 2011 | "Octobr" is not a part of a date
 | write October 2011 (2011-10)
sumer 2017 | "sumer" is not a part of a date
 | write summer 2017 (2017-22)
Ramadan 2017 | "Ramadan" is not a part of a date
 | write it in numbers, as in 2018-08-14; words are read in English, French, German, Russian \
and Spanish, as in 14 August 2018
October October 2011 | these words are not one date
 | EXAMPLES
the | there is no date in this
 | EXAMPLES
2017 to | a date is missing here
 | EXAMPLES
4 to 5 to 6 October 2011 | a span has one start and one end
 | EXAMPLES
early 2017 | it is not clear which days "early" means
 | write Q1 2017 (2017-33), first third of 2017 (2017-37), first half of 2017 (2017-40) or 2017
mid-2017 | it is not clear which days "mid" means
 | write Q2 2017 (2017-34), Q3 2017 (2017-35), second third of 2017 (2017-38) or 2017
late July 2022 | it is not clear which days "late" means
 | write between 21 and 31 July 2022 ([2022-07-21..2022-07-31]) or July 2022 (2022-07)
mid-summer 2017 | it is not clear which days "mid" means
 | write July 2017 (2017-07) or summer 2017 (2017-22)
early 1960s | it is not clear which days "early" means
 | write between 1960 and 1963 ([1960..1963]) or 1960s (196X)
end of 4 October 2011 | it is not clear which days "end" means
 | write 4 October 2011 (2011-10-04)
1900s | this may be a decade or a century
 | write 190X (1900 to 1909) or 20th century (19XX)
5th quarter of 2021 | a year has 4 quarters
 | EXAMPLES
3rd half of 2021 | a year has 2 halves
 | EXAMPLES
southern Q1 2017 | "southern" goes with a season
 | EXAMPLES
0 BC | the years BC and AD begin with 1
 | EXAMPLES
2017, 2018 | one of these dates, or all of them?
 | write 2017 and 2018 ({2017,2018}) or 2017 or 2018 ([2017,2018])
2017 and 2018 or 2019 | "and" and "or" do not go together
 | write EDTF: {2017,2018} for all of them, [2017,2018] for one
September 2021 and 2022 | it is not clear what the shorter dates leave out
 | write {2021-09,2022} or September 2021 and September 2022 ({2021-09,2022-09})
December and January 2022 | the dates are not in order, or are not of one year
 | write December 2021 and January 2022 ({2021-12,2022-01}) or December 2022 and January 2023 \
({2022-12,2023-01})
c. 2017-2022 | which of these dates is not sure?
 | write c. 2017 – c. 2022 (2017~/2022~) or 2017~/2022
2017 or 2018? | which of these dates is not sure?
 | write 2017? or 2018? ([2017?,2018?]) or [2017,2018?]
before c. 2017 | "before" needs a date that is sure
 | write before 2017 ([..2016-12-31])
since 4-5 October 2011 | "since" goes with one date
 | write since 4 October 2011
between 2017 | "between" goes with two dates and "and"
 | write between 2017 and 2022
2017 later | "later" does not follow on this
 | write 2017 - present, 2017 or later, or 2017 or earlier
since 1985, end unknown | "end unknown" goes with "from"
 | write from 1985, end unknown, or until 1985, start unknown
4 October 2011, month unknown | the month can only be unknown of a year
 | write 2004, month unknown, or a day in April 1985
2004, day uncertain | the remark does not fit the date
 | EXAMPLES
"""

WRITTEN = """
2011-10-04                               4 October 2011
2011-10-04/2011-10-05                    4–5 October 2011
2011-09-28/2011-10-03                    28 September – 3 October 2011
2011-12-30/2012-01-02                    30 December 2011 – 2 January 2012
2022-07                                  July 2022
2022-07/2022-08                          July–August 2022
2021-12/2022-01                          December 2021 – January 2022
2011-10/2011-10-05                       October 2011 – 5 October 2011
2017-22                                  summer 2017
2017-26                                  northern summer of 2017
2017-24                                  winter 2017/18
1999-24                                  winter 1999/2000
2021-35                                  Q3 2021
2021-38                                  second third of 2021
2021-40                                  first half of 2021
2021-33/2021-35                          Q1–Q3 2021
2017-21/2017-24                          spring 2017 – winter 2017/18
2017                                     2017
2017/2022                                2017–2022
0079                                     79 AD
-0299                                    300 BC
-0299/0079                               300 BC – 79 AD
2020/..                                  since 2020
/..                                      running, begun before
../1985                                  until 1985
1985/                                    from 1985, end unknown
/1985                                    until 1985, start unknown
[..1984]                                 by 1984
[..2011-10-03]                           by 3 October 2011
[..2016-12-31]                           before 2017
[..2017-05-31]                           before June 2017
[2011-05-02..]                           after 1 May 2011
[2011-06-01..]                           after May 2011
[2012-01-01..]                           after 2011
[2011..]                                 2011 or later
[2017..2022]                             between 2017 and 2022
[2011-10-04..2011-10-06]                 between 4 and 6 October 2011
{2021-09,2021-10}                        September and October 2021
[2021-09,2021-10]                        September or October 2021
{2021-10,2021-09}                        October 2021 and September 2021
[2017,2018,2020]                         2017, 2018 or 2020
{2017-21,2017-23}                        spring and autumn 2017
{2017-24,2017-24}                        winter 2017/18 and winter 2017/18
2022~                                    c. 2022
2022?                                    2022?
2022%                                    c. 2022?
2017~/2022~                              c. 2017 – c. 2022
2017/2022~                               2017 – c. 2022
196X                                     1960s
18XX                                     19th century
20XX                                     21st century
2004-XX                                  2004, month unknown
1985-04-XX                               a day in April 1985
1985-XX-XX                               a day in 1985
?2004-06-11                              11 June 2004, year uncertain
2004-06~-11                              11 June 2004, year and month approximate
2017-%22                                 summer 2017, season uncertain and approximate
"""

AS_EDTF = (
    "2017~/2022",
    "2017/2022?",
    "190X",
    "156X-12-25",
    "2004-1X",
    "XXXX-12-XX",
    "Y170000002",
    "1950S2",
    "-9999",
    "../..",
    "1985-04-12T23:20:30Z",
    "{2021-09,2022}",
    "{1960..1965}",
    "{..1984}",
    "{2017}",
    "2004-XX?",
    "1985-04-XX~",
    "2004?-06~-11",
    "-0299-24",
)


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = (line.split("  ", 1) for line in table.strip().splitlines())
    return [(row[0], row[1].strip()) for row in rows]


def _refusals() -> list[tuple[str, str, str]]:
    rows = UNCLEAR.strip().replace("\n | ", " | ").splitlines()
    split = (row.split(" | ") for row in rows)
    return [
        (text, problem, EXAMPLES if remedy == "EXAMPLES" else remedy)
        for text, problem, remedy in split
    ]


def _refusal(text: str, hemisphere: Hemisphere = "north") -> EdtfError:
    with pytest.raises(EdtfError) as caught:
        read_date(text, today=TODAY, hemisphere=hemisphere)
    return caught.value


@pytest.mark.parametrize(("typed", "text"), _pairs(READ))
def test_words_are_read_as_edtf(typed: str, text: str) -> None:
    assert read_date(typed, today=TODAY).text == text


@pytest.mark.parametrize(("typed", "problem", "remedy"), _refusals())
def test_unclear_words_are_refused_with_what_to_type_instead(
    typed: str, problem: str, remedy: str
) -> None:
    refusal = _refusal(typed)
    assert (refusal.problem, refusal.remedy) == (problem, remedy)


@pytest.mark.parametrize(("text", "words"), _pairs(WRITTEN))
def test_dates_are_written_in_words(text: str, words: str) -> None:
    assert format_date(edtf.parse(text)) == words


@pytest.mark.parametrize(("text", "words"), _pairs(WRITTEN))
def test_short_months_are_read_as_long_ones(text: str, words: str) -> None:
    short = shorten_months(words)
    assert not any(month in short for month in MONTHS if month != "May")
    assert read_date(short).text == read_date(words).text, text


def test_months_have_three_letters_where_room_is_scarce() -> None:
    words = format_date(edtf.parse("[2017-09-30..2018-02-16]"))
    assert shorten_months(words) == "between 30 Sep 2017 and 16 Feb 2018"


@pytest.mark.parametrize("text", AS_EDTF)
def test_what_words_cannot_say_is_written_as_edtf(text: str) -> None:
    assert format_date(edtf.parse(text)) == text


def test_a_refusal_points_at_the_part_that_is_meant() -> None:
    assert str(_refusal("since Octobr 2011")) == (
        '"Octobr" is not a part of a date\n'
        "    since Octobr 2011\n"
        "          ^\n"
        "  write since October 2011 (2011-10/..)"
    )


@pytest.mark.parametrize("sign", ["\x1b", "\0", "\ud800"])
def test_a_refusal_never_repeats_what_cannot_be_printed(sign: str) -> None:
    refusal = _refusal(f"July {sign} 2017")
    assert str(refusal) == f"U+{ord(sign):04X} is not a part of a date\n  {EXAMPLES}"


def test_a_misspelt_word_is_offered_as_tables_show_it() -> None:
    assert _refusal("octobr 2011").remedy == "write October 2011 (2011-10)"


@pytest.mark.parametrize(
    "text",
    ["[1667, 1668]", "20050924T100000", "20050924", "2017-13", "2017 / 2018", "2011-31-12"],
)
def test_text_that_looks_like_edtf_is_never_repaired_and_gets_the_refusal_of_edtf(
    text: str,
) -> None:
    with pytest.raises(EdtfError) as caught:
        edtf.parse(text)
    assert str(_refusal(text)) == str(caught.value)


def test_words_that_end_before_they_start_show_what_was_read() -> None:
    with pytest.raises(EdtfError) as caught:
        edtf.parse("2022/2017")
    refusal = _refusal("2022 to 2017")
    assert refusal.problem == f"this reads as 2022/2017: {caught.value.problem}"
    assert refusal.remedy == caught.value.remedy


def test_an_empty_text_is_refused_with_examples() -> None:
    refusal = _refusal(" \n")
    assert (refusal.problem, refusal.remedy) == ("an empty text is not a date", EXAMPLES)


def test_a_long_text_is_refused_for_its_length() -> None:
    refusal = _refusal("2017 and " * 30)
    assert refusal.problem == "a date in words has at most 200 characters"
    assert refusal.remedy == EXAMPLES


def test_long_edtf_is_taken_all_the_same() -> None:
    text = "{" + ",".join(f"2017-{month:02d}-{day:02d}" for month in (1, 3) for day in range(1, 32))
    assert read_date(text + "}").text == text + "}"


def test_in_the_south_it_is_the_summer_that_has_two_years() -> None:
    assert read_date("winter 2017", hemisphere="south").text == "2017-24"
    assert read_date("summer 2017/18", hemisphere="south").text == "2017-22"
    assert _refusal("summer 2017", "south").remedy == (
        "write summer 2016/17 (2016-22) or summer 2017/18 (2017-22)"
    )
    assert format_date(edtf.parse("2017-22", "south")) == "summer 2017/18"


def test_today_is_by_default_that_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.base.days.today", lambda: TODAY)
    assert read_date("today").text == "2026-11-22"


def test_january_has_the_month_before_it_in_the_year_before() -> None:
    assert read_date("last month", today=day_number(2026, 1, 15)).text == "2025-12"


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("summer  2017", "summer 2017 = 2017-22, 1 June to 31 August 2017"),
        ("winter 2017/18", "winter 2017/18 = 2017-24, 1 December 2017 to 28 February 2018"),
        ("2017-22", "2017-22 = summer 2017, 1 June to 31 August 2017"),
        ("1960s", "1960s = 196X, 1 January 1960 to 31 December 1969"),
        ("a day in April 1985", "a day in April 1985 = 1985-04-XX, 1 to 30 April 1985"),
        ("4-5 October 2011", "4-5 October 2011 = 2011-10-04/2011-10-05"),
        ("by 1984", "by 1984 = [..1984]"),
        ("2011-10-04", "2011-10-04 = 4 October 2011"),
        ("2017", "2017"),
        ("190X", "190X, 1 January 1900 to 31 December 1909"),
        ("2017-X1-31", "2017-X1-31, 31 January 2017"),
    ],
)
def test_an_entry_is_echoed_with_its_other_form_and_the_days_that_are_not_plain(
    typed: str, echo: str
) -> None:
    assert describe_entry(read_date(typed), typed) == echo


def test_an_open_end_tells_when_it_was_last_seen() -> None:
    date = edtf.parse("2020/..")
    told = "since 2020 (open, last seen 15 October 2021)"
    assert format_date(date, last_seen=edtf.parse("2021-10-15")) == told
    assert format_date(date.seen_until(day_number(2021, 10, 15))) == told


def test_an_open_end_last_seen_on_an_uncertain_date_has_its_words() -> None:
    words = format_date(edtf.parse("2020/.."), last_seen=edtf.parse("2022-07~"))
    assert words == "since 2020 (open, last seen c. July 2022)"


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("2018-02-16", "running on 16 February 2018, begun before"),
        ("2018-02", "running in February 2018, begun before"),
        ("2018~", "running in c. 2018, begun before"),
        ("[..2018]", "running by 2018, begun before"),
    ],
)
def test_what_was_running_already_is_told_by_when_that_was(seen: str, words: str) -> None:
    assert format_date(edtf.parse("/.."), last_seen=edtf.parse(seen)) == words


@pytest.mark.parametrize("text", ["2020", "2020/2021", "2020/", "../2020", "[2020..]"])
def test_what_has_no_open_end_was_not_last_seen(text: str) -> None:
    date = edtf.parse(text)
    assert format_date(date, last_seen=edtf.parse("2021-10-15")) == format_date(date)


WORDS = """
2017 2018 79 4 5 4th 30 1960s 19th century Q3 H1 2011-10-04 2017-22 04/05/2011 13.05.2011
2017/18 October September Oct. summer winter spring northern southern first third half quarter last
this year month today and or to - – , c. possibly ? ~ % since until before after by between from
BC AD early mid-
onwards present later a day in the of Monday '17 октября и около .. / [ ]
"""
HEMISPHERES: st.SearchStrategy[Hemisphere] = st.sampled_from(("north", "south"))

_DAYS = st.sampled_from(["4 October", "October 4", "30 June", "1 May", "October", "Sept.", "Q3"])
_SOLE = st.sampled_from(
    [
        *("2017", "July 2022", "4 October 2011", "summer 2017", "winter 2017/18", "1960s"),
        *("19th century", "300 BC", "AD 79", "Q3 2021", "second third of 2021", "13.05.2011"),
        *("a day in April 1985", "a month in 2004", "northern winter 2017/18", "today"),
        *("last year", "2017-22", "1 January 2018", "31 December 2016", "southern autumn 2020"),
    ]
)
_MARKED = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "c. ", "possibly "]),
    _SOLE,
    st.sampled_from(["", "?"]),
)
_JOINED = st.builds(
    "{} {} {}".format, _MARKED | _DAYS, st.sampled_from(["to", "-", "–", "and", "or"]), _MARKED
)
_OPENED = st.builds(
    "{} {}".format, st.sampled_from(["since", "until", "before", "after", "by"]), _MARKED
)
_ENDED = st.builds("{} {}".format, _MARKED, st.sampled_from(["onwards", "or later", "or earlier"]))
_BETWEEN = st.builds("between {} and {}".format, _SOLE | _DAYS, _SOLE)
_REMARKED = st.builds(
    "{}, {}".format,
    _SOLE,
    st.sampled_from(["year uncertain", "month unknown", "month and day approximate"]),
)
PHRASES = _MARKED | _JOINED | _OPENED | _ENDED | _BETWEEN | _REMARKED
LOOSE_WORDS = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8).map(" ".join)


@given(PHRASES | LOOSE_WORDS, HEMISPHERES)
@example("winter 2017/18 or winter 2017/18", "north")
@example("2018 , year uncertain", "north")
@example("4 and a day in 2018", "north")
def test_what_was_typed_in_words_is_the_same_date_once_written_and_read_again(
    typed: str, hemisphere: Hemisphere
) -> None:
    try:
        date = read_date(typed, today=TODAY, hemisphere=hemisphere)
    except EdtfError:
        assume(False)
    assert read_date(format_date(date), today=TODAY, hemisphere=hemisphere).text == date.text


_YEARS = st.sampled_from(
    [
        "2017",
        "2018",
        "1999",
        "0079",
        "0000",
        "-0043",
        "9999",
        "-9999",
        "-9998",
        "196X",
        "190X",
        "20XX",
        "00XX",
        "XXXX",
        "-01XX",
        "X017",
    ]
)
_MONTHS = st.sampled_from(["01", "07", "10", "12", "XX", "1X", "X1"])
_DAYS_OF_MONTH = st.sampled_from(["01", "04", "30", "31", "XX", "0X", "X1"])
_MARKS = st.sampled_from(["", "", "", "?", "~", "%"])
_SINGLES = st.one_of(
    st.builds("{}{}{}".format, _MARKS, _YEARS, _MARKS),
    st.builds("{}{}-{}{}{}".format, _YEARS, _MARKS, _MARKS, _MONTHS, _MARKS),
    st.builds("{}{}-{}{}".format, _YEARS, _MARKS, st.integers(21, 41), _MARKS),
    st.builds(
        "{}{}-{}{}-{}{}{}".format, _YEARS, _MARKS, _MARKS, _MONTHS, _MARKS, _DAYS_OF_MONTH, _MARKS
    ),
    st.sampled_from(["Y17E7", "Y-12345", "1950S2", "1985-04-12T23:20:30Z"]),
)
_SIDES = _SINGLES | st.sampled_from(["..", ""])
_MEMBERS = _SINGLES | st.builds("{}..{}".format, _SINGLES, _SINGLES)
EDTF = st.one_of(
    _SINGLES,
    st.builds("{}/{}".format, _SIDES, _SIDES),
    *(
        st.builds(form.format, st.lists(_MEMBERS, min_size=1, max_size=3).map(",".join))
        for form in ("[{}]", "{{{}}}", "[..{}]", "[{}..]", "{{{}..}}", "{{..{}}}")
    ),
)


@given(EDTF, HEMISPHERES)
@example("2017-01-XX/2017-02", "north")
@example("196X-XX", "north")
@example("[9999-12-31..]", "north")
@example("[..9999-12-31]", "north")
@example("[-9998-01-01..]", "north")
def test_a_date_is_written_so_that_reading_it_gives_the_same_days(
    text: str, hemisphere: Hemisphere
) -> None:
    try:
        date = edtf.parse(text, hemisphere)
    except EdtfError:
        assume(False)
    words = format_date(date)
    again = read_date(words, today=TODAY, hemisphere=hemisphere)
    assert words == text or (again.nominal, again.tested) == (date.nominal, date.tested)
    assert describe_entry(date, text).startswith(text)


@given(st.text(max_size=250) | LOOSE_WORDS, HEMISPHERES)
def test_nothing_but_an_edtf_error_comes_of_any_text(text: str, hemisphere: Hemisphere) -> None:
    try:
        read_date(text, today=TODAY, hemisphere=hemisphere)
    except EdtfError as caught:
        refusal = caught
    else:
        return
    assert refusal.problem
    assert refusal.remedy
    assert f"{refusal.problem}{refusal.remedy}".isprintable()


@pytest.mark.parametrize(
    ("month", "form"),
    list(product(("May", "mAY", "MAY"), ("4 {} 2011", "{} 4, 2011", "  4  {}   2011 "))),
)
def test_case_and_spaces_do_not_matter(month: str, form: str) -> None:
    assert read_date(form.format(month)).text == "2011-05-04"
