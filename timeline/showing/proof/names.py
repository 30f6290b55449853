"""What the files of a proof are called, what each is, and how those beside it are checked."""

from collections.abc import Iterator
from typing import NamedTuple

from timeline.trust import signatures, time_stamps
from timeline.trust.proof import Proof, Stage

EVENT, CHECK, PAGE = "event.json", "check.sh", "proof.html"


class Beside(NamedTuple):
    """A file beside a seal: its name and bytes, what it is, and the command that checks it."""

    name: str
    data: bytes
    about: str
    command: str = ""


def path(number: int) -> str:
    """The file of the way to the root of a seal, which are numbered from 1."""
    return f"{number}.path"


def seal(number: int) -> str:
    """The file of a seal, likewise."""
    return f"{number}-seal.json"


def beside(number: int, stage: Stage) -> Iterator[Beside]:
    """The signature and the time stamps of a seal, with what is needed to check them."""
    link = stage.link
    if stage.signature:
        name, signers = f"{number}-seal.sig", f"{number}-seal.signers"
        key = signatures.allowed_signer(link.seal.signature).encode()
        yield Beside(signers, key, f"the key that signed {seal(number)}")
        words = f"-n {signatures.NAMESPACE} -I {signatures.SIGNER} -f {signers} -s {name}"
        command = f"{signatures.PROGRAM} -Y verify {words} < {seal(number)}"
        yield Beside(name, stage.signature, f"the signature of {seal(number)}", command)
    for count, (_, data) in enumerate(stage.stamps, 1):
        name = f"{number}-seal{f'-{count}' if count > 1 else ''}.tsr"
        words = f"-digest {link.digest} -in {name} -CAfile AUTHORITY.pem"
        command = f"{time_stamps.PROGRAM} ts -verify {words}"
        yield Beside(name, data, f"a time stamp of {seal(number)}", command)


def described(proof: Proof) -> Iterator[tuple[str, str]]:
    """The files of a proof, each with what it is."""
    yield PAGE, "this page"
    yield CHECK, "checks the proof"
    yield EVENT, "the event without its id, as it was hashed"
    for number, stage in enumerate(proof.stages, 1):
        what = "the event" if number == 1 else f"the seal in {seal(number - 1)}"
        yield path(number), f"the way from {what} to the root of the next file"
        yield seal(number), f"the seal {stage.link.seal.name} without its id, as it was hashed"
        yield from ((one.name, one.about) for one in beside(number, stage))
