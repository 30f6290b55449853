"""Lines of packs against their ids, many at once."""

import hashlib
import io
from collections.abc import Iterator, Mapping

import pytest

from timeline.event import document, merkle
from timeline.event.schema import FreeMap, Many, Record, Shape, fields_of
from timeline.event.types import TYPES
from timeline.log import files
from timeline.trust import contents
from timeline.trust.contents import Contents, read_pack
from timeline.trust.packs import match_lines

from support.helpers import complete


def body(title: str) -> dict[str, object]:
    return complete({"event": "happening", "date": "2019", "kind": "visit", "title": title})


BODIES = [body(f"Visit {number}") for number in range(20)]
LINES = [files.pack_line(one) for one in BODIES]
LEAVES = [merkle.leaf(str(one["id"]), document.digest(one)) for one in BODIES]

ID = str(BODIES[3]["id"]).encode()


def signed(text: str) -> bytes:
    """A line whose id is that of its bytes, whatever they are; ID stands for it."""
    digest = hashlib.sha256(text.replace(',"id":"ID"', "").encode()).hexdigest()
    return f"--- {text.replace('ID', document.id_of(digest))}\n".encode()


def leaves_of(*lines: bytes) -> list[str] | None:
    matched = match_lines(b"".join(lines))
    return matched.leaves if matched else None


def test_the_leaves_of_right_lines() -> None:
    assert leaves_of(*LINES) == LEAVES
    assert leaves_of(LINES[0]) == LEAVES[:1]


def test_lines_that_are_no_happenings_are_told_apart() -> None:
    actor = files.pack_line(complete({"event": "actor", "actor": "a", "name": "A"}))
    matched = match_lines(b"".join([*LINES, actor]))
    assert matched is not None
    assert matched.others == [actor[:-1]]
    assert len(matched.leaves) == len(LINES) + 1


ODD = {
    "another start": LINES[3].replace(b"--- {", b"--_ {"),
    "another end": signed('{"event":"x","id":"ID","z":"y"} '),
    "no braces": signed('("event":"happening","id":"ID","z":"y"}'),
    "an id that is ended otherwise": signed('{"event":"x","id":"ID"]"kind":"y"}'),
    "a happening with an id at its end": b'--- {"a":"b","id":"0000000000000000"}\n',
    "no id": LINES[3].replace(b'"id"', b'"ib"'),
    "an id too early": signed('{,"id":"ID","z":"y"}'),
    "an id too long": LINES[3].replace(b'"id":"', b'"id":"0'),
    "an id at the end": b'--- {"event":"happening","id":"000\n',
    "other signs in an id": LINES[3].replace(ID[:15], b"u" + ID[1:15]),
    "another id": LINES[3].replace(ID, str(BODIES[4]["id"]).encode()),
    "another content": LINES[3].replace(b"Visit 3", b"Visit 4"),
    "an empty line": b"\n",
    "a seal": signed('{"count":"1","event":"seal","id":"ID","leaves":"x"}'),
    "an erasure": signed('{"digest":"1","event":"erasure","id":"ID","reason":"x"}'),
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
@pytest.mark.parametrize("place", [0, 7, 20])
def test_one_odd_line_leaves_all_to_the_reading_one_by_one(line: bytes, place: int) -> None:
    assert leaves_of(*LINES[:place], line, *LINES[place:]) is None


def test_a_line_that_is_not_ended_is_read_by_itself() -> None:
    assert leaves_of(b"".join(LINES)[:-1]) is None
    assert leaves_of() is None


def test_the_kind_of_a_happening_comes_after_its_id_and_nothing_after_it_is_called_so() -> None:
    names = sorted(fields_of(TYPES["happening"]))
    place = names.index("kind")
    assert names[place - 1] == "id"
    for name in names[place + 1 :]:
        assert "kind" not in keys_in(fields_of(TYPES["happening"])[name].shape), name


def keys_in(shape: Shape) -> set[str]:
    """The keys that may stand in a value of a shape; any in a free map."""
    match shape:
        case Many(item):
            return keys_in(item)
        case Record(cls):
            return set(fields_of(cls)).union(
                *(keys_in(one.shape) for one in fields_of(cls).values())
            )
        case FreeMap():
            return {"kind"}
    return set()


@pytest.mark.parametrize("piece", [1, 7, 300, 1000, 1 << 20])
def test_lines_are_found_whole_whatever_is_read_at_once(
    piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_PIECE", piece)
    for end in (b"", LINES[0][:-1], b"x", b"\n", b"\r\n"):
        data = b"".join(LINES) + end
        path = files.path_of_pack(hashlib.sha256(data).hexdigest())
        found = Contents()
        read_pack(io.BytesIO(data), path, found)
        assert not found.broken_packs
        places = {leaf: (path, line) for line, leaf in enumerate(LEAVES, 1)}
        assert found.leaves == places
        faults = [one.line for one in found.findings if one.kind == "changed"]
        assert faults == ([] if end in (b"", LINES[0][:-1]) else [21])


def moved_ids(found: Mapping[str, object]) -> Iterator[tuple[bytes, bool]]:
    """The line of an event with its id in every place, and whether that is its own."""
    id_ = f',"id":"{found["id"]}"'.encode()
    line = files.pack_line(found)
    place, without = line.index(id_), line.replace(id_, b"")
    for at in range(len(without)):
        yield without[:at] + id_ + without[at:], at == place


SET = {"date": "2016", "figures": [{"measure": "a", "value": "1", "by": {"age": "x", "kind": "y"}}]}


@pytest.mark.parametrize(
    "said",
    [
        {"event": "amendment", "amends": "0" * 16, "reason": "x", "set": {**SET, "kind": "visit"}},
        {"event": "amendment", "amends": "0" * 16, "reason": "x", "set": SET},
        {"event": "retraction", "after": ["1" * 16], "retracts": "0" * 16, "reason": "x"},
        {"event": "actor", "actor": "a", "identifiers": [{"scheme": "x", "id": "y"}], "name": "A"},
        {"event": "program", "program": "a", "actors": [{"actor": "a", "role": "b"}], "name": "A"},
        {"event": "source", "source": "a", "title": "b", "refs": [{"scheme": "x", "id": "y"}]},
        {"event": "place", "place": "a", "names": [{"name": "x", "lang": "en"}], "name": "b"},
    ],
)
def test_the_id_of_any_event_is_taken_in_its_own_place_alone(said: dict[str, object]) -> None:
    for line, is_right in moved_ids(complete(said)):
        assert (leaves_of(line) is not None) == is_right, line


def test_an_id_is_taken_in_its_own_place_alone() -> None:
    by = {"age": "young", "kind": "course", "sex": "female"}
    figures = [{"measure": "people", "value": "3", "by": by}, {"measure": '"}]'}]
    sources = [{"source": "a", "at": 'para 1,"kind":"'}]
    whole = {**BODIES[0], "actors": [{"actor": "a", "role": "host"}], "figures": figures}
    found = complete(
        {k: v for k, v in whole.items() if k not in document.OWN} | {"sources": sources}
    )
    for line, is_right in moved_ids(found):
        assert (leaves_of(line) is not None) == is_right, line
