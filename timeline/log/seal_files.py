"""Files beside the seals of a log: the lists of their leaves, signatures and time stamps.

A list is named by its SHA-256. It has a line `ID DIGEST` for each event that a seal is the first to
cover, in the order of the ids, so that a POSIX shell can read it. What seals are is told by
`timeline.trust`.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from timeline.log import folder as log

FOLDER = "seals"
"""The folder of seals below the log."""
_LEAVES = f"{FOLDER}/leaves"
GITATTRIBUTES = f"{FOLDER}/.gitattributes"
"""Keeps git from changing the ends of lines; `timeline.yaml`'s own says nothing of such files."""
_LIST = re.compile(r"[0-9a-f]{64}\.txt")
_GAP, _LENGTH = 16, 82
"""Where the blank of a line stands, and how many signs it has with its line feed."""
_SIGNS = b"0123456789abcdefghjkmnpqrstvwxyz \n"


def path_of_leaves(sha256: str) -> str:
    """The path of the list of leaves of a seal below the log, by the SHA-256 of its bytes."""
    return f"{_LEAVES}/{sha256}.txt"


def path_of_signature(id_: str) -> str:
    """The path of the signature of a seal below the log, by the seal's id."""
    return f"{FOLDER}/{id_}.sig"


def path_of_stamp(id_: str, sha256: str) -> str:
    """The path of a time stamp of a seal below the log.

    Args:
        id_: of the seal.
        sha256: of the bytes of the stamp.
    """
    return f"{FOLDER}/{id_}-{sha256[:16]}.tsr"


def list_of_leaves(leaves: Sequence[str]) -> bytes:
    """The bytes of a list of leaves, which are in their order."""
    return "".join(f"{leaf}\n" for leaf in leaves).encode("ascii")


def leaves_in(data: bytes) -> list[str]:
    """The leaves in the bytes of a list, in their order; none if a line of it is no leaf."""
    count = len(data) // _LENGTH
    fits = len(data) == count * _LENGTH and data[_GAP::_LENGTH] == b" " * count
    if not fits or data[_LENGTH - 1 :: _LENGTH] != b"\n" * count or data.translate(None, _SIGNS):
        return []
    return data.decode("ascii").splitlines()


def sha256_of(data: bytes) -> str:
    """The SHA-256 of the bytes of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_list(folder: Path, sha256: str) -> bytes:
    """The bytes of the list of leaves of a seal.

    Raises:
        OSError: the system refuses.
    """
    with log.open_file(folder, path_of_leaves(sha256)) as file:
        return file.read()


def lists(folder: Path) -> list[str]:
    """The paths of all lists of leaves below the log, in their order.

    Raises:
        OSError: the system refuses.
    """
    try:
        names = os.listdir(folder / _LEAVES)  # noqa: PTH208 (names alone)
    except FileNotFoundError:
        return []
    return [f"{_LEAVES}/{name}" for name in sorted(names) if _LIST.fullmatch(name)]


def with_git_attributes(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files to write in the folder of seals, the first of them with word to git before them."""
    there = (folder / GITATTRIBUTES).exists()
    return {**({} if there else {GITATTRIBUTES: b"* -text\n"}), **files}
