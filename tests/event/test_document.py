import base64
import hashlib
import io
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event import document, yaml_text
from timeline.event.document import Document
from timeline.log.files import read_file, read_pack

from support.bodies import EVENTS, RECORDED, SAID

STORED = """\
schema: 1
event: happening
date: 2017-22
kind: training
title: Обучение участковых
summary: ''
places: [kyrgyzstan]
actors:
- {role: organiser, actor: unodc, capacity: ''}
figures:
- {measure: officers, value: 0250.0}
note: "cafe\\u0301"
recorded: {by: Aida, at: 2026-11-22T09:30:00.000000Z}
"""
CANONICAL = (
    '{"actors":[{"actor":"unodc","role":"organiser"}],"date":"2017-22","event":"happening",'
    '"figures":[{"measure":"officers","value":"0250.0"}],"kind":"training","note":"café",'
    '"places":["kyrgyzstan"],'
    '"recorded":{"at":"2026-11-22T09:30:00.000000Z","by":"Aida"},"schema":"1",'
    '"title":"Обучение участковых"}'
)


def body_of(text: str) -> dict[str, object]:
    (found,), faults = document.read_input(text.encode(), "in.yaml")
    assert not faults
    return found.body


def crockford(sha256: bytes) -> str:
    """The first 80 bits by the standard library's base32, its alphabet exchanged."""
    standard, ours = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz"
    return base64.b32encode(sha256[:10]).decode().translate(str.maketrans(standard, ours))


def test_the_canonical_form_is_the_one_worked_out_by_hand() -> None:
    assert document.canonical(body_of(STORED)) == CANONICAL.encode()


def test_digest_and_id_are_those_of_the_canonical_form() -> None:
    sha256 = hashlib.sha256(CANONICAL.encode())
    digest = document.digest(body_of(STORED))
    assert digest == sha256.hexdigest()
    assert document.id_of(digest) == crockford(sha256.digest())


def test_ids_begin_and_end_with_the_right_bits() -> None:
    assert document.id_of("0" * 64) == "0" * 16
    assert document.id_of("f" * 64) == "z" * 16
    assert document.id_of("08" + "0" * 62) == "1" + "0" * 15
    assert document.id_of("0" * 19 + "1" + "f" * 44) == "0" * 15 + "1"


def test_the_claim_leaves_out_who_recorded_and_when() -> None:
    body = body_of(STORED)
    other = {**body, "recorded": {"at": "2027-01-01T00:00:00.000000Z", "by": "Bek"}, "id": "x"}
    assert document.claim(other) == document.claim(body)
    assert document.digest(other) != document.digest(body)
    said = {key: value for key, value in body.items() if key != "recorded"}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert document.claim(body) == hashlib.sha256(plain.encode()).hexdigest()


@given(EVENTS)
def test_the_canonical_form_is_that_of_json_with_sorted_keys(body: dict[str, object]) -> None:
    said = {key: value for key, value in body.items() if key != "id"}
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert document.canonical(body) == plain.encode()
    assert body["id"] == crockford(hashlib.sha256(plain.encode()).digest())


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_id_does_not_depend_on_the_order_of_keys(body: dict[str, object], random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            pairs = [(key, shuffled(part)) for key, part in value.items()]
            random.shuffle(pairs)
            return dict(pairs)
        return [shuffled(part) for part in value] if isinstance(value, list) else value

    assert document.digest(shuffled(body)) == document.digest(body)


@given(EVENTS)
def test_the_id_does_not_depend_on_the_style_of_the_yaml(body: dict[str, object]) -> None:
    for text in (yaml_text.write(body), json.dumps(body, indent=1), _quoted(body)):
        (found,), faults = (
            document.read_yaml(text, "in.yaml")
            if text[0] != "{"
            else (document.read_json(text, "in.json"))
        )
        assert not faults
        assert document.digest(found.body) == document.digest(body)
        assert document.fault_of_id(found, document.digest(found.body)) is None


def _quoted(body: dict[str, object]) -> str:
    """Block maps whose values are JSON, which is YAML too as long as nothing needs a pair."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in body.items())
    return "---\n" + "\n".join(lines) + "\n...\n"


@given(EVENTS)
def test_an_event_gives_the_same_canonical_form_as_json_and_as_yaml(
    body: dict[str, object],
) -> None:
    (from_yaml,), _ = document.read_input(yaml_text.write(body).encode(), "in.yaml")
    (from_json,), _ = document.read_input(json.dumps(body).encode(), "in.json")
    (of_lines,), _ = document.read_input(json.dumps(body, ensure_ascii=False).encode(), "in.jsonl")
    forms = {document.canonical(one.body) for one in (from_yaml, from_json, of_lines)}
    assert forms == {document.canonical(body)}


@given(SAID)
def test_a_whole_event_is_valid_in_nfc_and_without_what_is_empty(said: dict[str, object]) -> None:
    body = document.complete({**said, "confidence": "", "programs": [], "sources": [{}]}, RECORDED)
    event, faults = document.event_of(Document(body))
    assert not faults
    assert event is not None
    assert {"confidence", "programs", "sources"}.isdisjoint(body)
    text = document.canonical(body).decode()
    assert unicodedata.is_normalized("NFC", json.dumps(json.loads(text), ensure_ascii=False))


@given(EVENTS)
def test_a_stored_event_is_read_back_with_its_id(body: dict[str, object]) -> None:
    held, faults = read_file(yaml_text.write(body).encode(), "x.yaml")
    assert not faults
    assert held is not None
    assert held.body == body
    assert held.event.id == body["id"]


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_the_bytes_reading_gives_an_event_or_faults(data: bytes) -> None:
    held, faults = read_file(data, "x.yaml")
    assert held is None
    assert faults
    document.read_input(data, "x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda part: (
            st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)
        ),
    )
)
def test_whatever_the_json_reading_gives_documents_or_faults(value: object) -> None:
    for text in (json.dumps(value), json.dumps([value]), "{" + json.dumps(value)):
        found, _ = document.read_json(text, "x.json")
        for one in found:
            event, wrong = document.event_of(one)
            assert event is None
            assert wrong


def test_keys_of_an_event_come_in_the_order_of_the_format() -> None:
    said = {"title": "x", "tags": ["a"], "kind": "visit", "date": "2017", "event": "happening"}
    body = document.complete(said, RECORDED)
    assert list(body) == ["schema", "id", "event", "date", "kind", "title", "tags", "recorded"]


def test_a_key_that_is_not_known_is_kept_for_the_check_to_name() -> None:
    body = document.complete({"event": "happening", "titel": "x"}, RECORDED)
    assert body["titel"] == "x"


def test_a_byte_order_mark_before_the_text_is_dropped() -> None:
    (found,), faults = document.read_input(b"\xef\xbb\xbftitle: x\n", "in.yaml")
    assert not faults
    assert found.body == {"title": "x"}


def test_a_file_larger_than_the_limit_is_not_read() -> None:
    found, (fault,) = document.read_input(b"a: " + b"x" * (16 << 20), "in.yaml")
    assert not found
    assert str(fault) == "in.yaml: larger than 16,777,216 bytes\n  split it into several files"


@pytest.mark.parametrize("opening", [b'{"a":', b"[", b"{a: ", b"- "])
def test_thirty_thousand_levels_are_refused(opening: bytes) -> None:
    _, faults = document.read_input(opening * 30_000, "in")
    assert "deep" in str(faults[0])


def test_a_quarter_of_a_million_empty_documents_give_few_faults() -> None:
    _, faults = document.read_input(b"---\n" * 250_000, "in")
    assert 0 < len(faults) <= 20


def test_numbers_of_json_keep_their_text_and_truth_becomes_a_word() -> None:
    text = '{"a": 1.50, "b": 1e3, "c": 12345678901234567890123, "d": true, "e": null, "f": -0}'
    (found,), _ = document.read_json(text, "in.json")
    assert found.body == {
        "a": "1.50",
        "b": "1e3",
        "c": "12345678901234567890123",
        "d": "true",
        "f": "-0",
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a"}{"title": "b"}',
        '{"title": "a"}\n\n{"title": "b"}\n',
        '{\n"title":\n"a"}\n{\n"title": "b"\n}',
        '[{"title": "a"}, {"title": "b"}]',
        ' [\n{"title": "a"}\n,{"title": "b"}]\n',
    ],
)
def test_several_events_of_json_come_in_a_list_or_one_after_the_other(text: str) -> None:
    found, faults = document.read_input(text.encode(), "in.json")
    assert not faults
    assert [one.body for one in found] == [{"title": "a"}, {"title": "b"}]


def test_an_empty_list_of_json_holds_no_events_and_no_faults() -> None:
    assert document.read_input(b"[ ]\n", "in.json") == ([], [])


def test_events_of_json_know_the_line_they_start_in() -> None:
    found, _ = document.read_json('[\n{"a": "b"},\n\n{"a": "c"}]', "in.json")
    assert [one.start for one in found] == [2, 4]


def test_reading_json_lines_goes_on_after_a_line_at_fault() -> None:
    text = '{"a": "b"}\n{"a": c}\n{"a": "d"}\n{"a"\n'
    found, faults = document.read_json(text, "in.json")
    assert [one.body for one in found] == [{"a": "b"}, {"a": "d"}]
    assert [fault.where for fault in faults] == ["in.json:2:7", "in.json:5:1"]


def test_a_map_in_braces_is_read_as_yaml_unless_it_starts_as_json_does() -> None:
    (found,), faults = document.read_input(b"{title: x, date: 2017}", "in")
    assert not faults
    assert found.body == {"title": "x", "date": "2017"}


def test_faults_of_one_event_come_in_the_order_of_its_text() -> None:
    text = "schema: 1\nevent: happening\nstatus: maybe\ntitel: x\ndate: 2017-13\nid: y\n"
    (found,), _ = document.read_yaml(text, "in.yaml")
    _, faults = document.event_of(found)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    assert len(faults) == 6


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a\xff", (1, 2, "a\ufffd")),
        (b"\xff", (1, 1, "\ufffd")),
        ("a: Кы".encode()[:-1] + b"\nb: 1", (1, 5, "a: К\ufffd")),
        (b"a: 1\r\nb: \xff\r\nc: 2", (2, 4, "b: \ufffd")),
        (b"a: 1\rb: \xff\rc: 2", (2, 4, "b: \ufffd")),
        ("a: 日本 \n".encode() + "日本".encode() + b"\xe6\x97", (2, 3, "日本\ufffd")),
        ("a: x\u2028y\n".encode() + b"\xff", (2, 1, "\ufffd")),
    ],
)
def test_bytes_that_are_no_utf8_are_pointed_at(
    mark: bytes, data: bytes, place: tuple[int, int, str]
) -> None:
    text, (fault,) = document.decode(mark + data, "x.yaml")
    assert (text, fault.problem) == ("", "not UTF-8")
    assert (fault.line, fault.column, fault.excerpt) == place


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: a\r\n\tdate: x", (2, 1, "\tdate: x")),
        ('title: "日本" x', (1, 13, 'title: "日本" x')),
        ("title: a\u2028b\r\nno: 1", (1, 9, "title: a\u2028b")),
        ("title: a\rno: b\x85c", (2, 6, "no: b\x85c")),
    ],
)
def test_faults_of_yaml_are_pointed_at_in_the_line_that_editors_show(
    mark: str, text: str, place: tuple[int, int, str]
) -> None:
    held, (fault, *_) = read_file((mark + text).encode(), "x.yaml")
    assert held is None
    assert (fault.line, fault.column, fault.excerpt) == place


@given(st.binary(), st.sampled_from([b"", MARK, b"schema: 1\n", b'--- {"']))
def test_no_file_whatever_its_bytes_raises_anything(data: bytes, start: bytes) -> None:
    held, faults = read_file(start + data, "x.yaml")
    assert held is None
    assert faults
    list(read_pack(io.BytesIO(start + data), "x.yaml"))
