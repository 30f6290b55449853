"""Dates that stand over others, in headings, lists, entries and tables, and where they reach."""

import pytest

from timeline.drafting.chronology import read_settings
from timeline.drafting.dates.leads import read_lead
from timeline.drafting.dates.years import Entry, find_direction
from timeline.drafting.draft import make_draft
from timeline.drafting.happening import Proposal
from timeline.drafting.source.masthead import read_masthead
from timeline.drafting.source.source_draft import SourceDetails
from timeline.texts.read import read_source

from support.helpers import projected

DATED_2012 = "Chronology of the mine\n12 May 2012\n\n"


def proposals(text: str, name: str = "in.txt") -> tuple[Proposal, ...]:
    return make_draft(projected([]), text.encode(), name, SourceDetails()).proposals


def dated(text: str, name: str = "in.txt") -> list[tuple[object, object]]:
    """The titles that are proposed, with their dates."""
    return [(one.body["title"], one.body["date"]) for one in proposals(text, name)]


def notes(text: str, name: str = "in.txt") -> list[str]:
    return [one.notes["date"] for one in proposals(text, name)]


def page(body: str) -> str:
    head = "<h1>Repairs</h1><p>Updated 9 November 2020</p>"
    return f"<html><body><main>{head}{body}</main></body></html>"


@pytest.mark.parametrize(
    ("text", "parts", "end"),
    [
        ("Aug. 15, 2014: The ferry sinks.", ("2014-08-15", "", 0, ""), 15),
        ("- 12 June: A school shuts.", ("", "12 June", 0, ""), 11),
        ("JUNE", ("", "JUNE", 0, ""), 4),
        ("June – A school shuts.", ("", "June", 0, ""), 7),
        ("## 2013", ("2013", "", 0, ""), 7),
        ("2012–2013", ("2012/2013", "", 0, ""), 9),
        ("2025-07-26 Saturday", ("2025-07-26", "", 0, ""), 19),
        ("Saturday, 26 July 2025", ("2025-07-26", "", 0, ""), 22),
        ("Date: 2023-11-22", ("2023-11-22", "", 0, ""), 16),
        ("| 3 March 2013 | A bridge shuts. |", ("2013-03-03", "", 0, ""), 17),
        ("12th: A bus came.", ("", "", 12, ""), 6),
        ("12 – A bus came.", ("", "", 12, ""), 5),
        ("09:17 - A fuse blows.", ("", "", 0, "09:17:00"), 8),
        ("08:42:33 a fuse blows", ("", "", 0, "08:42:33"), 9),
        ("14:33, the office is told", ("", "", 0, "14:33:00"), 7),
        ("c. 1850: A mill is built.", ("1850~", "", 0, ""), 9),
        ("1.15 am: The fire is out.", ("", "", 0, "01:15:00"), 9),
        ("0917 hrs – A fuse blows.", ("", "", 0, "09:17:00"), 11),
        ("2025-04-14 16:37 UTC", ("2025-04-14T16:37:00Z", "", 0, ""), 20),
        ("13:14 EDT (17:14 UTC): A mail comes.", ("", "", 0, "13:14:00"), 23),
    ],
)
def test_the_date_that_a_paragraph_begins_with(
    text: str, parts: tuple[str, str, int, str], end: int
) -> None:
    lead = read_lead(text)
    assert lead is not None
    assert (lead.edtf, lead.partial, lead.day, lead.time) == parts
    assert lead.end == end


@pytest.mark.parametrize(
    "text",
    [
        "12 districts were open.",
        "1. The registry",
        "10.30 million came.",
        "The 2013 floods",
        "May we",
    ],
)
def test_what_begins_with_no_date(text: str) -> None:
    assert read_lead(text) is None


def test_a_year_stands_over_what_follows() -> None:
    text = "1998\n- The mine opens.\n- 4 May: The first coal is sold.\n\n2001\nThe mine shuts.\n"
    assert dated(DATED_2012 + text) == [
        ("The mine opens", "1998"),
        ("The first coal is sold", "1998-05-04"),
        ("The mine shuts", "2001"),
    ]
    assert notes(DATED_2012 + text) == [
        'carried from "1998" in para 3',
        '"4 May"; the year is that of "1998" in para 3',
        'carried from "2001" in para 6',
    ]


def test_what_is_carried_is_told_in_the_basis() -> None:
    first, second = proposals(DATED_2012 + "1998\nThe mine opens.\n4 May: Coal is sold.\n")
    assert (first.body["date_text"], first.body["dated"]) == ("1998", "stated")
    assert first.body["date_basis"] == 'The source of 12 May 2012 has it under "1998" in para 3.'
    assert second.body["date_basis"] == (
        'The source of 12 May 2012 says "4 May"; the year is that of "1998" in para 3.'
    )


def test_a_heading_that_is_no_date_ends_a_year_at_the_end_of_a_text() -> None:
    text = "1998\nThe mine opens.\n\nSources\nTwo miners were asked by us.\n"
    assert notes(DATED_2012 + text) == [
        'carried from "1998" in para 3',
        "a guess: no word of the paragraph says when",
    ]
    text = "1998\nThe mine opens.\n\nThe village\nThe bakery was sold.\n"
    assert notes(DATED_2012 + text)[1:] == [
        'decide: 1998 as "1998" in para 3; but the heading "The village" in para 5 stands between'
    ]


def test_a_heading_of_several_years_leaves_the_year_open() -> None:
    text = "1998–1999\nThe mine opens.\n3 May: Coal is sold.\n"
    assert dated(DATED_2012 + text) == [("The mine opens", "[1998..1999]"), ("Coal is sold", "")]
    assert notes(DATED_2012 + text)[1] == (
        'decide: "3 May": 1998-05-03 or 1999-05-03; the year is that of "1998–1999" in para 3; '
        "that is more than one year"
    )


def test_a_date_that_the_heading_does_not_hold_is_asked() -> None:
    text = "1998\nIn 1963 the shaft was dug.\n"
    assert notes(DATED_2012 + text) == [
        'decide: 1963 as in "In 1963", or 1998 as "1998" in para 3 over it'
    ]


def test_entries_go_on_from_the_one_before() -> None:
    text = "Nov. 6, 2010: A suit is filed.\nNov. 9: It is heard.\nFeb. 11: The suit is dropped.\n"
    assert dated(DATED_2012 + text) == [
        ("A suit is filed", "2010-11-06"),
        ("It is heard", "2010-11-09"),
        ("The suit is dropped", "2011-02-11"),
    ]
    assert notes(DATED_2012 + text)[2] == (
        '"Feb. 11"; the year after that of "Nov. 9" in para 4, by the order of the entries'
    )
    assert proposals(DATED_2012 + text)[2].body["dated"] == "inferred"


def test_entries_that_begin_with_the_latest_go_back() -> None:
    text = "Mar. 3, 2012: It is heard.\nFeb. 6: It is filed.\nDec. 12: The shop opens.\n"
    assert [date for _, date in dated(DATED_2012 + text)] == [
        "2012-03-03",
        "2012-02-06",
        "2011-12-12",
    ]


def test_the_order_of_two_entries_shows_no_year() -> None:
    text = "Aug. 15, 2010: A suit is filed.\nFeb. 3: The suit is dropped.\n"
    assert notes(DATED_2012 + text)[1] == (
        'decide: "Feb. 3": 2010-02-03 or 2011-02-03; the year is that of "Aug. 15, 2010" in '
        "para 3; the entries do not show which way they go in time"
    )


def test_nothing_told_as_done_is_after_the_day_of_the_source() -> None:
    text = "2012\n3 March: The mine shuts.\n4 October: The shaft is filled.\n"
    assert notes(DATED_2012 + text)[1] == (
        'decide: "4 October": 2011-10-04 or 2012-10-04; the year is that of "2012" in para 3; '
        "2012-10-04 is after the day of the source"
    )
    coming = "2012\n3 March: The mine shuts.\n4 October: The shaft will be filled.\n"
    assert dated(DATED_2012 + coming)[1] == ("The shaft will be filled", "2012-10-04")


def test_entries_without_any_year_are_of_the_last_one_before_the_source() -> None:
    text = "OCTOBER\nThe bakery shut.\n3: A well was dug.\n\nJANUARY\nThe school opened again.\n"
    assert dated(DATED_2012 + text) == [
        ("The bakery shut", "2011-10"),
        ("A well was dug", "2011-10-03"),
        ("The school opened again", "2012-01"),
    ]
    text = "Aug. 15: A suit is filed.\nFeb. 11: It is heard.\n"
    assert notes(DATED_2012 + text)[0] == (
        'decide: "Aug. 15": 2011-08-15 or 2012-08-15; no year is written, nor does the order of '
        "the entries show it"
    )


def test_a_clock_takes_its_day_from_a_heading() -> None:
    text = (
        "Night of the fire\nCity Fire Office, 6 May 2020\n\nMonday, 4 May 2020\n"
        "22:50 - A guard sees smoke.\n\nTuesday, 5 May\n00:20 - The roof falls in.\n"
    )
    assert dated(text) == [
        ("A guard sees smoke", "2020-05-04T22:50:00"),
        ("The roof falls in", "2020-05-05T00:20:00"),
    ]
    assert notes(text)[1] == '"00:20"; the day is that of "Tuesday, 5 May" in para 5'


def test_a_clock_may_be_a_heading_of_its_own() -> None:
    text = (
        "Fire at the mill\nPosted: 10 July 2013\n\nA guard had gone home.\n\n"
        "— Friday, July 5 — 11:25 p.m.\n\nSmoke is seen.\n\n— Midnight\n\nThe roof falls in.\n\n"
        "— Saturday, July 6 - 1:15 a.m.\n\nThe fire is out.\n"
    )
    found = [one for one in dated(text) if one[0] != "A guard had gone home"]
    assert found == [
        ("Smoke is seen", "2013-07-05T23:25:00"),
        ("The roof falls in", ""),
        ("The fire is out", "2013-07-06T01:15:00"),
    ]


def test_years_without_a_sign_are_entries_where_they_are_in_order() -> None:
    text = "1895 Museum is founded.\n\n1912 Coins are added.\n\n1922 Maps are added.\n"
    assert dated(DATED_2012 + text) == [
        ("Museum is founded", "1895"),
        ("Coins are added", "1912"),
        ("Maps are added", "1922"),
    ]


def test_a_clock_takes_its_day_from_the_title() -> None:
    text = "Outage of 7 June 2023\n\nAll times are UTC.\n\n10:02 A disk fails.\n"
    assert dated(text) == [("A disk fails", "2023-06-07T10:02:00Z")]


def test_a_clock_that_passes_midnight_is_asked() -> None:
    text = "Fire of 4 May 2020\n\n22:50 - A guard sees smoke.\n00:20 - The roof falls in.\n"
    assert notes(text)[1] == (
        'decide: "00:20": 2020-05-04T00:20:00 or 2020-05-05T00:20:00; the day is that of '
        '"4 May 2020" in para 1; the times before it are later, so it may be of the next day'
    )


def test_a_clock_without_a_day_is_asked() -> None:
    text = "Night of the fire\n4 May 2020\n\n22:50 - A guard sees smoke.\n"
    assert notes(text) == [
        'decide: "22:50": 2020-05-04T22:50:00; its day is not written; it may be that of the source'
    ]


def test_a_cell_dates_its_row() -> None:
    rows = page(
        "<table><tr><th>Date</th><th>Step</th></tr>"
        "<tr><td>3 March 2019</td><td>The roof is mended.</td><td>EUR 20</td></tr>"
        "<tr><td>April</td><td>A door is bought.</td></tr></table>"
    )
    first, second = proposals(rows, "in.html")
    assert (first.body["title"], first.body["date"]) == ("The roof is mended", "2019-03-03")
    assert first.paragraphs == (("6-7", "The roof is mended. | EUR 20"),)
    assert first.body["sources"] == [{"source": "repairs-2020-11-09", "at": "paras 6-7"}]
    assert (second.body["title"], second.body["date"]) == ("A door is bought", "2019-04")


def test_the_year_the_month_and_the_day_may_have_cells_of_their_own() -> None:
    rows = page(
        "<table><tr><td rowspan=2>2018</td><td>May</td><td>The roof is mended.</td></tr>"
        "<tr><td></td><td>A door is bought.</td></tr>"
        "<tr><td>2019</td><td>June</td><td>Paint is bought.</td></tr></table>"
    )
    assert dated(rows, "in.html") == [
        ("The roof is mended", "2018-05"),
        ("A door is bought", "2018"),
        ("Paint is bought", "2019-06"),
    ]


def test_a_row_with_two_dates_is_asked_unless_its_columns_say_what_they_are() -> None:
    rows = page(
        "<table><tr><th>Law</th><th>Adopted</th><th>In force</th></tr>"
        "<tr><td>Water law</td><td>3 May 2010</td><td>1 January 2011</td></tr></table>"
    )
    assert dated(rows, "in.html") == [("Water law", "")]
    assert notes(rows, "in.html") == [
        'decide: "3 May 2010": 2010-05-03 or 2011-01-01; two cells of the row are dates'
    ]
    rows = page(
        "<table><tr><th>From</th><th>To</th><th>Who</th></tr>"
        "<tr><td>3 May 2010</td><td>1 January 2011</td><td>Anna Lind leads it.</td></tr></table>"
    )
    assert dated(rows, "in.html") == [("Anna Lind leads it", "2010-05-03/2011-01-01")]


def test_items_that_begin_with_a_day_go_on_from_the_one_before() -> None:
    text = (
        "1. On 3 March 2010 a suit was filed.\n2. On 19 March the court met.\n"
        "3. On 11 January 2011 it was over.\n"
    )
    assert [date for _, date in dated(DATED_2012 + text)] == [
        "2010-03-03",
        "2010-03-19",
        "2011-01-11",
    ]


def test_lines_with_marks_of_headings_stand_alone() -> None:
    text = "## 2009\n### March\n- 4: The hall opens.\n### May\n- The school opens.\n"
    assert dated(DATED_2012 + text) == [
        ("The hall opens", "2009-03-04"),
        ("The school opens", "2009-05"),
    ]


def test_a_term_dates_its_descriptions_alone() -> None:
    terms = page(
        "<dl><dt>March 2019</dt><dd>The bell is hung.</dd><dd>It rings.</dd>"
        "<dt>Bell</dt><dd>What rings in it.</dd></dl><p>Nobody came.</p>"
    )
    assert dated(terms, "in.html") == [("The bell is hung", "2019-03"), ("It rings", "2019-03")]
    assert notes(terms, "in.html")[0] == 'carried from "March 2019" in para 3'


def test_a_marked_heading_stands_over_those_below_it() -> None:
    text = page(
        "<h2>1998</h2><h3>Sport</h3><p>The team won the cup.</p><p>On 3 May the hall burned.</p>"
        "<h2>About us</h2><p>We have 300 pupils.</p>"
    )
    assert dated(text, "in.html")[:2] == [
        ("The team won the cup", "1998"),
        ("The hall burned", "1998-05-03"),
    ]
    assert notes(text, "in.html")[2].startswith("a guess: no word of the paragraph says when")


def test_a_day_of_a_paragraph_goes_on_in_the_year_before_it() -> None:
    text = (
        "The firm was founded on 3 March 1999. On 12 May it had two cars. On 2 January it fell.\n"
    )
    (one, *_) = proposals("Firm\n5 June 2014\n\n" + text)
    assert one.body["date"] == "1999-03-03"
    following = "It began on 3 March 1999.\n\nOn 4 April the firm moved to Pell.\n"
    assert notes("Firm\n5 June 2014\n\n" + following)[1] == (
        'decide: "On 4 April": 1999-04-04 or 2014-04-04; the year may be that of "on 3 March 1999" '
        "in para 3, or of the source"
    )


def test_a_chronology_has_no_dateline_of_its_entries() -> None:
    text = (
        "The suit\n\nApril 20, 2010\nA rig burns.\nMay 3, 2010\nA suit is filed.\n"
        "May 5, 2010\nIt ends.\n"
    )
    masthead = read_masthead(read_source(text.encode(), "in.txt").paragraphs)
    assert masthead.dateline is None
    assert [date for _, date in dated(text)] == ["2010-04-20", "2010-05-03", "2010-05-05"]


def test_russian_headings_and_entries() -> None:
    text = "Хроника моста\n5 июня 2014 года\n\n2013\n3 марта: Мост закрыт.\nМай: Начат ремонт.\n"
    assert dated(text) == [("Мост закрыт", "2013-03-03"), ("Начат ремонт", "2013-05")]


@pytest.mark.parametrize(
    ("entries", "direction"),
    [
        ([Entry("2010-11-06"), Entry("2011-02-01")], 1),
        ([Entry("2011-02-01"), Entry("2010-11-06")], -1),
        ([Entry("2010-11-06"), Entry("", "Nov 9"), Entry("", "Feb 11")], 1),
        ([Entry("2010-08-15"), Entry("", "Feb 3")], 0),
        ([], 0),
    ],
)
def test_which_way_entries_go(entries: list[Entry], direction: int) -> None:
    assert find_direction(entries) == direction


def test_every_text_has_settings() -> None:
    for text in (
        "2013",
        "2013\n2014",
        "- 9:00 x\n- 25:00 y",
        "|",
        "| |",
        "# 2013\n# x\n",
        "31 June: x",
    ):
        paragraphs = read_source(text.encode(), "in.txt").paragraphs
        read_settings(paragraphs, read_masthead(paragraphs), None)
