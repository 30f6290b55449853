"""Files that are read by several processes hold what they hold when they are read by one."""

import shutil
from pathlib import Path

import pytest

from timeline.trust import contents
from timeline.trust.contents import Contents, read_contents
from timeline.trust.verify import verify

from support.running import ROOT, here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example log, sealed, with faults of each kind, a pack, and events that stand twice."""
    folder = tmp_path / "events"
    shutil.copytree(ROOT / "events", folder)
    assert here("pack", "-q", cwd=tmp_path).code == 0
    (packed,) = (folder / "packs").glob("*.yaml")
    shutil.copytree(ROOT / "events", folder, dirs_exist_ok=True)
    assert here("seal", "-q", cwd=tmp_path).code == 0
    shutil.copy(packed, folder / "happenings" / "pack.yaml")
    paths = sorted((folder / "happenings").rglob("*-*.yaml"))
    for path in paths[::11]:
        path.write_bytes(path.read_bytes() + b"# comment\n")
    for path in paths[3::17]:
        path.write_bytes(path.read_bytes().replace(b"title: ", b"title: Not ", 1))
    paths[5].rename(paths[5].with_name("renamed.yaml"))
    paths[8].write_bytes(b"")
    paths[9].unlink()
    paths[10].write_bytes(b"\xff")
    return folder


def everything(found: Contents) -> object:
    return {name: list(v.items()) if isinstance(v, dict) else v for name, v in vars(found).items()}


@pytest.mark.parametrize(("group", "count"), [(1, 2), (7, 3), (1000, 2)])
@pytest.mark.parametrize("large", [1, 400, 1 << 30])
def test_one_process_and_several_find_the_same(
    folder: Path, group: int, count: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, verified = everything(read_contents(folder)), verify(folder)
    assert len(verified.findings) > 10
    monkeypatch.setattr(contents, "_MANY", 1)
    monkeypatch.setattr(contents, "_GROUP", group)
    monkeypatch.setattr(contents, "_LARGE", large)
    monkeypatch.setattr(contents, "processors", lambda: count)
    assert everything(read_contents(folder)) == expected
    assert verify(folder) == verified
