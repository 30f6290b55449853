import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exchange.entry import Entry, ExternalId, Note
from timeline.exchange.timesketch import reader as timesketch

from support.reading import assert_sound, bodies, reading, told

read = reading(timesketch.read, "t")
HEADER = "message,timestamp,datetime,timestamp_desc,tag,data_type"


def one(**fields: object) -> dict[str, Any]:
    (body,) = bodies(read(json.dumps({"message": "A", **fields})))
    return body


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"datetime": "2015-07-24T19:01:01+00:00"}, "2015-07-24T19:01:01Z"),
        ({"datetime": "2015-07-24T19:01:01+0600"}, "2015-07-24T19:01:01+06:00"),
        ({"datetime": "2015-07-24 19:01:01"}, "2015-07-24T19:01:01"),
        ({"datetime": "2015-07-24T19:01:01.120000Z"}, "2015-07-24T19:01:01.12Z"),
        ({"datetime": "2015-07-24"}, "2015-07-24"),
        ({"datetime": "2015-07-24 19:01:01 UTC"}, "2015-07-24T19:01:01Z"),
        ({"datetime": "2015-07-24T19:01-03"}, "2015-07-24T19:01:00-03:00"),
        ({"datetime": "2015-07-24T19:01:01.123456789+00:00"}, "2015-07-24T19:01:01.123456789Z"),
        ({"datetime": "2015-07-24T19:01:01.1234567"}, "2015-07-24T19:01:01.1234567"),
        ({"datetime": "2015-06-30T23:59:60Z"}, "2015-06-30T23:59:60Z"),
        ({"timestamp": 1658689261123456}, "2022-07-24T19:01:01.123456Z"),
        ({"timestamp": 3600000000}, "1970-01-01T01:00:00Z"),
        ({"timestamp": 172800000000}, "1970-01-03T00:00:00Z"),
        ({"timestamp": 0, "timestamp_desc": "Creation Time"}, "1970-01-01T00:00:00Z"),
        ({"timestamp": -2500000}, "1969-12-31T23:59:57.5Z"),
        ({"timestamp": "1658689261123456.0"}, "2022-07-24T19:01:01.123456Z"),
        ({"timestamp": 1658689261123456, "datetime": "-"}, "2022-07-24T19:01:01.123456Z"),
        ({"datetime": 1658689261123456.0}, "2022-07-24T19:01:01.123456Z"),
        ({"datetime": "2015-07-24T19:01:01Z", "timestamp": 7}, "2015-07-24T19:01:01Z"),
    ],
)
def test_the_moment_is_the_written_one_or_else_counted_in_microseconds_from_1970(
    fields: dict[str, object], date: str
) -> None:
    assert one(**fields)["date"] == date


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"timestamp": 0, "timestamp_desc": "Not a time"},
            "no time: column timestamp_desc says `Not a time`",
        ),
        (
            {"datetime": "1970-01-01T00:00:00+00:00", "timestamp_desc": "not set"},
            "no time: column timestamp_desc says `not set`",
        ),
        ({"datetime": "Not a time", "timestamp": 0}, "no time: column datetime says `Not a time`"),
        ({"datetime": "Never"}, "no time: column datetime says `Never`"),
        (
            {"datetime": "1601-01-01 00:00:00.000000Z"},
            "no time: column datetime says `1601-01-01 00:00:00.000000Z`",
        ),
        (
            {"datetime": "0000-00-00T00:00:00+00:00", "timestamp": 1658689261123456},
            "no time: column datetime says `0000-00-00T00:00:00+00:00`",
        ),
        (
            {"timestamp": 0, "date_time": {"__class_name__": "NotSet", "__type__": "x"}},
            "no time: column date_time says `NotSet`",
        ),
        (
            {"timestamp": 0, "date_time": {"string": "Not set"}},
            "no time: column date_time says `Not set`",
        ),
        ({"timestamp": -11644473600000000}, "no time: column timestamp says `1601-01-01`"),
        (
            {"timestamp": "1658689261.5"},
            "column timestamp: `1658689261.5` is not a whole number of microseconds",
        ),
        (
            {"timestamp": "1.65869E+15"},
            "column timestamp: `1.65869E+15` is not a whole number of microseconds",
        ),
        (
            {"timestamp": 1658689261123456789},
            "column timestamp: `1658689261123456789` microseconds lead out of the years 1 to 9999",
        ),
        ({"datetime": 1658689261}, "column datetime: `1658689261` is a number without a unit"),
        ({"datetime": "24 July 2015"}, "column datetime: `24 July 2015` is not a moment"),
    ],
)
def test_what_is_no_moment_is_told_with_its_column(fields: dict[str, object], fault: str) -> None:
    assert told(read(json.dumps({"message": "A", **fields}))) == [f"t:1: {fault}"]


def test_a_count_that_would_be_of_our_time_in_another_unit_is_noted_once() -> None:
    found = read(f"{HEADER}\nA,1658689261,,,,\nB,1658689262,,,,\n")
    assert [part for part in found if isinstance(part, Note)] == [
        Note(
            "`timestamp` 1658689261 counts microseconds: 1970-01-01T00:27:38.689261Z; in seconds"
            " it would be 2022-07-24T19:01:01Z",
            "t",
            2,
        )
    ]
    assert len(found) == 3
    (note, _) = read(f"{HEADER}\nA,1658689261123,,,,\n")
    assert isinstance(note, Note)
    assert note.text.endswith("in milliseconds it would be 2022-07-24T19:01:01.123Z")


def test_what_timestamp_says_beside_another_datetime_is_noted() -> None:
    said = {"datetime": "2022-07-24T21:01:01+02:00", "timestamp": 1658689261123456}
    assert "note" not in one(**said)
    assert one(**{**said, "timestamp": 1658689263123456})["note"] == "timestamp: 1658689263123456"


@pytest.mark.parametrize(
    ("fields", "tags", "note"),
    [
        ({"tag": {"labels": ["late", "seen"]}}, ["late", "seen"], None),
        ({"tag": {"labels": "late seen", "__type__": "x"}}, ["late", "seen"], None),
        (
            {
                "tag": {
                    "__type__": "AttributeContainer",
                    "__container_type__": "event_tag",
                    "comment": "found by hand",
                    "labels": [{"__type__": "bytes", "stream": "late"}, "seen"],
                }
            },
            ["late", "seen"],
            "tag comment: found by hand",
        ),
        (
            {"tag": {"labels": {"__type__": "tuple", "values": ["late", "seen"]}}},
            ["late", "seen"],
            None,
        ),
        ({"tag": "{'labels': ['late'], 'comment': ''}"}, ["late"], None),
        ({"tag": "['late' 'seen']"}, ["late", "seen"], None),
        ({"tag": '["late, but seen", "b"]'}, ["late, but seen", "b"], None),
        ({"tag": "late seen"}, ["late seen"], None),
        ({"tag": "late seen", "parser": "filestat"}, ["late", "seen"], "parser: filestat"),
        (
            {"path": {"__type__": "PathSpec", "type_indicator": "OS", "location": "/a"}},
            None,
            "path: type_indicator: OS; location: /a",
        ),
        ({"user": {"__type__": "bytes", "stream": "bek"}}, None, "user: bek"),
    ],
)
def test_tags_and_values_of_plaso_are_taken_without_their_types(
    fields: dict[str, object], tags: list[str] | None, note: str | None
) -> None:
    said = one(datetime="2015-07-24", **fields)
    assert (said.get("tags"), said.get("note")) == (tags, note)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"__ts_timeline_id": 4}, {"__ts_timeline_id": 5}),
        ({"_index": "a1"}, {"_index": "a2"}),
        ({"timeline": "disk"}, {"timeline": "memory"}),
    ],
)
def test_the_same_in_two_timelines_is_two_events(
    first: dict[str, object], second: dict[str, object]
) -> None:
    one_, other = (one(datetime="2015-07-24", **more) for more in (first, second))
    assert one_ != other


def test_a_moment_is_of_the_column_that_says_it() -> None:
    found = read('{"message": "A", "timestamp": 0}\n{"message": "A", "datetime": "2015-07-24"}')
    assert [part.document.columns["date"] for part in found if isinstance(part, Entry)] == [
        "timestamp",
        "datetime",
    ]


def test_what_an_event_tells_is_taken() -> None:
    said = {
        "message": "A file\nwas written",
        "datetime": "2015-07-24T19:01:01Z",
        "timestamp": 1,
        "timestamp_desc": "Write time",
        "tag": ["a", "b"],
        "label": ["__ts_star", "c"],
        "data_type": "fs:stat",
        "size": 12,
        "hidden": True,
        "gone": None,
        "parts": ["x", {"y": 1}],
        "__ts_timeline_id": 4,
        "_id": "abc",
    }
    (found,) = read(json.dumps(said))
    assert isinstance(found, Entry)
    assert found.external_id == ExternalId("timesketch", "abc")
    assert found.document.body == {
        "date": "2015-07-24T19:01:01Z",
        "date_basis": "Write time",
        "title": "A file",
        "summary": "A file\nwas written",
        "tags": ["a", "b", "c"],
        "note": (
            "timestamp: 1\ntimeline: 4\ndata_type: fs:stat\nsize: 12\nhidden: true\nparts: x, y: 1"
        ),
    }


@pytest.mark.parametrize("tag", ['"a,b"', "\"['a', 'b']\"", '"[""a"", ""b"", ""-""]"'])
def test_a_table_has_tags_with_commas_between_them(tag: str) -> None:
    row = f"A,,2015-07-24T19:01:01Z,Write time,{tag},fs:stat"
    assert bodies(read(f"{HEADER}\n{row}\n")) == [
        {
            "date": "2015-07-24T19:01:01Z",
            "date_basis": "Write time",
            "title": "A",
            "tags": ["a", "b"],
            "note": "data_type: fs:stat",
        }
    ]


def test_rows_are_counted_as_spreadsheets_do() -> None:
    rows = '"A\nb",,2015-07-24,,,\n\nC,,x,,,\nD,,2015-07-25,,-,\n'
    found = read(f"{HEADER}\n{rows}")
    lines = [part.document.start for part in found if isinstance(part, Entry)]
    assert (lines, told(found)) == ([2, 5], ["t:4: column datetime: `x` is not a moment"])


BROKEN = [
    (b"", ["t: no table: it is empty"]),
    (b"hello\n", ["t:1: a table without column datetime or timestamp"]),
    (b"a,b\n1,2\n3,4\n", ["t:1: a table without column datetime or timestamp"]),
    (b"message,datetime\n,2015-07-24\n", ["t:2: an event without message"]),
    (b"message,datetime\nA,\n", ["t:2: an event without datetime"]),
    (b"message,datetime\nA,24.07.2015\n", ["t:2: column datetime: `24.07.2015` is not a moment"]),
    (b"message,message\nA,\n", ["t:1: two columns are called `message`"]),
    (b'{"message": "A"}\n', ["t:1: an event without datetime"]),
    (b'{"message": "A"\n[]\n', 2 * [""]),
    (b'{"message": "A"\n', ["t:1:16: not readable as JSON: expecting ',' delimiter"]),
    (b"{}\n[]\n", ["t:1: an event without message", "t:2: an event is an object"]),
    (b"{}\n" + b"[" * 9999, ["t:1: an event without message", "t:2:1: not readable as JSON: n"]),
    (b'{"message": "\xff"}\n', ["t:1:14: not UTF-8"]),
    (b"{" + b" " * (1 << 20), ["t:1: a line longer than 1,048,576 bytes"]),
    (b"message\xff,b\n", ["t: not UTF-8 in the first rows"]),
    (b"message,datetime\nA\xe9,2015\n", ["t: not UTF-8 in the first rows"]),
]


@pytest.mark.parametrize(("data", "faults"), BROKEN, ids=lambda value: str(value[:12]))
def test_what_is_faulty_is_told_with_its_place(data: bytes, faults: list[str]) -> None:
    found = told(read(data))
    assert len(found) == len(faults)
    assert all(map(str.startswith, found, faults)), found


def test_files_are_read_a_line_at_a_time() -> None:
    line = b'{"message": "A", "datetime": "2015-07-24T19:01:01Z"}\n'
    data = io.BytesIO(line * 10)
    found = timesketch.read(Path("t"), data)
    next(found)
    assert data.tell() == len(line)
    assert len(list(found)) == 9


@given(st.binary() | st.text().map(lambda text: f'{{"message": {text}'.encode(errors="replace")))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert_sound(read(data))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"message": VALUES, "datetime": VALUES | st.just("2015-07-24")},
        optional=dict.fromkeys(("timestamp", "tag", "label", "x", "_id"), VALUES),
    )
)
def test_no_event_is_too_strange(fields: dict[str, object]) -> None:
    assert_sound(read(json.dumps(fields)))
