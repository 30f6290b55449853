"""Time and memory of importing large histories, and whether they amount to what they describe.

    python tests/benchmarks/large_histories.py

Of each history are told the first import, the projection, and the import of the same file again,
which must add nothing; then whether the state is that of a plain dict.
"""

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from timeline.log import folder as log
from timeline.projection import database

from support.histories import ALWAYS, WORDS, Model, Row, Ways, rows, standing, table

MAIN = "from timeline.cli import main; main()"
CHAIN = 10_000
LEDGER, READDED = 21_406, 42_485


def main() -> None:
    """Print what each history takes."""
    chance = random.Random(1)  # noqa: S311
    made = {
        "one chain": _chain(),
        "ledger": rows(chance, LEDGER, Ways()),
        "re-additions": rows(chance, READDED, Ways(own_ids=False)),
    }
    for name, found in made.items():
        with tempfile.TemporaryDirectory() as folder:
            _measure(name, found, Path(folder))


def _chain() -> list[Row]:
    first = Row("1", "", "add", "2019-01-01", "2018", "T", "Osh")
    numbers = range(2, CHAIN + 1)
    return [first] + [
        Row(str(n), str(n - 1), "correct", f"2019-01-02 10:00:00.{n:06}", "", f"T {n}", "")
        for n in numbers
    ]


def _measure(name: str, found: list[Row], folder: Path) -> None:
    (folder / "h.csv").write_text(table(found), encoding="utf-8")
    take = ("import", "csv", "h.csv", *WORDS, *ALWAYS, "--recorded-at", "At", "--keep-going")
    _run(folder, "init")
    print(f"{name}, {len(found):,} rows: import {_run(folder, *take)}", end="")
    print(f"; projection {_run(folder, 'list', '--ids')}", end="")
    before = log.scan(folder / "events")
    print(f"; again {_run(folder, *take)}")
    model = Model(instants=True)
    model.follow(found)
    with contextlib.closing(database.open_fresh(folder / "events").db) as db:
        print(f"  as described: {standing(db) == model.standing()}", end="")
    print(f"; again adds nothing: {log.scan(folder / 'events') == before}")


def _run(folder: Path, *words: str) -> str:
    """Seconds and megabytes of a command."""
    begun = time.perf_counter()
    started = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", MAIN, *words],
        cwd=folder,
        env={**os.environ, "TIMELINE_BY": "Aida"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, used = os.wait4(started.pid, 0)
    return f"{time.perf_counter() - begun:.1f} s, {used.ru_maxrss / 1024:.0f} MB"


if __name__ == "__main__":
    main()
