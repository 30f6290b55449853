"""The files of a proof: what is hashed, the way up, the seals, a page, and a script that checks."""

import hashlib
from collections.abc import Iterator
from importlib import resources

from timeline.event import merkle
from timeline.showing.proof import names
from timeline.showing.proof.page import Told, write_page
from timeline.trust.proof import Proof, Stage


def proof_files(proof: Proof, told: Told) -> Iterator[tuple[str, bytes]]:
    """The names and the bytes of the files of a proof.

    Args:
        proof: of the event.
        told: what the page tells besides.
    """
    yield names.EVENT, proof.canonical
    for number, stage in enumerate(proof.stages, 1):
        yield names.path(number), _path(stage)
        yield names.seal(number), stage.canonical
        yield from ((one.name, one.data) for one in names.beside(number, stage))
    yield names.PAGE, write_page(proof, told).encode()
    yield names.CHECK, "\n".join(_script(proof)).encode()


def _path(stage: Stage) -> bytes:
    """The leaf, then a line for each hash on the way up, with the side on which that stands."""
    lines = [stage.leaf, *(f"{side} {hash_}" for side, hash_ in stage.steps)]
    return "".join(f"{line}\n" for line in lines).encode()


def _script(proof: Proof) -> Iterator[str]:
    yield "#!/bin/sh"
    yield resources.files(__package__).joinpath("check.sh").read_text("utf-8")
    yield "# This proof: from the event up to the seal."
    yield f"digest_of {names.EVENT}"
    for number, stage in enumerate(proof.stages, 1):
        yield f"climb {names.path(number)}"
        if number == 1:
            yield f"is_of '{merkle.leaf(proof.id, proof.digest)}'"
        yield f"states_root {names.seal(number)}"
        yield f"digest_of {names.seal(number)}"
        for one in names.beside(number, stage):
            sha256 = hashlib.sha256(one.data).hexdigest()
            yield f"is_as_written {one.name} {sha256} '{one.command}'"
    yield f'ends_in {proof.seal.digest} "$@"'
    yield ""
