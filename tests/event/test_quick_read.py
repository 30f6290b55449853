"""What is read quickly is what the strict readers read, and they have the word on all else."""

import hashlib
import io
import json
import re
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from timeline.base.errors import Fault
from timeline.event import document, quick_build
from timeline.event.build_again import build_again
from timeline.event.held import Held
from timeline.event.quick_read import read_canonical
from timeline.event.schema import build
from timeline.event.types import TYPES
from timeline.log import files

from support.all_kinds import bodies
from support.bodies import EVENTS, RECORDED
from support.logs import logs
from support.properties import examples


def read(lines: bytes) -> list[Held | Fault]:
    return list(files.read_pack(io.BytesIO(lines), "packs/x.yaml"))


def read_strictly(lines: bytes) -> list[Held | Fault]:
    with (
        mock.patch.object(files, "read_canonical", return_value=None),
        mock.patch.object(quick_build, "build", return_value=None),
    ):
        return read(lines)


def same(quick: list[Held | Fault], strict: list[Held | Fault]) -> None:
    """Compare also what equality of maps and tuples does not: order of keys, and types."""
    assert quick == strict
    for one, other in zip(quick, strict, strict=True):
        if isinstance(one, Held) and isinstance(other, Held):
            assert json.dumps(one.body) == json.dumps(other.body)
            assert repr(one.event) == repr(other.event)


def signed(line: bytes, id_: str) -> bytes:
    """A line with the id that its bytes have, whether they are in canonical form or not."""
    old = f',"id":"{id_}"'.encode()
    assume(line.count(old) == 1)
    rest = line.removeprefix(b"--- ").removesuffix(b"\n").replace(old, b"")
    new = document.id_of(hashlib.sha256(rest).hexdigest())
    return line.replace(old, f',"id":"{new}"'.encode())


@given(st.lists(bodies(), min_size=1, max_size=3))
@examples(500)
def test_events_of_every_kind_are_read_alike(found: list[dict[str, object]]) -> None:
    lines = b"".join(map(files.pack_line, found))
    same(read(lines), read_strictly(lines))


@given(EVENTS | logs().map(lambda found: dict(found[-1].body)))
@examples(500)
def test_what_the_program_writes_is_read_quickly(body: dict[str, object]) -> None:
    line = files.pack_line(body)
    found = read_canonical(line.removeprefix(b"--- "))
    # Of its texts, lines with what a pattern takes for the end of a list are left to others.
    if found is None:
        assert re.search(rb'[\[{]|\\|,"|[^ -~]', line[5:])
    same(read(line), read_strictly(line))


def test_an_event_of_each_part_is_read_quickly() -> None:
    body = document.complete(
        {
            "event": "happening",
            "date": "2017-22",
            "kind": "visit",
            "title": 'Визит "X" [1], {2}',
            "summary": "One\n\n- a\t\\ b",
            "places": ["aa", "bb"],
            "actors": [{"actor": "aa", "role": "host", "effect": ["starts"]}],
            "figures": [{"measure": "cars", "value": "1", "by": {"sex": "f"}}],
            "tags": ['a "b"', "c"],
            "sources": [{"source": "s", "quote": "He said: “so” [...]."}],
        },
        RECORDED,
    )
    assert read_canonical(files.pack_line(body)[4:])


TOKENS = st.sampled_from(
    [
        *(b'"', b"{", b"}", b"[", b"]", b",", b":", b" ", b"\\", b"\t", b"\r", b"1", b"null"),
        *(
            b'""',
            b"[]",
            b"{}",
            b"1e5",
            b"NaN",
            b"true",
            b'\\"',
            b"\\\\",
            b"\\n",
            b"\\r",
            b"\\u00e9",
        ),
        *(b"\\/", b"\\ud800", b"\x7f", b"\xc2\x85", b"\xcc\x81", b"e\xcc\x81", b"\xed\xa0\x80"),
        *(
            b"\xef\xbb\xbf",
            b'","',
            b"},{",
            b'"],["',
            b'{"',
            b'"}',
            b'[["',
            b'"]]',
            b'"date":"2017",',
        ),
        *(b'"a":"b",', b',"note":"x"', b'"event":"actor",', b"[" * 40, b"]" * 40, b"\n", b"\n\n"),
    ]
)


@given(
    bodies() | EVENTS,
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), TOKENS), min_size=1, max_size=3),
    st.booleans(),
)
@examples(1_500)
def test_lines_that_were_changed_are_read_alike(
    body: dict[str, object], changes: list[tuple[int, int, bytes]], sign: bool
) -> None:
    line = files.pack_line(body)
    for number, length, token in changes:
        at = number % len(line)
        line = line[:at] + token + line[at + length :]
    line = signed(line, str(body["id"])) if sign else line
    same(read(line), read_strictly(line))


@given(bodies() | EVENTS, st.randoms(use_true_random=False), st.booleans())
@examples(1_000)
def test_lines_whose_parts_changed_places_are_read_alike(
    body: dict[str, object], random: Any, twice: bool
) -> None:
    text = files.pack_line(body)[4:].decode(errors="surrogatepass")
    parts = re.findall(r'"(?:[^"\\]|\\.)*"|[^"]', text)
    i, j = random.randrange(len(parts)), random.randrange(len(parts))
    if twice:
        parts.insert(i, parts[j])
    else:
        parts[i], parts[j] = parts[j], parts[i]
    line = signed(b"--- " + "".join(parts).encode(errors="surrogatepass"), str(body["id"]))
    same(read(line), read_strictly(line))


@given(bodies(), st.sampled_from([",", ", "]), st.sampled_from([":", ": "]), st.booleans())
@examples(500)
def test_other_json_of_the_same_is_read_alike(
    body: dict[str, object], comma: str, colon: str, ascii_: bool
) -> None:
    text = json.dumps(body, ensure_ascii=ascii_, separators=(comma, colon))
    line = f"--- {text}\n".encode(errors="surrogatepass")
    same(read(line), read_strictly(line))


@pytest.mark.parametrize("depth", [3, 6, 20, 300, 990, 5_000])
def test_deep_nesting_is_read_alike(depth: int) -> None:
    text = '{"after":["a"],"event":"amendment","set":{"note":' + "[" * depth + '"x"' + "]" * depth
    line = f'--- {text}}},"id":"0000000000000000"}}\n'.encode()
    same(read(line), read_strictly(line))


@given(bodies() | EVENTS)
@examples(500)
@example({"id": "x", "event": "actor", "map": {"a": "1", "id": "x"}})
@example({"id": "x", "a": {"a": "1", "id": "x"}})
@example({"recorded": {"by": "x"}, "note": {"a": "b", "recorded": {"by": "x"}}, "id": "y"})
@example({"note": 'a,"id":"x"', "id": "x"})
def test_forms_are_those_of_one_at_a_time(body: dict[str, object]) -> None:
    forms = document.forms_of(body)
    assert forms.text.encode(errors="surrogatepass") == document.canonical(body, without=())
    assert (forms.digest, forms.claim) == (document.digest(body), document.claim(body))


@given(bodies(), st.booleans())
@examples(1_000)
def test_what_is_built_quickly_is_what_the_full_check_builds(
    body: dict[str, object], sharp: bool
) -> None:
    cls = TYPES.get(str(body.get("event")))
    assume(cls)
    assert cls
    if sharp:
        body = {**body, "places": "x", "tags": [1], "refs": [None], "by": {}}
    made, faults = build(cls, body)
    quick = quick_build.build(cls, body)
    assert quick is None or (quick == made and not faults)
    assert quick is not None or faults or re.search(r"''|\[\]|\{\}", repr(body))


@given(bodies())
def test_what_was_checked_is_built_again_as_it_was(body: dict[str, object]) -> None:
    cls = TYPES.get(str(body.get("event")))
    assume(cls)
    assert cls
    event, faults = build(cls, body)
    if not faults:
        assert build_again(cls, body) == event
