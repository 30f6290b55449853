"""Time and memory of a large import, beside the least that any import must do.

    python tests/benchmarks/importing.py [ROWS]

The floor reads the same table with the `csv` module, hashes each row as JSON and writes it to a
file that is synced. Printed are seconds, the ratio to the floor, and the peak of memory at a tenth
of the rows and at all of them, which tells how much stays of a row.
"""

import csv
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
MAIN = "from timeline.cli import main; main()"
HEADER = ["date", "title", "kind", "places", "actors", "programs", "figures", "external_id"]
MONTHS = ["January", "March", "May", "July", "August", "October", "December"]


def main(rows: int) -> None:
    """Print what an import of a tenth of the rows and of all takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (rows // 10, rows):
            table = folder / f"{count}.csv"
            write_table(table, count)
            floor = least(table, folder / "floor")
            subprocess.run(  # noqa: S603 (our own program)
                [sys.executable, "-c", MAIN, "init", f"log{count}/events"],
                cwd=folder,
                check=True,
                capture_output=True,
            )
            seconds, megabytes = run(folder, count, "--new")
            print(
                f"{count:>9,} rows: {seconds:6.1f} s, {seconds / floor:5.1f} times the floor of "
                f"{floor:.2f} s, {megabytes:,.0f} MB at most"
            )
        seconds, megabytes = run(folder, rows, "--dry-run")
        print(f"{rows:>9,} rows again, all known: {seconds:6.1f} s, {megabytes:,.0f} MB at most")


def write_table(path: Path, rows: int) -> None:
    """A table of happenings with dates in several forms and names that come again."""
    chance = random.Random(1)  # noqa: S311
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for i in range(rows):
            year, month = chance.randrange(2000, 2024), chance.choice(MONTHS)
            day = chance.randrange(1, 29)
            out.writerow(
                [
                    chance.choice([f"{day} {month} {year}", f"{month} {year}", f"summer {year}"]),
                    f"Activity number {i} of the programme in the field",
                    chance.choice(["meeting", "workshop", "training"]),
                    f"Town {chance.randrange(200)}",
                    f"organiser=Body {chance.randrange(300)}; partner=Body {chance.randrange(300)}",
                    f"Programme {chance.randrange(30)}",
                    f"participants={chance.randrange(500)} person",
                    f"X-{i}",
                ]
            )


def least(table: Path, target: Path) -> float:
    """Seconds that reading, hashing and writing the rows takes."""
    start = time.perf_counter()
    with table.open(newline="", encoding="utf-8") as file, target.open("wb") as out:
        for row in csv.DictReader(file):
            line = json.dumps(row).encode()
            out.write(hashlib.sha256(line).digest() + line)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - start


def run(folder: Path, rows: int, *words: str) -> tuple[float, float]:
    """Seconds and the peak of memory, in megabytes, of an import in a process of its own."""
    command = [sys.executable, "-c", MAIN, "--log", f"log{rows}/events", "import", "csv"]
    start = time.perf_counter()
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", code, *command, f"{rows}.csv", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - start, int(done.stdout) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
