"""Signatures of seals: made by `seal --sign`, checked by `verify`, and forged."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from timeline.trust import programs, signatures

from support.authorities import make_key, need, run
from support.proofs import CHANGES
from support.properties import IN_CI
from support.running import ROOT, Ran, here, typing

SECRET = "a secret"  # noqa: S105 (of a key made for a test)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy of the example log, and a key."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    make_key(tmp_path)
    return tmp_path


@pytest.fixture
def signed(place: Path) -> Path:
    """The same, with a seal that the key signs."""
    seal(place)
    return place


def seal(place: Path, *words: str, key: str = "key") -> Ran:
    done = here("seal", "--sign", key, *words, cwd=place)
    assert done.code == 0, done.err
    return done


def fingerprint(place: Path, key: str = "key") -> str:
    return run("ssh-keygen", "-lf", key, cwd=place).split()[1]


def verify(place: Path, *words: str) -> Ran:
    return here("verify", *words, cwd=place)


def signature_of(place: Path, number: int = 0) -> Path:
    return sorted((place / "events" / "seals").glob("*.sig"))[number]


def state(place: Path, *words: str) -> object:
    """The state of the one signature, as machines are told it."""
    (row,) = verify(place, "-f", "json", *words).json["seals"]
    return row["signature"]["state"]


def test_a_seal_states_the_key_that_signs_it(signed: Path) -> None:
    done = verify(signed)
    assert (done.code, done.err) == (0, "verified\n")
    assert f"  signed with {fingerprint(signed)}" in done.lines
    (row,) = verify(signed, "-f", "json").json["seals"]
    key = " ".join((signed / "key.pub").read_text().split()[:2])
    assert row["signature"] == {
        "key": key,
        "fingerprint": fingerprint(signed),
        "principal": None,
        "state": "good",
    }
    assert (signed / "events" / "seals" / ".gitattributes").read_text() == "* -text\n"


def test_what_is_signed_is_told(place: Path) -> None:
    would = seal(place, "--dry-run")
    told = f"330 events and the settings as seal-1, signed with {fingerprint(place)}\n"
    assert would == Ran(0, "", f"would seal {told}")
    assert seal(place).err == f"sealed {told}"
    assert seal(place).err == "nothing to seal: seal-1 covers all that the log holds\n"


def test_a_seal_without_a_signature_is_signed_by_the_next(place: Path) -> None:
    assert here("seal", "-q", cwd=place).code == 0
    seal(place, "-q")
    rows = verify(place, "-f", "json").json["seals"]
    assert [row["signature"] is None for row in rows] == [True, False]
    assert rows[1]["previous"] == [rows[0]["id"]]


def test_a_public_key_signs_where_an_agent_holds_the_private_one(place: Path) -> None:
    need("ssh-agent")
    agent = ["ssh-agent", "sh", "-c", 'ssh-add -q key && rm key && exec "$@"', "sh"]
    import sys

    from support.running import MAIN, environment

    words = [*agent, sys.executable, "-c", MAIN, "seal", "--sign", "key.pub", "-q"]
    done = subprocess.run(  # noqa: S603 (our own words)
        words, cwd=place, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert state(place) == "good"


def test_a_passphrase_is_asked_for_on_the_terminal(place: Path) -> None:
    make_key(place, "locked", passphrase=SECRET)
    steps = [("passphrase", f"{SECRET}\r")]
    done = typing("seal", "--sign", "locked", cwd=place, steps=steps)
    assert done.code == 0, done.err
    assert state(place) == "good"


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_other_kinds_of_keys_sign(place: Path, kind: str) -> None:
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", kind, cwd=place)
    seal(place, key=kind)
    assert state(place) == "good"


def test_a_key_in_another_form_is_known_by_its_public_key(place: Path) -> None:
    run("ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", "pem", cwd=place)
    seal(place, key="pem")
    assert state(place) == "good"


def test_what_does_not_sign_is_told_in_a_line(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(key: str) -> str:
        done = here("seal", "--sign", key, cwd=place)
        assert (done.code, done.out) == (1, "")
        assert not (place / "events" / "seals").exists()
        return done.err

    assert refused("nokey") == "error: nokey: cannot be read: no such file or directory\n"
    (place / "text").write_text("no key\n")
    assert refused("text") == "error: text: holds no SSH key\n  name one: ssh-keygen makes it\n"
    make_key(place, "other")
    (place / "key").write_bytes((place / "key").read_bytes()[:-90])
    assert refused("key").startswith("error: key: ")
    (place / "key.pub").write_bytes((place / "other.pub").read_bytes())
    assert refused("key.pub").startswith("error: key.pub: ssh-keygen does not sign: ")
    monkeypatch.setattr(programs, "is_installed", lambda program: program != "ssh-keygen")
    assert refused("other") == "error: ssh-keygen is not installed\n  it is needed to sign\n"


def test_a_wrong_passphrase_is_told_in_a_line(place: Path) -> None:
    make_key(place, "locked", passphrase=SECRET)
    done = typing("seal", "--sign", "locked", cwd=place, steps=[("passphrase", "wrong\r")])
    assert done.code == 1
    told = (
        'error: locked: ssh-keygen does not sign: Load key "locked": incorrect passphrase supplied '
        "to decrypt private key"
    )
    assert " ".join(done.err.split()).endswith(told)
    assert not (place / "events" / "seals").exists()


def test_another_seal_meanwhile_is_a_conflict(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = signatures.sign

    def late(data: bytes, file: str, key: str) -> bytes:
        monkeypatch.setattr(signatures, "sign", sign)
        assert here("seal", "-q", cwd=place).code == 0
        return sign(data, file, key)

    monkeypatch.setattr(signatures, "sign", late)
    done = here("seal", "--sign", "key", cwd=place)
    assert done == Ran(
        3, "", "error: another seal was made while this one was signed\n  do the same again\n"
    )
    assert len(verify(place, "-f", "json").json["seals"]) == 1


def test_allowed_signers_tell_who_signed(signed: Path) -> None:
    (signed / "allowed").write_text(f"aida@example.org {(signed / 'key.pub').read_text()}")
    done = verify(signed, "--allowed-signers", "allowed")
    assert done.code == 0
    assert f"  signed with {fingerprint(signed)} by aida@example.org" in done.lines
    (row,) = verify(signed, "--allowed-signers", "allowed", "-f", "json").json["seals"]
    assert row["signature"]["principal"] == "aida@example.org"


def test_a_seal_without_a_signature_is_named_where_signers_are_given(place: Path) -> None:
    assert here("seal", "--name", "one", "-q", cwd=place).code == 0
    (stub,) = (place / "events" / "seals").glob("*.yaml")
    (place / "allowed").write_text("")
    done = verify(place, "--allowed-signers", "allowed")
    told = "unsigned: the seal one has no signature, so nobody is known to vouch for it"
    assert done.code == 0
    assert f"events/seals/{stub.name}: notice: {told}\n" in done.out
    assert "unsigned" not in verify(place).out


def test_a_key_that_is_not_allowed_is_a_fault(signed: Path) -> None:
    make_key(signed, "other")
    (signed / "allowed").write_text(f"bek {(signed / 'other.pub').read_text()}")
    done = verify(signed, "--allowed-signers", "allowed")
    assert (done.code, done.err) == (1, "not verified: 1 fault\n")
    name = signature_of(signed).name
    assert done.lines[0] == (
        f"events/seals/{name}: signature: the signature of the seal seal-1 is not accepted: "
        "allowed does not allow its key to sign"
    )
    done = verify(signed, "--allowed-signers", "nothing")
    assert (done.code, done.err) == (1, "error: nothing: no such file or directory\n")


def test_without_ssh_keygen_nothing_is_said_of_it(
    signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "is_installed", lambda _: False)
    done = verify(signed)
    assert done.code == 0
    unchecked = f"  signed with {fingerprint(signed)}: not checked, as ssh-keygen is not installed"
    assert unchecked in done.lines
    assert state(signed) == "unchecked"
    done = verify(signed, "--allowed-signers", "key.pub")
    told = "error: ssh-keygen is not installed\n  it is needed to check signatures\n"
    assert done == Ran(1, "", told)


def test_a_signature_that_is_lost_is_named(signed: Path) -> None:
    path = signature_of(signed)
    path.unlink()
    done = verify(signed)
    assert (done.code, done.err) == (1, "not verified: 1 fault\n")
    assert done.lines[:2] == [
        f"events/seals/{path.name}: lost: the signature of the seal seal-1",
        "  restore the file (git checkout)",
    ]
    assert state(signed) == "lost"


def test_a_signature_of_something_else_is_not_accepted(signed: Path) -> None:
    """Of another seal, by another key, for another purpose, and two at once."""
    make_key(signed, "other")
    seal(signed, "--name", "again", "-q")
    (signed / "seal.json").write_bytes(canonical_of(signed, "seal-1"))
    first = next(
        path
        for path in (signed / "events" / "seals").glob("*.sig")
        if path.stem in next((signed / "events" / "seals").glob("seal-1-*")).name
    )
    right = first.read_bytes()
    (again,) = [path for path in first.parent.glob("*.sig") if path != first]
    forged = {
        "of another seal": again.read_bytes(),
        "twice": right + right,
        "both": right + again.read_bytes(),
    }
    for about, key, namespace in (
        ("other key", "other", signatures.NAMESPACE),
        ("purpose", "key", "file"),
    ):
        run("ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace, "seal.json", cwd=signed)
        forged[about] = (signed / "seal.json.sig").read_bytes()
        (signed / "seal.json.sig").unlink()
    for about, data in forged.items():
        first.write_bytes(data)
        done = verify(signed)
        assert (done.code, done.err) == (1, "not verified: 1 fault\n"), about
        assert "the signature of the seal seal-1 is not accepted: " in done.lines[0], about
    first.write_bytes(right)
    assert verify(signed).code == 0


def canonical_of(place: Path, name: str) -> bytes:
    from timeline.event import document
    from timeline.trust.verify import read_log

    trusted = read_log(place / "events")
    return document.canonical(
        trusted.contents.about_log[trusted.chain.find(name).seal.id].held.body
    )


def test_another_key_in_the_seal_is_another_seal(signed: Path) -> None:
    make_key(signed, "other")
    path = next((signed / "events" / "seals").glob("*.yaml"))
    own, other = ((signed / name).read_text().split()[1] for name in ("key.pub", "other.pub"))
    path.write_text(path.read_text().replace(own, other))
    done = verify(signed)
    assert done.code == 1
    assert "the content does not match the id" in done.out


def test_no_mutated_signature_is_accepted(signed: Path) -> None:
    """Ssh-keygen passes over some changes of a file, such as what follows; here none is taken."""
    data, right = canonical_of(signed, "seal-1"), signature_of(signed).read_bytes()
    key = " ".join((signed / "key.pub").read_text().split()[:2])
    assert signatures.check(data, right, key).state == "good"
    chance = random.Random(20172)  # noqa: S311
    tried = 0
    while tried < (2_000 if IN_CI else 100):
        changed = chance.choice(CHANGES)(chance, right)
        if changed != right:
            tried += 1
            assert signatures.check(data, changed, key).state == "bad", changed


def test_what_lies_beside_seals_and_belongs_to_none_is_a_notice(signed: Path) -> None:
    (signed / "events" / "seals" / "notes.txt").write_text("notes")
    (signed / "events" / "seals" / "0123456789abcdef.sig").write_text("notes")
    done = verify(signed)
    assert (done.code, done.err) == (0, "verified, 2 notices\n")
    assert done.lines[:2] == [
        "events/seals/0123456789abcdef.sig: notice: unused: belongs to no seal of the log",
        "events/seals/notes.txt: notice: unused: belongs to no seal of the log",
    ]
    assert here("check", cwd=signed).code == 0


def test_the_proof_of_an_event_has_the_signature(signed: Path) -> None:
    words = ["verify", "--proof", "6n8fgtgeb", "-o", "proof", "-q"]
    assert here(*words, cwd=signed).code == 0
    page = (signed / "proof" / "proof.html").read_text()
    assert f"<dt>Signed with</dt><dd>{fingerprint(signed)}</dd>" in page
    words = ["-I", "signer", "-f", "1-seal.signers", "-s", "1-seal.sig", "-n", "timeline-seal"]
    done = subprocess.run(  # noqa: S603
        ["ssh-keygen", "-Y", "verify", *words],  # noqa: S607
        cwd=signed / "proof",
        input=(signed / "proof" / "1-seal.json").read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    signature_of(signed).unlink()
    done_again = here("verify", "--proof", "6n8fgtgeb", "-o", "again", cwd=signed)
    assert (done_again.code, done_again.out) == (1, "")
    assert "the signature of the seal seal-1\n" in done_again.err
