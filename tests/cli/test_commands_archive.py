"""`timeline archive`: what is kept, recorded, said and refused."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from timeline import Log
from timeline.base.errors import TimelineError
from timeline.log import revision

from support.running import Ran, here, process

KEY = "unodc-2017-08-30"
PAGE = b"<html><body><h1>A release</h1>\r\n<p>Words of it.</p></body></html>"
SHA256 = hashlib.sha256(PAGE).hexdigest()
KEPT = f"archive/{SHA256}.html"
ARCHIVE = ("archive", KEY, "release.html")


@pytest.fixture
def saved(copy: Path) -> Path:
    """A copy of the example log, with a page beside it that somebody saved."""
    (copy / "release.html").write_bytes(PAGE)
    return copy


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "events").rglob("*")}


def git(folder: Path, *words: str) -> None:
    own = ("-c", "core.autocrlf=true", "-c", "user.name=A", "-c", "user.email=a")
    run = ["git", *own, *words]
    subprocess.run(run, cwd=folder, check=True, capture_output=True)  # noqa: S603 (our own)


def source(folder: Path) -> tuple[str | None, str | None]:
    """The copy that the source has on record, and its hash."""
    (row,) = Log(folder / "events").sources(KEY)
    return row["archive"], row["sha256"]


def refused(done: Ran, message: str, code: int = 1) -> None:
    assert done == (code, "", f"error: {message}\n")


def test_a_file_is_kept_and_recorded(saved: Path) -> None:
    before = files(saved)
    done = process(*ARCHIVE, cwd=saved)
    id_ = done.out.strip()
    assert done == (
        0,
        f"{id_}\n",
        f"archived release.html (65 bytes) as the copy of {KEY}\n  events/{KEPT}\n",
    )
    assert (saved / "events" / KEPT).read_bytes() == PAGE
    assert (saved / "events" / "archive" / ".gitattributes").read_text() == "* -text\n"
    assert source(saved) == (KEPT, SHA256)
    shown = here("show", id_, "--format", "json", cwd=saved).json["body"]
    assert shown["set"] == {"archive": KEPT, "sha256": SHA256}
    assert shown["reason"] == "a copy of it is kept"
    new = {path for path in files(saved) - before if not path.endswith(f"{id_}.yaml")}
    assert new == {"events/archive", f"events/{KEPT}", "events/archive/.gitattributes"}
    assert here("check", cwd=saved).code == 0


def test_the_same_bytes_again_write_nothing(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    before = files(saved)
    shutil.copy(saved / "release.html", saved / "again.txt")
    for name in ("release.html", "again.txt"):
        again = here("archive", KEY, name, cwd=saved)
        told = f"already archived: {name} (65 bytes) is the copy of {KEY}\n  events/{KEPT}\n"
        assert again == (0, "", told)
    assert files(saved) == before


def test_another_version_is_kept_beside_the_first(saved: Path) -> None:
    first = here(*ARCHIVE, cwd=saved).out.strip()
    (saved / "release.html").write_bytes(PAGE + b"<!-- newer -->")
    done = here(*ARCHIVE, "--reason", "the page was changed", cwd=saved)
    sha256 = hashlib.sha256(PAGE + b"<!-- newer -->").hexdigest()
    assert done.err == (
        f"archived release.html (79 bytes) as the copy of {KEY}\n"
        f"  events/archive/{sha256}.html\n"
        f"the copy that it had before stays:\n  events/{KEPT}\n"
    )
    assert (saved / "events" / KEPT).read_bytes() == PAGE
    assert source(saved) == (f"archive/{sha256}.html", sha256)
    shown = here("show", done.out.strip(), "--format", "json", cwd=saved).json["body"]
    assert shown["reason"] == "the page was changed"
    assert shown["after"] == [first]
    assert here("check", cwd=saved).code == 0


def test_two_sources_have_one_copy_where_their_bytes_are_the_same(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    done = here("archive", "osce-2011-10-04", f"events/{KEPT}", cwd=saved)
    assert done.code == 0, done.err
    assert len(list((saved / "events" / "archive").iterdir())) == 2


def test_a_dry_run_writes_nothing(saved: Path) -> None:
    before = files(saved)
    done = here(*ARCHIVE, "--dry-run", cwd=saved)
    told = f"would archive release.html (65 bytes) as the copy of {KEY}\n  events/{KEPT}\n"
    assert done == (0, "", told)
    assert files(saved) == before


def test_quiet_leaves_the_id_alone(saved: Path) -> None:
    done = here(*ARCHIVE, "-q", cwd=saved)
    assert done.err == ""
    assert len(done.out) == 17


@pytest.mark.parametrize("named", ["nfyrxn0wbrckz28b", "nfyrxn0w", "UNODC-2017-08-30"])
def test_a_source_is_named_by_its_id_or_key(saved: Path, named: str) -> None:
    assert here("archive", named, "release.html", cwd=saved).code == 0
    assert source(saved) == (KEPT, SHA256)


def test_a_source_that_is_unknown_is_refused_with_the_nearest(saved: Path) -> None:
    refused(
        here("archive", "unodc-2017-08-31", "release.html", cwd=saved),
        "no source `unodc-2017-08-31`\n"
        "  did you mean unodc-2017-08-30 or unodc-2018-02-16 or unodc-2022-07",
    )


def test_what_is_no_file_is_refused(saved: Path) -> None:
    (saved / "empty").touch()
    (saved / "link").symlink_to("nowhere")
    os.mkfifo(saved / "pipe")
    said = {
        ".": ".: a folder, not a file\n"
        "  give a file of it; of a page that was saved with its pictures, the .html file",
        "pipe": "pipe: a pipe or a device, not a file\n  save what comes from it in a file first",
        "/dev/null": "/dev/null: a pipe or a device, not a file\n"
        "  save what comes from it in a file first",
        "empty": "empty: an empty file\n  save the source once more",
        "link": "link: no such file or directory\n"
        "  give the path of a file that you saved; nothing is fetched",
        "events/timeline.yaml": "events/timeline.yaml: it lies in the log\n"
        "  give the file from which it was copied, or move it out of the log first",
    }
    before = files(saved)
    for file, message in said.items():
        refused(here("archive", KEY, file, cwd=saved), message)
    assert files(saved) == before


def test_an_address_is_refused_with_how_to_save_the_page(saved: Path) -> None:
    refused(
        here("archive", KEY, "https://example.org/a?b", cwd=saved),
        "archive reads files, not addresses\n"
        "  save the page (curl -o page.html 'https://example.org/a?b'), then: "
        f"timeline archive {KEY} page.html",
        2,
    )


def test_a_file_that_cannot_be_read_is_refused(saved: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    (saved / "release.html").chmod(0)
    refused(
        here(*ARCHIVE, cwd=saved),
        "release.html: permission denied\n  look at its permissions",
    )


def test_a_link_to_a_file_is_kept_as_the_bytes_that_it_leads_to(saved: Path) -> None:
    (saved / "link.html").symlink_to("release.html")
    assert here("archive", KEY, "link.html", cwd=saved).code == 0
    assert (saved / "events" / KEPT).read_bytes() == PAGE
    assert not (saved / "events" / KEPT).is_symlink()


def test_nothing_is_written_through_a_link(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (saved / "events" / "archive").symlink_to(tmp_path / "elsewhere")
    done = here(*ARCHIVE, cwd=saved)
    where = saved / "events" / "archive"
    refused(done, f"{where}: cannot be read: a link, not a folder")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_copy_that_was_changed_is_told_and_not_taken_for_kept(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    (saved / "events" / KEPT).write_bytes(b"other")
    refused(
        here(*ARCHIVE, cwd=saved),
        f"{saved / 'events' / KEPT}: its bytes are not those that its name says; "
        "nothing was recorded\n  move it out of the log, and do the same again",
    )
    done = here("check", cwd=saved)
    sha256 = hashlib.sha256(b"other").hexdigest()
    assert done.code == 1
    assert f": the copy of {KEY} was changed: its SHA-256 is {sha256}\n" in done.out
    assert f"\n      archive: {KEPT}\n               ^\n" in done.out
    assert done.out.endswith(
        "  restore it from another copy of the log; or move it away and archive it once more: "
        f"timeline archive {KEY} FILE\n"
    )


def test_a_copy_that_is_missing_is_told_and_put_back(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    (saved / "events" / KEPT).unlink()
    done = here("check", cwd=saved)
    assert done.code == 1
    assert f": the copy of {KEY} is missing\n" in done.out
    assert done.out.endswith(
        "  copy it from another copy of the log, or archive it once more: "
        f"timeline archive {KEY} FILE\n"
    )
    would = here(*ARCHIVE, "--dry-run", cwd=saved)
    missing = f"the copy of {KEY}, which was missing: release.html (65 bytes)\n  events/{KEPT}\n"
    assert would == (0, "", f"would put back {missing}")
    assert here(*ARCHIVE, cwd=saved) == (0, "", f"put back {missing}")
    assert here("check", cwd=saved).code == 0


def test_a_link_in_place_of_a_copy_is_told(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    (saved / "events" / KEPT).unlink()
    (saved / "events" / KEPT).symlink_to(saved / "release.html")
    done = here("check", cwd=saved)
    told = f"the copy of {KEY} cannot be read: too many levels of symbolic links"
    assert (done.code, told in done.out) == (1, True)


def test_an_earlier_copy_that_was_changed_is_told(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    (saved / "release.html").write_bytes(PAGE + b"newer")
    here(*ARCHIVE, cwd=saved)
    (saved / "events" / KEPT).write_bytes(b"other")
    assert here("check", cwd=saved).out == (
        f"events/{KEPT}: its bytes are not those that its name says\n"
        "  restore it from another copy of the log\n"
    )


def test_git_changes_no_byte_of_a_copy(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    git(saved, "init", "-q", ".")
    git(saved, "add", "events")
    git(saved, "commit", "-qm", "a log")
    git(saved, "clone", "-q", ".", "elsewhere")
    assert (saved / "elsewhere" / "events" / KEPT).read_bytes() == PAGE
    assert here("check", cwd=saved / "elsewhere").code == 0


def test_the_library_archives_too(saved: Path) -> None:
    log = Log(saved / "events", by="Bek")
    done = log.archive(KEY, saved / "release.html")
    assert (done.source, done.path, done.size, done.before) == (KEY, KEPT, len(PAGE), "")
    assert done.report.outcomes[0].new
    assert not log.archive(KEY, saved / "release.html").report.outcomes[0].new
    with pytest.raises(TimelineError, match="an empty file"):
        log.archive(KEY, _empty(saved))
    assert json.dumps(log.check()) == "[]"


def _empty(folder: Path) -> Path:
    (folder / "empty").touch()
    return folder / "empty"


def test_a_revision_is_read_without_its_copies(saved: Path) -> None:
    here(*ARCHIVE, cwd=saved)
    git(saved, "init", "-q", ".")
    git(saved, "add", "events")
    git(saved, "commit", "-qm", "a log")
    with revision.other_log(saved / "events", "HEAD") as copy:
        assert (copy / "timeline.yaml").is_file()
        assert not list(copy.rglob("*.html"))
    assert here("diff", "--against", "HEAD", cwd=saved).code == 0
