"""What whole processes take: time of the processor, time on the clock, and memory."""

import math
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scaling.logs import environment

PATIENCE = 20.0
"""After so many seconds on the clock no further pair is begun."""


class Command(NamedTuple):
    """A command line, where it runs, and what is done before each run, which is not measured."""

    words: Sequence[str]
    cwd: Path
    before: Callable[[], object] = lambda: None


class Usage(NamedTuple):
    """What a process and those that it waited for took.

    `cpu` and `wall` are seconds; `megabytes` is the most that it held at once, of 2**20 bytes.
    """

    cpu: float
    wall: float
    megabytes: float


class Compared(NamedTuple):
    """What two commands took that ran in turn: medians, and those of the ratios of each pair."""

    ours: Usage
    peer: Usage | None
    ratio: float
    runs: int


def run(command: Command, env: Mapping[str, str] = environment()) -> Usage:
    """Run a command to its end, and throw away what it prints.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    command.before()
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 (our own words)
        command.words,
        cwd=command.cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"{' '.join(command.words)}: {said.decode(errors='replace')[-2000:]}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def compare(ours: Command, peer: Command | None, runs: int, *, warm: bool = True) -> Compared:
    """Run two commands in turn, so that a busy machine slows both.

    Args:
        ours: what is measured.
        peer: what it is measured by; without it there is no ratio.
        runs: how many pairs; fewer if they take long.
        warm: run each once before, unmeasured, so that files are in memory and modules compiled.
    """
    if warm:
        run(ours)
        if peer:
            run(peer)
    pairs: list[tuple[Usage, Usage | None]] = []
    begun = time.perf_counter()
    while len(pairs) < runs and (not pairs or time.perf_counter() - begun < PATIENCE):
        pairs.append((run(ours), run(peer) if peer else None))
    left = [one for one, _ in pairs]
    right = [other for _, other in pairs if other]
    ratios = [one.cpu / other.cpu for one, other in pairs if other]
    return Compared(
        _median(left),
        _median(right) if right else None,
        statistics.median(ratios) if ratios else math.nan,
        len(pairs),
    )


def compare_sizes(ours: Path, peer: Path) -> Compared:
    """The sizes of two files or folders, in place of memory."""
    sizes = [_bytes(path) for path in (ours, peer)]
    left, right = (Usage(math.nan, math.nan, size / 2**20) for size in sizes)
    return Compared(left, right, sizes[0] / sizes[1], 1)


def _bytes(path: Path) -> int:
    files = path.rglob("*.yaml") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def _median(found: Sequence[Usage]) -> Usage:
    return Usage(*(statistics.median(values) for values in zip(*found, strict=True)))


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The k for which costs grow as size to the power of k, fitted on both logarithms."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    ).slope
