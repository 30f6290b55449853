"""Merkle trees over lines of text, which anybody can check with `printf` and `sha256sum`.

A leaf is a line, and a node the line of the hashes of its two children with a space between them.
The hash of a line is its SHA-256, the line feed included, in hexadecimal digits. Of an odd number
of hashes in a row the last one goes up to the next row as it is. No leaf can be taken for a node:
their lines differ in length.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

Side = Literal["left", "right"]


class Step(NamedTuple):
    """The hash that a hash is joined with on the way up, and the side on which that stands."""

    side: Side
    hash: str


def leaf(id_: str, digest: str) -> str:
    """The leaf of an event: the line of its id and its digest, without the line feed."""
    return f"{id_} {digest}"


def hash_of_line(line: str) -> str:
    """The hash of a line, which is given without its line feed."""
    return hashlib.sha256(f"{line}\n".encode()).hexdigest()


def root(leaves: Iterable[str]) -> str:
    """The hash at the top of a tree over leaves, in their order.

    Raises:
        ValueError: there are none.
    """
    *_, (top,) = _rows(leaves)
    return top


def path(leaves: Sequence[str], place: int) -> list[Step]:
    """The way from a leaf up to the root.

    Args:
        leaves: all of them, in their order.
        place: which of them, from 0.
    """
    steps: list[Step] = []
    for row in _rows(leaves):
        beside = place ^ 1
        if len(row) > 1 and beside < len(row):
            steps.append(Step("left" if place % 2 else "right", row[beside]))
        place //= 2
    return steps


def climb(line: str, steps: Iterable[Step]) -> str:
    """The root to which a leaf leads by its way up."""
    at = hash_of_line(line)
    for side, other in steps:
        pair = (other, at) if side == "left" else (at, other)
        at = hash_of_line(" ".join(pair))
    return at


def _rows(leaves: Iterable[str]) -> Iterator[list[str]]:
    """The rows of hashes, from the leaves to the root."""
    sha256 = hashlib.sha256
    row = [sha256(f"{line}\n".encode()).hexdigest() for line in leaves]
    if not row:
        raise ValueError
    yield row
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        joined = [sha256(f"{left} {right}\n".encode()).hexdigest() for left, right in pairs]
        row = [*joined, row[-1]] if len(row) % 2 else joined
        yield row
