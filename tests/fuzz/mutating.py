"""Inputs made of others: bytes flipped, parts moved, cut, repeated and put together anew."""

import random
from collections.abc import Sequence

_NUMBERS = (b"0", b"-1", b"00", b"1e999", b"9" * 20, b"2147483648", b"\xd9\xa3", b"1_0", b"nan")
_BYTES = (b"\0", b"\n", b"\r", b"\t", b"\x1b", b"\xff", b"\xef\xbb\xbf", b"\xc2\x85", b"\\", b'"')
LONGEST = 1 << 12


def mutate(
    data: bytes, others: Sequence[bytes], words: Sequence[bytes], by: random.Random
) -> bytes:
    """An input a few changes away from another one; at most `LONGEST` bytes.

    Args:
        data: the one to begin with.
        others: inputs of which parts may be taken.
        words: what stands in such inputs.
        by: decides.
    """
    for _ in range(by.choice((1, 1, 2, 3, 5, 8))):
        data = _change(data, others, words, by)[:LONGEST]
    return data


def _change(  # noqa: PLR0911 (a way each)
    data: bytes, others: Sequence[bytes], words: Sequence[bytes], by: random.Random
) -> bytes:
    at = by.randrange(len(data) + 1)
    end = min(at + by.choice((0, 1, 1, 2, 4, 16, 64)), len(data))
    before, part, rest = data[:at], data[at:end], data[end:]
    match by.randrange(10):
        case 0 if part:
            return before + bytes([part[0] ^ (1 << by.randrange(8))]) + part[1:] + rest
        case 1:
            return before + rest
        case 2:
            return before
        case 3:
            return before + part * by.choice((2, 3, 20)) + rest
        case 4:
            return before + by.choice(_NUMBERS) + rest
        case 5:
            return before + by.choice(_BYTES) + part + rest
        case 6 | 7 if words:
            return before + by.choice(words) + (part if by.random() < 0.5 else b"") + rest
        case 8 if others:
            other = by.choice(others)
            start = by.randrange(len(other) + 1)
            return before + other[start : start + by.randrange(1, 200)] + rest
        case _:
            to = by.randrange(len(rest) + 1)
            return before + rest[:to] + part + rest[to:]
