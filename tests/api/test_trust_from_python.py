"""Seals, signatures, time stamps, proofs and erasures from Python: as the commands make them."""

import json
import os
import re
import shutil
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest

from timeline import Log, TimelineError
from timeline.base.errors import UsageError
from timeline.trust.chain import Chain, Link

from support.authorities import Authority, make_key
from support.proofs import check
from support.running import here

TITLE = "First visit"


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log.create(tmp_path / "events", by="Aida")
    log.append(
        {"date": 2017, "kind": "visit", "title": TITLE},
        {"date": 2018, "kind": "visit", "title": "Second"},
    )
    return log


def test_a_seal_is_signed_stamped_and_verified(log: Log, tmp_path: Path) -> None:
    key = make_key(tmp_path)
    authority = Authority(tmp_path / "tsa")
    would = log.seal("report", sign=key, dry_run=True)
    assert (would.new, log.verify().seals) == (True, ())
    sealed = log.seal("report", sign=key)
    assert sealed.fingerprint.startswith("SHA256:")
    reply = authority.stamp(sealed.digest, tmp_path / "reply.tsr")
    stored = log.stamp(reply)
    assert (stored.link.seal.name, stored.new) == ("report", True)
    assert not log.stamp(reply).new
    public = " ".join(Path(f"{key}.pub").read_text("utf-8").split()[:2])
    (tmp_path / "allowed").write_text(f"aida {public}\n", encoding="utf-8")
    found = log.verify("report", allowed_signers=tmp_path / "allowed", ca=authority.ca)
    assert (found.faults, found.sealed) == ((), 2)
    witnessed = found.witnessed[sealed.id]
    assert witnessed.signature is not None
    assert (witnessed.signature.state, witnessed.signature.principal) == ("good", "aida")
    assert [one.state for one in witnessed.stamps] == ["good"]
    words = ["--since", "report", "--allowed-signers", "allowed", "--ca", str(authority.ca)]
    (row,) = here("verify", *words, "-f", "json", cwd=tmp_path).json["seals"]
    assert (row["digest"], row["signature"]["principal"]) == (sealed.digest, "aida")


def test_another_signer_and_another_authority_are_faults(log: Log, tmp_path: Path) -> None:
    key, authority = make_key(tmp_path), Authority(tmp_path / "tsa")
    sealed = log.seal(sign=key)
    log.stamp(authority.stamp(sealed.digest, tmp_path / "reply.tsr"))
    (tmp_path / "nobody").write_text("", encoding="utf-8")
    (fault,) = log.verify(allowed_signers=tmp_path / "nobody").faults
    assert fault.kind == "signature"
    other = Authority(tmp_path / "other")
    (fault,) = log.verify(ca=other.ca).faults
    assert fault.kind == "stamp"


def test_a_proof_is_that_of_the_command(log: Log, tmp_path: Path) -> None:
    sealed = log.seal()
    proof = log.prove("first visit", tmp_path / "ours")
    assert proof.seal.digest == sealed.digest
    assert here("verify", "--proof", TITLE, "-o", "theirs", cwd=tmp_path).code == 0
    ours, theirs = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("ours", "theirs")
    )
    assert ours == theirs
    assert check(tmp_path / "ours", sealed.digest).code == 0
    log.append({"date": 2019, "kind": "visit", "title": "Third"})
    later = log.seal("later")
    long = log.prove(proof.id[:8], tmp_path / "long", "later")
    assert (len(long.stages), long.seal.digest) == (2, later.digest)
    assert json.loads((tmp_path / "long" / "event.json").read_text("utf-8"))["title"] == TITLE


def test_what_has_no_proof_is_told(log: Log, tmp_path: Path) -> None:
    (id_,) = (row["id"] for row in log.chronology(text=TITLE))
    with pytest.raises(TimelineError, match=f"no seal covers the event {id_}"):
        log.prove(TITLE, tmp_path / "proof")
    log.seal()
    with pytest.raises(TimelineError, match="the log holds no seal `other`"):
        log.prove(TITLE, tmp_path / "proof", "other")
    with pytest.raises(TimelineError, match="no event has the id `nothing`"):
        log.prove("nothing", tmp_path / "proof")
    inside = log.folder / "proof"
    problem = re.escape(f"{inside} lies in a log, the folder {os.path.realpath(log.folder)}")
    with pytest.raises(UsageError, match=f"{problem}\n  name a folder outside of it"):
        log.prove(TITLE, inside)
    log.prove(TITLE, tmp_path / "proof")
    with pytest.raises(UsageError, match="is there already\n  name a folder that is new, or empty"):
        log.prove(TITLE, tmp_path / "proof")
    log.erase(TITLE, "a court order")
    with pytest.raises(TimelineError, match=f"the event {id_} was erased by "):
        log.prove(id_, tmp_path / "gone")
    assert not (tmp_path / "gone").exists()


def test_an_erasure_shows_in_a_verification(log: Log) -> None:
    log.seal()
    with pytest.raises(UsageError, match="an erasure needs a reason"):
        log.erase(TITLE)
    would = log.erase(TITLE, "a court order", dry_run=True)
    assert (would.new, len(log.chronology())) == (True, 2)
    done = log.erase(TITLE, "a court order")
    assert [row["title"] for row in log.chronology()] == ["Second"]
    found = log.verify()
    assert found.faults == ()
    assert [(gap.id, gap.reason) for gap in found.gaps] == [(done.plan.id, "a court order")]


def test_a_kept_source_is_sealed_and_a_lost_one_named(log: Log, tmp_path: Path) -> None:
    log.declare("source", "A guide", key="guide")
    (tmp_path / "guide.txt").write_text("A guide\n", encoding="utf-8")
    kept = log.archive("guide", tmp_path / "guide.txt")
    assert log.seal().sources == 1
    (log.folder / kept.path).unlink()
    (fault,) = log.verify().faults
    assert (fault.kind, Path(fault.path).stem) == ("lost", Path(kept.path).stem)


def test_nothing_of_it_warns(log: Log, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(log.folder, tmp_path / "copy" / "events"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        other = Log(copy, by="Ben")
        other.seal()
        other.prove(TITLE, tmp_path / "proof")
        assert other.verify().findings == log.verify().findings


def test_how_many_seals_there_are_hardly_counts_for_status(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what seals cover that may cover all that is on record is compared with that."""
    for year in range(2000, 2010):
        log.append({"date": year, "kind": "visit", "title": f"Visit {year}"})
        log.seal(f"report-{year}")
    looked: list[int] = []
    real = Chain.covered

    def covered(chain: Chain, links: Iterable[Link]) -> dict[str, Link]:
        looked.append(1)
        return real(chain, links)

    monkeypatch.setattr(Chain, "covered", covered)
    row = log.status()["sealed"]
    assert row is not None
    assert (row["name"], row["events"], row["unsealed"], len(looked)) == ("report-2009", 12, 0, 1)
    log.append({"date": 2019, "kind": "visit", "title": "Third"})
    looked.clear()
    row = log.status()["sealed"]
    assert row is not None
    assert (row["name"], row["events"], row["unsealed"], len(looked)) == ("report-2009", 12, 1, 1)
