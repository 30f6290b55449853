"""What was measured, as tables in Markdown, which people read as they are."""

import json
import math
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from scaling.jobs import JOBS, Goal, Job
from scaling.measure import Compared, Usage, exponent

Results = Mapping[tuple[str, int], Compared]
"""What was measured, by the names of jobs and sizes."""


_FIRST, _LAST = "<!-- measured -->", "<!-- end of what was measured -->"


def load(path: Path) -> dict[tuple[str, int], Compared]:
    """What earlier runs measured and kept in a file; nothing without one."""
    if not path.exists():
        return {}
    found = {}
    for name, size, ours, peer, ratio, runs in json.loads(path.read_text(encoding="utf-8")):
        found[name, size] = Compared(Usage(*ours), Usage(*peer) if peer else None, ratio, runs)
    return found


def keep(path: Path, results: Results) -> None:
    """Keep what was measured in a file."""
    rows = [[*key, *found] for key, found in results.items()]
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def insert(page: Path, results: Results) -> None:
    """Put all tables into a page, in place of those that stand there."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_FIRST)
    _, _, after = rest.partition(_LAST)
    page.write_text(f"{before}{_FIRST}\n\n{whole(results)}\n\n{_LAST}{after}", encoding="utf-8")


def whole(results: Results) -> str:
    """All tables: one a size, then how costs grow; on which machine."""
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
    sizes = sorted({size for _, size in results})
    parts = [f"On {machine}."]
    for size in sizes:
        parts += [f"### {f'{size:,} happenings' if size else 'The example log'}"]
        parts += [table(size, results)]
    if len([size for size in sizes if size]) > 1:
        parts += ["### What grows how", growth(results)]
    if sizes and sizes[-1] >= _LARGE:
        parts += ["### A billion, computed", billion(results)]
    return "\n\n".join(parts)


def table(size: int, results: Results) -> str:
    """The jobs of a size, each with what it took, its ratio and its goal."""
    head = ("job", "CPU", "wall", "memory", "beside", "its CPU", "ratio", "goal", "")
    rows = (
        _row(job, job.goal(size), results[job.name, size])
        for job in JOBS
        if (job.name, size) in results
    )
    return _markdown(head, rows)


def _row(job: Job, goal: Goal, found: Compared) -> Sequence[str]:
    return (
        job.title,
        seconds(found.ours.cpu),
        seconds(found.ours.wall),
        f"{found.ours.megabytes:,.0f} MB",
        job.by or "-",
        seconds(found.peer.cpu) if found.peer else "-",
        "-" if math.isnan(found.ratio) else f"{found.ratio:.2f}",
        _goal(goal),
        _verdict(goal, found),
    )


def _goal(goal: Goal) -> str:
    parts = (
        f"{goal.ratio:g} times" if goal.ratio else "",
        f"{goal.seconds:g} s" if goal.seconds else "",
        f"{goal.megabytes:g} MB" if goal.megabytes else "",
    )
    return ", ".join(filter(None, parts)) or "-"


def _verdict(goal: Goal, found: Compared) -> str:
    missed = (
        goal.ratio and found.ratio > goal.ratio,
        goal.seconds and found.ours.wall > goal.seconds,
        goal.megabytes and found.ours.megabytes > goal.megabytes,
    )
    return "missed" if any(missed) else "met" if any(goal) else ""


def growth(results: Results) -> str:
    """How the CPU time of each job grows over the sizes that it was run at."""
    sizes = sorted({size for _, size in results if size})
    head = ("job", *(f"{size:,}" for size in sizes), "last to first", "exponent")
    return _markdown(head, _grown(sizes, results))


def _grown(sizes: Sequence[int], results: Results) -> Iterator[Sequence[str]]:
    for job in JOBS:
        costs = {
            size: results[job.name, size].ours.cpu
            for size in sizes
            if (job.name, size) in results and job.ours
        }
        if len(costs) > 1:
            values = list(costs.values())
            yield (
                job.title,
                *(seconds(costs[size]) if size in costs else "-" for size in sizes),
                f"{values[-1] / values[0]:.1f}",
                f"{exponent(list(costs), values):.2f}",
            )


_BILLION, _LARGE = 10**9, 100_000
"""From a smaller log nothing is told of a billion: declarations and the start count for much."""


def billion(results: Results) -> str:
    """What a billion happenings would take in one process, of jobs that touch every event.

    Computed from the largest size that was measured: cost by happening, times a billion.
    """
    head = ("job", "measured at", "CPU by happening", "a billion", "size by happening", "a billion")
    rows = []
    for job in JOBS:
        sizes = [size for name, size in results if name == job.name and size >= _LARGE]
        if job.name in _LINEAR and sizes:
            size = max(sizes)
            cpu, _, megabytes = results[job.name, size].ours
            of_size = megabytes * 2**20 / size if job.ours is None else math.nan
            rows.append(
                (
                    job.title,
                    f"{size:,}",
                    "-" if math.isnan(cpu) else f"{cpu / size * 1e6:,.0f} µs",
                    "-" if math.isnan(cpu) else f"{cpu / size * _BILLION / 3600:,.1f} h",
                    "-" if math.isnan(of_size) else f"{of_size:,.0f} bytes",
                    "-" if math.isnan(of_size) else f"{of_size * _BILLION / 1e12:,.2f} TB",
                )
            )
    return _markdown(head, rows)


_LINEAR = ("list-jsonl", "export-jsonl", "rebuild", "import", "disk")


def seconds(value: float) -> str:
    """A time for people: in milliseconds below a second."""
    if math.isnan(value):
        return "-"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:,.1f} s"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
