"""The life of the projection: always the same answer, whatever happened to its file."""

import itertools
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.projection import database, update
from timeline.projection.keys import Meanings
from timeline.projection.lost import Lost
from timeline.projection.rows import HappeningRows
from timeline.projection.tables import OF_HAPPENING

from support.helpers import (
    Ledger,
    complete,
    declared,
    happening,
    instant,
    projected,
    stored,
    tables,
    titles,
)

LOG = """\
event: actor
actor: moi
name: Interior Ministry
names: [MoI]
---
event: actor
actor: service
name: Service
part_of: moi
---
event: program
program: strive
name: STRIVE
phases: [{phase: workshops}, {phase: trainings}]
sequential: true
---
event: source
source: release
title: A release
published: 2021-10-15
---
date: 2020/..
kind: situation
title: Under way
programs: [{program: strive, effect: continues}]
sources: [{source: release, at: para 1}]
---
date: 2021-09
kind: workshop
title: A workshop
actors: [{actor: moi, role: organiser}, {actor: service, role: trainer, capacity: Head, for: moi}]
programs: [{program: strive, phase: workshops, effect: starts}]
figures: [{measure: participants, value: 60, unit: person}]
places: [Bishkek]
tags: [pilot]
"""


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ids = ledger.add(LOG)
    ledger.amend(ids[-1], summary="More of it")
    return ledger


def read(ledger: Ledger) -> tuple[dict[str, list[tuple[object, ...]]], tuple[str, ...]]:
    opened = ledger.open()
    found = tables(opened.db)
    opened.db.close()
    return found, opened.notices


def test_rebuilding_twice_gives_identical_tables(filled: Ledger) -> None:
    first, _ = read(filled)
    database.remove(filled.folder)
    second, notices = read(filled)
    assert first == second
    assert notices == ("projection made from 8 events",)
    assert len(first["happenings_versions"]) == 3


def test_a_fresh_projection_is_opened_without_a_word_and_without_a_write(filled: Ledger) -> None:
    filled.settle()
    before = filled.path.stat()
    found, notices = read(filled)
    assert notices == ()
    assert filled.path.stat().st_mtime_ns == before.st_mtime_ns
    assert found["happenings_versions"]


def test_opening_a_fresh_projection_imports_nothing_that_reads_yaml(filled: Ledger) -> None:
    filled.settle()
    code = (
        "import sys; from pathlib import Path; from timeline.projection import database;"
        f"database.open_fresh(Path({str(filled.folder)!r}));"
        "late = {'yaml', 'timeline.event.document', 'timeline.projection.update'};"
        "assert not late & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


Damage = Callable[[Path], object]


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _older(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 1")
    db.execute("UPDATE happenings_versions SET title = 'of an older version'")
    db.commit()
    db.close()


def _foreign(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE happenings (title)")
    db.commit()
    db.close()


def _edited(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE happenings_versions SET title = 'forged'")
    db.commit()
    db.close()


def _without_meta(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DELETE FROM meta")
    db.commit()
    db.close()


def _without_a_table(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("DROP TABLE names_versions")
    db.commit()
    db.close()


DAMAGES: dict[str, Damage] = {
    "truncated": _truncate,
    "emptied": lambda path: os.truncate(path, 0),
    "cut in its header": lambda path: os.truncate(path, 50),
    "text": lambda path: path.write_text("no database\n" * 1000, encoding="utf-8"),
    "zeroes": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(path.stat().st_size)),  # noqa: S311
    "of an older version": _older,
    "foreign": _foreign,
    "edited": _edited,
    "without what it was made from": _without_meta,
    "without a table": _without_a_table,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("stamped", [True, False])
def test_a_damaged_projection_is_made_anew_with_one_notice(
    filled: Ledger, damage: Damage, *, stamped: bool
) -> None:
    filled.settle()
    expected, _ = read(filled)
    damage(filled.path)
    if not stamped:
        filled.path.with_name("events.db-stat").unlink()
    found, notices = read(filled)
    if stamped or damage not in (_edited, _without_a_table):
        assert found == expected
        assert len(notices) <= 1
    again, notices = read(filled)
    if stamped:
        assert (again, notices) == (expected, ())


def test_a_deleted_projection_is_made_anew_with_one_notice(filled: Ledger) -> None:
    expected, _ = read(filled)
    filled.path.unlink()
    found, notices = read(filled)
    assert found == expected
    assert len(notices) == 1
    assert read(filled) == (expected, ())


def test_a_leftover_write_ahead_log_of_another_database_is_not_read(filled: Ledger) -> None:
    expected, _ = read(filled)
    wal = filled.path.with_name("events.db-wal")
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute("PRAGMA wal_autocheckpoint = 0")
    other.execute("UPDATE happenings_versions SET title = 'old'")
    leftover = wal.read_bytes()
    other.close()
    shutil.rmtree(filled.path.parent)
    filled.path.parent.mkdir()
    wal.write_bytes(leftover)
    found, _ = read(filled)
    assert found == expected


def _a_second_file(ledger: Ledger) -> Path:
    return next(ledger.folder.glob("happenings/*/a-workshop-*.yaml"))


def test_a_file_that_comes_by_a_merge_is_noticed(filled: Ledger) -> None:
    filled.settle()
    filled.put("happenings/2022/x.yaml", happening("2022", "Merged"))
    db = filled.open().db
    assert "Merged" in titles(db)


def test_a_file_that_is_removed_is_noticed_and_named(filled: Ledger) -> None:
    filled.settle()
    file = _a_second_file(filled)
    file.unlink()
    opened = filled.open()
    assert titles(opened.db) == ["Under way"]
    assert opened.notices == ()
    path = str(file.relative_to(filled.folder))
    assert opened.lost == (Lost(file.stem[-16:], path, "A workshop"),)
    assert [fault.problem for fault in opened.faults] == [
        f"amendment of {file.stem[-16:]}, which the log does not hold"
    ]


def test_what_is_lost_stays_known_until_it_is_back_or_accepted(ledger: Ledger) -> None:
    for i in range(3):
        ledger.put(f"{i}.yaml", happening(title=f"Visit {i}"))
    ledger.open().db.close()
    content = (ledger.folder / "2.yaml").read_bytes()
    for i in range(3):
        (ledger.folder / f"{i}.yaml").unlink()
    for _ in range(2):
        assert [lost.path for lost in ledger.open().lost] == ["0.yaml", "1.yaml", "2.yaml"]
    (ledger.folder / "2.yaml").write_bytes(content)
    for _ in range(2):
        assert [lost.path for lost in ledger.open().lost] == ["0.yaml", "1.yaml"]
    assert database.remove(ledger.folder) == 2
    assert ledger.open().lost == ()


def test_a_file_that_is_edited_is_an_event_lost_and_a_fault(filled: Ledger) -> None:
    filled.settle()
    file = _a_second_file(filled)
    file.write_text(file.read_text("utf-8").replace("A workshop", "Another"), encoding="utf-8")
    opened = filled.open()
    assert len(opened.lost) == 1
    problems = [fault.problem for fault in opened.faults]
    assert any("edited after recording" in problem for problem in problems)
    assert titles(opened.db) == ["Under way"]


def test_a_file_that_is_restored_takes_its_place_again(filled: Ledger) -> None:
    filled.settle()
    expected, _ = read(filled)
    file = _a_second_file(filled)
    content = file.read_bytes()
    file.write_bytes(b"nonsense")
    assert read(filled)[0] != expected
    file.write_bytes(content)
    assert read(filled)[0] == expected


def test_a_file_that_is_renamed_or_moved_is_the_same_event(filled: Ledger) -> None:
    filled.settle()
    before = read(filled)[0]["happenings_versions"]
    file = _a_second_file(filled)
    file.rename(filled.folder / "elsewhere.yaml")
    found, notices = read(filled)
    assert found["happenings_versions"] == before
    assert notices == ()
    assert "elsewhere.yaml" in {row[0] for row in found["documents"]}


def test_a_copy_of_a_file_changes_nothing(filled: Ledger) -> None:
    before = read(filled)[0]["happenings_versions"]
    shutil.copy(_a_second_file(filled), filled.folder / "copy.yaml")
    found, notices = read(filled)
    assert (found["happenings_versions"], notices) == (before, ())
    _a_second_file(filled).unlink()
    found, notices = read(filled)
    assert (found["happenings_versions"], notices) == (before, ())


def test_a_file_that_is_touched_changes_nothing(filled: Ledger) -> None:
    filled.settle()
    before, _ = read(filled)
    os.utime(_a_second_file(filled))
    found, notices = read(filled)
    assert (found, notices) == (before, ())


def test_a_change_of_the_settings_is_noticed(filled: Ledger) -> None:
    filled.add("{date: 2017-24, kind: visit, title: Winter}")
    filled.settle()
    text = (filled.folder / "timeline.yaml").read_text("utf-8")
    southern = text.replace("hemisphere: north", "hemisphere: south")
    (filled.folder / "timeline.yaml").write_text(southern, encoding="utf-8")
    db = filled.open().db
    query = "SELECT earliest FROM happenings WHERE title = 'Winter'"
    assert db.execute(query).fetchone() == ("2017-06-01",)
    (filled.folder / "timeline.yaml").write_text("schema: 1\n", encoding="utf-8")
    db = filled.open().db
    assert db.execute(query).fetchone() == ("2017-12-01",)


def test_a_file_rewritten_right_after_it_was_read_is_noticed(ledger: Ledger) -> None:
    one, other = (complete(happening(title=title)) for title in ("Visit 1", "Visit 2"))
    file = ledger.folder / "event.yaml"
    from timeline.event import yaml_text

    file.write_text(yaml_text.write(one), encoding="utf-8")
    known = file.stat()
    assert titles(ledger.open().db) == ["Visit 1"]
    for body in itertools.islice(itertools.cycle((other, one)), 5):
        with file.open("r+", encoding="utf-8") as same_inode:
            same_inode.write(yaml_text.write(body))
        os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))
        assert file.stat().st_size == known.st_size
        assert titles(ledger.open().db) == [body["title"]]


def test_a_stat_that_does_not_change_is_not_trusted_while_it_is_young(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that ticks seldom: the file changes, and nothing that stat tells does."""
    from timeline.event import yaml_text
    from timeline.log import folder as log

    file = ledger.folder / "event.yaml"
    file.write_text(yaml_text.write(complete(happening(title="Visit 1"))), encoding="utf-8")
    frozen = log.scan(ledger.folder)
    monkeypatch.setattr(log, "scan", lambda _: frozen)
    assert titles(ledger.open().db) == ["Visit 1"]
    file.write_text(yaml_text.write(complete(happening(title="Visit 2"))), encoding="utf-8")
    assert titles(ledger.open().db) == ["Visit 2"]


def test_one_broken_file_hides_nothing_and_is_listed_until_it_is_repaired(filled: Ledger) -> None:
    broken = filled.folder / "happenings" / "broken.yaml"
    broken.write_text("date: 2017\ntitle: [\n", encoding="utf-8")
    filled.settle()
    for _ in range(3):
        opened = filled.open()
        assert titles(opened.db) == ["Under way", "A workshop"]
        (fault,) = opened.faults
        assert fault.path == "happenings/broken.yaml"
        opened.db.close()
    database.remove(filled.folder)
    assert len(filled.open().faults) == 1
    broken.unlink()
    assert filled.open().faults == ()


def test_every_fault_of_every_file_is_told_in_the_order_of_the_files(ledger: Ledger) -> None:
    for name in ("c", "a", "b"):
        (ledger.folder / f"{name}.yaml").write_text("event: happening\nfoo: 1\n", encoding="utf-8")
    (ledger.folder / "d.yml").write_text("", encoding="utf-8")
    found = [(fault.path, fault.line) for fault in ledger.open().faults]
    assert [path for path, _ in found] == sorted(path for path, _ in found)
    assert {path for path, _ in found} == {"a.yaml", "b.yaml", "c.yaml", "d.yml"}


def test_a_file_that_cannot_be_read_is_listed_and_the_rest_answers(filled: Ledger) -> None:
    file = filled.folder / "folder.yaml"
    file.symlink_to("/etc/hostname")
    opened = filled.open()
    assert [fault.path for fault in opened.faults] == ["folder.yaml"]
    assert len(titles(opened.db)) == 2


def _open_and_count(folder: Path, count: int, results: "multiprocessing.Queue[object]") -> None:
    try:
        for _ in range(count):
            opened = database.open_fresh(folder)
            found = opened.db.execute("SELECT count(*), count(DISTINCT title) FROM happenings")
            results.put((found.fetchone(), opened.notices))
            opened.db.close()
    except BaseException as error:  # noqa: BLE001 (told to the parent)
        results.put(repr(error))


def run(jobs: list[tuple[Callable[..., None], tuple[object, ...]]]) -> Iterator[object]:
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[object] = context.Queue()
    started = [context.Process(target=job, args=(*args, results)) for job, args in jobs]
    for process in started:
        process.start()
    while any(process.is_alive() for process in started) or not results.empty():
        while not results.empty():
            yield results.get()
        time.sleep(0.01)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_many_processes_may_make_the_projection_at_once(ledger: Ledger) -> None:
    for i in range(50):
        ledger.put(f"{i}.yaml", happening(title=f"Visit {i}"))
    found = list(run([(_open_and_count, (ledger.folder, 3))] * 6))
    assert {answer[0] if isinstance(answer, tuple) else answer for answer in found} == {(50, 50)}
    assert len(found) == 18


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_many_processes_may_find_it_damaged_at_once(ledger: Ledger) -> None:
    for i in range(50):
        ledger.put(f"{i}.yaml", happening(title=f"Visit {i}"))
    for _ in range(5):
        ledger.open().db.close()
        ledger.path.write_bytes(b"no database" * 1000)
        found = list(run([(_open_and_count, (ledger.folder, 2))] * 6))
        assert {answer[0] if isinstance(answer, tuple) else answer for answer in found} == {
            (50, 50)
        }


def test_a_reader_goes_on_reading_what_it_opened_while_the_projection_is_made_anew(
    filled: Ledger,
) -> None:
    db = filled.open().db
    rows = db.execute("SELECT title FROM happenings ORDER BY title")
    assert rows.fetchone() == ("A workshop",)
    filled.path.unlink()
    filled.add("{date: 2022, kind: visit, title: Another}")
    assert rows.fetchall() == [("Under way",)]
    assert len(titles(filled.open().db)) == 3


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own, and a `.timeline` that refuses writing, to root as well."""
    refused = tmp_path / ".timeline"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != refused and real(path, mode))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_where_the_folder_cannot_be_written_the_projection_lies_in_the_users_cache(
    filled: Ledger, cache: Path
) -> None:
    path = database.place(filled.folder)
    assert path is not None
    assert path.parent == cache / "timeline"
    assert len(titles(filled.open().db)) == 2
    assert path.exists()
    assert filled.open().notices == ()


def test_two_logs_of_one_name_have_two_places_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(database, "_usable", lambda folder: folder.name == "timeline")
    assert database.place(tmp_path / "a" / "events") != database.place(tmp_path / "b" / "events")


def test_where_nothing_can_be_written_the_projection_is_made_in_memory(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(filled.path.parent)
    monkeypatch.setattr(database, "_usable", lambda _: False)
    opened = filled.open()
    assert len(titles(opened.db)) == 2
    assert opened.notices == ("projection made from 8 events",)
    assert not filled.path.parent.exists()


def test_where_the_file_of_the_projection_cannot_be_had_it_is_made_in_memory(
    filled: Ledger,
) -> None:
    filled.path.unlink()
    filled.path.mkdir()
    opened = filled.open()
    assert len(titles(opened.db)) == 2
    assert len(opened.notices) == 1
    assert opened.notices[0].startswith("projection made in memory: ")


def test_a_file_in_the_place_of_the_folder_sends_the_projection_to_the_cache(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / ".timeline").write_text("", encoding="utf-8")
    ledger.add("{date: 2017, kind: visit, title: A visit}")
    assert titles(ledger.open().db) == ["A visit"]


def test_an_empty_log_is_made_without_a_word(ledger: Ledger) -> None:
    opened = ledger.open()
    assert opened.notices == ()
    assert opened.faults == ()


def test_the_order_and_the_places_of_the_files_change_nothing(tmp_path: Path) -> None:
    from timeline.event import yaml_text

    said = [declared("actor", "moi"), declared("actor", "unit", part_of="moi")]
    said += [
        happening(title=f"Visit {i}", actors=[{"actor": "unit", "role": "host"}]) for i in range(6)
    ]
    bodies = [complete(one, instant(i)) for i, one in enumerate(said)]
    chance = random.Random(3)  # noqa: S311
    results = []
    for copy in range(4):
        ledger = Ledger(tmp_path / str(copy) / "events")
        shuffled = chance.sample(bodies, len(bodies))
        for i, body in enumerate(shuffled):
            folder = ledger.folder / chance.choice(["", "a", "a/b", "ü"])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{i}.yaml").write_text(yaml_text.write(body), encoding="utf-8")
            if chance.random() < 0.5:
                ledger.open().db.close()
        found, _ = read(ledger)
        del found["documents"]
        results.append(found)
    assert all(found == results[0] for found in results)


def test_most_of_what_is_recorded_is_added_without_making_all_anew(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.open().db.close()
    monkeypatch.setattr(update, "project", lambda *_: pytest.fail("made anew"))
    id_ = filled.one(
        "{date: 2022, kind: visit, title: Visit, actors: [{actor: New Body, role: guest}]}"
    )
    amendment = filled.amend(id_, title="Amended")
    assert "Amended" in titles(filled.open().db)
    filled.retract(amendment)
    assert "Visit" in titles(filled.open().db)
    filled.retract(id_)
    assert titles(filled.open().db) == ["Under way", "A workshop"]


def test_two_keys_that_are_one_may_bear_the_same_name() -> None:
    db = projected(
        [
            declared("actor", "moi", names=["Ministry"]),
            declared("actor", "interior", names=["Ministry"], same_as="moi"),
        ]
    )
    query = "SELECT key, name FROM names WHERE folded = 'ministry'"
    assert db.execute(query).fetchall() == [("moi", "Ministry")]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("9" * 18, 999999999999999999),
        ("9" * 19, 1e19),
        ("9" * 400, 1.7976931348623157e308),
        ("-" + "9" * 40 + ".5", -1e40),
        ("0.5", 0.5),
        ("12.0", 12),
    ],
)
def test_no_number_is_too_large_for_the_projection(value: str, held: float) -> None:
    visit = stored(complete(happening(figures=[{"measure": "cars", "value": "1"}])))
    body = {**visit.body, "figures": [{"measure": "cars", "value": value}]}
    (version,) = HappeningRows(Meanings({}, {}, {}), "north").versions_of(body, 0)
    ((_, _, found, *_),) = version.parts[OF_HAPPENING.index("happening_figure_rows")]
    assert found == held
    db = sqlite3.connect(":memory:")
    assert db.execute("SELECT ?", (found,)).fetchone() == (held,)


@pytest.mark.parametrize("date", ["Y-170000000", "Y1E15", "-9999", "Y-1E15"])
def test_no_year_is_too_far_for_the_projection(date: str) -> None:
    assert titles(projected([happening(date)])) == ["A visit"]


def test_what_cannot_be_made_at_all_is_an_error(
    filled: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.projection.tables.schema", lambda: "CREATE TABLE meta (;")
    with pytest.raises(TimelineError):
        filled.open()


@pytest.mark.parametrize("date", ["../..", "/..", "../", "[..2018]", "2017", "../2017"])
def test_what_has_a_date_without_any_bound_stands_after_a_rebuild(
    ledger: Ledger, date: str
) -> None:
    (id_,) = ledger.add(f"{{date: '{date}', kind: visit, title: A visit}}")
    grown, _ = read(ledger)
    database.remove(ledger.folder)
    made, _ = read(ledger)
    assert made == grown
    assert [row[0] for row in made["standing_versions"]] == [id_]
