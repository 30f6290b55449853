"""What the files of a proof are called, and what each of them is."""

from collections.abc import Iterator

from timeline.trust.proof import Proof

EVENT, CHECK, PAGE = "event.json", "check.sh", "proof.html"


def path(number: int) -> str:
    """The file of the way to the root of a seal, which are numbered from 1."""
    return f"{number}.path"


def seal(number: int) -> str:
    """The file of a seal, likewise."""
    return f"{number}-seal.json"


def described(proof: Proof) -> Iterator[tuple[str, str]]:
    """The files of a proof, each with what it is."""
    yield PAGE, "this page"
    yield CHECK, "checks the proof"
    yield EVENT, "the event without its id, as it was hashed"
    for number, stage in enumerate(proof.stages, 1):
        what = "the event" if number == 1 else f"the seal in {seal(number - 1)}"
        yield path(number), f"the way from {what} to the root of the next file"
        yield seal(number), f"the seal {stage.link.seal.name} without its id, as it was hashed"
