"""What questions and records cost at any size, beside other programs or the least there is to do.

    python tests/benchmarks/scale.py --sizes 1000 100000 --keep DIR
    python tests/benchmarks/scale.py --sizes 100000 --keep DIR --rows filter words rebuild
    python tests/benchmarks/scale.py --make --sizes 1000000 --keep DIR --amended 0.2

Logs of realistic events are made through the commands that users have, the same each time, and kept
in DIR. Each job then runs as a whole process, in turn with what it is measured by, so that a busy
machine slows both: ratios count, of the processor's time, not milliseconds. Printed are Markdown
tables: a table for each size, then how each job grows over the sizes. What was measured is kept in
DIR/results.json, and --write puts all of it, of earlier runs too, into a page: docs/speed.md.
"""

import argparse
import sys
from pathlib import Path

from scaling import report
from scaling.jobs import JOBS, Job, Place, prepare
from scaling.logs import Recipe, make_log
from scaling.measure import Compared, compare, compare_sizes


def main() -> None:
    """Make logs, and measure on them unless only logs are wanted."""
    asked = _options().parse_args()
    asked.keep.mkdir(parents=True, exist_ok=True)
    kept = asked.keep.resolve()
    if asked.make:
        for size in asked.sizes:
            print(make_log(Recipe(size, asked.amended, asked.loose), kept))
        return
    jobs = [job for job in JOBS if not asked.rows or job.name in asked.rows]
    results = report.load(kept / "results.json")
    fresh: dict[tuple[str, int], Compared] = {}
    for size in (0, *sorted(asked.sizes)):
        for job in jobs:
            if (job.of == "example") == (size == 0) and job.sizes[0] <= size <= job.sizes[1]:
                fresh[job.name, size] = _measure(job, prepare(job.of, size, kept), asked.runs)
                report.keep(kept / "results.json", results | fresh)
    print(report.whole(fresh))
    if asked.write:
        report.insert(asked.write, results | fresh)


def _measure(job: Job, place: Place, runs: int) -> Compared:
    print(f"{place.size:,} {job.name} ...", end=" ", file=sys.stderr, flush=True)
    if job.ours:
        peer = job.peer(place) if job.peer else None
        found = compare(job.ours(place), peer, runs, warm=job.warm)
    else:
        found = compare_sizes(place.database, place.log)
    print(f"{found.ours.cpu:.3f} s, {found.ratio:.2f}, {found.runs} runs", file=sys.stderr)
    return found


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [job.name for job in JOBS]
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR", help="where logs lie")
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=[1000, 10_000, 100_000], metavar="N"
    )
    parser.add_argument("--rows", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="pairs of each, 7")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put all tables into a page")
    parser.add_argument("--make", action="store_true", help="only make logs")
    parser.add_argument("--amended", type=float, default=0.0, metavar="SHARE", help="with --make")
    parser.add_argument("--loose", action="store_true", help="with --make: each event in a file")
    return parser


if __name__ == "__main__":
    main()
