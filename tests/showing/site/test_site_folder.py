"""The folder of a site: whole or not at all, the same bytes each time, and nothing else is lost."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from timeline import Log
from timeline.base.errors import UsageError
from timeline.showing.site import gather, pages
from timeline.showing.site.folder import write_folder
from timeline.views.ask import ask
from timeline.views.query import Filters

from support.helpers import Ledger, projected
from support.running import here


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("made", [{}, {"SOURCE_DATE_EPOCH": "1700000000"}])
def test_the_same_log_gives_the_same_bytes(copy: Path, made: dict[str, str]) -> None:
    log = Log(copy / "events")
    with mock.patch.dict(os.environ, made):
        log.site(copy / "first", during="2017")
        shutil.rmtree(copy / ".timeline")
        log.site(copy / "second", during="2017")
    first = bytes_of(copy / "first")
    assert first == bytes_of(copy / "second")
    assert (b"14 November 2023" in first["about.html"]) == bool(made)


def test_the_command_writes_what_the_library_does(copy: Path) -> None:
    told = here("export", "site", "site", "--during", "2017", cwd=copy)
    assert told == (0, "", "31 happenings in site/index.html\n")
    assert here("export", "site", "quiet", "-q", cwd=copy) == (0, "", "")
    count = Log(copy / "events").site(copy / "other", during="2017")
    assert bytes_of(copy / "site") == bytes_of(copy / "other")
    assert count == len(bytes_of(copy / "other"))


def test_a_site_has_the_title_that_it_is_given(copy: Path) -> None:
    ran = here("export", "site", "site", "--title", "Prevention & more", cwd=copy)
    assert ran.code == 0, ran.err
    page = (copy / "site" / "index.html").read_text(encoding="utf-8")
    assert "<title>Prevention &amp; more</title>" in page
    assert "Prevention &amp; more</h1>" in page


def test_a_title_is_for_a_site_alone(copy: Path) -> None:
    ran = here("export", "ical", "--title", "A", cwd=copy)
    assert (ran.code, ran.err) == (2, "error: --title is for a site, not ical\n  leave it out\n")


def test_how_many_files_there_are_is_known_before() -> None:
    content = gather.gather(ask(projected(()), Filters()), Filters(), gather.Options("1"))
    assert pages.count_files(content) == len(list(pages.files(content)))


def test_how_many_files_the_example_has_is_known_before(log: Log) -> None:
    with log._projection() as db:  # noqa: SLF001 (the same that its methods ask)
        content = gather.gather(ask(db, Filters()), Filters(), gather.Options("1"))
    assert pages.count_files(content) == len(list(pages.files(content)))


def test_an_earlier_site_is_replaced_as_a_whole(copy: Path) -> None:
    log = Log(copy / "events")
    log.site(copy / "site")
    (copy / "site").chmod(0o750)
    log.site(copy / "site", during="2017")
    log.site(copy / "fresh", during="2017")
    assert bytes_of(copy / "site") == bytes_of(copy / "fresh")
    assert stat.S_IMODE((copy / "site").stat().st_mode) == 0o750
    assert {path.name for path in copy.iterdir()} == {"events", ".timeline", "site", "fresh"}


def test_an_empty_folder_and_a_link_to_one_are_taken(copy: Path) -> None:
    (copy / "empty").mkdir()
    (copy / "link").symlink_to("empty")
    Log(copy / "events").site(copy / "link")
    assert (copy / "link").is_symlink()
    assert (copy / "empty" / "index.html").exists()


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("notes.txt", "mine", "notes.txt"),
        ("CNAME", "example.org", "CNAME"),
        ("event/mine.txt", "mine", "event/mine.txt"),
        (".git/config", "", ".git"),
        ("actor/a/b.html", "", "actor/a"),
    ],
)
def test_a_folder_that_holds_something_else_is_refused(
    copy: Path, name: str, text: str, named: str
) -> None:
    Log(copy / "events").site(copy / "site", during="2017")
    (copy / "site" / name).parent.mkdir(exist_ok=True, parents=True)
    (copy / "site" / name).write_text(text)
    before = bytes_of(copy / "site")
    message = (
        f"error: site holds what is of no site made here: {named}\n"
        "  name a folder that is new, empty or an earlier site; or move that away\n"
    )
    assert here("export", "site", "site", cwd=copy) == (2, "", message)
    assert bytes_of(copy / "site") == before


@pytest.mark.parametrize(
    ("files", "named"),
    [({"index.html": "<p>mine"}, "index.html"), ({"about.html": "mine"}, "about.html")],
)
def test_pages_of_other_programs_are_refused(copy: Path, files: dict[str, str], named: str) -> None:
    (copy / "site").mkdir()
    for name, text in files.items():
        (copy / "site" / name).write_text(text)
    with pytest.raises(UsageError) as raised:
        Log(copy / "events").site(copy / "site")
    told = f"{copy / 'site'} holds what is of no site made here: {named}"
    assert str(raised.value).splitlines()[0] == told


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ([], 2, "a site goes to a folder\n  name one: timeline export site DIR"),
        (["site", "-o", "x"], 2, "a site goes to no file\n  leave --output out"),
        (
            ["site", "--loss", "x"],
            2,
            "a site says all that the log does: --loss has no effect\n  leave it out",
        ),
        (["file"], 2, "file is a file\n  name a folder that is new, or empty"),
        (["no/site"], 1, "no/site: no such file or directory"),
        (["file/site"], 1, "file/site: not a directory"),
        (
            ["events/site"],
            2,
            "events/site lies in a log, the folder HERE/events\n  name a folder outside of it",
        ),
        (
            [".timeline/site"],
            2,
            ".timeline/site lies where the projection of a log does\n  name a folder outside of it",
        ),
        (["site", "--actor", "nobody"], 1, None),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_made(
    copy: Path, args: list[str], code: int, message: str | None
) -> None:
    (copy / "file").write_text("")
    before = {path.name for path in copy.iterdir()}
    ran = here("export", "site", *args, cwd=copy)
    assert (ran.code, ran.out) == (code, "")
    if message:
        assert ran.err == f"error: {message.replace('HERE', str(copy))}\n"
    assert {path.name for path in copy.iterdir()} == before


class InterruptedError_(Exception):  # noqa: N801, N818 (a name that nothing else has)
    """Stands for what ends a command before it is done."""


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, InterruptedError_])
def test_what_is_broken_off_leaves_all_as_it_was(
    copy: Path, there: bool, error: type[BaseException]
) -> None:
    if there:
        Log(copy / "events").site(copy / "site", during="2017")
    before = bytes_of(copy / "site")
    names = {path.name for path in copy.iterdir()}

    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise error

    with pytest.raises(error):
        write_folder(str(copy / "site"), broken())
    assert bytes_of(copy / "site") == before
    assert {path.name for path in copy.iterdir()} == names


def test_an_earlier_site_comes_back_where_the_new_one_cannot_be_put(copy: Path) -> None:
    log = Log(copy / "events")
    log.site(copy / "site", during="2017")
    before = bytes_of(copy / "site")
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if target.name == "site" and "earlier" not in path.name:
            raise OSError(5, "Input/output error")
        return rename(path, target)

    with mock.patch.object(Path, "rename", refused):
        ran = here("export", "site", "site", cwd=copy)
    assert ran.code == 1
    assert ran.err.startswith("error: site: input/output error\n")
    assert bytes_of(copy / "site") == before
    assert {path.name for path in copy.iterdir()} == {"events", ".timeline", "site"}


def test_a_disk_without_room_leaves_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "events")
    ledger.one("event: happening\ndate: 2017\nkind: visit\ntitle: A visit\n")
    full = mock.patch.object(Path, "write_bytes", side_effect=OSError(28, "No space left"))
    with full:
        ran = here("export", "site", "site", cwd=tmp_path)
    assert (ran.code, ran.err) == (1, "error: site: no space left\n  make room on the disk\n")
    assert {path.name for path in tmp_path.iterdir()} == {"events", ".timeline"}
