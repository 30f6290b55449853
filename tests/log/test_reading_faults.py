"""What cannot be read, what is gone, and what is no text: never a silent answer."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.event import document
from timeline.log import folder
from timeline.projection import stamp
from timeline.recording import append

from support.helpers import Ledger, happening
from support.running import here

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "events")
    ledger.add("{date: 2017, kind: visit, title: One}\n---\n{date: 2018, kind: visit, title: Two}")
    return ledger


def titles(ran_out: str) -> list[str]:
    return re.findall(r"\b(One|Two|Three)\b", ran_out)


# --- bytes that are no text


@pytest.mark.parametrize(
    ("data", "where", "excerpt"),
    [
        (BOM + b"a\xff", "1:2", "a\ufffd"),
        (b"a\xff", "1:2", "a\ufffd"),
        (BOM + "title: \u041f\u0440".encode()[:-1], "1:9", "title: \u041f\ufffd"),
        (BOM + b"title: x\r\ndate: \xff\r\n", "2:7", "date: \ufffd"),
        (BOM + b"\xff\xfe", "1:1", "\ufffd\ufffd"),
    ],
)
@pytest.mark.parametrize("path", ["unread.yaml", folder.SETTINGS])
def test_a_file_that_is_no_utf8_hides_nothing_else(
    data: bytes, where: str, excerpt: str, path: str, ledger: Ledger
) -> None:
    (ledger.folder / path).write_bytes(data)
    ran = here("list", cwd=ledger.folder.parent)
    assert (ran.code, titles(ran.out)) == (0, ["One", "Two"])
    assert f"warning: events/{path}:{where}: not UTF-8; left out. See: timeline check" in ran.err
    checked = here("check", cwd=ledger.folder.parent)
    assert checked.code == 1
    assert f"events/{path}:{where}: not UTF-8\n    {excerpt}\n" in checked.out


def test_faults_of_a_file_with_a_byte_order_mark_stand_where_an_editor_shows_them(
    ledger: Ledger,
) -> None:
    (ledger.folder / "unread.yaml").write_bytes(
        BOM + b"schema: 1\nevent: happening\ndate: 2017-13\n"
    )
    faults = [fault for fault in ledger.open().faults if fault.path == "unread.yaml"]
    assert ("unread.yaml:3:7", "date: 2017-13") in [
        (fault.where, fault.excerpt) for fault in faults
    ]
    text, _ = document.decode(BOM + b"a: \tb: c", "x")
    _, (fault,) = document.read_yaml(text, "x")
    assert (fault.where, fault.excerpt) == ("x:1:6", "a: \tb: c")


# --- what the system does not let be read


def _refuse(monkeypatch: pytest.MonkeyPatch, name: str, error: int, function: str) -> None:
    """Let a call of the system fail for paths that end in a name."""
    real = getattr(os, function)

    def failing(path: object, *args: object, **kwargs: object) -> object:
        if str(path).endswith(name):
            raise OSError(error, os.strerror(error), str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, function, failing)


def test_a_file_that_cannot_be_read_is_tried_again_by_the_next_command(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put("unread.yaml", happening("2019", "Three"))
    with monkeypatch.context() as patch:
        _refuse(patch, "unread.yaml", 5, "open")
        for _ in range(2):
            ran = here("list", "-q", cwd=ledger.folder.parent)
            assert (ran.code, titles(ran.out)) == (0, ["One", "Two"])
            assert ran.err == (
                "warning: events/unread.yaml: cannot be read: input/output error; "
                "the answer may lack events\n"
            )
        assert here("check", cwd=ledger.folder.parent).code == 1
        status = here("status", "-f", "json", cwd=ledger.folder.parent)
        assert status.json["faults"] == 1
    ran = here("list", cwd=ledger.folder.parent)
    assert titles(ran.out) == ["One", "Two", "Three"]
    assert "warning" not in ran.err


def test_a_file_that_cannot_be_read_any_more_is_not_called_removed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put("unread.yaml", happening("2019", "Three"))
    ledger.settle()
    os.utime(ledger.folder / "unread.yaml")
    with monkeypatch.context() as patch:
        _refuse(patch, "unread.yaml", 13, "open")
        opened = ledger.open()
        assert [fault.path for fault in opened.unread] == ["unread.yaml"]
        assert [fault.remedy for fault in opened.unread] == ["look at its permissions"]
        assert opened.lost == ()
    assert ledger.open().unread == ()


def test_a_folder_that_cannot_be_listed_is_told_and_its_events_are_not_lost(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.settle()
    with monkeypatch.context() as patch:
        _refuse(patch, "happenings", 5, "scandir")
        ran = here("list", cwd=ledger.folder.parent)
        assert titles(ran.out) == []
        assert "warning: events/happenings: cannot be read: input/output error" in ran.err
        assert ledger.open().lost == ()
        assert here("check", cwd=ledger.folder.parent).code == 1
    shutil.rmtree(ledger.folder / "happenings")
    assert len(ledger.open().lost) == 2


def test_the_folder_of_the_log_itself_may_be_what_cannot_be_listed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.settle()
    _refuse(monkeypatch, "events", 5, "scandir")
    ran = here("list", cwd=ledger.folder.parent)
    assert "warning: events: cannot be read: input/output error" in ran.err
    assert ledger.open().lost == ()


WRITING = [
    ["add", "2019", "Three", "-k", "visit"],
    ["declare", "actor", "UNODC"],
    ["retract", "One", "--reason", "r"],
    ["amend", "One", "--kind", "visit", "--title", "Other", "--reason", "r"],
    ["pack"],
    ["import", "csv", "t.csv"],
]


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_nothing_is_written_to_a_log_that_cannot_be_read_whole(
    words: list[str], ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ledger.folder.parent / "t.csv").write_text("Date,Title,Kind\n2019,Three,visit\n")
    ledger.put("unread.yaml", happening("2019", "Three"))
    before = folder.scan(ledger.folder)
    _refuse(monkeypatch, "unread.yaml", 5, "open")
    ran = here(*words, cwd=ledger.folder.parent)
    assert ran.code == 1
    assert "error: nothing is recorded: the log cannot be read whole\n" in ran.err
    assert "unread.yaml: cannot be read: input/output error\n  look at your disk" in ran.err
    assert folder.scan(ledger.folder) == before


def test_a_pack_that_cannot_be_read_to_its_end_is_left_out_and_read_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline.log import files
    from timeline.recording import pack

    pack.pack(ledger.folder)
    read_pack = files.read_pack

    def failing(file: object, path: str) -> Iterator[object]:
        yield next(read_pack(file, path))  # type: ignore[arg-type]
        raise OSError(5, "Input/output error")

    shutil.rmtree(ledger.path.parent)
    with monkeypatch.context() as patch:
        patch.setattr(files, "read_pack", failing)
        opened = ledger.open()
        assert opened.db.execute("SELECT count(*) FROM happenings").fetchone() == (0,)
        assert [fault.path.partition("/")[0] for fault in opened.unread] == ["packs"]
        with pytest.raises(TimelineError):
            append.append(ledger.folder, [document.Document({"date": "2017"})], "Aida")
    opened = ledger.open()
    assert opened.db.execute("SELECT count(*) FROM happenings").fetchone() == (2,)
    assert (opened.unread, opened.lost) == ((), ())


def test_only_what_could_not_be_read_is_tried_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put("happenings/2018/a.yaml", happening("2018", "Three"))
    ledger.settle()
    file = ledger.folder / "happenings" / "2018" / "a.yaml"
    real, refused, asked = folder.open_file, [True], []

    def watching(top: Path, path: str) -> object:
        asked.append(path)
        if refused and path == "happenings/2018/a.yaml":
            raise OSError(5, os.strerror(5))
        return real(top, path)

    monkeypatch.setattr(folder, "open_file", watching)
    os.utime(file)
    ledger.open().db.close()
    ledger.settle()
    asked.clear()
    refused.clear()
    opened = ledger.open()
    assert asked == ["happenings/2018/a.yaml"]
    assert opened.unread == ()
    assert opened.db.execute("SELECT count(*) FROM happenings").fetchone() == (3,)


# --- what is gone


def test_what_is_gone_is_said_by_every_command_until_rebuild_accepts_it(ledger: Ledger) -> None:
    ledger.settle()
    (file,) = ledger.folder.rglob("two-*.yaml")
    id_ = file.stem[-16:]
    file.unlink()
    where = file.relative_to(ledger.folder.parent)
    line = (
        f"warning: {where}: the event {id_} (Two) was changed or removed; the log should only "
        "grow. See: timeline check; if it is right, as after a switch of git branches, accept it: "
        "timeline rebuild\n"
    )
    for words in (["list", "-q"], ["actors", "-q"], ["stats", "-q"], ["sql", "-q", "SELECT 1"], []):
        assert line in here(*words, cwd=ledger.folder.parent).err
    assert here("status", "-f", "json", cwd=ledger.folder.parent).json["faults"] == 1
    checked = here("check", cwd=ledger.folder.parent)
    assert checked.code == 1
    assert f"{where}: the event {id_} (Two) was changed or removed\n" in checked.out
    rebuilt = here("rebuild", cwd=ledger.folder.parent)
    assert rebuilt.err == ("accepted that 1 event changed or went\nprojection made from 1 event\n")
    assert here("check", cwd=ledger.folder.parent).code == 0


def test_what_is_gone_stays_known_when_a_writer_dies(ledger: Ledger) -> None:
    ledger.settle()
    (file,) = ledger.folder.rglob("two-*.yaml")
    file.unlink()
    ledger.open().db.close()
    stamp.begin(ledger.path, ledger.folder)  # as a writer that is killed leaves it
    opened = ledger.open()
    assert opened.notices == ("projection rebuilt: the old one was left unfinished",)
    assert [lost.called for lost in opened.lost] == ["Two"]


# --- whose projection it is


def _forge(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE happenings_versions SET title = 'Three' WHERE title = 'Two'")
    db.commit()
    db.close()


def test_a_projection_without_its_stamp_is_made_anew(ledger: Ledger) -> None:
    ledger.settle()
    stamp.file_of(ledger.path).unlink()
    _forge(ledger.path)
    ran = here("list", cwd=ledger.folder.parent)
    assert titles(ran.out) == ["One", "Two"]
    assert "projection rebuilt: the old one was changed by something else" in ran.err


def test_a_projection_of_another_folder_is_made_anew(ledger: Ledger, tmp_path: Path) -> None:
    ledger.settle()
    other = Ledger(tmp_path / "b" / "events")
    other.put("unread.yaml", happening("2019", "Three"))
    other.settle()
    for file in ledger.path.parent.iterdir():
        shutil.copy2(file, other.path.parent / file.name)
    assert titles(here("list", cwd=tmp_path / "b").out) == ["Three"]
    assert other.open().lost == ()


def test_a_foreign_wal_is_not_believed(ledger: Ledger) -> None:
    ledger.settle()
    forged = ledger.path.with_name("forged.db")
    shutil.copy2(ledger.path, forged)
    db = sqlite3.connect(forged)
    db.execute("PRAGMA wal_autocheckpoint = 0")
    db.execute("UPDATE happenings_versions SET title = 'Three' WHERE title = 'Two'")
    db.commit()
    shutil.copy2(f"{forged}-wal", f"{ledger.path}-wal")
    db.close()
    assert titles(here("list", cwd=ledger.folder.parent).out) == ["One", "Two"]


def test_damage_that_shows_while_a_question_is_answered_leads_to_the_right_answer(
    ledger: Ledger,
) -> None:
    ledger.settle()
    expected = here("list", "-f", "json", cwd=ledger.folder.parent).out
    root = sqlite3.connect(ledger.path).execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'happenings_versions'"
    )
    page = root.fetchone()[0]
    whole = bytearray(ledger.path.read_bytes())
    whole[(page - 1) * 4096 : (page - 1) * 4096 + 200] = b"\xff" * 200
    ledger.path.write_bytes(whole)
    stamp.put(ledger.path, ledger.folder)  # as if the disk had changed it, and no program
    ran = here("list", "-f", "json", cwd=ledger.folder.parent)
    assert (ran.code, ran.out) == (0, expected)
    assert "projection rebuilt: the old one was damaged" in ran.err


def test_a_link_at_the_place_of_the_projection_is_not_written_through(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.rmtree(ledger.path.parent)
    elsewhere = tmp_path / "elsewhere"
    ledger.path.parent.symlink_to(elsewhere)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert titles(here("list", cwd=tmp_path, env=env).out) == ["One", "Two"]
    assert not elsewhere.exists()
    ran = here("check", cwd=tmp_path, env=env)
    assert ran.out == (
        ".timeline: a link where the projection would lie: not followed\n"
        "  remove it; the next command makes the projection anew\n"
    )
    ledger.path.parent.unlink()
    ledger.path.parent.mkdir()
    ledger.path.symlink_to(elsewhere)
    assert titles(here("list", cwd=tmp_path, env=env).out) == ["One", "Two"]
    assert not elsewhere.exists()
