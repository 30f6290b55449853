"""How long a hundred thousand distinct dates take to parse, against a bare regular expression.

    python tests/benchmarks/dates.py [COUNT]

The floor matches each text with one regular expression and does nothing with it.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from timeline.base.days import iso
from timeline.dates import edtf

_BARE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ROUNDS = 5


def seconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """The median time of some rounds over all texts."""
    taken = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        for text in texts:
            read(text)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main(count: int) -> None:
    """Print a line a form of date: seconds, and the ratio to the floor."""
    dates = [iso(-500_000 + 13 * number) or "" for number in range(count)]
    forms: dict[str, list[str]] = {
        "days": dates,
        "months": [date[:-3] for date in dates],
        "approximate days": [f"{date}~" for date in dates],
        "intervals": [f"{date}/.." for date in dates],
        "sets": [f"[{date},9999]" for date in dates],
    }
    print(f"{'form':18} {'timeline':>9} {'floor':>9} {'ratio':>6}   ({count:,} dates)")
    for name, texts in forms.items():
        ours, floor = seconds(edtf.parse, texts), seconds(_BARE.match, texts)
        print(f"{name:18} {ours:7.2f} s {floor:7.2f} s {ours / floor:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
