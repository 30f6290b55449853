"""Files that --output names: whole or not at all, as they were, and never in a log."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.cli.output_file import write_file
from timeline.log import folder as log

from support.running import MAIN, environment, here, process


def test_a_file_is_replaced_whole_or_not_at_all(clone: Path) -> None:
    (clone / "out.csv").write_text("before")
    (clone / "link.csv").symlink_to("out.csv")
    assert here("list", "-o", "link.csv", "-q", cwd=clone).err == ""
    assert (clone / "link.csv").is_symlink()
    assert (clone / "out.csv").read_text().startswith("id,date,")
    assert {path.name for path in clone.iterdir()} == {"events", ".timeline", "out.csv", "link.csv"}


LONG = "a" * 300 + ".csv"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("no/out.csv", "no/out.csv: no such file or directory"),
        ("folder", "folder: is a directory"),
        ("file/out.csv", "file/out.csv: not a directory"),
        (LONG, f"{LONG}: file name too long\n  give it a shorter name"),
    ],
)
def test_a_file_that_cannot_be_written_is_named_as_it_was_typed(
    file: str, message: str, copy: Path
) -> None:
    (copy / "file").write_text("")
    (copy / "folder").mkdir()
    assert here("list", "-q", "-o", file, cwd=copy) == (1, "", f"error: {message}\n")


def test_a_device_or_pipe_is_written_to_and_not_replaced(copy: Path) -> None:
    os.mkfifo(copy / "pipe")
    reader = os.open(copy / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert here("list", "--ids", "-q", "-o", "pipe", cwd=copy).code == 0
    assert os.read(reader, 1 << 16).decode() == here("list", "--ids", cwd=copy).out
    os.close(reader)
    assert here("list", "-q", "-o", "/dev/null", cwd=copy) == (0, "", "")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions(copy: Path, mode: int) -> None:
    (copy / "out.csv").write_text("before")
    (copy / "out.csv").chmod(mode)
    assert here("list", "-q", "-o", "out.csv", cwd=copy).code == 0
    assert stat.S_IMODE((copy / "out.csv").stat().st_mode) == mode


def test_a_new_file_has_the_permissions_of_new_files(copy: Path) -> None:
    before = os.umask(0o027)
    try:
        here("list", "-q", "-o", "out.csv", cwd=copy)
    finally:
        os.umask(before)
    assert stat.S_IMODE((copy / "out.csv").stat().st_mode) == 0o640


def test_a_file_that_is_protected_is_not_replaced(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / "out.csv").write_text("before")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to every file
    with pytest.raises(TimelineError) as raised:
        write_file(str(copy / "out.csv"), ["after"])
    problem = "permission denied\n  look at its permissions"
    assert str(raised.value) == f"{copy}/out.csv: {problem}"
    assert (copy / "out.csv").read_text() == "before"


@pytest.mark.parametrize("call", ["fsync", "open", "replace"])
def test_what_the_system_refuses_leaves_the_file_as_it_was(
    copy: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (copy / "out.csv").write_text("before")

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if call != "replace" else Path, call, refused)
    with pytest.raises(TimelineError) as raised:
        write_file(str(copy / "out.csv"), ["after"])
    monkeypatch.undo()
    problem = "no space left on device\n  make room on the disk"
    assert str(raised.value) == f"{copy}/out.csv: {problem}"
    assert (copy / "out.csv").read_text() == "before"
    assert not list(copy.glob(".timeline-*"))


def test_what_cannot_be_read_is_not_told_of_the_file_that_it_goes_to(copy: Path) -> None:
    def texts() -> object:
        yield "a"
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    (copy / "out.csv").write_text("before")
    with pytest.raises(TimelineError) as raised:
        write_file(str(copy / "out.csv"), texts())  # type: ignore[arg-type]
    assert str(raised.value).startswith("what is read: input/output error\n")
    assert (copy / "out.csv").read_text() == "before"


COMMANDS = (
    ("list", "-f", "csv"),
    ("show", "moi-kg"),
    ("export", "jsonl"),
    ("export", "csv"),
    ("schema",),
    ("stats",),
    ("diff", "2016", "2018", "-f", "json"),
    ("sql", "SELECT 1", "-f", "csv"),
    ("config", "-f", "csv"),
    ("status", "-f", "yaml"),
    ("check", "-f", "json"),
    ("draft", "source.txt"),
    ("sources", "-f", "csv"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_writes_into_a_log(copy: Path, words: tuple[str, ...]) -> None:
    (copy / "source.txt").write_text("On 4 May 2017 OSCE met the Ministry of Interior.\n")
    files = {path: path.read_bytes() for path in (copy / "events").rglob("*") if path.is_file()}
    ran = here(*words, "-o", "events/timeline.yaml", cwd=copy)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(refusal("events/timeline.yaml", copy / "events"))
    assert {p: p.read_bytes() for p in (copy / "events").rglob("*") if p.is_file()} == files
    assert here(*words, "-q", "-o", "elsewhere", cwd=copy).code == 0


def refusal(file: str, folder: Path) -> str:
    return (
        f"error: {file} lies in a log, the folder {folder.resolve()}\n"
        "  write it to a file outside of it; events come in with timeline add and import\n"
    )


@pytest.mark.parametrize(
    "file",
    [
        "events/new.csv",
        "events/.gitattributes",
        "events/happenings/new/deep.csv",
        "other/../events/x.csv",
        "other/x.csv",
        "linked/x.csv",
        "link.csv",
        "dangling.csv",
        "events",
        "/proc/self/cwd/events/timeline.yaml",
        "diary/x.csv",
        "bare/events/x.csv",
    ],
)
def test_no_way_leads_into_a_log(copy: Path, file: str) -> None:
    events = copy / "events"
    for name in ("other", "diary", "bare"):
        shutil.copytree(events, copy / name / ("events" if name == "bare" else ""))
    (copy / "bare" / "events" / "timeline.yaml").unlink()
    (copy / "linked").symlink_to("events/happenings")
    (copy / "link.csv").symlink_to("events/timeline.yaml")
    (copy / "dangling.csv").symlink_to("events/none.csv")
    logs = {"other/x.csv": "other", "diary/x.csv": "diary", "bare/events/x.csv": "bare/events"}
    before = {path: path.lstat() for path in copy.rglob("*") if ".timeline" not in path.parts}
    ran = here("list", "-f", "csv", "-o", file, cwd=copy)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(refusal(file, copy / logs.get(file, "events")))
    after = {path: path.lstat() for path in copy.rglob("*") if ".timeline" not in path.parts}
    assert {p: s.st_mtime_ns for p, s in after.items()} == {
        p: s.st_mtime_ns for p, s in before.items()
    }


@pytest.mark.parametrize("file", [".timeline/events.db", ".timeline/x.csv", "x/.Timeline/y/x.csv"])
def test_nothing_is_written_beside_a_projection(copy: Path, file: str) -> None:
    assert here("list", "-f", "csv", "-o", file, cwd=copy).err.endswith(
        f"error: {file} lies where the projection of a log does\n"
        "  write it to a file outside of it; events come in with timeline add and import\n"
    )
    assert here("list", "-q", cwd=copy).code == 0


def test_nothing_is_written_where_projections_are_cached(copy: Path) -> None:
    env = {"XDG_CACHE_HOME": str(copy / "cache")}
    ran = here("list", "-f", "csv", "-o", "cache/timeline/x.db", cwd=copy, env=env)
    assert "cache/timeline/x.db lies where the projection of a log does" in ran.err


def test_a_second_name_of_an_event_is_replaced_and_the_event_stays(copy: Path) -> None:
    (event,) = list((copy / "events" / "happenings").rglob("*.yaml"))[:1]
    before = event.read_bytes()
    os.link(event, copy / "out.csv")
    assert here("list", "-o", "out.csv", "-q", cwd=copy).code == 0
    assert event.read_bytes() == before


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_stdout_may_be_named_wherever_it_leads(copy: Path, name: str) -> None:
    ids = here("list", "--ids", cwd=copy).out
    assert process("list", "--ids", "-q", "-o", name, cwd=copy).out == ids
    with (copy / "out.txt").open("w+") as out:
        out.write("before\n")
        out.flush()
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-c", MAIN, "list", "--ids", "-q", "-o", name],
            cwd=copy,
            env=environment(),
            stdout=out,
            check=False,
        )
    assert done.returncode == 0
    assert (copy / "out.txt").read_text() == f"before\n{ids}"


def test_a_folder_events_of_another_program_is_no_log(copy: Path) -> None:
    (copy / "site" / "events").mkdir(parents=True)
    ran = here("--log", "events", "list", "-q", "-o", "site/events/list.csv", cwd=copy)
    assert ran.code == 0
    assert not log.is_log(copy / "site" / "events")
