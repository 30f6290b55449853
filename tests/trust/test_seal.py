"""Sealing: what a seal covers, what it is called, and what it is refused for."""

import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pytest

from timeline.event import document, merkle
from timeline.log import files
from timeline.trust.verify import read_log, verify

from support.running import ROOT, Ran, here


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy of the example log."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    return tmp_path


def seal(place: Path, *words: str) -> str:
    done = here("seal", *words, cwd=place)
    assert done.code == 0, done.err
    return done.out.split()[0]


def test_a_seal_covers_all_events_by_their_whole_digests(place: Path) -> None:
    id_ = seal(place, "--name", "first")
    trusted = read_log(place / "events")
    link = trusted.chain.links[id_]
    assert link.seal.name == "first"
    assert link.seal.count == "330"
    assert link.leaves == tuple(sorted(trusted.contents.leaves.keys() - {link.leaf}))
    assert link.seal.root == merkle.root(link.leaves)
    assert link.seal.settings == trusted.contents.settings
    found = verify(place / "events")
    assert (found.faults, found.notices, found.sealed, found.unsealed) == ((), (), 330, 0)


def test_the_next_seal_covers_what_is_new_and_the_seal_before_it(place: Path) -> None:
    first = seal(place)
    words = ["add", "2020", "Course", "-k", "training", "-a", "trainer=UNODC", "-q"]
    assert here(*words, cwd=place).code == 0
    second = seal(place)
    chain = read_log(place / "events").chain
    link = chain.links[second]
    assert (link.seal.name, link.seal.count, link.seal.previous) == ("seal-2", "2", (first,))
    assert chain.links[first].leaf in (link.leaves or ())
    assert len(chain.covered([link])) == 332
    assert verify(place / "events").faults == ()


def test_what_is_sealed_is_not_sealed_again(place: Path) -> None:
    first = here("seal", cwd=place)
    again = here("seal", cwd=place)
    assert again.out == first.out
    assert again.err == "nothing to seal: seal-1 covers all that the log holds\n"


def test_a_new_name_makes_a_new_seal(place: Path) -> None:
    first = seal(place)
    second = seal(place, "--name", "report")
    named = read_log(place / "events").chain.links[second]
    assert named.seal.previous == (first,)
    assert named.seal.count == "1"


def test_a_dry_run_writes_nothing(place: Path) -> None:
    done = here("seal", "--dry-run", cwd=place)
    assert (done.code, done.out) == (0, "")
    assert done.err == "would seal 330 events and the settings as seal-1\n"
    assert not (place / "events" / "seals").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2026", "`2026` would be taken for a date\n  give it a name such as report-2026"),
        ("2026-11-29T10:00Z", "`2026-11-29T10:00Z` would be taken for a date"),
        (
            "May 2026",
            "`May 2026` would be taken for a date\n  give it a name such as report-May-2026",
        ),
        ("k3f9c1ab2e0d14b7", "`k3f9c1ab2e0d14b7` looks like an id"),
    ],
)
def test_a_name_that_means_something_else_is_refused(place: Path, name: str, message: str) -> None:
    done = here("seal", "--name", name, cwd=place)
    assert done.code == 2
    assert done.err.startswith(f"error: {message}")


def test_a_name_that_is_taken_is_refused(place: Path) -> None:
    seal(place, "--name", "report")
    seal(place, "--name", "report-2")
    assert here("add", "2020", "New", "-k", "visit", "-q", cwd=place).code == 0
    done = here("seal", "--name", "report", cwd=place)
    day = dt.datetime.now(dt.UTC).date()
    problem = f"error: a seal is called `report` already, that of {day}\n"
    how = "  give the new one another name, such as report-3\n"
    assert (done.code, done.err) == (1, problem + how)


def test_the_same_again_makes_no_second_seal(place: Path) -> None:
    first = here("seal", "--name", "report", cwd=place)
    again = here("seal", "--name", "report", cwd=place)
    told = "nothing to seal: report covers all that the log holds\n"
    assert again == Ran(0, first.out, told)


def test_another_name_for_the_same_state_says_that_nothing_is_new(place: Path) -> None:
    seal(place, "--name", "report")
    told = "the log as annual; no events are new since the seal before\n"
    assert here("seal", "--name", "annual", "--dry-run", cwd=place).err == f"would seal {told}"
    assert here("seal", "--name", "annual", cwd=place).err == f"sealed {told}"


def test_of_many_seals_the_newest_are_named(place: Path) -> None:
    for n in range(10):
        seal(place, "--name", f"s{n}")
    done = here("verify", "--since", "nowhere", cwd=place)
    told = "it holds: s2, s3, s4, s5, s6, s7, s8, s9 and 2 older"
    assert done.err == f"error: the log holds no seal `nowhere`\n  {told}\n"


def test_a_log_without_events_is_not_sealed(tmp_path: Path) -> None:
    assert here("init", cwd=tmp_path).code == 0
    done = here("seal", cwd=tmp_path)
    assert (done.code, done.err) == (
        1,
        "error: the log holds no events to seal\n  add one: timeline add\n",
    )


def test_a_seal_is_no_event_to_add(place: Path) -> None:
    (place / "seal.yaml").write_text("{event: seal, name: x, count: 1}\n", "utf-8")
    done = here("add", "--file", "seal.yaml", cwd=place)
    assert done.code == 1
    assert "an event such as this seal is not added" in done.err


def test_a_log_with_faults_is_not_sealed(place: Path) -> None:
    path = next((place / "events" / "actors").glob("*.yaml"))
    path.write_bytes(path.read_bytes().replace(b"name: ", b"name: A", 1))
    done = here("seal", cwd=place)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[:2] == [
        "error: nothing is sealed: the log is not as it was recorded",
        "  see them all: timeline verify",
    ]
    assert f"events/actors/{path.name}" in done.err
    assert not (place / "events" / "seals").exists()


def test_a_log_that_lost_what_was_sealed_is_sealed_with_a_warning(place: Path) -> None:
    seal(place)
    path = next((place / "events" / "actors").glob("*.yaml"))
    path.unlink()
    done = here("seal", "--name", "after", cwd=place)
    assert done.code == 0
    assert done.err.startswith(
        "warning: the log does not hold all that earlier seals cover; see: timeline verify\n"
    )


def test_copies_that_were_merged_either_way_have_the_same_root(place: Path) -> None:
    other = place / "other"
    shutil.copytree(place / "events", other / "events")
    for folder, title in ((place, "Here"), (other, "There")):
        words = ["add", "2020", title, "-k", "training", "-a", "trainer=UNODC", "-q"]
        assert here(*words, cwd=folder).code == 0
    shutil.copytree(place / "events", place / "one")
    shutil.copytree(other / "events", place / "one", dirs_exist_ok=True)
    shutil.copytree(other / "events", place / "two")
    shutil.copytree(place / "events", place / "two", dirs_exist_ok=True)
    roots = set()
    for name in ("one", "two"):
        assert here("--log", name, "seal", cwd=place).code == 0
        (link,) = read_log(place / name).chain.heads
        roots.add(link.seal.root)
    assert len(roots) == 1


def test_a_line_of_a_pack_that_matches_its_id_and_is_no_event_is_not_sealed(place: Path) -> None:
    body: dict[str, object] = {"event": "happening", "kind": "visit"}
    body["id"] = document.id_of(document.digest(body))
    line = files.pack_line(body)
    path = place / "events" / files.path_of_pack(hashlib.sha256(line).hexdigest())
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(line)
    done = here("seal", cwd=place)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(
        "error: nothing is sealed: the log is not as it was recorded, with 4 faults\n"
        "  see them all: timeline check\n"
        f"{path}:1: a happening needs `schema`\n"
    )
