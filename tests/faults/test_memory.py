"""Wherever there is no memory any more, a command is done, or says so and the log is as it was."""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.cli import main

from support.faults import COMMANDS, QUESTIONS, WHOLE, claims, copy, is_settled, make_base, tell
from support.running import Ran, here, process
from support.traced import forked

_testcapi = pytest.importorskip("_testcapi", reason="this Python cannot refuse memory")
ASKED = {
    name: COMMANDS[name] for name in ("add", "add --file", "amend", "pack", "seal", "archive")
} | QUESTIONS
WIDTHS = (1, 20)
"""How many requests for memory in a row are refused."""
FIRST = 50
"""Before this request there is no program yet."""
ENDING = "MemoryError while it ends"
OF_PYTHON = (ENDING, "SystemError: ", ": path should be string, bytes")
"""Errors that Python itself makes of memory that it is refused, also where it takes a path."""


def lacking(words: tuple[str, ...], first: int, width: int) -> Callable[[], int]:
    """A command line to which so many requests for memory are refused."""

    def work() -> int:
        sys.argv = ["timeline", *words]
        _testcapi.set_nomemory(first, first + width)
        try:
            main()
        except SystemExit as done:
            _testcapi.remove_mem_hooks()
            return int(str(done.code))
        except MemoryError as error:
            _testcapi.remove_mem_hooks()
            if error.__traceback__ and error.__traceback__.tb_next:
                raise
            sys.stderr.write(ENDING)  # it had left the program, and only Python could tell of it
            return 1
        raise AssertionError("it did not exit")

    return work


def is_clean(ran: Ran) -> bool:
    """Whether a command was done, or said in a line that memory is lacking."""
    lacks = any(told in ran.err for told in ("out of memory", "recorded as", *OF_PYTHON))
    return ran.code == 0 or (ran.code == 1 and lacks and "Traceback" not in ran.err)


@WHOLE
@pytest.mark.parametrize("name", ASKED)
def test_without_memory_a_command_is_done_or_says_so(
    place: Path, name: str, *, whole: bool
) -> None:
    words = ASKED[name].words
    base, done = make_base(place, ASKED[name].first), place / "done"
    true = here(*words, cwd=copy(base, "done"))
    before, after = claims(base), claims(done)
    last = FIRST
    while last < 4_000 or forked(copy(base, "lacking"), lacking(words, last, 1)).code:
        last *= 2  # until there are not so many requests
    points = range(FIRST, last, max(1, last // (200 if whole else 6)))
    refused, unclean = 0, []
    for first in points:
        for width in WIDTHS:
            folder = copy(base, "lacking")
            ran = forked(folder, lacking(words, first, width))
            refused += ran.code != 0
            assert claims(folder) == after or (claims(folder) == before and ran.code), (first, ran)
            assert ran.code or ran.out == true.out or name not in QUESTIONS, (first, ran)
            assert is_settled(folder), (first, ran)
            if not is_clean(ran):
                unclean.append((first, width, ran))
    assert refused > len(points) // 4
    assert not unclean
    tell(f"memory refused: {name}", len(points) * len(WIDTHS))


@pytest.mark.parametrize("megabytes", [10, 14, 18, 22, 26, 30])
def test_a_process_with_little_memory_leaves_the_log_whole(place: Path, megabytes: int) -> None:
    base = make_base(place)
    before = claims(base)
    words = COMMANDS["add --file"].words

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    ran = process(*words, cwd=base, prepare=limit)
    assert len(claims(base)) == len(before) + 2 * (ran.code == 0)
    assert "bug in timeline" not in ran.err
