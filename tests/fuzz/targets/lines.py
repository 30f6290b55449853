"""Markwhen: dates in words, durations, what is counted from other events, headings."""

from collections.abc import Sequence

from timeline.exchange.reading import ReadOptions
from timeline.exchange.tables.plan import MappingOptions

from fuzz.target import Target, choose, prefixed
from fuzz.targets import importing

_GIVEN = ReadOptions(given=MappingOptions({}, {"kind": "visit"}))


def _run(data: bytes) -> None:
    way, data = choose(data, 2)
    importing.read_and_take("markwhen", data if way else b"2017: a #x\n" + data, _GIVEN)


_TEXTS = (
    "title: x\ntz: +5\ndateFormat: d/M/y\n---\n2017/now: Talks #a\n location: Osh\n id: one\n",
    "# Head #tag\n## Sub\n2017-05-04/1 week: A\n!one.end/5 days: B\nby !one / 1 month: C\n- [x] done\n",
    "section Work\ngroup a\n10/04/2017 - 12/04/2017: a\n  text\nendGroup\nendSection\n_-_-_break_-_-_\n",
    "May 2017: a\n2017-W05: b\n44 BC - 2017: c\nafter !a 3 days: d\n2020-02-30 every week for 3 times: e\n",
    "2017-05-04T10:00:00Z/2017-05-05T10:30: a\n12pm: b\n1 day: c\nEDTF: 2017-22: d\n../2017: e\n// x\n",
    "2017: a\n key: value\n list: [a, b]\n map:\n  x: y\n\n2018: [link](https://x.y) ![img](z)\n",
)


def _seeds() -> Sequence[bytes]:
    return prefixed((way, text.encode()) for text in _TEXTS for way in (0, 1))


_WORDS = (
    *(
        b"2017",
        b"2017-10",
        b"now",
        b"5 days",
        b"!a",
        b".start",
        b".end",
        b"before ",
        b"after ",
        b"by ",
        b"/",
    ),
    *(
        b" - ",
        b" to ",
        b": ",
        b":",
        b"\n",
        b"# ",
        b"#tag",
        b"[x] ",
        b"id: a\n",
        b"tz: Nowhere\n",
        b"12pm",
    ),
    *(
        b"every week",
        b"May ",
        b"BC",
        b"-3 weeks",
        b"2017-W05",
        b"999999999 years",
        b"---\n",
        b"// x\n",
        b"group a\n",
    ),
    *(
        b"endGroup\n",
        b"section ",
        b"T10:00",
        b"XXXX",
        b"Y-1e9",
        b"9999-12-31",
        b"0000",
        b"\x00",
        b"week days",
        b"99999",
    ),
    *(
        b"1 month",
        b"1.5 years",
        b"x 3",
        b"for 3 times",
        b"until 2018",
        b"EDTF:",
        b"2017-05-04",
        b"quarter",
        b"Q3 2017",
    ),
)
TARGET = Target("lines", _run, _seeds, _WORDS)
