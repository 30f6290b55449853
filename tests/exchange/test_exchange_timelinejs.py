import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exchange.entry import Entry, ExternalId, Note
from timeline.exchange.timelinejs import reader as timelinejs

from support.reading import assert_sound, bodies, reading, told

of_json = reading(timelinejs.read, "t.json")
of_table = reading(timelinejs.read, "t.csv")
HEADER = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Type"


def events(*slides: object, **more: object) -> str:
    return json.dumps({"events": slides, **more}, indent=1)


def one(**slide: object) -> dict[str, Any]:
    (body,) = bodies(of_json(events({"text": {"headline": "A"}, **slide})))
    return body


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        ({"year": "2017"}, None, "2017"),
        ({"year": 2017, "month": 4}, None, "2017-04"),
        ({"year": 2017, "month": "04", "day": "9"}, None, "2017-04-09"),
        ({"year": 2017, "month": "", "day": ""}, {}, "2017"),
        ({"year": 2017.0, "month": "5.0"}, None, "2017-05"),
        ({"year": 2017}, {"year": "", "month": "", "day": ""}, "2017"),
        ({"year": 2017}, {"year": None, "month": None, "hour": " "}, "2017"),
        ({"year": 2017}, {"year": "0", "month": "0", "day": "00"}, "2017"),
        ({"year": 2017}, {"year": "null", "format": ""}, "2017"),
        ({"year": 2017}, "", "2017"),
        ({"year": 2017}, [], "2017"),
        ({"year": -44}, None, "-0043"),
        ({"year": -44, "month": 3, "day": 15}, None, "-0043-03-15"),
        ({"year": -1}, None, "0000"),
        ({"year": "12,000"}, None, "Y12000"),
        ({"year": -13800000000}, None, "Y-13800000000"),
        ({"year": 2017, "month": 4, "day": 9, "hour": 9}, None, "2017-04-09T09:00:00"),
        (
            {"year": 2017, "month": 4, "day": 9, "hour": 0, "minute": 5, "second": 7},
            None,
            "2017-04-09T00:05:07",
        ),
        ({"year": 2017, "hour": 9}, None, "2017"),
        ({"year": 2017, "month": 4}, {"year": 2018}, "2017-04/2018"),
        (
            {"year": 2017, "month": 4, "day": 9, "hour": 9},
            {"year": 2017, "month": 4, "day": 9, "hour": 11},
            "2017-04-09T09:00:00",
        ),
        (
            {"year": 2017, "month": 4, "day": 9, "hour": 9},
            {"year": 2017, "month": 4, "day": 10},
            "2017-04-09/2017-04-10",
        ),
        ({"year": 2017}, {"year": 2017}, "2017"),
    ],
)
def test_dates_are_taken_by_their_parts(start: object, end: object, date: str) -> None:
    assert one(start_date=start, end_date=end)["date"] == date


def test_what_an_event_tells_is_taken() -> None:
    slide = {
        "start_date": {"year": 2017, "display_date": "in 2017"},
        "text": {"headline": "<b>A</b>\nmeeting", "text": "<p>One.</p><p>Two &amp; three</p>"},
        "media": {"url": "https://example.org/1.jpg", "caption": "A <i>hall</i>", "credit": "Bek"},
        "group": "Police",
        "unique_id": "a-1",
    }
    (found,) = of_json(events({"text": {"headline": "Title"}}, slide).replace("[", "[\n", 1))[1:]
    assert isinstance(found, Entry)
    assert found.external_id == ExternalId("timelinejs", "t.json#a-1")
    assert found.document.body == {
        "date": "2017",
        "date_text": "in 2017",
        "title": "A meeting",
        "summary": "One.\n\nTwo & three",
        "tags": ["Police"],
        "refs": [{"scheme": "url", "id": "https://example.org/1.jpg"}],
        "note": "Media: A *hall* (Bek)",
    }
    assert found.document.start == 9


@pytest.mark.parametrize(
    ("headline", "title", "summary", "links"),
    [
        ("<b>Talks &amp; more</b>", "Talks & more", "Text", []),
        ("<em>Talks</em><br>in Osh", "Talks", "Talks\nin Osh\n\nText", []),
        ("<h2>Talks</h2>", "Talks", "Text", []),
        ('<a href="https://example.org/t">Talks</a> on', "Talks on", "Text", ["example.org/t"]),
        ("2 ** 3 is 8", "2 ** 3 is 8", "Text", []),
        ("", "Text", None, []),
    ],
)
def test_a_title_in_html_becomes_words(
    headline: str, title: str, summary: str | None, links: list[str]
) -> None:
    said = one(start_date={"year": 1}, text={"headline": headline, "text": "Text"})
    assert (said["title"], said.get("summary")) == (title, summary)
    refs = [{"scheme": "url", "id": f"https://{link}"} for link in links]
    assert said.get("refs", []) == refs


def test_a_text_in_html_gives_a_title_of_words() -> None:
    said = one(start_date={"year": 1}, text={"text": "<p><b>Talks</b> began</p><p>in Osh</p>"})
    assert (said["title"], said["summary"]) == ("Talks began", "**Talks** began\n\nin Osh")


OLD = """{"timeline": {
 "headline": "A school", "type": "default", "text": "x", "startDate": "1950",
 "date": [
  {"startDate": "1961,3,4", "endDate": "1961,3,4", "headline": "<b>Opened</b>",
   "text": "<p>In <i>Osh</i></p>", "tag": "Building",
   "asset": {"media": "https://example.org/a.jpg", "credit": "Bek", "caption": "A hall"}},
  {"startDate": "1970,5", "endDate": "1972,,", "headline": "Rebuilt", "tags": ["a", "b"]},
  {"startDate": "1980,6,7,18,30,0", "endDate": "", "headline": "Fire"},
  {"startDate": "-44,3,15", "endDate": null, "headline": "Ides"},
  {"startDate": "6/7/1981 6:30 PM", "headline": "Fair"},
  {"startDate": "1982-06-07", "headline": "Sale"}
 ],
 "era": [{"startDate": "1960", "endDate": "1969", "headline": "The 60s"}],
 "chart": [{"startDate": "1960", "value": "3"}]
}}"""


def test_the_json_of_the_first_versions_is_read() -> None:
    found = of_json(OLD)
    notes = [part for part in found if isinstance(part, Note)]
    assert notes == [Note("`chart` is not taken", "t.json", 14)]
    told_ = bodies([part for part in found if part not in notes])
    assert [(body["date"], body["title"]) for body in told_] == [
        ("1961-03-04", "Opened"),
        ("1970-05/1972", "Rebuilt"),
        ("1980-06-07T18:30:00", "Fire"),
        ("-0043-03-15", "Ides"),
        ("1981-06-07T18:30:00", "Fair"),
        ("1982-06-07", "Sale"),
        ("1960/1969", "The 60s"),
    ]
    assert told_[0] == {
        "date": "1961-03-04",
        "title": "Opened",
        "summary": "In *Osh*",
        "tags": ["Building"],
        "refs": [{"scheme": "url", "id": "https://example.org/a.jpg"}],
        "note": "Media: A hall (Bek)",
    }
    assert told_[1]["tags"] == ["a", "b"]
    assert told_[-1]["tags"] == ["era"]
    lines = [part.document.start for part in found if isinstance(part, Entry)]
    assert lines == [4, 7, 8, 9, 10, 11, 13]


@pytest.mark.parametrize(
    ("before", "after"),
    [("storyjs_jsonp_data = ", ""), ("var data =\n", ";\n"), ("callback(", ");")],
)
def test_json_that_a_page_loads_as_a_script_is_read(before: str, after: str) -> None:
    found = of_json(f"{before}{OLD}{after}")
    assert len(found) == len(of_json(OLD))


@pytest.mark.parametrize(
    ("old", "fault"),
    [
        ({"startDate": "May"}, "date 1, startDate: `May` is not a date"),
        ({"startDate": ""}, "date 1: no startDate"),
        ({"startDate": "1961,13"}, "date 1, startDate: there is no month 13"),
        ({"startDate": "1961", "endDate": "1960"}, "date 1, endDate: the end comes before the"),
        ({"startDate": "1961", "endDate": "later"}, "date 1, endDate: `later` is not a date"),
        ({"startDate": "1961", "headline": ""}, "date 1: an event without headline or text"),
        ("1961", "date 1: this must be an object"),
    ],
)
def test_a_faulty_event_of_the_first_versions_is_told(old: Any, fault: str) -> None:
    event = {"headline": "A", **old} if isinstance(old, dict) else old
    (said,) = told(of_json(json.dumps({"timeline": {"date": [event]}})))
    assert said.startswith(f"t.json:1: {fault}")


def test_the_date_that_is_shown_is_that_of_the_event_or_of_its_ends() -> None:
    start, end = {"year": 1, "display_date": "first"}, {"year": 2, "display_date": "last"}
    assert one(start_date=start, end_date=end)["date_text"] == "first to last"
    assert one(start_date=start, end_date=end, display_date="both")["date_text"] == "both"


def test_what_begins_after_today_is_planned() -> None:
    assert one(start_date={"year": 2027})["status"] == "planned"
    assert "status" not in one(start_date={"year": 2026})


def test_eras_are_happenings_with_a_tag_and_the_title_is_none() -> None:
    era = {"start_date": {"year": 1990}, "end_date": {"year": 1999}, "text": {"headline": "90s"}}
    found = of_json(json.dumps({"title": {"text": {"headline": "T"}}, "eras": [era], "events": []}))
    assert bodies(found) == [{"date": "1990/1999", "title": "90s", "tags": ["era"]}]


def test_an_event_without_headline_is_called_by_its_text() -> None:
    text = "It began. " + "And went on. " * 30
    said = one(start_date={"year": 1}, text={"text": text})
    assert said["title"].startswith("It began. And went on.")
    assert said["title"].endswith(" …")
    assert len(said["title"]) < 210
    assert said["summary"] == text.strip()
    assert one(start_date={"year": 1}, text={"text": "Short\nand more"}) == {
        "date": "0001",
        "title": "Short",
        "summary": "Short\nand more",
    }


def test_media_that_have_no_address_are_noted() -> None:
    said = one(start_date={"year": 1}, media={"url": "<blockquote>Said so</blockquote>"})
    assert (said["note"], "refs" in said) == ("Said so", False)


BROKEN = [
    ({}, "t.json:3: events 1: no start_date"),
    ({"start_date": {"month": 3}}, "t.json:3: events 1, start_date: a date without a year"),
    (
        {"start_date": {"year": "2017 AD"}},
        "t.json:3: events 1, start_date: year `2017AD` is not a whole number",
    ),
    ({"start_date": {"year": 0}}, "t.json:3: events 1, start_date: there is no year 0"),
    ({"start_date": {"year": 1.5}}, "t.json:3: events 1, start_date: year `1.5` is not a whole"),
    ({"start_date": {"year": 1, "day": 5}}, "t.json:3: events 1, start_date: a day without a mon"),
    (
        {"start_date": {"year": 2017, "month": 13}},
        "t.json:3: events 1, start_date: there is no month 13",
    ),
    ({"start_date": {"year": 2017, "month": 2, "day": 30}}, "t.json:3: events 1, start_date: "),
    (
        {"start_date": {"year": 2017}, "end_date": {"year": 2016}},
        "t.json:3: events 1, end_date: ",
    ),
    ({"start_date": 2017}, "t.json:3: events 1, start_date: this must be an object"),
    ({"start_date": {"year": 2017}, "text": []}, "t.json:3: events 1: an event without headline"),
    ({"start_date": {"year": 2017}, "text": "x"}, "t.json:3: events 1, text: this must be an"),
    ("x", "t.json:3: events 1: this must be an object"),
]


@pytest.mark.parametrize(("slide", "fault"), BROKEN)
def test_a_faulty_event_is_told_with_its_place_and_passed_over(slide: Any, fault: str) -> None:
    if isinstance(slide, dict):
        slide = {"text": {"headline": "A"}, **slide}
    good = {"start_date": {"year": 2017}, "text": {"headline": "Good"}}
    *faults, last = of_json(events(slide, good))
    (said,) = told(faults)
    assert said.startswith(fault)
    assert bodies([last])[0]["title"] == "Good"


FILES = [
    (b"", "t.json: nothing stands in this file"),
    (b"[]", "t.json:1:1: not readable as JSON: `[` where `{` is due"),
    (b"{}", "t.json:1: no `events` in this object"),
    (b'{"events": {}}', "t.json:1: events: this must be a list"),
    (b'{"events": []} x', "t.json:1:16: something stands after the object"),
    (b'{"events": [', "t.json:1:13: not readable as JSON: expecting value"),
    (b'{"events"', "t.json:1:10: not readable as JSON: the end of the file where `:` is due"),
    (b'{"events": [],\n 1: 2}', "t.json:2:2: a key is a text in quotes"),
    (b'{"events": [NaN]}', "t.json:1:13: not readable as JSON: NaN is no number"),
    (b'{"a": ' + b"[" * 9999, "t.json:1:8: not readable as JSON: nested too deep"),
    ('{"events": ["Ж"'.encode("cp1251"), "t.json:1:14: not UTF-8"),
    (b"{" + b" " * (64 << 20), "t.json: larger than 67,108,864 bytes"),
]


@pytest.mark.parametrize(("data", "fault"), FILES, ids=lambda value: value[:20])
def test_a_file_that_is_no_timeline_is_told(data: bytes, fault: str) -> None:
    assert told(of_json(data)) == [fault]


def test_what_comes_before_the_break_is_read() -> None:
    text = events(*[{"start_date": {"year": y}, "text": {"headline": "A"}} for y in (1, 2, 3)])
    *found, fault = of_json(text[: text.rindex('"year"')])
    assert [body["date"] for body in bodies(found)] == ["0001", "0002"]
    assert told([fault])[0].startswith("t.json:21:")


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ("2017,,,,,,,,,A,,", "2017"),
        ("2017,4,9,,,,,,,A,,", "2017-04-09"),
        ("2017,4,9,3:30 PM,,,,,,A,,", "2017-04-09T15:30:00"),
        ("2017,4,9,12:05:09 a.m.,,,,,,A,,", "2017-04-09T00:05:09"),
        ("2017,4,9,0930,,,,,,A,,", "2017-04-09T09:30:00"),
        ("2017,4,9,9,2018,,,,,A,,", "2017-04-09/2018"),
        ("-500,,,,-400,,,,,A,,", "-0499/-0399"),
    ],
)
def test_a_row_of_the_table_has_the_date_in_its_columns(row: str, date: str) -> None:
    (body,) = bodies(of_table(f"{HEADER}\n{row}\n"))
    assert (body["date"], body["title"]) == (date, "A")


def test_titles_eras_and_blank_rows_of_the_table() -> None:
    rows = ",,,,,,,,,Title,,title\n\n,,,,,,,,,,,\n1990,,,,1999,,,,the 90s,The 90s,,era\n"
    assert bodies(of_table(f"\ufeff{HEADER}\n{rows}")) == [
        {"date": "1990/1999", "date_text": "the 90s", "title": "The 90s", "tags": ["era"]}
    ]


def test_the_old_table_with_whole_dates_is_read() -> None:
    text = "Start Date;End Date;Headline;Tag\n4/9/2017;;A;x\n4/2017;2018-05-01;B;\n-44;;C;\n"
    found = of_table(text)
    assert [body["date"] for body in bodies(found)] == [
        "2017-04-09",
        "2017-04/2018-05-01",
        "-0043",
    ]
    assert bodies(found)[0]["tags"] == ["x"]


TABLES = [
    (f"{HEADER}\n2017,,,,,,,,,,,\n", "t.csv:2: an event without headline or text"),
    (f"{HEADER}\n,,,,,,,,,A,,\n", "t.csv:2: column Year: no year"),
    (f"{HEADER}\n20x7,,,,,,,,,A,,\n", "t.csv:2: column Year: year `20x7` is not a whole number"),
    (f"{HEADER}\n2017,4,9,25:00,,,,,,A,,\n", "t.csv:2: column Time: `25:00` is not a time of day"),
    (f"{HEADER}\n2017,,,,2016,,,,,A,,\n", "t.csv:2: column End Year: "),
    (f"{HEADER}\n2017,,,,,,,,,A,,,x\n", "t.csv:2: more cells than there are columns"),
    (
        f'{HEADER}\n2017,,,,,,,,,"A\n{"x" * 140_000}',
        "t.csv:2: a quote that is not closed: the rest of the file is in this cell",
    ),
    ("Year,Headline,Year\n1,A,\n", "t.csv:1: two columns are called `Year`"),
    ("a,b\n1,2\n", "t.csv:1: a table without column Year or Start Date"),
    ("Start Date,Headline\nMay,A\n", "t.csv:2: column Start Date: `May` is not a date"),
    ("hello", "t.csv:1: a table without column Year or Start Date"),
]


@pytest.mark.parametrize(("text", "fault"), TABLES, ids=lambda value: value[-30:])
def test_a_faulty_table_is_told(text: str, fault: str) -> None:
    assert told(of_table(text))[0].startswith(fault)


@given(st.binary() | st.text().map(lambda text: f'{{"events": [{text}'.encode()))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert_sound(of_json(data))


SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["2017", "3"])
PARTS = st.dictionaries(
    st.sampled_from(["year", "month", "day", "hour", "minute", "second", "display_date"]), SCALARS
)
SLIDES = st.fixed_dictionaries(
    {"start_date": PARTS | SCALARS, "text": st.just({"headline": "A"}) | SCALARS},
    optional={
        "end_date": PARTS | SCALARS,
        "media": st.dictionaries(st.sampled_from(["url", "caption", "credit"]), SCALARS),
        "group": SCALARS,
        "unique_id": SCALARS,
    },
)


@given(st.lists(SLIDES, max_size=3))
def test_no_event_is_too_strange(slides: list[object]) -> None:
    assert_sound(of_json(events(*slides)))


@given(st.lists(st.lists(SCALARS.map(str), min_size=12, max_size=12), max_size=3))
def test_no_row_is_too_strange(rows: list[list[str]]) -> None:
    lines = [",".join(json.dumps(cell, ensure_ascii=False) for cell in row) for row in rows]
    assert_sound(of_table("\n".join([HEADER, *lines]).encode(errors="replace")))
