"""What is fuzzed: a reader of bytes, with what its input looks like."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from timeline.base.errors import Fault
from timeline.base.text import masked


class Target(NamedTuple):
    """One reader under test.

    `run` reads an input, and raises where anything but an answer or an error of the project comes
    of it, or where two ways of reading do not agree. `seeds` are inputs to begin with, `words`
    what stands in them. `readers` are the packages whose branches guide the search.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[bytes] = ()
    readers: Sequence[str] = ("timeline",)


def check_faults(faults: Iterable[Fault]) -> None:
    """Raise where a fault says nothing, or would steer a terminal."""
    for fault in faults:
        shown = str(fault)
        assert fault.problem, "a fault that says nothing"
        assert all(masked(line) == line for line in shown.split("\n")), f"unmasked: {shown!r}"


def choose(data: bytes, count: int) -> tuple[int, bytes]:
    """One of several ways of reading, by the first byte of an input, and the rest of it."""
    return (data[0] % count if data else 0), data[1:]


def prefixed(texts: Iterable[tuple[int, bytes]]) -> list[bytes]:
    """Inputs for `choose`."""
    return [bytes([way]) + text for way, text in texts]
