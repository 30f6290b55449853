"""`timeline verify --proof`: the folder that it writes, and what it refuses."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.event import document, yaml_text
from timeline.log.paths import file_of
from timeline.trust.verify import read_log

from support.proofs import check
from support.running import ROOT, Ran, here

ID = "6n8fgtgebwspkd4r"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a copy of the example log, sealed as `first`, and an event without a seal."""
    shutil.copytree(ROOT / "events", tmp_path / "events")
    for words in (
        ["seal", "--name", "first", "-q"],
        ["add", "2020", "Course", "-k", "training", "-a", "trainer=UNODC", "-q"],
    ):
        assert here(*words, cwd=tmp_path).code == 0
    return tmp_path


def prove(place: Path, *words: str) -> Ran:
    return here("verify", "--proof", *words, cwd=place)


def test_it_says_what_is_proved_and_where(place: Path) -> None:
    digest = next(iter(read_log(place / "events").chain.links.values())).digest
    done = prove(place, ID[:6], "-o", "proof")
    assert done == Ran(0, f"{ID} {digest}\n", "proved that it is in first: proof/proof.html\n")
    assert sorted(path.name for path in (place / "proof").iterdir()) == [
        *("1-seal.json", "1.path", "check.sh", "event.json", "proof.html"),
    ]
    assert check(place / "proof", digest).code == 0


def test_the_page_tells_the_event_and_how_to_check_it(place: Path) -> None:
    amended = ["amend", ID, "--note", "Another remark.", "--reason", "a slip", "-q"]
    done = here(*amended, cwd=place)
    assert done.code == 0, done.err
    assert prove(place, ID, "-o", "proof", "-q").code == 0
    page = (place / "proof" / "proof.html").read_text()
    for words in (
        "<h1>Number of people serving sentences for terrorist and extremist crimes grows",
        '<p class="when">2010 – 16 February 2018</p>',
        "<dt>Place</dt><dd>Kyrgyzstan</dd>",
        "UNODC and Japan partner with Kyrgyzstan’s Prison Service",
        "<dt>Remark</dt><dd>The number of 2010 itself is not given.</dd>",
        "The log has 1 correction of it: <code>",
        "sh check.sh DIGEST",
        "<dt>Made</dt>",
        "default-src 'none'",
    ):
        assert words in page
    assert "<script" not in page
    assert "src=" not in page.replace("default-src", "")


def test_the_commands_of_the_page_lead_to_the_root(place: Path) -> None:
    import html
    import re
    import subprocess

    assert prove(place, ID, "-o", "proof", "-q").code == 0
    page = (place / "proof" / "proof.html").read_text()
    (block,) = re.findall(r"<pre>(sha256sum event.*?)</pre>", page, re.DOTALL)
    words = ["sh", "-c", html.unescape(block)]
    ran = subprocess.run(words, cwd=place / "proof", capture_output=True, text=True, check=True)  # noqa: S603
    printed = [line.split()[0] for line in ran.stdout.splitlines()]
    link = next(iter(read_log(place / "events").chain.links.values()))
    assert printed[-2:] == [link.seal.root, link.digest]
    for hash_, command in zip(printed, block.splitlines()[1:-1], strict=False):
        assert hash_ in command


@pytest.mark.parametrize("what", ["Kyrgyzstan", "amendment", "seal"])
def test_events_of_every_kind_are_proved(place: Path, what: str) -> None:
    ids = {"Kyrgyzstan": "", "amendment": "", "seal": ""}
    amended = ["amend", ID, "--note", "Another remark.", "--reason", "a slip", "-q"]
    ids["amendment"] = here(*amended, cwd=place).out.strip()
    ids["seal"] = next(iter(read_log(place / "events").chain.links))
    ids["Kyrgyzstan"] = next((place / "events" / "places").glob("kyrgyzstan-*")).stem[-16:]
    assert here("seal", "-q", cwd=place).code == 0
    done = prove(place, ids[what], "-o", "proof")
    assert done.code == 0, done.err
    assert check(place / "proof").code == 0
    titles = {"Kyrgyzstan": "Place: Kyrgyzstan", "amendment": "Amendment", "seal": "Seal: first"}
    assert f"<h1>{titles[what]}</h1>" in (place / "proof" / "proof.html").read_text()


def test_an_event_of_a_pack_is_proved(place: Path) -> None:
    assert here("pack", "-q", cwd=place).code == 0
    assert prove(place, ID, "-o", "proof").code == 0
    assert check(place / "proof").code == 0


def test_a_folder_must_be_named(place: Path) -> None:
    done = prove(place, ID)
    assert (done.code, done.err) == (
        2,
        "error: a proof goes to a folder\n  name a new one: -o DIR\n",
    )


def test_a_proof_has_no_format(place: Path) -> None:
    done = prove(place, ID, "-o", "proof", "--format", "json")
    assert (done.code, done.err) == (2, "error: a proof has no format\n  leave --format out\n")


def test_a_folder_with_something_in_it_is_left_alone(place: Path) -> None:
    (place / "proof").mkdir()
    assert prove(place, ID, "-o", "proof").code == 0
    before = (place / "proof" / "event.json").read_bytes()
    done = prove(place, "Course", "-o", "proof")
    assert done.code != 0
    done = prove(place, ID, "-o", "proof")
    assert (done.code, done.err) == (
        2,
        "error: proof is there already\n  name a folder that is new, or empty\n",
    )
    assert (place / "proof" / "event.json").read_bytes() == before


def test_no_proof_is_written_into_a_log(place: Path) -> None:
    done = prove(place, ID, "-o", "events/proof")
    assert done.code == 2
    assert done.err.startswith("error: events/proof lies in a log, the folder ")
    assert not (place / "events" / "proof").exists()


def test_an_event_without_a_seal_is_not_proved(place: Path) -> None:
    id_ = next((place / "events" / "happenings" / "2020").glob("course-*")).stem[-16:]
    done = prove(place, "Course", "-o", "proof")
    problem = f"error: no seal covers the event {id_}\n"
    again = "  seal the log, then ask again: timeline seal\n"
    assert done == Ran(1, "", problem + again)
    assert not (place / "proof").exists()
    assert here("seal", "--name", "second", "-q", cwd=place).code == 0
    done = prove(place, "Course", "--since", "first", "-o", "proof")
    assert done == Ran(
        1,
        "",
        f"error: the seal first does not cover the event {id_}\n  the first that does is second\n",
    )


def test_what_no_event_is_called_is_not_proved(place: Path) -> None:
    done = prove(place, "zzzzzzzz", "-o", "proof")
    assert done.code == 1
    assert done.err.startswith(
        "error: no event has the id `zzzzzzzz`, or these words in its title\n"
    )


def test_several_events_are_told_apart(place: Path) -> None:
    from timeline.trust.proof import find_by_id

    trusted = read_log(place / "events")
    for number in range(9):
        trusted.contents.leaves[f"zzzz00000000000{number} {number:064}"] = ("x.yaml", 0)
    with pytest.raises(Exception, match="9 events have ids that begin with `zzzz`") as caught:
        find_by_id(trusted, "zzzz")
    assert str(caught.value).splitlines()[1].endswith("zzzz000000000007, and 1 more")


def _erase(path: Path, place: Path) -> str:
    held = next(one for one in read_log(place).contents.leaves if one.startswith(ID))
    body = document.complete(
        {
            "event": "erasure",
            "erases": ID,
            "digest": held[17:],
            "claim": "0" * 64,
            "reason": "a court ordered it",
        },
        {"at": "2026-11-29T12:00:00.000000Z", "by": "Aida"},
    )
    path.unlink()
    stub = place / file_of(body)
    stub.parent.mkdir(exist_ok=True)
    stub.write_bytes(yaml_text.write(body).encode())
    return str(body["id"])


def _file(place: Path) -> Path:
    return next((place / "events").rglob(f"*-{ID}.yaml"))


def test_what_was_erased_is_not_proved(place: Path) -> None:
    erasure = _erase(_file(place), place / "events")
    done = prove(place, ID, "-o", "proof")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(
        f"error: the event {ID} was erased by {erasure}: its content is gone\n"
        "  a copy of the log from before may still prove it\n"
    )


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes().replace(b"2010", b"2011")),
    ],
)
def test_what_the_log_does_not_hold_as_sealed_is_not_proved(
    place: Path, harm: Callable[[Path], None]
) -> None:
    harm(_file(place))
    done = prove(place, ID, "-o", "proof")
    assert (done.code, done.out) == (1, "")
    assert (
        f"error: the log does not hold the event {ID} as the seal first has it\n"
        "  see what is wrong: timeline verify\n"
    ) in done.err


def test_a_seal_without_its_list_proves_nothing(place: Path) -> None:
    (lists,) = (place / "events" / "seals" / "leaves").iterdir()
    lists.write_bytes(lists.read_bytes()[:-1])
    done = prove(place, ID, "-o", "proof")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(
        f"events/seals/leaves/{lists.name}: "
        "changed: its bytes are not those that the seal first names\n"
        "  restore the file (git checkout), or merge a copy of the log that holds it\n"
    )
