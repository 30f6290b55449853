"""What was measured, as tables in Markdown, which people read as they are."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scaling.jobs import JOBS, Goal, Job
from scaling.measure import Compared, exponent

Results = Mapping[tuple[str, int], Compared]
"""What was measured, by the names of jobs and sizes."""


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
            size: results[job.name, size].ours.cpu for size in sizes if (job.name, size) in results
        }
        if len(costs) > 1:
            values = list(costs.values())
            yield (
                job.title,
                *(seconds(costs[size]) if size in costs else "-" for size in sizes),
                f"{values[-1] / values[0]:.1f}",
                f"{exponent(list(costs), values):.2f}",
            )


def seconds(value: float) -> str:
    """A time for people: in milliseconds below a second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:,.1f} s"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
