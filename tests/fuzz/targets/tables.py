"""Tables in text: CSV and TSV by name of column, by mapping, by preset, and the program's own."""

import functools
from collections.abc import Sequence
from typing import get_args

from timeline.event.schema import build
from timeline.exchange.reading import ReadOptions
from timeline.exchange.tables import mapping
from timeline.exchange.tables.plan import MappingOptions
from timeline.log import files

from fuzz.target import Target, choose, prefixed
from fuzz.targets import importing
from support.running import ROOT

_GIVEN = MappingOptions({}, {"kind": "visit"})
_BY_LETTER = ReadOptions(
    given=MappingOptions({"date": "A", "title": "B"}, {"kind": "visit"}), header=0
)


@functools.cache
def _ways() -> Sequence[tuple[str, ReadOptions]]:
    orders = [
        ReadOptions(given=_GIVEN._replace(order=order))
        for order in (None, *get_args(mapping.Order))
    ]
    mapped = [ReadOptions(columns=mapping.read_file(one, "m.yaml")) for one in _MAPPINGS]
    external = ReadOptions(
        given=_GIVEN._replace(external_id="Id", recorded_at="At", operation="Op", refers_to="Ref")
    )
    return [
        ("csv", ReadOptions()),
        *(("csv", one) for one in orders),
        ("tsv", orders[0]),
        ("csv", _BY_LETTER),
        ("csv", external),
        *(("csv", one) for one in mapped),
        *(("csv", ReadOptions(like=like)) for like in mapping.LIKE),
        *(
            ("csv", ReadOptions(given=_GIVEN, encoding=name))
            for name in ("cp1251", "utf-16", "utf-7")
        ),
    ]


def _run(data: bytes) -> None:
    ways = _ways()
    way, data = choose(data, len(ways) + 1)
    if way == len(ways):
        importing.suggest("csv", data)
    else:
        importing.read_and_take(*ways[way][:1], data, ways[way][1])


_MAPPINGS = (
    (
        b"fields:\n  date: {from: [A, C], to: B, order: dmy, precision: P, precisions: {1: month}}\n"
        b"  title: '{T}, {U}'\n  kind: {column: K, values: {a: visit, else: meeting}}\n"
        b"  actors: [{column: W, form: 'name:role', split: ',', with: {capacity: '{C}'}}]\n"
        b"  figures: {column: F, form: 'value unit', with: {measure: m}}\n"
        b"  tags: {column: G, split: ' '}\nskip: {T: ['*total*', empty]}\n"
    ),
    b"fields: {event: actor, name: N, type: {constant: person}, note: {template: '{T}', cut: 5}}\n",
    b"fields: {date: {earliest: A, latest: B}, title: T, kind: {constant: x}, places: '{T}, {U}'}\n",
)


@functools.cache
def _seeds() -> Sequence[bytes]:
    plain = [
        b"Date,Title,Kind\n2017-05-04,Training of police,training\nsummer 2017,B,visit\n",
        (
            b'"Date";"Title";"Kind";"Actors";"Figures"\n"4.5.2017";"A ""b""";visit;host=UNODC | x | y;'
            b"m=about 1,500 person\n"
        ),
        b"date\ttitle\tkind\n04/05/17\tA\tvisit\n13/05/17\tB\tvisit\n",
        b"A,B,C,T,U,K,W,F,G,P\n1/2/2017,3/2/2017,4 May 2017,T,U,a,UNODC:host,12 USD,x y,1\n",
        (
            b"Id,At,Op,Ref,Date,Title\n1,2020-01-01 10:00,add,,2017,A\n2,4/5/20,correct,1,2018,B\n"
            b"3,2021,retract,1,,\n"
        ),
        b"N,T\nUNODC,long long text\nX,\n",
        b"From,To,Event,Place,Source\n43000,43010,A,Osh,r\nc. 1900,1910s,B,Osh,r\n",
        "Дата,Название\n4 мая 2017 г.,Обучение\n".encode("cp1251"),
        "Date,Title,Kind\n2017,A,visit\n".encode("utf-16"),
        "Date,Title,Kind\n2017,A,visit\n".encode("utf-16-le"),
    ]
    presets = [
        b",".join(_columns_of(like)) + b"\n1,2017-01-02,Battles,A,B,C,D\n" for like in mapping.LIKE
    ]
    odd = [
        one.read_bytes()
        for one in sorted((ROOT / "tests" / "cli" / "error_samples").glob("import-*.csv"))
    ]
    count = len(_ways()) + 1
    texts = [*plain, *presets, _own(), *odd]
    return prefixed(
        (way, one) for way in range(count) for one in (texts[way % len(texts)], texts[0])
    ) + prefixed((way, one) for one in texts for way in (0, 1, count - 1))


def _columns_of(like: str) -> list[bytes]:
    """The columns that a mapping which comes with the program reads."""
    from timeline.exchange.tables import presets
    from timeline.exchange.tables.plan import columns_of

    found: dict[str, None] = {}
    for value in presets.preset(like).fields.values():
        for _, one in mapping.field_sources(value, ()):
            made, _wrongs = build(mapping.FieldSource, one)
            if made is not None:
                found |= dict.fromkeys(columns_of(made))
    return [name.encode() for name in found]


def _own() -> bytes:
    """An export of a few events of the example log."""
    from timeline.exchange.tables import own_csv

    loose = sorted((ROOT / "events").glob("*/**/*.yaml"))[::60]
    held = [files.read_file(one.read_bytes(), "x")[0] for one in loose]
    bodies = [one.body for one in held if one]
    names = dict.fromkeys(key for body in bodies for key in body)
    columns = [*own_csv.HEAD, *(n for n in names if n not in (*own_csv.HEAD, "recorded"))]
    return "".join(own_csv.write(bodies, columns)).encode()


_WORDS = (
    *(
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"|",
        b"\r\n",
        b"\n",
        b"=1+1",
        b"'=",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ),
    *(
        b"2017-22",
        b"4.5.2017",
        b"31/02/2017",
        b"13/13/13",
        b"12:61 PM",
        b"43000",
        b"9999999999",
        b"-44",
    ),
    *(
        b"host=UNODC",
        b"starts=STRIVE",
        b"m=1,5",
        b"r-2017@4",
        b"{a: b}",
        b'["a"',
        b'{"a": ',
        b"name:role",
    ),
    *(
        b"Date",
        b"Title",
        b"Kind",
        b"Actors",
        b"Sources",
        b"part_of",
        b"same_as",
        b"refs",
        b"recorded_at",
    ),
    *(
        b"\xd1\x8f\xd0\xbd\xd0\xb2\xd0\xb0\xd1\x80\xd1\x8c",
        b"janvier 2017",
        b"\xd9\xa3",
        b"\x0b",
        b"#REF!",
    ),
)
TARGET = Target("tables", _run, _seeds, _WORDS)
