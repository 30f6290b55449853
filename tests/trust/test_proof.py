"""The proof of one event: what it holds, and that nothing else is taken for it."""

import hashlib
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.event import merkle
from timeline.trust.proof import prove
from timeline.trust.verify import read_log

from support.authorities import Authority, make_key
from support.faults import WHOLE
from support.proofs import CHANGES, SHELLS, check, mutate, put, read, shell
from support.properties import IN_CI, examples
from support.running import ROOT, here

KINDS = len(CHANGES) + 3
TITLE = "Number of people serving sentences for terrorist and extremist crimes"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the example log, sealed twice, and proofs of two of its events.

    The second seal is signed, and has a time stamp.
    """
    place = tmp_path_factory.mktemp("sealed")
    shutil.copytree(ROOT / "events", place / "events")
    for words in (
        ["seal", "-q"],
        ["add", "2020", "Course", "-k", "training", "-a", "trainer=UNODC", "-q"],
        ["seal", "--name", "report", "--sign", str(make_key(place)), "-q"],
    ):
        done = here(*words, cwd=place)
        assert done.code == 0, done.err
    Authority(place / "tsa").stamp(done.out.split()[1], place / "reply.tsr")
    for words in (
        ["seal", "--timestamp", "reply.tsr", "-q"],
        ["verify", "--proof", TITLE, "-o", "proof", "-q"],
        ["verify", "--proof", TITLE, "--since", "report", "-o", "long", "-q"],
        ["verify", "--proof", "Course", "-o", "other", "-q"],
    ):
        done = here(*words, cwd=place)
        assert done.code == 0, done.err
    return place


@pytest.fixture
def proof(sealed: Path, tmp_path: Path) -> Path:
    """A proof that leads through two seals, to do with as one likes."""
    return Path(shutil.copytree(sealed / "long", tmp_path / "proof"))


def digest_of(folder: Path, number: int) -> str:
    return hashlib.sha256((folder / f"{number}-seal.json").read_bytes()).hexdigest()


@pytest.mark.parametrize("by", SHELLS)
def test_anybody_checks_it_in_an_empty_environment(sealed: Path, by: str) -> None:
    digest = digest_of(sealed / "long", 2)
    done = check(sealed / "long", digest, by=by)
    assert (done.code, done.err) == (0, "")
    assert done.lines[-3:] == [
        "PROVED: the event 6n8fgtgebwspkd4r is in the seal with the digest",
        f"    {digest}",
        "It is the digest that you gave.",
    ]


def test_without_a_digest_it_says_what_is_left_to_do(sealed: Path) -> None:
    done = check(sealed / "proof")
    assert done.code == 0
    root = json.loads((sealed / "proof" / "1-seal.json").read_text())["root"]
    assert done.out == CHECKED.format(seal=digest_of(sealed / "proof", 1), root=root)


CHECKED = """event.json has the digest
    3550f86a0e5f3369b498e3174c6ad82d708a99c3e3923469110e5f976b24cea3
1.path leads from the leaf
    6n8fgtgebwspkd4r 3550f86a0e5f3369b498e3174c6ad82d708a99c3e3923469110e5f976b24cea3
up to the root (steps: 9)
    {root}
1-seal.json states this root
1-seal.json has the digest
    {seal}

PROVED: the event 6n8fgtgebwspkd4r is in the seal with the digest
    {seal}
Compare this digest with the one that you received from elsewhere: without that,
nothing shows that it is the seal which was made.
"""


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (["0" * 64], f"this is another digest than the one that you gave: {'0' * 64}"),
        (["0" * 63], "give one digest: 64 hexadecimal digits, in lower case"),
        (["A" * 64], "give one digest: 64 hexadecimal digits, in lower case"),
        ([""], "give one digest: 64 hexadecimal digits, in lower case"),
        (["0" * 64, "0" * 64], "give one digest: 64 hexadecimal digits, in lower case"),
    ],
)
def test_another_digest_is_refused(sealed: Path, words: list[str], refused: str) -> None:
    done = check(sealed / "proof", *words)
    assert (done.code, done.err) == (1, f"NOT PROVED: {refused}\n")
    assert "PROVED" not in done.out


def test_it_needs_nothing_but_what_it_says(sealed: Path, tmp_path: Path) -> None:
    """Every other program is out of reach; on a computer without sha256sum, shasum is used."""
    for name in ("sha256sum", "shasum"):
        tools = tmp_path / name
        tools.mkdir()
        real = shutil.which(name)
        if real is None:
            continue
        (tools / name).symlink_to(real)
        if name == "shasum":
            (tools / "perl").symlink_to(str(shutil.which("perl")))
        done = check(sealed / "long", env={"PATH": str(tools)})
        assert (done.code, done.err) == (0, "")
    done = check(sealed / "long", env={"PATH": "/nowhere"}, by="dash")
    assert done.code == 1
    assert done.err == "NOT PROVED: this computer has neither sha256sum nor shasum\n"


def test_it_is_run_from_anywhere(sealed: Path) -> None:
    words = [*shell("sh"), "check.sh"]
    assert subprocess.run(words, cwd=sealed / "long", check=False).returncode == 0  # noqa: S603
    assert subprocess.run([sealed / "long" / "check.sh"], cwd="/", check=False).returncode == 0  # noqa: S603


@pytest.mark.parametrize("by", SHELLS)
@pytest.mark.parametrize("name", ["-", "-P", "two words"])
def test_a_folder_of_any_name_is_the_one_that_is_checked(
    sealed: Path, tmp_path: Path, name: str, by: str
) -> None:
    """Of `-` a shell would make the folder before, in which another proof may lie."""
    shutil.copytree(sealed / "proof", tmp_path / name)
    done = subprocess.run(  # noqa: S603
        [*shell(by), "--", f"{name}/check.sh"],
        cwd=tmp_path,
        env={"OLDPWD": str(sealed / "other")},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"event.json has the digest\n")


@WHOLE
def test_no_mutated_proof_is_accepted(sealed: Path, proof: Path, *, whole: bool) -> None:
    """Any change counts of what is hashed, led up and sealed; the page and the script stay."""
    chance = random.Random(20171)  # noqa: S311
    right, others = read(proof), read(sealed / "other")
    counts: Counter[str] = Counter()
    for _ in range(10_000 if whole else 500 if IN_CI else 150):
        changed = mutate(chance, right, others)
        put(proof, changed.files)
        done = check(proof)
        assert done.code == 1, changed
        assert done.err.startswith("NOT PROVED: "), (changed, done.err)
        assert done.err.count("\n") == 1, (changed, done.err)
        assert "\nPROVED" not in done.out
        put(proof, {name: right[name] for name in changed.files})
        counts[changed.about] += 1
    assert check(proof).code == 0
    assert len(counts) == KINDS


@pytest.mark.parametrize("by", SHELLS)
def test_every_byte_of_a_path_counts_in_every_shell(proof: Path, by: str) -> None:
    right = read(proof)
    for name, at, byte in _single_bytes(right):
        data = right[name]
        put(proof, {name: data[:at] + byte + data[at + 1 :]})
        assert check(proof, by=by).code == 1, (name, at, byte)
        put(proof, {name: data})


def _single_bytes(files: dict[str, bytes]) -> Iterator[tuple[str, int, bytes]]:
    """Bytes of the shortest path in the place of others, above all of what parts its words."""
    for at, byte in enumerate(files["2.path"]):
        for other in (b"\n", b"\0", b" ", b"\\") if byte in b" \n" else (b"\0",):
            if other != bytes([byte]) and (IN_CI or at % 7 == 0 or byte in b" \n"):
                yield "2.path", at, other


def forge(proof: Path) -> dict[str, bytes]:
    """The files of a proof in which all hashes fit, from another content up to another seal."""
    event = (proof / "event.json").read_bytes().replace(b"2010", b"2011")
    files, digest = {"event.json": event}, hashlib.sha256(event).hexdigest()
    for number in (1, 2):
        first, *rest = (proof / f"{number}.path").read_text().splitlines()
        leaf = f"{first[:16]} {digest}"
        files[f"{number}.path"] = "".join(f"{one}\n" for one in [leaf, *rest]).encode()
        seal = (proof / f"{number}-seal.json").read_text()
        forged = seal.replace(climbed(first, rest), climbed(leaf, rest))
        files[f"{number}-seal.json"] = forged.encode()
        digest = hashlib.sha256(forged.encode()).hexdigest()
    return files


def climbed(leaf: str, lines: list[str]) -> str:
    sides: dict[str, merkle.Side] = {"left": "left", "right": "right"}
    return merkle.climb(leaf, [merkle.Step(sides[one.split()[0]], one.split()[1]) for one in lines])


def test_a_proof_that_is_forged_throughout_is_not_of_this_seal(proof: Path) -> None:
    first = (proof / "1.path").read_text()[:81]
    files = forge(proof)
    put(proof, files)
    done = check(proof)
    assert done.code == 1
    assert done.err.startswith("NOT PROVED: this is the way of another event: 6n8fgtgebwspkd4r ")
    script = (proof / "check.sh").read_text()
    (proof / "check.sh").write_text(script.replace(first, files["1.path"].decode()[:81]))
    done = check(proof)
    assert done.code == 1
    assert done.err.startswith("NOT PROVED: the last seal is not the one of this proof: ")


def test_what_a_path_says_steers_no_terminal(proof: Path) -> None:
    first, rest = (proof / "1.path").read_bytes().split(b"\n", 1)
    put(proof, {"1.path": b"\x1b[2J\x1b]0;x\x07" + first[16:] + b"\n" + rest})
    told = "NOT PROVED: 1.path, line 1: it does not begin with an id\n"
    assert check(proof).err == told


def test_something_else_than_a_seal_is_not_taken_for_one(proof: Path) -> None:
    """A root that an amendment states, say, would cover whatever its writer likes."""
    script = proof / "check.sh"
    root = json.loads((proof / "1-seal.json").read_text())["root"]
    text = script.read_text()
    end = text.index("states_root 1-seal.json")
    script.write_text(f"{text[:end]}states_root 1-seal.json\nexit 0\n")
    right = (proof / "1-seal.json").read_text()
    assert check(proof).code == 0
    for fake in (
        f'{{"after":["x"],"event":"amendment","root":"{root}","schema":"1"}}',
        f'{{"after":["x"],"count":"1","event":"seal","leaves":"","root":"{root}","schema":"1"}}',
        f'{{"count":"1","event":"seals","leaves":"","root":"{root}","schema":"1"}}',
        f'{{"count":"x","event":"seal","leaves":"","root":"{root}","schema":"1"}}',
        right.replace(root, root.upper()),
        right.replace('"root"', '"Root"'),
        right + "\n",
        "\n" + right,
        "",
    ):
        (proof / "1-seal.json").write_text(fake)
        assert check(proof).code == 1, fake


@examples(60)
@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_every_event_is_proved_and_no_other(
    sizes: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("log")
    assert here("init", cwd=place).code == 0
    for number, size in enumerate(sizes):
        drafts = [DRAFT | {"title": f"Course {number} {one}"} for one in range(size)]
        lines = "\n".join(map(json.dumps, drafts)).encode()
        assert here("add", "--file", "-", "-q", cwd=place, stdin=lines).code == 0
        assert here("seal", "-q", cwd=place).code == 0
    trusted = read_log(place / "events")
    (newest,) = trusted.chain.heads
    covered = trusted.chain.covered([newest])
    assert len(covered) == sum(sizes) + len(sizes) - 1
    for leaf, first in covered.items():
        for since, last in (("", first), (newest.seal.id, newest)):
            found = prove(trusted, leaf[:16], since)
            assert merkle.leaf(found.id, hashlib.sha256(found.canonical).hexdigest()) == leaf
            at = leaf
            for stage in found.stages:
                assert stage.leaf == at
                root = stage.link.seal.root
                reached = [
                    one for one in trusted.contents.leaves if merkle.climb(one, stage.steps) == root
                ]
                assert reached == [at]
                at = merkle.leaf(stage.link.seal.id, hashlib.sha256(stage.canonical).hexdigest())
            assert at == last.leaf


DRAFT = {"event": "happening", "date": "2020", "kind": "training"}


def test_a_seal_is_proved_in_the_next_one(sealed: Path) -> None:
    trusted = read_log(sealed / "events")
    first, second = trusted.chain.links.values()
    found = prove(trusted, first.seal.id)
    assert [stage.link for stage in found.stages] == [second]


def test_a_proof_takes_the_shortest_way_up(sealed: Path, tmp_path: Path) -> None:
    """Of two copies that were sealed apart, and joined by a seal, either side leads to the last."""
    for name in ("one", "other"):
        shutil.copytree(sealed / "events", tmp_path / name / "events")
        words = ["add", "2021", f"Course of {name}", "-k", "training", "-q"]
        for command in (words, ["seal", "--name", f"seal of {name}", "-q"]):
            assert here(*command, cwd=tmp_path / name).code == 0
    shutil.copytree(tmp_path / "other" / "events", tmp_path / "one" / "events", dirs_exist_ok=True)
    assert here("seal", "--name", "joined", "-q", cwd=tmp_path / "one").code == 0
    trusted = read_log(tmp_path / "one" / "events")
    seals = {link.seal.name: link for link in trusted.chain.links.values()}
    for name in ("one", "other"):
        (leaf,) = [
            one
            for one in seals[f"seal of {name}"].leaves or ()
            if "course" in trusted.contents.leaves[one][0]
        ]
        found = prove(trusted, leaf[:16], "joined")
        assert [stage.link.seal.name for stage in found.stages] == [f"seal of {name}", "joined"]
    found = prove(trusted, "6n8fgtgebwspkd4r", "joined")
    ways = [stage.link.seal.name for stage in found.stages]
    assert ways[:2] == ["seal-1", "report"]
    assert len(ways) == 4
