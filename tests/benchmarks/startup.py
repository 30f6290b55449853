"""How much longer a filtered `timeline list` takes than the least that Typer and SQLite allow.

    python tests/benchmarks/startup.py [RUNS]

The floor is a bare Typer command that runs one query on the same projection. Both are run as
whole processes, in turn, so that a busy machine slows both; the median of the ratios is what
counts. The aim is at most 1.5.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FLOOR = """
import sqlite3, sys
import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

@app.command()
def main(database: str, kind: str = "training") -> None:
    db = sqlite3.connect(database)
    query = "SELECT date, title FROM happenings WHERE kind = ? ORDER BY sort_from, sort_to"
    for row in db.execute(query, (kind,)):
        print(*row)

app()
"""
_QUESTIONS = (
    ["list", "--kind", "training"],
    ["list", "--during", "2017"],
    ["list", "--actor", "Interior Ministry", "--format", "json"],
    ["programs", "strive-asia-kg", "--as-of", "2021-10-01"],
    ["actors", "Interior Ministry"],
    ["diff", "2016", "2018"],
)


def main(runs: int) -> None:
    """Print a line a question: milliseconds of both, and the ratio."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["cp", "-r", str(ROOT / "events"), folder], check=True)  # noqa: S603, S607
        floor_script = Path(folder) / "floor.py"
        floor_script.write_text(_FLOOR, encoding="utf-8")
        program = [str(Path(sys.executable).parent / "timeline"), "--log", f"{folder}/events"]
        floor = [sys.executable, str(floor_script), f"{folder}/.timeline/events.db"]

        def seconds(command: list[str]) -> float:
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603
            return time.perf_counter() - started

        seconds([*program, "list"])
        time.sleep(1.5)
        print(f"{'question':45} {'timeline':>9} {'floor':>9} {'ratio':>6}   ({runs} pairs)")
        for question in _QUESTIONS:
            seconds([*program, *question])
            seconds(floor)
            pairs = [(seconds([*program, *question]), seconds(floor)) for _ in range(runs)]
            ours, least = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{' '.join(question):45} {ours:6.0f} ms {least:6.0f} ms {ratio:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
