"""What questions and records cost at any size, beside other programs or the least there is to do.

    python tests/benchmarks/scale.py --sizes 1000 100000 --keep DIR
    python tests/benchmarks/scale.py --sizes 100000 --keep DIR --rows filter words rebuild
    python tests/benchmarks/scale.py --make --sizes 1000000 --keep DIR --amended 0.2

Logs of realistic events are made through the commands that users have, the same each time, and kept
in DIR. Each job then runs as a whole process, in turn with what it is measured by, so that a busy
machine slows both: ratios count, of the processor's time, not milliseconds. Printed are Markdown
tables: a table for each size, then how each job grows over the sizes.
"""

import argparse
import sys
from pathlib import Path

from scaling import report
from scaling.jobs import JOBS, Job, Place, prepare
from scaling.logs import Recipe, make_log
from scaling.measure import Compared, compare


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
    results: dict[tuple[str, int], Compared] = {}
    of_example = [job for job in jobs if job.of == "example"]
    for size in [0] * bool(of_example) + sorted(asked.sizes):
        found = of_example if not size else [job for job in jobs if job.of != "example"]
        for job in found:
            if job.sizes[0] <= size <= job.sizes[1]:
                results[job.name, size] = _measure(job, prepare(job.of, size, kept), asked.runs)
        print(f"\n{f'{size:,} happenings' if size else 'the example log'}\n")
        print(report.table(size, results), flush=True)
        if size:
            print(f"\n{_disk(prepare('packs', size, kept))}")
    if len(asked.sizes) > 1:
        print(f"\n{report.growth(results)}")


def _measure(job: Job, place: Place, runs: int) -> Compared:
    print(f"{place.size:,} {job.name} ...", end=" ", file=sys.stderr, flush=True)
    peer = job.peer(place) if job.peer else None
    found = compare(job.ours(place), peer, runs, warm=job.warm)
    print(f"{found.ours.cpu:.3f} s, {found.ratio:.2f}, {found.runs} runs", file=sys.stderr)
    return found


def _disk(place: Place) -> str:
    """How large the projection is, beside the log."""
    of_log = sum(path.stat().st_size for path in place.log.rglob("*.yaml"))
    of_database = place.database.stat().st_size
    ratio = of_database / of_log
    return f"database {of_database / 2**20:,.0f} MB, {ratio:.1f} times the log (goal: 4 times)"


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
    parser.add_argument("--make", action="store_true", help="only make logs")
    parser.add_argument("--amended", type=float, default=0.0, metavar="SHARE", help="with --make")
    parser.add_argument("--loose", action="store_true", help="with --make: each event in a file")
    return parser


if __name__ == "__main__":
    main()
