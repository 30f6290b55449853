"""Dates as sources, tables and other programs write them."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.base.days import day_number
from timeline.dates import edtf
from timeline.dates.edtf import EdtfError
from timeline.dates.words.reader import read_date, read_typed_date
from timeline.dates.words.word_table import WORDS

TODAY = day_number(2026, 11, 22)
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "dates.tsv"

READ = """
2013-Q2 | 2013-34
2013–Q2 | 2013-34
2013 - Q2 | 2013-34
2013-H2 | 2013-41
2013-Nov | 2013-11
2013-Nov-09 | 2013-11-09
2013-autumn | 2013-23
from 2013-Nov to 2014-Feb | 2013-11/2014-02
2013, Nov 9 | 2013-11-09
November, 9, 2013 | 2013-11-09
218-04-02 BC | -0217-04-02
218-04-00 BC | -0217-04
0218-04 BC | -0217-04
4-8/03/2013 | 2013-03-04/2013-03-08
14/03-18/03/2013 | 2013-03-14/2013-03-18
14.03.-18.03.2013 | 2013-03-14/2013-03-18
4.-8.3.2013 | 2013-03-04/2013-03-08
4 - 8.3.2013 | 2013-03-04/2013-03-08
04/03/2013 - 18/03/2013 | 2013-03-04/2013-03-18
by the end of March 2013 | [..2013-03-31]
before the end of 2013 | [..2013-12-31]
800-500 BC | -0799/-0499
between 60 and 55 BC | [-0059..-0054]
12,000 BC | Y-11999
6,500 BC | -6499
C17 | 16XX
C17th | 16XX
17th c. | 16XX
17th cent. | 16XX
16th-17th century | 15XX/16XX
3rd century BC | -0299/-0200
1st century | 0001/0100
1st century BC | -0099/0000
first half of the 18th century | [1700..1749]
third quarter of the 18th century | [1750..1774]
second half of the 1930s | [1935..1939]
2nd half of the 3rd century BC | [-0249..-0200]
2007-08-00 | 2007-08
2007-00-00 | 2007
2007-00 | 2007
2007-0 | 2007
0 August 2007 | 2007-08
00.08.2007 | 2007-08
00/08/2007 | 2007-08
00/00/2007 | 2007
??/08/2007 | 2007-08
08/??/2007 | 2007-08
21/??/2007 | 2007-XX-21
since 2007-08-00 | 2007-08/..
+1987-03-04T00:00:00Z | 1987-03-04T00:00:00Z
+1987-03-00T00:00:00Z | 1987-03
+1987-00-00T00:00:00Z | 1987
on or about 4 March 2013 | 2013-03-04~
on or around March 2013 | 2013-03~
in or about 2013 | 2013~
on or before 4 March 2013 | [..2013-03-04]
no later than 4 March 2013 | [..2013-03-04]
not after 1790 | [..1790]
on or after 4 March 2013 | [2013-03-04..]
not before 1790 | [1790..]
no earlier than 1790 | [1790..]
pre-1790 | [..1789-12-31]
post-1790 | [1791-01-01..]
prior to 1790 | [..1789-12-31]
1790 (?) | 1790?
1790 (ca.) | 1790~
1790 (approx.) | 1790~
Approx. 1790 | 1790~
[ca. 1790] | 1790~
[1790 or 1791] | [1790,1791]
week of 4 March 2013 | [2013-03-04..2013-03-10]
w/c 4 March 2013 | [2013-03-04..2013-03-10]
week beginning 6 March 2013 | [2013-03-06..2013-03-12]
week ending 10 March 2013 | [2013-03-04..2013-03-10]
week 1 of 2021 | [2021-01-04..2021-01-10]
week 53 of 2020 | [2020-12-28..2021-01-03]
2020-W53 | [2020-12-28..2021-01-03]
W53 2020 | [2020-12-28..2021-01-03]
2020-W53-7 | 2021-01-03
KW 10 2013 | [2013-03-04..2013-03-10]
by week 10 of 2013 | [..2013-03-10]
before week 10 of 2013 | [..2013-03-03]
between week 10 of 2013 and 4 April 2013 | [2013-03-04..2013-04-04]
2013-03-04 09:05:00 | 2013-03-04T09:05:00
2013-03-04 09:05 | 2013-03-04T09:05:00
2013-03-04T09:05Z | 2013-03-04T09:05:00Z
2013-03-04 09:05:00 +06:00 | 2013-03-04T09:05:00+06:00
2013-03-04 09:05:00 UTC | 2013-03-04T09:05:00Z
March 4, 2013, 9:05 PM | 2013-03-04T21:05:00
4 March 2013 at 9 pm | 2013-03-04T21:00:00
12 am, 4 March 2013 | 2013-03-04T00:00:00
25 December 1699 (O.S.) | 1700-01-04
25 December 1699 old style | 1700-01-04
29 February 1700 (Julian) | 1700-03-11
4 January 1700 (N.S.) | 1700-01-04
February 1731/32 | 1732-02
FY 2018-19 | 2018/2019
school year 2018/19 | 2018/2019
academic year 1999-2000 | 1999/2000
06/2013 | 2013-06
before 06/2013 | [..2013-05-31]
2013/6/25 | 2013-06-25
2013年3月4日 | 2013-03-04
2013年3月 | 2013-03
4.–8. März 2013 | 2013-03-04/2013-03-08
vom 4. bis 8. März 2013 | 2013-03-04/2013-03-08
seit März 2013 | 2013-03/..
zwischen März und Mai 2013 | [2013-03..2013-05]
Frühjahr 2013 | 2013-21
1. Quartal 2013 | 2013-33
18. Jahrhundert | 17XX
44 v. Chr. | -0043
um 1790 | 1790~
spätestens 1790 | [..1790]
4 août 2013 | 2013-08-04
1er août 2013 | 2013-08-01
du 4 au 8 mars 2013 | 2013-03-04/2013-03-08
depuis août 2013 | 2013-08/..
entre mars et mai 2013 | [2013-03..2013-05]
juin ou juillet 2013 | [2013-06,2013-07]
XVIIIe siècle | 17XX
52 av. J.-C. | -0051
4 de agosto de 2013 | 2013-08-04
del 4 al 8 de marzo de 2013 | 2013-03-04/2013-03-08
desde 2013 hasta 2016 | 2013/2016
mayo o junio de 2013 | [2013-05,2013-06]
siglo XVIII | 17XX
XVIII век | 17XX
между мартом и маем 2013 | [2013-03..2013-05]
не позднее 4 марта 2013 | [..2013-03-04]
March\u200b 2013 | 2013-03
années 1980 | 198X
los años 1960 | 196X
im Jahre 1960 | 1960
década de 1960 | 196X
1990-е годы | 199X
1970er Jahre | 197X
1970s-80s | 197X/198X
1970-1980s | 197X/198X
192- | 192X
[ca. 192-?] | 192X%
17-- | 17XX
[June] 1887 | 1887-06
12 June [1887] | 1887-06-12
(ca. 1887) | 1887~
1887 (June) | 1887-06
1887 (or 1888) | [1887,1888]
12.VI.1887 | 1887-06-12
12/Jun/1887 | 1887-06-12
1887-VI-12 | 1887-06-12
1.-3.VI.1887 | 1887-06-01/1887-06-03
VI/1887 | 1887-06
Q2/2013 | 2013-34
2Q 2013 | 2013-34
2013 Q2-Q3 | 2013-34/2013-35
2013 March 3-5 | 2013-03-03/2013-03-05
2013, spring | 2013-21
18th century, second half | [1750..1799]
eighteenth century | 17XX
XVII в. | 16XX
XVIIe s. | 16XX
siglos XVII-XVIII | 16XX/17XX
300 г. до н. э. | -0299
the 2013-14 season | 2013/2014
KW 10/2013 | [2013-03-04..2013-03-10]
the 4th day of March, 2013 | 2013-03-04
month of March 2013 | 2013-03
at or about 4 March 2013 | 2013-03-04~
ante 1790 | [..1789-12-31]
<1790 | [..1789-12-31]
nicht vor 1790 | [1790..]
bis März 2013 | ../2013-03
au printemps 2013 | 2013-21
de marzo a mayo de 2013 | 2013-03/2013-05
between 1790-1795 | [1790..1795]
1790 - unknown | 1790/
?-1790 | /1790
25. 6. 2013 | 2013-06-25
06-2013 | 2013-06
05-06/2013 | 2013-05/2013-06
?? March 2013 | 2013-03
4 March 2013 (Monday) | 2013-03-04
возможно, 1790 | 1790?
4 mars 2013 à 9h05 | 2013-03-04T09:05:00
4. März 2013 um 9:05 Uhr | 2013-03-04T09:05:00
2013-03-04 09:05 UTC+2 | 2013-03-04T09:05:00+02:00
2013-03-04T09:05-05:00 | 2013-03-04T09:05:00-05:00
4 March 2013. | 2013-03-04
1790 and later | 1790/..
1790 or before | [..1790]
1790 and after | 1790/..
not before 1790 and not after 1795 | [1790..1795]
after 1790 and before 1795 | [1791-01-01..1794-12-31]
не ранее 1790 г. – не позднее 1795 г. | [1790..1795]
années 1920 et 1930 | {192X,193X}
c.1790-c.95 | 1790~/1795~
third quarter, 2013 | 2013-35
first half of March 2013 | [2013-03-01..2013-03-15]
latter half of February 2013 | [2013-02-16..2013-02-28]
44 b. c. | -0043
May 2013 or between 3 and 9 June 2013 | [2013-05,2013-06-03..2013-06-09]
"""

ASKED = """
2018-19 | 2018/2019 2018-24
2022-23 | 2022/2023 2022-23
2028-29 | 2028/2029 2028-29
since 2022-23 | 2022/.. 2022-23/..
2022-23/2023-24 | 2022/2024 2022-23/2023-24
2003-4 | 2003-04 2003/2004 2003-24
2099-0 | 2099/2100 2099-24
04/03/2013 | 2013-03-04 2013-04-03
04/03/2013 - 08/03/2013 | 2013-03-04/2013-03-08 2013-04-03/2013-08-03
since 04/03/2013 | 2013-03-04/.. 2013-04-03/..
04/03 to 08/03/2013 | 2013-03-04/2013-03-08 2013-04-03/2013-08-03
7/10/98 | 2098-10-07 2098-07-10 1998-10-07 1998-07-10
10-Jul-98 | 2098-07-10 1998-07-10
March 99 | 2099-03 1999-03
March '99 | 2099-03 1999-03
early 2013 | 2013-33 2013-37 2013-40 2013
since early 2013 | 2013-33/.. 2013-37/.. 2013-40/.. 2013/..
by early 2013 | [..2013-33] [..2013-37] [..2013-40] [..2013]
until mid-2013 | ../2013-34 ../2013-35 ../2013-38 ../2013
until the end of March 2013 | ../2013-03-31 ../2013-03
since early March 2013 | 2013-03/..
between late 2012 and early 2013 | [2012-36..2013-33] [2012-39..2013-37] [2012-41..2013-40] \
[2012..2013]
March or early April 2013 | [2013-03,2013-04-01..2013-04-10] [2013-03,2013-04]
late March or early April 2013 | [2013-03-21..2013-03-31,2013-04-01..2013-04-10] [2013-03,2013-04]
late 19th century | [1875..1899] [1867..1899] [1850..1899] 18XX
c. 800-500 BC | -0799~/-0499~ -0799~/-0499
March/April 2013 | [2013-03,2013-04] 2013-03/2013-04
9/10 March 2013 | [2013-03-09,2013-03-10] 2013-03-09/2013-03-10
March 9/10, 2013 | [2013-03-09,2013-03-10] 2013-03-09/2013-03-10
Q1/Q2 2013 | [2013-33,2013-34] 2013-33/2013-34
Dec 2012/Jan 2013 | [2012-12,2013-01] 2012-12/2013-01
December/January 2013 | [2012-12,2013-01] [2013-12,2014-01] 2012-12/2013-01 2013-12/2014-01
11/22 March 1732 | [1732-03-11,1732-03-22] 1732-03-11/1732-03-22 1732-03-22
4 March 1711/12 | 1712-03-04 1712-03-15
4 March 1711-2 | 1712-03-04 1712-03-15
4 March 1742-43 | 1743-03-04 1743-03-15
201805 | 2018-05
20181225-20181227 | 2018-12-25/2018-12-27
week of 6 March 2013 | [2013-03-04..2013-03-10] [2013-03-06..2013-03-12]
first week of March 2013 | [2013-03-01..2013-03-07] [2013-03-04..2013-03-10]
last week of March 2013 | [2013-03-25..2013-03-31]
FY2013 | 2012/2013 2013/2014 2013
1790 to today | 1790/.. 1790/2026-11-22
1900s | 190X 19XX
2013-03-04 / 2013-03-08 | 2013-03-04/2013-03-08
199u | 199X
1790/open | 1790/.. 1790/
Anfang März 2013 | [2013-03-01..2013-03-10] 2013-03
fin mars 2013 | [2013-03-21..2013-03-31] 2013-03
mediados de 2013 | 2013-34 2013-35 2013-38 2013
1921-24 | 1921/1924 1921-24
FY13/14 | 2013/2014 1913/1914
between 1790-95 | [1790..1795]
since 1921-24 | 1921/.. 1921-24/..
1999-00 | 1999/2000 1999
années 1990-1995 | 199X/1995 1990/1995
4 March 2013 09:00-12:00 | 2013-03-04 2013-03-04T09:00:00
before 09:00 on 4 March 2013 | [..2013-03-04]
after 4 March 2013 09:00 | [2013-03-04..]
morning of 4 March 2013 | 2013-03-04
night of 4-5 March 2013 | 2013-03-04/2013-03-05
c. 1790-95 | 1790~/1795~ 1790~/1795
c. 5th century BC | -0499~/-0400~ -0499~/-0400
FY13 | 2012/2013 2013/2014 2013 1912/1913 1913/1914
the nineties | 199X 209X 189X
1790- | 1790/.. 1790/
до марта 2013 | [..2013-02-28] ../2013-03
18-Mar | 2026-03-18 2025-03-18
fl. 1790 | 1790
b. c. 1790 | 1790~
before noon on 4 March 2013 | [..2013-03-04]
1790 / 95 | [1790,1795] 1790/1795
1790-1800, undated | 1790/1800
March/April/May 2013 | [2013-03,2013-04,2013-05] {2013-03,2013-04,2013-05}
late 17th-early 18th century | 16XX/17XX
25-6-13 | 2013-06-25 1913-06-25
"""


def _rows(table: str) -> list[tuple[str, str]]:
    lines = table.replace("\\\n", "").strip().splitlines()
    return [(text, right) for text, _, right in (line.partition(" | ") for line in lines)]


def _typed(text: str) -> str:
    return read_typed_date(text.replace("\\u200b", "\u200b"), today=TODAY).text


def _readings(text: str) -> tuple[str, ...]:
    with pytest.raises(EdtfError) as caught:
        read_typed_date(text, today=TODAY)
    return caught.value.readings


@pytest.mark.parametrize(("text", "right"), _rows(READ))
def test_what_sources_write_with_one_meaning_is_read(text: str, right: str) -> None:
    assert _typed(text) == right


@pytest.mark.parametrize(("text", "right"), _rows(ASKED))
def test_what_has_several_meanings_is_asked_with_all_of_the_text(text: str, right: str) -> None:
    assert _readings(text) == tuple(right.split())


@pytest.mark.parametrize("text", ["2020-21", "2021-22", "1938-39", "2023-24/2024-25"])
def test_in_a_file_a_season_in_edtf_stays_one(text: str) -> None:
    assert read_date(text).text == text
    assert len(_readings(text)) > 1


@pytest.mark.parametrize("text", ["2020-12", "2011-12", "2017-22", "2020-33", "[2020-21,2021]"])
def test_what_is_hardly_meant_as_years_is_not_asked(text: str) -> None:
    assert _typed(text) == text


@pytest.mark.parametrize(
    ("order", "text", "right"),
    [
        ("mdy", "04/03/2013", "2013-04-03"),
        ("dmy", "04/03/2013", "2013-03-04"),
        ("mdy", "04/03/2013 - 05/06/2013", "2013-04-03/2013-05-06"),
        ("mdy", "Approx. 04/03/2013", "2013-04-03~"),
        ("mdy", "before 04/03/2013", "[..2013-04-02]"),
        ("mdy", "04/??/2013", "2013-04"),
        ("dmy", "04/??/2013", "2013-XX-04"),
        ("mdy", "06/2013", "2013-06"),
    ],
)
def test_an_order_holds_for_all_of_a_text(order: str, text: str, right: str) -> None:
    assert read_typed_date(text, order=order).text == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("7/10/18", "2018-07-10"),
        ("7/10/29", "2029-07-10"),
        ("7/10/30", "1930-07-10"),
        ("10-Jul-18", "2018-07-10"),
        ("7/10/98 - 7/12/98", "1998-07-10/1998-07-12"),
    ],
)
def test_with_an_order_short_years_are_those_of_spreadsheets(text: str, right: str) -> None:
    assert read_typed_date(text, order="mdy").text == right


def test_without_an_order_the_century_of_a_short_year_is_asked() -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date("10-Jul-18")
    assert caught.value.problem == "a year has four digits"
    assert caught.value.remedy == "write 10 July 2018 (2018-07-10) or 10 July 1918 (1918-07-10)"


def test_a_day_that_does_not_fit_the_order_is_refused() -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date("25/06/2013", order="mdy")
    assert caught.value.problem == "25/06/2013 is no day with the month first"
    assert caught.value.remedy == "correct it, or write it as 2011-10-04"


@pytest.mark.parametrize("text", ["today", "yesterday", "last year", "this month", "1990 to today"])
def test_in_a_file_no_word_changes_its_meaning_from_day_to_day(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date(text, relative=False)
    word = text.split()[-1 if " to " in text else 0]
    assert caught.value.problem == f'"{word}" means another day tomorrow'
    assert caught.value.remedy == "write the day itself, as in 2018-08-14"


@pytest.mark.parametrize("text", ["unknown", "TBD", "N/A", "n.d.", "-", "?", "неизвестно"])
def test_a_word_for_no_date_says_to_leave_it_empty(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date(text)
    assert caught.value.problem == f'"{text}" says that the date is not known'
    assert caught.value.remedy == (
        "leave it empty, or write what is known, such as 2017 or before 2018"
    )


def test_a_language_that_is_not_read_is_said() -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date("14 sierpnia 2018")
    assert caught.value.problem == '"sierpnia" is not a part of a date'
    assert caught.value.remedy == (
        "write it in numbers, as in 2018-08-14; words are read in English, French, German, "
        "Russian and Spanish, as in 14 August 2018"
    )


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("week 54 of 2020", "2020 has 53 weeks", "write week 33 of 2018"),
        ("week 53 of 2021", "2021 has 52 weeks", "write week 33 of 2018"),
        ("week 5", "the year is missing", "write week 33 of 2018"),
        (
            "since week 10 of 2013",
            '"since" goes with a day, a month or a year',
            "write since and the day, as in since 4 October 2011",
        ),
        (
            "week 10 of 2013 to May 2013",
            "a span begins and ends with a day, a month or a year",
            "write 4-5 October 2011",
        ),
        ("c. week 10 of 2013", "this cannot be marked as not sure", "write its days"),
        ("week of May 2013", '"week of" goes with a day', "write week of 3 May 2021"),
        ("first week of 2013", "it is not clear which week this is", "write week 33 of 2018"),
        ("May 2018 14:30", "a time of day goes with a day", "write 2018-05-03T14:30:00"),
        (
            "3 May 2018 14:30 pm",
            "there is no hour 14 before or after noon",
            "write 14:30 or 2:30 PM",
        ),
        (
            "0000-00-00",
            "this stands for no date",
            "leave it empty; a happening needs a date, such as 2017",
        ),
        ("7/3-5/2021", "the year is missing", "write each date in full"),
        ("1790 O.S.", '"O.S." goes with a day', "write 25 December 1699 (O.S.)"),
        (
            "H1 FY2013/14",
            'the parts of "FY" differ from place to place',
            "write their months, as in July-September 2018",
        ),
        (
            "this evening",
            '"evening" has no hours that all agree on',
            "write the day, as in 4 October 2011",
        ),
        ("0 century", "a century is counted from 1 to 99", "write its years"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date(text, today=TODAY)
    assert (caught.value.problem, caught.value.remedy) == (problem, remedy)


_OPENERS = st.sampled_from(
    ["", "", "since ", "by ", "before ", "until ", "after ", "c. ", "not before ", "by the end of "]
)
_ATOMS = st.sampled_from(
    [
        *(
            "2020-21",
            "2003-4",
            "early 2013",
            "late March 2013",
            "04/03/2013",
            "7/10/98",
            "mid-1960s",
        ),
        *(
            "mid-1960s",
            "March 99",
            "winter 2017",
            "9/10 March 2013",
            "March/April 2013",
            "31 April 2013",
        ),
        *(
            "5th century BC",
            "week of 6 March 2013",
            "late 19th century",
            "2013-00-00",
            "800-500 BC",
        ),
        *(
            "800-500 BC",
            "4 March",
            "October",
            "summer 2017/18",
            "1900s",
            "Octobr 2011",
            "30 and 25 BC",
        ),
        *("2013-03-04 / 2013-03-08", "199u", "1790/open", "2013-06-31", "2012-13", "1 May 2013"),
        *("2013-13-04", "2013-W10", "11 February 1711/12", "last summer", "FY2013", "2018-02-30"),
    ]
)
_JOINED = st.builds("{}{}{}".format, _ATOMS, st.sampled_from([" - ", " to ", " or ", "/"]), _ATOMS)


@given(st.builds("{}{}".format, _OPENERS, _ATOMS | _JOINED))
@example("between late 2012 and early 2013")
@example("2011/2015-02-29")
def test_no_remedy_is_refused_in_turn(text: str) -> None:
    try:
        read_typed_date(text, today=TODAY)
    except EdtfError as refused:
        error = refused
    else:
        return
    for reading in error.readings:
        assert edtf.parse(reading).text == reading
    if not error.readings:
        return
    offered = error.remedy.removeprefix("write ")
    for words in re.findall(r"(?:^|, | or )((?:(?!, | or ).)+?) \(([^()]+)\)", offered):
        if " or " in error.remedy and words[1] not in error.readings:
            continue
        assert words[1] in error.readings
        if words[1] in offered and "or" not in words[1]:
            assert edtf.parse(words[1])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2011/2015-02-29", "2011/"),
        ("2015-02-29/2018", "/2018"),
        ("since Octobr 2011", "since "),
        ("before 31 April 2013", "before "),
        ("2011-06-31/..", "/.."),
        ("[2011-06-31,2012]", ",2012]"),
        ("between 31 April 2013 and 2 May 2013", "between "),
    ],
)
def test_a_remedy_keeps_the_rest_of_the_text(text: str, kept: str) -> None:
    with pytest.raises(EdtfError) as caught:
        read_typed_date(text, today=TODAY)
    assert kept in caught.value.remedy


def _dates_in(right: str) -> set[str]:
    """The dates, in EDTF or in words, that a note on what is right names."""
    found = set()
    for piece in re.split(r",? or |, | \(|\)|: |; ", right.removeprefix("remedy ")):
        with contextlib.suppress(EdtfError):
            found.add(read_date(piece, today=TODAY).text)
    return found


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not here")
def test_the_cases_of_users_come_out_right() -> None:
    wrong = []
    for line in CASES.read_text(encoding="utf-8").splitlines()[1:]:
        text, right = line.split("\t")
        try:
            came = read_typed_date(text, today=TODAY).text
        except EdtfError as error:
            came = " ".join(error.readings)
        expected = _dates_in(right)
        if expected and not expected & set(came.split()):
            wrong.append((text, came, right))
    assert wrong == []


_WORDS = st.sampled_from(
    [
        *sorted(WORDS),
        *("1790", "2013", "3", "12", "90", "1790s", "'90", "90s", "17xx", "2013-03-04", "2013-03"),
        *(
            "03/2013",
            "3/4/2013",
            "4.3.13",
            "1st",
            "XIX",
            "V",
            "W10",
            "2013-W10",
            "Q3",
            "9:05",
            "9 pm",
        ),
        *(
            "1790-95",
            "2013/14",
            "[",
            "]",
            "(",
            ")",
            "10,000",
            "20130304",
            "C19",
            "192-",
            "17--",
            "FY13",
        ),
    ]
)


@given(st.lists(_WORDS, max_size=6), st.sampled_from([" ", ""]), st.booleans())
@example(["2013-03", "BC"], " ", True)
@example(["FY13", "/", "14"], "", True)
@example(["beginning", "2013-W10"], " ", False)
def test_any_row_of_words_is_a_date_or_says_why_not(
    words: list[str], between: str, relative: bool
) -> None:
    try:
        read_typed_date(between.join(words), today=TODAY, relative=relative)
    except EdtfError as refused:
        for reading in refused.readings:
            assert edtf.parse(reading)
