"""Packs: many events in one file, read as strictly as files of their own, and no less one log."""

import contextlib
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from timeline.base.errors import Fault, TimelineError
from timeline.event import document
from timeline.event.fold import Stored
from timeline.event.held import Held
from timeline.log import files
from timeline.log import folder as log
from timeline.log.staging import FEW, Additions, write
from timeline.projection import database
from timeline.recording import pack as packing
from timeline.recording.append import Outcome

from support.bodies import EVENTS
from support.helpers import Ledger, Row, complete, happening, instant, of_events, tables
from support.logs import logs
from support.running import ROOT, here


def read(data: bytes) -> list[Held | Fault]:
    return list(files.read_pack(io.BytesIO(data), "packs/x.yaml"))


def faults(data: bytes) -> list[str]:
    return [str(found) for found in read(data) if isinstance(found, Fault)]


@given(st.lists(EVENTS, min_size=1, max_size=4))
def test_what_is_packed_reads_back_as_it_is(bodies: list[dict[str, object]]) -> None:
    held = read(b"".join(map(files.pack_line, bodies)))
    assert [one.body for one in held if isinstance(one, Held)] == bodies
    assert [one.line for one in held if isinstance(one, Held)] == list(range(1, len(bodies) + 1))


@given(EVENTS)
def test_a_pack_is_yaml_to_others(body: dict[str, object]) -> None:
    (found,) = yaml.load_all(files.pack_line(body).decode(), Loader=yaml.BaseLoader)
    assert found == body


@given(EVENTS, st.integers(0, 10**6), st.binary(min_size=1, max_size=1))
def test_a_byte_changed_in_a_pack_is_always_found(
    body: dict[str, object], at: int, byte: bytes
) -> None:
    line = files.pack_line(body)
    at %= len(line) - 1
    changed = line[:at] + byte + line[at + 1 :]
    if changed != line:
        assert all(isinstance(found, Fault) for found in read(changed))


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_a_pack_fail(data: bytes) -> None:
    assert all(isinstance(found, Fault) for found in read(b'--- {"' + data))


def body(title: str = "A visit", second: int = 0) -> dict[str, object]:
    return complete(happening(title=title), instant(second))


NO_FORM = (
    "packs/x.yaml:1: no event in canonical form: a line of a pack is `--- ` and one such event\n"
    "  restore the file (git checkout)"
)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"--- ",
        b"--- [1]",
        b"--- {}" + b" ",
        b'--- {"a":1}',
        b'--- {"a":null}',
        b'--- {"a":true}',
        b'--- {"a":NaN}',
        b'--- {"a":""}',
        b'--- {"b":"1","a":"2"}',
        b'--- {"a":"1","a":"2"}',
        b'--- {"a": "1"}',
        b'--- {"a":"\\u00e9"}',
        '--- {"a":"e\u0301"}'.encode(),
        b'--- {"a":"\xff"}',
        b'--- {"a":"\\ud800"}',
        b'--- {"a":"1"}\r',
        b'{"a":"1"}',
        b"--- " + b"[" * 100_000,
        b'--- {"a":"' + b"x" * (2 << 20) + b'"}',
    ],
    ids=lambda line: repr(line[:20]),
)
def test_what_is_not_canonical_is_refused(line: bytes) -> None:
    assert faults(line + b"\n") == [NO_FORM]


def test_a_faulty_line_hides_no_other() -> None:
    lines = [files.pack_line(body(str(i), i)) for i in range(3)]
    lines[1] = lines[1].replace(b'"1"', b'"9"')
    held = read(b"".join(lines))
    assert [one.line for one in held if isinstance(one, Held)] == [1, 3]
    (fault,) = (one for one in held if isinstance(one, Fault))
    assert fault.where == "packs/x.yaml:2"


def test_of_many_faults_the_first_are_told() -> None:
    found = faults(b"--- {}\n" * 30)
    assert len(found) == 21
    assert found[-1] == (
        "packs/x.yaml: and 10 more lines are at fault\n  restore the file (git checkout)"
    )


def test_content_that_does_not_match_its_id_is_named_by_line() -> None:
    changed = files.pack_line(body()).replace(b"A visit", b"B visit")
    (found,) = faults(files.pack_line(body(second=1)) + changed)
    assert found.startswith("packs/x.yaml:2: the content does not match the id (it would be ")


def test_packing_changes_where_events_lie_and_nothing_else(copy: Path) -> None:
    before = {name: here(*words, cwd=copy).out for name, words in ASKED.items()}
    count = len(log.scan(copy / "events").files)
    ran = here("pack", cwd=copy)
    assert ran.code == 0
    assert ran.out.startswith("events/packs/")
    assert ran.err == f"packed {count} events; removed {count} files\n"
    assert [file.path for file in log.scan(copy / "events").files] == [ran.out[7:-1]]
    assert {name: here(*words, cwd=copy).out for name, words in ASKED.items()} == before
    assert here("check", cwd=copy).code == 0
    assert here("rebuild", cwd=copy).code == 0
    assert {name: here(*words, cwd=copy).out for name, words in ASKED.items()} == before


ASKED = {
    "list": ["list", "-f", "json"],
    "programs": ["programs", "-f", "json"],
    "actors": ["actors", "-f", "json"],
    "export": ["export", "jsonl"],
}


def test_an_event_in_a_pack_is_shown_with_its_line(copy: Path) -> None:
    here("pack", cwd=copy)
    shown = here("show", "inspectors trained", "-f", "json", cwd=copy).json
    path, line = files.split_place(shown["path"])
    (data,) = (copy / "events" / "packs").iterdir()
    assert path == f"events/packs/{data.name}"
    assert json.loads(data.read_bytes().splitlines()[line - 1][4:])["id"] == shown["id"]


def test_a_dry_run_of_packing_changes_nothing(copy: Path) -> None:
    before = log.scan(copy / "events")
    ran = here("pack", "--dry-run", cwd=copy)
    assert (ran.code, ran.out) == (0, "")
    count = len(before.files)
    assert ran.err == f"would pack {count} events and remove {count} files\n"
    assert log.scan(copy / "events") == before


def test_what_is_packed_is_not_packed_again(copy: Path) -> None:
    here("pack", cwd=copy)
    before = log.scan(copy / "events")
    ran = here("pack", cwd=copy)
    assert (ran.code, ran.out, ran.err) == (
        0,
        "",
        "nothing to pack: no event has a file of its own\n",
    )
    assert log.scan(copy / "events") == before


def test_a_copy_of_what_a_pack_holds_just_goes(copy: Path) -> None:
    folder = copy / "events"
    shutil.copytree(folder, copy / "kept")
    here("pack", cwd=copy)
    (made,) = (folder / "packs").iterdir()
    shutil.copytree(copy / "kept", folder, dirs_exist_ok=True)
    assert here("status", "-f", "json", cwd=copy).json["events"] == 330
    ran = here("pack", cwd=copy)
    assert (ran.out, ran.err) == ("", "packed 0 events; removed 330 files\n")
    assert list((folder / "packs").iterdir()) == [made]


def test_a_faulty_file_is_not_packed_and_stays(fresh: Path) -> None:
    for title in "AB":
        here("add", "2017", title, "-k", "visit", cwd=fresh)
    file = next((fresh / "events").rglob("b-*.yaml"))
    file.write_text(file.read_text("utf-8").replace("title: B", "title: C"), "utf-8")
    assert "packed 1 event; removed 1 file" in here("pack", cwd=fresh).err.splitlines()
    assert file.exists()


def test_a_pack_that_is_gone_is_told_of(copy: Path) -> None:
    here("pack", cwd=copy)
    here("list", cwd=copy)
    (made,) = (copy / "events" / "packs").iterdir()
    made.unlink()
    assert (
        "was changed or removed (and 329 more); the log should only grow"
        in here("list", cwd=copy).err
    )


def test_a_pack_that_does_not_read_back_removes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.one("{date: 2017, kind: visit, title: T}")
    monkeypatch.setattr(packing, "read_pack", lambda *_: [])
    with pytest.raises(TimelineError) as raised:
        packing.pack(ledger.folder)
    assert str(raised.value).endswith("does not read back as it was written\n  look at your disk")
    assert list((ledger.folder / "happenings").rglob("*.yaml"))


@given(logs(), st.integers(0, 2**12))
def test_events_mean_the_same_whether_they_lie_in_packs_or_not(
    events: list[Stored], which: int
) -> None:
    loose = of_events(events)
    moved = of_events(
        one._replace(place=f"packs/a.yaml:{i + 1}") if which >> i & 1 else one
        for i, one in enumerate(events)
    )
    assert derived(loose) == derived(moved)


def derived(db: object) -> dict[str, list[tuple[object, ...]]]:
    found = tables(db)  # type: ignore[arg-type]
    del found["documents"], found["faults"]
    return found


def many(count: int) -> list[Row]:
    return [happening(title=f"Visit {i}") for i in range(count)]


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_many_events_at_once_become_a_pack(fresh: Path, count: int) -> None:
    lines = "".join(json.dumps(said) + "\n" for said in many(count))
    ran = here("add", "--file", "-", cwd=fresh, stdin=lines.encode())
    assert ran.code == 0
    packs = list((fresh / "events").rglob("packs/*.yaml"))
    assert len(packs) == (count > FEW)
    assert here("status", "-f", "json", cwd=fresh).json["happenings"] == count
    assert here("add", "--file", "-", "-q", cwd=fresh, stdin=lines.encode()).code == 0
    assert here("status", "-f", "json", cwd=fresh).json["happenings"] == count


def test_the_library_says_where_in_a_pack_events_lie(fresh: Path) -> None:
    from timeline import Log

    outcomes = Log(fresh / "events").append(*many(FEW + 1))
    path, line = files.split_place(outcomes[3].path)
    content = (fresh / "events" / path).read_bytes().splitlines()[line - 1]
    assert json.loads(content[4:])["id"] == outcomes[3].id


def test_additions_that_are_not_written_leave_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    with contextlib.closing(Additions()) as additions:
        for i in range(FEW + 5):
            additions.add(Outcome(str(i), "", new=True, body=body(str(i), i)))
    assert not log.scan(ledger.folder).files


def test_where_what_lies_aside_has_no_room_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "events")
    full = Path("/dev/full").open("w+b")  # noqa: SIM115 (closed by what it is given to)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)
    events = [Outcome(str(i), "", new=True, body=body(str(i), i)) for i in range(FEW + 5)]
    with pytest.raises(TimelineError) as told:
        write(ledger.folder, events)
    assert (
        str(told.value)
        == f"{tempfile.gettempdir()}: no space left on device\n  make room on the disk"
    )
    assert not log.scan(ledger.folder).files


def test_an_import_into_a_log_that_cannot_be_read_whole_says_so(fresh: Path) -> None:
    here("add", "2017", "A visit", "-k", "visit", cwd=fresh)
    here("pack", cwd=fresh)
    (pack,) = (fresh / "events" / "packs").iterdir()
    pack.write_bytes(pack.read_bytes().replace(b"\n", b"\r\n"))
    (fresh / "t.csv").write_text("Date,Title,Kind\n2017,A visit,visit\n", encoding="utf-8")
    ran = here("import", "csv", "t.csv", cwd=fresh)
    assert f"warning: events/packs/{pack.name}: changed since it was written" in ran.err


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def beheaded(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def doubled(lines: list[bytes]) -> list[bytes]:
    return [lines[0], *lines]


def swapped(lines: list[bytes]) -> list[bytes]:
    return lines[::-1]


def exchanged(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], files.pack_line(body("Another visit", 50))]


def lengthened(lines: list[bytes]) -> list[bytes]:
    return [*lines, files.pack_line(body("One more", 51))]


@pytest.mark.parametrize(
    "change", [cut, beheaded, doubled, swapped, exchanged, lengthened], ids=lambda one: one.__name__
)
def test_a_pack_whose_lines_are_good_and_not_its_own_is_told(
    fresh: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    lines = "".join(json.dumps(said) + "\n" for said in many(5))
    here("add", "--file", "-", cwd=fresh, stdin=lines.encode())
    here("pack", cwd=fresh)
    shutil.rmtree(fresh / ".timeline")
    (pack,) = (fresh / "events" / "packs").iterdir()
    changed = change(pack.read_bytes().splitlines(keepends=True))
    pack.write_bytes(b"".join(changed))
    expected = files.path_of_pack(hashlib.sha256(b"".join(changed)).hexdigest())[6:]
    ran = here("check", cwd=fresh)
    assert ran.code == 1
    problem = f"changed since it was written: its bytes give the name {expected}"
    remedy = f"restore the file (git checkout); if it is right as it is, rename it to {expected}"
    assert ran.out == f"events/packs/{pack.name}: {problem}\n  {remedy}\n"
    shown = here("list", "--ids", cwd=fresh)
    assert len(shown.lines) == len(set(changed))
    assert f"warning: events/packs/{pack.name}: changed since it was written" in shown.err
    pack.rename(pack.with_name(expected))
    assert here("check", cwd=fresh).code == 0


def test_a_pack_that_somebody_gave_a_name_has_none_to_check(copy: Path) -> None:
    here("pack", cwd=copy)
    (pack,) = (copy / "events" / "packs").iterdir()
    pack.rename(copy / "events" / "all-of-2017.yaml")
    assert here("check", cwd=copy).code == 0


def test_the_name_of_a_pack_follows_from_its_bytes(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.one("{date: 2017, kind: visit, title: T}")
    path = ledger.folder / packing.pack(ledger.folder).path
    assert path.stem == document.id_of(hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize(
    ("place", "expected"),
    [("a.yaml", ("a.yaml", 0)), ("p/a.yaml:12", ("p/a.yaml", 12)), ("a:1", ("a:1", 0))],
)
def test_places(place: str, expected: tuple[str, int]) -> None:
    assert files.split_place(place) == expected


def test_the_example_log_is_kept_in_files_for_people_to_read() -> None:
    assert not (ROOT / "events" / "packs").exists()


def test_a_reader_that_comes_while_files_are_packed_misses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.add("{date: 2017, kind: visit, title: T}")
    scan = log.scan

    def scan_then_pack(folder: Path) -> object:
        found = scan(folder)
        monkeypatch.setattr(log, "scan", scan)
        lines = [files.pack_line(held(folder / file.path)) for file in found.files]
        (folder / "packs").mkdir()
        whole = b"".join(lines)
        name = document.id_of(hashlib.sha256(whole).hexdigest())
        (folder / "packs" / f"{name}.yaml").write_bytes(whole)
        for file in found.files:
            (folder / file.path).unlink()
        return found

    def held(path: Path) -> dict[str, object]:
        (found,), _ = document.read_yaml(path.read_text("utf-8"), "x")
        return found.body

    database.remove(ledger.folder)
    opened = database.open_fresh(ledger.folder)  # makes it, so that the next one updates it
    opened.db.close()
    ledger.put("happenings/2018/u.yaml", happening("2018", "U"))
    monkeypatch.setattr(log, "scan", scan_then_pack)
    opened = ledger.open()
    rows = opened.db.execute("SELECT title FROM happenings ORDER BY title").fetchall()
    assert [title for (title,) in rows] == ["T", "U"]
    assert not opened.faults
    assert not [notice for notice in opened.notices if "warning" in notice]
