"""Which log a command is about, and that none is passed over for another one."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError, UsageError
from timeline.cli.show.advice import error_text
from timeline.log import folder as log
from timeline.log.find import find_log, log_around

from support.running import here, process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "events"
    log.create(folder, "schema: 1\n")
    return folder


def test_the_nearest_log_upward_is_found(folder: Path) -> None:
    deep = folder.parent / "a" / "b"
    deep.mkdir(parents=True)
    assert find_log(None, deep) == folder
    assert find_log("", folder) == folder
    (folder / "happenings").mkdir()
    assert find_log(None, folder / "happenings") == folder


def test_a_log_that_is_named_is_used_whatever_its_name(tmp_path: Path) -> None:
    log.create(tmp_path / "diary", "schema: 1\n")
    assert find_log(str(tmp_path / "diary"), tmp_path) == tmp_path / "diary"


@pytest.mark.parametrize("name", ["missing", "empty", "a\0b"])
def test_a_folder_that_is_no_log_is_refused_with_the_command_to_make_one(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as raised:
        find_log(f"{tmp_path}/{name}", tmp_path)
    assert "timeline init" in error_text(raised.value)
    with pytest.raises(UsageError) as raised:
        find_log(None, tmp_path)
    assert "timeline init" in error_text(raised.value)


# --- a log that cannot be used is not passed over for one further up


@pytest.fixture
def inner(fresh: Path) -> Path:
    """A log below a folder that has one, too."""
    assert here("add", "2016", "Another visit", "-k", "visit", "-q", cwd=fresh).code == 0
    below = fresh / "project"
    below.mkdir()
    shutil.copytree(fresh / "events", below / "events")
    return below


ADD = ("add", "2017", "A visit", "-k", "visit")
CONTENT = "schema: 1\nid: 0123456789abcdef\nevent: happening\n"


def removed(file: Path) -> None:
    file.unlink()


def replaced_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def circular(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


BROKEN: dict[Callable[[Path], None], str] = {
    removed: (
        "events holds events but no timeline.yaml, which makes a folder a log\n"
        "  restore it: git checkout events/timeline.yaml\n"
        "  or make a new one: timeline init events"
    ),
    replaced_by_folder: (
        "events/timeline.yaml: no regular file, so that the log cannot be read\n"
        "  restore it: git checkout events/timeline.yaml"
    ),
    dangling: (
        "events/timeline.yaml: a link that leads nowhere\n  restore what it leads to, or remove it"
    ),
    circular: (
        "events/timeline.yaml: cannot be read: too many levels of symbolic links\n"
        "  put what the link leads to here instead"
    ),
    pipe: (
        "events/timeline.yaml: no regular file, so that the log cannot be read\n"
        "  restore it: git checkout events/timeline.yaml"
    ),
}


@pytest.mark.parametrize("given", [(), ("--log", "events"), None])
@pytest.mark.parametrize("breaking", BROKEN, ids=[one.__name__ for one in BROKEN])
def test_what_is_wrong_with_the_nearest_log_is_told_and_nothing_lands_in_another(
    inner: Path, breaking: Callable[[Path], None], given: tuple[str, ...] | None
) -> None:
    before = log.scan(inner.parent / "events")
    breaking(inner / "events" / "timeline.yaml")
    env = {"TIMELINE_LOG": "events"} if given is None else {}
    for words in (ADD, ("list",), ("check",), ("config",)):
        ran = here(*(given or ()), *words, cwd=inner, env=env)
        assert (ran.code, ran.out, ran.err) == (1, "", f"error: {BROKEN[breaking]}\n")
    completed = process("--complete", "zsh", "list", "--actor", "u", cwd=inner, env=env)
    assert (completed.code, completed.out, completed.err) == (0, "", "")
    assert log.scan(inner.parent / "events") == before


def test_from_inside_the_folder_it_is_told_too(inner: Path) -> None:
    (inner / "events" / "timeline.yaml").unlink()
    ran = here(*ADD, cwd=inner / "events" / "happenings")
    assert ran.err.splitlines()[0] == (
        "error: .. holds events but no timeline.yaml, which makes a folder a log"
    )


def test_both_remedies_work_and_keep_the_events(inner: Path) -> None:
    count = here("list", "--ids", cwd=inner).out
    (inner / "events" / "timeline.yaml").unlink()
    assert here("init", "events", cwd=inner).code == 0
    assert here("list", "--ids", cwd=inner).out == count


@pytest.mark.parametrize(
    "file",
    [
        "x.yaml",
        "deep/er/x.YML",
        "packs/x.yaml",
    ],
)
def test_one_event_is_enough_wherever_it_lies(fresh: Path, file: str) -> None:
    path = fresh / "below" / "events" / file
    path.parent.mkdir(parents=True)
    text = '--- {"event":"actor","id":"0123456789abcdef"}' if "packs" in file else CONTENT
    path.write_text(text, encoding="utf-8")
    ran = here("list", cwd=fresh / "below")
    assert ran.code == 1
    assert "events holds events but no timeline.yaml" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("", ""),
        ("talk.yaml", "title: A talk\nevent: Meetup\n"),
        ("hook.yaml", "event: source\nname: push\n"),
        ("notes.md", CONTENT),
        (".hidden/x.yaml", CONTENT),
    ],
)
def test_an_empty_folder_and_one_of_another_program_are_passed_over(
    fresh: Path, name: str, content: str
) -> None:
    other = fresh / "site" / "events"
    other.mkdir(parents=True)
    if name:
        (other / name).parent.mkdir(exist_ok=True)
        (other / name).write_text(content, encoding="utf-8")
    assert here(*ADD, cwd=fresh / "site").code == 0
    assert len(log.scan(fresh / "events").files) == 1


def test_a_folder_that_leads_nowhere_is_told(fresh: Path) -> None:
    (fresh / "below").mkdir()
    (fresh / "below" / "events").symlink_to("/not/mounted")
    ran = here(*ADD, cwd=fresh / "below")
    assert ran.err == (
        "error: events: a link that leads nowhere\n  restore what it leads to, or remove it\n"
    )


REFUSALS = {
    errno.EACCES: "permission denied\n  look at its permissions",
    errno.EIO: "input/output error\n  look at your disk, or restore the file from a copy",
    errno.EMFILE: (
        "too many open files\n  too many files are open at once; raise the limit: ulimit -n 4096"
    ),
}


@pytest.mark.parametrize("call", ["open", "read"])
@pytest.mark.parametrize("code", REFUSALS)
def test_settings_that_the_system_does_not_let_be_read_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    # Root may read everything, so the system is made to say no.
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    (folder / "events").mkdir()
    monkeypatch.setattr(os, call, refused)
    for given in ("", str(folder)):
        with pytest.raises(TimelineError) as caught:
            find_log(given, folder.parent)
        where = f"{given or 'events'}/timeline.yaml"
        assert str(caught.value) == f"{where}: cannot be read: {REFUSALS[code]}"


def test_a_folder_that_cannot_be_looked_into_is_not_told_to_be_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "events"
    closed.mkdir()

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    for name in ("open", "scandir"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, refused)
            for given in (str(closed), None):
                with pytest.raises(TimelineError) as caught:
                    find_log(given, tmp_path)
                problem = "cannot be read: permission denied\n  look at its permissions"
                assert str(caught.value) == f"{given or 'events'}: {problem}"


def test_the_log_around_a_path_is_found_whether_it_is_whole_or_not(copy: Path) -> None:
    folder = copy.resolve() / "events"
    assert log_around(folder / "happenings" / "new.txt") == folder
    assert log_around(folder / "deep" / "er" / "new.txt") == folder
    assert log_around(folder) == folder
    assert log_around(copy.resolve() / "new.txt") is None
    (folder / "timeline.yaml").unlink()
    assert log_around(folder / "happenings" / "new.txt") == folder
