"""The copies of sources that a log keeps: their names, their bytes, and what is none of them."""

import hashlib
import io
import os
from fnmatch import fnmatch
from pathlib import Path

import pytest

from timeline.base.errors import TimelineError
from timeline.event import yaml_text
from timeline.log import archive

from support.helpers import Ledger, complete, happening

TEXT = b"A release.\nWith two lines.\r\n"
SHA256 = hashlib.sha256(TEXT).hexdigest()


def event(title: str) -> str:
    return yaml_text.write(complete(happening(title=title)))


def keep(folder: Path, data: bytes = TEXT, ending: str = "txt") -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    return archive.keep(folder, sha256, ending, io.BytesIO(data))[-1]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("release.html", "html"),
        ("RELEASE.PDF", "pdf"),
        ("a.b.Txt", "txt"),
        ("x.yaml", "bin"),
        ("x.yml", "bin"),
        ("x.exe", "bin"),
        ("x", "bin"),
        (".html", "bin"),
        ("x.", "bin"),
        ("x.txt/..", "bin"),
    ],
)
def test_a_copy_keeps_an_ending_that_is_known(name: str, ending: str) -> None:
    assert archive.ending_of(name) == ending


def test_no_copy_can_be_taken_for_an_event() -> None:
    assert not archive.ENDINGS & {"yaml", "yml"}
    assert archive.sha256_by_name(f"archive/{SHA256}.yaml") == ""


def test_a_copy_is_named_by_its_bytes_which_are_kept_as_they_are(ledger: Ledger) -> None:
    path = keep(ledger.folder)
    assert path == archive.path_of(SHA256, "txt") == f"archive/{SHA256}.txt"
    assert (ledger.folder / path).read_bytes() == TEXT
    assert archive.sha256_of_file(ledger.folder, path) == SHA256
    assert (ledger.folder / "archive" / ".gitattributes").read_text() == "* -text\n"


def test_the_copies_are_listed_with_the_hashes_that_their_names_say(ledger: Ledger) -> None:
    assert list(archive.kept_files(ledger.folder)) == []
    first, second = sorted([keep(ledger.folder), keep(ledger.folder, b"other", "pdf")])
    for name in ("notes.txt", f"{SHA256}.yaml", f"{SHA256[1:]}.txt", f".{SHA256}.txt"):
        (ledger.folder / "archive" / name).write_bytes(TEXT)
    found = list(archive.kept_files(ledger.folder))
    assert [one.path for one in found] == [first, second]
    assert all(archive.sha256_of_file(ledger.folder, one.path) == one.sha256 for one in found)
    assert archive.find_kept(ledger.folder, SHA256) == f"archive/{SHA256}.txt"
    assert archive.find_kept(ledger.folder, "0" * 64) == ""


@pytest.mark.parametrize(
    "path",
    [
        f"archive/{SHA256}.txt",
        f"{SHA256}.txt",
        f"archive/../{SHA256}.txt",
        f"archive/more/{SHA256}.txt",
        "archive/.gitattributes",
        "../x.txt",
        "/etc/passwd",
        "archive/",
        "",
    ],
)
def test_what_is_no_copy_is_not_there(ledger: Ledger, path: str) -> None:
    with pytest.raises(FileNotFoundError):
        archive.open_kept(ledger.folder, path)


def test_no_link_is_followed_out_of_the_archive(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / f"{SHA256}.txt").write_bytes(TEXT)
    (ledger.folder / "archive").symlink_to(tmp_path / "other")
    with pytest.raises(NotADirectoryError, match="a link, not a folder"):
        list(archive.kept_files(ledger.folder))
    with pytest.raises(NotADirectoryError, match="a link, not a folder"):
        archive.sha256_of_file(ledger.folder, f"archive/{SHA256}.txt")
    with pytest.raises(TimelineError, match="cannot be written: a link, not a folder"):
        keep(ledger.folder, b"new")
    assert [file.name for file in (tmp_path / "other").iterdir()] == [f"{SHA256}.txt"]


def test_no_link_is_followed_in_place_of_a_copy(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(TEXT)
    (ledger.folder / "archive").mkdir()
    path = archive.path_of(SHA256, "txt")
    (ledger.folder / path).symlink_to(tmp_path / "x")
    assert [one.path for one in archive.kept_files(ledger.folder)] == [path]
    with pytest.raises(OSError, match="symbolic links"):
        archive.open_kept(ledger.folder, path)
    with pytest.raises(TimelineError, match="cannot be written: file exists"):
        keep(ledger.folder)


def test_a_pipe_or_folder_in_place_of_a_copy_is_not_waited_for(ledger: Ledger) -> None:
    (ledger.folder / "archive").mkdir()
    path = archive.path_of(SHA256, "txt")
    os.mkfifo(ledger.folder / path)
    with pytest.raises(OSError, match="a pipe or a device, not a file"):
        archive.open_kept(ledger.folder, path)
    (ledger.folder / path).unlink()
    (ledger.folder / path).mkdir()
    with pytest.raises(IsADirectoryError, match="a folder, not a file"):
        archive.open_kept(ledger.folder, path)


def test_bytes_that_changed_since_they_were_hashed_are_not_kept(ledger: Ledger) -> None:
    with pytest.raises(TimelineError) as caught:
        archive.keep(ledger.folder, SHA256, "txt", io.BytesIO(b"another"))
    assert str(caught.value) == (
        "it changed while it was read; nothing was recorded\n"
        "  do the same again when nobody writes to it"
    )
    assert list((ledger.folder / "archive").iterdir()) == []


def test_a_copy_can_be_taken_back(ledger: Ledger) -> None:
    written = archive.keep(ledger.folder, SHA256, "txt", io.BytesIO(TEXT))
    archive.take_back(ledger.folder, written)
    assert not (ledger.folder / "archive").exists()


def test_a_copy_that_holds_events_is_none_of_the_log(ledger: Ledger) -> None:
    before = ledger.checked()
    keep(ledger.folder, event("A visit").encode(), "html")
    keep(ledger.folder, event("A walk").encode(), "bin")
    assert ledger.checked() == before == []
    (ledger.folder / "archive" / "x.txt").write_text(event("A stray"))
    assert len(ledger.checked()) == 1


def test_a_pattern_fits_copies_and_no_event(ledger: Ledger) -> None:
    for ending in (*archive.ENDINGS, "bin"):
        assert fnmatch(archive.path_of(SHA256, ending), archive.PATTERN)
    assert not fnmatch(f"archive/{SHA256}.yaml", archive.PATTERN)
    assert not fnmatch(f"archive/{'x' * 64}.txt", archive.PATTERN)
    assert ledger.checked() == []
