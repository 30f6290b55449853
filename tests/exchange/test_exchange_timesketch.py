import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.exchange import timesketch
from timeline.exchange.entry import Entry, ExternalId

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
        ({"timestamp": 1658689261}, "2022-07-24T19:01:01Z"),
        ({"timestamp": 1658689261123}, "2022-07-24T19:01:01.123Z"),
        ({"timestamp": 1658689261123456}, "2022-07-24T19:01:01.123456Z"),
        ({"timestamp": "1658689261123456789"}, "2022-07-24T19:01:01.123456Z"),
        ({"datetime": 1658689261123456.0}, "2022-07-24T19:01:01.123456Z"),
        ({"datetime": "2015-07-24T19:01:01Z", "timestamp": 7}, "2015-07-24T19:01:01Z"),
    ],
)
def test_the_moment_is_the_written_one_or_else_counted_from_1970(
    fields: dict[str, object], date: str
) -> None:
    assert one(**fields)["date"] == date


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
        "note": "data_type: fs:stat\nsize: 12\nhidden: true\nparts: x, y: 1",
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
