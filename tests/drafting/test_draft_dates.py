"""Dates in prose: what words mean beside the day of the source, and which words are no dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import edtf
from timeline.drafting.dates import date_mentions
from timeline.drafting.dates.date_mentions import DateMention
from timeline.drafting.dates.publication import make_publication

FRIDAY = "2021-10-15"


def found(sentence: str, published: str = FRIDAY) -> list[DateMention]:
    publication = make_publication(edtf.parse(published), "north") if published else None
    return date_mentions.find_dates(sentence, publication)


def dates(sentence: str, published: str = FRIDAY) -> list[str]:
    return [one.edtf or " or ".join(one.readings) for one in found(sentence, published)]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("It began on August 30, 2017 in Osh.", "2017-08-30"),
        ("It began on 30 August 2017.", "2017-08-30"),
        ("It began on 30th August, 2017.", "2017-08-30"),
        ("It met on Monday, 4 October 2021.", "2021-10-04"),
        ("It ran 4-5 October 2011.", "2011-10-04/2011-10-05"),
        ("It ran from 4 to 8 October.", "2021-10-04/2021-10-08"),
        ("It ran from September 1, 2020 through June 15, 2021.", "2020-09-01/2021-06-15"),
        ("It was between 8 and 12 February 2021.", "[2021-02-08..2021-02-12]"),
        ("In 2017, the law was passed.", "2017"),
        ("It covers the period from 2017 to 2022.", "2017/2022"),
        ("It is a priority of the 2015-2019 Programme.", "2015/2019"),
        ("It has been underway since 2020 in nine towns.", "2020/.."),
        ("It ran until May 2014.", "../2014-05"),
        ("Applications were received through 02/14/2020.", "../2020-02-14"),
        ("The report was due by 30 April 2019.", "[..2019-04-30]"),
        ("The kitchens were built in the 1990s.", "199X"),
        ("It was shown in the third quarter of 2019.", "2019-35"),
        ("In the spring of 2021 it went online.", "2021-21"),
        ("In September and October, workshops were held.", "2021-09/2021-10"),
        ("The accounts of 2017 and 2018 were read.", "2017/2018"),
        ("It was held in 2015 and 2018.", "{2015,2018}"),
        ("The school year 2021/22 was hard.", "2021/2022"),
        ("A 2016 report found it.", "2016"),
    ],
)
def test_what_the_calendar_says(sentence: str, date: str) -> None:
    assert dates(sentence) == [date]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("The workshop opened today.", "2021-10-15"),
        ("He spoke to reporters yesterday.", "2021-10-14"),
        ("It begins tomorrow.", "2021-10-16"),
        ("She resigned on Monday.", "2021-10-11"),
        ("She resigned on Friday.", "2021-10-15"),
        ("She resigned last Friday.", "2021-10-08"),
        ("The council will meet on Monday.", "2021-10-18"),
        ("Schools are closed until Wednesday.", "../2021-10-20"),
        ("Schools have been closed since Monday.", "2021-10-11/.."),
        ("Last week two cars were handed over.", "[2021-10-04..2021-10-10]"),
        ("The ministry said this week that it would pay.", "[2021-10-11..2021-10-17]"),
        ("They arrived over the weekend.", "[2021-10-09..2021-10-10]"),
        ("They arrived last month.", "2021-09"),
        ("Last year they chose the school.", "2020"),
        ("It will be printed next year.", "2022"),
        ("In February this year it was shown.", "2021-02"),
        ("During the past year, works were completed.", "[2020-10-15..2021-10-15]"),
        ("Over the past three years it grew.", "[2018-10-15..2021-10-15]"),
        ("Three years ago it was sold.", "2018~"),
        ("Two months ago it was sold.", "2021-08~"),
        ("Two weeks ago it was sold.", "2021-10-01~"),
        ("Ten days ago it was sold.", "2021-10-05"),
        ("Earlier this year it was sold.", "[2021-01-01..2021-10-15]"),
        ("Later this year it will be sold.", "[2021-10-16..2021-12-31]"),
        ("The agency plans to open by the end of the year.", "[..2021]"),
        ("Since the beginning of the year 350 were trained.", "2021/.."),
        ("It was organized this spring.", "2021-21"),
        ("During the summer months, 250 were trained.", "2021-22"),
        ("It joined last autumn.", "2020-23"),
        ("It will be done next winter.", "2021-24"),
        ("We will come back in the summer.", "2022-22"),
        ("It is expected before the winter.", "[..2021-11-30]"),
        ("Last December it closed.", "2020-12"),
        ("It will close next May.", "2022-05"),
        ("The vote is on the first Sunday of October 2021.", "2021-10-03"),
        ("At present, the draft is discussed.", "2021-10-15"),
        ("Over 400 people are currently in prison.", "2021-10-15"),
        ("Recently, we have witnessed a rise.", "[..2021-10-15]"),
        ("In recent years it has grown.", "[..2021-10-15]"),
        ("In the next phases, there will be trainings.", "[2021-10-16..]"),
        ("It is planned during the upcoming period.", "[2021-10-16..]"),
    ],
)
def test_what_counts_from_the_day_of_the_source(sentence: str, date: str) -> None:
    assert dates(sentence) == [date]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Соглашение подписано 30 августа 2017 года.", "2017-08-30"),
        ("В сентябре и октябре прошли семинары.", "2021-09/2021-10"),
        ("С 2016 по 2018 год их стало меньше.", "2016/2018"),
        ("Миссия работала с 1 по 12 октября.", "2021-10-01/2021-10-12"),
        ("Летом 2018 года начались занятия.", "2018-22"),
        ("Занятия начались этой весной.", "2021-21"),
        ("В прошлом году открыли школы.", "2020"),
        ("За последний год обучили 600 человек.", "[2020-10-15..2021-10-15]"),
        ("Об этом вчера сообщил министр.", "2021-10-14"),
        ("На прошлой неделе жалобы переданы.", "[2021-10-04..2021-10-10]"),
        ("Дом построили три года назад.", "2018~"),
        ("До конца года планируется 12 курсов.", "[..2021]"),
        ("В настоящее время закон обсуждается.", "2021-10-15"),
        ("Недавно мост закрыли.", "[..2021-10-15]"),
        ("В ближайшее время мост откроют.", "[2021-10-16..]"),
        ("Во втором квартале 2021 года мост закрыли.", "2021-34"),
        ("Сегодня начался двухдневный семинар.", "2021-10-15/2021-10-16"),
    ],
)
def test_russian(sentence: str, date: str) -> None:
    assert dates(sentence) == [date]


@pytest.mark.parametrize(
    "sentence",
    [
        "It may help, and they march on.",
        "Every May the council meets.",
        "Nelson Mandela Day is marked annually on July 18.",
        "Some 2000 people came, and 1900 left.",
        "It cost 2,017 USD, or $2017.",
        "See Article 12, resolution 2178 and room 2017.",
        "The project is called RCB-2020-114.",
        "Version 4.5 has 1/2 of it.",
        "The sun rose in the east, and the fall was deep.",
        "The second half of the team won a third of the games.",
        "About 60 participants spent 24 months there.",
        "Five to ten took part.",
    ],
)
def test_what_is_no_date(sentence: str) -> None:
    assert dates(sentence) == []


def test_a_date_without_a_year_is_the_one_nearest_to_the_source() -> None:
    assert dates("It was held on 20 December.", "2018-01-12") == ["2017-12-20"]
    assert dates("It will open on 1 June.", "2018-12-01") == ["2019-06-01"]
    assert dates("It was approved on March 27 and will feed many.", "2020-04-03") == ["2020-03-27"]
    (one,) = found("It was held on 20 December.", "2018-01-12")
    assert one.why == "the year is not written; it is the last one before the source"


def test_the_year_of_the_date_before_is_meant_by_that_year() -> None:
    publication = make_publication(edtf.parse("2022-08-09"), "north")
    (one,) = date_mentions.find_dates(
        "They walked from September to November that year.", publication, year="2020"
    )
    assert (one.edtf, one.words) == ("2020-09/2020-11", "from September to November that year")


def test_what_has_two_readings_is_not_decided() -> None:
    (one,) = found("It was reviewed on 03/04/2020.")
    assert one.edtf == ""
    assert one.readings == ("2020-04-03", "2020-03-04")
    assert one.why == "the day or the month may come first"


def test_without_the_day_of_the_source_nothing_is_made_up() -> None:
    (last, july) = found("Last year it closed, and on July 18 it opened.", "")
    assert (last.edtf, last.why) == ("", "it counts from the day of the source, which is not known")
    assert (july.edtf, july.why) == ("", "the year is missing")
    assert dates("It closed in 2018.", "") == ["2018"]


def test_a_source_known_to_the_month_gives_what_needs_no_day() -> None:
    assert dates("Last year it closed.", "2022-07~") == ["2021"]
    assert dates("At present it is closed.", "2022-07~") == ["2022-07~"]
    assert dates("In recent years it grew.", "2022-07~") == ["[..2022-07]"]
    assert dates("In recent years it grew.", "2022-02/2022-03") == ["[..2022-03-31]"]
    assert dates("In the past 4 years it grew.", "2022-07~") == ["[2018-07..2022-07]"]
    assert dates("In the past 4 years it grew.", "2022-02/2022-03") == ["[2018..2022]"]
    (one,) = found("It closed on Monday.", "2022-07~")
    assert one.why == "it counts from a day, and that of the source is not known to the day"


def test_something_of_several_days_that_starts_has_those_days() -> None:
    (one,) = found("A two-day workshop started today in Osh.", "2011-10-04")
    assert one.edtf == "2011-10-04/2011-10-05"
    assert one.words == "two-day ... today"
    assert one.why == "that the days follow each other is a guess"
    assert dates("A two-day workshop was held on 4 October 2011.") == ["2011-10-04"]


def test_a_part_that_edtf_has_no_word_for_is_said() -> None:
    (one,) = found("The work began in late 2020.")
    assert (one.edtf, one.why) == ("2020", '"late" has no EDTF, so the whole is proposed')


def test_the_other_reading_of_a_season_is_said() -> None:
    (one,) = found("It joined last summer.")
    assert (one.edtf, one.why) == ("2021-22", "it may also be 2020-22")


def test_the_words_are_those_of_the_text() -> None:
    sentence = "It ran “from 4 to 8 October 2011”, they say."
    (one,) = found(sentence)
    assert one.words == "from 4 to 8 October 2011"
    assert sentence[one.start : one.end] == one.words


@given(
    st.lists(
        st.sampled_from(
            [
                "in",
                "on",
                "since",
                "until",
                "4",
                "5",
                "October",
                "May",
                "2011",
                "2022",
                "last",
                "this",
                "next",
                "year",
                "summer",
                "today",
                ",",
                "-",
                "and",
                "the",
                "first",
                "half",
                "of",
                "Monday",
                "в",
                "с",
                "по",
                "2018",
                "года",
                "end",
                "early",
                "week",
                "three",
                "years",
                "ago",
                "/",
            ]
        ),
        max_size=14,
    ).map(" ".join),
    st.sampled_from(["", FRIDAY, "2022-07~", "2022", "2022-02/2022-03"]),
)
def test_what_is_found_is_edtf_and_stands_in_the_text(sentence: str, published: str) -> None:
    last = 0
    for one in found(sentence, published):
        assert last <= one.start < one.end <= len(sentence)
        assert one.words.split(" ... ")[-1] == sentence[one.start : one.end]
        last = one.end
        for text in filter(None, (one.edtf, *one.readings)):
            edtf.parse(text)
        assert one.edtf or one.why
