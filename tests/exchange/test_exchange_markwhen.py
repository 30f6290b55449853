import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exchange.entry import Entry, ExternalId, Note
from timeline.exchange.markwhen import reader

from support.reading import assert_sound, bodies, reading, told

read = reading(reader.read, "plan.mw")


def date(*lines: str) -> str:
    """The date of the last event of some lines."""
    return str(bodies(read("\n".join(lines)))[-1]["date"])


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1981", "1981"),
        ("2012-05", "2012-05"),
        ("2022-01-30", "2022-01-30"),
        ("1964/2008", "1964/2008"),
        ("2004-06 / 2006-08", "2004-06/2006-08"),
        ("2004-02-01 /2005-02", "2004-02-01/2005-02"),
        ("2005/now", "2005/.."),
        ("2018/6 months", "2018-01-01/2018-06-30"),
        ("2026-W03", "2026-01-12/2026-01-18"),
        ("2026W035", "2026-01-16"),
        ("2026-W01 / 2026-W02", "2025-12-29/2026-01-11"),
        ("1665", "1665"),
        ("03/2222", "2222-03"),
        ("09/11/2001", "2001-09-11"),
        ("9/11/2001 8:46am", "2001-09-11T08:46:00"),
        ("11/11/2024-12/12/2024", "2024-11-11/2024-12-12"),
        ("08/2015-05/2017", "2015-08/2017-05"),
        ("2025 - 2026", "2025/2026"),
        ("2012-2013", "2012/2013"),
        ("2012-05-01 to 2012-06-01", "2012-05-01/2012-06-01"),
        ("18 March 2026", "2026-03-18"),
        ("March 18, 2026", "2026-03-18"),
        ("mar 2026", "2026-03"),
        ("1 Jan 1998 to 11/11/2011 8am", "1998-01-01/2011-11-11"),
        ("2031-11-19T01:35:10Z", "2031-11-19T01:35:10Z"),
        ("2031-11-19T01:35:10.5Z", "2031-11-19T01:35:10.5Z"),
        ("2031-11-19T01:35", "2031-11-19T01:35:00"),
        ("2031-11-19T01:35:10Z-2099-08-04T18:22:48Z", "2031-11-19/2099-08-04"),
        ("2025-08-03 10am", "2025-08-03T10:00:00"),
        ("2025-08-03 12:05 am / 2025-08-04 1pm", "2025-08-03/2025-08-04"),
        ("2025-08-03 10am / 2 hours", "2025-08-03"),
        ("2025-08-03 11:30pm / 1 hour", "2025-08-03/2025-08-04"),
        ("300-200 BCE", "-0299/-0199"),
        ("50 BC – 50 AD", "-0049/0050"),
        ("1 BCE", "0000"),
        ("12 CE", "0012"),
        ("12000", "Y12000"),
        # EDTF that markwhen does not know.
        ("2017-22", "2017-22"),
        ("2017-21/2017-22", "2017-21/2017-22"),
        ("2017~/2018?", "2017~/2018?"),
        ("2017-XX", "2017-XX"),
        ("../2017", "../2017"),
        ("[2017,2019]", "[2017,2019]"),
    ],
)
def test_a_line_begins_with_a_date(written: str, edtf: str) -> None:
    (body,) = bodies(read(f"{written}: A meeting\n"))
    assert (body["date"], body["title"]) == (edtf, "A meeting")
    assert body.get("date_text", edtf) == (written if written != edtf else edtf)


@pytest.mark.parametrize(
    ("lines", "edtf"),
    [
        (["2020: a", "1 year: b"], "2021-01-01/2021-12-31"),
        (["12/25/2022: a", "5 days - 3 days: b"], "2022-12-31/2023-01-02"),
        (["01/01/2023 - 2 weeks: a"], "2023-01-01/2023-01-14"),
        (["2023-01-31 / 1 month: a"], "2023-01-31/2023-02-27"),
        (["2020-02-29 / 1 year 6 months, 2 days: a"], "2020-02-29/2021-08-29"),
        (["2022-07-13 - 5 week days: a"], "2022-07-13/2022-07-19"),
        (["2022-07-13 - 5 weekdays: a", "10 business days: b"], "2022-07-20/2022-08-02"),
        (["2023: a", "id: p", "2024: b", "after !p 1 week: c"], "2024-01-01/2024-01-07"),
        (["2023: a", "id: p", "2024: b", "!p + 1 week: c"], "2024-01-01/2024-01-07"),
        (["2022-12-25: a", "id: p", "before !p 1 month: b"], "2022-11-25/2022-12-24"),
        (["2022-12-25: a", "by 1 week - 1 month: b"], "2022-11-18/2022-12-17"),
        (
            ["2025-09-08: a", "id: s", "2025-11-23: b", "id: t", "!s / !t: c"],
            "2025-09-09/2025-11-22",
        ),
        (["2025-09-08: a", "id: s", "2025: b", "!s.start / !s.end: c"], "2025-09-08"),
        (["2025-09: a", ".start / 2 months: b"], "2025-09-01/2025-10-31"),
        (["2025-09: a", "1 week / 2025-12: b"], "2025-10-08/2025-12-31"),
        (["2025-09: a", "1 week / now: b"], "2025-10-08/2026-11-25"),
        (["2026-11-20: a", "2026-11-21/now: b", "2 days: c"], "2026-11-26/2026-11-27"),
        (["2022-07-18: a", "before 1 work day: b"], "2022-07-15/2022-07-17"),
        (["2017-10: a", "2017-21: b", "1 day: c"], "2017-06-01"),
    ],
)
def test_a_date_may_count_from_another(lines: list[str], edtf: str) -> None:
    assert date(*lines) == edtf
    assert bodies(read("\n".join(lines)))[-1]["dated"] == "inferred"


def test_the_header_says_that_days_come_first() -> None:
    assert date("dateFormat: d/M/y", "title: x", "", "14/01/2023 - 15/01/2023: a") == (
        "2023-01-14/2023-01-15"
    )
    assert date("---", "dateFormat: d/M/y", "---", "1/2/2023: a") == "2023-02-01"


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Bishkek", "+06:00"),
        ("-6", "-06:00"),
        ("+5", "+05:00"),
        ("05:30", "+05:30"),
        ("0", "Z"),
        ("UTC", "Z"),
        ("'Europe/London'", "+01:00"),
    ],
)
def test_times_of_day_have_the_zone_of_the_file(zone: str, offset: str) -> None:
    assert date(f"timezone: {zone}", "2025-08-03 10am: a") == f"2025-08-03T10:00:00{offset}"


def test_a_section_or_event_has_its_own_zone() -> None:
    text = ["tz: +1", "# A", "tz: +2", "## B", "2025-08-03 10am: a", "# C"]
    assert date(*text[:5]) == "2025-08-03T10:00:00+02:00"
    assert date(*text, "2025-08-03 10am: a") == "2025-08-03T10:00:00+01:00"
    assert date(*text, "2025-08-03 10am: a", "tz: -3") == "2025-08-03T10:00:00-03:00"
    zones = ["timezone:", "  from: America/Los_Angeles", "  to: America/New_York"]
    assert date("2025-06-09 11am: a", *zones) == "2025-06-09T11:00:00-07:00"


TEXT = """\
title: Plan
key: value
#Travel: blue
// a comment: none

# Work #office

  ## Police
  style: section
  not an event

    2017-10-04: A meeting of #youth inspectors #training #Bishkek
      kind: workshop
      location: Hotel A
      locations: [Osh, "Jalal-Abad, city"]
      contact: Emil
      // left out: yes
      First line with #more words

      - [x] done

# Home
2018: [ ] Move #1
"""


def test_what_an_event_tells_is_taken() -> None:
    first, second = read(TEXT)
    assert bodies([first, second]) == [
        {
            "date": "2017-10-04",
            "kind": "workshop",
            "title": "A meeting of youth inspectors",
            "summary": "First line with #more words\n\n- [x] done",
            "places": ["Hotel A", "Osh", "Jalal-Abad, city"],
            "tags": ["Work", "office", "Police", "youth", "training", "Bishkek", "more"],
            "note": "contact: Emil",
        },
        {"date": "2018", "status": "planned", "title": "Move #1", "tags": ["Home"]},
    ]
    assert isinstance(first, Entry)
    assert (first.document.start, first.external_id) == (12, None)


def test_the_identity_is_the_file_and_the_id_in_it() -> None:
    (found,) = read("2017: A\nid: first\n")
    assert isinstance(found, Entry)
    assert found.external_id == ExternalId("markwhen", "plan.mw#first")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("2026: a", None),
        ("2027: a", "planned"),
        ("2027: [x] a", None),
        ("2017: [] a", "planned"),
        ("2017: [X] a", None),
    ],
)
def test_what_is_not_done_or_is_to_come_is_planned(line: str, status: str | None) -> None:
    (body,) = bodies(read(line))
    assert (body["title"], body.get("status")) == ("a", status)


def test_pages_have_headers_and_ids_of_their_own() -> None:
    page = "dateFormat: {}\n# {}\n1/2/2023: a\n"
    text = page.format("d/M/y", "A") + "_-_-_break_-_-_\n" + page.format("M/d/y", "B")
    found = bodies(read(text))
    assert [(body["date"], body["tags"]) for body in found] == [
        ("2023-02-01", ["A"]),
        ("2023-01-02", ["B"]),
    ]


OLD = """\
title: Reform

section Before #draft
2016-03: Law drafted
  by the ministry
  group Debate
  2016-05: First reading #parliament
  group Amendments
  2016-06: Second reading
  endGroup
  2016-07: Third reading
  endGroup
2016-08: Law signed
endSection
2017: Law in force
"""


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text.replace("group", "Group")])
def test_headings_in_words_are_tags_of_what_stands_within(change: Any) -> None:
    marks = "section|endSection|group|endGroup"
    text = re.sub(rf"(?m)^( *)({marks})\b", lambda found: found[1] + change(found[2]), OLD)
    found = bodies(read(text))
    assert [(body["title"], body.get("summary"), body.get("tags")) for body in found] == [
        ("Law drafted", "by the ministry", ["Before", "draft"]),
        ("First reading", None, ["Before", "draft", "Debate", "parliament"]),
        ("Second reading", None, ["Before", "draft", "Debate", "Amendments"]),
        ("Third reading", None, ["Before", "draft", "Debate"]),
        ("Law signed", None, ["Before", "draft"]),
        ("Law in force", None, None),
    ]


def test_headings_in_words_that_are_never_closed_end_with_the_next_and_are_noted() -> None:
    found = read("section A #x\n2017: a\n  group B\n  2018: b\nsection C\n2019: c\n")
    notes = [part for part in found if isinstance(part, Note)]
    assert notes == [
        Note("`section A #x` is read as a heading", "plan.mw", 1),
        Note("`group B` is read as a heading", "plan.mw", 3),
        Note("`section C` is read as a heading", "plan.mw", 5),
    ]
    assert [body["tags"] for body in bodies([part for part in found if part not in notes])] == [
        ["A", "x"],
        ["A", "x", "B"],
        ["C"],
    ]


@pytest.mark.parametrize("line", ["group photo taken", "Section 3 was read", "grouped by age"])
def test_a_sentence_is_no_heading(line: str) -> None:
    (body,) = bodies(read(f"# Part\n2017: a\n{line}\n"))
    assert (body["summary"], body["tags"]) == (line, ["Part"])
    assert bodies(read("2017: a\nGroup photo taken\n"))[0]["summary"] == "Group photo taken"


def test_an_end_without_a_beginning_is_noted() -> None:
    note, *rest = read("group A\nendSection\n2017: a\nendGroup\n")
    assert note == Note("`endSection` closes nothing", "plan.mw", 2)
    assert bodies(rest)[0]["tags"] == ["A"]


BROKEN = [
    ("now: a", "`now` is another day whenever this is read"),
    ("now - 10 years: a", "`now` is another day whenever this is read"),
    ("January 3 - Apr 6: a", "`January 3` has no year"),
    ("Aug 30 9:45am: a", "`Aug 30 9:45am` has no year"),
    ("3:30pm - 4:30pm: a", "`3:30pm` is a time of day without a day"),
    ("12: a", "`12` is a year of less than three digits"),
    ("9/11/01: a", "`9/11/01` has no year of four digits"),
    ("13/13/2017: a", "there is no month 13"),
    ("2017-02-30: a", "February 2017 has 28 days"),
    ("2017-W60: a", "there is no week `2017-W60`"),
    ("0 BC: a", "there is no year 0"),
    ("5 days: a", "no event stands before this to count from"),
    ("after !x 5 days: a", "no event above has the id `x`"),
    ("2018/2017: a", "the end comes before the start"),
    ("2018 / -2 days: a", "this ends before it begins"),
    ("2018 / 999999 days: a", "`999999 days` is more than is counted"),
    ("2025-03-04 every week for 12 weeks: a", "`every week for 12 weeks`: what repeats is not"),
    ("2017:", "an event without a title"),
    ("2017: a\ntz: Nowhere/City", "no zone `Nowhere/City`"),
    ("2017: a\ntz: localtime", "no zone `localtime`"),
]


@pytest.mark.parametrize(("line", "problem"), BROKEN)
def test_a_faulty_event_is_told_with_its_place_and_passed_over(line: str, problem: str) -> None:
    fault, good = read(f"{line}\n2017-10-04: Good")
    (said,) = told([fault])
    assert said.startswith(f"plan.mw:1: {problem}")
    assert bodies([good])[0]["title"] == "Good"


def test_nothing_is_counted_from_what_has_no_ends() -> None:
    assert told(read("../2017: a\n1 week: b")) == [
        "plan.mw:2: nothing can be counted from `../2017`"
    ]
    text = "2020: a\nby 1 week / 2017: b"
    assert told(read(text)) == ["plan.mw:2: what is counted back cannot end on a date of its own"]


FILES = [
    (b"", "plan.mw: nothing stands in this file"),
    (b"title: x\n\nhello\n", "plan.mw:1: no event stands in this file"),
    ("2017: Ж".encode("cp1251"), "plan.mw:1:7: not UTF-8"),
    (b"x" * ((64 << 20) + 1), "plan.mw: larger than 67,108,864 bytes"),
]


@pytest.mark.parametrize(("data", "fault"), FILES, ids=lambda value: value[:20])
def test_a_file_without_events_is_told(data: bytes, fault: str) -> None:
    assert told(read(data)) == [fault]


def test_settings_of_the_header_that_are_not_known_are_told() -> None:
    text = "tz: Nowhere\ndateFormat:\n  - pattern: x\n2017: a\n"
    *faults, good = read(text)
    assert told(faults) == [
        "plan.mw:1: no zone `Nowhere`",
        "plan.mw:2: a `dateFormat` of one's own is not read",
    ]
    assert bodies([good])[0]["date"] == "2017"


PIECES = st.sampled_from(
    [
        *(
            "2017",
            "10/04/2017",
            "2017-10",
            "now",
            "5 days",
            "!a",
            ".start",
            "before",
            "after ",
            "/",
        ),
        *(
            " - ",
            " to ",
            ": ",
            ":",
            "\n",
            "\n",
            "# ",
            "#tag ",
            "[x] ",
            "id: a\n",
            "tz: +5\n",
            "12pm",
        ),
        *("every week", "May ", "BC", "-3 weeks", "2017-W05", "999999999 years", "\ufeff", "---\n"),
        *(
            "// x\n",
            "group a\n",
            "endGroup\n",
            "endSection\n",
            "section ",
            "T10:00",
            "_-_-_break_-_-_\n",
            "XXXX",
            "Y-1e9",
            "9999-12-31",
            "text",
            "\x00",
        ),
    ]
)


@given(st.binary() | st.lists(PIECES, max_size=20).map(lambda pieces: "".join(pieces).encode()))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert_sound(read(data))
