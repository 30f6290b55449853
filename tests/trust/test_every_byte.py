"""Whatever byte of a log is edited, verification names the file.

By default a sample of the bytes is tried, with `-m faults_whole` all of them.
"""

import hashlib
import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from timeline.event import yaml_text
from timeline.log import folder as log
from timeline.log.files import is_pack, pack_line, path_of_pack
from timeline.trust.contents import Contents, read_loose, read_pack
from timeline.trust.verify import verify

from support.faults import WHOLE
from support.helpers import Ledger, complete
from support.properties import IN_CI
from support.running import ROOT, here

CHOICE = random.Random(17)  # noqa: S311 (a sample)


def edits(data: bytes, count: int, *, whole: bool) -> Iterator[bytes]:
    """The bytes with one of them changed; each of them where the whole is asked for."""
    places = range(len(data)) if whole else CHOICE.choices(range(len(data)), k=count)
    for at in places:
        others = (data[at] ^ 1, data[at] ^ 0x20, CHOICE.randrange(256), 0x20, 0x0A)
        other = CHOICE.choice([one for one in others if one != data[at]])
        yield data[:at] + bytes([other]) + data[at + 1 :]


def findings_in(data: bytes, path: str) -> int:
    found = Contents()
    if is_pack(data):
        read_pack(io.BytesIO(data), path, found)
    else:
        read_loose(data[: yaml_text.MAX_BYTES + 1], path, found)
    return len(found.findings) + len(found.misnamed) + len(found.broken_packs)


@WHOLE
def test_every_byte_of_the_events_of_the_example_log(*, whole: bool) -> None:
    folder = ROOT / "events"
    tried = 0
    for file in log.scan(folder).files:
        data = (folder / file.path).read_bytes()
        assert not findings_in(data, file.path)
        for edited in edits(data, 8 if IN_CI else 2, whole=whole):
            assert findings_in(edited, file.path), (file.path, edited)
            tried += 1
    assert tried > 600


@WHOLE
def test_every_byte_of_a_pack_of_ten_thousand_events(*, whole: bool) -> None:
    bodies = (
        complete({"event": "happening", "date": "2019", "kind": "visit", "title": f"Visit {n}"})
        for n in range(10_000)
    )
    data = b"".join(map(pack_line, bodies))
    path = path_of_pack(hashlib.sha256(data).hexdigest())
    assert not findings_in(data, path)
    for _ in range(3_000 if whole else 60 if IN_CI else 6):
        at = CHOICE.randrange(len(data))
        edited = data[:at] + bytes([data[at] ^ CHOICE.randrange(1, 256)]) + data[at + 1 :]
        assert findings_in(edited, path), at


@WHOLE
def test_every_byte_of_all_other_files_of_a_sealed_log(tmp_path: Path, *, whole: bool) -> None:
    """Seals, their lists of leaves, kept sources, settings, attributes."""
    ledger = Ledger(tmp_path / "events")
    ledger.add("{date: 2016, kind: visit, title: First, sources: [{source: A release}]}")
    (tmp_path / "release.txt").write_text("On 3 May it began.\n", "utf-8")
    words = ["archive", "a-release", "release.txt", "-q"]
    assert here(*words, cwd=tmp_path).code == 0
    assert here("seal", "-q", cwd=tmp_path).code == 0
    before = verify(ledger.folder)
    assert not before.findings
    tried = 0
    for path in sorted(ledger.folder.rglob("*")):
        if path.is_dir() or path.name == ".gitattributes":
            continue
        data = path.read_bytes()
        for edited in edits(data, 40 if IN_CI else 10, whole=whole):
            path.write_bytes(edited)
            found = verify(ledger.folder)
            below = path.relative_to(ledger.folder).as_posix()
            assert any(one.path == below for one in found.findings), (below, edited)
            tried += 1
        path.write_bytes(data)
    assert tried > 40
    assert verify(ledger.folder) == before


@WHOLE
def test_deletions_truncations_and_swaps_of_the_example_log(tmp_path: Path, *, whole: bool) -> None:
    """Each in a fresh copy; named are the file, or the id in its name where it is gone."""
    folder = tmp_path / "events"
    shutil.copytree(ROOT / "events", folder)
    assert here("seal", "-q", cwd=tmp_path).code == 0
    paths = [file.path for file in log.scan(folder).files if not file.path.startswith("seals/")]
    for path in paths if whole else CHOICE.sample(paths, 12 if IN_CI else 4):
        other = CHOICE.choice([one for one in paths if one != path])
        data, second = (folder / path).read_bytes(), (folder / other).read_bytes()
        (folder / path).unlink()
        assert _paths(folder) == {f"*-{path[-21:]}"}
        (folder / path).write_bytes(data[: CHOICE.randrange(len(data))])
        assert _paths(folder) == {path}
        (folder / path).write_bytes(second)
        (folder / other).write_bytes(data)
        assert _paths(folder) == {path, other}
        (folder / path).write_bytes(data)
        (folder / other).write_bytes(second)
    assert _paths(folder) == set()


def _paths(folder: Path) -> set[str]:
    return {one.path for one in verify(folder).faults}
