"""TimelineJS (JSON and tables), Timesketch (JSON lines and tables), and JSON lines of events."""

import functools
import json
from collections.abc import Sequence

from timeline.exchange.reading import ReadOptions
from timeline.exchange.tables.plan import MappingOptions
from timeline.log import files

from fuzz.target import Target, choose, prefixed
from fuzz.targets import importing
from support.running import ROOT

_FORMATS = ("timelinejs", "timesketch", "jsonl")
_GIVEN = ReadOptions(given=MappingOptions({}, {"kind": "visit", "tags": "a; b"}))


def _run(data: bytes) -> None:
    way, data = choose(data, len(_FORMATS))
    importing.read_and_take(_FORMATS[way], data, _GIVEN)


_SLIDES: Sequence[object] = (
    {
        "events": [
            {
                "start_date": {"year": "2017", "month": "4", "day": 9, "hour": 15},
                "unique_id": "a",
                "end_date": {"year": 2018},
                "text": {"headline": "A", "text": "<p>x</p>"},
                "group": "g",
                "media": {"url": "https://example.org", "caption": "c", "credit": "d"},
                "display_date": "spring",
            }
        ],
        "eras": [
            {"start_date": {"year": "-44"}, "end_date": {"year": "1e9"}, "text": {"headline": "E"}}
        ],
        "title": {"text": {"headline": "T"}},
        "scale": "cosmological",
    },
    {
        "timeline": {
            "headline": "T",
            "type": "default",
            "date": [
                {
                    "startDate": "2017,4,9,10,30",
                    "endDate": "2018",
                    "headline": "A",
                    "text": "b",
                    "tag": "t",
                    "asset": {"media": "x"},
                }
            ],
            "era": [{"startDate": "1990", "endDate": "1999", "headline": "E"}],
        }
    },
)
_TABLES = (
    (
        b"Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type,Group\n"
        b"2017,4,9,3:30 PM,2018,,,,spring,A,<b>x</b>,https://example.org,,g\n-500,,,,-400,,,,,B,,,era,\n"
    ),
    b"Start Date;End Date;Headline;Tag\n4/9/2017;;A;x\n4/2017;2018-05-01;B;\n-44;;C;\n",
)
_SKETCH = (
    (
        b'{"message": "A", "timestamp": 1658689261123456, "datetime": "2022-07-24T19:01:01.123456+00:00", '
        b'"timestamp_desc": "Creation Time", "tag": ["a"], "data_type": "x", "x": {"y": [1, null, true]}}\n'
        b'{"message": "B", "datetime": "2015-06-30T23:59:60Z"}\n'
    ),
    (
        b"message,timestamp,datetime,timestamp_desc,tag,data_type\nA,1658689261123456,,Creation Time,a b,x\n"
        b"B,,2015-07-24 19:01:01 UTC,Not a time,,\n"
    ),
)


@functools.cache
def _seeds() -> Sequence[bytes]:
    loose = sorted((ROOT / "events").glob("*/**/*.yaml"))[::40]
    held = [files.read_file(one.read_bytes(), "x")[0] for one in loose]
    lines = [json.dumps(one.body, ensure_ascii=False).encode() + b"\n" for one in held if one]
    drafts = [
        b'{"date":"2017","kind":"visit","title":"T","places":["Osh"]}\n\n{"event":"actor","actor":"x","name":"X"}',
        b'{"event":"retraction","retracts":"x","after":["x"],"reason":"r"}',
    ]
    slides = [json.dumps(one, indent=1).encode() for one in _SLIDES]
    return prefixed(
        [(0, one) for one in (*slides, *_TABLES)]
        + [(1, one) for one in _SKETCH]
        + [(2, one) for one in (*lines, b"".join(lines[:3]), *drafts)]
    )


_WORDS = (
    *(
        b'"year": ',
        b'"month": 13',
        b'"day": "x"',
        b'"start_date": ',
        b'"events": [',
        b'"text": ',
        b'"headline": ',
    ),
    *(
        b'"startDate": "',
        b"2017,4,9",
        b'"timeline": {',
        b'"eras": ',
        b'"era": ',
        b'"media": ',
        b'"unique_id": ',
    ),
    *(
        b"null",
        b"[]",
        b"{}",
        b"true",
        b"1e999",
        b"-1e-999",
        b"-0",
        b"9" * 400,
        b'"\\ud800"',
        b'"\\u0000"',
        b"NaN",
    ),
    *(
        b"1658689261123456",
        b"-9223372036854775808",
        b"99999999999999999999",
        b"0.5",
        b"2015-06-30T23:59:60Z",
        b"+2500",
    ),
    *(
        b'"timestamp": ',
        b'"datetime": "',
        b'"message": "',
        b"Not a time",
        b"<a href='javascript:x'>",
        b"<script",
        b"&#0;",
    ),
    *(
        b"Year",
        b"End Year",
        b"Time",
        b"25:00",
        b"12:05:09 a.m.",
        b"Display Date",
        b'"recorded": {',
        b'"id": "',
        b"[" * 60,
    ),
    *(
        b'"event":"amendment"',
        b'"set":{"title":"x"}',
        b'"after":["',
        b"\n",
        b"\r\n",
        b'"',
        b"\\",
        b",",
    ),
)
TARGET = Target("slides", _run, _seeds, _WORDS)
