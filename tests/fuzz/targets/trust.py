"""Verification: files and packs as it reads them for itself, lists of leaves, and sealed logs."""

import atexit
import functools
import io
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from timeline.base.errors import Fault, TimelineError
from timeline.event import merkle
from timeline.event.held import Held
from timeline.log import files, seal_files
from timeline.recording.seal import seal
from timeline.trust.contents import Contents, read_loose, read_pack
from timeline.trust.verify import verify

from fuzz.target import Target, check_faults, choose, prefixed
from fuzz.targets import events
from fuzz.targets.drafts import small_log

_PATH = "actors/x-0000000000000000.yaml"


def _run(data: bytes) -> None:
    way, data = choose(data, 6)
    if way == 0:
        _read_loose(data)
    elif way == 1:
        _read_loose(events.with_its_id(data))
    elif way == 2:
        _read_pack(data)
    elif way == 3:
        _read_pack(b"".join(events.signed(line) for line in data.splitlines(keepends=True)))
    elif way == 4:
        leaves = seal_files.leaves_in(data)
        assert not leaves or seal_files.list_of_leaves(leaves) == data
    else:
        _verify(data)


def _leaf(held: Held) -> str:
    return merkle.leaf(held.id, held.forms.digest)


def _check(found: Contents) -> None:
    check_faults(one.fault for one in found.findings)


def _read_loose(data: bytes) -> None:
    """An event is found where the reader of the log finds one, and is the same."""
    held, _ = files.read_file(data, _PATH)
    found = Contents()
    read_loose(data, _PATH, found)
    _check(found)
    assert list(found.leaves) == ([_leaf(held)] if held else [])
    assert held or any(one.is_fault for one in found.findings)


def _read_pack(data: bytes) -> None:
    """All events that the reader of the log finds are found; what it refuses may match its id."""
    read = list(files.read_pack(io.BytesIO(data), "packs/x.yaml"))
    found = Contents()
    read_pack(io.BytesIO(data), "packs/x.yaml", found)
    _check(found)
    held = {_leaf(one) for one in read if isinstance(one, Held)}
    assert held <= set(found.leaves), held
    assert found.leaves.keys() == held or any(isinstance(one, Fault) for one in read)


@functools.cache
def _sealed() -> tuple[Path, tuple[Path, ...]]:
    """A log with two seals, of which one covers a pack, and its files."""
    aside = Path(tempfile.mkdtemp(prefix="timeline-fuzz-"))
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    folder = aside / "events"
    shutil.copytree(small_log(), folder)
    seal(folder, "Aida", "first")
    seal(folder, "Aida", "second")
    # Those of seals come first: there are few, and the most depends on them.
    found = sorted(
        (one for one in folder.rglob("*") if one.is_file()),
        key=lambda one: ("seals" not in one.parts, str(one)),
    )
    return folder, tuple(found)


def _verify(data: bytes) -> None:
    """Verify a log of which one file is another; which one, the first byte says."""
    folder, paths = _sealed()
    at, data = choose(data, len(paths))
    before = paths[at].read_bytes()
    try:
        paths[at].write_bytes(data)
        found = verify(folder)
    except TimelineError as error:
        check_faults(error.faults)
        return
    finally:
        paths[at].write_bytes(before)
    check_faults(one.fault for one in found.findings)
    # Every edit of a sealed file is named, and what says the same in other words apart from it.
    assert found.findings or data == before or paths[at].name == ".gitattributes"


@functools.cache
def _seeds() -> Sequence[bytes]:
    loose = [one[1:] for one in events.TARGET.seeds() if one[0] == 0][::4]
    packs = [one[1:] for one in events.TARGET.seeds() if one[0] == 2]
    _, paths = _sealed()
    texts = [one.read_bytes() for one in paths]
    lists = [one for one in texts if re.match(rb"[0-9a-z]{16} [0-9a-f]{64}\n", one)]
    return prefixed(
        [(way, one) for one in loose for way in (0, 1)]
        + [(way, one) for one in packs for way in (2, 3)]
        + [(4, one) for one in (*lists, b"0" * 16 + b" " + b"a" * 64 + b"\n")]
        + [(5, bytes([at]) + one) for at, one in enumerate(texts)]
    )


_WORDS = (
    *(
        b"root: ",
        b"count: ",
        b"leaves: ",
        b"previous: [",
        b"settings: ",
        b"sources: [",
        b"name: first",
        b"event: seal",
    ),
    *(
        b"event: erasure",
        b"erases: ",
        b"digest: ",
        b"claim: ",
        b'"event":"seal"',
        b',"id":"',
        b"a" * 64,
        b"0" * 16,
        b"}\n--- {",
    ),
    *(b"\r\n", b"# x\n", b"* -text\n", b"*.yaml -text\n", b'"count":"2"', b'{"claim"', b'{"count"'),
)
TARGET = Target("trust", _run, _seeds, (*_WORDS, *events.WORDS))
