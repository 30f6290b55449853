"""Which folder is meant, where output may go, and which names of files are told of."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import Ledger, happening
from running import MAIN, environment, here

from timeline import log
from timeline.errors import TimelineError
from timeline.file_names import faults_of_names


@pytest.fixture
def nested(tmp_path: Path) -> Ledger:
    """A log whose settings are gone, in a folder below that of another log."""
    Ledger(tmp_path / "events").put("x.yaml", happening(title="Of the outer log"))
    inner = Ledger(tmp_path / "project" / "events")
    inner.add("{date: 2017, kind: visit, title: Of the inner log}")
    (inner.folder / log.SETTINGS).unlink()
    return inner


def test_a_folder_with_events_and_without_settings_ends_the_search(nested: Ledger) -> None:
    project = nested.folder.parent
    settings = nested.folder / log.SETTINGS
    for words in (["add", "2018", "T", "-k", "visit"], ["list"], []):
        ran = here(*words, cwd=project)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"error: {settings}: missing: the folder holds events, and is no log without this "
            f"file\n  restore it: git checkout {settings}    or make it anew: timeline init "
            f"{nested.folder}\n"
        )
    assert here("--log", "events", "list", cwd=project).code == 1
    assert here("init", str(nested.folder), cwd=project).code == 0
    assert "Of the inner log" in here("list", cwd=project).out


def test_a_pack_alone_makes_a_folder_one_with_events(nested: Ledger) -> None:
    (nested.folder / log.SETTINGS).write_text("{}\n")
    here("pack", cwd=nested.folder.parent)
    (nested.folder / log.SETTINGS).unlink()
    with pytest.raises(TimelineError):
        log.find(None, nested.folder.parent)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_settings_that_are_no_file_end_the_search(make: object, nested: Ledger) -> None:
    make(nested.folder / log.SETTINGS)  # type: ignore[operator]
    ran = here("list", cwd=nested.folder.parent)
    problem = f"{nested.folder / log.SETTINGS}: no file: a log has its settings here"
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"error: {problem}")


def test_settings_that_the_system_does_not_show_end_the_search(
    nested: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def failing(path: object, **more: object) -> object:
        if str(path).endswith(log.SETTINGS):
            raise OSError(5, "Input/output error", str(path))
        return real(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", failing)
    with pytest.raises(TimelineError, match="cannot be read: input/output error"):
        log.find(None, nested.folder.parent)


def test_a_folder_of_that_name_which_holds_something_else_is_passed_over(tmp_path: Path) -> None:
    outer = Ledger(tmp_path / "events")
    other = tmp_path / "project" / "events"
    other.mkdir(parents=True)
    (other / "notes.yaml").write_text("a: 1\n")
    assert log.find(None, other.parent) == outer.folder


# --- output


OUTPUTS = [
    ["list"],
    ["list", "-f", "json"],
    ["export", "jsonl"],
    ["schema"],
    ["stats"],
    ["sql", "SELECT 1"],
    ["diff", "2016", "2018"],
    ["check"],
]


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("target", ["events/timeline.yaml", "events/a/new.md", "link/x.md"])
def test_no_output_goes_into_a_log(words: list[str], target: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.put("a/x.yaml", happening())
    (tmp_path / "link").symlink_to(ledger.folder)
    before = log.scan(ledger.folder)
    settings = (ledger.folder / log.SETTINGS).read_bytes()
    ran = here(*words, "-o", target, cwd=tmp_path)
    remedy = "write it elsewhere: a log takes nothing but events"
    assert ran.code == 2
    assert ran.err.endswith(f"error: {target} lies in the log events\n  {remedy}\n")
    assert (log.scan(ledger.folder), (ledger.folder / log.SETTINGS).read_bytes()) == (
        before,
        settings,
    )


def test_no_output_goes_to_the_place_of_a_projection(tmp_path: Path) -> None:
    Ledger(tmp_path / "events").put("x.yaml", happening())
    here("list", cwd=tmp_path)
    ran = here("list", "-o", ".timeline/x.md", cwd=tmp_path)
    problem = "error: .timeline/x.md lies where the projection of a log does"
    assert (ran.code, ran.err) == (2, f"{problem}\n  write it elsewhere\n")


def test_a_file_that_is_there_is_replaced_whole_and_keeps_its_permissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger(tmp_path / "events").put("x.yaml", happening())
    target = tmp_path / "out.md"
    target.write_text("old")
    target.chmod(0o640)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        patch.setattr(Path, "replace", refuse)
        ran = here("list", "-o", "out.md", cwd=tmp_path)
    assert ran.code == 1
    assert ran.err.endswith("error: out.md: no space left on device\n")
    assert (target.read_text(), sorted(path.name for path in tmp_path.iterdir())) == (
        "old",
        [".timeline", "events", "out.md"],
    )
    assert here("list", "-o", "out.md", cwd=tmp_path).code == 0
    assert (target.read_text() != "old", target.stat().st_mode & 0o777) == (True, 0o640)


def test_what_was_recorded_is_told_where_the_output_is_full(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    for words in (
        ["add", "2017", "T", "-k", "visit"],
        ["amend", "T", "--title", "U", "--reason", "r"],
        ["retract", "U", "--reason", "r"],
    ):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(  # noqa: S603 (our own program)
                [sys.executable, "-c", MAIN, *words],
                cwd=tmp_path,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        newest = ledger.open().db.execute(
            "SELECT id FROM documents ORDER BY recorded_at DESC LIMIT 1"
        )
        problem = "recorded, but the output cannot be written: no space left on device"
        assert done.returncode == 1
        assert f"error: {newest.fetchone()[0]} {problem}\n  there is nothing to do again\n" in (
            done.stderr
        )


# --- messages


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["list", "--columns", ""], "--columns is empty\n  give it a value, or leave it out"),
        (["list", "-f", ""], "--format is empty\n  give it a value, or leave it out"),
        (["list", "--sort", ""], "--sort is empty\n  give it a value, or leave it out"),
        (["diff", "2016", "--view", ""], "--view is empty\n  give it a value, or leave it out"),
        (["diff", "2016", "--clock", ""], "--clock is empty\n  give it a value, or leave it out"),
        (["actors", ""], "NAME is empty\n  give one, or leave it out"),
        (["actors", "--on", ""], "--on is empty\n  give it a value, or leave it out"),
        (["--log", "", "list"], "--log is empty\n  give it a value, or leave it out"),
        (["diff", "2016", "--view", ","], "no view is named\n  one of chronology, actors,"),
        (["list", "--columns", ","], "no column is named\n  one of id, date,"),
    ],
    ids=" ".join,
)
def test_what_is_empty_is_no_answer(words: list[str], message: str, example: Path) -> None:
    ran = here(*words, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {message}")


def test_a_limit_beyond_all_numbers_limits_nothing(example: Path) -> None:
    ran = here("list", "--limit", "99999999999999999999", cwd=example)
    assert (ran.code, ran.out) == (0, here("list", cwd=example).out)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (13, "\n  look at its permissions"),
        (5, "\n  look at your disk, and at the connection to it"),
        (24, "\n  close other programs, or raise the limit of open files (ulimit -n)"),
        (116, ""),
    ],
)
def test_the_remedy_fits_what_the_system_says(code: int, remedy: str) -> None:
    said = os.strerror(code).lower()
    fault = log.unreadable(OSError(code, os.strerror(code)), "x.yaml")
    assert str(fault) == f"x.yaml: cannot be read: {said}{remedy}"


def test_too_little_memory_is_told_as_such(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("timeline.commands.session.open_fresh", fail)
    assert here("list", cwd=example) == (
        1,
        "",
        "error: there is not enough memory\n  close other programs, or ask for less\n",
    )


# --- names


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("Visit.yaml", "visit.yaml"), "visit.yaml: its name differs from Visit.yaml only in case"),
        (
            ("caf\u00e9.yaml", "cafe\u0301.yaml"),
            "caf\u00e9.yaml: its name differs from cafe\u0301.yaml only in how accents are written",
        ),
        (("CON.yaml",), "CON.yaml: Windows cannot hold this name: CON is the name of a device"),
        (("a:b.yaml",), "a:b.yaml: Windows cannot hold this name: it holds ':'"),
        (("folder./x.yaml",), "folder.: Windows cannot hold this name: it ends in a dot"),
        (("a .yaml", "b "), "b : Windows cannot hold this name: it ends in a space"),
    ],
)
def test_names_that_not_every_system_holds_are_told(
    names: tuple[str, ...], problem: str, tmp_path: Path
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [f"{one.path}: {one.problem}" for one in faults_of_names(tmp_path)] == [problem]


@pytest.mark.parametrize("name", ["x.yaml.", "x.yaml~", "x.yaml.orig", "x", "x.txt"])
def test_an_event_that_is_not_read_because_of_its_name_is_told(name: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.put(name, happening())
    (ledger.folder / "notes.txt").write_text("What to ask: who came?\n")
    ran = here("check", cwd=tmp_path)
    assert ran.code == 1
    assert (
        f"events/{name}: holds an event, and is not read: events are files named .yaml\n"
        "  rename it, or move it out of the log\n"
    ) in ran.out
    assert "notes.txt" not in ran.out


def test_clocks_that_were_wrong_are_told_with_what_mends_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    id_ = ledger.put("x.yaml", happening(title="T"), at="2026-02-01T00")
    said = {"event": "amendment", "amends": id_, "after": [id_], "reason": "r"}
    wrong = ledger.put("y.yaml", {**said, "set": {"title": "U"}}, at="2026-01-01T00")
    ledger.put("z.yaml", happening(title="From the future"), at="2999-01-01T00")
    ran = here("check", cwd=tmp_path)
    assert re.search(
        r"events/z\.yaml:\d+:\d+: recorded at 2999-\S+, which is yet to come\n", ran.out
    )
    problem = f"before what it corrects: {id_}, recorded at 2026-02-01T00:00:00.000000Z"
    assert f"recorded at 2026-01-01T00:00:00.000000Z, {problem}\n" in ran.out
    assert f"to mend it: timeline retract {wrong} --reason ..., then correct again" in ran.out
    assert here("retract", wrong, "--reason", "r", cwd=tmp_path).code == 0
    assert problem not in here("check", cwd=tmp_path).out
