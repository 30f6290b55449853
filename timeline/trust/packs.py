"""Lines of packs against the ids in them, many at once.

A line matches its id if the hash of the line without the id begins with it. Whether the line is an
event that the schema knows is for `check` to tell; it is certain where a seal covers the leaf.
"""

import hashlib
from collections.abc import Sequence

from timeline.event.types import ABOUT_LOG

_ID = b',"id":"'
_START, _END, _AFTER = b"--- {", b"}\n", b'",'
_SIGNS = b"0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = bytes.maketrans(_SIGNS, b"0123456789abcdefghijklmnopqrstuv")
"""From the signs of ids to the digits of numbers to the base 32."""
_ABOUT_LOG = tuple(f'"event":"{kind}"'.encode() for kind in ABOUT_LOG)
"""What stands in lines of seals and erasures. Quotes within texts are escaped."""


def matching_leaves(lines: Sequence[bytes], block: bytes) -> list[str] | None:
    """The leaves of the events in lines of a pack; None where they are to be read one by one.

    That is where a line does not surely match its id, or may be an event about the log itself.

    Args:
        lines: each with its line feed.
        block: the same as one.
    """
    if not block.startswith(_START) or not block.endswith(_END):
        return None
    if block.count(_END + _START) != len(lines) - 1 or any(sign in block for sign in _ABOUT_LOG):
        return None
    sha256 = hashlib.sha256
    ids: list[bytes] = []
    digests: list[bytes] = []
    for line in lines:
        at = line.find(_ID)
        if at < 0 or line[at + 23 : at + 25] != _AFTER:
            return None
        ids.append(line[at + 7 : at + 23])
        digests.append(sha256(line[4:at] + line[at + 24 : -1]).digest())
    joined = b"".join(ids)
    if joined.translate(None, _SIGNS):
        return None
    stated = int(joined.translate(_DIGITS), 32)
    if stated != int.from_bytes(b"".join([digest[:10] for digest in digests])):
        return None
    names, hashes = joined.decode(), b"".join(digests).hex()
    return [
        f"{names[16 * i : 16 * i + 16]} {hashes[64 * i : 64 * i + 64]}" for i in range(len(lines))
    ]
