"""What an append costs in a log of 10,000 files, beside one in a log of 100.

    python tests/benchmarks/appending.py --keep DIR
    python tests/benchmarks/appending.py --keep DIR --processes 8 --appends 1000

Files lie in one folder, as of one year, or spread over 30 years. Appends to the two logs take
turns, so that a busy machine slows both; ratios count. With --processes, so many processes append
to one log at once, each through `Log`, it is counted that nothing was lost, and what that takes is
compared with writing and syncing as many small files.
"""

import argparse
import itertools
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from timeline.api import Log
from timeline.event import document, yaml_text
from timeline.log import folder as log_folder
from timeline.log.paths import file_of

from scaling.logs import PROGRAM, environment
from scaling.measure import Command, run

SIZES = (100, 10_000)
YEARS = 30
GOAL = 2.0
_NUMBERS = itertools.count(time.time_ns())
_APPENDING = """
import sys
from timeline.api import Log
log = Log(sys.argv[1], by=sys.argv[2])
for number in range(int(sys.argv[3])):
    log.append({"date": f"20{number % 20:02}", "kind": "visit", "title": f"{sys.argv[2]} {number}"})
"""


class Cost(NamedTuple):
    """Seconds of the processor and on the clock."""

    cpu: float
    wall: float


def _make(kept: Path, count: int, years: int) -> Path:
    """The folder of a log with so many files, made anew, of which all stats are trusted."""
    home = kept / f"appending-{count}-{years}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    log = Log.create(home / "events", by="Aida").folder
    for number in range(count):
        said = {
            "event": "happening",
            "date": f"{2017 - number % years}-05-{number % 28 + 1:02}",
            "kind": "meeting",
            "title": f"Meeting {number} of the working group on policing",
        }
        at = f"2026-01-01T00:00:00.{number:06}Z"
        body = document.complete(said, {"at": at, "by": "Aida"})
        path = log / file_of(body)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml_text.write(body), encoding="utf-8")
    for _ in range(2):
        run(Command((PROGRAM, "list", "--limit", "1"), home))
        time.sleep(1.1)
    return home


def _through_log(home: Path) -> Callable[[], Cost]:
    log = Log(home / "events", by="Aida")

    def append() -> Cost:
        event = {"date": "2017-06", "kind": "meeting", "title": f"Meeting {next(_NUMBERS)}"}
        cpu, wall = time.process_time(), time.perf_counter()
        log.append(event)
        return Cost(time.process_time() - cpu, time.perf_counter() - wall)

    return append


def _by_command(home: Path) -> Callable[[], Cost]:
    def append() -> Cost:
        title = f"Meeting {next(_NUMBERS)}"
        used = run(Command((PROGRAM, "add", "2017-06", title, "-k", "meeting"), home))
        return Cost(used.cpu, used.wall)

    return append


def _compare(few: Callable[[], Cost], many: Callable[[], Cost], runs: int) -> tuple[Cost, Cost]:
    for warm in (few, many):
        warm()
    pairs = [(few(), many()) for _ in range(runs)]
    costs = (
        Cost(*map(statistics.median, zip(*one, strict=True))) for one in zip(*pairs, strict=True)
    )
    return next(costs), next(costs)


def _compare_sizes(kept: Path, runs: int) -> None:
    ways = {"Log.append": _through_log, "timeline add": _by_command}
    for years in (1, YEARS):
        small, large = (_make(kept, count, years) for count in SIZES)
        for name, appending in ways.items():
            few, many = _compare(appending(small), appending(large), runs)
            where = "one folder" if years == 1 else f"{years} folders"
            print(
                f"{name:13} {where:11} {SIZES[0]:,}: {few.cpu * 1e3:.1f} ms CPU,"
                f" {few.wall * 1e3:.1f} ms; {SIZES[1]:,}: {many.cpu * 1e3:.1f} ms CPU,"
                f" {many.wall * 1e3:.1f} ms; ratio {many.cpu / few.cpu:.2f} x CPU"
                f" {many.wall / few.wall:.2f} x wall, goal {GOAL:.0f}"
            )


def _append_at_once(kept: Path, processes: int, appends: int) -> None:
    home = kept / f"appending-at-once-{processes}"
    shutil.rmtree(home, ignore_errors=True)
    log = Log.create(home / "events", by="Aida").folder
    begun = time.perf_counter()
    running = [
        subprocess.Popen(  # noqa: S603 (our own words)
            (sys.executable, "-c", _APPENDING, str(log), f"Writer {number}", str(appends)),
            env=environment(),
        )
        for number in range(processes)
    ]
    codes = [process.wait() for process in running]
    seconds = time.perf_counter() - begun
    count = Log(log).sql("SELECT count(*) AS n FROM happenings")[0]["n"]
    files = len(log_folder.scan(log).files) - 1
    all_ = processes * appends
    floor = _seconds_of_syncs(home / "bare", appends) * processes
    print(
        f"{processes} processes x {appends:,} appends: {seconds:.1f} s, codes {set(codes)},"
        f" {all_:,} recorded, {files:,} files of events, {count:,} in the projection;"
        f" {seconds / floor:.1f} x as many files alone, written and synced: {floor:.1f} s"
    )


def _seconds_of_syncs(folder: Path, count: int) -> float:
    """What it takes to write so many small files, each synced, linked, and its folder synced."""
    folder.mkdir()
    begun = time.perf_counter()
    for number in range(count):
        log_folder.write(folder, {f"{number}.yaml": b"schema: 1\n" * 30})
    return time.perf_counter() - begun


def main() -> None:
    """Print the ratios, or what many processes take."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR", help="where logs lie")
    parser.add_argument("--runs", type=int, default=31, metavar="N", help="pairs of each, 31")
    parser.add_argument("--processes", type=int, metavar="N", help="at once, to one log")
    parser.add_argument("--appends", type=int, default=1000, metavar="N", help="of each process")
    asked = parser.parse_args()
    kept = asked.keep.resolve()
    if asked.processes:
        _append_at_once(kept, asked.processes, asked.appends)
    else:
        _compare_sizes(kept, asked.runs)


if __name__ == "__main__":
    main()
