"""Realistic logs of any size, and what questions of them cost beside peers or floors.

python tests/benchmarks/scale.py --make --sizes 1000 10000 --keep DIR
"""

import argparse
from pathlib import Path

from scaling.logs import Recipe, make_log


def main() -> None:
    """Make logs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000], metavar="N")
    parser.add_argument("--amended", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--loose", action="store_true")
    parser.add_argument("--keep", type=Path, required=True, metavar="DIR")
    parser.add_argument("--make", action="store_true")
    asked = parser.parse_args()
    for size in asked.sizes:
        print(make_log(Recipe(size, asked.amended, asked.loose), asked.keep))


if __name__ == "__main__":
    main()
