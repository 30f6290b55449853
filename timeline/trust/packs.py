"""Lines of packs against the ids in them, many at once.

A line matches its id if the hash of the line without the id begins with it, and the id stands where
the canonical form has it: elsewhere it would name nothing. Whether the line is an event that the
schema knows is for `check` to tell; it is certain where a seal covers the leaf.
"""

import hashlib
import re
from collections.abc import Sequence

from timeline.event.types import ABOUT_LOG

_START, _END = b"--- {", b"}\n"
_SIGNS = b"0123456789abcdefghjkmnpqrstvwxyz"
_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_DEPTH = 4
"""Levels of lists and maps within a value; deeper ones are read one by one."""


def _nested(levels: int) -> bytes:
    """The pattern of a list or a map with at most so many levels of others in it."""
    between = rb'[^"\[\]{}]*+'
    part = _TEXT + (b"|" + _nested(levels - 1) if levels else b"")
    return rb"[\[{]" + between + b"(?:(?:" + part + b")" + between + rb")*+[\]}]"


_BEFORE_ID = rb'(?:"[a-h][a-z_]*+":(?:' + _TEXT + b"|" + _nested(_DEPTH) + rb"),)++"
_match_id = re.compile(rb"--- \{" + _BEFORE_ID + rb'"id":"([' + _SIGNS + rb']{16})","[i-z]').match
"""A line up to its id among the keys of the event itself, which are in their order."""
_BEFORE = b',"id":"'
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
        found = _match_id(line)
        if found is None:
            return None
        start, end = found.span(1)
        ids.append(line[start:end])
        digests.append(sha256(line[4 : start - len(_BEFORE)] + line[end + 1 : -1]).digest())
    joined = b"".join(ids)
    stated = int(joined.translate(_DIGITS), 32)
    if stated != int.from_bytes(b"".join([digest[:10] for digest in digests])):
        return None
    names, hashes = joined.decode(), b"".join(digests).hex()
    return [
        f"{names[16 * i : 16 * i + 16]} {hashes[64 * i : 64 * i + 64]}" for i in range(len(lines))
    ]
