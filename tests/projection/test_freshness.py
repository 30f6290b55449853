"""That nothing changed is seen at little cost, and that what changed is seen for certain."""

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.log import folder as log
from timeline.projection import database, freshness

from support.helpers import Ledger, complete, happening, later, titles
from support.running import here

_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1)
_STATS = st.tuples(*[st.integers(-(2**63), 2**63 - 1)] * 4)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "events")


@given(st.dictionaries(_NAMES, _STATS))
def test_a_listing_holds_the_stats_it_was_made_from(files: dict[str, tuple[int, ...]]) -> None:
    assert log.listing_of(files).files() == files


@given(st.dictionaries(_NAMES, _STATS), st.dictionaries(_NAMES, _STATS))
def test_what_differs_between_listings_is_named(
    before: dict[str, tuple[int, ...]], now: dict[str, tuple[int, ...]]
) -> None:
    found = freshness.compare({"a/": log.listing_of(before)}, {"a/": log.listing_of(now)})
    assert set(found.gone) == {f"a/{name}" for name in before.keys() - now.keys()}
    assert set(found.unsure) == {f"a/{n}" for n, stat in now.items() if before.get(n) != stat}


def test_a_time_that_no_integer_holds_is_kept_as_the_last(tmp_path: Path) -> None:
    real = (tmp_path / "a.yaml", tmp_path / "b.yaml")
    for file in real:
        file.write_text("x")
    before = log.scan(tmp_path).folders[""]
    large = (1, 2**70, -(2**70), 2**64 - 1)
    with mock.patch.object(log, "_NUMBERS", side_effect=[large, large, (1, 2, 3, 4)]):
        after = log.scan(tmp_path).folders[""]
    assert after.names == before.names
    assert list(after.files().values()) == [(1, 2**63 - 1, -(2**63), 2**63 - 1), (1, 2, 3, 4)]


def test_after_an_append_there_is_nothing_left_to_do(ledger: Ledger) -> None:
    ledger.settle()
    ledger.add("{date: 2017, kind: visit, title: Visit}")
    before = ledger.path.stat().st_mtime_ns
    with mock.patch.object(database, "_update", side_effect=AssertionError):
        assert titles(ledger.open().db) == ["Visit"]
    assert ledger.path.stat().st_mtime_ns == before


def test_the_stat_of_a_young_file_is_trusted_once_it_was_read_again(ledger: Ledger) -> None:
    ledger.add("{date: 2017, kind: visit, title: Visit}")
    with (
        later(),
        mock.patch("timeline.projection.update.update", side_effect=AssertionError),
    ):
        ledger.open().db.close()
    with mock.patch.object(log, "open_file", side_effect=AssertionError), later():
        assert titles(ledger.open().db) == ["Visit"]
    assert titles(ledger.open().db) == ["Visit"]


def _rest(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a log when no file is young; files are so for a shorter time from now on."""
    monkeypatch.setattr(freshness, "RACY_NS", 300_000_000)
    time.sleep(0.4)
    ledger.open().db.close()


def test_only_files_that_are_young_are_read_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("One", "Two"):
        ledger.put(f"{title}.yaml", happening(title=title))
    _rest(ledger, monkeypatch)
    young = ledger.folder / "Two.yaml"
    os.utime(young)
    ledger.open().db.close()
    real, asked = log.open_file, []

    def watching(folder: Path, path: str) -> object:
        asked.append(path)
        return real(folder, path)

    monkeypatch.setattr(log, "open_file", watching)
    ledger.open().db.close()
    assert asked == ["Two.yaml"]


def test_a_young_file_that_went_is_noticed(ledger: Ledger) -> None:
    ledger.add("{date: 2017, kind: visit, title: Visit}")
    (file,) = ledger.folder.rglob("visit-*.yaml")
    file.unlink()
    opened = ledger.open()
    assert titles(opened.db) == []
    assert [lost.called for lost in opened.lost] == ["Visit"]


def test_a_file_put_in_place_of_another_in_the_folder_is_noticed(ledger: Ledger) -> None:
    ledger.put("one.yaml", happening(title="One"))
    ledger.settle()
    (ledger.folder / "one.yaml").unlink()
    ledger.put("two.yaml", happening(title="Two"))
    assert titles(ledger.open().db) == ["Two"]


def test_what_stands_in_the_way_of_the_projection_does_not_fail_an_append(ledger: Ledger) -> None:
    ledger.settle()
    with mock.patch.object(database, "_update", side_effect=sqlite3.OperationalError("full")):
        ran = here("add", "2017", "Visit", "-k", "visit", cwd=ledger.folder.parent)
    assert (ran.code, len(ran.out)) == (0, 17)
    assert titles(ledger.open().db) == ["Visit"]


def test_what_others_wrote_meanwhile_is_seen_after_an_append(ledger: Ledger) -> None:
    ledger.settle()
    real = database.follow

    def follow(folder: Path, opened: database.Opened, written: Sequence[str]) -> None:
        ledger.put("happenings/2016/other.yaml", happening("2016", title="Other"))
        ledger.open().db.close()
        real(folder, opened, written)

    with mock.patch.object(database, "follow", follow):
        ledger.add("{date: 2017, kind: visit, title: Visit}")
    opened = ledger.open()
    assert titles(opened.db) == ["Other", "Visit"]
    assert opened.lost == ()


def test_what_a_dead_writer_left_anywhere_is_cleared_by_the_next(ledger: Ledger) -> None:
    left = ledger.folder / "happenings" / "1999" / f"{log.ASIDE}0123456789abcdef"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half an ev")
    ledger.add("{date: 2017, kind: visit, title: Visit}")
    assert not left.exists()


def test_a_word_is_known_as_long_as_it_is_used(ledger: Ledger) -> None:
    def known() -> bool:
        query = "SELECT 1 FROM words WHERE vocabulary = 'kind' AND word = 'parade'"
        db = ledger.open().db
        found = db.execute(query).fetchone() is not None
        db.close()
        return found

    first = str(complete(happening(title="One", kind="parade"))["id"])
    for title in ("One", "Two"):
        ledger.put(f"{title}.yaml", happening(title=title, kind="parade"))
    assert known()
    second = str(complete(happening(title="Two", kind="parade"))["id"])
    for id_, still in ((first, True), (second, False)):
        assert (
            here("amend", id_, "-k", "visit", "--reason", "r", cwd=ledger.folder.parent).code == 0
        )
        assert known() is still


def test_folders_that_did_not_change_are_not_written(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put("a/one.yaml", happening(title="One"))
    _rest(ledger, monkeypatch)
    ledger.put("b/two.yaml", happening(title="Two"))
    db = sqlite3.connect(ledger.path)
    before = dict(db.execute("SELECT folder, stats FROM folders"))
    db.close()
    written: list[str] = []
    real = freshness.put_folders

    def put(db: sqlite3.Connection, old: freshness.Folders, new: freshness.Folders) -> None:
        written.extend(below for below in new if old.get(below) != new[below])
        real(db, old, new)

    with mock.patch.object(freshness, "put_folders", put):
        ledger.open().db.close()
    assert written == ["b/"]
    assert "b/" not in before
