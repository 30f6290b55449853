"""What it takes to hand a log on: exports, views as files, charts and reports.

    python tests/benchmarks/exports.py --keep DIR
    python tests/benchmarks/exports.py --keep DIR --sizes 10000 --rows "report, pdf"

Logs are those that `scale.py --make --keep DIR` makes. Each job is a whole process, measured once,
with those that it starts; memory is the most that one of them held. --write puts the table into a
page: docs/formats-out.md.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_MAIN = "from timeline.cli import main; main()"
_MIB = 2**20
ROWS = {
    "list, csv": "list -q -o x.csv",
    "list, xlsx": "list -q -o x.xlsx",
    "list, html": "list -q -o x.html",
    "export jsonl": "export jsonl -q -o x.jsonl",
    "export csv": "export csv -q -o x.csv",
    "export xlsx": "export xlsx -q -o x.xlsx",
    "export ical": "export ical -q -o x.ics",
    "export timelinejs": "export timelinejs -q -o x.json",
    "export markwhen": "export markwhen -q -o x.mw",
    "export jsonld": "export jsonld -q -o x.jsonld",
    "export geojson": "export geojson -q -o x.geojson",
    "export iati": "export iati -q -o x.xml",
    "export ftm": "export ftm -q -o x.json",
    "chart, svg": "chart -q -o x.svg",
    "chart, pdf": "chart -q -o x.pdf",
    "chart, png": "chart -q -o x.png",
    "report, md": "report -q -o x.md",
    "report, html": "report -q -o x.html",
    "report, docx": "report -q -o x.docx",
    "report, pdf": "report -q -o x.pdf",
}


class Taken(NamedTuple):
    """What a process took: seconds of the processor and of the clock, MiB, and MB written."""

    cpu: float
    wall: float
    memory: float
    written: float


def measure(words: Sequence[str], log: Path) -> Taken:
    """Run the program in a folder of its own, and see what it took.

    Raises:
        CalledProcessError: it failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-c", _MEASURED, "--log", str(log), *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            told, _ = process.communicate()
        wall = time.perf_counter() - started
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, words)
        cpu, memory = map(float, told.split())
        (file,) = Path(folder).iterdir()
        return Taken(cpu, wall, memory / 1024, file.stat().st_size / _MIB)


_MEASURED = f"""
import resource
try:
    {_MAIN}
except SystemExit as done:
    if done.code:
        raise
own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime,
      max(own.ru_maxrss, others.ru_maxrss))
"""


def table(sizes: Sequence[int], keep: Path, names: Sequence[str]) -> str:
    """A Markdown table, a row a job."""
    heads = [f"{size:,}: {what}" for size in sizes for what in ("CPU", "memory", "size")]
    lines = [f"| job | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    for name in names:
        cells = []
        for size in sizes:
            taken = measure(ROWS[name].split(), keep / f"{size // 1000}k" / "events")
            cells += [f"{taken.cpu:.1f} s", f"{taken.memory:,.0f} MB", f"{taken.written:.1f} MB"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
        print(lines[-1], file=sys.stderr)
    return "\n".join(lines)


_MARKS = "<!-- measured -->", "<!-- end of what was measured -->"


def main() -> None:
    """Print the table, or put it into a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR", help="where logs lie")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), metavar="NAME")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table into a page")
    given = parser.parse_args()
    found = table(given.sizes, given.keep.resolve(), given.rows)
    if not given.write:
        print(found)
        return
    first, last = _MARKS
    page = given.write.read_text("utf-8")
    filled = re.sub(
        rf"{first}.*?{last}", lambda _: f"{first}\n\n{found}\n\n{last}", page, flags=re.DOTALL
    )
    given.write.write_text(filled, "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("TIMELINE_BY", "Benchmark")
    main()
