"""What was erased is never projected, in whatever order files come, and is named while it lies."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event import yaml_text
from timeline.event.fold import Stored, target_of
from timeline.log.files import pack_line
from timeline.projection import database

from support.helpers import Ledger, complete, happening, later, stored, tables
from support.logs import logs
from support.properties import SHARES_FIXTURE, examples
from support.running import here


def erasure_of(event: Stored, *, alone: bool = False, reason: str = "a court order") -> Stored:
    said: dict[str, object] = {
        "event": "erasure",
        "erases": event.event.id,
        "digest": event.digest,
        "claim": event.claim,
        "reason": reason,
    }
    if alone:
        said["after"] = list(getattr(event.event, "after", ()))
    return stored(complete(said, "2026-02-01T00"))


def put(folder: Path, path: str, events: Iterable[Stored]) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    found = list(events)
    if path.startswith("packs/"):
        file.write_bytes(b"".join(pack_line(one.body) for one in found))
    else:
        file.write_text(yaml_text.write(found[0].body), encoding="utf-8")


def put_loose(folder: Path, event: Stored) -> Path:
    below = "erasures" if event.event.EVENT == "erasure" else "happenings/2017"
    path = f"{below}/{event.event.id}.yaml"
    put(folder, path, [event])
    return folder / path


def ids_of(folder: Path) -> set[str]:
    opened = database.open_fresh(folder)
    found = {id_ for (id_,) in opened.db.execute("SELECT id FROM documents")}
    opened.db.close()
    return found


def faults_of(folder: Path) -> list[str]:
    opened = database.open_fresh(folder)
    opened.db.close()
    return [fault.problem for fault in opened.faults]


def bytes_of(ledger: Ledger) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(ledger.path.parent.iterdir()))


SECRET = happening(title="Zaphod heard", summary="He told of quokkas.")


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("order", ["original first", "erasure first", "at once"])
def test_an_erasure_beats_an_original(ledger: Ledger, order: str, *, is_packed: bool) -> None:
    secret, other = stored(complete(SECRET)), stored(complete(happening(title="Other")))
    erasure = erasure_of(secret)
    path = (
        f"packs/{'0' * 16}x.yaml" if is_packed else f"happenings/2017/zaphod-{secret.event.id}.yaml"
    )
    originals = [secret, other] if is_packed else [secret]
    for step in {"original first": "oe", "erasure first": "eo", "at once": "b"}[order]:
        if step in "ob":
            put(ledger.folder, path, originals)
        if step in "eb":
            put_loose(ledger.folder, erasure)
        with later():
            ids_of(ledger.folder)
    assert ids_of(ledger.folder) == ({other.event.id} if is_packed else set())
    where = f"holds the event {secret.event.id}, which was erased by {erasure.event.id}"
    assert faults_of(ledger.folder) == [where]
    assert b"quokka" not in bytes_of(ledger)
    for found in (ledger.open(), _in_memory(ledger.folder)):
        assert found.lost == ()
        found.db.close()


def _in_memory(folder: Path) -> database.Opened:
    return database.open_aside(folder)


def test_every_command_names_a_file_that_came_back_until_it_is_erased_again(copy: Path) -> None:
    words = ["add", "2017", "Zaphod Beeblebrox heard", "-k", "visit", "-q"]
    id_ = here(*words, cwd=copy).out.strip()
    (path,) = (copy / "events").rglob(f"*{id_}.yaml")
    data = path.read_bytes()
    stub = here("erase", id_, "-r", "x", "--yes", "-q", cwd=copy).out.strip()
    path.write_bytes(data)
    where = path.relative_to(copy)
    problem = f"{where}: holds the event {id_}, which was erased by {stub}"
    for command in ("list", "actors", "status", "stats"):
        done = here(command, cwd=copy)
        assert f"warning: {problem}; left out. See: timeline check\n" in done.err
        assert "Zaphod" not in done.out
    found = here("check", cwd=copy)
    remedy = f"remove it for good: timeline erase {id_}"
    assert (found.code, found.out) == (1, f"{problem}\n  {remedy}\n")
    found = here("verify", cwd=copy)
    assert found.code == 1
    assert (
        f"{where}: returned: holds the event {id_}, which {stub} erased\n  {remedy}\n" in found.out
    )
    done = here("erase", id_, cwd=copy)
    assert done == (0, "", f"erased {id_}, from 1 file\n")
    assert here("check", cwd=copy).code == 0
    assert here("verify", cwd=copy).code == 0
    assert not path.exists()


def test_a_correction_that_comes_later_is_left_out_and_erased_by_the_same_command(
    copy: Path, tmp_path: Path
) -> None:
    words = ["add", "2017", "Zaphod Beeblebrox heard", "-k", "visit", "-q"]
    id_ = here(*words, cwd=copy).out.strip()
    other = tmp_path / "other"
    shutil.copytree(copy / "events", other / "events")
    amendment = here("amend", id_, "--summary", "quokkas", "-r", "x", "-q", cwd=other).out.strip()
    lift = here("retract", amendment, "-r", "quokkas", "-q", cwd=other).out.strip()
    here("erase", id_, "-r", "x", "--yes", "-q", cwd=copy)
    for one in (lift, amendment):  # the one that corrects comes first
        (path,) = (other / "events").rglob(f"*{one}.yaml")
        shutil.copy(path, copy / "events" / "corrections")
        here("list", "-q", cwd=copy)
    found = here("check", cwd=copy)
    assert found.code == 1
    assert f"holds the amendment {amendment} of what was erased, {id_}" in found.out
    assert f"holds the retraction {lift} of what was erased, {amendment}" in found.out
    for path in (copy / ".timeline").iterdir():
        assert b"quokka" not in path.read_bytes()
    done = here("erase", lift, cwd=copy)
    assert done == (
        2,
        "",
        (
            f"error: erase asks first, and nobody can be asked here; it is of {lift}\n"
            f"  if it is to go for good: timeline erase {lift} --yes\n"
        ),
    )
    done = here("erase", id_, "--yes", cwd=copy)
    assert done.err == f"erased {id_} with 2 corrections, from 2 files\n"
    assert here("check", cwd=copy).code == 0


def test_an_erasure_of_another_event_than_that_of_its_digest_is_a_fault(ledger: Ledger) -> None:
    secret, other = stored(complete(SECRET)), stored(complete(happening(title="Other")))
    right = erasure_of(secret)
    forged = stored(
        complete(
            {**{k: v for k, v in right.body.items() if k not in ("id", "schema")}}
            | {"erases": other.event.id},
            "2026-02-01T00",
        )
    )
    put_loose(ledger.folder, other)
    for path in (f"erasures/{forged.event.id}.yaml", "packs/p.yaml"):
        put(ledger.folder, path, [forged])
        assert ids_of(ledger.folder) == {other.event.id}
        problem = (
            f"erases {other.event.id}, and its digest is that of {secret.event.id}: "
            "it erases nothing"
        )
        assert faults_of(ledger.folder) == [problem]
        done = here("verify", cwd=ledger.folder.parent)
        assert done.code == 1
        assert problem in done.out
        (ledger.folder / path).unlink()


def test_an_erasure_that_goes_again_brings_what_it_erased(ledger: Ledger) -> None:
    secret = stored(complete(SECRET))
    put_loose(ledger.folder, secret)
    stub = put_loose(ledger.folder, erasure_of(secret))
    assert ids_of(ledger.folder) == set()
    stub.unlink()
    assert ids_of(ledger.folder) == {secret.event.id}
    opened = ledger.open()
    assert [one.called for one in opened.lost] == ["erasure"]
    opened.db.close()


@st.composite
def erased_logs(draw: st.DrawFn) -> tuple[list[Stored], list[Stored], list[list[int]]]:
    """Events, erasures of some of them, and the steps in which the files of all come."""
    events = draw(logs())
    chosen = draw(st.lists(st.sampled_from(events), min_size=1, max_size=3, unique_by=id))
    erasures = [erasure_of(one, alone=bool(target_of(one.event))) for one in chosen]
    count = len(events) + len(erasures)
    of_step = [draw(st.integers(0, 2)) for _ in range(count)]
    return events, erasures, [[i for i in range(count) if of_step[i] == n] for n in range(3)]


@examples(60, suppress_health_check=SHARES_FIXTURE)
@given(drawn=erased_logs(), is_packed=st.booleans())
def test_all_orders_lead_to_the_same_projection(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: tuple[list[Stored], list[Stored], list[list[int]]],
    *,
    is_packed: bool,
) -> None:
    events, erasures, steps = drawn
    ledger = Ledger(tmp_path_factory.mktemp("log") / "events")
    files = [*events, *erasures]
    for number, step in enumerate(steps):
        if is_packed and step:
            put(ledger.folder, f"packs/{number}.yaml", [files[i] for i in step])
        else:
            for i in step:
                put_loose(ledger.folder, files[i])
        ledger.open().db.close()
    found = _state(ledger)
    database.remove(ledger.folder)
    made = _state(ledger)
    assert {n: (found[n], made[n]) for n in made if found[n] != made[n]} == {}
    gone = _closed({one.event.id: one for one in events}, erasures)
    assert {row[2] for row in found["documents"]} == {one.event.id for one in events} - gone
    assert {row[2] for row in found["left_out"]} == gone
    if is_packed:
        return
    for one in gone:
        (ledger.folder / f"happenings/2017/{one}.yaml").unlink()
    without = _state(ledger)
    left = [*(row for row in found["left_out"] if row[2] not in gone)]
    assert without == {**found, "left_out": left}


def _state(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    opened = ledger.open()
    found = tables(opened.db)
    opened.db.close()
    log_events = [row[2:] for row in found["log_events"]]  # files have other numbers
    return {**found, "log_events": sorted(log_events, key=repr)}


def _closed(events: Mapping[str, Stored], erasures: Iterable[Stored]) -> set[str]:
    """What is erased or says the same, and what corrects it, and so on."""
    claims = {str(one.body["claim"]) for one in erasures}
    gone = {id_ for id_, one in events.items() if one.claim in claims}
    while new := {i for i, one in events.items() if target_of(one.event) in gone} - gone:
        gone |= new
    return gone
