"""Lines of packs against the ids in them, many at once.

A line matches its id if the hash of the line without the id begins with it, and the id stands where
the canonical form has it: elsewhere it would name nothing. Whether the line is an event that the
schema knows is for `check` to tell; it is certain where a seal covers the leaf.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline.event.types import ABOUT_LOG

_START, _END, _ID = b"--- {", b"}", b',"id":"'
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
_KIND = b',"kind":"'
"""What stands after the id of a happening; nothing after it in a happening is called so."""
_AMENDMENT = b'"event":"amendment"'
_WIDTH = len(_ID) + 17
"""How long an id is with its key and its quotes."""
_DIGITS = bytes.maketrans(_SIGNS, b"0123456789abcdefghijklmnopqrstuv")
"""From the signs of ids to the digits of numbers to the base 32."""
_ABOUT_LOG = tuple(f'"event":"{kind}"'.encode() for kind in ABOUT_LOG)
"""What stands in lines of seals and erasures. Quotes within texts are escaped."""


class Matched(NamedTuple):
    """The leaves of the events in lines of a pack, and the lines that are surely no happenings."""

    leaves: list[str]
    others: list[bytes]


def match_lines(block: bytes) -> Matched | None:
    """The events in lines of a pack; None where the lines are to be read one by one.

    That is where a line does not surely match its id, or may be an event about the log itself.
    What costs is each step of Python, so all that can be is done with all lines at once.

    Args:
        block: the lines, each with its line feed.
    """
    *lines, rest = block.split(b"\n")
    if rest or not _are_in_braces(lines):
        return None
    others: list[bytes] = []
    ends = [
        end if line[(end := line.rfind(_KIND)) - _WIDTH : end - 17] == _ID else _end(line, others)
        for line in lines
    ]
    quoted = b"".join([line[end - 17 : end] for line, end in zip(lines, ends, strict=True)])
    if min(ends) < _WIDTH or quoted[16::17] != b'"' * len(lines):
        return None
    ids = quoted.translate(None, b'"')
    if len(ids) != 16 * len(lines) or ids.translate(None, _SIGNS):
        return None
    if not _are_told_apart(others, block):
        return None
    sha256 = hashlib.sha256
    hashed = b"".join(
        [
            sha256(line[4 : end - _WIDTH] + line[end:]).digest()
            for line, end in zip(lines, ends, strict=True)
        ]
    )
    if int(ids.translate(_DIGITS), 32) != int.from_bytes(_beginnings(hashed)):
        return None
    names, digests = ids.decode(), hashed.hex()
    places = range(len(lines))
    leaves = [f"{names[16 * i : 16 * i + 16]} {digests[64 * i : 64 * i + 64]}" for i in places]
    return Matched(leaves, others)


def _are_in_braces(lines: Sequence[bytes]) -> bool:
    """Whether there are lines, and each begins and ends as one of a pack."""
    count = len(lines)
    starts = b"".join([line[:5] for line in lines])
    ends = b"".join([line[-1:] for line in lines])
    return bool(lines) and (starts, ends) == (_START * count, _END * count)


def _are_told_apart(others: Sequence[bytes], block: bytes) -> bool:
    """Whether no line is of an event about the log, and none but these of an amendment.

    What an amendment sets has a `kind`, too.
    """
    amendments = sum(line.count(_AMENDMENT) for line in others)
    about_log = any(sign in line for line in others for sign in _ABOUT_LOG)
    return not about_log and amendments == block.count(_AMENDMENT)


def _end(line: bytes, others: list[bytes]) -> int:
    """Where the id of a line ends that is no happening, as is noted; 0 where it has none."""
    others.append(line)
    found = _match_id(line)
    return found.end(1) + 1 if found else 0


def _beginnings(hashed: bytes) -> bytes:
    """The first 80 bits of digests, of which the ids are made."""
    found = bytearray(len(hashed) // 32 * 10)
    for place in range(10):
        found[place::10] = hashed[place::32]
    return bytes(found)
