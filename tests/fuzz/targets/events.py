"""Events: files of their own, packs, and the quick way through lines of packs."""

import functools
import hashlib
import io
import json
import re
from collections.abc import Sequence
from unittest import mock

from timeline.base.errors import Fault
from timeline.event import document, quick_build, quick_yaml, yaml_text
from timeline.event.held import Held
from timeline.event.quick_read import read_canonical
from timeline.log import files

from fuzz.target import Target, check_faults, choose, prefixed
from support.running import ROOT

_ID = re.compile(rb',"id":"[^"]*"')


def _run(data: bytes) -> None:
    way, data = choose(data, 5)
    if way == 0:
        _read_file(data)
    elif way == 4:
        _read_quickly(data)
    elif way == 1:
        _read_file(with_its_id(data))
    elif way == 2:
        _read_pack(data)
    else:
        _read_pack(b"".join(signed(line) for line in data.splitlines(keepends=True)))


def _read_file(data: bytes) -> None:
    _read_quickly(data)
    held, faults = files.read_file(data, "x.yaml")
    check_faults(faults)
    assert (held is None) == bool(faults)
    if held is None:
        return
    body = held.body
    written = yaml_text.write(body).encode()
    again, faults = files.read_file(written, "x.yaml")
    assert again == held, (faults, written)
    line = files.pack_line(body)
    (from_pack,) = files.read_pack(io.BytesIO(line), "p.yaml")
    assert isinstance(from_pack, Held), from_pack
    assert from_pack.forms == held.forms
    assert files.reads_back(line, body)
    quick = read_canonical(line[4:])
    assert quick is None or quick.forms == held.forms


def _read_quickly(data: bytes) -> None:
    """What is read by patterns is what the strict reader of YAML reads."""
    text, faults = document.decode(data, "x.yaml")
    quick = None if faults else quick_yaml.read(text)
    if quick is not None:
        strict, faults = document.read_yaml(text, "x.yaml")
        assert not faults, (text, faults)
        assert [json.dumps(quick)] == [json.dumps(one.body) for one in strict], text


def with_its_id(data: bytes) -> bytes:
    """A document with the id that belongs to it, so that all else decides whether it is read."""
    text, faults = document.decode(data, "x.yaml")
    found = document.read_yaml(text, "x.yaml")[0] if not faults else []
    if not found:
        return data
    body = {key: value for key, value in found[0].body.items() if key != "id"}
    id_ = document.id_of(document.digest(body))
    return re.sub(r"(?m)^id:.*$", f"id: {id_}", text, count=1).encode(errors="surrogatepass")


def _read_pack(data: bytes) -> None:
    quick = list(files.read_pack(io.BytesIO(data), "p.yaml"))
    with (
        mock.patch.object(files, "read_canonical", return_value=None),
        mock.patch.object(quick_build, "build", return_value=None),
    ):
        strict = list(files.read_pack(io.BytesIO(data), "p.yaml"))
    check_faults(one for one in quick if isinstance(one, Fault))
    assert quick == strict
    for one, other in zip(quick, strict, strict=True):
        if isinstance(one, Held) and isinstance(other, Held):
            assert json.dumps(one.body) == json.dumps(other.body)
            assert repr(one.event) == repr(other.event)


def signed(line: bytes) -> bytes:
    """A line with the id that its bytes have, whether they are in canonical form or not."""
    rest = line.removeprefix(b"--- ").removesuffix(b"\n")
    bare = _ID.sub(b"", rest, count=1)
    if bare == rest:
        return line
    id_ = document.id_of(hashlib.sha256(bare).hexdigest()).encode()
    return b"--- " + _ID.sub(b',"id":"' + id_ + b'"', rest, count=1) + b"\n"


@functools.cache
def _seeds() -> Sequence[bytes]:
    loose = [one.read_bytes() for one in sorted((ROOT / "events").glob("*/**/*.yaml"))]
    kinds = {re.search(rb"(?m)^event: .*$", one): one for one in loose}
    chosen = [*{match[0]: one for match, one in kinds.items() if match}.values(), *loose[::25]]
    odd = [one.read_bytes() for one in sorted(SAMPLES.glob("log-*.yaml"))]
    lines = [
        files.pack_line(held.body) for one in chosen if (held := files.read_file(one, "x.yaml")[0])
    ]
    packs = [*lines, b"".join(lines[:3])]
    return prefixed(
        [(way, one) for one in (*chosen, *odd) for way in (0, 1, 4)]
        + [(way, one) for one in packs for way in (2, 3)]
    )


SAMPLES = ROOT / "tests" / "cli" / "error_samples"
"""Files with one thing wrong each."""
WORDS = (
    *(b"&a", b"*a", b"!!str ", b"!", b"<<: ", b"%YAML 1.1\n", b"---\n", b"...\n", b"|\n", b">-\n"),
    *(b"- ", b": ", b"? ", b"# ", b"{", b"}", b"[", b"]", b"'", b'"', b"\\u0000", b"\\ud800"),
    *(
        b"[" * 40,
        b"{a: " * 20,
        b"\\N",
        b"\\/",
        b"\\x1b",
        b"e\xcc\x81",
        b"\xe2\x80\xae",
        b"~",
        b"no",
    ),
    *(b"\nset:\n  title: x", b"\nid: ", b"\nevent: amendment", b"\nafter: [a]", b"schema: 2"),
    *(b'"date":"2017"', b',"note":"x"', b'"event":"actor"', b'},{"', b'","', b"--- {", b"2017-22"),
    *(b"sequential: true", b"count: 012", b"value: 1e3", b"coordinates: 91, 0", b"effect: [ends]"),
)
TARGET = Target("events", _run, _seeds, WORDS)
