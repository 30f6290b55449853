"""Several events recorded together: all of them or none, whenever the process dies."""

import shutil
from pathlib import Path

import pytest
from helpers import Ledger
from running import here
from system_calls import calls, failing, needs_strace

from timeline import log

FILE = """\
{event: actor, actor: unodc, name: UNODC}
---
{date: 2017, kind: visit, title: One, actors: [{actor: unodc, role: host}]}
---
{date: 2018, kind: visit, title: Two}
"""
WRITING = "openat,fsync,link,linkat,unlink,unlinkat,rename,mkdir,rmdir"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "many.yaml").write_text(FILE)
    return Ledger(tmp_path / "events")


def count(ledger: Ledger) -> int:
    opened = ledger.open()
    assert (opened.faults, opened.unread, opened.lost) == ((), (), ())
    found = opened.db.execute("SELECT count(DISTINCT id) FROM documents").fetchone()[0]
    opened.db.close()
    return int(found)


@needs_strace
@pytest.mark.parametrize(
    ("words", "events"),
    [
        (["add", "--file", "many.yaml"], 3),
        (["add", "2017", "One", "-k", "visit", "-a", "host=UNODC", "-l", "Osh", "--new"], 3),
    ],
    ids=["file", "new"],
)
def test_a_batch_that_is_killed_is_in_the_log_whole_or_not_at_all(
    words: list[str], events: int, ledger: Ledger
) -> None:
    cwd = ledger.folder.parent
    clean = {path.name: path.read_bytes() for path in ledger.folder.iterdir()}

    def begin() -> None:
        shutil.rmtree(ledger.folder)
        shutil.rmtree(ledger.path.parent, ignore_errors=True)
        ledger.folder.mkdir()
        for name, data in clean.items():
            (ledger.folder / name).write_bytes(data)

    begin()
    points = calls(words, cwd, WRITING, r"/events[/>\"]")
    assert len(points) > 20
    assert count(ledger) == events
    assert not (ledger.folder / log.PACKS).exists()
    seen = set()
    for point in points:
        begin()
        failing(point, "signal=KILL", words, cwd)
        seen.add(found := count(ledger))
        assert found in (0, events), point
        again = here(*words, cwd=cwd)
        assert again.code == 0, (point, again)
        assert count(ledger) == events, point
        assert here("check", cwd=cwd).code == 0, point
    assert seen == {0, events}
