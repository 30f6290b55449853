"""Time stamps of seals: replies of an authority, RFC 3161, over the digest of a seal.

What a reply says is read here, so that it is found which seal it stamps; that the authority said
it is checked by openssl.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from timeline.trust import programs

PROGRAM = "openssl"
_SEQUENCE, _SET, _INTEGER, _OCTETS, _OID, _TIME = 0x30, 0x31, 0x02, 0x04, 0x06, 0x18
_FIRST, _DIRECTORY = 0xA0, 0xA4
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_STAMP_INFO = bytes.fromhex("2a864886f70d0109100104")
_SHA256 = bytes.fromhex("608648016503040201")
_NAMES = (bytes.fromhex("550403"), bytes.fromhex("55040a"))
"""The common name, and the organisation."""
_GRANTED = (b"\0", b"\1")

State = Literal["good", "bad", "unchecked"]


class Reply(NamedTuple):
    """What a time stamp says: which digest there was when, as an instant in UTC, by whom."""

    digest: str
    time: str
    authority: str


class NotGrantedError(ValueError):
    """The authority refused to stamp."""


def read_reply(data: bytes) -> Reply:
    """What a time-stamp reply says.

    Raises:
        NotGrantedError: the authority refused.
        ValueError: it is no such reply, or stamps no SHA-256.
    """
    try:
        return _read_reply(data)
    except (IndexError, StopIteration) as error:
        raise ValueError from error


def _read_reply(data: bytes) -> Reply:
    status, *token = _items(_only(data, _SEQUENCE))
    if next(_items(_of(status, _SEQUENCE))) not in [(_INTEGER, code) for code in _GRANTED]:
        raise NotGrantedError
    if not token:
        raise ValueError
    kind, content = _items(_of(token[0], _SEQUENCE))
    if kind != (_OID, _SIGNED_DATA):
        raise ValueError
    signed = list(_items(_only(_of(content, _FIRST), _SEQUENCE)))
    kind, content = _items(_of(signed[2], _SEQUENCE))
    if kind != (_OID, _STAMP_INFO):
        raise ValueError
    info = list(_items(_only(_only(_of(content, _FIRST), _OCTETS), _SEQUENCE)))
    algorithm, imprint = _items(_of(info[2], _SEQUENCE))
    if next(_items(_of(algorithm, _SEQUENCE))) != (_OID, _SHA256):
        raise ValueError
    named = [content for tag, content in info[5:] if tag == _FIRST]
    issued = _issuer(signed[-1]) if not named else b""
    authority = _name(_only(named[0], _DIRECTORY) if named else issued)
    return Reply(_of(imprint, _OCTETS).hex(), _instant(_of(info[4], _TIME)), authority)


def is_confirmed(data: bytes, digest: str, authorities: str) -> bool:
    """Whether openssl finds that an authority stamped a digest.

    Args:
        data: the reply.
        digest: in hexadecimal.
        authorities: a file of certificates that are trusted.
    """
    import tempfile  # noqa: PLC0415 (few logs have signatures)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "reply.tsr")
        file.write_bytes(data)
        words = ["ts", "-verify", "-digest", digest, "-in", str(file), "-CAfile", authorities]
        return programs.run([PROGRAM, *words]).ok


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The items of DER one after the other: their tags, and what is in them."""
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 0x80:
            count = size & 0x7F
            if not 1 <= count <= _MAX_SIZE or at + count > len(data):
                raise ValueError
            size = int.from_bytes(data[at : at + count])
            at += count
        if at + size > len(data):
            raise ValueError
        yield tag, data[at : at + size]
        at += size


_MAX_SIZE = 4
"""So many bytes the length of an item has at most."""


def _of(item: tuple[int, bytes], tag: int) -> bytes:
    if item[0] != tag:
        raise ValueError
    return item[1]


def _only(data: bytes, tag: int) -> bytes:
    """What is in the one item of some data."""
    (item,) = _items(data)
    return _of(item, tag)


def _issuer(signers: tuple[int, bytes]) -> bytes:
    """The name of who certified the one who signed."""
    signer = next(_items(_of(signers, _SET)))
    who = list(_items(_of(signer, _SEQUENCE)))[1]
    return next(_items(_of(who, _SEQUENCE)))[1]


def _name(data: bytes) -> str:
    """The common name in a name, else its organisation; of one that is wrapped, too."""
    parts = list(_items(data))
    if len(parts) == 1 and parts[0][0] == _SEQUENCE:
        parts = list(_items(parts[0][1]))
    found: dict[bytes, str] = {}
    for part in parts:
        for one in _items(_of(part, _SET)):
            kind, value = _items(_of(one, _SEQUENCE))
            found[kind[1]] = value[1].decode(errors="replace")
    return next((found[kind] for kind in _NAMES if kind in found), "")


_GENERALIZED = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z")


def _instant(text: bytes) -> str:
    found = _GENERALIZED.fullmatch(text)
    if not found:
        raise ValueError
    year, month, day, *clock = (part.decode() for part in found.groups())
    return f"{year}-{month}-{day}T{':'.join(clock)}Z"
