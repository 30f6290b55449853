"""Time stamps of seals: found by what they stamp, kept beside the seal, checked by openssl."""

import hashlib
import random
import shutil
from pathlib import Path

import pytest

from timeline.trust import programs, time_stamps

from support.authorities import Authority, make_key
from support.proofs import CHANGES
from support.properties import IN_CI
from support.running import ROOT, Ran, here


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy of the example log that is sealed."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    assert here("seal", "--name", "first", "-q", cwd=tmp_path).code == 0
    return tmp_path


def seal_of(place: Path) -> tuple[str, str]:
    """The id and the digest of the seal."""
    id_, digest = here("seal", cwd=place).out.split()
    return id_, digest


def store(place: Path, *words: str) -> Ran:
    return here("seal", "--timestamp", *words, cwd=place)


@pytest.fixture
def stamped(place: Path, authority: Authority) -> Path:
    """The same, with a time stamp of the seal, which `reply.tsr` is as well."""
    authority.stamp(seal_of(place)[1], place / "reply.tsr")
    assert store(place, "reply.tsr", "-q").code == 0
    return place


def stamp_in(place: Path) -> Path:
    (path,) = (place / "events" / "seals").glob("*.tsr")
    return path


def test_a_reply_is_kept_beside_the_seal_that_it_stamps(place: Path, authority: Authority) -> None:
    id_, digest = seal_of(place)
    reply = authority.stamp(digest, place / "reply.tsr")
    would = store(place, "reply.tsr", "--dry-run")
    assert (would.code, would.out) == (0, "")
    assert would.err.startswith("would be stored: time stamp of first: ")
    done = store(place, "reply.tsr")
    assert (done.code, done.out) == (0, f"{id_} {digest}\n")
    assert done.err.startswith("stored: time stamp of first: ")
    assert done.err.endswith(" UTC, by Test Authority\n")
    assert stamp_in(place).name.startswith(f"{id_}-")
    assert stamp_in(place).read_bytes() == reply.read_bytes()
    again = store(place, "reply.tsr")
    assert (again.code, again.out) == (0, f"{id_} {digest}\n")
    assert again.err == done.err.replace("stored:", "stored already:")


def test_it_is_checked_against_authorities(stamped: Path, authority: Authority) -> None:
    done = here("verify", cwd=stamped)
    assert done.code == 0
    assert ", by Test Authority: not checked, as no --ca is given\n" in done.out
    done = here("verify", "--ca", str(authority.ca), cwd=stamped)
    assert (done.code, done.err) == (0, "verified\n")
    assert " UTC, by Test Authority\n" in done.out
    (row,) = here("verify", "--ca", str(authority.ca), "-f", "json", cwd=stamped).json["seals"]
    (stamp,) = row["stamps"]
    assert stamp["path"] == f"seals/{stamp_in(stamped).name}"
    assert (stamp["authority"], stamp["state"]) == ("Test Authority", "good")
    assert stamp["time"].endswith("Z")
    assert len(stamp["time"]) == 20


def test_an_authority_that_is_not_trusted_is_a_fault(stamped: Path, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", named=False)
    done = here("verify", "--ca", "other/ca.pem", cwd=stamped)
    assert (done.code, done.err) == (1, "not verified: 1 fault\n")
    assert done.lines[0] == (
        f"events/seals/{stamp_in(stamped).name}: stamp: no authority in other/ca.pem confirms that "
        "it stamped the seal first"
    )
    other.stamp(seal_of(stamped)[1], tmp_path / "second.tsr")
    done = store(stamped, "second.tsr")
    assert done.err.endswith(", by Test Root\n")


def test_what_stamps_no_seal_is_refused(place: Path, authority: Authority) -> None:
    authority.stamp("0" * 64, place / "other.tsr")
    authority.stamp("0" * 128, place / "longer.tsr", "sha512")
    (place / "refused.tsr").write_bytes(bytes.fromhex("30053003020102"))
    (place / "text.tsr").write_text("no reply")
    no_reply = "is no time-stamp reply of RFC 3161 for a SHA-256"
    stamps = f"other.tsr: stamps {'0' * 64}, which no seal of the log has as its digest"
    again = "  ask the authority again, for the digest of a seal"
    for file, told in (
        ("nothing.tsr", "nothing.tsr: cannot be read: no such file or directory"),
        ("text.tsr", f"text.tsr: {no_reply}\n{again}"),
        ("longer.tsr", f"longer.tsr: {no_reply}\n{again}"),
        ("refused.tsr", f"refused.tsr: the authority did not stamp\n{again}"),
        (
            "other.tsr",
            f"{stamps}\n  see what their digests are: timeline verify",
        ),
    ):
        assert store(place, file) == Ran(1, "", f"error: {told}\n")
    assert not list((place / "events" / "seals").glob("*.tsr"))


def test_it_makes_no_seal(place: Path) -> None:
    done = store(place, "reply.tsr", "--name", "second")
    told = "error: --timestamp makes no seal\n  leave --name and --sign out\n"
    assert done == Ran(2, "", told)


def test_a_stamp_of_another_seal_is_a_fault(stamped: Path, authority: Authority) -> None:
    """Whoever gives it the name of this seal by hand is found out."""
    authority.stamp("0" * 64, stamped / "other.tsr")
    path = stamp_in(stamped)
    data = (stamped / "other.tsr").read_bytes()
    path.write_bytes(data)
    done = here("verify", cwd=stamped)
    assert done.code == 1
    assert "stamp: its bytes are not those that it is named after\n" in done.out
    right = path.with_name(f"{path.name[:16]}-{hashlib.sha256(data).hexdigest()[:16]}.tsr")
    path.rename(right)
    done = here("verify", cwd=stamped)
    assert (done.code, done.err) == (1, "not verified: 1 fault\n")
    assert (
        done.lines[0]
        == f"events/seals/{right.name}: stamp: stamps something else than the seal first"
    )
    right.write_bytes(b"no reply")
    right.rename(
        right.with_name(f"{right.name[:16]}-{hashlib.sha256(b'no reply').hexdigest()[:16]}.tsr")
    )
    done = here("verify", cwd=stamped)
    assert "stamp: is no time-stamp reply of RFC 3161\n" in done.out


def test_no_mutated_stamp_is_accepted(stamped: Path, authority: Authority) -> None:
    """Not under the name of its bytes, either: what it says is what openssl confirms."""
    _, digest = seal_of(stamped)
    right = (stamped / "reply.tsr").read_bytes()
    chance = random.Random(20173)  # noqa: S311
    assert time_stamps.is_confirmed(right, digest, str(authority.ca))
    reply = time_stamps.read_reply(right)
    for _ in range(1_000 if IN_CI else 50):
        changed = chance.choice(CHANGES)(chance, right)
        try:
            found = time_stamps.read_reply(changed)
        except ValueError:
            continue
        if found != reply:
            assert not time_stamps.is_confirmed(changed, found.digest, str(authority.ca)), changed


def test_without_openssl_authorities_cannot_be_asked(
    stamped: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "is_installed", lambda _: False)
    done = here("verify", "--ca", str(authority.ca), cwd=stamped)
    told = "error: openssl is not installed\n  it is needed to check time stamps\n"
    assert done == Ran(1, "", told)
    assert here("verify", cwd=stamped).code == 0


def test_the_proof_of_an_event_has_the_stamp(stamped: Path) -> None:
    words = ["verify", "--proof", "6n8fgtgeb", "-o", "proof", "-q"]
    assert here(*words, cwd=stamped).code == 0
    page = (stamped / "proof" / "proof.html").read_text()
    assert "<dt>Time stamp</dt>" in page
    assert (stamped / "proof" / "1-seal.tsr").read_bytes() == stamp_in(stamped).read_bytes()


def test_a_signed_seal_is_stamped_by_its_digest(place: Path, authority: Authority) -> None:
    make_key(place)
    done = here("seal", "--sign", "key", "-q", cwd=place)
    authority.stamp(done.out.split()[1], place / "reply.tsr")
    assert store(place, "reply.tsr").code == 0
    assert here("verify", "--ca", str(authority.ca), cwd=place).code == 0
