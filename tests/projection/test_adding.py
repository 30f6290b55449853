"""Who only adds events looks for new files alone; what was changed is told to who reads."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.api import Log
from timeline.log import files
from timeline.log import folder as log
from timeline.projection import database, freshness

from support.helpers import Ledger, complete, happening, later, tables, titles
from support.properties import examples

TITLES = "abcd"
FOLDERS = ("happenings/2017", "happenings/2016", "from elsewhere", "")
RACY_NS = 15_000_000
"""Longer than a step of the clock of files, and short enough to be waited for."""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "events")


class Model:
    """A log with what ought to be known of it.

    `there` are the files that hold a happening of each title as they were written; `unsure` are
    titles of which a file was changed since the log was last read.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.logs = (Log(ledger.folder, by="Aida"), Log(ledger.folder, by="Bek"))
        self.there: dict[str, list[Path]] = {title: [] for title in TITLES}
        self.unsure: set[str] = set()
        self.spoilt: list[Path] = []
        self.count = 0

    def _new_path(self, chance: int) -> Path:
        self.count += 1
        path = self.ledger.folder / FOLDERS[chance % len(FOLDERS)] / f"{self.count}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def append(self, title: str, chance: int) -> None:
        """One of two users records it, which must be seen if it is there."""
        log_ = self.logs[chance % 2]
        (outcome,) = log_.append({"date": "2017", "kind": "visit", "title": title})
        if title not in self.unsure:
            assert outcome.new == (not self.there[title])
        if outcome.new:
            self.there[title].append(self.ledger.folder / outcome.path)

    def put(self, title: str, chance: int) -> None:
        """It comes by a merge, in a file that says that it is old."""
        path = self._new_path(chance)
        self.ledger.put(str(path.relative_to(self.ledger.folder)), happening(title=title))
        os.utime(path, (0, chance))
        self.there[title].append(path)

    def put_pack(self, title: str, chance: int) -> None:
        """It comes by a merge, in a pack."""
        line = files.pack_line(complete(happening(title=title), f"2026-01-01T00:00:{chance:02d}"))
        path = self.ledger.folder / "packs" / f"{title}{chance}.yaml"
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_bytes(line)
            self.there[title].append(path)

    def remove(self, title: str, _: int) -> None:
        """A file of it goes."""
        if self.there[title]:
            self.there[title].pop().unlink()

    def move(self, title: str, chance: int) -> None:
        """A file of it is renamed."""
        if self.there[title]:
            self.there[title].append(self.there[title].pop().rename(self._new_path(chance)))

    def edit(self, title: str, chance: int) -> None:
        """A file of it is changed in place, or another put in its place; its time says nothing."""
        if not self.there[title]:
            return
        path = self.there[title].pop()
        seen = path.stat()
        if chance % 2:
            path.write_text("x" * seen.st_size)
        else:
            aside = path.with_name(".aside")
            aside.write_text("x" * seen.st_size)
            aside.replace(path)
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        self.unsure.add(title)
        self.spoilt.append(path)

    def rest(self, *_: object) -> None:
        """Nothing happens for so long that times can be trusted."""
        time.sleep(2 * RACY_NS / 1e9)

    def read(self, *_: object) -> None:
        """All that is in the log is told, and all that was changed."""
        opened = self.ledger.open()
        whole = database.open_aside(self.ledger.folder)
        try:
            there = sorted(title for title in TITLES if self.there[title])
            assert sorted(set(titles(opened.db))) == there
            told = {self.ledger.folder / fault.path for fault in opened.faults}
            assert {path for path in self.spoilt if path.exists()} <= told
            one, other = tables(opened.db), tables(whole.db)
            assert {**one, "lost": []} == {**other, "lost": []}
        finally:
            opened.db.close()
            whole.db.close()
        self.unsure.clear()


STEPS: Mapping[str, Callable[[Model, str, int], None]] = {
    name: getattr(Model, name)
    for name in ("append", "put", "put_pack", "remove", "move", "edit", "rest", "read")
}
STEP = st.tuples(
    st.sampled_from([*STEPS, "append", "append", "append", "put", "rest"]),
    st.sampled_from(TITLES),
    st.integers(0, 59),
)


@given(st.lists(STEP, max_size=25))
@examples(50)
def test_every_event_is_known_to_who_adds_and_every_change_told_to_who_reads(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    model = Model(Ledger(tmp_path_factory.mktemp("log") / "events"))
    with mock.patch.object(freshness, "RACY_NS", RACY_NS):
        for name, title, chance in steps:
            STEPS[name](model, title, chance)
        model.read()


def test_no_file_is_asked_for_its_stat_but_new_ones(ledger: Ledger) -> None:
    for title in TITLES:
        ledger.put(f"happenings/2017/{title}.yaml", happening(title=title))
    ledger.settle()
    with mock.patch.object(log, "scan", side_effect=AssertionError), later():
        ledger.add("{date: 2017, kind: visit, title: New}")
    ledger.put("happenings/2017/other.yaml", happening(title="Other"))
    with mock.patch.object(log, "scan", side_effect=AssertionError):
        before = len(list(ledger.folder.rglob("*.yaml")))
        ledger.add("{date: 2017, kind: visit, title: Other}")
        ledger.add("{date: 2017, kind: visit, title: New}")
    assert len(list(ledger.folder.rglob("*.yaml"))) == before
    assert sorted(titles(ledger.open().db)) == ["New", "Other", *TITLES]


def test_a_correction_that_came_by_a_merge_is_known(ledger: Ledger) -> None:
    id_ = ledger.one("{date: 2017, kind: visit, title: A}")
    ledger.settle()
    said = {"event": "amendment", "amends": id_, "after": [id_], "reason": "r"}
    other = ledger.put("happenings/2017/a.yaml", {**said, "set": {"title": "B"}}, "2030-01-01T00")
    with mock.patch.object(log, "scan", side_effect=AssertionError):
        db = database.open_fresh(ledger.folder, to_add=True).db
    assert db.execute("SELECT id FROM corrections").fetchall() == [(other,)]
    db.close()


def test_a_file_at_fault_that_is_set_right_in_place_is_known(ledger: Ledger) -> None:
    ledger.put("a.yaml", happening(title="A"))
    right = (ledger.folder / "a.yaml").read_text()
    (ledger.folder / "a.yaml").write_text("<<<<<<< ours\n")
    ledger.settle()
    (ledger.folder / "a.yaml").write_text(right)
    ledger.add("{date: 2017, kind: visit, title: A}")
    assert [path.name for path in ledger.folder.rglob("*.yaml")].count("a.yaml") == 1
    assert not (ledger.folder / "happenings").exists()


def test_a_file_that_was_changed_in_place_is_told_by_the_next_who_reads(ledger: Ledger) -> None:
    ledger.put("a.yaml", happening(title="A"))
    ledger.settle()
    path = ledger.folder / "a.yaml"
    path.write_text(path.read_text().replace("title: A", "title: B"))
    ledger.add("{date: 2017, kind: visit, title: C}")
    opened = ledger.open()
    (fault,) = opened.faults
    assert fault.path == "a.yaml"
    assert fault.problem.endswith("edited after recording")
    assert [lost.path for lost in opened.lost] == ["a.yaml"]
    assert titles(opened.db) == ["C"]


def test_rows_of_added_files_give_way_to_one_of_their_folder(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> tuple[int, int]:
        db = ledger.open().db
        (added,) = db.execute("SELECT count(*) FROM added_files").fetchone()
        (stats,) = db.execute(
            "SELECT length(stats) / 32 FROM folders WHERE folder = 'happenings/2017/'"
        ).fetchone()
        db.close()
        return added, stats

    monkeypatch.setattr(freshness, "_ADDED", 3)
    found = []
    for title in "abcdef":
        ledger.add(f"{{date: 2017, kind: visit, title: {title}}}")
        found.append(rows())
    assert found == [(0, 1), (1, 1), (2, 1), (3, 1), (0, 5), (1, 5)]
    ledger.settle()
    assert rows() == (0, 6)
    assert sorted(titles(ledger.open().db)) == [*"abcdef"]


_APPEND = """
import sys
from timeline.api import Log
log = Log(sys.argv[1], by=sys.argv[2])
for number in range(int(sys.argv[3])):
    shared, own = f"Shared {number}", f"{sys.argv[2]} {number}"
    for title in (shared, own):
        print(log.append({"date": "2017", "kind": "visit", "title": title})[0].new)
"""


def test_several_processes_lose_nothing_and_record_nothing_twice(ledger: Ledger) -> None:
    names, count = ("Aida", "Bek", "Cholpon"), 12
    running = [
        subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-c", _APPEND, str(ledger.folder), name, str(count)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    said = "".join(process.communicate()[0] for process in running).split()
    assert [process.returncode for process in running] == [0, 0, 0]
    assert said.count("True") == count * (len(names) + 1)
    assert len(said) == count * len(names) * 2
    expected = {f"{name} {number}" for name in (*names, "Shared") for number in range(count)}
    assert sorted(titles(ledger.open().db)) == sorted(expected)
