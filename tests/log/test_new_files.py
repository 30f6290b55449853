"""New files are found by the times of folders; where anything else happened, that is said."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.log import folder as log
from timeline.log import new_files
from timeline.log.new_files import CHANGED, find_new_files, with_written

NEW = ("happenings/2018/new.yaml", "happenings/2017/new.yaml", "new.yaml")


@pytest.fixture(params=[1, 2, new_files.LAST])
def folder(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log; so many names at the end of a folder may have been added one by one."""
    monkeypatch.setattr(new_files, "LAST", request.param)
    folder = tmp_path / "events"
    log.create(folder, "kinds: [visit]\n")
    for path in ("happenings/2017/a.yaml", "happenings/2018/b.yaml", "packs/p.yaml", "notes.txt"):
        _put(folder / path)
    for number in range(4):
        _put(folder / f"happenings/2017/{number}.yaml")
    (folder / "actors").mkdir()
    log.let_time_pass(folder)
    return folder


def _put(path: Path, text: str = "a: b\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _find(folder: Path, before: log.Scan) -> log.Scan | None:
    return find_new_files(folder, before.folders, before.times)


def test_where_nothing_happened_no_folder_is_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.scan(folder)
    monkeypatch.setattr(os, "listdir", lambda _: pytest.fail("listed"))
    found = _find(folder, before)
    assert found is not None
    assert found.folders == before.folders
    assert found.times == before.times


@pytest.mark.parametrize("path", NEW)
def test_a_new_file_stands_at_the_end_of_its_folder(folder: Path, path: str) -> None:
    before = log.scan(folder)
    _put(folder / path)
    os.utime(folder / path, (0, 0))
    found = _find(folder, before)
    assert found is not None
    assert set(found.files) == set(log.scan(folder).files)
    below = path[: path.rfind("/") + 1]
    added = found.folders[below].files_since(before.folders[below])
    assert list(added or ()) == [path.removeprefix(below)]


def test_a_new_file_in_a_folder_that_had_none_is_found(folder: Path) -> None:
    before = log.scan(folder)
    _put(folder / "actors" / "new.yaml")
    kept = {below: listing for below, listing in before.folders.items() if listing.names}
    found = find_new_files(folder, kept, before.times)
    assert found is not None
    assert set(found.files) == set(log.scan(folder).files)


def test_only_folders_that_changed_are_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.scan(folder)
    _put(folder / NEW[0])
    listed: list[str] = []
    real = os.listdir

    def listdir(path: str) -> list[str]:
        listed.append(path)
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    assert _find(folder, before)
    assert listed == [str(folder / "happenings" / "2018")]


def test_a_folder_whose_time_is_not_trusted_is_listed(folder: Path) -> None:
    before = log.scan(folder)
    _put(folder / NEW[0])
    times = {**log.scan(folder).times, "happenings/2018/": CHANGED}
    found = find_new_files(folder, before.folders, times)
    assert found is not None
    assert set(found.files) == set(log.scan(folder).files)


def test_what_is_left_aside_is_found_and_what_is_no_event_is_passed_over(folder: Path) -> None:
    before = log.scan(folder)
    for name in (f"{log.ASIDE}1", ".hidden.yaml", "more.txt", "event.yml"):
        _put(folder / "happenings" / "2017" / name)
    found = _find(folder, before)
    assert found is not None
    assert found.aside == (f"happenings/2017/{log.ASIDE}1",)
    assert found.files == before.files


def _remove(folder: Path) -> None:
    (folder / "happenings/2017/a.yaml").unlink()


def _rename(folder: Path) -> None:
    (folder / "happenings/2017/a.yaml").rename(folder / "happenings/2017/c.yaml")


def _move(folder: Path) -> None:
    (folder / "happenings/2017/a.yaml").rename(folder / "happenings/2018/a.yaml")


def _move_folder(folder: Path) -> None:
    (folder / "happenings/2017").rename(folder / "happenings/2016")


def _swap_folders(folder: Path) -> None:
    os.rename(folder / "happenings/2017", folder / "happenings/x")  # noqa: PTH104
    os.rename(folder / "happenings/2018", folder / "happenings/2017")  # noqa: PTH104
    os.rename(folder / "happenings/x", folder / "happenings/2018")  # noqa: PTH104


def _remove_folder(folder: Path) -> None:
    for path in (folder / "happenings/2017").iterdir():
        path.unlink()
    (folder / "happenings/2017").rmdir()


def _add_folder(folder: Path) -> None:
    _put(folder / "happenings/2019/new.yaml")


def _link_file(folder: Path) -> None:
    (folder / "happenings/2017/l.yaml").symlink_to(folder / "happenings/2018/b.yaml")


def _link_folder(folder: Path) -> None:
    (folder / "happenings/2017").rename(folder.parent / "elsewhere")
    (folder / "happenings/2017").symlink_to(folder.parent / "elsewhere")


def _change_settings(folder: Path) -> None:
    _put(folder / log.SETTINGS, "kinds: [talk]\n")


def _change_pack(folder: Path) -> None:
    _put(folder / "packs/p.yaml", "a: b\nc: d\n")


def _remove_pack(folder: Path) -> None:
    (folder / "packs/p.yaml").unlink()


def _swap_files(folder: Path) -> None:
    (folder / "happenings/2017/a.yaml").rename(folder / "happenings/2017/z.yaml")
    (folder / "happenings/2017/1.yaml").rename(folder / "happenings/2017/a.yaml")


def _odd_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder / "happenings/2017") + b"/\xff.yaml")).write_text("")


@pytest.mark.parametrize(
    "change",
    [
        *(_remove, _rename, _move, _move_folder, _swap_folders, _remove_folder, _add_folder),
        *(
            _link_file,
            _link_folder,
            _change_settings,
            _change_pack,
            _remove_pack,
            _odd_name,
            _swap_files,
        ),
    ],
    ids=lambda change: change.__name__.strip("_"),
)
def test_anything_but_new_files_is_left_to_a_scan(
    folder: Path, change: Callable[[Path], None]
) -> None:
    before = log.scan(folder)
    change(folder)
    assert _find(folder, before) is None


@pytest.mark.parametrize("below", ["", "happenings/2017/"])
def test_a_folder_of_which_no_time_is_known_is_left_to_a_scan(folder: Path, below: str) -> None:
    before = log.scan(folder)
    times = {path: time for path, time in before.times.items() if path != below}
    assert find_new_files(folder, before.folders, times) is None


def test_a_log_that_is_a_link_is_looked_at_as_what_it_leads_to(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    before = log.scan(link)
    _put(folder / NEW[0])
    found = _find(link, before)
    assert found is not None
    assert set(found.files) == set(log.scan(folder).files)


def test_what_was_written_is_added_once(folder: Path) -> None:
    before = log.scan(folder)
    for path in NEW:
        _put(folder / path)
    folders = with_written(folder, with_written(folder, before.folders, NEW[:2]), NEW)
    assert set(before._replace(folders=folders).files) == set(log.scan(folder).files)


def test_a_folder_that_only_was_touched_is_as_it_was(folder: Path) -> None:
    before = log.scan(folder)
    _put(folder / "happenings/2017/.hidden")
    (folder / "happenings/2017/.hidden").unlink()
    found = _find(folder, before)
    assert found is not None
    assert found.folders == before.folders
    assert found.times != before.times


def test_files_that_were_added_one_by_one_are_known(folder: Path) -> None:
    before = log.scan(folder)
    for number in range(5, 9):
        path = f"happenings/2017/{number}.yaml"
        _put(folder / path)
        before = before._replace(folders=with_written(folder, before.folders, [path]))
        found = _find(folder, before)
        assert found is not None
        assert found.folders == before.folders
    (folder / "happenings/2017/6.yaml").unlink()
    assert _find(folder, before) is None
