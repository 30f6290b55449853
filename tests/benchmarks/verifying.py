"""What verification costs, beside `sha256sum` over the same bytes.

python tests/benchmarks/verifying.py --happenings 100000 --keep DIR
"""

import argparse
import shutil
from pathlib import Path

from scaling.logs import PROGRAM, Recipe, make_log
from scaling.measure import Command, compare, run

_SUMS = ("find", "events", "-type", "f", "-exec", "sha256sum", "{}", "+")


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--happenings", type=int, default=100_000, metavar="N")
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR")
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    for loose, goal in ((False, "3 x"), (True, "20 s")):
        log = make_log(Recipe(asked.happenings, loose=loose), asked.keep)
        where = "loose files" if loose else "packs"
        for sealed in (False, True):
            shutil.rmtree(log / "seals", ignore_errors=True)
            if sealed:
                run(Command((PROGRAM, "seal", "-q"), log.parent))
            ours = Command((PROGRAM, "verify", "-q"), log.parent)
            runs = 1 if loose else asked.runs
            found = compare(ours, Command(_SUMS, log.parent), runs)
            what = f"verify, {where}, {'sealed' if sealed else 'not sealed'}"
            seconds = f"{found.ours.cpu:6.2f} s CPU {found.ours.wall:6.2f} s wall"
            print(f"{what:40} {seconds} {found.ratio:5.2f} x sha256sum, goal {goal}")


if __name__ == "__main__":
    main()
