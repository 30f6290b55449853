"""Verifying: what became of each file of a sealed log, told from the files alone."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.event import yaml_text
from timeline.log import files
from timeline.trust.verify import verify

from support.helpers import Ledger, complete
from support.running import Ran, here

Told = list[tuple[str, str, int]]
_NOT_CANONICAL = "no event in canonical form: a line of a pack is `--- ` and one such event"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A log with three events in a pack and three in files of their own, sealed."""
    made = Ledger(tmp_path / "events")
    made.add("{date: 2016, kind: visit, title: First}")
    made.add("{date: 2017, kind: visit, title: Second, note: 'two words'}")
    made.add("{date: 2018, kind: visit, title: Third}")
    assert here("pack", "-q", cwd=tmp_path).code == 0
    for title in ("Fourth", "Fifth", "Sixth"):
        made.add(f"{{date: 2019, kind: visit, title: {title}}}")
    assert here("seal", "-q", cwd=tmp_path).code == 0
    return made


def told(ledger: Ledger, *, notices: bool = False) -> Told:
    """The faults, or the notices, that a fresh copy of the log is found to have."""
    copy = ledger.folder.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ledger.folder, copy, symlinks=True)
    found = verify(copy)
    return [(one.kind, one.path, one.line) for one in (found.notices if notices else found.faults)]


def loose(ledger: Ledger, title: str) -> Path:
    (path,) = ledger.folder.glob(f"happenings/2019/{title.lower()}-*.yaml")
    return path


def pack(ledger: Ledger) -> Path:
    (path,) = ledger.folder.glob("packs/*.yaml")
    return path


def below(ledger: Ledger, path: Path) -> str:
    return path.relative_to(ledger.folder).as_posix()


def test_a_log_that_nobody_touched_is_verified(ledger: Ledger) -> None:
    assert told(ledger) == []
    assert told(ledger, notices=True) == []
    found = verify(ledger.folder)
    assert (found.events, found.files, found.packs, found.sealed) == (6, 5, 1, 6)


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.replace(b"Fourth", b"Forth"),
        lambda data: data[: len(data) // 2],
        lambda _: b"",
        lambda data: data + data,
        lambda data: data.replace(b"kind: visit", b"kind: visit\nkind: visit"),
    ],
)
def test_a_file_whose_content_changed_is_named(
    ledger: Ledger, edit: Callable[[bytes], bytes]
) -> None:
    path = loose(ledger, "Fourth")
    path.write_bytes(edit(path.read_bytes()))
    assert [one[:2] for one in told(ledger)] == [("changed", below(ledger, path))]


def test_an_event_that_was_put_in_the_place_of_another_is_named(ledger: Ledger) -> None:
    path = loose(ledger, "Fourth")
    id_ = path.stem[-16:]
    forged = complete({"event": "happening", "date": "2019", "kind": "visit", "title": "Forged"})
    path.write_text(yaml_text.write(forged), "utf-8")
    assert told(ledger) == [
        ("lost", f"*-{id_}.yaml", 0),
        ("renamed", below(ledger, path), 0),
    ]


def test_an_event_that_is_gone_is_named_by_its_id(ledger: Ledger) -> None:
    path = loose(ledger, "Fourth")
    id_ = path.stem[-16:]
    path.unlink()
    assert told(ledger) == [("lost", f"*-{id_}.yaml", 0)]
    done = here("verify", cwd=ledger.folder.parent)
    assert done.code == 1
    assert done.out.startswith(
        f"events/*-{id_}.yaml: lost: no file holds the event {id_}, which the seal seal-1 covers\n"
        f"  restore it: git log --all --name-only -- '*{id_}.yaml' names the commits that had it\n"
    )
    assert done.out.endswith("5 events in 4 files\nsealed: 6, of which 1 changed or lost\n")
    assert done.err == "not verified: 1 fault\n"


def test_files_that_changed_places_are_named_both(ledger: Ledger) -> None:
    one, other = loose(ledger, "Fourth"), loose(ledger, "Fifth")
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert told(ledger) == sorted(("swapped", below(ledger, path), 0) for path in (one, other))


@pytest.mark.parametrize("name", ["renamed.yaml", "fourth-0123456789abcdef.yaml"])
def test_a_file_whose_name_is_not_that_of_its_event_is_named(ledger: Ledger, name: str) -> None:
    path = loose(ledger, "Fourth").rename(ledger.folder / "happenings" / "2019" / name)
    assert told(ledger) == [("renamed", below(ledger, path), 0)]


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: b"# seen by me\n" + data,
        lambda data: data.replace(b"kind: visit", b"kind:  visit"),
        lambda data: data.replace(b"kind: visit", b"'kind': \"visit\""),
        lambda data: data + b"\n",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
    ],
)
def test_what_changes_no_content_is_a_notice(
    ledger: Ledger, edit: Callable[[bytes], bytes]
) -> None:
    path = loose(ledger, "Fourth")
    path.write_bytes(edit(path.read_bytes()))
    assert told(ledger) == []
    assert told(ledger, notices=True) == [("reformatted", below(ledger, path), 0)]


def test_another_place_of_a_file_is_a_notice(ledger: Ledger) -> None:
    path = loose(ledger, "Fourth")
    moved = ledger.folder / "happenings" / path.name
    path.rename(moved)
    assert told(ledger) == []
    assert told(ledger, notices=True) == [("moved", below(ledger, moved), 0)]


def test_a_changed_line_of_a_pack_is_named(ledger: Ledger) -> None:
    path = pack(ledger)
    path.write_bytes(path.read_bytes().replace(b"Second", b"Sekond"))
    found = told(ledger)
    assert ("changed", below(ledger, path), 0) in found
    assert ("changed", below(ledger, path), 2) in found


@pytest.mark.parametrize("kept", [1, 2, 2.5])
def test_a_pack_that_was_cut_is_named_with_what_it_lost(ledger: Ledger, kept: float) -> None:
    path = pack(ledger)
    lines = path.read_bytes().splitlines(keepends=True)
    whole = b"".join(lines[: int(kept)])
    path.write_bytes(whole if kept == int(kept) else whole + lines[2][:100])
    found = told(ledger)
    assert ("changed", below(ledger, path), 0) in found
    lost = [files.unpack_line(line) or {} for line in lines[int(kept) :]]
    for body in lost:
        assert ("lost", f"*-{body['id']}.yaml", 0) in found


def test_a_pack_that_was_cut_and_named_after_what_is_left_is_told(ledger: Ledger) -> None:
    path = pack(ledger)
    lines = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    rest = b"".join(lines[:2])
    path = ledger.folder / files.path_of_pack(hashlib.sha256(rest).hexdigest())
    path.write_bytes(rest)
    body = files.unpack_line(lines[2]) or {}
    assert told(ledger) == [("lost", f"*-{body['id']}.yaml", 0)]


@pytest.mark.parametrize(
    ("before", "fault"),
    [
        (b',"role":"host"', "a happening needs `id`"),
        (b',"sex":"female"', _NOT_CANONICAL),
        (b',"kind":"course"', "a happening needs `id`"),
        (b',"recorded":', _NOT_CANONICAL),
        (b',"date":', _NOT_CANONICAL),
        (b" words", _NOT_CANONICAL),
    ],
)
def test_an_id_that_was_moved_within_a_line_of_a_pack_is_told(
    tmp_path: Path, before: bytes, fault: str
) -> None:
    """Without it the line is what was sealed, but nobody reads an event there."""
    ledger = Ledger(tmp_path / "events")
    ledger.add(
        "{date: 2016, kind: visit, title: Two words, actors: [{actor: oscepp, role: host}],"
        " figures: [{measure: people, value: 3, by: {age: young, kind: course, sex: female}}]}"
    )
    assert here("pack", "-q", cwd=tmp_path).code == 0
    assert here("seal", "-q", cwd=tmp_path).code == 0
    path = pack(ledger)
    lines = path.read_bytes().splitlines(keepends=True)
    (line,) = (one for one in lines if b"Two words" in one)
    lines.remove(line)
    body = files.unpack_line(line) or {}
    id_ = f',"id":"{body["id"]}"'.encode()
    moved = b"".join([*lines, line.replace(id_, b"").replace(before, id_ + before, 1)])
    path.unlink()
    path = ledger.folder / files.path_of_pack(hashlib.sha256(moved).hexdigest())
    path.write_bytes(moved)
    found = verify(ledger.folder).faults
    assert ("lost", f"*-{body['id']}.yaml") in [(one.kind, one.path) for one in found]
    assert (below(ledger, path), fault) in [(one.path, one.problem) for one in found]


def test_an_event_added_inside_a_pack_is_named(ledger: Ledger) -> None:
    path = pack(ledger)
    forged = complete({"event": "happening", "date": "2019", "kind": "visit", "title": "Forged"})
    path.write_bytes(path.read_bytes() + files.pack_line(forged))
    assert told(ledger) == [
        ("changed", below(ledger, path), 0),
        ("added", below(ledger, path), 4),
    ]


@pytest.mark.parametrize("name", ["0123456789abcdef.yaml", "mine.yaml"])
def test_a_renamed_pack_is_named(ledger: Ledger, name: str) -> None:
    path = pack(ledger).rename(ledger.folder / "packs" / name)
    assert told(ledger) == [("changed", below(ledger, path), 0)]


def test_an_event_moved_out_of_a_pack_is_no_fault(ledger: Ledger) -> None:
    """The same event in a file of its own; the pack stays as it is."""
    line = pack(ledger).read_bytes().splitlines()[0]
    body = files.unpack_line(line) or {}
    path = ledger.folder / "happenings" / "2016" / f"first-{body['id']}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml_text.write(body), "utf-8")
    assert told(ledger) == []


def test_a_lost_or_changed_list_of_leaves_is_named(ledger: Ledger) -> None:
    (path,) = ledger.folder.glob("seals/leaves/*.txt")
    data = path.read_bytes()
    path.write_bytes(data.replace(b" ", b"  ", 1))
    assert told(ledger) == [("changed", below(ledger, path), 0)]
    path.unlink()
    assert told(ledger) == [("lost", below(ledger, path), 0)]
    path.write_bytes(data)
    assert told(ledger) == []


def test_a_seal_that_others_build_on_is_missed(ledger: Ledger) -> None:
    ledger.add("{date: 2020, kind: visit, title: Seventh}")
    assert here("seal", "-q", cwd=ledger.folder.parent).code == 0
    (path,) = ledger.folder.glob("seals/seal-1-*.yaml")
    id_ = path.stem[-16:]
    path.unlink()
    assert ("lost", f"*-{id_}.yaml", 0) in told(ledger)


def test_other_settings_are_a_notice(ledger: Ledger) -> None:
    path = ledger.folder / "timeline.yaml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert told(ledger) == []
    assert told(ledger, notices=True) == [("settings", "timeline.yaml", 0)]


def test_attributes_that_let_git_change_bytes_are_a_notice(ledger: Ledger) -> None:
    (ledger.folder / ".gitattributes").write_text("*.yaml text\n", "utf-8")
    assert told(ledger, notices=True) == [("attributes", ".gitattributes", 0)]


def test_a_file_that_cannot_be_an_event_is_named(ledger: Ledger) -> None:
    (ledger.folder / "link.yaml").symlink_to(loose(ledger, "Fourth"))
    assert told(ledger) == [("unreadable", "link.yaml", 0)]


def test_an_event_with_an_earlier_time_than_the_seal_is_a_notice(ledger: Ledger) -> None:
    said = {"event": "happening", "date": "2015", "kind": "visit", "title": "Dated back"}
    body = complete(said, "2020-01-01T00")
    path = f"happenings/2015/dated-back-{body['id']}.yaml"
    assert ledger.put(path, said, "2020-01-01T00") == body["id"]
    assert told(ledger) == []
    assert told(ledger, notices=True) == [("late", path, 0)]
    assert verify(ledger.folder).unsealed == 1


def test_since_an_earlier_seal_all_must_be_there(ledger: Ledger) -> None:
    place = ledger.folder.parent
    ledger.add("{date: 2020, kind: visit, title: Seventh}")
    assert here("seal", "--name", "second", "-q", cwd=place).code == 0
    (path,) = ledger.folder.glob("happenings/2020/*.yaml")
    path.unlink()
    assert verify(ledger.folder, "seal-1").faults == ()
    assert [one.kind for one in verify(ledger.folder, "second").faults] == ["lost"]
    found = json.loads(here("verify", "--since", "seal-1", "-f", "json", cwd=place).out)
    assert (found["ok"], found["sealed"], found["missing"], found["since"]) == (True, 6, 0, 0)


def test_two_copies_that_were_sealed_apart_are_proved_after_a_merge(ledger: Ledger) -> None:
    place = ledger.folder.parent
    other = Ledger.__new__(Ledger)
    other.folder = place / "other" / "events"
    shutil.copytree(ledger.folder, other.folder)
    ledger.add("{date: 2020, kind: visit, title: Here}")
    other.add("{date: 2020, kind: visit, title: There}")
    assert here("seal", "--name", "here", "-q", cwd=place).code == 0
    assert here("seal", "--name", "there", "-q", cwd=other.folder.parent).code == 0
    shutil.copytree(other.folder, ledger.folder, dirs_exist_ok=True)
    for seal in ("here", "there", "seal-1"):
        assert verify(ledger.folder, seal).faults == ()
    assert verify(ledger.folder).unsealed == 0
    assert here("seal", "--name", "both", "-q", cwd=place).code == 0
    found = verify(ledger.folder, "both")
    assert (found.faults, found.sealed, found.since) == ((), 8, 0)


def test_no_such_seal(ledger: Ledger) -> None:
    done = here("verify", "--since", "annual", cwd=ledger.folder.parent)
    assert (done.code, done.out) == (1, "")
    assert done.err == "error: the log holds no seal `annual`\n  it holds: seal-1\n"


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_a_verification_is_a_page(ledger: Ledger, format_: str) -> None:
    (link,) = verify(ledger.folder).seals
    file = next(path for path in (ledger.folder / "happenings").rglob("*.yaml"))
    file.write_text(f"{file.read_text()}x\n")
    (ledger.folder / "happenings" / "a.yaml").write_text("\x1b")
    done = here("verify", "-f", format_, cwd=ledger.folder.parent)
    assert done.code == 1
    for told in ("not verified", "changed", link.digest, link.seal.name, "happenings/a.yaml"):
        assert told in done.out
    assert "\x1b" not in done.out


def test_verification_makes_no_rows(ledger: Ledger) -> None:
    done = here("verify", "-f", "csv", cwd=ledger.folder.parent)
    problem = "error: this cannot be printed as csv\n"
    assert (done.code, done.out) == (2, "")
    fit = "  one of table, plain, json, jsonl, markdown, html, yaml\n"
    assert done.err.startswith(problem + fit)


def test_a_seal_that_cannot_be_read_is_named_where_it_is_asked_for(ledger: Ledger) -> None:
    (link,) = verify(ledger.folder).seals
    file = ledger.folder / link.place
    file.write_text(f"{file.read_text()}x\n")
    folder = ledger.folder.parent
    (id_,) = here("list", "--ids", "--limit", "1", cwd=folder).lines
    line = len(file.read_text().splitlines())
    fault = (
        "  it may be in a file that is at fault\n"
        f"events/{link.place}:{line}: changed: this line is no `key: value`\n"
        "  write `key: value`, or indent the line when it goes on with the text above\n"
    )
    done = here("verify", "--since", "seal-1", cwd=folder)
    assert done == Ran(1, "", f"error: the log holds no seal `seal-1`\n{fault}")
    for since in ((), ("--since", "seal-1")):
        done = here("verify", "--proof", id_, *since, "-o", "proof", cwd=folder)
        assert (done.code, done.out) == (1, "")
        assert done.err.endswith(fault)


def test_the_digest_of_a_seal_is_a_name_of_it(ledger: Ledger) -> None:
    (link,) = verify(ledger.folder).seals
    assert verify(ledger.folder, link.digest).faults == ()
    other = link.digest[:-1] + ("0" if link.digest[-1] != "0" else "1")
    done = here("verify", "--since", other, cwd=ledger.folder.parent)
    assert done.code == 1


def test_a_seal_that_is_called_like_the_digest_of_another_is_not_taken_for_it(
    ledger: Ledger,
) -> None:
    place = ledger.folder.parent
    (link,) = verify(ledger.folder).seals
    (path,) = ledger.folder.glob("seals/*.yaml")
    body = {**yaml_text.read(path.read_text("utf-8"))[0][0].value}
    for name in (link.digest, link.seal.id):
        path.unlink()
        said = {k: v for k, v in body.items() if k not in ("id", "schema", "recorded")}
        forged = complete({**said, "name": name})
        path = path.with_name(f"{name}-{forged['id']}.yaml")
        path.write_text(yaml_text.write(forged), "utf-8")
        for words in (["verify", "--since", name], ["list", "--as-recorded", name]):
            done = here(*words, cwd=place)
            assert (done.code, done.out) == (1, "")
        done = here("verify", "--since", name, cwd=place)
        gone = f"it was removed, or is of another log; it holds: {name}"
        assert done.err.endswith(f"error: the log holds no seal `{name}`\n  {gone}\n")


def test_a_list_that_a_seal_left_behind_is_a_notice(ledger: Ledger) -> None:
    ledger.add("{date: 2020, kind: visit, title: Seventh}")
    assert here("seal", "-q", cwd=ledger.folder.parent).code == 0
    (path,) = ledger.folder.glob("seals/seal-2-*.yaml")
    (line,) = [o for o in path.read_text("utf-8").splitlines() if o.startswith("leaves: ")]
    path.unlink()
    assert told(ledger) == []
    assert told(ledger, notices=True) == [
        ("unused", f"seals/leaves/{line.removeprefix('leaves: ')}.txt", 0)
    ]
    done = here("verify", cwd=ledger.folder.parent)
    assert done.out.startswith(
        f"events/seals/leaves/{line.removeprefix('leaves: ')}.txt: notice: unused: a list of what a"
        " seal covers, and no seal names it\n"
        "  see what became of the seal: git log --all --name-only -- '*/seals/*'\n"
    )


@pytest.fixture
def copies(ledger: Ledger) -> Path:
    """The copy of a source in a log that was sealed with it."""
    place = ledger.folder.parent
    (place / "release.txt").write_text("The words.\n", "utf-8")
    for words in (
        ["declare", "source", "Release", "--key", "release", "-q"],
        ["archive", "release", "release.txt", "-q"],
        ["seal", "-q"],
    ):
        assert here(*words, cwd=place).code == 0
    (path,) = ledger.folder.glob("archive/*.txt")
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_a_kept_source_with_another_ending_is_named(
    ledger: Ledger, copies: Path, packed: bool
) -> None:
    """The ending says how a copy is read."""
    if packed:
        assert here("pack", "-q", cwd=ledger.folder.parent).code == 0
    copies.rename(copies.with_suffix(".html"))
    assert told(ledger) == [("renamed", f"archive/{copies.stem}.html", 0)]
    done = here("verify", cwd=ledger.folder.parent)
    assert done.out.startswith(
        f"events/archive/{copies.stem}.html: renamed: holds the kept source that events call"
        f" {copies.name}\n  give it the name {copies.name}\n"
    )


def test_a_kept_source_that_an_erasure_removed_is_told(ledger: Ledger, copies: Path) -> None:
    place = ledger.folder.parent
    done = here("erase", "release", "--sources", "--reason", "by law", "--yes", cwd=place)
    assert done.code == 0, done.err
    erasure = done.out.split()[0]
    found = verify(ledger.folder)
    assert found.faults == ()
    assert [(one.id, one.erasure) for one in found.kept_gaps] == [(copies.stem, erasure)]
    done = here("verify", cwd=place)
    (line,) = (one for one in done.out.splitlines() if "archive" in one)
    assert line.startswith(f"erased: archive/{copies.stem}.* on ")
    assert line.endswith(f": by law ({erasure})")
    (row,) = json.loads(here("verify", "-f", "json", cwd=place).out)["erased_sources"]
    assert (row["sha256"], row["reason"], row["seal"]) == (copies.stem, "by law", "seal-2")
